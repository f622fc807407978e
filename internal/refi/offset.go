package refi

import "sort"

// Convention is what the offsets of a file count. The zero value is what the standard says: code
// points, a CRLF being two of them. A byte order mark never counts, and a CR or LF alone is one.
type Convention struct {
	UTF16    bool  `json:"utf16"`     // UTF-16 code units, so that a letter beyond U+FFFF is two
	OneBreak bool  `json:"one_break"` // a CRLF counts as one
	PageTop  bool  `json:"page_top"`  // areas of a page are measured from its top left, not bottom left
	Basis    Basis `json:"basis"`
}

// Basis is why a convention was chosen.
type Basis string

// The bases are:
const (
	ByOrigin  Basis = "origin"  // the program that wrote the file is known to count so, or nothing spoke against the standard
	ByNames   Basis = "names"   // the selections' names quote their texts, and do so only if counted this way
	ByBorders Basis = "borders" // the selections begin and end with words only if counted this way
)

// String says the convention in words.
func (c Convention) String() string {
	unit, crlf := "code points", "two"
	if c.UTF16 {
		unit = "UTF-16 units"
	}
	if c.OneBreak {
		crlf = "one"
	}
	return unit + ", a CRLF as " + crlf
}

// Scale converts between the offsets of a text under a convention and code points of the same text
// with lines ending in \n.
//
// Most code points are one unit long. wide are those that are two: code point wide[i] begins at
// offset wide[i]+i.
type Scale struct {
	wide   []int32
	length int
}

// NewScale measures a text as it came, without byte order mark but with its own line ends. Texts are
// at most 2^31-1 bytes.
func NewScale(raw string, c Convention) *Scale {
	s := &Scale{}
	for i, r := range raw {
		switch {
		case r == '\n' && i > 0 && raw[i-1] == '\r':
			if !c.OneBreak {
				s.wide = append(s.wide, int32(s.length-1))
			}
			continue
		case r > 0xFFFF && c.UTF16:
			s.wide = append(s.wide, int32(s.length))
		}
		s.length++
	}
	return s
}

// Plain says that offsets and code points are the same.
func (s *Scale) Plain() bool { return len(s.wide) == 0 }

// Len is the length in code points.
func (s *Scale) Len() int { return s.length }

// Units is the length in the convention's units.
func (s *Scale) Units() int64 { return int64(s.length + len(s.wide)) }

// CodePoint is the code point at an offset of 0 to Units. inside says that the offset is in the
// middle of that code point: between the halves of a surrogate pair, or of a CRLF.
func (s *Scale) CodePoint(offset int64) (at int, inside bool) {
	n := sort.Search(len(s.wide), func(i int) bool { return int64(s.wide[i])+int64(i) >= offset })
	at = int(offset) - n
	return at, n > 0 && at == int(s.wide[n-1])
}

// Offset is where a code point of 0 to Len begins.
func (s *Scale) Offset(at int) int64 {
	n := sort.Search(len(s.wide), func(i int) bool { return int(s.wide[i]) >= at })
	return int64(at + n)
}

// span is the code points that [start, end) touches, cut to the text. within says that nothing had to
// be cut; split that an end is inside a code point.
func (s *Scale) span(start, end int64) (from, to int, within, split bool) {
	units := s.Units()
	within = start >= 0 && start <= end && end <= units
	start = min(max(start, 0), units)
	end = min(max(end, start), units)
	from, a := s.CodePoint(start)
	to, b := s.CodePoint(end)
	if b && end > start {
		to++
	}
	return from, to, within, a || b
}
