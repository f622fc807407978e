package agreement

import (
	"testing"

	"github.com/crosscase/crosscase"
	"pgregory.net/rapid"
)

// shares calls visit with every way to put n voices on k positions.
func shares(n, k int, counts []int, visit func([]int)) {
	if k == 1 {
		visit(append(counts, n))
		return
	}
	for here := range n + 1 {
		shares(n-here, k-1, append(counts, here), visit)
	}
}

// fewest is flip by trying every outcome: the voices that leave a position are those it has lost.
func fewest(counts []int, rules *crosscase.Settings) (int, bool) {
	status := func(counts []int) Status {
		_, top := fullest(counts)
		return ladder(top, sum(counts), rules)
	}
	now, best, found := rung(status(counts)), 0, false
	if now < 2 {
		return 0, false
	}
	shares(sum(counts), len(counts), nil, func(after []int) {
		if rung(status(after)) >= now {
			return
		}
		moves := 0
		for k := range counts {
			moves += max(0, counts[k]-after[k])
		}
		if !found || moves < best {
			best, found = moves, true
		}
	})
	return best, found
}

func TestFlip(t *testing.T) {
	t.Run("Oracle", rapid.MakeCheck(func(t *rapid.T) {
		rules := crosscase.DefaultSettings()
		rules.AgreementShare = rapid.SampledFrom([]float64{0.3, 0.5, 0.6, 2.0 / 3, 0.75, 0.8, 1}).Draw(t, "share")
		rules.AgreementVoices = rapid.IntRange(2, 6).Draw(t, "voices")
		counts := make([]int, rapid.IntRange(2, 5).Draw(t, "positions"))
		for range rapid.IntRange(0, 9).Draw(t, "n") {
			counts[rapid.IntRange(0, len(counts)-1).Draw(t, "position")]++
		}
		want, wantOK := fewest(counts, &rules)
		got, ok := flip(counts, len(counts), &rules)
		if got != want || ok != wantOK {
			t.Errorf("flip of %v = %d %v, want %d %v", counts, got, ok, want, wantOK)
		}
	}))
	rules := crosscase.DefaultSettings()
	for _, c := range []struct {
		counts []int
		status Status
		flip   int // 0: null
	}{
		{[]int{0, 0, 0}, StatusUnheard, 0}, {[]int{1, 0, 0}, StatusSingleVoice, 0}, {[]int{2, 0, 0}, StatusUnanimous, 1},
		{[]int{6, 0, 0}, StatusUnanimous, 1}, {[]int{5, 1, 0}, StatusAgreement, 1}, {[]int{11, 1, 0}, StatusAgreement, 3},
		{[]int{3, 1, 0}, StatusAgreement, 1}, {[]int{2, 1, 0}, StatusMajority, 1}, {[]int{3, 2, 0}, StatusMajority, 1},
		{[]int{7, 3, 0}, StatusMajority, 2}, {[]int{3, 3, 0}, StatusSplit, 0},
	} {
		_, top := fullest(c.counts)
		got, _ := flip(c.counts, 3, &rules)
		if s := ladder(top, sum(c.counts), &rules); s != c.status || got != c.flip {
			t.Errorf("%v: %s flip %d, want %s flip %d", c.counts, s, got, c.status, c.flip)
		}
	}
}

func TestCamps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-5, 5), 0, 12).Draw(t, "values")
		tolerance := rapid.SampledFrom([]float64{0, 0.5, 2}).Draw(t, "tolerance")
		n := 0
		found := camps(values, tolerance)
		for i, c := range found {
			n += c.n
			if apart(c.low, c.high, tolerance) || i > 0 && found[i-1].high >= c.low {
				t.Errorf("camps %v at tolerance %v", found, tolerance)
			}
		}
		for _, v := range values {
			if campOf(found, v) < 0 {
				t.Errorf("%v is in no camp of %v", v, found)
			}
		}
		if n != len(values) {
			t.Errorf("%d of %d values", n, len(values))
		}
	})
}
