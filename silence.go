package crosscase

// SilenceKind says what was absent.
type SilenceKind string

// The kinds are:
const (
	NotAsked        SilenceKind = "not_asked"
	AskedNoView     SilenceKind = "asked_no_view"
	NotRaised       SilenceKind = "not_raised"
	ListenedNothing SilenceKind = "listened_nothing"
)

// Silence is a recorded absence. It is neither consent nor a position.
type Silence struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            SilenceID     `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty"`
	UnitID        UnitID        `db:"unit_id,null" json:"unit_id,omitempty"`
	ParticipantID ParticipantID `db:"participant_id,null" json:"participant_id,omitempty"`
	SourceID      SourceID      `db:"source_id,null" json:"source_id,omitempty"`
	ThemeID       ThemeID       `db:"theme_id,null" json:"theme_id,omitempty"`
	QuestionID    QuestionID    `db:"question_id,null" json:"question_id,omitempty"`
	Aspect        Aspect        `db:"aspect" json:"aspect"`
	Kind          SilenceKind   `db:"kind" json:"kind"`
	CoderID       CoderID       `db:"coder_id,null" json:"coder_id,omitempty"`
	Start         int64         `db:"start_at" json:"start,omitempty" doc:"the stretch of a recording that was silent on it, in milliseconds; 0 and 0 is all of it"`
	End           int64         `db:"end_at" json:"end,omitempty"`
	Note          string        `db:"note" json:"note,omitempty"`
}

// Validate refuses a silence about nothing.
func (s *Silence) Validate() error {
	if s.ThemeID == "" && s.QuestionID == "" {
		return Errorf(CodeInvalid, "a silence needs the theme or the question it is about")
	}
	if s.Start < 0 || s.End < s.Start {
		return Errorf(CodeInvalid, "a silence from %d to %d is no stretch: the start is at least 0 and the end not before it", s.Start, s.End)
	}
	if err := oneOf("aspect", s.Aspect, Aspects...); err != nil {
		return err
	}
	return oneOf("silence", s.Kind, NotAsked, AskedNoView, NotRaised, ListenedNothing)
}
