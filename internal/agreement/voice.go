package agreement

import (
	"math"
	"slices"

	"github.com/crosscase/crosscase"
)

// voice is one participant in a cell: which of the cell's codings are theirs, and
// the position they come to.
type voice struct {
	person    int32
	from, to  int32   // in cell.codings
	position  int32   // index into cell.labels
	mixed     bool    // two answers
	set       []int32 // set-valued: what the person named, ascending
	low, high float64 // numeric: lowest and highest answer, and
	value     float64 // the middle of them
}

// cell reads the codings of one question, aspect and row into voices. It is
// scratch space: each read overwrites the last.
type cell struct {
	ev       *crosscase.Evidence
	question *crosscase.EvidenceQuestion
	fixed    []string // labels of a nominal or ordinal question, mixed last
	two      string   // the label of a voice with two answers

	codings    []int32
	says       []int32 // the position each coding gives
	statements []int32 // those of codings that have no participant
	voices     []voice
	silent     int       // participants without an answer
	labels     []string  // positions in order; where there may be mixed voices, they are last
	counts     []int     // voices by position
	sets       [][]int32 // these three are kept only to be filled again
	numbers    []float64
	lead       []int

	groupOf, levelOf []int32 // by participant
	roles, levels    groupVoices
}

// newCell is scratch space for one pass over the evidence.
func newCell(ev *crosscase.Evidence) *cell {
	c := &cell{ev: ev, groupOf: make([]int32, len(ev.Participants)), levelOf: make([]int32, len(ev.Participants))}
	for i := range ev.Participants {
		c.groupOf[i], c.levelOf[i] = ev.Participants[i].Group, ev.Participants[i].Level
	}
	return c
}

// mixedLabel is how the voices with two answers are called beside the question's own positions.
func mixedLabel(q *crosscase.EvidenceQuestion) string {
	if slices.Contains(q.Positions, crosscase.PositionMixed) {
		return "two answers"
	}
	return crosscase.PositionMixed
}

// ask turns the cell to a question.
func (c *cell) ask(q *crosscase.EvidenceQuestion) {
	c.question, c.two = q, mixedLabel(q)
	c.fixed = append(append(make([]string, 0, len(q.Positions)+1), q.Positions...), c.two)
}

// positions is how many positions a voice can be recoded to.
func (c *cell) positions() int {
	switch c.question.Type {
	case crosscase.SetType:
		return 1<<min(len(c.question.Positions), 20) - 1
	case crosscase.Numeric:
		return math.MaxInt32
	}
	return len(c.question.Positions) + 1
}

// read takes the codings of one cell.
func (c *cell) read(r run) {
	codings := r.codings
	c.codings, c.says, c.voices, c.silent = codings, r.says, c.voices[:0], 0
	from := 0
	for from < len(codings) && r.who[from] < 0 {
		from++
	}
	c.statements = codings[:from]
	for from < len(codings) {
		person := r.who[from]
		to := from + 1
		for to < len(codings) && r.who[to] == person {
			to++
		}
		v := voice{person: person, from: int32(from), to: int32(to), position: -1}
		if c.hear(&v) {
			c.voices = append(c.voices, v)
		} else {
			c.silent++
		}
		from = to
	}
	c.place()
}

func (c *cell) coding(i int32) *crosscase.EvidenceCoding { return &c.ev.Codings[i] }

// hear folds a person's codings into one answer; false where there is none.
func (c *cell) hear(v *voice) bool {
	heard := false
	if c.question.Type != crosscase.SetType && c.question.Type != crosscase.Numeric {
		for _, k := range c.says[v.from:v.to] {
			if k >= 0 && int(k) < len(c.question.Positions) {
				v.mixed = v.mixed || heard && v.position != k
				v.position, heard = k, true
			}
		}
		return heard
	}
	for _, i := range c.codings[v.from:v.to] {
		d := c.coding(i)
		if !c.answers(d) {
			continue
		}
		if c.question.Type == crosscase.SetType {
			v.set = union(v.set, d.Set, len(c.question.Positions))
		} else if heard {
			v.low, v.high = min(v.low, d.Number), max(v.high, d.Number)
		} else {
			v.low, v.high = d.Number, d.Number
		}
		heard = true
	}
	if c.question.Type == crosscase.Numeric {
		v.mixed = apart(v.low, v.high, c.question.Tolerance)
		v.value = v.low + (v.high-v.low)/2
	}
	return heard
}

// answers says whether a coding gives an answer of the question's type.
func (c *cell) answers(d *crosscase.EvidenceCoding) bool {
	switch c.question.Type {
	case crosscase.SetType:
		return slices.ContainsFunc(d.Set, func(k int32) bool { return k >= 0 && int(k) < len(c.question.Positions) })
	case crosscase.Numeric:
		return d.HasNumber && !math.IsNaN(d.Number) && !math.IsInf(d.Number, 0)
	}
	return d.Position >= 0 && int(d.Position) < len(c.question.Positions)
}

// apart says whether two numbers differ by more than the tolerance.
func apart(a, b, tolerance float64) bool {
	return math.Abs(a-b) > tolerance+slack*max(1, tolerance)
}

// union adds what is new of more, within [0, positions), to an ascending set.
func union(set, more []int32, positions int) []int32 {
	for _, k := range more {
		if k < 0 || int(k) >= positions {
			continue
		}
		if at, found := slices.BinarySearch(set, k); !found {
			set = slices.Insert(set, at, k)
		}
	}
	return set
}
