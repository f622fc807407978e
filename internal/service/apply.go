package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Mark is a stretch of a source to be kept, and how.
type Mark struct {
	ExcerptID     crosscase.ExcerptID     `json:"excerpt_id,omitempty" doc:"an excerpt that is there; or the id, a UUIDv7, that a new one is to have: sent twice it is made once"`
	Start         int64                   `json:"start,omitempty"`
	End           int64                   `json:"end,omitempty"`
	Measure       crosscase.Measure       `json:"measure,omitempty" doc:"code_points of a text (default), milliseconds of a recording (its default), page where areas are given and no text (default of a picture)"`
	Areas         []crosscase.Area        `json:"areas,omitempty" maxItems:"5000" doc:"where it stands on the pages of a PDF or in a picture; of measure page they say which pages"`
	Version       int64                   `json:"version,omitempty" doc:"of the text that start and end count in; absent is the one in force"`
	Kind          crosscase.ExcerptKind   `json:"kind,omitempty" doc:"verbatim (default of a text), gist, or note (default of a recording and of an area)"`
	Text          string                  `json:"text,omitempty" doc:"of a gist, a note or a stretch of a recording"`
	Turns         []crosscase.Turn        `json:"turns,omitempty"`
	ParticipantID crosscase.ParticipantID `json:"participant_id,omitempty" doc:"who speaks; absent is who speaks there by the turns"`
	Key           bool                    `json:"key,omitempty"`
}

// Application is a mark and the theme applied to it.
type Application struct {
	Mark
	CodingID    crosscase.CodingID     `json:"coding_id,omitempty" doc:"the id, a UUIDv7, that the coding is to have: sent twice it is made once"`
	ThemeID     string                 `json:"theme_id" doc:"id, code or name"`
	QuestionID  crosscase.QuestionID   `json:"question_id,omitempty"`
	PositionID  crosscase.PositionID   `json:"position_id,omitempty"`
	PositionSet []crosscase.PositionID `json:"position_set,omitempty"`
	Number      *float64               `json:"number,omitempty"`
	Aspect      crosscase.Aspect       `json:"aspect,omitempty" doc:"opinion where absent"`
	Elicited    string                 `json:"elicited,omitempty" doc:"yes, no (volunteered) or absent (not recorded)"`
	Note        string                 `json:"note,omitempty"`
}

// Desked is what a change at the desk made of an excerpt.
type Desked struct {
	Seq     int64        `json:"seq" doc:"number of the change; 0 where nothing was to be changed"`
	Excerpt *DeskExcerpt `json:"excerpt" doc:"as it stands now; null where it is gone"`
	Note    string       `json:"note,omitempty" doc:"what the person should know of it, in a sentence"`
}

// ApplyTheme codes a stretch of a source with a theme, and where there is one a question with a position.
func (s *Service) ApplyTheme(ctx context.Context, slug, source string, in Application) (*Desked, error) {
	v, src, err := s.visitSource(ctx, slug, source)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	if err := checkNewID("coding_id", string(in.CodingID)); err != nil {
		return nil, err
	}
	theme, err := v.find("theme", in.ThemeID, nil)
	if err != nil {
		return nil, err
	}
	coder, err := v.coder()
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("coding.create", "coding", string(in.CodingID), "apply a theme"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		if in.CodingID != "" {
			if c, err := store.GetTx[crosscase.Coding](tx, string(in.CodingID)); err == nil {
				return c.ExcerptID, nil
			} else if !isNotFound(err) {
				return "", err
			}
		}
		e, err := v.mark(tx, src, coder, &in.Mark)
		if err != nil {
			return "", err
		}
		c := &crosscase.Coding{
			ID: in.CodingID, ExcerptID: e.ID, SiteID: e.SiteID, ParticipantID: e.ParticipantID, ThemeID: crosscase.ThemeID(theme), QuestionID: in.QuestionID,
			PositionID: in.PositionID, PositionSet: in.PositionSet, Number: in.Number, Aspect: in.Aspect, Elicited: in.Elicited, CoderID: coder, Note: in.Note,
		}
		if in.ParticipantID != "" {
			c.ParticipantID = in.ParticipantID
		}
		if c.ID == "" {
			c.ID = crosscase.CodingID(s.newID())
		}
		if c.Aspect == "" {
			c.Aspect = crosscase.Opinion
		}
		return e.ID, v.insert(tx, "coding", c)
	})
}

// MarkStretch keeps a stretch of a source as an excerpt that is not coded yet.
func (s *Service) MarkStretch(ctx context.Context, slug, source string, in Mark) (*Desked, error) {
	v, src, err := s.visitSource(ctx, slug, source)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	coder, err := v.coder()
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("excerpt.create", "excerpt", string(in.ExcerptID), "mark a stretch"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		e, err := v.mark(tx, src, coder, &in)
		if err != nil {
			return "", err
		}
		return e.ID, nil
	})
}

// deskWrite runs one change at the desk and shows the excerpt that it was about.
func (v *visit) deskWrite(src *crosscase.Source, head store.Head, fn func(*store.Tx) (crosscase.ExcerptID, error)) (*Desked, error) {
	var about crosscase.ExcerptID
	c, err := v.write(head, func(tx *store.Tx) (err error) {
		about, err = fn(tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	out := &Desked{}
	if c != nil {
		out.Seq = c.Seq
	}
	if about == "" {
		return out, nil
	}
	d, err := v.desk(src)
	if err != nil {
		return nil, err
	}
	if out.Excerpt, err = d.excerpt(about); err != nil {
		return nil, err
	}
	if c != nil && (c.Kind == "coding.create" || c.Kind == "excerpt.create") {
		out.Note, err = v.acrossTurns(src, out.Excerpt)
	}
	return out, err
}

// acrossTurns says so where an excerpt of a text has words of several speakers: it counts for one of them.
func (v *visit) acrossTurns(src *crosscase.Source, e *DeskExcerpt) (string, error) {
	if e.Measure != crosscase.CodePoints || src.Version == 0 {
		return "", nil
	}
	body, err := v.textAt(src, src.Version)
	if err != nil {
		return "", err
	}
	var speakers []string
	for _, t := range body.Turns {
		if int64(t.Speech) < e.End && e.Start < int64(t.End) && t.Speaker != "" && !slices.Contains(speakers, t.Speaker) {
			speakers = append(speakers, t.Speaker)
		}
	}
	if len(speakers) < 2 {
		return "", nil
	}
	return fmt.Sprintf("These words are of %s and count for one speaker, who begins. Where each says something of their own, code each turn by itself.", strings.Join(speakers, " and ")), nil
}

// mark finds the excerpt that a mark means, or makes it.
func (v *visit) mark(tx *store.Tx, src *crosscase.Source, coder crosscase.CoderID, in *Mark) (*crosscase.Excerpt, error) {
	if in.ExcerptID != "" {
		e, err := store.GetTx[crosscase.Excerpt](tx, string(in.ExcerptID))
		if err == nil && e.SourceID != src.ID {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "excerpt_id names an excerpt of another source")
		}
		if err == nil || !isNotFound(err) {
			return e, err
		}
		if err := checkNewID("excerpt_id", string(in.ExcerptID)); err != nil {
			return nil, err
		}
	}
	e := &crosscase.Excerpt{
		ID: in.ExcerptID, SourceID: src.ID, SiteID: src.SiteID, ParticipantID: in.ParticipantID, Kind: in.Kind, Measure: in.Measure,
		Start: in.Start, End: in.End, Areas: in.Areas, Version: in.Version, Text: in.Text, Turns: in.Turns, Key: in.Key, CoderID: coder,
	}
	switch {
	case e.Measure != "":
	case src.Kind == crosscase.Recording:
		e.Measure = crosscase.Milliseconds
	case len(e.Areas) > 0 && e.End <= e.Start:
		e.Measure = crosscase.PageBox
	default:
		e.Measure = crosscase.CodePoints
	}
	if e.Kind == "" {
		e.Kind = crosscase.Verbatim
		if src.Kind == crosscase.Recording || e.Measure == crosscase.PageBox {
			e.Kind = crosscase.NoteOnly
		}
	}
	if err := e.Validate(); err != nil {
		return nil, err
	}
	if e.End <= e.Start {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is nothing between %d and %d: select some words or mark a stretch first", e.Start, e.End)
	}
	if in.ExcerptID == "" {
		e.ID = crosscase.ExcerptID(v.s.newID())
		if same, err := v.in(tx).sameSpan(src.ID, e); err != nil || same != nil {
			return same, err
		}
	}
	return e, v.insert(tx, "excerpt", e)
}

// sameSpan finds an excerpt by the same coder with the very same span; nil where there is none.
func (v *visit) sameSpan(source crosscase.SourceID, e *crosscase.Excerpt) (*crosscase.Excerpt, error) {
	src, err := v.sourceNow(source)
	if err != nil {
		return nil, err
	}
	where, args := "source_id = $2 AND start_at = $3 AND end_at = $4", []any{string(source), e.Start, e.End}
	if e.Measure == crosscase.CodePoints && src.Kind != crosscase.Recording {
		if _, err := v.inForce(src, e); err != nil {
			return nil, err
		}
		args[1], args[2] = e.Start, e.End
		if src.Version > 1 { // rows may count in older versions
			places, err := v.places(src)
			if err != nil {
				return nil, err
			}
			where, args = "", []any{string(source)}
			for _, p := range places {
				if p.Start == e.Start && p.End == e.End && !p.Lost && len(args) < chunk {
					args = append(args, string(p.ID))
				}
			}
			if len(args) == 1 {
				return nil, nil
			}
			where = "source_id = $2 AND " + anyOf("id", 3, len(args)-1)
		}
	}
	found, err := rowsOf[crosscase.Excerpt](v, where, args...)
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		if e.Measure == crosscase.PageBox && !slices.Equal(f.Areas, e.Areas) {
			continue
		}
		if f.CoderID == e.CoderID && f.Measure == e.Measure && f.Kind == e.Kind && (e.ParticipantID == "" || f.ParticipantID == e.ParticipantID) {
			return f, nil
		}
	}
	return nil, nil
}

// coder is the actor as a coder of this study. Where they have not coded yet they are made one, in a change of its
// own: who takes their first coding back stays a coder.
func (v *visit) coder() (crosscase.CoderID, error) {
	found, err := store.List[crosscase.Coder](v.ctx, v.s.store, v.study.ID, "account_id = $2", string(v.actor.Account))
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return found[0].ID, nil
	}
	c := &crosscase.Coder{ID: crosscase.CoderID(v.s.newID()), Name: v.actor.Name, AccountID: v.actor.Account}
	_, err = v.write(v.head(coderCreate, "coder", string(c.ID), "begin to code"), func(tx *store.Tx) error {
		standing, err := store.ListTx[crosscase.Coder](tx, "account_id = $2 OR name = $3", string(v.actor.Account), v.actor.Name)
		if err != nil {
			return err
		}
		for _, s := range standing {
			if s.AccountID == v.actor.Account { // made meanwhile, from another page of theirs
				c = s
				return nil
			}
		}
		for _, s := range standing {
			if s.AccountID == "" { // known from tables only, until now
				c = s
				c.AccountID = v.actor.Account
				return tx.Update(c)
			}
		}
		if len(standing) > 0 {
			c.Name += " (" + string(v.actor.Account) + ")"
		}
		return tx.Insert(c)
	})
	return c.ID, err
}

// coderCreate is the kind of change by which somebody becomes a coder; it is nothing that they would undo.
const coderCreate = "coder.begin"

// checkNewID refuses an id that does not sort with the others.
func checkNewID(field, id string) error {
	if id == "" {
		return nil
	}
	if u, err := uuid.Parse(id); err != nil || u.Version() != 7 || u.String() != id {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s is no UUIDv7 in lower-case letters: leave it out, or make one", field)
	}
	return nil
}
