package refi_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/refi"
)

var update = flag.Bool("update", false, "rewrite the files of testdata after looking at the difference")

func read(t testing.TB, name string, data []byte) (*refi.Project, error) {
	t.Helper()
	return refi.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), refi.Limits{})
}

// Each program's dialect, from a file that was written once and is kept.
func TestDialects(t *testing.T) {
	for _, f := range fixtures(t) {
		t.Run(f.name, func(t *testing.T) {
			path := filepath.Join("testdata", f.name)
			if *update {
				must(t, os.MkdirAll("testdata", 0o755))
				must(t, os.WriteFile(path, f.data, 0o644))
			}
			data, err := os.ReadFile(path)
			must(t, err)
			p, err := read(t, f.name, data)
			must(t, err)
			if diff := cmp.Diff(f.wants, p.Convention); diff != "" {
				t.Errorf("convention (-want +got):\n%s", diff)
			}
			got := make(map[string]string)
			each(p, func(s *refi.Selection) {
				if s.Shape != refi.Area {
					got[s.GUID] = s.Text
				}
			})
			for id, want := range f.quotes {
				if got[id] != want {
					t.Errorf("selection %s is %q, want %q", id, got[id], want)
				}
			}
			if len(got) != len(f.quotes) {
				t.Errorf("%d selections, want %d", len(got), len(f.quotes))
			}
			golden := path + ".golden"
			told := tell(t, p)
			if *update {
				must(t, os.WriteFile(golden, []byte(told), 0o644))
			}
			want, err := os.ReadFile(golden)
			must(t, err)
			if diff := cmp.Diff(string(want), told); diff != "" {
				t.Errorf("project (-want +got):\n%s", diff)
			}
			built, err := read(t, f.name, f.data)
			must(t, err)
			if diff := cmp.Diff(told, tell(t, built)); diff != "" {
				t.Errorf("the file kept is not the one that is made (-kept +made):\n%s", diff)
			}
		})
	}
}

func each(p *refi.Project, visit func(*refi.Selection)) {
	for _, s := range append(append([]*refi.Source{}, p.Sources...), p.Notes...) {
		for _, sel := range s.Selections {
			visit(sel)
		}
		for _, tr := range s.Transcripts {
			for _, sel := range tr.Selections {
				visit(sel)
			}
		}
	}
}

// tell is a project in a form that people compare.
func tell(t testing.TB, p *refi.Project) string {
	t.Helper()
	var b strings.Builder
	in, err := json.MarshalIndent(p.Inspection(), "", " ")
	must(t, err)
	fmt.Fprintf(&b, "%s\n", in)
	for _, d := range p.Decisions {
		fmt.Fprintf(&b, "decided: %s\n", d)
	}
	var codes func([]*refi.Code, string)
	codes = func(list []*refi.Code, indent string) {
		for _, c := range list {
			fmt.Fprintf(&b, "%scode %s %q codable=%v color=%q %q\n", indent, c.GUID, c.Name, c.Codable, c.Color, c.Description)
			codes(c.Codes, indent+"  ")
		}
	}
	codes(p.Codes, "")
	for _, c := range p.Cases {
		fmt.Fprintf(&b, "case %s %q path=%q parent=%q values=%v sources=%v members=%v\n", c.GUID, c.Name, c.Path, c.Parent, c.Values, c.SourceRefs, c.Members)
	}
	selections := func(list []*refi.Selection) {
		for _, s := range list {
			fmt.Fprintf(&b, "  %s %s %v %d-%d %v %q %d-%d ms %v codings=%v notes=%v %q\n",
				s.Shape, s.GUID, s.Placed, s.Start, s.End, s.Span, s.Text, s.Begin, s.Finish, s.Boxes, s.Codings, s.NoteRefs, s.Description)
		}
	}
	for _, s := range append(append([]*refi.Source{}, p.Sources...), p.Notes...) {
		fmt.Fprintf(&b, "%s %s %q media=%q transcript of %q\n", s.Kind, s.GUID, s.Name, s.Media.Member, s.TranscriptOf)
		if s.Plain != nil {
			fmt.Fprintf(&b, "  found=%v %s %q\n", s.Plain.Found, s.Plain.Encoding, s.Plain.Text)
		}
		fmt.Fprintf(&b, "  codings=%v values=%v notes=%v\n", s.Codings, s.Values, s.NoteRefs)
		selections(s.Selections)
		for _, tr := range s.Transcripts {
			fmt.Fprintf(&b, "  transcript %s %q %v\n", tr.GUID, tr.Plain.Text, tr.Points)
			selections(tr.Selections)
		}
	}
	for _, s := range p.Sets {
		fmt.Fprintf(&b, "set %s %q codes=%v sources=%v members=%v\n", s.GUID, s.Name, s.Codes, s.Sources, s.Members)
	}
	for _, l := range p.Links {
		fmt.Fprintf(&b, "link %s %q %s %s -> %s\n", l.GUID, l.Name, l.Direction, l.Origin, l.Target)
	}
	for _, g := range p.Graphs {
		for _, v := range g.Vertices {
			fmt.Fprintf(&b, "vertex %s of %s at %v to %v %s\n", v.GUID, v.Represents, v.First, v.Second, v.Shape)
		}
		for _, e := range g.Edges {
			fmt.Fprintf(&b, "edge %s of %s %s -> %s %s\n", e.GUID, e.Represents, e.Source, e.Target, e.LineStyle)
		}
	}
	return b.String()
}
