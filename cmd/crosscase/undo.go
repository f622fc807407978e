package main

import (
	"context"
	"fmt"
	"os"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// revert runs undo or redo and says what it did.
func revert(a *app, study string, seq int64, do func(*service.Service, context.Context, string, int64) (*crosscase.Change, error)) error {
	s, ctx, err := a.enter()
	if err != nil {
		return err
	}
	c, err := do(s, ctx, study, seq)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "%s: change %d, %d rows\n", c.About, c.Seq, c.Rows)
	return nil
}

func readArgument(name string) (string, error) {
	body, err := os.ReadFile(name)
	if err != nil {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	return string(body), nil
}
