package store

import (
	"context"
	"database/sql"
	"errors"
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // registers the driver "pgx"
	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"github.com/crosscase/crosscase"
)

// dialect holds what differs between the databases.
type dialect struct {
	name     string
	goose    goose.Dialect
	bytes    string                     // the column type for bytes
	bulk     string                     // how an insert of many rows begins
	rewrite  func(string) string        // from $1 to the driver's own placeholders
	conflict func(error) (string, bool) // the violated constraint or columns, where the error is one of those

	unreachable func(error) bool // no database of ours is there, as far as the error of connecting says
}

var placeholder = regexp.MustCompile(`\$(\d+)`)

// sqliteDialect rewrites $1 to ?1: with $1 SQLite numbers parameters by first appearance, and
// drivers then swap arguments silently when $2 comes first.
func sqliteDialect() *dialect {
	var memo sync.Map
	return &dialect{
		name: "sqlite", goose: goose.DialectSQLite3, bytes: "BLOB",
		// A bulk insert that fails ends its transaction, so SQLite need not keep a journal to undo half of one.
		bulk: "INSERT OR FAIL INTO ",
		rewrite: func(q string) string {
			if r, ok := memo.Load(q); ok {
				return r.(string)
			}
			r := toQuestionMarks(q)
			memo.Store(q, r)
			return r
		},
		conflict: func(err error) (string, bool) {
			var e *sqlite.Error
			if !errors.As(err, &e) {
				return "", false
			}
			switch e.Code() {
			case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
				return "unique " + e.Error(), true
			case sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
				return "reference", true
			}
			return "", false
		},
		unreachable: func(err error) bool {
			var e *sqlite.Error
			return errors.As(err, &e) && (e.Code()&0xff == sqlite3.SQLITE_NOTADB || e.Code()&0xff == sqlite3.SQLITE_CANTOPEN)
		},
	}
}

// toQuestionMarks writes plain ? where the placeholders are $1, $2, $3, … in this order, each once: SQLite's
// driver looks numbered ones up in a list, which for a statement of many rows takes longer than all else.
func toQuestionMarks(q string) string {
	next, inOrder := 1, true
	for _, m := range placeholder.FindAllStringSubmatch(q, -1) {
		inOrder = inOrder && m[1] == strconv.Itoa(next)
		next++
	}
	if inOrder {
		return placeholder.ReplaceAllLiteralString(q, "?")
	}
	return placeholder.ReplaceAllString(q, "?$1")
}

func postgresDialect() *dialect {
	return &dialect{
		name: "postgres", goose: goose.DialectPostgres, bytes: "BYTEA", bulk: "INSERT INTO ",
		rewrite: func(q string) string { return q },
		conflict: func(err error) (string, bool) {
			var e *pgconn.PgError
			if !errors.As(err, &e) {
				return "", false
			}
			switch e.Code {
			case "23505":
				return "unique " + e.ConstraintName, true
			case "23503":
				return "reference", true
			}
			return "", false
		},
		unreachable: func(err error) bool {
			var refused *pgconn.ConnectError
			var wrong *pgconn.ParseConfigError
			return errors.As(err, &refused) || errors.As(err, &wrong)
		},
	}
}

// explain turns a violated constraint into an error a person can act on; what says what was being written.
func (d *dialect) explain(err error, what string) error {
	if err == nil {
		return nil
	}
	kind, ok := d.conflict(err)
	switch {
	case ok && strings.HasPrefix(kind, "unique"):
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: there is one with the same name or key already; choose another or change that one", what)
	case ok:
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: it refers to something that is not there, or something else still refers to it", what)
	}
	return err
}

// queryer is what a connection pool and a transaction have in common.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}
