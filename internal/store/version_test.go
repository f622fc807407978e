package store_test

import (
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// A database that was opened has had every migration there is.
func TestVersion(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	var newest int64
	for _, f := range files {
		n, err := goose.NumericComponent(filepath.Base(f))
		if err != nil {
			t.Fatal(err)
		}
		newest = max(newest, n)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if v, err := s.Version(t.Context()); err != nil || v != newest {
			t.Errorf("version %d, %v; the newest migration is %d", v, err, newest)
		}
	})
}
