package agreement

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// spread is the voices of every site that has one over the positions of all of
// them: a row per site, a column per position. weights is nil where sites weigh the same.
func spread(r *QuestionResult, opts CompareOptions) (counts [][]int, weights []float64) {
	heard := make([]*SiteResult, 0, len(r.Sites))
	for i := range r.Sites {
		if s := &r.Sites[i]; s.Voices > 0 {
			heard = append(heard, s)
			if opts.ByParticipants {
				weights = append(weights, float64(s.Voices))
			}
		}
	}
	if r.Type == crosscase.Numeric {
		return spreadNumbers(heard, r.tolerance), weights
	}
	columns := map[string]int{}
	for _, s := range heard {
		for _, t := range s.tally {
			if _, known := columns[t.Position]; !known {
				columns[t.Position] = len(columns)
			}
		}
	}
	counts = make([][]int, len(heard))
	for i, s := range heard {
		counts[i] = make([]int, len(columns))
		for _, t := range s.tally {
			counts[i][columns[t.Position]] = t.Voices
		}
	}
	return counts, weights
}

func spreadNumbers(heard []*SiteResult, tolerance float64) [][]int {
	var values []float64
	for _, s := range heard {
		values = append(values, s.values...)
	}
	found := camps(values, tolerance)
	counts := make([][]int, len(heard))
	for i, s := range heard {
		counts[i] = make([]int, len(found)+1)
		for _, v := range s.values {
			counts[i][campOf(found, v)]++
		}
		counts[i][len(found)] = s.mixed
	}
	return counts
}

// inOrder compares positions by their place in the question's order; sets part by part, unknown words last.
func inOrder(order []string) func(a, b string) int {
	place := func(name string) int {
		if at := slices.Index(order, name); at >= 0 {
			return at
		}
		return len(order)
	}
	return func(a, b string) int {
		as, bs := parts(a), parts(b)
		return cmp.Or(slices.CompareFunc(as, bs, func(x, y string) int { return cmp.Compare(place(x), place(y)) }), strings.Compare(a, b))
	}
}

// parts is the positions of a set as it is written.
func parts(label string) []string { return strings.Split(label, "|") }
