package service

import (
	"strings"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

// The most that a preview shows of a text.
const (
	previewTurns = 12
	previewWords = 240 // code points of each
)

// firstTurns are the first turns of a text, or where it has none its first paragraphs.
func firstTurns(doc *reader.Document) []TurnPreview {
	var out []TurnPreview
	if len(doc.Turns) == 0 {
		for line := range strings.Lines(doc.Text) {
			if line = strings.TrimSpace(line); line == "" {
				continue
			}
			if len(out) == previewTurns {
				break
			}
			out = append(out, TurnPreview{Text: shortened(line)})
		}
		return out
	}
	index := text.NewIndex(doc.Text)
	for _, t := range doc.Turns[:min(len(doc.Turns), previewTurns)] {
		words, err := index.Slice(text.Span{Start: t.SpeechStart, End: t.End})
		if err != nil {
			return out // a turn outside its text has nothing to show
		}
		p := TurnPreview{Speaker: t.Speaker, Asks: interviewerLabel.MatchString(t.Speaker), Text: shortened(strings.TrimSpace(words))}
		if t.TimeStart != text.NoTime {
			p.From = t.TimeStart
		}
		out = append(out, p)
	}
	return out
}

func shortened(words string) string {
	runes := []rune(words)
	if len(runes) <= previewWords {
		return words
	}
	return strings.TrimSpace(string(runes[:previewWords])) + "…"
}
