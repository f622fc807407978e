package claims

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// strength puts the standings in order from the strongest, to name the weakest antecedent.
var strength = []crosscase.Standing{
	crosscase.Holds, crosscase.HoldsContradicted, crosscase.PartlyEvidenced, crosscase.RestsOnAntecedents,
	crosscase.Interpretive, crosscase.WeakAntecedent, crosscase.Overgeneralised, crosscase.StandingDraft, crosscase.Unknown,
	crosscase.NoAntecedent, crosscase.Unverifiable, crosscase.Contested, crosscase.ContradictedBy, crosscase.Fails,
}

// settle gives a claim its final standing once those it rests on have theirs: rule 6.
func (v *evaluation) settle(c *crosscase.Claim) {
	if v.settled[c.Code] {
		return
	}
	v.settled[c.Code] = true
	v.open = append(v.open, c.Code)
	defer func() { v.open = v.open[:len(v.open)-1] }()
	r := v.results[c.Code]
	var rests []string
	for _, code := range once(c.Antecedents) {
		a, ok := v.claims[code]
		if !ok {
			r.flag(FlagUnknownClaim, "it rests on claim "+code+", which the study does not have")
			continue
		}
		if i := slices.Index(v.open, code); i >= 0 {
			ring := "its antecedents go round in a circle: " + strings.Join(append(slices.Clone(v.open[i:]), code), " → ")
			for _, member := range v.open[i:] {
				v.results[member].flag(FlagCycle, ring)
			}
			continue
		}
		v.settle(a)
		rests = append(rests, code)
	}
	if c.Section == crosscase.SectionDiscussion {
		v.rest(c, rests, r)
	}
	for _, code := range rests {
		r.RestsOn = append(r.RestsOn, Link{code, v.results[code].Status})
	}
	for _, code := range once(c.Against) {
		if other, ok := v.results[code]; ok {
			r.Against = append(r.Against, Link{code, other.Status})
		}
	}
}

// rest judges a discussion claim by the claims it rests on.
func (v *evaluation) rest(c *crosscase.Claim, rests []string, r *Result) {
	bare := c.Predicate == "" && c.Typology == ""
	if len(rests) == 0 {
		reason := "it cites no claim that it rests on"
		if c.Reason != "" {
			reason += ": " + c.Reason
		}
		r.flag(FlagNoAntecedent, reason)
		if bare {
			r.stand(crosscase.NoAntecedent, reason)
		}
		return
	}
	weakest := slices.MaxFunc(rests, func(a, b string) int {
		return slices.Index(strength, v.results[a].Standing()) - slices.Index(strength, v.results[b].Standing())
	})
	r.Weakest = weakest
	standing, basis := crosscase.RestsOnAntecedents, fmt.Sprintf("rests on %s; the weakest is %s (%s)", andWords(rests), weakest, v.results[weakest].Status)
	if wider := v.wider(c, rests, r); wider != "" {
		r.flag(FlagWiderScope, wider)
		standing, basis = crosscase.Overgeneralised, wider
	}
	if other := v.otherTheme(c, rests); other != "" {
		r.flag(FlagOtherTheme, other)
		if standing == crosscase.RestsOnAntecedents {
			standing, basis = crosscase.WeakAntecedent, other
		}
	}
	if bare {
		r.stand(standing, basis)
	}
}

// wider says how a claim speaks of more sites than those it rests on are evidenced at. Antecedents
// about the study, or evidenced nowhere, set no bound.
func (v *evaluation) wider(c *crosscase.Claim, rests []string, r *Result) string {
	var evidenced []string
	for _, code := range rests {
		if v.claims[code].Subject == "study" {
			return ""
		}
		evidenced = append(evidenced, v.results[code].Sites...)
	}
	evidenced = v.order(evidenced)
	speaks := r.Scope
	if len(c.Sites) > 0 {
		speaks = v.order(c.Sites)
	}
	if len(evidenced) == 0 || len(shared(speaks, evidenced)) == len(speaks) {
		return ""
	}
	return fmt.Sprintf("it speaks of %d %s; %s evidenced at %s only",
		len(speaks), plural(len(speaks), "site", "sites"), andWords(rests)+plural(len(rests), " is", " are"), andWords(evidenced))
}

// otherTheme says so where none of the antecedents shares the claim's theme.
func (v *evaluation) otherTheme(c *crosscase.Claim, rests []string) string {
	if c.ThemeID == "" {
		return ""
	}
	var themes []string
	for _, code := range rests {
		t := v.claims[code].ThemeID
		if t == c.ThemeID {
			return ""
		}
		if t != "" {
			themes = append(themes, v.record.Names.theme(t))
		}
	}
	if len(themes) == 0 {
		return ""
	}
	return fmt.Sprintf("it is about %s; %s about %s", v.record.Names.theme(c.ThemeID), andWords(rests)+plural(len(rests), " is", " are"), andWords(once(themes)))
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// CheckAntecedents refuses antecedents and counter-claims that do not exist, and antecedents that go
// round in a circle. It takes all claims of the study as they would be after the write.
func CheckAntecedents(claims []*crosscase.Claim) error {
	by := map[string]*crosscase.Claim{}
	codes := make([]string, 0, len(claims))
	for _, c := range claims {
		by[c.Code] = c
		codes = append(codes, c.Code)
	}
	done := map[string]bool{}
	var path []string
	var visit func(c *crosscase.Claim) error
	visit = func(c *crosscase.Claim) error {
		if i := slices.Index(path, c.Code); i >= 0 {
			return crosscase.Errorf(crosscase.CodeInvalid, "claims rest on each other in a circle: %s; take one antecedent out", strings.Join(append(path[i:], c.Code), " → "))
		}
		if done[c.Code] {
			return nil
		}
		path = append(path, c.Code)
		defer func() { path = path[:len(path)-1]; done[c.Code] = true }()
		for _, code := range c.Antecedents {
			a, ok := by[code]
			if !ok {
				return crosscase.Errorf(crosscase.CodeInvalid, "claim %s rests on claim %s, which the study does not have%s", c.Code, code, didYouMean(code, codes))
			}
			if err := visit(a); err != nil {
				return err
			}
		}
		return nil
	}
	for _, c := range claims {
		for _, code := range c.Against {
			if by[code] == nil {
				return crosscase.Errorf(crosscase.CodeInvalid, "claim %s is set against claim %s, which the study does not have%s", c.Code, code, didYouMean(code, codes))
			}
		}
		if err := visit(c); err != nil {
			return err
		}
	}
	return nil
}
