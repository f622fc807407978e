package report

import (
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
)

// metaTheme writes the themes of one meta-theme on which the site says something.
func (s *siteReport) metaTheme(group metaGroup) {
	name := group.name
	if name == "" {
		name = "Other themes"
	}
	at := len(s.report.Sections)
	s.section("meta-"+slug(name), name, 1)
	var absent []string
	for _, theme := range group.themes {
		if s.hasMatter(theme) {
			s.theme(theme)
		} else {
			absent = append(absent, s.ev.Themes[theme].Key)
		}
	}
	head := &s.report.Sections[at] // the themes were added after it
	switch n := len(group.themes); {
	case len(absent) == n:
		head.Blocks = append(head.Blocks, paragraph(say(head.ID+".absent", Linking, nil, "the record holds nothing on {} of {} at this site.",
			either(n, "the only theme", "any of the "+digits(n)+" themes"), em(name))))
	case len(absent) > 0:
		head.Blocks = append(head.Blocks, paragraph(say(head.ID+".absent", Linking, nil, "{} of {} themes {} here; nothing is held on {}.",
			n-len(absent), n, either(n-len(absent), "is treated", "are treated"), joined(absent))))
	}
}

// hasMatter says whether a theme has codings, silences or inconsistencies at the site.
func (s *siteReport) hasMatter(theme int32) bool {
	if len(s.byTheme[theme]) > 0 {
		return true
	}
	for _, i := range s.index.byTheme[theme] {
		if speaks(s.result(i)) {
			return true
		}
	}
	return false
}

// theme writes one theme: who spoke, what is said outside any question, and each question.
func (s *siteReport) theme(theme int32) {
	t := &s.ev.Themes[theme]
	id := "theme-" + slug(t.Key)
	at := len(s.report.Sections)
	s.section(id, s.themeName(theme), 2)
	spoke, speakers := s.whoSpoke(id, theme)
	blocks := []Block{paragraph(spoke...)}
	if line, ok := s.themeSilences(id, theme); ok {
		blocks = append(blocks, paragraph(line))
	}
	outside := s.evidenceOf(s.byTheme[theme], func(c *crosscase.EvidenceCoding) bool { return c.Question < 0 })
	if len(outside) > 0 {
		blocks = append(blocks, paragraph(say(id+".outside", Quoting, outside, "{} on this theme {} outside its questions{}",
			counted(len(outside), "excerpt"), either(len(outside), "stands", "stand"), s.colon(outside))))
		blocks = append(blocks, s.quotations(id, outside, quotedAtMost)...)
	}
	blocks = append(blocks, s.memosAbout(id, "theme", t.Key, t.Name)...)
	s.report.Sections[at].Blocks = blocks
	for _, i := range s.index.byTheme[theme] {
		if speaks(s.result(i)) {
			s.question(id, i, speakers)
		}
	}
}

// themeless writes the questions that belong to no theme.
func (s *siteReport) themeless() {
	open := false
	for _, i := range s.index.byTheme[-1] {
		if !speaks(s.result(i)) {
			continue
		}
		if !open {
			s.section("no-theme", "Questions without a theme", 1)
			open = true
		}
		s.question("no-theme", i, 1)
	}
}

// quotedAtMost is how many quotations illustrate a leading position or a theme. Dissent has no such limit.
const quotedAtMost = 2

// whoSpoke says how many people spoke of a theme, of how many.
func (s *siteReport) whoSpoke(id string, theme int32) (sentences []Sentence, people int) {
	speakers, statements := map[int32]bool{}, 0
	specific := false
	for _, i := range s.byTheme[theme] {
		c := &s.ev.Codings[i]
		if c.Participant >= 0 {
			speakers[c.Participant] = true
		} else {
			statements++
		}
		specific = specific || s.siteSpecific(c)
	}
	evidence := s.evidenceOf(s.byTheme[theme], nil)
	n := len(speakers)
	var out []Sentence
	if n == 0 {
		out = append(out, say(id+".voices", Count, nil, "{}.", s.nobody("spoke of this theme")))
	} else {
		out = append(out, say(id+".voices", Count, evidence, "{} {} spoke of this theme.", n, s.ofPeople()))
	}
	if statements > 0 {
		only := ""
		if !specific {
			only = ", from tables or said of all sites and so not about this one in particular"
		}
		out = append(out, say(id+".statements", Count, evidence, "the record adds {}{}.", counted(statements, "statement"), only))
	}
	return out, n
}

// ofPeople is the denominators in words: "of the 12 people listened to (14 interviewed)".
func (s *siteReport) ofPeople() string {
	switch {
	case s.listened == 1 && s.interviewed == 1:
		return "of the one person interviewed (and listened to)"
	case s.listened == s.interviewed:
		return fmt.Sprintf("of the %s people interviewed (all listened to)", number(s.interviewed))
	case s.listened == 1:
		return fmt.Sprintf("of the one person listened to (%s interviewed)", number(s.interviewed))
	}
	return fmt.Sprintf("of the %s people listened to (%s interviewed)", number(s.listened), number(s.interviewed))
}

// nobody says that nobody did something, of how many.
func (s *siteReport) nobody(did string) string {
	switch {
	case s.interviewed == 0 && s.listened == 0:
		return "nobody " + did + ", and no interview is on record"
	case s.listened == 0:
		return fmt.Sprintf("nobody %s: none of the %s interviewed has been listened to", did, number(s.interviewed))
	}
	return "none " + s.ofPeople() + " " + did
}

// themeSilences tells the recorded absences on a theme as a whole.
func (s *siteReport) themeSilences(id string, theme int32) (Sentence, bool) {
	people := map[crosscase.SilenceKind]map[int32]bool{}
	for i := range s.ev.Silences {
		q := &s.ev.Silences[i]
		if q.Theme != theme || q.Question >= 0 || q.Site != s.site {
			continue
		}
		if people[q.Kind] == nil {
			people[q.Kind] = map[int32]bool{}
		}
		people[q.Kind][q.Participant] = true
	}
	counts := map[crosscase.SilenceKind]int{}
	for k, who := range people {
		counts[k] = len(who)
	}
	return silences(id+".silences", counts)
}

// silences tells recorded absences; they are no position.
func silences(id string, counts map[crosscase.SilenceKind]int) (Sentence, bool) {
	var pieces []string
	for _, k := range []struct {
		kind      crosscase.SilenceKind
		one, more string
	}{
		{crosscase.NotAsked, "was not asked", "were not asked"},
		{crosscase.AskedNoView, "was asked and had no view", "were asked and had no view"},
		{crosscase.NotRaised, "did not raise it", "did not raise it"},
		{crosscase.ListenedNothing, "was listened to and says nothing on it", "were listened to and say nothing on it"},
	} {
		if n := counts[k.kind]; n > 0 {
			pieces = append(pieces, number(n)+" "+either(n, k.one, k.more))
		}
	}
	if len(pieces) == 0 {
		return Sentence{}, false
	}
	return say(id, Count, nil, "silences on record: {}.", joined(pieces)), true
}

// withoutEvidence lists honestly what this report could not treat.
func (s *siteReport) withoutEvidence() {
	var nothing, general []string
	for _, group := range s.metaOrder() {
		for _, theme := range group.themes {
			codings := s.byTheme[theme]
			switch {
			case len(codings) == 0:
				nothing = append(nothing, s.themeName(theme))
			case !slices.ContainsFunc(codings, func(i int32) bool { return s.siteSpecific(&s.ev.Codings[i]) }):
				general = append(general, s.themeName(theme))
			}
		}
	}
	if len(nothing)+len(general) == 0 {
		return
	}
	sec := s.section("without-evidence", "Themes without evidence at this site", 1)
	sec.Blocks = append(sec.Blocks, paragraph(say("without.meaning", Linking, nil,
		"what nobody said is unknown, not false: a theme may be missing here because it was not asked about, not listened for or not reported.")))
	items := func(id, lead string, names []string) {
		if len(names) == 0 {
			return
		}
		sec.Blocks = append(sec.Blocks, paragraph(say(id, Count, nil, lead, counted(len(names), "theme"))))
		var list []Sentence
		for i, n := range names {
			list = append(list, say(fmt.Sprintf("%s.%d", id, i+1), Descriptive, nil, "{}", n))
		}
		sec.Blocks = append(sec.Blocks, Block{Kind: BlockList, Sentences: list})
	}
	items("without.nothing", "no evidence of any kind, {}:", nothing)
	items("without.general", "only tables or statements about all sites, {}:", general)
}
