package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// The namespaces that mean something to a reader, each under the prefix its
// programs write. Strict and transitional documents have different addresses.
var namespaces = map[string]string{
	"http://schemas.openxmlformats.org/wordprocessingml/2006/main":        "w",
	"http://purl.oclc.org/ooxml/wordprocessingml/main":                    "w",
	"http://schemas.openxmlformats.org/officeDocument/2006/math":          "m",
	"http://purl.oclc.org/ooxml/officeDocument/math":                      "m",
	"http://schemas.openxmlformats.org/markup-compatibility/2006":         "mc",
	"http://schemas.openxmlformats.org/spreadsheetml/2006/main":           "s",
	"http://purl.oclc.org/ooxml/spreadsheetml/main":                       "s",
	"http://schemas.openxmlformats.org/officeDocument/2006/relationships": "r",
	"http://purl.oclc.org/ooxml/officeDocument/relationships":             "r",
	"urn:oasis:names:tc:opendocument:xmlns:office:1.0":                    "office",
	"urn:oasis:names:tc:opendocument:xmlns:text:1.0":                      "text",
	"urn:oasis:names:tc:opendocument:xmlns:table:1.0":                     "table",
	"urn:oasis:names:tc:opendocument:xmlns:drawing:1.0":                   "draw",
	"urn:oasis:names:tc:opendocument:xmlns:style:1.0":                     "style",
	"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0":         "fo",
	"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0":                  "manifest",
	"urn:oasis:names:tc:opendocument:xmlns:presentation:1.0":              "presentation",
	"urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0":            "svg",
	"http://purl.org/dc/elements/1.1/":                                    "dc",
}

// xmlPart reads the tokens of one part of an archive within the limits.
type xmlPart struct {
	ctx    context.Context
	dec    *xml.Decoder
	closer io.Closer
	file   string
	part   string
	prefix map[string]string // as this part declares them -> as namespaces has them
	open   []xml.Name        // of the open elements, as written
	tokens int
}

// openXML opens a part with content, or returns errNoPart. The caller closes it.
func (a *archive) openXML(ctx context.Context, part string) (*xmlPart, error) {
	return a.openPart(ctx, part, maxPart)
}

// openSide opens a part that says how others look or hang together.
func (a *archive) openSide(ctx context.Context, part string) (*xmlPart, error) {
	return a.openPart(ctx, part, maxSidePart)
}

func (a *archive) openPart(ctx context.Context, part string, most uint64) (*xmlPart, error) {
	r, err := a.open(part, most)
	if err != nil {
		return nil, err
	}
	return &xmlPart{
		ctx:    ctx,
		dec:    xml.NewDecoder(&tokenLimit{r: r, name: a.name}),
		closer: r,
		file:   a.name,
		part:   part,
		prefix: make(map[string]string),
	}, nil
}

func (x *xmlPart) close() { x.closer.Close() }

// next is the next token, io.EOF after the last. Element names have the prefix
// of namespaces as Space, or "?" for any other. Bytes are valid until the next call.
func (x *xmlPart) next() (xml.Token, error) {
	if x.tokens++; x.tokens%4096 == 0 {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
	}
	token, err := x.dec.RawToken()
	if errors.Is(err, io.EOF) {
		if len(x.open) > 0 {
			return nil, x.damaged("it ends inside an element")
		}
		return nil, io.EOF
	}
	if err != nil {
		var syntax *xml.SyntaxError
		if errors.As(err, &syntax) || errors.Is(err, io.ErrUnexpectedEOF) || strings.HasPrefix(err.Error(), "zip: ") || strings.HasPrefix(err.Error(), "flate: ") || strings.HasPrefix(err.Error(), "xml: ") {
			return nil, x.damaged(cause(err))
		}
		return nil, err
	}
	switch t := token.(type) {
	case xml.Directive:
		return nil, invalid("%s declares entities or a document type in %s, which no document does: it is not read", x.file, x.part)
	case xml.StartElement:
		if len(x.open) >= maxDepth {
			return nil, invalid("%s nests more than %d elements in %s: it is not read", x.file, maxDepth, x.part)
		}
		x.declare(t.Attr)
		x.open = append(x.open, t.Name)
		t.Name.Space = x.space(t.Name.Space)
		return t, nil
	case xml.EndElement:
		last := len(x.open) - 1
		if last < 0 || x.open[last] != t.Name {
			return nil, x.damaged("its elements do not close in order")
		}
		x.open = x.open[:last]
		t.Name.Space = x.space(t.Name.Space)
		return t, nil
	}
	return token, nil
}

// skip leaves the element just opened.
func (x *xmlPart) skip() error {
	depth := len(x.open) - 1
	for len(x.open) > depth {
		if _, err := x.next(); err != nil {
			return err
		}
	}
	return nil
}

// each calls visit for every element inside the one just opened, at any depth,
// but for what a tracked change of formatting keeps of the properties before it.
func (x *xmlPart) each(visit func(xml.StartElement)) error {
	depth := len(x.open) - 1
	for len(x.open) > depth {
		token, err := x.next()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		if strings.HasSuffix(start.Name.Local, "PrChange") {
			if err := x.skip(); err != nil {
				return err
			}
			continue
		}
		visit(start)
	}
	return nil
}

func (x *xmlPart) damaged(why string) error {
	return invalid("%s is damaged in %s: %s; save it again from its program", x.file, x.part, why)
}

// declare learns prefixes. A prefix means the same all through a part that a
// program wrote, so scopes are not kept.
func (x *xmlPart) declare(attrs []xml.Attr) {
	for _, a := range attrs {
		var prefix string
		switch {
		case a.Name.Space == "xmlns":
			prefix = a.Name.Local
		case a.Name.Space == "" && a.Name.Local == "xmlns":
		default:
			continue
		}
		if known := namespaces[a.Value]; known != "" || x.prefix[prefix] != "" {
			x.prefix[prefix] = known
		}
	}
}

func (x *xmlPart) space(prefix string) string {
	if known := x.prefix[prefix]; known != "" {
		return known
	}
	return "?"
}

// attr is the value of an attribute by its local name, "" where it is absent.
func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// onOff reads a toggle such as <w:b/>: present without a value is on.
func onOff(e xml.StartElement) bool {
	switch attr(e, "val") {
	case "0", "false", "off", "none":
		return false
	}
	return true
}

// number reads an attribute that counts.
func number(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	return n, err == nil
}
