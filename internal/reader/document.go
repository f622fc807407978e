package reader

import (
	"regexp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// Document is what a text file holds. All spans count code points of Text.
type Document struct {
	Text     string        // normal form, see package text; a line is a paragraph, but in a plain text file a line
	Turns    []text.Turn   // speaker turns; none where the text has no labels
	Timed    bool          // the turns have times, which count in a recording
	Headings []Heading     // in text order
	Pages    []Page        // of a PDF, in order; none of what has no pages
	Bold     []text.Span   // runs in bold, in text order; labels are found by them
	Notes    []Note        // comments, footnotes and endnotes, in the order of their places
	Tracked  TrackedChange // what the text would look like with all tracked changes accepted, counted
	Format   string        // docx, odt, odp, rtf, doc, html, pdf, md, rst, txt, vtt, srt, textgrid or eaf: what the content is, whatever the name says
	Encoding string        // IANA name of what the bytes were taken for; "" for docx, which says so itself
	Guessed  bool          // Encoding is a guess from the letters and worth showing
	Warnings []string      // what a person should know; never a reason to refuse
}

// Heading is a heading with its level, 1 the highest.
type Heading struct {
	Span  text.Span
	Level int
	Text  string
}

// Page is one page of a PDF.
type Page struct {
	Start int            // where its text begins
	Box   crosscase.Page // what is seen of it, in points
}

// NoteKind says what a note is.
type NoteKind string

// The kinds are:
const (
	Comment  NoteKind = "comment"
	Footnote NoteKind = "footnote"
	Endnote  NoteKind = "endnote"
)

// Note is a text beside the text. Span is what a comment was written about, or
// the empty span at the place where a footnote is called.
type Note struct {
	Kind   NoteKind
	Span   text.Span
	Text   string
	Author string // of a comment, as the file has it
	Date   string // of a comment, as the file has it: RFC 3339 as a rule
}

// TrackedChange counts the tracked changes of a file. The reader takes all of
// them as accepted: insertions stay, deletions go, moved text stands where it went.
type TrackedChange struct {
	Inserted, Deleted, Moved int
}

// Options are what a person may decide. The zero value decides by the content.
type Options struct {
	Encoding  string         // IANA or WHATWG name; "" guesses
	Speaker   *regexp.Regexp // of a speaker label, from text.CompileSpeaker; nil finds labels by the rules
	Delimiter rune           // of a CSV file; 0 takes the likeliest
	Sheet     string         // of a workbook; "" is the first
	HeaderRow int            // of a table, counted from 1; 0 is 1. Rows above it are left out
	Cache     string         // directory that keeps the compiled engine for PDF files; "" keeps none
	MaxSize   int64          // of the file in bytes; 0 is DefaultMaxSize
}

func (o Options) maxSize() int64 {
	if o.MaxSize > 0 {
		return o.MaxSize
	}
	return DefaultMaxSize
}
