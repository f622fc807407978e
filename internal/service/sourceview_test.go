package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestSources(t *testing.T) {
	c := newCase(t)
	list, err := c.SourceLines(c.lead, c.slug)
	c.must(t, err)
	if len(list.Items) != 8 || list.Items[0].Name != "evidence.csv row 2" || list.Items[5].Name != "interview A" || list.Items[5].Excerpts != 1 || list.Items[6].Site != "B" {
		t.Errorf("sources: %s", asJSON(t, list.Items))
	}
	got, err := c.SourceText(c.lead, c.slug, string(list.Items[5].ID))
	c.must(t, err)
	want := []service.SourceExcerpt{{
		Start: 36, End: 66, Measure: crosscase.CodePoints, Kind: crosscase.Verbatim, Text: "The four of us decide, always.", Participant: "Cedar",
		Codings: []service.SourceCoding{{Theme: "S1", ThemeName: "Leadership", Question: "who_leads", Position: "team", Aspect: crosscase.Practice}},
	}}
	if diff := cmp.Diff(want, got.Items, cmpopts.IgnoreFields(service.SourceExcerpt{}, "ID")); diff != "" {
		t.Error(diff)
	}
	if got.Text != interviewA || got.Version != 1 || got.Turns == nil {
		t.Errorf("text: %s", asJSON(t, got))
	}
	_, err = c.SourceText(c.lead, c.slug, "nothing")
	wantCode(t, "a source that is not there", err, crosscase.CodeNotFound)
}
