package refi

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"

	"golang.org/x/text/encoding/htmlindex"

	"github.com/crosscase/crosscase"
)

// element is an opened element: its local name in lower case, and where it is.
type element struct {
	name  string
	attrs []xml.Attr
	line  int
}

// stream reads XML element by element within the limits.
type stream struct {
	ctx    context.Context
	dec    *xml.Decoder
	file   string // of the message
	open   []xml.Name
	names  []string // of the open elements, in lower case
	lower  map[string]string
	counts Counts
	begun  bool // whether an element has come
	tokens int
	left   int // elements
	most   int
}

func newStream(ctx context.Context, file string, r io.Reader, limits Limits) (*stream, error) {
	plain, err := asUTF8(r)
	if err != nil {
		return nil, readError(file, err)
	}
	x := &stream{
		ctx:   ctx,
		dec:   xml.NewDecoder(&runLimit{r: plain, file: file, most: int(limits.Text)}),
		file:  file,
		lower: make(map[string]string),
		left:  limits.Elements,
		most:  limits.Elements,
	}
	x.dec.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		if strings.HasPrefix(strings.ToLower(label), "utf-16") {
			return input, nil // asUTF8 has converted it, or it is not what it says
		}
		enc, err := htmlindex.Get(label)
		if err != nil {
			return nil, x.damaged("it names the encoding %s, which nobody knows", show(label))
		}
		return enc.NewDecoder().Reader(input), nil
	}
	return x, nil
}

// root opens the outermost element.
func (x *stream) root() (element, error) {
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return element{}, invalid("%s holds no XML: it is not REFI-QDA, or it was cut off on the way", x.file)
		}
		if err != nil {
			return element{}, err
		}
		if e, ok := token.(xml.StartElement); ok {
			return x.element(e), nil
		}
	}
}

// finish reads what follows the outermost element, which must be nothing.
func (x *stream) finish() error {
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if _, ok := token.(xml.StartElement); ok {
			return x.damaged("a second document follows the first")
		}
	}
}

// children calls visit for each element right inside the one just opened, and leaves that one. What
// visit does not read of a child is skipped.
func (x *stream) children(visit func(element) error) error {
	depth := len(x.open)
	for {
		token, err := x.next()
		if err != nil {
			return x.torn(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := visit(x.element(t)); err != nil {
				return err
			}
			for len(x.open) > depth {
				if _, err := x.next(); err != nil {
					return x.torn(err)
				}
			}
		case xml.EndElement:
			if len(x.open) < depth {
				return nil
			}
		}
	}
}

// text is the text of the element just opened, which it leaves. What elements inside it hold counts too.
func (x *stream) text() (string, error) {
	var b strings.Builder
	for depth := len(x.open); len(x.open) >= depth; {
		token, err := x.next()
		if err != nil {
			return "", x.torn(err)
		}
		if data, ok := token.(xml.CharData); ok {
			b.Write(data)
		}
	}
	return b.String(), nil
}

func (x *stream) torn(err error) error {
	if errors.Is(err, io.EOF) {
		return x.damaged("it ends inside an element")
	}
	return err
}

// next is the next token, io.EOF after the last. Its bytes are valid until the next call.
func (x *stream) next() (xml.Token, error) {
	if x.tokens++; x.tokens%4096 == 0 {
		if err := x.ctx.Err(); err != nil {
			return nil, err
		}
	}
	token, err := x.dec.RawToken()
	if err != nil {
		if errors.Is(err, io.EOF) && len(x.open) == 0 {
			return nil, io.EOF
		}
		if errors.Is(err, io.EOF) {
			return nil, x.damaged("it ends inside an element")
		}
		return nil, x.fault(err)
	}
	switch t := token.(type) {
	case xml.Directive:
		return nil, invalid("%s declares a document type or entities, which no QDA program does: it is not read", x.where())
	case xml.CharData:
		if len(x.open) == 0 && len(bytes.TrimFunc(t, isBlank)) > 0 {
			if !x.begun {
				return nil, invalid("%s is neither an archive nor XML: it is another kind of file", x.file)
			}
			return nil, x.damaged("there is text behind the document")
		}
	case xml.StartElement:
		return token, x.enter(t)
	case xml.EndElement:
		last := len(x.open) - 1
		if last < 0 || x.open[last] != t.Name {
			return nil, x.damaged("its elements do not close in order")
		}
		x.open, x.names = x.open[:last], x.names[:last]
	}
	return token, nil
}

func isBlank(r rune) bool { return r == '\uFEFF' || unicode.IsSpace(r) }

// enter counts an element and opens it.
func (x *stream) enter(e xml.StartElement) error {
	if len(x.open) >= maxDepth {
		return invalid("%s nests more than %d elements: it is not read", x.where(), maxDepth)
	}
	name, known := x.lower[e.Name.Local]
	if !known {
		name = strings.ToLower(e.Name.Local)
		if len(x.lower) < 1024 {
			x.lower[e.Name.Local] = name
		}
	}
	x.left--
	if selectionNames[name] != "" {
		x.left--
	}
	if x.left < 0 {
		return invalid("%s holds more than %d elements: export fewer sources at a time", x.where(), x.most)
	}
	x.begun = true
	if len(x.names) > 0 {
		x.counts.count(name, x.names)
	}
	x.open, x.names = append(x.open, e.Name), append(x.names, name)
	return nil
}

func (x *stream) element(e xml.StartElement) element {
	line, _ := x.dec.InputPos()
	return element{name: x.names[len(x.names)-1], attrs: e.Attr, line: line}
}

// where is file and line.
func (x *stream) where() string {
	line, _ := x.dec.InputPos()
	return fmt.Sprintf("%s, line %d,", x.file, line)
}

func (x *stream) damaged(format string, args ...any) error {
	return invalid("%s is damaged: %s; export it again from its program", x.where(), fmt.Sprintf(format, args...))
}

// fault tells a damaged file from a read that failed.
func (x *stream) fault(err error) error {
	var syntax *xml.SyntaxError
	if errors.As(err, &syntax) {
		return x.damaged("%s", syntax.Msg)
	}
	if strings.HasPrefix(err.Error(), "xml: ") {
		return x.damaged("%s", strings.TrimPrefix(err.Error(), "xml: "))
	}
	return readError(x.file, err)
}

// readError says of which file reading failed, and whether the file is to blame.
func readError(file string, err error) error {
	var ours *crosscase.Error
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &ours):
		return err
	case errors.Is(err, zip.ErrChecksum):
		return invalid("%s is damaged: its checksum is wrong; export it again from its program", file)
	case errors.As(err, &corrupt), errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return invalid("%s is damaged: %s; export it again from its program", file, strings.TrimPrefix(err.Error(), "zip: "))
	}
	return fmt.Errorf("read %s: %w", file, err)
}

// attr is the value of an attribute by its local name in any case, "" where it is absent.
func (e element) attr(local string) string {
	for i := range e.attrs {
		if a := &e.attrs[i]; strings.EqualFold(a.Name.Local, local) && a.Name.Space != "xmlns" {
			return a.Value
		}
	}
	return ""
}

// guid is an identifier in an attribute.
func (e element) guid(local string) string { return normGUID(e.attr(local)) }
