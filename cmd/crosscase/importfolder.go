package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// toImport is one file to import.
type toImport struct {
	path  string
	shown string // as the person knows it: below the folder they named
	sub   string // name of the folder's sub-folder that it is in, however deep; "" directly in it
}

// failure is a file that was not imported.
type failure struct {
	File string `json:"file"`
	Why  string `json:"why"`
}

// mostFiles is how many files are imported at once: more is another folder than the person meant.
const mostFiles = 20_000

// filesIn lists the files to import, those of folders in the order of their names, and what is left out, with the reason.
//
// The rules are:
//   - a folder is walked to its end; links in it are not followed; one that an export of open files made is one thing;
//   - hidden files and what systems and word processors leave behind are left out, and so are kinds that are not read;
//   - a file that is named itself is never left out: importing it says what is wrong.
func filesIn(named []string) (files []toImport, skipped []string, err error) {
	for _, name := range named {
		info, err := os.Stat(name)
		if err != nil {
			return nil, nil, crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
		}
		if !info.IsDir() || service.IsFolder(os.DirFS(name)) {
			files = append(files, toImport{path: name, shown: filepath.Base(name)})
			continue
		}
		err = filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
			below, relErr := filepath.Rel(name, path)
			if relErr != nil || below == "." {
				return err
			}
			if err != nil {
				skipped = append(skipped, fmt.Sprintf("%s: it cannot be opened", below))
				return nil
			}
			if why := whyLeftOut(d); why != "" {
				skipped = append(skipped, below+": "+why)
				if d.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if d.IsDir() {
				return nil
			}
			if len(files) == mostFiles {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s has more than %d files: name a folder further down", name, mostFiles)
			}
			sub, _, in := strings.Cut(filepath.ToSlash(below), "/")
			if !in {
				sub = ""
			}
			files = append(files, toImport{path: path, shown: below, sub: sub})
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	return files, skipped, nil
}

// leftBehind are files that systems make for themselves.
var leftBehind = []string{"thumbs.db", "desktop.ini", "__macosx", "icon\r"}

func whyLeftOut(d fs.DirEntry) string {
	name := d.Name()
	switch {
	case strings.HasPrefix(name, "."), slices.Contains(leftBehind, strings.ToLower(name)):
		return "a hidden or system file"
	case strings.HasPrefix(name, "~$"), strings.HasPrefix(name, ".~lock"):
		return "the lock of a document that is open"
	case d.Type()&fs.ModeSymlink != 0:
		return "a link, which is not followed"
	case !d.IsDir() && !d.Type().IsRegular():
		return "no file"
	case !d.IsDir() && !service.Imports(name):
		return "a kind that is not read"
	}
	return ""
}
