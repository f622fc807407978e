package report

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

const evidenceHeading = "Evidence"

// How many excerpts a report prints at most on paper, and in a page that opens and closes them. A report
// that rests on more keeps them in its data and points the reader to the study.
const (
	printedExcerpts = 600
	openedExcerpts  = 5000
)

// evidenceMarks numbers the excerpts of a report for the marks [E1–E4] of formats made of pages.
type evidenceMarks struct {
	number map[crosscase.ExcerptID]int
}

func newEvidenceMarks(r *Report, most int) evidenceMarks {
	m := evidenceMarks{}
	if len(r.Excerpts) == 0 || len(r.Excerpts) > most {
		return m
	}
	m.number = make(map[crosscase.ExcerptID]int, len(r.Excerpts))
	for _, e := range r.Excerpts {
		m.number[e.ID] = e.Number
	}
	return m
}

func (m evidenceMarks) printed() bool { return len(m.number) > 0 }

// marksOf are the excerpts to be marked after each sentence of a block. Where sentences that stand
// together rest on the same excerpts, the last alone is marked; where a sentence leads to quotations
// that are all its excerpts, they carry the marks.
func marksOf(blocks []Block, j int) [][]crosscase.ExcerptID {
	list := blocks[j].Sentences
	out := make([][]crosscase.ExcerptID, len(list))
	for i := range list {
		last := i == len(list)-1
		if !last && blocks[j].Kind == BlockParagraph && slices.Equal(list[i].Evidence, list[i+1].Evidence) {
			continue
		}
		if last && strings.HasSuffix(list[i].Text, ":") && quotedBelow(blocks[j+1:], list[i].Evidence) {
			continue
		}
		out[i] = list[i].Evidence
	}
	return out
}

// quotedBelow says whether the quotations that follow are all of some excerpts.
func quotedBelow(blocks []Block, ids []crosscase.ExcerptID) bool {
	missing := map[crosscase.ExcerptID]bool{}
	for _, id := range ids {
		missing[id] = true
	}
	for _, b := range blocks {
		if b.Kind != BlockQuotation {
			break
		}
		delete(missing, b.Quotation.Excerpt)
	}
	return len(missing) == 0
}

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
