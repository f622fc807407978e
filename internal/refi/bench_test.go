package refi_test

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/crosscase/crosscase/internal/refi"
)

// large is a project of so many sources, each of 8,000 words, and codings in all.
func large(t testing.TB, sources, codings int) []byte {
	t.Helper()
	c := refi.Convention{UTF16: true}
	words := withCRLF(strings.Repeat("Some words of a talk 😀 that nobody gave, on a ward.\n", 730))
	var xml strings.Builder
	xml.WriteString(`<Project xmlns="urn:QDA-XML:project:1.0" origin="NVivo for Windows 20" name="large"><CodeBook><Codes>`)
	for i := range 300 {
		fmt.Fprintf(&xml, `<Code guid="%s" name="code %d" isCodable="true"/>`, guid(i), i)
	}
	xml.WriteString(`</Codes></CodeBook><Sources>`)
	files := []file{{}}
	line := units("Some words of a talk 😀 that nobody gave, on a ward.\r\n", c)
	for i := range sources {
		fmt.Fprintf(&xml, `<TextSource guid="%s" name="talk %d" plainTextPath="internal://%d.txt">`, guid(1000+i), i, i)
		files = append(files, file{name: fmt.Sprintf("sources/%d.txt", i), body: bom + words})
		for j := range codings / sources {
			at := j % 700 * line
			fmt.Fprintf(&xml, `<PlainTextSelection guid="%s" name="" startPosition="%d" endPosition="%d" creatingUser="%s" creationDateTime="2025-06-11T16:31:16Z"><Description /><Coding guid="%s" creatingUser="%s" creationDateTime="2025-06-11T16:31:16Z"><CodeRef targetGUID="%s"/></Coding></PlainTextSelection>`,
				guid(100_000+i*1000+j), at, at+line-2, guid(1), guid(1_000_000+i*1000+j), guid(1), guid(j%300))
		}
		xml.WriteString(`</TextSource>`)
	}
	xml.WriteString(`</Sources></Project>`)
	files[0] = file{name: "project.qde", body: xml.String()}
	return pack(t, files...)
}

func BenchmarkRead(b *testing.B) {
	data := large(b, 200, 20_000)
	b.ReportMetric(float64(len(data)), "bytes")
	for b.Loop() {
		p, err := refi.Read(context.Background(), "large.qdpx", bytes.NewReader(data), int64(len(data)), refi.Limits{})
		must(b, err)
		if p.Counts.Codings != 20_000 {
			b.Fatal(p.Counts)
		}
	}
	b.StopTimer()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys)/(1<<20), "MiB-from-system")
}
