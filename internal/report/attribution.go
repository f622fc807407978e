package report

import (
	"cmp"
	"slices"

	"github.com/crosscase/crosscase"
)

// Attribution names people and sources as far as the study's disclosure level allows. It is the only
// way by which a report names anyone.
//
// The rules are:
//   - participant: pseudonym, role and site, nothing widened, since a pseudonym is already one person;
//   - role_site: role and site. A role that fewer than SmallCell people hold at the site is not named:
//     its people are "Participant, site F". If these are together still fewer, the next smallest role of
//     the site joins them, or the wider label would give them away by elimination;
//   - role: role alone, widened in the same way over the whole study; site: site alone; none: neither;
//   - a site with fewer than SmallCell people is not named beside a person;
//   - a role is the profession group, and where there is none the post;
//   - a statement that nobody in particular makes is named by what it stands in; whose view it reports
//     is said only where that role may be named at that site.
type Attribution struct {
	ev    *crosscase.Evidence
	level crosscase.Disclosure
	named map[roleAt]bool
	wide  map[roleAt]bool // levels of a site that enough people belong to
	big   map[int32]bool  // sites that may be named beside a person
}

// roleAt is a role at a site; site is everywhere at the level of the whole study.
type roleAt struct {
	site int32
	role string
}

const everywhere int32 = -2

// anyone is the widest word for a person who took part.
const anyone = "Participant"

// NewAttribution counts the people of each role and site.
func NewAttribution(ev *crosscase.Evidence) *Attribution {
	a := &Attribution{ev: ev, level: ev.Settings.Disclosure, named: map[roleAt]bool{}, wide: map[roleAt]bool{}, big: map[int32]bool{}}
	if a.level == "" {
		a.level = crosscase.DiscloseRoleSite
	}
	people, levels := map[int32]map[string]int{}, map[roleAt]int{}
	count := func(site int32, role string) {
		if people[site] == nil {
			people[site] = map[string]int{}
		}
		people[site][role]++
	}
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if !p.Interviewed && !p.Listened {
			continue
		}
		count(p.Site, roleOf(ev, p))
		count(everywhere, roleOf(ev, p))
		if p.Level >= 0 {
			levels[roleAt{p.Site, ev.Levels[p.Level]}]++
		}
	}
	for at, n := range levels {
		a.wide[at] = n >= a.small()
	}
	for site, roles := range people {
		total := 0
		for _, n := range roles {
			total += n
		}
		a.big[site] = total >= a.small()
		for _, role := range nameable(roles, a.small()) {
			a.named[roleAt{site, role}] = true
		}
	}
	return a
}

func (a *Attribution) small() int { return max(a.ev.Settings.SmallCell, 1) }

// nameable are the roles that can be named without giving away those that cannot.
func nameable(roles map[string]int, small int) []string {
	names := make([]string, 0, len(roles))
	for r := range roles {
		if r != "" {
			names = append(names, r)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(roles[a], roles[b]), cmp.Compare(a, b))
	})
	hidden := roles[""]
	for len(names) > 0 && (roles[names[0]] < small || hidden > 0 && hidden < small) {
		hidden += roles[names[0]]
		names = names[1:]
	}
	return names
}

// roleOf is a participant's profession group, or else the post.
func roleOf(ev *crosscase.Evidence, p *crosscase.EvidenceParticipant) string {
	if p.Group >= 0 {
		return ev.Groups[p.Group]
	}
	return p.Role
}

// Voice names a participant by index: "Doctor, site A".
func (a *Attribution) Voice(participant int32) string {
	p := &a.ev.Participants[participant]
	role := roleOf(a.ev, p)
	switch a.level {
	case crosscase.DiscloseParticipant:
		return a.withSite(joinComma(p.Pseudonym, role), p.Site)
	case crosscase.DiscloseNone:
		return anyone
	case crosscase.DiscloseRole:
		if a.named[roleAt{everywhere, role}] {
			return capital(role)
		}
		return anyone
	case crosscase.DiscloseRoleSite:
		if a.named[roleAt{p.Site, role}] {
			return a.withSite(capital(role), p.Site)
		}
	}
	if !a.big[p.Site] {
		return anyone
	}
	return a.withSite(anyone, p.Site)
}

// Named says whether a role may be named at a site.
func (a *Attribution) Named(site int32, role string) bool {
	switch a.level {
	case crosscase.DiscloseParticipant:
		return true
	case crosscase.DiscloseRoleSite:
		return a.named[roleAt{site, role}]
	}
	return false
}

// SiteNamed says whether a site may be named, beside a person or a statement.
func (a *Attribution) SiteNamed(site int32, person bool) bool {
	switch a.level {
	case crosscase.DiscloseParticipant:
		return true
	case crosscase.DiscloseNone, crosscase.DiscloseRole:
		return false
	}
	return !person || a.big[site]
}

// LevelNamed says whether a level, such as board or unit, may be named at a site.
func (a *Attribution) LevelNamed(site int32, level string) bool {
	switch a.level {
	case crosscase.DiscloseParticipant:
		return true
	case crosscase.DiscloseRoleSite:
		return a.wide[roleAt{site, level}]
	}
	return false
}

// Statement names a source that speaks of a site through nobody in particular.
func (a *Attribution) Statement(c *crosscase.EvidenceCoding, site int32) string {
	label := capital(a.Source(c.Source))
	if label == "" {
		label = "Statement"
	}
	if c.Group >= 0 && a.Named(site, a.ev.Groups[c.Group]) {
		label += " on the view of " + plural(a.ev.Groups[c.Group])
	}
	switch {
	case a.level == crosscase.DiscloseNone || a.level == crosscase.DiscloseRole:
		return label
	case c.Source >= 0 && a.ev.Sources[c.Source].Genre == crosscase.GenreGeneralisation:
		return label // said of every site, whichever it stands at
	}
	return a.withSite(label, site)
}

// Source says what kind of source it is; its name, which can give a person away, only where participants are disclosed.
func (a *Attribution) Source(source int32) string {
	if source < 0 {
		return ""
	}
	s := &a.ev.Sources[source]
	if a.level == crosscase.DiscloseParticipant {
		return s.Name
	}
	return sourceWords(s)
}

func sourceWords(s *crosscase.EvidenceSource) string {
	switch {
	case s.Kind == crosscase.Recording || s.Kind == crosscase.Transcript:
		return "interview"
	case s.Kind == crosscase.Picture:
		return "picture"
	case s.Genre == crosscase.GenreAccount:
		return "published account"
	case s.Genre == crosscase.GenreGeneralisation:
		return "said of all sites"
	case s.Genre == "":
		return "document"
	}
	return humanised(string(s.Genre))
}

func (a *Attribution) withSite(label string, site int32) string {
	if site < 0 {
		return label
	}
	return label + ", site " + a.ev.Sites[site].Letter
}

func joinComma(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + ", " + b
}
