// Package web holds the page: the built files of the front end, or a placeholder that says how to build them.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var files embed.FS

// Dist is the built page. It holds index.html once `npm run build` has run, and placeholder.html always.
var Dist fs.FS = sub(files, "dist")

func sub(f fs.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // the directory is embedded above
	}
	return s
}
