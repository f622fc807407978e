package httpapi

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
)

// world is a server over a real database of its own.
type world struct {
	t       testing.TB
	store   *store.Store
	media   *media.Library
	service *service.Service
	api     *api
	log     *bytes.Buffer
	owner   context.Context // of whoever has the database in hand
}

var testPage = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>Crosscase</title>")},
	"placeholder.html":     {Data: []byte("not built")},
	"favicon.svg":          {Data: []byte("<svg/>")},
	"assets/main-1a2b3.js": {Data: []byte("export {}")},
}

func newWorld(t testing.TB, o Options, more ...service.Option) *world {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "crosscase.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	library := media.Open(t.TempDir(), media.FindTools())
	t.Cleanup(func() { library.Close(context.Background()) })
	w := &world{t: t, store: st, media: library, service: service.New(st, append(more, service.WithMedia(library))...), log: new(bytes.Buffer)}
	w.owner = crosscase.WithActor(t.Context(), crosscase.Actor{Account: "local", Name: "local", Local: true})
	if o.Page == nil {
		o.Page = testPage
	}
	o.Sessions = st
	o.Logger = slog.New(slog.NewTextHandler(w.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	if w.api, err = newAPI(w.service, o); err != nil {
		t.Fatal(err)
	}
	return w
}

// account makes an account and a token for it.
func (w *world) account(login string) (token string) {
	w.t.Helper()
	if _, err := w.service.AddAccount(w.t.Context(), login, password, false); err != nil {
		w.t.Fatal(err)
	}
	token, err := w.service.NewToken(w.t.Context(), login, "test")
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

const password = "correct horse"

// request is one request and what came back.
type request struct {
	method, path string
	body         any // a string or reader is sent as it is, all else as JSON
	header       map[string]string
	host         string
}

func (w *world) do(q request) *httptest.ResponseRecorder {
	w.t.Helper()
	var body io.Reader
	kind := "application/json"
	switch b := q.body.(type) {
	case nil:
	case string:
		body = strings.NewReader(b)
	case io.Reader:
		body, kind = b, "application/octet-stream"
	default:
		j, err := json.Marshal(b)
		if err != nil {
			w.t.Fatal(err)
		}
		body = bytes.NewReader(j)
	}
	r := httptest.NewRequest(cmp.Or(q.method, http.MethodGet), q.path, body)
	r.Host = cmp.Or(q.host, "127.0.0.1:8787")
	if body != nil {
		r.Header.Set("Content-Type", kind)
	}
	for k, v := range q.header {
		r.Header.Set(k, v)
	}
	rec := httptest.NewRecorder()
	w.api.ServeHTTP(rec, r)
	return rec
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

// want checks a status and gives the body back.
func want(t testing.TB, rec *httptest.ResponseRecorder, status int) string {
	t.Helper()
	if rec.Code != status {
		t.Fatalf("status %d, want %d: %s", rec.Code, status, rec.Body)
	}
	return rec.Body.String()
}

// read takes an answer's JSON.
func read[T any](t testing.TB, rec *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var out T
	if err := json.Unmarshal([]byte(want(t, rec, status)), &out); err != nil {
		t.Fatalf("%v: %s", err, rec.Body)
	}
	return out
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
