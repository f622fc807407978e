package basis

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// Chart gives what the summaries of a matrix rest on now. It is not safe for concurrent use.
type Chart struct {
	*Rows
	summaries []*crosscase.Summary
	words     map[crosscase.ExcerptID]crosscase.BasisRow
	placed    map[crosscase.TypologyID]map[crosscase.SiteID]string

	sites        map[crosscase.SiteID]int32
	units        map[crosscase.UnitID]int32
	participants map[crosscase.ParticipantID]int32
	groups       map[string]int32
	themes       map[crosscase.ThemeID]int32
	questions    map[crosscase.QuestionID]int32

	codings, silences   [][]int32              // by column and site
	ofPerson, silenceOf [][]int32              // by column and participant
	charted             [][]*crosscase.Summary // by column
}

// NewChart begins a chart. words are the rows of the excerpts that summaries are linked to, as Words makes them; placed
// is the type of each site in each typology, as people decided.
func NewChart(ev *crosscase.Evidence, summaries []*crosscase.Summary, words map[crosscase.ExcerptID]crosscase.BasisRow,
	placed map[crosscase.TypologyID]map[crosscase.SiteID]string) *Chart {
	c := &Chart{
		Rows: NewRows(ev), summaries: summaries, words: words, placed: placed,
		sites:        places(ev.Sites, func(s *crosscase.EvidenceSite) crosscase.SiteID { return s.ID }),
		units:        places(ev.Units, func(u *crosscase.EvidenceUnit) crosscase.UnitID { return u.ID }),
		participants: places(ev.Participants, func(p *crosscase.EvidenceParticipant) crosscase.ParticipantID { return p.ID }),
		groups:       places(ev.Groups, func(g *string) string { return *g }),
		themes:       places(ev.Themes, func(t *crosscase.EvidenceTheme) crosscase.ThemeID { return t.ID }),
		questions:    places(ev.Questions, func(q *crosscase.EvidenceQuestion) crosscase.QuestionID { return q.ID }),
	}
	columns := len(ev.Themes) + len(ev.Questions)
	c.codings, c.silences = make([][]int32, columns*(len(ev.Sites)+1)), make([][]int32, columns*(len(ev.Sites)+1))
	c.ofPerson, c.silenceOf = make([][]int32, columns*len(ev.Participants)), make([][]int32, columns*len(ev.Participants))
	c.charted = make([][]*crosscase.Summary, columns)
	for i := range ev.Codings {
		d := &ev.Codings[i]
		c.hold(c.codings, c.ofPerson, int32(i), c.siteOf(d.Site, d.Participant), d.Participant, d.Theme, d.Question)
	}
	for i := range ev.Silences {
		s := &ev.Silences[i]
		theme := s.Theme
		if theme < 0 && s.Question >= 0 {
			theme = ev.Questions[s.Question].Theme
		}
		c.hold(c.silences, c.silenceOf, int32(i), c.siteOf(s.Site, s.Participant), s.Participant, theme, s.Question)
	}
	for _, s := range summaries {
		if column := c.column(s); column >= 0 {
			c.charted[column] = append(c.charted[column], s)
		}
	}
	return c
}

func places[T any, K comparable](list []T, key func(*T) K) map[K]int32 {
	at := make(map[K]int32, len(list))
	for i := range list {
		at[key(&list[i])] = int32(i)
	}
	return at
}

func (c *Chart) hold(in, of [][]int32, i, site, participant, theme, question int32) {
	put := func(column int) {
		at := c.held(column, site)
		in[at] = append(in[at], i)
		if participant >= 0 {
			at := column*len(c.ev.Participants) + int(participant)
			of[at] = append(of[at], i)
		}
	}
	if theme >= 0 {
		put(int(theme))
	}
	if question >= 0 {
		put(len(c.ev.Themes) + int(question))
	}
}

// held is the place of a column at a site, -1 for none.
func (c *Chart) held(column int, site int32) int { return column*(len(c.ev.Sites)+1) + int(site) + 1 }

func (c *Chart) siteOf(site, participant int32) int32 {
	if site < 0 && participant >= 0 {
		return c.ev.Participants[participant].Site
	}
	return site
}

// column is the place of the theme or question among all columns, -1 where it is not there any more.
func (c *Chart) column(s *crosscase.Summary) int {
	if at, ok := c.themes[s.ThemeID]; ok {
		return int(at)
	}
	if at, ok := c.questions[s.QuestionID]; ok {
		return len(c.ev.Themes) + int(at)
	}
	return -1
}

// Evidence is the table whose indices a Cell holds.
func (c *Chart) Evidence() *crosscase.Evidence { return c.ev }

// Cell is what lies in the cell of a summary, which need not be charted yet: indices into the evidence table, and the
// summaries of the cells one level below.
type Cell struct {
	Codings, Silences []int32
	Below             []*crosscase.Summary
}

// CellOf finds what lies in the cell of a summary.
func (c *Chart) CellOf(s *crosscase.Summary) Cell {
	var out Cell
	column := c.column(s)
	if column < 0 {
		return out
	}
	for _, other := range c.charted[column] {
		if c.feeds(other, s) {
			out.Below = append(out.Below, other)
		}
	}
	if s.ParticipantID != "" { // who may be heard at another site than their own
		if who, ok := c.participants[s.ParticipantID]; ok {
			at := column*len(c.ev.Participants) + int(who)
			out.Codings, out.Silences = c.ofPerson[at], c.silenceOf[at]
		}
		return out
	}
	in, sites := c.row(s)
	for _, site := range sites {
		for _, i := range c.codings[c.held(column, site)] {
			if d := &c.ev.Codings[i]; in(d.Unit, d.Participant, d.Group) {
				out.Codings = append(out.Codings, i)
			}
		}
		for _, i := range c.silences[c.held(column, site)] {
			if d := &c.ev.Silences[i]; in(d.Unit, d.Participant, -1) {
				out.Silences = append(out.Silences, i)
			}
		}
	}
	return out
}

// Of is the basis of a summary as of now.
func (c *Chart) Of(s *crosscase.Summary) []crosscase.BasisRow {
	return c.Basis(c.CellOf(s), s.Excerpts)
}

// Basis is the basis of a text on what lies in a cell and on excerpts that it is linked to.
func (c *Chart) Basis(cell Cell, linked []crosscase.ExcerptID) []crosscase.BasisRow {
	rows := make([]crosscase.BasisRow, 0, len(cell.Codings)+len(cell.Silences)+len(cell.Below)+len(linked))
	for _, i := range cell.Codings {
		rows = append(rows, c.Coding(i))
	}
	for _, i := range cell.Silences {
		rows = append(rows, c.Silence(i))
	}
	for _, below := range cell.Below {
		rows = append(rows, Summary(below))
	}
	for _, e := range linked {
		if row, ok := c.words[e]; ok {
			rows = append(rows, row)
		}
	}
	return Sort(rows)
}

// Since is what has changed under a summary since its basis was taken.
func (c *Chart) Since(s *crosscase.Summary) Difference { return Compare(s.Basis, c.Of(s)) }

// row says of a coding or silence at one of the sites whether it belongs to the row of a summary.
func (c *Chart) row(s *crosscase.Summary) (in func(unit, participant, group int32) bool, sites []int32) {
	all := func(int32, int32, int32) bool { return true }
	switch {
	case s.UnitID != "":
		at, ok := c.units[s.UnitID]
		if !ok {
			return all, nil
		}
		return func(unit, participant, _ int32) bool {
			if unit < 0 && participant >= 0 {
				unit = c.ev.Participants[participant].Unit
			}
			return unit == at
		}, []int32{c.ev.Units[at].Site}
	case s.Group != "":
		at, ok := c.groups[s.Group]
		if !ok {
			return all, nil
		}
		return func(_, participant, group int32) bool {
			if participant >= 0 {
				group = c.ev.Participants[participant].Group
			}
			return group == at
		}, c.everySite()
	case s.Type != "":
		for i := range c.ev.Sites {
			if c.placed[s.TypologyID][c.ev.Sites[i].ID] == s.Type {
				sites = append(sites, int32(i))
			}
		}
		return all, sites
	}
	if at, ok := c.sites[s.SiteID]; ok {
		return all, []int32{at}
	}
	return all, nil
}

func (c *Chart) everySite() []int32 {
	out := make([]int32, len(c.ev.Sites)+1)
	for i := range out {
		out[i] = int32(i) - 1
	}
	return out
}

// feeds says whether a summary of the same column is of a cell one level below another's.
func (c *Chart) feeds(below, s *crosscase.Summary) bool {
	if below.ID == s.ID {
		return false
	}
	switch {
	case s.ParticipantID != "":
		return false
	case s.UnitID != "":
		at, ok := c.participants[below.ParticipantID]
		return ok && c.ev.Participants[at].Unit == c.units[s.UnitID] && c.ev.Participants[at].Unit >= 0
	case s.Group != "":
		at, ok := c.participants[below.ParticipantID]
		group, known := c.groups[s.Group]
		return ok && known && c.ev.Participants[at].Group == group
	case s.Type != "":
		return below.SiteID != "" && below.ParticipantID == "" && below.UnitID == "" && c.placed[s.TypologyID][below.SiteID] == s.Type
	}
	return below.SiteID == s.SiteID && (below.ParticipantID != "" || below.UnitID != "") && below.SiteID != ""
}

// SameCell says whether two summaries are of one cell.
func SameCell(a, b *crosscase.Summary) bool {
	return a.ParticipantID == b.ParticipantID && a.UnitID == b.UnitID && a.SiteID == b.SiteID && a.TypologyID == b.TypologyID && a.Type == b.Type &&
		a.Group == b.Group && a.ThemeID == b.ThemeID && a.QuestionID == b.QuestionID
}

// Linked are the excerpts that summaries are linked to, each once.
func Linked(summaries []*crosscase.Summary) []crosscase.ExcerptID {
	var out []crosscase.ExcerptID
	for _, s := range summaries {
		out = append(out, s.Excerpts...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}
