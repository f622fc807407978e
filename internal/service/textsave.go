package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// A text is stored whole again after so many edits, or so much put in and taken out.
const (
	wholeAfter  = 100  // edits
	wholeWeight = 4096 // code points, or half the text where that is more
)

// savedEdit is an edit of a text that was written.
type savedEdit struct {
	src      *crosscase.Source
	row      *crosscase.TextEdit
	before   *textVersion
	after    *textVersion
	excerpts []*crosscase.Excerpt // written with it, in the new version
}

// saveEdit writes the edit that makes the next version of a source's text, with the excerpts whose words it changes.
func (v *visit) saveEdit(src *crosscase.Source, id crosscase.TextEditID, steps []crosscase.TextStep, undone *editBack) (*savedEdit, error) {
	before, err := v.textAt(src, src.Version)
	if err != nil {
		return nil, err
	}
	row := &crosscase.TextEdit{ID: id, SiteID: src.SiteID, SourceID: src.ID, Version: src.Version + 1, Steps: steps}
	if err := row.Validate(); err != nil {
		return nil, err
	}
	after, err := before.edited(row)
	if err != nil {
		return nil, err
	}
	whole := row.Version-after.base >= wholeAfter || after.spent > max(wholeWeight, after.index.Len()/2)
	if undone != nil { // what was known of the lines before the edit that is taken back is more than its steps tell
		if lines := undone.base.structure().Carry(after.index, undone.since); !sameLines(after.structure(), lines) {
			after.Turns, after.Headings, after.Pages, whole = lines.Turns, lines.Headings, lines.Pages, true
		}
		undone.restore = text.NewEdit(undone.base.index, after.index, undone.since, row.Version)
	}
	saved := &savedEdit{src: src, row: row, before: before, after: after}
	if saved.excerpts, err = v.follow(src, text.NewEdit(before.index, after.index, text.PathOf(steps), row.Version), undone); err != nil {
		return nil, err
	}
	for _, e := range saved.excerpts {
		if err := v.tx.Update(e); err != nil {
			return nil, err
		}
	}
	if err := v.tx.Insert(row); err != nil {
		return nil, err
	}
	next := *src
	next.Version, next.Length = row.Version, int64(after.index.Len())
	if err := v.tx.Update(&next); err != nil {
		return nil, err
	}
	saved.src = &next
	if whole {
		after.ID, after.base, after.spent = crosscase.SourceTextID(v.s.newID()), row.Version, 0
		return saved, v.tx.Insert(after.SourceText)
	}
	return saved, nil
}

func sameLines(a, b text.Structure) bool {
	return slices.Equal(a.Turns, b.Turns) && slices.Equal(a.Headings, b.Headings) && slices.Equal(a.Pages, b.Pages)
}

// follow is the excerpts of a source that an edit changes, as they are after it.
func (v *visit) follow(src *crosscase.Source, edit *text.Edit, undone *editBack) ([]*crosscase.Excerpt, error) {
	places, err := v.places(src)
	if err != nil {
		return nil, err
	}
	at := map[crosscase.ExcerptID]store.ExcerptPlace{}
	var ids []crosscase.ExcerptID
	for _, p := range places {
		if p.Lost || edit.Touches(text.Span{Start: int(p.Start), End: int(p.End)}) || undone.changed(p.ID) {
			at[p.ID] = p
			ids = append(ids, p.ID)
		}
	}
	rows, err := rowsIn[crosscase.Excerpt](v, "id IN (%s)", ids)
	if err != nil {
		return nil, err
	}
	var out []*crosscase.Excerpt
	for _, e := range rows {
		e.Start, e.End = at[e.ID].Start, at[e.ID].End
		next, err := v.restored(src, e, undone)
		written := next != nil
		if err == nil && next == nil {
			next, written, err = edit.Follow(e)
		}
		if err != nil {
			return nil, err
		}
		if written {
			out = append(out, next)
		}
	}
	return out, nil
}

// keep remembers an edit that is saved, so that the next one finds its text at hand.
func (v *visit) keep(saved *savedEdit) {
	v.s.texts.source(saved.src.ID).keepWay(saved.row.Version, []text.Path{text.PathOf(saved.row.Steps)})
	v.s.texts.keep(saved.src.ID, saved.after)
}
