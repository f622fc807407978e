package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// UnheardGroup is the people of one profession group and level at one site who took part, and how many of them have
// a voice on a question.
type UnheardGroup struct {
	Site        string   `json:"site"`
	Group       string   `json:"group,omitempty"`
	Level       string   `json:"level,omitempty"`
	Interviewed int      `json:"interviewed"`
	Listened    int      `json:"listened"`
	Voices      int      `json:"voices" doc:"those who answer the question, under whichever aspect"`
	Unheard     []string `json:"unheard" doc:"pseudonyms of the others"`
	Silent      int      `json:"silent" doc:"of the others: a silence on the question is recorded"`
}

// Unheard says who has not been heard on a question, group by group: those with the most unheard people first. site is
// the letter of the only site, "" all.
func (s *Service) Unheard(ctx context.Context, slug, question, site string) ([]UnheardGroup, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	q, err := questionIndex(ev, question)
	if err != nil {
		return nil, err
	}
	only := int32(-1)
	if site != "" {
		if only, err = siteIndex(ev, site); err != nil {
			return nil, err
		}
	}
	return unheard(ev, q, only), nil
}

func unheard(ev *crosscase.Evidence, question, only int32) []UnheardGroup {
	heard, silent := make([]bool, len(ev.Participants)), make([]bool, len(ev.Participants))
	for i := range ev.Codings {
		if c := &ev.Codings[i]; c.Question == question && c.Participant >= 0 && answers(c) {
			heard[c.Participant] = true
		}
	}
	for i := range ev.Silences {
		if s := &ev.Silences[i]; s.Participant >= 0 && (s.Question == question || s.Question < 0 && s.Theme == ev.Questions[question].Theme) {
			silent[s.Participant] = true
		}
	}
	type key struct{ site, group, level int32 }
	at := map[key]int{}
	out := []UnheardGroup{}
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if p.Site < 0 || only >= 0 && p.Site != only {
			continue
		}
		k := key{p.Site, p.Group, p.Level}
		if _, ok := at[k]; !ok {
			at[k] = len(out)
			g := UnheardGroup{Site: ev.Sites[p.Site].Letter, Unheard: []string{}}
			if p.Group >= 0 {
				g.Group = ev.Groups[p.Group]
			}
			if p.Level >= 0 {
				g.Level = ev.Levels[p.Level]
			}
			out = append(out, g)
		}
		g := &out[at[k]]
		if p.Interviewed {
			g.Interviewed++
		}
		if p.Listened {
			g.Listened++
		}
		switch {
		case heard[i]:
			g.Voices++
		default:
			g.Unheard = append(g.Unheard, p.Pseudonym)
			if silent[i] {
				g.Silent++
			}
		}
	}
	out = slices.DeleteFunc(out, func(g UnheardGroup) bool { return len(g.Unheard) == 0 })
	slices.SortStableFunc(out, func(a, b UnheardGroup) int { return cmp.Compare(len(b.Unheard), len(a.Unheard)) })
	return out
}

// leastShared is how many questions two informants must both answer to be set against each other.
const leastShared = 3

// mostPairs bounds a list of pairs.
const mostPairs = 200

// DissentPairs are the pairs of informants of one site who differ most. site is the letter of the only site, "" all.
func (s *Service) DissentPairs(ctx context.Context, slug, site string) ([]agreement.Pair, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	opts := agreement.Options{Voices: true}
	if site != "" {
		i, err := siteIndex(ev, site)
		if err != nil {
			return nil, err
		}
		opts.Sites = []int32{i}
	}
	pairs := agreement.Pairs(ev, agreement.Analyse(ev, opts), leastShared)
	pairs = pairs[:min(len(pairs), mostPairs)]
	tell := v.teller(ev)
	for i := range pairs {
		pairs[i].One, pairs[i].Other = tell.name(pairs[i].OneIndex), tell.name(pairs[i].OtherIndex)
	}
	return pairs, nil
}
