package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// inText says whether an excerpt counts in the text of its source.
func inText(e *crosscase.Excerpt) bool { return e.Measure == crosscase.CodePoints && e.Version > 0 }

// placed takes excerpts of a source to its version in force: their rows count in the version in which their words
// were written down. Whoever reads excerpts and then the source has none of a later version than the source; where
// there is one all the same, src is read again.
func (v *visit) placed(src *crosscase.Source, excerpts []*crosscase.Excerpt) error {
	from := src.Version
	for _, e := range excerpts {
		if !inText(e) {
			continue
		}
		from = min(from, e.Version)
		if e.Version > src.Version {
			now, err := v.sourceNow(src.ID)
			if err != nil {
				return err
			}
			*src = *now
		}
	}
	ways, err := v.ways(src, from, src.Version)
	if err != nil {
		return err
	}
	for _, e := range excerpts {
		if !inText(e) || e.Version == src.Version {
			continue
		}
		if err := v.carry(src, e, ways[e.Version-from:]); err != nil {
			return err
		}
	}
	return nil
}

// sourceNow is a source as it stands.
func (v *visit) sourceNow(id crosscase.SourceID) (*crosscase.Source, error) {
	if v.tx != nil {
		return store.GetTx[crosscase.Source](v.tx, string(id))
	}
	return store.Get[crosscase.Source](v.ctx, v.s.store, v.study.ID, string(id))
}

// placedAll is placed for excerpts of many sources.
func (v *visit) placedAll(sources map[crosscase.SourceID]*crosscase.Source, excerpts []*crosscase.Excerpt) error {
	of := map[crosscase.SourceID][]*crosscase.Excerpt{}
	for _, e := range excerpts {
		if src := sources[e.SourceID]; src != nil && inText(e) && e.Version != src.Version {
			of[e.SourceID] = append(of[e.SourceID], e)
		}
	}
	for id, rows := range of {
		if err := v.placed(sources[id], rows); err != nil {
			return err
		}
	}
	return nil
}

// carry takes one excerpt to the version in force. The row of an excerpt whose words an edit has changed was
// written anew with that edit; so only a row that is older than its text (from the history, or read while
// somebody saved) meets edits of its words here, and then its place among them is all that can be told.
func (v *visit) carry(src *crosscase.Source, e *crosscase.Excerpt, ways []text.Path) error {
	span, fate := text.Span{Start: int(e.Start), End: int(e.End)}, text.Kept
	for _, w := range ways {
		c := w.Carry(span)
		span, fate = c.Span, max(fate, c.Fate)
	}
	e.Start, e.End, e.Version = int64(span.Start), int64(span.End), src.Version
	if fate == text.Kept || e.Lost {
		return nil
	}
	body, err := v.textAt(src, src.Version)
	if err != nil {
		return err
	}
	if e.Was == "" && e.Kind == crosscase.Verbatim {
		e.Was = e.Text
	}
	if fate == text.Lost {
		e.Lost = true
		for _, words := range text.LostWords(e) {
			if back, ok := only(body.index, words); ok {
				e.Lost = false
				text.Stand(e, back, words, src.Version)
				return nil
			}
		}
		return nil
	}
	words, err := body.index.Slice(span)
	if err != nil {
		return err
	}
	text.Stand(e, span, words, src.Version)
	return nil
}

// only finds words that stand once in a text.
func only(body *text.Index, words string) (text.Span, bool) {
	if found := text.Locate(body.Text(), words); len(found) == 1 {
		return found[0], true
	}
	return text.Span{}, false
}

// places are where the excerpts of a source stand in the version in force, by id.
func (v *visit) places(src *crosscase.Source) ([]store.ExcerptPlace, error) {
	rows, err := v.placeRows(src.ID)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	from := src.Version
	for i := range rows {
		from = min(from, rows[i].Version)
	}
	ways, err := v.ways(src, from, src.Version)
	if err != nil {
		return nil, err
	}
	unsaved := int64(0)
	if v.tx != nil {
		unsaved = v.tx.Seq()
	}
	return v.s.texts.source(src.ID).place(rows, from, src.Version, ways, v.saved(src), unsaved), nil
}

func (v *visit) placeRows(id crosscase.SourceID) ([]store.ExcerptPlace, error) {
	if v.tx != nil {
		return v.tx.ExcerptPlaces(id)
	}
	return v.s.store.ExcerptPlaces(v.ctx, v.study.ID, id)
}
