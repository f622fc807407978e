package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

type agreementCmd struct {
	format
	Study    string `arg:""`
	Site     string `help:"Only this site." placeholder:"LETTER"`
	Question string `help:"Only this question." placeholder:"NAME"`
}

func (c *agreementCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.Agreement(ctx, c.Study, c.Site, c.Question)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: []string{"question", "aspect", "site", "voices", "listened", "interviewed", "positions", "d", "a", "status", "flip", "dissent", "position"}}
		for _, q := range res.Questions {
			for _, site := range q.Sites {
				g.add(q.Question, q.Aspect, site.Site, site.Voices, site.Listened, site.Interviewed, counts(site.Positions), site.D, site.A,
					site.Status, site.Flip, site.Dissent, site.Position)
			}
		}
		return g
	})
}

func counts(m map[string]int) string {
	var out []string
	for _, k := range slices.SortedFunc(maps.Keys(m), func(x, y string) int { return m[y] - m[x] }) {
		out = append(out, fmt.Sprintf("%s %d", k, m[k]))
	}
	return strings.Join(out, ", ")
}

type compareCmd struct {
	format
	Study string `arg:""`
}

func (c *compareCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.Compare(ctx, c.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: []string{"question", "theme", "aspect", "b", "r2", "within", "same", "different", "mixed", "thin", "stated", "unknown", "reading"}}
		for _, q := range res.Questions {
			g.add(q.Question, q.Theme, q.Aspect, q.B, q.R2, q.Within, q.Same, q.Different, q.Mixed, q.Thin, q.Stated, q.Unknown, q.Reading)
		}
		return g
	})
}

type contrastCmd struct {
	format
	Study string   `arg:""`
	Level []string `help:"Two levels to set against each other." default:"board,unit"`
}

func (c *contrastCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	formal, err := s.FormalPractice(ctx, c.Study)
	if err != nil {
		return err
	}
	if len(c.Level) != 2 {
		return crosscase.Errorf(crosscase.CodeInvalid, "--level takes two levels, as in board,unit")
	}
	vantages, err := s.Vantages(ctx, c.Study, c.Level[0], c.Level[1])
	if err != nil {
		return err
	}
	whole := map[string]any{"formal_practice": formal, "vantages": vantages}
	return c.answer(a.stdout, whole, func() *grid {
		g := &grid{head: []string{"question", "contrast", "same", "drift", "reversible", "contested", "unknown", "divergence"}}
		for _, q := range formal {
			g.add(q.Question, "formal against practice", q.Same, q.Drift, q.Reversible, q.Contested, q.Unknown, "")
		}
		for _, q := range vantages {
			g.add(q.Question, q.One+" against "+q.Other, "", "", "", "", "", q.Pooled.Divergence)
		}
		return g
	})
}

type relateCmd struct {
	format
	Study string `arg:""`
	X     string `required:"" help:"attribute=value, attribute>=number or question:position." placeholder:"CONDITION"`
	Y     string `required:"" help:"The same." placeholder:"CONDITION"`
}

func (c *relateCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	x, err := condition(c.X)
	if err != nil {
		return err
	}
	y, err := condition(c.Y)
	if err != nil {
		return err
	}
	res, err := s.Relate(ctx, c.Study, x, y)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: []string{"x", "y", "consistency", "coverage", "both", "x only", "y only", "neither", "unknown", "verdict"}}
		g.add(c.X, c.Y, res.Consistency, res.Coverage, res.Both, res.XOnly, res.YOnly, res.Neither, res.Unknown, res.Verdict)
		return g
	})
}

func condition(text string) (agreement.Condition, error) {
	if name, number, ok := strings.Cut(text, ">="); ok {
		f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil {
			return agreement.Condition{}, crosscase.Errorf(crosscase.CodeInvalid, "%q: %q is no number", text, number)
		}
		return agreement.Condition{Attribute: strings.TrimSpace(name), AtLeast: &f}, nil
	}
	if name, position, ok := strings.Cut(text, ":"); ok {
		return agreement.Condition{Question: name, Position: position}, nil
	}
	if name, val, ok := strings.Cut(text, "="); ok {
		return agreement.Condition{Attribute: name, Equals: val}, nil
	}
	return agreement.Condition{}, crosscase.Errorf(crosscase.CodeInvalid, "%q is no condition: write attribute=value, attribute>=number or question:position", text)
}

type coverageCmd struct {
	format
	Study string `arg:""`
}

func (c *coverageCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.Coverage(ctx, c.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: append([]string{"theme"}, res.Sites...)}
		for _, t := range res.Themes {
			row := []any{t.Theme}
			for _, cell := range t.Cells {
				row = append(row, coverageMark(cell))
			}
			g.add(row...)
		}
		return g
	})
}

type matrixCmd struct {
	format
	Study   string `arg:""`
	Rows    string `help:"site, unit, participant or role." enum:"site,unit,participant,role" default:"site"`
	Columns string `help:"theme or question." enum:"theme,question" default:"theme"`
	Cells   string `help:"count, position, status or summary." enum:"count,position,status,summary" default:"count"`
	Aspect  string `help:"Only codings of this aspect: formal, practice, self_label or opinion." placeholder:"ASPECT"`
	Sort    string `help:"Sort by this attribute of the site." placeholder:"ATTRIBUTE"`
	Up      bool   `help:"Smallest first."`
}

func (c *matrixCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.MatrixOf(ctx, c.Study, agreement.RowKind(c.Rows), agreement.ColumnKind(c.Columns), c.Cells,
		agreement.MatrixOptions{Aspect: crosscase.Aspect(c.Aspect), SortBy: c.Sort, Descending: !c.Up})
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: []string{c.Rows}}
		for _, col := range res.Columns {
			g.head = append(g.head, col.Label)
		}
		for i, row := range res.Rows {
			cells := []any{row.Label}
			for k := range res.Columns {
				cells = append(cells, res.Shown[i][k])
			}
			g.add(cells...)
		}
		return g
	})
}
