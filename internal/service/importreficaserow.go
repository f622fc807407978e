package service

import (
	"regexp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// casePlaces is what belongs to cases in one source.
type casePlaces struct {
	site         *caseUse   // that all of it belongs to
	unit         *caseUse   //
	participants []*caseUse // who all of it is of
	passages     []casePassage
}

// casePassage is a passage of a source that belongs to a case. Its span is filled in with the source.
type casePassage struct {
	use       *caseUse
	selection string
	measure   crosscase.Measure
	span      text.Span
}

// putCases makes sites, then units, then participants of the cases and sets, and notes what belongs to them.
func (in *refiImport) putCases() error {
	n := map[string]int64{}
	for _, as := range []string{asSite, asUnit, asParticipant} {
		for _, u := range in.uses {
			if u.As != as {
				continue
			}
			if err := in.putCase(u); err != nil {
				return err
			}
			n[u.Kind+" became a "+as]++
		}
	}
	for _, what := range sortedKeys(n) {
		in.mapped.count(n[what], what, "")
	}
	for _, u := range in.uses {
		in.placeCase(u)
	}
	return nil
}

// placeCase notes what belongs to a case in each source.
func (in *refiImport) placeCase(u *caseUse) {
	of := func(source string) *casePlaces {
		if in.places[source] == nil {
			in.places[source] = &casePlaces{}
		}
		return in.places[source]
	}
	for _, source := range u.whole {
		p := of(source)
		switch {
		case u.noun == asSite && p.site != nil && p.site.id != u.id:
			in.lost.add("membership in site "+quoted(u.Name), "source "+source, "the source is of site "+quoted(p.site.Name)+" already, and a source is of one site")
		case u.noun == asSite:
			p.site = u
		case u.noun == asUnit:
			p.unit = u
		case u.noun == asParticipant:
			p.participants = append(p.participants, u)
		}
	}
	if u.noun == "" {
		return
	}
	for _, m := range u.passages {
		if m.Source != "" {
			of(m.Source).passages = append(of(m.Source).passages, casePassage{use: u, selection: m.Selection})
		}
	}
}

func (in *refiImport) putCase(u *caseUse) error {
	u.noun = u.As
	site := in.siteAbove(u)
	if u.As == asUnit && site == nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "case %s cannot become a unit: it is in no case that is a site, and a unit is a part of one; make it a site or a participant", quoted(u.Name))
	}
	if site != nil {
		u.site = site.site
	}
	name := firstOf(in.caseName(u, site), u.Kind+" without a name")
	scope := u.noun
	if u.noun != asSite {
		scope += "/" + string(u.site)
	}
	id, was := in.known(u.noun, u.Kind, u.guid)
	if site := in.names[asSite][name]; u.set != nil && u.noun == asSite && siteSet.MatchString(u.Name) && site != "" {
		u.id, u.site = site, crosscase.SiteID(site) // the case of the same name says more
		return in.alias(u.noun, site, u.Kind, u.guid)
	}
	name, holder := in.vacant(u.noun, scope, id, name)
	if !was && holder != "" {
		id = holder
		in.claim(u.noun, id, u.Kind, u.guid)
		in.mapped.add(u.Kind+" taken for the "+u.noun+" of the same name", quoted(name), "")
	} else if !was {
		id = in.newRow(u.noun, u.Kind, u.guid, name)
	}
	u.id = id
	if err := in.put(u.noun, in.caseRow(u, name)); err != nil {
		return err
	}
	return in.alias(u.noun, id, u.Kind, u.guid)
}

// caseRow is the row a case becomes.
func (in *refiImport) caseRow(u *caseUse, name string) any {
	note := ""
	if u.kase != nil {
		note = u.kase.Description
	} else {
		note = u.set.Description
	}
	switch u.noun {
	case asSite:
		s := stands[crosscase.Site](in, asSite, u.id)
		if s == nil {
			s = &crosscase.Site{ID: crosscase.SiteID(u.id)}
		}
		s.Letter, s.Note, u.site = name, firstOf(note, s.Note), s.ID
		return s
	case asUnit:
		s := stands[crosscase.Unit](in, asUnit, u.id)
		if s == nil {
			s = &crosscase.Unit{ID: crosscase.UnitID(u.id)}
		}
		s.SiteID, s.Name, s.Note, u.unit = u.site, name, firstOf(note, s.Note), s.ID
		return s
	}
	p := stands[crosscase.Participant](in, asParticipant, u.id)
	if p == nil {
		p = &crosscase.Participant{ID: crosscase.ParticipantID(u.id), SiteID: u.site}
	}
	p.Pseudonym, p.Note = name, firstOf(note, p.Note)
	if u.site != "" {
		p.SiteID = u.site
	}
	if unit := u.unitAbove(); unit != nil {
		p.UnitID, u.unit = unit.unit, unit.unit
	}
	return p
}

func (u *caseUse) unitAbove() *caseUse {
	for at, steps := u.above, 0; at != nil && steps < 100; at, steps = at.above, steps+1 {
		if at.noun == asUnit {
			return at
		}
	}
	return nil
}

// siteAbove is the site that a unit or participant belongs to: a case it is in, else the one that has its sources;
// nil for none.
func (in *refiImport) siteAbove(u *caseUse) *caseUse {
	if u.As == asSite {
		return nil
	}
	for at, steps := u.above, 0; at != nil && steps < 100; at, steps = at.above, steps+1 {
		if at.As == asSite {
			return at
		}
	}
	if m := letterPrefix.FindStringSubmatch(u.Name); m != nil {
		for _, site := range in.uses {
			if site.As == asSite && strings.EqualFold(strings.TrimSpace(site.Name), strings.TrimSpace(m[1])) {
				return site
			}
		}
	}
	sources := slices.Clone(u.whole)
	for _, m := range u.passages {
		sources = append(sources, m.Source)
	}
	var found *caseUse
	for _, site := range in.uses {
		if site.As != asSite || len(sources) == 0 {
			continue
		}
		if slices.ContainsFunc(sources, func(s string) bool { _, ok := slices.BinarySearch(site.whole, s); return !ok }) {
			continue
		}
		if found == nil || len(site.whole) < len(found.whole) {
			found = site
		}
	}
	return found
}

var letterPrefix = regexp.MustCompile(`^(.+) / (.+)$`)

// caseName is a case's name, without the name of its site before it.
func (in *refiImport) caseName(u, site *caseUse) string {
	if m := siteSet.FindStringSubmatch(u.Name); m != nil && u.set != nil {
		return m[1]
	}
	if m := letterPrefix.FindStringSubmatch(u.Name); m != nil && site != nil && strings.EqualFold(strings.TrimSpace(m[1]), strings.TrimSpace(site.Name)) {
		return m[2]
	}
	return u.Name
}
