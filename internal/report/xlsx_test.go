package report

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"
)

func TestWriteXLSX(t *testing.T) {
	var b bytes.Buffer
	if err := WriteXLSX(&b, AllTables(Tables(worked(t).Data))); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&b)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, c := range []struct{ sheet, cell, want string }{
		{"1 Profile of the sites", "A1", "Profile of the sites"}, {"1 Profile of the sites", "B12", "3022.5"}, {"1 Profile of the sites", "C12", "47527"},
		{"2 Interviews by role and site", "D6", "2*"}, {"2 Interviews by role and site", "F12", "105"},
	} {
		got, err := f.GetCellValue(c.sheet, c.cell, excelize.Options{RawCellValue: true})
		if err != nil || got != c.want {
			t.Errorf("%s %s is %q (%v), want %q", c.sheet, c.cell, got, err, c.want)
		}
	}
	if kind, _ := f.GetCellType("1 Profile of the sites", "B12"); kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Error("a total is text")
	}
}

func TestWriteXLSXOfNoTables(t *testing.T) {
	var b bytes.Buffer
	if err := WriteXLSX(&b, nil); err != nil {
		t.Fatal(err)
	}
}

func TestSheetNames(t *testing.T) {
	used := map[string]bool{}
	long := &Table{Caption: "A caption that is a good deal longer than a sheet's name may be: [x]"}
	one, two := sheetName(long, 0, used), sheetName(long, 1, used)
	if one == two || len(one) > 31 || len(two) > 31 {
		t.Errorf("got %q and %q", one, two)
	}
}
