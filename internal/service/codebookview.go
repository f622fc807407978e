package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// CodebookView is a study's codebook in display order, with how much each theme and question is used.
type CodebookView struct {
	Seq        int64                  `json:"seq" doc:"number of the study's last change"`
	MetaThemes []*crosscase.MetaTheme `json:"meta_themes"`
	Themes     []ThemeLine            `json:"themes" doc:"a theme before its sub-themes; retired ones too"`
	Questions  []QuestionLine         `json:"questions"`
	Guides     []GuideLine            `json:"guides"`
}

// ThemeLine is one theme of the codebook.
type ThemeLine struct {
	crosscase.Theme
	Key  string `json:"key" doc:"its code, or its name where it has none"`
	Uses int64  `json:"uses" doc:"codings at the sites the actor may see; 0 for who may not read results"`
}

// QuestionLine is one question with its positions in order.
type QuestionLine struct {
	crosscase.Question
	Uses      int64                 `json:"uses" doc:"as of a theme"`
	Positions []*crosscase.Position `json:"positions"`
}

// GuideLine is a guide with its topics in order.
type GuideLine struct {
	ID      crosscase.GuideID `json:"id"`
	Title   string            `json:"title"`
	RoundID crosscase.RoundID `json:"round_id,omitempty"`
	Topics  []TopicLine       `json:"topics"`
}

// TopicLine is one topic of a guide.
type TopicLine struct {
	Ord       int64                  `json:"ord"`
	Wording   string                 `json:"wording"`
	Themes    []crosscase.ThemeID    `json:"themes"`
	Questions []crosscase.QuestionID `json:"questions"`
}

// Codebook shows the codebook.
func (s *Service) Codebook(ctx context.Context, slug string) (*CodebookView, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	out := &CodebookView{Themes: []ThemeLine{}, Questions: []QuestionLine{}, Guides: []GuideLine{}}
	// The number is read first: who asks for what came after it misses nothing.
	if out.Seq, err = s.store.Seq(ctx, v.study.ID); err != nil {
		return nil, err
	}
	b, err := s.store.Codebook(ctx, v.study.ID)
	if err != nil {
		return nil, err
	}
	themes, questions, err := v.uses()
	if err != nil {
		return nil, err
	}
	out.MetaThemes = nonNil(b.MetaThemes)
	for _, t := range b.Themes {
		out.Themes = append(out.Themes, ThemeLine{Theme: *t, Key: t.Key(), Uses: themes[t.ID]})
	}
	for _, q := range b.Questions {
		out.Questions = append(out.Questions, QuestionLine{Question: *q, Uses: questions[q.ID], Positions: nonNil(b.Positions[q.ID])})
	}
	out.Guides, err = v.guides()
	return out, err
}

// uses counts the codings of themes and questions that the actor may know of.
func (v *visit) uses() (map[crosscase.ThemeID]int64, map[crosscase.QuestionID]int64, error) {
	themes, questions := map[crosscase.ThemeID]int64{}, map[crosscase.QuestionID]int64{}
	if !v.access.May(crosscase.ReadResults) {
		return themes, questions, nil
	}
	uses, err := v.s.store.ThemeUses(v.ctx, v.study.ID)
	if err != nil {
		return nil, nil, err
	}
	for _, u := range uses {
		if v.access.Sees(u.Site) {
			themes[u.Theme] += u.Codings
			questions[u.Question] += u.Codings
		}
	}
	return themes, questions, nil
}

func (v *visit) guides() ([]GuideLine, error) {
	guides, err := store.List[crosscase.Guide](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	topics, err := store.List[crosscase.Topic](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(topics, func(a, b *crosscase.Topic) int { return cmp.Compare(a.Ord, b.Ord) })
	out := make([]GuideLine, len(guides))
	for i, g := range guides {
		out[i] = GuideLine{ID: g.ID, Title: g.Title, RoundID: g.RoundID, Topics: []TopicLine{}}
		for _, t := range topics {
			if t.GuideID == g.ID {
				out[i].Topics = append(out[i].Topics, TopicLine{Ord: t.Ord, Wording: t.Wording, Themes: nonNil(t.Themes), Questions: nonNil(t.Questions)})
			}
		}
	}
	return out, nil
}
