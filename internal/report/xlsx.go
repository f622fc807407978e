package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// WriteXLSX writes tables to an Excel workbook, a sheet each: the caption, a header row that stays in
// sight, the rows, the notes. Numbers are numbers; everything else is text and never a formula.
func WriteXLSX(w io.Writer, tables []*Table) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // of temporary files alone; what was written has been checked
	styles, err := newSheetStyles(f)
	if err != nil {
		return err
	}
	used := map[string]bool{}
	for i, t := range tables {
		name := sheetName(t, i, used)
		if i == 0 {
			err = f.SetSheetName("Sheet1", name)
		} else {
			_, err = f.NewSheet(name)
		}
		if err == nil {
			err = writeSheet(f, name, t, styles)
		}
		if err != nil {
			return fmt.Errorf("write sheet %d: %w", i+1, err)
		}
	}
	if len(tables) == 0 {
		if err := f.SetCellStr("Sheet1", "A1", "No tables."); err != nil {
			return fmt.Errorf("write empty workbook: %w", err)
		}
	}
	if err := f.Write(w); err != nil {
		return fmt.Errorf("write xlsx: %w", err)
	}
	return nil
}

// AllTables are the tables of a report in order, for WriteXLSX.
func AllTables(r *Report) []*Table {
	var out []*Table
	for b := range blocks(r) {
		switch {
		case b.Table != nil:
			out = append(out, b.Table)
		case b.Figure != nil && b.Figure.Table != nil:
			out = append(out, b.Figure.Table)
		}
	}
	return out
}

type sheetStyles struct{ caption, head, strong, number, strongNumber, wrap int }

func newSheetStyles(f *excelize.File) (sheetStyles, error) {
	var s sheetStyles
	whole := "#,##0"
	for _, one := range []struct {
		id    *int
		style *excelize.Style
	}{
		{&s.caption, &excelize.Style{Font: &excelize.Font{Bold: true, Size: 13}}},
		{&s.head, &excelize.Style{Font: &excelize.Font{Bold: true}, Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{"E8EEF2"}}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "bottom"}}},
		{&s.strong, &excelize.Style{Font: &excelize.Font{Bold: true}}},
		{&s.number, &excelize.Style{CustomNumFmt: &whole}},
		{&s.strongNumber, &excelize.Style{CustomNumFmt: &whole, Font: &excelize.Font{Bold: true}}},
		{&s.wrap, &excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}}},
	} {
		id, err := f.NewStyle(one.style)
		if err != nil {
			return s, fmt.Errorf("make a cell style: %w", err)
		}
		*one.id = id
	}
	return s, nil
}

// Rows of a sheet before the first of the table: caption and header.
const sheetHead = 2

func writeSheet(f *excelize.File, name string, t *Table, styles sheetStyles) error {
	sw, err := f.NewStreamWriter(name)
	if err != nil {
		return err
	}
	for i := range t.Columns {
		if err := sw.SetColWidth(i+1, i+1, sheetWidth(t, i)); err != nil {
			return err
		}
	}
	if err := sw.SetPanes(&excelize.Panes{Freeze: true, YSplit: sheetHead, TopLeftCell: "A" + strconv.Itoa(sheetHead+1), ActivePane: "bottomLeft"}); err != nil {
		return err
	}
	if err := sw.SetRow("A1", []any{excelize.Cell{StyleID: styles.caption, Value: sheetText(t.Caption)}}); err != nil {
		return err
	}
	heads := make([]any, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = excelize.Cell{StyleID: styles.head, Value: sheetText(c.Heading)}
	}
	if err := sw.SetRow("A2", heads); err != nil {
		return err
	}
	at := sheetHead
	for _, row := range t.Rows {
		at++
		cells := make([]any, 0, len(row.Cells))
		for _, c := range row.Cells {
			cells = append(cells, sheetCell(c, row.Kind, styles))
		}
		if err := sw.SetRow("A"+strconv.Itoa(at), cells); err != nil {
			return err
		}
	}
	for _, n := range t.Notes {
		at++
		if err := sw.SetRow("A"+strconv.Itoa(at+1), []any{sheetText(n)}); err != nil {
			return err
		}
	}
	return sw.Flush()
}

// sheetCell is a cell's number where its text is that number, and its text otherwise.
func sheetCell(c Cell, kind RowKind, styles sheetStyles) excelize.Cell {
	strong := kind != BodyRow
	if c.Number == nil || c.Small || figures(*c.Number) != c.Text && !strings.HasSuffix(c.Text, "%") && rounded(*c.Number, 2) != c.Text {
		style := styles.wrap
		if strong {
			style = styles.strong
		}
		return excelize.Cell{StyleID: style, Value: sheetText(cellText(c))}
	}
	whole := *c.Number == float64(int64(*c.Number))
	switch {
	case whole && strong:
		return excelize.Cell{StyleID: styles.strongNumber, Value: *c.Number}
	case whole:
		return excelize.Cell{StyleID: styles.number, Value: *c.Number}
	case strong:
		return excelize.Cell{StyleID: styles.strong, Value: *c.Number}
	}
	return excelize.Cell{Value: *c.Number}
}

// sheetText is text that a cell can hold: at most 32,767 characters.
func sheetText(s string) string {
	s = clean(s)
	if utf8.RuneCountInString(s) > excelize.TotalCellChars {
		s = string([]rune(s)[:excelize.TotalCellChars])
	}
	return s
}

// sheetName is a name that Excel takes: at most 31 characters, none of []:*?/\, and only one of each.
func sheetName(t *Table, i int, used map[string]bool) string {
	base := strings.Map(func(r rune) rune {
		if strings.ContainsRune(`[]:*?/\'`, r) {
			return ' '
		}
		return r
	}, clean(t.Caption))
	if t.Number > 0 {
		base = digits(t.Number) + " " + base
	}
	base = strings.TrimSpace(strings.ReplaceAll(base, "\n", " "))
	if base == "" {
		base = "Table " + digits(i+1)
	}
	name := cut(base, 31)
	for n := 2; used[strings.ToLower(name)]; n++ {
		suffix := " " + strconv.Itoa(n)
		name = cut(base, 31-len(suffix)) + suffix
	}
	used[strings.ToLower(name)] = true
	return name
}

// cut shortens to a length in UTF-16 units, which is what Excel counts.
func cut(s string, most int) string {
	n := 0
	for i, r := range s {
		n++
		if r > 0xffff {
			n++
		}
		if n > most {
			return strings.TrimSpace(s[:i])
		}
	}
	return s
}

func sheetWidth(t *Table, column int) float64 {
	longest := utf8.RuneCountInString(t.Columns[column].Heading) / 2
	for i, row := range t.Rows {
		if i > 1000 {
			break
		}
		if row.Kind != GroupRow && column < len(row.Cells) {
			for _, line := range strings.Split(row.Cells[column].Text, "\n") {
				longest = max(longest, utf8.RuneCountInString(line))
			}
		}
	}
	return float64(min(max(longest+2, 8), 60))
}
