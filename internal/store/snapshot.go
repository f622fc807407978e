package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"github.com/crosscase/crosscase"
)

// errReading is a fault of ours.
var errReading = errors.New("store: a reading writes nothing")

// Read runs fn on a study as it stands now: writes made meanwhile do not show. The Tx writes nothing.
func (s *Store) Read(ctx context.Context, study crosscase.StudyID, fn func(*Tx) error) error {
	return s.snapshot(ctx, func(q queryer) error {
		// All that it reads is saved, whatever its number.
		tx := &Tx{ctx: ctx, s: s, raw: q.(*sql.Tx), stmts: map[string]*sql.Stmt{}, study: study, seq: math.MaxInt64}
		tx.tx = flushing{tx}
		return fn(tx)
	})
}

// Pages reads all rows of a noun some at a time, in the order of their ids, so that memory stays bounded.
func (tx *Tx) Pages(noun string, size int, fn func(rows []any) error) error {
	t, ok := tableByName[noun]
	if !ok {
		return fmt.Errorf("store: no noun %q", noun)
	}
	for last := ""; ; {
		rows, err := tx.s.query(tx.ctx, tx.tx, fmt.Sprintf("SELECT %s FROM %s WHERE %s = $1 AND id > $2 ORDER BY id LIMIT %d", t.listed, t.name, t.studyColumn(), size), string(tx.study), last)
		if err != nil {
			return fmt.Errorf("list %s: %w", t.name, err)
		}
		found, err := t.readAll(rows, tx.study)
		if err != nil || len(found) == 0 {
			return err
		}
		out := make([]any, len(found))
		for i, v := range found {
			out[i] = v.Interface()
		}
		last = t.idOf(found[len(found)-1].Elem()) // before fn, which may alter the rows
		if err := fn(out); err != nil {
			return err
		}
	}
}

// Count counts the rows of a noun.
func (tx *Tx) Count(noun string) (int64, error) {
	t, ok := tableByName[noun]
	if !ok {
		return 0, fmt.Errorf("store: no noun %q", noun)
	}
	rows, err := tx.s.query(tx.ctx, tx.tx, "SELECT count(*) FROM "+t.name+" WHERE "+t.studyColumn()+" = $1", string(tx.study))
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var n int64
	if rows.Next() {
		if err := rows.Scan(&n); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}
