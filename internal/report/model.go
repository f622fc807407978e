package report

import "github.com/crosscase/crosscase"

// Report is a document as data.
type Report struct {
	Title     string         `json:"title"`
	Subtitle  string         `json:"subtitle,omitempty"`
	Study     string         `json:"study" doc:"title of the study"`
	Date      string         `json:"date,omitempty" doc:"YYYY-MM-DD, as given by the caller"`
	Synthetic bool           `json:"synthetic,omitempty" doc:"the study was made by the generator; each format says so"`
	Sections  []Section      `json:"sections"`
	Excerpts  []CitedExcerpt `json:"excerpts,omitempty" doc:"what the report rests on, in the order of first use"`
}

// Section is a heading with what stands under it. Sections are a flat list; Level nests them.
type Section struct {
	ID      string  `json:"id" doc:"stable, unique in the report, fit for an HTML id"`
	Heading string  `json:"heading"`
	Level   int     `json:"level" doc:"1 to 3"`
	Blocks  []Block `json:"blocks,omitempty"`
}

// BlockKind says which field of a Block is filled.
type BlockKind string

// The kinds of block are:
const (
	BlockParagraph BlockKind = "paragraph"
	BlockList      BlockKind = "list"
	BlockQuotation BlockKind = "quotation"
	BlockTable     BlockKind = "table"
	BlockFigure    BlockKind = "figure"
)

// Block is one piece of a section: exactly one of its fields is filled, as Kind says.
type Block struct {
	Kind      BlockKind  `json:"kind"`
	Sentences []Sentence `json:"sentences,omitempty" doc:"of a paragraph, or the items of a list, one each"`
	Quotation *Quotation `json:"quotation,omitempty"`
	Table     *Table     `json:"table,omitempty"`
	Figure    *Figure    `json:"figure,omitempty"`
}

// SentenceKind says what a sentence does in the argument.
type SentenceKind = crosscase.SentenceKind

// The kinds of sentence are:
const (
	Descriptive  = crosscase.SentenceDescriptive
	Count        = crosscase.SentenceCount
	Quoting      = crosscase.SentenceQuotation
	Interpretive = crosscase.SentenceInterpretive
	Linking      = crosscase.SentenceLinking
)

// Sentence is one sentence that knows what it rests on.
type Sentence struct {
	ID       string                `json:"id" doc:"stable across runs, unique in the report"`
	Kind     SentenceKind          `json:"kind"`
	Text     string                `json:"text" doc:"the sentence without marks"`
	Runs     []Run                 `json:"runs,omitempty" doc:"the same text in marked stretches; absent where nothing is marked"`
	Evidence []crosscase.ExcerptID `json:"evidence,omitempty"`
	Hash     string                `json:"hash" doc:"of the inputs and the evidence, not of the wording: it changes when the sentence has to be looked at again"`
	Comments []Comment             `json:"comments,omitempty" doc:"open objections to it"`
}

// Comment is an objection that a reader of the file sees beside the sentence.
type Comment struct {
	Author string `json:"author,omitempty"`
	At     int64  `json:"at" doc:"epoch milliseconds, UTC"`
	Text   string `json:"text"`
}

// Mark is how a stretch of a sentence is set.
type Mark string

// The marks are:
const (
	Plain    Mark = ""
	Strong   Mark = "strong"
	Emphasis Mark = "emphasis" // positions, in the codebook's own words
)

// Run is a stretch of text under one mark.
type Run struct {
	Text string `json:"text"`
	Mark Mark   `json:"mark,omitempty"`
}

// Quotation is an excerpt set out with its attribution at the disclosure level.
type Quotation struct {
	ID          string                `json:"id"`
	Text        string                `json:"text"`
	Form        crosscase.ExcerptKind `json:"form" doc:"verbatim, gist or note"`
	Spoken      bool                  `json:"spoken,omitempty" doc:"somebody's own words; these alone are set in quotation marks"`
	Attribution string                `json:"attribution"`
	Source      string                `json:"source,omitempty" doc:"what it comes from: the kind of source, and its name only where participants are disclosed"`
	Excerpt     crosscase.ExcerptID   `json:"excerpt"`
	Before      string                `json:"before,omitempty" doc:"the words before it, where they are shown"`
	After       string                `json:"after,omitempty"`
	Link        string                `json:"link,omitempty" doc:"its address in the program, where it is given"`
}

// Align is how a column is set.
type Align string

// The alignments are:
const (
	Left   Align = "left"
	Right  Align = "right"
	Centre Align = "centre"
)

// Table is a captioned table.
type Table struct {
	ID      string   `json:"id"`
	Number  int      `json:"number" doc:"1, 2, … in the report"`
	Caption string   `json:"caption"`
	Columns []Column `json:"columns"`
	Rows    []Row    `json:"rows"`
	Notes   []string `json:"notes,omitempty"`
}

// Column is a column of a table.
type Column struct {
	Heading string  `json:"heading"`
	Align   Align   `json:"align,omitempty"`
	Width   float64 `json:"width,omitempty" doc:"share of the width relative to the other columns; 0 is fitted to the content"`
}

// RowKind says what a row is.
type RowKind string

// The kinds of row are:
const (
	BodyRow  RowKind = ""
	GroupRow RowKind = "group" // one cell that heads the rows below it
	TotalRow RowKind = "total"
)

// Row is a row of a table. A GroupRow has one cell, other rows one for each column.
type Row struct {
	Kind  RowKind `json:"kind,omitempty"`
	Cells []Cell  `json:"cells"`
}

// Cell is a cell of a table.
type Cell struct {
	Text     string                `json:"text"`
	Number   *float64              `json:"number,omitempty" doc:"the value behind the text, for spreadsheets"`
	Small    bool                  `json:"small,omitempty" doc:"a count of people under the study's small cell"`
	Evidence []crosscase.ExcerptID `json:"evidence,omitempty"`
}

// Figure is a drawing with its text alternative. Formats that cannot draw print Table.
type Figure struct {
	ID      string `json:"id"`
	Number  int    `json:"number"`
	Caption string `json:"caption"`
	SVG     string `json:"svg"`
	Alt     string `json:"alt"`
	Table   *Table `json:"table,omitempty" doc:"the same content as a table; it takes the figure's number, not one of its own"`
}

// CitedExcerpt is an excerpt as a reader of the report may see it.
type CitedExcerpt struct {
	Number      int                   `json:"number" doc:"1, 2, … in the report: printed as E1, E2, …"`
	ID          crosscase.ExcerptID   `json:"id"`
	Text        string                `json:"text"`
	Form        crosscase.ExcerptKind `json:"form"`
	Spoken      bool                  `json:"spoken,omitempty" doc:"somebody's own words"`
	Attribution string                `json:"attribution"`
	Source      string                `json:"source,omitempty"`
}
