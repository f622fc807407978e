package service_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
)

func TestMatrixOf(t *testing.T) {
	c := newCase(t)
	t.Run("Counts", func(t *testing.T) {
		m, err := c.MatrixOf(c.lead, c.slug, "site", "theme", "", agreement.MatrixOptions{SortBy: "budget"})
		c.must(t, err)
		if diff := cmp.Diff([]service.MatrixRow{
			{Key: "B", Label: "B", Site: "B", Sort: "3", Voices: 2, Listened: 2, Interviewed: 2},
			{Key: "A", Label: "A", Site: "A", Sort: "20", Voices: 4, Listened: 4, Interviewed: 4},
		}, m.Rows); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]service.MatrixColumn{
			{Key: "S1", Label: "Leadership", Group: "Structure", Theme: "S1"}, {Key: "O1", Label: "Morale", Group: "Outcomes", Theme: "O1"},
		}, m.Columns); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]service.MatrixCell{
			{Row: 0, Column: 0, Excerpts: 2, Codings: 2, Voices: 2, Listened: 2, Interviewed: 2},
			{Row: 0, Column: 1, Listened: 2, Interviewed: 2, Silences: 1},
			{Row: 1, Column: 0, Excerpts: 5, Codings: 5, Voices: 4, Listened: 4, Interviewed: 4, Statements: 1},
			{Row: 1, Column: 1, Excerpts: 1, Codings: 1, Voices: 1, Listened: 4, Interviewed: 4},
		}, m.Cells); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([][]string{{"2", "0"}, {"5", "1"}}, m.Shown); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("Positions", func(t *testing.T) {
		m, err := c.MatrixOf(c.lead, c.slug, "site", "question", "position", agreement.MatrixOptions{})
		c.must(t, err)
		if diff := cmp.Diff([]string{"who_leads~formal", "who_leads~practice"}, []string{m.Columns[0].Key, m.Columns[1].Key}); diff != "" {
			t.Error(diff)
		}
		if m.Columns[1].Label != "Who leads the unit? (practice)" || m.Columns[1].Theme != "S1" || m.Columns[1].Name != "who_leads" {
			t.Errorf("column: %s", asJSON(t, m.Columns[1]))
		}
		if diff := cmp.Diff([][]string{{"single", "team"}, {"unknown", "thin"}}, m.Shown); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("Statuses", func(t *testing.T) {
		m, err := c.MatrixOf(c.lead, c.slug, "role", "question", "status", agreement.MatrixOptions{Aspect: crosscase.Practice})
		c.must(t, err)
		if diff := cmp.Diff([][]string{{"majority_with_dissent"}, {"majority_with_dissent"}}, m.Shown); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("Summaries", func(t *testing.T) {
		m, err := c.MatrixOf(c.lead, c.slug, "site", "theme", "summary", agreement.MatrixOptions{})
		c.must(t, err)
		if diff := cmp.Diff([][]string{{"Mostly the four of us.", ""}, {"", ""}}, m.Shown); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		for _, ask := range []struct {
			rows    agreement.RowKind
			columns agreement.ColumnKind
			cells   string
			opts    agreement.MatrixOptions
		}{
			{"planet", "theme", "", agreement.MatrixOptions{}}, {"site", "planet", "", agreement.MatrixOptions{}}, {"site", "theme", "colour", agreement.MatrixOptions{}},
			{"site", "theme", "position", agreement.MatrixOptions{}}, {"site", "theme", "status", agreement.MatrixOptions{}}, {"role", "theme", "summary", agreement.MatrixOptions{}},
			{"site", "theme", "", agreement.MatrixOptions{SortBy: "moons"}}, {"site", "theme", "", agreement.MatrixOptions{Aspect: "rumour"}},
		} {
			_, err := c.MatrixOf(c.lead, c.slug, ask.rows, ask.columns, ask.cells, ask.opts)
			wantCode(t, asJSON(t, ask.opts)+string(ask.rows)+string(ask.columns)+ask.cells, err, crosscase.CodeInvalid)
		}
	})
}

// Every cell opens the evidence that it counts.
func TestCellsOpenTheirEvidence(t *testing.T) {
	c := newCase(t)
	for _, rows := range []agreement.RowKind{agreement.RowSite, agreement.RowUnit, agreement.RowParticipant, agreement.RowRole} {
		for _, columns := range []agreement.ColumnKind{agreement.ColumnTheme, agreement.ColumnQuestion} {
			m, err := c.MatrixOf(c.lead, c.slug, rows, columns, "", agreement.MatrixOptions{})
			c.must(t, err)
			for _, cell := range m.Cells {
				row, column := m.Rows[cell.Row].Key, m.Columns[cell.Column].Key
				got, err := c.CellEvidence(c.lead, c.slug, rows, row, columns, column, "")
				if err != nil {
					t.Errorf("%s, %s: %v", row, column, err)
					continue
				}
				if len(got.Items) != cell.Excerpts || got.Voices != cell.Voices || *got.Listened != cell.Listened || *got.Interviewed != cell.Interviewed {
					t.Errorf("%s, %s: %s under a cell of %s", row, column, asJSON(t, got), asJSON(t, cell))
				}
			}
		}
	}
}
