package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// checkExcerpt fills in site, speaker and words from the source and refuses a span outside it.
func checkExcerpt(v *visit, tx *store.Tx, row any) error {
	e := row.(*crosscase.Excerpt)
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
	if e.Measure == crosscase.PageBox || src.Length == 0 && src.Kind == crosscase.Recording {
		return nil
	}
	if e.End > src.Length {
		return crosscase.Errorf(crosscase.CodeInvalid, "the excerpt ends at %d, but source %q ends at %d", e.End, src.Name, src.Length)
	}
	if e.Measure != crosscase.CodePoints || src.Kind == crosscase.Recording {
		return nil
	}
	body, err := sourceText(tx, src)
	if err != nil {
		return err
	}
	words, err := text.Slice(body.Text, int(e.Start), int(e.End))
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "source %q: %v", src.Name, err)
	}
	if e.Kind == crosscase.Verbatim {
		e.Text = words
	}
	if e.ParticipantID == "" {
		e.ParticipantID = speakerAt(body.Turns, int(e.Start))
	}
	return nil
}

// sourceText is the version of a source's text in force.
func sourceText(tx *store.Tx, src *crosscase.Source) (*crosscase.SourceText, error) {
	found, err := store.ListTx[crosscase.SourceText](tx, "source_id = $2 AND version = $3", string(src.ID), src.Version)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "source %q has no text", src.Name)
	}
	return found[0], nil
}

// speakerAt is who speaks at a place of a text; "" for nobody known.
func speakerAt(turns []crosscase.Turn, at int) crosscase.ParticipantID {
	for _, t := range turns {
		if t.Start <= at && at < t.End {
			return t.ParticipantID
		}
	}
	return ""
}
