package reader

import "github.com/crosscase/crosscase/internal/text"

// endCell leaves a tab for the cell that may follow in the row.
func (b *body) endCell() error {
	if err := b.release(); err != nil {
		return err
	}
	if last := len(b.rows) - 1; last >= 0 && b.length > b.rows[last].length {
		b.gap.newline = false
	}
	b.gap.tabs++
	return nil
}

// object counts what takes memory without being text.
func (b *body) object() error {
	if b.objects++; b.objects > maxObjects {
		return invalid("%s holds more than %d text boxes and notes: split it", b.x.file, maxObjects)
	}
	return nil
}

// mark notes where a note is called or a comment begins or ends.
func (b *body) mark(kind markKind, id string) error {
	if err := b.object(); err != nil {
		return err
	}
	if n := len(b.open); n > 0 {
		b.open[n-1].mark(kind, id)
		return nil
	}
	// Between paragraphs: a comment on whole paragraphs begins at the next one.
	at := b.length
	if kind == commentStart && at > 0 {
		at++
	}
	b.places = append(b.places, mark{kind, id, at})
	return nil
}

func (b *body) endParagraph() error {
	last := len(b.open) - 1
	if last < 0 {
		return nil
	}
	p := b.open[last]
	b.open = b.open[:last]
	if last > 0 {
		outer := b.open[last-1]
		outer.fromBoxes = append(append(outer.fromBoxes, p), p.fromBoxes...)
		return b.object()
	}
	if b.held != nil {
		b.held.join(p)
		p, b.held = b.held, nil
	}
	if p.joinsNext {
		b.held = p
		return nil
	}
	return b.emit(p)
}

// release writes the paragraph that waits for another where none comes.
func (b *body) release() error {
	p := b.held
	if p == nil {
		return nil
	}
	b.held = nil
	return b.emit(p)
}

// emit writes a paragraph and the text boxes that hang on it.
func (b *body) emit(p *paragraph) error {
	if err := b.line(p); err != nil {
		return err
	}
	for _, box := range p.fromBoxes {
		if err := b.line(box); err != nil {
			return err
		}
	}
	return nil
}

// line writes one paragraph, with what parts it from the one before, and takes its spans along.
func (b *body) line(p *paragraph) error {
	if p.blank() {
		for _, m := range p.marks {
			b.places = append(b.places, mark{m.kind, m.id, b.length})
		}
		return nil
	}
	if b.gap.newline && b.length > 0 {
		b.out.WriteByte('\n')
		b.length++
	}
	for range min(b.gap.tabs, maxCells) {
		b.out.WriteByte('\t')
		b.length++
	}
	start := b.length
	b.out.WriteString(p.text.String())
	b.length += p.length
	if b.out.Len() > maxText {
		return invalid("%s holds more than %s of text: split it", b.x.file, bytesText(maxText))
	}
	for _, run := range p.bold {
		b.bold = append(b.bold, run.Move(start))
	}
	for _, m := range p.marks {
		b.places = append(b.places, mark{m.kind, m.id, start + m.at})
	}
	level := b.styles.level(p.style)
	if p.outline != nil {
		level = outlineLevel(*p.outline)
	}
	if level > 0 {
		b.headings = append(b.headings, Heading{Span: text.Span{Start: start, End: b.length}, Level: level})
	}
	b.gap = gap{newline: true}
	return nil
}
