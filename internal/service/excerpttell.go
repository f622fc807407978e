package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// excerptTeller says of each excerpt who speaks, at a level of disclosure.
type excerptTeller struct {
	ev      *crosscase.Evidence
	plain   bool // participants are disclosed
	label   *report.Attribution
	people  map[crosscase.ParticipantID]int32
	sites   map[crosscase.SiteID]int32
	sources map[crosscase.SourceID]int32
	codings map[crosscase.CodingID]int32
}

func (v *visit) excerptTeller(level crosscase.Disclosure) (*excerptTeller, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	if level != "" {
		settings := ev.Settings
		settings.Disclosure = level
		if err := settings.Validate(); err != nil {
			return nil, err
		}
		at := *ev
		at.Settings = settings
		ev = &at
	}
	t := &excerptTeller{
		ev: ev, plain: ev.Settings.Disclosure == crosscase.DiscloseParticipant, label: report.NewAttribution(ev),
		people: make(map[crosscase.ParticipantID]int32, len(ev.Participants)), sites: make(map[crosscase.SiteID]int32, len(ev.Sites)),
		sources: make(map[crosscase.SourceID]int32, len(ev.Sources)), codings: make(map[crosscase.CodingID]int32, len(ev.Codings)),
	}
	for i := range ev.Participants {
		t.people[ev.Participants[i].ID] = int32(i)
	}
	for i := range ev.Sites {
		t.sites[ev.Sites[i].ID] = int32(i)
	}
	for i := range ev.Sources {
		t.sources[ev.Sources[i].ID] = int32(i)
	}
	for i := range ev.Codings {
		if ev.Codings[i].Participant < 0 {
			t.codings[ev.Codings[i].ID] = int32(i)
		}
	}
	return t, nil
}

// speaker is who speaks in an excerpt, as far as may be said.
type speaker struct {
	label, pseudonym, group, level, site, source string
	person                                       bool // what is known of the person may stand beside the words
}

func (t *excerptTeller) speaker(n *names, r *excerptRow) speaker {
	var s speaker
	site, hasSite := t.sites[r.site()]
	if !hasSite {
		site = -1
	}
	source := int32(-1)
	if at, ok := t.sources[r.excerpt.SourceID]; ok {
		source = at
	}
	s.source = t.label.Source(source)
	if src := n.sources[r.excerpt.SourceID]; src != nil && t.plain {
		s.source = src.Name
	}
	person, spoken := t.people[r.participant()]
	s.person = t.plain || !spoken
	name, group, level := n.speaker(r.participant())
	if !spoken && r.coding != nil {
		group, level = r.coding.Group, r.coding.Level
	}
	switch {
	case spoken:
		s.label = t.label.Voice(person)
	case r.coding != nil:
		if at, ok := t.codings[r.coding.ID]; ok {
			s.label = t.label.Statement(&t.ev.Codings[at], site)
		}
	}
	if t.plain {
		s.pseudonym = name
	}
	if hasSite && t.label.SiteNamed(site, spoken) {
		s.site = n.sites[r.site()]
	}
	if hasSite && t.label.Named(site, group) || t.plain {
		s.group = group
	}
	if hasSite && t.label.LevelNamed(site, level) || t.plain {
		s.level = level
	}
	return s
}

// interview is the one that an excerpt is out of, where it may be named.
func (s *speaker) interview(t *excerptTable, r *excerptRow) string {
	src := t.names.sources[r.excerpt.SourceID]
	if src == nil || !t.tell.plain || t.interviews[src.InterviewID] == nil {
		return ""
	}
	return t.interviews[src.InterviewID].Name
}

// themePath is where a theme stands in the codebook.
type themePath struct {
	meta, path string
	depth      int
}

type themePaths map[crosscase.ThemeID]themePath

func pathsOf(book *store.Codebook) themePaths {
	metas := map[crosscase.MetaThemeID]string{}
	for _, m := range book.MetaThemes {
		metas[m.ID] = m.Name
	}
	out := themePaths{}
	for _, t := range book.Themes { // a sub-theme stands after its theme
		p := themePath{metas[t.MetaThemeID], t.Cell(), 0}
		if up, ok := out[t.ParentID]; ok {
			p = themePath{up.meta, up.path + " > " + t.Cell(), up.depth + 1}
		}
		out[t.ID] = p
	}
	return out
}
