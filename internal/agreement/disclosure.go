package agreement

import (
	"strings"

	"github.com/crosscase/crosscase"
)

// anyone is the widest word for a person who took part.
const anyone = "participant"

// SmallCell is a role at a site held by too few people to be named together.
type SmallCell struct {
	Site   string `json:"site"`
	Role   string `json:"role"`
	People int    `json:"people"`
}

// Attribution is how one participant may be named beside a quotation, at a level
// of disclosure; "" takes the study's own.
//
//	participant  "P07, nurse, site D"
//	role_site    "nurse, site D"
//	role         "nurse"
//	site         "participant, site D"
//	none         ""
//
// The rules are:
//   - a role is the profession group, or the post held where no group is recorded;
//   - a role held by fewer people at the site than Settings.SmallCell is dropped: "participant, site D".
//     At the level of roles alone the people with the role in the whole study count;
//   - a site with fewer people than that is dropped as well: "participant";
//   - the people counted took part: interviewed, or listened to where no interview is on record.
func Attribution(ev *crosscase.Evidence, participant int32, level crosscase.Disclosure) string {
	if level == "" {
		level = ev.Settings.Disclosure
	}
	if participant < 0 || level == crosscase.DiscloseNone {
		return ""
	}
	p := &ev.Participants[participant]
	role, site := roleOf(ev, p), p.Site
	if level == crosscase.DiscloseRole {
		site = -1
	}
	if level == crosscase.DiscloseSite {
		role = ""
	}
	if site >= 0 && people(ev, site, "") < ev.Settings.SmallCell {
		// Without the site the role stands for the whole study, but to keep it would
		// say more of this person than of those at larger sites.
		role, site = "", -1
	}
	if role != "" && people(ev, site, role) < ev.Settings.SmallCell {
		role = ""
	}
	var words []string
	if level == crosscase.DiscloseParticipant {
		words = append(words, p.Pseudonym)
	}
	if role != "" {
		words = append(words, role)
	} else if level != crosscase.DiscloseParticipant {
		words = append(words, anyone)
	}
	if site >= 0 {
		words = append(words, "site "+ev.Sites[site].Letter)
	}
	return strings.Join(words, ", ")
}

// SmallCells lists the roles at sites that some, but fewer people than Settings.SmallCell, hold.
// Sites come in display order, roles in that of profession groups, posts held after them.
func SmallCells(ev *crosscase.Evidence) []SmallCell {
	type key struct {
		site int32
		role string
	}
	counts := map[key]int{}
	roles := append([]string(nil), ev.Groups...)
	known := map[string]bool{}
	for _, r := range roles {
		known[r] = true
	}
	for i := range ev.Participants {
		p := &ev.Participants[i]
		role := roleOf(ev, p)
		if !tookPart(p) || role == "" || p.Site < 0 {
			continue
		}
		if !known[role] {
			known[role] = true
			roles = append(roles, role)
		}
		counts[key{p.Site, role}]++
	}
	found := []SmallCell{}
	for s := range ev.Sites {
		for _, role := range roles {
			if n := counts[key{int32(s), role}]; n > 0 && n < ev.Settings.SmallCell {
				found = append(found, SmallCell{ev.Sites[s].Letter, role, n})
			}
		}
	}
	return found
}

// people counts those who took part at a site, -1 for all, in a role, "" for any.
func people(ev *crosscase.Evidence, site int32, role string) int {
	n := 0
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if tookPart(p) && (site < 0 || p.Site == site) && (role == "" || roleOf(ev, p) == role) {
			n++
		}
	}
	return n
}

func tookPart(p *crosscase.EvidenceParticipant) bool { return p.Interviewed || p.Listened }

func roleOf(ev *crosscase.Evidence, p *crosscase.EvidenceParticipant) string {
	if p.Group >= 0 {
		return ev.Groups[p.Group]
	}
	return p.Role
}
