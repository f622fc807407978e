package crosscase

// Post is a leadership post at a site.
type Post struct {
	StudyID     StudyID  `db:"study_id" json:"-"`
	ID          PostID   `db:"id" json:"id"`
	Revision    int64    `db:"revision" json:"revision"`
	SiteID      SiteID   `db:"site_id" json:"site_id"`
	Title       string   `db:"title" json:"title"`
	Level       int64    `db:"level" json:"level" doc:"1 is the highest; 0 not stated"`
	ReportsTo   PostID   `db:"reports_to,null" json:"reports_to,omitempty"`
	Profession  string   `db:"profession" json:"profession,omitempty" doc:"of the holder: doctor, manager, nurse, …"`
	Sessions    *float64 `db:"sessions" json:"sessions,omitempty" doc:"sessions of time allotted a week; absent where not stated"`
	Accountable bool     `db:"accountable" json:"accountable,omitempty" doc:"the officer accountable for the unit"`
	Mode        string   `db:"mode" json:"mode,omitempty" doc:"sole or joint; empty where not stated"`
	Ord         int64    `db:"ord" json:"ord"`
	Note        string   `db:"note" json:"note,omitempty"`
}

// Validate refuses a post without site or title, and figures that cannot be.
func (p *Post) Validate() error {
	if p.SiteID == "" {
		return Errorf(CodeInvalid, "post %q needs a site", p.Title)
	}
	if p.Level < 0 || p.Sessions != nil && (*p.Sessions < 0 || *p.Sessions > 100) {
		return Errorf(CodeInvalid, "post %q: the level is 0 or more, the sessions 0 to 100", p.Title)
	}
	if p.ID != "" && p.ReportsTo == p.ID {
		return Errorf(CodeInvalid, "post %q cannot report to itself", p.Title)
	}
	if err := oneOf("mode of post "+p.Title, p.Mode, "", "sole", "joint"); err != nil {
		return err
	}
	return named("post", p.Title)
}

// PostCycle finds posts that report to each other in a ring; it returns their titles in order, or nil.
func PostCycle(posts []*Post) []string {
	by := make(map[PostID]*Post, len(posts))
	for _, p := range posts {
		by[p.ID] = p
	}
	done := make(map[PostID]bool, len(posts))
	for _, p := range posts {
		seen := map[PostID]int{}
		var path []string
		for at := p; at != nil && !done[at.ID]; at = by[at.ReportsTo] {
			if from, ok := seen[at.ID]; ok {
				return append(path[from:], at.Title)
			}
			seen[at.ID] = len(path)
			path = append(path, at.Title)
		}
		for id := range seen {
			done[id] = true
		}
	}
	return nil
}
