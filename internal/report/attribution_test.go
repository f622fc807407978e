package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"pgregory.net/rapid"
)

// labels counts the people under each label.
func labels(ev *crosscase.Evidence) map[string]int {
	a := NewAttribution(ev)
	out := map[string]int{}
	for i := range ev.Participants {
		out[a.Voice(int32(i))]++
	}
	return out
}

func TestAttribution(t *testing.T) {
	ev := worked(t).Evidence
	a := NewAttribution(ev)
	label := func(pseudonym string) string {
		for i := range ev.Participants {
			if ev.Participants[i].Pseudonym == pseudonym {
				return a.Voice(int32(i))
			}
		}
		t.Fatalf("no participant %s", pseudonym)
		return ""
	}
	t.Run("LargeCell", func(t *testing.T) {
		if got := label("A-doctor-1"); got != "Doctor, site A" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("SmallCellsOfTable2", func(t *testing.T) {
		for _, who := range []string{"D-nurse-1", "E-manager-1", "F-doctor-1", "F-manager-1", "F-nurse-1", "G-nurse-1", "G-psychologist-1", "I-psychologist-1"} {
			if got, want := label(who), "Participant, site "+who[:1]; got != want {
				t.Errorf("%s is %q, want %q", who, got, want)
			}
		}
	})
	t.Run("NotGivenAwayByElimination", func(t *testing.T) {
		// two nurses of D alone under the wider label would still be the two nurses
		if got := label("D-manager-1"); got != "Participant, site D" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("WithoutSite", func(t *testing.T) {
		if got := label("board-01"); got != "Participant" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("SourceNamesHidden", func(t *testing.T) {
		if got := a.Source(2); got != "interview" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("Participant", func(t *testing.T) {
		ev.Settings.Disclosure = crosscase.DiscloseParticipant
		defer func() { ev.Settings.Disclosure = crosscase.DiscloseRoleSite }()
		if got := NewAttribution(ev).Voice(0); got != "A-doctor-1, doctor, site A" {
			t.Errorf("got %q", got)
		}
	})
}

// anyPeople draws a study's people.
func anyPeople(t *rapid.T) *crosscase.Evidence {
	s := crosscase.DefaultSettings()
	s.SmallCell = rapid.IntRange(1, 5).Draw(t, "small")
	s.Disclosure = rapid.SampledFrom([]crosscase.Disclosure{crosscase.DiscloseRoleSite, crosscase.DiscloseRole, crosscase.DiscloseSite, crosscase.DiscloseNone, ""}).Draw(t, "disclosure")
	ev := &crosscase.Evidence{Settings: s, Groups: []string{"doctor", "manager", "nurse"}, Levels: []string{"board", "unit"}}
	for i := range rapid.IntRange(1, 4).Draw(t, "sites") {
		ev.Sites = append(ev.Sites, crosscase.EvidenceSite{Letter: string(rune('A' + i))})
	}
	for i := range rapid.IntRange(0, 25).Draw(t, "people") {
		ev.Participants = append(ev.Participants, crosscase.EvidenceParticipant{
			Pseudonym: fmt.Sprintf("P%d", i), Site: int32(rapid.IntRange(-1, len(ev.Sites)-1).Draw(t, "site")), Group: int32(rapid.IntRange(-1, 2).Draw(t, "group")),
			Level: -1, Unit: -1, Interviewed: true,
		})
	}
	return ev
}

// However people are spread, a label that says anything fits at least as many people as the small cell asks.
func TestAttributionNeverRevealsSmallCells(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ev := anyPeople(t)
		for label, n := range labels(ev) {
			if label != anyone && n < ev.Settings.SmallCell {
				t.Fatalf("%q fits %d people, fewer than %d", label, n, ev.Settings.SmallCell)
			}
		}
	})
}

// Nor does the text of a report name a role at a site where few hold it, whoever is quoted.
func TestReportsNeverNameSmallCells(t *testing.T) {
	f := heard(t)
	counts := map[string]int{}
	for i := range f.Evidence.Participants {
		if p := &f.Evidence.Participants[i]; p.Site >= 0 && p.Group >= 0 {
			counts[capital(f.Evidence.Groups[p.Group])+", site "+f.Evidence.Sites[p.Site].Letter]++
		}
	}
	reports := []*Report{CrossCaseReport(f.Data)}
	for i := range f.Evidence.Sites {
		reports = append(reports, site(t, f, f.Evidence.Sites[i].Letter))
	}
	for _, r := range reports {
		text := string(markdown(t, r))
		for label, n := range counts {
			if n < f.Evidence.Settings.SmallCell && strings.Contains(text, label) {
				t.Errorf("%s names %q, who are %d", r.Title, label, n)
			}
		}
		for i := range f.Evidence.Participants {
			if name := f.Evidence.Participants[i].Pseudonym; strings.Contains(text, name) {
				t.Errorf("%s names participant %q", r.Title, name)
			}
		}
	}
}
