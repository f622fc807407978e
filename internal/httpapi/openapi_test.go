package httpapi

import (
	"bytes"
	"flag"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"
)

var update = flag.Bool("update", false, "write openapi.yaml")

const goldenVersion = "0" // the golden document does not change with each release

func TestOpenAPI(t *testing.T) {
	w := newWorld(t, Options{Version: goldenVersion})
	t.Run("Golden", func(t *testing.T) {
		got, err := w.api.huma.OpenAPI().YAML()
		if err != nil {
			t.Fatal(err)
		}
		golden := filepath.Join("..", "..", "openapi.yaml")
		if *update {
			if err := os.WriteFile(golden, got, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("openapi.yaml is not what the operations say; go test ./internal/httpapi -update writes it\n%s",
				cmp.Diff(strings.Split(string(want), "\n"), strings.Split(string(got), "\n")))
		}
	})
	t.Run("Served", func(t *testing.T) {
		for path, want := range map[string]string{"/openapi.yaml": "openapi: 3.1", "/openapi.json": `"openapi":"3.1`} {
			rec := httptest.NewRecorder()
			w.api.ServeHTTP(rec, httptest.NewRequest(http.MethodGet, path, nil))
			if rec.Code != http.StatusOK || !strings.Contains(rec.Body.String(), want) {
				t.Errorf("%s: status %d, no %s in it", path, rec.Code, want)
			}
		}
	})
	t.Run("EveryOperationSaysWhatItIs", func(t *testing.T) {
		if v := w.api.huma.OpenAPI().OpenAPI; !strings.HasPrefix(v, "3.1") {
			t.Errorf("the document is OpenAPI %s", v)
		}
		for _, op := range operations(w.api) {
			if op.OperationID == "" || op.Summary == "" || len(op.Tags) == 0 {
				t.Errorf("%s %s has no id, no summary or no tag", op.Method, op.Path)
			}
		}
	})
}

// operations are all that the document lists, in the order of paths and methods.
func operations(a *api) []*huma.Operation {
	var out []*huma.Operation
	for _, path := range sortedKeys(a.huma.OpenAPI().Paths) {
		item := a.huma.OpenAPI().Paths[path]
		for _, op := range []*huma.Operation{item.Options, item.Head, item.Get, item.Post, item.Put, item.Patch, item.Delete} {
			if op != nil {
				out = append(out, op)
			}
		}
	}
	return out
}
