package crosscase

// Participant is a person who took part, by pseudonym. The identity is kept apart, in ParticipantIdentity.
type Participant struct {
	StudyID   StudyID       `db:"study_id" json:"-"`
	ID        ParticipantID `db:"id" json:"id"`
	Revision  int64         `db:"revision" json:"revision"`
	SiteID    SiteID        `db:"site_id,null" json:"site_id,omitempty" doc:"empty where the record does not say which site"`
	UnitID    UnitID        `db:"unit_id,null" json:"unit_id,omitempty"`
	Pseudonym string        `db:"pseudonym" json:"pseudonym" doc:"unique at its site"`
	Role      string        `db:"role" json:"role,omitempty" doc:"the post held, in words"`
	Group     string        `db:"role_group" json:"group,omitempty" doc:"profession group: doctor, manager, nurse, …"`
	Level     string        `db:"level" json:"level,omitempty" doc:"board, unit, …"`
	Note      string        `db:"note" json:"note,omitempty"`
}

// ParticipantIdentity is who a participant really is, read only by those who may.
type ParticipantIdentity struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            RowID         `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty"`
	ParticipantID ParticipantID `db:"participant_id" json:"participant_id"`
	Name          string        `db:"name" json:"name"`
	Contact       string        `db:"contact" json:"contact,omitempty"`
}

// Validate refuses a participant without a pseudonym.
func (p *Participant) Validate() error { return named("participant", p.Pseudonym) }

// Validate refuses an identity that names nobody.
func (p *ParticipantIdentity) Validate() error {
	if p.ParticipantID == "" {
		return Errorf(CodeInvalid, "a participant's identity needs its participant")
	}
	return named("participant identity", p.Name)
}
