package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// sourceUses counts the codings of each theme in each source by the change that made them what they are. An undo
// writes rows too, but what it brings back is as old as it was: a merge taken back leaves nothing looked through.
func (v *visit) sourceUses(after int64) ([]store.SourceUse, error) {
	uses, err := v.s.store.SourceUses(v.ctx, v.study.ID)
	if err != nil {
		return nil, err
	}
	undos, err := v.s.store.Undoings(v.ctx, v.study.ID, after)
	if err != nil || len(undos) == 0 {
		return uses, err
	}
	out := uses[:0]
	restored := map[int64]bool{}
	for _, u := range uses {
		if undos[u.Revision] > 0 {
			restored[u.Revision] = true
			continue
		}
		out = append(out, u)
	}
	ages := map[int64]map[crosscase.CodingID]int64{} // by change: the revisions that its codings had before it
	for seq := range restored {
		codings, err := v.s.store.CodingUses(v.ctx, v.study.ID, seq)
		if err != nil {
			return nil, err
		}
		for _, c := range codings {
			at := seq
			for undos[at] > 0 {
				known, ok := ages[undos[at]]
				if !ok {
					if known, err = v.codingAges(undos[at]); err != nil {
						return nil, err
					}
					ages[undos[at]] = known
				}
				before, ok := known[c.Coding]
				if !ok { // its content was erased
					break
				}
				at = before
			}
			out = append(out, store.SourceUse{Theme: c.Theme, Source: c.Source, Revision: at, Codings: 1})
		}
	}
	return out, nil
}

// codingAges are the revisions that codings had before a change.
func (v *visit) codingAges(seq int64) (map[crosscase.CodingID]int64, error) {
	out := map[crosscase.CodingID]int64{}
	_, err := v.s.store.Content(v.ctx, v.study.ID, seq, func(r store.RowChange) error {
		if c, ok := r.Before.(*crosscase.Coding); ok {
			if _, later := out[c.ID]; !later {
				out[c.ID] = c.Revision
			}
		}
		return nil
	})
	return out, err
}
