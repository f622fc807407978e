package reader

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

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
