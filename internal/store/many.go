package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"reflect"

	"github.com/crosscase/crosscase"
)

// WriteMany is Write for an import of very many rows. On SQLite it checks references itself, remembering
// what it has seen, where the database would look each one up again: a fifth of the time of a large import.
// The rules are:
//   - a row may refer only to rows that stand before it, which lets no reference dangle;
//   - nothing is deleted;
//   - on PostgreSQL it is Write.
func (s *Store) WriteMany(ctx context.Context, study crosscase.StudyID, head Head, fn func(*Tx) error) (*crosscase.Change, error) {
	if s.path == "" {
		return s.Write(ctx, study, head, fn)
	}
	done, err := s.takeTurn(ctx)
	if err != nil {
		return nil, err
	}
	defer done()
	conn, err := s.write.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, "PRAGMA foreign_keys = OFF"); err != nil {
		return nil, fmt.Errorf("begin: %w", err)
	}
	defer func() {
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), "PRAGMA foreign_keys = ON"); err != nil {
			conn.Raw(func(any) error { return driver.ErrBadConn }) //nolint:errcheck // it drops the connection, which must not be used again
		}
	}()
	return s.transact(ctx, conn, study, head, false, func(tx *Tx) error {
		tx.known = &known{ids: map[*table]map[string]struct{}{}, last: map[*table]string{}}
		return fn(tx)
	})
}

// beginner is what a transaction begins on: the pool, or one connection of it.
type beginner interface {
	BeginTx(ctx context.Context, opts *sql.TxOptions) (*sql.Tx, error)
}

// known are rows that a write of many has seen to stand: those it referred to, and of each table the last it
// inserted, which is what the next row mostly refers to.
type known struct {
	ids  map[*table]map[string]struct{}
	last map[*table]string
}

// keptKnown bounds what is remembered of each table; beyond it the memory begins anew.
const keptKnown = 100_000

func (k *known) has(t *table, id string) bool {
	if k.last[t] == id {
		return true
	}
	_, ok := k.ids[t][id]
	return ok
}

func (k *known) add(t *table, id string) {
	seen := k.ids[t]
	if seen == nil || len(seen) >= keptKnown {
		seen = map[string]struct{}{}
		k.ids[t] = seen
	}
	seen[id] = struct{}{}
}

// checkReferences refuses, in a write of many, a row that refers to one that does not stand.
func (tx *Tx) checkReferences(t *table, v reflect.Value) error {
	for i := range t.refs {
		r := &t.refs[i]
		if r.json {
			continue
		}
		id := v.Field(r.field).String()
		if id == "" || tx.known.has(r.table, id) {
			continue
		}
		_, found, err := tx.standing(r.table, id)
		if err != nil {
			return err
		}
		if !found {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s: it refers to a %s that is not there", label(t, v), r.to)
		}
		tx.known.add(r.table, id)
	}
	return nil
}

// errDeleteInMany is a fault of ours: references are not watched there.
var errDeleteInMany = errors.New("store: a write of many rows deletes none")
