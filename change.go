package crosscase

// Change is one entry of the study's append-only history.
type Change struct {
	StudyID  StudyID   `db:"study_id" json:"-"`
	Seq      int64     `db:"seq" json:"seq" doc:"1, 2, 3, … without gaps; the study's revision is the last"`
	Actor    AccountID `db:"actor" json:"actor" doc:"account, or 'local' for the one person on a laptop without accounts"`
	Name     string    `db:"actor_name" json:"name"`
	At       int64     `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Kind     string    `db:"kind" json:"kind" doc:"what was done: coding.create, theme.update, import.evidence, undo, …"`
	Noun     string    `db:"noun" json:"noun,omitempty"`
	EntityID string    `db:"entity_id" json:"entity_id,omitempty"`
	About    string    `db:"about" json:"about,omitempty" doc:"what was done, in words, without names of people"`
	Rows     int64     `db:"rows_changed" json:"rows" doc:"rows it created, changed or deleted"`
	Undoes   int64     `db:"undoes" json:"undoes,omitempty" doc:"the change that this one takes back"`
	UndoneBy int64     `db:"undone_by" json:"undone_by,omitempty" doc:"the change that took this one back"`
	Digest   string    `db:"digest" json:"digest" doc:"SHA-256 over salt and content, hex"`
	Prev     string    `db:"prev" json:"prev" doc:"hash of the change before"`
	Hash     string    `db:"hash" json:"hash" doc:"SHA-256 over this entry without its content, and Prev"`
}

// Actor is who acts. The zero Actor may do nothing.
type Actor struct {
	Account AccountID
	Name    string
	Local   bool // the one person on a laptop without accounts: lead of every study
}
