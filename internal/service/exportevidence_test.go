package service_test

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// A study whose text has lost words that were coded is written as tables and read into an empty study.
func TestLostExcerptsComeAlong(t *testing.T) {
	const before = "Ann: We asked the board.\nBen: Nobody answered us.\nAnn: So we left it.\nBen: Did you?"
	type coded struct {
		Words, Was string
		Lost       bool
		Themes     int
	}
	ctx := crosscase.WithActor(t.Context(), storetest.Actor)
	open := func(slug string) *service.Service {
		t.Helper()
		s := service.New(storetest.Open(t, filepath.Join(t.TempDir(), "crosscase.db")))
		if err := s.CreateStudy(ctx, &crosscase.Study{Slug: "s", Title: slug}); err != nil {
			t.Fatal(err)
		}
		return s
	}
	load := func(s *service.Service, name, body string, o service.ImportOptions) *service.ImportResult {
		t.Helper()
		res, err := s.Import(ctx, "s", name, bytes.NewReader([]byte(body)), int64(len(body)), o)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return res
	}
	seen := func(s *service.Service) []coded {
		t.Helper()
		desk, err := s.DeskSource(ctx, "s", "talk")
		if err != nil {
			t.Fatal(err)
		}
		var out []coded
		for _, e := range desk.Excerpts {
			out = append(out, coded{e.Text, e.Was, e.Lost, len(e.Codings)})
		}
		return out
	}

	s := open("first")
	load(s, "talk.txt", before, service.ImportOptions{Site: "A"})
	load(s, "codebook.csv", "meta_theme,theme\nPower,P1: Asking\nPower,P2: Leaving\n", service.ImportOptions{})
	load(s, "evidence.csv", "site,source,excerpt,theme,coder\nA,talk,We asked the board.,P1,Cy\nA,talk,Nobody answered,P1,Cy\nA,talk,Nobody answered,P2,Cy\nA,talk,answered us,P2,Cy\nA,talk,left it,P2,Cy\n", service.ImportOptions{})
	after := "Ann: We asked the board.\nBen: \nAnn: So we left it.\nBen: Did you?"
	if _, err := s.EditText(ctx, "s", "talk", service.TextRequest{Version: 1, Text: &after}); err != nil {
		t.Fatal(err)
	}
	want := []coded{{"We asked the board.", "", false, 1}, {"Nobody answered", "Nobody answered", true, 2}, {"answered us", "answered us", true, 1}, {"left it", "", false, 1}}
	if d := cmp.Diff(want, seen(s)); d != "" {
		t.Fatal("before the export:", d)
	}
	tables := map[string]string{}
	for _, name := range []string{"evidence", "codebook", "sites"} {
		var b bytes.Buffer
		if _, err := s.ExportTable(ctx, "s", name, "csv", "taken", &b); err != nil {
			t.Fatal(err)
		}
		tables[name] = b.String()
	}
	desk, err := s.DeskSource(ctx, "s", "talk")
	if err != nil {
		t.Fatal(err)
	}

	t.Run("BesideTheCorrectedText", func(t *testing.T) {
		other := open("second")
		load(other, "sites.csv", tables["sites"], service.ImportOptions{})
		load(other, "codebook.csv", tables["codebook"], service.ImportOptions{})
		load(other, "talk.txt", desk.Text, service.ImportOptions{Site: "A"})
		load(other, "evidence.csv", tables["evidence"], service.ImportOptions{})
		if d := cmp.Diff(want, seen(other)); d != "" {
			t.Error(d)
		}
		if again := load(other, "evidence.csv", tables["evidence"], service.ImportOptions{}); again.Skipped != 5 {
			t.Errorf("read twice, %d of 5 rows were known", again.Skipped)
		}
	})
	t.Run("ErrWithoutItsText", func(t *testing.T) {
		other := open("third")
		_, err := other.Import(ctx, "s", "evidence.csv", bytes.NewReader([]byte(tables["evidence"])), int64(len(tables["evidence"])), service.ImportOptions{})
		wantCode(t, "evidence of a text that is not there", err, crosscase.CodeInvalid)
		if rows, err := other.List(ctx, "s", "coding", nil); err != nil || len(rows) != 0 {
			t.Errorf("half of it was read: %d codings, %v", len(rows), err)
		}
	})
}
