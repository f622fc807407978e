package refi

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

const utf8Mark = "\uFEFF"

// asUTF8 is XML without its byte order mark, converted where the mark says UTF-16.
func asUTF8(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	switch {
	case bytes.HasPrefix(head, []byte("\xFF\xFE")), bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return transform.NewReader(b, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder()), nil
	case bytes.HasPrefix(head, []byte(utf8Mark)):
		_, err := b.Discard(len(utf8Mark))
		return b, err
	}
	return b, nil
}

// decodeText is the text that bytes of a .txt mean, without byte order mark, and its encoding. What
// is neither marked nor UTF-8 is taken for Windows-1252, which ATLAS.ti writes transcripts in.
func decodeText(s string) (decoded, encoding string, err error) {
	switch {
	case strings.HasPrefix(s, utf8Mark) && utf8.ValidString(s):
		return s[len(utf8Mark):], "UTF-8", nil
	case strings.HasPrefix(s, "\xFF\xFE"):
		decoded, err = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().String(s)
		return decoded, "UTF-16LE", err
	case strings.HasPrefix(s, "\xFE\xFF"):
		decoded, err = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().String(s)
		return decoded, "UTF-16BE", err
	case utf8.ValidString(s):
		return s, "UTF-8", nil
	}
	decoded, err = charmap.Windows1252.NewDecoder().String(strings.TrimPrefix(s, utf8Mark))
	return decoded, "windows-1252", err
}

// foldBreaks is s with every line end as \n.
func foldBreaks(s string) string {
	if !strings.Contains(s, "\r") {
		return s
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(s)
}

// runLimit fails a stream of XML in which too many bytes follow one another without a tag, which the
// decoder would gather in memory.
type runLimit struct {
	r    io.Reader
	file string
	most int
	run  int
}

func (l *runLimit) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	if last := bytes.LastIndexByte(p[:n], '<'); last >= 0 {
		l.run = n - last
	} else {
		l.run += n
	}
	if l.run > l.most {
		return 0, invalid("%s holds more than %s without a tag and is not read", l.file, bytesText(uint64(l.most)))
	}
	return n, err
}
