package refi

import "github.com/crosscase/crosscase/internal/text"

// Shape is what a selection is a part of.
type Shape string

// The shapes are:
const (
	Span    Shape = "text"
	Area    Shape = "area"    // of a picture or a page
	Stretch Shape = "stretch" // of a recording
	Synced  Shape = "synced"  // of a transcript, between two sync points
)

// Selection is a part of a source. One without codings is an annotation or a bare quotation.
type Selection struct {
	GUID, Name       string
	Description      string
	Shape            Shape
	Start, End       int64 // as written: offsets of a span
	Placed           bool  // whether Span is known
	Span             text.Span
	On               string // the source whose text Span is in, where it is not the holder's (QualCoder)
	Text             string // what Span holds
	Begin, Finish    int64  // milliseconds, of a stretch and of what is synced
	Boxes            []Box  // of an area; a span in a PDF may have some too
	From, To         string // sync points
	Quote            string // text that came with an area of a page
	Codings          []Coding
	NoteRefs         []string
	Created, Changed Stamp
	Line             int

	element string
	bad     bool // offsets that are no numbers
}

// countSpans is how many selections are spans of a text.
func countSpans(selections []*Selection) int {
	n := 0
	for _, s := range selections {
		if s.Shape == Span && !s.bad {
			n++
		}
	}
	return n
}

// Box is a rectangle by two opposite corners in any order: pixels from the top left in a picture;
// points on a page, which counts from 0, from the corner that Convention.PageTop says.
type Box struct {
	Page           int64
	X1, Y1, X2, Y2 int64
}

// Coding is one act of applying a code.
type Coding struct {
	GUID     string
	Code     string // identifier
	Created  Stamp
	NoteRefs []string
	Also     []string // identifiers of equal codings that were merged into it
	Line     int
}
