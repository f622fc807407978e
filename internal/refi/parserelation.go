package refi

import "strings"

func (r *reading) link(e element) error {
	l := Link{
		GUID: r.id(e), Name: e.attr("name"), Direction: e.attr("direction"), Color: e.attr("color"),
		Origin: e.guid("originGUID"), Target: e.guid("targetGUID"), Line: e.line,
	}
	err := r.each("noteref", func(e element) error {
		l.NoteRefs = append(l.NoteRefs, e.guid("targetGUID"))
		return nil
	})
	r.p.Links = append(r.p.Links, l)
	return err
}

// set reads a Set. Its members are named by targetGUID in a project, by guid in a codebook, and by
// the text of the element by Transana.
func (r *reading) set(e element) error {
	s := Set{GUID: r.id(e), Name: e.attr("name"), Description: e.attr("description"), Created: r.created(e), Line: e.line}
	err := r.x.children(func(e element) error {
		if e.name == "description" {
			return r.description(&s.Description)
		}
		if !strings.HasPrefix(e.name, "member") {
			return nil
		}
		member := firstOf(e.guid("targetGUID"), e.guid("guid"))
		if member == "" {
			text, err := r.x.text()
			if err != nil {
				return err
			}
			member = normGUID(text)
		}
		switch e.name {
		case "membercode":
			s.Codes = append(s.Codes, member)
		case "membersource":
			s.Sources = append(s.Sources, member)
		default:
			s.Members = append(s.Members, member)
		}
		return nil
	})
	r.p.Sets = append(r.p.Sets, s)
	return err
}

func (r *reading) graph(e element) error {
	g := Graph{GUID: r.id(e), Name: e.attr("name")}
	err := r.x.children(func(e element) error {
		switch e.name {
		case "vertex":
			v := Vertex{GUID: r.id(e), Represents: e.guid("representedGUID"), Name: e.attr("name"), Shape: e.attr("shape"), Color: e.attr("color")}
			numbers(e, []string{"firstX", "firstY"}, &v.First.X, &v.First.Y)
			var second Point
			if numbers(e, []string{"secondX", "secondY"}, &second.X, &second.Y) {
				v.Second = &second
			}
			g.Vertices = append(g.Vertices, v)
		case "edge":
			g.Edges = append(g.Edges, Edge{
				GUID: r.id(e), Represents: e.guid("representedGUID"), Name: e.attr("name"),
				Source: e.guid("sourceVertex"), Target: e.guid("targetVertex"),
				Color: e.attr("color"), Direction: e.attr("direction"), LineStyle: e.attr("lineStyle"),
			})
		}
		return nil
	})
	r.p.Graphs = append(r.p.Graphs, g)
	return err
}
