package agreement

import "github.com/crosscase/crosscase"

// groupVoices is the voices of a cell by group: a row per group that has one, a column per position.
type groupVoices struct {
	names  []string
	counts [][]int
	flat   []int // what the rows lie in
	voices []int // by group
}

// sort counts the voices of a cell by group; groupOf gives each person's, -1 for none.
func (g *groupVoices) sort(c *cell, names []string, groupOf []int32) {
	wide := len(c.labels)
	g.names, g.counts = g.names[:0], g.counts[:0]
	g.voices = append(g.voices[:0], make([]int, len(names))...)
	g.flat = append(g.flat[:0], make([]int, len(names)*wide)...)
	for i := range c.voices {
		if at := groupOf[c.voices[i].person]; at >= 0 {
			g.voices[at]++
			g.flat[int(at)*wide+int(c.voices[i].position)]++
		}
	}
	for at, n := range g.voices {
		if n > 0 {
			g.names = append(g.names, names[at])
			g.counts = append(g.counts, g.flat[at*wide:(at+1)*wide])
		}
	}
}

// Division is how the groups of two voices or more stand to each other: within is
// the mean of their D, between the mean over their pairs of sum_k p_k q_k, gap the
// difference. Each row holds one group's voices by position. false under two such groups.
func Division(groups [][]int) (Divide, bool) {
	var d Divide
	large, pairs := 0, 0
	for i, g := range groups {
		n := sum(g)
		if n < 2 {
			continue
		}
		own, _ := PairwiseAgreement(g)
		d.Within += own
		large++
		for _, h := range groups[:i] {
			m := sum(h)
			if m < 2 {
				continue
			}
			meet := 0
			for k := range g {
				meet += g[k] * h[k]
			}
			d.Between += float64(meet) / (float64(n) * float64(m))
			pairs++
		}
	}
	if pairs == 0 {
		return Divide{}, false
	}
	d.Within /= float64(large)
	d.Between /= float64(pairs)
	d.Gap = d.Within - d.Between
	return d, true
}

// divides says whether groups divide a site: two of them with two voices or more are
// each agreed, on different positions, and the gap is as wide as the settings ask.
func divides(groups [][]int, d Divide, rules *crosscase.Settings) bool {
	if !reaches(d.Gap, rules.DivideGap) {
		return false
	}
	agreed := -1
	for _, g := range groups {
		n := sum(g)
		if n < 2 {
			continue
		}
		position, top := fullest(g)
		if !reaches(float64(top)/float64(n), rules.GroupShare) {
			continue
		}
		if agreed >= 0 && agreed != position {
			return true
		}
		agreed = position
	}
	return false
}

// fullest is the position with most voices, the first of several.
func fullest(counts []int) (position, top int) {
	for k, n := range counts {
		if n > top {
			position, top = k, n
		}
	}
	return position, top
}

// results writes the groups out.
func (g *groupVoices) results(labels []string) []GroupResult {
	results := make([]GroupResult, len(g.names))
	for i, counts := range g.counts {
		n := sum(counts)
		position, top := fullest(counts)
		r := GroupResult{Group: g.names[i], Voices: n, Tally: tally(labels, counts), Position: labels[position], Share: float64(top) / float64(n)}
		if d, ok := PairwiseAgreement(counts); ok {
			r.D = &d
		}
		results[i] = r
	}
	return results
}

// tally pairs labels with counts, leaving out what nobody holds.
func tally(labels []string, counts []int) []Count {
	held := 0
	for _, n := range counts {
		if n > 0 {
			held++
		}
	}
	found := make([]Count, 0, held)
	for k, n := range counts {
		if n > 0 {
			found = append(found, Count{labels[k], n})
		}
	}
	return found
}
