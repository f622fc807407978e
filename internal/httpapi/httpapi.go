// Package httpapi is the service over HTTP: the API with its OpenAPI document, sign-in, and the page.
//
// The rules are:
//   - an operation translates a request, calls one method of the service and writes what it answers; who may
//     do what is the service's to say;
//   - who acts is told by an API token, by the cookie of a session, or, on loopback and without any account,
//     is the person at this computer;
//   - an operation that is not marked as open to all is refused before its body is read where nobody is signed in;
//   - errors become HTTP in errors.go, and nowhere else;
//   - the log holds method, route, status and time taken: no names, logins or queries.
package httpapi

import (
	"errors"
	"io/fs"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/crosscase/crosscase/internal/service"
)

// Options are what New needs besides the service.
type Options struct {
	Page     fs.FS            // the built page; index.html, or placeholder.html where it is not built
	Sessions Sessions         // where web sessions are kept
	Secure   bool             // the page is reached by https: cookies are sent over https alone
	Loopback bool             // only this computer can reach the server: without accounts its one person needs no login
	Logger   *slog.Logger     // nil is slog.Default
	Version  string           // of the program, for the OpenAPI document
	Now      func() time.Time // nil is time.Now
}

// api is one server.
type api struct {
	service  *service.Service
	log      *slog.Logger
	now      func() time.Time
	loopback bool
	huma     huma.API
	routes   *http.ServeMux // of the API and its document
	page     http.Handler
	sessions *scs.SessionManager
	origin   *http.CrossOriginProtection
	attempts *attempts
	signed   http.Handler // routes, for whoever is signed in
}

// New makes the handler of the API and the page.
func New(s *service.Service, o Options) (http.Handler, error) {
	return newAPI(s, o)
}

func newAPI(s *service.Service, o Options) (*api, error) {
	if o.Page == nil || o.Sessions == nil {
		return nil, errors.New("httpapi: Options need a page and a store of sessions")
	}
	a := &api{
		service: s, log: o.Logger, now: o.Now, loopback: o.Loopback,
		routes: http.NewServeMux(), origin: http.NewCrossOriginProtection(), attempts: newAttempts(),
	}
	if a.log == nil {
		a.log = slog.Default()
	}
	if a.now == nil {
		a.now = time.Now
	}
	var err error
	if a.page, err = newPage(o.Page); err != nil {
		return nil, err
	}
	a.sessions = a.newSessions(o.Sessions, o.Secure)
	a.huma = humago.New(a.routes, document(o.Version))
	a.huma.UseMiddleware(a.requireActor)
	a.registerSession()
	a.registerStudies()
	a.registerMembers()
	a.registerNouns()
	a.registerResults()
	a.registerViews()
	a.registerChart()
	a.registerDissent()
	a.registerCodebook()
	a.registerReports()
	a.registerWritten()
	a.registerTables()
	a.registerExchange()
	a.registerFolder()
	a.registerImport()
	a.registerUploads()
	a.registerRecordings()
	a.registerHistory()
	a.registerDesk()
	a.registerEvents()
	a.registerTextEdits()
	a.signed = a.sessions.LoadAndSave(http.HandlerFunc(a.identify))
	return a, nil
}

// document is the OpenAPI document before its operations. Its documentation page is left out: it would load
// from another host. So are huma's hooks, which put a $schema into every answer.
func document(version string) huma.Config {
	c := huma.DefaultConfig("Crosscase", version)
	c.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	c.Info.Description = "The API of Crosscase, the workbench of a team that studies many organisations at once. " +
		"A script sends an API token (\"crosscase user token LOGIN\") as \"Authorization: Bearer TOKEN\". " +
		"Spans count Unicode code points or milliseconds; times are epoch milliseconds in UTC."
	c.Info.License = &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}
	c.DocsPath, c.SchemasPath, c.CreateHooks = "", "", nil
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "an API token"},
		"session": {Type: "apiKey", In: "cookie", Name: cookieName, Description: "the cookie that signing in sets"},
	}
	c.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	c.Tags = []*huma.Tag{
		{Name: "session", Description: "Who is signed in."},
		{Name: "studies", Description: "Studies, their members and their history."},
		{Name: "results", Description: "What the record says: agreement, consistency, matrix, claims, types."},
		{Name: "desk", Description: "Coding: a source with its excerpts, marks, themes, edits, and what others do meanwhile."},
		{Name: "charting", Description: "The framework matrix: texts in its cells, what they rest on, and what of that has changed."},
		{Name: "recordings", Description: "Playing recordings, and what was listened to of them."},
		{Name: "codebook", Description: "The codebook as a whole: order, merging and splitting, versions, what to revisit."},
		{Name: "files", Description: "Import, reports and tables."},
		{Name: "nouns", Description: "Every row of a study, by noun."},
	}
	return c
}

// isAPI says whether a path belongs to the API and not to the page.
func isAPI(path string) bool {
	return path == "/api" || strings.HasPrefix(path, "/api/") || strings.HasPrefix(path, "/openapi") && !strings.Contains(path[1:], "/")
}

// ServeHTTP answers one request and logs it.
func (a *api) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rec := &recorder{ResponseWriter: w}
	r = r.WithContext(withRequestID(r.Context()))
	setSecurityHeaders(w.Header())
	route, level, began := "page", slog.LevelDebug, a.now()
	defer func() {
		if rec.status == 0 {
			rec.status = http.StatusOK
		}
		a.log.Log(r.Context(), level, "request", "method", r.Method, "route", route, "status", rec.status, "took", a.now().Sub(began).Round(time.Microsecond))
	}()
	defer a.recover(rec, r)
	if !isAPI(r.URL.Path) {
		a.page.ServeHTTP(rec, r)
		return
	}
	level = slog.LevelInfo
	w.Header().Set("Cache-Control", "no-store")
	var handler http.Handler
	if handler, route = a.routes.Handler(r); route == "" {
		route = "none"
		a.noRoute(rec, r, handler)
		return
	}
	a.signed.ServeHTTP(rec, r)
}

// recorder remembers the status of an answer.
type recorder struct {
	http.ResponseWriter
	status int
}

func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(b)
}

func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }
