package crosscase

// ExcerptKind says how the words of an excerpt stand to what was said.
type ExcerptKind string

// The kinds are:
const (
	Verbatim ExcerptKind = "verbatim"
	Gist     ExcerptKind = "gist" // the sense in the researcher's words
	NoteOnly ExcerptKind = "note" // a remark about the stretch
)

// Measure is what Start and End of an excerpt count.
type Measure string

// The measures are:
const (
	CodePoints   Measure = "code_points"
	Milliseconds Measure = "milliseconds"
	PageBox      Measure = "page" // pages, counted from 0; Areas say where on them
)

// Excerpt is a span [Start, End) of one source kept for analysis.
type Excerpt struct {
	StudyID       StudyID       `db:"study_id" json:"-"`
	ID            ExcerptID     `db:"id" json:"id"`
	Revision      int64         `db:"revision" json:"revision"`
	SourceID      SourceID      `db:"source_id" json:"source_id"`
	SiteID        SiteID        `db:"site_id,null" json:"site_id,omitempty"`
	ParticipantID ParticipantID `db:"participant_id,null" json:"participant_id,omitempty" doc:"who speaks; empty for a statement about the site"`
	Kind          ExcerptKind   `db:"kind" json:"kind"`
	Measure       Measure       `db:"measure" json:"measure"`
	Start         int64         `db:"start_at" json:"start"`
	End           int64         `db:"end_at" json:"end"`
	Areas         []Area        `db:"areas,json" json:"areas,omitempty" doc:"where it stands on the pages of a PDF, or in a picture; Start and End of measure page follow from them"`
	Version       int64         `db:"version" json:"version,omitempty" doc:"of the text that Start and End count in; 0 where they do not count in a text"`
	Text          string        `db:"text" json:"text" doc:"the words, kept so that they survive an edit of the source"`
	Was           string        `db:"was" json:"was,omitempty" doc:"the words it was made on, where a correction of the text has changed or deleted them"`
	Lost          bool          `db:"lost" json:"lost,omitempty" doc:"its words were deleted from the text; Start and End are where they stood"`
	Turns         []Turn        `db:"turns,json" json:"turns,omitempty" doc:"of a stretch of a recording: its Text in speaker turns"`
	Machine       bool          `db:"machine" json:"machine,omitempty" doc:"its Text was made by a machine and nobody has checked it yet"`
	CoderID       CoderID       `db:"coder_id" json:"coder_id,omitempty" doc:"who made it, where it was made at the desk"`
	Key           bool          `db:"key_excerpt" json:"key,omitempty" doc:"marked as one to quote"`
}

// Validate refuses an excerpt without a source, with a span that is none or an area that is none. Of an excerpt on
// pages it sets which pages these are.
func (e *Excerpt) Validate() error {
	if e.SourceID == "" {
		return Errorf(CodeInvalid, "an excerpt needs its source")
	}
	if len(e.Areas) > mostAreas {
		return Errorf(CodeInvalid, "an excerpt has %d areas: at most %d", len(e.Areas), mostAreas)
	}
	for _, a := range e.Areas {
		if err := a.Validate(); err != nil {
			return err
		}
	}
	switch {
	case e.Measure == PageBox && len(e.Areas) == 0:
		return Errorf(CodeInvalid, "an excerpt on a page needs an area")
	case e.Measure == PageBox:
		e.Start, e.End = pagesOf(e.Areas)
	case e.Measure == Milliseconds && len(e.Areas) > 0:
		return Errorf(CodeInvalid, "an excerpt of a recording has no areas")
	}
	if e.Start < 0 || e.End < e.Start {
		return Errorf(CodeInvalid, "an excerpt from %d to %d is no span: the start is at least 0 and the end not before it", e.Start, e.End)
	}
	if err := oneOf("kind of excerpt", e.Kind, Verbatim, Gist, NoteOnly); err != nil {
		return err
	}
	return oneOf("measure of an excerpt", e.Measure, CodePoints, Milliseconds, PageBox)
}
