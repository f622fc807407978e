package agreement

import (
	"cmp"
	"slices"

	"github.com/crosscase/crosscase"
)

// Pair is two informants of one site and how often they stand apart. Only questions that both answer count.
type Pair struct {
	Site                 string           `json:"site"`
	One                  string           `json:"one" doc:"pseudonym, or the label of a report"`
	Other                string           `json:"other"`
	Shared               int              `json:"shared" doc:"questions, each under one aspect, that both answer"`
	Apart                int              `json:"apart" doc:"of these, where their positions differ; a mixed voice differs from every other that is not mixed too"`
	Share                float64          `json:"share" doc:"apart of shared"`
	On                   []PairDifference `json:"on" doc:"where they differ, in codebook order"`
	OneIndex, OtherIndex int32            `json:"-"`
}

// PairDifference is one question on which two informants differ.
type PairDifference struct {
	Question string                `json:"question"`
	Aspect   crosscase.Aspect      `json:"aspect"`
	Prompt   string                `json:"prompt,omitempty"`
	One      string                `json:"one" doc:"the position of the first"`
	Other    string                `json:"other"`
	Excerpts []crosscase.ExcerptID `json:"excerpts" doc:"of both"`
}

// Pairs sets the informants of each site against each other: those who differ on the largest share of the questions
// that both answer come first, then those who share more questions. Pairs with fewer than least shared questions, or
// none apart, are left out. results are those of Analyse with all voices, of any sites. Cost: by site the square of its
// voices, times the questions.
func Pairs(ev *crosscase.Evidence, results []QuestionResult, least int) []Pair {
	type two struct{ one, other int32 }
	found := map[two]*Pair{}
	for q := range results {
		r := &results[q]
		for s := range r.Sites {
			voices := r.Sites[s].VoiceList
			for i := range voices {
				for k := i + 1; k < len(voices); k++ {
					a, b := &voices[i], &voices[k]
					if a.ParticipantIndex > b.ParticipantIndex {
						a, b = b, a
					}
					key := two{a.ParticipantIndex, b.ParticipantIndex}
					p := found[key]
					if p == nil {
						p = &Pair{Site: r.Sites[s].Site, One: a.Participant, Other: b.Participant, OneIndex: key.one, OtherIndex: key.other}
						found[key] = p
					}
					p.Shared++
					if a.Position != b.Position {
						p.Apart++
						p.On = append(p.On, PairDifference{r.Question, r.Aspect, r.Prompt, a.Position, b.Position, once(slices.Concat(a.Excerpts, b.Excerpts))})
					}
				}
			}
		}
	}
	out := make([]Pair, 0, len(found))
	for _, p := range found {
		if p.Shared >= least && p.Apart > 0 {
			p.Share = float64(p.Apart) / float64(p.Shared)
			out = append(out, *p)
		}
	}
	slices.SortFunc(out, func(a, b Pair) int {
		return cmp.Or(cmp.Compare(b.Share, a.Share), cmp.Compare(b.Shared, a.Shared), cmp.Compare(a.OneIndex, b.OneIndex), cmp.Compare(a.OtherIndex, b.OtherIndex))
	})
	return out
}
