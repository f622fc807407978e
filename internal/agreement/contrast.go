package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// Drift is how what is laid down and what is done stand to each other at a site.
type Drift string

// The drifts are:
const (
	DriftSame       Drift = "same"       // decided on both sides, and equal
	DriftApart      Drift = "drift"      // decided on both sides, and different
	DriftReversible Drift = "reversible" // one side decided, the other says it goes that way and another
	DriftContested  Drift = "contested"  // on a side people differ
	DriftUnknown    Drift = "unknown"    // a side is thin or unknown
)

// Contrast is one question's formal side against its practice.
type Contrast struct {
	Question   string         `json:"question"`
	Theme      string         `json:"theme"`
	Same       int            `json:"same"`
	Drift      int            `json:"drift"`
	Reversible int            `json:"reversible"`
	Contested  int            `json:"contested"`
	Unknown    int            `json:"unknown"`
	Sites      []SiteContrast `json:"sites"`
}

// SiteContrast is one site's formal position against its practice.
type SiteContrast struct {
	Site     string `json:"site"`
	Formal   string `json:"formal"`
	Practice string `json:"practice"`
	Drift    Drift  `json:"drift"`
}

// FormalPractice sets formal against practice for each question that has evidence
// under either. Questions and sites keep their order.
//
// The rules, the first that fits, are:
//   - a side that is thin or unknown leaves the site unknown;
//   - reversible: one side is decided and not contested; the other is mixed because the same voice, or the
//     record with no voice beside it, holds both that position and another, so that it is said to go either way;
//   - contested: a side is split, divided, mixed otherwise, or a majority with dissent;
//   - both decided: same or drift. Numbers within the question's tolerance are the same.
func FormalPractice(results []QuestionResult) []Contrast {
	found := []Contrast{}
	for i := range results {
		r := &results[i]
		if r.Aspect != crosscase.Formal && r.Aspect != crosscase.Practice {
			continue
		}
		other := slices.IndexFunc(results, func(o QuestionResult) bool {
			return o.QuestionIndex == r.QuestionIndex && o.Aspect != r.Aspect && (o.Aspect == crosscase.Formal || o.Aspect == crosscase.Practice)
		})
		switch {
		case other >= 0 && other < i: // written with the other
		case other >= 0 && r.Aspect == crosscase.Formal:
			found = append(found, contrast(r, r, &results[other]))
		case other >= 0:
			found = append(found, contrast(r, &results[other], r))
		case r.Aspect == crosscase.Formal:
			found = append(found, contrast(r, r, nil))
		default:
			found = append(found, contrast(r, nil, r))
		}
	}
	return found
}

func contrast(head, formal, practice *QuestionResult) Contrast {
	c := Contrast{Question: head.Question, Theme: head.Theme, Sites: make([]SiteContrast, len(head.Sites))}
	for i := range head.Sites {
		a, b := side(formal, i), side(practice, i)
		s := SiteContrast{head.Sites[i].Site, a.Position, b.Position, drift(a, b, head)}
		switch s.Drift {
		case DriftSame:
			c.Same++
		case DriftApart:
			c.Drift++
		case DriftReversible:
			c.Reversible++
		case DriftContested:
			c.Contested++
		default:
			c.Unknown++
		}
		c.Sites[i] = s
	}
	return c
}

func side(r *QuestionResult, site int) *SiteResult {
	if r == nil {
		return &SiteResult{Position: crosscase.PositionUnknown}
	}
	return &r.Sites[site]
}

func drift(a, b *SiteResult, q *QuestionResult) Drift {
	for _, s := range []*SiteResult{a, b} {
		if !s.Decided && s.Position != crosscase.PositionMixed {
			return DriftUnknown
		}
	}
	switch {
	case eitherWay(a, b, q), eitherWay(b, a, q):
		return DriftReversible
	case !a.Decided || !b.Decided || a.Contested || b.Contested:
		return DriftContested
	case a.Value != nil && b.Value != nil && !apart(*a.Value, *b.Value, q.tolerance), a.Position == b.Position:
		return DriftSame
	}
	return DriftApart
}

// eitherWay says whether the mixed side is said to go the way of the decided side and another.
func eitherWay(decided, mixed *SiteResult, q *QuestionResult) bool {
	if !decided.Decided || decided.Contested || mixed.Decided {
		return false
	}
	if q.Type == crosscase.Numeric && decided.Value != nil {
		return slices.ContainsFunc(mixed.eitherNumbers, func(v float64) bool { return !apart(v, *decided.Value, q.tolerance) })
	}
	return slices.Contains(mixed.either, decided.Position)
}
