package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/basis"
	"github.com/crosscase/crosscase/internal/store"
)

// SinceList is what has changed under a text since it was saved or confirmed, the last change first.
type SinceList struct {
	Items []SinceLine `json:"items"`
	Never bool        `json:"never,omitempty" doc:"nobody has ever said what the text rests on, so that everything is new to it"`
	Seal  string      `json:"seal" doc:"of the cell as it is told here"`
}

// SinceLine is one thing that the text rests on and has changed. Who and when are absent where the actor may not read
// the history, or where it is not told by one change.
type SinceLine struct {
	What    string              `json:"what" doc:"added, removed or changed"`
	Noun    string              `json:"noun" doc:"coding, silence, excerpt or summary"`
	ID      string              `json:"id"`
	Was     string              `json:"was,omitempty" doc:"in words"`
	Now     string              `json:"now,omitempty"`
	Excerpt crosscase.ExcerptID `json:"excerpt,omitempty"`
	Words   string              `json:"words,omitempty" doc:"of the excerpt"`
	Of      string              `json:"of,omitempty" doc:"whose: pseudonym, or the letter of the site"`
	Seq     int64               `json:"seq,omitempty" doc:"number of the last change of it"`
	By      string              `json:"by,omitempty"`
	At      int64               `json:"at,omitempty" doc:"epoch milliseconds, UTC"`
}

// longestSince is how many rows of one change are looked through for what it did; a larger one, an import, is told by
// its number alone.
const longestSince = 5000

// SummarySince says what has changed under a text.
func (s *Service) SummarySince(ctx context.Context, slug string, id crosscase.SummaryID) (*SinceList, error) {
	v, err := s.visitNoun(ctx, slug, "summary", false)
	if err != nil {
		return nil, err
	}
	found, err := seen[crosscase.Summary](v, "id = $2", string(id))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such summary")
	}
	sum := found[0]
	now, _, err := v.basisNow(sum)
	if err != nil {
		return nil, err
	}
	out := &SinceList{Never: sum.BasisSeq == 0}
	if out.Seal, err = v.sealOf(sum); err != nil {
		return nil, err
	}
	out.Items, err = v.since(sum.BasisSeq, basis.Compare(sum.Basis, now))
	return out, err
}

// since tells a difference in words, with the changes after number seq that made it.
func (v *visit) since(seq int64, d basis.Difference) ([]SinceLine, error) {
	h, err := v.sinceHistory(seq, d)
	if err != nil {
		return nil, err
	}
	w, err := v.sinceWords()
	if err != nil {
		return nil, err
	}
	out := []SinceLine{}
	for _, part := range []struct {
		what string
		rows []crosscase.BasisRow
	}{{"added", d.Added}, {"removed", d.Removed}, {"changed", d.Changed}} {
		for _, r := range part.rows {
			line := SinceLine{What: part.what, Noun: r.Noun, ID: r.ID}
			before, after := h.before[r.ID], h.after[r.ID]
			if after == nil && !h.deleted[r.ID] {
				if after, err = v.standing(r.Noun, r.ID); err != nil {
					return nil, err
				}
			}
			if part.what != "added" {
				line.Was = w.say(cmp.Or(before, after))
			}
			if part.what != "removed" {
				line.Now = w.say(after)
			}
			w.place(&line, cmp.Or(after, before))
			if !v.maySay(r.Noun, before, after) {
				continue
			}
			line.Seq = h.last[r.ID]
			out = append(out, line)
		}
	}
	if err := v.sinceMeta(out); err != nil {
		return nil, err
	}
	slices.SortStableFunc(out, func(a, b SinceLine) int { return cmp.Compare(b.Seq, a.Seq) })
	return out, nil
}

// maySay says whether the actor may see a row, as it was and as it is.
func (v *visit) maySay(noun string, rows ...any) bool {
	for _, row := range rows {
		if row != nil && v.seesRow(noun, row) != nil {
			return false
		}
	}
	return v.access.May(crosscase.Nouns[noun].Read)
}

// standing is a row as it is; nil where it is not there.
func (v *visit) standing(noun, id string) (any, error) {
	rows, err := v.s.store.Rows(v.ctx, v.study.ID, noun, "id = $2", id)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return rows[0], nil
}

// sinceRows is what the history says of the rows of a difference.
type sinceRows struct {
	before, after map[string]any // as they were first, and last
	deleted       map[string]bool
	last          map[string]int64
}

func (v *visit) sinceHistory(seq int64, d basis.Difference) (*sinceRows, error) {
	h := &sinceRows{map[string]any{}, map[string]any{}, map[string]bool{}, map[string]int64{}}
	wanted := map[string]bool{}
	for _, r := range slices.Concat(d.Added, d.Removed, d.Changed) {
		wanted[r.ID] = true
	}
	if seq == 0 || len(wanted) == 0 {
		return h, nil
	}
	changes, err := v.s.store.Changes(v.ctx, v.study.ID, seq, 0)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if c.Rows > longestSince {
			continue
		}
		_, err := v.s.store.Content(v.ctx, v.study.ID, c.Seq, func(r store.RowChange) error {
			if !wanted[r.ID] {
				return nil
			}
			if h.last[r.ID] == 0 {
				h.before[r.ID] = r.Before
			}
			h.after[r.ID], h.deleted[r.ID], h.last[r.ID] = r.After, r.After == nil, c.Seq
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return h, nil
}

// sinceMeta says who made the changes and when, to those who may read the history.
func (v *visit) sinceMeta(lines []SinceLine) error {
	var seqs []int64
	for i := range lines {
		if lines[i].Seq == 0 { // an import, or a row that came into the cell without a change of its own
			if rev, err := v.revisionOf(lines[i].Noun, lines[i].ID); err != nil {
				return err
			} else if lines[i].What == "added" {
				lines[i].Seq = rev
			}
		}
		if lines[i].Seq != 0 {
			seqs = append(seqs, lines[i].Seq)
		}
	}
	slices.Sort(seqs)
	changes, err := v.s.store.ChangesOf(v.ctx, v.study.ID, slices.Compact(seqs))
	if err != nil {
		return err
	}
	for i := range lines {
		c := changes[lines[i].Seq]
		if c == nil || !v.access.May(crosscase.ReadHistory) || v.access.Limited() && c.Actor != v.actor.Account {
			continue
		}
		lines[i].By, lines[i].At = c.Name, c.At
	}
	return nil
}

func (v *visit) revisionOf(noun, id string) (int64, error) {
	row, err := v.standing(noun, id)
	if err != nil || row == nil {
		return 0, err
	}
	return store.RevisionOf(row), nil
}
