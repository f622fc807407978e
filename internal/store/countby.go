package store

import (
	"context"
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
)

// CountBy counts the rows of a noun by one of its columns, which holds an id; rows without one are left out.
func (s *Store) CountBy(ctx context.Context, study crosscase.StudyID, noun, by string) (map[string]int, error) {
	t, ok := tableByName[noun]
	if !ok || !slices.ContainsFunc(t.cols, func(c column) bool { return c.name == by }) {
		return nil, fmt.Errorf("store: no noun %q with a column %q", noun, by)
	}
	text := "SELECT " + by + ", count(*) FROM " + t.name +
		" WHERE " + t.studyColumn() + " = $1 AND " + by + " IS NOT NULL" +
		" GROUP BY " + by
	rows, err := s.read.QueryContext(ctx, s.d.rewrite(text), string(study))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var id string
		var n int
		if err := rows.Scan(&id, &n); err != nil {
			return nil, err
		}
		counts[id] = n
	}
	return counts, rows.Err()
}
