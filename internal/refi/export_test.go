package refi

import "github.com/crosscase/crosscase/internal/text"

// SliceOn is what a selection holds.
func SliceOn(raw string, c Convention, start, end int64) string {
	from, to, _, _ := NewScale(raw, c).span(start, end)
	s, err := text.Slice(foldBreaks(raw), from, to)
	if err != nil {
		panic(err)
	}
	return s
}
