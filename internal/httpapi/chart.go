package httpapi

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// InChart chooses the rows and columns of a chart.
type InChart struct {
	InStudy
	View       string   `query:"view" doc:"id or name of a kept view; what else is given stands before what it says"`
	Rows       string   `query:"rows" doc:"participant, unit, site, type or role; absent is site"`
	Columns    string   `query:"columns" doc:"theme or question; absent is theme"`
	Typology   string   `query:"typology" doc:"where rows are types: its key; absent is the first"`
	Sites      []string `query:"site,explode" doc:"letters of the only sites; once for each"`
	ColumnSet  []string `query:"column,explode" doc:"keys of the only columns, in this order; once for each"`
	Filters    []string `query:"filter,explode" doc:"what a row must fulfil: attribute=value, attribute!=value, attribute>=number or attribute<=number; once for each"`
	Sort       string   `query:"sort" doc:"attribute the rows are sorted by"`
	Descending bool     `query:"descending"`
}

// view is the view asked for.
func (in *InChart) view() (crosscase.MatrixView, error) {
	view := crosscase.MatrixView{Name: in.View, Rows: in.Rows, Columns: in.Columns, Typology: in.Typology, ColumnSet: in.ColumnSet, Sort: in.Sort, Descending: in.Descending}
	for _, text := range in.Filters {
		f, err := filterOf(text)
		if err != nil {
			return view, err
		}
		view.Filters = append(view.Filters, f)
	}
	return view, nil
}

// filterOf reads attribute>=value and the like.
func filterOf(text string) (crosscase.MatrixFilter, error) {
	for _, c := range []struct{ sign, is string }{{"!=", "not"}, {">=", "at_least"}, {"<=", "at_most"}, {"=", "equals"}} {
		if name, value, ok := strings.Cut(text, c.sign); ok {
			return crosscase.MatrixFilter{Attribute: strings.TrimSpace(name), Is: c.is, Value: strings.TrimSpace(value)}, nil
		}
	}
	return crosscase.MatrixFilter{}, crosscase.Errorf(crosscase.CodeInvalid, "filter %q: write attribute=value, attribute!=value, attribute>=number or attribute<=number", text)
}

// InSummary names a summary.
type InSummary struct {
	InStudy
	ID crosscase.SummaryID `path:"id"`
}

// registerChart adds the operations of charting.
func (a *api) registerChart() {
	const chart = "/api/studies/{study}/chart"
	get(a, "chart", chart, "charting", "Lay out a matrix to be charted", func(ctx context.Context, in *InChart) (*service.ChartView, error) {
		view, err := in.view()
		if err != nil {
			return nil, err
		}
		return a.service.ChartOf(ctx, in.Study, view, in.Sites)
	})
	op := func(id, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: http.MethodPost, Path: path, Tags: []string{"charting"}, Summary: summary, MaxBodyBytes: largestRow}
	}
	register(a, op("chart-cell", chart, "Write the text of a cell"), func(ctx context.Context, in *struct {
		InStudy
		Body service.Charting
	}) (*answer[*service.Charted], error) {
		out, err := a.service.Chart(ctx, in.Study, in.Body)
		return &answer[*service.Charted]{out}, err
	})
	register(a, op("chart-status", chart+"/status", "Say how far a cell is"), func(ctx context.Context, in *struct {
		InStudy
		Body service.ChartStatusOf
	}) (*answer[*service.Charted], error) {
		out, err := a.service.SetChartStatus(ctx, in.Study, in.Body)
		return &answer[*service.Charted]{out}, err
	})
	register(a, op("chart-link", chart+"/links", "Link an excerpt to a cell, or take the link away"), func(ctx context.Context, in *struct {
		InStudy
		Body service.ChartLink
	}) (*answer[*service.Charted], error) {
		out, err := a.service.LinkExcerpt(ctx, in.Study, in.Body)
		return &answer[*service.Charted]{out}, err
	})
	get(a, "chart-since", chart+"/summaries/{id}/since", "charting", "Say what has changed under a text since it was saved or confirmed", func(ctx context.Context, in *InSummary) (*service.SinceList, error) {
		return a.service.SummarySince(ctx, in.Study, in.ID)
	})
	register(a, op("chart-confirm", chart+"/summaries/{id}/confirm", "Confirm that a text is still true"), func(ctx context.Context, in *struct {
		InSummary
		Body service.ChartConfirm
	}) (*answer[*service.Charted], error) {
		out, err := a.service.ConfirmSummary(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Charted]{out}, err
	})
	register(a, huma.Operation{
		OperationID: "chart-file", Method: http.MethodGet, Path: chart + "/files/{file}", Tags: []string{"charting"}, Responses: files("docx", "xlsx"),
		Summary: "Download a chart as it looks",
	}, func(ctx context.Context, in *struct {
		InChart
		File string `path:"file" doc:"chart.docx or chart.xlsx"`
	}) (*huma.StreamResponse, error) {
		view, err := in.view()
		if err != nil {
			return nil, err
		}
		_, kind := splitKind(in.File, "docx", "xlsx")
		if kind == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which kind of file: chart.docx or chart.xlsx")
		}
		name := fileName(in.Study, "chart") + "." + kind
		return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
			return a.service.WriteChart(ctx, in.Study, view, in.Sites, kind, w)
		}), nil
	})
}
