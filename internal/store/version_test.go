package store_test

import (
	"fmt"
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
		last := filepath.Base(files[len(files)-1]) // numbers may be left out
		if v, err := s.Version(t.Context()); err != nil || fmt.Sprintf("%05d", v) != last[:5] {
			t.Errorf("version %d, %v; the last migration is %s", v, err, last)
		}
	})
}
