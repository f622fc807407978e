package reader

import (
	"strings"

	"github.com/crosscase/crosscase/internal/text"
)

// flow is the text of a document as its paragraphs, tables and notes come.
//
// The rules are:
//   - a paragraph is a line; one that holds nothing but blanks is spacing and is left out;
//   - a table is a line per row with tabs between the cells; the paragraphs of one cell are lines;
//     empty cells at the end of a row leave no tab, and a row of them no line;
//   - a text box follows the paragraph it hangs on; paragraphs are kept on a stack for it.
type flow struct {
	file  string               // for messages
	level func(*paragraph) int // of the heading that a paragraph is, 0 for none; nil goes by its outline

	out    strings.Builder
	length int // of out in code points

	open []*paragraph // outermost first
	held *paragraph   // waits for the next one to join it
	rows []gap        // what stood before each open row, outermost first
	gap  gap          // what to write before the next paragraph that is not blank

	bold     []text.Span
	headings []Heading
	places   []mark // with offsets in out
	objects  int    // text boxes and marks so far
}

// gap is what parts two paragraphs of the outermost level.
type gap struct {
	newline bool
	tabs    int
	length  int // of the text when a row began
}

// paragraph is the innermost open paragraph, begun where none is.
func (f *flow) paragraph() *paragraph {
	if len(f.open) == 0 {
		f.open = append(f.open, &paragraph{})
	}
	return f.open[len(f.open)-1]
}

// beginRow remembers what stands before a row of a table.
func (f *flow) beginRow() { f.rows = append(f.rows, gap{f.gap.newline, f.gap.tabs, f.length}) }

// endRow ends the line of a row, if it has become one.
func (f *flow) endRow() {
	last := len(f.rows) - 1
	if last < 0 {
		return
	}
	before := f.rows[last]
	f.rows = f.rows[:last]
	f.gap = gap{newline: true}
	if before.length == f.length {
		f.gap = before
	}
}

// endCell leaves a tab for the cell that may follow in the row.
func (f *flow) endCell() error {
	if err := f.release(); err != nil {
		return err
	}
	if last := len(f.rows) - 1; last >= 0 && f.length > f.rows[last].length {
		f.gap.newline = false
	}
	f.gap.tabs++
	return nil
}

// object counts what takes memory without being text.
func (f *flow) object() error {
	if f.objects++; f.objects > maxObjects {
		return invalid("%s holds more than %d text boxes and notes: split it", f.file, maxObjects)
	}
	return nil
}

// mark notes where a note is called or a comment begins or ends.
func (f *flow) mark(kind markKind, id string) error {
	if err := f.object(); err != nil {
		return err
	}
	if n := len(f.open); n > 0 {
		f.open[n-1].mark(kind, id)
		return nil
	}
	// Between paragraphs: a comment on whole paragraphs begins at the next one.
	at := f.length
	if kind == commentStart && at > 0 {
		at++
	}
	f.places = append(f.places, mark{kind, id, at})
	return nil
}

func (f *flow) endParagraph() error {
	last := len(f.open) - 1
	if last < 0 {
		return nil
	}
	p := f.open[last]
	f.open = f.open[:last]
	if last > 0 {
		outer := f.open[last-1]
		outer.fromBoxes = append(append(outer.fromBoxes, p), p.fromBoxes...)
		return f.object()
	}
	if f.held != nil {
		f.held.join(p)
		p, f.held = f.held, nil
	}
	if p.joinsNext {
		f.held = p
		return nil
	}
	return f.emit(p)
}

// release writes the paragraph that waits for another where none comes.
func (f *flow) release() error {
	p := f.held
	if p == nil {
		return nil
	}
	f.held = nil
	return f.emit(p)
}

// emit writes a paragraph and the text boxes that hang on it.
func (f *flow) emit(p *paragraph) error {
	if err := f.line(p); err != nil {
		return err
	}
	for _, box := range p.fromBoxes {
		if err := f.line(box); err != nil {
			return err
		}
	}
	return nil
}

// line writes one paragraph, with what parts it from the one before, and takes its spans along.
func (f *flow) line(p *paragraph) error {
	if p.blank() {
		for _, m := range p.marks {
			f.places = append(f.places, mark{m.kind, m.id, f.length})
		}
		return nil
	}
	if f.gap.newline && f.length > 0 {
		f.out.WriteByte('\n')
		f.length++
	}
	for range min(f.gap.tabs, maxCells) {
		f.out.WriteByte('\t')
		f.length++
	}
	start := f.length
	f.out.WriteString(p.text.String())
	f.length += p.length
	if f.out.Len() > maxText {
		return invalid("%s holds more than %s of text: split it", f.file, bytesText(maxText))
	}
	for _, run := range p.bold {
		f.bold = append(f.bold, run.Move(start))
	}
	for _, m := range p.marks {
		f.places = append(f.places, mark{m.kind, m.id, start + m.at})
	}
	level := 0
	if f.level != nil {
		level = f.level(p)
	} else if p.outline != nil {
		level = outlineLevel(*p.outline)
	}
	if level > 0 {
		f.headings = append(f.headings, Heading{Span: text.Span{Start: start, End: f.length}, Level: level})
	}
	f.gap = gap{newline: true}
	return nil
}
