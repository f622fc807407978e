package crosscase

// QuestionType says what kind of answers a question allows.
type QuestionType string

// The types are:
const (
	Nominal QuestionType = "nominal" // one of several positions
	Ordinal QuestionType = "ordinal" // one of several positions in order
	SetType QuestionType = "set"     // several positions at once
	Numeric QuestionType = "numeric" // a number
)

// Question is a point within a theme on which people can differ.
type Question struct {
	StudyID    StudyID      `db:"study_id" json:"-"`
	ID         QuestionID   `db:"id" json:"id"`
	Revision   int64        `db:"revision" json:"revision"`
	ThemeID    ThemeID      `db:"theme_id,null" json:"theme_id,omitempty"`
	Name       string       `db:"name" json:"name" doc:"short key, unique in the study; predicates of claims use it"`
	Prompt     string       `db:"prompt" json:"prompt,omitempty" doc:"the question in words"`
	Type       QuestionType `db:"type" json:"type"`
	Definition string       `db:"definition" json:"definition,omitempty"`
	UseWhen    string       `db:"use_when" json:"use_when,omitempty"`
	NotWhen    string       `db:"not_when" json:"not_when,omitempty"`
	Example    string       `db:"example" json:"example,omitempty"`
	Tolerance  float64      `db:"tolerance" json:"tolerance,omitempty" doc:"numeric: how far apart two answers may be and still agree"`
	Ord        int64        `db:"ord" json:"ord"`
}

// Validate refuses a question without a name or of an unknown type.
func (q *Question) Validate() error {
	if err := oneOf("type of question "+q.Name, q.Type, Nominal, Ordinal, SetType, Numeric); err != nil {
		return err
	}
	if q.Tolerance < 0 {
		return Errorf(CodeInvalid, "question %s: tolerance %v is below 0", q.Name, q.Tolerance)
	}
	return named("question", q.Name)
}
