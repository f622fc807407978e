package agreement

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// setLabel is how a set is written: its positions in order with | between.
func setLabel(q *crosscase.EvidenceQuestion, set []int32) string {
	if len(set) == 1 {
		return q.Positions[set[0]]
	}
	names := make([]string, len(set))
	for i, k := range set {
		names[i] = q.Positions[k]
	}
	return strings.Join(names, "|")
}

// place puts each voice on its position and counts.
func (c *cell) place() {
	switch c.question.Type {
	case crosscase.SetType:
		c.placeSets()
	case crosscase.Numeric:
		c.placeNumbers()
	default:
		c.labels = c.fixed
		last := int32(len(c.fixed) - 1)
		for i := range c.voices {
			if c.voices[i].mixed {
				c.voices[i].position = last
			}
		}
	}
	c.counts = append(c.counts[:0], make([]int, len(c.labels))...)
	for i := range c.voices {
		c.counts[c.voices[i].position]++
	}
}

func (c *cell) placeSets() {
	c.sets, c.labels = c.sets[:0], nil
	for i := range c.voices {
		c.sets = append(c.sets, c.voices[i].set)
	}
	slices.SortFunc(c.sets, slices.Compare[[]int32])
	c.sets = slices.CompactFunc(c.sets, slices.Equal[[]int32])
	for _, set := range c.sets {
		c.labels = append(c.labels, setLabel(c.question, set))
	}
	for i := range c.voices {
		at, _ := slices.BinarySearchFunc(c.sets, c.voices[i].set, slices.Compare[[]int32])
		c.voices[i].position = int32(at)
	}
}

func (c *cell) placeNumbers() {
	c.numbers, c.labels = c.numbers[:0], nil
	for i := range c.voices {
		if !c.voices[i].mixed {
			c.numbers = append(c.numbers, c.voices[i].value)
		}
	}
	found := camps(c.numbers, c.question.Tolerance)
	for _, camp := range found {
		c.labels = append(c.labels, camp.label())
	}
	c.labels = append(c.labels, c.two)
	for i := range c.voices {
		c.voices[i].position = int32(len(found))
		if !c.voices[i].mixed {
			c.voices[i].position = int32(campOf(found, c.voices[i].value))
		}
	}
}

// isMixed says whether a position is that of the voices with two answers.
func (c *cell) isMixed(position int) bool {
	return c.question.Type != crosscase.SetType && position == len(c.labels)-1
}

// leading is the positions that most voices hold, in order; none without a voice. It is good until the next read.
func (c *cell) leading() []int {
	top := 0
	for _, n := range c.counts {
		top = max(top, n)
	}
	c.lead = c.lead[:0]
	for k, n := range c.counts {
		if n == top && top > 0 {
			c.lead = append(c.lead, k)
		}
	}
	return c.lead
}
