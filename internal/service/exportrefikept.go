package service

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putKept writes back what files of other programs held and the study had no use for, so far as what it refers to is
// still there.
func (x *exchange) putKept() error {
	rows, err := seen[crosscase.KeptElement](x.v, "")
	if err != nil || len(rows) == 0 {
		return err
	}
	kept, err := readKept(x.v, rows)
	if err != nil {
		return err
	}
	there := x.written()
	for _, c := range kept.Cases {
		c.Values = slices.DeleteFunc(c.Values, func(v refi.Value) bool { return !there[v.Variable] })
		c.CodeRefs, c.SourceRefs, c.SelectionRefs = there.of(c.CodeRefs), there.of(c.SourceRefs), there.of(c.SelectionRefs)
		if !there[c.GUID] {
			x.p.Cases = append(x.p.Cases, c)
			there[c.GUID] = true
		}
	}
	for _, s := range kept.Sets {
		s.Codes, s.Sources, s.Members = there.of(s.Codes), there.of(s.Sources), there.of(s.Members)
		if !there[s.GUID] {
			x.p.Sets = append(x.p.Sets, s)
			there[s.GUID] = true
		}
	}
	gone := int64(0)
	for _, l := range kept.Links {
		if !there[l.Origin] || !there[l.Target] || there[l.GUID] {
			gone++
			continue
		}
		l.NoteRefs = there.of(l.NoteRefs)
		x.p.Links = append(x.p.Links, l)
		there[l.GUID] = true
	}
	for _, g := range kept.Graphs {
		n := len(g.Vertices) + len(g.Edges)
		g.Vertices = slices.DeleteFunc(g.Vertices, func(v refi.Vertex) bool { return v.Represents != "" && !there[v.Represents] })
		ends := map[string]bool{}
		for _, v := range g.Vertices {
			ends[v.GUID] = true
		}
		g.Edges = slices.DeleteFunc(g.Edges, func(e refi.Edge) bool {
			return !ends[e.Source] || !ends[e.Target] || e.Represents != "" && !there[e.Represents]
		})
		gone += int64(n - len(g.Vertices) - len(g.Edges))
		x.p.Graphs = append(x.p.Graphs, g)
	}
	x.mapped.count(int64(len(rows)), "element of another program's file written back as it was")
	x.lost.count(gone, "link, vertex or edge of another program's file", "what it refers to is no longer there")
	return nil
}

// readKept reads the elements as a project of nothing else.
func readKept(v *visit, rows []*crosscase.KeptElement) (*refi.Project, error) {
	var b strings.Builder
	b.WriteString(`<Project xmlns="urn:QDA-XML:project:1.0" name="">`)
	for _, holder := range [][2]string{{"case", "Cases"}, {"link", "Links"}, {"set", "Sets"}, {"graph", "Graphs"}} {
		b.WriteString("<" + holder[1] + ">")
		for _, r := range rows {
			if r.Kind == holder[0] {
				b.WriteString(r.XML)
			}
		}
		b.WriteString("</" + holder[1] + ">")
	}
	b.WriteString(`</Project>`)
	return refi.Read(v.ctx, "kept.qde", strings.NewReader(b.String()), int64(b.Len()), refi.Limits{})
}

// identifiers are those that are there.
type identifiers map[string]bool

func (there identifiers) of(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(guid string) bool { return !there[guid] })
}

// written are the identifiers of everything in the project.
func (x *exchange) written() identifiers {
	there := identifiers{}
	var codes func([]*refi.Code)
	codes = func(list []*refi.Code) {
		for _, c := range list {
			there[c.GUID] = true
			codes(c.Codes)
		}
	}
	codes(x.p.Codes)
	for _, u := range x.p.Users {
		there[u.GUID] = true
	}
	for _, v := range x.attrs {
		there[v.GUID] = true
	}
	for _, v := range x.vars {
		there[v.GUID] = true
	}
	for _, c := range x.p.Cases {
		there[c.GUID] = true
	}
	for _, s := range append(slices.Clone(x.p.Sources), x.p.Notes...) {
		there[s.GUID] = true
		for _, c := range s.Codings {
			there[c.GUID] = true
		}
		for _, sel := range s.Selections {
			there[sel.GUID] = true
			for _, c := range sel.Codings {
				there[c.GUID] = true
			}
		}
		for _, t := range s.Transcripts {
			there[t.GUID] = true
		}
	}
	for _, s := range x.p.Sets {
		there[s.GUID] = true
	}
	for _, l := range x.p.Links {
		there[l.GUID] = true
	}
	return there
}
