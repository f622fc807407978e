package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
)

// ExcerptPlace is where an excerpt of a text stands, without its words.
type ExcerptPlace struct {
	ID         crosscase.ExcerptID
	Revision   int64
	Version    int64 // of the text that Start and End count in
	Start, End int64
	Lost       bool
}

// ExcerptPlaces reads where the excerpts of a source stand that count in its text, by id.
func (s *Store) ExcerptPlaces(ctx context.Context, study crosscase.StudyID, source crosscase.SourceID) ([]ExcerptPlace, error) {
	return s.excerptPlaces(ctx, s.read, study, source)
}

// ExcerptPlaces is Store.ExcerptPlaces within a write.
func (tx *Tx) ExcerptPlaces(source crosscase.SourceID) ([]ExcerptPlace, error) {
	return tx.s.excerptPlaces(tx.ctx, tx.tx, tx.study, source)
}

func (s *Store) excerptPlaces(ctx context.Context, q queryer, study crosscase.StudyID, source crosscase.SourceID) ([]ExcerptPlace, error) {
	rows, err := s.query(ctx, q, `
		SELECT id, revision, version, start_at, end_at, lost
		FROM excerpt
		WHERE study_id = $1 AND source_id = $2 AND measure = 'code_points' AND version > 0`, string(study), string(source))
	if err != nil {
		return nil, fmt.Errorf("read the places of excerpts: %w", err)
	}
	defer rows.Close()
	var out []ExcerptPlace
	for rows.Next() {
		var p ExcerptPlace
		if err := rows.Scan(&p.ID, &p.Revision, &p.Version, &p.Start, &p.End, &p.Lost); err != nil {
			return nil, fmt.Errorf("read the places of excerpts: %w", err)
		}
		out = append(out, p)
	}
	// Sorted here, since databases differ in how they order text.
	slices.SortFunc(out, func(a, b ExcerptPlace) int { return cmp.Compare(a.ID, b.ID) })
	return out, rows.Err()
}
