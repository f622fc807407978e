// Package anonymise makes data about people and places coarser: names are replaced, figures become bands, days
// become months. It knows no study and no store.
package anonymise

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Name is a name and what stands in its place.
type Name struct {
	Find  string
	Put   string
	Exact bool // only in these very letters; else in capitals or not
}

// Found is a name in a text: [Start, End) in code points.
type Found struct {
	Start, End int
	Name       int // index into the names
}

// Names finds names in texts.
//
// The rules are:
//   - a name is found as whole words, its words parted by at most three signs and no line end, whatever these are;
//   - of two names that begin at one place the longer is found, and what is found does not overlap.
type Names struct {
	list  []Name
	words [][]string       // of each name, in lower case
	first map[string][]int // names by their first word, the longest first
}

// NewNames prepares names; those without a letter or digit are left out.
func NewNames(list []Name) *Names {
	n := &Names{list: list, words: make([][]string, len(list)), first: map[string][]int{}}
	for i, name := range list {
		for _, w := range split(name.Find) {
			n.words[i] = append(n.words[i], strings.ToLower(w.text))
		}
		if len(n.words[i]) > 0 {
			n.first[n.words[i][0]] = append(n.first[n.words[i][0]], i)
		}
	}
	for _, at := range n.first {
		slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(len(n.words[b]), len(n.words[a])) })
	}
	return n
}

// Name is one of the names.
func (n *Names) Name(i int) Name { return n.list[i] }

// In finds the names in a text, in order.
func (n *Names) In(s string) []Found {
	if len(n.first) == 0 {
		return nil
	}
	var out []Found
	words := split(s)
	for i := 0; i < len(words); i++ {
		for _, at := range n.first[strings.ToLower(words[i].text)] {
			if end := n.fits(at, words[i:]); end > 0 {
				out = append(out, Found{words[i].start, words[i+end-1].end, at})
				i += end - 1
				break
			}
		}
	}
	return out
}

// fits is how many words at the beginning are a name; 0 where they are not.
func (n *Names) fits(at int, words []word) int {
	want := n.words[at]
	if len(want) > len(words) {
		return 0
	}
	for k, w := range want {
		if strings.ToLower(words[k].text) != w || k > 0 && !words[k].near {
			return 0
		}
	}
	if n.list[at].Exact {
		for k, w := range split(n.list[at].Find) {
			if words[k].text != w.text {
				return 0
			}
		}
	}
	return len(want)
}

// Replace puts something else in the place of each name, and says which it found.
func (n *Names) Replace(s string) (string, []Found) {
	found := n.In(s)
	if len(found) == 0 {
		return s, nil
	}
	var b strings.Builder
	runes, at := []rune(s), 0
	for _, f := range found {
		b.WriteString(string(runes[at:f.Start]))
		b.WriteString(n.list[f.Name].Put)
		at = f.End
	}
	b.WriteString(string(runes[at:]))
	return b.String(), found
}

// word is a run of letters and digits; near says that it stands close behind the one before.
type word struct {
	text       string
	start, end int // code points
	near       bool
}

// gap is the most signs between two words of a name.
const gap = 3

func split(s string) []word {
	var out []word
	at, from, begun := 0, 0, -1
	between, broken := 0, false
	for i, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			if begun < 0 {
				begun, from = i, at
			}
		} else {
			if begun >= 0 {
				out = append(out, word{s[begun:i], from, at, between <= gap && !broken})
				begun, between, broken = -1, 0, false
			}
			between++
			broken = broken || r == '\n'
		}
		at++
	}
	if begun >= 0 {
		out = append(out, word{s[begun:], from, at, between <= gap && !broken})
	}
	return out
}
