package crosscase

// TextEdit is one saved correction of a source's text: it makes Version of the version before.
type TextEdit struct {
	StudyID  StudyID    `db:"study_id" json:"-"`
	ID       TextEditID `db:"id" json:"id"`
	Revision int64      `db:"revision" json:"revision"`
	SiteID   SiteID     `db:"site_id,null" json:"site_id,omitempty"`
	SourceID SourceID   `db:"source_id" json:"source_id"`
	Version  int64      `db:"version" json:"version" doc:"the version it makes"`
	Steps    []TextStep `db:"steps,json" json:"steps"`
}

// TextStep is one step of an edit. Steps are done one after the other; each counts, in code points, in the text
// that the one before has left. It replaces [Start, End) by Text, or, where To is set, moves it to before To.
type TextStep struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text,omitempty" doc:"what stands there afterwards; empty deletes"`
	Was   string `json:"was,omitempty" doc:"what stood there before; filled in by the server"`
	To    *int   `json:"to,omitempty" doc:"moves the stretch to before this place, which lies outside it"`
}

// Validate refuses an edit of nothing.
func (e *TextEdit) Validate() error {
	if e.SourceID == "" || e.Version < 2 || len(e.Steps) == 0 {
		return Errorf(CodeInvalid, "an edit of a text needs its source, the version it makes and at least one step")
	}
	return nil
}
