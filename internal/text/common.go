package text

import (
	"unicode/utf8"
)

// common is how many bytes two texts begin and end with alike. No word of either is cut in two.
func common(a, b string) (lead, tail int) {
	for lead < len(a) && lead < len(b) && a[lead] == b[lead] {
		lead++
	}
	for lead > 0 && (within(a, lead) || within(b, lead)) {
		lead--
	}
	a, b = a[lead:], b[lead:]
	for tail < len(a) && tail < len(b) && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	for tail > 0 && (within(a, len(a)-tail) || within(b, len(b)-tail)) {
		tail--
	}
	return lead, tail
}

// within says whether a place lies within a code point or a word.
func within(s string, at int) bool {
	if at <= 0 || at >= len(s) {
		return false
	}
	if !utf8.RuneStart(s[at]) {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(s[:at])
	behind, _ := utf8.DecodeRuneInString(s[at:])
	return inWord(before) && inWord(behind)
}
