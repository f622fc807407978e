package crosscase

// Identifiers are UUIDv7 in text, made by the caller. Each noun has a type of its
// own, so that one cannot stand where another belongs. "" is no identifier.
type (
	StudyID       string
	SiteID        string
	UnitID        string
	ParticipantID string
	RoundID       string
	GuideID       string
	TopicID       string
	InterviewID   string
	SourceID      string
	SourceTextID  string
	ExcerptID     string
	MetaThemeID   string
	ThemeID       string
	QuestionID    string
	PositionID    string
	CoderID       string
	CodingID      string
	SilenceID     string
	MemoID        string
	AttributeID   string
	PostID        string
	SummaryID     string
	ClaimID       string
	TypologyID    string
	TextEditID    string
	PassID        string
	ReportID      string
	ObjectionID   string
	AccountID     string
	RowID         string // rows that nothing else refers to
)
