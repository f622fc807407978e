package text

import (
	"sort"
	"strings"
)

// Fate says what became of a span when its text was edited.
type Fate int

// The fates are:
const (
	Kept    Fate = iota // the same words where they were, allowing for what was put in or taken out before them
	Changed             // the words between the same neighbours; some of them are others now
	Moved               // the same words, found elsewhere by quotation
	Lost                // the words are gone; Span is where they were taken out
)

var fates = [...]string{"kept", "changed", "moved", "lost"}

func (f Fate) String() string { return fates[f] }

// Carried is a span taken from one version of a text to the next.
type Carried struct {
	Span Span   // in the new text
	Fate Fate   //
	Was  string // the words it had in the old text
}

// context is how many code points on each side of a quotation tell two places
// with the same words apart.
const context = 32

// Carry takes spans of old to where they are in edited. The answer has one
// element for each span, in the same order. A span that does not lie in old is a
// *BoundsError and nothing is carried.
//
// The rules are:
//   - the texts are compared word by word; a span goes where its words went;
//   - what was put in right before or behind a span stays outside, what was put in inside it is inside;
//   - where a word at the edge of a span was replaced, its replacement is inside: a corrected
//     typing error does not shorten an excerpt;
//   - where the words there are not the same any more, the old words are looked for in what was put
//     in elsewhere, and a place with them counts if the text before or behind it is the same too, or if
//     the words are many and stand only once: a paragraph that was moved takes its excerpts along;
//   - where less than a third of the letters is left and nothing was found, the span is lost: its
//     place is kept as an empty span and its words in Was, so that a person can decide;
//   - an empty span is kept at its place.
func Carry(old, edited string, spans []Span) ([]Carried, error) {
	before := NewIndex(old)
	for _, s := range spans {
		if err := s.check(before.Len()); err != nil {
			return nil, err
		}
	}
	carried := make([]Carried, len(spans))
	if old == edited {
		for i, s := range spans {
			was, err := before.Slice(s)
			if err != nil {
				return nil, err
			}
			carried[i] = Carried{Span: s, Fate: Kept, Was: was}
		}
		return carried, nil
	}
	e := &edit{before: before, after: NewIndex(edited), hunks: Diff(old, edited), old: []rune(old), edited: []rune(edited)}
	for i, s := range spans {
		one, err := e.carry(s)
		if err != nil {
			return nil, err
		}
		carried[i] = one
	}
	return carried, nil
}

// edit is what happened between two versions of a text.
type edit struct {
	before, after *Index
	hunks         []Hunk
	old, edited   []rune
}

func (e *edit) carry(s Span) (Carried, error) {
	was, err := e.before.Slice(s)
	if err != nil {
		return Carried{}, err
	}
	place, left := byPosition(e.clear(s), s)
	now, err := e.after.Slice(place)
	if err != nil {
		return Carried{}, err
	}
	here := Span{Start: place.Start, End: place.Start}
	if s.Empty() {
		return Carried{Span: here, Fate: Kept}, nil
	}
	if now == was {
		return Carried{Span: place, Fate: Kept, Was: was}, nil
	}
	if found, ok := e.findQuote(s, was, place.Start); ok {
		return Carried{Span: found, Fate: Moved, Was: was}, nil
	}
	if 3*left >= s.Len() && strings.TrimSpace(now) != "" {
		return Carried{Span: place, Fate: Changed, Was: was}, nil
	}
	return Carried{Span: here, Fate: Lost, Was: was}, nil
}

// clear is the hunks with those that only delete or only put in pushed out of s
// where they can be. Which of two equal neighbours was deleted, or came second,
// cannot be seen; that it was the one outside s is the kinder answer.
func (e *edit) clear(s Span) []Hunk {
	hunks := e.hunks
	first := sort.Search(len(hunks), func(i int) bool { return hunks[i].Old.End > s.Start })
	for i := first; i < len(hunks) && hunks[i].Old.Start < s.End; i++ {
		h, low, high := hunks[i], Hunk{}, Hunk{Old: Span{Start: len(e.old)}, New: Span{Start: len(e.edited)}}
		if i > 0 {
			low = hunks[i-1]
		}
		if i+1 < len(hunks) {
			high = hunks[i+1]
		}
		var n int
		var ok bool
		out := func(n int) bool { return h.Old.End+n <= s.Start || h.Old.Start+n >= s.End }
		switch {
		case h.New.Empty():
			n, ok = slide(e.old, h.Old, low.Old.End, high.Old.Start, out)
		case h.Old.Empty():
			n, ok = slide(e.edited, h.New, low.New.End, high.New.Start, out)
		}
		if !ok {
			continue
		}
		if &hunks[0] == &e.hunks[0] {
			hunks = append([]Hunk(nil), e.hunks...)
		}
		hunks[i] = Hunk{Old: h.Old.Move(n), New: h.New.Move(n)}
	}
	return hunks
}

// slide is how far a stretch can be pushed within [low, high) over the same
// letters until it is out.
func slide(runes []rune, stretch Span, low, high int, out func(n int) bool) (int, bool) {
	for g, n := stretch, 0; g.End < high && runes[g.Start] == runes[g.End]; {
		if g, n = g.Move(1), n+1; out(n) {
			return n, true
		}
	}
	for g, n := stretch, 0; g.Start > low && runes[g.Start-1] == runes[g.End-1]; {
		if g, n = g.Move(-1), n-1; out(n) {
			return n, true
		}
	}
	return 0, false
}

// byPosition is where s is behind hunks by position, and how many of its code points are still there.
func byPosition(hunks []Hunk, s Span) (Span, int) {
	left := s.Len()
	shift := 0
	place := Span{Start: -1, End: -1}
	for _, h := range hunks {
		if h.Old.Start >= s.End && !(s.Empty() && h.Old.End <= s.Start) {
			break
		}
		if h.Old.End <= s.Start {
			shift = h.New.End - h.Old.End
			continue
		}
		common, ok := h.Old.Intersect(s)
		if ok {
			left -= common.Len()
		}
		if h.Old.Start <= s.Start && place.Start < 0 {
			place.Start = h.New.Start
		}
		if h.Old.End >= s.End {
			place.End = h.New.End
		}
		if place.Start < 0 {
			place.Start = s.Start + shift
		}
		shift = h.New.End - h.Old.End
	}
	if place.Start < 0 {
		place.Start = s.Start + shift
	}
	if place.End < 0 {
		place.End = s.End + shift
	}
	return place, left
}

// findQuote looks for the words of s in what the edit put in, nearest to where
// they should be. A place that the edit did not touch held the same words before
// and is another one: not every "Yes." is the one that was coded.
func (e *edit) findQuote(s Span, was string, near int) (Span, bool) {
	if strings.TrimSpace(was) == "" {
		return Span{}, false
	}
	var places []Span
	for _, p := range Locate(e.after.Text(), was) {
		i := sort.Search(len(e.hunks), func(i int) bool { return e.hunks[i].New.End > p.Start })
		if i < len(e.hunks) && e.hunks[i].New.Start < p.End {
			places = append(places, p)
		}
	}
	if len(places) == 0 {
		return Span{}, false
	}
	const many = 40 // code points
	if len(places) == 1 && s.Len() >= many && len(Locate(e.before.Text(), was)) == 1 {
		return places[0], true
	}
	best, bestScore, bestFar := Span{}, 0, 0
	ahead, behind := around(e.before, s)
	for _, p := range places {
		a, b := around(e.after, p)
		score := max(suffix(ahead, a), prefix(behind, b))
		far := max(p.Start-near, near-p.Start)
		if score > bestScore || score == bestScore && score > 0 && far < bestFar {
			best, bestScore, bestFar = p, score, far
		}
	}
	return best, bestScore > 0
}

// around is the context of s on either side.
func around(x *Index, s Span) (ahead, behind []rune) {
	a, err := x.Slice(Span{Start: max(0, s.Start-context), End: s.Start})
	if err != nil {
		return nil, nil
	}
	b, err := x.Slice(Span{Start: s.End, End: min(x.Len(), s.End+context)})
	if err != nil {
		return nil, nil
	}
	return []rune(a), []rune(b)
}

// suffix scores how far two contexts agree backwards from the quotation: the
// whole of the context, which may be cut short by the beginning of the text, or nothing.
func suffix(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return enough(n, len(a), len(b))
}

func prefix(a, b []rune) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return enough(n, len(a), len(b))
}

// enough turns n agreeing code points into a score: a third of a full context is
// the least, unless both texts end there.
func enough(n, a, b int) int {
	if n >= context/3 || n == a && n == b {
		return n + 1
	}
	return 0
}
