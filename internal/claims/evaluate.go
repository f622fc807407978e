package claims

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
)

// evaluation is one asking of all claims of a study.
type evaluation struct {
	engine     *Engine
	record     *Record
	typologies map[string]*crosscase.Typology
	claims     map[string]*crosscase.Claim
	results    map[string]*Result
	own        map[string]crosscase.Standing // before other claims are looked at
	settled    map[string]bool
	open       []string // codes being settled, for cycles
}

// Evaluate says how each claim stands; results come in the order of the claims. The error is that of
// ctx, or that the engine was made for other names; a claim at fault is flagged and hinders no other.
func (e *Engine) Evaluate(ctx context.Context, r *Record, claims []*crosscase.Claim, typologies []*crosscase.Typology) ([]Result, error) {
	if !e.Fits(r.Names) {
		return nil, crosscase.Errorf(crosscase.CodeInternal, "the engine was made for other names: make one from the record")
	}
	v := &evaluation{
		engine: e, record: r, typologies: map[string]*crosscase.Typology{}, claims: map[string]*crosscase.Claim{},
		results: map[string]*Result{}, own: map[string]crosscase.Standing{}, settled: map[string]bool{},
	}
	for _, t := range typologies {
		v.typologies[t.Key] = t
	}
	for _, c := range claims {
		v.claims[c.Code] = c
	}
	for _, c := range claims {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		v.results[c.Code] = v.alone(ctx, c)
		v.own[c.Code] = v.results[c.Code].Standing()
	}
	for _, c := range claims {
		v.oppose(c)
	}
	out := make([]Result, 0, len(claims))
	for _, c := range claims {
		v.settle(c)
		out = append(out, *v.results[c.Code])
	}
	return out, nil
}

// alone is the standing of a claim by itself, rules 1, 3, 4 and 5. A discussion claim without predicate
// and type has none yet.
func (v *evaluation) alone(ctx context.Context, c *crosscase.Claim) *Result {
	r := newResult(&v.record.Names, c)
	limited, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	switch {
	case c.Predicate != "" && c.Subject == "study":
		v.aboutStudy(limited, c, r)
	case c.Predicate != "":
		v.aboutSites(limited, c, r)
		v.besideReading(limited, c, r)
	case c.Typology != "":
		v.reading(limited, c, r)
	default:
		v.namedOnly(limited, c, r)
	}
	return r
}

// aboutStudy asks the study record once.
func (v *evaluation) aboutStudy(ctx context.Context, c *crosscase.Claim, r *Result) {
	answer, err := v.engine.study.program(c.Predicate).ask(ctx, v.record.study, false)
	switch {
	case err != nil:
		r.flag(FlagPredicate, err.Error())
		r.stand(crosscase.Unknown, "the predicate could not be answered")
	case c.Quantifier == crosscase.Vague:
		draft(c, r)
	case answer == yes:
		r.stand(crosscase.Holds, "true of the study's record")
	case answer == no:
		r.stand(crosscase.Fails, "false of the study's record")
	default:
		r.stand(crosscase.Unknown, "the study's record lacks something it asks for")
	}
}

// namedOnly is a claim that nothing in the record is asked about.
func (v *evaluation) namedOnly(ctx context.Context, c *crosscase.Claim, r *Result) {
	r.Unknown = append(r.Unknown, v.order(c.Sites)...)
	v.checkNamed(c, r)
	if c.Section != crosscase.SectionDiscussion {
		reason := c.Reason
		if reason == "" {
			reason = "it has no predicate: nothing in the record could show it"
		}
		r.stand(crosscase.Unverifiable, reason)
	}
	if c.Subject != "study" {
		r.Scope = v.about(ctx, c, r)
	}
}

// about are the sites a claim without predicate speaks of: those it names, else those known to be in its scope.
func (v *evaluation) about(ctx context.Context, c *crosscase.Claim, r *Result) []string {
	if len(c.Sites) > 0 {
		return v.order(c.Sites)
	}
	var in []string
	for _, s := range v.record.sites {
		t, err := v.inScope(ctx, c, s)
		if err != nil {
			r.flag(FlagPredicate, "scope: "+err.Error())
			return nil
		}
		if t == yes {
			in = append(in, s.letter)
		}
	}
	return in
}

// inScope asks a claim's scope of one site; no scope is all sites.
func (v *evaluation) inScope(ctx context.Context, c *crosscase.Claim, s *subject) (truth, error) {
	if c.Scope == "" {
		return yes, nil
	}
	return v.engine.site.program(c.Scope).ask(ctx, s, false)
}

// order puts letters in the study's order and leaves out those it does not have.
func (v *evaluation) order(letters []string) []string {
	var out []string
	for _, s := range v.record.sites {
		if slices.Contains(letters, s.letter) {
			out = append(out, s.letter)
		}
	}
	return out
}

// checkNamed flags sites that a claim names and the study does not have.
func (v *evaluation) checkNamed(c *crosscase.Claim, r *Result) {
	letters := v.record.Letters()
	named := slices.Clone(c.Sites)
	for _, x := range c.Exceptions {
		if x.Site != "" {
			named = append(named, x.Site)
		}
	}
	for _, l := range once(named) {
		if !slices.Contains(letters, l) {
			r.flag(FlagUnknownSite, "it names site "+l+", which the study does not have")
		}
	}
}

func draft(c *crosscase.Claim, r *Result) {
	word := c.Wording
	if word == "" {
		word = string(c.Quantifier)
	}
	r.flag(FlagVague, "\""+word+"\" is no count: choose a quantifier such as most, some or at least")
	r.stand(crosscase.StandingDraft, "a draft until a count is given")
}
