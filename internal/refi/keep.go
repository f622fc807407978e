package refi

import (
	"encoding/xml"
	"fmt"
	"strings"
)

// XML is the link as an element of a project.
func (l *Link) XML() string {
	w := begin("Link", "guid", l.GUID, "name", l.Name, "direction", l.Direction, "color", l.Color, "originGUID", l.Origin, "targetGUID", l.Target)
	w.refs("NoteRef", l.NoteRefs)
	return w.end("Link")
}

// XML is the set as an element of a project. Members whose kind is not told are notes there.
func (s *Set) XML() string {
	w := begin("Set", "guid", s.GUID, "name", s.Name)
	w.text("Description", s.Description)
	w.refs("MemberCode", s.Codes)
	w.refs("MemberSource", s.Sources)
	w.refs("MemberNote", s.Members)
	return w.end("Set")
}

// XML is the case as an element of a project. What NVivo says by codings to its twin is said by references.
func (c *Case) XML() string {
	w := begin("Case", "guid", c.GUID, "name", c.Name)
	w.text("Description", c.Description)
	w.refs("CodeRef", c.CodeRefs)
	for _, v := range c.Values {
		w.b.WriteString("<VariableValue>")
		w.refs("VariableRef", []string{v.Variable})
		if v.Type != "" {
			w.text(v.Type+"Value", v.Text)
		}
		w.b.WriteString("</VariableValue>")
	}
	sources, selections := c.SourceRefs, c.SelectionRefs
	for _, m := range c.Members {
		if m.Selection == "" {
			sources = append(sources[:len(sources):len(sources)], m.Source)
		} else {
			selections = append(selections[:len(selections):len(selections)], m.Selection)
		}
	}
	w.refs("SourceRef", unique(sources))
	w.refs("SelectionRef", unique(selections))
	return w.end("Case")
}

// XML is the graph as an element of a project.
func (g *Graph) XML() string {
	w := begin("Graph", "guid", g.GUID, "name", g.Name)
	for _, v := range g.Vertices {
		w.open("Vertex", "guid", v.GUID, "representedGUID", v.Represents, "name", v.Name, "firstX", fmt.Sprint(v.First.X), "firstY", fmt.Sprint(v.First.Y))
		if v.Second != nil {
			w.attrs("secondX", fmt.Sprint(v.Second.X), "secondY", fmt.Sprint(v.Second.Y))
		}
		w.attrs("shape", v.Shape, "color", v.Color)
		w.b.WriteString("/>")
	}
	for _, e := range g.Edges {
		w.open("Edge", "guid", e.GUID, "representedGUID", e.Represents, "name", e.Name, "sourceVertex", e.Source, "targetVertex", e.Target,
			"color", e.Color, "direction", e.Direction, "lineStyle", e.LineStyle)
		w.b.WriteString("/>")
	}
	return w.end("Graph")
}

// kept writes one element. An attribute of no value is left out.
type kept struct {
	b    strings.Builder
	head int // where the element's content begins
}

func begin(name string, attrs ...string) *kept {
	w := &kept{}
	w.open(name, attrs...)
	w.b.WriteByte('>')
	w.head = w.b.Len()
	return w
}

func (w *kept) open(name string, attrs ...string) {
	w.b.WriteByte('<')
	w.b.WriteString(name)
	w.attrs(attrs...)
}

func (w *kept) attrs(pairs ...string) {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			fmt.Fprintf(&w.b, ` %s="`, pairs[i])
			w.escape(pairs[i+1])
			w.b.WriteByte('"')
		}
	}
}

func (w *kept) escape(s string) { xml.EscapeText(&w.b, []byte(s)) } //nolint:errcheck // a builder takes all

func (w *kept) text(name, s string) {
	if s == "" {
		return
	}
	fmt.Fprintf(&w.b, "<%s>", name)
	w.escape(s)
	fmt.Fprintf(&w.b, "</%s>", name)
}

func (w *kept) refs(name string, guids []string) {
	for _, g := range guids {
		w.open(name, "targetGUID", g)
		w.b.WriteString("/>")
	}
}

func (w *kept) end(name string) string {
	if w.b.Len() == w.head {
		return strings.TrimSuffix(w.b.String(), ">") + "/>"
	}
	fmt.Fprintf(&w.b, "</%s>", name)
	return w.b.String()
}
