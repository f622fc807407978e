package httpapi

import (
	"context"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
)

// registerViews adds the operations that answer with what a page shows.
func (a *api) registerViews() {
	const one = "/api/studies/{study}"
	get(a, "overview", one+"/overview", "studies", "Say where a study stands", ofStudy(a.service.Overview))
	get(a, "sites", one+"/sites", "results", "List the sites with what is known of each", ofStudy(a.service.SiteLines))
	get(a, "site-profile", one+"/sites/{site}/profile", "results", "Show all there is of one site", func(ctx context.Context, in *struct {
		InStudy
		Site string `path:"site" doc:"its letter"`
	}) (*service.SiteProfile, error) {
		return a.service.SiteProfile(ctx, in.Study, in.Site)
	})
	get(a, "matrix", one+"/matrix", "results", "Cross cases with themes or questions", a.matrix)
	get(a, "matrix-cell", one+"/matrix/cell", "results", "List the excerpts under one cell of a matrix", a.cell)
	get(a, "evidence", one+"/evidence", "results", "List the excerpts under a figure", a.evidence)
	get(a, "sources", one+"/sources", "results", "List the sources", ofStudy(a.service.SourceLines))
	get(a, "source", one+"/sources/{source}", "results", "Show a source with its text and what is kept of it", func(ctx context.Context, in *struct {
		InStudy
		Source string `path:"source" doc:"its id or name"`
	}) (*service.SourceView, error) {
		return a.service.SourceText(ctx, in.Study, in.Source)
	})
	get(a, "claims", one+"/claims", "results", "List the claims with how they stand", ofStudy(a.service.ClaimLines))
	get(a, "claim", one+"/claims/{code}", "results", "Show one claim with how it stands", func(ctx context.Context, in *struct {
		InStudy
		Code string `path:"code"`
	}) (*service.ClaimLine, error) {
		return a.service.ClaimLine(ctx, in.Study, in.Code)
	})
	get(a, "typologies", one+"/typologies", "results", "List the typologies with their types and criteria", ofStudy(a.service.TypologyLines))
	get(a, "classify", one+"/classify", "results", "Place the sites in a typology", func(ctx context.Context, in *struct {
		InStudy
		Typology string `query:"typology" doc:"its key; absent is the first"`
	}) (*service.Placement, error) {
		return a.service.ClassifyView(ctx, in.Study, in.Typology)
	})
	get(a, "changes", one+"/changes", "studies", "List a study's history, newest first", func(ctx context.Context, in *struct {
		InStudy
		Before int64 `query:"before" minimum:"0" doc:"only changes numbered below this; 0 is from the end"`
		Limit  int   `query:"limit" minimum:"1" maximum:"1000" default:"100"`
	}) (*service.ChangeList, error) {
		return a.service.ChangeList(ctx, in.Study, in.Before, in.Limit)
	})
}

type inMatrix struct {
	InStudy
	Rows       agreement.RowKind    `query:"rows" required:"true" enum:"site,unit,participant,role"`
	Columns    agreement.ColumnKind `query:"columns" required:"true" enum:"theme,question"`
	Cells      string               `query:"cells" enum:"count,position,status,summary" doc:"what the cells show; default count"`
	Aspect     crosscase.Aspect     `query:"aspect" doc:"the only aspect that counts; absent is all"`
	Sort       string               `query:"sort" doc:"name of a site attribute to sort the rows by"`
	Descending bool                 `query:"descending"`
	RollUp     bool                 `query:"roll_up" doc:"sub-themes count in the theme they are under"`
}

func (a *api) matrix(ctx context.Context, in *inMatrix) (*service.Matrix, error) {
	return a.service.MatrixOf(ctx, in.Study, in.Rows, in.Columns, in.Cells,
		agreement.MatrixOptions{Aspect: in.Aspect, SortBy: in.Sort, Descending: in.Descending, RollUp: in.RollUp})
}

type inCell struct {
	InStudy
	Rows    agreement.RowKind    `query:"rows" required:"true" enum:"site,unit,participant,role,type"`
	Row     string               `query:"row" required:"true" doc:"key of the row, as the matrix gives it; of a type also typology/type"`
	Columns agreement.ColumnKind `query:"columns" required:"true" enum:"theme,question"`
	Column  string               `query:"column" required:"true" doc:"key of the column, as the matrix gives it"`
	Aspect  crosscase.Aspect     `query:"aspect"`
}

func (a *api) cell(ctx context.Context, in *inCell) (*service.EvidenceList, error) {
	return a.service.CellEvidence(ctx, in.Study, in.Rows, in.Row, in.Columns, in.Column, in.Aspect)
}

type inEvidence struct {
	InStudy
	Excerpts    []string `query:"excerpts" doc:"ids, with commas between them"`
	Site        string   `query:"site" doc:"letter"`
	Question    string   `query:"question" doc:"name"`
	Theme       string   `query:"theme" doc:"key or name"`
	Claim       string   `query:"claim" doc:"code"`
	Aspect      string   `query:"aspect"`
	Position    string   `query:"position" doc:"of the question: what a voice or a statement stands on"`
	Participant string   `query:"participant" doc:"pseudonym, or A/pseudonym"`
	Limit       int      `query:"limit" minimum:"0" maximum:"1000" doc:"most items; 0 is 200"`
}

func (a *api) evidence(ctx context.Context, in *inEvidence) (*service.EvidenceList, error) {
	q := service.EvidenceQuery{
		Site: in.Site, Question: in.Question, Theme: in.Theme, Claim: in.Claim, Aspect: in.Aspect, Position: in.Position,
		Participant: in.Participant, Limit: in.Limit,
	}
	for _, id := range in.Excerpts {
		q.Excerpts = append(q.Excerpts, crosscase.ExcerptID(id))
	}
	return a.service.EvidenceOf(ctx, in.Study, q)
}
