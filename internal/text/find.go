package text

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// How says how what is looked for is meant.
type How string

// The ways are:
const (
	Exact  How = "exact"  // these letters, large or small, also within words
	Words  How = "words"  // these whole words in this order, whatever stands between them that is no word
	Regexp How = "regexp" // a regular expression in RE2's syntax, large or small letters alike
)

// Finder looks for one thing in many texts.
type Finder struct {
	pattern *regexp.Regexp
	whole   bool // only whole words count
}

// NewFinder prepares a search. The error is in words for a person.
func NewFinder(what string, how How) (*Finder, error) {
	if strings.TrimSpace(what) == "" {
		return nil, fmt.Errorf("there is nothing to look for: type some letters")
	}
	expression := what
	switch how {
	case Exact, "":
		expression = regexp.QuoteMeta(what)
	case Words:
		words := strings.FieldsFunc(what, func(r rune) bool { return !inWord(r) })
		if len(words) == 0 {
			return nil, fmt.Errorf("%q holds no word: look for the exact letters instead", what)
		}
		for i, w := range words {
			words[i] = regexp.QuoteMeta(w)
		}
		expression = strings.Join(words, `[^\pL\pN\pM]+`)
	case Regexp:
	default:
		return nil, fmt.Errorf("%q is no way to search: use exact, words or regexp", how)
	}
	pattern, err := regexp.Compile("(?im)" + expression)
	if err != nil {
		return nil, fmt.Errorf("that is no regular expression: %s", strings.TrimPrefix(err.Error(), "error parsing regexp: "))
	}
	return &Finder{pattern: pattern, whole: how == Words}, nil
}

// Find lists the places in a text, in order, that do not overlap; at most limit, 0 is all.
func (f *Finder) Find(x *Index, limit int) ([]Span, error) {
	var out []Span
	body := x.Text()
	for at := 0; at <= len(body); {
		found := f.pattern.FindStringIndex(body[at:])
		if found == nil {
			break
		}
		from, to := at+found[0], at+found[1]
		if from == to { // a pattern may find nothing at all, which is no place
			_, width := utf8.DecodeRuneInString(body[to:])
			at = to + max(width, 1)
			continue
		}
		if f.whole && !whole(body, from, to) {
			_, width := utf8.DecodeRuneInString(body[from:])
			at = from + width
			continue
		}
		start, err := x.CodePoint(from)
		if err != nil {
			return nil, err
		}
		end, err := x.CodePoint(to)
		if err != nil {
			return nil, err
		}
		out = append(out, Span{Start: start, End: end})
		if len(out) == limit {
			break
		}
		at = to
	}
	return out, nil
}

// whole says whether bytes [from, to) do not cut a word.
func whole(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return (from == 0 || !inWord(before)) && (to == len(s) || !inWord(after))
}

func inWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// Sentence widens a span to the sentences that it lies in, within its line. A sentence ends behind a full stop,
// question or exclamation mark, or their like, that a blank follows.
func Sentence(runes []rune, s Span) Span {
	start, end := s.Start, s.End
	for start > 0 && runes[start-1] != '\n' && !sentenceEnds(runes, start-1) {
		start--
	}
	for start < s.Start && unicode.IsSpace(runes[start]) {
		start++
	}
	for end < len(runes) && runes[end] != '\n' && (end == 0 || !sentenceEnds(runes, end)) {
		end++
	}
	for end > s.End && unicode.IsSpace(runes[end-1]) {
		end--
	}
	return Span{Start: start, End: end}
}

// sentenceEnds says whether a sentence has ended before the blank at i.
func sentenceEnds(runes []rune, i int) bool {
	return i > 0 && unicode.IsSpace(runes[i]) && strings.ContainsRune(".!?…。！？؟", runes[i-1])
}

// Paragraph widens a span to the lines that it lies in, without the line end.
func Paragraph(runes []rune, s Span) Span {
	start, end := s.Start, s.End
	for start > 0 && runes[start-1] != '\n' {
		start--
	}
	for end < len(runes) && runes[end] != '\n' {
		end++
	}
	return Span{Start: start, End: end}
}
