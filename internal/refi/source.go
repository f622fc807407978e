package refi

// Kind is the kind of a source, by the element that holds it. A recording without a picture may
// stand under Video (MAXQDA).
type Kind string

// The kinds are:
const (
	Text    Kind = "text"
	PDF     Kind = "pdf"
	Picture Kind = "picture"
	Audio   Kind = "audio"
	Video   Kind = "video"
	Note    Kind = "note" // a memo, which has all that a text source has
)

// Source is something coded, or a note.
type Source struct {
	Kind             Kind
	GUID, Name       string
	Description      string
	Media            Ref      // of all but texts
	CurrentPath      string   // where the file used to be: a path of somebody's machine
	Plain            *Content // own text, the representation of a PDF or the description of a picture; nil for none
	Transcripts      []*Transcript
	Selections       []*Selection
	Codings          []Coding // of the whole source
	NoteRefs         []string
	Values           []Value
	Created, Changed Stamp

	// TranscriptOf is the recording that has this text as a transcript (ATLAS.ti and QualCoder write
	// both), "" for none.
	TranscriptOf string
	Line         int
}

// Content is a plain text.
type Content struct {
	GUID, Name string
	File       Ref    // the .txt; zero for inline text
	Rich       Ref    // the same with its looks: .docx, .rtf
	Found      bool   // whether there is a text; a rich form alone gives none
	Text       string // with lines ending in \n, without byte order mark
	Encoding   string // UTF-8, UTF-16LE, UTF-16BE or windows-1252

	raw    string // as it came, with its line ends, until selections are placed
	inline *string
}

// Transcript is a text of a recording.
type Transcript struct {
	GUID, Name       string
	Description      string
	Plain            *Content
	Points           []SyncPoint
	Selections       []*Selection
	NoteRefs         []string
	Created, Changed Stamp
	Line             int
}

// SyncPoint ties a place in a transcript to a time of the recording.
type SyncPoint struct {
	GUID    string
	Time    int64 // milliseconds
	Written int64 // position as written
	At      int   // position in code points
	Placed  bool  // whether At is known
}

// Ref names a file.
type Ref struct {
	Written string // as written, "" for none
	Scheme  Scheme //
	Member  string // name in the archive where the file is there, else ""
	Size    uint64 // bytes, as the archive declares them
}

// Scheme is where a file is meant to be.
type Scheme string

// The schemes are:
const (
	Internal Scheme = "internal" // in the archive; also a path without a scheme
	Relative Scheme = "relative" // beside the archive
	Absolute Scheme = "absolute" // anywhere
)
