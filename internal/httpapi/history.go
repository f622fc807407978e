package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

// WhichChange says which change to take back.
type WhichChange struct {
	Seq int64 `json:"seq,omitempty" minimum:"0" doc:"its number; absent is your last"`
}

type inUndo struct {
	InStudy
	Body *WhichChange
}

func (in *inUndo) seq() int64 {
	if in.Body == nil {
		return 0
	}
	return in.Body.Seq
}

func (a *api) registerHistory() {
	const one = "/api/studies/{study}"
	register(a, huma.Operation{
		OperationID: "undo", Method: http.MethodPost, Path: one + "/undo", Tags: []string{"studies"},
		Summary: "Take back a change, as a new change",
	}, func(ctx context.Context, in *inUndo) (*answer[*crosscase.Change], error) {
		c, err := a.service.Undo(ctx, in.Study, in.seq())
		return &answer[*crosscase.Change]{c}, err
	})
	register(a, huma.Operation{
		OperationID: "redo", Method: http.MethodPost, Path: one + "/redo", Tags: []string{"studies"},
		Summary: "Take back an undo, as a new change",
	}, func(ctx context.Context, in *inUndo) (*answer[*crosscase.Change], error) {
		c, err := a.service.Redo(ctx, in.Study, in.seq())
		return &answer[*crosscase.Change]{c}, err
	})
	get(a, "audit", one+"/audit", "studies", "Check a study's history and hold the study against it", ofStudy(a.service.Verify))
}
