package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func (a *api) registerExchange() {
	register(a, huma.Operation{
		OperationID: "export-exchange", Method: http.MethodGet, Path: "/api/studies/{study}/export/{file}", Tags: []string{"files"},
		Summary:     "Download the study for other programs (REFI-QDA)",
		Description: "study.qdpx is all of it, codebook.qdc the codebook. What was mapped and what was not carried is kept as a transfer in the study's history.",
		Responses:   files("qdpx", "qdc"),
	}, func(ctx context.Context, in *struct {
		InStudy
		File     string `path:"file" doc:"study.qdpx or codebook.qdc"`
		Profile  string `query:"profile" enum:"standard,nvivo,maxqda,atlasti" default:"standard" doc:"the program it is for"`
		Complete bool   `query:"complete" doc:"put all rows of the study into the archive as well, for a copy of it"`
	}) (*huma.StreamResponse, error) {
		base, kind := splitKind(in.File, "qdpx", "qdc")
		if kind == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which kind of file: %s.qdpx or %s.qdc", base, base)
		}
		name := fileName(in.Study, base) + "." + kind
		return a.download(name, kind, func(ctx context.Context, w io.Writer) error {
			_, err := a.service.ExportExchange(ctx, in.Study, service.ExchangeOptions{File: name, Format: kind, Profile: service.ExchangeProfile(in.Profile), Complete: in.Complete}, w)
			return err
		}), nil
	})
}
