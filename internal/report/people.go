package report

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
)

// tally is people of one role at one site.
type tally struct{ people, interviewed, listened int }

// roleCounts is who was interviewed, by site and role. Site -1 is where the record does not say which.
type roleCounts struct {
	site  map[int32]map[string]tally
	roles []string // that somebody interviewed holds at a known site, in the order of the study; "" (not stated) last
}

// peopleByRole counts interviewed people by site and profession group.
func (x *index) peopleByRole() roleCounts {
	out := roleCounts{site: map[int32]map[string]tally{}}
	order := map[string]int{}
	for i, g := range x.ev.Groups {
		order[g] = i
	}
	for i := range x.ev.Participants {
		p := &x.ev.Participants[i]
		if !p.Interviewed {
			continue
		}
		role := ""
		if p.Group >= 0 {
			role = x.ev.Groups[p.Group]
		}
		if out.site[p.Site] == nil {
			out.site[p.Site] = map[string]tally{}
		}
		t := out.site[p.Site][role]
		t.people++
		t.interviewed++
		if p.Listened {
			t.listened++
		}
		out.site[p.Site][role] = t
		if p.Site >= 0 && !slices.Contains(out.roles, role) {
			out.roles = append(out.roles, role)
		}
	}
	slices.SortFunc(out.roles, func(a, b string) int {
		if (a == "") != (b == "") {
			return cmp.Compare(len(b), len(a)) // the one without a name last
		}
		return cmp.Compare(order[a], order[b])
	})
	return out
}

// peopleCell is a count of people, marked where it is small enough to give them away.
func (x *index) peopleCell(n int) Cell {
	c := countCell(n)
	c.Small = n > 0 && n < x.ev.Settings.SmallCell
	return c
}

func smallCellNote(s *crosscase.Settings) string {
	return fmt.Sprintf("* Fewer than %s people: in attributions this cell is widened.", number(s.SmallCell))
}

// roleHeading is a role as the heading of its people.
func roleHeading(role string) string {
	if role == "" {
		return "Not stated"
	}
	return capital(plural(humanised(role)))
}
