package agreement_test

import (
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

func (s *study) compare() agreement.Consistency {
	return agreement.Compare(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), agreement.CompareOptions{})[0]
}

func TestCompare(t *testing.T) {
	t.Run("CountsEverySiteOnce", func(t *testing.T) {
		s := newStudy(letters(7)...).ask("q", crosscase.Nominal, "X", "Y").
			count("A", "", 4).count("B", "", 0, 4).count("C", "", 2, 2).count("D", "", 1).state("E", opinion, 1).state("F", opinion, 0).state("F", opinion, 1)
		got := s.compare()
		counts := []int{got.Same, got.Different, got.Mixed, got.Thin, got.Unknown, got.Stated}
		same(t, "same, different, mixed, thin, unknown, stated", counts, []int{2, 1, 2, 1, 1, 2})
		near(t, "B", got.B, 1.0/3)
		if got.Modal != "Y" || got.Reading != agreement.LocallyContested {
			t.Errorf("modal %s, reading %s", got.Modal, got.Reading)
		}
	})
	t.Run("TiesGoToTheFirstInOrder", func(t *testing.T) {
		got := newStudy("A", "B").ask("q", crosscase.Nominal, "Z", "A").state("A", opinion, 1).state("B", opinion, 0).compare()
		if got.Modal != "Z" || got.Reading != agreement.Undecided || *got.B != 0 || got.Within != nil || got.R2 != nil {
			t.Errorf("%+v", got)
		}
	})
	t.Run("WeighedByParticipants", func(t *testing.T) {
		s := newStudy("A", "B", "C").ask("q", crosscase.Nominal, "X", "Y").count("A", "", 6).count("B", "", 3).count("C", "", 0, 3)
		got := agreement.Compare(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), agreement.CompareOptions{ByParticipants: true})[0]
		near(t, "B", got.B, 36.0/90)
		if got.Weights != "participants" || s.compare().Weights != "" {
			t.Errorf("weights %q", got.Weights)
		}
	})
	t.Run("NumbersWithinTheTolerance", func(t *testing.T) {
		s := newStudy("A", "B", "C").ask("q", crosscase.Numeric)
		s.ev.Questions[0].Tolerance = 1
		for i, letter := range letters(3) {
			d := s.blank(letter)
			d.Number, d.HasNumber = []float64{3, 3.5, 8}[i], true
			s.ev.Codings = append(s.ev.Codings, d)
		}
		if got := s.compare(); got.Same != 2 || got.Different != 1 || got.Modal != "3 to 3.5" {
			t.Errorf("%+v", got)
		}
	})
}

func TestRelate(t *testing.T) {
	s := newStudy(letters(5)...).ask("q", crosscase.Nominal, "X", "Y")
	for i, letter := range letters(4) {
		s.ev.Sites[i].Attributes["beds"] = []string{"900", "800", "300", "200"}[i]
		s.state(letter, opinion, int32(i/2))
	}
	least := 500.0
	relate := func(x agreement.Condition) agreement.Relation {
		t.Helper()
		rel, err := agreement.Relate(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), x, agreement.Condition{Question: "q", Position: "X"})
		if err != nil {
			t.Fatal(err)
		}
		return rel
	}
	large := agreement.Condition{Attribute: "beds", AtLeast: &least}
	rel := relate(large)
	if rel.Verdict != agreement.Cleanly || *rel.Consistency != 1 || *rel.Coverage != 1 {
		t.Errorf("%+v", rel)
	}
	same(t, "unknown", rel.Unknown, []string{"E"})
	s.state("B", opinion, 1)
	rel = relate(large)
	same(t, "exceptions", rel.Exceptions, []string{"B"})
	if rel.Verdict != agreement.OneException || *rel.Consistency != 0.5 || *rel.Coverage != 1 {
		t.Errorf("%+v", rel)
	}
	least = 100
	if rel = relate(large); rel.Verdict != agreement.NotDistinct {
		t.Errorf("what every site has distinguishes %s", rel.Verdict)
	}
	for _, bad := range []agreement.Condition{{}, {Attribute: "bed", Equals: "1"}, {Question: "r", Position: "X"}, {Question: "q"}, {Attribute: "beds", Question: "q"}} {
		_, err := agreement.Relate(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), large, bad)
		if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("%+v: %v", bad, err)
		}
	}
}

func TestFormalPractice(t *testing.T) {
	s := newStudy(letters(6)...).ask("q", crosscase.Nominal, "X", "Y")
	for _, letter := range letters(6) {
		s.state(letter, formal, 0)
	}
	s.state("A", practice, 0).state("B", practice, 1).state("C", practice, 0).state("C", practice, 1)
	for i, letter := range []string{"D", "D", "D", "D", "E"} {
		s.say(letter, letter+string(rune('0'+i)), "", int32(i%2))
		s.ev.Codings[len(s.ev.Codings)-1].Aspect = practice
	}
	got := agreement.FormalPractice(agreement.Analyse(&s.ev, agreement.Options{}))
	var drifts []agreement.Drift
	for _, site := range got[0].Sites {
		drifts = append(drifts, site.Drift)
	}
	same(t, "drifts", drifts, []string{"same", "drift", "reversible", "contested", "unknown", "unknown"})
	if len(got) != 1 || got[0].Same != 1 || got[0].Unknown != 2 {
		t.Errorf("%+v", got)
	}
}
