package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/service"
)

// saveOf is the text of a report as a person who changes nothing would send it.
func saveOf(w *service.Written) service.WrittenSave {
	return service.WrittenSave{Revision: w.Report.Revision, Title: w.Report.Title, Blocks: w.Report.Blocks, Sentences: w.Report.Sentences}
}

func findings(w *service.Written, rule report.Rule) []report.Finding {
	return slices.DeleteFunc(slices.Clone(w.Findings), func(f report.Finding) bool { return f.Rule != rule })
}

func started(t *testing.T, c *caseStudy, in service.WrittenStart) *service.Written {
	t.Helper()
	w, err := c.StartWritten(c.lead, c.slug, in)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// codingOf is the coding on a question of a participant.
func codingOf(t *testing.T, c *caseStudy, pseudonym string) *crosscase.Coding {
	t.Helper()
	people, err := c.List(c.lead, c.slug, "participant", map[string]string{"pseudonym": pseudonym})
	if err != nil || len(people) != 1 {
		t.Fatal(people, err)
	}
	rows, err := c.List(c.lead, c.slug, "coding", map[string]string{"participant_id": string(people[0].(*crosscase.Participant).ID)})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if coding := row.(*crosscase.Coding); coding.QuestionID != "" {
			return coding
		}
	}
	t.Fatal("no coding of ", pseudonym)
	return nil
}

func TestWrittenReport(t *testing.T) {
	c := newCase(t)
	w := started(t, c, service.WrittenStart{Kind: crosscase.SiteReport, Site: "A"})

	t.Run("a draft keeps the rules", func(t *testing.T) {
		for _, f := range w.Findings {
			if f.Blocking {
				t.Errorf("%+v", f)
			}
		}
	})
	t.Run("saving what stands changes nothing it rests on", func(t *testing.T) {
		again, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, saveOf(w))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(again.Report.Sentences, w.Report.Sentences, func(a, b crosscase.WrittenSentence) bool { return a.Hash == b.Hash && a.Was == b.Was }) {
			t.Error("sentences rest on something else now")
		}
		w = again
	})
	t.Run("a stale save is a conflict", func(t *testing.T) {
		old := saveOf(w)
		old.Revision--
		_, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, old)
		wantCode(t, "an old revision", err, crosscase.CodeConflict)
	})
	t.Run("a change of coding marks the sentences that rest on it and no others", func(t *testing.T) {
		coding := codingOf(t, c, "Cedar")
		changed := *coding
		if _, err := c.UpdateRecord(c.lead, c.slug, "coding", string(coding.ID), service.Record{"position": "single"}); err != nil {
			t.Fatal(err)
		}
		now, err := c.WrittenReport(c.lead, c.slug, w.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		stale := findings(now, report.RuleStale)
		if len(stale) == 0 {
			t.Fatal("nothing is stale")
		}
		fresh := map[string]report.Sentence{}
		for _, s := range now.Record {
			fresh[s.ID] = s
		}
		for _, s := range now.Report.Sentences {
			marked := slices.ContainsFunc(now.Findings, func(f report.Finding) bool {
				return f.Sentence == s.ID && (f.Rule == report.RuleStale || f.Rule == report.RuleGone)
			})
			if says, ok := fresh[s.From]; marked != (!ok || says.Hash != s.Hash) {
				t.Errorf("sentence %s: marked %v, was %q, says %q", s.ID, marked, s.Was, says.Text)
			}
		}
		for _, f := range stale {
			if f.Was == "" || f.Now == "" {
				t.Errorf("%+v does not show old and new", f)
			}
		}
		// Put back, nothing is stale any more.
		row, err := c.Get(c.lead, c.slug, "coding", string(coding.ID))
		if err != nil {
			t.Fatal(err)
		}
		changed.Revision = row.(*crosscase.Coding).Revision
		if _, err := c.Update(c.lead, c.slug, "coding", &changed); err != nil {
			t.Fatal(err)
		}
		back, err := c.WrittenReport(c.lead, c.slug, w.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		if left := findings(back, report.RuleStale); len(left) > 0 {
			t.Errorf("still stale: %+v", left)
		}
	})
	t.Run("a quotation altered by one word is refused", func(t *testing.T) {
		save := saveOf(w)
		save.Blocks = slices.Clone(save.Blocks)
		i := slices.IndexFunc(save.Blocks, func(b crosscase.WrittenBlock) bool { return b.Kind == crosscase.QuotationBlock })
		if i < 0 {
			t.Fatal("the draft has no quotation")
		}
		words := save.Blocks[i].Words()
		save.Blocks[i].Spans = []crosscase.WrittenSpan{{Text: strings.Replace(words, strings.Fields(words)[1], "surely", 1)}}
		altered, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, save)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(altered, report.RuleQuotation); len(got) != 1 || got[0].Block != i {
			t.Errorf("got %+v", got)
		}
		_, err = c.GoWritten(c.lead, c.slug, w.Report.ID, service.WrittenGo{State: crosscase.ReportChallenged})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = c.GoWritten(c.lead, c.slug, w.Report.ID, service.WrittenGo{State: crosscase.ReportFactChecked}); err != nil {
			t.Fatal(err)
		}
		_, err = c.GoWritten(c.lead, c.slug, w.Report.ID, service.WrittenGo{State: crosscase.ReportLocked})
		wantCode(t, "locking an altered quotation", err, crosscase.CodeInvalid)
		if !strings.Contains(err.Error(), "surely") {
			t.Errorf("the refusal does not name the word: %v", err)
		}
		save.Revision, save.Blocks[i].Spans = 0, []crosscase.WrittenSpan{{Text: words}}
		if w, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, save); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a count that says another number is found", func(t *testing.T) {
		save := saveOf(w)
		for i, s := range save.Sentences {
			if s.Kind == crosscase.SentenceCount && strings.HasSuffix(s.ID, ".positions") {
				save.Blocks = respan(save.Blocks, save.Sentences[i].ID, "Seven of the nine say team.")
			}
		}
		other, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, save)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(other, report.RuleCount); len(got) == 0 || !strings.Contains(got[0].Says, "7") {
			t.Errorf("got %+v", got)
		}
		save = saveOf(w)
		save.Revision = 0
		if w, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, save); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("dissent is printed or answered", func(t *testing.T) {
		save := saveOf(w)
		save.Blocks = slices.DeleteFunc(slices.Clone(save.Blocks), func(b crosscase.WrittenBlock) bool {
			return b.Kind == crosscase.QuotationBlock || slices.ContainsFunc(b.Spans, func(s crosscase.WrittenSpan) bool { return strings.Contains(s.Sentence, ".dissent.") })
		})
		silent, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, save)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(silent, report.RuleDissent); len(got) != 1 || len(got[0].Evidence) == 0 {
			t.Fatalf("a report without its dissent: %+v", got)
		}
		c.make(t, "dissent_answer", service.Record{"site": "A", "question": "who_leads", "aspect": "practice", "position": "single", "answer": "explained", "text": "She is new."})
		answered, err := c.WrittenReport(c.lead, c.slug, w.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got := findings(answered, report.RuleDissent); len(got) != 0 {
			t.Errorf("answered, and still: %+v", got)
		}
		save = saveOf(w)
		save.Revision = 0
		if w, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, save); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("own sentences need what they rest on", func(t *testing.T) {
		save := saveOf(w)
		save.Blocks = append(slices.Clone(save.Blocks), crosscase.WrittenBlock{Kind: crosscase.ParagraphBlock, Spans: []crosscase.WrittenSpan{
			{Text: "They share the work.", Sentence: "own-1"}, {Text: " "}, {Text: "It is a habit.", Sentence: "own-2"}, {Text: " So much for that."}}})
		save.Sentences = append(slices.Clone(save.Sentences), crosscase.WrittenSentence{ID: "own-1", Kind: crosscase.SentenceDescriptive}, crosscase.WrittenSentence{ID: "own-2", Kind: crosscase.SentenceInterpretive, Hash: "forged"})
		got, err := c.SaveWritten(c.lead, c.slug, w.Report.ID, save)
		if err != nil {
			t.Fatal(err)
		}
		for _, rule := range []report.Rule{report.RuleEvidence, report.RuleMemo, report.RuleUnlinked} {
			if n := len(findings(got, rule)); n != 1 {
				t.Errorf("%s: %d findings, want 1: %+v", rule, n, got.Findings)
			}
		}
		save = saveOf(got)
		coding := codingOf(t, c, "Ash")
		for i := range save.Sentences {
			if save.Sentences[i].ID == "own-1" {
				save.Sentences[i].Evidence = []crosscase.ExcerptID{coding.ExcerptID}
			}
		}
		if got, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, save); err != nil {
			t.Fatal(err)
		}
		if n := len(findings(got, report.RuleEvidence)); n != 0 {
			t.Errorf("with evidence there are still %d findings", n)
		}
		save = saveOf(w)
		save.Revision = 0
		if w, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, save); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("an open objection stands in the way, and is a comment in Word", func(t *testing.T) {
		objected, err := c.ObjectTo(c.lead, c.slug, w.Report.ID, service.ObjectionDraft{Kind: crosscase.FactCheck, Sentence: w.Report.Sentences[0].ID, Text: "There were five of us.", From: "Host contact"})
		if err != nil {
			t.Fatal(err)
		}
		_, err = c.GoWritten(c.lead, c.slug, w.Report.ID, service.WrittenGo{State: crosscase.ReportLocked})
		wantCode(t, "locking with an open objection", err, crosscase.CodeInvalid)
		var word bytes.Buffer
		if err := c.WriteWritten(c.lead, c.slug, w.Report.ID, "docx", false, &word); err != nil {
			t.Fatal(err)
		}
		if got := member(t, word.Bytes(), "word/comments.xml"); !strings.Contains(got, "There were five of us.") || !strings.Contains(got, "Host contact") {
			t.Errorf("comments: %s", got)
		}
		if w, err = c.AnswerObjection(c.lead, c.slug, w.Report.ID, objected.Objections[0].ID, "Four were heard; the fifth was away."); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("locked it stays as it is and goes stale visibly", func(t *testing.T) {
		locked, err := c.GoWritten(c.lead, c.slug, w.Report.ID, service.WrittenGo{State: crosscase.ReportLocked})
		if err != nil {
			t.Fatal(err)
		}
		if locked.Report.LockedHash == "" || locked.Altered {
			t.Errorf("hash %q, altered %v", locked.Report.LockedHash, locked.Altered)
		}
		_, err = c.SaveWritten(c.lead, c.slug, w.Report.ID, saveOf(locked))
		wantCode(t, "writing in a locked report", err, crosscase.CodeInvalid)
		var before, after bytes.Buffer
		if err := c.WriteWritten(c.lead, c.slug, w.Report.ID, "md", false, &before); err != nil {
			t.Fatal(err)
		}
		if _, err := c.UpdateRecord(c.lead, c.slug, "coding", string(codingOf(t, c, "Cedar").ID), service.Record{"position": "single"}); err != nil {
			t.Fatal(err)
		}
		if err := c.WriteWritten(c.lead, c.slug, w.Report.ID, "md", false, &after); err != nil {
			t.Fatal(err)
		}
		if before.String() != after.String() {
			t.Error("a locked report has changed with the record")
		}
		now, err := c.WrittenReport(c.lead, c.slug, w.Report.ID)
		if err != nil {
			t.Fatal(err)
		}
		if len(findings(now, report.RuleStale)) == 0 {
			t.Error("nothing says that the record has moved on")
		}
	})
}

func TestWrittenReportAccess(t *testing.T) {
	c := newCase(t)
	a := started(t, c, service.WrittenStart{Kind: crosscase.SiteReport, Site: "A"})
	started(t, c, service.WrittenStart{Kind: crosscase.SiteReport, Site: "B"})
	for _, who := range []struct {
		name string
		ctx  context.Context
	}{{"of another site", c.coder}, {"who may read results alone", c.adviser}, {"no member", c.other}} {
		t.Run(who.name, func(t *testing.T) {
			_, err := c.WrittenReport(who.ctx, c.slug, a.Report.ID)
			wantCode(t, "reading", err, crosscase.CodeNotFound)
			_, err = c.SaveWritten(who.ctx, c.slug, a.Report.ID, saveOf(a))
			if code := crosscase.ErrorCode(err); code != crosscase.CodeNotFound && code != crosscase.CodeForbidden {
				t.Errorf("writing: %v", err)
			}
		})
	}
	lines, err := c.WrittenReports(c.coder, c.slug)
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != 1 || lines[0].Site != "B" {
		t.Errorf("a member of site B sees %+v", lines)
	}
}

func respan(blocks []crosscase.WrittenBlock, id, text string) []crosscase.WrittenBlock {
	out := slices.Clone(blocks)
	for i := range out {
		var spans []crosscase.WrittenSpan
		for _, s := range out[i].Spans {
			if s.Sentence != id {
				spans = append(spans, s)
			} else if text != "" {
				spans = append(spans, crosscase.WrittenSpan{Text: text, Sentence: id})
				text = ""
			}
		}
		out[i].Spans = spans
	}
	return out
}

// member is a file of an archive.
func member(t *testing.T, archive []byte, name string) string {
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
	return string(body)
}
