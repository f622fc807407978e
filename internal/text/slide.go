package text

// farthest bounds how far an insertion or deletion is pushed over equal letters.
const farthest = 4096

// keepClear pushes hunks that only delete or only put in out of the spans kept, where they can be. Which of two
// equal neighbours was deleted, or came second, cannot be seen; that it was the one outside is the kinder answer.
func keepClear(hunks []Hunk, old, edited string, kept []Span) {
	var a, b []rune
	for i, h := range hunks {
		if !h.New.Empty() && !h.Old.Empty() || touching(h.Old, kept) == 0 {
			continue
		}
		if a == nil {
			a, b = []rune(old), []rune(edited)
		}
		low, high := Hunk{}, Hunk{Old: Span{Start: len(a)}, New: Span{Start: len(b)}}
		if i > 0 {
			low = hunks[i-1]
		}
		if i+1 < len(hunks) {
			high = hunks[i+1]
		}
		out := func(n int) bool { return touching(h.Old.Move(n), kept) == 0 }
		var n int
		if h.New.Empty() {
			n = slide(a, h.Old, low.Old.End, high.Old.Start, out)
		} else {
			n = slide(b, h.New, low.New.End, high.New.Start, out)
		}
		hunks[i] = Hunk{Old: h.Old.Move(n), New: h.New.Move(n)}
	}
}

// touching counts the spans within which a deletion, or an insertion, would be.
func touching(h Span, spans []Span) int {
	n := 0
	for _, s := range spans {
		if h.Overlaps(s) || h.Empty() && s.Start < h.Start && h.Start < s.End {
			n++
		}
	}
	return n
}

// slide is how far a stretch can be pushed within [low, high) over the same letters until it is out; 0 where it cannot.
func slide(runes []rune, stretch Span, low, high int, out func(n int) bool) int {
	for g, n := stretch, 0; g.End < high && n < farthest && runes[g.Start] == runes[g.End]; {
		if g, n = g.Move(1), n+1; out(n) {
			return n
		}
	}
	for g, n := stretch, 0; g.Start > low && -n < farthest && runes[g.Start-1] == runes[g.End-1]; {
		if g, n = g.Move(-1), n-1; out(n) {
			return n
		}
	}
	return 0
}
