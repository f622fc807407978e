package reader

import (
	"encoding/xml"
	"errors"
	"io"
)

// body turns the elements of a document, a footnote or a comment into text.
//
// The rules are:
//   - paragraphs, tables and text boxes are laid out as flow says;
//   - of a drawing in two versions (mc:AlternateContent) the fallback is skipped;
//   - tracked insertions and moves stay, deletions go; a deleted paragraph end joins two paragraphs;
//   - hyperlinks, content controls, smart tags and fields are looked through, field codes skipped;
//   - a line break, page break or column break is a line end, a tab is a tab;
//   - hidden text is left out and counted.
type body struct {
	flow
	x      *xmlPart
	styles styles

	runs    []run // outermost first
	tracked TrackedChange
	hidden  int
	symbols int // that have no letter in Unicode
}

func newBody(x *xmlPart, s styles) *body {
	b := &body{x: x, styles: s}
	b.file, b.level = x.file, b.headingLevel
	return b
}

// headingLevel is what a paragraph says itself, else what its style says.
func (b *body) headingLevel(p *paragraph) int {
	if p.outline != nil {
		return outlineLevel(*p.outline)
	}
	return b.styles.level(p.style)
}

type run struct {
	bold, hidden bool
	direct       bool // bold was set on the run itself, whatever its style says
}

// skipped are elements without text of the document.
var skipped = map[string]bool{
	"instrText": true, "delText": true, "delInstrText": true, "fldData": true, "tblPr": true, "tblGrid": true, "tcPr": true,
	"sectPr": true, "sdtPr": true, "sdtEndPr": true, "rt": true, "tblPrEx": true, "numbering": true, "rubyPr": true,
}

// read takes everything up to the end of the element that was open when it was called.
func (b *body) read() error {
	depth := len(b.x.open)
	for {
		token, err := b.x.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := b.start(t); err != nil {
				return err
			}
		case xml.EndElement:
			if len(b.x.open) < depth {
				return b.release()
			}
			if err := b.end(t); err != nil {
				return err
			}
		}
	}
	return b.release()
}

func (b *body) start(e xml.StartElement) error {
	switch {
	case e.Name.Space == "mc" && e.Name.Local == "Fallback":
		return b.x.skip()
	case e.Name.Space == "m" && e.Name.Local == "t":
		return b.letters()
	case e.Name.Space != "w":
		return nil
	case skipped[e.Name.Local]:
		return b.x.skip()
	}
	switch e.Name.Local {
	case "p":
		b.open = append(b.open, &paragraph{style: b.styles.defaultParagraph})
	case "pPr":
		return b.paragraphProperties()
	case "r":
		b.runs = append(b.runs, run{})
	case "rPr":
		return b.runProperties()
	case "trPr":
		return b.rowProperties()
	case "tr":
		if len(b.open) == 0 {
			b.beginRow()
		}
	case "t":
		return b.letters()
	case "ins":
		b.tracked.Inserted++
	case "moveTo":
		b.tracked.Moved++
	case "del":
		b.tracked.Deleted++
		return b.x.skip()
	case "moveFrom":
		return b.x.skip()
	case "tab", "ptab":
		b.write("\t")
	case "br", "cr":
		b.write("\n")
	case "noBreakHyphen":
		b.write("\u2011")
	case "sym":
		letter, known := symbol(attr(e, "font"), attr(e, "char"))
		if !known {
			b.symbols++
		}
		b.write(letter)
	case "commentRangeStart":
		return b.mark(commentStart, attr(e, "id"))
	case "commentRangeEnd":
		return b.mark(commentEnd, attr(e, "id"))
	case "commentReference":
		return b.mark(commentCall, attr(e, "id"))
	case "footnoteReference":
		return b.mark(footnoteCall, attr(e, "id"))
	case "endnoteReference":
		return b.mark(endnoteCall, attr(e, "id"))
	}
	return nil
}

func (b *body) end(e xml.EndElement) error {
	if e.Name.Space != "w" {
		return nil
	}
	switch e.Name.Local {
	case "p":
		return b.endParagraph()
	case "r":
		if n := len(b.runs); n > 0 {
			b.runs = b.runs[:n-1]
		}
	case "tc":
		if len(b.open) == 0 {
			return b.endCell()
		}
	case "tr":
		if len(b.open) == 0 {
			b.endRow()
		}
	}
	return nil
}

// letters takes the characters of the text element just opened.
func (b *body) letters() error {
	depth := len(b.x.open) - 1
	for len(b.x.open) > depth {
		token, err := b.x.next()
		if err != nil {
			return err
		}
		if data, ok := token.(xml.CharData); ok {
			b.write(string(data))
		}
	}
	return nil
}

func (b *body) write(s string) {
	if len(b.open) == 0 {
		return
	}
	var r run
	if n := len(b.runs); n > 0 {
		r = b.runs[n-1]
	}
	if r.hidden {
		b.hidden++
		return
	}
	p := b.open[len(b.open)-1]
	p.add(s, r.bold || !r.direct && b.styles.bold(p.style))
}
