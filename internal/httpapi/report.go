package httpapi

import (
	"context"
	"io"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/service"
)

const reportDescription = "As data; or, with .docx, .html, .md or .xlsx (its tables alone) after the name, as a file to save."

func (a *api) registerReports() {
	const all = "/api/studies/{study}/reports"
	op := func(id, path, summary string) huma.Operation {
		as := files("docx", "html", "md", "xlsx")
		as["200"].Content["application/json"] = &huma.MediaType{
			Schema: a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[report.Report](), true, ""),
		}
		return huma.Operation{
			OperationID: id, Method: http.MethodGet, Path: path, Tags: []string{"files"}, Summary: summary, Description: reportDescription, Responses: as,
		}
	}
	register(a, op("site-report", all+"/site/{site}", "Report on one site"), func(ctx context.Context, in *struct {
		InStudy
		Site string `path:"site" doc:"its letter"`
		Date string `query:"date" doc:"day to print, YYYY-MM-DD; absent is today"`
	}) (*huma.StreamResponse, error) {
		letter, kind := splitKind(in.Site, "docx", "html", "md", "xlsx")
		return a.report(ctx, in.Study, service.ReportSite, letter, in.Date, kind)
	})
	register(a, op("report", all+"/{report}", "Report on all sites: the cross-case report, the methods or the tables"), func(ctx context.Context, in *struct {
		InStudy
		Report string `path:"report" doc:"cross-case, methods or tables"`
		Date   string `query:"date" doc:"day to print, YYYY-MM-DD; absent is today"`
	}) (*huma.StreamResponse, error) {
		which, kind := splitKind(in.Report, "docx", "html", "md", "xlsx")
		return a.report(ctx, in.Study, which, "", in.Date, kind)
	})
}

// report answers with a report: as a file of a kind, or as data where kind is "".
func (a *api) report(ctx context.Context, slug, which, letter, date, kind string) (*huma.StreamResponse, error) {
	if kind == "" {
		made, err := a.service.Report(ctx, slug, which, letter, date)
		if err != nil {
			return nil, err
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			hc.SetHeader("Content-Type", "application/json")
			hc.SetStatus(http.StatusOK)
			a.huma.Marshal(hc.BodyWriter(), "application/json", made) //nolint:errcheck // the client is gone
		}}, nil
	}
	name := fileName(slug, which) + "." + kind
	if letter != "" {
		name = fileName(slug, which, letter) + "." + kind
	}
	return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
		return a.service.WriteReport(ctx, slug, which, letter, date, kind, w)
	}), nil
}
