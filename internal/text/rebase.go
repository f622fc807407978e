package text

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// Clash is where two edits of the same text touched the same place.
type Clash struct {
	Ours, Theirs int  // the steps
	Span         Span // where both were, in the text after all of theirs
}

// Rebase takes two edits that were made of the same text over each other: ours2 does after theirs what ours does
// before, and theirs2 does after ours what theirs does before, and both ways end in the same text. Where the two
// touched the same place it returns a Clash instead.
//
// The rules are:
//   - two replacements clash where they share a code point, where one puts something in inside the stretch of the
//     other, and where both put something in at the same place, since nobody can say which comes first;
//   - a replacement within a stretch that is moved goes along; one at its edge, or across it, clashes, and so
//     does one across the place it is moved to, or that puts something in just there;
//   - two moves clash where their stretches share a place or one goes to within or beside the other's.
func Rebase(ours, theirs []crosscase.TextStep) (ours2, theirs2 []crosscase.TextStep, clash *Clash) {
	ours2, theirs2 = slices.Clone(ours), slices.Clone(theirs)
	for i := range ours2 {
		for k := range theirs2 {
			x, y, ok := cross(ours2[i], theirs2[k])
			if !ok {
				return nil, nil, &Clash{Ours: i, Theirs: k, Span: bothAt(&ours2[i], theirs2[k:], ours2[:i])}
			}
			ours2[i], theirs2[k] = x, y
		}
	}
	return ours2, theirs2, nil
}

// bothAt is the stretch that a step and the first of others touch, taken through the others, and back over what was
// done before the step.
func bothAt(s *crosscase.TextStep, others, done []crosscase.TextStep) Span {
	span := Span{s.Start, s.End}
	o := Span{others[0].Start, others[0].End}
	if o.Start <= span.End && span.Start <= o.End {
		span = span.Cover(o)
	}
	path := append(PathOf(others), PathOf(Invert(done))...)
	from, to := path.place(span.Start, false), path.place(span.End, true)
	return Span{min(from, to), max(from, to)}
}

// cross takes two steps on the same text over each other.
func cross(x, y crosscase.TextStep) (x2, y2 crosscase.TextStep, ok bool) {
	switch {
	case x.To == nil && y.To == nil:
		return crossReplacements(x, y)
	case x.To == nil:
		return crossMove(x, y)
	case y.To == nil:
		y2, x2, ok = crossMove(y, x)
		return x2, y2, ok
	}
	return crossMoves(x, y)
}

func crossReplacements(x, y crosscase.TextStep) (x2, y2 crosscase.TextStep, ok bool) {
	switch {
	case x.Start == y.Start && (x.Start == x.End) == (y.Start == y.End):
		return x, y, false // two insertions at one place, or two stretches that begin alike
	case x.End <= y.Start:
		return x, shifted(y, Len(x.Text)-(x.End-x.Start)), true
	case y.End <= x.Start:
		return shifted(x, Len(y.Text)-(y.End-y.Start)), y, true
	}
	return x, y, false
}

func shifted(s crosscase.TextStep, n int) crosscase.TextStep {
	s.Start, s.End = s.Start+n, s.End+n
	if s.To != nil {
		to := *s.To + n
		s.To = &to
	}
	return s
}

// crossMove takes a replacement and a move over each other.
func crossMove(x, y crosscase.TextStep) (x2, y2 crosscase.TextStep, ok bool) {
	to, d, l := *y.To, Len(x.Text)-(x.End-x.Start), legOf(&y)
	switch inserts := x.Start == x.End; {
	case y.Start < x.End && x.Start < y.End:
		if x.Start < y.Start || x.End > y.End {
			return x, y, false
		}
		x2 = shifted(x, l.landing()-y.Start)
		y2 = y
		y2.End += d
		if to > y.Start {
			to += d
		}
		y2.To = &to
		return x2, y2, true
	case inserts && (x.Start == y.Start || x.Start == y.End || x.Start == to), x.Start < to && to < x.End:
		return x, y, false
	}
	start := l.place(x.Start, x.Start >= to)
	x2 = shifted(x, start-x.Start)
	y2 = y
	if x.End <= y.Start {
		y2.Start, y2.End = y.Start+d, y.End+d
	}
	if x.End <= to {
		to += d
	}
	y2.To = &to
	return x2, y2, true
}

func crossMoves(x, y crosscase.TextStep) (x2, y2 crosscase.TextStep, ok bool) {
	near := func(at int, s *crosscase.TextStep) bool { return s.Start <= at && at <= s.End }
	if x.Start <= y.End && y.Start <= x.End || near(*x.To, &y) || near(*y.To, &x) || *x.To == *y.To {
		return x, y, false
	}
	return movedBy(x, &y), movedBy(y, &x), true
}

// movedBy is a move after another one that is nowhere near.
func movedBy(x crosscase.TextStep, y *crosscase.TextStep) crosscase.TextStep {
	l := legOf(y)
	to := l.place(*x.To, false)
	x2 := shifted(x, l.place(x.Start, false)-x.Start)
	x2.To = &to
	return x2
}
