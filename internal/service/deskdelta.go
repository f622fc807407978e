package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// DeskDelta is what has changed of a source since an answer about it.
type DeskDelta struct {
	Seq      int64                 `json:"seq" doc:"number of the study's last change that is in this answer"`
	Reload   bool                  `json:"reload,omitempty" doc:"too much has changed, or what is not told here: ask for the source anew"`
	Version  int64                 `json:"version" doc:"of the text, after the edits"`
	Edits    []DeskEdit            `json:"edits" doc:"of the text, in order"`
	Turns    []crosscase.Turn      `json:"turns,omitempty" doc:"where there were edits: as they stand now"`
	Excerpts []DeskExcerpt         `json:"excerpts" doc:"those that changed or are new, placed in this version"`
	Removed  []crosscase.ExcerptID `json:"removed"`
	Silences []DeskSilence         `json:"silences,omitempty" doc:"all of them, where any changed; see silent"`
	Silent   bool                  `json:"silent,omitempty" doc:"silences changed"`
	Memos    []DeskMemo            `json:"memos,omitempty" doc:"all of them, where any changed; see noted"`
	Noted    bool                  `json:"noted,omitempty" doc:"memos changed"`
}

// DeskEdit is one edit of a text.
type DeskEdit struct {
	Version int64                `json:"version" doc:"the version it made"`
	Steps   []crosscase.TextStep `json:"steps"`
}

// Beyond these a source is rather read anew.
const (
	mostDeltaChanges = 500
	mostDeltaRows    = 5000
)

// DeskChanges says what has changed of a source since change number since.
func (s *Service) DeskChanges(ctx context.Context, slug, key string, since int64) (*DeskDelta, error) {
	v, src, err := s.visitSource(ctx, slug, key)
	if err != nil {
		return nil, err
	}
	return steady(v, src, func(src *crosscase.Source) (*DeskDelta, error) { return v.deskChanges(src, since) })
}

func (v *visit) deskChanges(src *crosscase.Source, since int64) (*DeskDelta, error) {
	s, ctx := v.s, v.ctx
	changes, err := s.store.Changes(ctx, v.study.ID, since, mostDeltaChanges+1)
	if err != nil {
		return nil, err
	}
	out := &DeskDelta{Seq: since, Version: src.Version, Edits: []DeskEdit{}, Excerpts: []DeskExcerpt{}, Removed: []crosscase.ExcerptID{}}
	t := touched{src: src, excerpts: map[crosscase.ExcerptID]bool{}, codings: map[crosscase.ExcerptID]bool{}}
	var rows int64
	for _, c := range changes {
		if rows += c.Rows; rows > mostDeltaRows || len(changes) > mostDeltaChanges {
			return &DeskDelta{Seq: since, Reload: true, Version: src.Version}, nil
		}
		erased, err := s.store.Content(ctx, v.study.ID, c.Seq, func(r store.RowChange) error { t.row(r, out); return nil })
		if err != nil {
			return nil, err
		}
		if erased || t.reload {
			return &DeskDelta{Seq: since, Reload: true, Version: src.Version}, nil
		}
		out.Seq = c.Seq
	}
	if len(out.Edits) > 0 {
		body, err := v.textInForce(src)
		if err != nil {
			return nil, err
		}
		out.Turns = slices.Clone(body.Turns)
	}
	if !v.access.May(crosscase.ReadCodings) {
		for i := range out.Turns {
			out.Turns[i].ParticipantID = ""
		}
		return &DeskDelta{Seq: out.Seq, Version: out.Version, Edits: out.Edits, Turns: out.Turns, Excerpts: out.Excerpts, Removed: out.Removed}, nil
	}
	d, err := v.desk(src)
	if err != nil {
		return nil, err
	}
	return out, d.fill(&t, out)
}

// touched is what changes did to one source.
type touched struct {
	src               *crosscase.Source
	excerpts, codings map[crosscase.ExcerptID]bool // the excerpts themselves; their codings, which may be of another source's
	reload            bool
}

func (t *touched) row(r store.RowChange, out *DeskDelta) {
	for _, side := range []any{r.Before, r.After} {
		switch row := side.(type) {
		case *crosscase.Excerpt:
			if row.SourceID == t.src.ID {
				t.excerpts[row.ID] = true
			}
		case *crosscase.Coding:
			t.codings[row.ExcerptID] = true
		case *crosscase.Silence:
			out.Silent = out.Silent || row.SourceID == t.src.ID
		case *crosscase.Memo:
			out.Noted = true
			for _, a := range row.About {
				if a.Noun == "excerpt" {
					t.codings[crosscase.ExcerptID(a.Key)] = true
				}
			}
		}
	}
	before, _ := r.Before.(*crosscase.Source)
	after, _ := r.After.(*crosscase.Source)
	if after == nil {
		after = before
	}
	if before != nil && before.ID == t.src.ID && (after.Name != before.Name || after.SiteID != before.SiteID || after.InterviewID != before.InterviewID ||
		after.RecordingID != before.RecordingID || after.Media != before.Media || after.Kind != before.Kind) {
		t.reload = true
	}
	if e, ok := r.After.(*crosscase.TextEdit); ok && e.SourceID == t.src.ID {
		out.Edits = append(out.Edits, DeskEdit{Version: e.Version, Steps: e.Steps})
	}
}

// fill puts what stands now of everything that was touched into the answer.
func (d *desk) fill(t *touched, out *DeskDelta) error {
	ids := make([]crosscase.ExcerptID, 0, len(t.excerpts)+len(t.codings))
	for id := range t.excerpts {
		ids = append(ids, id)
	}
	for id := range t.codings {
		if !t.excerpts[id] {
			ids = append(ids, id)
		}
	}
	there := map[crosscase.ExcerptID]bool{}
	for len(ids) > 0 {
		part := ids[:min(len(ids), chunk)]
		ids = ids[len(part):]
		found, err := d.excerpts("source_id = $2 AND "+anyOf("id", 3, len(part)), append([]any{string(d.src.ID)}, texts(part)...)...)
		if err != nil {
			return err
		}
		for _, e := range found {
			there[e.ID] = true
		}
		out.Excerpts = append(out.Excerpts, found...)
	}
	for id := range t.excerpts {
		if !there[id] {
			out.Removed = append(out.Removed, id)
		}
	}
	var err error
	if out.Silent {
		if out.Silences, err = d.silences(); err != nil {
			return err
		}
	}
	if !out.Noted {
		return nil
	}
	all, err := d.excerpts("source_id = $2", string(d.src.ID))
	if err != nil {
		return err
	}
	if out.Memos, err = d.memos(all); err != nil {
		return err
	}
	count := map[crosscase.ExcerptID]int{}
	for _, e := range all {
		count[e.ID] = e.Memos
	}
	for i := range out.Excerpts {
		out.Excerpts[i].Memos = count[out.Excerpts[i].ID]
	}
	return nil
}
