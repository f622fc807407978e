package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestOverview(t *testing.T) {
	c := newCase(t)
	got, err := c.Overview(c.lead, c.slug)
	c.must(t, err)
	if len(got.Changes) != 10 || got.Counts.Codings != 8 {
		t.Errorf("got %d changes and %d codings, want 10 and 8", len(got.Changes), got.Counts.Codings)
	}
	got.Changes, got.Counts = nil, service.Counts{}
	want := &service.Overview{
		Rounds:    []service.RoundCount{{Round: "board", Interviews: 1, Target: 4}},
		Readings:  []service.ReadingCount{{Reading: "undecided", Questions: 1}, {Reading: "locally_contested", Questions: 1}},
		Standings: []service.StandingCount{{Standing: crosscase.Holds, Claims: 1}, {Standing: crosscase.Unknown, Claims: 1}},
		Coverage:  service.OverviewCoverage{Themes: 2, WithEvidence: 2, Without: []service.ThemeName{}},
		ThinSites: []service.ThinSite{{Site: "B", Voices: 2, Interviewed: 2}},
		Inconsistencies: []service.Inconsistency{
			{ID: "I1", Severity: "high", Issue: "There are two accounts of A."},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}

	t.Run("OfOneSite", func(t *testing.T) {
		got, err := c.Overview(c.coder, c.slug)
		c.must(t, err)
		got.Changes = nil
		want := &service.Overview{
			Counts: service.Counts{Sites: 1, Units: 1, Participants: 2, Documents: 2, Excerpts: 2, Themes: 2, Questions: 1, Codings: 2, Claims: 2},
			Rounds: []service.RoundCount{{Round: "board"}}, Readings: []service.ReadingCount{}, Standings: []service.StandingCount{},
			Coverage:  service.OverviewCoverage{Themes: 2, WithEvidence: 1, Without: []service.ThemeName{{Key: "O1", Name: "Morale"}}},
			ThinSites: []service.ThinSite{{Site: "B", Voices: 2, Interviewed: 2}}, Inconsistencies: []service.Inconsistency{},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
}
