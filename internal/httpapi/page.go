package httpapi

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"time"
)

// page serves the built front end.
//
// The rules are:
//   - files under assets/ have their content's hash in their names and are kept for good; of every other file
//     the browser asks each time whether it has changed;
//   - an address that is no file is a view of the page, and gets index.html;
//   - a missing asset is not found, since HTML in its place would only break later;
//   - index.html is answered whole each time, with a fresh nonce in it and in the policy: the style sheets that
//     the page makes while it runs carry the nonce, and no others are taken. It therefore has no ETag; a browser
//     that kept the old body under a new policy would refuse its own style sheets.
type page struct {
	files map[string]*file
	index *file
}

type file struct {
	name string
	body []byte
	tag  string
}

// newPage reads the files once; they are embedded and do not change.
func newPage(files fs.FS) (*page, error) {
	p := &page{files: map[string]*file{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(body)
		p.files[name] = &file{name: name, body: body, tag: `"` + hex.EncodeToString(sum[:12]) + `"`}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if p.index = p.files["index.html"]; p.index == nil {
		p.index = p.files["placeholder.html"]
	}
	if p.index == nil {
		return nil, errors.New("httpapi: the page has neither index.html nor placeholder.html")
	}
	return p, nil
}

func (p *page) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "use GET here", http.StatusMethodNotAllowed)
		return
	}
	name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
	f, ok := p.files[name]
	if !ok && strings.HasPrefix(name, "assets/") {
		http.NotFound(w, r)
		return
	}
	if !ok {
		f = p.index
	}
	h := w.Header()
	if f == p.index {
		serveIndex(w, r, f)
		return
	}
	if strings.HasPrefix(f.name, "assets/") {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	} else {
		h.Set("Cache-Control", "no-cache")
	}
	h.Set("ETag", f.tag)
	h.Set("Content-Type", contentType(f.name))
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(f.body))
}

// noncePlace is where index.html wants the nonce.
var noncePlace = []byte("{{nonce}}")

func serveIndex(w http.ResponseWriter, r *http.Request, f *file) {
	nonce := rand.Text()
	body := bytes.ReplaceAll(f.body, noncePlace, []byte(nonce))
	h := w.Header()
	h.Set("Content-Security-Policy", indexPolicy(nonce))
	h.Set("Cache-Control", "no-cache")
	h.Set("Content-Type", contentType(f.name))
	http.ServeContent(w, r, f.name, time.Time{}, bytes.NewReader(body))
}

// contentType does not depend on what the computer it runs on has registered for the few kinds the page is made of.
func contentType(name string) string {
	switch ext := path.Ext(name); ext {
	case ".html":
		return "text/html; charset=utf-8"
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json", ".map":
		return "application/json"
	case ".wasm":
		return "application/wasm"
	default:
		if t := mime.TypeByExtension(ext); t != "" {
			return t
		}
		return "application/octet-stream"
	}
}
