package store_test

import (
	"path/filepath"
	"testing"

	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// A database that was opened has had every migration there is.
func TestVersion(t *testing.T) {
	files, err := filepath.Glob("migrations/*.sql")
	if err != nil {
		t.Fatal(err)
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		if v, err := s.Version(t.Context()); err != nil || v != int64(len(files)) {
			t.Errorf("version %d, %v; there are %d migrations", v, err, len(files))
		}
	})
}
