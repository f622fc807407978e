package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// checkExcerpt fills in site, speaker and words from the source and refuses a span outside it.
//
// Of an excerpt of a text the rules are:
//   - Start and End may count in an older version; they are carried to the one in force, and refused where all of
//     the words have been deleted since;
//   - where they are where they were, what a correction of the text did to the excerpt stays noted; put on other
//     words it is as good as new.
func checkExcerpt(v *visit, tx *store.Tx, row any) error {
	e := row.(*crosscase.Excerpt)
	w := v.in(tx)
	src, err := store.GetTx[crosscase.Source](tx, string(e.SourceID))
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the excerpt names a source that is not there")
	}
	if e.SiteID == "" {
		e.SiteID = src.SiteID
	}
	if e.SiteID != src.SiteID {
		return crosscase.Errorf(crosscase.CodeInvalid, "the excerpt is of another site than its source %q", src.Name)
	}
	if err := v.sees("excerpt", e.SiteID); err != nil {
		return err
	}
	if err := w.checkAreas(src, e); err != nil {
		return err
	}
	if e.Measure != crosscase.CodePoints || src.Kind == crosscase.Recording {
		e.Version, e.Was, e.Lost = 0, "", false
		if e.Measure == crosscase.PageBox || src.Length == 0 && src.Kind == crosscase.Recording {
			return nil
		}
		return endsWithin(e, src)
	}
	body, err := w.inForce(src, e)
	if err != nil {
		return err
	}
	if err := endsWithin(e, src); err != nil {
		return err
	}
	if err := w.onText(src, e, body); err != nil {
		return err
	}
	if e.ParticipantID == "" {
		e.ParticipantID = speakerAt(body.Turns, int(e.Start))
	}
	return nil
}

// checkAreas refuses areas outside the pages of the source, and any of a source that has none.
func (v *visit) checkAreas(src *crosscase.Source, e *crosscase.Excerpt) error {
	if len(e.Areas) == 0 {
		return nil
	}
	if src.Kind != crosscase.Picture && src.Kind != crosscase.Document {
		return crosscase.Errorf(crosscase.CodeInvalid, "source %q is a %s: areas are of pictures and of the pages of a PDF", src.Name, src.Kind)
	}
	files, err := rowsOf[crosscase.Media](v, "source_id = $2", string(src.ID))
	if err != nil {
		return err
	}
	if len(files) == 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "source %q has no pages: areas are of pictures and of the pages of a PDF", src.Name)
	}
	for _, a := range e.Areas {
		if err := a.Within(files[0].Pages); err != nil {
			return err
		}
	}
	return nil
}

func endsWithin(e *crosscase.Excerpt, src *crosscase.Source) error {
	if e.End > src.Length {
		return crosscase.Errorf(crosscase.CodeInvalid, "the excerpt ends at %d, but source %q ends at %d", e.End, src.Name, src.Length)
	}
	return nil
}

// inForce takes the span of a new or changed excerpt to the text in force.
func (v *visit) inForce(src *crosscase.Source, e *crosscase.Excerpt) (*textVersion, error) {
	if src.Version == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "source %q has no text", src.Name)
	}
	if e.Version == 0 {
		e.Version = src.Version
	}
	if e.Version < 0 || e.Version > src.Version {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the excerpt counts in version %d of source %q, whose last is %d", e.Version, src.Name, src.Version)
	}
	body, err := v.textAt(src, src.Version)
	if err != nil {
		return nil, err
	}
	ways, err := v.ways(src, e.Version, src.Version)
	if err != nil {
		return nil, err
	}
	span := text.Span{Start: int(e.Start), End: int(e.End)}
	for _, w := range ways {
		c := w.Carry(span)
		if span = c.Span; c.Fate == text.Lost {
			return nil, &crosscase.Error{Code: crosscase.CodeConflict, Details: &TextClash{Version: src.Version, Start: int64(span.Start), End: int64(span.End)},
				Message: "the words were deleted from the text of " + store.Label(src) + " since you read it: look again"}
		}
	}
	e.Start, e.End, e.Version = int64(span.Start), int64(span.End), src.Version
	return body, nil
}

// onText gives an excerpt its words. Of one that stays where it stands, what was noted of its words stays.
func (v *visit) onText(src *crosscase.Source, e *crosscase.Excerpt, body *textVersion) error {
	stood, err := store.ListTx[crosscase.Excerpt](v.tx, "id = $2", string(e.ID))
	if err != nil {
		return err
	}
	if err := v.placed(src, stood); err != nil {
		return err
	}
	e.Was, e.Lost = "", false
	if len(stood) > 0 && stood[0].SourceID == e.SourceID && stood[0].Start == e.Start && stood[0].End == e.End {
		e.Was, e.Lost = stood[0].Was, stood[0].Lost
		if e.Lost && e.Kind == crosscase.Verbatim {
			e.Text = stood[0].Text
		}
	}
	words, err := body.index.Slice(text.Span{Start: int(e.Start), End: int(e.End)})
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "source %q: %v", src.Name, err)
	}
	if e.Kind == crosscase.Verbatim && !e.Lost {
		e.Text = words
	}
	return nil
}

// speakerAt is who speaks at a place of a text; "" for nobody known.
func speakerAt(turns []crosscase.Turn, at int) crosscase.ParticipantID {
	if t := turnAt(turns, at); t != nil {
		return t.ParticipantID
	}
	return ""
}
