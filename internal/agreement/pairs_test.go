package agreement_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

func TestPairs(t *testing.T) {
	s := newStudy("A", "B").ask("one", crosscase.Nominal, "X", "Y").ask("two", crosscase.Nominal, "X", "Y").ask("three", crosscase.Nominal, "X", "Y")
	say := func(site, who string, positions ...int32) {
		for q, k := range positions {
			c := s.blank(site)
			c.Participant, c.Question, c.Position = s.person(site, who, "", ""), int32(q), k
			s.ev.Codings = append(s.ev.Codings, c)
		}
	}
	say("A", "P1", 0, 0, 0)
	say("A", "P2", 0, 1, 1)
	say("A", "P3", 1, 1, 1)
	say("A", "P4", 1) // too few questions that both answer
	say("B", "P5", 1, 1, 1)
	got := agreement.Pairs(&s.ev, agreement.Analyse(&s.ev, agreement.Options{Voices: true}), 2)
	want := []agreement.Pair{
		{Site: "A", One: "P1", Other: "P3", Shared: 3, Apart: 3, Share: 1},
		{Site: "A", One: "P1", Other: "P2", Shared: 3, Apart: 2, Share: 2.0 / 3},
		{Site: "A", One: "P2", Other: "P3", Shared: 3, Apart: 1, Share: 1.0 / 3},
	}
	if d := cmp.Diff(want, got, cmpopts.IgnoreFields(agreement.Pair{}, "On", "OneIndex", "OtherIndex")); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	on := got[2].On
	if len(on) != 1 || on[0].Question != "one" || on[0].One != "X" || on[0].Other != "Y" || len(on[0].Excerpts) != 2 {
		t.Errorf("P2 and P3 differ on %+v", on)
	}
}
