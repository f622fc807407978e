package crosscase

// DissentAnswerKind says what became of a minority position.
type DissentAnswerKind string

// The kinds are:
const (
	DissentExplained DissentAnswerKind = "explained"     // why these people see it otherwise is said
	DissentNegative  DissentAnswerKind = "negative_case" // kept as a case that speaks against the finding
	DissentRecoded   DissentAnswerKind = "recoded"       // it rested on a coding that was put right
)

// DissentAnswer is what a team made of one minority position at one site. Its basis is the codings that took the
// position then: where they are others now, the answer has to be looked at again.
type DissentAnswer struct {
	StudyID    StudyID           `db:"study_id" json:"-"`
	ID         RowID             `db:"id" json:"id"`
	Revision   int64             `db:"revision" json:"revision"`
	SiteID     SiteID            `db:"site_id" json:"site_id"`
	QuestionID QuestionID        `db:"question_id" json:"question_id"`
	Aspect     Aspect            `db:"aspect" json:"aspect"`
	Position   string            `db:"position" json:"position" doc:"the minority's: its name, a number, a|b, or mixed"`
	Answer     DissentAnswerKind `db:"answer" json:"answer" doc:"explained, negative_case or recoded"`
	Text       string            `db:"text" json:"text" doc:"why"`
	Author     string            `db:"author" json:"author,omitempty"`
	At         int64             `db:"at" json:"at,omitempty" doc:"epoch milliseconds, UTC"`
	Basis      []BasisRow        `db:"basis,json" json:"basis,omitempty"`
	BasisSeq   int64             `db:"basis_seq" json:"basis_seq,omitempty"`
}

// Validate refuses an answer to nothing, or without its reason.
func (d *DissentAnswer) Validate() error {
	if d.SiteID == "" || d.QuestionID == "" || d.Position == "" {
		return Errorf(CodeInvalid, "an answer to dissent needs the site, the question and the position of the minority")
	}
	if d.Text == "" {
		return Errorf(CodeInvalid, "an answer to dissent needs its reason in words")
	}
	if err := oneOf("aspect", d.Aspect, Aspects...); err != nil {
		return err
	}
	return oneOf("answer to dissent", d.Answer, DissentExplained, DissentNegative, DissentRecoded)
}
