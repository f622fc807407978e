package reader

import (
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/transform"
)

// decoder streams a file as UTF-8 and refuses bytes that its encoding does not
// have, where the libraries would write U+FFFD and go on.
type decoder struct {
	name    string
	charset charset
	src     *io.SectionReader
	t       transform.Transformer
	in      []byte // read and not yet decoded
	at      int64  // offset in the file of in[0]
	line    int
	out     []byte // decoded and not yet handed on
	buf     []byte
	ended   bool
	err     error
}

// decode is a reader of the letters of a file in c, without the byte order mark.
func decode(name string, r io.ReaderAt, size int64, c charset) io.Reader {
	src := io.NewSectionReader(r, c.skip, size-c.skip)
	if c.enc == nil {
		return src
	}
	return &decoder{
		name: name, charset: c, src: src, t: c.enc.NewDecoder(),
		in: make([]byte, 0, min(size+16, 64<<10)), buf: make([]byte, min(4*size+16, 256<<10)), at: c.skip, line: 1,
	}
}

func (d *decoder) Read(p []byte) (int, error) {
	for len(d.out) == 0 {
		if d.err != nil {
			return 0, d.err
		}
		d.err = d.fill()
	}
	n := copy(p, d.out)
	d.out = d.out[n:]
	return n, nil
}

// fill decodes the next block. It returns io.EOF with the last.
func (d *decoder) fill() error {
	if !d.ended {
		n, err := d.src.Read(d.in[len(d.in):cap(d.in)])
		d.in = d.in[:len(d.in)+n]
		if errors.Is(err, io.EOF) {
			d.ended = true
		} else if err != nil {
			return err
		}
	}
	wrote, took, err := d.t.Transform(d.buf, d.in, d.ended)
	decoded := d.buf[:wrote]
	if bytes.Contains(decoded, []byte(replacement)) {
		if at, before, bad := d.locate(d.in[:took]); bad {
			return invalid("%s is not valid %s: byte %02X at offset %d (line %d); name another encoding",
				d.name, d.charset.name, d.in[at], d.at+int64(at), d.line+before)
		}
	}
	if zero := bytes.IndexByte(decoded, 0); zero >= 0 {
		return invalid("%s holds a zero character in line %d and is no text file", d.name, d.line+bytes.Count(decoded[:zero], []byte{'\n'}))
	}
	d.out = decoded
	d.line += bytes.Count(decoded, []byte{'\n'})
	d.at += int64(took)
	d.in = d.in[:copy(d.in, d.in[took:])]
	if err != nil && !errors.Is(err, transform.ErrShortSrc) && !errors.Is(err, transform.ErrShortDst) {
		return invalid("%s is not valid %s near offset %d (line %d): %v; name another encoding", d.name, d.charset.name, d.at, d.line, err)
	}
	if d.ended && (len(d.in) == 0 || took == 0 && wrote == 0) {
		return io.EOF
	}
	return nil
}

// locate finds the byte that became U+FFFD, and how many lines end before it.
// U+FFFD that the file itself holds is none. It decodes a code point at a time:
// U+FFFD takes three bytes, so in a room of three it stands alone.
func (d *decoder) locate(block []byte) (at, lines int, bad bool) {
	t := d.charset.enc.NewDecoder()
	var room [utf8.UTFMax]byte
	for at < len(block) {
		wrote, took, _ := t.Transform(room[:3], block[at:], true)
		if took == 0 {
			wrote, took, _ = t.Transform(room[:], block[at:], true)
		}
		if took == 0 {
			return at, lines, true
		}
		if string(room[:wrote]) == replacement {
			same, err := d.charset.enc.NewEncoder().Bytes(room[:wrote])
			if err != nil || !bytes.Equal(same, block[at:at+took]) {
				return at, lines, true
			}
		}
		lines += bytes.Count(room[:wrote], []byte{'\n'})
		at += took
	}
	return 0, 0, false
}
