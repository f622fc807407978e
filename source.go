package crosscase

// SourceKind says what a source is.
type SourceKind string

// The kinds are:
const (
	Recording  SourceKind = "recording"  // audio or video of an interview
	Transcript SourceKind = "transcript" // text of an interview in speaker turns
	Document   SourceKind = "document"   // any other text source
	Picture    SourceKind = "picture"
)

// Genre says what a document is, and so how far it speaks about one site.
type Genre string

// The genres that the product itself reads are these; any other word may stand there too.
const (
	GenreFieldNote      Genre = "field_note"
	GenreAccount        Genre = "account"        // a published account
	GenreTable          Genre = "table"          // a figure from a table: no talk, not site-specific evidence on a theme
	GenreMachine        Genre = "machine"        // a transcript that a machine made and nobody has checked yet
	GenreGeneralisation Genre = "generalisation" // said of every site at once, not of this one in particular
)

// SiteSpecific says whether a document of this genre is evidence about its own site in particular.
func (g Genre) SiteSpecific() bool { return g != GenreTable && g != GenreGeneralisation }

// Source is a recording, transcript, document or picture.
type Source struct {
	StudyID     StudyID     `db:"study_id" json:"-"`
	ID          SourceID    `db:"id" json:"id"`
	Revision    int64       `db:"revision" json:"revision"`
	Name        string      `db:"name" json:"name" doc:"unique in the study"`
	Kind        SourceKind  `db:"kind" json:"kind"`
	Genre       Genre       `db:"genre" json:"genre,omitempty" doc:"of a document: field_note, minutes, policy, account, table, generalisation"`
	SiteID      SiteID      `db:"site_id,null" json:"site_id,omitempty"`
	InterviewID InterviewID `db:"interview_id,null" json:"interview_id,omitempty"`
	RecordingID SourceID    `db:"recording_id,null" json:"recording_id,omitempty" doc:"of a transcript: the recording that the times of its turns count in"`
	File        string      `db:"file" json:"file,omitempty" doc:"base name of the file it came from"`
	Encoding    string      `db:"encoding" json:"encoding,omitempty"`
	Version     int64       `db:"version" json:"version" doc:"version of its text in force; 0 has no text"`
	Length      int64       `db:"length" json:"length" doc:"of a text: Unicode code points; of a recording: milliseconds"`
	Media       string      `db:"media" json:"media,omitempty" doc:"SHA-256 of the media file, hex"`
	Note        string      `db:"note" json:"note,omitempty"`
}

// SourceText is one version of a source's text, kept whole: the first, and now and then a later one. A version in
// between is the last whole one before it with the edits since. Lines end in \n; offsets count Unicode code points.
type SourceText struct {
	StudyID  StudyID      `db:"study_id" json:"-"`
	ID       SourceTextID `db:"id" json:"id"`
	Revision int64        `db:"revision" json:"revision"`
	SiteID   SiteID       `db:"site_id,null" json:"site_id,omitempty"`
	SourceID SourceID     `db:"source_id" json:"source_id"`
	Version  int64        `db:"version" json:"version"`
	Text     string       `db:"text" json:"text"`
	Turns    []Turn       `db:"turns,json" json:"turns,omitempty"`
	Headings []Heading    `db:"headings,json" json:"headings,omitempty"`
	Pages    []int64      `db:"pages,json" json:"pages,omitempty" doc:"of a PDF: the code point at which each page begins"`
}

// Turn is a stretch of a text that one person speaks: [Start, End) in code points with the label, the words from Speech on.
type Turn struct {
	Start         int           `json:"start"`
	Speech        int           `json:"speech" doc:"where the words begin after the label"`
	End           int           `json:"end"`
	Speaker       string        `json:"speaker"`
	ParticipantID ParticipantID `json:"participant_id,omitempty"`
	From          int64         `json:"from,omitempty" doc:"milliseconds into the recording"`
	To            int64         `json:"to,omitempty"`
}

// Heading is a heading of a text.
type Heading struct {
	Start int `json:"start"`
	End   int `json:"end"`
	Level int `json:"level"`
}

// Validate refuses a source without a name or of an unknown kind.
func (s *Source) Validate() error {
	if err := oneOf("kind of source", s.Kind, Recording, Transcript, Document, Picture); err != nil {
		return err
	}
	return named("source", s.Name)
}

// Validate refuses a text without its source.
func (s *SourceText) Validate() error {
	if s.SourceID == "" {
		return Errorf(CodeInvalid, "a text needs its source")
	}
	return nil
}
