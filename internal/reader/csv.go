package reader

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// delimiters are those looked for, the likelier first where the header has as
// many of two.
const delimiters = ",;\t|$"

// openCSV finds the encoding and the delimiter of a CSV file and begins to read it.
//
// The rules are:
//   - the delimiter is what the person says, else what a first line "sep=;" says, else that of
//     comma, semicolon, tab, bar and dollar which the header has most of outside quotes;
//   - a cell may be in double quotes and then hold delimiters, line ends and doubled quotes;
//   - lines end in LF or CRLF, or in CR where the beginning of the file has no LF.
func (t *Table) openCSV(r io.ReaderAt, size int64, opts Options) error {
	c, err := detect(t.ctx, t.name, r, size, opts.Encoding)
	if err != nil {
		return err
	}
	t.Encoding, t.Guessed = c.name, c.guessed
	limit := &rowLimit{name: t.name, r: decode(t.name, r, size, c)}
	room := int(min(size+16, 256<<10))
	buffered := bufio.NewReaderSize(limit, room)
	limit.left = maxRowBytes
	head, err := buffered.Peek(min(room, 64<<10))
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	start := string(head)
	if strings.Contains(start, "\r") && !strings.Contains(start, "\n") {
		start = strings.ReplaceAll(start, "\r", "\n")
		buffered = bufio.NewReaderSize(&lineFeeds{buffered}, room)
	}
	delimiter, skip := sniff(start, max(opts.HeaderRow, 1))
	if opts.Delimiter != 0 {
		delimiter = opts.Delimiter
	}
	if delimiter == '"' || delimiter == '\n' || delimiter == '\r' || delimiter == utf8.RuneError || !utf8.ValidRune(delimiter) {
		return invalid("%q cannot part the cells of a CSV file: give a comma, semicolon, tab or bar", delimiter)
	}
	if _, err := buffered.Discard(skip); err != nil {
		return err
	}
	t.Delimiter = string(delimiter)
	cr := csv.NewReader(buffered)
	cr.Comma = delimiter
	cr.FieldsPerRecord = -1
	cr.ReuseRecord = true
	t.rows = &csvRows{name: t.name, r: cr, limit: limit, skipped: strings.Count(start[:skip], "\n")}
	return nil
}

// sniff finds the delimiter from the line of the header, and how many bytes a
// line "sep=" takes before the table.
func sniff(head string, headerRow int) (delimiter rune, skip int) {
	if first, _, ok := strings.Cut(head, "\n"); ok {
		if sep, ok := strings.CutPrefix(strings.TrimRight(first, "\r"), "sep="); ok && utf8.RuneCountInString(sep) == 1 {
			delimiter, _ = utf8.DecodeRuneInString(sep)
			return delimiter, len(first) + 1
		}
	}
	counts := make(map[rune]int)
	quoted, row, inked := false, 1, false
	for _, r := range head {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '\n':
			if row >= headerRow && inked {
				return most(counts), 0
			}
			row++
			clear(counts)
			inked = false
		case strings.ContainsRune(delimiters, r):
			counts[r]++
		case r != '\r' && r != ' ':
			inked = true
		}
	}
	return most(counts), 0
}

func most(counts map[rune]int) rune {
	best := rune(',')
	for _, r := range delimiters {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

type csvRows struct {
	name    string
	r       *csv.Reader
	limit   *rowLimit
	skipped int // lines before those the csv reader counts
}

func (c *csvRows) next() ([]string, int, error) {
	c.limit.left = maxRowBytes
	row, err := c.r.Read()
	if err == nil {
		line, _ := c.r.FieldPos(0)
		if len(row) > maxCells {
			return nil, 0, invalid("%s: line %d has %d cells, at most %d are read", c.name, line+c.skipped, len(row), maxCells)
		}
		return row, line + c.skipped, nil
	}
	var fault *csv.ParseError
	if !errors.As(err, &fault) {
		return nil, 0, err
	}
	line := fault.StartLine + c.skipped
	switch {
	case errors.Is(err, csv.ErrBareQuote):
		return nil, line, invalid("%s: line %d, character %d: a quotation mark inside a cell that does not begin with one; put the cell in quotes and double the mark", c.name, fault.Line+c.skipped, fault.Column)
	case errors.Is(err, csv.ErrQuote):
		return nil, line, invalid("%s: line %d: a cell in quotes that begins in line %d does not end there (line %d, character %d); double the marks inside a cell", c.name, line, line, fault.Line+c.skipped, fault.Column)
	}
	return nil, line, fmt.Errorf("line %d: %w", line, fault.Err)
}

func (c *csvRows) close() error { return nil }

func (c *csvRows) place(line, column int) string {
	if column < 0 {
		return fmt.Sprintf("line %d", line)
	}
	return fmt.Sprintf("cell %d", column+1)
}

func (c *csvRows) sparse() bool { return false }

// lineFeeds makes CR, the line end of old Macs, into LF.
type lineFeeds struct{ r io.Reader }

func (l *lineFeeds) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	for i := range p[:n] {
		if p[i] == '\r' {
			p[i] = '\n'
		}
	}
	return n, err
}

// rowLimit fails a file in which one row goes on and on, as one does whose
// quotation mark is never closed.
type rowLimit struct {
	name string
	r    io.Reader
	left int
}

func (l *rowLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, invalid("%s: a row is longer than %s: is a quotation mark missing?", l.name, bytesText(maxRowBytes))
	}
	n, err := l.r.Read(p)
	l.left -= n
	return n, err
}
