package agreement_test

import (
	"fmt"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// large is a study of the size given, with a nominal, ordinal, set-valued and numeric question in turn.
func large(sites, people, questions, codings int) *crosscase.Evidence {
	ev := &crosscase.Evidence{Sources: []crosscase.EvidenceSource{{Name: "transcripts"}}, Settings: crosscase.DefaultSettings(), Groups: []string{"doctor", "manager", "nurse"}, Levels: []string{"board", "unit"}}
	for s := range sites {
		ev.Sites = append(ev.Sites, crosscase.EvidenceSite{Letter: fmt.Sprint(s + 1)})
	}
	for p := range people {
		ev.Participants = append(ev.Participants, crosscase.EvidenceParticipant{
			Pseudonym: fmt.Sprint("P", p), Site: int32(p % sites), Unit: -1, Group: int32(p / sites % 3), Level: int32(p / sites / 3 % 2), Interviewed: true, Listened: true,
		})
	}
	types := []crosscase.QuestionType{crosscase.Nominal, crosscase.Ordinal, crosscase.Nominal, crosscase.SetType, crosscase.Nominal, crosscase.Numeric}
	for q := range questions {
		ev.Themes = append(ev.Themes, crosscase.EvidenceTheme{Key: fmt.Sprint("T", q), Meta: -1, Parent: -1})
		ev.Questions = append(ev.Questions, crosscase.EvidenceQuestion{Name: fmt.Sprint("q", q), Theme: int32(q), Type: types[q%len(types)], Positions: letters(5), Tolerance: 1})
	}
	state := uint64(1)
	next := func(n int) int {
		state = state*6364136223846793005 + 1442695040888963407
		return int(state >> 33 % uint64(n))
	}
	for i := range codings {
		p, q := next(people), next(questions)
		k := next(5) * next(2)
		ev.Codings = append(ev.Codings, crosscase.EvidenceCoding{
			Excerpt: crosscase.ExcerptID(fmt.Sprintf("0198c0de-%08d", i)), Site: int32(p % sites), Unit: -1, Participant: int32(p), Group: -1, Level: -1, Round: -1,
			Theme: int32(q), Question: int32(q), Position: int32(k), Set: []int32{int32(k)}, Number: float64(k), HasNumber: true, Aspect: uint8(next(4)),
		})
	}
	return ev
}

func BenchmarkAnalyse(b *testing.B) {
	for _, size := range []struct{ sites, people, questions, codings int }{
		{9, 151, 40, 3_000}, {100, 2_000, 60, 100_000}, {334, 20_000, 60, 1_000_000},
	} {
		b.Run(fmt.Sprint(size.codings), func(b *testing.B) {
			ev := large(size.sites, size.people, size.questions, size.codings)
			b.ReportAllocs()
			for b.Loop() {
				agreement.Analyse(ev, agreement.Options{})
			}
		})
	}
}

func BenchmarkCompare(b *testing.B) {
	ev := large(334, 20_000, 60, 1_000_000)
	results := agreement.Analyse(ev, agreement.Options{})
	for b.Loop() {
		agreement.Compare(ev, results, agreement.CompareOptions{})
	}
}

func BenchmarkMatrix(b *testing.B) {
	ev := large(40, 600, 30, 20_000)
	for _, columns := range []agreement.ColumnKind{agreement.ColumnTheme, agreement.ColumnQuestion} {
		b.Run(string(columns), func(b *testing.B) {
			for b.Loop() {
				agreement.Matrix(ev, agreement.RowSite, columns, agreement.MatrixOptions{})
			}
		})
	}
	g := agreement.Matrix(ev, agreement.RowSite, agreement.ColumnTheme, agreement.MatrixOptions{})
	b.Run("CellEvidence", func(b *testing.B) {
		for b.Loop() {
			agreement.CellEvidence(ev, g.Rows[3], g.Columns[4])
		}
	})
	b.Run("Coverage", func(b *testing.B) {
		for b.Loop() {
			agreement.Coverage(ev, agreement.CoverageOptions{})
		}
	})
}
