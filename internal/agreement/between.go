package agreement

// standing is one site's place among the sites: the position it is decided for and its weight.
type standing struct {
	position int
	weight   float64
}

// between is B, the chance that two different decided sites drawn by weight are on
// the same position; with equal weights sum m_k (m_k - 1) / (M (M - 1)), from 0 to 1.
// false where fewer than two sites have a weight.
func between(sites []standing, positions int) (float64, bool) {
	held := make([]float64, positions)
	all, own, weighing := 0.0, 0.0, 0
	for _, s := range sites {
		held[s.position] += s.weight
		all += s.weight
		own += s.weight * s.weight
		if s.weight > 0 {
			weighing++
		}
	}
	if weighing < 2 {
		return 0, false
	}
	same := -own
	for _, w := range held {
		same += w * w
	}
	return same / (all*all - own), true
}

// ShareBetween is R2, the share of the variation of voices that lies between sites:
// 1 - within/total, from 0 to 1. counts holds a row per site with a voice and a
// column per position; with p_s a site's distribution and p their mean,
// total = 1 - sum p_k^2 and within = the mean of 1 - sum p_sk^2 (Gini dispersion; the
// measure is that of Light & Margolin 1971, JASA 66:534-544, with sites weighing the
// same). weights nil weighs sites equally. false where there is no variation.
func ShareBetween(counts [][]int, weights []float64) (float64, bool) {
	if len(counts) == 0 {
		return 0, false
	}
	mean := make([]float64, len(counts[0]))
	within, all := 0.0, 0.0
	for s, row := range counts {
		n := sum(row)
		if n == 0 {
			continue
		}
		weight := 1.0
		if weights != nil {
			weight = weights[s]
		}
		dispersion := 1.0
		for k, c := range row {
			p := float64(c) / float64(n)
			mean[k] += weight * p
			dispersion -= p * p
		}
		within += weight * dispersion
		all += weight
	}
	if all == 0 {
		return 0, false
	}
	total := 1.0
	for _, p := range mean {
		total -= p / all * (p / all)
	}
	if total < 1e-12 {
		return 0, false
	}
	return min(1, max(0, 1-within/all/total)), true
}
