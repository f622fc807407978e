package crosscase

// MemoKind says what a memo is for.
type MemoKind string

// The kinds are:
const (
	MemoNote          MemoKind = "memo"
	MemoInconsistency MemoKind = "inconsistency" // the record contradicts itself or its source
)

// Memo is a note about anything in the study.
type Memo struct {
	StudyID  StudyID  `db:"study_id" json:"-"`
	ID       MemoID   `db:"id" json:"id"`
	Revision int64    `db:"revision" json:"revision"`
	Code     string   `db:"code" json:"code,omitempty" doc:"short key such as I03; unique where given"`
	Kind     MemoKind `db:"kind" json:"kind"`
	SiteID   SiteID   `db:"site_id,null" json:"site_id,omitempty"`
	About    []About  `db:"about,json" json:"about,omitempty" doc:"what it is about"`
	Title    string   `db:"title" json:"title,omitempty"`
	Text     string   `db:"text" json:"text"`
	Severity string   `db:"severity" json:"severity,omitempty" doc:"of an inconsistency: low, medium or high"`
	Answer   string   `db:"answer" json:"answer,omitempty" doc:"what was done about it; empty while it is open"`
	Author   string   `db:"author" json:"author,omitempty"`
	Written  int64    `db:"written" json:"written,omitempty" doc:"epoch milliseconds, UTC"`
}

// About points at one thing of the study by noun and key: {"claim","C14"}, {"site","F"}, {"table","table2"}.
type About struct {
	Noun string `json:"noun"`
	Key  string `json:"key"`
}

// Validate refuses an empty memo.
func (m *Memo) Validate() error {
	if m.Text == "" {
		return Errorf(CodeInvalid, "a memo needs a text")
	}
	if err := oneOf("severity", m.Severity, "", "low", "medium", "high"); err != nil {
		return err
	}
	return oneOf("kind of memo", m.Kind, MemoNote, MemoInconsistency)
}
