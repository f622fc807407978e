package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// registerCodebook adds what is done with the codebook as a whole; its rows are nouns.
func (a *api) registerCodebook() {
	const one, book = "/api/studies/{study}", "/api/studies/{study}/codebook"
	get(a, "codebook", one+"/desk/codebook", "codebook", "Show the codebook in display order with how much each theme is used", ofStudy(a.service.Codebook))
	post(a, "move-in-codebook", book+"/move", "Move a part of the codebook and number its siblings anew", func(ctx context.Context, in *struct {
		InStudy
		Body service.CodebookMove
	}) (*service.Changed, error) {
		return a.service.MoveInCodebook(ctx, in.Study, in.Body)
	})
	post(a, "merge-themes", book+"/merge", "Make two themes one, with all that hangs on them", func(ctx context.Context, in *struct {
		InStudy
		Body ThemePair
	}) (*service.ThemeMerge, error) {
		return a.service.MergeThemes(ctx, in.Study, in.Body.From, in.Body.Into)
	})
	post(a, "split-theme", book+"/split", "Take a theme apart, each coding to one of the parts", func(ctx context.Context, in *struct {
		InStudy
		Body service.ThemeSplit
	}) (*service.ThemeSplitDone, error) {
		return a.service.SplitTheme(ctx, in.Study, in.Body)
	})
	get(a, "theme-codings", book+"/themes/{id}/codings", "codebook", "List the codings of a theme with their words", func(ctx context.Context, in *InRow) (ItemsOf[service.ThemeCoding], error) {
		items, err := a.service.ThemeCodings(ctx, in.Study, in.ID)
		return ItemsOf[service.ThemeCoding]{items}, err
	})
	get(a, "codebook-versions", book+"/versions", "codebook", "List the versions of the codebook, newest first", itemsOf(a.service.CodebookVersions))
	post(a, "keep-codebook-version", book+"/versions", "Give the codebook as it stands a number and a name", func(ctx context.Context, in *struct {
		InStudy
		Body service.VersionDraft
	}) (*crosscase.CodebookVersion, error) {
		return a.service.KeepCodebookVersion(ctx, in.Study, in.Body)
	})
	get(a, "codebook-diff", book+"/diff", "codebook", "Say how two versions of the codebook differ", func(ctx context.Context, in *struct {
		InStudy
		From int64 `query:"from" minimum:"0" doc:"number of the older version; 0 is before there was a codebook"`
		To   int64 `query:"to" minimum:"0" doc:"number of the newer version; 0 is now"`
	}) (*service.CodebookDiff, error) {
		return a.service.CompareCodebooks(ctx, in.Study, in.From, in.To)
	})
	get(a, "revisits", book+"/revisit", "codebook", "List the sources to go through again since the codebook changed", ofStudy(a.service.Revisits))
	post(a, "tick-revisit", book+"/revisit", "Say that a source was gone through again for a theme", func(ctx context.Context, in *struct {
		InStudy
		Body service.RevisitTick
	}) (*service.Changed, error) {
		return a.service.TickRevisit(ctx, in.Study, in.Body)
	})
	get(a, "codebook-templates", book+"/templates", "codebook", "List the codebooks that come with the program", itemsOf(a.service.CodebookTemplates))
	post(a, "add-codebook-template", book+"/templates/{key}", "Add a codebook that comes with the program", func(ctx context.Context, in *struct {
		InStudy
		Key string `path:"key"`
	}) (*service.ImportResult, error) {
		return a.service.AddCodebookTemplate(ctx, in.Study, in.Key)
	})
}

// ThemePair names two themes by id, code or name.
type ThemePair struct {
	From string `json:"from" doc:"the theme that goes"`
	Into string `json:"into" doc:"the theme that stays"`
}

// post adds an operation on the codebook that writes.
func post[I, T any](a *api, id, path, summary string, do func(context.Context, *I) (T, error)) {
	op := huma.Operation{OperationID: id, Method: http.MethodPost, Path: path, Tags: []string{"codebook"}, Summary: summary}
	register(a, op, func(ctx context.Context, in *I) (*answer[T], error) {
		body, err := do(ctx, in)
		return &answer[T]{body}, err
	})
}
