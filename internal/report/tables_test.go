package report

import "testing"

// The totals of the worked example's tables, as printed.
func TestTableTotals(t *testing.T) {
	tables := AllTables(Tables(worked(t).Data))
	last := func(table *Table) []string {
		var out []string
		for _, c := range table.Rows[len(table.Rows)-1].Cells {
			out = append(out, cellText(c))
		}
		return out
	}
	same := func(name string, got, want []string) {
		t.Helper()
		if len(got) != len(want) {
			t.Fatalf("%s: got %q, want %q", name, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s: got %q, want %q", name, got, want)
			}
		}
	}
	same("table 1", last(tables[0]), []string{"Total", "3,022.5", "47,527", "2,408", "16", "61"})
	same("table 2", last(tables[1]), []string{"Total", "46", "30", "26", "3", "105"})
	small := 0
	for _, row := range tables[1].Rows {
		for _, c := range row.Cells {
			if c.Small {
				small++
			}
		}
	}
	if small != 8 {
		t.Errorf("table 2 marks %d small cells, want 8", small)
	}
	var groups []string
	for _, row := range tables[2].Rows {
		if row.Kind == GroupRow {
			groups = append(groups, row.Cells[0].Text)
		}
	}
	same("table 3", groups, []string{"Structure (8)", "Process (15)", "Outcomes (7)"})
	var levels []string
	for _, row := range tables[3].Rows {
		levels = append(levels, row.Cells[0].Text+row.Cells[1].Text)
	}
	same("table 4", levels, []string{"A3", "B4", "C4", "D4", "E3", "F3", "G3", "H3", "I3"})
}
