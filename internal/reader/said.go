package reader

import (
	"github.com/crosscase/crosscase/internal/text"
)

// Said is words said in a stretch of a recording.
type Said struct {
	From, To int64  // milliseconds
	Speaker  string // "" where nobody says who
	Words    string
}

// Said is what a document has with times, in order.
func (d *Document) Said() []Said {
	index := text.NewIndex(d.Text)
	var out []Said
	for _, t := range d.Turns {
		words, err := index.Slice(t.Speech())
		if err != nil || t.TimeStart == text.NoTime {
			continue
		}
		out = append(out, Said{From: t.TimeStart, To: max(t.TimeStart, t.TimeEnd), Speaker: t.Speaker, Words: words})
	}
	return out
}

// WriteSaid writes a text with a line and a turn for each stretch, in the order of their times; stretches
// without words are left out.
func WriteSaid(said []Said) (string, []text.Turn) {
	var cues []cue
	for _, s := range said {
		if words := tidyWords(s.Words); words != "" {
			cues = append(cues, cue{from: s.From, to: s.To, speaker: tidySpeaker(s.Speaker), words: words})
		}
	}
	return writeCues(cues)
}
