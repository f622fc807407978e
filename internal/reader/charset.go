package reader

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/saintfish/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/ianaindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

// charset is how the bytes of a file stand for letters.
type charset struct {
	name    string            // IANA
	enc     encoding.Encoding // nil is UTF-8, checked already
	skip    int64             // bytes of the byte order mark
	guessed bool
}

var byteOrderMarks = []struct {
	mark, name string
	enc        encoding.Encoding
}{
	{"\xEF\xBB\xBF", "UTF-8", nil},
	{"\xFF\xFE\x00\x00", "UTF-32LE", utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)},
	{"\x00\x00\xFE\xFF", "UTF-32BE", utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM)},
	{"\xFF\xFE", "UTF-16LE", utf16LE},
	{"\xFE\xFF", "UTF-16BE", utf16BE},
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
)

// sampleSize is how many bytes a guess is made from.
const sampleSize = 64 << 10

// detect finds the encoding of a file.
//
// The rules are, in this order:
//   - what the person says, else a byte order mark;
//   - UTF-8 where all of the file is valid as it;
//   - UTF-16 without a mark where every other byte of the beginning is mostly zero;
//   - the likeliest guess of chardet under which the sample holds no invalid byte, where
//     ISO 8859-1 and -9 are taken as the Windows pages that contain them.
func detect(ctx context.Context, name string, r io.ReaderAt, size int64, wanted string) (charset, error) {
	head, err := sample(r, size, 0)
	if err != nil {
		return charset{}, err
	}
	marked := charset{}
	for _, m := range byteOrderMarks {
		if bytes.HasPrefix(head, []byte(m.mark)) {
			marked = charset{name: m.name, enc: m.enc, skip: int64(len(m.mark))}
			break
		}
	}
	if wanted != "" {
		chosen, err := named(wanted)
		if err != nil {
			return charset{}, err
		}
		if chosen.name == marked.name {
			chosen.skip = marked.skip
		}
		return chosen, checkUTF8(ctx, name, r, size, chosen)
	}
	if marked.name != "" {
		return marked, checkUTF8(ctx, name, r, size, marked)
	}
	if guess := zeroPattern(head); guess.name != "" {
		return guess, nil
	}
	fault, err := scanUTF8(ctx, r, size, 0)
	if err != nil {
		return charset{}, err
	}
	if fault.at < 0 {
		return charset{name: "UTF-8"}, nil
	}
	if fault.zero {
		return charset{}, invalid("%s holds a zero byte at offset %d (line %d) and is no text file; if it is UTF-16, name that encoding", name, fault.at, fault.line)
	}
	if fault.at > sampleSize/2 {
		// The letters that tell encodings apart begin late.
		around, err := sample(r, size, fault.at-sampleSize/2)
		if err != nil {
			return charset{}, err
		}
		head = append(head[:len(head):len(head)], around...)
	}
	return guess(name, head, fault)
}

func sample(r io.ReaderAt, size, at int64) ([]byte, error) {
	buf := make([]byte, min(size-at, sampleSize))
	n, err := r.ReadAt(buf, at)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, err
	}
	return buf[:n], nil
}

// named looks up an encoding by the name a person gave.
func named(name string) (charset, error) {
	if strings.EqualFold(name, "utf-8") || strings.EqualFold(name, "utf8") {
		return charset{name: "UTF-8"}, nil
	}
	for _, m := range byteOrderMarks {
		if strings.EqualFold(name, m.name) {
			return charset{name: m.name, enc: m.enc}, nil
		}
	}
	if strings.EqualFold(name, "utf-16") {
		return charset{name: "UTF-16LE", enc: utf16LE}, nil
	}
	enc, err := htmlindex.Get(name)
	if err != nil {
		enc, err = ianaindex.IANA.Encoding(name)
	}
	if err != nil || enc == nil || enc == encoding.Replacement {
		return charset{}, invalid("there is no encoding %q here: give an IANA name such as utf-8, windows-1252, utf-16le or shift_jis", name)
	}
	if known, err := ianaindex.MIME.Name(enc); err == nil {
		name = known
	} else if known, err := ianaindex.IANA.Name(enc); err == nil {
		name = known
	}
	return charset{name: name, enc: enc}, nil
}

// zeroPattern recognises UTF-16 without a mark by where its zero bytes are.
func zeroPattern(head []byte) charset {
	if len(head) < 4 || len(head)%2 == 1 && len(head) < sampleSize {
		return charset{}
	}
	var even, odd int
	for i, c := range head {
		if c != 0 {
			continue
		}
		if i%2 == 0 {
			even++
		} else {
			odd++
		}
	}
	// In scripts other than Latin only blanks and line ends have a zero byte; in
	// a few bytes that share could be chance.
	least := len(head) / 16
	if len(head) < 256 {
		least = len(head) / 4
	}
	switch {
	case odd > least && even*20 < odd:
		return charset{name: "UTF-16LE", enc: utf16LE, guessed: true}
	case even > least && odd*20 < even:
		return charset{name: "UTF-16BE", enc: utf16BE, guessed: true}
	}
	return charset{}
}

// betterName is what to take for a name that chardet gives: the Windows page that
// has all letters of an ISO page and more, or the spelling that others use.
var betterName = map[string]string{"ISO-8859-1": "windows-1252", "ISO-8859-9": "windows-1254", "GB-18030": "GB18030", "ISO-8859-8-I": "windows-1255"}

// replacement is what decoders write for bytes that their encoding does not have.
const replacement = "\uFFFD"

func guess(name string, sample []byte, fault fault) (charset, error) {
	guesses, err := chardet.NewTextDetector().DetectAll(sample)
	if err == nil {
		for _, g := range guesses {
			if g.Charset == "UTF-8" {
				// A text that is UTF-8 but for a byte is torn, and another reading would garble the rest.
				if g.Confidence >= 80 {
					break
				}
				continue
			}
			wanted := g.Charset
			if better := betterName[wanted]; better != "" {
				wanted = better
			}
			found, err := named(wanted)
			if err != nil || found.enc == nil {
				continue
			}
			decoded, err := found.enc.NewDecoder().Bytes(sample)
			if err != nil || bytes.Contains(decoded[:max(0, len(decoded)-8)], []byte(replacement)) {
				continue
			}
			found.guessed = true
			return found, nil
		}
	}
	return charset{}, invalid("%s is not UTF-8: %s; name its encoding", name, fault.text())
}
