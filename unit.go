package crosscase

// Unit is a part of a site: a directorate, a ward.
type Unit struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       UnitID  `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	SiteID   SiteID  `db:"site_id" json:"site_id"`
	Name     string  `db:"name" json:"name" doc:"unique in its site"`
	Note     string  `db:"note" json:"note,omitempty"`
}

// Validate refuses a unit without name or site.
func (u *Unit) Validate() error {
	if u.SiteID == "" {
		return Errorf(CodeInvalid, "unit %q needs a site", u.Name)
	}
	return named("unit", u.Name)
}
