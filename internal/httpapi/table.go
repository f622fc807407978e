package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// TableInput names a table, and of excerpts says which.
type TableInput struct {
	InStudy
	Table      string `path:"table" doc:"evidence, excerpts, codebook or sites, with .csv or .xlsx; excerpts.docx and codebook.docx; or study.xlsx"`
	Theme      string `query:"theme" doc:"of excerpts: key, name or id; with its sub-themes"`
	Site       string `query:"site" doc:"of excerpts: letter"`
	Question   string `query:"question" doc:"of excerpts: name or id"`
	Coder      string `query:"coder" doc:"of excerpts: name"`
	Disclosure string `query:"disclosure" doc:"of excerpts: how people are named, participant, role_site, role, site or none; absent is as the study says"`

	link string
}

// Resolve finds where the program is reached, for the addresses of excerpts.
func (in *TableInput) Resolve(ctx huma.Context) []error {
	scheme := "http://"
	if ctx.TLS() != nil {
		scheme = "https://"
	}
	in.link = scheme + ctx.Host()
	return nil
}

func (a *api) registerTables() {
	register(a, huma.Operation{
		OperationID: "export-table", Method: http.MethodGet, Path: "/api/studies/{study}/tables/{table}", Tags: []string{"files"},
		Summary:     "Download the evidence, the excerpts, the codebook or the sites",
		Description: "The evidence, the codebook and the sites with the columns that importing takes; study.xlsx is these three as the sheets of a workbook. Excerpts have a row for each coding, with the words around it; as .docx they are a document to read by theme.",
		Responses:   files("csv", "xlsx", "docx"),
	}, func(ctx context.Context, in *TableInput) (*huma.StreamResponse, error) {
		table, kind := splitKind(in.Table, "csv", "xlsx", "docx")
		if kind == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which kind of file: %s.csv or %s.xlsx", table, table)
		}
		name := fileName(in.Study, table) + "." + kind
		if table == "excerpts" {
			return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
				_, err := a.service.ExportExcerpts(ctx, in.Study, kind, name, service.ExcerptQuery{
					Theme: in.Theme, Site: in.Site, Question: in.Question, Coder: in.Coder, Disclosure: crosscase.Disclosure(in.Disclosure), Link: in.link,
				}, w)
				return err
			}), nil
		}
		if table == "study" && kind == "xlsx" {
			table, name = "", fileName(in.Study)+".xlsx"
		}
		return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
			_, err := a.service.ExportTable(ctx, in.Study, table, kind, name, w)
			return err
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
