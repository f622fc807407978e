package service

import (
	"context"
	"regexp"
	"slices"

	"github.com/crosscase/crosscase"
)

// NegativeCases is what would have to be true for a claim, and where it is not.
type NegativeCases struct {
	Claim    string         `json:"claim" doc:"its code"`
	Sentence string         `json:"sentence" doc:"what would have to be true"`
	Against  []NegativeSite `json:"against" doc:"sites in scope where it is not so"`
	Unknown  []NegativeSite `json:"unknown" doc:"sites in scope where it cannot be known, with who has not been heard"`
	Within   []DissentLine  `json:"within" doc:"minority positions, on the questions that it asks, at the sites where it is so"`
}

// NegativeSite is one site that a claim does not hold at, or is not known to.
type NegativeSite struct {
	Site     string                `json:"site"`
	Excerpts []crosscase.ExcerptID `json:"excerpts"`
	Answered string                `json:"answered,omitempty" doc:"the exception that the claim itself states of it"`
	Unheard  []UnheardGroup        `json:"unheard,omitempty"`
}

// asked are the questions that a predicate reads, each under its aspect.
var asked = regexp.MustCompile(`\b(formal|practice|self_label|opinion)\.([\p{L}_][\p{L}\p{N}_]*)`)

// NegativeCasesOf looks for what speaks against a claim, given by its code.
func (s *Service) NegativeCasesOf(ctx context.Context, slug, code string) (*NegativeCases, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	line, err := s.ClaimLine(ctx, slug, code)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	questions := map[string]crosscase.Aspect{}
	var order []int32
	for _, m := range asked.FindAllStringSubmatch(line.Predicate, -1) {
		if i, err := questionIndex(ev, m[2]); err == nil && !slices.Contains(order, i) {
			questions[m[2]] = crosscase.Aspect(m[1])
			order = append(order, i)
		}
	}
	out := &NegativeCases{Claim: code, Sentence: line.Sentence, Against: []NegativeSite{}, Unknown: []NegativeSite{}, Within: []DissentLine{}}
	if out.Sentence == "" {
		out.Sentence = line.Statement
	}
	holds := map[string]bool{}
	for _, site := range line.BySite {
		at := NegativeSite{Site: site.Site, Excerpts: nonNil(site.Excerpts)}
		switch site.Value {
		case ClaimHoldsAt:
			holds[site.Site] = true
		case ClaimFailsAt:
			at.Answered = v.exceptionOf(code, site.Site)
			out.Against = append(out.Against, at)
		case ClaimUnknownAt:
			if i, err := siteIndex(ev, site.Site); err == nil && v.access.May(crosscase.ReadCodings) {
				for _, q := range order {
					at.Unheard = append(at.Unheard, unheard(ev, q, i)...)
				}
			}
			out.Unknown = append(out.Unknown, at)
		}
	}
	register, err := v.dissent(DissentQuery{})
	if err != nil {
		return nil, err
	}
	for _, d := range register.Items {
		if aspect, ok := questions[d.Question]; ok && aspect == d.Aspect && holds[d.Site] {
			out.Within = append(out.Within, d)
		}
	}
	return out, nil
}

// exceptionOf is what a claim itself says of an exception; "" where it states none.
func (v *visit) exceptionOf(code, letter string) string {
	list, _, _, err := v.claims()
	if err != nil {
		return ""
	}
	for _, c := range list {
		if c.Code != code {
			continue
		}
		for _, e := range c.Exceptions {
			if e.Site == letter {
				return e.Text
			}
		}
	}
	return ""
}
