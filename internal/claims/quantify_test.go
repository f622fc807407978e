package claims

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"github.com/crosscase/crosscase"
)

// satisfied counts plainly: t sites true and f false in scope.
func satisfied(q crosscase.Quantifier, n, t, f int) bool {
	switch q {
	case crosscase.All:
		return f == 0
	case crosscase.AllButOne:
		return f == 1
	case crosscase.Most:
		return t > f
	case crosscase.Half:
		return t == f
	case crosscase.Some:
		return t >= 2
	case crosscase.One:
		return t == 1
	case crosscase.None:
		return t == 0
	case crosscase.Exactly:
		return t == n
	}
	return t >= n
}

// TestQuantifyAgreesWithEveryCompletion fills in the unknown sites in every way.
func TestQuantifyAgreesWithEveryCompletion(t *testing.T) {
	quantifiers := []crosscase.Quantifier{
		crosscase.All, crosscase.AllButOne, crosscase.Most, crosscase.Half, crosscase.Some,
		crosscase.One, crosscase.None, crosscase.Exactly, crosscase.AtLeast,
	}
	rapid.Check(t, func(t *rapid.T) {
		truths := rapid.SampledFrom([]truth{no, unknown, yes})
		type site struct{ scope, predicate truth }
		var sites []site
		for i := range rapid.IntRange(0, 6).Draw(t, "sites") {
			sites = append(sites, site{truths.Draw(t, fmt.Sprint("scope", i)), truths.Draw(t, fmt.Sprint("predicate", i))})
		}
		q := rapid.SampledFrom(quantifiers).Draw(t, "quantifier")
		n := rapid.IntRange(1, 4).Draw(t, "n")
		var count tally
		for _, s := range sites {
			count.add(s.scope, s.predicate)
		}
		holds, fails := false, false
		var fill func(i, t, f int)
		fill = func(i, t, f int) {
			if i == len(sites) {
				if satisfied(q, n, t, f) {
					holds = true
				} else {
					fails = true
				}
				return
			}
			s := sites[i]
			if s.scope != yes {
				fill(i+1, t, f)
			}
			if s.scope != no && s.predicate != no {
				fill(i+1, t+1, f)
			}
			if s.scope != no && s.predicate != yes {
				fill(i+1, t, f+1)
			}
		}
		fill(0, 0, 0)
		want := unknown
		if !fails {
			want = yes
		} else if !holds {
			want = no
		}
		if got := quantify(q, n, count); got != want {
			t.Fatalf("%s %d over %v: got %d, want %d", q, n, sites, got, want)
		}
	})
}

func TestMattersNamesTheSitesThatCouldChangeTheCount(t *testing.T) {
	for _, c := range []struct {
		q                crosscase.Quantifier
		scope, predicate truth
		want             bool
	}{
		{crosscase.All, unknown, yes, false},
		{crosscase.All, unknown, no, true},
		{crosscase.Some, unknown, no, false},
		{crosscase.Some, unknown, yes, true},
		{crosscase.Most, unknown, no, true},
		{crosscase.All, no, unknown, false},
		{crosscase.All, yes, unknown, true},
	} {
		if got := matters(c.q, c.scope, c.predicate); got != c.want {
			t.Errorf("%s, scope %d, predicate %d: got %v", c.q, c.scope, c.predicate, got)
		}
	}
}
