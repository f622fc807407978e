package text

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// Apply does steps to a text, one after the other. A step that does not lie in the text is an error.
func Apply(s string, steps []crosscase.TextStep) (string, error) {
	for len(steps) > 0 {
		x := NewIndex(s)
		n := rising(steps)
		var err error
		if n == 0 {
			n = 1
			s, err = move(x, &steps[0])
		} else {
			s, err = replace(x, steps[:n])
		}
		if err != nil {
			return "", err
		}
		steps = steps[n:]
	}
	return s, nil
}

// rising is how many of the first steps replace stretches one behind the other, so that one pass does them.
func rising(steps []crosscase.TextStep) int {
	at := 0
	for i := range steps {
		if steps[i].To != nil || steps[i].Start < at {
			return i
		}
		at = steps[i].Start + Len(steps[i].Text)
	}
	return len(steps)
}

func replace(x *Index, steps []crosscase.TextStep) (string, error) {
	var b strings.Builder
	from, grown := 0, 0 // bytes of the text that are done; by how many code points it is longer so far
	for i := range steps {
		s := &steps[i]
		span := Span{s.Start - grown, s.End - grown}
		if err := span.check(x.Len()); err != nil {
			return "", outside(s, x.Len()+grown)
		}
		start, err := x.Byte(span.Start)
		if err != nil {
			return "", err
		}
		end, err := x.Byte(span.End)
		if err != nil {
			return "", err
		}
		if i == 0 {
			b.Grow(len(x.Text()) + len(s.Text))
		}
		b.WriteString(x.Text()[from:start])
		b.WriteString(s.Text)
		from = end
		grown += Len(s.Text) - span.Len()
	}
	b.WriteString(x.Text()[from:])
	return b.String(), nil
}

func move(x *Index, s *crosscase.TextStep) (string, error) {
	if (Span{s.Start, s.End}).check(x.Len()) != nil || *s.To < 0 || *s.To > x.Len() {
		return "", outside(s, x.Len())
	}
	if s.Start < *s.To && *s.To < s.End {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the stretch from %d to %d cannot be moved into itself, to %d", s.Start, s.End, *s.To)
	}
	low, middle, high := s.Start, s.End, *s.To // the stretches [low,middle) and [middle,high) change places
	if *s.To < s.Start {
		low, middle, high = *s.To, s.Start, s.End
	}
	var at [3]int
	for i, offset := range []int{low, middle, max(middle, high)} {
		var err error
		if at[i], err = x.Byte(offset); err != nil {
			return "", err
		}
	}
	t := x.Text()
	return t[:at[0]] + t[at[1]:at[2]] + t[at[0]:at[1]] + t[at[2]:], nil
}

func outside(s *crosscase.TextStep, length int) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "a step from %d to %d does not lie in the text, which has %d code points there", s.Start, s.End, length)
}

// Invert is the steps that take steps back. They must have Was filled in.
func Invert(steps []crosscase.TextStep) []crosscase.TextStep {
	out := make([]crosscase.TextStep, len(steps))
	for i := range steps {
		out[len(steps)-1-i] = inverse(&steps[i])
	}
	return out
}

func inverse(s *crosscase.TextStep) crosscase.TextStep {
	if s.To == nil {
		return crosscase.TextStep{Start: s.Start, End: s.Start + Len(s.Text), Text: s.Was, Was: s.Text}
	}
	l := legOf(s)
	to := l.start
	if l.landing() < l.start {
		to = l.end
	}
	return crosscase.TextStep{Start: l.landing(), End: l.landing() + l.end - l.start, To: &to}
}

// SameSteps says whether two edits are the same, step by step.
func SameSteps(a, b []crosscase.TextStep) bool {
	return slices.EqualFunc(a, b, func(a, b crosscase.TextStep) bool {
		return legOf(&a) == legOf(&b) && a.Text == b.Text
	})
}

// Weight is about how many code points steps hold, which is what keeping them takes.
func Weight(steps []crosscase.TextStep) int {
	n := 0
	for i := range steps {
		n += 8 + Len(steps[i].Text) + Len(steps[i].Was)
	}
	return n
}
