package service_test

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
	"github.com/crosscase/crosscase/internal/text"
)

// sharedREFI holds files of real programs and what an independent program finds in them. They are no part of the
// project; the tests with them are skipped where they are not there.
const sharedREFI = "../../../shared/refi"

// exchange is a service with an empty study s, to import into.
type exchange struct {
	*service.Service
	ctx context.Context
	st  *store.Store
}

func newExchange(t testing.TB, st *store.Store) *exchange {
	t.Helper()
	library := media.Open(t.TempDir(), media.Tools{})
	t.Cleanup(func() { library.Close(context.Background()) })
	x := &exchange{Service: service.New(st, service.WithMedia(library), service.WithIDs(storetest.IDs(0))), ctx: crosscase.WithActor(context.Background(), storetest.Actor), st: st}
	if err := x.CreateStudy(x.ctx, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		t.Fatal(err)
	}
	return x
}

func (x *exchange) importFile(t testing.TB, name string, o service.ImportOptions) *service.ImportResult {
	t.Helper()
	res, err := x.tryImport(t, name, o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

func (x *exchange) tryImport(t testing.TB, name string, o service.ImportOptions) (*service.ImportResult, error) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	return x.Import(x.ctx, "s", name, f, info.Size(), o)
}

// rowsOfNoun lists the rows of a noun.
func rowsOfNoun[T any](t testing.TB, x *exchange, noun string) (out []*T) {
	t.Helper()
	rows, err := x.List(x.ctx, "s", noun, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		out = append(out, row.(*T))
	}
	return out
}

// onlyOne is the only row of a noun that fits.
func onlyOne[T any](t testing.TB, x *exchange, noun string, fits func(*T) bool) *T {
	t.Helper()
	var found []*T
	for _, row := range rowsOfNoun[T](t, x, noun) {
		if fits(row) {
			found = append(found, row)
		}
	}
	if len(found) != 1 {
		t.Fatalf("%d rows of %s fit, want 1: %+v", len(found), noun, found)
	}
	return found[0]
}

// excerptOf is the excerpt that a selection of the file became.
func (x *exchange) excerptOf(t testing.TB, guid string) *crosscase.Excerpt {
	t.Helper()
	for _, a := range rowsOfNoun[crosscase.Alias](t, x, "alias") {
		if a.Kind == "selection" && a.GUID == guid {
			guid = a.Row
		}
	}
	return onlyOne(t, x, "excerpt", func(e *crosscase.Excerpt) bool { return string(e.ID) == guid })
}

// sameAgain imports a file once more and wants nothing changed.
func (x *exchange) sameAgain(t testing.TB, fn func() *service.ImportResult) {
	t.Helper()
	res := fn()
	if res.Change != 0 || len(res.Counts) > 0 {
		t.Errorf("the second import of the file changed something: %v", res.Loss.Out)
	}
	if !strings.Contains(strings.Join(res.Warnings, " "), "nothing was changed") {
		t.Errorf("the second import does not say that nothing was changed: %v", res.Warnings)
	}
}

func (x *exchange) verified(t testing.TB) {
	t.Helper()
	v, err := x.Verify(x.ctx, "s")
	if err != nil || len(v.Faults) > 0 {
		t.Errorf("the history does not verify: %v %+v", err, v)
	}
}

// sampleCounts is what the independent counter says, so far as it can be held against a study.
type sampleCounts struct {
	Users int `json:"users"`
	Codes struct {
		Total     int `json:"total"`
		CaseTwins int `json:"caseTwins"`
	} `json:"codes"`
	Sources    map[string]int      `json:"sources"`
	Selections map[string]int      `json:"selections"`
	Distinct   int                 `json:"selectionsDistinct"`
	Codings    map[string]int      `json:"codings"`
	Notes      struct{ Total int } `json:"notes"`
	Cases      struct{ Total int } `json:"cases"`
	Sets       struct{ Total int } `json:"sets"`
	Links      int                 `json:"links"`
	Graphs     struct{ Total int } `json:"graphs"`
	Integrity  map[string]any      `json:"integrity"`
}

func TestImportSamples(t *testing.T) {
	samples, err := filepath.Glob(filepath.Join(sharedREFI, "samples", "*.qd*"))
	if err != nil || len(samples) == 0 {
		t.Skip("no files of real programs in ", sharedREFI)
	}
	for _, name := range samples {
		t.Run(filepath.Base(name), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, st *store.Store) {
				x := newExchange(t, st)
				res := x.importFile(t, name, service.ImportOptions{})
				x.wantSample(t, name, res)
				x.sameAgain(t, func() *service.ImportResult { return x.importFile(t, name, service.ImportOptions{}) })
				x.verified(t)
			})
		})
	}
}

// wantSample holds the study against the counts and the texts of the selections.
func (x *exchange) wantSample(t *testing.T, name string, res *service.ImportResult) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(sharedREFI, "expected", filepath.Base(name)+".expected.json"))
	if err != nil {
		t.Fatal(err)
	}
	var want sampleCounts
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	aliases := map[string]int{}
	for _, a := range rowsOfNoun[crosscase.Alias](t, x, "alias") {
		aliases[a.Kind]++
	}
	codings := rowsOfNoun[crosscase.Coding](t, x, "coding")
	themes := len(rowsOfNoun[crosscase.Theme](t, x, "theme")) + len(rowsOfNoun[crosscase.MetaTheme](t, x, "meta_theme"))
	repeated := 0 // codes and selections that stand in the file twice under one identifier
	if n, ok := want.Integrity["duplicateGuids"].(float64); ok && strings.HasPrefix(filepath.Base(name), "openqda") {
		repeated = int(n)
	}
	folders := map[string]bool{} // that hold cases alone, and went with them
	for _, m := range res.Mapping {
		for i := range m.Path {
			folders[strings.Join(m.Path[:i+1], "/")] = true
		}
	}
	if got := themes + want.Codes.CaseTwins + len(folders) + repeated; got != want.Codes.Total {
		t.Errorf("%d codes became %d themes and meta-themes", want.Codes.Total, themes)
	}
	if got := len(rowsOfNoun[crosscase.Source](t, x, "source")); got != want.Sources["total"] {
		t.Errorf("%d sources became %d", want.Sources["total"], got)
	}
	kept := len(rowsOfNoun[crosscase.KeptElement](t, x, "kept_element"))
	sites := len(rowsOfNoun[crosscase.Site](t, x, "site"))
	if sites != want.Cases.Total {
		t.Errorf("%d cases became %d sites", want.Cases.Total, sites)
	}
	if kept > want.Sets.Total+want.Links+want.Graphs.Total {
		t.Errorf("%d elements kept of %d sets, %d links and %d graphs", kept, want.Sets.Total, want.Links, want.Graphs.Total)
	}
	lost := 0
	for _, l := range res.Loss.NotCarried {
		if l.What == "selection" || l.What == "coding" {
			lost += max(1, int(l.Count))
		}
	}
	x.wantSegments(t, name)
	switch {
	case strings.HasPrefix(filepath.Base(name), "atlasti-mac"): // a text coding of a PDF is there twice, under one identifier
		if len(codings) != 14 || lost != 0 {
			t.Errorf("%d codings, %d of what is selected lost", len(codings), lost)
		}
	case len(codings)+aliases["coding"] != want.Codings["total"] || lost != 0:
		t.Errorf("%d codings became %d with %d others, and %d are lost", want.Codings["total"], len(codings), aliases["coding"], lost)
	}
	if got := len(rowsOfNoun[crosscase.Excerpt](t, x, "excerpt")) + aliases["selection"]; got < want.Distinct {
		t.Errorf("%d selections of different identifiers became %d excerpts and aliases", want.Distinct, got)
	}
}

// wantSegments wants every selection of a sample where its words stand.
func (x *exchange) wantSegments(t *testing.T, name string) {
	t.Helper()
	f, err := os.Open(filepath.Join(sharedREFI, "expected", filepath.Base(name)+".segments.tsv"))
	if os.IsNotExist(err) {
		return
	}
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	byID, codings := map[string]*crosscase.Excerpt{}, map[string]int{}
	for _, e := range rowsOfNoun[crosscase.Excerpt](t, x, "excerpt") {
		byID[string(e.ID)] = e
	}
	for _, a := range rowsOfNoun[crosscase.Alias](t, x, "alias") {
		if a.Kind == "selection" {
			byID[a.GUID] = byID[a.Row]
		}
	}
	for _, c := range rowsOfNoun[crosscase.Coding](t, x, "coding") {
		codings[string(c.ExcerptID)]++
	}
	bodies := map[crosscase.SourceID]*text.Index{}
	for _, b := range rowsOfNoun[crosscase.SourceText](t, x, "source_text") {
		bodies[b.SourceID] = text.NewIndex(b.Text)
	}
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	n := 0
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), "#") {
			continue
		}
		cells := strings.SplitN(lines.Text(), "\t", 6)
		var words string
		if err := json.Unmarshal([]byte(cells[5]), &words); err != nil {
			t.Fatal(err)
		}
		n++
		e := byID[strings.ToLower(cells[0])]
		if e == nil {
			t.Errorf("selection %s has no excerpt", cells[0])
			continue
		}
		if d := cmp.Diff(text.Normalize(words), e.Text); d != "" {
			t.Errorf("selection %s (-want +got):\n%s", cells[0], d)
		}
		if standing, err := bodies[e.SourceID].Slice(text.Span{Start: int(e.Start), End: int(e.End)}); err != nil || standing != e.Text {
			t.Errorf("selection %s: at %d to %d stands %q (%v)", cells[0], e.Start, e.End, standing, err)
		}
		if cells[3] != "0" && codings[string(e.ID)] == 0 {
			t.Errorf("selection %s is coded in the file, and its excerpt is not", cells[0])
		}
	}
	if err := lines.Err(); err != nil || n == 0 {
		t.Fatal("nothing expected: ", err)
	}
}
