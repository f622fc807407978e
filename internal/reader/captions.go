package reader

import (
	"context"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
)

// timing is the line of a caption with its times. WebVTT wants a point and leaves out the hours at will, SubRip
// wants a comma; programs mix them.
var timing = regexp.MustCompile(`^\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?\s*-->\s*(?:(\d{1,4}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9}))?(?:\s.*)?$`)

// readCaptions reads WebVTT or SubRip. Notes, styles and cue identifiers are left out, and so are tags but
// for the voice.
func readCaptions(ctx context.Context, name, format, letters string) ([]cue, []string, error) {
	lines := strings.Split(letters, "\n")
	if format == "vtt" && !strings.HasPrefix(strings.TrimPrefix(lines[0], "\ufeff"), "WEBVTT") {
		return nil, nil, invalid("%s is no WebVTT file: its first line is not WEBVTT", name)
	}
	in := &captions{name: name, lines: lines}
	for i := range lines {
		if i&0xFFF == 0 && ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		if err := in.line(i); err != nil {
			return nil, nil, err
		}
	}
	in.end(len(lines))
	if in.torn > 0 {
		in.warnings = append(in.warnings, fmt.Sprintf("the last caption (line %d) has no words: the file may have been cut off", in.torn))
	}
	return in.cues, in.warnings, nil
}

// captions is a caption file on its way through.
type captions struct {
	name     string
	lines    []string
	cues     []cue
	begun    *cue // whose words are being read
	words    int  // the line they begin at
	skip     bool // within a note or a style
	last     int64
	lastLine int
	torn     int
	warnings []string
}

func (in *captions) line(i int) error {
	l := in.lines[i]
	if strings.Contains(l, "-->") {
		m := timing.FindStringSubmatch(l)
		if m == nil {
			if in.begun != nil && strings.TrimSpace(l) != "" && !strings.ContainsAny(l, "0123456789") {
				return nil // an arrow in what was said
			}
			return invalid("%s, line %d: %q is no time of a caption: write 00:01:02.500 --> 00:01:04.000", in.name, i+1, short(l))
		}
		in.end(in.before(i))
		from, err1 := clock(m[1:5])
		to, err2 := clock(m[5:9])
		switch {
		case err1 != nil || err2 != nil:
			return invalid("%s, line %d: %q is no time: minutes and seconds go up to 59", in.name, i+1, short(l))
		case to < from:
			return invalid("%s, line %d: the caption ends before it begins (%s --> %s): put its times right", in.name, i+1, stampText(from), stampText(to))
		case from < in.last:
			return invalid("%s, line %d: the times run backwards: a caption at %s comes after one at %s (line %d); put them in order", in.name, i+1, stampText(from), stampText(in.last), in.lastLine)
		}
		if len(in.cues) >= maxCues {
			return invalid("%s holds more than %d captions: split it", in.name, maxCues)
		}
		in.last, in.lastLine, in.skip = from, i+1, false
		in.begun, in.words = &cue{from: from, to: to, line: i + 1}, i+1
		return nil
	}
	blankBefore := i == 0 || strings.TrimSpace(in.lines[i-1]) == ""
	if word, _, _ := strings.Cut(strings.TrimSpace(l), " "); blankBefore && (word == "NOTE" || word == "STYLE" || word == "REGION") {
		in.end(i)
		in.skip = true
	}
	return nil
}

// before is where the words of the caption before the one timed in line i end: its identifier or number stands between.
func (in *captions) before(i int) int {
	if i > 1 && strings.TrimSpace(in.lines[i-1]) != "" && strings.TrimSpace(in.lines[i-2]) == "" {
		return i - 1
	}
	return i
}

// end takes the words up to a line as those of the caption in hand.
func (in *captions) end(line int) {
	if in.begun == nil {
		return
	}
	c := *in.begun
	in.begun, in.torn = nil, 0
	said := strings.TrimSpace(strings.Join(in.lines[min(in.words, line):line], "\n"))
	if said == "" {
		in.torn = c.line
		return
	}
	for _, voice := range voices(said) {
		c.speaker, c.words = voice.speaker, voice.words
		in.cues = append(in.cues, c)
	}
}

type voice struct{ speaker, words string }

// tag is a tag of WebVTT or SubRip, or an override of SubStation that SubRip files have taken over. A lone < is text.
var tag = regexp.MustCompile(`</?(?:v|c|i|b|u|s|lang|ruby|rt|font)(?:[.\s][^<>]{0,500})?>|<(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}>|\{\\[^{}]{0,200}\}`)

// voices takes the words of a caption apart by who says them.
func voices(said string) []voice {
	var out []voice
	speaker, rest := "", said
	var words strings.Builder
	flush := func() {
		if w := tidyWords(html.UnescapeString(words.String())); w != "" {
			out = append(out, voice{speaker, w})
		}
		words.Reset()
	}
	for {
		at := tag.FindStringIndex(rest)
		if at == nil {
			words.WriteString(rest)
			flush()
			return out
		}
		words.WriteString(rest[:at[0]])
		inside := strings.Trim(rest[at[0]:at[1]], "<>")
		rest = rest[at[1]:]
		switch class, name, named := strings.Cut(inside, " "); {
		case inside == "/v":
			flush()
			speaker = ""
		case named && (class == "v" || strings.HasPrefix(class, "v.")):
			flush()
			speaker = tidySpeaker(html.UnescapeString(name))
		}
	}
}

// clock reads hours, minutes, seconds and their fraction.
func clock(parts []string) (int64, error) {
	var out int64
	for i, p := range parts[:3] {
		if p == "" {
			continue
		}
		n, err := strconv.ParseInt(p, 10, 64)
		if err != nil || i > 0 && n > 59 {
			return 0, strconv.ErrRange
		}
		out = out*60 + n
	}
	fraction, err := strconv.ParseInt((parts[3] + "000")[:3], 10, 64)
	return out*1000 + fraction, err
}

// short is a line for a message.
func short(l string) string {
	if r := []rune(strings.TrimSpace(l)); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return strings.TrimSpace(l)
}
