package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/crosscase/crosscase"
)

type demoCmd struct {
	Dir     string `help:"Directory to make the demo in; a temporary one where none is given." type:"path" placeholder:"DIR"`
	NoServe bool   `help:"Make the study and stop."`
	Addr    string `help:"Address to serve on." default:"127.0.0.1:8787"`
}

func (c *demoCmd) Run(a *app) error {
	dir := c.Dir
	if dir == "" {
		var err error
		if dir, err = os.MkdirTemp("", "crosscase-demo-"); err != nil {
			return err
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "crosscase.db")); err == nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s holds data already: the demo wants a fresh directory", dir)
	}
	a.places.Data, a.places.Database = dir, ""
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	if err := buildWorkedExample(ctx, s); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "made the worked example %s in %s\n", workedExample, dir)
	if c.NoServe {
		return nil
	}
	return a.serve(c.Addr, "/s/"+workedExample, false, true)
}
