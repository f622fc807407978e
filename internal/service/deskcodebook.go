package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// DeskCodebook is the codebook as the desk offers it: in its order, with what each part is used for, and the guides.
type DeskCodebook struct {
	Seq        int64                 `json:"seq" doc:"number of the study's last change that is in this answer"`
	MetaThemes []crosscase.MetaTheme `json:"meta_themes"`
	Themes     []DeskTheme           `json:"themes"`
	Questions  []DeskQuestion        `json:"questions"`
	Guides     []DeskGuide           `json:"guides"`
}

// DeskTheme is a theme with how often it is applied.
type DeskTheme struct {
	crosscase.Theme
	Key  string `json:"key" doc:"its code, or its name where it has none"`
	Uses int    `json:"uses" doc:"codings in the whole study"`
}

// DeskQuestion is a question with its positions.
type DeskQuestion struct {
	crosscase.Question
	Uses      int                  `json:"uses" doc:"codings in the whole study"`
	Positions []crosscase.Position `json:"positions"`
}

// DeskGuide is a guide with its topics, in order.
type DeskGuide struct {
	ID      crosscase.GuideID `json:"id"`
	Title   string            `json:"title"`
	RoundID crosscase.RoundID `json:"round_id,omitempty"`
	Topics  []DeskTopic       `json:"topics"`
}

// DeskTopic is one point of a guide.
type DeskTopic struct {
	Ord       int64                  `json:"ord"`
	Wording   string                 `json:"wording"`
	Themes    []crosscase.ThemeID    `json:"themes"`
	Questions []crosscase.QuestionID `json:"questions"`
}

// DeskCodebook lays the codebook beside a source. Uses are counted for who may read codings of all sites.
func (s *Service) DeskCodebook(ctx context.Context, slug string) (*DeskCodebook, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	out := &DeskCodebook{MetaThemes: []crosscase.MetaTheme{}, Themes: []DeskTheme{}, Questions: []DeskQuestion{}, Guides: []DeskGuide{}}
	if out.Seq, err = s.store.Seq(ctx, v.study.ID); err != nil {
		return nil, err
	}
	book, err := s.store.Codebook(ctx, v.study.ID)
	if err != nil {
		return nil, err
	}
	themes, questions := map[string]int{}, map[string]int{}
	if v.access.May(crosscase.ReadCodings) && !v.access.Limited() && !v.blind() {
		if themes, err = s.store.CountBy(ctx, v.study.ID, "coding", "theme_id"); err != nil {
			return nil, err
		}
		if questions, err = s.store.CountBy(ctx, v.study.ID, "coding", "question_id"); err != nil {
			return nil, err
		}
	}
	for _, m := range book.MetaThemes {
		out.MetaThemes = append(out.MetaThemes, *m)
	}
	for _, t := range book.Themes {
		out.Themes = append(out.Themes, DeskTheme{Theme: *t, Key: t.Key(), Uses: themes[string(t.ID)]})
	}
	for _, q := range book.Questions {
		dq := DeskQuestion{Question: *q, Uses: questions[string(q.ID)], Positions: []crosscase.Position{}}
		for _, p := range book.Positions[q.ID] {
			dq.Positions = append(dq.Positions, *p)
		}
		out.Questions = append(out.Questions, dq)
	}
	out.Guides, err = v.deskGuides()
	return out, err
}

func (v *visit) deskGuides() ([]DeskGuide, error) {
	guides, err := store.List[crosscase.Guide](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	topics, err := store.List[crosscase.Topic](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(topics, func(a, b *crosscase.Topic) int { return cmp.Compare(a.Ord, b.Ord) })
	out := make([]DeskGuide, 0, len(guides))
	for _, g := range guides {
		dg := DeskGuide{ID: g.ID, Title: g.Title, RoundID: g.RoundID, Topics: []DeskTopic{}}
		for _, t := range topics {
			if t.GuideID == g.ID {
				dg.Topics = append(dg.Topics, DeskTopic{Ord: t.Ord, Wording: t.Wording, Themes: nonNil(t.Themes), Questions: nonNil(t.Questions)})
			}
		}
		out = append(out, dg)
	}
	return out, nil
}
