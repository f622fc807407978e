package crosscase

// Aspect is how the speaker means it.
type Aspect string

// The aspects are:
const (
	Formal    Aspect = "formal"
	Practice  Aspect = "practice"
	SelfLabel Aspect = "self_label"
	Opinion   Aspect = "opinion" // the default
)

// Aspects lists them in the order tables and charts use.
var Aspects = []Aspect{Formal, Practice, SelfLabel, Opinion}

// Coder is who coded; a coder need not have an account.
type Coder struct {
	StudyID   StudyID   `db:"study_id" json:"-"`
	ID        CoderID   `db:"id" json:"id"`
	Revision  int64     `db:"revision" json:"revision"`
	Name      string    `db:"name" json:"name"`
	AccountID AccountID `db:"account_id" json:"account_id,omitempty" doc:"the account that codes under this name, where there is one"`
}

// Coding is one theme, and where there is one a question with a position and an
// aspect, applied to one excerpt by one coder.
//
// The rules are:
//   - a position belongs to the coding's question; a nominal or ordinal question takes one in
//     PositionID, a set-valued one any number in PositionSet, a numeric one a Number;
//   - without ParticipantID it is a site statement and no voice;
//   - without Aspect it is Opinion.
type Coding struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            CodingID      `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	ExcerptID     ExcerptID     `db:"excerpt_id" json:"excerpt_id"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty"`
	UnitID        UnitID        `db:"unit_id,null" json:"unit_id,omitempty"`
	ParticipantID ParticipantID `db:"participant_id,null" json:"participant_id,omitempty"`
	RoundID       RoundID       `db:"round_id,null" json:"round_id,omitempty"`
	Group         string        `db:"role_group" json:"group,omitempty" doc:"whose view a site statement reports"`
	Level         string        `db:"level" json:"level,omitempty"`
	ThemeID       ThemeID       `db:"theme_id" json:"theme_id"`
	QuestionID    QuestionID    `db:"question_id,null" json:"question_id,omitempty"`
	PositionID    PositionID    `db:"position_id,null" json:"position_id,omitempty"`
	PositionSet   []PositionID  `db:"position_set,json" json:"position_set,omitempty"`
	Number        *float64      `db:"number" json:"number,omitempty"`
	Aspect        Aspect        `db:"aspect" json:"aspect"`
	Elicited      string        `db:"elicited" json:"elicited,omitempty" doc:"yes, no (volunteered) or empty (not recorded)"`
	CoderID       CoderID       `db:"coder_id,null" json:"coder_id,omitempty"`
	Note          string        `db:"note" json:"note,omitempty"`
	At            int64         `db:"at" json:"at,omitempty" doc:"when it was applied, epoch milliseconds, where another program has said so; of others the history knows"`
}

// Validate refuses a coder without a name.
func (c *Coder) Validate() error { return named("coder", c.Name) }

// Validate refuses a coding without excerpt or theme, or with an answer but no question.
func (c *Coding) Validate() error {
	if c.ExcerptID == "" || c.ThemeID == "" {
		return Errorf(CodeInvalid, "a coding needs an excerpt and a theme")
	}
	if c.QuestionID == "" && (c.PositionID != "" || len(c.PositionSet) > 0 || c.Number != nil) {
		return Errorf(CodeInvalid, "a coding with a position needs the question it answers")
	}
	if err := oneOf("elicited", c.Elicited, "yes", "no", ""); err != nil {
		return err
	}
	return oneOf("aspect", c.Aspect, Aspects...)
}
