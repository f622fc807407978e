package refi

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// Limits are what a file may ask of the machine. A zero field is its default, which the largest
// real projects stay well under; media are never held in memory and only bounded by the disk.
type Limits struct {
	Entries   int   // files in the archive; 50,000
	Directory int64 // bytes of the archive's directory; 16 MiB
	XML       int64 // bytes of the XML, inflated; 128 MiB
	Elements  int   // elements in the XML, a selection counting twice; 1,000,000
	Text      int64 // bytes of one text; 32 MiB
	Texts     int64 // bytes of all texts; 192 MiB
	Problems  int   // problems listed of each sort, the others are counted; 1,000
}

const (
	maxDepth     = 256      // elements inside one another
	maxRatio     = 200      // inflated to packed, past freeInflated
	freeInflated = 16 << 20 // bytes
	maxMember    = 1<<31 - 1
)

// orDefault fills the zero fields.
func (l Limits) orDefault() Limits {
	fill(&l.Entries, 50_000)
	fill(&l.Directory, 16<<20)
	fill(&l.XML, 128<<20)
	fill(&l.Elements, 1_000_000)
	fill(&l.Text, 32<<20)
	fill(&l.Texts, 192<<20)
	fill(&l.Problems, 1000)
	return l
}

func fill[N int | int64](n *N, standard N) {
	if *n <= 0 {
		*n = standard
	}
}

func invalid(format string, args ...any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, format, args...)
}

// show is a name from a file as it may stand in a message: quoted and short.
func show(name string) string {
	const most = 80
	name = strings.ToValidUTF8(name, "�")
	if r := []rune(name[:min(len(name), 4*most)]); len(r) > most {
		name = string(r[:most]) + "…"
	}
	return strconv.Quote(name)
}

// plain is name where it is short and has nothing that a terminal or page would trip over, else as shown.
func plain(name string) string {
	if shown := show(name); shown != `"`+name+`"` {
		return shown
	}
	return name
}

func bytesText(n uint64) string {
	switch {
	case n >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
	case n >= 1<<20:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	case n >= 1<<10:
		return fmt.Sprintf("%.1f KiB", float64(n)/(1<<10))
	}
	return fmt.Sprintf("%d bytes", n)
}
