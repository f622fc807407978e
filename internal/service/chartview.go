package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/basis"
)

// ChartView is a matrix as a place to write in: each cell with what lies in it, what is charted, and whether that is stale.
type ChartView struct {
	Rows       []ChartRow        `json:"rows"`
	Columns    []ChartColumn     `json:"columns"`
	Cells      []ChartCell       `json:"cells" doc:"those with something in them, row after row"`
	Attributes []AttributeColumn `json:"attributes" doc:"what the rows can be sorted and chosen by"`
	All        []ChartColumn     `json:"all_columns" doc:"those that a column set can be made of"`
	Unplaced   []string          `json:"unplaced,omitempty" doc:"where rows are types: letters of the sites that nobody has placed"`
	Typology   string            `json:"typology,omitempty" doc:"where rows are types: the key of the typology"`
	EmptySeal  string            `json:"empty_seal" doc:"of the cells that are not listed: nothing lies in them"`
	Seq        int64             `json:"seq" doc:"number of the study's last change"`
}

// ChartRow is one case. Its key is the letter of a site, "A/name" of a unit or participant, a type or a profession group.
type ChartRow struct {
	Key         string            `json:"key"`
	Label       string            `json:"label"`
	Site        string            `json:"site,omitempty" doc:"letter of the row's site"`
	Sites       []string          `json:"sites,omitempty" doc:"of a type: the letters of its sites"`
	Group       string            `json:"group,omitempty"`
	Attributes  map[string]string `json:"attributes,omitempty" doc:"by name; those of the site too"`
	Listened    int               `json:"listened"`
	Interviewed int               `json:"interviewed"`

	cell crosscase.Summary // where its cells are
}

// ChartColumn is one theme or question.
type ChartColumn struct {
	Key   string `json:"key"`
	Label string `json:"label"`
	Group string `json:"group" doc:"the meta-theme; empty where there is none"`
	Theme string `json:"theme,omitempty" doc:"key of the theme, of a question the one it belongs to"`

	theme    crosscase.ThemeID
	question crosscase.QuestionID
}

// ChartCell is one case on one theme or question.
type ChartCell struct {
	Row        int        `json:"row" doc:"index into rows"`
	Column     int        `json:"column" doc:"index into columns"`
	Excerpts   int        `json:"excerpts"`
	Voices     int        `json:"voices" doc:"different participants"`
	Statements int        `json:"statements,omitempty" doc:"excerpts coded without a speaker"`
	Silences   int        `json:"silences,omitempty"`
	Below      int        `json:"below,omitempty" doc:"cells one level below that have a text"`
	Seal       string     `json:"seal" doc:"of what lies in the cell; sent back with a text it says what its writer had seen"`
	Summary    *ChartText `json:"summary,omitempty"`
}

// ChartText is what is charted in a cell.
type ChartText struct {
	ID       crosscase.SummaryID   `json:"id"`
	Revision int64                 `json:"revision"`
	Text     string                `json:"text"`
	Status   crosscase.ChartStatus `json:"status" doc:"not_listened, listened_nothing, draft, checked or signed_off"`
	Author   string                `json:"author,omitempty"`
	At       int64                 `json:"at,omitempty" doc:"when it was last saved or confirmed; epoch milliseconds, UTC"`
	Excerpts []crosscase.ExcerptID `json:"excerpts" doc:"what it is linked to"`
	Stale    *Staleness            `json:"stale,omitempty" doc:"what has changed under it since it was saved or confirmed; absent where nothing has"`
}

// Staleness counts what a text rests on and has changed.
type Staleness struct {
	Added   int  `json:"added"`
	Removed int  `json:"removed"`
	Changed int  `json:"changed"`
	Never   bool `json:"never,omitempty" doc:"nobody has ever said what the text rests on: it is older than the keeping of that"`
}

// chartText is a summary as a chart shows it. A draft without a text says nothing that could be stale.
func chartText(s *crosscase.Summary, since basis.Difference) ChartText {
	t := ChartText{ID: s.ID, Revision: s.Revision, Text: s.Text, Status: cmp.Or(s.Status, crosscase.ChartDraft), Author: s.Author, At: s.At, Excerpts: nonNil(s.Excerpts)}
	says := s.Text != "" || s.Status == crosscase.ChartNotListened || s.Status == crosscase.ChartNothing
	if says && (since.Stale() || s.BasisSeq == 0) {
		t.Stale = &Staleness{len(since.Added), len(since.Removed), len(since.Changed), s.BasisSeq == 0}
	}
	return t
}

// ChartOf lays out a view of a chart. letters name the only sites; none is all, or those of a kept view.
func (s *Service) ChartOf(ctx context.Context, slug string, view crosscase.MatrixView, letters []string) (*ChartView, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	return v.viewed(&view, letters)
}

// viewed lays out a view: where it has the name of a kept one, what it leaves open is as that says.
func (v *visit) viewed(view *crosscase.MatrixView, letters []string) (*ChartView, error) {
	for _, letter := range letters {
		id, err := v.find("site", letter, nil)
		if err != nil {
			return nil, err
		}
		view.Sites = append(view.Sites, crosscase.SiteID(id))
	}
	if view.Name != "" {
		kept, err := v.keptView(view.Name)
		if err != nil {
			return nil, err
		}
		over(view, kept)
	}
	view.Rows, view.Columns = cmp.Or(view.Rows, string(agreement.RowSite)), cmp.Or(view.Columns, kindTheme)
	return v.chartOf(*view)
}

// keptView finds a kept view by id or name.
func (v *visit) keptView(key string) (*crosscase.MatrixView, error) {
	found, err := seen[crosscase.MatrixView](v, "(id = $2 OR name = $3)", key, key)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no view %q", key)
	}
	return found[0], nil
}

// over fills in what a view leaves open.
func over(view, kept *crosscase.MatrixView) {
	view.Name, view.Rows, view.Columns = kept.Name, cmp.Or(view.Rows, kept.Rows), cmp.Or(view.Columns, kept.Columns)
	view.Typology = cmp.Or(view.Typology, kept.Typology)
	if len(view.Sites) == 0 {
		view.Sites = kept.Sites
	}
	if len(view.ColumnSet) == 0 && view.Columns == kept.Columns {
		view.ColumnSet = kept.ColumnSet
	}
	if len(view.Filters) == 0 {
		view.Filters = kept.Filters
	}
	if view.Sort == "" {
		view.Sort, view.Descending = kept.Sort, kept.Descending
	}
}

func (v *visit) chartOf(view crosscase.MatrixView) (*ChartView, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	state, err := v.charted()
	if err != nil {
		return nil, err
	}
	out := &ChartView{Seq: state.at, EmptySeal: basis.Seal(nil)}
	if err := v.chartRows(ev, state, &view, out); err != nil {
		return nil, err
	}
	out.All = chartColumns(ev, view.Columns)
	if out.Columns, err = columnSet(out.All, view.ColumnSet); err != nil {
		return nil, err
	}
	out.fill(state)
	if err := out.choose(&view); err != nil {
		return nil, err
	}
	out.Rows, out.Columns, out.Cells = nonNil(out.Rows), nonNil(out.Columns), nonNil(out.Cells)
	return out, nil
}

// chartColumns are all columns of a kind, in codebook order.
func chartColumns(ev *crosscase.Evidence, kind string) []ChartColumn {
	out := []ChartColumn{}
	meta := func(theme int32) string {
		if theme < 0 || ev.Themes[theme].Meta < 0 {
			return ""
		}
		return ev.MetaThemes[ev.Themes[theme].Meta]
	}
	if kind == kindTheme {
		for i := range ev.Themes {
			t := &ev.Themes[i]
			out = append(out, ChartColumn{Key: t.Key, Label: t.Name, Group: meta(int32(i)), Theme: t.Key, theme: t.ID})
		}
		return out
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		c := ChartColumn{Key: q.Name, Label: cmp.Or(q.Prompt, spaced(q.Name)), Group: meta(q.Theme), question: q.ID}
		if q.Theme >= 0 {
			c.Theme = ev.Themes[q.Theme].Key
		}
		out = append(out, c)
	}
	return out
}

// columnSet are the columns with the keys, in their order; all where none is given.
func columnSet(all []ChartColumn, keys []string) ([]ChartColumn, error) {
	if len(keys) == 0 {
		return all, nil
	}
	out := []ChartColumn{}
	for _, key := range keys {
		i := slices.IndexFunc(all, func(c ChartColumn) bool { return c.Key == key })
		if i < 0 {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no column %q any more: take it out of the view", key)
		}
		out = append(out, all[i])
	}
	return out, nil
}

// at is the cell of a row and a column.
func (r *ChartRow) at(c *ChartColumn) crosscase.Summary {
	s := r.cell
	s.ThemeID, s.QuestionID = c.theme, c.question
	return s
}

// chartPlace is what tells cells apart.
type chartPlace struct {
	site, unit, participant, typology, kind, group, column string
}

func placeOf(s *crosscase.Summary) chartPlace {
	return chartPlace{string(s.SiteID), string(s.UnitID), string(s.ParticipantID), string(s.TypologyID), s.Type, s.Group, string(s.ThemeID) + string(s.QuestionID)}
}

// fill makes the cells.
func (view *ChartView) fill(state *charted) {
	texts := make(map[chartPlace]*crosscase.Summary, len(state.summaries))
	for _, s := range state.summaries {
		texts[placeOf(s)] = s
	}
	state.mu.Lock()
	defer state.mu.Unlock()
	whole := state.chart.Evidence()
	heard, excerpts := map[int32]bool{}, map[crosscase.ExcerptID]bool{}
	for row := range view.Rows {
		for col := range view.Columns {
			at := view.Rows[row].at(&view.Columns[col])
			in := state.chart.CellOf(&at)
			sum := texts[placeOf(&at)]
			if sum == nil && len(in.Codings)+len(in.Silences)+len(in.Below) == 0 {
				continue
			}
			clear(heard)
			clear(excerpts)
			c := ChartCell{Row: row, Column: col, Silences: len(in.Silences)}
			for _, i := range in.Codings {
				d := &whole.Codings[i]
				switch {
				case d.Participant >= 0:
					heard[d.Participant] = true
				case !excerpts[d.Excerpt]:
					c.Statements++
				}
				excerpts[d.Excerpt] = true
			}
			for _, b := range in.Below {
				if b.Text != "" {
					c.Below++
				}
			}
			c.Excerpts, c.Voices = len(excerpts), len(heard)
			c.Seal = basis.Seal(state.chart.Basis(in, nil))
			if sum != nil {
				text := chartText(sum, state.since[sum.ID])
				c.Summary = &text
			}
			view.Cells = append(view.Cells, c)
		}
	}
}

// chartRows are the rows of a view, before it is chosen among them.
func (v *visit) chartRows(ev *crosscase.Evidence, state *charted, view *crosscase.MatrixView, out *ChartView) error {
	kind := agreement.RowKind(view.Rows)
	wanted := func(site int32) bool {
		return len(view.Sites) == 0 || site >= 0 && slices.Contains(view.Sites, ev.Sites[site].ID)
	}
	switch kind {
	case agreement.RowSite:
		for i := range ev.Sites {
			if s := &ev.Sites[i]; wanted(int32(i)) {
				out.Rows = append(out.Rows, ChartRow{Key: s.Letter, Label: s.Letter, Site: s.Letter, cell: crosscase.Summary{SiteID: s.ID}})
			}
		}
	case agreement.RowUnit:
		for i := range ev.Units {
			if u := &ev.Units[i]; wanted(u.Site) {
				out.Rows = append(out.Rows, ChartRow{Key: rowKey(ev, kind, int32(i)), Label: u.Name, Site: letterOf(ev, u.Site), cell: crosscase.Summary{UnitID: u.ID, SiteID: siteID(ev, u.Site)}})
			}
		}
	case agreement.RowParticipant:
		for i := range ev.Participants {
			p := &ev.Participants[i]
			if !wanted(p.Site) {
				continue
			}
			row := ChartRow{Key: rowKey(ev, kind, int32(i)), Label: p.Pseudonym, Site: letterOf(ev, p.Site), cell: crosscase.Summary{ParticipantID: p.ID, SiteID: siteID(ev, p.Site)}}
			if p.Group >= 0 {
				row.Group = ev.Groups[p.Group]
			}
			out.Rows = append(out.Rows, row)
		}
	case agreement.RowRole, rowType:
		if v.access.Limited() {
			return crosscase.Errorf(crosscase.CodeNotFound, "rows of %ss are of all sites: there is nothing of that kind here for you", view.Rows)
		}
		if kind == rowType {
			return v.typeRows(ev, state, view, out)
		}
		for _, g := range ev.Groups {
			out.Rows = append(out.Rows, ChartRow{Key: g, Label: g, Group: g, cell: crosscase.Summary{Group: g}})
		}
	default:
		return crosscase.Errorf(crosscase.CodeInvalid, "rows are participant, unit, site, type or role, not %q", view.Rows)
	}
	out.countPeople(ev, kind)
	return v.rowAttributes(ev, kind, out)
}

// typeRows are the types of a typology that sites were placed in.
func (v *visit) typeRows(ev *crosscase.Evidence, state *charted, view *crosscase.MatrixView, out *ChartView) error {
	t, err := v.typologyOf(view.Typology)
	if err != nil {
		if view.Typology == "" && isNotFound(err) {
			return nil
		}
		return err
	}
	out.Typology = t.Key
	label := map[string]string{crosscase.TypeBetween: "between types", crosscase.TypeNone: "no type"}
	for _, ty := range t.Types {
		label[ty.ID] = cmp.Or(ty.Label, ty.ID)
	}
	placed := state.placed[t.ID]
	for _, id := range typeIDs(t) {
		row := ChartRow{Key: id, Label: label[id], cell: crosscase.Summary{TypologyID: t.ID, Type: id}}
		for i := range ev.Sites {
			if placed[ev.Sites[i].ID] != id {
				continue
			}
			row.Sites = append(row.Sites, ev.Sites[i].Letter)
			for p := range ev.Participants {
				if who := &ev.Participants[p]; who.Site == int32(i) {
					row.count(who)
				}
			}
		}
		if len(row.Sites) > 0 {
			out.Rows = append(out.Rows, row)
		}
	}
	for i := range ev.Sites {
		if placed[ev.Sites[i].ID] == "" {
			out.Unplaced = append(out.Unplaced, ev.Sites[i].Letter)
		}
	}
	return nil
}

func letterOf(ev *crosscase.Evidence, site int32) string {
	if site < 0 {
		return ""
	}
	return ev.Sites[site].Letter
}

func (r *ChartRow) count(p *crosscase.EvidenceParticipant) {
	if p.Listened {
		r.Listened++
	}
	if p.Interviewed {
		r.Interviewed++
	}
}

// countPeople counts the denominators of each row.
func (view *ChartView) countPeople(ev *crosscase.Evidence, kind agreement.RowKind) {
	at := make(map[string]int, len(view.Rows))
	for i := range view.Rows {
		at[view.Rows[i].Key] = i
	}
	for i := range ev.Participants {
		if row := rowOfPerson(ev, kind, int32(i)); row >= 0 {
			if k, ok := at[rowKey(ev, kind, row)]; ok {
				view.Rows[k].count(&ev.Participants[i])
			}
		}
	}
}
