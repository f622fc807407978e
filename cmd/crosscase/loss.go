package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// shownLosses is how many lines of a loss report are shown; the file has all of them.
const shownLosses = 8

// tellLoss shows the short form of what was not carried of a file, and saves the whole report beside it, or in the
// data directory where that cannot be.
func (a *app) tellLoss(path string, res *service.ImportResult) error {
	l := res.Loss
	if l == nil || !res.DryRun && res.Change == 0 || len(l.NotCarried) == 0 && res.Mapping == nil && !ofProgram(l.Format) {
		return nil
	}
	showLoss(a.stderr, res)
	if res.DryRun {
		return nil
	}
	saved, err := a.saveLoss(path, l)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "The whole report is in %s.\n", saved)
	return nil
}

// ofProgram says whether a format is a project or codebook of another program, of which there is always something to say.
func ofProgram(format string) bool {
	switch format {
	case "qdpx", "qde", "qdc", "qda", "sqlite3":
		return true
	}
	return false
}

func showLoss(w io.Writer, res *service.ImportResult) {
	l := res.Loss
	for _, m := range res.Mapping {
		if len(res.Mapping) <= 40 {
			fmt.Fprintf(w, "%s %q: %s, since %s\n", m.Kind, m.Name, m.As, m.Why)
		}
	}
	if len(res.Mapping) > 40 {
		fmt.Fprintf(w, "%d cases and sets; --format json lists what each becomes.\n", len(res.Mapping))
	}
	for _, group := range []struct {
		head  string
		lines []crosscase.LossLine
	}{{"mapped", l.Mapped}, {"not carried", l.NotCarried}} {
		for i, line := range group.lines {
			if i == shownLosses {
				fmt.Fprintf(w, "%s: %s: and %d more\n", l.File, group.head, len(group.lines)-i)
				break
			}
			fmt.Fprintf(w, "%s: %s: %s\n", l.File, group.head, line)
		}
	}
	if len(l.NotCarried) == 0 {
		fmt.Fprintf(w, "%s: all of it was carried\n", l.File)
	}
}

// saveLoss writes a report beside the file it is of, or into the data directory where that cannot be, and says where.
func (a *app) saveLoss(path string, l *crosscase.LossReport) (string, error) {
	write := func(f *os.File) error { return service.WriteLoss(l, "md", f) }
	name := path + ".loss.md"
	err := writeFile(name, write)
	if err == nil {
		return name, nil
	}
	name = filepath.Join(a.places.Data, filepath.Base(path)+".loss.md")
	if writeFile(name, write) != nil {
		return "", err
	}
	return name, nil
}
