package httpapi

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// oneStudy makes the study "s" with the sites A and B.
func (w *world) oneStudy() {
	w.t.Helper()
	if err := w.service.CreateStudy(w.owner, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		w.t.Fatal(err)
	}
	for _, letter := range []string{"A", "B"} {
		if _, err := w.service.CreateRecord(w.owner, "s", "site", service.Record{"letter": letter}); err != nil {
			w.t.Fatal(err)
		}
	}
}

func (w *world) member(login string, role crosscase.Role, sites ...string) (token string) {
	w.t.Helper()
	token = w.account(login)
	if err := w.service.SetMember(w.owner, "s", login, role, sites); err != nil {
		w.t.Fatal(err)
	}
	return token
}

func cookie(rec *httptest.ResponseRecorder) *http.Cookie {
	for _, c := range rec.Result().Cookies() {
		if c.Name == cookieName {
			return c
		}
	}
	return nil
}

func withCookie(c *http.Cookie) map[string]string {
	return map[string]string{"Cookie": c.Name + "=" + c.Value}
}

func TestSession(t *testing.T) {
	w := newWorld(t, Options{Secure: true})
	w.oneStudy()
	w.member("ann", crosscase.SiteLead)

	signIn := func(t *testing.T) *http.Cookie {
		t.Helper()
		rec := w.do(request{method: "POST", path: "/api/login", body: credentials{"ann", password}})
		if m := read[Me](t, rec, 200); !m.SignedIn || m.Login != "ann" || m.Local {
			t.Fatalf("signed in as %+v", m)
		}
		return cookie(rec)
	}
	t.Run("OK", func(t *testing.T) {
		c := signIn(t)
		if c == nil || !c.HttpOnly || !c.Secure || c.SameSite != http.SameSiteLaxMode || c.MaxAge < 43000 || c.MaxAge > 43300 || c.Path != "/" {
			t.Fatalf("cookie %+v", c)
		}
		if m := read[Me](t, w.do(request{path: "/api/me", header: withCookie(c)}), 200); m.Login != "ann" {
			t.Errorf("me is %+v", m)
		}
		want(t, w.do(request{path: "/api/studies/s", header: withCookie(c)}), 200)
	})
	t.Run("AnonymousMe", func(t *testing.T) {
		if m := read[Me](t, w.do(request{path: "/api/me"}), 200); m != (Me{}) {
			t.Errorf("me is %+v", m)
		}
	})
	t.Run("TokenIsRenewedAtLogin", func(t *testing.T) {
		planted := signIn(t)
		rec := w.do(request{method: "POST", path: "/api/login", body: credentials{"ann", password}, header: withCookie(planted)})
		want(t, rec, 200)
		if c := cookie(rec); c == nil || c.Value == planted.Value {
			t.Error("the session kept the token it had before")
		}
		want(t, w.do(request{path: "/api/studies/s", header: withCookie(planted)}), 401)
	})
	t.Run("Logout", func(t *testing.T) {
		c := signIn(t)
		rec := w.do(request{method: "POST", path: "/api/logout", body: "{}", header: withCookie(c)})
		want(t, rec, 204)
		if gone := cookie(rec); gone == nil || gone.MaxAge >= 0 {
			t.Errorf("the cookie is not taken back: %+v", gone)
		}
		want(t, w.do(request{path: "/api/studies/s", header: withCookie(c)}), 401)
	})
	t.Run("TokenInStoreIsHashed", func(t *testing.T) {
		c := signIn(t)
		if _, found, err := w.store.Session(t.Context(), c.Value, 0); found || err != nil {
			t.Errorf("the database holds the cookie's own value (%v)", err)
		}
	})
	t.Run("ErrWrongPassword", func(t *testing.T) {
		rec := w.do(request{method: "POST", path: "/api/login", body: credentials{"ann", "wrong horse"}})
		p := read[Problem](t, rec, 401)
		nobody := read[Problem](t, w.do(request{method: "POST", path: "/api/login", body: credentials{"nobody", "wrong horse"}}), 401)
		if p.Detail != nobody.Detail || cookie(rec) != nil {
			t.Errorf("a wrong password (%q) and a wrong login (%q) are told apart, or a session begins", p.Detail, nobody.Detail)
		}
	})
	t.Run("ErrAccountGone", func(t *testing.T) {
		w.account("leaver")
		rec := w.do(request{method: "POST", path: "/api/login", body: credentials{"leaver", password}})
		want(t, rec, 200)
		if err := w.service.DeleteAccount(t.Context(), "leaver"); err != nil {
			t.Fatal(err)
		}
		want(t, w.do(request{path: "/api/studies", header: withCookie(cookie(rec))}), 401)
	})
	t.Run("ErrPasswordChanged", func(t *testing.T) {
		w.account("changer")
		rec := w.do(request{method: "POST", path: "/api/login", body: credentials{"changer", password}})
		want(t, rec, 200)
		if err := w.service.SetPassword(t.Context(), "changer", "another battery staple"); err != nil {
			t.Fatal(err)
		}
		want(t, w.do(request{path: "/api/studies", header: withCookie(cookie(rec))}), 401)
	})
	t.Run("ErrForgedCookie", func(t *testing.T) {
		want(t, w.do(request{path: "/api/studies", header: map[string]string{"Cookie": cookieName + "=made-up"}}), 401)
	})
}

func TestToken(t *testing.T) {
	w := newWorld(t, Options{})
	w.oneStudy()
	token := w.member("ann", crosscase.SiteLead)
	t.Run("OK", func(t *testing.T) {
		want(t, w.do(request{path: "/api/studies/s", header: bearer(token)}), 200)
		if m := read[Me](t, w.do(request{path: "/api/me", header: bearer(token)}), 200); m.Login != "ann" {
			t.Errorf("me is %+v", m)
		}
	})
	for name, header := range map[string]string{"Wrong": "Bearer cc_wrong", "Empty": "Bearer ", "Basic": "Basic YW5uOng=", "Bare": token} {
		t.Run("Err"+name, func(t *testing.T) {
			want(t, w.do(request{path: "/api/studies/s", header: map[string]string{"Authorization": header}}), 401)
		})
	}
	t.Run("ErrAfterNewPassword", func(t *testing.T) {
		if err := w.service.SetPassword(t.Context(), "ann", "another horse"); err != nil {
			t.Fatal(err)
		}
		want(t, w.do(request{path: "/api/studies/s", header: bearer(token)}), 401)
	})
}

func TestRequestForgery(t *testing.T) {
	w := newWorld(t, Options{Loopback: true})
	w.oneStudy()
	body := map[string]any{"name": "first"}
	add := func(header map[string]string) request {
		return request{method: "POST", path: "/api/studies/s/nouns/rounds", body: body, header: header}
	}
	t.Run("OK own page", func(t *testing.T) {
		want(t, w.do(add(map[string]string{"Sec-Fetch-Site": "same-origin", "Origin": "http://127.0.0.1:8787"})), 201)
	})
	t.Run("ErrOtherSite", func(t *testing.T) {
		want(t, w.do(add(map[string]string{"Sec-Fetch-Site": "cross-site"})), 403)
	})
	t.Run("ErrOtherPort", func(t *testing.T) {
		want(t, w.do(add(map[string]string{"Sec-Fetch-Site": "same-site"})), 403)
	})
	t.Run("ErrOtherOriginOldBrowser", func(t *testing.T) {
		want(t, w.do(add(map[string]string{"Origin": "https://evil.example"})), 403)
	})
	t.Run("OK reading", func(t *testing.T) {
		want(t, w.do(request{path: "/api/studies/s", header: map[string]string{"Sec-Fetch-Site": "cross-site"}}), 200)
	})
	t.Run("OK token from anywhere", func(t *testing.T) {
		token := w.member("ann", crosscase.PrincipalInvestigator)
		h := bearer(token)
		h["Sec-Fetch-Site"] = "cross-site"
		want(t, w.do(request{method: "POST", path: "/api/studies/s/nouns/rounds", body: map[string]any{"name": "second"}, header: h}), 201)
	})
}

func TestHost(t *testing.T) {
	w := newWorld(t, Options{Loopback: true})
	w.oneStudy()
	for _, host := range []string{"127.0.0.1:8787", "localhost:8787", "localhost", "[::1]:8787", "[::1]", "127.0.0.1", "LOCALHOST:1", "127.9.9.9"} {
		t.Run("OK "+host, func(t *testing.T) {
			if m := read[Me](t, w.do(request{path: "/api/me", host: host}), 200); !m.SignedIn || !m.Local || m.Login != "" {
				t.Errorf("me is %+v", m)
			}
			want(t, w.do(request{path: "/api/studies/s", host: host}), 200)
		})
	}
	for _, host := range []string{"evil.example", "evil.example:8787", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.0.7:8787", "0.0.0.0:8787"} {
		t.Run("Err "+host, func(t *testing.T) {
			for _, path := range []string{"/api/me", "/api/studies", "/api/studies/s"} {
				want(t, w.do(request{path: path, host: host}), 403)
			}
		})
	}
	t.Run("ErrNotLoopback", func(t *testing.T) {
		open := newWorld(t, Options{})
		want(t, open.do(request{path: "/api/studies"}), 401)
	})
	t.Run("ErrOnceThereAreAccounts", func(t *testing.T) {
		w.account("ann")
		want(t, w.do(request{path: "/api/studies"}), 401)
	})
}

func TestLoginIsSlowedDown(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	w := newWorld(t, Options{Now: func() time.Time { return now }})
	w.account("ann")
	try := func(pass string) *httptest.ResponseRecorder {
		return w.do(request{method: "POST", path: "/api/login", body: credentials{"ann", pass}})
	}
	for range freeForLogin {
		want(t, try("wrong horse"), 401)
	}
	rec := try(password)
	want(t, rec, 429)
	if rec.Header().Get("Retry-After") != "2" {
		t.Errorf("Retry-After is %q", rec.Header().Get("Retry-After"))
	}
	now = now.Add(1100 * time.Millisecond)
	want(t, try("wrong horse"), 401)
	now = now.Add(1100 * time.Millisecond)
	want(t, try(password), 429)
	now = now.Add(time.Second)
	want(t, try(password), 200)
	want(t, try("wrong horse"), 401)
}

func TestAttemptsAreBounded(t *testing.T) {
	now := time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC)
	a := newAttempts()
	for i := range mostRemembered + 100 {
		a.failed(fmt.Sprintf("10.0.%d.%d", i/250, i%250), fmt.Sprint("login", i), now.Add(time.Duration(i)*time.Millisecond))
	}
	if len(a.seen) > mostRemembered {
		t.Errorf("%d attempts are remembered", len(a.seen))
	}
	t.Run("ManyLoginsFromOneAddress", func(t *testing.T) {
		a := newAttempts()
		for i := range 2 * mostRemembered {
			a.failed("10.0.0.1", fmt.Sprint("login", i), now.Add(time.Duration(i)*time.Microsecond))
		}
		if a.wait("10.0.0.1", "new", now.Add(time.Second)) == 0 {
			t.Error("trying other logins takes the wait away")
		}
		if a.wait("10.0.0.2", "new", now.Add(time.Second)) != 0 {
			t.Error("another address waits too")
		}
	})
	t.Run("LongestWait", func(t *testing.T) {
		a := newAttempts()
		for range 200 {
			a.failed("10.0.0.1", "ann", now)
		}
		if got := a.wait("10.0.0.1", "ann", now); got != longestWait {
			t.Errorf("the wait is %v", got)
		}
		if got := a.wait("10.0.0.1", "ann", now.Add(2*time.Hour)); got != 0 {
			t.Errorf("two hours later the wait is %v", got)
		}
	})
}

func TestLogTellsNoNames(t *testing.T) {
	w := newWorld(t, Options{})
	w.oneStudy()
	token := w.member("secretlogin", crosscase.SiteLead)
	w.do(request{path: "/api/studies/s/nouns/sites/secretsite?kind=secretquery", header: bearer(token)})
	w.do(request{path: "/api/studies/secretstudy", header: bearer(token)})
	w.do(request{method: "POST", path: "/api/login", body: credentials{"secretlogin", "secretpass1"}})
	w.do(request{path: "/secretpage?secretquery"})
	w.do(request{path: "/api/secretroute"})
	if strings.Contains(w.log.String(), "secret") || strings.Contains(w.log.String(), token) {
		t.Errorf("the log tells: %s", w.log)
	}
	if !strings.Contains(w.log.String(), `route="GET /api/studies/{study}/nouns/sites/{id}" status=404`) {
		t.Errorf("the log does not say what happened: %s", w.log)
	}
}

func TestInternalError(t *testing.T) {
	w := newWorld(t, Options{Loopback: true})
	w.oneStudy()
	w.store.Close()
	p := read[Problem](t, w.do(request{path: "/api/studies/s"}), 500)
	if p.Code != crosscase.CodeInternal || p.Request == "" || !strings.Contains(p.Detail, p.Request) || strings.Contains(p.Detail, "sql") {
		t.Errorf("%+v", p)
	}
	if n := strings.Count(w.log.String(), p.Request); n != 1 || !strings.Contains(w.log.String(), "sql") {
		t.Errorf("the log names the request %d times: %s", n, w.log)
	}
	t.Run("Panic", func(t *testing.T) {
		w.api.routes.HandleFunc("GET /api/broken", func(http.ResponseWriter, *http.Request) { panic("secret reason") })
		rec := w.do(request{path: "/api/broken", header: map[string]string{"Authorization": ""}})
		if p := read[Problem](t, rec, 500); p.Code != crosscase.CodeInternal || strings.Contains(rec.Body.String(), "secret") {
			t.Errorf("%+v", p)
		}
	})
}

func TestStudyListTellsOutsidersNothing(t *testing.T) {
	w := newWorld(t, Options{})
	w.oneStudy()
	outsider, member := w.account("outsider"), w.member("ann", crosscase.Transcriber)
	if list := read[StudyList](t, w.do(request{path: "/api/studies", header: bearer(outsider)}), 200); list.Studies == nil || len(list.Studies) != 0 {
		t.Errorf("an outsider sees %+v", list)
	}
	if list := read[StudyList](t, w.do(request{path: "/api/studies", header: bearer(member)}), 200); len(list.Studies) != 1 || list.Studies[0].Slug != "s" {
		t.Errorf("a member sees %+v", list)
	}
	theirs := w.do(request{path: "/api/studies/s", header: bearer(outsider)}).Body.String()
	nothing := w.do(request{path: "/api/studies/t", header: bearer(outsider)}).Body.String()
	if theirs != strings.Replace(nothing, `\"t\"`, `\"s\"`, 1) {
		t.Errorf("a study of others (%s) is told apart from none (%s)", theirs, nothing)
	}
}

func TestRequests(t *testing.T) {
	w := newWorld(t, Options{})
	w.oneStudy()
	token := w.member("ann", crosscase.PrincipalInvestigator)
	ask := func(method, path string, body any) *httptest.ResponseRecorder {
		return w.do(request{method: method, path: path, body: body, header: bearer(token)})
	}
	t.Run("ErrBadJSON", func(t *testing.T) {
		for _, body := range []string{`{"name":`, `nonsense`, ``} {
			p := read[Problem](t, ask("POST", "/api/studies/s/nouns/rounds", body), 400)
			if p.Code != crosscase.CodeInvalid || p.Detail == "" {
				t.Errorf("%q: %+v", body, p)
			}
		}
	})
	t.Run("ErrWrongFields", func(t *testing.T) {
		p := read[Problem](t, ask("POST", "/api/studies/s/nouns/rounds", `{"nome":"x","ord":"first"}`), 422)
		if !strings.Contains(p.Detail, "body.nome") || !strings.Contains(p.Detail, "body.ord") || len(p.Errors) != 2 {
			t.Errorf("%+v", p)
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		rec := ask("POST", "/api/studies/s/nouns/rounds", `{"name":" "}`)
		if p := read[Problem](t, rec, 422); p.Code != crosscase.CodeInvalid || rec.Header().Get("Content-Type") != "application/problem+json" {
			t.Errorf("%+v as %s", p, rec.Header().Get("Content-Type"))
		}
	})
	t.Run("ErrNotJSON", func(t *testing.T) {
		rec := w.do(request{method: "POST", path: "/api/studies/s/nouns/rounds", body: "name: x", header: map[string]string{"Authorization": "Bearer " + token, "Content-Type": "text/plain"}})
		want(t, rec, 415)
	})
	t.Run("ErrTooLarge", func(t *testing.T) {
		want(t, ask("POST", "/api/studies/s/nouns/rounds", `{"name":"`+strings.Repeat("x", largestRow)+`"}`), 413)
	})
	t.Run("ErrUnknownFilter", func(t *testing.T) {
		p := read[Problem](t, ask("GET", "/api/studies/s/nouns/sites?colour=red", nil), 422)
		if !strings.Contains(p.Detail, "letter") {
			t.Errorf("it does not say what there is: %s", p.Detail)
		}
	})
	t.Run("OK filter and pages", func(t *testing.T) {
		rows := read[Rows[crosscase.Site]](t, ask("GET", "/api/studies/s/nouns/sites?letter=B", nil), 200)
		if rows.Total != 1 || len(rows.Items) != 1 || rows.Items[0].Letter != "B" {
			t.Errorf("%+v", rows)
		}
		rows = read[Rows[crosscase.Site]](t, ask("GET", "/api/studies/s/nouns/sites?limit=1&offset=1", nil), 200)
		if rows.Total != 2 || len(rows.Items) != 1 || rows.Items[0].Letter != "B" {
			t.Errorf("%+v", rows)
		}
		rows = read[Rows[crosscase.Site]](t, ask("GET", "/api/studies/s/nouns/sites?offset=7", nil), 200)
		if rows.Total != 2 || rows.Items == nil || len(rows.Items) != 0 {
			t.Errorf("%+v", rows)
		}
	})
	t.Run("OK keys for ids", func(t *testing.T) {
		u := read[crosscase.Unit](t, ask("POST", "/api/studies/s/nouns/units", `{"site":"A","name":"Surgery"}`), 201)
		site := read[crosscase.Site](t, ask("GET", "/api/studies/s/nouns/sites/A", nil), 200)
		if u.SiteID != site.ID || u.ID == "" {
			t.Errorf("%+v", u)
		}
	})
	t.Run("OK source with text", func(t *testing.T) {
		s := read[crosscase.Source](t, ask("POST", "/api/studies/s/nouns/sources", `{"site":"A","name":"a note","text":"Grüße 🙂"}`), 201)
		if s.Version != 1 || s.Length != 7 || s.Kind != crosscase.Document {
			t.Errorf("%+v", s)
		}
	})
	t.Run("ErrConflict", func(t *testing.T) {
		path := "/api/studies/s/nouns/sites/A"
		site := read[crosscase.Site](t, ask("GET", path, nil), 200)
		mine, theirs := site, site
		theirs.Note, mine.Note = "theirs", "mine"
		if got := read[crosscase.Site](t, ask("PUT", path, theirs), 200); got.Revision <= site.Revision {
			t.Errorf("revision %d after %d", got.Revision, site.Revision)
		}
		p := read[struct {
			Problem
			Details crosscase.Site `json:"details"`
		}](t, ask("PUT", path, mine), 409)
		if p.Details.Note != "theirs" || p.Code != crosscase.CodeConflict {
			t.Errorf("the conflict shows %+v", p)
		}
	})
	t.Run("ErrIDInBody", func(t *testing.T) {
		a := read[crosscase.Site](t, ask("GET", "/api/studies/s/nouns/sites/A", nil), 200)
		b := read[crosscase.Site](t, ask("GET", "/api/studies/s/nouns/sites/B", nil), 200)
		a.ID, a.Revision, a.Note, a.Letter = b.ID, 0, "written", "A"
		if got := read[crosscase.Site](t, ask("PUT", "/api/studies/s/nouns/sites/A", a), 200); got.ID == b.ID {
			t.Error("the id in the body was taken for the one in the address")
		}
		if again := read[crosscase.Site](t, ask("GET", "/api/studies/s/nouns/sites/B", nil), 200); again.Note != b.Note || again.Letter != "B" {
			t.Errorf("another row was written: %+v", again)
		}
	})
	t.Run("OK delete and undo", func(t *testing.T) {
		want(t, ask("DELETE", "/api/studies/s/nouns/sites/A", nil), 422)
		c := read[crosscase.Change](t, ask("DELETE", "/api/studies/s/nouns/sites/A?with_contents=true", nil), 200)
		want(t, ask("GET", "/api/studies/s/nouns/sites/A", nil), 404)
		u := read[crosscase.Change](t, ask("POST", "/api/studies/s/undo", WhichChange{c.Seq}), 200)
		if u.Undoes != c.Seq {
			t.Errorf("%+v", u)
		}
		want(t, ask("GET", "/api/studies/s/nouns/units/Surgery", nil), 200)
		want(t, ask("POST", "/api/studies/s/redo", "{}"), 200)
		want(t, ask("GET", "/api/studies/s/nouns/sites/A", nil), 404)
	})
	t.Run("ErrClimbing", func(t *testing.T) {
		for _, path := range []string{
			"/api/studies/s/nouns/sites/..%2F..%2Fetc%2Fpasswd", "/api/studies/..%2Fs", "/api/studies/s/tables/..%2F..%2Fcrosscase.db",
			"/api/studies/s/tables/..%2Fevidence.csv",
		} {
			rec := ask("GET", path, nil)
			if rec.Code != 404 && rec.Code != 422 {
				t.Errorf("%s: status %d: %s", path, rec.Code, rec.Body)
			}
		}
		for _, path := range []string{"/../../etc/passwd", "/..%2F..%2Fetc%2Fpasswd", "/assets/..%2F..%2Fsecret"} {
			rec := w.do(request{path: path})
			if !strings.Contains(rec.Body.String(), "Crosscase") {
				t.Errorf("%s: status %d: %s", path, rec.Code, rec.Body)
			}
		}
		res := read[map[string]any](t, ask("POST", "/api/studies/s/import?dry_run=true&name=..%2F..%2Fx%2Fsites.csv", strings.NewReader("site,name\nC,x\n")), 200)
		if res["file"] != "sites.csv" {
			t.Errorf("%v", res)
		}
	})
	t.Run("NoRoute", func(t *testing.T) {
		if p := read[Problem](t, ask("GET", "/api/nothing", nil), 404); p.Code != crosscase.CodeNotFound {
			t.Errorf("%+v", p)
		}
		rec := ask("PUT", "/api/studies", nil)
		want(t, rec, 405)
		if rec.Header().Get("Allow") != "GET, HEAD, POST" {
			t.Errorf("Allow is %q", rec.Header().Get("Allow"))
		}
	})
	t.Run("StudySettings", func(t *testing.T) {
		line := read[StudyLine](t, ask("PATCH", "/api/studies/s", `{"title":"Another","settings":{"thin_voices":2}}`), 200)
		if line.Title != "Another" || line.Settings.ThinVoices != 2 || line.Settings.AgreementShare != 0.75 || line.Slug != "s" {
			t.Errorf("%+v", line)
		}
		want(t, ask("PATCH", "/api/studies/s", `{"title":"Third","settings":{"agreement_share":2}}`), 422)
		want(t, ask("PATCH", "/api/studies/s", `{"settings":{"agreement_shape":2}}`), 422)
		if again := read[StudyLine](t, ask("GET", "/api/studies/s", nil), 200); again.Title != "Another" {
			t.Errorf("a refused change was kept: %+v", again)
		}
	})
	t.Run("StudyCreated", func(t *testing.T) {
		want(t, ask("POST", "/api/studies", `{"slug":"t","title":"T"}`), 403)
		local := newWorld(t, Options{Loopback: true})
		line := read[StudyLine](t, local.do(request{method: "POST", path: "/api/studies", body: `{"slug":"t","title":"T","settings":{"small_cell":5}}`}), 201)
		if line.Slug != "t" || line.Settings.SmallCell != 5 || line.Settings.ThinVoices != 3 || line.Role != crosscase.PrincipalInvestigator {
			t.Errorf("%+v", line)
		}
		want(t, local.do(request{method: "DELETE", path: "/api/studies/t"}), 204)
		want(t, local.do(request{path: "/api/studies/t"}), 404)
	})
	t.Run("Members", func(t *testing.T) {
		w.account("bob")
		want(t, ask("POST", "/api/studies/s/members", MemberRole{Login: "bob", Role: crosscase.CoderRole, Sites: []string{"B"}}), 204)
		list := read[MemberList](t, ask("GET", "/api/studies/s/members", nil), 200)
		if len(list.Items) != 2 || list.Items[1].Login != "bob" || list.Items[1].Sites[0] != "B" {
			t.Fatalf("%+v", list)
		}
		want(t, ask("DELETE", "/api/studies/s/members/"+string(list.Items[1].ID), nil), 200)
		if list := read[MemberList](t, ask("GET", "/api/studies/s/members", nil), 200); len(list.Items) != 1 {
			t.Errorf("%+v", list)
		}
	})
}

func TestImport(t *testing.T) {
	w := newWorld(t, Options{})
	w.oneStudy()
	token := w.member("ann", crosscase.PrincipalInvestigator)
	reader := w.member("adviser", crosscase.Adviser)
	upload := func(token, query string, body io.Reader) *httptest.ResponseRecorder {
		return w.do(request{method: "POST", path: "/api/studies/s/import?" + query, body: body, header: bearer(token)})
	}
	const evidence = "site,participant,excerpt,theme,question,position\nB,P1,words,Time,time,enough\n"
	t.Run("DryRun", func(t *testing.T) {
		res := read[map[string]any](t, upload(token, "name=e.csv&dry_run=true", strings.NewReader(evidence)), 200)
		if res["kind"] != "evidence" || res["dry_run"] != true {
			t.Errorf("%v", res)
		}
		if line := read[StudyLine](t, w.do(request{path: "/api/studies/s", header: bearer(token)}), 200); line.Counts.Codings != 0 {
			t.Error("a dry run made codings")
		}
	})
	t.Run("ErrStrict", func(t *testing.T) {
		want(t, upload(token, "name=e.csv&strict=true", strings.NewReader(evidence)), 422)
	})
	t.Run("OK", func(t *testing.T) {
		want(t, upload(token, "name=e.csv", strings.NewReader(evidence)), 200)
		if line := read[StudyLine](t, w.do(request{path: "/api/studies/s", header: bearer(token)}), 200); line.Counts.Codings != 1 {
			t.Errorf("%+v", line.Counts)
		}
	})
	t.Run("OK exported again", func(t *testing.T) {
		rec := w.do(request{path: "/api/studies/s/tables/evidence.csv", header: bearer(token)})
		if body := want(t, rec, 200); !strings.Contains(body, "words,Time,time,enough") {
			t.Errorf("%s", body)
		}
		if d := rec.Header().Get("Content-Disposition"); d != `attachment; filename=s-evidence.csv` {
			t.Errorf("Content-Disposition is %s", d)
		}
		rec = w.do(request{path: "/api/studies/s/tables/study.xlsx", header: bearer(token)})
		if body := want(t, rec, 200); !strings.HasPrefix(body, "PK") {
			t.Error("study.xlsx is no workbook")
		}
		for _, table := range []string{"evidence", "nothing.csv", "study.csv", ".csv"} {
			if rec := w.do(request{path: "/api/studies/s/tables/" + table, header: bearer(token)}); rec.Code != 422 || rec.Header().Get("Content-Disposition") != "" {
				t.Errorf("%s: status %d, %v", table, rec.Code, rec.Header())
			}
		}
	})
	t.Run("ErrNoName", func(t *testing.T) {
		want(t, upload(token, "", strings.NewReader(evidence)), 422)
	})
	t.Run("ErrDelimiter", func(t *testing.T) {
		want(t, upload(token, "name=e.csv&delimiter=ab", strings.NewReader(evidence)), 422)
	})
	t.Run("ErrTooLarge", func(t *testing.T) {
		if testing.Short() {
			t.Skip("it writes a GiB")
		}
		want(t, upload(token, "name=e.csv", io.LimitReader(zeros{}, largestImport+1)), 413)
	})
	t.Run("ErrMayNot", func(t *testing.T) {
		read := &counting{r: strings.NewReader(evidence)}
		want(t, upload(reader, "name=e.csv", read), 403)
		if read.n > 0 {
			t.Errorf("%d bytes were taken in from somebody who may import nothing", read.n)
		}
	})
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

type counting struct {
	r io.Reader
	n int
}

func (c *counting) Read(b []byte) (int, error) {
	n, err := c.r.Read(b)
	c.n += n
	return n, err
}
