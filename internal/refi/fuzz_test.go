package refi_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// tight are limits under which no input takes long.
var tight = refi.Limits{Entries: 100, Directory: 64 << 10, XML: 1 << 20, Elements: 10_000, Text: 256 << 10, Texts: 1 << 20, Problems: 20}

// FuzzRead reads anything. Seeds are the fixtures, and what is in those that are archives.
func FuzzRead(f *testing.F) {
	for _, fixture := range fixtures(f) {
		f.Add(fixture.data)
		z, err := zip.NewReader(bytes.NewReader(fixture.data), int64(len(fixture.data)))
		if err != nil {
			continue
		}
		for _, m := range z.File {
			if m.Name == "project.qde" || m.Name == "Wards.qde" {
				rc, err := m.Open()
				must(f, err)
				xml, err := io.ReadAll(rc)
				must(f, err)
				f.Add(xml)
			}
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) { sound(t, data) })
}

// FuzzXML puts anything into the XML of an archive with one text.
func FuzzXML(f *testing.F) {
	for _, c := range []refi.Convention{{}, {UTF16: true}} {
		f.Add([]byte(`<Project origin="NVivo"><Sources><TextSource guid="1" plainTextPath="internal://t.txt">`+passage(2, speech, "shared", "shared", "3", c)+`</TextSource></Sources></Project>`), []byte(speech))
	}
	f.Add([]byte(small), []byte("\xFF\xFEa\x00"))
	f.Fuzz(func(t *testing.T, xml, words []byte) {
		sound(t, pack(t, file{name: "project.qde", body: string(xml), stored: true}, file{name: "sources/t.txt", body: string(words), stored: true}))
	})
}

// sound reads data and checks what must hold of any file.
func sound(t *testing.T, data []byte) {
	p, err := refi.Read(context.Background(), "fuzz.qdpx", bytes.NewReader(data), int64(len(data)), tight)
	if err != nil {
		if crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Fatalf("not the file's fault: %v", err)
		}
		return
	}
	if _, err := json.Marshal(p.Inspection()); err != nil {
		t.Fatal(err)
	}
	for _, s := range p.Sources {
		for _, sel := range s.Selections {
			if !sel.Placed {
				continue
			}
			got, err := text.Slice(s.Plain.Text, sel.Span.Start, sel.Span.End)
			if err != nil || got != sel.Text {
				t.Fatalf("selection %v is %q, and %q in its text (%v)", sel.Span, sel.Text, got, err)
			}
		}
	}
	again, err := refi.Read(context.Background(), "fuzz.qdpx", bytes.NewReader(data), int64(len(data)), tight)
	if err != nil || again.Counts != p.Counts {
		t.Fatalf("read again it is another project: %v", err)
	}
}
