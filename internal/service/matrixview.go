package service

import (
	"context"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// What the cells of a matrix show is one of:
const (
	CellsCount    = "count" // excerpts; the default
	CellsPosition = "position"
	CellsStatus   = "status"
	CellsSummary  = "summary" // the text charted there
)

// Matrix is a matrix of cases by themes or questions.
type Matrix struct {
	Rows       []MatrixRow       `json:"rows"`
	Columns    []MatrixColumn    `json:"columns"`
	Cells      []MatrixCell      `json:"cells" doc:"those with something in them, row after row"`
	Attributes []AttributeColumn `json:"attributes" doc:"what the rows can be sorted by"`
	Sort       string            `json:"sort,omitempty" doc:"the attribute they are sorted by"`
	Outside    int               `json:"outside,omitempty" doc:"codings that belong in a column and to no row"`

	Shown [][]string `json:"-"` // what each cell shows, by row and column, for tables
}

// MatrixRow is one case. Its key is the letter of a site, "A/name" of a unit or participant, or a profession group.
type MatrixRow struct {
	Key         string `json:"key" doc:"unique among the rows; opens the evidence of a cell"`
	Label       string `json:"label"`
	Site        string `json:"site,omitempty" doc:"letter of the row's site"`
	Sort        string `json:"sort,omitempty" doc:"value of the attribute the rows are sorted by; absent where not known"`
	Voices      int    `json:"voices" doc:"different participants over all columns"`
	Listened    int    `json:"listened"`
	Interviewed int    `json:"interviewed"`
}

// MatrixColumn is one theme, or one question under one aspect. Its key is the theme's, or "question~aspect".
type MatrixColumn struct {
	Key    string           `json:"key" doc:"unique among the columns; opens the evidence of a cell"`
	Label  string           `json:"label"`
	Group  string           `json:"group" doc:"the meta-theme; empty where there is none"`
	Theme  string           `json:"theme,omitempty" doc:"key of the theme, of a question the one it belongs to"`
	Name   string           `json:"name,omitempty" doc:"the question's name"`
	Aspect crosscase.Aspect `json:"aspect,omitempty"`
	Order  []string         `json:"order,omitempty" doc:"the question's positions in order"`
}

// MatrixCell is one case on one theme or question. Voices stand with their denominators.
type MatrixCell struct {
	Row         int              `json:"row" doc:"index into rows"`
	Column      int              `json:"column" doc:"index into columns"`
	Excerpts    int              `json:"excerpts"`
	Codings     int              `json:"codings"`
	Voices      int              `json:"voices" doc:"different participants; on a question those with an answer"`
	Listened    int              `json:"listened"`
	Interviewed int              `json:"interviewed"`
	Statements  int              `json:"statements" doc:"excerpts coded without a speaker"`
	Silences    int              `json:"silences" doc:"recorded absences, one per participant and kind"`
	Position    string           `json:"position,omitempty" doc:"of a question: a position, or mixed, thin, unknown"`
	Status      agreement.Status `json:"status,omitempty" doc:"of a question"`
	Contested   bool             `json:"contested,omitempty"`
	Stated      bool             `json:"stated,omitempty" doc:"the position rests on statements alone"`
	Summary     string           `json:"summary,omitempty" doc:"where summaries are asked for"`

	SummaryExcerpts []crosscase.ExcerptID `json:"summary_excerpts,omitempty" doc:"what the summary is linked to"`
}

// MatrixOf crosses cases with themes or questions. cells is count, position, status or summary; "" is count.
// opts.Sites is not used: the matrix holds the sites that the actor may see.
func (s *Service) MatrixOf(ctx context.Context, slug string, rows agreement.RowKind, columns agreement.ColumnKind, cells string, opts agreement.MatrixOptions) (*Matrix, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	if err := v.checkMatrix(rows, columns, cells); err != nil {
		return nil, err
	}
	if opts.Aspect != "" && !slices.Contains(crosscase.Aspects, opts.Aspect) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "aspect %q: use formal, practice, self_label or opinion", opts.Aspect)
	}
	attributes, err := v.attributesOf("site")
	if err != nil {
		return nil, err
	}
	if opts.SortBy != "" && !slices.ContainsFunc(attributes, func(a *crosscase.Attribute) bool { return a.Name == opts.SortBy }) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "sites have no attribute %q to sort by", opts.SortBy)
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	opts.Sites = nil
	m := &matrixView{ev: ev, rows: rows, columns: columns, opts: opts, grid: agreement.Matrix(ev, rows, columns, opts)}
	m.Matrix = &Matrix{Attributes: attributeColumns(attributes), Sort: opts.SortBy, Outside: m.grid.Outside}
	m.heads()
	m.fill()
	if cells == CellsSummary {
		if err := m.summaries(v); err != nil {
			return nil, err
		}
	}
	m.show(cells)
	return m.Matrix, nil
}

// checkMatrix refuses a matrix that there is not, or that the actor may not see.
func (v *visit) checkMatrix(rows agreement.RowKind, columns agreement.ColumnKind, cells string) error {
	switch {
	case !slices.Contains([]agreement.RowKind{agreement.RowSite, agreement.RowUnit, agreement.RowParticipant, agreement.RowRole}, rows):
		return crosscase.Errorf(crosscase.CodeInvalid, "rows are site, unit, participant or role, not %q", rows)
	case columns != agreement.ColumnTheme && columns != agreement.ColumnQuestion:
		return crosscase.Errorf(crosscase.CodeInvalid, "columns are theme or question, not %q", columns)
	case !slices.Contains([]string{"", CellsCount, CellsPosition, CellsStatus, CellsSummary}, cells):
		return crosscase.Errorf(crosscase.CodeInvalid, "cells are count, position, status or summary, not %q", cells)
	case (cells == CellsPosition || cells == CellsStatus) && columns == agreement.ColumnTheme:
		return crosscase.Errorf(crosscase.CodeInvalid, "people take positions on questions, not on themes: for cells of %s take questions as columns", cells)
	case cells == CellsSummary && rows == agreement.RowRole:
		return crosscase.Errorf(crosscase.CodeInvalid, "summaries are charted for sites, units and participants, not for roles")
	case rows == agreement.RowParticipant || cells == CellsSummary:
		return v.may(crosscase.ReadCodings)
	}
	return nil
}

// matrixView is a matrix being made.
type matrixView struct {
	*Matrix
	ev       *crosscase.Evidence
	rows     agreement.RowKind
	columns  agreement.ColumnKind
	opts     agreement.MatrixOptions
	grid     *agreement.Grid
	rowAt    map[int32]int  // by index in the list of the kind
	columnAt map[column]int // aspect 0 where columns are themes
	at       []int          // index into Cells by row and column, -1 for none
}

// column is a theme, or a question under an aspect.
type column struct {
	index  int32
	aspect uint8
}

// heads names rows and columns.
func (m *matrixView) heads() {
	m.rowAt, m.columnAt = map[int32]int{}, map[column]int{}
	listened, interviewed := m.people()
	for i := range m.grid.Rows {
		r := &m.grid.Rows[i]
		m.rowAt[r.Index] = i
		row := MatrixRow{
			Key: rowKey(m.ev, m.rows, r.Index), Label: r.Key, Site: r.Site, Sort: r.Attribute, Voices: r.Total.Voices,
			Listened: listened[r.Index], Interviewed: interviewed[r.Index],
		}
		m.Rows = append(m.Rows, row)
	}
	aspects := map[int32]int{}
	for i := range m.grid.Columns {
		aspects[m.grid.Columns[i].Index]++
	}
	for i := range m.grid.Columns {
		c := &m.grid.Columns[i]
		head := MatrixColumn{Key: c.Key, Label: c.Name, Group: c.Meta, Theme: c.Key, Aspect: c.Aspect, Order: c.Order}
		if m.columns == agreement.ColumnQuestion {
			head.Key, head.Name, head.Theme = columnKey(c.Key, c.Aspect), c.Key, ""
			if t := m.ev.Questions[c.Index].Theme; t >= 0 {
				head.Theme = m.ev.Themes[t].Key
			}
			if aspects[c.Index] > 1 {
				head.Label += " (" + spaced(string(c.Aspect)) + ")"
			}
		}
		m.columnAt[m.column(c.Index, uint8(slices.Index(crosscase.Aspects, c.Aspect)))] = i
		m.Columns = append(m.Columns, head)
	}
	m.Rows, m.Columns = nonNil(m.Rows), nonNil(m.Columns)
}

// rowKey is how a row is asked for.
func rowKey(ev *crosscase.Evidence, kind agreement.RowKind, index int32) string {
	under := func(site int32, name string) string {
		if site < 0 {
			return name
		}
		return ev.Sites[site].Letter + "/" + name
	}
	switch kind {
	case agreement.RowSite:
		return ev.Sites[index].Letter
	case agreement.RowUnit:
		return under(ev.Units[index].Site, ev.Units[index].Name)
	case agreement.RowParticipant:
		return under(ev.Participants[index].Site, ev.Participants[index].Pseudonym)
	}
	return ev.Groups[index]
}

func columnKey(question string, aspect crosscase.Aspect) string {
	return question + "~" + string(aspect)
}

func spaced(word string) string { return strings.ReplaceAll(word, "_", " ") }

func (m *matrixView) column(index int32, aspect uint8) column {
	if m.columns == agreement.ColumnTheme {
		return column{index, 0}
	}
	return column{index, aspect}
}

// people counts the denominators of each row, by its index.
func (m *matrixView) people() (listened, interviewed map[int32]int) {
	listened, interviewed = map[int32]int{}, map[int32]int{}
	for i := range m.ev.Participants {
		row := rowOfPerson(m.ev, m.rows, int32(i))
		if m.ev.Participants[i].Listened {
			listened[row]++
		}
		if m.ev.Participants[i].Interviewed {
			interviewed[row]++
		}
	}
	return listened, interviewed
}
