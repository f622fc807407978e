package agreement

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/crosscase/crosscase"
)

// Analyse measures agreement within each site on each question.
//
// The rules are:
//   - a result stands for a question under an aspect that has a coding or a recorded silence; a
//     question with none stands once, under opinion;
//   - every site stands in every result, those without evidence as unheard and unknown;
//   - questions come in codebook order, aspects in that of crosscase.Aspects, sites in display order.
//
// Cost: linear in codings plus questions times aspects times sites; a cell with n
// voices of a set-valued question adds n squared.
func Analyse(ev *crosscase.Evidence, opts Options) []QuestionResult {
	a := arrange(ev)
	pairs, sites := a.pairs(opts), a.sites(opts)
	results := make([]QuestionResult, len(pairs))
	var next atomic.Int64
	work := func() {
		c := newCell(ev)
		for i := next.Add(1) - 1; int(i) < len(pairs); i = next.Add(1) - 1 {
			results[i] = a.question(c, pairs[i], sites, opts)
		}
	}
	if len(ev.Codings) < shareable {
		work()
		return results
	}
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(pairs)) {
		all.Go(work)
	}
	all.Wait()
	return results
}

// shareable is from how many codings on the questions are shared out between processors.
const shareable = 10_000

// question measures one question under one aspect.
func (a *arrangement) question(c *cell, p pair, sites []int32, opts Options) QuestionResult {
	q := &a.ev.Questions[p.question]
	c.ask(q)
	result := a.head(p)
	result.Sites = make([]SiteResult, len(sites))
	for i, site := range sites {
		r := &result.Sites[i]
		r.Site, r.SiteIndex = a.ev.Sites[site].Letter, site
		r.Listened, r.Interviewed = a.listened[site], a.interviewed[site]
		slot := a.slot(p.question, p.aspect, site)
		c.read(a.codings.cell(slot))
		c.report(r, opts)
		r.Silences = a.silences[slot]
		if o, ok := a.overrides[slot]; ok {
			override(r, q, o)
		}
	}
	return result
}

// report fills a site's result from the cell as read.
func (c *cell) report(r *SiteResult, opts Options) {
	v := c.judge(standard{thin: true, oneRole: true})
	r.Voices, r.NoPosition, r.Status = len(c.voices), c.silent, v.status
	r.Position, r.Decided, r.Contested, r.Stated, r.ThinBecause = v.position, v.decided, v.contested, v.stated, v.thinBecause
	r.tally = tally(c.labels, c.counts)
	r.Positions = make(map[string]int, len(r.tally))
	for _, t := range r.tally {
		r.Positions[t.Position] = t.Voices
	}
	r.Dissent = []string{}
	r.Statements = c.statementList()
	if !math.IsNaN(v.value) {
		r.Value = &v.value
	}
	if len(c.voices) == 0 {
		if v.stated && !v.decided {
			for _, s := range r.Statements {
				r.either, r.eitherNumbers = append(r.either, s.Position), append(r.eitherNumbers, s.number)
			}
		}
		return
	}
	if v.dividedBy != "" {
		r.DividedBy = &v.dividedBy
	} else if moves, ok := flip(c.counts, c.positions(), &c.ev.Settings); ok {
		r.Flip = &moves
	}
	r.RoleDivide, r.LevelDivide = v.role, v.level
	if len(c.roles.names) > 1 {
		r.Groups = c.roles.results(c.labels)
	}
	if len(c.levels.names) > 1 {
		r.Levels = c.levels.results(c.labels)
	}
	c.gauge(r)
	for i := range c.voices {
		if v := &c.voices[i]; v.mixed {
			r.either, r.eitherNumbers = append(r.either, c.holds(v)...), append(r.eitherNumbers, v.low, v.high)
		}
	}
	leading, off := c.dissenting()
	for _, k := range leading {
		r.Leading = append(r.Leading, c.labels[k])
	}
	r.Minority = c.list(off)
	r.Dissent = make([]string, 0, len(r.Minority))
	for i := range r.Minority {
		r.Dissent = append(r.Dissent, r.Minority[i].Participant)
	}
	r.Record = c.recordAgainst(r.Statements)
	if opts.Voices {
		r.VoiceList = c.list(func(*voice) bool { return true })
	}
}

// gauge fills in the measures of the voices, each where the question's type has it.
func (c *cell) gauge(r *SiteResult) {
	if d, ok := PairwiseAgreement(c.counts); ok {
		r.D = &d
	}
	switch c.question.Type {
	case crosscase.Ordinal:
		if a, ok := VanDerEijkA(c.counts[:len(c.question.Positions)]); ok {
			r.A = &a
		}
		r.mixed = c.counts[len(c.counts)-1]
	case crosscase.SetType:
		c.gaugeSets(r)
	case crosscase.Numeric:
		c.gaugeNumbers(r)
	default:
		r.mixed = c.counts[len(c.counts)-1]
	}
}

func (c *cell) gaugeSets(r *SiteResult) {
	c.sets = c.sets[:0]
	r.Elements = map[string]int{}
	for i := range c.voices {
		c.sets = append(c.sets, c.voices[i].set)
		for _, k := range c.voices[i].set {
			r.Elements[c.question.Positions[k]]++
		}
	}
	if j, ok := MeanJaccard(c.sets); ok {
		r.Jaccard = &j
	}
}

func (c *cell) gaugeNumbers(r *SiteResult) {
	low, high := math.Inf(1), math.Inf(-1)
	for i := range c.voices {
		v := &c.voices[i]
		low, high = min(low, v.low), max(high, v.high)
		if v.mixed {
			r.mixed++
		} else {
			r.values = append(r.values, v.value)
		}
	}
	r.Range = []float64{low, high}
	slices.Sort(r.values)
	near := 0
	if len(r.values) > 0 {
		median := Median(r.values)
		r.Median = &median
		for _, value := range r.values {
			if !apart(value, median, c.question.Tolerance) {
				near++
			}
		}
	}
	share := float64(near) / float64(len(c.voices))
	r.WithinTolerance = &share
}

// override puts a lead's reading over the computed one, which it keeps.
func override(r *SiteResult, q *crosscase.EvidenceQuestion, o *crosscase.EvidenceOverride) {
	if o.Position < 0 || int(o.Position) >= len(q.Positions) {
		return
	}
	r.Override = &Override{Position: q.Positions[o.Position], Computed: r.Position, Reason: o.Reason}
	r.Position, r.Decided, r.Contested, r.Stated, r.ThinBecause, r.Value = r.Override.Position, true, false, false, "", nil
}
