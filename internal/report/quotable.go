package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// leftOut is what may stand in a quotation beside the words of its excerpt: an ellipsis that is marked as one, or what
// the writer puts in, in square brackets.
var leftOut = regexp.MustCompile(`\[[^\[\]]*\]|…|\.{3}`)

// Misquoted says whether a quotation has other words than those of its excerpt, and if so from which words on.
//
// The rules are:
//   - an ellipsis (…, ..., [...]) stands for words left out, of which there may be any number;
//   - words in square brackets are the writer's: they are put in, or stand for words left out;
//   - quotation marks around it and the width of white space do not count; every other sign does;
//   - what stands between these must stand in the excerpt, in that order.
func Misquoted(quotation, excerpt string) (from string, wrong bool) {
	quotation = unquoted(quotation)
	rest := folded(excerpt)
	for i, piece := range leftOut.Split(quotation, -1) {
		piece = folded(piece)
		if piece == "" {
			continue
		}
		at := strings.Index(rest, piece)
		if i == 0 {
			at = beginning(rest, piece)
		}
		if at < 0 {
			return firstWrong(piece, rest), true
		}
		rest = rest[at+len(piece):]
	}
	if rest != "" && !strings.HasPrefix(rest, " ") && !startsWithSign(rest) && endsInWord(quotation) {
		return lastWord(quotation), true
	}
	return "", false
}

// beginning is the first place where words stand that begin there as a word does; below 0 where there is none.
func beginning(text, words string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], words)
		if at < 0 {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		first, size := utf8.DecodeRuneInString(text[at:])
		if at == 0 || !isWord(before) || !isWord(first) {
			return at
		}
		from = at + size
	}
}

// unquoted takes off the quotation marks that enclose a quotation.
func unquoted(s string) string {
	s = strings.TrimSpace(s)
	for _, pair := range [][2]string{{"“", "”"}, {"‘", "’"}, {`"`, `"`}, {"«", "»"}, {"„", "“"}} {
		if inner, ok := strings.CutPrefix(s, pair[0]); ok {
			if inner, ok = strings.CutSuffix(inner, pair[1]); ok {
				return inner
			}
		}
	}
	return s
}

func folded(s string) string { return strings.Join(strings.Fields(s), " ") }

// firstWrong is where a piece leaves the excerpt: its longest beginning that stands there is left off, back to a word.
func firstWrong(piece, excerpt string) string {
	words := strings.Fields(piece)
	for n := len(words) - 1; n > 0; n-- {
		if beginning(excerpt, strings.Join(words[:n], " ")) >= 0 {
			return strings.Join(words[n:min(n+6, len(words))], " ")
		}
	}
	return strings.Join(words[:min(6, len(words))], " ")
}

func startsWithSign(s string) bool {
	return !isWord([]rune(s)[0])
}

func endsInWord(s string) bool {
	runes := []rune(strings.TrimSpace(s))
	return len(runes) > 0 && isWord(runes[len(runes)-1])
}

func lastWord(s string) string {
	words := strings.Fields(s)
	return words[len(words)-1]
}
