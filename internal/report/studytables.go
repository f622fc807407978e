package report

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
)

// Tables is the tables of a study: 1 the sites, 2 the interviews by role and site, 3 the themes,
// 4 the leadership posts; then coverage, and whose words are quoted.
func Tables(d *Data) *Report {
	b := newCrossCase(d)
	b.report = &Report{Title: "Tables", Subtitle: "Tables of the study", Study: d.Title, Date: d.Date, Synthetic: d.Synthetic}
	b.tableSection("table1", "Sites", b.siteTable())
	b.add(b.memosAbout("attributes", "attribute", "")...)
	b.tableSection("table2", "Interviews by role and site", b.roleTable())
	b.tableSection("table3", "Themes by meta-theme", b.themeTable())
	b.add(b.memosAbout("meta-themes", "meta_theme", "")...)
	b.tableSection("table4", "Leadership posts", b.leadershipTable())
	b.coverage(1)
	b.voiceBalance(1)
	b.finish(b.report)
	return b.report
}

// tableSection is a section of one table, with the inconsistencies about it under it. A study's four
// tables keep their places: one without rows says so.
func (b *crossCase) tableSection(id, heading string, t *Table) {
	b.section(id, heading, 1)
	at := len(b.report.Sections) - 1
	t.ID = "table-" + id
	blocks := append([]Block{tableBlock(t)}, b.memosAbout(id, "table", id, strings.TrimPrefix(id, "table"))...)
	b.report.Sections[at].Blocks = blocks
}

// siteTable is table 1: each site with its attributes, and totals of what can be added up.
func (b *crossCase) siteTable() *Table {
	t := &Table{Caption: "Profile of the sites", Columns: []Column{{Heading: "Site"}}}
	type column struct {
		a     *crosscase.Attribute
		sum   bool
		total float64
		known int
	}
	var columns []*column
	anyTotal := false
	for _, a := range b.attributes {
		align := Left
		if a.Type == "number" {
			align = Right
		}
		t.Columns = append(t.Columns, Column{Heading: attributeLabel(a), Align: align})
		columns = append(columns, &column{a: a, sum: summable(a)})
	}
	missing := false
	for i := range b.ev.Sites {
		s := &b.ev.Sites[i]
		row := Row{Cells: []Cell{{Text: s.Letter}}}
		for _, c := range columns {
			value, ok := s.Attributes[c.a.Name]
			if !ok {
				missing = true
				row.Cells = append(row.Cells, Cell{Text: "–"})
				continue
			}
			cell := valueCell(c.a, value)
			if cell.Number != nil {
				c.total += *cell.Number
				c.known++
				anyTotal = anyTotal || c.sum
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if anyTotal && len(b.ev.Sites) > 1 {
		row := Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}}}
		for _, c := range columns {
			cell := Cell{}
			if c.sum && c.known > 0 {
				total := exact(c.total)
				cell = Cell{Text: figures(total), Number: &total}
				if c.known < len(b.ev.Sites) {
					cell.Text += fmt.Sprintf(" (%d of %d sites)", c.known, len(b.ev.Sites))
				}
			}
			row.Cells = append(row.Cells, cell)
		}
		t.Rows = append(t.Rows, row)
	}
	if missing {
		t.Notes = append(t.Notes, "A dash stands for what is not stated.")
	}
	return t
}

// roleTable is table 2: interviews by role and site, small cells marked.
func (b *crossCase) roleTable() *Table {
	counts := b.peopleByRole()
	t := &Table{Caption: "Interviews by role and site", Columns: []Column{{Heading: "Site"}}}
	for _, role := range counts.roles {
		t.Columns = append(t.Columns, Column{Heading: roleHeading(role), Align: Right})
	}
	t.Columns = append(t.Columns, Column{Heading: "Total", Align: Right})
	totals := make([]int, len(counts.roles)+1)
	anySmall := false
	for i := range b.ev.Sites {
		row := Row{Cells: []Cell{{Text: b.ev.Sites[i].Letter}}}
		sum := 0
		for j, role := range counts.roles {
			n := counts.site[int32(i)][role].interviewed
			sum += n
			totals[j] += n
			cell := b.peopleCell(n)
			anySmall = anySmall || cell.Small
			row.Cells = append(row.Cells, cell)
		}
		totals[len(counts.roles)] += sum
		row.Cells = append(row.Cells, countCell(sum))
		t.Rows = append(t.Rows, row)
	}
	total := Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}}}
	for _, n := range totals {
		total.Cells = append(total.Cells, countCell(n))
	}
	t.Rows = append(t.Rows, total)
	if anySmall {
		t.Notes = append(t.Notes, smallCellNote(&b.ev.Settings))
	}
	elsewhere := 0
	for _, n := range counts.site[-1] {
		elsewhere += n.interviewed
	}
	if elsewhere > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("Not in the table: %s, of whom the record does not state the site.", counted(elsewhere, "interviewee")))
	}
	t.Notes = append(t.Notes, "People are counted, each once.")
	return t
}

// themeTable is table 3: the themes under their meta-themes.
func (b *crossCase) themeTable() *Table {
	t := &Table{
		Caption: "Themes by meta-theme",
		Columns: []Column{{Heading: "Code", Width: 0.12}, {Heading: "Theme", Width: 0.88}},
	}
	var pieces []string
	total := 0
	for _, group := range b.metaOrder() {
		name := group.name
		if name == "" {
			name = "Other"
		}
		n := len(group.themes)
		total += n
		pieces = append(pieces, fmt.Sprintf("%s %s", name, digits(n)))
		t.Rows = append(t.Rows, Row{Kind: GroupRow, Cells: []Cell{{Text: fmt.Sprintf("%s (%s)", name, digits(n))}}})
		for _, theme := range group.themes {
			th := &b.ev.Themes[theme]
			key := th.Key
			if key == th.Name {
				key = ""
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: key}, {Text: th.Name}}})
		}
	}
	if total > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%s: %s.", capital(counted(total, "theme")), strings.Join(pieces, ", ")))
	}
	return t
}

// leadershipTable is table 4: levels, posts and accountable officer of each site.
func (b *crossCase) leadershipTable() *Table {
	t := &Table{
		Caption: "Leadership posts, their levels and the accountable officer",
		Columns: []Column{{Heading: "Site"}, {Heading: "Levels", Align: Right}, {Heading: "Posts, the highest level first"}, {Heading: "Accountable officer"}},
	}
	if len(b.Posts) == 0 {
		t.Notes = []string{"No leadership post is on record."}
		return t
	}
	for i := range b.ev.Sites {
		posts := b.postsOf(b.ev.Sites[i].ID)
		row := Row{Cells: []Cell{{Text: b.ev.Sites[i].Letter}}}
		if len(posts) == 0 {
			row.Cells = append(row.Cells, Cell{Text: "–"}, Cell{Text: notStated}, Cell{Text: notStated})
		} else {
			levels := countCell(levelsOf(posts))
			row.Cells = append(row.Cells, levels, Cell{Text: titlesByLevel(posts)}, Cell{Text: accountable(posts)})
			if notes := postNotes(posts); len(notes) > 0 {
				t.Notes = append(t.Notes, b.ev.Sites[i].Letter+": "+strings.Join(notes, " "))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
