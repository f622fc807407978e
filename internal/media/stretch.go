package media

import (
	"cmp"
	"slices"
)

// Stretch is a part of a recording, [start, end) in milliseconds.
type Stretch [2]int64

// Union joins stretches that touch or overlap; the result is in order and empty ones are gone.
func Union(of []Stretch) []Stretch {
	sorted := slices.DeleteFunc(slices.Clone(of), func(s Stretch) bool { return s[1] <= s[0] })
	slices.SortFunc(sorted, func(a, b Stretch) int { return cmp.Compare(a[0], b[0]) })
	out := []Stretch{}
	for _, s := range sorted {
		if n := len(out); n > 0 && s[0] <= out[n-1][1] {
			out[n-1][1] = max(out[n-1][1], s[1])
			continue
		}
		out = append(out, s)
	}
	return out
}

// Within cuts stretches to [0, length). A length of 0 is not known and cuts nothing.
func Within(of []Stretch, length int64) []Stretch {
	out := slices.Clone(of)
	for i := range out {
		out[i][0] = max(out[i][0], 0)
		if length > 0 {
			out[i][1] = min(out[i][1], length)
		}
	}
	return out
}

// Total is how much the stretches cover, where they overlap once.
func Total(of []Stretch) int64 {
	var sum int64
	for _, s := range Union(of) {
		sum += s[1] - s[0]
	}
	return sum
}

// Without is how much of a is not in b.
func Without(a, b []Stretch) int64 {
	return Total(append(slices.Clone(a), b...)) - Total(b)
}
