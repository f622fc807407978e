package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
)

type reportCmd struct {
	Study string `arg:""`
	Which string `arg:"" enum:"site,cross-case,methods,tables" help:"site LETTER, cross-case, methods or tables"`
	Site  string `arg:"" optional:"" help:"letter of the site"`
	To    string `help:"File to write: .docx, .html, .md, or .xlsx for the tables. Markdown on the standard output where none is given." type:"path" placeholder:"FILE"`
}

func (c *reportCmd) Run(a *app) error {
	if (c.Which == "site") != (c.Site != "") {
		return crosscase.Errorf(crosscase.CodeInvalid, "say \"report %s site LETTER\" for one site; the other reports take no letter", c.Study)
	}
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	day := time.Now().Format("2006-01-02")
	if c.To == "" {
		return s.WriteReport(ctx, c.Study, c.Which, c.Site, day, "md", a.stdout)
	}
	kind := strings.TrimPrefix(strings.ToLower(filepath.Ext(c.To)), ".")
	if err := writeFile(c.To, func(f *os.File) error { return s.WriteReport(ctx, c.Study, c.Which, c.Site, day, kind, f) }); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "wrote %s\n", c.To)
	return nil
}

// writeFile writes a file beside its place and moves it there when it is whole.
func writeFile(name string, write func(*os.File) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), ".crosscase-*")
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	defer os.Remove(f.Name())
	if err := write(f); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), 0o644); err != nil {
		return err
	}
	return os.Rename(f.Name(), name)
}

type migrateCmd struct{}

func (c *migrateCmd) Run(a *app) error {
	_, err := a.open()
	if err == nil {
		fmt.Fprintln(a.stderr, "the database is up to date")
	}
	return err
}
