// Package storetest hands tests a real database, migrated and empty, of each kind, and what a test
// needs to write to it: a study, a clock that stands still and identifiers in order.
package storetest

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Now is the time at which everything happens in tests: 2021-03-04 05:06:07 UTC, in milliseconds.
const Now int64 = 1614834367000

// Actor is who acts in tests.
var Actor = crosscase.Actor{Account: "local", Name: "Local", Local: true}

// Head is the head of a change of this kind.
func Head(kind string) store.Head { return store.Head{Actor: Actor, At: Now, Kind: kind} }

// ID is the nth identifier: a UUIDv7 of Now, so that a greater n sorts later.
func ID(n int) string {
	return fmt.Sprintf("%08x-%04x-7000-8000-%012x", Now>>16, Now&0xffff, n)
}

// IDs hands out identifiers in order, beginning after the nth.
func IDs(n int) func() string {
	return func() string {
		n++
		return ID(n)
	}
}

// Kinds are the databases that Each runs on.
var Kinds = []string{"sqlite", "postgres"}

// Where makes an empty database of a kind and returns what store.Open takes.
func Where(tb testing.TB, kind string) string {
	tb.Helper()
	if kind == "postgres" {
		return Postgres(tb)
	}
	return filepath.Join(tb.TempDir(), "crosscase.db")
}

// Open opens a database for the length of a test.
func Open(tb testing.TB, where string) *store.Store {
	tb.Helper()
	s, err := store.Open(context.Background(), where)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { s.Close() })
	return s
}

// SQLite opens an empty SQLite database for the length of a test.
func SQLite(tb testing.TB) *store.Store {
	tb.Helper()
	return Open(tb, Where(tb, "sqlite"))
}

// Each runs a test on an empty database of each kind.
func Each(t *testing.T, fn func(t *testing.T, s *store.Store)) {
	t.Helper()
	for _, kind := range Kinds {
		t.Run(kind, func(t *testing.T) { fn(t, Open(t, Where(t, kind))) })
	}
}

// Study makes a study with the default settings; its history begins with this one change.
func Study(tb testing.TB, s *store.Store) *crosscase.Study {
	tb.Helper()
	study := &crosscase.Study{
		ID: crosscase.StudyID(ID(0)), Slug: "study", Title: "A study", Settings: crosscase.DefaultSettings(), Created: Now,
	}
	if _, err := s.Create(context.Background(), study, Head("study.create"), nil); err != nil {
		tb.Fatal(err)
	}
	return study
}

// Write writes to a study and fails the test where that fails.
func Write(tb testing.TB, s *store.Store, study crosscase.StudyID, kind string, fn func(*store.Tx) error) *crosscase.Change {
	tb.Helper()
	c, err := s.Write(context.Background(), study, Head(kind), fn)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// Insert writes new rows as one change and fails the test where that fails.
func Insert(tb testing.TB, s *store.Store, study crosscase.StudyID, rows ...any) *crosscase.Change {
	tb.Helper()
	return Write(tb, s, study, "test.insert", func(tx *store.Tx) error {
		for _, row := range rows {
			if err := tx.Insert(row); err != nil {
				return err
			}
		}
		return nil
	})
}
