package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// Table is a table being read row by row. It holds one row at a time, whatever
// the size of the file. Close it.
//
// The rules are:
//   - the header is the first row, or the row that Options.HeaderRow says; blanks around its names
//     and empty cells at its end go;
//   - a row has as many cells as the header. Empty cells beyond it are ignored, one that is not
//     empty is an error; in a CSV file a row with fewer is one too, and where its header ends in empty
//     cells, a row of another length: a delimiter within a value moves what follows it; in a workbook, which does not
//     store empty cells, they are "";
//   - a row without anything in it is left out;
//   - cells are in normal form (package text), with the blanks they came with.
type Table struct {
	Header    []string
	Encoding  string // IANA name; "" for a workbook
	Guessed   bool   // Encoding is a guess from the letters and worth showing
	Delimiter string // of a CSV file; "" for a workbook
	Sheet     string // of a workbook; "" for a CSV file

	ctx   context.Context
	name  string
	rows  rowSource
	count int

	padded int // cells of the header of a CSV file with the empty ones at its end, where it has some; else 0
}

// rowSource gives the rows of a file with the line or row each stands in. A row
// is valid until the next call. It ends with io.EOF.
type rowSource interface {
	next() (row []string, line int, err error)
	close() error
	// place names a cell for a person; column counts from 0.
	place(line, column int) string
	// sparse says that a row may end before its last cells because they are empty.
	sparse() bool
}

// ReadTable begins to read a .csv, .tsv or .xlsx file; a workbook is recognised
// by its content. Errors are for the person and name the file and the place.
func ReadTable(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (*Table, error) {
	most := int64(maxTableSize)
	if opts.MaxSize > 0 {
		most = opts.MaxSize
	}
	if err := checkSize(name, size, most); err != nil {
		return nil, err
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); err != nil && (!errors.Is(err, io.EOF) || n < len(head)) {
		return nil, err
	}
	t := &Table{ctx: ctx, name: name}
	var err error
	switch {
	case bytes.HasPrefix(head, []byte(zipMagic)):
		if err := checkSize(name, size, opts.maxSize()); err != nil {
			return nil, err
		}
		err = t.openWorkbook(r, size, opts)
	case strings.EqualFold(filepath.Ext(name), ".xlsx"), strings.EqualFold(filepath.Ext(name), ".xlsm"):
		if err := foreign(name, head, r, size); err != nil {
			return nil, err
		}
		return nil, invalid("%s is not an Excel workbook: it does not begin like one; save it again as .xlsx", name)
	default:
		if err := foreign(name, head, r, size); err != nil {
			return nil, err
		}
		err = t.openCSV(r, size, opts)
	}
	if err != nil {
		return nil, err
	}
	if err := t.readHeader(opts); err != nil {
		t.Close()
		return nil, err
	}
	return t, nil
}

func (t *Table) readHeader(opts Options) error {
	for {
		row, line, err := t.rows.next()
		if errors.Is(err, io.EOF) {
			return invalid("%s has no row %d to be the header", t.name, max(opts.HeaderRow, 1))
		}
		if err != nil {
			return err
		}
		if line < opts.HeaderRow || emptyRow(row) {
			continue
		}
		t.Header = make([]string, len(row))
		for i, cell := range row {
			t.Header[i] = strings.TrimSpace(text.Normalize(cell))
		}
		if !t.rows.sparse() {
			t.padded = len(row)
		}
		for n := len(t.Header); n > 0 && t.Header[n-1] == ""; n-- {
			t.Header = t.Header[:n-1]
		}
		if t.padded == len(t.Header) {
			t.padded = 0
		}
		return nil
	}
}

// Next is the next row with as many cells as the header, and the line of the
// file (or the row of the sheet) it begins in, counted from 1. The row is valid
// until the next call; its cells may be kept. It ends with io.EOF.
func (t *Table) Next() ([]string, int, error) {
	for {
		if t.count++; t.count%1024 == 0 {
			if err := t.ctx.Err(); err != nil {
				return nil, 0, err
			}
		}
		row, line, err := t.rows.next()
		if err != nil {
			return nil, line, err
		}
		if emptyRow(row) {
			continue
		}
		row, err = t.fit(row, line)
		if err != nil {
			return nil, line, err
		}
		for i, cell := range row {
			row[i] = text.Normalize(cell)
		}
		return row, line, nil
	}
}

// fit makes row as long as the header or says why it is not.
func (t *Table) fit(row []string, line int) ([]string, error) {
	want := len(t.Header)
	if t.padded > 0 && len(row) != t.padded {
		return nil, t.misfit(line, fmt.Sprintf("has %d cells, the header has %d with the empty ones at its end%s", len(row), t.padded, t.hint()))
	}
	if len(row) == want {
		return row, nil
	}
	if len(row) > want {
		for i := want; i < len(row); i++ {
			if strings.TrimSpace(row[i]) != "" {
				return nil, t.misfit(line, fmt.Sprintf("has %d cells, the header has %d: the first without a header is %s (%s)%s", len(row), want, t.rows.place(line, i), excerptOf(row[i]), t.hint()))
			}
		}
		return row[:want], nil
	}
	if !t.rows.sparse() {
		return nil, t.misfit(line, fmt.Sprintf("has %d cells, the header has %d%s", len(row), want, t.hint()))
	}
	for len(row) < want {
		row = append(row, "")
	}
	return row, nil
}

// MisfitError says that a row does not fit the header. It is also a *crosscase.Error of CodeInvalid, and further rows
// may be read after it.
type MisfitError struct {
	File  string
	Place string // such as "line 12"
	Why   string
}

func (t *Table) misfit(line int, why string) error {
	return &MisfitError{File: t.name, Place: t.rows.place(line, -1), Why: why}
}

func (e *MisfitError) Error() string {
	return fmt.Sprintf("%s: %s %s", e.File, e.Place, e.Why)
}

func (e *MisfitError) Unwrap() error { return crosscase.Errorf(crosscase.CodeInvalid, "%s", e.Error()) }

// hint is for the first row, whose misfit is as a rule a fault of the header.
func (t *Table) hint() string {
	if t.count > 1 {
		return ""
	}
	return "; if the header is a later row, say which"
}

// Close releases the file. Further calls do nothing.
func (t *Table) Close() error {
	if t.rows == nil {
		return nil
	}
	err := t.rows.close()
	t.rows = ended{}
	return err
}

// ended is the source of a table that was closed.
type ended struct{}

func (ended) next() ([]string, int, error) { return nil, 0, io.EOF }
func (ended) close() error                 { return nil }
func (ended) place(int, int) string        { return "" }
func (ended) sparse() bool                 { return false }

func emptyRow(row []string) bool {
	for _, cell := range row {
		if strings.TrimSpace(cell) != "" {
			return false
		}
	}
	return true
}

// excerptOf is the beginning of a cell for a message.
func excerptOf(cell string) string {
	const most = 20
	if utf8.RuneCountInString(cell) <= most {
		return `"` + cell + `"`
	}
	return `"` + string([]rune(cell)[:most]) + `…"`
}
