package crosscase

// Evidence is the study's evidence table: a row per voice on a question, with the
// lists the rows point into. Analysis takes it and returns values; it knows no
// SQL, no HTTP and no clock.
//
// The rules are:
//   - every int32 is an index into the list its name says, and -1 is none;
//   - lists are in display order (sites by letter with numbers counted, themes and questions in codebook order);
//   - nothing in it is changed once it is handed out.
type Evidence struct {
	Study        StudyID
	Revision     int64
	Settings     Settings
	Sites        []EvidenceSite
	Units        []EvidenceUnit
	Participants []EvidenceParticipant
	Groups       []string // profession groups
	Levels       []string // board, unit, …
	MetaThemes   []string
	Themes       []EvidenceTheme
	Questions    []EvidenceQuestion
	Sources      []EvidenceSource
	Rounds       []string
	Codings      []EvidenceCoding
	Silences     []EvidenceSilence
	Overrides    []EvidenceOverride
}

// EvidenceSite is a site with its attributes.
type EvidenceSite struct {
	ID         SiteID
	Letter     string
	Attributes map[string]string // by attribute name; what is not known is absent
}

// EvidenceUnit is a unit of a site.
type EvidenceUnit struct {
	ID   UnitID
	Name string
	Site int32
}

// EvidenceParticipant is one possible voice.
type EvidenceParticipant struct {
	ID                       ParticipantID
	Pseudonym                string
	Role                     string
	Site, Unit, Group, Level int32
	Interviewed              bool // took part in an interview
	Listened                 bool // an interview of theirs was listened to or read, or is coded
}

// EvidenceTheme is a theme; Parent is the theme it is under.
type EvidenceTheme struct {
	ID           ThemeID
	Key, Name    string // Key is the code, or the name where there is none
	Meta, Parent int32
}

// EvidenceQuestion is a question with its positions in order.
type EvidenceQuestion struct {
	ID        QuestionID
	Name      string
	Prompt    string
	Theme     int32
	Type      QuestionType
	Positions []string
	Tolerance float64

	PositionIDs []PositionID // of Positions, one each
}

// EvidenceSource is what the coded words came from.
type EvidenceSource struct {
	ID    SourceID
	Name  string
	Kind  SourceKind
	Genre Genre
}

// EvidenceCoding is one coding. Participant -1 is a site statement.
type EvidenceCoding struct {
	ID                      CodingID
	Excerpt                 ExcerptID
	Source                  int32
	Site, Unit, Participant int32
	Group, Level, Round     int32
	Theme, Question         int32
	Position                int32   // nominal and ordinal; index into the question's Positions
	Set                     []int32 // set-valued
	Number                  float64 // numeric
	HasNumber               bool
	Aspect                  uint8 // index into Aspects
	Elicited                string
}

// EvidenceSilence is one recorded absence.
type EvidenceSilence struct {
	ID                                       SilenceID
	Site, Unit, Participant, Theme, Question int32
	Aspect                                   uint8
	Kind                                     SilenceKind
}

// EvidenceOverride is a lead's own reading of a site.
type EvidenceOverride struct {
	Site, Question, Position int32
	Aspect                   uint8
	Reason                   string
}
