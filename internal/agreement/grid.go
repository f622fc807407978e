package agreement

import "github.com/crosscase/crosscase"

// RowKind is which level is the case of a matrix.
type RowKind string

// The row kinds are:
const (
	RowSite        RowKind = "site"
	RowUnit        RowKind = "unit"
	RowParticipant RowKind = "participant"
	RowRole        RowKind = "role" // profession groups, over all sites
)

// ColumnKind is what the columns of a matrix are.
type ColumnKind string

// The column kinds are:
const (
	ColumnTheme    ColumnKind = "theme"
	ColumnQuestion ColumnKind = "question" // one per question and aspect that has evidence
)

// MatrixOptions choose what a matrix counts and how its rows stand. The zero value
// counts every aspect and site, and keeps display order.
type MatrixOptions struct {
	Aspect     crosscase.Aspect // "" is all
	Sites      []int32          // nil is all
	RollUp     bool             // sub-themes count in the theme they are under, and have no column
	SortBy     string           // attribute of the row's site; "" keeps display order
	Descending bool
}

// Grid is a matrix of cases by themes or questions.
type Grid struct {
	Rows    []GridRow    `json:"rows"`
	Columns []GridColumn `json:"columns"`
	Cells   [][]GridCell `json:"cells" doc:"by row, then column"`
	Outside int          `json:"outside,omitempty" doc:"codings that belong in a column and to no row"`
}

// GridRow is one case.
type GridRow struct {
	Kind      RowKind `json:"kind"`
	Key       string  `json:"key" doc:"letter, unit, pseudonym or profession group"`
	Site      string  `json:"site,omitempty" doc:"letter of the row's site"`
	Attribute string  `json:"attribute,omitempty" doc:"value of the attribute the rows are sorted by; absent where not known"`
	Total     Total   `json:"total"`
	Index     int32   `json:"-"` // into the list of the kind
	sites     []int32 // those the matrix was asked for
}

// GridColumn is one theme, or one question under one aspect.
type GridColumn struct {
	Kind   ColumnKind       `json:"kind"`
	Key    string           `json:"key" doc:"the theme's key or the question's name"`
	Name   string           `json:"name"`
	Meta   string           `json:"meta,omitempty"`
	Aspect crosscase.Aspect `json:"aspect,omitempty" doc:"of a question; of a theme the only one counted, absent where all are"`
	Order  []string         `json:"order,omitempty" doc:"the question's positions in order"`
	Total  Total            `json:"total"`
	Index  int32            `json:"-"` // into Themes or Questions
	RollUp bool             `json:"-"`
}

// Total is the counts of a row, column or cell. An excerpt coded twice is two codings and one excerpt.
type Total struct {
	Codings  int `json:"codings"`
	Excerpts int `json:"excerpts"`
	Voices   int `json:"voices" doc:"different participants; in a cell of a question those with an answer"`
}

// GridCell is one case on one theme or question. Positions and what follows are of questions alone.
type GridCell struct {
	Total
	Positions []Count `json:"positions,omitempty" doc:"in the question's order"`
	Position  string  `json:"position,omitempty"`
	Status    Status  `json:"status,omitempty"`
	Decided   bool    `json:"decided,omitempty"`
	Contested bool    `json:"contested,omitempty"`
	Stated    bool    `json:"stated,omitempty"`
}
