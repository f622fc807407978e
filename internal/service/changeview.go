package service

import (
	"context"

	"github.com/crosscase/crosscase"
)

// ChangeList is a study's history, newest first, with what the actor can take back.
type ChangeList struct {
	Items   []*crosscase.Change `json:"items"`
	CanUndo *int64              `json:"can_undo" doc:"number of the actor's last change that an undo takes back; null for none"`
	CanRedo *int64              `json:"can_redo" doc:"number of the undo that a redo takes back; null for none"`
}

// ChangeList lists the history before the number before (0 is from the end).
func (s *Service) ChangeList(ctx context.Context, slug string, before int64, limit int) (*ChangeList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadHistory)
	if err != nil {
		return nil, err
	}
	changes, err := s.Changes(ctx, slug, before, limit)
	if err != nil {
		return nil, err
	}
	out := &ChangeList{Items: nonNil(changes)}
	if out.CanUndo, err = v.lastOrNone("undo", undoable); err != nil {
		return nil, err
	}
	out.CanRedo, err = v.lastOrNone("redo", redoable)
	return out, err
}

// lastOrNone is last, with nil where there is nothing.
func (v *visit) lastOrNone(kind string, fits func(*crosscase.Change) bool) (*int64, error) {
	seq, err := v.last(kind, fits)
	if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &seq, nil
}
