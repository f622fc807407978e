package service_test

import (
	"archive/zip"
	"bytes"
	"hash/crc32"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

const soundXML = `<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="00000000-0000-4000-8000-000000000002" name="night" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="00000000-0000-4000-8000-000000000003" name="talk" plainTextPath="internal://talk.txt"/>
<AudioSource guid="00000000-0000-4000-8000-000000000004" name="sound" path="internal://sound.wav"/></Sources></Project>`

// packed is a file of an archive; lie is added to its checksum.
type packed struct {
	name, body string
	lie        uint32
}

func archiveOf(t *testing.T, members ...packed) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, m := range members {
		w, err := z.CreateRaw(&zip.FileHeader{Name: m.name, Method: zip.Store, CRC32: crc32.ChecksumIEEE([]byte(m.body)) + m.lie, CompressedSize64: uint64(len(m.body)), UncompressedSize64: uint64(len(m.body))})
		if err == nil {
			_, err = w.Write([]byte(m.body))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// What is refused leaves neither rows nor files, and no change in the history.
func TestHostileProjectsLeaveNothing(t *testing.T) {
	good := []packed{{name: "project.qde", body: soundXML}, {name: "sources/talk.txt", body: "Words."}, {name: "sources/sound.wav", body: string(sound(1))}}
	with := func(more ...packed) []byte { return archiveOf(t, append(append([]packed{}, good...), more...)...) }
	whole := with()
	for _, c := range []struct {
		name, file string
		data       []byte
	}{
		{"ErrNameThatEscapes", "p.qdpx", with(packed{name: "../evil.txt", body: "x"})},
		{"ErrAbsoluteName", "p.qdpx", with(packed{name: "/etc/passwd", body: "x"})},
		{"ErrDuplicate", "p.qdpx", with(packed{name: "sources/talk.txt", body: "Other words."})},
		{"ErrTorn", "p.qdpx", whole[:len(whole)-30]},
		{"ErrChecksumOfText", "p.qdpx", archiveOf(t, good[0], packed{name: "sources/talk.txt", body: "Words.", lie: 1}, good[2])},
		{"ErrChecksumOfMedium", "p.qdpx", archiveOf(t, good[0], good[1], packed{name: "sources/sound.wav", body: string(sound(1)), lie: 1})},
		{"ErrEntities", "p.qde", []byte(`<?xml version="1.0"?><!DOCTYPE p [<!ENTITY a "b">]><Project xmlns="urn:QDA-XML:project:1.0" name="&a;"/>`)},
		{"ErrTornXML", "p.qde", []byte(soundXML[:len(soundXML)-40])},
		{"ErrNesting", "p.qdc", []byte(`<CodeBook><Codes>` + strings.Repeat(`<Code guid="a" name="b">`, 300))},
		{"ErrEmpty", "p.qdpx", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			library := media.Open(dir, media.Tools{})
			x := newExchange(t, storetest.SQLite(t))
			x.Service = service.New(x.st, service.WithMedia(library))
			_, err := x.Import(x.ctx, "s", c.file, bytes.NewReader(c.data), int64(len(c.data)), service.ImportOptions{})
			wantCode(t, c.name, err, crosscase.CodeInvalid)
			changes, err := x.Changes(x.ctx, "s", 0, 10)
			if err != nil || len(changes) != 1 {
				t.Errorf("%d changes (%v), want the making of the study alone", len(changes), err)
			}
			filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error { //nolint:errcheck // it returns none
				if err == nil && !e.IsDir() {
					t.Errorf("a file is left: %s", path)
				}
				return nil
			})
		})
	}
	t.Run("OKNamesThatAreOdd", func(t *testing.T) {
		odd := `<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="" name="" isCodable="true"/><Code guid="c1" name="` + strings.Repeat("x", 3000) +
			`" isCodable="true"/><Code guid="c2" name="a&#10;b: &quot;c&quot; &lt;i&gt;" isCodable="true" color="red"/></Codes></CodeBook>
<Sources><TextSource guid="" name="" /><TextSource guid="../x" name="C:\con:&quot;.txt"><PlainTextContent>Words.</PlainTextContent><PlainTextSelection guid="" startPosition="0" endPosition="99999999999"><Coding guid=""><CodeRef targetGUID="c2"/></Coding></PlainTextSelection></TextSource></Sources></Project>`
		x := newExchange(t, storetest.SQLite(t))
		load := func() *service.ImportResult {
			res, err := x.Import(x.ctx, "s", "odd.qde", strings.NewReader(odd), int64(len(odd)), service.ImportOptions{})
			if err != nil {
				t.Fatal(err)
			}
			return res
		}
		if res := load(); res.Counts["theme"] != 3 || res.Counts["coding"] != 1 || res.Counts["source"] != 2 {
			t.Errorf("made %v; not carried %v", res.Counts, res.Loss.NotCarried)
		}
		x.sameAgain(t, load)
		x.verified(t)
	})
}

// A second coder's file adds what they coded, and names both.
func TestMergeCoders(t *testing.T) {
	x := newExchange(t, storetest.SQLite(t))
	importProject(t, x, "one.qdpx", project(t, 3, 30, 0))
	res := importProject(t, x, "two.qdpx", project(t, 3, 30, 1))
	if res.Counts["coding"] != 30 || res.Counts["source"] != 0 || res.Counts["theme"] != 0 || res.Counts["coder"] != 1 {
		t.Errorf("the second coder's file made %v", res.Counts)
	}
	by := map[crosscase.CoderID]int{}
	for _, c := range rowsOfNoun[crosscase.Coding](t, x, "coding") {
		by[c.CoderID]++
	}
	if len(by) != 2 || len(rowsOfNoun[crosscase.Coding](t, x, "coding")) != 60 {
		t.Errorf("codings by coder: %v", by)
	}
}

// Another version of a file changes what differs, and leaves corrections of the text alone.
func TestImportAnotherVersion(t *testing.T) {
	x := newExchange(t, storetest.SQLite(t))
	version := func(words, code string, start, end string) *service.ImportResult {
		xml := `<Project xmlns="urn:QDA-XML:project:1.0" name="x"><Users><User guid="00000000-0000-4000-8000-000000000001" name="Ilse"/></Users><CodeBook><Codes><Code guid="00000000-0000-4000-8000-000000000002" name="` + code + `" isCodable="true"/></Codes></CodeBook>
<Sources><TextSource guid="00000000-0000-4000-8000-000000000003" name="talk"><PlainTextContent>` + words + `</PlainTextContent>
<PlainTextSelection guid="00000000-0000-4000-8000-000000000004" startPosition="` + start + `" endPosition="` + end + `"><Coding guid="00000000-0000-4000-8000-000000000005" creatingUser="00000000-0000-4000-8000-000000000001"><CodeRef targetGUID="00000000-0000-4000-8000-000000000002"/></Coding></PlainTextSelection></TextSource></Sources></Project>`
		res, err := x.Import(x.ctx, "s", "talk.qde", strings.NewReader(xml), int64(len(xml)), service.ImportOptions{})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	words := func() string { return onlyOne(t, x, "excerpt", func(*crosscase.Excerpt) bool { return true }).Text }
	version("Nobody leads at nite here.", "night", "13", "20")
	if words() != "at nite" {
		t.Fatalf("the excerpt is %q", words())
	}
	src := onlyOne(t, x, "source", func(*crosscase.Source) bool { return true })
	fixed := "Nobody leads at night here."
	if _, err := x.EditText(x.ctx, "s", string(src.ID), service.TextRequest{Version: 1, Text: &fixed}); err != nil {
		t.Fatal(err)
	}
	if res := version("Nobody leads at nite here.", "night", "13", "20"); res.Change != 0 || words() != "at night" {
		t.Errorf("the same file after a correction changed %v; the excerpt is %q", res.Loss.Out, words())
	}
	res := version("As before: nobody leads at nite here, ever.", "nights", "24", "31")
	if res.Change == 0 || words() != "at night" || res.Counts["excerpt"] != 0 {
		t.Errorf("the later version: %v, excerpt %q", res.Loss.Out, words())
	}
	body, err := x.Desk(t, string(src.ID))
	if err != nil || body != "As before: nobody leads at night here, ever." {
		t.Errorf("the text is %q (%v)", body, err)
	}
	if theme := onlyOne(t, x, "theme", func(*crosscase.Theme) bool { return true }); theme.Name != "nights" {
		t.Errorf("the theme is %q", theme.Name)
	}
	x.verified(t)
}

// Desk is the text in force of a source.
func (x *exchange) Desk(t *testing.T, source string) (string, error) {
	t.Helper()
	d, err := x.DeskSource(x.ctx, "s", source)
	if err != nil {
		return "", err
	}
	return d.Text, nil
}
