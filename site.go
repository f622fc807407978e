package crosscase

// Site is an organisation studied, shown by its letter. Its real name is kept apart, in SiteIdentity.
type Site struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       SiteID  `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	Letter   string  `db:"letter" json:"letter" doc:"how the site is shown: a letter, number or code; unique in the study"`
	Kind     string  `db:"kind" json:"kind,omitempty" doc:"what kind of organisation"`
	Note     string  `db:"note" json:"note,omitempty"`
}

// SiteIdentity is the real name of a site, read only by those who may.
type SiteIdentity struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       RowID   `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	SiteID   SiteID  `db:"site_id" json:"site_id"`
	Name     string  `db:"name" json:"name"`
}

// Validate refuses a site without a letter.
func (s *Site) Validate() error { return named("site", s.Letter) }

// Validate refuses an identity that names nobody.
func (s *SiteIdentity) Validate() error {
	if s.SiteID == "" {
		return Errorf(CodeInvalid, "a site's identity needs its site")
	}
	return named("site identity", s.Name)
}
