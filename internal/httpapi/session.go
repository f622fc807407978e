package httpapi

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"

	"github.com/alexedwards/scs/v2"
	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

const (
	cookieName      = "crosscase_session"
	sessionLifetime = 12 * time.Hour
	sessionAccount  = "account" // the key under which a session holds who signed in
	sessionMark     = "mark"    // and the mark of the password it was opened with
)

// Sessions is where web sessions are kept; *store.Store is one. Times are epoch milliseconds.
type Sessions interface {
	Session(ctx context.Context, token string, now int64) (data []byte, found bool, err error)
	SaveSession(ctx context.Context, token string, data []byte, expiry int64) error
	DeleteSession(ctx context.Context, token string, now int64) error
}

// sessionStore is Sessions as scs wants it.
type sessionStore struct {
	Sessions
	now func() time.Time
}

func (s sessionStore) FindCtx(ctx context.Context, token string) ([]byte, bool, error) {
	return s.Session(ctx, token, s.now().UnixMilli())
}

func (s sessionStore) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	return s.SaveSession(ctx, token, data, expiry.UnixMilli())
}

func (s sessionStore) DeleteCtx(ctx context.Context, token string) error {
	return s.DeleteSession(ctx, token, s.now().UnixMilli())
}

// scs asks for these too; with the methods above it never calls them.

func (s sessionStore) Find(token string) ([]byte, bool, error) {
	return s.FindCtx(context.Background(), token)
}

func (s sessionStore) Commit(token string, data []byte, expiry time.Time) error {
	return s.CommitCtx(context.Background(), token, data, expiry)
}

func (s sessionStore) Delete(token string) error { return s.DeleteCtx(context.Background(), token) }

func (a *api) newSessions(to Sessions, secure bool) *scs.SessionManager {
	m := scs.New()
	m.Store = sessionStore{to, a.now}
	m.Lifetime = sessionLifetime
	m.HashTokenInStore = true // who reads the database cannot take over a session
	m.Cookie.Name = cookieName
	m.Cookie.HttpOnly = true
	m.Cookie.SameSite = http.SameSiteLaxMode
	m.Cookie.Secure = secure
	m.ErrorFunc = func(w http.ResponseWriter, r *http.Request, err error) { writeProblem(w, a.problem(r.Context(), err)) }
	return m
}

// identify finds out who asks and hands the request to its route.
func (a *api) identify(w http.ResponseWriter, r *http.Request) {
	actor, err := a.actorOf(r)
	if err != nil {
		writeProblem(w, a.problem(r.Context(), err))
		return
	}
	a.routes.ServeHTTP(w, r.WithContext(crosscase.WithActor(r.Context(), actor)))
}

// actorOf is who asks; the zero Actor where nobody is signed in. A browser sends cookies, and reaches a
// server on loopback, for whichever page asks it to; so what it sends must come from our own page.
func (a *api) actorOf(r *http.Request) (crosscase.Actor, error) {
	var nobody crosscase.Actor
	if header := r.Header.Get("Authorization"); header != "" {
		kind, token, _ := strings.Cut(header, " ")
		if !strings.EqualFold(kind, "Bearer") || strings.TrimSpace(token) == "" {
			return nobody, crosscase.Errorf(crosscase.CodeUnauthorized, "the Authorization header is not understood: write \"Bearer\" and an API token")
		}
		return a.service.ActorOfToken(r.Context(), strings.TrimSpace(token))
	}
	if err := a.origin.Check(r); err != nil {
		return nobody, crosscase.Errorf(crosscase.CodeForbidden, "this request comes from the page of another site, or through a proxy that changes the Host header")
	}
	if id := a.sessions.GetString(r.Context(), sessionAccount); id != "" {
		actor, err := a.service.ActorOfSession(r.Context(), crosscase.AccountID(id), a.sessions.GetString(r.Context(), sessionMark))
		if crosscase.ErrorCode(err) == crosscase.CodeNotFound { // the account is gone, and its session with it
			return nobody, a.sessions.Destroy(r.Context())
		}
		return actor, err
	}
	if !a.loopback {
		return nobody, nil
	}
	actor, ok, err := a.service.LocalActor(r.Context())
	if err != nil || !ok {
		return nobody, err
	}
	if !isLoopbackHost(r.Host) {
		// Another site's name that was pointed at this computer: its page would pass for ours.
		return nobody, crosscase.Errorf(crosscase.CodeForbidden, "without accounts this server answers only under the name of this computer: open it as http://127.0.0.1 with its port")
	}
	return actor, nil
}

// isLoopbackHost says whether a Host header names this computer by an address that no one else can give out.
func isLoopbackHost(host string) bool {
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.TrimSuffix(strings.TrimPrefix(host, "["), "]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.IsLoopback()
}

// openToAll marks an operation that needs nobody to be signed in.
const openToAll = "open"

// requireActor refuses an operation where nobody is signed in, before its body is read.
func (a *api) requireActor(ctx huma.Context, next func(huma.Context)) {
	if ctx.Operation().Metadata[openToAll] != nil || crosscase.ActorFrom(ctx.Context()).Account != "" {
		next(ctx)
		return
	}
	huma.WriteErr(a.huma, ctx, http.StatusUnauthorized, "sign in first") //nolint:errcheck // the client is gone
}

// Me is who is signed in.
type Me struct {
	SignedIn bool                `json:"signed_in"`
	Local    bool                `json:"local" doc:"the one person on a laptop without accounts"`
	Account  crosscase.AccountID `json:"account,omitempty"`
	Login    string              `json:"login,omitempty"`
}

func me(a crosscase.Actor) Me {
	m := Me{SignedIn: a.Account != "", Local: a.Local, Account: a.Account}
	if !a.Local {
		m.Login = a.Name
	}
	return m
}

type credentials struct {
	Login    string `json:"login" maxLength:"200"`
	Password string `json:"password" maxLength:"1000"`
}

type loginInput struct {
	Body credentials
	from string
}

// Resolve notes where the attempt comes from.
func (in *loginInput) Resolve(ctx huma.Context) []error {
	in.from = ctx.RemoteAddr()
	if host, _, err := net.SplitHostPort(in.from); err == nil {
		in.from = host
	}
	return nil
}

func (a *api) registerSession() {
	open := map[string]any{openToAll: true}
	register(a, huma.Operation{
		OperationID: "me", Method: http.MethodGet, Path: "/api/me", Tags: []string{"session"}, Metadata: open, Security: []map[string][]string{{}},
		Summary: "Say who is signed in",
	}, func(ctx context.Context, _ *struct{}) (*answer[Me], error) {
		return &answer[Me]{me(crosscase.ActorFrom(ctx))}, nil
	})
	register(a, huma.Operation{
		OperationID: "login", Method: http.MethodPost, Path: "/api/login", Tags: []string{"session"}, Metadata: open, Security: []map[string][]string{{}},
		Summary: "Sign in with login and password", MaxBodyBytes: 64 << 10,
	}, a.login)
	register(a, huma.Operation{
		OperationID: "logout", Method: http.MethodPost, Path: "/api/logout", Tags: []string{"session"}, Metadata: open, Security: []map[string][]string{{}},
		Summary: "End the session",
	}, func(ctx context.Context, _ *struct{}) (*struct{}, error) {
		return nil, a.sessions.Destroy(ctx)
	})
}

// login starts a session under a new token, so that one planted before is worth nothing.
func (a *api) login(ctx context.Context, in *loginInput) (*answer[Me], error) {
	if wait := a.attempts.wait(in.from, in.Body.Login, a.now()); wait > 0 {
		return nil, tooMany(wait)
	}
	actor, mark, err := a.service.SignIn(ctx, in.Body.Login, in.Body.Password)
	if err != nil {
		var e *crosscase.Error
		if errors.As(err, &e) && e.Code == crosscase.CodeUnauthorized {
			a.attempts.failed(in.from, in.Body.Login, a.now())
		}
		return nil, err
	}
	a.attempts.succeeded(in.from, in.Body.Login)
	if err := a.sessions.RenewToken(ctx); err != nil {
		return nil, err
	}
	a.sessions.Put(ctx, sessionAccount, string(actor.Account))
	a.sessions.Put(ctx, sessionMark, mark)
	return &answer[Me]{me(actor)}, nil
}
