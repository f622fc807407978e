package reader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"

	"github.com/crosscase/crosscase/internal/text"
)

const maxGroups = 1000 // of RTF inside one another

// readRTF reads Rich Text Format.
//
// The rules are:
//   - letters are what \u says, else bytes in the code page of their font, else of the file;
//   - what follows \u for programs without Unicode is left out, as many letters as \uc says;
//   - a group that begins with \* and is not known here is no text; nor are fonts, colours, styles, pictures,
//     headers, footers, field codes, and numbers that a program makes;
//   - paragraphs, tables and text boxes are laid out as flow says; \outlinelevel or the style make a heading;
//   - tracked deletions and hidden text go, insertions stay; footnotes, endnotes and comments are notes.
func readRTF(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	raw := make([]byte, size)
	if n, err := r.ReadAt(raw, 0); err != nil && (!errors.Is(err, io.EOF) || n < len(raw)) {
		return nil, err
	}
	p := &rtf{
		ctx: ctx, name: name, raw: raw,
		flow: &flow{file: name}, page: charmap.Windows1252, fonts: map[int]encoding.Encoding{}, levels: map[int]int{},
		footnotes: map[string]Note{}, endnotes: map[string]Note{}, comments: map[string]Note{},
	}
	p.main = p.flow
	p.state.skip = 1
	if err := p.read(); err != nil {
		return nil, err
	}
	doc := &Document{
		Format:   "rtf",
		Headings: p.flow.headings,
		Bold:     p.flow.bold,
		Notes:    placed(p.flow.places, p.flow.length, p.comments, p.footnotes, p.endnotes),
		Tracked:  p.tracked,
		Warnings: trackedWarning(p.tracked),
	}
	if p.torn {
		doc.Warnings = append(doc.Warnings, "the file ends in the middle of a group: it may have been cut off, and what is there was read")
	}
	if p.hidden > 0 {
		doc.Warnings = append(doc.Warnings, counted(p.hidden, "stretch of hidden text is left out", "stretches of hidden text are left out"))
	}
	finish(doc, p.flow.out.String(), opts)
	return doc, nil
}

// rtf is a file on its way through. The state is that of the group in hand.
type rtf struct {
	ctx  context.Context
	name string
	raw  []byte
	at   int

	state  rtfState
	groups []rtfState // outer ones, outermost first
	flow   *flow      // of the text or the note in hand
	main   *flow

	page   encoding.Encoding         // of the file
	fonts  map[int]encoding.Encoding // by number
	levels map[int]int               // outline level of styles, by number
	bytes  []byte                    // not yet decoded
	high   rune                      // first half of a letter in UTF-16
	drop   int                       // letters still to leave out after a \u

	tracked TrackedChange
	hidden  int
	torn    bool

	footnotes, endnotes, comments map[string]Note
	author                        string // of the comment that comes next
	noted                         int
}

type destination int

const (
	inText destination = iota
	inNothing
	inFonts
	inStyles
	inAuthor
)

// rtfState is what a group inherits and gives back at its end.
type rtfState struct {
	to            destination
	skip          int // \uc
	font          int
	style         int
	bold          bool
	hidden        bool
	deleted       bool
	inserted      bool
	star          bool // the group began with \*
	fresh         bool // nothing but \* was in the group so far
	outline       int  // of the paragraph; 0 none, 1 the highest
	note          *rtfNote
	box           bool // a text box ends with the group
	alternatives  bool // \upr: read the second of two
	opensNote     bool // the note ends with this group
	row           bool // a row of a table is open
	inTable       bool // \intbl
	styleOutlined bool
}

type rtfNote struct {
	kind   markKind
	id     string
	flow   *flow
	author string
}

func (p *rtf) read() error {
	for n := 0; p.at < len(p.raw); n++ {
		if n%4096 == 0 && p.ctx.Err() != nil {
			return p.ctx.Err()
		}
		c := p.raw[p.at]
		p.at++
		var err error
		switch c {
		case '{':
			err = p.open()
		case '}':
			err = p.close()
			if len(p.groups) == 0 {
				return p.end(err)
			}
		case '\\':
			err = p.control()
		case '\r', '\n', 0:
		default:
			p.byte(c)
		}
		if err != nil {
			return err
		}
	}
	p.torn = true
	return p.end(nil)
}

// end finishes the text, and the notes that a torn file left open.
func (p *rtf) end(err error) error {
	for err == nil && len(p.groups) > 0 {
		err = p.close()
	}
	if err != nil {
		return err
	}
	p.decode()
	for len(p.flow.open) > 0 {
		if err := p.flow.endParagraph(); err != nil {
			return err
		}
	}
	return nil
}

func (p *rtf) open() error {
	p.decode()
	if len(p.groups) >= maxGroups {
		return invalid("%s nests more than %d groups: it is not read", p.name, maxGroups)
	}
	p.groups = append(p.groups, p.state)
	s := &p.state
	s.star, s.fresh, s.opensNote, s.box = false, true, false, false
	if s.alternatives {
		s.to, s.alternatives = inNothing, false // until \*\ud
	}
	p.drop = 0
	return nil
}

func (p *rtf) close() error {
	p.decode()
	last := len(p.groups) - 1
	if last < 0 {
		return nil
	}
	ended := p.state
	p.state = p.groups[last]
	p.groups = p.groups[:last]
	p.drop = 0
	// The properties of a paragraph outlive the groups in it.
	if ended.to == inText && ended.note == p.state.note && !ended.box {
		p.state.row, p.state.inTable = ended.row, ended.inTable
	}
	if ended.box {
		return p.flow.endParagraph()
	}
	if ended.opensNote {
		return p.endNote(ended.note)
	}
	return nil
}

// beginNote turns to a note, whose place is here.
func (p *rtf) beginNote(kind markKind) {
	p.decode()
	p.state.note = &rtfNote{kind: kind, flow: p.flow, author: p.author}
	p.state.opensNote, p.state.to, p.state.bold, p.state.row, p.state.inTable = true, inText, false, false, false
	p.flow = &flow{file: p.name}
}

func (p *rtf) endNote(n *rtfNote) error {
	for len(p.flow.open) > 0 {
		if err := p.flow.endParagraph(); err != nil {
			return err
		}
	}
	words := strings.TrimSpace(text.Normalize(p.flow.out.String()))
	p.flow = n.flow
	if p.noted += len(words); len(p.footnotes)+len(p.endnotes)+len(p.comments) >= maxNotes || p.noted > maxText {
		return invalid("%s holds more than %d notes or %s of them: split it", p.name, maxNotes, bytesText(maxText))
	}
	if p.flow != p.main || words == "" {
		return nil // a note of a note
	}
	kept := map[markKind]map[string]Note{footnoteCall: p.footnotes, endnoteCall: p.endnotes, commentCall: p.comments}[n.kind]
	id := n.id
	if _, taken := kept[id]; taken || id == "" {
		id = "#" + strconv.Itoa(len(kept))
	}
	kept[id] = Note{Text: words, Author: strings.TrimSpace(n.author)}
	return p.flow.mark(n.kind, id)
}

// byte takes one byte of text.
func (p *rtf) byte(c byte) {
	p.state.fresh = false
	if p.drop > 0 {
		p.drop--
		return
	}
	if p.state.to != inNothing && len(p.bytes) < maxToken {
		p.bytes = append(p.bytes, c)
	}
}

// decode turns the bytes gathered into letters.
func (p *rtf) decode() {
	if len(p.bytes) == 0 {
		return
	}
	page := p.fonts[p.state.font]
	if page == nil {
		page = p.page
	}
	words, err := page.NewDecoder().Bytes(p.bytes)
	if err != nil {
		words = bytes.ToValidUTF8(p.bytes, []byte(replacement))
	}
	p.bytes = p.bytes[:0]
	p.put(string(words))
}

// put adds letters to where the group in hand puts them.
func (p *rtf) put(s string) {
	switch p.state.to {
	case inAuthor:
		if len(p.author) < 1000 {
			p.author += s
		}
	case inStyles:
		p.styleName(s)
	case inText:
		if p.state.deleted {
			return
		}
		if p.state.hidden {
			p.hidden++
			return
		}
		if p.state.inTable && len(p.flow.open) == 0 {
			p.beginRow()
		}
		q := p.flow.paragraph()
		if p.state.outline > 0 && q.outline == nil {
			level := p.state.outline - 1
			q.outline = &level
		}
		q.add(s, p.state.bold)
	}
}

// letter adds one letter that \u gives, of which two may make one.
func (p *rtf) letter(n int) {
	p.decode()
	r := rune(uint16(n))
	p.drop = p.state.skip
	switch {
	case utf16.IsSurrogate(r) && r < 0xDC00:
		p.high = r
		return
	case utf16.IsSurrogate(r):
		r = utf16.DecodeRune(p.high, r)
	case n > 0xFFFF && n <= 0x10FFFF:
		r = rune(n)
	}
	p.high = 0
	if r != 0 {
		p.put(string(r))
	}
}

// paragraph ends the one in hand; a deleted end joins it to the next.
func (p *rtf) paragraph() error {
	p.decode()
	if p.state.to != inText || p.state.deleted {
		return nil
	}
	p.state.fresh = false
	if len(p.flow.open) == 0 {
		return nil
	}
	inBox := len(p.flow.open) > 1
	err := p.flow.endParagraph()
	if inBox {
		p.flow.open = append(p.flow.open, &paragraph{})
	}
	return err
}

// cell ends a cell of a table, row the row: RTF says so at their ends, never at their beginnings.
func (p *rtf) cell() error {
	if p.state.to != inText {
		return nil
	}
	p.decode()
	if len(p.flow.open) > 1 {
		return p.paragraph() // a table in a text box
	}
	p.beginRow()
	if err := p.paragraph(); err != nil {
		return err
	}
	return p.flow.endCell()
}

func (p *rtf) beginRow() {
	if p.state.row {
		return
	}
	p.state.row = true
	p.flow.beginRow()
}

func (p *rtf) row() error {
	if p.state.to != inText || !p.state.row {
		return nil
	}
	if err := p.paragraph(); err != nil {
		return err
	}
	p.state.row = false
	p.flow.endRow()
	return nil
}
