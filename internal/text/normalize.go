package text

import (
	"sort"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

const byteOrderMark = '\uFEFF'

// Normalize puts s into the form every text of a study is kept in; the rules are
// in the package documentation. It is idempotent.
func Normalize(s string) string {
	if isNormal(s) {
		return s
	}
	return norm.NFC.String(clean(s, nil))
}

// NormalizeShift is Normalize with the way from offsets in s to offsets in the result.
func NormalizeShift(s string) (string, Shift) {
	var shift Shift
	if isNormal(s) {
		return s, shift
	}
	cleaned := clean(s, &shift)
	if norm.NFC.IsNormalString(cleaned) {
		return cleaned, shift
	}
	composed, second := compose(cleaned)
	return composed, Shift{first: shift.first, second: second}
}

// isNormal spares the common case a copy.
func isNormal(s string) bool {
	plain := true
	for i := 0; i < len(s) && plain; i++ {
		plain = s[i] < utf8.RuneSelf && s[i] != '\r' && s[i] != 0
	}
	if plain {
		return true
	}
	return !strings.ContainsAny(s, "\r\x00\u2028\u2029\uFEFF") && utf8.ValidString(s) && norm.NFC.IsNormalString(s)
}

// clean does all of Normalize but the composition, and notes where lengths change.
func clean(s string, shift *Shift) string {
	var b strings.Builder
	b.Grow(len(s))
	from, to := 0, 0
	lead, pendingCR := true, false
	for i := 0; i < len(s); {
		r, width := utf8.DecodeRuneInString(s[i:])
		i += width
		from++
		if lead && r == byteOrderMark {
			shift.note(from, to)
			continue
		}
		lead = false
		if r == '\n' && pendingCR {
			pendingCR = false
			shift.note(from, to)
			continue
		}
		pendingCR = r == '\r'
		switch r {
		case '\r', '\u2028', '\u2029':
			r = '\n'
		case 0:
			r = utf8.RuneError
		}
		b.WriteRune(r)
		to++
	}
	return b.String()
}

// compose is NFC with the steps at which offsets move.
func compose(s string) (string, []step) {
	var b strings.Builder
	b.Grow(len(s))
	var steps []step
	var iter norm.Iter
	iter.InitString(norm.NFC, s)
	from, to := 0, 0
	for !iter.Done() {
		before := iter.Pos()
		segment := iter.Next()
		was, is := utf8.RuneCountInString(s[before:iter.Pos()]), utf8.RuneCount(segment)
		from, to = from+was, to+is
		b.Write(segment)
		if was != is {
			steps = append(steps, step{from, to})
		}
	}
	return b.String(), steps
}

// Shift maps offsets of a text as it came to offsets of its normal form.
// The zero value changes nothing.
type Shift struct {
	first, second []step
}

// step says that offset from of the old text is offset to of the new one, and
// that both run in parallel from there to the next step.
type step struct{ from, to int }

// note records a step; a nil Shift forgets it. Steps that follow one another
// without a kept code point between them are one.
func (s *Shift) note(from, to int) {
	if s == nil {
		return
	}
	if n := len(s.first); n > 0 && s.first[n-1].to == to && s.first[n-1].from == from-1 {
		s.first[n-1].from = from
		return
	}
	s.first = append(s.first, step{from, to})
}

// At is the offset in the normal form of offset in the original. An offset
// inside something that was composed or dropped goes to the end of what stands
// there now.
func (s Shift) At(offset int) int {
	return through(s.second, through(s.first, offset))
}

// Span carries both ends over.
func (s Shift) Span(span Span) Span {
	return Span{Start: s.At(span.Start), End: s.At(span.End)}
}

func through(steps []step, offset int) int {
	i := sort.Search(len(steps), func(i int) bool { return steps[i].from > offset })
	last := step{}
	if i > 0 {
		last = steps[i-1]
	}
	to := last.to + offset - last.from
	// Inside the stretch that the next step shortens, parallel running would overshoot it.
	if i < len(steps) && to > steps[i].to {
		to = steps[i].to
	}
	return to
}
