package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase/internal/service"
)

func (a *api) registerFolder() {
	register(a, huma.Operation{
		OperationID: "export-folder", Method: http.MethodGet, Path: "/api/studies/{study}/folder.zip", Tags: []string{"files"},
		Summary:     "Download all of the study as open files",
		Description: "An archive of CSV tables, texts and recordings, with a README, a data dictionary and a datapackage.json. Importing it into an empty study gives the same study; the history stays behind.",
		Responses:   files("zip"),
	}, func(ctx context.Context, in *struct {
		InStudy
		NoMedia    bool `query:"no_media" doc:"leave recordings out"`
		Identities bool `query:"identities" doc:"with the real names of sites and participants"`
	}) (*huma.StreamResponse, error) {
		name := fileName(in.Study) + ".zip"
		return a.download(name, "zip", func(ctx context.Context, w io.Writer) error {
			_, err := a.service.ExportFolder(ctx, in.Study, service.FolderOptions{File: name, NoMedia: in.NoMedia, Identities: in.Identities}, service.ZipFiles(w))
			return err
		}), nil
	})
	register(a, huma.Operation{
		OperationID: "export-archive", Method: http.MethodGet, Path: "/api/studies/{study}/archive.zip", Tags: []string{"files"},
		Summary:     "Download an anonymised archive for deposit",
		Description: "Open files in which names are replaced, figures are bands and days months; recordings are left out. changes.csv lists what was changed.",
		Responses:   files("zip"),
	}, func(ctx context.Context, in *ArchiveInput) (*huma.StreamResponse, error) {
		opts, err := in.options()
		if err != nil {
			return nil, err
		}
		name := fileName(in.Study, "archive") + ".zip"
		return a.download(name, "zip", func(ctx context.Context, w io.Writer) error {
			_, err := a.service.ExportFolder(ctx, in.Study, service.FolderOptions{File: name, Anonymise: opts}, service.ZipFiles(w))
			return err
		}), nil
	})
	get(a, "preview-archive", "/api/studies/{study}/archive", "files", "Say what an anonymised archive would change, with what stands there now", func(ctx context.Context, in *ArchiveInput) (*service.ArchivePreview, error) {
		opts, err := in.options()
		if err != nil {
			return nil, err
		}
		return a.service.PreviewArchive(ctx, in.Study, *opts)
	})
}

// ArchiveInput says how an archive is anonymised.
type ArchiveInput struct {
	InStudy
	Years bool     `query:"years" doc:"days become years instead of months"`
	Media bool     `query:"media" doc:"with recordings, which are not changed"`
	Bands []string `query:"bands,explode" doc:"where the bands of an attribute begin, as in budget=50,100,200; others have those of the quantiles"`
}

func (in *ArchiveInput) options() (*service.AnonymiseOptions, error) {
	bands, err := service.ParseBands(in.Bands)
	return &service.AnonymiseOptions{Years: in.Years, Media: in.Media, Bands: bands}, err
}
