package crosscase

import "fmt"

// Transfer is one file that came into the study or was written from it, with what became of what was in it.
type Transfer struct {
	StudyID   StudyID    `db:"study_id" json:"-"`
	ID        RowID      `db:"id" json:"id"`
	Revision  int64      `db:"revision" json:"revision"`
	SiteID    SiteID     `db:"site_id,null" json:"site_id,omitempty" doc:"where all of it is of one site; who is limited to sites sees no other"`
	Direction string     `db:"direction" json:"direction" doc:"in or out"`
	File      string     `db:"file" json:"file" doc:"base name"`
	Format    string     `db:"format" json:"format" doc:"qdpx, qdc, docx, pdf, csv, folder, …"`
	At        int64      `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Report    LossReport `db:"report,json" json:"report"`
}

// LossReport says what a file held, what was made of it, what was decided on the way, and what was not carried.
type LossReport struct {
	File       string           `json:"file" doc:"base name"`
	Format     string           `json:"format" doc:"qdpx, qdc, docx, pdf, csv, folder, …"`
	Direction  string           `json:"direction" doc:"in or out"`
	Origin     string           `json:"origin,omitempty" doc:"the program that wrote it, in its own words"`
	Profile    string           `json:"profile,omitempty" doc:"of an export: the program it is meant for"`
	In         map[string]int64 `json:"in" doc:"what the file, or of an export the study, holds, by kind in its own words"`
	Out        map[string]int64 `json:"out" doc:"what was made of it: rows by noun, or of an export elements by name"`
	Mapped     []LossLine       `json:"mapped,omitempty" doc:"decisions, and what became of what"`
	NotCarried []LossLine       `json:"not_carried,omitempty" doc:"what was not carried, and why"`
}

// LossLine is one remark of a loss report.
type LossLine struct {
	What  string `json:"what"`
	Where string `json:"where,omitempty" doc:"file and element"`
	Why   string `json:"why,omitempty"`
	Count int64  `json:"count,omitempty" doc:"how many; 0 is one"`
}

// The directions of a transfer are:
const (
	TransferIn  = "in"
	TransferOut = "out"
)

// Alias is another program's name for a row of ours that could not keep it as its id.
type Alias struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       RowID   `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	Noun     string  `db:"noun" json:"noun" doc:"of the row"`
	Row      string  `db:"row_id" json:"row_id"`
	Kind     string  `db:"kind" json:"kind" doc:"what it is there: user, code, variable, case, source, transcript, selection, coding, note or set"`
	GUID     string  `db:"guid" json:"guid" doc:"as it is there, in lower case and without braces; unique among those of its kind"`
}

// KeptElement is what a file held that the study has no use for. It is written back by an export.
type KeptElement struct {
	StudyID  StudyID `db:"study_id" json:"-"`
	ID       RowID   `db:"id" json:"id"`
	Revision int64   `db:"revision" json:"revision"`
	SiteID   SiteID  `db:"site_id,null" json:"site_id,omitempty" doc:"empty: who is limited to sites sees none"`
	Kind     string  `db:"kind" json:"kind" doc:"link, graph or set"`
	GUID     string  `db:"guid" json:"guid"`
	XML      string  `db:"xml" json:"xml" doc:"the element, as in a REFI-QDA project"`
}

// Validate refuses a transfer of no file.
func (t *Transfer) Validate() error {
	if err := oneOf("direction of a transfer", t.Direction, TransferIn, TransferOut); err != nil {
		return err
	}
	return named("transfer", t.File)
}

// Validate refuses an alias of nothing.
func (a *Alias) Validate() error {
	if a.Noun == "" || a.Row == "" || a.Kind == "" || a.GUID == "" {
		return Errorf(CodeInvalid, "an alias needs the noun and id of its row, and the kind and identifier it stands for")
	}
	return nil
}

// Validate refuses an element without its XML.
func (k *KeptElement) Validate() error {
	if k.Kind == "" || k.XML == "" {
		return Errorf(CodeInvalid, "a kept element needs its kind and its XML")
	}
	return nil
}

// String is a line in one sentence: what, how often, where and why.
func (l LossLine) String() string {
	s := l.What
	if l.Count > 1 {
		s = fmt.Sprintf("%d × %s", l.Count, s)
	}
	if l.Where != "" {
		s += " (" + l.Where + ")"
	}
	if l.Why != "" {
		s += ": " + l.Why
	}
	return s
}
