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
	t.Number = 1
	return report.WriteDocx(w, &report.Report{
		Title: name, Subtitle: "Framework matrix", Study: v.study.Title, Date: s.now().UTC().Format(time.DateOnly), Synthetic: v.study.Synthetic,
		Sections: []report.Section{{ID: "chart", Heading: name, Level: 1, Blocks: []report.Block{{Kind: report.BlockTable, Table: t}}}},
	})
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
