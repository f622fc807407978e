package crosscase

// CodebookVersion gives the codebook as it stood after one change a number and a name, to be cited and compared with.
type CodebookVersion struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       RowID   `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	Number   int64   `db:"number" json:"number" doc:"1, 2, 3, …"`
	Name     string  `db:"name" json:"name,omitempty"`
	Note     string  `db:"note" json:"note,omitempty" doc:"why it was made"`
	Seq      int64   `db:"seq" json:"seq" doc:"number of the last change that is in it"`
	At       int64   `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Author   string  `db:"author" json:"author,omitempty"`
}

// Revisit says that a source was gone through again after a theme came to mean something else.
type Revisit struct {
	StudyID  StudyID  `db:"study_id" json:"-"`
	ID       RowID    `db:"id" json:"id"`
	Revision int64    `db:"revision" json:"revision"`
	SiteID   SiteID   `db:"site_id,null" json:"site_id,omitempty"`
	SourceID SourceID `db:"source_id" json:"source_id"`
	ThemeID  ThemeID  `db:"theme_id" json:"theme_id"`
	Meaning  int64    `db:"meaning" json:"meaning" doc:"the theme's Meaning at that time"`
	CoderID  CoderID  `db:"coder_id,null" json:"coder_id,omitempty" doc:"who went through it"`
	At       int64    `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Note     string   `db:"note" json:"note,omitempty"`
}

// Validate refuses a version without a number.
func (c *CodebookVersion) Validate() error {
	if c.Number < 1 {
		return Errorf(CodeInvalid, "a version of the codebook needs its number: 1, 2, 3, …")
	}
	return nil
}

// Validate refuses a revisit of nothing.
func (r *Revisit) Validate() error {
	if r.SourceID == "" || r.ThemeID == "" {
		return Errorf(CodeInvalid, "a revisit needs its source and its theme")
	}
	return nil
}
