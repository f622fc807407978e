package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase/internal/service"
)

// largestEdit bounds the body of a correction; a pasted text of 5 MB is well within.
const largestEdit = 16 << 20

// registerTextEdits adds what corrects a text in place.
func (a *api) registerTextEdits() {
	const desk = "/api/studies/{study}/desk"
	register(a, huma.Operation{
		OperationID: "edit-text", Method: http.MethodPost, Path: desk + "/sources/{source}/text", Tags: []string{"desk"},
		Summary: "Correct the text of a source in place", MaxBodyBytes: largestEdit,
	}, func(ctx context.Context, in *struct {
		InSource
		Body service.TextRequest
	}) (*answer[*service.TextEdited], error) {
		out, err := a.service.EditText(ctx, in.Study, in.Source, in.Body)
		return &answer[*service.TextEdited]{out}, err
	})
	get(a, "text-versions", desk+"/sources/{source}/versions", "desk", "List the versions of a text, the last first",
		func(ctx context.Context, in *InSource) (ItemsOf[service.TextVersionLine], error) {
			items, err := a.service.TextVersions(ctx, in.Study, in.Source)
			return ItemsOf[service.TextVersionLine]{items}, err
		})
	get(a, "text-version", desk+"/sources/{source}/versions/{version}", "desk", "Show one version of a text", func(ctx context.Context, in *struct {
		InSource
		Version int64 `path:"version" minimum:"1"`
	}) (*service.TextVersion, error) {
		return a.service.TextVersion(ctx, in.Study, in.Source, in.Version)
	})
	get(a, "changed-excerpts", desk+"/changed", "desk", "List the excerpts whose words were changed or deleted by a correction", itemsOf(a.service.ChangedExcerpts))
	register(a, huma.Operation{
		OperationID: "accept-excerpt", Method: http.MethodPost, Path: desk + "/excerpts/{id}/accept", Tags: []string{"desk"},
		Summary: "Accept the corrected words of an excerpt",
	}, func(ctx context.Context, in *struct {
		InExcerpt
		Body *struct{}
	}) (*answer[*service.Desked], error) {
		out, err := a.service.AcceptExcerpt(ctx, in.Study, in.ID)
		return &answer[*service.Desked]{out}, err
	})
}
