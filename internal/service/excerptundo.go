package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// anchorFields say where an excerpt of a text stands and with which words: what corrections of the text carry along.
var anchorFields = []string{"version", "start_at", "end_at", "text", "was", "lost"}

// anchor puts an excerpt where another one stands.
func anchor(e, at *crosscase.Excerpt) {
	e.Version, e.Start, e.End, e.Text, e.Was, e.Lost = at.Version, at.Start, at.End, at.Text, at.Was, at.Lost
}

// carriedOnly says whether nothing but the anchor differs.
func carriedOnly(before, after *crosscase.Excerpt) bool {
	for _, name := range store.Altered(before, after) {
		if !slices.Contains(anchorFields, name) {
			return false
		}
	}
	return true
}

// reversal is a change being taken back.
type reversal struct {
	*visit
	seq   int64
	edits map[crosscase.SourceID]*editBack
	made  map[crosscase.SourceID]bool // sources that it puts back
}

// own sees to what hangs on texts: their edits, which are taken back by new ones, and the excerpts in them, whose
// place others may have changed since by correcting the text.
func (b *reversal) own(r store.RowChange) (bool, error) {
	row := r.After
	if row == nil {
		row = r.Before
	}
	switch row := row.(type) {
	case *crosscase.Source:
		b.made[row.ID] = b.made[row.ID] || r.After == nil
		return b.edits[row.ID] != nil, nil
	case *crosscase.SourceText:
		return b.edits[row.SourceID] != nil, nil
	case *crosscase.TextEdit:
		return b.edits[row.SourceID] != nil, nil
	case *crosscase.Summary:
		return false, b.summary(r)
	case *crosscase.Excerpt:
		if e := b.edits[row.SourceID]; e != nil {
			e.excerpts[row.ID] = r
			return true, nil
		}
		if b.made[row.SourceID] {
			return false, nil
		}
		return b.excerpt(r)
	}
	return false, nil
}

// takeBackEdits takes back the edits of texts that the change made.
func (b *reversal) takeBackEdits() ([]*savedEdit, error) {
	var out []*savedEdit
	for _, e := range b.edits {
		saved, err := b.takeBack(b.seq, e)
		if err != nil {
			return nil, err
		}
		out = append(out, saved)
	}
	return out, nil
}

// excerpt takes back what the change did to an excerpt of a text.
//
// The rules are:
//   - one that it made goes, also where its text was corrected since; where somebody has put it elsewhere it stays;
//   - one that it deleted comes back on its words where they are now, flagged where they are gone;
//   - where it put the excerpt on another stretch, that goes back in the same way; all else of the row as with any row.
func (b *reversal) excerpt(r store.RowChange) (bool, error) {
	before, _ := r.Before.(*crosscase.Excerpt)
	after, _ := r.After.(*crosscase.Excerpt)
	either := after
	if either == nil {
		either = before
	}
	if !inText(either) {
		return false, nil
	}
	src, err := b.sourceNow(either.SourceID)
	if isNotFound(err) {
		return false, nil
	} else if err != nil {
		return true, err
	}
	stands, err := store.ListTx[crosscase.Excerpt](b.tx, "id = $2", r.ID)
	if err != nil || (after == nil) != (len(stands) == 0) {
		return false, err
	}
	if after == nil {
		if err := b.placed(src, []*crosscase.Excerpt{before}); err != nil {
			return true, err
		}
		return true, b.tx.Insert(before)
	}
	e := stands[0]
	if before == nil {
		if fields := except(store.Altered(e, after), b.carriedFields(e)); len(fields) > 0 {
			return true, store.Conflict(b.seq, e, fields...)
		}
		if err := b.stillThere(src, e, after); err != nil {
			return true, err
		}
		return true, b.tx.Delete("excerpt", r.ID)
	}
	return true, b.excerptAgain(src, e, before, after)
}

// carriedFields are those that a correction of the text may have changed: of a gist or note not its text.
func (b *reversal) carriedFields(e *crosscase.Excerpt) []string {
	if e.Kind == crosscase.Verbatim {
		return anchorFields
	}
	return except(anchorFields, []string{"text"})
}

func except(names, but []string) []string {
	var out []string
	for _, n := range names {
		if !slices.Contains(but, n) {
			out = append(out, n)
		}
	}
	return out
}

// excerptAgain makes of an excerpt what it was before the change.
func (b *reversal) excerptAgain(src *crosscase.Source, e, before, after *crosscase.Excerpt) error {
	fields := b.carriedFields(e)
	if before.Kind != after.Kind {
		fields = except(fields, []string{"text"})
	}
	row, clash := store.TakeBack(e, before, after, fields...)
	if len(clash) > 0 {
		return store.Conflict(b.seq, e, clash...)
	}
	next := row.(*crosscase.Excerpt)
	words := next.Text
	moved, err := b.movedBy(src, before, after)
	if err != nil {
		return err
	}
	if moved {
		if err := b.stillThere(src, e, after); err != nil {
			return err
		}
		if err := b.placed(src, []*crosscase.Excerpt{before}); err != nil {
			return err
		}
		anchor(next, before)
		if !slices.Contains(fields, "text") {
			next.Text = words
		}
	}
	return b.tx.Update(next)
}

// movedBy says whether a change put an excerpt on another stretch, or only wrote its place down in another version.
func (b *reversal) movedBy(src *crosscase.Source, before, after *crosscase.Excerpt) (bool, error) {
	if before.Lost != after.Lost || before.Was != after.Was || before.Version > after.Version || after.Version > src.Version || before.Version == 0 {
		return true, nil
	}
	ways, err := b.ways(src, before.Version, after.Version)
	if err != nil {
		return false, err
	}
	span := text.Span{Start: int(before.Start), End: int(before.End)}
	for _, w := range ways {
		span = w.Carry(span).Span
	}
	return span != text.Span{Start: int(after.Start), End: int(after.End)}, nil
}

// stillThere refuses where an excerpt has been put on another stretch since the change left it as after.
func (b *reversal) stillThere(src *crosscase.Source, e, after *crosscase.Excerpt) error {
	ways, err := b.ways(src, after.Version, src.Version)
	if err != nil {
		return err
	}
	span, fate := text.Span{Start: int(after.Start), End: int(after.End)}, text.Kept
	for _, w := range ways {
		c := w.Carry(span)
		span, fate = c.Span, max(fate, c.Fate)
	}
	now := *e
	if err := b.placed(src, []*crosscase.Excerpt{&now}); err != nil {
		return err
	}
	// Where a correction reached its words, where it stands is as much the correction's doing as anybody's.
	if fate == text.Kept && (now.Lost != after.Lost || now.Start != int64(span.Start) || now.End != int64(span.End)) {
		return store.Conflict(b.seq, e, "start_at", "end_at")
	}
	return nil
}
