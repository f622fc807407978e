package service_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/refi/refitest"
	"github.com/crosscase/crosscase/internal/service"
)

// marks are what a project has marked and coded by identifier: places and words, codes and who coded when.
type marks struct{ sources, selections, codes, codings map[string]string }

func marksOf(t *testing.T, name string, file []byte) marks {
	t.Helper()
	p, err := refi.Read(context.Background(), name, bytes.NewReader(file), int64(len(file)), refi.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	m := marks{map[string]string{}, map[string]string{}, map[string]string{}, map[string]string{}}
	var walk func([]*refi.Code)
	walk = func(list []*refi.Code) {
		for _, c := range list {
			m.codes[c.GUID] = ""
			walk(c.Codes)
		}
	}
	walk(p.Codes)
	users := map[string]bool{}
	for _, u := range p.Users {
		users[u.GUID] = true
	}
	for _, s := range p.Sources {
		m.sources[s.GUID] = string(s.Kind)
		if s.Plain != nil {
			m.sources[s.GUID] = s.Plain.Text
		}
		add := func(list []*refi.Selection) {
			for _, sel := range list {
				m.selections[sel.GUID] = fmt.Sprint(s.GUID, sel.Shape, sel.Begin, sel.Finish)
				if sel.Shape == refi.Area {
					m.selections[sel.GUID] += fmt.Sprint(sel.Boxes)
				}
				if sel.Shape == refi.Span && sel.Placed {
					m.selections[sel.GUID] = fmt.Sprintf("%s %v %q", s.GUID, sel.Span, sel.Text)
				}
				for _, c := range sel.Codings {
					act := fmt.Sprintf("%s at %d", c.Code, c.Created.At.Unix())
					if users[c.Created.User] {
						act += " by " + c.Created.User
					}
					for _, guid := range append(c.Also, c.GUID) {
						m.codings[guid] = act
					}
				}
			}
		}
		add(s.Selections)
		for _, tr := range s.Transcripts {
			add(tr.Selections)
		}
	}
	return m
}

// lost says what of before is not, or not so, in now. What is called by no GUID is given one, and who coded is added
// where nobody was named.
func lost(before, now map[string]string) (out []string) {
	for guid, what := range before {
		is, there := now[guid]
		if refi.IsGUID(guid) && (!there || !strings.HasPrefix(is, what)) {
			out = append(out, fmt.Sprintf("%s was %.200q, is %.200q (there: %v)", guid, what, is, there))
		}
	}
	if len(now) < len(before) {
		out = append(out, fmt.Sprintf("%d before, %d now", len(before), len(now)))
	}
	slices.Sort(out)
	return out[:min(len(out), 10)]
}

// Files of real programs go through a study and out again with their identifiers, offsets, texts, users and times.
// They are no part of the project; the test is skipped where they are not there.
func TestExchangeOfSamples(t *testing.T) {
	list, err := filepath.Glob("../../../shared/refi/samples/*.qd*")
	if err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Skip("no files of real programs in ../shared/refi/samples")
	}
	for _, name := range list {
		t.Run(filepath.Base(name), func(t *testing.T) {
			before, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			s, ctx := another(t, "s")
			if _, err := s.Import(ctx, "s", name, bytes.NewReader(before), int64(len(before)), service.ImportOptions{}); err != nil {
				t.Fatal(err)
			}
			format := "qdpx"
			if strings.HasSuffix(name, ".qdc") {
				format = "qdc"
			}
			after, _ := exportAs(t, ctx, s, "s", service.ExchangeOptions{Format: format})
			was, is := marksOf(t, name, before), marksOf(t, "s."+format, after)
			for _, l := range [][]string{lost(was.sources, is.sources), lost(was.selections, is.selections), lost(was.codes, is.codes), lost(was.codings, is.codings)} {
				if len(l) > 0 {
					t.Error(strings.Join(l, "\n"))
				}
			}
			if format == "qdpx" {
				if wrong := refitest.Check(bytes.NewReader(memberOf(t, after, "project.qde"))); len(wrong) > 0 {
					t.Errorf("against the standard:\n%s", strings.Join(wrong, "\n"))
				}
			}
		})
	}
}
