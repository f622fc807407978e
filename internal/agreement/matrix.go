package agreement

import (
	"github.com/crosscase/crosscase"
)

// Matrix counts the codings of each case on each theme or question.
//
// The rules are:
//   - a site's cell on a question has the position and status Analyse gives it, overrides included;
//   - a unit's is judged likewise; a role is one role by its nature, and thin by its voices alone; a
//     participant's is the position that person holds, never thin;
//   - a statement counts among the codings of its site and unit, and of the role whose view it reports;
//   - a row's total counts each excerpt and person once over all its columns, a column's over all its rows.
//
// Cost: linear in codings and cells.
func Matrix(ev *crosscase.Evidence, rows RowKind, columns ColumnKind, opts MatrixOptions) *Grid {
	m := lay(ev, rows, columns, opts)
	g := &Grid{Rows: m.rows, Columns: m.columns, Cells: make([][]GridCell, len(m.rows)), Outside: m.outside}
	flat := make([]GridCell, len(m.rows)*len(m.columns))
	for i := range g.Cells {
		g.Cells[i] = flat[i*len(m.columns) : (i+1)*len(m.columns) : (i+1)*len(m.columns)]
	}
	m.tally(g)
	if columns == ColumnQuestion {
		m.position(g)
	}
	return g
}

// layout is a matrix before it is counted: its codings by cell, row after row.
type layout struct {
	ev      *crosscase.Evidence
	kind    RowKind
	rows    []GridRow
	columns []GridColumn
	codings buckets
	outside int
}

func lay(ev *crosscase.Evidence, rows RowKind, columns ColumnKind, opts MatrixOptions) *layout {
	m := &layout{ev: ev, kind: rows, rows: gridRows(ev, rows, opts), columns: gridColumns(ev, columns, opts)}
	rowAt := make([]int32, rowCount(ev, rows))
	for i := range rowAt {
		rowAt[i] = -1
	}
	for i := range m.rows {
		rowAt[m.rows[i].Index] = int32(i)
	}
	columnAt := columnFinder(ev, columns, m.columns, opts)
	inSite := siteFilter(ev, opts.Sites)
	cells := make([]int32, len(ev.Codings))
	for i := range ev.Codings {
		d := &ev.Codings[i]
		cells[i] = -1
		column := columnAt(d)
		if column < 0 {
			continue
		}
		if row := rowOf(ev, rows, d); row >= 0 && rowAt[row] >= 0 && inSite(d) {
			cells[i] = rowAt[row]*int32(len(m.columns)) + column
		} else if row < 0 {
			m.outside++
		}
	}
	m.codings = bucket(ev.Codings, cells, len(m.rows)*len(m.columns), len(ev.Participants))
	return m
}

func (m *layout) cell(row, column int) run { return m.codings.cell(row*len(m.columns) + column) }

// rowOf is the row a coding belongs to, as an index into the list of the kind; -1 for none.
func rowOf(ev *crosscase.Evidence, kind RowKind, d *crosscase.EvidenceCoding) int32 {
	switch kind {
	case RowSite:
		return siteOf(ev, d)
	case RowUnit:
		if d.Unit < 0 && d.Participant >= 0 {
			return ev.Participants[d.Participant].Unit
		}
		return d.Unit
	case RowParticipant:
		return d.Participant
	}
	if d.Participant >= 0 {
		return ev.Participants[d.Participant].Group
	}
	return d.Group
}

// siteFilter says of a coding whether it is of a wanted site.
func siteFilter(ev *crosscase.Evidence, wanted []int32) func(*crosscase.EvidenceCoding) bool {
	if wanted == nil {
		return func(*crosscase.EvidenceCoding) bool { return true }
	}
	in := make([]bool, len(ev.Sites))
	for _, s := range wanted {
		in[s] = true
	}
	return func(d *crosscase.EvidenceCoding) bool {
		site := siteOf(ev, d)
		return site >= 0 && in[site]
	}
}

// columnFinder gives a coding's column, -1 for none.
func columnFinder(ev *crosscase.Evidence, kind ColumnKind, columns []GridColumn, opts MatrixOptions) func(*crosscase.EvidenceCoding) int32 {
	if kind == ColumnTheme {
		all := opts.Aspect == ""
		only := aspectIndex(opts.Aspect)
		at := themeColumns(ev, columns, opts.RollUp)
		return func(d *crosscase.EvidenceCoding) int32 {
			if d.Theme < 0 || !all && d.Aspect != only {
				return -1
			}
			return at[d.Theme]
		}
	}
	at := make([]int32, len(ev.Questions)*len(crosscase.Aspects))
	for i := range at {
		at[i] = -1
	}
	for i := range columns {
		at[pair{columns[i].Index, aspectIndex(columns[i].Aspect)}.index()] = int32(i)
	}
	return func(d *crosscase.EvidenceCoding) int32 {
		if d.Question < 0 || int(d.Aspect) >= len(crosscase.Aspects) {
			return -1
		}
		return at[pair{d.Question, d.Aspect}.index()]
	}
}

// themeColumns is the column of each theme: its own, or that of the nearest theme above that has one.
func themeColumns(ev *crosscase.Evidence, columns []GridColumn, rollUp bool) []int32 {
	at := make([]int32, len(ev.Themes))
	for i := range at {
		at[i] = -1
	}
	for i := range columns {
		at[columns[i].Index] = int32(i)
	}
	if rollUp {
		for t := range at {
			if at[t] < 0 {
				at[t] = at[rootTheme(ev, int32(t))]
			}
		}
	}
	return at
}

// rootTheme is the theme at the top of the one given.
func rootTheme(ev *crosscase.Evidence, theme int32) int32 {
	for range ev.Themes {
		if ev.Themes[theme].Parent < 0 {
			break
		}
		theme = ev.Themes[theme].Parent
	}
	return theme
}
