package claims

import (
	"context"
	"fmt"

	"github.com/crosscase/crosscase"
)

// Answers a criterion can have at a site.
const (
	Met          = "met"
	Contradicted = "contradicted"
	MixedAnswer  = "mixed" // the site's own position is mixed, and that is what the answer hangs on
	NoEvidence   = "no_evidence"
)

// Standings a type can have at a site, besides Contradicted and NoEvidence.
const (
	Fits     = "fits"     // every required criterion met, no incompatible one
	Possible = "possible" // something met, nothing contradicted, something without evidence
)

// Classification places the sites of a study in one typology.
//
// The rules are:
//   - a criterion is met where its predicate is true, contradicted where it is false, mixed where it would be open
//     but for a position that is mixed, and without evidence where it is unknown or has no predicate;
//   - a type fits where it has a required criterion, all of them are met and no incompatible one is; it is contradicted
//     where a required one is contradicted or an incompatible one met; else it is possible where one is met or mixed;
//   - a site's type is the one that fits; "between" where several fit, or none does and several are possible;
//     else "none". One type that is possible is listed, not assigned;
//   - a criterion that names something the study does not have is without evidence, with a note: typologies are
//     data that serve many studies.
type Classification struct {
	Typology string      `json:"typology"`
	Title    string      `json:"title"`
	Source   string      `json:"source,omitempty"`
	Unit     string      `json:"unit,omitempty" doc:"what the scheme classifies"`
	Sites    []SiteTypes `json:"sites"`
}

// SiteTypes is one site's place, with every type as a rival.
type SiteTypes struct {
	Site     string         `json:"site"`
	Type     string         `json:"type" doc:"id of the type that fits, or none, or between"`
	Possible []string       `json:"possible,omitempty" doc:"types that are possible"`
	Basis    string         `json:"basis"`
	Types    []TypeStanding `json:"types"`
}

// TypeStanding is how one type stands at one site.
type TypeStanding struct {
	Type     string            `json:"type"`
	Label    string            `json:"label,omitempty"`
	Standing string            `json:"standing" doc:"fits, possible, contradicted or no_evidence"`
	Criteria []CriterionAnswer `json:"criteria"`
}

// CriterionAnswer is one criterion at one site.
type CriterionAnswer struct {
	Criterion string                `json:"criterion"`
	Indicator string                `json:"indicator"`
	Expects   string                `json:"expects"`
	Weight    string                `json:"weight"`
	Answer    string                `json:"answer" doc:"met, contradicted, mixed or no_evidence"`
	Evidence  []crosscase.ExcerptID `json:"evidence"`
	Note      string                `json:"note,omitempty"`
}

// Classify places every site of the record in a typology.
func (e *Engine) Classify(ctx context.Context, r *Record, t *crosscase.Typology) (*Classification, error) {
	out := &Classification{Typology: t.Key, Title: t.Title, Source: t.Source, Unit: t.Unit, Sites: []SiteTypes{}}
	for _, s := range r.sites {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		place := SiteTypes{Site: s.letter, Types: []TypeStanding{}}
		for i := range t.Types {
			place.Types = append(place.Types, e.typeAt(ctx, s, &t.Types[i]))
		}
		place.settle()
		out.Sites = append(out.Sites, place)
	}
	return out, nil
}

// CheckTypology refuses a typology that a person writes for this study where a criterion does not compile.
func (e *Engine) CheckTypology(t *crosscase.Typology) error {
	for _, ty := range t.Types {
		for _, c := range ty.Criteria {
			if c.Predicate == "" {
				continue
			}
			if err := e.Check(c.Predicate); err != nil {
				return crosscase.Errorf(crosscase.CodeInvalid, "typology %s, criterion %s: %s", t.Key, c.ID, err)
			}
		}
	}
	return nil
}

func (e *Engine) typeAt(ctx context.Context, s *subject, t *crosscase.Type) TypeStanding {
	out := TypeStanding{Type: t.ID, Label: t.Label, Criteria: []CriterionAnswer{}}
	var required, requiredMet, bearing int
	against := false
	for i := range t.Criteria {
		a := e.criterionAt(ctx, s, &t.Criteria[i])
		out.Criteria = append(out.Criteria, a)
		switch a.Weight {
		case "incompatible":
			against = against || a.Answer == Met
			continue
		case "required":
			required++
			if a.Answer == Met {
				requiredMet++
			}
			against = against || a.Answer == Contradicted
		}
		if a.Answer == Met || a.Answer == MixedAnswer {
			bearing++
		}
	}
	switch {
	case against:
		out.Standing = Contradicted
	case required > 0 && requiredMet == required:
		out.Standing = Fits
	case bearing > 0:
		out.Standing = Possible
	default:
		out.Standing = NoEvidence
	}
	return out
}

func (e *Engine) criterionAt(ctx context.Context, s *subject, c *crosscase.Criterion) CriterionAnswer {
	out := CriterionAnswer{
		Criterion: c.ID, Indicator: c.Indicator, Expects: c.Expects, Weight: c.Weight,
		Answer: NoEvidence, Evidence: []crosscase.ExcerptID{},
	}
	if out.Weight == "" {
		out.Weight = "required"
	}
	if c.Predicate == "" {
		out.Note = "the study asked nothing that would show it"
		return out
	}
	p := e.site.program(c.Predicate)
	answer, err := p.ask(ctx, s, false)
	switch {
	case err != nil:
		out.Note = err.Error()
		return out
	case answer == yes:
		out.Answer = Met
	case answer == unknown:
		return out
	default:
		out.Answer = Contradicted
	}
	if p.readsMixed(s) {
		if open, err := p.ask(ctx, s, true); err == nil && open == unknown {
			out.Answer = MixedAnswer
		}
	}
	out.Evidence = append(out.Evidence, excerpts(s, p)...)
	return out
}

// settle draws the site's type from how the types stand.
func (p *SiteTypes) settle() {
	var fits, contradicted []string
	for _, t := range p.Types {
		switch t.Standing {
		case Fits:
			fits = append(fits, t.Type)
		case Possible:
			p.Possible = append(p.Possible, t.Type)
		case Contradicted:
			contradicted = append(contradicted, t.Type)
		}
	}
	switch {
	case len(fits) == 1:
		p.Type, p.Basis = fits[0], "the only type that fits"
	case len(fits) > 1:
		p.Type, p.Basis = crosscase.TypeBetween, andWords(fits)+" fit"
	case len(p.Possible) > 1:
		p.Type, p.Basis = crosscase.TypeBetween, "none fits; "+andWords(p.Possible)+" are possible"
	case len(p.Possible) == 1:
		p.Type, p.Basis = crosscase.TypeNone, "none fits; "+p.Possible[0]+" is possible"
	default:
		p.Type, p.Basis = crosscase.TypeNone, "no evidence bears on any type"
	}
	if len(contradicted) > 0 {
		rest := fmt.Sprintf("%s %s contradicted", andWords(contradicted), plural(len(contradicted), "is", "are"))
		if len(fits) == 0 && len(p.Possible) == 0 {
			p.Basis = "none fits; " + rest
		} else {
			p.Basis += "; " + rest
		}
	}
}
