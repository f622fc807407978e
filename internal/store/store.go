package store

import (
	"bytes"
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing/fstest"

	"github.com/pressly/goose/v3"

	"github.com/crosscase/crosscase"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is one database of studies. It is safe for concurrent use.
type Store struct {
	read, write *sql.DB // the same pool on PostgreSQL; many readers and one writer on SQLite
	d           *dialect
	path        string // of the SQLite file; "" on PostgreSQL
	watchers    watchers
	turn        chan struct{} // on SQLite, held by who writes: the pool would pick any of those who wait, and some would wait long
}

// Open opens the database at where, a file path or a postgres:// URL, and brings its schema up to date.
// It refuses a database that a newer program has written.
func Open(ctx context.Context, where string) (*Store, error) {
	s, err := connect(where)
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func connect(where string) (*Store, error) {
	if strings.HasPrefix(where, "postgres://") || strings.HasPrefix(where, "postgresql://") {
		db, err := sql.Open("pgx", where)
		if err != nil {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "database URL: %v", err)
		}
		db.SetMaxOpenConns(16)
		return &Store{read: db, write: db, d: postgresDialect()}, nil
	}
	if err := os.MkdirAll(filepath.Dir(where), 0o700); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "data directory: %v; choose another with --data", err)
	}
	// busy_timeout comes first, since switching to WAL may itself wait. Without _txlock=immediate two
	// transactions that read and then write fail with "database is locked" whatever the timeout.
	dsn := "file:" + (&url.URL{Path: filepath.ToSlash(where)}).EscapedPath() +
		"?_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)&_pragma=foreign_keys(ON)&_pragma=temp_store(MEMORY)"
	reading, err := newKeeping(dsn + "&_pragma=cache_size(-32000)")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", where, err)
	}
	writing, err := newKeeping(dsn + "&_pragma=cache_size(-192000)&_txlock=immediate")
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", where, err)
	}
	read, write := sql.OpenDB(reading), sql.OpenDB(writing)
	read.SetMaxOpenConns(max(4, runtime.NumCPU()))
	read.SetMaxIdleConns(max(4, runtime.NumCPU()))
	write.SetMaxOpenConns(1)
	return &Store{read: read, write: write, d: sqliteDialect(), path: where, turn: make(chan struct{}, 1)}, nil
}

// Close closes the database.
func (s *Store) Close() error {
	if s.read == s.write {
		return s.write.Close()
	}
	return errors.Join(s.read.Close(), s.write.Close())
}

// Dialect is "sqlite" or "postgres".
func (s *Store) Dialect() string { return s.d.name }

func (s *Store) migrate(ctx context.Context) error {
	err := s.migrateOnce(ctx)
	// Another program may be doing the same on the same database: what it has done is then no error, and
	// what it has not is done at the next attempt. Each migration is one transaction.
	for range 5 {
		if err == nil || crosscase.ErrorCode(err) == crosscase.CodeInvalid || ctx.Err() != nil {
			return err
		}
		err = s.migrateOnce(ctx)
	}
	return err
}

func (s *Store) migrateOnce(ctx context.Context) error {
	if err := s.reach(ctx); err != nil {
		return err
	}
	files, err := s.migrationFiles()
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(s.d.goose, s.write, files)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("read the database's version: %w", err)
	}
	sources := p.ListSources()
	newest := sources[len(sources)-1].Version
	if have > newest {
		return crosscase.Errorf(crosscase.CodeInvalid, "the database is of version %d and this program knows versions up to %d: use the newer program that wrote it", have, newest)
	}
	if have == newest {
		return nil
	}
	if have > 0 && s.path != "" {
		if err := s.copyBefore(ctx, have); err != nil {
			return err
		}
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate from version %d: %w", have, err)
	}
	return nil
}

// reach tries the connection, and says what to do where there is no database of ours behind it.
func (s *Store) reach(ctx context.Context) error {
	err := s.write.PingContext(ctx)
	switch {
	case err == nil || ctx.Err() != nil:
		return err
	case s.d.unreachable(err) && s.path != "":
		return crosscase.Errorf(crosscase.CodeInvalid, "%s is no Crosscase database, or cannot be opened: choose another directory with --data", s.path)
	case s.d.unreachable(err):
		return crosscase.Errorf(crosscase.CodeInvalid, "the database cannot be reached: %v", err)
	}
	return fmt.Errorf("open the database: %w", err)
}

// copyBefore keeps the SQLite file as it was before a migration. The copy gets its name when it is whole.
func (s *Store) copyBefore(ctx context.Context, version int64) error {
	to := fmt.Sprintf("%s.v%d", s.path, version)
	if _, err := os.Stat(to); err == nil {
		return nil
	}
	part, err := os.MkdirTemp(filepath.Dir(s.path), ".copy")
	if err != nil {
		return fmt.Errorf("copy the database before migrating it: %w", err)
	}
	defer os.RemoveAll(part)
	whole := filepath.Join(part, "copy")
	if _, err := s.write.ExecContext(ctx, "VACUUM INTO '"+strings.ReplaceAll(whole, "'", "''")+"'"); err != nil {
		return fmt.Errorf("copy the database to %s before migrating it: %w", to, err)
	}
	if err := os.Rename(whole, to); err != nil {
		return fmt.Errorf("copy the database before migrating it: %w", err)
	}
	return nil
}

// migrationFiles are the migrations in the words of this database.
func (s *Store) migrationFiles() (fs.FS, error) {
	out := fstest.MapFS{}
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		text, err := migrations.ReadFile(name)
		if err != nil {
			return nil, err
		}
		text = bytes.ReplaceAll(text, []byte(" BYTES NOT NULL"), []byte(" "+s.d.bytes+" NOT NULL"))
		out[filepath.Base(name)] = &fstest.MapFile{Data: text}
	}
	return out, nil
}

func (s *Store) query(ctx context.Context, q queryer, text string, args ...any) (*sql.Rows, error) {
	if _, ok := q.(flushing); ok && s.path != "" {
		ctx = context.WithoutCancel(ctx) // as in Tx.exec
	}
	return q.QueryContext(ctx, s.d.rewrite(text), args...)
}

func (s *Store) exec(ctx context.Context, q queryer, text string, args ...any) (int64, error) {
	res, err := q.ExecContext(ctx, s.d.rewrite(text), args...)
	if err != nil {
		return 0, err
	}
	return res.RowsAffected()
}
