package agreement

import "github.com/crosscase/crosscase"

// CoverageTable says which themes have evidence at which sites.
type CoverageTable struct {
	Sites  []string        `json:"sites"`
	Themes []ThemeCoverage `json:"themes"`
}

// ThemeCoverage is one theme over the sites. Sites and Including hold letters.
type ThemeCoverage struct {
	Theme     string         `json:"theme" doc:"its key"`
	Name      string         `json:"name"`
	Meta      string         `json:"meta,omitempty"`
	Sites     []string       `json:"sites" doc:"with evidence about that site in particular"`
	Including []string       `json:"including" doc:"with any evidence, tables and generalisations too"`
	Cells     []CoverageCell `json:"cells" doc:"by site"`
}

// CoverageCell is one theme at one site. Participants stand with their
// denominators: of Listened of Interviewed participants of the site.
type CoverageCell struct {
	Site         string                        `json:"site"`
	SiteSpecific int                           `json:"site_specific" doc:"codings about the site in particular"`
	Codings      int                           `json:"codings" doc:"all codings"`
	Participants int                           `json:"participants" doc:"different people coded"`
	Listened     int                           `json:"listened"`
	Interviewed  int                           `json:"interviewed"`
	Silences     map[crosscase.SilenceKind]int `json:"silences,omitempty" doc:"recorded absences, one per participant and kind"`
}

// CoverageOptions choose how themes are listed.
type CoverageOptions struct {
	RollUp bool // sub-themes count in the theme at their top
}

// Coverage counts evidence by theme and site.
//
// The rules are:
//   - evidence about the site in particular is all but what comes from a table or a generalisation
//     (crosscase.Genre.SiteSpecific);
//   - a coding with neither site nor participant, from a generalisation, is said of every site at once and
//     counts at each, as evidence that is not about that site in particular;
//   - a silence on a question is a silence on its theme.
func Coverage(ev *crosscase.Evidence, opts CoverageOptions) *CoverageTable {
	a := arrange(ev)
	table := &CoverageTable{Sites: make([]string, len(ev.Sites))}
	for s := range ev.Sites {
		table.Sites[s] = ev.Sites[s].Letter
	}
	columns := gridColumns(ev, ColumnTheme, MatrixOptions{RollUp: opts.RollUp})
	for _, column := range columns {
		t := ThemeCoverage{Theme: column.Key, Name: column.Name, Meta: column.Meta, Sites: []string{}, Including: []string{}}
		for s := range ev.Sites {
			t.Cells = append(t.Cells, CoverageCell{Site: table.Sites[s], Listened: a.listened[s], Interviewed: a.interviewed[s]})
		}
		table.Themes = append(table.Themes, t)
	}
	at := themeColumns(ev, columns, opts.RollUp)
	table.cover(ev, at)
	table.hush(ev, at)
	for i := range table.Themes {
		t := &table.Themes[i]
		for s := range t.Cells {
			if t.Cells[s].SiteSpecific > 0 {
				t.Sites = append(t.Sites, table.Sites[s])
			}
			if t.Cells[s].Codings > 0 {
				t.Including = append(t.Including, table.Sites[s])
			}
		}
	}
	return table
}

// cover counts codings and people; at is the row of each theme.
func (t *CoverageTable) cover(ev *crosscase.Evidence, at []int32) {
	cells := make([]int32, len(ev.Codings))
	for i := range ev.Codings {
		d := &ev.Codings[i]
		cells[i] = -1
		if d.Theme < 0 || at[d.Theme] < 0 {
			continue
		}
		if site := siteOf(ev, d); site >= 0 {
			cells[i] = at[d.Theme]*int32(len(ev.Sites)) + site
		} else if d.Participant < 0 && genreOf(ev, d) == crosscase.GenreGeneralisation {
			for s := range ev.Sites {
				t.Themes[at[d.Theme]].Cells[s].Codings++
			}
		}
	}
	sorted := bucket(ev.Codings, cells, len(t.Themes)*len(ev.Sites), len(ev.Participants))
	for i := range t.Themes {
		for s := range ev.Sites {
			c := &t.Themes[i].Cells[s]
			last := int32(-1)
			in := sorted.cell(i*len(ev.Sites) + s)
			for at, k := range in.codings {
				c.Codings++
				if genreOf(ev, &ev.Codings[k]).SiteSpecific() {
					c.SiteSpecific++
				}
				if in.who[at] != last {
					last = in.who[at]
					c.Participants++
				}
			}
		}
	}
}

// hush counts the recorded absences.
func (t *CoverageTable) hush(ev *crosscase.Evidence, at []int32) {
	type absence struct {
		theme, site, person, unit int32
		kind                      crosscase.SilenceKind
	}
	seen := map[absence]bool{}
	for i := range ev.Silences {
		s := &ev.Silences[i]
		theme := s.Theme
		if theme < 0 && s.Question >= 0 {
			theme = ev.Questions[s.Question].Theme
		}
		site := siteOfSilence(ev, s)
		if theme < 0 || at[theme] < 0 || site < 0 {
			continue
		}
		one := absence{at[theme], site, s.Participant, -1, s.Kind}
		if s.Participant < 0 {
			one.unit = s.Unit
		}
		if seen[one] {
			continue
		}
		seen[one] = true
		c := &t.Themes[one.theme].Cells[site]
		if c.Silences == nil {
			c.Silences = map[crosscase.SilenceKind]int{}
		}
		c.Silences[s.Kind]++
	}
}

// genreOf is the genre of a coding's source; "" for none.
func genreOf(ev *crosscase.Evidence, d *crosscase.EvidenceCoding) crosscase.Genre {
	if d.Source < 0 {
		return ""
	}
	return ev.Sources[d.Source].Genre
}
