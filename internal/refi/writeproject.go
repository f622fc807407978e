package refi

import (
	"io"
	"regexp"
	"slices"
	"strings"
)

// xml writes the project, or the codebook alone.
func (x *writing) xml(w io.Writer) error {
	x.m = newMarkup(w)
	if x.o.Container == QDC {
		if len(x.p.Codes) == 0 {
			return invalid("there are no codes: a codebook of REFI-QDA needs at least one")
		}
		x.codebookFile()
	} else {
		x.project()
	}
	if err := x.ctx.Err(); err != nil {
		return err
	}
	return x.m.finish()
}

func (x *writing) codebookFile() {
	m := x.m
	m.begin("CodeBook")
	m.must("xmlns", "urn:QDA-XML:codebook:1.0")
	m.attr("origin", x.p.Origin)
	x.codes(x.p.Codes)
	x.sets("guid")
	m.end()
}

func (x *writing) project() {
	m, p := x.m, x.p
	m.begin("Project")
	m.must("xmlns", "urn:QDA-XML:project:1.0")
	m.must("name", p.Name)
	m.attr("origin", x.o.Profile.origin(p.Origin))
	x.stamp("creatingUserGUID", "creationDateTime", p.Created)
	x.stamp("modifyingUserGUID", "modifiedDateTime", p.Changed)
	m.attr("basePath", p.BasePath)
	container(m, "Users", p.Users, func(u User) {
		m.begin("User")
		x.guid(u.GUID)
		m.attr("name", u.Name)
		m.attr("id", u.ID)
		m.end()
	})
	if len(p.Codes) > 0 {
		m.begin("CodeBook")
		x.codes(p.Codes)
		m.end()
	}
	container(m, "Variables", p.Variables, x.variable)
	container(m, "Cases", p.Cases, x.caseElement)
	container(m, "Sources", p.Sources, x.source)
	container(m, "Notes", p.Notes, x.source)
	container(m, "Links", p.Links, x.link)
	x.sets("targetGUID")
	container(m, "Graphs", p.Graphs, x.graph)
	m.text("Description", p.Description)
	m.refs("NoteRef", p.NoteRefs)
	m.end()
}

// container writes elements within one that holds them, which is left out where there are none.
func container[T any](m *markup, name string, list []T, write func(T)) {
	if len(list) == 0 {
		return
	}
	m.begin(name)
	for _, v := range list {
		write(v)
	}
	m.end()
}

func (x *writing) codes(codes []*Code) { container(x.m, "Codes", codes, x.code) }

func (x *writing) code(c *Code) {
	m := x.m
	m.begin("Code")
	x.guid(c.GUID)
	m.must("name", c.Name)
	codable := "false"
	if c.Codable {
		codable = "true"
	}
	m.must("isCodable", codable)
	m.attr("color", colour(c.Color))
	m.text("Description", c.Description)
	if x.o.Container != QDC {
		m.refs("NoteRef", c.NoteRefs)
	}
	for _, inner := range c.Codes {
		x.code(inner)
	}
	m.end()
}

func (x *writing) variable(v Variable) {
	x.m.begin("Variable")
	x.guid(v.GUID)
	x.m.must("name", v.Name)
	x.m.must("typeOfVariable", oneOf(v.Type, "Text", "Boolean", "Integer", "Float", "Date", "DateTime"))
	x.m.text("Description", v.Description)
	x.m.end()
}

// oneOf is the value where it is one of those allowed, else the first of them.
func oneOf(value string, allowed ...string) string {
	if slices.Contains(allowed, value) {
		return value
	}
	return allowed[0]
}

func (x *writing) caseElement(c *Case) {
	x.m.begin("Case")
	x.guid(c.GUID)
	x.m.attr("name", c.Name)
	x.m.text("Description", c.Description)
	x.m.refs("CodeRef", c.CodeRefs)
	x.values(c.Values)
	sources, selections := c.SourceRefs, c.SelectionRefs
	for _, one := range c.Members {
		if one.Selection == "" {
			sources = append(sources[:len(sources):len(sources)], one.Source)
		} else {
			selections = append(selections[:len(selections):len(selections)], one.Selection)
		}
	}
	x.m.refs("SourceRef", unique(sources))
	x.m.refs("SelectionRef", unique(selections))
	x.m.end()
}

var written = map[string]*regexp.Regexp{
	"Boolean":  regexp.MustCompile(`^(true|false|1|0)$`),
	"Integer":  regexp.MustCompile(`^[-+]?\d+$`),
	"Float":    regexp.MustCompile(`^[-+]?(\d+\.?\d*|\.\d+)$`),
	"Date":     regexp.MustCompile(`^\d{4}-\d\d-\d\d(Z|[-+]\d\d:\d\d)?$`),
	"DateTime": regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[-+]\d\d:\d\d)?$`),
}

// values writes the values of variables. What is none of its type is written as text.
func (x *writing) values(values []Value) {
	for _, v := range values {
		if v.Variable == "" {
			continue
		}
		x.m.begin("VariableValue")
		x.m.ref("VariableRef", "targetGUID", v.Variable)
		kind := v.Type
		if form := written[kind]; kind != "" && kind != "Text" && (form == nil || !form.MatchString(strings.TrimSpace(v.Text))) {
			kind = "Text"
		}
		switch {
		case kind == "Text" && v.Text == "":
			x.m.begin("TextValue")
			x.m.end()
		case kind != "":
			x.m.text(kind+"Value", v.Text)
		}
		x.m.end()
	}
}

func (x *writing) link(l Link) {
	m := x.m
	m.begin("Link")
	x.guid(l.GUID)
	m.attr("name", l.Name)
	m.attr("direction", direction(l.Direction))
	m.attr("color", colour(l.Color))
	for _, end := range [][2]string{{"originGUID", l.Origin}, {"targetGUID", l.Target}} {
		if end[1] != "" {
			m.must(end[0], writtenGUID(end[1]))
		}
	}
	m.refs("NoteRef", l.NoteRefs)
	m.end()
}

// sets writes the sets. A codebook names members by another attribute, and has sets of codes alone.
func (x *writing) sets(attribute string) {
	m := x.m
	container(m, "Sets", x.p.Sets, func(s Set) {
		m.begin("Set")
		x.guid(s.GUID)
		m.must("name", s.Name)
		m.text("Description", s.Description)
		for _, guid := range s.Codes {
			m.ref("MemberCode", attribute, guid)
		}
		if x.o.Container != QDC {
			m.refs("MemberSource", s.Sources)
			m.refs("MemberNote", s.Members)
		}
		m.end()
	})
}

func (x *writing) graph(g Graph) {
	m := x.m
	m.begin("Graph")
	x.guid(g.GUID)
	m.attr("name", g.Name)
	represents := func(guid string) {
		if guid != "" {
			m.must("representedGUID", writtenGUID(guid))
		}
	}
	for _, v := range g.Vertices {
		m.begin("Vertex")
		x.guid(v.GUID)
		represents(v.Represents)
		m.attr("name", v.Name)
		m.number("firstX", v.First.X)
		m.number("firstY", v.First.Y)
		if v.Second != nil {
			m.number("secondX", v.Second.X)
			m.number("secondY", v.Second.Y)
		}
		if v.Shape != "" {
			m.must("shape", oneOf(v.Shape, "Rectangle", "Person", "Oval", "RoundedRectangle", "Star", "LeftTriangle", "RightTriangle", "UpTriangle", "DownTriangle", "Note"))
		}
		m.attr("color", colour(v.Color))
		m.end()
	}
	for _, e := range g.Edges {
		m.begin("Edge")
		x.guid(e.GUID)
		represents(e.Represents)
		m.attr("name", e.Name)
		m.must("sourceVertex", writtenGUID(e.Source))
		m.must("targetVertex", writtenGUID(e.Target))
		m.attr("color", colour(e.Color))
		m.attr("direction", direction(e.Direction))
		if e.LineStyle != "" {
			m.must("lineStyle", oneOf(e.LineStyle, "solid", "dotted", "dashed"))
		}
		m.end()
	}
	m.end()
}

func direction(d string) string {
	if d == "" {
		return ""
	}
	return oneOf(d, "Associative", "OneWay", "Bidirectional")
}

var rgb = regexp.MustCompile(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`)

// colour is a colour that the schema allows, "" for any other.
func colour(c string) string {
	if rgb.MatchString(c) {
		return c
	}
	return ""
}
