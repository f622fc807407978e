package claims

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// aboutSites asks a predicate of every site in scope: rule 1.
func (v *evaluation) aboutSites(ctx context.Context, c *crosscase.Claim, r *Result) {
	v.checkNamed(c, r)
	stated := statedExceptions(c)
	predicate := v.engine.site.program(c.Predicate)
	scope := &program{}
	if c.Scope != "" {
		scope = v.engine.site.program(c.Scope)
	}
	if err := firstError(predicate.err, scope.err); err != nil {
		r.flag(FlagPredicate, err.Error())
		r.Unknown = v.record.Letters()
		r.stand(crosscase.Unknown, "the predicate does not compile")
		return
	}
	var count tally
	for _, s := range v.record.sites {
		in, err := v.inScope(ctx, c, s)
		answer := unknown
		if err == nil && in != no {
			answer, err = predicate.ask(ctx, s, false)
		}
		if err != nil {
			r.flag(FlagPredicate, fmt.Sprintf("site %s: %s", s.letter, err))
			answer = unknown
		}
		if stated[s.letter] && c.Quantifier != crosscase.AllButOne {
			v.exception(s, in, answer, r)
			if answer == no {
				r.Counter = append(r.Counter, excerpts(s, scope, predicate)...)
			}
			continue
		}
		count.add(in, answer)
		if in == yes {
			r.Scope = append(r.Scope, s.letter)
		}
		switch {
		case in == yes && answer == yes:
			r.Sites = append(r.Sites, s.letter)
			r.Evidence = append(r.Evidence, excerpts(s, scope, predicate)...)
		case in == yes && answer == no:
			r.Exceptions = append(r.Exceptions, s.letter)
			r.Counter = append(r.Counter, excerpts(s, scope, predicate)...)
		case matters(c.Quantifier, in, answer):
			r.Unknown = append(r.Unknown, s.letter)
		}
	}
	r.Evidence, r.Counter = once(r.Evidence), once(r.Counter)
	switch least, most := count.possible(); {
	case c.Quantifier == crosscase.Vague:
		draft(c, r)
	case most == 0:
		r.flag(FlagScope, "no site is in its scope")
		r.stand(crosscase.Unknown, "no site is in its scope")
	case len(c.Sites) > 0:
		v.named(c, count, r)
	case least == 0 && quantify(c.Quantifier, int(c.N), count) == yes && universal(c.Quantifier):
		r.stand(crosscase.Unknown, "no site is known to be in its scope")
	default:
		open(c, count, r)
	}
	theOne(c, r)
	unplaced(c, r)
}

// named is a claim closed over the record: the sites evidenced must be those it names.
func (v *evaluation) named(c *crosscase.Claim, count tally, r *Result) {
	for _, l := range once(c.Sites) {
		if !slices.Contains(r.Sites, l) {
			r.Missing = append(r.Missing, l)
		}
	}
	for _, l := range r.Sites {
		if !slices.Contains(c.Sites, l) {
			r.Extra = append(r.Extra, l)
		}
	}
	var faults []string
	if len(r.Missing) > 0 {
		faults = append(faults, "it names "+andWords(r.Missing)+", where the record does not show it")
	}
	if len(r.Extra) > 0 {
		faults = append(faults, "the record shows it at "+andWords(r.Extra)+" too, which it does not name")
	}
	if closed := count.closed(); len(faults) == 0 && quantify(c.Quantifier, int(c.N), closed) != yes {
		faults = append(faults, fmt.Sprintf("it says %s; the record shows %d of %d", quantifierWords(c.Quantifier, c.N), closed.yes, closed.yes+closed.no))
	}
	if len(faults) > 0 {
		r.stand(crosscase.Fails, strings.Join(faults, "; "))
		return
	}
	r.stand(crosscase.Holds, "evidenced at "+andWords(r.Sites)+", the "+plural(len(r.Sites), "site", "sites")+" it names"+beside(r))
}

// open is a claim that names no sites: what is not known is open.
func open(c *crosscase.Claim, count tally, r *Result) {
	words := fmt.Sprintf("%s: true at %d, false at %d, not known at %d", quantifierWords(c.Quantifier, c.N), len(r.Sites), len(r.Exceptions), len(r.Unknown))
	switch quantify(c.Quantifier, int(c.N), count) {
	case yes:
		r.stand(crosscase.Holds, words)
	case no:
		r.stand(crosscase.Fails, words)
	default:
		if c.Quantifier == crosscase.All && count.yes > 0 && count.no == 0 {
			r.stand(crosscase.PartlyEvidenced, fmt.Sprintf("shown at %s (%d of %d), contradicted at none%s",
				andWords(r.Sites), len(r.Sites), len(r.Sites)+len(r.Unknown), beside(r)))
			return
		}
		r.stand(crosscase.Unknown, words)
	}
}

func beside(r *Result) string {
	var out string
	if len(r.Exceptions) > 0 {
		out += "; not so at " + andWords(r.Exceptions)
	}
	if len(r.Unknown) > 0 {
		out += "; not known at " + andWords(r.Unknown)
	}
	return out
}

// exception lists a site that the claim itself leaves out.
func (v *evaluation) exception(s *subject, in, answer truth, r *Result) {
	r.Exceptions = append(r.Exceptions, s.letter)
	if in == no {
		r.flag(FlagException, "it excepts "+s.letter+", which is not in its scope")
	} else if answer == yes {
		r.flag(FlagException, "it excepts "+s.letter+", where the record shows it all the same")
	}
}

// theOne holds "all but one" to the exception it states.
func theOne(c *crosscase.Claim, r *Result) {
	if c.Quantifier != crosscase.AllButOne || r.Standing() != crosscase.Holds {
		return
	}
	for _, x := range c.Exceptions {
		switch {
		case x.Site == "" || slices.Contains(r.Exceptions, x.Site):
		case slices.Contains(r.Unknown, x.Site):
			r.stand(crosscase.Unknown, "whether "+x.Site+" is the exception it states is not known")
		default:
			r.flag(FlagException, "the exception it states, "+x.Site+", is not one")
			r.stand(crosscase.Fails, "the exception it states is "+x.Site+"; the record shows "+andWords(r.Exceptions))
		}
	}
}

// unplaced turns a universal claim with an exception that nobody can place into one that contradicts itself.
func unplaced(c *crosscase.Claim, r *Result) {
	for _, x := range c.Exceptions {
		if x.Site != "" {
			continue
		}
		r.flag(FlagException, "an exception without a site: "+x.Text)
		if universal(c.Quantifier) && r.Standing() == crosscase.Holds {
			r.stand(crosscase.HoldsContradicted, "it would hold, but admits an exception that no site is named for")
		}
	}
}

func statedExceptions(c *crosscase.Claim) map[string]bool {
	out := map[string]bool{}
	for _, x := range c.Exceptions {
		if x.Site != "" {
			out[x.Site] = true
		}
	}
	return out
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
