package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/refi/refitest"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// exportAs is a study written for other programs, with the report.
func exportAs(t *testing.T, ctx context.Context, s *service.Service, slug string, o service.ExchangeOptions) ([]byte, *crosscase.LossReport) {
	t.Helper()
	if o.Format == "" {
		o.Format = "qdpx"
	}
	o.File = slug + "." + o.Format
	var b bytes.Buffer
	report, err := s.ExportExchange(ctx, slug, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), report
}

// member is a file of an archive.
func memberOf(t *testing.T, archive []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// another is a service on an empty database, with an empty study of the name.
func another(t *testing.T, slug string) (*service.Service, context.Context) {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "other.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	library := media.Open(t.TempDir(), media.Tools{})
	t.Cleanup(func() { library.Close(context.Background()) })
	s := service.New(st, service.WithMedia(library), service.WithClock(func() time.Time { return time.UnixMilli(storetest.Now + 86_400_000) }), service.WithIDs(storetest.IDs(50_000)))
	ctx := crosscase.WithActor(t.Context(), storetest.Actor)
	if err := s.CreateStudy(ctx, &crosscase.Study{Slug: slug, Title: slug}); err != nil {
		t.Fatal(err)
	}
	return s, ctx
}

// put imports a file and says which change it was.
func put(t *testing.T, ctx context.Context, s *service.Service, slug string, body []byte) *service.ImportResult {
	t.Helper()
	res, err := s.Import(ctx, slug, slug+".qdpx", bytes.NewReader(body), int64(len(body)), service.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// printedRows are the rows of a noun as text, without what no file tells: revisions, and what is left out by name.
func printedRows(t *testing.T, ctx context.Context, s *service.Service, slug, noun string, without ...string) []string {
	t.Helper()
	rows, err := s.List(ctx, slug, noun, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		v := reflect.ValueOf(row).Elem()
		fields := map[string]any{}
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; name != "Revision" && name != "StudyID" && !slices.Contains(without, name) {
				fields[name] = v.Field(i).Interface()
			}
		}
		body, err := json.Marshal(fields)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(body))
	}
	slices.Sort(out)
	return out
}

// standardCarries are the nouns that the plain standard carries, with what it does not tell of them.
var standardCarries = map[string][]string{
	"site": nil, "unit": nil, "participant": nil, "coder": {"AccountID"}, "meta_theme": {"Ord"}, "theme": {"Ord", "Meaning"}, "question": {"Ord"}, "position": {"Ord"},
	"round": {"ID", "Ord", "Note", "Target"}, "interview": {"ID", "RoundID"}, "source": {"InterviewID", "Encoding"}, "excerpt": {"Turns"},
	"coding": {"RoundID", "At"}, "silence": nil, "site_position": nil, "memo": {"Written"}, "attribute": {"Ord"}, "attribute_value": {"ID"},
}

// sameStudy compares two studies, so far as a file carries them.
func sameStudy(t *testing.T, ctx context.Context, a *service.Service, ctxB context.Context, b *service.Service, slug string) {
	t.Helper()
	for noun, without := range standardCarries {
		if d := cmp.Diff(printedRows(t, ctx, a, slug, noun, without...), printedRows(t, ctxB, b, slug, noun, without...)); d != "" {
			t.Errorf("%s (-exported +imported):\n%s", noun, d)
		}
	}
	one, err := a.Agreement(ctx, slug, "", "")
	if err != nil {
		t.Fatal(err)
	}
	two, err := b.Agreement(ctxB, slug, "", "")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(asJSON(t, one), asJSON(t, two)); d != "" {
		t.Errorf("agreement:\n%s", d)
	}
}

// rich adds to the case what its tables do not have.
func rich(t *testing.T) *caseStudy {
	c := newCase(t)
	c.load(t, "more.csv", "meta_theme,theme,definition,use_when,question,prompt,type,positions\nStructure,S1: Leadership,Who leads.,It is about leading,who_sits,Who sits on it?,set,doctor|nurse|manager\nStructure,S1: Leadership,,,beds,How many?,numeric,\n")
	c.load(t, "second.csv", "site,participant,excerpt,theme,question,position,aspect,elicited,coder,note\n"+
		"A,Ash,Doctors and nurses sit there 🏥.,S1,who_sits,doctor|nurse,practice,yes,Second,On reflection\nB,Elm,Some forty.,S1,beds,40.5,,no,Second,\n")
	e := string(c.excerptOf(t, "We lead it together"))
	c.make(t, "memo", service.Record{"text": "About <words> & \"signs\"\nand lines.", "title": "On an excerpt", "author": "Somebody", "written": 1_700_000_000_000, "about": []any{map[string]any{"noun": "excerpt", "key": e}}})
	c.make(t, "memo", service.Record{"text": "About A.", "site": "A", "about": []any{map[string]any{"noun": "site", "key": "A"}, map[string]any{"noun": "theme", "key": "S1"}}})
	c.make(t, "site_position", service.Record{"site": "A", "question": "who_leads", "position": "team", "aspect": "practice", "reason": "the minutes say so"})
	c.make(t, "attribute", service.Record{"owner": "participant", "name": "years", "type": "number", "label": "Years in post", "definition": "Whole years."})
	return c
}

// ofStudy gives the study an attribute of its own, which only a complete archive carries.
func (c *caseStudy) ofStudy(t *testing.T) {
	t.Helper()
	c.make(t, "attribute", service.Record{"owner": "study", "name": "planned", "type": "number"})
	c.make(t, "attribute_value", service.Record{"attribute": "planned", "owner": "study", "value": "12"})
}

func TestExchange(t *testing.T) {
	for _, profile := range refi.Profiles {
		t.Run("OK"+string(profile), func(t *testing.T) {
			c := rich(t)
			file, report := exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{Profile: profile})
			if wrong := refitest.Check(bytes.NewReader(memberOf(t, file, "project.qde"))); len(wrong) > 0 {
				t.Fatalf("against the standard:\n%s", strings.Join(wrong, "\n"))
			}
			if again, _ := exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{Profile: profile}); !bytes.Equal(file, again) {
				t.Error("two exports of one study differ")
			}
			if report.Profile != string(profile) || report.In["coding"] != 10 || report.Out["codings"] != 13 || len(report.NotCarried) == 0 {
				t.Errorf("the report is %+v", report)
			}
			b, ctx := another(t, c.slug)
			put(t, ctx, b, c.slug, file)
			sameStudy(t, c.lead, c.Service, ctx, b, c.slug)
			if res := put(t, ctx, b, c.slug, file); res.Change != 0 {
				t.Errorf("a second import changed %v %v", res.Counts, res.Loss.Out)
			}
			if res := put(t, c.lead, c.Service, c.slug, file); res.Change != 0 {
				t.Errorf("an import into the study itself changed %v %v", res.Counts, res.Loss.Out)
			}
			back, _ := exportAs(t, ctx, b, c.slug, service.ExchangeOptions{Profile: profile})
			if !bytes.Equal(memberOf(t, file, "project.qde"), memberOf(t, back, "project.qde")) {
				t.Errorf("exported again it differs:\n%s", cmp.Diff(strings.Split(string(memberOf(t, file, "project.qde")), "\n"), strings.Split(string(memberOf(t, back, "project.qde")), "\n")))
			}
		})
	}
	t.Run("OKComplete", func(t *testing.T) {
		c := rich(t)
		c.ofStudy(t)
		file, _ := exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{Complete: true})
		b, ctx := another(t, c.slug)
		put(t, ctx, b, c.slug, file)
		for _, noun := range store.Nouns() {
			if !slices.Contains([]string{"study", "attribute_value", "member", "transfer", "site_identity", "participant_identity", "codebook_version", "revisit"}, noun) {
				if d := cmp.Diff(printedRows(t, c.lead, c.Service, c.slug, noun, "Meaning"), printedRows(t, ctx, b, c.slug, noun, "Meaning")); d != "" {
					t.Errorf("%s (-exported +imported):\n%s", noun, d)
				}
			}
		}
		here, err := b.List(ctx, c.slug, "study", nil)
		c.must(t, err)
		there, err := c.List(c.lead, c.slug, "study", nil)
		c.must(t, err)
		to := string(here[0].(*crosscase.Study).ID)
		values := strings.ReplaceAll(strings.Join(printedRows(t, c.lead, c.Service, c.slug, "attribute_value"), "\n"), string(there[0].(*crosscase.Study).ID), to)
		if d := cmp.Diff(values, strings.Join(printedRows(t, ctx, b, c.slug, "attribute_value"), "\n")); d != "" || !strings.Contains(values, to) {
			t.Errorf("attributes of the study itself (-exported +imported):\n%s", d)
		}
		if res := put(t, ctx, b, c.slug, file); res.Change != 0 {
			t.Errorf("a second import changed %v %v", res.Counts, res.Loss.Out)
		}
	})
	t.Run("OKTransfer", func(t *testing.T) {
		c := rich(t)
		exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{})
		rows, err := c.List(c.lead, c.slug, "transfer", nil)
		c.must(t, err)
		last := rows[len(rows)-1].(*crosscase.Transfer)
		if last.Direction != crosscase.TransferOut || last.File != "case.qdpx" || last.Report.Out["codings"] != 13 {
			t.Errorf("the history has %+v", last)
		}
	})
	t.Run("OKCodebook", func(t *testing.T) {
		c := rich(t)
		file, _ := exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{Format: "qdc"})
		if wrong := refitest.Check(bytes.NewReader(file)); len(wrong) > 0 {
			t.Fatal(strings.Join(wrong, "\n"))
		}
		b, ctx := another(t, c.slug)
		if _, err := b.Import(ctx, c.slug, "case.qdc", bytes.NewReader(file), int64(len(file)), service.ImportOptions{}); err != nil {
			t.Fatal(err)
		}
		for _, noun := range []string{"meta_theme", "theme", "question", "position"} {
			if d := cmp.Diff(printedRows(t, c.lead, c.Service, c.slug, noun, standardCarries[noun]...), printedRows(t, ctx, b, c.slug, noun, standardCarries[noun]...)); d != "" {
				t.Errorf("%s:\n%s", noun, d)
			}
		}
	})
	t.Run("OKOneSite", func(t *testing.T) {
		c := rich(t)
		lead := c.member(t, c.store, "lead of B", crosscase.SiteLead, "B")
		file, _ := exportAs(t, lead, c.Service, c.slug, service.ExchangeOptions{})
		all := string(memberOf(t, file, "project.qde"))
		lacks(t, "the export of who sees site B", all, ofSiteA)
		if !strings.Contains(all, "B / Elm") {
			t.Error("it lacks what is of site B")
		}
		_, err := c.ExportExchange(lead, c.slug, service.ExchangeOptions{Format: "qdpx", Complete: true}, io.Discard)
		wantCode(t, "a complete study of who sees one site", err, crosscase.CodeForbidden)
	})
	t.Run("OKBlind", func(t *testing.T) {
		c := rich(t)
		lead := c.member(t, c.store, "lead", crosscase.SiteLead)
		_, err := c.UpdateStudy(c.lead, c.slug, func(s *crosscase.Study) error { s.Settings.BlindCoding = true; return nil })
		c.must(t, err)
		file, report := exportAs(t, lead, c.Service, c.slug, service.ExchangeOptions{})
		all := string(memberOf(t, file, "project.qde"))
		if strings.Contains(all, "On reflection") || report.Out["codings"] != 10 || !slices.ContainsFunc(report.NotCarried, func(l crosscase.LossLine) bool { return l.Count == 2 && strings.Contains(l.What, "another coder") }) {
			t.Errorf("who codes blind took out what another coded: %v\n%v", report.Out, report.NotCarried)
		}
	})
	t.Run("OKNames", func(t *testing.T) {
		c := rich(t)
		file, _ := exportAs(t, c.lead, c.Service, c.slug, service.ExchangeOptions{Complete: true})
		for _, name := range []string{"project.qde", "crosscase.json"} {
			if strings.Contains(string(memberOf(t, file, name)), "Alpha Hospital") {
				t.Errorf("%s tells the real name of a site", name)
			}
		}
	})
	t.Run("ErrNotAllowed", func(t *testing.T) {
		c := newCase(t)
		for _, ctx := range []context.Context{c.adviser, c.coder, c.typist} {
			_, err := c.ExportExchange(ctx, c.slug, service.ExchangeOptions{Format: "qdpx"}, io.Discard)
			wantCode(t, "an export", err, crosscase.CodeForbidden)
		}
		_, err := c.ExportExchange(c.other, c.slug, service.ExchangeOptions{Format: "qdpx"}, io.Discard)
		wantCode(t, "an export by who is no member", err, crosscase.CodeNotFound)
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		c := newCase(t)
		for _, o := range []service.ExchangeOptions{{Format: "docx"}, {Format: "qdpx", Profile: "word"}, {Format: "qdc", Complete: true}} {
			_, err := c.ExportExchange(c.lead, c.slug, o, io.Discard)
			wantCode(t, fmt.Sprint(o), err, crosscase.CodeInvalid)
		}
	})
}

// A recording goes out with its file and comes back with it, with its transcript and what is excerpted of both.
func TestExchangeRecordings(t *testing.T) {
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "crosscase.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	s, _, ctx := recordings(t, st, media.Tools{})
	importBytes(t, s, ctx, "codebook.csv", []byte("meta_theme,theme\nStructure,Leading\n"), service.ImportOptions{})
	importBytes(t, s, ctx, "talk.wav", sound(20), service.ImportOptions{Site: "A"})
	importBytes(t, s, ctx, "talk.vtt", []byte("WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ash>We lead together.\n\n00:05.000 --> 00:09.000\n<v Birch>Nobody leads.\n"), service.ImportOptions{Site: "A"})
	importBytes(t, s, ctx, "evidence.csv", []byte("site,source,start,end,excerpt,theme\nA,talk,00:02.500,00:06.000,Words that were put down.,Leading\n"), service.ImportOptions{})
	file, _ := exportAs(t, ctx, s, "s", service.ExchangeOptions{})
	if wrong := refitest.Check(bytes.NewReader(memberOf(t, file, "project.qde"))); len(wrong) > 0 {
		t.Fatal(strings.Join(wrong, "\n"))
	}
	b, other := another(t, "s")
	put(t, other, b, "s", file)
	sameStudy(t, ctx, s, other, b, "s")
	for _, noun := range []string{"media", "source_text"} {
		if d := cmp.Diff(printedRows(t, ctx, s, "s", noun, "ID"), printedRows(t, other, b, "s", noun, "ID")); d != "" {
			t.Errorf("%s (-exported +imported):\n%s", noun, d)
		}
	}
	if res := put(t, other, b, "s", file); res.Change != 0 {
		t.Errorf("a second import changed %v %v", res.Counts, res.Loss.Out)
	}
	all, _ := exportAs(t, ctx, s, "s", service.ExchangeOptions{Complete: true})
	whole, third := another(t, "s")
	put(t, third, whole, "s", all)
	if d := cmp.Diff(printedRows(t, ctx, s, "s", "source_text"), printedRows(t, third, whole, "s", "source_text")); d != "" {
		t.Errorf("complete:\n%s", d)
	}
}
