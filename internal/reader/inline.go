package reader

import (
	"html"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// inlineRun is a stretch of one weight, or the call of a footnote.
type inlineRun struct {
	text string
	bold bool
	note string // name of the footnote called; then text is empty
}

// piece is a token of a paragraph: letters, or a run of marks that may turn out
// to be emphasis.
type piece struct {
	text   string
	mark   byte // '*' or '_'; 0 for letters
	count  int  // marks still to be paired
	opens  bool
	closes bool
	ends   int // bold stretches that end before it
	begins int // bold stretches that begin behind it
	note   string
}

var (
	entity  = regexp.MustCompile(`^&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});`)
	htmlTag = regexp.MustCompile(`^</?(?:u|b|i|em|strong|sup|sub|span|mark|div|p|s|del|ins|small|font|a)(?:\s[^<>]*)?/?>`)
	htmlCut = regexp.MustCompile(`^<br\s*/?>`)
	call1   = regexp.MustCompile(`^\[\^([^\]\s]{1,64})\]`)
	autoURL = regexp.MustCompile(`^<((?:https?://|mailto:)[^<>\s]*)>`)
	script  = regexp.MustCompile(`^\^([^\s^]{1,40})\^`)
)

// parseInline reads the marks within a paragraph whose lines are joined with \n.
// Emphasis is paired as pandoc does it: a run of marks opens unless a blank
// follows and closes unless a blank stands before it; _ only at the edge of a
// word. What stays unpaired are letters.
func parseInline(s string) []inlineRun {
	pieces := split(s)
	pair(pieces)
	var runs []inlineRun
	depth := 0
	for _, p := range pieces {
		if p.note != "" {
			runs = append(runs, inlineRun{note: p.note})
			continue
		}
		depth -= p.ends
		words := p.text
		if p.mark != 0 {
			words = strings.Repeat(string(p.mark), p.count)
		}
		if words != "" {
			runs = append(runs, inlineRun{text: words, bold: depth > 0})
		}
		depth += p.begins
	}
	return runs
}

func plainInline(s string) string {
	var b strings.Builder
	for _, r := range parseInline(s) {
		b.WriteString(r.text)
	}
	return b.String()
}

// split cuts a paragraph into pieces. Brackets are matched once, from the left.
func split(s string) []piece {
	var pieces []piece
	var letters strings.Builder
	flush := func() {
		if letters.Len() > 0 {
			pieces = append(pieces, piece{text: letters.String()})
			letters.Reset()
		}
	}
	ends := bracketEnds(s)
	drop := make(map[int]int) // byte offset of a mark to leave out -> its length
	for i := 0; i < len(s); {
		if n := drop[i]; n > 0 {
			i += n
			continue
		}
		rest := s[i:]
		switch c := s[i]; {
		case c == '\\' && len(rest) > 1 && rest[1] == '\n':
			letters.WriteByte('\n')
			i += 2
		case c == '\\' && len(rest) > 1 && isPunct(rest[1]):
			letters.WriteByte(rest[1])
			i += 2
		case c == '\\' && len(rest) > 1 && rest[1] == ' ':
			letters.WriteString("\u00a0")
			i += 2
		case c == '\n':
			hard := strings.HasSuffix(s[:i], "  ")
			kept := strings.TrimRight(letters.String(), " \t")
			letters.Reset()
			letters.WriteString(kept)
			flush()
			letters.WriteByte(map[bool]byte{true: '\n', false: ' '}[hard])
			i++
			for i < len(s) && (s[i] == ' ' || s[i] == '\t') {
				i++
			}
		case c == '`':
			n := runLength(rest, '`')
			if end := strings.Index(rest[n:min(len(rest), 2*n+1000)], rest[:n]); end >= 0 {
				letters.WriteString(strings.ReplaceAll(rest[n:n+end], "\n", " "))
				i += 2*n + end
				break
			}
			letters.WriteString(rest[:n])
			i += n
		case c == '*' || c == '_':
			flush()
			n := runLength(rest, c)
			pieces = append(pieces, marks(s, i, n))
			i += n
		case c == '~' && strings.HasPrefix(rest, "~~") && strings.Contains(rest[2:min(len(rest), 1000)], "~~"):
			drop[i+2+strings.Index(rest[2:], "~~")] = 2
			i += 2
		case c == '^' && script.MatchString(rest):
			part := script.FindStringSubmatch(rest)[1]
			letters.WriteString(part)
			i += len(part) + 2
		case c == '[' && call1.MatchString(rest):
			flush()
			part := call1.FindStringSubmatch(rest)
			pieces = append(pieces, piece{note: part[1]})
			i += len(part[0])
		case c == '[' || strings.HasPrefix(rest, "!["):
			open := i
			if c == '!' {
				open++
			}
			if end, tail := ends[open], 0; end > 0 {
				if tail = linkTail(s[end+1:]); tail > 0 {
					drop[end] = 1 + tail
					i = open + 1
					break
				}
			}
			letters.WriteString(s[i : open+1])
			i = open + 1
		case c == '<' && htmlCut.MatchString(rest):
			letters.WriteByte('\n')
			i += len(htmlCut.FindString(rest))
		case c == '<' && autoURL.MatchString(rest):
			part := autoURL.FindStringSubmatch(rest)
			letters.WriteString(part[1])
			i += len(part[0])
		case c == '<' && htmlTag.MatchString(rest):
			i += len(htmlTag.FindString(rest))
		case c == '&' && entity.MatchString(rest):
			part := entity.FindString(rest)
			letters.WriteString(html.UnescapeString(part))
			i += len(part)
		default:
			letters.WriteByte(c)
			i++
		}
	}
	flush()
	return pieces
}

// bracketEnds pairs [ with ] from the inside, in one pass.
func bracketEnds(s string) map[int]int {
	ends := make(map[int]int)
	var open []int
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			open = append(open, i)
		case ']':
			if n := len(open); n > 0 {
				ends[open[n-1]] = i
				open = open[:n-1]
			}
		}
	}
	return ends
}

var (
	linkTarget = regexp.MustCompile(`^\([^()\n]*(?:\([^()\n]*\)[^()\n]*)?\)(?:\{[^{}\n]*\})?`)
	attributes = regexp.MustCompile(`^\{[.#][^{}\n]*\}`)
)

// maxTail is how many bytes behind a bracket a link target may take; it keeps
// the time of a hostile text in proportion to its length.
const maxTail = 2500

// linkTail is the length of the target or the attributes behind a bracket, 0 for none.
func linkTail(s string) int {
	s = s[:min(len(s), maxTail)]
	if at := linkTarget.FindString(s); at != "" {
		return len(at)
	}
	return len(attributes.FindString(s))
}

func runLength(s string, c byte) int {
	n := 0
	for n < len(s) && s[n] == c {
		n++
	}
	return n
}

func isPunct(c byte) bool {
	return c > ' ' && c < utf8.RuneSelf && !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z')
}

// marks makes a piece of n equal marks at byte i of s.
func marks(s string, i, n int) piece {
	before, _ := utf8.DecodeLastRuneInString(s[:i])
	after, _ := utf8.DecodeRuneInString(s[i+n:])
	blankBefore := i == 0 || unicode.IsSpace(before)
	blankAfter := i+n == len(s) || unicode.IsSpace(after)
	p := piece{mark: s[i], count: n, opens: !blankAfter, closes: !blankBefore}
	if p.mark == '_' {
		wordBefore := !blankBefore && (unicode.IsLetter(before) || unicode.IsDigit(before))
		wordAfter := !blankAfter && (unicode.IsLetter(after) || unicode.IsDigit(after))
		p.opens = p.opens && !wordBefore
		p.closes = p.closes && !wordAfter
	}
	return p
}

// maxOpen is how many open runs are tried for one that closes.
const maxOpen = 10

// pair matches runs of marks from the inside. Two marks are bold, one is italic
// and only goes. A run of one does not close a run of two.
func pair(pieces []piece) {
	open := map[byte][]int{}
	for i := range pieces {
		p := &pieces[i]
		if p.mark == 0 {
			continue
		}
		for p.closes && p.count > 0 {
			stack := open[p.mark]
			at := len(stack) - 1
			for at >= 0 && len(stack)-at <= maxOpen && !matches(pieces[stack[at]].count, p.count) {
				at--
			}
			if at < 0 || len(stack)-at > maxOpen {
				break
			}
			q := &pieces[stack[at]]
			n := min(p.count, q.count, 2)
			p.count -= n
			q.count -= n
			if n == 2 {
				q.begins++
				p.ends++
			}
			if q.count == 0 {
				stack = stack[:at]
			} else {
				stack = stack[:at+1]
			}
			open[p.mark] = stack
		}
		if p.opens && p.count > 0 {
			open[p.mark] = append(open[p.mark], i)
		}
	}
}

func matches(a, b int) bool {
	return a >= 2 && b >= 2 || a != 2 && b != 2
}
