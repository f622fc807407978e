package report

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// profile is what is known of the site beside what is said: attributes, people, posts.
func (s *siteReport) profile() {
	s.section("profile", "The site", 1)
	at := len(s.report.Sections) - 1
	var blocks []Block
	for _, k := range s.Sites {
		if k.ID == s.ev.Sites[s.site].ID && k.Kind != "" {
			blocks = append(blocks, paragraph(say("profile.kind", Descriptive, nil, "kind of organisation: {}.", k.Kind)))
		}
	}
	if t := s.attributeTable(); t != nil {
		blocks = append(blocks, tableBlock(t))
		blocks = append(blocks, s.memosAbout("profile.table1", "table", "table1", "1")...)
	}
	if t := s.peopleTable(); t != nil {
		blocks = append(blocks, tableBlock(t))
		blocks = append(blocks, s.memosAbout("profile.table2", "table", "table2", "2")...)
	}
	if t := s.postTable(); t != nil {
		blocks = append(blocks, tableBlock(t))
		blocks = append(blocks, s.memosAbout("profile.posts", "post", "")...)
		blocks = append(blocks, s.memosAbout("profile.table4", "table", "table4", "4")...)
	}
	if len(blocks) == 0 {
		blocks = append(blocks, paragraph(say("profile.nothing", Linking, nil, "nothing is recorded of the site itself.")))
	}
	s.report.Sections[at].Blocks = blocks
}

// attributeTable is the attributes of the site with its place among all sites.
func (s *siteReport) attributeTable() *Table {
	t := &Table{
		ID: "table-profile", Caption: "Profile of site " + s.letter,
		Columns: []Column{{Heading: "Attribute"}, {Heading: "Value", Align: Right}, {Heading: "Place among sites, from the largest", Align: Right}},
	}
	numbers := false
	for _, a := range s.attributes {
		value, ok := s.ev.Sites[s.site].Attributes[a.Name]
		if !ok {
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: attributeLabel(a)}, {Text: notStated}, {}}})
			continue
		}
		cell, place := valueCell(a, value), ""
		if cell.Number != nil {
			place, numbers = s.place(a, *cell.Number), true
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: attributeLabel(a)}, cell, {Text: place}}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	if !numbers {
		t.Columns = t.Columns[:2]
		t.Columns[1].Align = Left
	}
	return t
}

// place is the site's rank by a number attribute: "2 of 9"; equal values share a place.
func (s *siteReport) place(a *crosscase.Attribute, value float64) string {
	rank, of := 1, 0
	for i := range s.ev.Sites {
		v, ok := s.ev.Sites[i].Attributes[a.Name]
		if !ok {
			continue
		}
		if c := valueCell(a, v); c.Number != nil {
			of++
			if *c.Number > value {
				rank++
			}
		}
	}
	return digits(rank) + " of " + digits(of)
}

// peopleTable is who was interviewed at the site, by role.
func (s *siteReport) peopleTable() *Table {
	counts := s.peopleByRole()
	row, ok := counts.site[s.site]
	if !ok {
		return nil
	}
	t := &Table{
		ID: "table-people", Caption: "Interviewees at site " + s.letter + " by role",
		Columns: []Column{{Heading: "Role"}, {Heading: "Interviewed", Align: Right}, {Heading: "Listened to", Align: Right}},
	}
	var total tally
	anySmall := false
	for _, role := range counts.roles {
		n := row[role]
		if n.interviewed == 0 {
			continue
		}
		total.interviewed += n.interviewed
		total.listened += n.listened
		cell := s.peopleCell(n.interviewed)
		anySmall = anySmall || cell.Small
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: roleHeading(role)}, cell, countCell(n.listened)}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}, countCell(total.interviewed), countCell(total.listened)}})
	if anySmall {
		t.Notes = append(t.Notes, smallCellNote(&s.ev.Settings))
	}
	return t
}

// postTable is the leadership posts of the site, the highest first.
func (s *siteReport) postTable() *Table {
	posts := s.postsOf(s.ev.Sites[s.site].ID)
	if len(posts) == 0 {
		return nil
	}
	titles := map[crosscase.PostID]string{}
	for _, p := range posts {
		titles[p.ID] = p.Title
	}
	t := &Table{ID: "table-posts", Caption: "Leadership posts at site " + s.letter}
	type column struct {
		Column
		cell func(*crosscase.Post) Cell
	}
	columns := []column{
		{Column{Heading: "Level", Align: Centre}, func(p *crosscase.Post) Cell {
			if p.Level == 0 {
				return Cell{Text: "–"}
			}
			return countCell(int(p.Level))
		}},
		{Column{Heading: "Post"}, func(p *crosscase.Post) Cell { return Cell{Text: p.Title} }},
		{Column{Heading: "Profession"}, func(p *crosscase.Post) Cell { return Cell{Text: humanised(p.Profession)} }},
		{Column{Heading: "Reports to"}, func(p *crosscase.Post) Cell { return Cell{Text: titles[p.ReportsTo]} }},
		{Column{Heading: "Sessions a week", Align: Right}, func(p *crosscase.Post) Cell {
			if p.Sessions == nil {
				return Cell{}
			}
			return Cell{Text: figures(*p.Sessions), Number: p.Sessions}
		}},
		{Column{Heading: "Accountable officer"}, func(p *crosscase.Post) Cell {
			switch {
			case p.Accountable && p.Mode != "":
				return Cell{Text: "yes, " + p.Mode}
			case p.Accountable:
				return Cell{Text: "yes"}
			}
			return Cell{}
		}},
		{Column{Heading: "Note"}, func(p *crosscase.Post) Cell { return Cell{Text: p.Note} }},
	}
	columns = slices.DeleteFunc(columns, func(c column) bool {
		return !slices.ContainsFunc(posts, func(p *crosscase.Post) bool { return c.cell(p).Text != "" && c.cell(p).Text != "–" })
	})
	for _, c := range columns {
		t.Columns = append(t.Columns, c.Column)
	}
	for _, p := range posts {
		var row Row
		for _, c := range columns {
			row.Cells = append(row.Cells, c.cell(p))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
