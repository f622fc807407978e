package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

func (a *api) registerTables() {
	register(a, huma.Operation{
		OperationID: "export-table", Method: http.MethodGet, Path: "/api/studies/{study}/tables/{table}", Tags: []string{"files"},
		Summary:     "Download the evidence, the codebook or the sites as a table",
		Description: "With the columns that importing it takes. study.xlsx is all three as the sheets of a workbook.",
		Responses:   files("csv", "xlsx"),
	}, func(ctx context.Context, in *struct {
		InStudy
		Table string `path:"table" doc:"evidence, codebook or sites, with .csv or .xlsx; or study.xlsx"`
	}) (*huma.StreamResponse, error) {
		table, kind := splitKind(in.Table, "csv", "xlsx")
		if kind == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which kind of file: %s.csv or %s.xlsx", table, table)
		}
		name := fileName(in.Study, table) + "." + kind
		if table == "study" && kind == "xlsx" {
			table, name = "", fileName(in.Study)+".xlsx"
		}
		return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
			return a.service.ExportTable(ctx, in.Study, table, kind, w)
		}), nil
	})
}

// files describes an answer that is a file of one of the kinds.
func files(kinds ...string) map[string]*huma.Response {
	content := map[string]*huma.MediaType{}
	for _, k := range kinds {
		content[fileTypes[k]] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	return map[string]*huma.Response{"200": {Description: "the file", Content: content}}
}
