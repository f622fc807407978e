package store

import (
	"context"
	"database/sql"

	"github.com/pressly/goose/v3"
)

// OpenAt opens a database at an older version of its schema.
func OpenAt(ctx context.Context, where string, version int64) (*Store, error) {
	s, err := connect(where)
	if err != nil {
		return nil, err
	}
	files, err := s.migrationFiles()
	if err != nil {
		return nil, err
	}
	p, err := goose.NewProvider(s.d.goose, s.write, files)
	if err != nil {
		return nil, err
	}
	_, err = p.UpTo(ctx, version)
	return s, err
}

// DB is the writing side of the database, for tests that go behind the store's back.
func (s *Store) DB() *sql.DB { return s.write }

// Exec runs SQL with $1 placeholders behind the store's back.
func (s *Store) Exec(ctx context.Context, text string, args ...any) (int64, error) {
	return s.exec(ctx, s.write, text, args...)
}

// Constants of the bulk that tests go beyond.
const (
	BulkFrom = bulkFrom
	BulkRows = bulkRows
	MaxPatch = maxPatch
)
