package reader

import (
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase/internal/text"
)

// paragraph is one being read. Offsets in it count code points from its own beginning.
type paragraph struct {
	text      strings.Builder
	length    int
	bold      []text.Span
	marks     []mark
	style     string
	outline   *int // set on the paragraph itself
	joinsNext bool // its end is a tracked deletion
	fromBoxes []*paragraph
}

// mark is a place that a note refers to.
type mark struct {
	kind markKind
	id   string
	at   int
}

type markKind int

const (
	commentStart markKind = iota
	commentEnd
	commentCall
	footnoteCall
	endnoteCall
)

func (p *paragraph) add(s string, bold bool) {
	if s == "" {
		return
	}
	n := utf8.RuneCountInString(s)
	if bold {
		if last := len(p.bold) - 1; last >= 0 && p.bold[last].End == p.length {
			p.bold[last].End += n
		} else {
			p.bold = append(p.bold, text.Span{Start: p.length, End: p.length + n})
		}
	}
	p.text.WriteString(s)
	p.length += n
}

func (p *paragraph) mark(kind markKind, id string) {
	p.marks = append(p.marks, mark{kind: kind, id: id, at: p.length})
}

// join puts what follows a deleted paragraph end behind p.
func (p *paragraph) join(q *paragraph) {
	for _, b := range q.bold {
		p.bold = append(p.bold, b.Move(p.length))
	}
	for _, m := range q.marks {
		p.marks = append(p.marks, mark{m.kind, m.id, m.at + p.length})
	}
	p.text.WriteString(q.text.String())
	p.length += q.length
	p.fromBoxes = append(p.fromBoxes, q.fromBoxes...)
	p.style, p.outline, p.joinsNext = q.style, q.outline, q.joinsNext
}

func (p *paragraph) blank() bool { return strings.TrimSpace(p.text.String()) == "" }
