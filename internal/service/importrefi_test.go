package service_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// madeUp is an identifier of the small projects in each program's dialect.
func madeUp(n int) string { return fmt.Sprintf("00000000-0000-4000-8000-%012d", n) }

// dialect imports the small project of a program and checks that it comes in a second time without a change, and that
// one undo takes it away.
func dialect(t *testing.T, file string, o service.ImportOptions, check func(t *testing.T, x *exchange, res *service.ImportResult)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		x := newExchange(t, st)
		name := filepath.Join("..", "refi", "testdata", file)
		res := x.importFile(t, name, o)
		check(t, x, res)
		x.sameAgain(t, func() *service.ImportResult { return x.importFile(t, name, service.ImportOptions{}) })
		x.verified(t)
		if _, err := x.Undo(x.ctx, "s", 0); err != nil {
			t.Fatal(err)
		}
		for _, noun := range []string{"coder", "theme", "site", "source", "excerpt", "coding", "memo", "alias", "kept_element", "media", "transfer"} {
			if rows, err := x.List(x.ctx, "s", noun, nil); err != nil || len(rows) > 0 {
				t.Errorf("after the undo there are %d rows of %s (%v)", len(rows), noun, err)
			}
		}
	})
}

// wantWords wants an excerpt to be of these words.
func (x *exchange) wantWords(t *testing.T, selection int, words string) *crosscase.Excerpt {
	t.Helper()
	e := x.excerptOf(t, madeUp(selection))
	if e.Text != words {
		t.Errorf("selection %d is %q, want %q", selection, e.Text, words)
	}
	return e
}

func (x *exchange) wantCounts(t *testing.T, res *service.ImportResult, want map[string]int64) {
	t.Helper()
	if d := cmp.Diff(want, res.Counts); d != "" {
		t.Errorf("made (-want +got):\n%s", d)
	}
}

func TestImportNVivo(t *testing.T) {
	dialect(t, "nvivo-windows.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
		x.wantCounts(t, res, map[string]int64{"coder": 1, "theme": 2, "site": 1, "participant": 1, "source": 1, "media": 1,
			"excerpt": 2, "coding": 2, "memo": 1, "attribute": 1, "attribute_value": 1})
		site := onlyOne(t, x, "site", func(s *crosscase.Site) bool { return s.Letter == "Site A" })
		ward := onlyOne(t, x, "participant", func(p *crosscase.Participant) bool { return p.Pseudonym == "Ward 1" })
		src := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "Talk" })
		if string(site.ID) != madeUp(5) || ward.SiteID != site.ID || src.SiteID != site.ID || string(src.ID) != madeUp(10) {
			t.Errorf("site %+v, ward %+v, source %+v", site, ward, src)
		}
		way := x.wantWords(t, 11, "in a way")
		if twin := x.excerptOf(t, madeUp(12)); twin.ID != way.ID {
			t.Error("two selections of one stretch are two excerpts")
		}
		if e := x.wantWords(t, 13, "A: Nobody leads at night."); e.ParticipantID != ward.ID || e.SiteID != site.ID {
			t.Errorf("the passage of the ward is %+v", e)
		}
		sub := onlyOne(t, x, "theme", func(s *crosscase.Theme) bool { return s.Name == "Shared" })
		if string(sub.ParentID) != madeUp(2) {
			t.Errorf("the sub-theme is %+v", sub)
		}
		val := onlyOne(t, x, "attribute_value", func(v *crosscase.AttributeValue) bool { return v.Value == "400" })
		attr := onlyOne(t, x, "attribute", func(a *crosscase.Attribute) bool { return a.ID == val.AttributeID })
		if attr.Owner != "source" || attr.Name != "site_beds" || attr.Label != "Site:Beds" || val.OwnerID != string(src.ID) {
			t.Errorf("attribute %+v, value %+v", attr, val)
		}
		memo := onlyOne(t, x, "memo", func(m *crosscase.Memo) bool { return m.Text == "A memo." })
		if d := cmp.Diff([]crosscase.About{{Noun: "source", Key: string(src.ID)}}, memo.About); d != "" {
			t.Errorf("the memo is about (-want +got):\n%s", d)
		}
		if n := len(rowsOfNoun[crosscase.KeptElement](t, x, "kept_element")); n != 0 {
			t.Errorf("%d elements kept: the memo link became what the memo is about", n)
		}
	})
}

func TestImportQualCoder(t *testing.T) {
	dialect(t, "qualcoder.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
		meta := onlyOne(t, x, "meta_theme", func(m *crosscase.MetaTheme) bool { return m.Name == "Category" })
		theme := onlyOne(t, x, "theme", func(s *crosscase.Theme) bool { return s.Name == "Shared" })
		if theme.MetaThemeID != meta.ID || theme.Colour != "#6D91C6" {
			t.Errorf("theme %+v", theme)
		}
		src := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "Talk" })
		site := onlyOne(t, x, "site", func(s *crosscase.Site) bool { return s.Letter == "Site A" })
		if src.SiteID != site.ID {
			t.Error("the case that names the file and not the source lost its source")
		}
		x.wantWords(t, 11, "Nobody leads at night")
		note := x.wantWords(t, 21, "shared — mostly")
		memo := onlyOne(t, x, "memo", func(m *crosscase.Memo) bool { return m.Text == "Ask again." })
		if d := cmp.Diff([]crosscase.About{{Noun: "excerpt", Key: string(note.ID)}}, memo.About); d != "" {
			t.Errorf("the annotation is about (-want +got):\n%s", d)
		}
	})
}

func TestImportATLAS(t *testing.T) {
	dialect(t, "atlasti-mac.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
		word := x.wantWords(t, 11, "nothing")
		if d := cmp.Diff([]crosscase.Area{{Page: 1, X0: 18, Y0: 45, X1: 577, Y1: 234}}, word.Areas); d != "" || word.Measure != crosscase.CodePoints {
			t.Errorf("the coded passage of a page (-want +got):\n%s", d)
		}
		if n := len(rowsOfNoun[crosscase.Coding](t, x, "coding")); n != 1 {
			t.Errorf("%d codings: rectangle and text are one passage", n)
		}
		recording := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Kind == crosscase.Recording })
		talk := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Kind == crosscase.Transcript })
		if recording.Media != "" || recording.File != "talk.m4a" || talk.RecordingID != recording.ID || string(talk.ID) != madeUp(21) {
			t.Errorf("recording %+v, transcript %+v", recording, talk)
		}
		x.wantWords(t, 19, "Q: And then?")
		if e := x.excerptOf(t, madeUp(20)); e.SourceID != recording.ID || e.Start != 700 || e.End != 700 || e.Measure != crosscase.Milliseconds {
			t.Errorf("the mark in the recording is %+v", e)
		}
		body := onlyOne(t, x, "source_text", func(b *crosscase.SourceText) bool { return b.SourceID == talk.ID })
		if len(body.Turns) == 0 || body.Turns[1].From != 1000 || body.Turns[1].To != 2500 {
			t.Errorf("turns %+v", body.Turns)
		}
		kinds := map[string]int{}
		for _, k := range rowsOfNoun[crosscase.KeptElement](t, x, "kept_element") {
			kinds[k.Kind]++
		}
		if d := cmp.Diff(map[string]int{"link": 1, "set": 2, "graph": 1}, kinds); d != "" {
			t.Errorf("kept (-want +got):\n%s", d)
		}
		if !strings.Contains(asJSON(t, res.Loss.NotCarried), "talk.m4a") {
			t.Errorf("the report does not name the recording that is not there: %v", res.Loss.NotCarried)
		}
	})
}

func TestImportMAXQDA(t *testing.T) {
	dialect(t, "maxqda.qdpx", service.ImportOptions{CasesAs: "", Cases: map[string]string{"site a": "site"}}, func(t *testing.T, x *exchange, res *service.ImportResult) {
		site := onlyOne(t, x, "site", func(s *crosscase.Site) bool { return s.Letter == "Site A" })
		src := onlyOne(t, x, "source", func(s *crosscase.Source) bool { return s.Name == "Talk" })
		val := onlyOne(t, x, "attribute_value", func(v *crosscase.AttributeValue) bool { return v.Value == "400" })
		if src.SiteID != site.ID || val.OwnerID != string(src.ID) {
			t.Errorf("source %+v, value %+v", src, val)
		}
		remark := x.wantWords(t, 12, "Q: Who leads here?")
		memo := onlyOne(t, x, "memo", func(m *crosscase.Memo) bool { return m.Text == "A remark." })
		if memo.About[0].Key != string(remark.ID) {
			t.Errorf("the comment is about %+v", memo.About)
		}
	})
}

func TestImportOthers(t *testing.T) {
	t.Run("f4", func(t *testing.T) {
		dialect(t, "f4.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			coder := onlyOne(t, x, "coder", func(*crosscase.Coder) bool { return true })
			if coder.Name != "imported from f4" {
				t.Errorf("who coded is %q", coder.Name)
			}
			e := x.wantWords(t, 11, "We all do")
			memos := rowsOfNoun[crosscase.Memo](t, x, "memo")
			about := map[string]crosscase.About{}
			for _, m := range memos {
				about[m.Text] = m.About[0]
			}
			want := map[string]crosscase.About{"About sharing.": {Noun: "theme", Key: "Shared"}, "Really?": {Noun: "excerpt", Key: string(e.ID)}}
			if d := cmp.Diff(want, about); d != "" || len(memos) != 2 {
				t.Errorf("a memo that is note and description is one (-want +got):\n%s", d)
			}
		})
	})
	t.Run("OpenQDA", func(t *testing.T) {
		dialect(t, "openqda.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			x.wantWords(t, 11, "on 🏥 nights")
			if n := len(rowsOfNoun[crosscase.Theme](t, x, "theme")); n != 2 {
				t.Errorf("%d themes, want 2", n)
			}
			if !strings.Contains(asJSON(t, res.Loss.NotCarried), "rgb(1,2,3)") {
				t.Error("the report does not name the colour that is none")
			}
		})
	})
	t.Run("Transana", func(t *testing.T) {
		dialect(t, "transana.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			c := onlyOne(t, x, "coding", func(*crosscase.Coding) bool { return true })
			e := onlyOne(t, x, "excerpt", func(e *crosscase.Excerpt) bool { return e.ID == c.ExcerptID })
			src := onlyOne(t, x, "source", func(*crosscase.Source) bool { return true })
			if string(c.ID) != madeUp(11) || e.Start != 0 || e.End != src.Length || src.Length == 0 {
				t.Errorf("what is coded as a whole is %+v of %+v", e, src)
			}
		})
	})
	t.Run("qc", func(t *testing.T) {
		dialect(t, "qc.qdpx", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			x.wantWords(t, 11, "Q: And on 🏥 nights?\n")
		})
	})
	t.Run("Taguette", func(t *testing.T) {
		dialect(t, "taguette.qdc", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			onlyOne(t, x, "theme", func(m *crosscase.Theme) bool { return m.Name == "night.shift" })
		})
	})
	t.Run("portableQDA", func(t *testing.T) {
		dialect(t, "portableqda.qdc", service.ImportOptions{}, func(t *testing.T, x *exchange, res *service.ImportResult) {
			theme := onlyOne(t, x, "theme", func(m *crosscase.Theme) bool { return m.Name == "A::B" })
			a := onlyOne(t, x, "alias", func(a *crosscase.Alias) bool { return a.GUID == "c001" })
			if a.Row != string(theme.ID) || theme.Definition == "" {
				t.Errorf("alias %+v of theme %+v", a, theme)
			}
		})
	})
}

// A preview says what cases become, and what the person says goes before what the rules say.
func TestImportCases(t *testing.T) {
	x := newExchange(t, storetest.SQLite(t))
	name := filepath.Join("..", "refi", "testdata", "nvivo-windows.qdpx")
	res := x.importFile(t, name, service.ImportOptions{DryRun: true, Cases: map[string]string{"Ward 1": "unit"}})
	want := []service.CaseMapping{
		{Name: "Site A", Kind: "case", Path: []string{"Cases"}, Sources: 1, As: "site", Why: "it is in no other case"},
		{Name: "Ward 1", Kind: "case", Path: []string{"Cases", "Site A"}, Passages: 1, As: "unit", Why: "as you said"},
	}
	if d := cmp.Diff(want, res.Mapping); d != "" || res.Change != 0 {
		t.Errorf("preview (-want +got):\n%s", d)
	}
	if n := len(rowsOfNoun[crosscase.Site](t, x, "site")); n != 0 {
		t.Fatalf("a dry run made %d sites", n)
	}
	x.importFile(t, name, service.ImportOptions{Cases: map[string]string{"Ward 1": "unit"}})
	unit := onlyOne(t, x, "unit", func(*crosscase.Unit) bool { return true })
	if unit.Name != "Ward 1" || string(unit.SiteID) != madeUp(5) {
		t.Errorf("unit %+v", unit)
	}
	again := x.importFile(t, name, service.ImportOptions{}) // what a case was it stays, without being told again
	if again.Change != 0 || again.Mapping[1].As != "unit" {
		t.Errorf("the second import changed something or made a %s of the unit", again.Mapping[1].As)
	}
	for what, o := range map[string]service.ImportOptions{
		"a word that is none":   {Cases: map[string]string{"Ward 1": "ward"}},
		"a case that is none":   {Cases: map[string]string{"Ward 9": "unit"}},
		"a unit without a site": {CasesAs: "unit"},
	} {
		x := newExchange(t, storetest.SQLite(t))
		_, err := x.tryImport(t, name, o)
		wantCode(t, what, err, crosscase.CodeInvalid)
	}
}
