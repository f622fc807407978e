package tidy

import (
	"encoding/csv"
	"errors"
	"io"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
)

// longestRow is the most bytes that one row of a table may take.
const longestRow = 64 << 20

// Reader reads the rows of a noun back, with their parts. It holds one row of each table at a time.
type Reader struct {
	t     *Table
	main  *lines
	parts []*Reader // of the parts of t
	after []string  // of a part: the row that is read next; nil at the end
}

// NewReader begins to read a noun. open gives the file of a table, or nil where there is none.
func NewReader(t *Table, open func(table string) (io.Reader, error)) (*Reader, error) {
	r := &Reader{t: t}
	f, err := open(t.Name)
	if err != nil {
		return nil, err
	}
	if f != nil {
		if r.main, err = newLines(t, f); err != nil {
			return nil, err
		}
	}
	for _, p := range t.Parts {
		part, err := NewReader(p, open)
		if err != nil {
			return nil, err
		}
		if err := part.advance(); err != nil {
			return nil, err
		}
		r.parts = append(r.parts, part)
	}
	return r, nil
}

// Next is the next row, a pointer to a new struct. It ends with io.EOF, and is an error where a part belongs to no row.
func (r *Reader) Next() (any, error) {
	if r.main == nil {
		return nil, r.left()
	}
	cells, err := r.main.next()
	if errors.Is(err, io.EOF) {
		return nil, r.left()
	}
	if err != nil {
		return nil, err
	}
	row := reflect.New(r.t.typ)
	if err := r.fill(row.Elem(), cells, 0); err != nil {
		return nil, err
	}
	return row.Interface(), r.take(row.Elem(), []string{r.t.id(row.Elem())})
}

// Line is the line of the row that was read last.
func (r *Reader) Line() int {
	if r.main == nil {
		return 0
	}
	return r.main.line
}

// fill sets the fields of a struct from cells in the order of the columns; those before from are no fields.
func (r *Reader) fill(v reflect.Value, cells []string, from int) error {
	for i := from; i < len(r.t.Columns); i++ {
		if r.t.Columns[i].Key {
			continue
		}
		f := &r.t.fields[i]
		if err := f.read(cells[i], v.FieldByIndex(f.at)); err != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s.csv, line %d, column %s: %v", r.t.Name, r.main.line, r.t.Columns[i].Name, err)
		}
	}
	return nil
}

// take reads the parts of a row; lead is what they begin with.
func (r *Reader) take(v reflect.Value, lead []string) error {
	for _, p := range r.parts {
		list := v.FieldByIndex(p.t.list)
		for n := 1; p.after != nil && slices.Equal(p.after[:len(lead)], lead); n++ {
			if p.after[len(lead)] != strconv.Itoa(n) {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s.csv, line %d: n is %q where %d follows; keep the rows in their order", p.t.Name, p.main.line, p.after[len(lead)], n)
			}
			list.Set(reflect.Append(list, reflect.Zero(p.t.typ)))
			at := list.Index(list.Len() - 1)
			if err := p.fill(at, p.after, len(lead)+1); err != nil {
				return err
			}
			if err := p.advance(); err != nil {
				return err
			}
			if err := p.take(at, append(lead[:len(lead):len(lead)], strconv.Itoa(n))); err != nil {
				return err
			}
		}
	}
	return nil
}

// advance reads the next row of a part.
func (r *Reader) advance() error {
	if r.after = nil; r.main == nil {
		return nil
	}
	cells, err := r.main.next()
	if errors.Is(err, io.EOF) {
		return nil
	}
	r.after = cells
	return err
}

// left is io.EOF, or where a part is left over, what is wrong with it.
func (r *Reader) left() error {
	for _, p := range r.parts {
		if p.after != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s.csv, line %d: it is part of no row of %s.csv, or not in the order of its rows", p.t.Name, p.main.line, r.t.Name)
		}
		if err := p.left(); !errors.Is(err, io.EOF) {
			return err
		}
	}
	return io.EOF
}

// lines reads one table, its cells in the order of the columns whatever their order in the file.
type lines struct {
	t     *Table
	csv   *csv.Reader
	limit *rowLimit
	from  []int // by column: where in the file; -1 where the file has no such column
	line  int
}

func newLines(t *Table, r io.Reader) (*lines, error) {
	l := &lines{t: t, limit: &rowLimit{r: r, table: t.Name}}
	l.csv = csv.NewReader(l.limit)
	l.limit.left = longestRow
	header, err := l.csv.Read()
	if errors.Is(err, io.EOF) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s.csv is empty: it has not even a header", t.Name)
	}
	if err != nil {
		return nil, l.wrong(err)
	}
	header[0] = strings.TrimPrefix(header[0], "\ufeff")
	l.csv.FieldsPerRecord = len(header)
	for _, c := range t.Columns {
		at := slices.Index(header, c.Name)
		if at < 0 && (c.Name == "id" || c.Name == "n") {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s.csv has no column %s", t.Name, c.Name)
		}
		l.from = append(l.from, at)
	}
	for i, h := range header {
		if !slices.Contains(l.from, i) {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s.csv has a column %q that the table does not have, or has twice", t.Name, h)
		}
	}
	return l, nil
}

func (l *lines) next() ([]string, error) {
	l.limit.left = longestRow
	row, err := l.csv.Read()
	if err != nil {
		return nil, l.wrong(err)
	}
	l.line, _ = l.csv.FieldPos(0)
	out := make([]string, len(l.from))
	for i, at := range l.from {
		if at < 0 {
			continue
		}
		if !utf8.ValidString(row[at]) {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s.csv, line %d: the cell of column %s is not UTF-8; save the table as UTF-8", l.t.Name, l.line, l.t.Columns[i].Name)
		}
		out[i] = strings.Clone(row[at]) // the cells of a row share one text, which a kept id would hold whole
	}
	return out, nil
}

func (l *lines) wrong(err error) error {
	var fault *csv.ParseError
	if errors.As(err, &fault) {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s.csv, line %d: %v", l.t.Name, fault.Line, fault.Err)
	}
	return err
}

// rowLimit fails a table in which one row goes on and on.
type rowLimit struct {
	r     io.Reader
	table string
	left  int
}

func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, crosscase.Errorf(crosscase.CodeInvalid, "%s.csv: a row is longer than 64 MiB: is a quotation mark missing?", l.table)
	}
	n, err := l.r.Read(p)
	l.left -= n
	return n, err
}
