package reader

import (
	"fmt"
	"io"

	"github.com/crosscase/crosscase"
)

// What a file may ask of the machine. A real interview is a thousandth of any of
// these; what goes beyond is refused before it costs memory.
const (
	DefaultMaxSize = 100 << 20 // bytes of a .docx, .xlsx, .md, .rst or .txt file
	maxTableSize   = 4 << 30   // bytes of a .csv file, which is never held in memory

	maxPart      = 256 << 20 // bytes of one part of an archive with content, inflated
	maxSidePart  = 16 << 20  // bytes of one that says how parts look and hang together
	maxRatio     = 200       // inflated to packed, past freeInflated
	freeInflated = 10 << 20
	maxEntries   = 10_000    // files in an archive
	maxDirectory = 4 << 20   // bytes of an archive's directory
	maxDepth     = 256       // elements inside one another
	maxToken     = 4 << 20   // bytes without a tag in XML
	maxText      = 16 << 20  // bytes of the text read from a file: some 2.8 million words of English
	maxShared    = 128 << 20 // bytes of the texts that the cells of a workbook share
	maxParagraph = 1 << 20   // bytes of a paragraph in which marks are looked for
	maxNotes     = 100_000
	maxObjects   = 500_000 // text boxes and references to notes in a document
	maxCells     = 16_384  // columns of a table, as Excel has it
	maxRowBytes  = 16 << 20
)

func invalid(format string, args ...any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, format, args...)
}

// checkSize refuses a file that is too big before a byte of it is read.
func checkSize(name string, size, most int64) error {
	if size > most {
		return invalid("%s is %s big and at most %s are read: take out pictures or split it", name, bytesText(size), bytesText(most))
	}
	if size == 0 {
		return invalid("%s is empty", name)
	}
	return nil
}

func bytesText(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MiB", (n+1<<19)>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}

// tokenLimit fails a stream of XML in which more than maxToken bytes follow one
// another without a tag, which the decoder would gather in memory.
type tokenLimit struct {
	r    io.Reader
	name string
	run  int
}

func (l *tokenLimit) Read(p []byte) (int, error) {
	n, err := l.r.Read(p)
	last := -1
	for i := n - 1; i >= 0; i-- {
		if p[i] == '<' {
			last = i
			break
		}
	}
	if last >= 0 {
		l.run = n - last
	} else {
		l.run += n
	}
	if l.run > maxToken {
		return 0, invalid("%s holds more than %s without a tag and is not read: save it again from its program", l.name, bytesText(maxToken))
	}
	return n, err
}

// counted says how many there are of something: one and many are what follows the number.
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
