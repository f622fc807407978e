package service

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Changes lists a study's history, newest first, those before the number before (0 is from the end).
func (s *Service) Changes(ctx context.Context, slug string, before int64, limit int) ([]*crosscase.Change, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadHistory)
	if err != nil {
		return nil, err
	}
	changes, err := s.store.LatestChanges(ctx, v.study.ID, before, min(max(limit, 1), 1000))
	if err != nil || !v.access.Limited() {
		return changes, err
	}
	own := []*crosscase.Change{} // a member limited to sites sees only what they did themselves
	for _, c := range changes {
		if c.Actor == v.actor.Account {
			own = append(own, c)
		}
	}
	return own, nil
}

// Verify checks the history of a study and holds the study against it.
func (s *Service) Verify(ctx context.Context, slug string) (*store.Verification, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadHistory)
	if err != nil {
		return nil, err
	}
	return s.store.Verify(ctx, v.study.ID)
}

// Undo takes back a change by the actor: the one numbered seq, or their last that is not taken back
// already. Somebody else's change since of the same thing is a conflict.
func (s *Service) Undo(ctx context.Context, slug string, seq int64) (*crosscase.Change, error) {
	return s.revert(ctx, slug, seq, "undo", undoable)
}

// undoable says whether a change can be undone: every one but an undo, the making of the study, and that of a coder,
// whom codings name.
func undoable(c *crosscase.Change) bool {
	return c.Kind != "undo" && c.Kind != coderCreate && c.Seq > 1
}

// unnoticed says whether a change came about by the way: what somebody listened to, how long a recording is, that
// they began to code. Nobody means it by "my last change"; by its number it can be taken back.
func unnoticed(c *crosscase.Change) bool {
	return c.Kind == coderCreate || c.Kind == passListen || c.Kind == passMeasure
}

// redoable says whether a change can be redone: an undo.
func redoable(c *crosscase.Change) bool { return c.Kind == "undo" }

// Redo takes back an undo by the actor: the one numbered seq, or their last.
func (s *Service) Redo(ctx context.Context, slug string, seq int64) (*crosscase.Change, error) {
	return s.revert(ctx, slug, seq, "redo", redoable)
}

func (s *Service) revert(ctx context.Context, slug string, seq int64, kind string, fits func(*crosscase.Change) bool) (*crosscase.Change, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	if seq == 0 {
		if seq, err = v.last(kind, fits); err != nil {
			return nil, err
		}
	}
	head := v.head(kind, "change", fmt.Sprint(seq), fmt.Sprintf("%s change %d", kind, seq))
	head.Undoes = seq
	var saved []*savedEdit
	c, err := v.write(head, func(tx *store.Tx) error {
		c, err := tx.ChangeTx(seq)
		if err != nil {
			return err
		}
		switch {
		case c.Actor != v.actor.Account && !v.access.May(crosscase.ManageStudy):
			return crosscase.Errorf(crosscase.CodeForbidden, "change %d is somebody else's: only they or the principal investigator can undo it", seq)
		case c.UndoneBy != 0:
			return crosscase.Errorf(crosscase.CodeConflict, "change %d was taken back already, by change %d", seq, c.UndoneBy)
		case !fits(c):
			return crosscase.Errorf(crosscase.CodeInvalid, "change %d cannot be taken back by %s: it is %s", seq, kind, c.Kind)
		}
		edits, err := v.mayRevert(c)
		if err != nil {
			return err
		}
		back := &reversal{visit: v.in(tx), seq: seq, edits: edits, made: map[crosscase.SourceID]bool{}}
		if err := tx.Revert(seq, back.own); err != nil {
			return err
		}
		if saved, err = back.takeBackEdits(); err != nil {
			return err
		}
		return back.nothingRests()
	})
	if err != nil {
		return nil, err
	}
	for _, e := range saved {
		v.keep(e)
	}
	return c, nil
}

// last finds the actor's last change that an undo or redo takes. After an undo and then a new change there is
// nothing to redo, as everywhere.
func (v *visit) last(kind string, fits func(*crosscase.Change) bool) (int64, error) {
	for before := int64(0); ; {
		changes, err := v.s.store.LatestChanges(v.ctx, v.study.ID, before, 200)
		if err != nil {
			return 0, err
		}
		for _, c := range changes {
			before = c.Seq
			if c.Actor != v.actor.Account || c.UndoneBy != 0 || unnoticed(c) {
				continue
			}
			if fits(c) {
				return c.Seq, nil
			}
			if kind == "redo" && c.Kind != "redo" {
				return 0, nothingTo(kind)
			}
		}
		if len(changes) == 0 || before <= 1 {
			return 0, nothingTo(kind)
		}
	}
}

func nothingTo(kind string) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "there is nothing of yours to %s in this study", kind)
}

// mayRevert asks for the same right that making the change took, for every row it touched. It returns the edits of
// texts that the change made: what these did to excerpts took no right to write codings.
func (v *visit) mayRevert(c *crosscase.Change) (map[crosscase.SourceID]*editBack, error) {
	edits, made := map[crosscase.SourceID]*editBack{}, map[crosscase.SourceID]bool{}
	needs, carried := map[string]bool{}, map[crosscase.SourceID]bool{}
	_, err := v.s.store.Content(v.ctx, v.study.ID, c.Seq, func(r store.RowChange) error {
		if byTheWay[r.Noun] {
			return nil
		}
		for _, row := range []any{r.Before, r.After} {
			if row != nil {
				if err := v.seesRow(r.Noun, row); err != nil {
					return err
				}
			}
		}
		before, _ := r.Before.(*crosscase.Excerpt)
		after, _ := r.After.(*crosscase.Excerpt)
		if before != nil && after != nil && carriedOnly(before, after) {
			carried[after.SourceID] = true
			return nil
		}
		needs[r.Noun] = true
		if src, ok := r.After.(*crosscase.Source); ok && r.Before == nil {
			made[src.ID] = true
		}
		if e, ok := r.After.(*crosscase.TextEdit); ok && r.Before == nil {
			edits[e.SourceID] = &editBack{row: e, excerpts: map[crosscase.ExcerptID]store.RowChange{}}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for id := range made { // the edits came back with their source
		delete(edits, id)
	}
	for id := range carried {
		if edits[id] == nil {
			needs["excerpt"] = true
		}
	}
	for _, noun := range slices.Sorted(maps.Keys(needs)) {
		if err := v.may(crosscase.Nouns[noun].Write); err != nil {
			return nil, err
		}
	}
	return edits, nil
}
