package service

import (
	"context"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ExcerptPatch is what is to be changed of an excerpt; what is absent stays.
type ExcerptPatch struct {
	Revision      int64                    `json:"revision,omitempty" doc:"that the change was made on; a conflict where another one stands"`
	Version       int64                    `json:"version,omitempty" doc:"of the text that start and end count in; absent is the one in force"`
	Start         *int64                   `json:"start,omitempty"`
	End           *int64                   `json:"end,omitempty"`
	Areas         *[]crosscase.Area        `json:"areas,omitempty" maxItems:"5000" doc:"where it stands on pages; new start and end without them leave none"`
	Kind          crosscase.ExcerptKind    `json:"kind,omitempty"`
	Text          *string                  `json:"text,omitempty"`
	Turns         *[]crosscase.Turn        `json:"turns,omitempty"`
	ParticipantID *crosscase.ParticipantID `json:"participant_id,omitempty"`
	Key           *bool                    `json:"key,omitempty"`
	Machine       *bool                    `json:"machine,omitempty" doc:"false: a person has checked it"`
}

// ChangeExcerpt changes an excerpt at the desk: its edges, kind, words, speaker or mark.
func (s *Service) ChangeExcerpt(ctx context.Context, slug string, id crosscase.ExcerptID, in ExcerptPatch) (*Desked, error) {
	v, src, err := s.visitExcerpt(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("excerpt.update", "excerpt", string(id), "change an excerpt"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		e, _, err := v.deskExcerpt(tx, id)
		if err != nil {
			return "", err
		}
		stood := e.ParticipantID
		if in.Revision != 0 {
			e.Revision = in.Revision
		}
		if in.Start != nil || in.End != nil {
			if in.Version != 0 {
				e.Version = in.Version
			}
			set(&e.Start, in.Start)
			set(&e.End, in.End)
			if e.End <= e.Start {
				return "", crosscase.Errorf(crosscase.CodeInvalid, "an excerpt from %d to %d holds nothing: to take it away delete it", e.Start, e.End)
			}
			e.Was, e.Lost, e.Areas = "", false, nil
		}
		set(&e.Areas, in.Areas)
		if in.Kind != "" {
			e.Kind = in.Kind
		}
		set(&e.Text, in.Text)
		set(&e.Turns, in.Turns)
		set(&e.ParticipantID, in.ParticipantID)
		set(&e.Key, in.Key)
		set(&e.Machine, in.Machine)
		if err := v.check(tx, "excerpt", e); err != nil {
			return "", err
		}
		if err := tx.Update(e); err != nil {
			return "", err
		}
		if e.ParticipantID == stood {
			return id, nil
		}
		return id, v.speaksNow(tx, e, stood)
	})
}

// speaksNow gives the codings of an excerpt that were of the speaker before to the speaker now.
func (v *visit) speaksNow(tx *store.Tx, e *crosscase.Excerpt, before crosscase.ParticipantID) error {
	codings, err := store.ListTx[crosscase.Coding](tx, "excerpt_id = $2", string(e.ID))
	if err != nil {
		return err
	}
	for _, c := range codings {
		if c.ParticipantID != before {
			continue
		}
		c.ParticipantID = e.ParticipantID
		if err := tx.Update(c); err != nil {
			return err
		}
	}
	return nil
}

// RemoveExcerpt takes an excerpt away, with its codings and the memos about nothing else.
func (s *Service) RemoveExcerpt(ctx context.Context, slug string, id crosscase.ExcerptID) (*Desked, error) {
	v, src, err := s.visitExcerpt(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("excerpt.delete", "excerpt", string(id), "take an excerpt away"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		return "", v.removeExcerpt(tx, id)
	})
}

func (v *visit) removeExcerpt(tx *store.Tx, id crosscase.ExcerptID) error {
	memos, err := memosAbout(tx, id)
	if err != nil {
		return err
	}
	for _, m := range memos {
		m.About = slices.DeleteFunc(m.About, func(a crosscase.About) bool { return a.Noun == "excerpt" && a.Key == string(id) })
		if len(m.About) == 0 {
			err = tx.Delete("memo", string(m.ID))
		} else {
			err = tx.Update(m)
		}
		if err != nil {
			return err
		}
	}
	return v.delete(tx, "excerpt", string(id), true)
}

func memosAbout(tx *store.Tx, id crosscase.ExcerptID) ([]*crosscase.Memo, error) {
	return store.ListTx[crosscase.Memo](tx, "about LIKE $2", `%"`+string(id)+`"%`)
}

// CodingPatch is what is to be changed of a coding; what is absent stays.
type CodingPatch struct {
	Revision      int64                    `json:"revision,omitempty" doc:"that the change was made on; a conflict where another one stands"`
	ThemeID       *crosscase.ThemeID       `json:"theme_id,omitempty"`
	QuestionID    *crosscase.QuestionID    `json:"question_id,omitempty" doc:"another question, or none (empty), takes the answer away unless one is given"`
	PositionID    *crosscase.PositionID    `json:"position_id,omitempty"`
	PositionSet   *[]crosscase.PositionID  `json:"position_set,omitempty"`
	Number        *float64                 `json:"number,omitempty"`
	Aspect        crosscase.Aspect         `json:"aspect,omitempty"`
	Elicited      *string                  `json:"elicited,omitempty"`
	ParticipantID *crosscase.ParticipantID `json:"participant_id,omitempty"`
	Note          *string                  `json:"note,omitempty"`
}

// ChangeCoding changes a coding at the desk.
func (s *Service) ChangeCoding(ctx context.Context, slug string, id crosscase.CodingID, in CodingPatch) (*Desked, error) {
	v, src, err := s.visitCoding(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("coding.update", "coding", string(id), "change a coding"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		c, err := store.GetTx[crosscase.Coding](tx, string(id))
		if err != nil {
			return "", err
		}
		if in.Revision != 0 {
			c.Revision = in.Revision
		}
		set(&c.ThemeID, in.ThemeID)
		if in.QuestionID != nil && *in.QuestionID != c.QuestionID {
			c.QuestionID, c.PositionID, c.PositionSet, c.Number = *in.QuestionID, "", nil, nil
		}
		set(&c.PositionID, in.PositionID)
		set(&c.PositionSet, in.PositionSet)
		if in.Number != nil {
			c.Number = in.Number
		}
		if in.Aspect != "" {
			c.Aspect = in.Aspect
		}
		set(&c.Elicited, in.Elicited)
		set(&c.ParticipantID, in.ParticipantID)
		set(&c.Note, in.Note)
		if err := v.check(tx, "coding", c); err != nil {
			return "", err
		}
		return c.ExcerptID, tx.Update(c)
	})
}

// RemoveCoding takes a coding away, and its excerpt with it where nothing else keeps that: no other coding, no
// words typed of a recording or an area, no mark as key excerpt, no memo, no summary.
func (s *Service) RemoveCoding(ctx context.Context, slug string, id crosscase.CodingID) (*Desked, error) {
	v, src, err := s.visitCoding(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("coding.delete", "coding", string(id), "take a coding away"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		c, err := store.GetTx[crosscase.Coding](tx, string(id))
		if err != nil {
			return "", err
		}
		if err := tx.Delete("coding", string(id)); err != nil {
			return "", err
		}
		e, err := store.GetTx[crosscase.Excerpt](tx, string(c.ExcerptID))
		if err != nil {
			return "", err
		}
		kept, err := v.keptOtherwise(tx, e)
		if err != nil || kept {
			return e.ID, err
		}
		return "", tx.Delete("excerpt", string(e.ID))
	})
}

// keptOtherwise says whether anything but a coding keeps an excerpt.
func (v *visit) keptOtherwise(tx *store.Tx, e *crosscase.Excerpt) (bool, error) {
	typed := e.Measure == crosscase.Milliseconds || e.Measure == crosscase.PageBox && e.Kind != crosscase.Verbatim // else its words are those of the page
	if e.Key || typed && strings.TrimSpace(e.Text) != "" {
		return true, nil
	}
	codings, err := store.ListTx[crosscase.Coding](tx, "excerpt_id = $2", string(e.ID))
	if err != nil || len(codings) > 0 {
		return true, err
	}
	memos, err := memosAbout(tx, e.ID)
	if err != nil || len(memos) > 0 {
		return true, err
	}
	summaries, err := store.ListTx[crosscase.Summary](tx, "excerpts LIKE $2", `%"`+string(e.ID)+`"%`)
	return len(summaries) > 0, err
}

// visitExcerpt lets the actor change an excerpt, and finds its source.
func (s *Service) visitExcerpt(ctx context.Context, slug string, id crosscase.ExcerptID) (*visit, *crosscase.Source, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, nil, err
	}
	e, err := store.Get[crosscase.Excerpt](ctx, s.store, v.study.ID, string(id))
	if err != nil {
		return nil, nil, err
	}
	if err := v.sees("excerpt", e.SiteID); err != nil {
		return nil, nil, err
	}
	src, err := store.Get[crosscase.Source](ctx, s.store, v.study.ID, string(e.SourceID))
	return v, src, err
}

// visitCoding lets the actor change a coding, and finds its source.
func (s *Service) visitCoding(ctx context.Context, slug string, id crosscase.CodingID) (*visit, *crosscase.Source, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, nil, err
	}
	c, err := store.Get[crosscase.Coding](ctx, s.store, v.study.ID, string(id))
	if err != nil {
		return nil, nil, err
	}
	if err := v.sees("coding", c.SiteID); err != nil {
		return nil, nil, err
	}
	return s.visitExcerpt(ctx, slug, c.ExcerptID)
}

// set writes what is given.
func set[T any](to *T, value *T) {
	if value != nil {
		*to = *value
	}
}
