package main

import (
	"fmt"
	"time"
)

type auditCmd struct {
	format
	Study  string `arg:""`
	Verify string `arg:"" optional:"" enum:",verify" default:"" help:"verify: exit status 1 where the history or the study was tampered with"`
	Limit  int    `help:"How many changes to show, newest first." default:"50"`
}

func (c *auditCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Verify != "" {
		v, err := s.Verify(ctx, c.Study)
		if err != nil {
			return err
		}
		err = c.answer(a.stdout, v, func() *grid {
			g := &grid{head: []string{"change", "fault"}}
			for _, f := range v.Faults {
				at := "now"
				if f.Seq > 0 {
					at = fmt.Sprint(f.Seq)
				}
				g.add(at, f.What)
			}
			return g
		})
		if err != nil {
			return err
		}
		if len(v.Faults) > 0 {
			fmt.Fprintf(a.stderr, "the history of %s does not verify: %d faults\n", c.Study, len(v.Faults))
			return errNo
		}
		fmt.Fprintf(a.stderr, "the history of %s verifies: %d changes, %d rows\n", c.Study, v.Changes, v.Rows)
		return nil
	}
	changes, err := s.Changes(ctx, c.Study, 0, c.Limit)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"changes": changes}, func() *grid {
		g := &grid{head: []string{"change", "when", "who", "what", "rows", "undone by"}}
		for _, ch := range changes {
			undone := ""
			if ch.UndoneBy > 0 {
				undone = fmt.Sprint(ch.UndoneBy)
			}
			g.add(ch.Seq, time.UnixMilli(ch.At).UTC().Format("2006-01-02 15:04:05"), ch.Name, ch.Kind+": "+ch.About, ch.Rows, undone)
		}
		return g
	})
}
