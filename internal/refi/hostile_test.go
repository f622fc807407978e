package refi_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

const (
	small = `<Project xmlns="urn:QDA-XML:project:1.0" name="p"><Sources><TextSource guid="t" plainTextPath="internal://t.txt"/></Sources></Project>`
	empty = `<Project name="p"/>`
)

// raw makes an archive by hand, header by header.
func raw(t testing.TB, headers ...func(z *zip.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, h := range headers {
		h(z)
	}
	must(t, z.Close())
	return b.Bytes()
}

func member(t testing.TB, h zip.FileHeader, body string) func(z *zip.Writer) {
	return func(z *zip.Writer) {
		w, err := z.CreateHeader(&h)
		must(t, err)
		_, err = w.Write([]byte(body))
		must(t, err)
	}
}

func rawMember(t testing.TB, h zip.FileHeader, body string) func(z *zip.Writer) {
	return func(z *zip.Writer) {
		h.CompressedSize64 = uint64(len(body))
		w, err := z.CreateRaw(&h)
		must(t, err)
		_, err = w.Write([]byte(body))
		must(t, err)
	}
}

func project(t testing.TB, xml string) func(z *zip.Writer) {
	return member(t, zip.FileHeader{Name: "project.qde", Method: zip.Deflate}, xml)
}

func mode(name string, m fs.FileMode) zip.FileHeader {
	h := zip.FileHeader{Name: name}
	h.SetMode(m)
	return h
}

func TestRefused(t *testing.T) {
	named := func(name string) []byte {
		return raw(t, project(t, empty), member(t, zip.FileHeader{Name: name}, "x"))
	}
	spoil := func(data []byte, what string) []byte {
		at := bytes.Index(data, []byte(what))
		data[at]++
		return data
	}
	blank := strings.Repeat(" ", 40<<20)
	tests := []struct {
		name string
		data []byte
		why  string
	}{
		{"nothing", nil, "is empty"},
		{"no archive", []byte("%PDF-1.7 something"), "is not an archive"},
		{"an archive without a project", raw(t, member(t, zip.FileHeader{Name: "word/document.xml"}, "<w/>")), "holds no project (.qde)"},
		{"two projects", raw(t, project(t, empty), member(t, zip.FileHeader{Name: "other.QDE"}, empty)), "holds 2 projects"},
		{"a name that leads out", named("../../etc/cron.d/x"), "leads out of the archive"},
		{"a name that leads out, later", named("sources/../../x"), "leads out of the archive"},
		{"a name that leads out, Windows", named(`sources\..\..\x`), "leads out of the archive"},
		{"an absolute name", named("/etc/passwd"), "is absolute"},
		{"an absolute name, Windows", named(`C:\x`), "is absolute"},
		{"a name with a zero byte", named("a\x00b"), "zero byte"},
		{"a symbolic link", raw(t, project(t, empty), member(t, mode("sources/t.txt", fs.ModeSymlink|0o777), "/etc/passwd")), "a link to another file"},
		{"a device", raw(t, project(t, empty), member(t, mode("sources/t.txt", fs.ModeDevice|0o666), "")), "no ordinary file"},
		{"two files of one name", raw(t, project(t, small), member(t, zip.FileHeader{Name: "sources/t.txt"}, "a"), member(t, zip.FileHeader{Name: "sources/t.txt"}, "b")), "two different files"},
		{"two files of one name, spelt twice", raw(t, project(t, small), member(t, zip.FileHeader{Name: "sources/t.txt"}, "a"), member(t, zip.FileHeader{Name: `sources\.\t.txt`}, "b")), "two different files"},
		{"XML with a wrong checksum", spoil(raw(t, member(t, zip.FileHeader{Name: "project.qde"}, empty)), `name="p"`), "checksum is wrong"},
		{"text with a wrong checksum", spoil(raw(t, project(t, small), member(t, zip.FileHeader{Name: "sources/t.txt"}, "WORDS")), "WORDS"), "checksum is wrong"},
		{"deflate64", raw(t, project(t, small), rawMember(t, zip.FileHeader{Name: "sources/t.txt", Method: 9, UncompressedSize64: 5}, "xxxxx")), "deflate64"},
		{"a password", raw(t, rawMember(t, zip.FileHeader{Name: "project.qde", Flags: 1, UncompressedSize64: 5}, "xxxxx")), "password"},
		{"deflate that is none", raw(t, rawMember(t, zip.FileHeader{Name: "project.qde", Method: zip.Deflate, UncompressedSize64: 500}, "\xFFxxxx")), "is damaged"},
		{"more than was declared", raw(t, rawMember(t, zip.FileHeader{Name: "project.qde", UncompressedSize64: 3}, empty)), "is"},
		{"XML that inflates a thousandfold", raw(t, project(t, `<Project name="`+blank+`"/>`)), "inflates"},
		{"text that inflates a thousandfold", raw(t, project(t, small), member(t, zip.FileHeader{Name: "sources/t.txt", Method: zip.Deflate}, blank[:20<<20])), "inflates"},
		{"text of 3 GiB", raw(t, project(t, small), rawMember(t, zip.FileHeader{Name: "sources/t.txt", Method: zip.Deflate, UncompressedSize64: 3 << 30}, "x")), "of text"},
		{"XML of 3 GiB", raw(t, rawMember(t, zip.FileHeader{Name: "project.qde", Method: zip.Deflate, UncompressedSize64: 3 << 30}, "x")), "inflates to 3.0 GiB"},
		{"no XML", []byte("  {\"not\": \"XML\"}"), "neither an archive nor XML"},
		{"another document", []byte(`<html><body/></html>`), `begins with "html"`},
		{"a document type", []byte(`<!DOCTYPE Project><Project/>`), "document type"},
		{"entities", []byte(`<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><Project name="&b;"/>`), "document type"},
		{"an entity nobody declared", []byte(`<Project name="&xxe;"/>`), "entity"},
		{"a document type inside", []byte(`<Project><!DOCTYPE x></Project>`), "document type"},
		{"deep nesting", []byte(`<Project><CodeBook><Codes>` + strings.Repeat(`<Code guid="x">`, 100_000)), "nests more than 256"},
		{"elements that cross", []byte(`<Project><Users></Project></Users>`), "line 1"},
		{"words behind the end", []byte("<Project/>\nwords"), "behind the document"},
		{"a second document", []byte("<Project/><Project/>"), "second document"},
		{"bytes that are no UTF-8", []byte("<Project name=\"\xFF\xFE\"/>"), "UTF-8"},
		{"a sign XML does not have", []byte("<Project>\x0B</Project>"), "line 1"},
		{"an encoding nobody knows", []byte(`<?xml version="1.0" encoding="x-none"?><Project/>`), "encoding"},
		{"blanks only", []byte("   \n"), "holds no XML"},
		{"too many elements", []byte(`<Project><Sources>` + strings.Repeat(`<X/>`, 1_000_001) + `</Sources></Project>`), "more than 1000000 elements"},
		{"a run without a tag", []byte(`<Project name="` + strings.Repeat("x", 33<<20) + `"/>`), "without a tag"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			name := "interviews.qdpx"
			if len(test.data) > 0 && (test.data[0] == '<' || test.data[0] == ' ') {
				name = "interviews.qde"
			}
			p, err := read(t, name, test.data)
			if err == nil {
				t.Fatalf("it was read: %+v", p.Inspection())
			}
			if p != nil {
				t.Error("there is a project beside the error")
			}
			if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
				t.Errorf("code %s", crosscase.ErrorCode(err))
			}
			if !strings.Contains(err.Error(), test.why) || !strings.Contains(err.Error(), "interviews.qd") {
				t.Errorf("%q does not say %q and the file", err, test.why)
			}
			if len(err.Error()) > 500 {
				t.Errorf("the message has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestTooManyEntries(t *testing.T) {
	var files []func(*zip.Writer)
	files = append(files, project(t, empty))
	for i := range 100_000 {
		files = append(files, func(z *zip.Writer) {
			_, err := z.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("sources/%06d", i)})
			must(t, err)
		})
	}
	_, err := read(t, "many.qdpx", raw(t, files...))
	if err == nil || !strings.Contains(err.Error(), "100001 files") {
		t.Errorf("error %v", err)
	}
}

func TestMadeSafe(t *testing.T) {
	long := strings.Repeat("n", 240) + "ö.txt"
	tests := []struct {
		name    string
		data    []byte
		problem string // "" for none
	}{
		{"names with colons, quotes and 250 bytes", raw(t, project(t, `<Project><Sources><TextSource guid="`+guid(1)+`" plainTextPath="internal://a:b&quot;c'd.txt"/><TextSource guid="`+guid(2)+`" plainTextPath="internal://`+long+`"/></Sources></Project>`),
			member(t, zip.FileHeader{Name: `sources/a:b"c'd.txt`}, "a"), member(t, zip.FileHeader{Name: "sources/" + long}, "b")), ""},
		{"a recording of 3 GiB", raw(t, project(t, `<Project><Sources><VideoSource guid="`+guid(1)+`" path="internal://v.mp4"/></Sources></Project>`),
			rawMember(t, zip.FileHeader{Name: "sources/v.mp4", UncompressedSize64: 3 << 30}, "x")), "3.0 GiB"},
		{"a recording packed with deflate64", raw(t, project(t, `<Project><Sources><VideoSource guid="`+guid(1)+`" path="internal://v.mp4"/></Sources></Project>`),
			rawMember(t, zip.FileHeader{Name: "sources/v.mp4", Method: 9}, "x")), "deflate64"},
		{"a file that is there twice", raw(t, project(t, `<Project><Sources><TextSource guid="`+guid(1)+`" plainTextPath="internal://t.txt"/></Sources></Project>`),
			member(t, zip.FileHeader{Name: "sources/t.txt"}, "a"), member(t, zip.FileHeader{Name: "sources/t.txt"}, "a")), "twice"},
		{"a path that leads out", raw(t, project(t, `<Project><Sources><TextSource guid="`+guid(1)+`" plainTextPath="internal://../../etc/passwd"/></Sources></Project>`)), "is not in the archive"},
		{"an absolute path", raw(t, project(t, `<Project><Sources><TextSource guid="`+guid(1)+`" plainTextPath="absolute:///etc/passwd"/></Sources></Project>`)), "was not opened"},
		{"a project in a folder", raw(t, member(t, zip.FileHeader{Name: "export/project.qde"}, `<Project><Sources><TextSource guid="`+guid(1)+`" plainTextPath="internal://t.txt"/></Sources></Project>`),
			member(t, zip.FileHeader{Name: "export/sources/t.txt"}, "a"), member(t, zip.FileHeader{Name: "__MACOSX/export/._project.qde"}, "x")), "in a folder"},
		{"UTF-16", []byte("\xFF\xFE<\x00P\x00r\x00o\x00j\x00e\x00c\x00t\x00/\x00>\x00"), ""},
		{"another encoding", []byte("<?xml version=\"1.0\" encoding=\"iso-8859-1\"?><Project name=\"caf\xe9\"/>"), ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p, err := read(t, "p.qdpx", test.data)
			must(t, err)
			for _, s := range p.Sources {
				if test.problem == "" && !s.Plain.Found {
					t.Errorf("no text of %s", s.Name)
				}
			}
			var said []string
			for _, problem := range p.Problems {
				said = append(said, problem.Where+": "+problem.What)
			}
			if test.problem == "" && len(said) > 0 || test.problem != "" && (len(said) != 1 || !strings.Contains(said[0], test.problem)) {
				t.Errorf("problems %q, want %q", said, test.problem)
			}
		})
	}
}

// However a file is cut off, it is refused.
func TestTorn(t *testing.T) {
	for _, f := range []fixture{qualcoder(t), taguette()} {
		if _, err := read(t, f.name, f.data); err != nil {
			t.Fatal(err)
		}
		for n := range len(f.data) {
			if _, err := read(t, f.name, f.data[:n]); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
				t.Fatalf("%s cut off at %d: %v", f.name, n, err)
			}
		}
	}
	xml := []byte(strings.TrimSpace(withCRLF(small)))
	for n := range len(xml) {
		if _, err := read(t, "p.qdpx", pack(t, file{name: "project.qde", body: string(xml[:n])})); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Fatalf("XML cut off at %d: %v", n, err)
		}
	}
}

func TestProblemsAreBounded(t *testing.T) {
	xml := `<Project><Sources><TextSource guid="` + guid(1) + `"><PlainTextContent>short</PlainTextContent>` +
		strings.Repeat(`<PlainTextSelection guid="`+guid(2)+`" startPosition="3" endPosition="99"/>`, 5000) + `</TextSource></Sources></Project>`
	p, err := read(t, "p.qde", []byte(xml))
	must(t, err)
	if len(p.Problems) != 1001 || p.Problems[1000].What != "4000 more of this sort: a selection out of its text" {
		t.Errorf("%d problems, the last %+v", len(p.Problems), p.Problems[len(p.Problems)-1])
	}
	if s := p.Sources[0].Selections[0]; s.Text != "rt" || s.End != 99 {
		t.Errorf("selection %q to %d", s.Text, s.End)
	}
}

// What a small file could make a reader do over and over is done once.
func TestWorkIsBounded(t *testing.T) {
	const many = 100_000
	t.Run("selections of one identifier", func(t *testing.T) {
		var xml strings.Builder
		xml.WriteString(`<Project><Sources><PDFSource guid="1">`)
		for i := range many {
			fmt.Fprintf(&xml, `<PDFSelection guid="2" page="0" firstX="0" firstY="0" secondX="1" secondY="1"><Coding guid="c%d"><CodeRef targetGUID="c%d"/></Coding><NoteRef targetGUID="n%d"/></PDFSelection>`, i, i, i)
		}
		xml.WriteString(`</PDFSource></Sources></Project>`)
		p, err := read(t, "p.qde", []byte(xml.String()))
		must(t, err)
		if s := p.Sources[0].Selections; len(s) != 1 || len(s[0].Codings) != many || len(s[0].NoteRefs) != many {
			t.Errorf("%d selections", len(s))
		}
	})
	t.Run("codes of one identifier", func(t *testing.T) {
		p, err := read(t, "p.qde", []byte(`<Project><CodeBook><Codes>`+strings.Repeat(`<Code guid="1"><Code guid="2"><NoteRef targetGUID="x"/></Code></Code>`, many)+`</Codes></CodeBook></Project>`))
		must(t, err)
		if len(p.Codes) != 1 || len(p.Codes[0].Codes) != 1 || p.Counts.Codes != 2*many {
			t.Errorf("%d codes", len(p.Codes))
		}
	})
	t.Run("sources of one text", func(t *testing.T) {
		words := strings.Repeat("words\r\n", 100_000)
		xml := `<Project><Sources>` + strings.Repeat(`<TextSource guid="1" plainTextPath="internal://t.txt"><PlainTextSelection guid="2" startPosition="1" endPosition="2"/></TextSource>`, many) + `</Sources></Project>`
		_, err := read(t, "p.qdpx", pack(t, file{name: "project.qde", body: xml}, file{name: "sources/t.txt", body: words}))
		if err == nil || !strings.Contains(err.Error(), "of text") {
			t.Errorf("error %v", err)
		}
	})
	t.Run("blanks without end", func(t *testing.T) {
		xml := `<Project><Sources><TextSource guid="1" plainTextPath="internal://t.txt">` +
			strings.Repeat(`<PlainTextSelection guid="2" name="some words" startPosition="5" endPosition="9000000"/>`, many) + `</TextSource></Sources></Project>`
		_, err := read(t, "p.qdpx", pack(t, file{name: "project.qde", body: xml}, file{name: "sources/t.txt", body: "a\r\n" + strings.Repeat(" ", 10<<20)}))
		must(t, err)
	})
}

func TestContextEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	xml := []byte(`<Project>` + strings.Repeat(`<X/>`, 10_000) + `</Project>`)
	if _, err := refi.Read(ctx, "p.qde", bytes.NewReader(xml), int64(len(xml)), refi.Limits{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

type broken struct{}

func (broken) ReadAt([]byte, int64) (int, error) { return 0, errors.New("the disk is gone") }

func TestReadFails(t *testing.T) {
	_, err := refi.Read(context.Background(), "p.qdpx", broken{}, 1000, refi.Limits{})
	if crosscase.ErrorCode(err) != crosscase.CodeInternal || !strings.Contains(err.Error(), "the disk is gone") {
		t.Errorf("error %v", err)
	}
}

func TestMedia(t *testing.T) {
	f := maxqda(t)
	opened, err := refi.Open(f.name, bytes.NewReader(f.data), int64(len(f.data)), refi.Limits{})
	must(t, err)
	p, err := opened.Project(context.Background())
	must(t, err)
	rc, err := opened.Media(p.Sources[1].Media.Member)
	must(t, err)
	defer rc.Close()
	var b bytes.Buffer
	_, err = b.ReadFrom(rc)
	must(t, err)
	if b.String() != "no sound" {
		t.Errorf("media %q", b.String())
	}
	if _, err := opened.Media("../x"); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
		t.Errorf("error %v", err)
	}
}
