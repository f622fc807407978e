package crosscase

// Pass is a stretch of a recording that one person listened to without a break, at their first, second, … hearing.
type Pass struct {
	StudyID  StudyID   `db:"study_id" json:"-"`
	ID       PassID    `db:"id" json:"id"`
	Revision int64     `db:"revision" json:"revision"`
	SiteID   SiteID    `db:"site_id,null" json:"site_id,omitempty"`
	SourceID SourceID  `db:"source_id" json:"source_id"`
	CoderID  CoderID   `db:"coder_id,null" json:"coder_id,omitempty" doc:"who listened"`
	Number   int64     `db:"number" json:"number" doc:"which hearing of this recording it is for them: 1, 2, 3, …"`
	Start    int64     `db:"start_at" json:"start" doc:"milliseconds"`
	End      int64     `db:"end_at" json:"end"`
	Themes   []ThemeID `db:"themes,json" json:"themes,omitempty" doc:"what was listened for; empty is everything"`
	Note     string    `db:"note" json:"note,omitempty"`
	At       int64     `db:"at" json:"at" doc:"when it ended, epoch milliseconds, UTC"`
}

// Validate refuses a pass over nothing.
func (p *Pass) Validate() error {
	if p.SourceID == "" || p.Number < 1 {
		return Errorf(CodeInvalid, "a pass needs its recording and which hearing it is: 1, 2, 3, …")
	}
	if p.Start < 0 || p.End < p.Start {
		return Errorf(CodeInvalid, "a pass from %d to %d is no stretch: the start is at least 0 and the end not before it", p.Start, p.End)
	}
	return nil
}
