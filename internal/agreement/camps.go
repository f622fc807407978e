package agreement

import (
	"slices"
	"strconv"
)

// camp is a run of numbers no further apart than the tolerance.
type camp struct {
	low, high float64
	n         int
}

// camps puts numbers into camps: the window of the tolerance's width that holds
// most numbers is the first, the rest are put into camps likewise; of equally full
// windows the lower goes first. They come in ascending order and do not touch.
// Cost: n times the number of camps.
func camps(values []float64, tolerance float64) []camp {
	left := slices.Sorted(slices.Values(values))
	width := tolerance + slack*max(1, tolerance)
	var found []camp
	for len(left) > 0 {
		from, to, i := 0, 0, 0
		for j := range left {
			for left[j]-left[i] > width {
				i++
			}
			if j+1-i > to-from {
				from, to = i, j+1
			}
		}
		found = append(found, camp{left[from], left[to-1], to - from})
		left = slices.Delete(left, from, to)
	}
	slices.SortFunc(found, func(a, b camp) int {
		if a.low < b.low {
			return -1
		}
		return 1
	})
	return found
}

// campOf is the index of the camp a number lies in, -1 for none.
func campOf(all []camp, value float64) int {
	for i, c := range all {
		if value >= c.low && value <= c.high {
			return i
		}
	}
	return -1
}

// label is how a camp is written: its number, or "10 to 12".
func (c camp) label() string {
	if c.low == c.high {
		return number(c.low)
	}
	return number(c.low) + " to " + number(c.high)
}

func number(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
