package main

import (
	"fmt"

	"github.com/crosscase/crosscase"
)

type studyCmd struct {
	List   studyListCmd   `cmd:"" help:"List the studies."`
	Create studyCreateCmd `cmd:"" help:"Make an empty study, or a synthetic one."`
	Show   studyShowCmd   `cmd:"" help:"Show what is in a study."`
	Change studyChangeCmd `cmd:"" help:"Change title, about or a setting: crosscase study change STUDY thin_voices=1."`
	Delete studyDeleteCmd `cmd:"" help:"Delete a study with its history. This cannot be undone."`
}

type studyListCmd struct{ format }

func (c *studyListCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	studies, err := s.Studies(ctx)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"studies": studies}, func() *grid {
		g := &grid{head: []string{"study", "title", "sites", "interviews", "codings", "claims"}}
		for _, v := range studies {
			g.add(v.Study, v.Title, v.Counts.Sites, v.Counts.Interviews, v.Counts.Codings, v.Counts.Claims)
		}
		return g
	})
}

type studyCreateCmd struct {
	Study     string `arg:"" help:"Short name: lower-case letters, digits and hyphens."`
	Title     string `help:"Title; the short name where none is given."`
	About     string `help:"What the study is."`
	Synthetic string `help:"Fill it with made-up data: sites=9,interviews=151,codings=3000,seed=1." placeholder:"SPEC"`
	Template  string `help:"Begin with a codebook that comes with the program: nhs-medical-leadership." placeholder:"KEY"`
}

func (c *studyCreateCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Title == "" {
		c.Title = c.Study
	}
	study := &crosscase.Study{Slug: c.Study, Title: c.Title, About: c.About}
	if c.Synthetic != "" {
		return createSynthetic(ctx, a, s, study, c.Synthetic)
	}
	if err := s.CreateStudy(ctx, study); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "created study %s\n", study.Slug)
	if c.Template != "" {
		return addTemplate(ctx, a, s, c.Study, c.Template)
	}
	return nil
}

type studyShowCmd struct {
	format
	Study string `arg:""`
}

func (c *studyShowCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	v, err := s.Study(ctx, c.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, v, func() *grid {
		g := &grid{head: []string{"of", "count"}}
		n := v.Counts
		for _, line := range []struct {
			of string
			n  int64
		}{{"sites", n.Sites}, {"units", n.Units}, {"participants", n.Participants}, {"interviews", n.Interviews}, {"recordings", n.Recordings},
			{"documents", n.Documents}, {"transcripts", n.Transcripts}, {"excerpts", n.Excerpts}, {"themes", n.Themes}, {"questions", n.Questions},
			{"codings", n.Codings}, {"memos", n.Memos}, {"summaries", n.Summaries}, {"claims", n.Claims}, {"coders", n.Coders}, {"revision", v.Revision}} {
			g.add(line.of, line.n)
		}
		return g
	})
}

type studyDeleteCmd struct {
	Study string `arg:""`
	Yes   bool   `help:"Do not ask."`
}

func (c *studyDeleteCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if _, err := s.Study(ctx, c.Study); err != nil {
		return err
	}
	if !c.Yes {
		return crosscase.Errorf(crosscase.CodeInvalid, "deleting study %s with its history cannot be undone: say --yes if you mean it", c.Study)
	}
	if err := s.DeleteStudy(ctx, c.Study); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "deleted study %s\n", c.Study)
	return nil
}

type studyChangeCmd struct {
	Study  string   `arg:""`
	Fields []string `arg:"" help:"title=…, about=…, or a setting=value"`
}

func (c *studyChangeCmd) Run(a *app) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	fields, err := pairs(c.Fields)
	if err != nil {
		return err
	}
	return s.ChangeStudy(ctx, c.Study, fields)
}
