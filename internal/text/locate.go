package text

import "strings"

// Locate is every place where quote stands in s, code point for code point, in
// text order; occurrences may overlap. An empty quote stands nowhere.
func Locate(s, quote string) []Span {
	if quote == "" {
		return nil
	}
	var found []Span
	length := Len(quote)
	at, offset := 0, 0
	for {
		next := strings.Index(s[at:], quote)
		if next < 0 {
			return found
		}
		offset += Len(s[at : at+next])
		at += next
		found = append(found, Span{Start: offset, End: offset + length})
		step := skip(s[at:], 1)
		at += step
		offset++
	}
}
