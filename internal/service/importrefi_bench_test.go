package service_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// project is a .qdpx of so many sources of 8,000 words, in which one coder has coded so many passages. Other coders have
// the same sources and codes, and selections and codings of their own.
func project(t testing.TB, sources, codings, coder int) []byte {
	t.Helper()
	const line = "Some words of a talk that nobody gave, on a ward or two.\n"
	words := strings.Repeat(line, 730)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	write := func(name, body string) {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte(body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	id := func(kind, n int) string { return fmt.Sprintf("%08x-0000-4000-8000-%012x", kind, n) }
	var xml strings.Builder
	fmt.Fprintf(&xml, `<Project xmlns="urn:QDA-XML:project:1.0" origin="MAXQDA 24" name="large"><Users><User guid="%s" name="coder %d"/></Users><CodeBook><Codes>`, id(1, coder), coder)
	for i := range 300 {
		fmt.Fprintf(&xml, `<Code guid="%s" name="code %d" isCodable="true"/>`, id(2, i), i)
	}
	xml.WriteString(`</Codes></CodeBook><Sources>`)
	for i := range sources {
		fmt.Fprintf(&xml, `<TextSource guid="%s" name="talk %d" plainTextPath="internal://%d.txt">`, id(3, i), i, i)
		write(fmt.Sprintf("sources/%d.txt", i), words)
		for j := range codings / sources {
			at := (j*7 + coder) % 700 * len(line)
			n := (coder*sources+i)*1000 + j
			fmt.Fprintf(&xml, `<PlainTextSelection guid="%s" name="" startPosition="%d" endPosition="%d" creatingUser="%s" creationDateTime="2025-06-11T16:31:16Z"><Coding guid="%s" creatingUser="%s" creationDateTime="2025-06-11T16:31:16Z"><CodeRef targetGUID="%s"/></Coding></PlainTextSelection>`,
				id(4, n), at, at+len(line)-1, id(1, coder), id(5, n), id(1, coder), id(2, j%300))
		}
		xml.WriteString(`</TextSource>`)
	}
	xml.WriteString(`</Sources></Project>`)
	write("project.qde", xml.String())
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func importProject(t testing.TB, x *exchange, name string, data []byte) *service.ImportResult {
	t.Helper()
	res, err := x.Import(x.ctx, "s", name, bytes.NewReader(data), int64(len(data)), service.ImportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// BenchmarkImportProject imports 200 sources with 20,000 codings into an empty study.
func BenchmarkImportProject(b *testing.B) {
	data := project(b, 200, 20_000, 0)
	for b.Loop() {
		b.StopTimer()
		x := newExchange(b, storetest.SQLite(b))
		b.StartTimer()
		if res := importProject(b, x, "one.qdpx", data); res.Counts["coding"] != 20_000 || res.Counts["source"] != 200 {
			b.Fatal(res.Counts)
		}
	}
}

// BenchmarkMergeCoder imports the same project with the 20,000 codings of a second coder.
func BenchmarkMergeCoder(b *testing.B) {
	first, second := project(b, 200, 20_000, 0), project(b, 200, 20_000, 1)
	for b.Loop() {
		b.StopTimer()
		x := newExchange(b, storetest.SQLite(b))
		importProject(b, x, "one.qdpx", first)
		b.StartTimer()
		if res := importProject(b, x, "two.qdpx", second); res.Counts["coding"] != 20_000 || res.Counts["source"] != 0 {
			b.Fatal(res.Counts)
		}
	}
}

// BenchmarkImportAgain imports what is in the study already.
func BenchmarkImportAgain(b *testing.B) {
	data := project(b, 200, 20_000, 0)
	x := newExchange(b, storetest.SQLite(b))
	importProject(b, x, "one.qdpx", data)
	for b.Loop() {
		if res := importProject(b, x, "one.qdpx", data); res.Change != 0 {
			b.Fatal(res.Loss.Out)
		}
	}
}
