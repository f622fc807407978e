package reader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase/internal/text"
)

// Formats are the endings of what Read reads.
var Formats = []string{".docx", ".docm", ".odt", ".ott", ".odp", ".rtf", ".doc", ".dot", ".wps", ".ppt", ".pps", ".html", ".htm", ".xhtml", ".pdf",
	".md", ".markdown", ".rst", ".txt", ".text", ".vtt", ".srt", ".textgrid", ".eaf"}

// Read reads a text source. name is the file's name as the person gave it: its
// extension decides between those that are plain text; a Word, OpenDocument or RTF file is recognised by its
// content whatever it is called. Errors are for the person; an error means that
// nothing was read.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	if err := checkSize(name, size, opts.maxSize()); err != nil {
		return nil, err
	}
	head := make([]byte, min(size, 4096))
	if n, err := r.ReadAt(head, 0); err != nil && (!errors.Is(err, io.EOF) || n < len(head)) {
		return nil, err
	}
	extension := strings.ToLower(filepath.Ext(name))
	doc, err := readByContent(ctx, name, extension, head, r, size, opts)
	if doc != nil || err != nil {
		return doc, err
	}
	if err := foreign(name, head, r, size); err != nil {
		return nil, err
	}
	if format, ok := timedFormats[extension]; ok {
		return readTimed(ctx, name, format, r, size, opts)
	}
	var parse func(string) *markup
	switch extension {
	case ".docx", ".docm":
		return nil, invalid("%s is not a Word file: it does not begin like one; save it again as .docx", name)
	case ".odt", ".ott", ".odp", ".rtf", ".pdf":
		return nil, invalid("%s does not begin like a %s file: save it again from its program, it may have been cut off on the way", name, extension)
	case ".html", ".htm", ".xhtml":
		return readPage(ctx, name, head, r, size, opts)
	case ".md", ".markdown", ".rst":
		parse = readMarkdown
	case ".txt", ".text", "":
		parse = nil
	default:
		return nil, invalid("%s is of a kind that is not read (%s): save it as .docx, .odt, .md or .txt", name, extension)
	}
	letters, c, err := readText(ctx, name, r, size, opts)
	if err != nil {
		return nil, err
	}
	doc = &Document{Format: "txt", Encoding: c.name, Guessed: c.guessed}
	if parse == nil {
		finish(doc, letters, opts)
		return doc, nil
	}
	m := parse(letters)
	doc.Format = strings.TrimPrefix(extension, ".")
	if doc.Format == "markdown" {
		doc.Format = "md"
	}
	doc.Headings, doc.Bold, doc.Notes, doc.Warnings = m.headings, m.bold, m.notes, m.warnings
	finish(doc, m.out.String(), opts)
	return doc, nil
}

// readByContent reads what tells its kind by how it begins, whatever it is called; nil for all else.
func readByContent(ctx context.Context, name, extension string, head []byte, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	var doc *Document
	var err error
	usual, what := []string{".docx", ".docm"}, "a Word document"
	switch {
	case bytes.HasPrefix(head, []byte(zipMagic)):
		var a *archive
		kind := "a Word file"
		if strings.HasPrefix(extension, ".od") || extension == ".ott" {
			kind = "an OpenDocument file"
		}
		if a, err = openArchive(name, r, size, kind); err != nil {
			return nil, err
		}
		if a.has(odfContent) && !a.has("word/document.xml") {
			usual, what = []string{".odt", ".ott", ".odp"}, "an OpenDocument file"
			doc, err = readODF(ctx, a, opts)
		} else {
			doc, err = readDocx(ctx, a, opts)
		}
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		usual, what = []string{".rtf"}, "an RTF file"
		doc, err = readRTF(ctx, name, r, size, opts)
	case beginsAsPDF(head):
		usual, what = []string{".pdf"}, "a PDF"
		doc, err = readPDF(ctx, name, r, size, opts)
	case looksLikeHTML(head) && extension == ".doc":
		usual, what = nil, "a web page"
		doc, err = readPage(ctx, name, head, r, size, opts)
	case officeFormats[extension] != "" && bytes.HasPrefix(head, []byte(oleMagic)) && !encrypted(r, size):
		return readByOffice(ctx, name, r, size, opts)
	default:
		return nil, nil
	}
	if err == nil && !slices.Contains(usual, extension) {
		doc.Warnings = append(doc.Warnings, "the file is "+what+" in spite of its name")
	}
	return doc, err
}

// readPage reads a web page in the encoding that it says.
func readPage(ctx context.Context, name string, head []byte, r io.ReaderAt, size int64, opts Options) (*Document, error) {
	letters, c, err := readHTMLText(ctx, name, head, r, size, opts)
	if err != nil {
		return nil, err
	}
	doc, err := readHTML(ctx, name, letters, opts)
	if err == nil {
		doc.Encoding, doc.Guessed = c.name, c.guessed
	}
	return doc, err
}

const (
	zipMagic = "PK\x03\x04"
	oleMagic = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
)

// foreign refuses what is recognisably another kind of file.
func foreign(name string, head []byte, r io.ReaderAt, size int64) error {
	switch {
	case bytes.HasPrefix(head, []byte(oleMagic)):
		if encrypted(r, size) {
			return invalid("%s is protected by a password: save it without one", name)
		}
		return invalid("%s is password protected or of the kind from before 2007 (.doc, .xls) under another name: save it as .docx or .xlsx without a password", name)
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return invalid("%s is a PDF in spite of its name", name)
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return invalid("%s is an RTF file in spite of its name: save it as .docx", name)
	}
	return nil
}

// encrypted looks for the stream that only a file with a password has, by its
// UTF-16 name in the directory of an OLE file.
func encrypted(r io.ReaderAt, size int64) bool {
	var mark []byte
	for _, c := range "EncryptedPackage" {
		mark = append(mark, byte(c), 0)
	}
	buf := make([]byte, 64<<10)
	for at := int64(0); at < size; at += int64(len(buf) - len(mark)) {
		n, err := r.ReadAt(buf, at)
		if bytes.Contains(buf[:n], mark) {
			return true
		}
		if err != nil {
			return false
		}
	}
	return false
}

// readText reads all letters of a text file, in normal form so far as line ends go.
func readText(ctx context.Context, name string, r io.ReaderAt, size int64, opts Options) (string, charset, error) {
	c, err := detect(ctx, name, r, size, opts.Encoding)
	if err != nil {
		return "", c, err
	}
	raw, err := io.ReadAll(io.LimitReader(decode(name, r, size, c), maxText+utf8.UTFMax))
	if err != nil {
		return "", c, err
	}
	if len(raw) > maxText {
		return "", c, invalid("%s holds more than %s of text: split it", name, bytesText(maxText))
	}
	return text.Normalize(string(raw)), c, nil
}
