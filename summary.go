package crosscase

// Summary is the text charted in one matrix cell, linked to excerpts.
type Summary struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            SummaryID     `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty" doc:"the row: a site, or"`
	UnitID        UnitID        `db:"unit_id,null" json:"unit_id,omitempty" doc:"a unit, or"`
	ParticipantID ParticipantID `db:"participant_id,null" json:"participant_id,omitempty" doc:"a participant"`
	ThemeID       ThemeID       `db:"theme_id,null" json:"theme_id,omitempty" doc:"the column: a theme, or"`
	QuestionID    QuestionID    `db:"question_id,null" json:"question_id,omitempty" doc:"a question"`
	Text          string        `db:"text" json:"text"`
	Excerpts      []ExcerptID   `db:"excerpts,json" json:"excerpts,omitempty"`
	Author        string        `db:"author" json:"author,omitempty"`
}

// Validate refuses a summary outside the matrix.
func (s *Summary) Validate() error {
	if s.SiteID == "" && s.UnitID == "" && s.ParticipantID == "" {
		return Errorf(CodeInvalid, "a summary needs its row: a site, a unit or a participant")
	}
	if (s.ThemeID == "") == (s.QuestionID == "") {
		return Errorf(CodeInvalid, "a summary needs its column: a theme or a question, not both")
	}
	return nil
}
