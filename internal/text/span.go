package text

import "fmt"

// Span is a half-open stretch [Start, End) of a text in code points. The zero
// value is the empty span at the beginning.
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of code points in s.
func (s Span) Len() int { return s.End - s.Start }

// Empty says whether s holds nothing.
func (s Span) Empty() bool { return s.End <= s.Start }

// Overlaps says whether s and t share a code point; an empty span shares none.
func (s Span) Overlaps(t Span) bool {
	return !s.Empty() && !t.Empty() && s.Start < t.End && t.Start < s.End
}

// Contains says whether all of t lies in s; an empty t lies in s if it touches it.
func (s Span) Contains(t Span) bool { return s.Start <= t.Start && t.End <= s.End }

// Has says whether the code point at offset lies in s.
func (s Span) Has(offset int) bool { return s.Start <= offset && offset < s.End }

// Intersect is what s and t share; false where they share nothing.
func (s Span) Intersect(t Span) (Span, bool) {
	if !s.Overlaps(t) {
		return Span{}, false
	}
	return Span{Start: max(s.Start, t.Start), End: min(s.End, t.End)}, true
}

// Cover is the smallest span holding both.
func (s Span) Cover(t Span) Span {
	return Span{Start: min(s.Start, t.Start), End: max(s.End, t.End)}
}

// Move is s pushed by n code points.
func (s Span) Move(n int) Span { return Span{Start: s.Start + n, End: s.End + n} }

func (s Span) String() string { return fmt.Sprintf("[%d,%d)", s.Start, s.End) }

// BoundsError says that a span does not lie in its text.
type BoundsError struct {
	Span Span
	Len  int // of the text, in code points
}

func (e *BoundsError) Error() string {
	return fmt.Sprintf("span %v does not lie in a text of %d code points", e.Span, e.Len)
}

// check returns a *BoundsError unless 0 <= Start <= End <= length.
func (s Span) check(length int) error {
	if s.Start < 0 || s.End < s.Start || s.End > length {
		return &BoundsError{Span: s, Len: length}
	}
	return nil
}
