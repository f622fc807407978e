package agreement

// VanDerEijkA is the agreement A of a distribution over ordered categories (van
// der Eijk 2001, Quality & Quantity 35:325-341), from -1 (half at each end) over 0
// (flat) to 1 (all on one). Empty categories belong to it. false under three
// categories, or without a voice.
//
// The distribution is cut into layers: a layer takes the smallest count left from
// every category that has one, and its pattern of filled and empty categories has
// its own agreement. A is their mean, weighed by the share of voices in each layer.
func VanDerEijkA(counts []int) (float64, bool) {
	n := sum(counts)
	if len(counts) < 3 || n == 0 {
		return 0, false
	}
	var kept [16]int
	left := append(kept[:0], counts...)
	weighted := 0.0
	for remaining := n; remaining > 0; {
		least, filled := 0, 0
		for _, c := range left {
			if c > 0 {
				filled++
				if least == 0 || c < least {
					least = c
				}
			}
		}
		layer := least * filled
		weighted += float64(layer) / float64(n) * patternAgreement(left)
		for k := range left {
			if left[k] > 0 {
				left[k] -= least
			}
		}
		remaining -= layer
	}
	return weighted, true
}

// patternAgreement is U (1 - (S-1)/(K-1)) of one layer with S of K categories
// filled. U = ((K-2) TU - (K-1) TDU) / ((K-2)(TU + TDU)), where TU counts the
// triples of categories filled 110 or 011 and TDU those filled 101; U = 1 without any.
func patternAgreement(pattern []int) float64 {
	k, filled := len(pattern), 0
	for _, c := range pattern {
		if c > 0 {
			filled++
		}
	}
	// A filled pair i<j stands in 110 with each empty category after j, in 011 with
	// each empty one before i, and in 101 with each empty one between.
	unimodal, bimodal := 0, 0
	empty := k - filled
	for i := range pattern {
		if pattern[i] == 0 {
			continue
		}
		between := 0
		for j := i + 1; j < k; j++ {
			if pattern[j] == 0 {
				between++
				continue
			}
			bimodal += between
			unimodal += empty - between
		}
	}
	u := 1.0
	if unimodal+bimodal > 0 {
		u = float64((k-2)*unimodal-(k-1)*bimodal) / float64((k-2)*(unimodal+bimodal))
	}
	return u * (1 - float64(filled-1)/float64(k-1))
}
