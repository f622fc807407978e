package report

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// part reads one part of a docx.
func part(t testing.TB, file []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// wellFormed fails where a part is no XML.
func wellFormed(t testing.TB, file []byte) {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		d := xml.NewDecoder(bytes.NewReader(part(t, file, f.Name)))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
	}
}

func TestWriteDocx(t *testing.T) {
	f := heard(t)
	r := site(t, f, "A")
	file := docx(t, r)
	document := string(part(t, file, "word/document.xml"))
	t.Run("WellFormed", func(t *testing.T) { wellFormed(t, file) })
	t.Run("SameBytes", func(t *testing.T) {
		if !bytes.Equal(file, docx(t, site(t, heard(t), "A"))) {
			t.Error("the same report gives other bytes")
		}
	})
	t.Run("Headings", func(t *testing.T) {
		got := strings.Count(document, `<w:pStyle w:val="Heading`)
		if want := len(r.Sections) + 1; got != want { // and the evidence list
			t.Errorf("%d headings, want %d", got, want)
		}
	})
	t.Run("Contents", func(t *testing.T) {
		if got, want := strings.Count(document, `<w:hyperlink w:anchor="_Toc`), len(r.Sections)+1; got != want {
			t.Errorf("%d entries, want %d", got, want)
		}
		if !strings.Contains(document, ` TOC \o "1-3" `) {
			t.Error("no TOC field")
		}
	})
	t.Run("LinksLead", func(t *testing.T) {
		for _, piece := range strings.Split(document, `w:anchor="`)[1:] {
			name, _, _ := strings.Cut(piece, `"`)
			if !strings.Contains(document, `w:name="`+name+`"`) {
				t.Fatalf("a link leads to %s, which is nowhere", name)
			}
		}
	})
	t.Run("Tables", func(t *testing.T) {
		tables := len(AllTables(r))
		if got := strings.Count(document, `<w:tblHeader/>`); got != tables {
			t.Errorf("%d header rows in %d tables", got, tables)
		}
		if got := strings.Count(document, ` SEQ Table `); got != tables {
			t.Errorf("%d numbered captions of %d tables", got, tables)
		}
	})
	t.Run("RightToLeft", func(t *testing.T) {
		if !strings.Contains(document, `<w:bidi/>`) || !strings.Contains(document, `<w:rtl/>`) {
			t.Error("Arabic is not marked as written from right to left")
		}
	})
}

// A table wider than any upright page goes across, and the page turns back after it.
func TestDocxTurnsThePage(t *testing.T) {
	wide := &Table{ID: "t", Number: 1, Caption: "Wide"}
	var row Row
	for range 40 {
		wide.Columns = append(wide.Columns, Column{Heading: "Headword"})
		row.Cells = append(row.Cells, Cell{Text: "something"})
	}
	wide.Rows = []Row{row}
	file := docx(t, &Report{Title: "T", Sections: []Section{{ID: "a", Heading: "A", Level: 1, Blocks: []Block{tableBlock(wide)}}, {ID: "b", Heading: "B", Level: 2}}})
	wellFormed(t, file)
	document := string(part(t, file, "word/document.xml"))
	if got := strings.Count(document, `w:orient="landscape"`); got != 1 {
		t.Errorf("%d sections across the page, want 1", got)
	}
	if got := strings.Count(document, `<w:sectPr>`); got != 3 {
		t.Errorf("%d sections, want 3", got)
	}
}

// A word processor opens what was written, and shows every heading and figure.
func TestDocxInAWordProcessor(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Skip("no soffice on this machine")
	}
	totext, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("no pdftotext on this machine")
	}
	dir := t.TempDir()
	f := heard(t)
	for name, r := range map[string]*Report{"site": site(t, f, "A"), "cross": CrossCaseReport(f.Data), "tables": Tables(worked(t).Data)} {
		if err := os.WriteFile(filepath.Join(dir, name+".docx"), docx(t, r), 0o600); err != nil {
			t.Fatal(err)
		}
		convert := exec.Command(office, "--headless", "--norestore", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "pdf", "--outdir", dir, filepath.Join(dir, name+".docx"))
		if out, err := convert.CombinedOutput(); err != nil {
			t.Fatalf("%s: %v\n%s", name, err, out)
		}
		if _, err := os.Stat(filepath.Join(dir, name+".pdf")); err != nil {
			t.Skip("soffice made no PDF here")
		}
		out, err := exec.Command(totext, "-layout", filepath.Join(dir, name+".pdf"), "-").Output() // rows of a table stay together, whatever the font
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(strings.Fields(string(out)), " ")
		for _, s := range r.Sections {
			if !strings.Contains(text, strings.Join(strings.Fields(s.Heading), " ")) {
				t.Errorf("%s: heading %q is not to be seen", name, s.Heading)
			}
		}
		for _, table := range AllTables(r) {
			if !strings.Contains(text, table.Caption) && table.Number > 0 {
				t.Errorf("%s: caption %q is not to be seen", name, table.Caption)
			}
		}
		if name == "tables" {
			for _, want := range []string{"3,022.5", "47,527", "2,408", "Total 46 30 26 3 105"} {
				if !strings.Contains(text, want) {
					t.Errorf("tables: %q is not to be seen", want)
				}
			}
		}
	}
}

func BenchmarkCrossCaseDocx(b *testing.B) {
	f := large(b)
	for b.Loop() {
		if err := WriteDocx(io.Discard, CrossCaseReport(f.Data)); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSiteDocx(b *testing.B) {
	f := large(b)
	r, err := SiteReport(f.Data, "A")
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := WriteDocx(io.Discard, r); err != nil {
			b.Fatal(err)
		}
	}
}
