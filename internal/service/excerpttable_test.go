package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// excerptsAsCSV exports excerpts and reads them back, a map a row.
func (c *caseStudy) excerptsAsCSV(t *testing.T, ctx context.Context, q service.ExcerptQuery) []map[string]string {
	t.Helper()
	var b bytes.Buffer
	c.must(t, failed(c.ExportExcerpts(ctx, c.slug, "csv", "taken", q, &b)))
	return rowsOfCSV(t, b.Bytes())
}

func rowsOfCSV(t *testing.T, body []byte) []map[string]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := []map[string]string{}
	for _, row := range all[1:] {
		m := map[string]string{}
		for i, h := range all[0] {
			m[h] = row[i]
		}
		out = append(out, m)
	}
	return out
}

func TestExportExcerpts(t *testing.T) {
	c := newCase(t)
	id := string(c.excerptOf(t, "The four of us"))
	c.make(t, "memo", service.Record{"title": "Odd", "text": "Is that so?", "about": []any{map[string]any{"noun": "excerpt", "key": id}}})

	t.Run("OK", func(t *testing.T) {
		rows := c.excerptsAsCSV(t, c.lead, service.ExcerptQuery{Disclosure: crosscase.DiscloseParticipant, Link: "http://x"})
		if len(rows) != 8 {
			t.Fatalf("%d rows, want 8: one for each coding", len(rows))
		}
		for _, r := range rows {
			if r["excerpt_id"] != id {
				continue
			}
			want := map[string]string{
				"meta_theme": "Structure", "theme_path": "S1: Leadership", "theme": "S1: Leadership", "question": "who_leads", "position": "team", "aspect": "practice", "elicited": "",
				"site": "A", "speaker": "Cedar, nurse, site A", "participant": "Cedar", "group": "nurse", "level": "unit", "unit": "Ward 1", "round": "",
				"before": "Interviewer: Who decides? 🏥🏥 Cedar:", "excerpt": "The four of us decide, always.", "after": "🩺 Nobody else is asked.", "kind": "verbatim", "key": "",
				"source": "interview A", "source_kind": "transcript", "interview": "", "start": "36", "end": "66", "measure": "code_points", "line": "2", "turn": "", "time": "",
				"coder": "", "note": "", "memo": "Odd: Is that so?", "site_budget": "20", "site_town": "", "excerpt_id": id,
			}
			if !strings.HasPrefix(r["link"], "http://x/s/case/sources/") || !strings.HasSuffix(r["link"], "?excerpt="+id) {
				t.Errorf("link %q", r["link"])
			}
			delete(r, "link")
			delete(r, "coding_id")
			if diff := cmp.Diff(want, r); diff != "" {
				t.Error(diff)
			}
			return
		}
		t.Error("the excerpt is not among them")
	})
	t.Run("OKFilters", func(t *testing.T) {
		for _, one := range []struct {
			query service.ExcerptQuery
			rows  int
		}{
			{service.ExcerptQuery{Theme: "S1"}, 7}, {service.ExcerptQuery{Theme: "O1"}, 1}, {service.ExcerptQuery{Site: "B"}, 2},
			{service.ExcerptQuery{Question: "who_leads", Site: "A"}, 5}, {service.ExcerptQuery{Theme: "O1", Site: "B"}, 0},
		} {
			if got := len(c.excerptsAsCSV(t, c.lead, one.query)); got != one.rows {
				t.Errorf("%+v: %d rows, want %d", one.query, got, one.rows)
			}
		}
	})
	t.Run("OKNobodyGivenAway", func(t *testing.T) {
		for _, level := range []crosscase.Disclosure{"", crosscase.DiscloseRole, crosscase.DiscloseSite, crosscase.DiscloseNone} {
			for _, r := range c.excerptsAsCSV(t, c.lead, service.ExcerptQuery{Disclosure: level}) {
				told := r["speaker"] + r["participant"] + r["group"] + r["level"] + r["interview"] + r["source"]
				lacks(t, "level "+string(level), told, casePseudonyms, []string{"interview A", "nurse", "doctor"})
				if r["participant"] != "" || r["unit"] != "" && strings.HasPrefix(r["speaker"], "Participant") || (level == crosscase.DiscloseNone || level == crosscase.DiscloseRole) && r["site"]+r["site_budget"] != "" {
					t.Errorf("level %q tells %v", level, r)
				}
			}
		}
	})
	t.Run("OKWorkbook", func(t *testing.T) {
		var b bytes.Buffer
		c.must(t, failed(c.ExportExcerpts(c.lead, c.slug, "xlsx", "taken", service.ExcerptQuery{}, &b)))
		f, err := excelize.OpenReader(&b)
		c.must(t, err)
		rows, err := f.GetRows("excerpts")
		c.must(t, err)
		if len(rows) != 9 || rows[0][0] != "meta_theme" {
			t.Errorf("%d rows, the first %v", len(rows), rows[0])
		}
	})
	t.Run("OKDocument", func(t *testing.T) {
		var b bytes.Buffer
		c.must(t, failed(c.ExportExcerpts(c.lead, c.slug, "docx", "taken", service.ExcerptQuery{}, &b)))
		body := partOf(t, b.Bytes(), "word/document.xml")
		for _, want := range []string{"S1: Leadership", "Who leads the unit?", "O1: Morale", "The four of us decide, always.", "Nobody else is asked.", "Memo: Odd: Is that so?", `TOC \o`} {
			if !strings.Contains(body, want) {
				t.Errorf("the document lacks %q", want)
			}
		}
		lacks(t, "the document", body, casePseudonyms[3:])
	})
	t.Run("OKLimitedMember", func(t *testing.T) {
		limited := c.member(t, c.store, "auditor", crosscase.Auditor, "B")
		var b bytes.Buffer
		c.must(t, failed(c.ExportExcerpts(limited, c.slug, "csv", "taken", service.ExcerptQuery{Disclosure: crosscase.DiscloseParticipant}, &b)))
		lacks(t, "the member of B", b.String(), ofSiteA)
	})
	t.Run("ErrForbidden", func(t *testing.T) {
		wantCode(t, "a coder", failed(c.ExportExcerpts(c.coder, c.slug, "csv", "taken", service.ExcerptQuery{}, io.Discard)), crosscase.CodeForbidden)
		wantCode(t, "an adviser", failed(c.ExportExcerpts(c.adviser, c.slug, "csv", "taken", service.ExcerptQuery{}, io.Discard)), crosscase.CodeForbidden)
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		wantCode(t, "a format", failed(c.ExportExcerpts(c.lead, c.slug, "odt", "taken", service.ExcerptQuery{}, io.Discard)), crosscase.CodeInvalid)
		wantCode(t, "a level", failed(c.ExportExcerpts(c.lead, c.slug, "csv", "taken", service.ExcerptQuery{Disclosure: "all"}, io.Discard)), crosscase.CodeInvalid)
		wantCode(t, "a theme", failed(c.ExportExcerpts(c.lead, c.slug, "csv", "taken", service.ExcerptQuery{Theme: "none"}, io.Discard)), crosscase.CodeNotFound)
	})
}

func TestExportCodebookAsDocument(t *testing.T) {
	c := newCase(t)
	var b bytes.Buffer
	c.must(t, failed(c.ExportTable(c.lead, c.slug, "codebook", "docx", "taken", &b)))
	body := partOf(t, b.Bytes(), "word/document.xml")
	for _, want := range []string{"Structure", "S1: Leadership", "Who leads the unit?", "team", "single", "O1: Morale"} {
		if !strings.Contains(body, want) {
			t.Errorf("the codebook lacks %q", want)
		}
	}
	wantCode(t, "sites", failed(c.ExportTable(c.lead, c.slug, "sites", "docx", "taken", io.Discard)), crosscase.CodeInvalid)
}

// partOf is one part of a zip file.
func partOf(t *testing.T, body []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	part, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(part)
}

// failed is the error of what answers with more.
func failed[T any](_ T, err error) error { return err }

func TestTablesSayWhatTheyLeaveOut(t *testing.T) {
	c := newCase(t)
	loss, err := c.ExportTable(c.lead, c.slug, "evidence", "csv", "evidence.csv", io.Discard)
	if err != nil {
		t.Fatal(err)
	}
	if loss.Out["rows of evidence"] != 9 {
		t.Errorf("out: %v", loss.Out)
	}
	if !slices.ContainsFunc(loss.NotCarried, func(l crosscase.LossLine) bool { return l.What == "claims" && l.Count == 2 }) {
		t.Errorf("not carried: %v", loss.NotCarried)
	}
	kept, err := c.List(c.lead, c.slug, "transfer", map[string]string{"file": "evidence.csv", "direction": "out"})
	if err != nil || len(kept) != 1 {
		t.Errorf("the history keeps %v, %v", kept, err)
	}
}
