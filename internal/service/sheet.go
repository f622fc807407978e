package service

import (
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"
)

// sheet is one table of a workbook: write gives its rows, the header first.
type sheet struct {
	name  string
	write func(row func([]string) error) error
}

// writeSheets writes a workbook. Every cell is text, so that nothing in it is taken for a formula or a date.
func writeSheets(w io.Writer, sheets []sheet) error {
	f := excelize.NewFile()
	defer f.Close()
	for i, s := range sheets {
		if i == 0 {
			if err := f.SetSheetName("Sheet1", s.name); err != nil {
				return err
			}
		} else if _, err := f.NewSheet(s.name); err != nil {
			return err
		}
		out, err := f.NewStreamWriter(s.name)
		if err != nil {
			return err
		}
		line := 0
		var row []any
		err = s.write(func(cells []string) error {
			line++
			row = row[:0]
			for _, c := range cells {
				if c == "" {
					row = append(row, nil)
				} else {
					row = append(row, c)
				}
			}
			return out.SetRow("A"+strconv.Itoa(line), row)
		})
		if err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return f.Write(w)
}
