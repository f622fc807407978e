package crosscase

import "time"

// Round is a wave of interviews.
type Round struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       RoundID `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	Name     string  `db:"name" json:"name"`
	Ord      int64   `db:"ord" json:"ord"`
	Target   int64   `db:"target" json:"target,omitempty" doc:"interviews planned; 0 none stated"`
	Note     string  `db:"note" json:"note,omitempty"`
}

// Guide is the list of topics of a round.
type Guide struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       GuideID `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	RoundID  RoundID `db:"round_id,null" json:"round_id,omitempty"`
	Title    string  `db:"title" json:"title"`
}

// Topic is one point of a guide; it maps to themes and questions.
type Topic struct {
	StudyID   StudyID      `db:"study_id" json:"-"`
	ID        TopicID      `db:"id" json:"id"`
	Revision  int64        `db:"revision" json:"revision"`
	GuideID   GuideID      `db:"guide_id" json:"guide_id"`
	Ord       int64        `db:"ord" json:"ord"`
	Wording   string       `db:"wording" json:"wording"`
	Themes    []ThemeID    `db:"themes,json" json:"themes,omitempty"`
	Questions []QuestionID `db:"questions,json" json:"questions,omitempty"`
}

// Interview is one conversation.
type Interview struct {
	StudyID      StudyID         `db:"study_id" json:"-"`
	ID           InterviewID     `db:"id" json:"id"`
	Revision     int64           `db:"revision" json:"revision"`
	Name         string          `db:"name" json:"name" doc:"unique in the study"`
	RoundID      RoundID         `db:"round_id,null" json:"round_id,omitempty"`
	SiteID       SiteID          `db:"site_id,null" json:"site_id,omitempty"`
	UnitID       UnitID          `db:"unit_id,null" json:"unit_id,omitempty"`
	Participants []ParticipantID `db:"participants,json" json:"participants,omitempty"`
	Mode         string          `db:"mode" json:"mode,omitempty" doc:"on site, telephone, video, …"`
	Date         string          `db:"date" json:"date,omitempty" doc:"YYYY-MM-DD"`
	Interviewer  string          `db:"interviewer" json:"interviewer,omitempty"`
	Consent      string          `db:"consent" json:"consent,omitempty" doc:"what the participants agreed to"`
	Listened     bool            `db:"listened" json:"listened,omitempty" doc:"listened to whole: said by hand, or set once 90 % of its recordings has been heard"`
}

// Validate refuses a round without a name.
func (r *Round) Validate() error { return named("round", r.Name) }

// Validate refuses a guide without a title.
func (g *Guide) Validate() error { return named("guide", g.Title) }

// Validate refuses a topic without guide or wording.
func (t *Topic) Validate() error {
	if t.GuideID == "" {
		return Errorf(CodeInvalid, "topic %q needs a guide", t.Wording)
	}
	return named("topic", t.Wording)
}

// Validate refuses an interview without a name or with an impossible date.
func (i *Interview) Validate() error {
	if i.Date != "" {
		if _, err := time.Parse("2006-01-02", i.Date); err != nil {
			return Errorf(CodeInvalid, "interview %s: date %q is no day; write it as 2021-05-31", i.Name, i.Date)
		}
	}
	return named("interview", i.Name)
}
