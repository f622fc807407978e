package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// SourceList is the sources of a study.
type SourceList struct {
	Items []SourceLine `json:"items" doc:"by site, then name"`
}

// SourceLine is one source.
type SourceLine struct {
	ID       crosscase.SourceID   `json:"id"`
	Name     string               `json:"name"`
	Kind     crosscase.SourceKind `json:"kind"`
	Genre    crosscase.Genre      `json:"genre,omitempty"`
	Site     string               `json:"site,omitempty" doc:"letter"`
	Length   int64                `json:"length" doc:"code points of a text, milliseconds of a recording"`
	Excerpts int                  `json:"excerpts" doc:"coded excerpts"`
	File     string               `json:"file,omitempty"`
}

// SourceView is a source with its text in force and what is kept of it.
type SourceView struct {
	SourceLine
	Text     string              `json:"text" doc:"empty where it has none"`
	Turns    []crosscase.Turn    `json:"turns"`
	Headings []crosscase.Heading `json:"headings,omitempty"`
	Items    []SourceExcerpt     `json:"items" doc:"excerpts by place; empty for who may not read codings"`
	Note     string              `json:"note,omitempty"`
	Version  int64               `json:"version" doc:"of the text; 0 has none"`
}

// SourceExcerpt is an excerpt in its place with its codings.
type SourceExcerpt struct {
	ID          crosscase.ExcerptID   `json:"id"`
	Start       int64                 `json:"start" doc:"as measure counts"`
	End         int64                 `json:"end"`
	Areas       []crosscase.Area      `json:"areas,omitempty" doc:"on the pages of a PDF or in a picture"`
	Measure     crosscase.Measure     `json:"measure"`
	Kind        crosscase.ExcerptKind `json:"kind"`
	Text        string                `json:"text"`
	Participant string                `json:"participant,omitempty" doc:"pseudonym of the speaker"`
	Key         bool                  `json:"key,omitempty"`
	Codings     []SourceCoding        `json:"codings"`
}

// SourceCoding is one coding of an excerpt.
type SourceCoding struct {
	Theme     string           `json:"theme" doc:"its key"`
	ThemeName string           `json:"theme_name,omitempty"`
	Question  string           `json:"question,omitempty"`
	Position  string           `json:"position,omitempty"`
	Aspect    crosscase.Aspect `json:"aspect,omitempty" doc:"of a coding on a question"`
}

// SourceLines lists the sources that the actor may see.
func (s *Service) SourceLines(ctx context.Context, slug string) (*SourceList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	sources, err := seen[crosscase.Source](v, "")
	if err != nil {
		return nil, err
	}
	counts, letter := codedExcerpts(ev), lettersByID(ev)
	out := &SourceList{Items: make([]SourceLine, len(sources))}
	for i, src := range sources {
		out.Items[i] = sourceLine(src, letter, counts[src.ID])
	}
	slices.SortStableFunc(out.Items, func(a, b SourceLine) int {
		return cmp.Or(store.NaturalCompare(a.Site, b.Site), store.NaturalCompare(a.Name, b.Name))
	})
	return out, nil
}

// SourceText shows one source, given by id or name.
func (s *Service) SourceText(ctx context.Context, slug, key string) (*SourceView, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	id, err := v.find("source", key, nil)
	if err != nil {
		return nil, err
	}
	src, err := store.Get[crosscase.Source](ctx, s.store, v.study.ID, id)
	if err != nil {
		return nil, err
	}
	return steady(v, src, v.sourceView)
}

func (v *visit) sourceView(src *crosscase.Source) (*SourceView, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	coded := v.access.May(crosscase.ReadCodings)
	out := &SourceView{
		SourceLine: sourceLine(src, lettersByID(ev), codedExcerpts(ev)[src.ID]), Turns: []crosscase.Turn{}, Items: []SourceExcerpt{},
		Note: src.Note, Version: src.Version,
	}
	if src.Version > 0 {
		body, err := v.textInForce(src)
		if err != nil {
			return nil, err
		}
		out.Text, out.Headings = body.Text, body.Headings
		for _, t := range body.Turns {
			if !coded {
				t.ParticipantID = ""
			}
			out.Turns = append(out.Turns, t)
		}
	}
	if coded {
		out.Items, err = v.sourceExcerpts(ev, src)
	}
	return out, err
}

func sourceLine(src *crosscase.Source, letter map[crosscase.SiteID]string, excerpts int) SourceLine {
	return SourceLine{
		ID: src.ID, Name: src.Name, Kind: src.Kind, Genre: src.Genre, Site: letter[src.SiteID], Length: src.Length, Excerpts: excerpts, File: src.File,
	}
}

// codedExcerpts counts the coded excerpts of each source.
func codedExcerpts(ev *crosscase.Evidence) map[crosscase.SourceID]int {
	counted, out := make(map[crosscase.ExcerptID]bool, len(ev.Codings)), map[crosscase.SourceID]int{}
	for i := range ev.Codings {
		if c := &ev.Codings[i]; c.Source >= 0 && !counted[c.Excerpt] {
			counted[c.Excerpt] = true
			out[ev.Sources[c.Source].ID]++
		}
	}
	return out
}

// sourceExcerpts are the excerpts of a source by place, coded or not.
func (v *visit) sourceExcerpts(ev *crosscase.Evidence, src *crosscase.Source) ([]SourceExcerpt, error) {
	excerpts, err := seen[crosscase.Excerpt](v, "source_id = $2", string(src.ID))
	if err != nil {
		return nil, err
	}
	if err := v.placed(src, excerpts); err != nil {
		return nil, err
	}
	codings := map[crosscase.ExcerptID][]SourceCoding{}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		if c.Source < 0 || ev.Sources[c.Source].ID != src.ID || c.Theme < 0 {
			continue
		}
		coding := SourceCoding{Theme: ev.Themes[c.Theme].Key, ThemeName: ev.Themes[c.Theme].Name, Position: answerOf(ev, c)}
		if c.Question >= 0 {
			coding.Question, coding.Aspect = ev.Questions[c.Question].Name, crosscase.Aspects[c.Aspect]
		}
		if !slices.Contains(codings[c.Excerpt], coding) { // two coders of one mind
			codings[c.Excerpt] = append(codings[c.Excerpt], coding)
		}
	}
	pseudonyms := make(map[crosscase.ParticipantID]string, len(ev.Participants))
	for i := range ev.Participants {
		pseudonyms[ev.Participants[i].ID] = ev.Participants[i].Pseudonym
	}
	slices.SortStableFunc(excerpts, func(a, b *crosscase.Excerpt) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	out := []SourceExcerpt{}
	for _, e := range excerpts {
		out = append(out, SourceExcerpt{
			ID: e.ID, Start: e.Start, End: e.End, Areas: e.Areas, Measure: e.Measure, Kind: e.Kind, Text: e.Text, Participant: pseudonyms[e.ParticipantID],
			Key: e.Key, Codings: nonNil(codings[e.ID]),
		})
	}
	return out, nil
}
