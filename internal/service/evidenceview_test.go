package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// texts are the words of a list in order.
func texts(l *service.EvidenceList) []string {
	var out []string
	for _, i := range l.Items {
		out = append(out, i.Text)
	}
	return out
}

func TestEvidenceOf(t *testing.T) {
	c := newCase(t)
	t.Run("DissentFirst", func(t *testing.T) {
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Site: "A", Question: "who_leads", Aspect: "practice"})
		c.must(t, err)
		if diff := cmp.Diff([]string{"One person decides.", "We lead it together.", "Together we lead it.", "The four of us decide, always."}, texts(got)); diff != "" {
			t.Error(diff)
		}
		if !got.Items[0].Dissent || got.Items[1].Dissent || got.Voices != 4 || got.Total != 4 || *got.Listened != 4 || *got.Interviewed != 4 {
			t.Errorf("got %s", asJSON(t, got))
		}
	})
	t.Run("InItsContext", func(t *testing.T) {
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Participant: "A/Cedar"})
		c.must(t, err)
		want := service.EvidenceItem{
			Text: "The four of us decide, always.", Kind: crosscase.Verbatim, Start: 36, End: 66, Measure: crosscase.CodePoints,
			Source: service.SourceRef{Name: "interview A", Kind: crosscase.Transcript},
			Site:   "A", Participant: "Cedar", Voice: 1, Group: "nurse", Level: "unit", Theme: "S1", ThemeName: "Leadership",
			Question: "who_leads", Prompt: "Who leads the unit?", Position: "team", Aspect: crosscase.Practice,
			Before: "Interviewer: Who decides? 🏥🏥\nCedar: ", After: " 🩺 Nobody else is asked.",
		}
		if diff := cmp.Diff([]service.EvidenceItem{want}, got.Items, cmpopts.IgnoreFields(service.EvidenceItem{}, "Excerpt"), cmpopts.IgnoreFields(service.SourceRef{}, "ID")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("OfAPosition", func(t *testing.T) {
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Question: "who_leads", Position: "single"})
		c.must(t, err)
		if diff := cmp.Diff([]string{"One person decides.", "It says on paper that one leads.", "She leads by herself.", "She leads and nobody asks."}, texts(got)); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("OfMixedVoices", func(t *testing.T) {
		c.load(t, "more.csv", "site,participant,excerpt,question,position,aspect\nB,Elm,Or all of us lead.,who_leads,team,practice\n")
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Site: "B", Question: "who_leads", Position: "mixed"})
		c.must(t, err)
		if diff := cmp.Diff([]string{"She leads by herself.", "Or all of us lead."}, texts(got)); diff != "" {
			t.Error(diff)
		}
		if got, err = c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Site: "B", Question: "who_leads", Position: "single"}); err != nil || len(got.Items) != 1 {
			t.Errorf("a mixed voice stands on a position of its own: %v, %s", err, asJSON(t, got))
		}
	})
	t.Run("ByID", func(t *testing.T) {
		one, other := c.excerptOf(t, "She leads by"), c.excerptOf(t, "One person")
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Excerpts: []crosscase.ExcerptID{one, "gone", other, one}})
		c.must(t, err)
		if diff := cmp.Diff([]string{"She leads by herself.", "One person decides."}, texts(got)); diff != "" {
			t.Error(diff)
		}
		if got.Listened != nil || got.Voices != 2 || got.Total != 2 {
			t.Errorf("got %s", asJSON(t, got))
		}
		_, err = c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Excerpts: []crosscase.ExcerptID{"gone"}})
		wantCode(t, "excerpts that are not there", err, crosscase.CodeNotFound)
	})
	t.Run("OfAClaim", func(t *testing.T) {
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Claim: "C1"})
		c.must(t, err)
		if diff := cmp.Diff([]string{"We lead it together.", "Together we lead it.", "The four of us decide, always."}, texts(got)[:3]); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("Limited", func(t *testing.T) {
		got, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Theme: "S1", Limit: 2})
		c.must(t, err)
		if len(got.Items) != 2 || got.Total != 8 {
			t.Errorf("got %d of %d, want 2 of 8", len(got.Items), got.Total)
		}
	})
	t.Run("Withheld", func(t *testing.T) {
		got, err := c.EvidenceOf(c.adviser, c.slug, service.EvidenceQuery{Site: "A", Question: "who_leads"})
		c.must(t, err)
		want := service.EvidenceItem{
			Kind: crosscase.Verbatim, Source: service.SourceRef{Kind: crosscase.Document, Genre: crosscase.GenreFieldNote}, Site: "A",
			Participant: "Participant, site A", Voice: 1, Theme: "S1", ThemeName: "Leadership", Question: "who_leads", Prompt: "Who leads the unit?",
			Position: "single", Aspect: crosscase.Practice, Dissent: true, Withheld: true,
		}
		if diff := cmp.Diff(want, got.Items[0], cmpopts.IgnoreFields(service.EvidenceItem{}, "Excerpt")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		_, err := c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{})
		wantCode(t, "everything", err, crosscase.CodeInvalid)
		_, err = c.EvidenceOf(c.lead, c.slug, service.EvidenceQuery{Theme: "S1", Aspect: "rumour"})
		wantCode(t, "no aspect", err, crosscase.CodeInvalid)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		for _, q := range []service.EvidenceQuery{{Site: "Z"}, {Theme: "Z"}, {Question: "Z"}, {Claim: "Z"}, {Participant: "Z"}} {
			_, err := c.EvidenceOf(c.lead, c.slug, q)
			wantCode(t, asJSON(t, q), err, crosscase.CodeNotFound)
		}
		_, err := c.CellEvidence(c.lead, c.slug, "site", "Z", "theme", "S1", "")
		wantCode(t, "a row that is not there", err, crosscase.CodeNotFound)
	})
}
