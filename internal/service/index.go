package service

import (
	"slices"
	"sync"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/store"
)

// openStudy is a study somebody has opened: its evidence table in memory, what was computed from it, and
// the compiled predicates of its claims.
type openStudy struct {
	mu      sync.Mutex
	index   *store.EvidenceIndex
	results []agreement.QuestionResult // of the whole table, at revision computed
	compare []agreement.Consistency
	at      int64
	engine  *claims.Engine
	charted *charted
}

// opened finds or makes the open study of this visit.
func (v *visit) opened() *openStudy {
	v.s.mu.Lock()
	defer v.s.mu.Unlock()
	o, ok := v.s.open[v.study.ID]
	if !ok {
		o = &openStudy{at: -1}
		v.s.open[v.study.ID] = o
	}
	return o
}

// evidence is the study's evidence table as of now, cut down to the sites the actor may see.
func (v *visit) evidence() (*crosscase.Evidence, error) {
	o := v.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	if err := v.refresh(o); err != nil {
		return nil, err
	}
	if v.access.Limited() {
		return restrict(o.index.Table, v.access.Sites), nil
	}
	return o.index.Table, nil
}

// refresh loads the table, or brings it up to the study's last change.
func (v *visit) refresh(o *openStudy) error {
	if o.index != nil {
		seq, err := v.s.store.Seq(v.ctx, v.study.ID)
		if err != nil {
			return err
		}
		if seq == o.index.Table.Revision {
			return nil
		}
		next, ok, err := o.index.CatchUp(v.ctx, v.s.store)
		if err != nil {
			return err
		}
		if ok {
			o.index = next
			return nil
		}
	}
	index, err := v.s.store.LoadEvidence(v.ctx, v.study)
	if err != nil {
		return err
	}
	o.index = index
	return nil
}

// analysis is the evidence table with agreement and consistency of all its questions. That of the whole
// table is kept until the next change.
func (v *visit) analysis() (*crosscase.Evidence, []agreement.QuestionResult, []agreement.Consistency, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, nil, nil, err
	}
	if v.access.Limited() {
		results := agreement.Analyse(ev, agreement.Options{})
		return ev, results, agreement.Compare(ev, results, agreement.CompareOptions{}), nil
	}
	o := v.opened()
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.at != ev.Revision {
		o.results = agreement.Analyse(ev, agreement.Options{})
		o.compare = agreement.Compare(ev, o.results, agreement.CompareOptions{})
		o.at = ev.Revision
	}
	return ev, o.results, o.compare, nil
}

// restrict cuts an evidence table down to some sites: nothing of another site is left in it.
func restrict(ev *crosscase.Evidence, sites []crosscase.SiteID) *crosscase.Evidence {
	out := *ev
	siteAt := remap(len(ev.Sites), func(i int) bool { return slices.Contains(sites, ev.Sites[i].ID) })
	out.Sites = keep(ev.Sites, siteAt)
	unitAt := remap(len(ev.Units), func(i int) bool { return moved(siteAt, ev.Units[i].Site) >= 0 })
	out.Units = keep(ev.Units, unitAt)
	for i := range out.Units {
		out.Units[i].Site = moved(siteAt, out.Units[i].Site)
	}
	personAt := remap(len(ev.Participants), func(i int) bool { return moved(siteAt, ev.Participants[i].Site) >= 0 })
	out.Participants = keep(ev.Participants, personAt)
	for i := range out.Participants {
		p := &out.Participants[i]
		p.Site, p.Unit = moved(siteAt, p.Site), moved(unitAt, p.Unit)
	}
	out.Codings, out.Silences, out.Overrides = nil, nil, nil
	for _, c := range ev.Codings {
		if site := moved(siteAt, c.Site); site >= 0 {
			c.Site, c.Unit, c.Participant = site, moved(unitAt, c.Unit), moved(personAt, c.Participant)
			out.Codings = append(out.Codings, c)
		}
	}
	for _, s := range ev.Silences {
		if site := moved(siteAt, s.Site); site >= 0 {
			s.Site, s.Unit, s.Participant = site, moved(unitAt, s.Unit), moved(personAt, s.Participant)
			out.Silences = append(out.Silences, s)
		}
	}
	for _, o := range ev.Overrides {
		if site := moved(siteAt, o.Site); site >= 0 {
			o.Site = site
			out.Overrides = append(out.Overrides, o)
		}
	}
	dropWords(&out)
	out.Sources = slices.Clone(ev.Sources)
	named := make([]bool, len(out.Sources))
	for _, c := range out.Codings {
		if c.Source >= 0 {
			named[c.Source] = true
		}
	}
	for i := range out.Sources {
		if !named[i] {
			out.Sources[i] = crosscase.EvidenceSource{}
		}
	}
	return &out
}

// dropWords leaves of groups and levels those that somebody still there has.
func dropWords(ev *crosscase.Evidence) {
	group, level := make([]bool, len(ev.Groups)+1), make([]bool, len(ev.Levels)+1) // the last is none, -1
	note := func(g, l int32) {
		group[(int(g)+len(group))%len(group)], level[(int(l)+len(level))%len(level)] = true, true
	}
	for i := range ev.Participants {
		note(ev.Participants[i].Group, ev.Participants[i].Level)
	}
	for i := range ev.Codings {
		note(ev.Codings[i].Group, ev.Codings[i].Level)
	}
	groupAt := remap(len(ev.Groups), func(i int) bool { return group[i] })
	levelAt := remap(len(ev.Levels), func(i int) bool { return level[i] })
	for i := range ev.Participants {
		p := &ev.Participants[i]
		p.Group, p.Level = moved(groupAt, p.Group), moved(levelAt, p.Level)
	}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		c.Group, c.Level = moved(groupAt, c.Group), moved(levelAt, c.Level)
	}
	ev.Groups, ev.Levels = keep(ev.Groups, groupAt), keep(ev.Levels, levelAt)
}

// remap numbers the kept of n items anew; those that go are -1.
func remap(n int, kept func(int) bool) []int32 {
	at, next := make([]int32, n), int32(0)
	for i := range at {
		at[i] = -1
		if kept(i) {
			at[i] = next
			next++
		}
	}
	return at
}

func keep[T any](list []T, at []int32) []T {
	var out []T
	for i, to := range at {
		if to >= 0 {
			out = append(out, list[i])
		}
	}
	return out
}

func moved(at []int32, i int32) int32 {
	if i < 0 {
		return -1
	}
	return at[i]
}
