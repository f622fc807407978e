package reader

import (
	"context"
	"math"
	"strconv"
	"strings"
)

// readGrid reads a TextGrid of Praat, in its long or its short form. A tier is a speaker.
//
// Both forms are read in one way, as Praat does: what counts are texts in quotation marks, numbers that stand
// free, and flags in angle brackets; everything else ("xmin =", "intervals [3]:", what follows a !) is for people.
func readGrid(ctx context.Context, name, letters string) ([]cue, error) {
	if strings.HasPrefix(letters, "ooBinaryFile") {
		return nil, invalid("%s is a binary TextGrid: save it in Praat as a text file", name)
	}
	g := &grid{ctx: ctx, name: name, s: letters, line: 1}
	kind, err := g.text()
	if err == nil && kind == "ooTextFile" {
		kind, err = g.text()
	}
	if err != nil || kind != "TextGrid" {
		return nil, invalid("%s is no TextGrid: it does not begin like one", name)
	}
	if _, err := g.times(2); err != nil { // of the whole
		return nil, err
	}
	if !g.flag("exists") {
		return nil, invalid("%s is a TextGrid without tiers", name)
	}
	tiers, err := g.count()
	if err != nil {
		return nil, err
	}
	var cues []cue
	for range tiers {
		of, err := g.tier()
		if err != nil {
			return nil, err
		}
		if cues = append(cues, of...); len(cues) > maxCues {
			return nil, invalid("%s holds more than %d intervals: split it", name, maxCues)
		}
	}
	return cues, nil
}

// grid is a TextGrid on its way through.
type grid struct {
	ctx  context.Context
	name string
	s    string
	at   int // byte
	line int
}

// tier reads the intervals of one speaker; a tier of points has no stretches and is read over.
func (g *grid) tier() ([]cue, error) {
	class, err := g.text()
	if err != nil {
		return nil, err
	}
	if class != "IntervalTier" && class != "TextTier" {
		return nil, invalid("%s, line %d: a tier of the class %q is not read: it is IntervalTier or TextTier", g.name, g.line, short(class))
	}
	speaker, err := g.text()
	if err != nil {
		return nil, err
	}
	if _, err := g.times(2); err != nil {
		return nil, err
	}
	n, err := g.count()
	if err != nil {
		return nil, err
	}
	speaker = tidySpeaker(speaker)
	var cues []cue
	last := int64(0)
	for i := range n {
		if i&0xFFF == 0 && g.ctx.Err() != nil {
			return nil, g.ctx.Err()
		}
		span := 2
		if class == "TextTier" {
			span = 1
		}
		t, err := g.times(span)
		if err != nil {
			return nil, err
		}
		line := g.line
		words, err := g.text()
		if err != nil {
			return nil, err
		}
		if class == "TextTier" {
			continue
		}
		switch {
		case t[1] < t[0]:
			return nil, invalid("%s, line %d: an interval ends before it begins (%s to %s): put its times right", g.name, line, stampText(t[0]), stampText(t[1]))
		case t[0] < last:
			return nil, invalid("%s, line %d: the times run backwards: an interval at %s comes after one that ends at %s; put them in order", g.name, line, stampText(t[0]), stampText(last))
		}
		last = t[1]
		if words = tidyWords(words); words != "" && len(cues) <= maxCues {
			cues = append(cues, cue{from: t[0], to: t[1], speaker: speaker, words: words, line: line})
		}
	}
	return cues, nil
}

// torn is the error of a file that ends too early, or has something else where a thing should be.
func (g *grid) torn(what string) error {
	return invalid("%s, line %d: %s is missing: the file may have been cut off", g.name, g.line, what)
}

// free says whether what stands at a byte begins after a blank, and is no part of a word.
func (g *grid) free(at int) bool { return at == 0 || strings.ContainsRune(" \t\n\r", rune(g.s[at-1])) }

// next goes to the next thing that counts and gives its first byte; 0 at the end.
func (g *grid) next() byte {
	for ; g.at < len(g.s); g.at++ {
		c := g.s[g.at]
		switch {
		case c == '\n':
			g.line++
		case c == '!' && g.free(g.at):
			end := strings.IndexByte(g.s[g.at:], '\n')
			if end < 0 {
				g.at = len(g.s)
				return 0
			}
			g.at += end - 1
		case c == '"', c == '<' && g.free(g.at):
			return c
		case (c >= '0' && c <= '9' || c == '-' || c == '+' || c == '.') && g.free(g.at):
			return '0'
		}
	}
	return 0
}

// text reads a text in quotation marks; two of them within it are one.
func (g *grid) text() (string, error) {
	if g.next() != '"' {
		return "", g.torn("a text in quotation marks")
	}
	var out strings.Builder
	for g.at++; g.at < len(g.s); {
		end := strings.IndexByte(g.s[g.at:], '"')
		if end < 0 {
			break
		}
		out.WriteString(g.s[g.at : g.at+end])
		g.line += strings.Count(g.s[g.at:g.at+end], "\n")
		if g.at += end + 1; g.at >= len(g.s) || g.s[g.at] != '"' {
			return out.String(), nil
		}
		out.WriteByte('"')
		g.at++
	}
	g.at = len(g.s)
	return "", g.torn("the end of a text in quotation marks")
}

func (g *grid) flag(want string) bool {
	if g.next() != '<' || !strings.HasPrefix(g.s[g.at:], "<"+want+">") {
		return false
	}
	g.at += len(want) + 2
	return true
}

func (g *grid) number() (float64, error) {
	if g.next() != '0' {
		return 0, g.torn("a number")
	}
	end := g.at
	for end < len(g.s) && !strings.ContainsRune(" \t\n\r", rune(g.s[end])) {
		end++
	}
	word := g.s[g.at:end]
	v, err := strconv.ParseFloat(word, 64)
	if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
		return 0, invalid("%s, line %d: %q is no number", g.name, g.line, short(word))
	}
	g.at = end
	return v, nil
}

// times reads so many times, in seconds as Praat writes them.
func (g *grid) times(n int) ([]int64, error) {
	out := make([]int64, n)
	for i := range out {
		v, err := g.number()
		if err != nil {
			return nil, err
		}
		if v < 0 || v > 4000*3600 {
			return nil, invalid("%s, line %d: %v seconds is no time in a recording", g.name, g.line, v)
		}
		out[i] = int64(math.Round(v * 1000))
	}
	return out, nil
}

func (g *grid) count() (int, error) {
	v, err := g.number()
	if err != nil {
		return 0, err
	}
	if v < 0 || v > 10*maxCues || v != math.Trunc(v) {
		return 0, invalid("%s, line %d: %v is no number of tiers or intervals", g.name, g.line, v)
	}
	return int(v), nil
}
