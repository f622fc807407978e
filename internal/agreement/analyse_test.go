package agreement_test

import (
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

func question() *study { return newStudy("A").ask("q", crosscase.Nominal, "X", "Y", "Z") }

func TestAnalyse(t *testing.T) {
	t.Run("Shape", func(t *testing.T) {
		s := question().count("A", "", 5).say("A", "P6", "", 1)
		got := plain(t, agreement.Agreement{Questions: agreement.Analyse(&s.ev, agreement.Options{})}).(map[string]any)["questions"].([]any)[0].(map[string]any)
		site := got["sites"].([]any)[0].(map[string]any)
		promised := map[string]any{}
		for _, key := range []string{"site", "voices", "listened", "interviewed", "positions", "d", "a", "status", "divided_by", "flip", "dissent", "position"} {
			value, there := site[key]
			if !there {
				t.Errorf("%s is missing", key)
			}
			promised[key] = value
		}
		same(t, "site", promised, map[string]any{
			"site": "A", "voices": 6, "listened": 6, "interviewed": 6, "positions": map[string]int{"X": 5, "Y": 1}, "d": 20.0 / 30,
			"a": nil, "status": "agreement", "divided_by": nil, "flip": 1, "dissent": []string{"P6"}, "position": "X",
		})
		same(t, "head", []any{got["question"], got["theme"], got["aspect"]}, []string{"q", "S1", "opinion"})
		same(t, "minority", site["minority"], []map[string]any{{"participant": "P6", "participant_id": "id-P6", "position": "Y", "excerpts": []string{"x0006"}}})
	})
	t.Run("NothingSaid", func(t *testing.T) {
		s := question()
		s.person("A", "P1", "", "")
		r := s.only(t)
		if r.Status != agreement.StatusUnheard || r.Position != "unknown" || r.D != nil || r.Flip != nil || r.Interviewed != 1 {
			t.Errorf("%+v", r)
		}
	})
	for _, c := range []struct {
		name     string
		counts   []int
		status   agreement.Status
		position string
	}{
		{"SingleVoiceIsThin", []int{1}, agreement.StatusSingleVoice, "thin"}, {"TwoVoicesAreThin", []int{1, 1}, agreement.StatusSplit, "thin"},
		{"Unanimous", []int{3}, agreement.StatusUnanimous, "X"}, {"Majority", []int{2, 1}, agreement.StatusMajority, "X"},
		{"ThreeOfFour", []int{3, 1}, agreement.StatusAgreement, "X"}, {"Split", []int{3, 3}, agreement.StatusSplit, "mixed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := question().count("A", "", c.counts...).only(t)
			if r.Status != c.status || r.Position != c.position || r.Contested != (c.status == agreement.StatusMajority) {
				t.Errorf("%s at %s, contested %v", r.Status, r.Position, r.Contested)
			}
		})
	}
	t.Run("TwoAnswersMakeAVoiceMixed", func(t *testing.T) {
		r := question().count("A", "", 3).say("A", "P9", "", 0).say("A", "P9", "", 1).say("A", "P9", "", 1).only(t)
		same(t, "positions", r.Positions, map[string]int{"X": 3, "mixed": 1})
		same(t, "holds", r.Minority[0].Holds, []string{"X", "Y"})
		if len(r.Minority[0].Excerpts) != 3 || *r.D != 0.5 {
			t.Errorf("%d excerpts, D %v", len(r.Minority[0].Excerpts), *r.D)
		}
	})
	t.Run("ATieListsEverybody", func(t *testing.T) {
		if r := question().count("A", "", 2, 2).only(t); len(r.Dissent) != 4 || len(r.Leading) != 2 {
			t.Errorf("dissent %v, leading %v", r.Dissent, r.Leading)
		}
	})
	t.Run("TalkWithoutAnswerIsNoVoice", func(t *testing.T) {
		if r := question().count("A", "", 3).say("A", "P9", "", -1).only(t); r.Voices != 3 || r.NoPosition != 1 || r.Status != agreement.StatusUnanimous {
			t.Errorf("%d voices, %d without, %s", r.Voices, r.NoPosition, r.Status)
		}
	})
	t.Run("OneRoleIsThin", func(t *testing.T) {
		r := question().count("A", "doctor", 4).only(t)
		if r.Position != "thin" || r.ThinBecause != agreement.ThinOneRole || r.Status != agreement.StatusUnanimous {
			t.Errorf("%s because %s, %s", r.Position, r.ThinBecause, r.Status)
		}
		if r := question().count("A", "doctor", 4).say("A", "P9", "", 0).only(t); r.Position != "X" {
			t.Errorf("with a voice of no known role: %s", r.Position)
		}
	})
	t.Run("DividedByRoleStandsAboveAgreement", func(t *testing.T) {
		r := question().count("A", "doctor", 9).count("A", "manager", 0, 2).only(t)
		if r.Status != agreement.StatusDividedByRole || r.DividedBy == nil || *r.DividedBy != "role" || r.Flip != nil || r.Position != "mixed" {
			t.Errorf("%s, %s", r.Status, r.Position)
		}
		same(t, "dissent", r.Dissent, []string{"A-manager-1-0", "A-manager-1-1"})
	})
	t.Run("DividedByLevel", func(t *testing.T) {
		s := question().count("A", "", 3, 3)
		s.ev.Levels = []string{"board", "unit"}
		for i := range s.ev.Participants {
			s.ev.Participants[i].Level = int32(i / 3)
		}
		if r := s.only(t); r.Status != agreement.StatusDividedByLevel || *r.DividedBy != "level" {
			t.Errorf("%s", r.Status)
		}
	})
	t.Run("Override", func(t *testing.T) {
		s := question().count("A", "", 2, 2)
		s.ev.Overrides = []crosscase.EvidenceOverride{{Position: 2, Aspect: opinion, Reason: "the minutes"}}
		r := s.only(t)
		if r.Position != "Z" || !r.Decided || r.Override.Computed != "mixed" || r.Status != agreement.StatusSplit {
			t.Errorf("%s, %+v", r.Position, r.Override)
		}
	})
	t.Run("Silence", func(t *testing.T) {
		s := question()
		p := s.person("A", "P1", "", "")
		silence := crosscase.EvidenceSilence{Site: -1, Unit: -1, Participant: p, Theme: -1, Aspect: opinion, Kind: crosscase.NotAsked}
		s.ev.Silences = []crosscase.EvidenceSilence{silence, silence}
		r := s.only(t)
		same(t, "silences", r.Silences, map[string]int{"not_asked": 1})
		if r.Status != agreement.StatusUnheard || r.Position != "unknown" {
			t.Errorf("silence makes %s, %s", r.Status, r.Position)
		}
	})
}

func TestStatements(t *testing.T) {
	t.Run("Decide", func(t *testing.T) {
		r := question().state("A", opinion, 1).state("A", opinion, 1).only(t)
		if r.Position != "Y" || !r.Stated || !r.Decided || r.Status != agreement.StatusUnheard || r.Voices != 0 {
			t.Errorf("%+v", r)
		}
		same(t, "statements", r.Statements, []map[string]any{{"position": "Y", "excerpts": []string{"x0001", "x0002"}}})
	})
	t.Run("Contradict", func(t *testing.T) {
		if r := question().state("A", opinion, 1).state("A", opinion, 0).only(t); r.Position != "mixed" || !r.Stated || r.Decided {
			t.Errorf("%+v", r)
		}
	})
	t.Run("StandBesideVoices", func(t *testing.T) {
		r := question().count("A", "", 4).state("A", opinion, 1).state("A", opinion, 0).only(t)
		if r.Position != "X" || r.Stated || r.Voices != 4 {
			t.Errorf("%+v", r)
		}
		same(t, "record", r.Record, []map[string]any{{"statement": "Y", "voices": []string{"X"}, "excerpts": []string{"x0005"}}})
	})
}

func TestSetValued(t *testing.T) {
	s := newStudy("A").ask("q", crosscase.SetType, "a", "b", "c")
	for _, said := range []struct {
		who string
		set []int32
	}{{"P1", []int32{0}}, {"P1", []int32{1}}, {"P2", []int32{1, 0}}, {"P3", []int32{2}}} {
		d := s.blank("A")
		d.Participant, d.Set = s.person("A", said.who, "", ""), said.set
		s.ev.Codings = append(s.ev.Codings, d)
	}
	r := s.only(t)
	same(t, "positions", r.Positions, map[string]int{"a|b": 2, "c": 1})
	same(t, "elements", r.Elements, map[string]int{"a": 2, "b": 2, "c": 1})
	if r.Position != "a|b" || *r.Jaccard != 1.0/3 || *r.D != 1.0/3 {
		t.Errorf("%s, Jaccard %v, D %v", r.Position, *r.Jaccard, *r.D)
	}
}

func TestNumeric(t *testing.T) {
	s := newStudy("A").ask("q", crosscase.Numeric)
	s.ev.Questions[0].Tolerance = 1
	tell := func(who string, numbers ...float64) {
		for _, n := range numbers {
			d := s.blank("A")
			d.Participant, d.Number, d.HasNumber = s.person("A", who, "", ""), n, true
			s.ev.Codings = append(s.ev.Codings, d)
		}
	}
	tell("P1", 3, 3.5, 3.5)
	tell("P2", 4)
	tell("P3", 3.5)
	tell("P4", 9)
	tell("P5", 2, 8)
	r := s.only(t)
	same(t, "positions", r.Positions, map[string]int{"3.25 to 4": 3, "9": 1, "mixed": 1})
	same(t, "range", r.Range, []float64{2, 9})
	if *r.Median != 3.75 || *r.WithinTolerance != 0.6 || *r.Value != 3.5 || r.Status != agreement.StatusMajority {
		t.Errorf("median %v, within %v, value %v, %s", *r.Median, *r.WithinTolerance, *r.Value, r.Status)
	}
}
