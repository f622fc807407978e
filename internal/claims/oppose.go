package claims

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// oppose sets a claim against those that speak against it: rules 2 and 3. It looks at how they stand
// on their own evidence, so that two claims against each other are both seen.
func (v *evaluation) oppose(c *crosscase.Claim) {
	r := v.results[c.Code]
	reading := c.Predicate == "" && c.Typology != ""
	for _, code := range c.Against {
		other, ok := v.results[code]
		if !ok {
			r.flag(FlagUnknownClaim, "it is set against claim "+code+", which the study does not have")
			continue
		}
		if v.own[code] != crosscase.Holds {
			continue
		}
		switch {
		case reading && v.own[c.Code] != crosscase.Contested:
			r.stand(crosscase.Contested, code+" holds and speaks against it")
			v.own[c.Code] = crosscase.Contested
		case reading:
			r.Basis += "; " + code + " holds and speaks against it"
		case !overlap(other.Sites, r.Scope) && c.Subject != "study":
		case universal(c.Quantifier) && v.own[c.Code] == crosscase.Holds && r.Standing() == crosscase.Holds:
			r.stand(crosscase.ContradictedBy+crosscase.Standing(":"+code), code+" holds at "+andWords(shared(other.Sites, r.Scope))+", within its scope")
		default:
			r.flag(FlagAgainst, code+" holds and speaks against it")
		}
	}
}

func overlap(a, b []string) bool { return len(shared(a, b)) > 0 }

func shared(a, b []string) []string {
	var out []string
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}
