package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// Agreement is what the voices of each site say on each question. site and question, where given, narrow it down.
func (s *Service) Agreement(ctx context.Context, slug, site, question string) (*agreement.Agreement, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, results, _, err := v.analysis()
	if err != nil {
		return nil, err
	}
	if site == "" && question == "" {
		return v.told(ev, results), nil
	}
	opts := agreement.Options{}
	if site != "" {
		i, err := siteIndex(ev, site)
		if err != nil {
			return nil, err
		}
		opts.Sites = []int32{i}
	}
	if question != "" {
		i, err := questionIndex(ev, question)
		if err != nil {
			return nil, err
		}
		opts.Questions = []int32{i}
	}
	return v.told(ev, agreement.Analyse(ev, opts)), nil
}

// told is agreement with everybody in it named as the actor may know them.
func (v *visit) told(ev *crosscase.Evidence, results []agreement.QuestionResult) *agreement.Agreement {
	t := v.teller(ev)
	out := &agreement.Agreement{Questions: make([]agreement.QuestionResult, len(results))}
	for i := range results {
		out.Questions[i] = t.result(results[i])
	}
	return out
}

// Compare is what the sites show on each question, with its place on the consistency map.
func (s *Service) Compare(ctx context.Context, slug string) (*agreement.Comparison, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	_, _, compared, err := v.analysis()
	if err != nil {
		return nil, err
	}
	return &agreement.Comparison{Questions: nonNil(compared)}, nil
}

// Coverage says which themes have evidence at which sites.
func (s *Service) Coverage(ctx context.Context, slug string) (*agreement.CoverageTable, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	return agreement.Coverage(ev, agreement.CoverageOptions{}), nil
}

// FormalPractice sets what is formally so against practice, question by question.
func (s *Service) FormalPractice(ctx context.Context, slug string) ([]agreement.Contrast, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	_, results, _, err := v.analysis()
	if err != nil {
		return nil, err
	}
	return nonNil(agreement.FormalPractice(results)), nil
}

// Vantages sets the voices of one level against those of another; empty names are board and unit.
func (s *Service) Vantages(ctx context.Context, slug, one, other string) ([]agreement.Vantage, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	return nonNil(agreement.Vantages(ev, agreement.Options{}, one, other)), nil
}

// Relate sets the sites with one condition against those with another.
func (s *Service) Relate(ctx context.Context, slug string, x, y agreement.Condition) (*agreement.Relation, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	ev, results, _, err := v.analysis()
	if err != nil {
		return nil, err
	}
	r, err := agreement.Relate(ev, results, x, y)
	return &r, err
}

// VoiceBalance sets whose words are marked as key excerpts beside whom the study heard.
func (s *Service) VoiceBalance(ctx context.Context, slug string) (*agreement.Balance, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	keys, err := v.keyExcerpts()
	if err != nil {
		return nil, err
	}
	return agreement.QuoteBalance(ev, keys), nil
}

func siteIndex(ev *crosscase.Evidence, letter string) (int32, error) {
	i := slices.IndexFunc(ev.Sites, func(s crosscase.EvidenceSite) bool { return s.Letter == letter })
	if i < 0 {
		return 0, crosscase.Errorf(crosscase.CodeNotFound, "there is no site %q", letter)
	}
	return int32(i), nil
}

func questionIndex(ev *crosscase.Evidence, name string) (int32, error) {
	i := slices.IndexFunc(ev.Questions, func(q crosscase.EvidenceQuestion) bool { return q.Name == name || string(q.ID) == name })
	if i < 0 {
		return 0, crosscase.Errorf(crosscase.CodeNotFound, "there is no question %q", name)
	}
	return int32(i), nil
}

func nonNil[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}
