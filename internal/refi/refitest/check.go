package refitest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Check says what in a project or codebook is against the standard: elements out of order, too many or
// missing, attributes missing, unknown or malformed, references to nothing, identifiers given twice.
func Check(r io.Reader) []string {
	c := &checker{dec: xml.NewDecoder(r), ids: map[string][]string{}}
	if err := c.document(); err != nil {
		c.add("%v", err)
	}
	for _, ref := range c.refs {
		if !slices.ContainsFunc(ref.to, func(kind string) bool { return slices.Contains(c.ids[ref.guid], kind) }) && len(ref.to) > 0 {
			c.add("%s: nothing has the identifier %s", ref.at, ref.guid)
		}
		if len(ref.to) == 0 && len(c.ids[ref.guid]) == 0 {
			c.add("%s: nothing at all has the identifier %s", ref.at, ref.guid)
		}
	}
	return c.wrong
}

type checker struct {
	dec   *xml.Decoder
	table map[string]*element
	path  []string
	ids   map[string][]string // identifier -> the elements that have it
	refs  []reference
	wrong []string
}

type reference struct {
	at, guid string
	to       []string // elements that it may name; none is any
}

func (c *checker) add(format string, args ...any) {
	if len(c.wrong) < 50 {
		c.wrong = append(c.wrong, strings.Join(c.path, "/")+": "+fmt.Sprintf(format, args...))
	}
}

func (c *checker) document() error {
	for {
		token, err := c.dec.Token()
		if err != nil {
			return err
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name {
		case xml.Name{Space: "urn:QDA-XML:project:1.0", Local: "Project"}:
			c.table = project
		case xml.Name{Space: "urn:QDA-XML:codebook:1.0", Local: "CodeBook"}:
			c.table = codebook
		default:
			return fmt.Errorf("the root is %s in %q", start.Name.Local, start.Name.Space)
		}
		if err := c.element(start); err != nil {
			return err
		}
		if _, err := c.dec.Token(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		return nil
	}
}

// element checks one element and all within it.
func (c *checker) element(start xml.StartElement) error {
	name := start.Name.Local
	c.path = append(c.path, name)
	defer func() { c.path = c.path[:len(c.path)-1] }()
	if form, ok := holdsText[name]; ok {
		return c.text(start, form)
	}
	kind := name
	if same := sameAs[name]; same != "" {
		kind = same
	}
	e := c.table[kind]
	if e == nil {
		c.add("there is no such element")
		return c.dec.Skip()
	}
	c.attributes(e, name, start.Attr)
	at, times := 0, 0
	for {
		token, err := c.dec.Token()
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.StartElement:
			at, times = c.place(e, t.Name.Local, at, times)
			if err := c.element(t); err != nil {
				return err
			}
		case xml.CharData:
			if strings.TrimSpace(string(t)) != "" {
				c.add("it holds text")
			}
		case xml.EndElement:
			c.rest(e, at, times)
			return nil
		}
	}
}

// place moves on to where a child stands in the order.
func (c *checker) place(e *element, name string, at, times int) (int, int) {
	for i := at; i < len(e.children); i++ {
		if i > at {
			times = 0
		}
		if !slices.Contains(e.children[i].names, name) {
			if times < e.children[i].least {
				c.add("%s comes before %v", name, e.children[i].names)
			}
			continue
		}
		if times++; e.children[i].most > 0 && times > e.children[i].most {
			c.add("%s comes %d times", name, times)
		}
		return i, times
	}
	c.add("%s is out of order or has no place here", name)
	return at, times
}

func (c *checker) rest(e *element, at, times int) {
	for i := at; i < len(e.children); i++ {
		if i > at {
			times = 0
		}
		if times < e.children[i].least {
			c.add("%v is missing", e.children[i].names)
		}
	}
}

func (c *checker) text(start xml.StartElement, form string) error {
	if len(start.Attr) > 0 {
		c.add("it has attributes")
	}
	var s string
	if err := c.dec.DecodeElement(&s, &start); err != nil {
		return err
	}
	if f := forms[form]; f != nil && !f.MatchString(strings.TrimSpace(s)) {
		c.add("%q is not of the form %s", s, form)
	}
	return nil
}

func (c *checker) attributes(e *element, name string, list []xml.Attr) {
	seen := map[string]bool{}
	for _, a := range list {
		key := a.Name.Local
		if key == "xmlns" {
			continue
		}
		known, ok := e.attributes[key]
		if !ok || a.Name.Space != "" {
			c.add("there is no attribute %s", key)
			continue
		}
		if seen[key] {
			c.add("%s is there twice", key)
		}
		seen[key] = true
		if known.form != nil && !known.form.MatchString(a.Value) {
			c.add("%s=%q is not of its form", key, a.Value)
		}
		c.identity(name, key, strings.ToLower(strings.Trim(a.Value, "{}")))
	}
	for key, a := range e.attributes {
		if a.required && !seen[key] {
			c.add("%s is missing", key)
		}
	}
}

var selections = []string{"PlainTextSelection", "PictureSelection", "PDFSelection", "AudioSelection", "VideoSelection", "TranscriptSelection"}

// refersTo are the elements that a reference may name.
var refersTo = map[string][]string{
	"CodeRef": {"Code"}, "MemberCode": {"Code"}, "NoteRef": {"Note"}, "MemberNote": {"Note"}, "VariableRef": {"Variable"},
	"SourceRef":    {"TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"},
	"MemberSource": {"TextSource", "PDFSource", "PictureSource", "AudioSource", "VideoSource"},
	"SelectionRef": selections,
}

func (c *checker) identity(name, key, value string) {
	at := strings.Join(c.path, "/") + "@" + key
	switch {
	case key == "targetGUID" || key == "originGUID" || key == "representedGUID" || name == "MemberCode":
		c.refs = append(c.refs, reference{at, value, refersTo[name]})
	case key == "creatingUser" || key == "modifyingUser" || key == "creatingUserGUID" || key == "modifyingUserGUID":
		c.refs = append(c.refs, reference{at, value, []string{"User"}})
	case key == "fromSyncPoint" || key == "toSyncPoint":
		c.refs = append(c.refs, reference{at, value, []string{"SyncPoint"}})
	case key == "sourceVertex" || key == "targetVertex":
		c.refs = append(c.refs, reference{at, value, []string{"Vertex"}})
	case key == "guid":
		// A passage of a page has its rectangles under its own identifier, as ATLAS.ti writes them.
		if slices.Contains(c.ids[value], name) && name != "PDFSelection" {
			c.add("two of them have the identifier %s", value)
		}
		c.ids[value] = append(c.ids[value], name)
	}
}
