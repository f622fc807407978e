package report

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
)

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

var inFigures = regexp.MustCompile(`[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?%?`)

// numberWords are the counts that reports put in words.
var numberWords = func() map[string]string {
	out := map[string]string{"no": "0", "none": "0", "nobody": "0", "both": "2"}
	for n := range 100 {
		out[strings.ToLower(spelled(digits(n)))] = digits(n)
	}
	for n, word := range small[1:] {
		out[word] = digits(n + 1)
	}
	return out
}()

// NumbersIn are the numbers of a text in order of size as text, in figures whether it has them so or in words: "Two of
// the 12" and "2 of the twelve" hold the same.
func NumbersIn(s string) []string {
	var out []string
	for _, n := range inFigures.FindAllString(s, -1) {
		out = append(out, strings.ReplaceAll(n, ",", ""))
	}
	words := strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && r != '-' })
	for _, w := range words {
		if n, ok := numberWords[w]; ok {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return out
}

// OtherNumbers are the numbers that a text has and the record has not, and the other way round; "one" and "no" are
// words of the language too, so they count only where figures stand against them.
func OtherNumbers(text, record string) (only, missing []string) {
	count := func(list []string) map[string]int {
		out := map[string]int{}
		for _, n := range list {
			if n != "0" && n != "1" {
				out[n]++
			}
		}
		return out
	}
	a, b := count(NumbersIn(text)), count(NumbersIn(record))
	for _, n := range slices.Sorted(maps.Keys(a)) {
		if a[n] > b[n] {
			only = append(only, n)
		}
	}
	for _, n := range slices.Sorted(maps.Keys(b)) {
		if b[n] > a[n] {
			missing = append(missing, n)
		}
	}
	return only, missing
}
