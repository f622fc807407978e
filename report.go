package crosscase

// ReportKind says what a written report is about.
type ReportKind string

// The kinds are:
const (
	SiteReport      ReportKind = "site"
	CrossCaseReport ReportKind = "cross-case"
)

// ReportState is how far a written report has come. It goes forward one at a time, and back to draft at any time
// before it is locked.
type ReportState string

// The states are:
const (
	ReportDraft       ReportState = "draft"
	ReportChallenged  ReportState = "challenged"   // a second reader has gone through it, and every objection is answered
	ReportFactChecked ReportState = "fact_checked" // the host's contact has read a copy without names, and every comment is answered
	ReportLocked      ReportState = "locked"       // kept as it was, under a hash: from then on it can only go stale visibly
)

// ReportStates lists them in their order.
var ReportStates = []ReportState{ReportDraft, ReportChallenged, ReportFactChecked, ReportLocked}

// WrittenReport is a text that people write on top of the evidence. It begins as a draft written from the record, and its
// sentences keep what they rest on while the text around and within them is edited.
type WrittenReport struct {
	StudyID    StudyID           `db:"study_id" json:"-"`
	ID         ReportID          `db:"id" json:"id"`
	Revision   int64             `db:"revision" json:"revision"`
	Kind       ReportKind        `db:"kind" json:"kind"`
	SiteID     SiteID            `db:"site_id,null" json:"site_id,omitempty" doc:"of a site report: the site"`
	Title      string            `db:"title" json:"title"`
	State      ReportState       `db:"state" json:"state"`
	Blocks     []WrittenBlock    `db:"blocks,json" json:"blocks,omitempty" doc:"the text, in order"`
	Sentences  []WrittenSentence `db:"sentences,json" json:"sentences,omitempty" doc:"what the sentences in it are and rest on"`
	Author     string            `db:"author" json:"author,omitempty" doc:"who wrote in it last"`
	Written    int64             `db:"written" json:"written,omitempty" doc:"when, in epoch milliseconds, UTC"`
	LockedHash string            `db:"locked_hash" json:"locked_hash,omitempty" doc:"of a locked report: SHA-256 of the snapshot, hex"`
}

// WrittenKind says what a block of a written report is.
type WrittenKind string

// The kinds of block are:
const (
	HeadingBlock   WrittenKind = "heading"
	ParagraphBlock WrittenKind = "paragraph"
	ItemBlock      WrittenKind = "item"      // of a list
	QuotationBlock WrittenKind = "quotation" // its words are those of its excerpt
	ViewBlock      WrittenKind = "view"      // a table or figure that is always that of today
)

// WrittenBlock is a heading, a paragraph, an item of a list, a quotation or a live view.
type WrittenBlock struct {
	Kind    WrittenKind   `json:"kind"`
	Level   int64         `json:"level,omitempty" doc:"of a heading: 1 to 3"`
	View    string        `json:"view,omitempty" doc:"of a view: the id of the table or figure in the report written from the record"`
	Excerpt ExcerptID     `json:"excerpt,omitempty" doc:"of a quotation"`
	Spans   []WrittenSpan `json:"spans,omitempty" doc:"the words; of a view there are none"`
}

// WrittenSpan is a stretch of text of one sentence under one mark.
type WrittenSpan struct {
	Text     string `json:"text"`
	Mark     string `json:"mark,omitempty" enum:",strong,emphasis"`
	Sentence string `json:"sentence,omitempty" doc:"id of the sentence it belongs to; of prose that rests on nothing there is none"`
}

// Words is the text of a block without marks.
func (b *WrittenBlock) Words() string {
	out := ""
	for _, s := range b.Spans {
		out += s.Text
	}
	return out
}

// SentenceKind says what a sentence does in the argument.
type SentenceKind string

// The kinds of sentence are:
const (
	SentenceDescriptive  SentenceKind = "descriptive"
	SentenceCount        SentenceKind = "count"
	SentenceQuotation    SentenceKind = "quotation"
	SentenceInterpretive SentenceKind = "interpretive"
	SentenceLinking      SentenceKind = "linking"
)

// WrittenSentence is what a sentence of a written report rests on.
type WrittenSentence struct {
	ID       string       `json:"id" doc:"unique in the report"`
	Kind     SentenceKind `json:"kind"`
	From     string       `json:"from,omitempty" doc:"id of the sentence in the report written from the record; a sentence of one's own has none"`
	Evidence []ExcerptID  `json:"evidence,omitempty"`
	Claims   []string     `json:"claims,omitempty" doc:"codes of the claims it cites"`
	Memo     MemoID       `json:"memo,omitempty" doc:"that an interpretation is argued in"`
	Hash     string       `json:"hash,omitempty" doc:"of what it rested on when somebody last wrote or confirmed it"`
	Was      string       `json:"was,omitempty" doc:"what the record said then"`
}

// Validate refuses a report of another kind or state, one of a site without its site, and text that hangs in the air.
func (r *WrittenReport) Validate() error {
	if err := oneOf("kind of report", r.Kind, SiteReport, CrossCaseReport); err != nil {
		return err
	}
	if err := oneOf("state of a report", r.State, ReportStates...); err != nil {
		return err
	}
	if (r.Kind == SiteReport) != (r.SiteID != "") {
		return Errorf(CodeInvalid, "a site report needs its site, and a cross-case report has none")
	}
	if err := named("report", r.Title); err != nil {
		return err
	}
	known := map[string]bool{}
	for _, s := range r.Sentences {
		if s.ID == "" || known[s.ID] {
			return Errorf(CodeInvalid, "the report has two sentences with the id %q", s.ID)
		}
		known[s.ID] = true
		if err := oneOf("kind of sentence", s.Kind, SentenceDescriptive, SentenceCount, SentenceQuotation, SentenceInterpretive, SentenceLinking); err != nil {
			return err
		}
	}
	for i := range r.Blocks {
		if err := r.Blocks[i].validate(known); err != nil {
			return err
		}
	}
	return nil
}

func (b *WrittenBlock) validate(known map[string]bool) error {
	if err := oneOf("kind of block", b.Kind, HeadingBlock, ParagraphBlock, ItemBlock, QuotationBlock, ViewBlock); err != nil {
		return err
	}
	switch {
	case b.Kind == HeadingBlock && (b.Level < 1 || b.Level > 3):
		return Errorf(CodeInvalid, "a heading is of level 1 to 3, not %d", b.Level)
	case b.Kind == QuotationBlock && b.Excerpt == "":
		return Errorf(CodeInvalid, "a quotation needs its excerpt")
	case b.Kind == ViewBlock && b.View == "":
		return Errorf(CodeInvalid, "a view needs the table or figure it shows")
	}
	for _, s := range b.Spans {
		if s.Sentence != "" && !known[s.Sentence] {
			return Errorf(CodeInvalid, "the text names a sentence %q that the report does not have", s.Sentence)
		}
		if err := oneOf("mark", s.Mark, "", "strong", "emphasis"); err != nil {
			return err
		}
	}
	return nil
}

// ReportSnapshot is a report as it stood when its state changed.
type ReportSnapshot struct {
	StudyID  StudyID     `db:"study_id" json:"-"`
	ID       RowID       `db:"id" json:"id"`
	Revision int64       `db:"revision" json:"revision"`
	ReportID ReportID    `db:"report_id" json:"report_id"`
	SiteID   SiteID      `db:"site_id,null" json:"site_id,omitempty"`
	State    ReportState `db:"state" json:"state" doc:"that it came into"`
	At       int64       `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Author   string      `db:"author" json:"author,omitempty" doc:"who brought it there"`
	Content  string      `db:"content" json:"content" doc:"the report with its tables, as JSON"`
	Hash     string      `db:"hash" json:"hash" doc:"SHA-256 of the content, hex"`
}

// Validate refuses a snapshot of nothing.
func (s *ReportSnapshot) Validate() error {
	if s.ReportID == "" || s.Content == "" {
		return Errorf(CodeInvalid, "a snapshot needs its report and its content")
	}
	return oneOf("state of a report", s.State, ReportStates...)
}

// ObjectionKind says who objects.
type ObjectionKind string

// The kinds are:
const (
	Challenge ObjectionKind = "challenge" // of a second reader
	FactCheck ObjectionKind = "fact"      // of the host's contact, on a copy without names
)

// Objection is what somebody has against a report or one sentence of it, and what was answered.
type Objection struct {
	StudyID    StudyID       `db:"study_id" json:"-"`
	ID         ObjectionID   `db:"id" json:"id"`
	Revision   int64         `db:"revision" json:"revision"`
	ReportID   ReportID      `db:"report_id" json:"report_id"`
	SiteID     SiteID        `db:"site_id,null" json:"site_id,omitempty"`
	Kind       ObjectionKind `db:"kind" json:"kind"`
	Sentence   string        `db:"sentence" json:"sentence,omitempty" doc:"id of the sentence it is about; empty is the report as a whole"`
	Words      string        `db:"words" json:"words,omitempty" doc:"the words it was made on"`
	Text       string        `db:"text" json:"text"`
	Author     string        `db:"author" json:"author,omitempty"`
	At         int64         `db:"at" json:"at" doc:"epoch milliseconds, UTC"`
	Answer     string        `db:"answer" json:"answer,omitempty" doc:"what was done about it; empty while it is open"`
	AnsweredBy string        `db:"answered_by" json:"answered_by,omitempty"`
	AnsweredAt int64         `db:"answered_at" json:"answered_at,omitempty" doc:"epoch milliseconds, UTC"`
}

// Validate refuses an objection that says nothing.
func (o *Objection) Validate() error {
	if o.ReportID == "" || o.Text == "" {
		return Errorf(CodeInvalid, "an objection needs its report and its words")
	}
	return oneOf("kind of objection", o.Kind, Challenge, FactCheck)
}
