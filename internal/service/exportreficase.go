package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putAttributes makes a variable of each attribute, and gathers the values by their owners.
func (x *exchange) putAttributes() {
	x.attributes = map[string][]refi.Value{}
	kinds := map[crosscase.AttributeID]*crosscase.Attribute{}
	for _, a := range x.attributeRows {
		kinds[a.ID] = a
	}
	values := map[crosscase.AttributeID][]*crosscase.AttributeValue{}
	study := int64(0)
	for _, v := range x.valueRows {
		if a := kinds[v.AttributeID]; a != nil && a.Owner == "study" {
			study++
		} else if a != nil {
			values[a.ID] = append(values[a.ID], v)
		}
	}
	for _, a := range x.attributeRows {
		if a.Owner == "study" {
			continue
		}
		kind := "Text"
		if a.Type == "number" {
			kind = "Float"
		}
		description := describe(a.Definition, "", "", "", "", "", "", "", a.Label, a.Owner)
		guid := x.guid("attribute", string(a.ID), "variable")
		x.attrs = append(x.attrs, refi.Variable{GUID: guid, Name: a.Name, Type: kind, Description: description})
		for _, v := range values[a.ID] {
			key := a.Owner + "/" + v.OwnerID
			x.attributes[key] = append(x.attributes[key], refi.Value{Variable: guid, Type: kind, Text: v.Value})
		}
	}
	x.lost.count(study, "attribute of the study as a whole", "a variable of the format has values at cases and sources alone")
}

// putCases makes a case of each site, unit and participant; and a set of the sources of each site, since MAXQDA and
// ATLAS.ti show sets and not cases.
func (x *exchange) putCases() error {
	for _, s := range x.siteRows {
		c := x.newCase("site", string(s.ID), s.Letter, s.Note)
		c.Values = append(c.Values, x.value(variableKind, "Text", s.Kind)...)
		x.endCase(c, "site", string(s.ID))
	}
	for _, u := range x.unitRows {
		x.endCase(x.newCase("unit", string(u.ID), x.unitName(u), u.Note), "unit", string(u.ID))
	}
	alone := x.withoutSources()
	for _, p := range x.participantRows {
		c := x.newCase("participant", string(p.ID), x.participantName(p), p.Note)
		if u := x.unit[p.UnitID]; u != nil {
			c.Values = append(c.Values, x.value(variableUnit, "Text", u.Name)...)
		}
		c.Values = append(c.Values, x.value(variableRole, "Text", p.Role)...)
		c.Values = append(c.Values, x.value(variableGroup, "Text", p.Group)...)
		c.Values = append(c.Values, x.value(variableStanding, "Text", p.Level)...)
		c.Values = append(c.Values, x.interviewValues(alone[p.ID])...)
		x.endCase(c, "participant", string(p.ID))
	}
	x.referSources()
	for _, e := range x.excerptRows {
		if c, sel := x.cases[string(e.ParticipantID)], x.marked[e.ID]; c != nil && sel != nil {
			c.SelectionRefs = append(c.SelectionRefs, sel.GUID)
		}
	}
	sets := int64(0)
	for _, s := range x.siteRows {
		if c := x.cases[string(s.ID)]; len(c.SourceRefs) > 0 {
			x.p.Sets = append(x.p.Sets, refi.Set{GUID: refi.DerivedGUID("site", c.GUID), Name: setSite + s.Letter, Sources: c.SourceRefs})
			sets++
		}
	}
	x.mapped.count(sets, "site written as a case and as a set of its sources", "some programs show one, some the other")
	return nil
}

func (x *exchange) newCase(level, id, name, note string) *refi.Case {
	c := &refi.Case{GUID: x.guid(level, id, "case"), Name: name, Description: note}
	c.Values = x.value(variableLevel, "Text", level)
	x.cases[id] = c
	x.p.Cases = append(x.p.Cases, c)
	return c
}

func (x *exchange) endCase(c *refi.Case, owner, id string) {
	c.Values = append(c.Values, x.attributes[owner+"/"+id]...)
}

// referSources ties each source to its site, and to the unit and participants of its interview.
func (x *exchange) referSources() {
	for _, src := range x.sourceRows {
		ids := []string{string(src.SiteID)}
		if i := x.interview[src.InterviewID]; i != nil {
			ids = append(ids, string(i.SiteID), string(i.UnitID))
			for _, p := range i.Participants {
				ids = append(ids, string(p))
			}
		}
		guid := x.sources[src.ID].GUID
		for _, id := range ids {
			if c := x.cases[id]; c != nil && !slices.Contains(c.SourceRefs, guid) {
				c.SourceRefs = append(c.SourceRefs, guid)
			}
		}
	}
}

// withoutSources are the interviews that no source is of, by the one participant of each.
func (x *exchange) withoutSources() map[crosscase.ParticipantID]*crosscase.Interview {
	has := map[crosscase.InterviewID]bool{}
	for _, src := range x.sourceRows {
		has[src.InterviewID] = true
	}
	out, lost := map[crosscase.ParticipantID]*crosscase.Interview{}, int64(0)
	for _, i := range x.interviewRows {
		switch {
		case has[i.ID]:
		case len(i.Participants) == 1 && out[i.Participants[0]] == nil:
			out[i.Participants[0]] = i
		default:
			lost++
		}
	}
	x.mapped.count(int64(len(out)), "interview without a source written as variables of its participant")
	x.lost.count(lost, "interview without a source", "the format knows interviews by their sources alone")
	return out
}

func (x *exchange) unitName(u *crosscase.Unit) string { return x.siteName(u.SiteID) + " / " + u.Name }

func (x *exchange) participantName(p *crosscase.Participant) string {
	if s := x.site[p.SiteID]; s != nil {
		return s.Letter + " / " + p.Pseudonym
	}
	return p.Pseudonym
}
