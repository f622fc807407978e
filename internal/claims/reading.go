package claims

import (
	"context"
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
)

// reading holds a claim that reads the sites by a type against that type's criteria: rule 3.
func (v *evaluation) reading(ctx context.Context, c *crosscase.Claim, r *Result) {
	v.checkNamed(c, r)
	t := v.typeOf(c, r)
	if t == nil {
		r.stand(crosscase.Unknown, "the type it reads by is not in the study")
		return
	}
	var met, against []string
	bears := false
	for _, s := range v.record.sites {
		in, err := v.inScope(ctx, c, s)
		if err != nil {
			r.flag(FlagPredicate, "scope: "+err.Error())
			r.stand(crosscase.Unknown, "its scope does not compile")
			return
		}
		if in != yes || len(c.Sites) > 0 && !slices.Contains(c.Sites, s.letter) {
			continue
		}
		r.Scope = append(r.Scope, s.letter)
		standing := v.engine.typeAt(ctx, s, t)
		for _, a := range standing.Criteria {
			if a.Answer == NoEvidence {
				continue
			}
			bears = true
			switch {
			case a.Weight == "required" && a.Answer == Contradicted, a.Weight == "incompatible" && a.Answer == Met:
				r.Counter = append(r.Counter, a.Evidence...)
				against = append(against, fmt.Sprintf("%s at %s", a.Criterion, s.letter))
			case a.Weight != "incompatible" && a.Answer == Met:
				r.Evidence = append(r.Evidence, a.Evidence...)
				met = append(met, fmt.Sprintf("%s at %s", a.Criterion, s.letter))
			}
		}
		switch standing.Standing {
		case Fits:
			r.Sites = append(r.Sites, s.letter)
		case Contradicted:
			r.Exceptions = append(r.Exceptions, s.letter)
		default:
			r.Unknown = append(r.Unknown, s.letter)
		}
	}
	r.Evidence, r.Counter = once(r.Evidence), once(r.Counter)
	switch {
	case len(against) > 0:
		r.stand(crosscase.Contested, "evidence stands against "+andWords(against))
	case !bears:
		r.stand(crosscase.Interpretive, "nothing in the record bears on the criteria of "+t.ID)
	case len(met) > 0:
		r.stand(crosscase.Holds, "read as "+t.ID+": met are "+andWords(met)+"; nothing stands against it")
	default:
		r.stand(crosscase.Unknown, "what bears on the criteria of "+t.ID+" is mixed")
	}
}

// besideReading flags a claim whose own predicate decides but whose type is contested.
func (v *evaluation) besideReading(ctx context.Context, c *crosscase.Claim, r *Result) {
	if c.Typology == "" {
		return
	}
	read := newResult(&v.record.Names, c)
	v.reading(ctx, c, read)
	for _, f := range read.Flags {
		r.flag(f.Kind, f.Text)
	}
	if read.Standing() == crosscase.Contested {
		r.flag(FlagReading, "as a reading by "+c.Type+" it is contested: "+read.Basis)
	}
}

func (v *evaluation) typeOf(c *crosscase.Claim, r *Result) *crosscase.Type {
	t, ok := v.typologies[c.Typology]
	if !ok {
		r.flag(FlagTypology, "the study has no typology "+c.Typology)
		return nil
	}
	var ids []string
	for i := range t.Types {
		if t.Types[i].ID == c.Type {
			return &t.Types[i]
		}
		ids = append(ids, t.Types[i].ID)
	}
	r.flag(FlagTypology, fmt.Sprintf("typology %s has no type %q%s", c.Typology, c.Type, didYouMean(c.Type, ids)))
	return nil
}
