package main

import (
	"fmt"
	"io"
	"os"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

type inspectCmd struct {
	format
	File string `arg:"" help:".qdpx or .qdc of another program; a bare .qde too." type:"path"`
}

// Run says what is in the file. It needs no database.
func (c *inspectCmd) Run(a *app) error {
	f, err := os.Open(c.File)
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s is no file: name a .qdpx or .qdc", c.File)
	}
	in, err := refi.Inspect(a.ctx, c.File, f, info.Size(), refi.Limits{})
	if err != nil {
		return err
	}
	if c.Format != "json" {
		remark(a.stderr, in)
	}
	return c.answer(a.stdout, in, func() *grid { return inspectionGrid(in) })
}

// remark says what has no place in a table of counts.
func remark(w io.Writer, in *refi.Inspection) {
	for _, d := range in.Decisions {
		fmt.Fprintln(w, d)
	}
	for _, p := range in.Problems {
		fmt.Fprintf(w, "%s: %s\n", p.Where, p.What)
	}
}

func inspectionGrid(in *refi.Inspection) *grid {
	g := &grid{head: []string{"of", "count"}}
	n := in.Counts
	g.add("format", in.Format)
	g.add("origin", in.Origin)
	for _, line := range []struct {
		of string
		n  int
	}{{"users", n.Users}, {"codes", n.Codes}, {"text sources", n.Sources.Text}, {"pdf sources", n.Sources.PDF}, {"picture sources", n.Sources.Picture},
		{"audio sources", n.Sources.Audio}, {"video sources", n.Sources.Video}, {"selections", n.Selections}, {"codings", n.Codings}, {"notes", n.Notes},
		{"cases", n.Cases}, {"variables", n.Variables}, {"sets", n.Sets}, {"links", n.Links}, {"graphs", n.Graphs}, {"problems", len(in.Problems)}} {
		g.add(line.of, line.n)
	}
	return g
}
