package main

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase/internal/service"
)

type dissentCmd struct {
	format
	Study    string `arg:""`
	Site     string `help:"Only this site." placeholder:"LETTER"`
	Question string `help:"Only this question." placeholder:"NAME"`
	Group    string `help:"Only positions that somebody of this profession group takes." placeholder:"GROUP"`
	Level    string `help:"Only positions that somebody of this level takes." placeholder:"LEVEL"`
	Open     bool   `help:"Only what has no answer, or one that has to be looked at again."`
	Pairs    bool   `help:"The pairs of informants who differ most instead."`
}

func (c *dissentCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Pairs {
		pairs, err := s.DissentPairs(ctx, c.Study, c.Site)
		if err != nil {
			return err
		}
		return c.answer(a.stdout, map[string]any{"pairs": pairs}, func() *grid {
			g := &grid{head: []string{"site", "one", "other", "apart", "of", "share"}}
			for _, p := range pairs {
				g.add(p.Site, p.One, p.Other, p.Apart, p.Shared, p.Share)
			}
			return g
		})
	}
	res, err := s.Dissent(ctx, c.Study, service.DissentQuery{Site: c.Site, Question: c.Question, Group: c.Group, Level: c.Level, Open: c.Open})
	if err != nil {
		return err
	}
	return c.answer(a.stdout, res, func() *grid {
		g := &grid{head: []string{"site", "question", "aspect", "position", "against", "who", "voices", "answer"}}
		for i := range res.Items {
			d := &res.Items[i]
			var who []string
			for _, w := range d.Who {
				who = append(who, w.Participant)
			}
			answer := ""
			if d.Answer != nil {
				answer = string(d.Answer.Answer)
				if d.Answer.Stale {
					answer += " (look again)"
				}
			}
			g.add(d.Site, d.Question, d.Aspect, d.Position, strings.Join(d.Leading, ", "), strings.Join(who, ", "), fmt.Sprintf("%d of %d", len(d.Who), d.Voices), answer)
		}
		return g
	})
}
