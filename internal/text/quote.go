package text

import (
	"slices"
	"strings"
)

// context is how many code points on each side of a quotation tell two places
// with the same words apart.
const context = 32

// Quotations finds words again that an edit took out in one place and put in in another, or puts in again.
type Quotations struct {
	after   *Index
	touched []Span
}

// NewQuotations looks in a text for what an edit did to it.
func NewQuotations(after *Index, path Path) *Quotations {
	return &Quotations{after: after, touched: path.Touched()}
}

// Moved finds the words of a span of the text before that the edit has lost; near is where they stood, in the new text.
//
// The rules are:
//   - only places that the edit touched count: any other held the same words before, and not every "Yes." is the
//     one that was coded;
//   - a place counts if the text before or behind it is the same as around the span, or if the words are many and
//     stand nowhere else, before or after;
//   - of several the one with most of the same around it, then the nearest.
func (q *Quotations) Moved(before *Index, s Span, near int) (Span, bool) {
	words, err := before.Slice(s)
	if err != nil || strings.TrimSpace(words) == "" {
		return Span{}, false
	}
	places := q.places(words)
	if len(places) == 0 {
		return Span{}, false
	}
	const many = 40 // code points
	if s.Len() >= many && once(q.after.Text(), words) && once(before.Text(), words) {
		return places[0], true
	}
	best, bestScore, bestFar := Span{}, 0, 0
	ahead, behind := around(before, s)
	for _, p := range places {
		a, b := around(q.after, p)
		score := max(suffix(ahead, a), prefix(behind, b))
		far := max(p.Start-near, near-p.Start)
		if score > bestScore || score == bestScore && score > 0 && far < bestFar {
			best, bestScore, bestFar = p, score, far
		}
	}
	return best, bestScore > 0
}

// Back finds words that were lost earlier, which stood at near.
//
// The rules are:
//   - only places that the edit touched count;
//   - words that stand again where they stood are back;
//   - elsewhere they are if they are not few and stand nowhere else in the text: nobody can say which of several
//     equal words was meant.
func (q *Quotations) Back(words string, near int) (Span, bool) {
	if strings.TrimSpace(words) == "" {
		return Span{}, false
	}
	places := q.places(words)
	for _, p := range places {
		if p.Start <= near && near <= p.End {
			return p, true
		}
	}
	const few = 12 // code points
	if len(places) == 1 && Len(words) >= few && once(q.after.Text(), words) {
		return places[0], true
	}
	return Span{}, false
}

// once says whether words stand once in a text.
func once(s, words string) bool {
	first := strings.Index(s, words)
	return first >= 0 && first == strings.LastIndex(s, words)
}

// places are where words stand at a place that the edit touched, in text order.
func (q *Quotations) places(words string) []Span {
	n := Len(words)
	var places []Span
	for _, t := range q.touched {
		window := Span{max(0, t.Start-n+1), min(q.after.Len(), t.End+n-1)}
		if window.Len() < n {
			continue
		}
		body, err := q.after.Slice(window)
		if err != nil || !strings.Contains(body, words) {
			continue
		}
		for _, p := range Locate(body, words) {
			if p = p.Move(window.Start); p.Overlaps(t) || t.Empty() && p.Start < t.Start && t.Start < p.End {
				places = append(places, p)
			}
		}
	}
	slices.SortFunc(places, func(a, b Span) int { return a.Start - b.Start })
	return slices.Compact(places)
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
