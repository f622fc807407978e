package service

import (
	"context"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// TextVersionLine is one version of a text.
type TextVersionLine struct {
	Version  int64  `json:"version"`
	Seq      int64  `json:"seq" doc:"number of the change that made it"`
	At       int64  `json:"at" doc:"epoch milliseconds, UTC"`
	Name     string `json:"name" doc:"who made it"`
	Inserted int    `json:"inserted" doc:"code points put in"`
	Deleted  int    `json:"deleted" doc:"code points taken out"`
}

// TextVersion is the text of a version.
type TextVersion struct {
	Version int64  `json:"version"`
	Text    string `json:"text"`
}

// TextVersions lists the versions of a source's text, the last first.
func (s *Service) TextVersions(ctx context.Context, slug, key string) ([]TextVersionLine, error) {
	v, src, err := s.visitText(ctx, slug, key)
	if err != nil {
		return nil, err
	}
	edits, err := v.edits(src, 1, src.Version)
	if err != nil {
		return nil, err
	}
	first, err := v.textAt(src, 1)
	if err != nil {
		return nil, err
	}
	lines := []TextVersionLine{{Version: 1, Seq: first.Revision, Inserted: first.index.Len()}}
	for _, e := range edits {
		line := TextVersionLine{Version: e.Version, Seq: e.Revision}
		for _, step := range e.Steps {
			if step.To == nil {
				line.Inserted += text.Len(step.Text)
				line.Deleted += text.Len(step.Was)
			}
		}
		lines = append(lines, line)
	}
	seqs := make([]int64, len(lines))
	for i := range lines {
		seqs[i] = lines[i].Seq
	}
	changes, err := s.store.ChangesOf(ctx, v.study.ID, seqs)
	if err != nil {
		return nil, err
	}
	out := make([]TextVersionLine, 0, len(lines))
	for i := len(lines) - 1; i >= 0; i-- {
		if c := changes[lines[i].Seq]; c != nil {
			lines[i].At, lines[i].Name = c.At, c.Name
		}
		out = append(out, lines[i])
	}
	return out, nil
}

// TextVersion is the text of a source in one of its versions.
func (s *Service) TextVersion(ctx context.Context, slug, key string, version int64) (*TextVersion, error) {
	v, src, err := s.visitText(ctx, slug, key)
	if err != nil {
		return nil, err
	}
	t, err := v.textAt(src, version)
	if err != nil {
		return nil, err
	}
	return &TextVersion{Version: version, Text: t.Text}, nil
}

// visitText lets the actor in to read the text of a source, given by id or name.
func (s *Service) visitText(ctx context.Context, slug, key string) (*visit, *crosscase.Source, error) {
	v, src, err := s.visitSource(ctx, slug, key)
	if err == nil && src.Version == 0 {
		err = crosscase.Errorf(crosscase.CodeInvalid, "source %q has no text", src.Name)
	}
	return v, src, err
}

// sourcesOf reads the sources of excerpts, as they stand.
func (v *visit) sourcesOf(excerpts []*crosscase.Excerpt) (map[crosscase.SourceID]*crosscase.Source, error) {
	out := map[crosscase.SourceID]*crosscase.Source{}
	var ids []crosscase.SourceID
	for _, e := range excerpts {
		if _, ok := out[e.SourceID]; !ok {
			out[e.SourceID] = nil
			ids = append(ids, e.SourceID)
		}
	}
	rows, err := rowsIn[crosscase.Source](v, "id IN (%s)", ids)
	for _, src := range rows {
		out[src.ID] = src
	}
	return out, err
}
