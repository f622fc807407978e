package service

import (
	"fmt"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// editBack is an edit of a text that is being taken back.
//
// The rules are:
//   - it is taken back by a new edit, which does the inverse of its steps, carried over the edits since; where one of
//     these touched the same place it is a conflict;
//   - an edit since that was itself taken back since does not count;
//   - an excerpt that is as the edit has left it becomes what it was before; of any other only the place changes, as
//     with every edit;
//   - turns and headings become what they were before.
type editBack struct {
	row      *crosscase.TextEdit
	excerpts map[crosscase.ExcerptID]store.RowChange // that it changed

	base    *textVersion // the text before it
	left    text.Path    // from the text that it made to the one in force
	since   text.Path    // from the text before it to the one that the undo makes: what has been done since
	restore *text.Edit   // the same, for excerpts
}

func (b *editBack) changed(id crosscase.ExcerptID) bool {
	if b == nil {
		return false
	}
	_, ok := b.excerpts[id]
	return ok
}

// laterEdit is an edit since, as far as it stands.
type laterEdit struct {
	seq   int64
	steps []crosscase.TextStep
}

// takeBack takes an edit back.
func (v *visit) takeBack(seq int64, b *editBack) (*savedEdit, error) {
	src, err := v.sourceNow(b.row.SourceID)
	if isNotFound(err) {
		return nil, crosscase.Errorf(crosscase.CodeConflict, "change %d cannot be undone: the source was deleted since", seq)
	} else if err != nil {
		return nil, err
	}
	later, err := v.laterEdits(src, b.row.Version)
	if err != nil {
		return nil, err
	}
	var theirs []crosscase.TextStep
	var by []int64
	for _, e := range later {
		theirs = append(theirs, e.steps...)
		for range e.steps {
			by = append(by, e.seq)
		}
	}
	inverse := text.Invert(b.row.Steps)
	steps, since, clash := text.Rebase(inverse, theirs)
	if clash != nil {
		details, err := v.clash(src, clash, inverse)
		if err != nil {
			return nil, err
		}
		return nil, &crosscase.Error{Code: crosscase.CodeConflict, Details: details, Message: fmt.Sprintf(
			"change %d cannot be undone: the same place of %q was corrected since, by change %d", seq, src.Name, by[clash.Theirs])}
	}
	if b.base, err = v.textAt(src, b.row.Version-1); err != nil {
		return nil, err
	}
	b.left, b.since = text.PathOf(theirs), text.PathOf(since)
	return v.saveEdit(src, crosscase.TextEditID(v.s.newID()), steps, b)
}

// laterEdits are the edits after a version, without those that have been taken back since.
func (v *visit) laterEdits(src *crosscase.Source, version int64) ([]laterEdit, error) {
	rows, err := v.edits(src, version, src.Version)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	undoes, err := v.tx.Undoings(rows[0].Revision)
	if err != nil {
		return nil, err
	}
	var out []laterEdit
	for _, e := range rows {
		if rest, ok := withoutPair(out, undoes[e.Revision], e.Steps); ok {
			out = rest
			continue
		}
		out = append(out, laterEdit{e.Revision, e.Steps})
	}
	return out, nil
}

// withoutPair leaves out the edit of change undone and the steps that took it back, which come last; false where
// the edit is not among edits or these are not its inverse.
func withoutPair(edits []laterEdit, undone int64, back []crosscase.TextStep) ([]laterEdit, bool) {
	for i, e := range edits {
		if undone == 0 || e.seq != undone {
			continue
		}
		between := edits[i+1:]
		var steps []crosscase.TextStep
		for _, b := range between {
			steps = append(steps, b.steps...)
		}
		inverse, moved, clash := text.Rebase(text.Invert(e.steps), steps)
		if clash != nil || !text.SameSteps(inverse, back) {
			return nil, false
		}
		out := append([]laterEdit(nil), edits[:i]...)
		for _, b := range between {
			out = append(out, laterEdit{b.seq, moved[:len(b.steps)]})
			moved = moved[len(b.steps):]
		}
		return out, true
	}
	return nil, false
}

// restored is an excerpt, which stands where e says, as it was before the edit that is taken back; nil where it is
// not as that edit has left it.
func (v *visit) restored(src *crosscase.Source, e *crosscase.Excerpt, b *editBack) (*crosscase.Excerpt, error) {
	if !b.changed(e.ID) {
		return nil, nil
	}
	before, _ := b.excerpts[e.ID].Before.(*crosscase.Excerpt)
	after, _ := b.excerpts[e.ID].After.(*crosscase.Excerpt)
	if before == nil || after == nil || before.Kind != e.Kind {
		return nil, nil
	}
	left := b.left.Carry(text.Span{Start: int(after.Start), End: int(after.End)})
	if left.Fate != text.Kept || left.Span != (text.Span{Start: int(e.Start), End: int(e.End)}) ||
		after.Text != e.Text || after.Was != e.Was || after.Lost != e.Lost {
		return nil, nil
	}
	ways, err := v.ways(src, before.Version, b.base.Version)
	if err != nil {
		return nil, err
	}
	was := *before
	for _, w := range ways {
		c := w.Carry(text.Span{Start: int(was.Start), End: int(was.End)})
		was.Start, was.End = int64(c.Span.Start), int64(c.Span.End)
	}
	next, written, err := b.restore.Follow(&was)
	if err != nil {
		return nil, err
	}
	if !written {
		next.Version = src.Version + 1
	}
	out := *e
	anchor(&out, next)
	return &out, nil
}
