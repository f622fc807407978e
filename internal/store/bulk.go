package store

import (
	"context"
	"database/sql"
	"reflect"
)

// Once a write has inserted bulkFrom rows, those that follow wait and are inserted bulkRows at a time, which
// is quicker on SQLite and, with a round trip saved for each, many times quicker on PostgreSQL. What the
// write reads sees them all the same. The rules are:
//   - whatever else the write does comes after the rows that wait: flush goes before it;
//   - tables are flushed in their order, so that a row comes after those it refers to: SQLite would
//     otherwise look, for each row, for others that are waiting for it;
//   - a row that breaks a rule is then found with the others, not when it is inserted.
const (
	bulkFrom = 200
	bulkRows = 100
)

type bulk struct {
	inserted int
	waiting  map[*table]*waiting
	any      bool
}

// waiting are the values of the rows of one table that wait.
type waiting struct {
	args []any
	prev []any // the last row's, kept when args is emptied
	rows int
	size int // bytes, about
}

// insert writes a new row now or lets it wait.
func (tx *Tx) insert(t *table, v reflect.Value) error {
	b := &tx.bulk
	if b.inserted++; b.inserted <= bulkFrom {
		args := make([]any, len(t.cols))
		if err := t.args(v, args, nil); err != nil {
			return err
		}
		if err := tx.exec(t.insertQ, args...); err != nil {
			return tx.fail(tx.s.d.explain(err, "add "+label(t, v)))
		}
		return nil
	}
	if b.waiting == nil {
		b.waiting = map[*table]*waiting{}
	}
	w := b.waiting[t]
	if w == nil {
		w = &waiting{args: make([]any, bulkRows*len(t.cols)), prev: make([]any, len(t.cols))}
		b.waiting[t] = w
	}
	n := len(t.cols)
	args := w.args[w.rows*n : w.rows*n+n]
	if err := t.args(v, args, w.prev); err != nil {
		return err
	}
	copy(w.prev, args)
	b.any = true
	w.rows++
	w.size += t.size(v)
	if w.rows == bulkRows || w.size > partSize {
		return tx.flushTo(t)
	}
	return nil
}

// flush writes the rows that wait. It fails where the write has failed before.
func (tx *Tx) flush() error {
	if tx.err != nil || !tx.bulk.any {
		return tx.err
	}
	tx.bulk.any = false
	return tx.flushTo(tables[len(tables)-1])
}

// flushTo writes the rows of a table, and before them those of the tables that it may refer to.
func (tx *Tx) flushTo(last *table) error {
	for _, t := range tables[:last.place+1] {
		w := tx.bulk.waiting[t]
		if w == nil || w.rows == 0 {
			continue
		}
		var err error
		n := len(t.cols)
		if w.rows == bulkRows {
			err = tx.exec(tx.s.d.bulk+t.bulkQ, w.args...)
		} else {
			for i := 0; i < w.rows && err == nil; i++ {
				err = tx.exec(t.insertQ, w.args[i*n:i*n+n]...)
			}
		}
		w.rows, w.size = 0, 0
		if err != nil {
			return tx.fail(tx.s.d.explain(err, "add one of many rows of "+t.name))
		}
	}
	return nil
}

// flushing is a write's transaction as all but the bulk itself use it: after the rows that wait.
type flushing struct{ tx *Tx }

func (f flushing) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := f.tx.flush(); err != nil {
		return nil, err
	}
	return f.tx.raw.QueryContext(ctx, query, args...)
}

func (f flushing) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := f.tx.flush(); err != nil {
		return nil, err
	}
	return f.tx.raw.ExecContext(ctx, query, args...)
}

func (f flushing) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := f.tx.flush(); err != nil {
		return nil, err
	}
	return f.tx.raw.PrepareContext(ctx, query)
}
