package service

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// fill makes the cells that have something in them.
func (m *matrixView) fill() {
	width := len(m.Columns)
	m.Cells = []MatrixCell{}
	m.at = make([]int, len(m.Rows)*width)
	statements, silences := m.statements(), m.silences()
	for row := range m.Rows {
		for col := range m.Columns {
			i := row*width + col
			m.at[i] = -1
			c := &m.grid.Cells[row][col]
			if c.Codings > 0 || silences[i] > 0 || c.Decided {
				cell := m.cell(row, col)
				cell.Excerpts, cell.Codings, cell.Voices = c.Excerpts, c.Codings, c.Voices
				cell.Statements, cell.Silences = statements[i], silences[i]
				cell.Position, cell.Status, cell.Contested, cell.Stated = c.Position, c.Status, c.Contested, c.Stated
			}
		}
	}
}

// cell finds or makes a cell.
func (m *matrixView) cell(row, col int) *MatrixCell {
	i := row*len(m.Columns) + col
	if m.at[i] < 0 {
		m.at[i] = len(m.Cells)
		m.Cells = append(m.Cells, MatrixCell{Row: row, Column: col, Listened: m.Rows[row].Listened, Interviewed: m.Rows[row].Interviewed})
	}
	return &m.Cells[m.at[i]]
}

// place is the cell of a coding or silence, by row and column; -1 for none.
func (m *matrixView) place(row, theme, question int32, aspect uint8) int {
	index := question
	if m.columns == agreement.ColumnTheme {
		if index = theme; m.opts.Aspect != "" && crosscase.Aspects[aspect] != m.opts.Aspect {
			return -1
		}
		for m.opts.RollUp && index >= 0 && m.ev.Themes[index].Parent >= 0 {
			index = m.ev.Themes[index].Parent
		}
	}
	r, known := m.rowAt[row]
	c, has := m.columnAt[m.column(index, aspect)]
	if !known || !has {
		return -1
	}
	return r*len(m.Columns) + c
}

// statements counts, by cell, the excerpts coded without a speaker.
func (m *matrixView) statements() map[int]int {
	type said struct {
		cell    int
		excerpt crosscase.ExcerptID
	}
	found, counts := map[said]bool{}, map[int]int{}
	for i := range m.ev.Codings {
		c := &m.ev.Codings[i]
		if c.Participant >= 0 {
			continue
		}
		at := m.place(rowOf(m.ev, m.rows, c), c.Theme, c.Question, c.Aspect)
		if one := (said{at, c.Excerpt}); at >= 0 && !found[one] {
			found[one] = true
			counts[at]++
		}
	}
	return counts
}

// silences counts, by cell, the recorded absences: one per participant (or unit, where nobody is named) and kind.
func (m *matrixView) silences() map[int]int {
	type absence struct {
		cell               int
		participant, where int32
		kind               crosscase.SilenceKind
	}
	found, counts := map[absence]bool{}, map[int]int{}
	for i := range m.ev.Silences {
		s := &m.ev.Silences[i]
		c := crosscase.EvidenceCoding{Site: s.Site, Unit: s.Unit, Participant: s.Participant, Group: -1}
		theme := s.Theme
		if theme < 0 && s.Question >= 0 {
			theme = m.ev.Questions[s.Question].Theme
		}
		at := m.place(rowOf(m.ev, m.rows, &c), theme, s.Question, s.Aspect)
		one := absence{cell: at, participant: s.Participant, where: -1, kind: s.Kind}
		if s.Participant < 0 {
			one.where = s.Unit
		}
		if at >= 0 && !found[one] {
			found[one] = true
			counts[at]++
		}
	}
	return counts
}

// rowOf is the row a coding belongs to, as an index into the list of the kind; -1 for none.
func rowOf(ev *crosscase.Evidence, kind agreement.RowKind, c *crosscase.EvidenceCoding) int32 {
	who := crosscase.EvidenceParticipant{Site: -1, Unit: -1, Group: c.Group}
	if c.Participant >= 0 {
		who = ev.Participants[c.Participant]
	}
	switch kind {
	case agreement.RowSite:
		return siteOf(ev, c)
	case agreement.RowUnit:
		if c.Unit >= 0 {
			return c.Unit
		}
		return who.Unit
	case agreement.RowParticipant:
		return c.Participant
	}
	return who.Group
}

// rowOfPerson is the row a participant belongs to.
func rowOfPerson(ev *crosscase.Evidence, kind agreement.RowKind, participant int32) int32 {
	return rowOf(ev, kind, &crosscase.EvidenceCoding{Site: -1, Unit: -1, Group: -1, Participant: participant})
}

// summaries puts the charted texts into the cells. That of a question stands under each of its aspects.
func (m *matrixView) summaries(v *visit) error {
	found, err := seen[crosscase.Summary](v, "")
	if err != nil {
		return err
	}
	rows, columns := map[string]int{}, map[string][]int{}
	for index, at := range m.rowAt {
		switch m.rows {
		case agreement.RowSite:
			rows[string(m.ev.Sites[index].ID)] = at
		case agreement.RowUnit:
			rows[string(m.ev.Units[index].ID)] = at
		default:
			rows[string(m.ev.Participants[index].ID)] = at
		}
	}
	for c, at := range m.columnAt {
		id := ""
		if m.columns == agreement.ColumnTheme {
			id = string(m.ev.Themes[c.index].ID)
		} else {
			id = string(m.ev.Questions[c.index].ID)
		}
		columns[id] = append(columns[id], at)
	}
	for _, s := range found {
		row, known := rows[summaryRow(m.rows, s)]
		if !known {
			continue
		}
		for _, col := range columns[string(s.ThemeID)+string(s.QuestionID)] {
			cell := m.cell(row, col)
			if cell.Summary != "" {
				cell.Summary += "\n\n"
			}
			cell.Summary += s.Text
			cell.SummaryExcerpts = append(cell.SummaryExcerpts, s.Excerpts...)
		}
	}
	slices.SortFunc(m.Cells, func(a, b MatrixCell) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Column, b.Column))
	})
	for i := range m.Cells {
		m.at[m.Cells[i].Row*len(m.Columns)+m.Cells[i].Column] = i
	}
	return nil
}

// summaryRow is the id of the row a summary is charted in; "" where it is of another kind.
func summaryRow(kind agreement.RowKind, s *crosscase.Summary) string {
	switch {
	case kind == agreement.RowParticipant:
		return string(s.ParticipantID)
	case s.ParticipantID != "":
		return ""
	case kind == agreement.RowUnit:
		return string(s.UnitID)
	case s.UnitID != "":
		return ""
	}
	return string(s.SiteID)
}

// show writes down what each cell shows.
func (m *matrixView) show(cells string) {
	m.Shown = make([][]string, len(m.Rows))
	for row := range m.Rows {
		m.Shown[row] = make([]string, len(m.Columns))
		for col := range m.Columns {
			grid := &m.grid.Cells[row][col]
			shown := &m.Shown[row][col]
			switch cells {
			case CellsPosition:
				*shown = grid.Position
			case CellsStatus:
				*shown = string(grid.Status)
			case CellsSummary:
				if at := m.at[row*len(m.Columns)+col]; at >= 0 {
					*shown = m.Cells[at].Summary
				}
			default:
				*shown = strconv.Itoa(grid.Excerpts)
			}
		}
	}
}
