package service

import (
	"cmp"
	"slices"
	"sync"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/basis"
	"github.com/crosscase/crosscase/internal/store"
)

// charted is the summaries of a whole study with what each rests on, as of one change. It is kept until the next.
type charted struct {
	mu        *sync.Mutex // of chart, whose digests go on from state to state
	chart     *basis.Chart
	at        int64
	summaries []*crosscase.Summary
	since     map[crosscase.SummaryID]basis.Difference
	placed    map[crosscase.TypologyID]map[crosscase.SiteID]string
}

// charted is the charted state of now. It is of all sites, whoever asks: what a cell rests on is the same for everybody.
func (v *visit) charted() (*charted, error) {
	o := v.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := v.refresh(o); err != nil {
		return nil, err
	}
	if o.charted != nil && o.charted.at == o.index.Table.Revision {
		return o.charted, nil
	}
	c := &charted{mu: new(sync.Mutex), at: o.index.Table.Revision, since: map[crosscase.SummaryID]basis.Difference{}}
	var err error
	if c.summaries, err = v.summariesSince(o.charted); err != nil {
		return nil, err
	}
	words, err := v.linkedWords(c.summaries)
	if err != nil {
		return nil, err
	}
	if c.placed, err = v.placedSites(); err != nil {
		return nil, err
	}
	c.chart = basis.NewChart(o.index.Table, c.summaries, words, c.placed)
	if o.charted != nil {
		c.mu = o.charted.mu
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if o.charted != nil {
		c.chart.Rows = o.charted.chart.Rows.For(o.index.Table)
	}
	for _, s := range c.summaries {
		if d := c.chart.Since(s); d.Stale() {
			c.since[s.ID] = d
		}
	}
	o.charted = c
	return c, nil
}

// summariesSince are all summaries, of which only those that are written since an earlier state are read.
func (v *visit) summariesSince(was *charted) ([]*crosscase.Summary, error) {
	if was == nil {
		return store.List[crosscase.Summary](v.ctx, v.s.store, v.study.ID, "")
	}
	written, err := store.List[crosscase.Summary](v.ctx, v.s.store, v.study.ID, "revision > $2", was.at)
	if err != nil {
		return nil, err
	}
	there, err := v.s.store.Count(v.ctx, v.study.ID, "summary", "")
	if err != nil {
		return nil, err
	}
	all := slices.Clone(was.summaries)
	for _, s := range written {
		at, found := slices.BinarySearchFunc(all, s.ID, func(o *crosscase.Summary, id crosscase.SummaryID) int { return cmp.Compare(o.ID, id) })
		if found {
			all[at] = s
		} else {
			all = slices.Insert(all, at, s)
		}
	}
	if int(there) != len(all) { // some were deleted
		return store.List[crosscase.Summary](v.ctx, v.s.store, v.study.ID, "")
	}
	return all, nil
}

// linkedWords are the rows of the excerpts that summaries are linked to.
func (v *visit) linkedWords(summaries []*crosscase.Summary) (map[crosscase.ExcerptID]crosscase.BasisRow, error) {
	ids := basis.Linked(summaries)
	out := make(map[crosscase.ExcerptID]crosscase.BasisRow, len(ids))
	rows, err := inChunks("id IN (%s)", ids, func(where string, args ...any) ([]*crosscase.Excerpt, error) {
		return store.List[crosscase.Excerpt](v.ctx, v.s.store, v.study.ID, where, args...)
	})
	for _, e := range rows {
		out[e.ID] = basis.Words(e)
	}
	return out, err
}

// placedSites is the type that people decided for each site, by typology.
func (v *visit) placedSites() (map[crosscase.TypologyID]map[crosscase.SiteID]string, error) {
	rows, err := store.List[crosscase.TypeDecision](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	out := map[crosscase.TypologyID]map[crosscase.SiteID]string{}
	for _, d := range rows {
		if out[d.TypologyID] == nil {
			out[d.TypologyID] = map[crosscase.SiteID]string{}
		}
		out[d.TypologyID][d.SiteID] = d.Type
	}
	return out, nil
}

// basisNow is what a summary rests on as of now, with the number of the study's last change.
func (v *visit) basisNow(s *crosscase.Summary) ([]crosscase.BasisRow, int64, error) {
	c, err := v.charted()
	if err != nil {
		return nil, 0, err
	}
	words, err := v.linkedWords([]*crosscase.Summary{s})
	if err != nil {
		return nil, 0, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	unlinked := *s
	unlinked.Excerpts = nil
	rows := c.chart.Of(&unlinked)
	for _, w := range words {
		rows = append(rows, w)
	}
	return basis.Sort(rows), c.at, nil
}
