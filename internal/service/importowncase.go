package service

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// readCases makes sites, units and participants of the cases, by what the variable says each is.
func (o *own) readCases() {
	level := func(c *refi.Case) string { return o.values(c.Values)[variableLevel] }
	for _, c := range o.p.Cases {
		if level(c) == asSite {
			s := &crosscase.Site{ID: crosscase.SiteID(c.GUID), Letter: c.Name, Kind: o.values(c.Values)[variableKind], Note: c.Description}
			o.sites[s.Letter], o.siteID[c.GUID] = s, s.ID
			o.add("site", s)
		}
	}
	for _, c := range o.p.Cases {
		if level(c) == asUnit {
			u := &crosscase.Unit{ID: crosscase.UnitID(c.GUID), Note: c.Description}
			u.SiteID, u.Name = o.siteOf(c.Name)
			o.units[c.GUID], o.siteID[c.GUID] = u, u.SiteID
			o.add("unit", u)
		}
	}
	for _, c := range o.p.Cases {
		if level(c) != asParticipant {
			continue
		}
		values := o.values(c.Values)
		p := &crosscase.Participant{ID: crosscase.ParticipantID(c.GUID), Role: values[variableRole], Group: values[variableGroup], Level: values[variableStanding], Note: c.Description}
		p.SiteID, p.Pseudonym = o.siteOf(c.Name)
		for _, u := range o.units {
			if u.SiteID == p.SiteID && u.Name == values[variableUnit] && u.Name != "" {
				p.UnitID = u.ID
			}
		}
		o.people[c.GUID], o.siteID[c.GUID] = p, p.SiteID
		o.add("participant", p)
		for _, guid := range c.SelectionRefs {
			o.speaker[guid] = p.ID
		}
		if i := o.interviewOf(values); i != nil {
			i.SiteID = p.SiteID
			i.Participants = append(i.Participants, p.ID)
		}
	}
}

// siteOf splits "A / P03" into the site and the rest.
func (o *own) siteOf(name string) (crosscase.SiteID, string) {
	longest := ""
	for letter := range o.sites {
		if strings.HasPrefix(name, letter+" / ") && len(letter) > len(longest) {
			longest = letter
		}
	}
	if s := o.sites[longest]; s != nil {
		return s.ID, strings.TrimPrefix(name, longest+" / ")
	}
	return "", name
}

// unitNamed and personNamed find what tags name as their cases are named.
func (o *own) unitNamed(name string) crosscase.UnitID {
	site, rest := o.siteOf(name)
	for _, u := range o.units {
		if u.SiteID == site && u.Name == rest {
			return u.ID
		}
	}
	return ""
}

func (o *own) personNamed(name string) crosscase.ParticipantID {
	site, rest := o.siteOf(name)
	for _, p := range o.people {
		if p.SiteID == site && p.Pseudonym == rest {
			return p.ID
		}
	}
	return ""
}

func (o *own) siteNamed(letter string) crosscase.SiteID {
	if s := o.sites[letter]; s != nil {
		return s.ID
	}
	return ""
}

func (o *own) round(name string) crosscase.RoundID {
	if name == "" {
		return ""
	}
	if o.rounds[name] == nil {
		o.rounds[name] = &crosscase.Round{ID: crosscase.RoundID(refi.DerivedGUID("round", name)), Name: name, Ord: int64(len(o.rounds) + 1)}
	}
	return o.rounds[name].ID
}

// interviewOf is the interview that values speak of; nil for none. The first that speak of it say what it was like.
func (o *own) interviewOf(values map[string]string) *crosscase.Interview {
	name := values[variableInterview]
	if name == "" {
		return nil
	}
	if o.interview[name] == nil {
		o.interview[name] = &crosscase.Interview{ID: crosscase.InterviewID(refi.DerivedGUID("interview", name)), Name: name, RoundID: o.round(values[variableRound]), UnitID: o.unitNamed(values[variablePlace]),
			Date: values[variableDate], Interviewer: values[variableInterviewer], Mode: values[variableMode], Consent: values[variableConsent], Listened: values[variableListened] != ""}
	}
	return o.interview[name]
}

// readAttributes makes attributes of the variables that are not of our making, with their values at cases and sources.
func (o *own) readAttributes() {
	owners := map[string]string{}
	var order []string
	for i := range o.p.Variables {
		x := &o.p.Variables[i]
		if o.isOurs(x) {
			continue
		}
		definition, more := undescribe(x.Description)
		a := &crosscase.Attribute{ID: crosscase.AttributeID(x.GUID), Owner: more["Of"], Name: x.Name, Label: more["Label"], Type: "text", Definition: definition, Ord: int64(len(order) + 1)}
		if x.Type == "Float" {
			a.Type = "number"
		}
		owners[x.GUID] = a.Owner
		order = append(order, x.GUID)
		o.add("attribute", a)
	}
	give := func(owner string, site crosscase.SiteID, list []refi.Value) {
		for _, val := range list {
			if _, ok := owners[val.Variable]; ok {
				o.add("attribute_value", &crosscase.AttributeValue{ID: crosscase.RowID(refi.DerivedGUID("value", val.Variable, owner)), AttributeID: crosscase.AttributeID(val.Variable),
					OwnerID: owner, SiteID: site, Value: val.Text})
			}
		}
	}
	for _, c := range o.p.Cases {
		if site, ok := o.siteID[c.GUID]; ok {
			give(c.GUID, site, c.Values)
		}
	}
	for _, r := range o.rows {
		if src, ok := r.row.(*crosscase.Source); ok {
			give(string(src.ID), src.SiteID, r.of.Values)
		}
	}
}

// sortedInterviews are the rounds and interviews, in the order of their names.
func (o *own) sortedInterviews() (rows []ownRow) {
	for _, name := range sortedKeys(o.rounds) {
		rows = append(rows, ownRow{noun: "round", row: o.rounds[name]})
	}
	slices.SortStableFunc(rows, func(a, b ownRow) int {
		return cmp.Compare(a.row.(*crosscase.Round).Ord, b.row.(*crosscase.Round).Ord)
	})
	for _, name := range sortedKeys(o.interview) {
		rows = append(rows, ownRow{noun: "interview", row: o.interview[name]})
	}
	return rows
}
