package refi

// checkUsers lists each user that is named and not there, once.
func (r *reading) checkUsers(k *known) {
	said := map[string]bool{"": true}
	check := func(element, guid string, line int, stamps ...Stamp) {
		for _, s := range stamps {
			if !k.users[s.User] && !said[s.User] {
				said[s.User] = true
				r.found.at("a user that is not there", line, element, guid, "user %s is not among the users and stands for somebody unknown, here and wherever named", show(s.User))
			}
		}
	}
	check("Project", "", 1, r.p.Created, r.p.Changed)
	codings := func(list []Coding) {
		for _, c := range list {
			check("Coding", c.GUID, c.Line, c.Created)
		}
	}
	selections := func(list []*Selection) {
		for _, s := range list {
			check(s.element, s.GUID, s.Line, s.Created, s.Changed)
			codings(s.Codings)
		}
	}
	for _, s := range r.everySource() {
		check(elementOf(s), s.GUID, s.Line, s.Created, s.Changed)
		codings(s.Codings)
		selections(s.Selections)
		for _, t := range s.Transcripts {
			check("Transcript", t.GUID, t.Line, t.Created, t.Changed)
			selections(t.Selections)
		}
	}
	for _, c := range r.p.Cases {
		for _, m := range c.Members {
			check("Case", c.GUID, c.Line, m.Created)
		}
	}
}
