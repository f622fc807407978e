package store

import (
	"context"
	"fmt"
)

// Version is the number of the last migration that the database has had.
func (s *Store) Version(ctx context.Context) (int64, error) {
	var version int64
	err := s.read.QueryRowContext(ctx, `SELECT max(version_id) FROM goose_db_version WHERE is_applied`).Scan(&version)
	if err != nil {
		return 0, fmt.Errorf("read the database's version: %w", err)
	}
	return version, nil
}
