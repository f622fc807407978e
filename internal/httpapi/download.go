package httpapi

import (
	"context"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
)

// fileTypes is what each kind of file is sent as.
var fileTypes = map[string]string{
	"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	"html": "text/html; charset=utf-8",
	"md":   "text/markdown; charset=utf-8",
	"csv":  "text/csv; charset=utf-8",
	"qdpx": "application/zip",
	"qdc":  "application/xml",
	"zip":  "application/zip",
}

// download answers with a file to be saved. Until its first byte an error is still a problem; after it the
// connection is broken off, so that half a file is never taken for a whole one.
func (a *api) download(name, kind string, write func(context.Context, io.Writer) error) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		_, w := humago.Unwrap(hc)
		out := &fileWriter{w: w, name: name, kind: kind}
		err := write(hc.Context(), out)
		if err == nil {
			_, err = out.Write(nil) // a file may be empty
		}
		switch {
		case err == nil:
		case !out.begun:
			writeProblem(w, a.problem(hc.Context(), err))
		default:
			_ = a.problem(hc.Context(), err) // for the log
			panic(http.ErrAbortHandler)
		}
	}}
}

// fileWriter sends the headers of a file with its first byte.
type fileWriter struct {
	w          http.ResponseWriter
	name, kind string
	begun      bool
}

func (f *fileWriter) Write(b []byte) (int, error) {
	if !f.begun {
		f.begun = true
		h := f.w.Header()
		h.Set("Content-Type", fileTypes[f.kind])
		h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.name}))
		h.Set("Content-Security-Policy", filePolicy)
		f.w.WriteHeader(http.StatusOK)
	}
	return f.w.Write(b)
}

// splitKind divides "A.docx" into the name and the kind of file; kind is "" where the name ends in none of the kinds.
func splitKind(name string, kinds ...string) (base, kind string) {
	for _, k := range kinds {
		if base, ok := strings.CutSuffix(name, "."+k); ok && base != "" {
			return base, k
		}
	}
	return name, ""
}

// fileName is a name that every system can save: what else than letters and digits stands in it becomes a hyphen.
func fileName(parts ...string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' || r == 0x7f {
			return '-'
		}
		return r
	}, strings.TrimLeft(strings.Join(parts, "-"), "."))
}
