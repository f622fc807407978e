package agreement_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"pgregory.net/rapid"
)

// anyStudy draws a study of up to three sites with a question of each type, mixed voices, statements and silences.
func anyStudy(t *rapid.T) *study {
	s := newStudy(letters(rapid.IntRange(1, 3).Draw(t, "sites"))...)
	s.ask("nominal", crosscase.Nominal, "X", "Y", "Z").ask("ordinal", crosscase.Ordinal, "low", "middle", "high").
		ask("set", crosscase.SetType, "a", "b", "c").ask("numeric", crosscase.Numeric)
	s.ev.Questions[3].Tolerance = 1
	groups := []string{"", "doctor", "manager"}
	for i := range rapid.IntRange(0, 8).Draw(t, "people") {
		site := rapid.SampledFrom(s.ev.Sites).Draw(t, "site").Letter
		s.person(site, fmt.Sprint("P", i), rapid.SampledFrom(groups).Draw(t, "group"), rapid.SampledFrom([]string{"", "board", "unit"}).Draw(t, "level"))
	}
	for range rapid.IntRange(0, 40).Draw(t, "codings") {
		site := rapid.SampledFrom(s.ev.Sites).Draw(t, "site").Letter
		d := s.blank(site)
		d.Participant = int32(rapid.IntRange(-1, len(s.ev.Participants)-1).Draw(t, "person"))
		if d.Participant >= 0 {
			d.Site = s.ev.Participants[d.Participant].Site
		}
		d.Question = int32(rapid.IntRange(0, 3).Draw(t, "question"))
		d.Aspect = uint8(rapid.SampledFrom([]int{practice, opinion}).Draw(t, "aspect"))
		switch d.Question {
		case 2:
			d.Set = rapid.SliceOfN(rapid.Int32Range(0, 2), 0, 2).Draw(t, "set")
		case 3:
			d.Number, d.HasNumber = float64(rapid.IntRange(0, 6).Draw(t, "number"))/2, true
		default:
			d.Position = int32(rapid.IntRange(-1, 2).Draw(t, "position"))
		}
		s.ev.Codings = append(s.ev.Codings, d)
	}
	return s
}

// everything is all that is measured of a study.
func everything(s *study) map[string]any {
	results := agreement.Analyse(&s.ev, agreement.Options{Voices: true})
	return map[string]any{
		"agreement": results, "consistency": agreement.Compare(&s.ev, results, agreement.CompareOptions{}),
		"weighed":  agreement.Compare(&s.ev, results, agreement.CompareOptions{ByParticipants: true}),
		"contrast": agreement.FormalPractice(results), "vantage": agreement.Vantages(&s.ev, agreement.Options{}, "", ""),
	}
}

func TestDuplicatesChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		before := everything(s)
		for range rapid.IntRange(1, 3).Draw(t, "copies") {
			if len(s.ev.Codings) > 0 {
				s.ev.Codings = append(s.ev.Codings, rapid.SampledFrom(s.ev.Codings).Draw(t, "coding"))
			}
		}
		same(t, "after duplicates", everything(s), before)
	})
}

func TestRowOrderChangesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		grid := func() any {
			var cells [][]crosscase.ExcerptID
			g := agreement.Matrix(&s.ev, agreement.RowSite, agreement.ColumnQuestion, agreement.MatrixOptions{})
			for _, row := range g.Rows {
				for _, column := range g.Columns {
					cells = append(cells, agreement.CellEvidence(&s.ev, row, column))
				}
			}
			return []any{g, cells, agreement.Coverage(&s.ev, agreement.CoverageOptions{})}
		}
		before, gridBefore := everything(s), grid()
		s.ev.Codings = rapid.Permutation(s.ev.Codings).Draw(t, "order")
		same(t, "after a permutation", everything(s), before)
		same(t, "matrix after a permutation", grid(), gridBefore)
	})
}

func TestNamesOfPositionsChangeOnlyNames(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		measures := func() any {
			var found []any
			results := agreement.Analyse(&s.ev, agreement.Options{})
			for _, c := range agreement.Compare(&s.ev, results, agreement.CompareOptions{}) {
				found = append(found, c.B, c.R2, c.Within, c.Same, c.Different, c.Mixed, c.Reading)
			}
			for _, q := range results {
				for _, r := range q.Sites {
					var counts []int
					for _, c := range r.Tally() {
						counts = append(counts, c.Voices)
					}
					found = append(found, counts, r.D, r.A, r.Status, r.Flip, r.Dissent, r.Decided, r.Contested, r.Jaccard)
				}
			}
			return found
		}
		before := measures()
		for q := range s.ev.Questions {
			names := s.ev.Questions[q].Positions
			for k := range names {
				names[k] = fmt.Sprintf("%c%s", 'z'-k, names[k])
			}
		}
		same(t, "after renaming", measures(), before)
	})
}

func TestBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		within := func(what string, v *float64, low float64) {
			if v != nil && !(*v >= low && *v <= 1) {
				t.Errorf("%s is %v", what, *v)
			}
		}
		results := agreement.Analyse(&s.ev, agreement.Options{})
		for _, q := range results {
			for i := range q.Sites {
				r := &q.Sites[i]
				within("D", r.D, 0)
				within("A", r.A, -1)
				within("Jaccard", r.Jaccard, 0)
				within("within tolerance", r.WithinTolerance, 0)
				n := 0
				for _, c := range r.Positions {
					n += c
				}
				if n != r.Voices {
					t.Errorf("positions sum to %d of %d voices", n, r.Voices)
				}
				if (r.D == nil) != (r.Voices < 2) {
					t.Errorf("D is %v of %d voices", r.D, r.Voices)
				}
			}
		}
		for _, by := range []bool{false, true} {
			for _, c := range agreement.Compare(&s.ev, results, agreement.CompareOptions{ByParticipants: by}) {
				within("B", c.B, 0)
				within("R2", c.R2, 0)
				within("within", c.Within, 0)
				if n := c.Same + c.Different + c.Mixed + c.Thin + c.Unknown; n != len(s.ev.Sites) {
					t.Errorf("%d of %d sites are counted", n, len(s.ev.Sites))
				}
			}
		}
	})
}

func TestAVoiceJoinsUnanimous(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newStudy("A").ask("q", crosscase.Nominal, "X", "Y").count("A", "", rapid.IntRange(2, 9).Draw(t, "voices"))
		position := int32(rapid.IntRange(0, 1).Draw(t, "position"))
		s.say("A", "newcomer", "", position)
		r := agreement.Analyse(&s.ev, agreement.Options{})[0].Sites[0]
		listed := slices.Contains(r.Dissent, "newcomer") && len(r.Minority) == 1 && len(r.Minority[0].Excerpts) == 1
		if position == 0 && (r.Status != agreement.StatusUnanimous || len(r.Dissent) > 0) {
			t.Errorf("an agreeing voice makes %s with dissent %v", r.Status, r.Dissent)
		}
		if position == 1 && (r.Status == agreement.StatusUnanimous || !listed) {
			t.Errorf("a dissenting voice makes %s with dissent %v", r.Status, r.Dissent)
		}
	})
}

// Counting by maps, as one would by hand, gives what the sorted codings give.
func TestVoicesByHand(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyStudy(t)
		for _, q := range agreement.Analyse(&s.ev, agreement.Options{}) {
			if q.Type != crosscase.Nominal && q.Type != crosscase.Ordinal {
				continue
			}
			for _, r := range q.Sites {
				said := map[int32]map[int32]bool{}
				for _, d := range s.ev.Codings {
					if d.Question == q.QuestionIndex && d.Aspect == q.AspectIndex && d.Site == r.SiteIndex && d.Participant >= 0 && d.Position >= 0 {
						if said[d.Participant] == nil {
							said[d.Participant] = map[int32]bool{}
						}
						said[d.Participant][d.Position] = true
					}
				}
				want := map[string]int{}
				for _, positions := range said {
					name := "mixed"
					for k := range positions {
						if len(positions) == 1 {
							name = q.Order[k]
						}
					}
					want[name]++
				}
				same(t, "positions of "+q.Question+" at "+r.Site, r.Positions, want)
			}
		}
	})
}

// Questions are shared out between processors where there are many codings; one at a time they come to the same.
func TestQuestionsApart(t *testing.T) {
	ev := large(6, 200, 6, 12_000)
	all := agreement.Analyse(ev, agreement.Options{})
	var apart []agreement.QuestionResult
	for q := range ev.Questions {
		for _, aspect := range crosscase.Aspects {
			apart = append(apart, agreement.Analyse(ev, agreement.Options{Questions: []int32{int32(q)}, Aspects: []crosscase.Aspect{aspect}})...)
		}
	}
	same(t, "questions apart", apart, all)
	some := agreement.Analyse(ev, agreement.Options{Sites: []int32{3}})
	same(t, "one site", some[5].Sites[0], all[5].Sites[3])
}
