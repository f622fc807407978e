package service

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
)

// chartStatusWords say a status to a reader.
var chartStatusWords = map[crosscase.ChartStatus]string{
	crosscase.ChartNotListened: "not listened to yet", crosscase.ChartNothing: "listened, nothing", crosscase.ChartDraft: "draft",
	crosscase.ChartChecked: "checked", crosscase.ChartSignedOff: "signed off",
}

// WriteChart writes a view of a chart as docx or xlsx: its rows, columns, order and texts as the page shows them, with
// what is not signed off and what is stale said in each cell.
func (s *Service) WriteChart(ctx context.Context, slug string, view crosscase.MatrixView, letters []string, kind string, w io.Writer) error {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return err
	}
	if err := v.may(crosscase.Export); err != nil {
		return err
	}
	name := view.Name
	chart, err := v.viewed(&view, letters)
	if err != nil {
		return err
	}
	if name == "" {
		name = fmt.Sprintf("%ss by %ss", strings.ToUpper(view.Rows[:1])+view.Rows[1:], view.Columns)
	} else {
		name = view.Name
	}
	t := chartTable(chart, &view, name)
	if kind == "xlsx" {
		return report.WriteXLSX(w, []*report.Table{t})
	}
	r := &report.Report{Title: name, Subtitle: "Framework matrix", Study: v.study.Title, Date: s.now().UTC().Format(time.DateOnly), Synthetic: v.study.Synthetic}
	for i, part := range pagesOf(t) {
		part.Number = i + 1
		r.Sections = append(r.Sections, report.Section{ID: part.ID, Heading: part.Caption, Level: 1, Blocks: []report.Block{{Kind: report.BlockTable, Table: part}}})
	}
	return report.WriteDocx(w, r)
}

// pageColumns is how many columns of texts a page of paper takes beside the names of the rows.
const pageColumns = 5

// pagesOf divides a table into such as a page is wide enough for, each with the names of the rows.
func pagesOf(t *report.Table) []*report.Table {
	count := len(t.Columns) - 1
	if count <= pageColumns {
		return []*report.Table{t}
	}
	var out []*report.Table
	for from := 1; from <= count; from += pageColumns {
		to := min(from+pageColumns, count+1)
		part := &report.Table{ID: fmt.Sprintf("%s-%d", t.ID, from), Caption: fmt.Sprintf("%s, columns %d to %d of %d", t.Caption, from, to-1, count)}
		part.Columns = append(append(part.Columns, t.Columns[0]), t.Columns[from:to]...)
		for _, row := range t.Rows {
			part.Rows = append(part.Rows, report.Row{Cells: append([]report.Cell{row.Cells[0]}, row.Cells[from:to]...)})
		}
		out = append(out, part)
	}
	out[len(out)-1].Notes = t.Notes
	return out
}

func chartTable(chart *ChartView, view *crosscase.MatrixView, name string) *report.Table {
	t := &report.Table{ID: "chart-table", Caption: name, Columns: []report.Column{{Heading: strings.ToUpper(view.Rows[:1]) + view.Rows[1:], Width: 1}}}
	for i := range chart.Columns {
		c := &chart.Columns[i]
		heading := c.Label
		if view.Columns == kindTheme && c.Key != c.Label {
			heading = c.Key + " " + c.Label
		}
		t.Columns = append(t.Columns, report.Column{Heading: heading, Width: 2})
	}
	stale := 0
	for i := range chart.Rows {
		row := report.Row{Cells: make([]report.Cell, len(chart.Columns)+1)}
		row.Cells[0].Text = chart.Rows[i].title(view)
		t.Rows = append(t.Rows, row)
	}
	for i := range chart.Cells {
		c := &chart.Cells[i]
		if c.Summary == nil {
			continue
		}
		cell := &t.Rows[c.Row].Cells[c.Column+1]
		cell.Text, cell.Evidence = chartCellText(c.Summary), c.Summary.Excerpts
		if c.Summary.Stale != nil {
			stale++
		}
	}
	if stale > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("%d of these texts rest on evidence that has changed since they were saved; they are marked [stale].", stale))
	}
	return t
}

func (r *ChartRow) title(view *crosscase.MatrixView) string {
	out := r.Label
	if r.Site != "" && r.Site != r.Label {
		out = r.Site + " " + out
	}
	if len(r.Sites) > 0 {
		out += " (" + strings.Join(r.Sites, ", ") + ")"
	}
	if view.Sort != "" && r.Attributes[view.Sort] != "" {
		out += "\n" + view.Sort + " " + r.Attributes[view.Sort]
	}
	return out
}

func chartCellText(t *ChartText) string {
	var marks []string
	if t.Text == "" || t.Status != crosscase.ChartSignedOff {
		marks = append(marks, chartStatusWords[t.Status])
	}
	if t.Stale != nil {
		marks = append(marks, "stale")
	}
	out := t.Text
	if len(marks) > 0 {
		out = strings.TrimSpace(out + " [" + strings.Join(marks, ", ") + "]")
	}
	return out
}
