package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ThemeCoding is one coding of a theme with the words it was put on, to be looked at when the theme is split.
type ThemeCoding struct {
	ID         crosscase.CodingID    `json:"id"`
	Revision   int64                 `json:"revision"`
	ExcerptID  crosscase.ExcerptID   `json:"excerpt_id"`
	Text       string                `json:"text"`
	Kind       crosscase.ExcerptKind `json:"kind"`
	SourceID   crosscase.SourceID    `json:"source_id"`
	Source     string                `json:"source" doc:"its name"`
	Site       string                `json:"site,omitempty" doc:"letter"`
	Speaker    string                `json:"speaker,omitempty" doc:"pseudonym"`
	Group      string                `json:"group,omitempty" doc:"profession group of the speaker"`
	QuestionID crosscase.QuestionID  `json:"question_id,omitempty"`
	Question   string                `json:"question,omitempty"`
	Position   string                `json:"position,omitempty"`
	Aspect     crosscase.Aspect      `json:"aspect,omitempty"`
	Coder      string                `json:"coder,omitempty"`
	Note       string                `json:"note,omitempty"`
	start      int64
}

// ThemeCodings lists the codings of a theme that the actor may see, by site, source and place.
func (s *Service) ThemeCodings(ctx context.Context, slug, theme string) ([]ThemeCoding, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	id, err := v.find("theme", theme, nil)
	if err != nil {
		return nil, err
	}
	codings, err := seen[crosscase.Coding](v, "theme_id = $2", id)
	if err != nil {
		return nil, err
	}
	coders, err := store.List[crosscase.Coder](ctx, s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	coder, mine := map[crosscase.CoderID]string{}, crosscase.CoderID("")
	for _, c := range coders {
		coder[c.ID] = c.Name
		if c.AccountID == v.actor.Account {
			mine = c.ID
		}
	}
	if v.blind() {
		codings = slices.DeleteFunc(codings, func(c *crosscase.Coding) bool { return mine == "" || c.CoderID != mine })
	}
	ids := make([]crosscase.ExcerptID, len(codings))
	for i, c := range codings {
		ids[i] = c.ExcerptID
	}
	excerpts, err := seenIn[crosscase.Excerpt](v, "id IN (%s)", ids)
	if err != nil {
		return nil, err
	}
	words := map[crosscase.ExcerptID]*crosscase.Excerpt{}
	for _, e := range excerpts {
		words[e.ID] = e
	}
	out, err := v.nameCodings(codings, words)
	if err != nil {
		return nil, err
	}
	for i, c := range codings {
		out[i].Coder = coder[c.CoderID]
	}
	slices.SortStableFunc(out, func(a, b ThemeCoding) int {
		return cmp.Or(store.NaturalCompare(a.Site, b.Site), store.NaturalCompare(a.Source, b.Source), cmp.Compare(a.start, b.start))
	})
	return out, nil
}

// nameCodings puts words to what codings point to, in their order.
func (v *visit) nameCodings(codings []*crosscase.Coding, words map[crosscase.ExcerptID]*crosscase.Excerpt) ([]ThemeCoding, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	sources, err := seen[crosscase.Source](v, "")
	if err != nil {
		return nil, err
	}
	source := map[crosscase.SourceID]string{}
	for _, src := range sources {
		source[src.ID] = src.Name
	}
	letter := lettersByID(ev)
	person := map[crosscase.ParticipantID]*crosscase.EvidenceParticipant{}
	for i := range ev.Participants {
		person[ev.Participants[i].ID] = &ev.Participants[i]
	}
	answer := map[crosscase.CodingID]string{}
	for i := range ev.Codings {
		answer[ev.Codings[i].ID] = answerOf(ev, &ev.Codings[i])
	}
	question := map[crosscase.QuestionID]string{}
	for i := range ev.Questions {
		question[ev.Questions[i].ID] = ev.Questions[i].Name
	}
	out := make([]ThemeCoding, len(codings))
	for i, c := range codings {
		line := ThemeCoding{
			ID: c.ID, Revision: c.Revision, ExcerptID: c.ExcerptID, Site: letter[c.SiteID], QuestionID: c.QuestionID, Question: question[c.QuestionID],
			Position: answer[c.ID], Note: c.Note, Group: c.Group,
		}
		if c.QuestionID != "" {
			line.Aspect = c.Aspect
		}
		if e := words[c.ExcerptID]; e != nil {
			line.Text, line.Kind, line.SourceID, line.Source, line.start = e.Text, e.Kind, e.SourceID, source[e.SourceID], e.Start
		}
		if p := person[c.ParticipantID]; p != nil {
			line.Speaker = p.Pseudonym
			if p.Group >= 0 {
				line.Group = ev.Groups[p.Group]
			}
		}
		out[i] = line
	}
	return out, nil
}
