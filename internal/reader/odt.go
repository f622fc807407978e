package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase/internal/text"
)

// odfContent is the part of an OpenDocument file that holds what it says.
const odfContent = "content.xml"

// readODF reads a text (.odt) or a presentation (.odp) of OpenDocument.
func readODF(ctx context.Context, a *archive, opts Options) (*Document, error) {
	if err := refuseEncrypted(ctx, a); err != nil {
		return nil, err
	}
	bold := make(map[string]bool)
	if err := boldStyles(ctx, a, "styles.xml", bold); err != nil {
		return nil, err
	}
	if err := boldStyles(ctx, a, odfContent, bold); err != nil {
		return nil, err
	}
	x, err := a.openXML(ctx, odfContent)
	if err != nil {
		return nil, err
	}
	defer x.close()
	o := newODF(x, bold)
	o.comments, o.footnotes, o.endnotes = map[string]Note{}, map[string]Note{}, map[string]Note{}
	if err := o.read(); err != nil {
		return nil, err
	}
	doc := &Document{
		Format:   "odt",
		Headings: o.headings,
		Bold:     o.bold,
		Notes:    placed(o.places, o.length, o.comments, o.footnotes, o.endnotes),
		Tracked:  o.tracked,
		Warnings: trackedWarning(o.tracked),
	}
	if o.slides > 0 {
		doc.Format = "odp"
	}
	finish(doc, o.out.String(), opts)
	return doc, nil
}

// refuseEncrypted looks into the manifest, which says of each part whether it is enciphered.
func refuseEncrypted(ctx context.Context, a *archive) error {
	x, err := a.openSide(ctx, "META-INF/manifest.xml")
	if errors.Is(err, errNoPart) {
		return nil
	}
	if err != nil {
		return err
	}
	defer x.close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "encryption-data" {
			return invalid("%s is protected by a password: save it without one", a.name)
		}
	}
}

// boldStyles learns which styles of a part are bold, by their name.
func boldStyles(ctx context.Context, a *archive, part string, bold map[string]bool) error {
	x, err := a.openXML(ctx, part)
	if errors.Is(err, errNoPart) {
		return nil
	}
	if err != nil {
		return err
	}
	defer x.close()
	name := ""
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch e.Name {
		case xml.Name{Space: "office", Local: "body"}:
			return nil
		case xml.Name{Space: "style", Local: "style"}:
			name = attr(e, "name")
			if bold[attr(e, "parent-style-name")] && len(bold) < maxObjects {
				bold[name] = true
			}
		case xml.Name{Space: "style", Local: "text-properties"}:
			weight := attr(e, "font-weight")
			heavy, _ := strconv.Atoi(weight)
			if weight != "" && len(bold) < maxObjects {
				bold[name] = weight == "bold" || heavy >= 600
			}
		}
	}
}

// odf turns the elements of an OpenDocument file, a note or a comment into text.
//
// The rules are:
//   - paragraphs, tables and text boxes are laid out as flow says; a slide of a presentation is a heading;
//   - blanks collapse as the standard has them: text:s stands for those that count;
//   - what tracked changes deleted is kept aside in the file and left out, what they inserted stays;
//   - annotations and notes are notes at their place; their numbers are no text;
//   - numbers of lists, templates of indexes, forms, and descriptions of pictures are no text.
type odf struct {
	flow
	x     *xmlPart
	heavy map[string]bool // which styles are bold

	spans   []bool // whether each open span is bold, outermost first
	space   bool   // the last thing added was a blank of the source
	tracked TrackedChange
	slides  int

	comments, footnotes, endnotes map[string]Note
	noted                         int // bytes of notes
}

func newODF(x *xmlPart, bold map[string]bool) *odf {
	return &odf{flow: flow{file: x.file}, x: x, heavy: bold}
}

// odfUnread are elements without text of the document.
var odfUnread = map[xml.Name]bool{
	{Space: "text", Local: "sequence-decls"}: true, {Space: "text", Local: "variable-decls"}: true, {Space: "text", Local: "user-field-decls"}: true,
	{Space: "text", Local: "number"}: true, {Space: "text", Local: "note-citation"}: true, {Space: "text", Local: "ruby-text"}: true,
	{Space: "text", Local: "table-of-content-source"}: true, {Space: "text", Local: "alphabetical-index-source"}: true,
	{Space: "office", Local: "forms"}: true, {Space: "svg", Local: "title"}: true, {Space: "svg", Local: "desc"}: true,
	{Space: "office", Local: "scripts"}: true, {Space: "office", Local: "automatic-styles"}: true, {Space: "office", Local: "font-face-decls"}: true,
	{Space: "text", Local: "dde-connection-decls"}: true, {Space: "office", Local: "binary-data"}: true, {Space: "draw", Local: "object"}: true,
	{Space: "text", Local: "bibliography-source"}: true, {Space: "text", Local: "user-index-source"}: true, {Space: "text", Local: "illustration-index-source"}: true,
}

// read takes everything up to the end of the element that was open when it was called.
func (o *odf) read() error {
	depth := len(o.x.open)
	for {
		token, err := o.x.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			err = o.start(t)
		case xml.EndElement:
			if len(o.x.open) < depth {
				return o.flush()
			}
			err = o.end(t)
		case xml.CharData:
			o.words(string(t))
		}
		if err != nil {
			return err
		}
	}
	return o.flush()
}

func (o *odf) flush() error {
	for len(o.open) > 0 {
		if err := o.endParagraph(); err != nil {
			return err
		}
	}
	return nil
}

func (o *odf) start(e xml.StartElement) error {
	if odfUnread[e.Name] {
		return o.x.skip()
	}
	switch e.Name {
	case xml.Name{Space: "text", Local: "p"}, xml.Name{Space: "text", Local: "h"}:
		p := &paragraph{style: attr(e, "style-name")}
		if e.Name.Local == "h" {
			level, _ := number(attr(e, "outline-level"))
			level = max(level, 1) - 1
			p.outline = &level
		}
		o.open = append(o.open, p)
		o.space = true
	case xml.Name{Space: "text", Local: "span"}:
		style := attr(e, "style-name")
		heavy, says := o.heavy[style]
		o.spans = append(o.spans, heavy || !says && o.isBold())
	case xml.Name{Space: "text", Local: "s"}:
		n, ok := number(attr(e, "c"))
		if !ok {
			n = 1
		}
		o.add(strings.Repeat(" ", min(max(n, 1), 1000)))
	case xml.Name{Space: "text", Local: "tab"}:
		o.add("\t")
	case xml.Name{Space: "text", Local: "line-break"}:
		o.add("\n")
		o.space = true
	case xml.Name{Space: "text", Local: "tracked-changes"}:
		return o.x.each(func(e xml.StartElement) {
			switch e.Name {
			case xml.Name{Space: "text", Local: "insertion"}:
				o.tracked.Inserted++
			case xml.Name{Space: "text", Local: "deletion"}:
				o.tracked.Deleted++
			}
		})
	case xml.Name{Space: "text", Local: "note"}:
		return o.note(e)
	case xml.Name{Space: "office", Local: "annotation"}:
		return o.annotation(e)
	case xml.Name{Space: "office", Local: "annotation-end"}:
		return o.mark(commentEnd, attr(e, "name"))
	case xml.Name{Space: "table", Local: "table-row"}:
		if len(o.open) == 0 {
			o.beginRow()
		}
	case xml.Name{Space: "draw", Local: "page"}:
		o.slides++
	}
	return nil
}

func (o *odf) end(e xml.EndElement) error {
	switch e.Name {
	case xml.Name{Space: "text", Local: "p"}, xml.Name{Space: "text", Local: "h"}:
		o.space = false
		return o.endParagraph()
	case xml.Name{Space: "text", Local: "span"}:
		if n := len(o.spans); n > 0 {
			o.spans = o.spans[:n-1]
		}
	case xml.Name{Space: "table", Local: "table-cell"}, xml.Name{Space: "table", Local: "covered-table-cell"}:
		if len(o.open) == 0 {
			return o.endCell()
		}
	case xml.Name{Space: "table", Local: "table-row"}:
		if len(o.open) == 0 {
			o.endRow()
		}
	}
	return nil
}

func (o *odf) isBold() bool {
	if n := len(o.spans); n > 0 {
		return o.spans[n-1]
	}
	if n := len(o.open); n > 0 {
		return o.heavy[o.open[n-1].style]
	}
	return false
}

func (o *odf) add(s string) {
	if n := len(o.open); n > 0 {
		o.open[n-1].add(s, o.isBold())
		o.space = false
	}
}

// words adds text of a paragraph with its blanks collapsed; what stands between paragraphs is layout of the source.
func (o *odf) words(s string) {
	if len(o.open) == 0 || s == "" {
		return
	}
	var out strings.Builder
	for _, r := range s {
		if r == ' ' || r == '\t' || r == '\n' || r == '\r' {
			if !o.space {
				out.WriteByte(' ')
			}
			o.space = true
			continue
		}
		o.space = false
		out.WriteRune(r)
	}
	if space := o.space; out.Len() > 0 {
		o.add(out.String())
		o.space = space
	}
}

// note reads a footnote or an endnote.
func (o *odf) note(e xml.StartElement) error {
	kind, kept := footnoteCall, o.footnotes
	if attr(e, "note-class") == "endnote" {
		kind, kept = endnoteCall, o.endnotes
	}
	space := o.space
	inner, err := o.inner(nil)
	o.space = space
	if err != nil || kept == nil {
		return err
	}
	id := strconv.Itoa(len(kept))
	kept[id] = inner
	return o.mark(kind, id)
}

// annotation reads a comment, which begins here; one without an end is about the place.
func (o *odf) annotation(e xml.StartElement) error {
	id := attr(e, "name")
	if _, taken := o.comments[id]; taken || id == "" {
		id = "#" + strconv.Itoa(len(o.comments))
	}
	var author, date string
	space := o.space
	inner, err := o.inner(func(name xml.Name) *string {
		switch name {
		case xml.Name{Space: "dc", Local: "creator"}:
			return &author
		case xml.Name{Space: "dc", Local: "date"}:
			return &date
		}
		return nil
	})
	o.space = space
	if err != nil || o.comments == nil {
		return err
	}
	inner.Author, inner.Date = strings.TrimSpace(author), strings.TrimSpace(date)
	o.comments[id] = inner
	return o.mark(commentStart, id)
}

// inner reads the text of the element just opened; field says where the words of one that is no text go.
func (o *odf) inner(field func(xml.Name) *string) (Note, error) {
	in := newODF(o.x, o.heavy)
	depth := len(o.x.open)
	for {
		token, err := o.x.next()
		if err != nil {
			return Note{}, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if field != nil {
				if to := field(t.Name); to != nil {
					err = o.letters(to)
					break
				}
			}
			err = in.start(t)
		case xml.EndElement:
			if len(o.x.open) < depth {
				if err := in.flush(); err != nil {
					return Note{}, err
				}
				if o.noted += in.out.Len(); len(o.comments)+len(o.footnotes)+len(o.endnotes) >= maxNotes || o.noted > maxText {
					return Note{}, invalid("%s holds more than %d notes or %s of them: split it", o.file, maxNotes, bytesText(maxText))
				}
				return Note{Text: strings.TrimSpace(text.Normalize(in.out.String()))}, nil
			}
			err = in.end(t)
		case xml.CharData:
			in.words(string(t))
		}
		if err != nil {
			return Note{}, err
		}
	}
}

// letters takes the characters of the element just opened.
func (o *odf) letters(to *string) error {
	depth := len(o.x.open) - 1
	for len(o.x.open) > depth {
		token, err := o.x.next()
		if err != nil {
			return err
		}
		if data, ok := token.(xml.CharData); ok && len(*to) < 1000 {
			*to += string(data)
		}
	}
	return nil
}
