package crosscase

import "strings"

// The words a site position can be besides one of the question's own are:
const (
	PositionMixed   = "mixed"   // a voice with two answers, or a site that is split or divided
	PositionThin    = "thin"    // too few voices, or one role only
	PositionUnknown = "unknown" // no evidence
)

// Position is one of the answers a question allows.
type Position struct {
	StudyID    StudyID    `db:"study_id" json:"-"`
	ID         PositionID `db:"id" json:"id"`
	Revision   int64      `db:"revision" json:"revision"`
	QuestionID QuestionID `db:"question_id" json:"question_id"`
	Name       string     `db:"name" json:"name" doc:"unique in its question"`
	Definition string     `db:"definition" json:"definition,omitempty"`
	Ord        int64      `db:"ord" json:"ord" doc:"place in the question's order"`
}

// SitePosition is a lead's own reading of a site on a question, set over the computed one with a reason.
type SitePosition struct {
	StudyID    StudyID    `db:"study_id" json:"-"`
	ID         RowID      `db:"id" json:"id"`
	Revision   int64      `db:"revision" json:"revision"`
	SiteID     SiteID     `db:"site_id" json:"site_id"`
	QuestionID QuestionID `db:"question_id" json:"question_id"`
	Aspect     Aspect     `db:"aspect" json:"aspect"`
	PositionID PositionID `db:"position_id" json:"position_id"`
	Reason     string     `db:"reason" json:"reason"`
}

// Validate refuses a position without a name, or one that the tables could not carry.
func (p *Position) Validate() error {
	if p.QuestionID == "" {
		return Errorf(CodeInvalid, "position %q needs a question", p.Name)
	}
	if strings.Contains(p.Name, "|") {
		return Errorf(CodeInvalid, "position %q: the sign | divides positions in tables; leave it out", p.Name)
	}
	return named("position", p.Name)
}

// Validate refuses an override without a reason.
func (p *SitePosition) Validate() error {
	if p.SiteID == "" || p.QuestionID == "" || p.PositionID == "" {
		return Errorf(CodeInvalid, "a site position needs site, question and position")
	}
	if strings.TrimSpace(p.Reason) == "" {
		return Errorf(CodeInvalid, "a site position set by hand needs a reason")
	}
	return oneOf("aspect", p.Aspect, Aspects...)
}
