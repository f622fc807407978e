package service

import (
	"context"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ObjectionDraft is what somebody has against a report.
type ObjectionDraft struct {
	Kind     crosscase.ObjectionKind `json:"kind" doc:"challenge, of a second reader; fact, of the host's contact"`
	Sentence string                  `json:"sentence,omitempty" doc:"id of the sentence it is about; absent is the whole report"`
	Words    string                  `json:"words,omitempty" doc:"the words it is made on"`
	Text     string                  `json:"text"`
	From     string                  `json:"from,omitempty" doc:"who says it, where that is not who writes it down: a role, not a name"`
}

// ObjectTo writes down an objection to a report.
func (s *Service) ObjectTo(ctx context.Context, slug string, id crosscase.ReportID, in ObjectionDraft) (*Written, error) {
	v, err := s.visitWritten(ctx, slug, crosscase.Object)
	if err != nil {
		return nil, err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return nil, err
	}
	if row.State == crosscase.ReportLocked {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "this report is locked: begin a new one, and object to that")
	}
	o := &crosscase.Objection{
		ID: crosscase.ObjectionID(s.newID()), ReportID: id, SiteID: row.SiteID, Kind: in.Kind, Sentence: in.Sentence, Words: in.Words,
		Text: strings.TrimSpace(in.Text), Author: v.actor.Name, At: s.now().UnixMilli(),
	}
	if from := strings.TrimSpace(in.From); from != "" {
		o.Author = from
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if _, err := v.write(v.head("objection.create", "objection", string(o.ID), "object to a report"), func(tx *store.Tx) error { return tx.Insert(o) }); err != nil {
		return nil, err
	}
	return v.written(row)
}

// AnswerObjection answers an objection; an empty answer opens it again.
func (s *Service) AnswerObjection(ctx context.Context, slug string, id crosscase.ReportID, objection crosscase.ObjectionID, answer string) (*Written, error) {
	v, err := s.visitWritten(ctx, slug, crosscase.WriteReports)
	if err != nil {
		return nil, err
	}
	row, err := v.writtenRow(id)
	if err != nil {
		return nil, err
	}
	rows, err := seen[crosscase.Objection](v, "id = $2 AND report_id = $3", string(objection), string(id))
	if err != nil {
		return nil, err
	}
	switch {
	case len(rows) == 0:
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such objection to this report")
	case row.State == crosscase.ReportLocked:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "this report is locked: its objections stay as they are")
	}
	o := rows[0]
	if o.Answer = strings.TrimSpace(answer); o.Answer == "" {
		o.AnsweredBy, o.AnsweredAt = "", 0
	} else {
		o.AnsweredBy, o.AnsweredAt = v.actor.Name, s.now().UnixMilli()
	}
	if _, err := v.write(v.head("objection.update", "objection", string(o.ID), "answer an objection"), func(tx *store.Tx) error { return tx.Update(o) }); err != nil {
		return nil, err
	}
	return v.written(row)
}
