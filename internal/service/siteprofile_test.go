package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestSiteLines(t *testing.T) {
	c := newCase(t)
	got, err := c.SiteLines(c.lead, c.slug)
	c.must(t, err)
	a, b := &got.Items[0], &got.Items[1]
	a.ID, b.ID = "", ""
	want := &service.SiteList{
		Attributes: []service.AttributeColumn{{Name: "budget", Label: "budget", Type: "number"}, {Name: "town", Label: "town", Type: "text"}},
		Items: []service.SiteLine{
			{Letter: "A", Name: "Alpha Hospital", Attributes: map[string]string{"budget": "20"}, Interviewed: 4, Listened: 4, Voices: 4, Statements: 1},
			{Letter: "B", Name: "Betula Hospital", Attributes: map[string]string{"budget": "3", "town": "Ulm"}, Interviewed: 2, Listened: 2, Voices: 2},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSiteProfile(t *testing.T) {
	c := newCase(t)
	p, err := c.SiteProfile(c.lead, c.slug, "A")
	c.must(t, err)
	if diff := cmp.Diff([]service.SiteAttribute{
		{AttributeColumn: service.AttributeColumn{Name: "budget", Label: "budget", Type: "number"}, Value: "20"},
		{AttributeColumn: service.AttributeColumn{Name: "town", Label: "town", Type: "text"}},
	}, p.Attributes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]service.GroupCount{
		{Group: "doctor", Level: "board", Participants: 2, Interviewed: 2, Voices: 2},
		{Group: "nurse", Level: "unit", Participants: 2, Interviewed: 2, Voices: 2},
	}, p.Participants); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]service.CoverageLine{
		{Theme: "S1", Name: "Leadership", Meta: "Structure", Excerpts: 5, Voices: 4, Statements: 1, Specific: 5},
		{Theme: "O1", Name: "Morale", Meta: "Outcomes", Excerpts: 1, Voices: 1, Specific: 1},
	}, p.Coverage); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]service.AspectShift{
		{Question: "who_leads", Prompt: "Who leads the unit?", Theme: "S1", Formal: "single", Practice: "team", Reading: "drift"},
	}, p.FormalPractice); diff != "" {
		t.Error(diff)
	}
	half := 0.5
	if diff := cmp.Diff([]service.SiteVantage{{
		Question: "who_leads", Prompt: "Who leads the unit?", Theme: "S1", Aspect: crosscase.Practice,
		Board: map[string]int{"team": 2}, Unit: map[string]int{"team": 1, "single": 1}, Overlap: &half, Divergence: &half,
	}}, p.Vantage); diff != "" {
		t.Error(diff)
	}
	if len(p.Posts) != 1 || p.Posts[0].Title != "Chief of A" {
		t.Errorf("posts: %s", asJSON(t, p.Posts))
	}
	if len(p.Inconsistencies) != 1 || p.Inconsistencies[0].ID != "I1" {
		t.Errorf("the inconsistency about a claim that names the site is missing: %s", asJSON(t, p.Inconsistencies))
	}
	if len(p.Agreement) != 2 || p.Agreement[1].ThemeName != "Leadership" || len(p.Agreement[1].Sites) != 1 {
		t.Fatalf("agreement: %s", asJSON(t, p.Agreement))
	}
	if diff := cmp.Diff([]string{"Dogwood"}, p.Agreement[1].Sites[0].Dissent); diff != "" {
		t.Error(diff)
	}

	t.Run("ForAnAdviser", func(t *testing.T) {
		p, err := c.SiteProfile(c.adviser, c.slug, "A")
		c.must(t, err)
		site := &p.Agreement[1].Sites[0]
		// Two nurses are fewer than three, and so are the two doctors beside them.
		if diff := cmp.Diff([]string{"Participant, site A"}, site.Dissent); diff != "" {
			t.Error(diff)
		}
		if site.Minority[0].ParticipantID != "" {
			t.Error("the voice can be found by its id")
		}
		if again, err := c.SiteProfile(c.lead, c.slug, "A"); err != nil || again.Agreement[1].Sites[0].Dissent[0] != "Dogwood" {
			t.Errorf("what the adviser sees changed what the lead sees: %v", err)
		}
	})
	_, err = c.SiteProfile(c.lead, c.slug, "Z")
	wantCode(t, "a site that is not there", err, crosscase.CodeNotFound)
}
