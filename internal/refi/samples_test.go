package refi_test

import (
	"archive/zip"
	"bufio"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/refi"
)

// shared holds files of real programs and what an independent program finds in them. They are not
// part of the project; the tests with them are skipped where they are not there.
const shared = "../../../shared/refi"

func samples(t testing.TB) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(shared, "samples", "*.qd*"))
	must(t, err)
	if len(list) == 0 {
		t.Skip("no files of real programs in ", shared)
	}
	return list
}

func readFile(t testing.TB, name string, limits refi.Limits) (*refi.Project, error) {
	t.Helper()
	f, err := os.Open(name)
	must(t, err)
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	must(t, err)
	return refi.Read(context.Background(), name, f, info.Size(), limits)
}

// expected is what the independent counter writes, so far as it is counted here.
type expected struct {
	Origin *string `json:"origin"`
	Users  int     `json:"users"`
	Codes  struct {
		Total int `json:"total"`
	} `json:"codes"`
	Sources    map[string]int `json:"sources"`
	Selections total          `json:"selections"`
	Codings    total          `json:"codings"`
	Notes      total          `json:"notes"`
	Cases      total          `json:"cases"`
	Variables  total          `json:"variables"`
	Sets       total          `json:"sets"`
	Links      int            `json:"links"`
	Graphs     total          `json:"graphs"`
}

type total struct {
	Total int `json:"total"`
}

func TestSampleCounts(t *testing.T) {
	for _, name := range samples(t) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(shared, "expected", filepath.Base(name)+".expected.json"))
			must(t, err)
			var e expected
			must(t, json.Unmarshal(raw, &e))
			var want refi.Counts
			want.Users, want.Codes = e.Users, e.Codes.Total
			want.Sources.Text, want.Sources.PDF, want.Sources.Picture = e.Sources["TextSource"], e.Sources["PDFSource"], e.Sources["PictureSource"]
			want.Sources.Audio, want.Sources.Video = e.Sources["AudioSource"], e.Sources["VideoSource"]
			want.Selections, want.Codings, want.Notes, want.Cases = e.Selections.Total, e.Codings.Total, e.Notes.Total, e.Cases.Total
			want.Variables, want.Sets, want.Links, want.Graphs = e.Variables.Total, e.Sets.Total, e.Links, e.Graphs.Total
			p, err := readFile(t, name, refi.Limits{})
			must(t, err)
			in := p.Inspection()
			if diff := cmp.Diff(want, in.Counts); diff != "" {
				t.Errorf("counts (-want +got):\n%s", diff)
			}
			if e.Origin != nil && in.Origin != *e.Origin || e.Origin == nil && in.Origin != "" {
				t.Errorf("origin %q, want %v", in.Origin, e.Origin)
			}
			for _, d := range p.Decisions {
				t.Log("decided: ", d)
			}
			for i, problem := range in.Problems {
				if i == 8 {
					t.Log("and ", len(in.Problems)-i, " more")
					break
				}
				t.Log(problem.Where, ": ", problem.What)
			}
		})
	}
}

func TestSampleTexts(t *testing.T) {
	for _, name := range samples(t) {
		f, err := os.Open(filepath.Join(shared, "expected", filepath.Base(name)+".segments.tsv"))
		if os.IsNotExist(err) {
			continue
		}
		must(t, err)
		want := wanted(t, f)
		t.Run(filepath.Base(name), func(t *testing.T) {
			p, err := readFile(t, name, refi.Limits{})
			must(t, err)
			if diff := cmp.Diff(want, passages(p)); diff != "" {
				t.Errorf("selections (-want +got):\n%s", diff)
			}
		})
		t.Run(filepath.Base(name)+"/by its selections alone", func(t *testing.T) {
			data := nameless(t, name)
			p, err := read(t, "nameless.qdpx", data)
			must(t, err)
			if diff := cmp.Diff(want, passages(p)); diff != "" {
				t.Errorf("%s, selections (-want +got):\n%s", p.Convention, diff)
			}
		})
	}
}

// row is a selection as the independent program writes it.
type row struct {
	GUID       string
	Start, End int64
	Codings    int
	Text       string
}

func wanted(t testing.TB, f *os.File) (rows []row) {
	t.Helper()
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		cells := strings.SplitN(lines.Text(), "\t", 6)
		w := row{GUID: strings.ToLower(cells[0])}
		var err error
		w.Start, err = strconv.ParseInt(cells[1], 10, 64)
		must(t, err)
		w.End, err = strconv.ParseInt(cells[2], 10, 64)
		must(t, err)
		w.Codings, err = strconv.Atoi(cells[3])
		must(t, err)
		must(t, json.Unmarshal([]byte(cells[5]), &w.Text))
		rows = append(rows, w)
	}
	must(t, lines.Err())
	if len(rows) == 0 {
		t.Fatal("nothing expected")
	}
	return rows
}

func passages(p *refi.Project) (rows []row) {
	for _, s := range p.Sources {
		for _, sel := range s.Selections {
			rows = append(rows, row{sel.GUID, sel.Start, sel.End, len(sel.Codings), sel.Text})
		}
	}
	return rows
}

var originAttr = regexp.MustCompile(` origin="[^"]*"`)

// nameless is an archive that does not say which program wrote it.
func nameless(t testing.TB, name string) []byte {
	t.Helper()
	z, err := zip.OpenReader(name)
	must(t, err)
	defer z.Close()
	var files []file
	for _, f := range z.File {
		rc, err := f.Open()
		must(t, err)
		body, err := io.ReadAll(rc)
		must(t, err)
		if strings.HasSuffix(f.Name, ".qde") {
			body = originAttr.ReplaceAll(body, nil)
		}
		files = append(files, file{name: f.Name, body: string(body)})
	}
	return pack(t, files...)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
