package reader_test

import (
	"bytes"
	"crypto/md5"
	"crypto/rc4"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/text"
)

var pdfCache string // of the tests of this package, so that the engine is compiled once

func TestMain(m *testing.M) {
	var err error
	if pdfCache, err = os.MkdirTemp("", "crosscase-pdf-*"); err != nil {
		panic(err)
	}
	code := m.Run()
	os.RemoveAll(pdfCache)
	os.Exit(code)
}

// pdfFile is a PDF with a page for each list of lines; extra goes into the dictionary of every page.
func pdfFile(extra string, pages ...[]string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.4\n")
	object("<</Type/Catalog/Pages 2 0 R>>")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
	}
	object(fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d/MediaBox[10 20 605 862]>>", kids.String(), len(pages)))
	object("<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>")
	for i, lines := range pages {
		object(fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F 3 0 R>>>>%s>>", 5+2*i, extra))
		var c strings.Builder
		for n, l := range lines {
			fmt.Fprintf(&c, "BT /F 11 Tf 60 %d Td (%s) Tj ET\n", 800-14*n, l)
		}
		object(fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", c.Len(), c.String()))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R/ID[<00><00>]>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// locked is the file with the key of a password that opens it (PDF 1.4, 3.5.2: algorithms 3.2 to 3.4, revision 2).
func locked(data []byte) []byte {
	pad := []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")
	user := append([]byte("secret"), pad[:26]...)
	crypt := func(key, in []byte) []byte {
		out := make([]byte, len(in))
		c, err := rc4.NewCipher(key)
		if err != nil {
			panic(err)
		}
		c.XORKeyStream(out, in)
		return out
	}
	owner := md5.Sum(user)
	o := crypt(owner[:5], user)
	key := md5.Sum(append(append(append(bytes.Clone(user), o...), 0xFC, 0xFF, 0xFF, 0xFF), 0))
	u := crypt(key[:5], pad)
	return bytes.Replace(data, []byte("/Root 1 0 R"), []byte(fmt.Sprintf("/Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O<%x>/U<%x>/P -4>>", o, u)), 1)
}

func readPDF(t testing.TB, data []byte) (*reader.Document, error) {
	t.Helper()
	return read("x.pdf", data, reader.Options{Cache: pdfCache})
}

func TestPDF(t *testing.T) {
	doc, err := readPDF(t, pdfFile("", []string{"Anna: Good morning.", "Ben: Is it? \\(caf\\351\\)"}, nil, []string{"Anna: It is.", "Ben: Bye."}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "Anna: Good morning.\nBen: Is it? (café)\n\nAnna: It is.\nBen: Bye."; doc.Text != want {
		t.Errorf("%q", doc.Text)
	}
	var starts []int
	for _, p := range doc.Pages {
		starts = append(starts, p.Start)
	}
	if d := cmp.Diff([]int{0, 39, 40}, starts); d != "" {
		t.Error(d)
	}
	if b := doc.Pages[0].Box; b.X != 10 && b.X != 0 || b.Width != 595 || b.Height != 842 {
		t.Errorf("%+v", b)
	}
	if len(doc.Turns) != 4 || len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "1 of 3 pages have no text and seem to be scanned or pictures: 2") {
		t.Errorf("%d turns, %q", len(doc.Turns), doc.Warnings)
	}
}

func TestPDFTurned(t *testing.T) {
	doc, err := readPDF(t, pdfFile("/Rotate 90/CropBox[20 30 400 600]", []string{"One"}))
	if err != nil {
		t.Fatal(err)
	}
	if b := doc.Pages[0].Box; b.X != 20 || b.Y != 30 || b.Width != 380 || b.Height != 570 {
		t.Errorf("%+v", b)
	}
}

func TestPDFScanned(t *testing.T) {
	doc, err := readPDF(t, pdfFile("", nil, nil))
	if err != nil || len(doc.Pages) != 2 || len(doc.Warnings) != 1 || !strings.Contains(doc.Warnings[0], "none of its 2 pages has text") {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestPDFRefused(t *testing.T) {
	good := pdfFile("", []string{"One"})
	for name, c := range map[string]struct {
		data []byte
		want string
	}{
		"Password":   {locked(good), "protected by a password"},
		"NoPDF":      {[]byte("hello"), "does not begin like"},
		"HeadOnly":   {[]byte("%PDF-1.7\n"), "not a PDF that can be read"},
		"NoPagesYet": {good[:60], "not a PDF that can be read"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := readPDF(t, c.data)
			refused(t, err, c.want)
		})
	}
	t.Run("TornAnywhere", func(t *testing.T) { // the engine repairs what it can; nothing else may happen
		for at := 20; at < len(good); at += 37 {
			if doc, err := readPDF(t, good[:at]); err == nil {
				sound(t, doc)
			}
		}
	})
	t.Run("PagesInALoop", func(t *testing.T) {
		if doc, err := readPDF(t, bytes.Replace(good, []byte("/Kids[4 0 R ]"), []byte("/Kids[2 0 R ]"), 1)); err == nil && text.Len(doc.Text) > 10 {
			t.Errorf("%q", doc.Text)
		}
	})
}

// 200 pages of an interview are to be read within 2 s.
func BenchmarkPDF200Pages(b *testing.B) {
	lines := make([]string, 50)
	for i := range lines {
		lines[i] = "Anna: We have been working on this ward for about twelve years, and much has changed."
	}
	pages := make([][]string, 200)
	for i := range pages {
		pages[i] = lines
	}
	data := pdfFile("", pages...)
	if _, err := readPDF(b, data); err != nil { // compiles the engine
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := readPDF(b, data); err != nil {
			b.Fatal(err)
		}
	}
}
