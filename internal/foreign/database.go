package foreign

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	_ "modernc.org/sqlite" // the driver

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// The most that is read of a database.
const (
	mostRows  = 1_000_000
	mostBytes = 256 << 20
	mostPage  = 32 << 20 // bytes of one document of Taguette
	largest   = 2 << 30  // bytes of the file
)

// Program is a program whose databases are read.
type Program string

// The programs are:
const (
	QualCoder Program = "QualCoder"
	Taguette  Program = "Taguette"
)

// marks are tables that tell a program's database.
var marks = map[Program][]string{
	QualCoder: {"code_name", "code_cat", "code_text", "case_text", "source"},
	Taguette:  {"projects", "documents", "highlights", "tags", "highlight_tags"},
}

// Read reads a database. name is what the person calls the file; which of several projects in one is meant is said by
// its name, and may be "" where there is one.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, project string) (*refi.Project, error) {
	name = filepath.Base(name)
	head := make([]byte, 16)
	if n, _ := r.ReadAt(head, 0); n < 16 || string(head[:15]) != "SQLite format 3" {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no SQLite database, in which QualCoder and Taguette keep projects", name)
	}
	if size > largest {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is larger than 2 GiB: no project is", name)
	}
	f, err := os.CreateTemp("", "crosscase-foreign-*") // SQLite reads files
	if err != nil {
		return nil, err
	}
	defer func() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }() // it has served its turn
	if _, err := io.Copy(f, io.NewSectionReader(r, 0, size)); err != nil {
		return nil, err
	}
	dsn := "file:" + (&url.URL{Path: filepath.ToSlash(f.Name())}).EscapedPath() + "?mode=ro&immutable=1&_pragma=query_only(1)&_pragma=trusted_schema(0)&_pragma=cell_size_check(1)"
	db, err := sql.Open("sqlite", dsn)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	d := &database{ctx: ctx, db: db, name: name, bytes: mostBytes, p: &refi.Project{File: name, Entry: name, Container: refi.QDPX, Convention: refi.Convention{Basis: refi.ByOrigin}}}
	return d.read(project)
}

// database is one on its way to a project.
type database struct {
	ctx    context.Context
	db     *sql.DB
	name   string
	tables []string
	bytes  int
	p      *refi.Project
}

func (d *database) read(project string) (*refi.Project, error) {
	rows, err := d.db.QueryContext(d.ctx, "SELECT name FROM sqlite_master WHERE type = 'table'")
	if err != nil {
		return nil, d.damaged(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		if err := rows.Scan(&table); err != nil {
			return nil, d.damaged(err)
		}
		d.tables = append(d.tables, strings.ToLower(table))
	}
	if err := rows.Err(); err != nil {
		return nil, d.damaged(err)
	}
	switch {
	case d.has(marks[QualCoder]):
		err = d.qualCoder()
	case d.has(marks[Taguette]):
		err = d.taguette(project)
	default:
		err = crosscase.Errorf(crosscase.CodeInvalid, "%s is a database of neither QualCoder nor Taguette: none of their tables is in it", d.name)
	}
	return d.p, err
}

func (d *database) has(tables []string) bool {
	return !slices.ContainsFunc(tables, func(t string) bool { return !slices.Contains(d.tables, t) })
}

func (d *database) damaged(err error) error {
	if d.ctx.Err() != nil {
		return d.ctx.Err()
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "%s is damaged: %v; close it in its program and copy it again", d.name, err)
}

// row is one row of a table, by column in lower case.
type row map[string]any

// each visits the rows of a table in the order of its keys; none where there is no such table.
func (d *database) each(table string, visit func(row)) error {
	if !slices.Contains(d.tables, table) {
		return nil
	}
	rows, err := d.db.QueryContext(d.ctx, "SELECT * FROM "+table+" ORDER BY rowid")
	if err != nil {
		return d.damaged(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return d.damaged(err)
	}
	cells, into := make([]any, len(columns)), make([]any, len(columns))
	for i := range cells {
		into[i] = &cells[i]
	}
	for n := 0; rows.Next(); n++ {
		if n == mostRows {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s holds more than %d rows in table %s: no project does", d.name, mostRows, table)
		}
		if err := rows.Scan(into...); err != nil {
			return d.damaged(err)
		}
		one := make(row, len(columns))
		for i, c := range columns {
			one[strings.ToLower(c)] = cells[i]
			if s, ok := cells[i].(string); ok {
				if d.bytes -= len(s); d.bytes < 0 {
					return crosscase.Errorf(crosscase.CodeInvalid, "%s holds more than %d MiB of text, more than is read at once", d.name, mostBytes>>20)
				}
			}
		}
		visit(one)
	}
	if err := rows.Err(); err != nil {
		return d.damaged(err)
	}
	return nil
}

// text is a cell as text; "" for none.
func (r row) text(column string) string {
	switch v := r[column].(type) {
	case nil:
		return ""
	case string:
		return v
	case []byte:
		return strings.ToValidUTF8(string(v), "�")
	case time.Time:
		return v.UTC().Format(time.DateTime)
	default:
		return fmt.Sprint(v)
	}
}

// number is a cell as a whole number; false for none.
func (r row) number(column string) (int64, bool) {
	switch v := r[column].(type) {
	case int64:
		return v, true
	case float64:
		return int64(v), true
	case string:
		n, err := strconv.ParseInt(strings.TrimSpace(v), 10, 64)
		return n, err == nil
	}
	return 0, false
}

func (r row) num(column string) int64 {
	n, _ := r.number(column) // no number is 0
	return n
}

// when is a cell as a time; the zero time for none.
func (r row) when(column string) time.Time {
	if t, ok := r[column].(time.Time); ok {
		return t.UTC()
	}
	s := r.text(column)
	for _, layout := range []string{"2006-01-02 15:04:05.999999", time.DateTime, "2006-01-02T15:04:05.999999", "2006-01-02_15:04:05", time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func (d *database) problem(where, format string, args ...any) {
	if len(d.p.Problems) < 1000 {
		d.p.Problems = append(d.p.Problems, refi.Problem{Where: d.name + ", " + where, What: fmt.Sprintf(format, args...)})
	}
}

var breaks = strings.NewReplacer("\r\n", "\n", "\r", "\n")
