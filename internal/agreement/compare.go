package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// Compare measures what the sites of each result show together. The results are
// those of Analyse on the same evidence; sites left out there are left out here.
//
// Every mean weighs sites equally unless opts says otherwise. The positions of a numeric question are put
// into camps over all its sites at once, the voices for R2 and the decided sites for B.
func Compare(ev *crosscase.Evidence, results []QuestionResult, opts CompareOptions) []Consistency {
	found := make([]Consistency, len(results))
	for i := range results {
		found[i] = compare(&ev.Settings, &results[i], opts)
	}
	return found
}

func compare(rules *crosscase.Settings, r *QuestionResult, opts CompareOptions) Consistency {
	c := Consistency{
		Question: r.Question, Theme: r.Theme, Aspect: r.Aspect,
		QuestionID: r.QuestionID, Prompt: r.Prompt, QuestionIndex: r.QuestionIndex, AspectIndex: r.AspectIndex,
	}
	if opts.ByParticipants {
		c.Weights = "participants"
	}
	c.count(r)
	c.within(r, rules, opts)
	c.consider(r, opts)
	counts, weights := spread(r, opts)
	if share, ok := ShareBetween(counts, weights); ok {
		c.R2 = &share
	}
	if c.Within != nil && c.B != nil {
		c.Map = &MapPoint{*c.Within, *c.B}
	}
	c.Reading = read(c.Heard, c.Agreed, c.B, rules)
	return c
}

// count lists the sites and counts those that are not decided.
func (c *Consistency) count(r *QuestionResult) {
	c.Sites = make([]SitePosition, len(r.Sites))
	for i := range r.Sites {
		s := &r.Sites[i]
		c.Sites[i] = SitePosition{
			Site: s.Site, Position: s.Position, Voices: s.Voices, Status: s.Status, D: s.D,
			Decided: s.Decided, Contested: s.Contested, Stated: s.Stated, Overridden: s.Override != nil,
		}
		if s.Stated {
			c.Stated++
		}
		if s.Decided {
			continue
		}
		switch s.Position {
		case crosscase.PositionThin:
			c.Thin++
		case crosscase.PositionUnknown:
			c.Unknown++
		default:
			c.Mixed++
		}
	}
}

// within averages D over the sites with two voices or more, and counts those on or above the line.
func (c *Consistency) within(r *QuestionResult, rules *crosscase.Settings, opts CompareOptions) {
	total, all := 0.0, 0.0
	for i := range r.Sites {
		s := &r.Sites[i]
		if s.D == nil {
			continue
		}
		c.Heard++
		if reaches(*s.D, rules.ReadingD) {
			c.Agreed++
		}
		w := weigh(s, opts)
		total += w * *s.D
		all += w
	}
	if all > 0 {
		mean := total / all
		c.Within = &mean
	}
}

// consider compares the decided sites.
func (c *Consistency) consider(r *QuestionResult, opts CompareOptions) {
	var decided []int
	for i := range r.Sites {
		if r.Sites[i].Decided {
			decided = append(decided, i)
		}
	}
	if len(decided) == 0 {
		return
	}
	labels, places := decidedPositions(r, decided)
	sites := make([]standing, len(decided))
	counts := make([]int, len(labels))
	for i, s := range decided {
		sites[i] = standing{places[i], weigh(&r.Sites[s], opts)}
		counts[places[i]]++
	}
	if b, ok := between(sites, len(labels)); ok {
		c.B = &b
	}
	modal, same := fullest(counts)
	share := float64(same) / float64(len(decided))
	c.Modal, c.Same, c.Different, c.Share = labels[modal], same, len(decided)-same, &share
	for i, s := range decided {
		c.Sites[s].Same = places[i] == modal
	}
}

// decidedPositions is the positions the decided sites are on, in the question's
// order, and the place of each site among them.
func decidedPositions(r *QuestionResult, decided []int) (labels []string, places []int) {
	places = make([]int, len(decided))
	if r.Type == crosscase.Numeric {
		var values []float64
		for _, s := range decided {
			if v := r.Sites[s].Value; v != nil {
				values = append(values, *v)
			}
		}
		found := camps(values, r.tolerance)
		for _, camp := range found {
			labels = append(labels, camp.label())
		}
		for i, s := range decided {
			places[i] = -1
			if v := r.Sites[s].Value; v != nil {
				places[i] = campOf(found, *v)
				continue
			}
			if places[i] = slices.Index(labels, r.Sites[s].Position); places[i] < 0 {
				places[i], labels = len(labels), append(labels, r.Sites[s].Position)
			}
		}
		return labels, places
	}
	for _, s := range decided {
		if p := r.Sites[s].Position; !slices.Contains(labels, p) {
			labels = append(labels, p)
		}
	}
	order := inOrder(r.Order)
	slices.SortFunc(labels, order)
	for i, s := range decided {
		places[i] = slices.Index(labels, r.Sites[s].Position)
	}
	return labels, places
}

// weigh is how much a site weighs.
func weigh(s *SiteResult, opts CompareOptions) float64 {
	if opts.ByParticipants {
		return float64(s.Voices)
	}
	return 1
}

// read finds the corner of the consistency map: heard sites have two voices or more, agreed ones are on or above the line.
func read(heard, agreed int, b *float64, rules *crosscase.Settings) Reading {
	switch {
	case heard < 2 || b == nil && agreed == heard:
		return Undecided
	case agreed == 0:
		return ContestedEverywhere
	case agreed < heard:
		return LocallyContested
	case reaches(*b, rules.ReadingB):
		return CommonGround
	}
	return SiteSpecific
}
