package report

import (
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
)

const evidenceHeading = "Evidence"

// printedExcerpts is how many excerpts a written report prints at most. A report that rests on more
// keeps their ids in its data and points the reader to the study.
const printedExcerpts = 1500

// evidenceMarks numbers the excerpts of a report for the marks [E1–E4] of formats made of pages.
type evidenceMarks struct {
	number map[crosscase.ExcerptID]int
}

func newEvidenceMarks(r *Report) evidenceMarks {
	m := evidenceMarks{}
	if len(r.Excerpts) == 0 || len(r.Excerpts) > printedExcerpts {
		return m
	}
	m.number = make(map[crosscase.ExcerptID]int, len(r.Excerpts))
	for _, e := range r.Excerpts {
		m.number[e.ID] = e.Number
	}
	return m
}

func (m evidenceMarks) printed() bool { return len(m.number) > 0 }

// span is a run of numbers.
type span struct{ from, to int }

func (s span) String() string {
	switch s.to - s.from {
	case 0:
		return "E" + strconv.Itoa(s.from)
	case 1:
		return "E" + strconv.Itoa(s.from) + ", E" + strconv.Itoa(s.to)
	}
	return "E" + strconv.Itoa(s.from) + "–E" + strconv.Itoa(s.to)
}

// spans are the numbers of excerpts in order, neighbours together.
func (m evidenceMarks) spans(ids []crosscase.ExcerptID) []span {
	if len(m.number) == 0 || len(ids) == 0 {
		return nil
	}
	var numbers []int
	for _, id := range ids {
		if n, ok := m.number[id]; ok {
			numbers = append(numbers, n)
		}
	}
	slices.Sort(numbers)
	var out []span
	for _, n := range slices.Compact(numbers) {
		if last := len(out) - 1; last >= 0 && out[last].to+1 == n {
			out[last].to = n
		} else {
			out = append(out, span{n, n})
		}
	}
	return out
}
