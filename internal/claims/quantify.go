package claims

import (
	"fmt"

	"github.com/crosscase/crosscase"
)

// tally counts sites by what is known of them. A site out of scope is not counted.
type tally struct {
	yes, no   int // in scope
	either    int // in scope, predicate unknown
	outOrYes  int // scope unknown, predicate true
	outOrNo   int // scope unknown, predicate false
	outOrBoth int // scope and predicate unknown
}

func (t *tally) add(scope, predicate truth) {
	switch {
	case scope == no:
	case scope == yes && predicate == yes:
		t.yes++
	case scope == yes && predicate == no:
		t.no++
	case scope == yes:
		t.either++
	case predicate == yes:
		t.outOrYes++
	case predicate == no:
		t.outOrNo++
	default:
		t.outOrBoth++
	}
}

// closed counts what is not evidenced as not so.
func (t tally) closed() tally { return tally{yes: t.yes, no: t.no + t.either} }

// possible says how many sites there could be, at least and at most, in scope.
func (t tally) possible() (least, most int) {
	least = t.yes + t.no + t.either
	return least, least + t.outOrYes + t.outOrNo + t.outOrBoth
}

// quantify says whether a quantifier is satisfied in every way of filling in the unknown sites (yes),
// in none (no), or in some (unknown).
func quantify(q crosscase.Quantifier, n int, t tally) truth {
	leastYes, mostYes := t.yes, t.yes+t.either+t.outOrYes+t.outOrBoth
	leastNo, mostNo := t.no, t.no+t.either+t.outOrNo+t.outOrBoth
	switch q {
	case crosscase.All:
		return within(leastNo, mostNo, 0, 0)
	case crosscase.AllButOne:
		return within(leastNo, mostNo, 1, 1)
	case crosscase.Some:
		return within(leastYes, mostYes, 2, mostYes)
	case crosscase.One:
		return within(leastYes, mostYes, 1, 1)
	case crosscase.None:
		return within(leastYes, mostYes, 0, 0)
	case crosscase.Exactly:
		return within(leastYes, mostYes, n, n)
	case crosscase.AtLeast:
		return within(leastYes, mostYes, n, mostYes)
	case crosscase.Most:
		return within(leastYes-mostNo, mostYes-leastNo, 1, mostYes-leastNo)
	case crosscase.Half:
		if t.outOrYes+t.outOrNo+t.outOrBoth == 0 && (mostYes-leastNo)%2 != 0 {
			return no // an odd number of sites has no half, however the unknown ones fall
		}
		return within(leastYes-mostNo, mostYes-leastNo, 0, 0)
	}
	return unknown
}

// within says whether every number from least to most lies in [from, to].
func within(least, most, from, to int) truth {
	switch {
	case least >= from && most <= to:
		return yes
	case most < from || least > to:
		return no
	}
	return unknown
}

// matters says whether a site that is not known could change what the quantifier counts.
func matters(q crosscase.Quantifier, scope, predicate truth) bool {
	if scope == no || scope == yes && predicate != unknown {
		return false
	}
	switch q {
	case crosscase.All, crosscase.AllButOne:
		return predicate != yes
	case crosscase.Most, crosscase.Half:
		return true
	}
	return predicate != no
}

// quantifierWords puts a quantifier into words.
func quantifierWords(q crosscase.Quantifier, n int64) string {
	switch q {
	case crosscase.AllButOne:
		return "all but one"
	case crosscase.Most:
		return "more than half"
	case crosscase.Some:
		return "two or more"
	case crosscase.Exactly:
		return fmt.Sprintf("exactly %d", n)
	case crosscase.AtLeast:
		return fmt.Sprintf("at least %d", n)
	}
	return string(q)
}

// universal quantifiers are spoiled by a single site.
func universal(q crosscase.Quantifier) bool { return q == crosscase.All || q == crosscase.None }
