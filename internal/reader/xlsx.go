package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
)

// workbook is what the sheets of an Excel file share.
type workbook struct {
	strings []string
	dates   []bool // by style: the number is a date or a time
	from04  bool   // days count from 1904
}

// openWorkbook finds the sheet and begins to read it.
//
// It is a reader of our own because the row iterator of the excelize library does
// not tell the style of a cell, without which 44347 and 31.05.2021 look alike.
func (t *Table) openWorkbook(r io.ReaderAt, size int64, opts Options) error {
	a, err := openArchive(t.name, r, size, "an Excel workbook")
	if err != nil {
		return err
	}
	root, err := relations(t.ctx, a, "/_rels/.rels", "/")
	if err != nil {
		return err
	}
	main := root["officeDocument"]
	if main == "" || !a.has(main) {
		main = "/xl/workbook.xml"
	}
	if !a.has(main) || a.has("/word/document.xml") {
		return invalid("%s is not an Excel workbook; save it again as .xlsx", t.name)
	}
	folder, file := path.Split(main)
	related := folder + "_rels/" + file + ".rels"
	own, err := relations(t.ctx, a, related, folder)
	if err != nil {
		return err
	}
	book := &workbook{}
	sheets, err := readSheets(t.ctx, a, main, book)
	if err != nil {
		return err
	}
	chosen, err := choose(t.name, sheets, opts.Sheet)
	if err != nil {
		return err
	}
	part, err := relationTarget(t.ctx, a, related, folder, chosen.relation)
	if err != nil {
		return err
	}
	if book.strings, err = readSharedStrings(t.ctx, a, or(own["sharedStrings"], folder+"sharedStrings.xml")); err != nil {
		return err
	}
	if book.dates, err = readDateStyles(t.ctx, a, or(own["styles"], folder+"styles.xml")); err != nil {
		return err
	}
	x, err := a.openXML(t.ctx, part)
	if errors.Is(err, errNoPart) {
		return invalid("%s is damaged: its sheet %q is missing", t.name, chosen.name)
	}
	if err != nil {
		return err
	}
	t.Sheet = chosen.name
	t.rows = &sheetRows{x: x, book: book, name: t.name}
	return nil
}

func or(s, otherwise string) string {
	if s != "" {
		return s
	}
	return otherwise
}

type sheet struct{ name, relation string }

// readSheets reads the list of sheets and the way dates count.
func readSheets(ctx context.Context, a *archive, part string, book *workbook) ([]sheet, error) {
	x, err := a.openSide(ctx, part)
	if err != nil {
		return nil, err
	}
	defer x.close()
	var sheets []sheet
	for {
		token, err := x.next()
		if err == io.EOF {
			return sheets, nil
		}
		if err != nil {
			return nil, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Space != "s" {
			continue
		}
		switch e.Name.Local {
		case "workbookPr":
			v := attr(e, "date1904")
			book.from04 = v == "1" || v == "true"
		case "sheet":
			one := sheet{name: attr(e, "name")}
			for _, at := range e.Attr {
				if at.Name.Local == "id" && at.Name.Space != "" {
					one.relation = at.Value
				}
			}
			sheets = append(sheets, one)
		}
	}
}

func choose(name string, sheets []sheet, wanted string) (sheet, error) {
	if len(sheets) == 0 {
		return sheet{}, invalid("%s has no sheet", name)
	}
	if wanted == "" {
		return sheets[0], nil
	}
	var names []string
	for _, s := range sheets {
		if strings.EqualFold(s.name, wanted) {
			return s, nil
		}
		names = append(names, strconv.Quote(s.name))
	}
	return sheet{}, invalid("%s has no sheet %q: it has %s", name, wanted, strings.Join(names, ", "))
}

// relationTarget is the target of one relation by its id.
func relationTarget(ctx context.Context, a *archive, part, folder, id string) (string, error) {
	x, err := a.openSide(ctx, part)
	if err != nil {
		return "", invalid("%s is damaged: it does not say where its sheets are", a.name)
	}
	defer x.close()
	for {
		token, err := x.next()
		if err == io.EOF {
			return "", invalid("%s is damaged: it does not say where its sheets are", a.name)
		}
		if err != nil {
			return "", err
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == "Relationship" && attr(e, "Id") == id {
			target := attr(e, "Target")
			if !strings.HasPrefix(target, "/") {
				target = folder + target
			}
			return path.Clean(target), nil
		}
	}
}

// sheetRows reads the rows of a sheet one by one.
type sheetRows struct {
	x    *xmlPart
	book *workbook
	name string
	row  []string
	line int
}

func (s *sheetRows) next() ([]string, int, error) {
	for {
		token, err := s.x.next()
		if err != nil {
			return nil, 0, err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Space != "s" || e.Name.Local != "row" {
			continue
		}
		s.line++
		if n, ok := number(attr(e, "r")); ok {
			s.line = n
		}
		if err := s.cells(); err != nil {
			return nil, s.line, err
		}
		return s.row, s.line, nil
	}
}

// cells reads the cells of the row just opened.
func (s *sheetRows) cells() error {
	clear(s.row)
	s.row = s.row[:0]
	depth := len(s.x.open) - 1
	for len(s.x.open) > depth {
		token, err := s.x.next()
		if err != nil {
			return err
		}
		e, ok := token.(xml.StartElement)
		if !ok || e.Name.Space != "s" || e.Name.Local != "c" {
			continue
		}
		column := len(s.row)
		if at := attr(e, "r"); at != "" {
			if n, ok := columnOf(at); ok {
				column = n
			}
		}
		if column >= maxCells {
			return invalid("%s: row %d has more than %d columns, which is more than Excel has", s.name, s.line, maxCells)
		}
		for len(s.row) <= column {
			s.row = append(s.row, "")
		}
		value, err := s.value(e, column)
		if err != nil {
			return err
		}
		s.row[column] = value
	}
	return nil
}

// value reads the cell just opened.
func (s *sheetRows) value(e xml.StartElement, column int) (string, error) {
	kind := attr(e, "t")
	styleID, _ := number(attr(e, "s"))
	raw, err := cellText(s.x)
	if err != nil {
		return "", err
	}
	switch kind {
	case "s":
		i, ok := number(strings.TrimSpace(raw))
		if !ok || i < 0 || i >= len(s.book.strings) {
			return "", invalid("%s is damaged: %s refers to a text that is not there", s.name, s.place(s.line, column))
		}
		return s.book.strings[i], nil
	case "str", "inlineStr", "e", "d":
		return raw, nil
	case "b":
		if strings.TrimSpace(raw) == "1" {
			return "TRUE", nil
		}
		return "FALSE", nil
	}
	raw = strings.TrimSpace(raw)
	if raw == "" {
		return "", nil
	}
	n, err := strconv.ParseFloat(raw, 64)
	if err != nil {
		return "", invalid("%s is damaged: %s holds %s as a number", s.name, s.place(s.line, column), excerptOf(raw))
	}
	if styleID >= 0 && styleID < len(s.book.dates) && s.book.dates[styleID] {
		if date, ok := serialDate(n, s.book.from04); ok {
			return date, nil
		}
	}
	return shortest(n), nil
}

// cellText gathers the letters of a cell: of <v>, or of the <t> of its runs.
func cellText(x *xmlPart) (string, error) {
	var b strings.Builder
	reading := false
	depth := len(x.open) - 1
	for len(x.open) > depth {
		token, err := x.next()
		if err != nil {
			return "", err
		}
		switch t := token.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "v", "t":
				reading = true
			case "f", "rPh", "phoneticPr", "extLst":
				if err := x.skip(); err != nil {
					return "", err
				}
			}
		case xml.EndElement:
			reading = false
		case xml.CharData:
			if reading {
				b.Write(t)
			}
		}
	}
	return unescapeCell(b.String()), nil
}

func (s *sheetRows) close() error {
	s.x.close()
	return nil
}

func (s *sheetRows) place(line, column int) string {
	if column < 0 {
		return fmt.Sprintf("row %d", line)
	}
	return columnName(column) + strconv.Itoa(line)
}

func (s *sheetRows) sparse() bool { return true }
