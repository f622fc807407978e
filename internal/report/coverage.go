package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// coveredAcross is how many sites a coverage table shows as columns; with more it lists their letters.
const coveredAcross = 24

// coverage is which themes have evidence at which sites, and which have none.
func (b *crossCase) coverage(level int) {
	if b.Coverage == nil {
		b.Coverage = agreement.Coverage(b.ev, agreement.CoverageOptions{})
	}
	b.section("coverage", "Coverage of themes by sites", level)
	at := len(b.report.Sections) - 1
	var none, general []string
	covered := 0
	for _, t := range b.Coverage.Themes {
		switch {
		case len(t.Sites) > 0:
			covered++
		case len(t.Including) > 0:
			general = append(general, t.Theme)
		default:
			none = append(none, t.Theme)
		}
	}
	total := len(b.Coverage.Themes)
	sentences := []Sentence{say("coverage.specific", Count, nil, "{} of {} {} evidence about some site in particular; {} {} not.",
		covered, counted(total, "theme"), either(covered, "has", "have"), total-covered, either(total-covered, "has", "have"))}
	if len(general) > 0 {
		sentences = append(sentences, say("coverage.general", Count, nil, "covered only by tables or by what is said of all sites: {}.", joined(general)))
	}
	if len(none) > 0 {
		sentences = append(sentences, say("coverage.none", Count, nil, "without any evidence: {}.", joined(none)))
	}
	blocks := []Block{paragraph(sentences...), tableBlock(b.coverageTable())}
	blocks = append(blocks, b.memosAbout("coverage", "theme", "")...)
	b.report.Sections[at].Blocks = blocks
}

func (b *crossCase) coverageTable() *Table {
	t := &Table{ID: "table-coverage", Caption: "Coverage of themes by sites", Columns: []Column{{Heading: "Theme"}}}
	across := len(b.Coverage.Sites) <= coveredAcross
	if across {
		for _, s := range b.Coverage.Sites {
			t.Columns = append(t.Columns, Column{Heading: s, Align: Centre})
		}
		t.Columns = append(t.Columns, Column{Heading: "Sites", Align: Right})
	} else {
		t.Columns = append(t.Columns, Column{Heading: "Sites in particular", Align: Right}, Column{Heading: "Which"}, Column{Heading: "Only in tables or general statements"})
	}
	evidence := b.themeEvidence()
	meta := ""
	for i, theme := range b.Coverage.Themes {
		if theme.Meta != meta || i == 0 && theme.Meta != "" {
			meta = theme.Meta
			t.Rows = append(t.Rows, Row{Kind: GroupRow, Cells: []Cell{{Text: meta}}})
		}
		name := theme.Name
		if theme.Theme != "" && theme.Theme != theme.Name {
			name = theme.Theme + " " + theme.Name
		}
		row := Row{Cells: []Cell{{Text: name}}}
		if !across {
			var rest []string
			for _, s := range theme.Including {
				if !slices.Contains(theme.Sites, s) {
					rest = append(rest, s)
				}
			}
			row.Cells = append(row.Cells, countCell(len(theme.Sites)), Cell{Text: strings.Join(theme.Sites, ", ")}, Cell{Text: strings.Join(rest, ", ")})
			t.Rows = append(t.Rows, row)
			continue
		}
		for s, c := range theme.Cells {
			cell := Cell{Text: coverageSign(&c), Evidence: evidence[themeAt{theme.Theme, int32(s)}]}
			row.Cells = append(row.Cells, cell)
		}
		sites := Cell{Text: fmt.Sprintf("%d", len(theme.Sites))}
		if len(theme.Including) > len(theme.Sites) {
			sites.Text += fmt.Sprintf(" (%d)", len(theme.Including))
		}
		row.Cells = append(row.Cells, sites)
		t.Rows = append(t.Rows, row)
	}
	if across {
		t.Notes = []string{
			"● evidence about the site in particular; ○ only a table or a statement about all sites; – asked or listened for, nothing said; blank: nothing on record.",
			"Sites: with evidence about them in particular, and in brackets with tables and statements about all sites.",
		}
	}
	return t
}

func coverageSign(c *agreement.CoverageCell) string {
	switch {
	case c.SiteSpecific > 0:
		return "●"
	case c.Codings > 0:
		return "○"
	case len(c.Silences) > 0:
		return "–"
	}
	return ""
}

// themeAt is a theme, by key, at a site.
type themeAt struct {
	theme string
	site  int32
}

// themeEvidence are the excerpts on each theme at each site.
func (b *crossCase) themeEvidence() map[themeAt][]crosscase.ExcerptID {
	out := map[themeAt][]crosscase.ExcerptID{}
	for site, codings := range b.codings {
		if site < 0 {
			continue
		}
		for _, i := range codings {
			c := &b.ev.Codings[i]
			if c.Theme < 0 {
				continue
			}
			at := themeAt{b.ev.Themes[c.Theme].Key, site}
			if list := out[at]; len(list) == 0 || list[len(list)-1] != c.Excerpt {
				out[at] = append(list, c.Excerpt)
			}
		}
	}
	return out
}
