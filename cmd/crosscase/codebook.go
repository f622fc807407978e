package main

import (
	"context"
	"fmt"
	"time"

	"github.com/crosscase/crosscase/internal/service"
)

type codebookCmd struct {
	Study codebookStudy `arg:""`
}

// codebookStudy is the study whose codebook a command is about.
type codebookStudy struct {
	Study string `arg:""`

	Versions codebookVersionsCmd `cmd:"" help:"List the versions of the codebook, or keep one: --keep NAME."`
	Diff     codebookDiffCmd     `cmd:"" help:"How two versions differ: diff 1 2; diff 1 is up to now."`
	Revisit  codebookRevisitCmd  `cmd:"" help:"The sources to go through again since the codebook changed; --done THEME SOURCE ticks one off."`
	Merge    codebookMergeCmd    `cmd:"" help:"Make two themes one: merge FROM INTO. FROM goes."`
	Template codebookTemplateCmd `cmd:"" help:"List the codebooks that come with the program, or add one."`
}

type codebookVersionsCmd struct {
	format
	Keep *string `help:"Keep the codebook as it stands under this name." placeholder:"NAME"`
	Note string  `help:"Why it is kept."`
}

func (c *codebookVersionsCmd) Run(a *app, of *codebookStudy) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Keep != nil {
		kept, err := s.KeepCodebookVersion(ctx, of.Study, service.VersionDraft{Name: *c.Keep, Note: c.Note})
		if err != nil {
			return err
		}
		fmt.Fprintf(a.stderr, "kept version %d of the codebook\n", kept.Number)
		return nil
	}
	versions, err := s.CodebookVersions(ctx, of.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"versions": versions}, func() *grid {
		g := &grid{head: []string{"version", "name", "when", "who", "note"}}
		for _, v := range versions {
			g.add(v.Number, v.Name, time.UnixMilli(v.At).UTC().Format("2006-01-02 15:04"), v.Author, v.Note)
		}
		return g
	})
}

type codebookDiffCmd struct {
	format
	From int64 `arg:"" help:"number of the older version; 0 is before there was a codebook"`
	To   int64 `arg:"" optional:"" help:"number of the newer version; now where none is given"`
}

func (c *codebookDiffCmd) Run(a *app, of *codebookStudy) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	diff, err := s.CompareCodebooks(ctx, of.Study, c.From, c.To)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, diff, func() *grid {
		g := &grid{head: []string{"noun", "key", "what", "field", "before", "after"}}
		for _, i := range diff.Items {
			g.add(i.Noun, i.Key, i.What, i.Field, i.Before, i.After)
		}
		return g
	})
}

type codebookRevisitCmd struct {
	format
	Done bool   `help:"Tick THEME off for SOURCE."`
	Undo bool   `help:"Take such a tick away."`
	Left string `arg:"" optional:"" name:"theme" help:"code or name of a theme"`
	In   string `arg:"" optional:"" name:"source" help:"name of a source"`
}

func (c *codebookRevisitCmd) Run(a *app, of *codebookStudy) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Done || c.Undo {
		_, err := s.TickRevisit(ctx, of.Study, service.RevisitTick{ThemeID: c.Left, SourceID: c.In, Done: c.Done})
		return err
	}
	list, err := s.Revisits(ctx, of.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, list, func() *grid {
		g := &grid{head: []string{"theme", "why", "site", "source", "codings", "done", "by"}}
		for _, i := range list.Items {
			if c.Left == "" || c.Left == i.Theme.Key || c.Left == i.Theme.Name {
				g.add(i.Theme.Key, i.Why, i.Source.Site, i.Source.Name, i.Codings, map[bool]string{true: "yes", false: "no"}[i.Done], i.By)
			}
		}
		return g
	})
}

type codebookMergeCmd struct {
	From string `arg:"" help:"code or name of the theme that goes"`
	Into string `arg:"" help:"code or name of the theme that stays"`
}

func (c *codebookMergeCmd) Run(a *app, of *codebookStudy) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	done, err := s.MergeThemes(ctx, of.Study, c.From, c.Into)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "merged as change %d: %d codings went over, %d were there already\n", done.Seq, done.Moved, done.Same)
	return nil
}

type codebookTemplateCmd struct {
	format
	Key string `arg:"" optional:"" help:"the one to add"`
}

func (c *codebookTemplateCmd) Run(a *app, of *codebookStudy) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.Key != "" {
		return addTemplate(ctx, a, s, of.Study, c.Key)
	}
	list, err := s.CodebookTemplates(ctx, of.Study)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"templates": list}, func() *grid {
		g := &grid{head: []string{"template", "title", "themes", "questions"}}
		for _, t := range list {
			g.add(t.Key, t.Title, t.Themes, t.Questions)
		}
		return g
	})
}

func addTemplate(ctx context.Context, a *app, s *service.Service, study, key string) error {
	res, err := s.AddCodebookTemplate(ctx, study, key)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "added %d themes and %d questions\n", res.Counts["theme"], res.Counts["question"])
	return nil
}
