package reader

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"github.com/crosscase/crosscase/internal/text"
)

// cue is a stretch of a recording with the words said in it.
type cue struct {
	from, to int64 // milliseconds
	speaker  string
	words    string
	line     int // of the file, from 1
}

// timedFormats are the texts whose words have times, by extension.
var timedFormats = map[string]string{".vtt": "vtt", ".srt": "srt", ".textgrid": "textgrid", ".eaf": "eaf"}

const (
	maxCues    = 200_000 // a day of captions has 20,000
	longestGap = 1000    // milliseconds between captions that are one sentence
	longestRun = 30_000  // milliseconds of captions that are put together
)

// readTimed reads captions, a Praat grid or annotations of ELAN into a text with a turn for each stretch.
//
// The rules are:
//   - captions that are one sentence of one speaker are put together, since programs cut them to the width of a
//     screen: while no sentence ends, the pause is at most a second and the whole at most half a minute;
//   - an interval of a grid and an annotation stay as the person marked it;
//   - the label of a speaker stands in the text where the speaker changes, and the turn has it in any case;
//   - where captions name nobody in tags, labels at the beginning of lines are found by the rules at
//     text.FindTurns, or by the pattern in Options.Speaker;
//   - stretches may overlap, as people do; one that ends before it begins, or captions that go back in time, are
//     refused, since no one can say which of the times is wrong.
func readTimed(ctx context.Context, name, format string, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	letters, c, err := readText(ctx, name, r, size, opts)
	if err != nil {
		return nil, err
	}
	doc := &Document{Format: format, Timed: true, Encoding: c.name, Guessed: c.guessed}
	var cues []cue
	switch format {
	case "textgrid":
		cues, err = readGrid(ctx, name, letters)
	case "eaf":
		cues, doc.Warnings, err = readEAF(ctx, name, letters)
	default:
		cues, doc.Warnings, err = readCaptions(ctx, name, format, letters)
	}
	if err != nil {
		return nil, err
	}
	cues = slices.DeleteFunc(cues, func(c cue) bool { return c.words == "" })
	if len(cues) == 0 {
		return nil, invalid("%s holds no words with times", name)
	}
	if format != "textgrid" && format != "eaf" {
		cues = joinCaptions(labelled(cues, opts))
	}
	doc.Text, doc.Turns = writeCues(cues)
	return doc, nil
}

// labelled finds speakers at the beginning of the words where the file names none otherwise.
func labelled(cues []cue, opts Options) []cue {
	var all strings.Builder
	starts := make(map[int]int, len(cues)) // code point of a cue's words -> its number
	at := 0
	for i, c := range cues {
		if c.speaker != "" {
			return cues
		}
		starts[at] = i
		all.WriteString(c.words + "\n")
		at += text.Len(c.words) + 1
	}
	turns := text.FindTurns(all.String(), text.TurnOptions{Pattern: opts.Speaker})
	next := 0
	for _, t := range turns {
		i, ok := starts[t.Start]
		if !ok {
			continue
		}
		for ; next < i; next++ {
			if next > 0 {
				cues[next].speaker = cues[next-1].speaker
			}
		}
		cues[i].speaker = t.Speaker
		if words, err := text.Slice(cues[i].words, t.SpeechStart-t.Start, text.Len(cues[i].words)); err == nil && t.SpeechStart > t.Start {
			cues[i].words = words
		}
		next = i + 1
	}
	for ; next > 0 && next < len(cues); next++ {
		cues[next].speaker = cues[next-1].speaker
	}
	return slices.DeleteFunc(cues, func(c cue) bool { return c.words == "" })
}

// joinCaptions puts captions together that are one sentence.
func joinCaptions(cues []cue) []cue {
	out := cues[:0:0]
	for _, c := range cues {
		if n := len(out); n > 0 {
			if last := &out[n-1]; last.speaker == c.speaker && !sentenceEnds(last.words) && c.from-last.to <= longestGap && c.from >= last.to && c.to-last.from <= longestRun {
				last.words += " " + c.words
				last.to = c.to
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

func sentenceEnds(words string) bool {
	words = strings.TrimRight(words, `"'”’»)]`)
	for _, end := range []string{".", "?", "!", "…", "。", "？", "！", "؟", "।"} {
		if strings.HasSuffix(words, end) {
			return true
		}
	}
	return false
}

// writeCues writes a line for each stretch, in the order of their times.
func writeCues(cues []cue) (string, []text.Turn) {
	slices.SortStableFunc(cues, func(a, b cue) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	var out strings.Builder
	turns := make([]text.Turn, len(cues))
	at, speaker := 0, ""
	for i, c := range cues {
		t := text.Turn{Start: at, SpeechStart: at, Speaker: c.speaker, TimeStart: c.from, TimeEnd: c.to}
		if i > 0 {
			out.WriteByte('\n')
			t.Start, t.SpeechStart = at+1, at+1
		}
		line := c.words
		if c.speaker != "" && c.speaker != speaker {
			line = c.speaker + ": " + line
			t.SpeechStart += text.Len(c.speaker) + 2
		}
		speaker = c.speaker
		out.WriteString(line)
		at = t.Start + text.Len(line)
		t.End = at
		turns[i] = t
	}
	return out.String(), turns
}

// tidyWords is the words of a stretch on one line, in normal form with what stands around them.
func tidyWords(words string) string {
	words = strings.Map(func(r rune) rune {
		if r == '\u200e' || r == '\u200f' || r == '\ufeff' || unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, words)
	return text.Normalize(strings.Join(strings.Fields(words), " "))
}

// tidySpeaker is a speaker's name as a label.
func tidySpeaker(name string) string {
	name = strings.TrimRight(tidyWords(name), " :：")
	if runes := []rune(name); len(runes) > 80 {
		name = strings.TrimSpace(string(runes[:80]))
	}
	return name
}

// stampText writes a time as captions do.
func stampText(ms int64) string {
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
