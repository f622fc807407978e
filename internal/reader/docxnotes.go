package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"sort"
	"strings"

	"github.com/crosscase/crosscase/internal/text"
)

// readNotes reads the texts of one part of notes by id: element is what each is
// wrapped in. A document without the part has none.
func readNotes(ctx context.Context, a *archive, part, element string, s styles) (map[string]Note, error) {
	notes := make(map[string]Note)
	x, err := a.openXML(ctx, part)
	if errors.Is(err, errNoPart) {
		return notes, nil
	}
	if err != nil {
		return nil, err
	}
	defer x.close()
	held := 0
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return notes, nil
		}
		if err != nil {
			return nil, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name != (xml.Name{Space: "w", Local: element}) {
			continue
		}
		b := newBody(x, s)
		if err := b.read(); err != nil {
			return nil, err
		}
		// The lines that part notes from the text are notes too, of a type of their own.
		if kind := attr(start, "type"); kind != "" && kind != "normal" {
			continue
		}
		if held += b.out.Len(); len(notes) == maxNotes || held > maxText {
			return nil, invalid("%s holds more than %d notes or %s of them: split it", a.name, maxNotes, bytesText(maxText))
		}
		notes[attr(start, "id")] = Note{Text: strings.TrimSpace(text.Normalize(b.out.String())), Author: attr(start, "author"), Date: attr(start, "date")}
	}
}

// placed joins the notes with the places the text refers to them from, in raw
// offsets of a text of the length given. A note that nothing refers to is dropped, as Word does.
func placed(places []mark, length int, comments, footnotes, endnotes map[string]Note) []Note {
	type ends struct{ start, end, call int }
	ranges := make(map[string]*ends)
	var order []string
	var notes []Note
	for _, m := range places {
		at := min(m.at, length)
		switch m.kind {
		case footnoteCall:
			if note, ok := footnotes[m.id]; ok {
				note.Kind, note.Span = Footnote, text.Span{Start: at, End: at}
				notes = append(notes, note)
			}
			continue
		case endnoteCall:
			if note, ok := endnotes[m.id]; ok {
				note.Kind, note.Span = Endnote, text.Span{Start: at, End: at}
				notes = append(notes, note)
			}
			continue
		}
		r := ranges[m.id]
		if r == nil {
			r = &ends{-1, -1, -1}
			ranges[m.id] = r
			order = append(order, m.id)
		}
		switch m.kind {
		case commentStart:
			r.start = at
		case commentEnd:
			r.end = at
		case commentCall:
			r.call = at
		}
	}
	for _, id := range order {
		note, ok := comments[id]
		if !ok {
			continue
		}
		r := ranges[id]
		start := max(r.start, 0)
		end := r.end
		if end < 0 {
			end = r.call
		}
		if r.start < 0 {
			start = max(end, 0)
		}
		if end < start {
			end = start
		}
		note.Kind, note.Span = Comment, text.Span{Start: start, End: end}
		notes = append(notes, note)
	}
	sort.SliceStable(notes, func(i, j int) bool { return notes[i].Span.Start < notes[j].Span.Start })
	return notes
}
