package claims

// rankSites gives each site its place by one attribute that every site has: competition ranking
// from the largest (rank) and from the smallest (rank_low), equal values sharing the better place.
func rankSites(sites []*subject, attribute string) {
	values := make([]float64, len(sites))
	for i, s := range sites {
		values[i], _ = s.values[ofAttribute][attribute].(float64)
	}
	for i, s := range sites {
		larger, smaller := 0, 0
		for _, v := range values {
			if v > values[i] {
				larger++
			} else if v < values[i] {
				smaller++
			}
		}
		s.set(ofRank, attribute, float64(larger+1))
		s.set(ofRankLow, attribute, float64(smaller+1))
	}
}
