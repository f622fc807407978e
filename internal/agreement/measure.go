package agreement

import (
	"math"
	"slices"
)

// slack is how far under a threshold a share may lie and still meet it.
const slack = 1e-9

// reaches says whether value is on or above bound.
func reaches(value, bound float64) bool { return value >= bound-slack }

// PairwiseAgreement is D, the share of pairs of voices on the same position:
// sum n_k (n_k - 1) / (N (N - 1)), from 0 to 1. It is the complement of
// Gini-Simpson dispersion without replacement. false under two voices.
func PairwiseAgreement(counts []int) (float64, bool) {
	n, pairs := 0, 0
	for _, c := range counts {
		n += c
		pairs += c * (c - 1)
	}
	if n < 2 {
		return 0, false
	}
	return float64(pairs) / (float64(n) * float64(n-1)), true
}

// MeanJaccard is the mean over pairs of |a and b| / |a or b|, from 0 to 1 (Jaccard
// 1912). Each set is ascending; two empty sets are alike. false under two sets.
func MeanJaccard(sets [][]int32) (float64, bool) {
	if len(sets) < 2 {
		return 0, false
	}
	sum := 0.0
	for i := range sets {
		for j := range i {
			sum += jaccard(sets[i], sets[j])
		}
	}
	return sum / float64(len(sets)*(len(sets)-1)/2), true
}

func jaccard(a, b []int32) float64 {
	both, i, j := 0, 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			both, i, j = both+1, i+1, j+1
		}
	}
	either := len(a) + len(b) - both
	if either == 0 {
		return 1
	}
	return float64(both) / float64(either)
}

// Median is the middle of the values, the mean of the two middle ones where their
// number is even. NaN without values.
func Median(values []float64) float64 {
	if len(values) == 0 {
		return math.NaN()
	}
	sorted := slices.Sorted(slices.Values(values))
	half := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[half]
	}
	return sorted[half-1] + (sorted[half]-sorted[half-1])/2
}

// Overlap is the vantage overlap sum_k min(p_k, q_k) of two distributions over the
// same positions, from 0 to 1. false where either is empty.
func Overlap(p, q []int) (float64, bool) {
	np, nq := sum(p), sum(q)
	if np == 0 || nq == 0 {
		return 0, false
	}
	overlap := 0.0
	for k := range p {
		overlap += min(float64(p[k])/float64(np), float64(q[k])/float64(nq))
	}
	return overlap, true
}

// JensenShannon is the Jensen-Shannon distance of two distributions over the same
// positions: the square root of the divergence in bits, from 0 to 1 (Lin 1991,
// IEEE Trans. Inf. Theory 37(1), 145-151). false where either is empty.
func JensenShannon(p, q []int) (float64, bool) {
	np, nq := sum(p), sum(q)
	if np == 0 || nq == 0 {
		return 0, false
	}
	divergence := 0.0
	for k := range p {
		a, b := float64(p[k])/float64(np), float64(q[k])/float64(nq)
		m := (a + b) / 2
		if a > 0 {
			divergence += a * math.Log2(a/m) / 2
		}
		if b > 0 {
			divergence += b * math.Log2(b/m) / 2
		}
	}
	return math.Sqrt(max(divergence, 0)), true
}

func sum(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}
