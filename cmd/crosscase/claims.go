package main

import (
	"fmt"

	"github.com/crosscase/crosscase"
)

type claimsCmd struct {
	format
	Study string `arg:""`
	Check string `arg:"" optional:"" enum:",check" default:"" help:"check: exit status 1 where a locked claim no longer holds"`
}

func (c *claimsCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.Claims(ctx, c.Study)
	if err != nil {
		return err
	}
	err = c.answer(a.stdout, map[string]any{"claims": res}, func() *grid {
		g := &grid{head: []string{"claim", "status", "sites", "exceptions", "unknown", "missing", "statement"}}
		for _, r := range res {
			g.add(r.ID, r.Status, r.Sites, r.Exceptions, r.Unknown, r.Missing, r.Statement)
		}
		return g
	})
	if err != nil || c.Check == "" {
		return err
	}
	broken := 0
	for i := range res {
		if res[i].State == crosscase.ClaimLocked && !stands(res[i].Standing()) {
			fmt.Fprintf(a.stderr, "locked claim %s no longer holds: %s\n", res[i].ID, res[i].Status)
			broken++
		}
	}
	if broken > 0 {
		return errNo
	}
	return nil
}

// stands says whether a locked claim may rest as it is.
func stands(s crosscase.Standing) bool {
	return s == crosscase.Holds || s == crosscase.HoldsContradicted || s == crosscase.RestsOnAntecedents || s == crosscase.Interpretive
}

type classifyCmd struct {
	format
	Study    string `arg:""`
	Typology string `help:"Only this typology." placeholder:"KEY"`
}

func (c *classifyCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	res, err := s.Classify(ctx, c.Study, c.Typology)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"typologies": res}, func() *grid {
		g := &grid{head: []string{"typology", "site", "type", "rivals and criteria"}}
		for _, t := range res {
			for _, site := range t.Sites {
				rivals := ""
				for _, ty := range site.Types {
					if rivals != "" {
						rivals += "; "
					}
					rivals += ty.Type + " " + ty.Standing
					for _, cr := range ty.Criteria {
						rivals += fmt.Sprintf(" %s=%s", cr.Criterion, cr.Answer)
					}
				}
				g.add(t.Typology, site.Site, site.Type, rivals)
			}
		}
		return g
	})
}
