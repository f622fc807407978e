package crosscase

// ChartStatus says how far the charting of a cell of a matrix is.
type ChartStatus string

// The statuses are:
const (
	ChartNotListened ChartStatus = "not_listened"     // nobody has listened to what belongs here yet
	ChartNothing     ChartStatus = "listened_nothing" // listened to, and there was nothing on it
	ChartDraft       ChartStatus = "draft"            // the default
	ChartChecked     ChartStatus = "checked"          // held against its excerpts
	ChartSignedOff   ChartStatus = "signed_off"       // stands; changing it takes the right to sign off
)

// ChartStatuses lists them in the order charting goes through them.
var ChartStatuses = []ChartStatus{ChartNotListened, ChartNothing, ChartDraft, ChartChecked, ChartSignedOff}

// Summary is the text charted in one matrix cell, linked to excerpts. A cell has one.
//
// The rules are:
//   - its row is a participant, a unit, a site, a type of a typology or a role group; with a unit or participant the site is theirs;
//   - its basis is what the cell held when a person last saved or confirmed the text; whether the text is stale is
//     computed from it, and never stored.
type Summary struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            SummaryID     `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty" doc:"the row: a site, or"`
	UnitID        UnitID        `db:"unit_id,null" json:"unit_id,omitempty" doc:"a unit, or"`
	ParticipantID ParticipantID `db:"participant_id,null" json:"participant_id,omitempty" doc:"a participant, or"`
	TypologyID    TypologyID    `db:"typology_id,null" json:"typology_id,omitempty" doc:"with type: a type of this typology, or"`
	Type          string        `db:"type" json:"type,omitempty" doc:"id of the type, or none, or between"`
	Group         string        `db:"role_group" json:"group,omitempty" doc:"a profession group"`
	ThemeID       ThemeID       `db:"theme_id,null" json:"theme_id,omitempty" doc:"the column: a theme, or"`
	QuestionID    QuestionID    `db:"question_id,null" json:"question_id,omitempty" doc:"a question"`
	Text          string        `db:"text" json:"text"`
	Excerpts      []ExcerptID   `db:"excerpts,json" json:"excerpts,omitempty"`
	Status        ChartStatus   `db:"status" json:"status,omitempty" doc:"not_listened, listened_nothing, draft, checked or signed_off; absent is draft"`
	Author        string        `db:"author" json:"author,omitempty"`
	At            int64         `db:"at" json:"at,omitempty" doc:"when the text was last saved or confirmed; epoch milliseconds, UTC"`
	Basis         []BasisRow    `db:"basis,json" json:"basis,omitempty"`
	BasisSeq      int64         `db:"basis_seq" json:"basis_seq,omitempty" doc:"number of the study's last change when the basis was taken"`
}

// Validate refuses a summary outside the matrix.
func (s *Summary) Validate() error {
	at := s.SiteID != "" || s.UnitID != "" || s.ParticipantID != ""
	rows := 0
	for _, is := range []bool{at, s.TypologyID != "" || s.Type != "", s.Group != ""} {
		if is {
			rows++
		}
	}
	if rows != 1 {
		return Errorf(CodeInvalid, "a summary needs its row, and only one: a site, a unit or a participant; or a type; or a role group")
	}
	if (s.TypologyID == "") != (s.Type == "") {
		return Errorf(CodeInvalid, "the row of a type needs the typology and the type")
	}
	if (s.ThemeID == "") == (s.QuestionID == "") {
		return Errorf(CodeInvalid, "a summary needs its column: a theme or a question, not both")
	}
	if s.Status == "" {
		return nil
	}
	return oneOf("status of a summary", s.Status, ChartStatuses...)
}
