package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/service"
)

type exportCmd struct {
	format
	Study string `arg:""`
	File  string `arg:"" help:"where to: .qdpx or .qdc for other programs (REFI-QDA); .csv, .xlsx or .docx, the table told by --table or the file's name (excerpts.docx, evidence.csv, codebook.csv, sites.csv), an .xlsx without it gets evidence, codebook and sites; .zip or FOLDER/ for all of it as open files"`
	Table string `help:"evidence, excerpts, codebook or sites." placeholder:"TABLE"`

	Profile  string `help:"Of a .qdpx: the program it is for: standard, nvivo, maxqda or atlasti." default:"standard" placeholder:"PROGRAM"`
	Complete bool   `help:"Of a .qdpx: put all rows of the study into the archive as well, which other programs should pass over. For a copy of the study, not for others."`

	Theme      string   `help:"Of excerpts: only this theme, with its sub-themes." placeholder:"KEY"`
	Site       string   `help:"Of excerpts: only this site." placeholder:"LETTER"`
	Question   string   `help:"Of excerpts: only this question." placeholder:"NAME"`
	Coder      string   `help:"Of excerpts: only what this coder coded." placeholder:"NAME"`
	Disclosure string   `help:"Of excerpts: how people are named, where not as the study says: participant, role_site, role, site or none." placeholder:"LEVEL"`
	NoMedia    bool     `help:"Of open files: leave recordings out."`
	Identities bool     `help:"Of open files: with the real names of sites and participants."`
	Anonymise  bool     `help:"An archive for deposit (.zip or a folder): names replaced, figures in bands, days as months, recordings left out, with a list of what was changed."`
	DryRun     bool     `help:"Of an anonymised archive: say what would be changed, and write nothing."`
	Years      bool     `help:"Of an anonymised archive: years instead of months."`
	WithMedia  bool     `help:"Of an anonymised archive: with the recordings, which are not changed."`
	Bands      []string `help:"Of an anonymised archive: where the bands of an attribute begin, as in --bands budget=50,100,200." placeholder:"NAME=…" sep:"none"`
	Link       string   `help:"Of excerpts: what their addresses begin with." default:"http://127.0.0.1:8787" placeholder:"URL"`
}

// export is one way to write a study to a file.
type export struct {
	table string   // told by --table or the name of the file; "" where the ending alone tells
	ends  []string // of the file; "/" is a folder
	write func(ctx context.Context, c *exportCmd, s *service.Service, f *os.File) (*crosscase.LossReport, error)
}

// exports are all of them. What names a table comes before what does not.
var exports = []export{
	{"evidence", []string{".csv", ".xlsx"}, exportTable("evidence")},
	{"excerpts", []string{".csv", ".xlsx", ".docx"}, exportExcerpts},
	{"codebook", []string{".csv", ".xlsx", ".docx"}, exportTable("codebook")},
	{"sites", []string{".csv", ".xlsx"}, exportTable("sites")},
	{"", []string{".csv", ".xlsx"}, exportTable("")},
	{"", []string{".qdpx", ".qdc"}, exportExchange},
	{"", []string{".zip", "/"}, exportFolder},
}

func exportTable(table string) func(context.Context, *exportCmd, *service.Service, *os.File) (*crosscase.LossReport, error) {
	return func(ctx context.Context, c *exportCmd, s *service.Service, f *os.File) (*crosscase.LossReport, error) {
		return s.ExportTable(ctx, c.Study, table, c.kind(), filepath.Base(c.File), f)
	}
}

func exportExcerpts(ctx context.Context, c *exportCmd, s *service.Service, f *os.File) (*crosscase.LossReport, error) {
	return s.ExportExcerpts(ctx, c.Study, c.kind(), filepath.Base(c.File), service.ExcerptQuery{
		Theme: c.Theme, Site: c.Site, Question: c.Question, Coder: c.Coder, Disclosure: crosscase.Disclosure(c.Disclosure), Link: strings.TrimSuffix(c.Link, "/"),
	}, f)
}

func exportExchange(ctx context.Context, c *exportCmd, s *service.Service, f *os.File) (*crosscase.LossReport, error) {
	return s.ExportExchange(ctx, c.Study, service.ExchangeOptions{File: filepath.Base(c.File), Format: c.kind(), Profile: refi.Profile(c.Profile), Complete: c.Complete}, f)
}

// exportFolder writes open files, to an archive or, where f is nil, to a folder.
func exportFolder(ctx context.Context, c *exportCmd, s *service.Service, f *os.File) (*crosscase.LossReport, error) {
	to := service.FileSink(nil)
	if f != nil {
		to = service.ZipFiles(f)
	} else {
		var err error
		if to, err = service.FolderFiles(c.File); err != nil {
			return nil, err
		}
	}
	opts := service.FolderOptions{File: filepath.Base(c.File), Identities: c.Identities, NoMedia: c.NoMedia}
	if c.Anonymise {
		anonymise, err := c.anonymise()
		if err != nil {
			return nil, err
		}
		opts.Anonymise = anonymise
	}
	return s.ExportFolder(ctx, c.Study, opts, to)
}

// anonymise reads how an archive is to be anonymised.
func (c *exportCmd) anonymise() (*service.AnonymiseOptions, error) {
	bands, err := service.ParseBands(c.Bands)
	return &service.AnonymiseOptions{Years: c.Years, Media: c.WithMedia, Bands: bands}, err
}

// preview says what an anonymised archive would change.
func (c *exportCmd) preview(ctx context.Context, a *app, s *service.Service) error {
	opts, err := c.anonymise()
	if err != nil {
		return err
	}
	made, err := s.PreviewArchive(ctx, c.Study, *opts)
	if err != nil {
		return err
	}
	g := &grid{head: []string{"what", "table", "where", "was", "put", "count"}}
	for _, m := range made.Changes {
		g.add(m.What, m.Table, m.Where, m.Was, m.Put, strconv.FormatInt(m.Count, 10))
	}
	return c.answer(a.stdout, made, func() *grid { return g })
}

// kind is the ending of the file without its dot; "/" for a folder.
func (c *exportCmd) kind() string {
	if c.isFolder() {
		return "/"
	}
	return strings.TrimPrefix(strings.ToLower(filepath.Ext(c.File)), ".")
}

// isFolder says whether a folder is meant: it has no ending, ends in a slash or is there.
func (c *exportCmd) isFolder() bool {
	if strings.HasSuffix(c.File, "/") || strings.HasSuffix(c.File, string(filepath.Separator)) || filepath.Ext(c.File) == "" {
		return true
	}
	info, err := os.Stat(c.File)
	return err == nil && info.IsDir()
}

// choose finds how a file is to be written.
func (c *exportCmd) choose() (*export, error) {
	ending, name, named := c.kind(), strings.ToLower(filepath.Base(c.File)), false
	if ending != "/" {
		ending = "." + ending
	}
	var ends []string
	for i := range exports {
		e := &exports[i]
		for _, end := range e.ends {
			if !slices.Contains(ends, end) {
				ends = append(ends, end)
			}
		}
		named = named || e.table == c.Table
		fits := e.table == c.Table
		if c.Table == "" {
			fits = strings.Contains(name, e.table)
		}
		if fits && slices.Contains(e.ends, ending) {
			return e, nil
		}
	}
	if !named {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no table %q: choose evidence, excerpts, codebook or sites", c.Table)
	}
	return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: nothing is written as %q; a study is written as %s", filepath.Base(c.File), ending, strings.Join(ends, ", "))
}

func (c *exportCmd) Run(a *app) error {
	e, err := c.choose()
	if err != nil {
		return err
	}
	whole := slices.Contains(e.ends, "/")
	if c.Anonymise && !whole {
		return crosscase.Errorf(crosscase.CodeInvalid, "--anonymise makes an archive of the whole study: name a .zip or a folder")
	}
	if c.DryRun && !c.Anonymise {
		return crosscase.Errorf(crosscase.CodeInvalid, "--dry-run says what --anonymise would change: give both")
	}
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if c.DryRun {
		return c.preview(ctx, a, s)
	}
	var loss *crosscase.LossReport
	if c.isFolder() {
		loss, err = e.write(ctx, c, s, nil)
	} else {
		err = writeFile(c.File, func(f *os.File) error {
			var err error
			loss, err = e.write(ctx, c, s, f)
			return err
		})
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "wrote %s\n", c.File)
	return c.saveLoss(a, loss)
}

// saveLoss writes the loss report beside the file, where something was not carried or was mapped.
func (c *exportCmd) saveLoss(a *app, loss *crosscase.LossReport) error {
	if loss == nil || len(loss.Mapped)+len(loss.NotCarried) == 0 {
		return nil
	}
	name, err := a.saveLoss(strings.TrimRight(c.File, "/\\"), loss)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "wrote %s: what was mapped and what not carried\n", name)
	return nil
}
