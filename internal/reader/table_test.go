package reader_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

func openTable(name string, data []byte, opts reader.Options) (*reader.Table, error) {
	return reader.ReadTable(context.Background(), name, bytes.NewReader(data), int64(len(data)), opts)
}

// rows reads a table to its end, the header as line 0.
func rows(name string, data []byte, opts reader.Options) (*reader.Table, map[int][]string, error) {
	table, err := openTable(name, data, opts)
	if err != nil {
		return nil, nil, err
	}
	defer table.Close()
	all := map[int][]string{0: table.Header}
	for {
		row, line, err := table.Next()
		if err == io.EOF {
			return table, all, nil
		}
		if err != nil {
			return nil, nil, err
		}
		all[line] = append([]string(nil), row...)
	}
}

func TestCSV(t *testing.T) {
	tests := []struct {
		name, in  string
		opts      reader.Options
		delimiter string
		want      map[int][]string
	}{
		{"comma", "a,b\n1,2\n", reader.Options{}, ",", map[int][]string{0: {"a", "b"}, 2: {"1", "2"}}},
		{"semicolon, CRLF, mark", "\xEF\xBB\xBFa; b \r\n1,5;2\r\n", reader.Options{}, ";", map[int][]string{0: {"a", "b"}, 2: {"1,5", "2"}}},
		{"tab", "a\tb\n1\t2", reader.Options{}, "\t", map[int][]string{0: {"a", "b"}, 2: {"1", "2"}}},
		{"bar", "a|b\n1|2", reader.Options{}, "|", map[int][]string{0: {"a", "b"}, 2: {"1", "2"}}},
		{"dollar", "a, x$b$c\n1$2$3", reader.Options{}, "$", map[int][]string{0: {"a, x", "b", "c"}, 2: {"1", "2", "3"}}},
		{"delimiters inside quotes do not count", "\"a;;;;\",b\n1,2", reader.Options{}, ",", map[int][]string{0: {"a;;;;", "b"}, 2: {"1", "2"}}},
		{"given", "a;b,c\n1;2,3", reader.Options{Delimiter: ';'}, ";", map[int][]string{0: {"a", "b,c"}, 2: {"1", "2,3"}}},
		{"sep line", "sep=|\na|b;c;d\n1|2", reader.Options{}, "|", map[int][]string{0: {"a", "b;c;d"}, 3: {"1", "2"}}},
		{"quoted line ends", "a,b\n\"x\r\ny \"\"z\"\"\",2\n3,4", reader.Options{}, ",", map[int][]string{0: {"a", "b"}, 2: {"x\ny \"z\"", "2"}, 4: {"3", "4"}}},
		{"old Mac", "a,b\r1,2\r3,4", reader.Options{}, ",", map[int][]string{0: {"a", "b"}, 2: {"1", "2"}, 3: {"3", "4"}}},
		{"one column", "a\n1\n\n2", reader.Options{}, ",", map[int][]string{0: {"a"}, 2: {"1"}, 4: {"2"}}},
		{"empty rows and ends", "\n,\na,b,,\n1,2,,\n,,,\n3,,,", reader.Options{}, ",", map[int][]string{0: {"a", "b"}, 4: {"1", "2"}, 6: {"3", ""}}},
		{"header further down", "$$Group$\na,b\n1,2", reader.Options{HeaderRow: 2}, ",", map[int][]string{0: {"a", "b"}, 3: {"1", "2"}}},
		{"legacy encoding", "a,b\nZo\xEB says \x93so\x94,caf\xE9", reader.Options{Encoding: "windows-1252"}, ",", map[int][]string{0: {"a", "b"}, 2: {"Zoë says “so”", "café"}}},
		{"composition", "e\u0301,b\n1,e\u0301", reader.Options{}, ",", map[int][]string{0: {"é", "b"}, 2: {"1", "é"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table, got, err := rows("x.csv", []byte(test.in), test.opts)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("rows (-want +got):\n%s", diff)
			}
			if table.Delimiter != test.delimiter {
				t.Errorf("delimiter %q, want %q", table.Delimiter, test.delimiter)
			}
		})
	}
}

func TestTableRefuses(t *testing.T) {
	tests := []struct{ name, file, in, want string }{
		{"short row", "x.csv", "a,b,c\n1,2,3\n1,2\n", "x.csv: line 3 has 2 cells, the header has 3"},
		{"long row", "x.csv", "a,b\n1,2\n1,2,3\n", `line 3 has 3 cells, the header has 2: the first without a header is cell 3 ("3")`},
		{"first row", "x.csv", "Title\na,b\n1,2", "if the header is a later row, say which"},
		{"bare quote", "x.csv", "a,b\n1,2 \"x\" y\n", "line 2, character"},
		{"open quote", "x.csv", "a,b\n1,\"2\n3,4\n", "begins in line 2 does not end"},
		{"open quote in a long file", "x.csv", "a,b\n1,\"2\n" + strings.Repeat("3,4\n", 6<<20), "is a quotation mark missing?"},
		{"no header", "x.csv", "\n\n", "no row 1"},
		{"invalid bytes", "x.csv", "a,b\n\xFF,2\n", "byte FF at offset 4 (line 2)"},
		{"not a workbook", "x.xlsx", "a,b", "not an Excel workbook"},
		{"old workbook", "x.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "save it as .docx or .xlsx"},
		{"word file", "x.xlsx", string(wordFile(t, p("a"))), "not an Excel workbook"},
		{"binary", "x.csv", "a,b\n\x00\x01\x02", "zero byte"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			opts := reader.Options{}
			if test.name == "invalid bytes" {
				opts.Encoding = "utf-8"
			}
			_, _, err := rows(test.file, []byte(test.in), opts)
			refused(t, err, test.want)
			if !strings.Contains(err.Error(), test.file) {
				t.Errorf("error %q does not name the file", err)
			}
		})
	}
}

// workbookOf writes a workbook with a library that this package does not read with.
func workbookOf(t testing.TB, fill func(f *excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var buf bytes.Buffer
	if err := f.Write(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestWorkbook(t *testing.T) {
	data := workbookOf(t, func(f *excelize.File) {
		format := "dd/mm/yyyy"
		day, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		elapsed := `[Red]0.0 "days"`
		notDay, err := f.NewStyle(&excelize.Style{CustomNumFmt: &elapsed})
		must(t, err)
		must(t, f.SetSheetRow("Sheet1", "A2", &[]any{"site", "  when ", "number", "yes", "text", ""}))
		must(t, f.SetSheetRow("Sheet1", "A3", &[]any{"A", time.Date(2021, 5, 31, 0, 0, 0, 0, time.UTC), 0.1, true, "é😀 <&>\nb"}))
		must(t, f.SetSheetRow("Sheet1", "A5", &[]any{"B", 44347.75, 12345678901234, false}))
		must(t, f.SetCellStyle("Sheet1", "B3", "B5", day))
		must(t, f.SetSheetRow("Sheet1", "C6", &[]any{1e-9}))
		must(t, f.SetCellStyle("Sheet1", "C6", "C6", notDay))
		must(t, f.SetCellRichText("Sheet1", "E6", []excelize.RichTextRun{{Text: "rich "}, {Text: "text"}}))
		_, err = f.NewSheet("Other one")
		must(t, err)
		must(t, f.SetSheetRow("Other one", "A1", &[]any{"x"}))
		must(t, f.SetSheetRow("Other one", "A2", &[]any{"y", "z"}))
	})
	table, got, err := rows("x.xlsx", data, reader.Options{})
	must(t, err)
	want := map[int][]string{
		0: {"site", "when", "number", "yes", "text"},
		3: {"A", "2021-05-31", "0.1", "TRUE", "é😀 <&>\nb"},
		5: {"B", "2021-05-31T18:00:00", "12345678901234", "FALSE", ""},
		6: {"", "", "1e-09", "", "rich text"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows (-want +got):\n%s", diff)
	}
	if table.Sheet != "Sheet1" || table.Delimiter != "" {
		t.Errorf("sheet %q, delimiter %q", table.Sheet, table.Delimiter)
	}
	_, _, err = rows("x.xlsx", data, reader.Options{Sheet: "other ONE"})
	refused(t, err, `row 2 has 2 cells, the header has 1: the first without a header is B2 ("z")`)
	_, _, err = rows("x.xlsx", data, reader.Options{Sheet: "Third"})
	refused(t, err, `no sheet "Third": it has "Sheet1", "Other one"`)
}

func TestWorkbookOfAStreamWriter(t *testing.T) {
	data := workbookOf(t, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(t, err)
		must(t, w.SetRow("A1", []any{"n", "text"}))
		for i := range 100 {
			must(t, w.SetRow(fmt.Sprint("A", i+2), []any{float64(i) / 8, fmt.Sprint("row ", i)}))
		}
		must(t, w.Flush())
	})
	_, got, err := rows("x.xlsx", data, reader.Options{})
	must(t, err)
	if diff := cmp.Diff([]string{"12.125", "row 97"}, got[99]); diff != "" || len(got) != 101 {
		t.Errorf("%d rows; row 99 (-want +got):\n%s", len(got), diff)
	}
}

func TestWorkbookDates(t *testing.T) {
	const ns = ` xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`
	book := func(properties, cells string) []byte {
		return zipped(t,
			"xl/workbook.xml", `<workbook`+ns+`>`+properties+`<sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
			"xl/styles.xml", `<styleSheet`+ns+`><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
			"xl/worksheets/sheet1.xml", `<worksheet`+ns+`><sheetData><row><c t="inlineStr"><is><t>h</t></is></c></row>`+cells+`</sheetData></worksheet>`)
	}
	for serial, want := range map[string]string{
		"1": "1900-01-01", "59": "1900-02-28", "61": "1900-03-01", "44347": "2021-05-31", "0.5": "12:00:00", "44347.999999999": "2021-06-01", "-1": "-1", "1e300": "1e+300",
	} {
		_, got, err := rows("x.xlsx", book("", `<row r="2"><c r="A2" s="1"><v>`+serial+`</v></c></row>`), reader.Options{})
		if err != nil || got[2][0] != want {
			t.Errorf("%s is %v, %v; want %s", serial, got[2], err, want)
		}
	}
	_, got, err := rows("x.xlsx", book(`<workbookPr date1904="1"/>`, `<row><c s="1"><v>1</v></c></row>`), reader.Options{})
	if err != nil || got[2][0] != "1904-01-02" {
		t.Errorf("1904: %v, %v", got, err)
	}
	_, _, err = rows("x.xlsx", book("", `<row r="7"><c r="C7" t="s"><v>5</v></c></row>`), reader.Options{})
	refused(t, err, "C7 refers to a text that is not there")
	_, _, err = rows("x.xlsx", book("", `<row r="7"><c r="ZZZZ7"><v>1</v></c></row>`), reader.Options{})
	refused(t, err, "more than 16384 columns")
	_, _, err = rows("x.xlsx", book("", `<row r="7"><c r="B7"><v>soon</v></c></row>`), reader.Options{})
	refused(t, err, `B7 holds "soon" as a number`)
}

func TestClosedTableHasNoMoreRows(t *testing.T) {
	table, err := openTable("x.csv", []byte("a\n1\n2"), reader.Options{})
	must(t, err)
	must(t, table.Close())
	must(t, table.Close())
	if _, _, err := table.Next(); err != io.EOF {
		t.Errorf("error %v", err)
	}
}

func FuzzTable(f *testing.F) {
	f.Add([]byte("a,b\n1,2\n\"x\ny\",z\n"), "")
	f.Add([]byte("sep=;\r\na;b\r\n;\xE9"), "windows-1252")
	f.Add([]byte("\xFF\xFEa\x00,\x00b\x00\n\x001\x00,\x002\x00"), "")
	f.Add(workbookOf(f, func(w *excelize.File) { must(f, w.SetSheetRow("Sheet1", "A1", &[]any{"a", 1.5})) }), "")
	f.Fuzz(func(t *testing.T, data []byte, encoding string) {
		for _, name := range []string{"x.csv", "x.xlsx"} {
			table, err := openTable(name, data, reader.Options{Encoding: encoding})
			if err != nil {
				continue
			}
			last := 0
			for {
				row, line, err := table.Next()
				if err != nil {
					break
				}
				if len(row) != len(table.Header) || name == "x.csv" && line <= last {
					t.Fatalf("line %d after %d has %d cells, the header %d", line, last, len(row), len(table.Header))
				}
				last = line
				for _, cell := range row {
					if text.Normalize(cell) != cell {
						t.Fatalf("cell %q is not in normal form", cell)
					}
				}
			}
			must(t, table.Close())
		}
	})
}

func BenchmarkCSV(b *testing.B) {
	var buf bytes.Buffer
	buf.WriteString("site,unit,participant,group,level,question,position,aspect,note\n")
	const count = 1_000_000
	for i := range count {
		fmt.Fprintf(&buf, "A%d,U%d,P%d,doctor,unit,Q%d,yes,opinion,\"said, so %d\"\n", i%9, i%27, i%151, i%30, i)
	}
	b.SetBytes(int64(buf.Len()))
	b.ReportAllocs()
	for b.Loop() {
		table, err := openTable("x.csv", buf.Bytes(), reader.Options{})
		must(b, err)
		n := 0
		for {
			if _, _, err := table.Next(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
			n++
		}
		if n != count {
			b.Fatal(n)
		}
	}
	b.ReportMetric(float64(count)*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkWorkbook(b *testing.B) {
	data := workbookOf(b, func(f *excelize.File) {
		w, err := f.NewStreamWriter("Sheet1")
		must(b, err)
		for i := range 100_000 {
			must(b, w.SetRow(fmt.Sprint("A", i+1), []any{"A", i, 0.5, "doctor", "yes"}))
		}
		must(b, w.Flush())
	})
	b.ReportAllocs()
	for b.Loop() {
		table, err := openTable("x.xlsx", data, reader.Options{})
		must(b, err)
		for {
			if _, _, err := table.Next(); err == io.EOF {
				break
			} else if err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
