package reader_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

const odfHead = `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"` +
	` xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"` +
	` xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">` +
	`<office:automatic-styles><style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style></office:automatic-styles><office:body><office:text>`

func odtFile(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{"mimetype", "application/vnd.oasis.opendocument.text", "content.xml", odfHead + body + `</office:text></office:body></office:document-content>`}, parts...)...)
}

func TestODT(t *testing.T) {
	for name, c := range map[string]struct{ body, want string }{
		"Paragraphs": {`<text:p>One
		  and<text:s text:c="3"/>two</text:p><text:p/><text:p>a<text:tab/>b<text:line-break/> c<text:span> d</text:span></text:p>`, "One and   two\na\tb\nc d"},
		"Lists":    {`<text:list><text:list-item><text:number>1.</text:number><text:p>a</text:p></text:list-item></text:list><text:section><text:p>b</text:p></text:section>`, "a\nb"},
		"Table":    {`<text:p>x</text:p><table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b1</text:p><text:p>b2</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row><table:table-cell/><table:table-cell><text:p>d</text:p></table:table-cell></table:table-row></table:table><text:p>y</text:p>`, "x\na\tb1\nb2\n\td\ny"},
		"TextBox":  {`<text:p>Out<draw:frame><draw:text-box><text:p>In</text:p><text:p>Too</text:p></draw:text-box><svg:title>no</svg:title></draw:frame>side</text:p>`, "Outside\nIn\nToo"},
		"LeftOut":  {`<office:forms><text:p>no</text:p></office:forms><text:sequence-decls><text:p>no</text:p></text:sequence-decls><text:p><text:ruby><text:ruby-base>漢</text:ruby-base><text:ruby-text>no</text:ruby-text></text:ruby><text:a>link</text:a></text:p>`, "漢link"},
		"Tracked":  {`<text:tracked-changes><text:changed-region text:id="1"><text:deletion><text:p>no</text:p></text:deletion></text:changed-region><text:changed-region text:id="2"><text:insertion/></text:changed-region></text:tracked-changes><text:p>a<text:change text:change-id="1"/><text:change-start text:change-id="2"/>b<text:change-end text:change-id="2"/></text:p>`, "ab"},
		"Composed": {`<text:p>A &amp; e<text:span>&#x301;</text:span></text:p>`, "A & é"},
	} {
		t.Run(name, func(t *testing.T) {
			doc := mustRead(t, "x.odt", odtFile(t, c.body))
			if diff := cmp.Diff(c.want, doc.Text); diff != "" {
				t.Error(diff)
			}
			if name == "Tracked" && (doc.Tracked != reader.TrackedChange{Inserted: 1, Deleted: 1} || len(doc.Warnings) != 1) {
				t.Errorf("%+v %q", doc.Tracked, doc.Warnings)
			}
		})
	}
}

func TestODTHeadingsTurnsAndNotes(t *testing.T) {
	doc := mustRead(t, "x.odt", odtFile(t, `<text:h text:outline-level="2">Talk</text:h><text:p><text:span text:style-name="B">Anna:</text:span> Hello<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>About <text:span>hello</text:span>.</text:p><text:p>More.</text:p></text:note-body></text:note>.</text:p>`+
		`<text:p><text:span text:style-name="B">Ben:</text:span> <office:annotation office:name="c1"><dc:creator>Bea</dc:creator><dc:date>2021-05-31T10:00:00</dc:date><text:p>Sure?</text:p></office:annotation>Yes<office:annotation-end office:name="c1"/>.</text:p><text:p><text:span text:style-name="B">Anna:</text:span> Good.</text:p><text:p><text:span text:style-name="B">Ben:</text:span> Bye.</text:p>`))
	if want := "Talk\nAnna: Hello.\nBen: Yes.\nAnna: Good.\nBen: Bye."; doc.Text != want {
		t.Errorf("%q", doc.Text)
	}
	if len(doc.Headings) != 1 || doc.Headings[0].Level != 2 || len(doc.Turns) != 4 {
		t.Errorf("%+v, %+v", doc.Headings, doc.Turns)
	}
	want := []reader.Note{
		{Kind: reader.Footnote, Span: text.Span{Start: 16, End: 16}, Text: "About hello.\nMore."},
		{Kind: reader.Comment, Span: text.Span{Start: 23, End: 26}, Text: "Sure?", Author: "Bea", Date: "2021-05-31T10:00:00"},
	}
	if diff := cmp.Diff(want, doc.Notes); diff != "" {
		t.Error(diff)
	}
}

func TestODTHostile(t *testing.T) {
	good := odtFile(t, "<text:p>"+strings.Repeat("word ", 5000)+"</text:p>")
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"Torn":      {good[:len(good)/2], "not an OpenDocument file"},
		"Bomb":      {odtFile(t, "<text:p>"+strings.Repeat("a", 12<<20)+"</text:p>"), "-fold"},
		"Entities":  {zipped(t, "content.xml", `<!DOCTYPE x [<!ENTITY a "aa">]><office:document-content/>`), "declares entities"},
		"Deep":      {odtFile(t, strings.Repeat("<text:section>", 2000)), "nests more than"},
		"CutXML":    {zipped(t, "content.xml", odfHead+"<text:p>"), "damaged"},
		"Password":  {odtFile(t, "", "META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`), "protected by a password"},
		"WrongCRC":  {wrongCRC(t, odtFile(t, "<text:p>x</text:p>")), "checksum"},
		"ThreeGiB":  {sized(t, good, 3<<30), "3072 MiB"},
		"ManyFiles": {manyFiles(t, 20_000), "holds 20000 files"},
		"NoZip":     {[]byte("hello"), "does not begin like"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := read("x.odt", c.data, reader.Options{})
			refused(t, err, c.want)
		})
	}
	t.Run("Climbing", func(t *testing.T) { // a name is looked up, never followed
		if doc := mustRead(t, "x.odt", zipped(t, "../../content.xml", odfHead+"<text:p>Up</text:p></office:text></office:body></office:document-content>")); doc.Text != "Up" {
			t.Errorf("%q", doc.Text)
		}
	})
}

// The same holds of the other kinds that are archives.
func TestArchivesHostile(t *testing.T) {
	word := wordFile(t, p(strings.Repeat("word ", 2000)))
	book := zipped(t, "xl/workbook.xml", `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
		"xl/worksheets/sheet1.xml", `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>site</t></is></c></row></sheetData></worksheet>`)
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"WrongCRC": {wrongCRC(t, word), "checksum"}, "ThreeGiB": {sized(t, word, 3<<30), "3072 MiB"}, "ManyFiles": {manyFiles(t, 20_000), "holds 20000 files"},
	} {
		t.Run("Word"+name, func(t *testing.T) {
			_, err := read("x.docx", c.data, reader.Options{})
			refused(t, err, c.want)
		})
	}
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"WrongCRC": {wrongCRC(t, book), "checksum"}, "ThreeGiB": {sized(t, book, 3<<30), "3072 MiB"}, "ManyFiles": {manyFiles(t, 20_000), "holds 20000 files"},
	} {
		t.Run("Workbook"+name, func(t *testing.T) {
			table, err := reader.ReadTable(t.Context(), "x.xlsx", bytes.NewReader(c.data), int64(len(c.data)), reader.Options{})
			for err == nil {
				_, _, err = table.Next()
			}
			refused(t, err, c.want)
		})
	}
}

// wrongCRC is the archive with another checksum for its last file.
func wrongCRC(t testing.TB, data []byte) []byte {
	t.Helper()
	out := bytes.Clone(data)
	at := bytes.LastIndex(out, []byte("PK\x01\x02"))
	out[at+16] ^= 0xFF
	if local := bytes.LastIndex(out, []byte("PK\x07\x08")); local >= 0 {
		out[local+4] ^= 0xFF
	}
	return out
}

// sized is the archive whose directory says of its last file that it inflates to so many bytes.
func sized(t testing.TB, data []byte, size uint32) []byte {
	t.Helper()
	out := bytes.Clone(data)
	at := bytes.LastIndex(out, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(out[at+24:], size)
	return out
}

func manyFiles(t testing.TB, n int) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for range n {
		if _, err := w.CreateHeader(&zip.FileHeader{Name: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What LibreOffice makes of a file of ours is read as that file is.
func TestOffice(t *testing.T) {
	if reader.FindOffice() == "" {
		t.Skip("LibreOffice is not installed")
	}
	dir := t.TempDir()
	source := dir + "/x.rtf"
	writeFile(t, source, []byte(rtfHead+`\pard\s1 Talk\par\pard Anna: Gr\'fc\'dfe \u8364?.\par Ben: Yes.\par Anna: Good.\par Ben: Bye.\par}`))
	out, err := exec.Command(reader.FindOffice(), "--headless", "-env:UserInstallation=file://"+dir+"/profile", "--convert-to", "doc:MS Word 97", "--outdir", dir, source).CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	doc := mustRead(t, "x.doc", readFile(t, dir+"/x.doc"))
	if want := "Talk\nAnna: Grüße €.\nBen: Yes.\nAnna: Good.\nBen: Bye."; doc.Text != want || len(doc.Turns) != 4 || doc.Format != "doc" {
		t.Errorf("%q, %d turns, %s", doc.Text, len(doc.Turns), doc.Format)
	}
	t.Run("NotThere", func(t *testing.T) {
		data := readFile(t, dir+"/x.doc")
		t.Setenv("PATH", t.TempDir())
		_, err := read("x.doc", data, reader.Options{})
		refused(t, err, "LibreOffice")
	})
	t.Run("Damaged", func(t *testing.T) {
		data := readFile(t, dir+"/x.doc")
		_, err := read("x.doc", data[:700], reader.Options{})
		refused(t, err, "LibreOffice")
	})
}

func FuzzODT(f *testing.F) {
	for _, s := range []string{`<text:p>a<text:span>b</text:span></text:p>`, `<text:note><text:note-body><text:p>x</text:p></text:note-body></text:note>`,
		`<text:p><office:annotation><text:p>x</text:p></office:annotation>y<office:annotation-end/></text:p>`, `<table:table-row><table:table-cell><text:p>a</text:p></table:table-cell></table:table-row>`,
		`<text:p><text:p>a</text:p></text:p><text:h text:outline-level="-5">x</text:h>`, `<text:s text:c="99999999"/><text:p><text:s text:c="99999999"/>&#x301;</text:p>`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body string) { soundDocument(t, "x.odt", odtFile(t, body)) })
}
