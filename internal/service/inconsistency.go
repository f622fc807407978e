package service

import (
	"cmp"
	"slices"

	"github.com/crosscase/crosscase"
)

// Inconsistency is a place where the record contradicts itself or its source.
type Inconsistency struct {
	ID       string   `json:"id" doc:"code of the memo, or its id where it has none"`
	Severity string   `json:"severity" doc:"low, medium, high or empty"`
	Issue    string   `json:"issue"`
	Title    string   `json:"title,omitempty"`
	Sites    []string `json:"sites,omitempty" doc:"letters of the sites it is about"`
	Response string   `json:"response,omitempty" doc:"what was done about it; absent while it is open"`
}

// inconsistencies are those the actor may read, the open ones first, then the gravest, then by code.
func (v *visit) inconsistencies(ev *crosscase.Evidence, about func(*crosscase.Memo) bool) ([]Inconsistency, error) {
	if !v.access.May(crosscase.ReadCodings) {
		return []Inconsistency{}, nil
	}
	memos, err := seen[crosscase.Memo](v, "kind = $2", string(crosscase.MemoInconsistency))
	if err != nil {
		return nil, err
	}
	gravity := map[string]int{"high": 0, "medium": 1, "low": 2, "": 3}
	slices.SortStableFunc(memos, func(a, b *crosscase.Memo) int {
		return cmp.Or(cmp.Compare(min(len(a.Answer), 1), min(len(b.Answer), 1)), cmp.Compare(gravity[a.Severity], gravity[b.Severity]), cmp.Compare(a.Code, b.Code))
	})
	out := []Inconsistency{}
	for _, m := range memos {
		if about == nil || about(m) {
			out = append(out, Inconsistency{
				ID: cmp.Or(m.Code, string(m.ID)), Severity: m.Severity, Issue: m.Text, Title: m.Title, Sites: memoSites(ev, m), Response: m.Answer,
			})
		}
	}
	return out, nil
}

// memoSites are the sites a memo is about, in display order.
func memoSites(ev *crosscase.Evidence, m *crosscase.Memo) []string {
	var out []string
	for i := range ev.Sites {
		if s := &ev.Sites[i]; m.SiteID == s.ID || isAbout(m, "site", s.Letter) {
			out = append(out, s.Letter)
		}
	}
	return out
}

// isAbout says whether a memo points at a thing by its key.
func isAbout(m *crosscase.Memo, noun, key string) bool {
	return slices.Contains(m.About, crosscase.About{Noun: noun, Key: key})
}
