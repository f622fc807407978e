package reader

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// fault is the first byte of a file that is no UTF-8, or zero; at is -1 where there is none.
type fault struct {
	at   int64
	line int
	zero bool
	byte byte
}

func (f fault) text() string {
	if f.zero {
		return fmt.Sprintf("a zero byte at offset %d (line %d)", f.at, f.line)
	}
	return fmt.Sprintf("byte %02X at offset %d (line %d)", f.byte, f.at, f.line)
}

// checkUTF8 refuses a file that was said to be UTF-8 and is not. Other encodings
// are checked while they are decoded.
func checkUTF8(ctx context.Context, name string, r io.ReaderAt, size int64, c charset) error {
	if c.enc != nil {
		return nil
	}
	fault, err := scanUTF8(ctx, r, size, c.skip)
	if err != nil || fault.at < 0 {
		return err
	}
	return invalid("%s is not valid UTF-8: %s; name another encoding or save it as UTF-8", name, fault.text())
}

// scanUTF8 looks for the first fault without keeping the file.
func scanUTF8(ctx context.Context, r io.ReaderAt, size, from int64) (fault, error) {
	buf := make([]byte, min(size-from+1, 256<<10))
	kept, line := 0, 1
	for at := from; ; {
		if err := ctx.Err(); err != nil {
			return fault{}, err
		}
		n, err := r.ReadAt(buf[kept:min(int64(len(buf)), int64(kept)+size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return fault{}, err
		}
		block := buf[:kept+n]
		start := at - int64(kept)
		at += int64(n)
		last := at >= size || n == 0
		whole := len(block)
		if !last {
			whole -= unfinished(block)
		}
		if zero := bytes.IndexByte(block[:whole], 0); zero >= 0 || !utf8.Valid(block[:whole]) {
			i := firstFault(block[:whole])
			return fault{at: start + int64(i), line: line + bytes.Count(block[:i], []byte{'\n'}), zero: block[i] == 0, byte: block[i]}, nil
		}
		if last {
			return fault{at: -1}, nil
		}
		line += bytes.Count(block[:whole], []byte{'\n'})
		kept = copy(buf, block[whole:])
	}
}

func firstFault(block []byte) int {
	for i := 0; i < len(block); {
		r, width := utf8.DecodeRune(block[i:])
		if block[i] == 0 || r == utf8.RuneError && width == 1 {
			return i
		}
		i += width
	}
	return len(block) - 1
}

// unfinished is how many bytes at the end of block begin a code point that goes on behind it.
func unfinished(block []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(block); n++ {
		if c := block[len(block)-n]; utf8.RuneStart(c) {
			if !utf8.FullRune(block[len(block)-n:]) {
				return n
			}
			return 0
		}
	}
	return 0
}
