package text

import "github.com/crosscase/crosscase"

// Fate says what became of a span when its text was edited.
type Fate int

// The fates are:
const (
	Kept    Fate = iota // the same code points, allowing for what was put in or taken out elsewhere
	Changed             // something was put in or taken out within it
	Lost                // nothing of it is left; Span is empty, where it stood
)

var fates = [...]string{"kept", "changed", "lost"}

func (f Fate) String() string { return fates[f] }

// Carried is a span taken through an edit.
type Carried struct {
	Span Span // in the new text
	Fate Fate
}

// Path is what an edit does to places: its steps without the words. It is small, and quick to follow.
type Path []leg

// leg is one step: [start,end) becomes put code points, or goes to before to.
type leg struct {
	start, end, put, to int
	moves               bool
}

// PathOf is the way that steps take places.
func PathOf(steps []crosscase.TextStep) Path {
	path := make(Path, len(steps))
	for i := range steps {
		path[i] = legOf(&steps[i])
	}
	return path
}

func legOf(s *crosscase.TextStep) leg {
	if s.To != nil {
		return leg{start: s.Start, end: s.End, to: *s.To, moves: true}
	}
	return leg{start: s.Start, end: s.End, put: Len(s.Text)}
}

// Carry takes a span through an edit.
//
// The rules, for each step in turn, are:
//   - what is put in right before or behind a span stays outside, what is put in inside it is inside;
//   - what replaces a stretch wholly inside a span, edges included, is inside; so what replaces exactly all
//     of it takes its place;
//   - what replaces a stretch across its edge stays outside, and the span keeps what is left of it;
//   - where all of it is deleted, or replaced together with something next to it, it is lost;
//   - a stretch that is moved takes the spans within it along; to others it is taken out and put in;
//   - an empty span stays before what is put in at its place; where what stood before it was taken out, it has
//     changed, since nothing else tells where it was.
func (p Path) Carry(s Span) Carried {
	c := Carried{Span: s}
	for i := range p {
		l := &p[i]
		if !l.moves {
			c.replace(l.start, l.end, l.put)
			continue
		}
		switch {
		case l.landing() == l.start:
		case l.takes(c.Span):
			c.Span = c.Span.Move(l.landing() - l.start)
		default:
			c.replace(l.start, l.end, 0)
			c.replace(l.landing(), l.landing(), l.end-l.start)
		}
	}
	return c
}

// takes says whether a move takes a span along.
func (l *leg) takes(s Span) bool {
	if s.Empty() {
		return l.start < s.Start && s.Start < l.end
	}
	return l.start <= s.Start && s.End <= l.end
}

// landing is where a moved stretch begins afterwards.
func (l *leg) landing() int {
	if l.to > l.start {
		return l.to - (l.end - l.start)
	}
	return l.to
}

// replace is [a,b) becoming n code points.
func (c *Carried) replace(a, b, n int) {
	s := &c.Span
	d := n - (b - a)
	switch {
	case s.Start == s.End:
		switch {
		case s.Start <= a:
		case s.Start > b || a == b:
			*s = s.Move(d)
		default:
			if s.Start == b {
				a += n
			}
			*s, c.Fate = Span{a, a}, Changed
		}
	case b <= s.Start:
		*s = s.Move(d)
	case a >= s.End:
	case a <= s.Start && b >= s.End && (n == 0 || b-a > s.Len()):
		*s, c.Fate = Span{a, a}, Lost
	case a >= s.Start && b <= s.End:
		s.End, c.Fate = s.End+d, Changed
	case a < s.Start:
		*s, c.Fate = Span{a + n, s.End + d}, Changed
	default:
		s.End, c.Fate = a, Changed
	}
}

// place takes a place between two code points through one step. What is put in right there comes behind it,
// or, with after, before it.
func (l *leg) place(at int, after bool) int {
	if !l.moves {
		return placeIn(at, l.start, l.end, l.put, after)
	}
	if l.start < at && at < l.end || l.landing() == l.start {
		return at + l.landing() - l.start
	}
	return placeIn(placeIn(at, l.start, l.end, 0, after), l.landing(), l.landing(), l.end-l.start, after)
}

func placeIn(at, a, b, n int, after bool) int {
	switch {
	case at > b, at == b && (a < b || after):
		return at + n - (b - a)
	case at <= a:
		return at
	case after:
		return a + n
	}
	return a
}

// place takes a place through an edit.
func (p Path) place(at int, after bool) int {
	for i := range p {
		at = p[i].place(at, after)
	}
	return at
}

// Touched are the stretches of the new text that an edit put in, and, empty, the places where it took
// something out or let two stretches meet that did not before. They come in the order of the steps.
func (p Path) Touched() []Span {
	var touched []Span
	last := 0 // no stretch so far ends behind it
	for i := range p {
		l := &p[i]
		if l.start < last || l.moves {
			last = 0
			for k, t := range touched {
				touched[k] = Span{l.place(t.Start, false), l.place(t.End, true)}
				last = max(last, touched[k].End)
			}
		}
		if l.moves {
			gap, at, n := l.start, l.landing(), l.end-l.start
			if at < gap {
				gap += n
			}
			touched = append(touched, Span{gap, gap}, Span{at, at}, Span{at + n, at + n})
			last = max(last, gap, at+n)
			continue
		}
		touched = append(touched, Span{l.start, l.start + l.put})
		last = max(last, l.start+l.put)
	}
	return touched
}
