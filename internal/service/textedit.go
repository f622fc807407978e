package service

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// TextRequest asks for a correction of a source's text: by steps, or as the whole new text.
type TextRequest struct {
	ID      string               `json:"id,omitempty" doc:"a UUID made by who asks: sent twice, the edit is made once and the answer is the same"`
	Version int64                `json:"version" minimum:"1" doc:"of the text that was corrected; where it is not the last, the edit is carried over what was corrected since"`
	Steps   []crosscase.TextStep `json:"steps,omitempty" doc:"done one after the other"`
	Text    *string              `json:"text,omitempty" doc:"the whole new text, in place of steps"`
}

// TextEdited is what a correction did.
type TextEdited struct {
	Seq      int64                `json:"seq" doc:"number of the change; that of the last one where nothing was changed"`
	Version  int64                `json:"version" doc:"of the text now"`
	Length   int64                `json:"length" doc:"in code points"`
	Steps    []crosscase.TextStep `json:"steps" doc:"as they are kept: only what differs, each with what stood there before"`
	Excerpts []DeskExcerpt        `json:"excerpts" doc:"whose words have changed, were lost or came back, as they stand now; none for who may not read codings"`
	Turns    []crosscase.Turn     `json:"turns" doc:"of the text now"`
}

// TextClash is the answer to a correction of what somebody else has corrected since.
type TextClash struct {
	Version int64  `json:"version" doc:"of the text in force"`
	Text    string `json:"text" doc:"the stretch as it stands"`
	Start   int64  `json:"start" doc:"where it stands in that version"`
	End     int64  `json:"end"`
	Yours   string `json:"yours" doc:"what you would have put there"`
}

// EditText corrects the text of a source, given by id or name. Excerpts stay on their words.
func (s *Service) EditText(ctx context.Context, slug, key string, req TextRequest) (*TextEdited, error) {
	v, src, err := s.visitText(ctx, slug, key)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteSources); err != nil {
		return nil, err
	}
	if err := req.validate(); err != nil {
		return nil, err
	}
	if req.ID == "" {
		req.ID = s.newID()
	}
	var saved *savedEdit
	var before *crosscase.TextEdit
	change, err := v.write(v.head("text.edit", "text_edit", req.ID, "correct "+store.Label(src)), func(tx *store.Tx) error {
		w := v.in(tx)
		if src, err = w.sourceNow(src.ID); err != nil {
			return err
		}
		if before, err = w.doneBefore(src, req.ID); err != nil || before != nil {
			return err
		}
		steps, err := w.asked(src, req)
		if err != nil || len(steps) == 0 {
			return err
		}
		saved, err = w.saveEdit(src, crosscase.TextEditID(req.ID), steps, nil)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case before != nil:
		return v.editedBefore(src, before)
	case saved == nil:
		return v.unchanged(src)
	}
	v.keep(saved)
	ids := make([]crosscase.ExcerptID, len(saved.excerpts))
	for i, e := range saved.excerpts {
		ids[i] = e.ID
	}
	return v.edited(saved.src, change.Seq, saved.after, saved.row.Steps, ids)
}

func (r *TextRequest) validate() error {
	if (r.Text == nil) == (len(r.Steps) == 0) {
		return crosscase.Errorf(crosscase.CodeInvalid, "a correction of a text needs steps, or text for the whole new text, and not both")
	}
	if r.ID != "" {
		id, err := uuid.Parse(r.ID)
		if err != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "the id %q of the correction is no UUID", r.ID)
		}
		r.ID = id.String()
	}
	return nil
}

// asked is the steps that a request comes to, on the text in force.
func (v *visit) asked(src *crosscase.Source, req TextRequest) ([]crosscase.TextStep, error) {
	base, err := v.textAt(src, req.Version)
	if err != nil {
		return nil, err
	}
	var keep []text.Span
	if req.Version == src.Version {
		places, err := v.places(src)
		if err != nil {
			return nil, err
		}
		for i := range places {
			keep = append(keep, text.Span{Start: int(places[i].Start), End: int(places[i].End)})
		}
	}
	var steps []crosscase.TextStep
	if req.Text != nil {
		steps, _ = text.RefineWhole(base.Text, *req.Text, keep)
	} else if steps, _, err = text.Refine(base.Text, req.Steps, keep); err != nil {
		return nil, err
	}
	since, err := v.edits(src, req.Version, src.Version)
	if err != nil || len(since) == 0 {
		return steps, err
	}
	ours, _, clash := text.Rebase(steps, allSteps(since))
	if clash == nil {
		return ours, nil
	}
	details, err := v.clash(src, clash, steps)
	if err != nil {
		return nil, err
	}
	return nil, &crosscase.Error{Code: crosscase.CodeConflict, Details: details, Message: fmt.Sprintf(
		"the same place of %q was corrected by somebody else since you read it: look at both and save again", src.Name)}
}

func allSteps(edits []*crosscase.TextEdit) []crosscase.TextStep {
	var out []crosscase.TextStep
	for _, e := range edits {
		out = append(out, e.Steps...)
	}
	return out
}

// clash shows both sides of a conflict.
func (v *visit) clash(src *crosscase.Source, c *text.Clash, ours []crosscase.TextStep) (*TextClash, error) {
	now, err := v.textAt(src, src.Version)
	if err != nil {
		return nil, err
	}
	words, err := now.index.Slice(c.Span)
	if err != nil {
		return nil, err
	}
	return &TextClash{Version: src.Version, Text: words, Start: int64(c.Span.Start), End: int64(c.Span.End), Yours: ours[c.Ours].Text}, nil
}

// unchanged answers a correction that changes nothing.
func (v *visit) unchanged(src *crosscase.Source) (*TextEdited, error) {
	seq, err := v.s.store.Seq(v.ctx, v.study.ID)
	if err != nil {
		return nil, err
	}
	now, err := v.textAt(src, src.Version)
	if err != nil {
		return nil, err
	}
	return v.edited(src, seq, now, nil, nil)
}

// doneBefore finds an edit that was made already; nil where there is none with the id.
func (v *visit) doneBefore(src *crosscase.Source, id string) (*crosscase.TextEdit, error) {
	found, err := rowsOf[crosscase.TextEdit](v, "id = $2", id)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	if found[0].SourceID != src.ID {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the id %q is that of a correction of another source", id)
	}
	return found[0], nil
}

// editedBefore answers for an edit that was made already.
func (v *visit) editedBefore(src *crosscase.Source, e *crosscase.TextEdit) (*TextEdited, error) {
	t, err := v.textAt(src, e.Version)
	if err != nil {
		return nil, err
	}
	var ids []crosscase.ExcerptID
	if _, err := v.s.store.Content(v.ctx, v.study.ID, e.Revision, func(r store.RowChange) error {
		if x, ok := r.After.(*crosscase.Excerpt); ok && x.SourceID == src.ID {
			ids = append(ids, x.ID)
		}
		return nil
	}); err != nil {
		return nil, err
	}
	return v.edited(src, e.Revision, t, e.Steps, ids)
}

// edited is what the actor is told of an edit.
func (v *visit) edited(src *crosscase.Source, seq int64, t *textVersion, steps []crosscase.TextStep, excerpts []crosscase.ExcerptID) (*TextEdited, error) {
	out := &TextEdited{
		Seq: seq, Version: t.Version, Length: int64(t.index.Len()), Steps: nonNil(steps), Excerpts: []DeskExcerpt{}, Turns: slices.Clone(nonNil(t.Turns)),
	}
	if !v.access.May(crosscase.ReadCodings) { // nor is who may not told which participant speaks
		for i := range out.Turns {
			out.Turns[i].ParticipantID = ""
		}
		return out, nil
	}
	d, err := v.desk(src)
	if err != nil {
		return nil, err
	}
	for part := range slices.Chunk(excerpts, chunk) {
		found, err := d.excerpts(anyOf("id", 2, len(part)), texts(part)...)
		if err != nil {
			return nil, err
		}
		out.Excerpts = append(out.Excerpts, found...)
	}
	return out, nil
}
