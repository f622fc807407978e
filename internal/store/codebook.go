package store

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
)

// Codebook is all of a study's codebook in its order: meta-themes, under each its themes with their
// sub-themes, under each its questions, with their positions.
type Codebook struct {
	MetaThemes []*crosscase.MetaTheme
	Themes     []*crosscase.Theme
	Questions  []*crosscase.Question
	Positions  map[crosscase.QuestionID][]*crosscase.Position
}

// Codebook reads a study's codebook.
func (s *Store) Codebook(ctx context.Context, study crosscase.StudyID) (*Codebook, error) {
	return s.codebook(ctx, s.read, study)
}

func (s *Store) codebook(ctx context.Context, q queryer, study crosscase.StudyID) (*Codebook, error) {
	b := &Codebook{Positions: map[crosscase.QuestionID][]*crosscase.Position{}}
	var err error
	if b.MetaThemes, err = listIn[crosscase.MetaTheme](ctx, s, q, study, ""); err != nil {
		return nil, err
	}
	if b.Themes, err = listIn[crosscase.Theme](ctx, s, q, study, ""); err != nil {
		return nil, err
	}
	if b.Questions, err = listIn[crosscase.Question](ctx, s, q, study, ""); err != nil {
		return nil, err
	}
	positions, err := listIn[crosscase.Position](ctx, s, q, study, "")
	if err != nil {
		return nil, err
	}
	for _, p := range positions {
		b.Positions[p.QuestionID] = append(b.Positions[p.QuestionID], p)
	}
	b.sort()
	return b, nil
}

func (b *Codebook) sort() {
	slices.SortStableFunc(b.MetaThemes, func(x, y *crosscase.MetaTheme) int { return cmp.Compare(x.Ord, y.Ord) })
	metaAt := map[crosscase.MetaThemeID]int{"": len(b.MetaThemes)}
	for i, m := range b.MetaThemes {
		metaAt[m.ID] = i
	}
	byID := map[crosscase.ThemeID]*crosscase.Theme{}
	for _, t := range b.Themes {
		byID[t.ID] = t
	}
	// A sub-theme stands after its theme and before the next: two themes are ordered by where their paths part.
	path := func(t *crosscase.Theme) []*crosscase.Theme {
		out := []*crosscase.Theme{t}
		for p, ok := byID[t.ParentID]; ok && len(out) <= len(b.Themes); p, ok = byID[p.ParentID] {
			out = append(out, p)
		}
		slices.Reverse(out)
		return out
	}
	slices.SortStableFunc(b.Themes, func(x, y *crosscase.Theme) int {
		px, py := path(x), path(y)
		for i := range min(len(px), len(py)) {
			if tx, ty := px[i], py[i]; tx != ty {
				return cmp.Or(boolInt(i == 0)*cmp.Compare(metaAt[tx.MetaThemeID], metaAt[ty.MetaThemeID]), cmp.Compare(tx.Ord, ty.Ord), NaturalCompare(tx.Key(), ty.Key()))
			}
		}
		return cmp.Compare(len(px), len(py))
	})
	themeAt := map[crosscase.ThemeID]int{"": len(b.Themes)}
	for i, t := range b.Themes {
		themeAt[t.ID] = i
	}
	slices.SortStableFunc(b.Questions, func(x, y *crosscase.Question) int {
		return cmp.Or(cmp.Compare(themeAt[x.ThemeID], themeAt[y.ThemeID]), cmp.Compare(x.Ord, y.Ord))
	})
	for _, list := range b.Positions {
		slices.SortStableFunc(list, func(x, y *crosscase.Position) int { return cmp.Compare(x.Ord, y.Ord) })
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// NaturalCompare orders names with the numbers in them counted: A2 before A10.
func NaturalCompare(a, b string) int {
	for a != "" && b != "" {
		na, ra := digits(a)
		nb, rb := digits(b)
		if na != "" && nb != "" {
			if c := cmp.Or(cmp.Compare(len(na), len(nb)), cmp.Compare(na, nb)); c != 0 {
				return c
			}
			a, b = ra, rb
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

// digits takes the number at the start of s, without leading zeros.
func digits(s string) (number, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	number = s[:i]
	for len(number) > 1 && number[0] == '0' {
		number = number[1:]
	}
	return number, s[i:]
}
