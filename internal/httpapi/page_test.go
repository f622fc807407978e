package httpapi

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/crosscase/crosscase/web"
)

func TestPage(t *testing.T) {
	w := newWorld(t, Options{})
	for _, path := range []string{"/", "/s/any-study/sites/A", "/index.html", "/apiary", "/openapi-guide/x"} {
		t.Run("OK "+path, func(t *testing.T) {
			rec := w.do(request{path: path})
			if body := want(t, rec, 200); !strings.Contains(body, "<title>Crosscase") {
				t.Errorf("%s", body)
			}
			if c := rec.Header().Get("Cache-Control"); c != "no-cache" {
				t.Errorf("Cache-Control is %q", c)
			}
		})
	}
	t.Run("OK asset", func(t *testing.T) {
		rec := w.do(request{path: "/assets/main-1a2b3.js"})
		want(t, rec, 200)
		h := rec.Header()
		if h.Get("Cache-Control") != "public, max-age=31536000, immutable" || h.Get("Content-Type") != "text/javascript; charset=utf-8" || h.Get("ETag") == "" {
			t.Errorf("%v", h)
		}
		want(t, w.do(request{path: "/assets/main-1a2b3.js", header: map[string]string{"If-None-Match": h.Get("ETag")}}), 304)
	})
	t.Run("ErrMissingAsset", func(t *testing.T) { want(t, w.do(request{path: "/assets/main-00000.js"}), 404) })
	t.Run("ErrPost", func(t *testing.T) { want(t, w.do(request{method: "POST", path: "/"}), 405) })
	t.Run("Placeholder", func(t *testing.T) {
		bare := newWorld(t, Options{Page: fstest.MapFS{"placeholder.html": {Data: []byte("not built")}}})
		if body := want(t, bare.do(request{path: "/any"}), 200); body != "not built" {
			t.Errorf("%s", body)
		}
	})
	t.Run("Nonce", func(t *testing.T) {
		with := newWorld(t, Options{Page: fstest.MapFS{"index.html": {Data: []byte(`<meta name="csp-nonce" content="{{nonce}}">`)}}})
		seen := map[string]bool{}
		for range 3 {
			rec := with.do(request{path: "/s/any", header: map[string]string{"If-None-Match": `"*"`}})
			body := want(t, rec, 200)
			nonce := strings.TrimSuffix(strings.TrimPrefix(body, `<meta name="csp-nonce" content="`), `">`)
			if len(nonce) < 22 || seen[nonce] {
				t.Errorf("the nonce %q is short or comes twice", nonce)
			}
			seen[nonce] = true
			if csp := rec.Header().Get("Content-Security-Policy"); !strings.Contains(csp, "style-src 'self' 'nonce-"+nonce+"';") || strings.Contains(csp, "unsafe") {
				t.Errorf("the policy is %q", csp)
			}
			if tag := rec.Header().Get("ETag"); tag != "" {
				t.Errorf("a page with a nonce has the ETag %s", tag)
			}
		}
	})
	t.Run("Embedded", func(t *testing.T) {
		want(t, newWorld(t, Options{Page: web.Dist}).do(request{path: "/"}), 200)
	})
	t.Run("ErrEmpty", func(t *testing.T) {
		if _, err := newPage(fstest.MapFS{}); err == nil {
			t.Error("a page without any file is taken")
		}
	})
}

func TestSecurityHeaders(t *testing.T) {
	w := newWorld(t, Options{Loopback: true})
	for _, path := range []string{"/", "/assets/main-1a2b3.js", "/api/me", "/api/studies", "/api/nothing", "/openapi.yaml"} {
		h := w.do(request{path: path}).Header()
		csp := h.Get("Content-Security-Policy")
		for _, part := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "base-uri 'none'", "frame-ancestors 'none'"} {
			if !strings.Contains(csp, part) {
				t.Errorf("%s: no %s in the policy", path, part)
			}
		}
		if strings.Contains(csp, "unsafe") || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" ||
			h.Get("Cross-Origin-Opener-Policy") != "same-origin" || h.Get("Cross-Origin-Resource-Policy") != "same-origin" {
			t.Errorf("%s: %v", path, h)
		}
		if strings.HasPrefix(path, "/api") && h.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: Cache-Control is %q", path, h.Get("Cache-Control"))
		}
	}
}
