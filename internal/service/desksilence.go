package service

import (
	"context"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Silenced is a silence that was noted.
type Silenced struct {
	Seq     int64       `json:"seq"`
	Silence DeskSilence `json:"silence"`
}

// NoteSilence notes that a source, or a stretch of it, is silent on a theme or question.
func (s *Service) NoteSilence(ctx context.Context, slug, source string, in crosscase.Silence) (*Silenced, error) {
	v, src, err := s.visitSource(ctx, slug, source)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	row := in
	row.ID, row.Revision, row.SourceID, row.SiteID = crosscase.SilenceID(s.newID()), 0, src.ID, src.SiteID
	if row.Aspect == "" {
		row.Aspect = crosscase.Opinion
	}
	if src.Kind == crosscase.Recording && src.Length > 0 && row.End > src.Length {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the silence ends at %d, but source %q ends at %d", row.End, src.Name, src.Length)
	}
	if row.CoderID, err = v.coder(); err != nil {
		return nil, err
	}
	c, err := v.write(v.head("silence.create", "silence", string(row.ID), "note a silence"), func(tx *store.Tx) (err error) {
		if row.ParticipantID == "" {
			row.ParticipantID, err = v.onlySpeaker(tx, src)
			if err != nil {
				return err
			}
		}
		return v.insert(tx, "silence", &row)
	})
	if err != nil {
		return nil, err
	}
	d, err := v.desk(src)
	if err != nil {
		return nil, err
	}
	return &Silenced{Seq: c.Seq, Silence: d.silence(&row)}, nil
}

// onlySpeaker is the one participant of a source's interview; "" where there are several or none.
func (v *visit) onlySpeaker(tx *store.Tx, src *crosscase.Source) (crosscase.ParticipantID, error) {
	if src.InterviewID == "" {
		return "", nil
	}
	interview, err := store.GetTx[crosscase.Interview](tx, string(src.InterviewID))
	if err != nil || len(interview.Participants) != 1 {
		return "", err
	}
	return interview.Participants[0], nil
}

// Noted is a memo that was written.
type Noted struct {
	Seq  int64    `json:"seq"`
	Memo DeskMemo `json:"memo"`
}

// MemoOn writes a memo about an excerpt.
func (s *Service) MemoOn(ctx context.Context, slug string, id crosscase.ExcerptID, title, text string) (*Noted, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteMemos); err != nil {
		return nil, err
	}
	e, err := store.Get[crosscase.Excerpt](ctx, s.store, v.study.ID, string(id))
	if err != nil {
		return nil, err
	}
	if err := v.sees("excerpt", e.SiteID); err != nil {
		return nil, err
	}
	m := &crosscase.Memo{
		ID: crosscase.MemoID(s.newID()), Kind: crosscase.MemoNote, SiteID: e.SiteID, About: []crosscase.About{{Noun: "excerpt", Key: string(id)}},
		Title: strings.TrimSpace(title), Text: strings.TrimSpace(text), Author: v.actor.Name, Written: s.now().UnixMilli(),
	}
	c, err := v.write(v.head("memo.create", "memo", string(m.ID), "write a memo"), func(tx *store.Tx) error { return v.insert(tx, "memo", m) })
	if err != nil {
		return nil, err
	}
	return &Noted{Seq: c.Seq, Memo: DeskMemo{
		ID: m.ID, Revision: m.Revision, ExcerptID: id, Title: m.Title, Text: m.Text, Author: m.Author, Written: m.Written,
	}}, nil
}
