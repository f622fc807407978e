package reader_test

import (
	"archive/zip"
	"bytes"
	"context"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

const (
	wordHead = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"` +
		` xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="urn:wps" xmlns:v="urn:v" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><w:body>`
	wordFoot = `</w:body></w:document>`
)

// zipped is an archive of the parts given, name and content in turn.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	var buf bytes.Buffer
	w := zip.NewWriter(&buf)
	for i := 0; i+1 < len(parts); i += 2 {
		f, err := w.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// wordFile is a document with the body given and further parts.
func wordFile(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	return zipped(t, append([]string{"word/document.xml", wordHead + body + wordFoot}, parts...)...)
}

func read(name string, data []byte, opts reader.Options) (*reader.Document, error) {
	return reader.Read(context.Background(), name, bytes.NewReader(data), int64(len(data)), opts)
}

func mustRead(t testing.TB, name string, data []byte) *reader.Document {
	t.Helper()
	doc, err := read(name, data, reader.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// at is the text of a span, for messages that a person can compare.
func at(t testing.TB, doc *reader.Document, span text.Span) string {
	t.Helper()
	s, err := text.Slice(doc.Text, span.Start, span.End)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// p is a paragraph with one run of words.
func p(words string) string { return "<w:p><w:r><w:t>" + words + "</w:t></w:r></w:p>" }

func TestDocxKeepsAllText(t *testing.T) {
	tests := []struct{ name, body, want string }{
		{"paragraphs", p("One") + p("  ") + "<w:p/>" + p("Two"), "One\nTwo"},
		{"breaks, tabs and special letters", `<w:p><w:pPr><w:tabs><w:tab w:val="left"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:sym w:font="Wingdings" w:char="F0FC"/><w:softHyphen/></w:r></w:p>`, "a\tb\nc\u2011d✓"},
		{"tracked insertion, deletion and move", `<w:p><w:ins w:author="x"><w:r><w:t>in </w:t></w:r></w:ins><w:del><w:r><w:delText>out</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>away</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo></w:p>`, "in here"},
		{"a deleted paragraph end", `<w:p><w:pPr><w:rPr><w:del w:author="x"/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r></w:p>` + p("two"), "One two"},
		{"links, controls, smart tags, fields", `<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent><w:r><w:t>b</w:t></w:r></w:sdtContent></w:sdt><w:smartTag><w:r><w:t>c</w:t></w:r></w:smartTag><w:fldSimple w:instr="DATE"><w:r><w:t>d</w:t></w:r></w:fldSimple><w:r><w:fldChar/><w:instrText>PAGE</w:instrText><w:t>e</w:t></w:r><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></w:p>`, "abcdex"},
		{"a content control around paragraphs", `<w:sdt><w:sdtContent>` + p("One") + `</w:sdtContent></w:sdt>` + p("Two"), "One\nTwo"},
		{"a table", p("Before") + `<w:tbl><w:tr><w:tc>` + p("a") + `</w:tc><w:tc>` + p("b1") + p("b2") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc>` + p("d") + `</w:tc></w:tr><w:tr><w:tc><w:p/></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>` + p("After"), "Before\na\tb1\nb2\n\td\nAfter"},
		{"a table in a table", `<w:tbl><w:tr><w:tc>` + p("a") + `</w:tc><w:tc><w:tbl><w:tr><w:tc>` + p("b") + `</w:tc><w:tc>` + p("c") + `</w:tc></w:tr></w:tbl><w:p/></w:tc><w:tc>` + p("d") + `</w:tc></w:tr></w:tbl>`, "a\tb\tc\td"},
		{"a deleted row", `<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc>` + p("a") + `</w:tc></w:tr><w:tr><w:tc>` + p("b") + `</w:tc></w:tr></w:tbl>`, "b"},
		{"a text box and its fallback", `<w:p><w:r><w:t>Out</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>` + p("In") + p("Too") + `</w:txbxContent></wps:txbx></mc:Choice><mc:Fallback><w:pict><w:txbxContent>` + p("In") + `</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>side</w:t></w:r></w:p>`, "Outside\nIn\nToo"},
		{"ruby and hidden text", `<w:p><w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r></w:p>`, "漢"},
		{"entities and composition across runs", `<w:p><w:r><w:t>A &amp; e</w:t></w:r><w:r><w:t>&#x301;</w:t></w:r></w:p>`, "A & é"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := mustRead(t, "x.docx", wordFile(t, test.body))
			if diff := cmp.Diff(test.want, doc.Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDocxCountsTrackedChanges(t *testing.T) {
	doc := mustRead(t, "x.docx", wordFile(t, `<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins><w:del><w:r><w:delText>b</w:delText></w:r></w:del><w:moveTo><w:r><w:t>c</w:t></w:r></w:moveTo></w:p>`))
	if diff := cmp.Diff(reader.TrackedChange{Inserted: 1, Deleted: 1, Moved: 1}, doc.Tracked); diff != "" {
		t.Errorf("tracked (-want +got):\n%s", diff)
	}
	if len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "accepted") {
		t.Errorf("warnings %q", doc.Warnings)
	}
}

const stylesPart = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
	<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>
	<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Normal"/></w:style>
	<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/><w:basedOn w:val="berschrift2"/></w:style>
	<w:style w:type="paragraph" w:styleId="Outlined"><w:name w:val="Own"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>
	<w:style w:type="paragraph" w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style><w:style w:type="paragraph" w:styleId="B"><w:name w:val="B"/><w:basedOn w:val="A"/></w:style>
	<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style></w:styles>`

func TestDocxHeadings(t *testing.T) {
	styled := func(style, words string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + words + `</w:t></w:r></w:p>`
	}
	doc := mustRead(t, "x.docx", wordFile(t, styled("berschrift2", "By name")+styled("Mine", "By inheritance")+styled("Outlined", "By outline")+styled("A", "A circle")+
		`<w:p><w:pPr><w:outlineLvl w:val="0"/></w:pPr><w:r><w:t>By itself</w:t></w:r></w:p>`+styled("Normal", "Text")+
		`<w:p><w:pPr><w:pStyle w:val="Normal"/><w:pPrChange><w:pPr><w:pStyle w:val="Mine"/></w:pPr></w:pPrChange></w:pPr><w:r><w:t>Was one</w:t></w:r></w:p>`,
		"word/styles.xml", stylesPart))
	var got []string
	for _, h := range doc.Headings {
		got = append(got, strings.Repeat("#", h.Level)+" "+at(t, doc, h.Span))
	}
	if diff := cmp.Diff([]string{"## By name", "## By inheritance", "### By outline", "# By itself"}, got); diff != "" {
		t.Errorf("headings (-want +got):\n%s", diff)
	}
}

func TestDocxBold(t *testing.T) {
	doc := mustRead(t, "x.docx", wordFile(t, `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>own</w:t></w:r><w:r><w:t> plain </w:t></w:r><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>style</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Strong"/><w:b w:val="0"/></w:rPr><w:t>off</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="Outlined"/></w:pPr><w:r><w:t>all</w:t></w:r></w:p>`, "word/styles.xml", stylesPart))
	var got []string
	for _, b := range doc.Bold {
		got = append(got, at(t, doc, b))
	}
	if diff := cmp.Diff([]string{"own", "style", "all"}, got); diff != "" {
		t.Errorf("bold (-want +got):\n%s", diff)
	}
}

func TestDocxNotes(t *testing.T) {
	const ns = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	doc := mustRead(t, "x.docx", wordFile(t,
		`<w:p><w:r><w:t>é</w:t></w:r><w:commentRangeStart w:id="1"/><w:r><w:t>two</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r></w:p>`+
			`<w:p><w:r><w:t>three</w:t></w:r><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r><w:r><w:t> four</w:t><w:commentReference w:id="7"/><w:commentReference w:id="99"/></w:r></w:p>`,
		"word/comments.xml", `<w:comments`+ns+`><w:comment w:id="1" w:author="Second reader" w:date="2024-01-02T03:04:05Z">`+p("A")+p("B")+`</w:comment><w:comment w:id="7" w:author="X">`+p("C")+`</w:comment></w:comments>`,
		"word/footnotes.xml", `<w:footnotes`+ns+`><w:footnote w:type="separator" w:id="0">`+p("---")+`</w:footnote><w:footnote w:id="2">`+p(" See there")+`</w:footnote></w:footnotes>`))
	want := []reader.Note{
		{Kind: reader.Comment, Span: text.Span{Start: 1, End: 10}, Text: "A\nB", Author: "Second reader", Date: "2024-01-02T03:04:05Z"},
		{Kind: reader.Footnote, Span: text.Span{Start: 4, End: 4}, Text: "See there"},
		{Kind: reader.Comment, Span: text.Span{Start: 15, End: 15}, Text: "C", Author: "X"},
	}
	if diff := cmp.Diff(want, doc.Notes); diff != "" {
		t.Errorf("notes (-want +got):\n%s", diff)
	}
}

func TestDocxFindsPartsByRelation(t *testing.T) {
	doc := mustRead(t, "x.docx", zipped(t,
		"_rels/.rels", `<Relationships><Relationship Id="1" Type="http://x/officeDocument" Target="deep/main.xml"/></Relationships>`,
		"deep/_rels/main.xml.rels", `<Relationships><Relationship Type="http://x/comments" Target="../../c.xml"/><Relationship Type="http://x/styles" Target="http://example.org" TargetMode="External"/></Relationships>`,
		"deep/main.xml", strings.NewReplacer("xmlns:w=", "xmlns:x=", "w:", "x:").Replace(wordHead+`<w:p><w:r><w:t>Here</w:t><w:commentReference w:id="1"/></w:r></w:p>`+wordFoot),
		"c.xml", `<w:comments xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:comment w:id="1">`+p("C")+`</w:comment></w:comments>`))
	if doc.Text != "Here" || len(doc.Notes) != 1 {
		t.Errorf("text %q, notes %v", doc.Text, doc.Notes)
	}
}

// refused asserts an error that a person can act on and that says want.
func refused(t *testing.T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatal("it was read")
	}
	if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
		t.Errorf("not an error for the person: %v", err)
	}
	if !strings.Contains(err.Error(), want) {
		t.Errorf("error %q does not say %q", err, want)
	}
}

func TestReadRefuses(t *testing.T) {
	good := wordFile(t, p(strings.Repeat("word ", 2000)))
	protected := append([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), bytes.Repeat([]byte{0}, 70_000)...)
	for _, c := range "EncryptedPackage" {
		protected = append(protected, byte(c), 0)
	}
	bomb := wordFile(t, p(strings.Repeat("a", 12<<20)))
	tests := []struct {
		name, file string
		data       []byte
		want       string
	}{
		{"text called docx", "x.docx", []byte("hello"), "not a Word file"},
		{"old doc", "x.docx", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1rest"), "password protected or"},
		{"password", "x.docx", protected, "protected by a password"},
		{"pdf called txt", "x.txt", []byte("%PDF-1.7"), "PDF"},
		{"zip without a document", "x.docx", zipped(t, "a", "b"), "no document part"},
		{"workbook", "x.docx", zipped(t, "xl/workbook.xml", "<workbook/>"), "not a Word file"},
		{"torn", "x.docx", good[:len(good)/2], "not a Word file"},
		{"bomb", "x.docx", bomb, "-fold"},
		{"entities", "x.docx", zipped(t, "word/document.xml", `<!DOCTYPE x [<!ENTITY a "aa">]>`+wordHead+p("&a;")+wordFoot), "declares entities"},
		{"unknown entity", "x.docx", wordFile(t, p("&a;")), "damaged"},
		{"deep", "x.docx", wordFile(t, strings.Repeat("<w:sdt>", 2000)), "nests more than"},
		{"cut xml", "x.docx", zipped(t, "word/document.xml", wordHead+"<w:p>"), "damaged"},
		{"crossed xml", "x.docx", wordFile(t, "<w:p><w:r></w:p></w:r>"), "do not close in order"},
		{"empty file", "x.txt", nil, "empty"},
		{"other kind", "x.pages", []byte("x"), ".pages"},
		{"binary text", "x.txt", []byte("abc\x00\x01\x02\n\x00\xff\xfe"), "zero byte"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := read(test.file, test.data, reader.Options{})
			refused(t, err, test.want)
			if !strings.Contains(err.Error(), test.file) {
				t.Errorf("error %q does not name the file", err)
			}
		})
	}
	t.Run("too big", func(t *testing.T) {
		_, err := reader.Read(context.Background(), "x.docx", bytes.NewReader(good), 200<<20, reader.Options{})
		refused(t, err, "200 MiB big and at most 100 MiB")
		_, err = read("x.docx", good, reader.Options{MaxSize: 10})
		refused(t, err, "at most 10 bytes")
	})
	t.Run("a name with ..", func(t *testing.T) {
		if doc := mustRead(t, "x.docx", zipped(t, "../../word/document.xml", wordHead+p("Up")+wordFoot)); doc.Text != "Up" {
			t.Errorf("text %q", doc.Text)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		data := wordFile(t, strings.Repeat(p("x"), 5000))
		if _, err := reader.Read(ctx, "x.docx", bytes.NewReader(data), int64(len(data)), reader.Options{}); err != context.Canceled {
			t.Errorf("error %v", err)
		}
	})
}

func FuzzDocx(f *testing.F) {
	f.Add(wordFile(f, p("Anna: a")+p("Ben: b")), "", "")
	f.Add([]byte("PK\x03\x04"), `<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>x</w:t></w:r></w:p>`, stylesPart)
	f.Add([]byte{}, `<w:tbl><w:tr><w:tc><w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:p></w:tc></w:tr><w:p><w:commentRangeEnd w:id="1"/></w:p></w:tbl>`, "")
	f.Add([]byte{}, `<w:t>x</w:t></w:p><w:r><w:p><w:p><w:footnoteReference w:id="1"/>&#x301;</w:p></w:p></w:r>`, "<w:styles>")
	f.Fuzz(func(t *testing.T, whole []byte, body, style string) {
		for _, data := range [][]byte{whole, wordFile(t, body, "word/styles.xml", style, "word/comments.xml", body)} {
			doc, err := read("x.docx", data, reader.Options{})
			if err != nil {
				continue
			}
			sound(t, doc)
		}
	})
}

// sound asserts that all places of a document are places in its text, and that the text is in normal form.
func sound(t *testing.T, doc *reader.Document) {
	t.Helper()
	length := text.Len(doc.Text)
	spans := append([]text.Span(nil), doc.Bold...)
	for _, h := range doc.Headings {
		spans = append(spans, h.Span)
	}
	for _, n := range doc.Notes {
		spans = append(spans, n.Span)
	}
	for _, turn := range doc.Turns {
		spans = append(spans, turn.Span())
	}
	for _, s := range spans {
		if s.Start < 0 || s.End < s.Start || s.End > length {
			t.Fatalf("span %v in a text of %d", s, length)
		}
	}
	if text.Normalize(doc.Text) != doc.Text {
		t.Fatalf("%q is not in normal form", doc.Text)
	}
}

func writeFile(t testing.TB, path string, data []byte) {
	t.Helper()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
