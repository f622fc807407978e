package report

import (
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// SiteReport is the report of one site, theme by theme in the order of the codebook. The error is
// CodeNotFound where no site has the letter.
func SiteReport(d *Data, letter string) (*Report, error) {
	site := int32(slices.IndexFunc(d.Evidence.Sites, func(s crosscase.EvidenceSite) bool { return s.Letter == letter }))
	if site < 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no site %q in this study", letter)
	}
	s := &siteReport{index: newIndex(d, site), site: site, letter: letter, shown: map[crosscase.MemoID]bool{}}
	s.report = &Report{Title: "Site " + letter, Subtitle: "Site report", Study: d.Title, Date: d.Date, Synthetic: d.Synthetic}
	s.people()
	s.sortCodings()
	s.standing()
	s.profile()
	for _, group := range s.metaOrder() {
		s.metaTheme(group)
	}
	s.themeless()
	s.withoutEvidence()
	s.inconsistencies()
	s.report.Sections = append(s.report.Sections, howToRead(&s.ev.Settings))
	s.finish(s.report)
	return s.report, nil
}

// siteReport is a site report being built.
type siteReport struct {
	*index
	site                  int32
	letter                string
	report                *Report
	interviewed, listened int
	byTheme               map[int32][]int32 // codings of the site
	byQuestion            map[asked][]int32
	shown                 map[crosscase.MemoID]bool
}

// asked is a question under an aspect.
type asked struct {
	question int32
	aspect   uint8
}

func (s *siteReport) section(id, heading string, level int) *Section {
	s.report.Sections = append(s.report.Sections, Section{ID: id, Heading: heading, Level: level})
	return &s.report.Sections[len(s.report.Sections)-1]
}

// people counts the denominators of the site.
func (s *siteReport) people() {
	for i := range s.ev.Participants {
		p := &s.ev.Participants[i]
		if p.Site != s.site {
			continue
		}
		if p.Interviewed {
			s.interviewed++
		}
		if p.Listened {
			s.listened++
		}
	}
}

func (s *siteReport) sortCodings() {
	s.byTheme, s.byQuestion = map[int32][]int32{}, map[asked][]int32{}
	for _, i := range s.codings[s.site] {
		c := &s.ev.Codings[i]
		s.byTheme[c.Theme] = append(s.byTheme[c.Theme], i)
		if c.Question >= 0 {
			at := asked{c.Question, c.Aspect}
			s.byQuestion[at] = append(s.byQuestion[at], i)
		}
	}
	for _, i := range s.codings[-1] {
		if c := &s.ev.Codings[i]; s.ofEverySite(c) {
			s.byTheme[c.Theme] = append(s.byTheme[c.Theme], i)
		}
	}
}

// evidenceOf are the excerpts of codings, each once.
func (s *siteReport) evidenceOf(codings []int32, keep func(*crosscase.EvidenceCoding) bool) []crosscase.ExcerptID {
	var out []crosscase.ExcerptID
	seen := map[crosscase.ExcerptID]bool{}
	for _, i := range codings {
		c := &s.ev.Codings[i]
		if !seen[c.Excerpt] && (keep == nil || keep(c)) {
			seen[c.Excerpt] = true
			out = append(out, c.Excerpt)
		}
	}
	return out
}

// result is what the site shows on a question result; nil where nothing was computed.
func (s *siteReport) result(question int) *agreement.SiteResult { return s.results[question][s.site] }

// speaks says whether there is anything on a question at the site.
func speaks(r *agreement.SiteResult) bool {
	return r != nil && (r.Voices > 0 || len(r.Statements) > 0 || r.NoPosition > 0 || len(r.Silences) > 0 || r.Override != nil)
}

// standing is the first section: what there is and how far it goes together.
func (s *siteReport) standing() {
	sec := s.section("standing", "Where this site stands", 1)
	var sentences []Sentence
	sentences = append(sentences, s.denominators())
	specific, all := 0, 0
	for t := range s.ev.Themes {
		codings := s.byTheme[int32(t)]
		if len(codings) > 0 {
			all++
		}
		if slices.ContainsFunc(codings, func(i int32) bool { return s.siteSpecific(&s.ev.Codings[i]) }) {
			specific++
		}
	}
	about := say("standing.themes", Count, nil, "{} of the study’s {} {} evidence about this site in particular.",
		specific, digits(len(s.ev.Themes)), either(len(s.ev.Themes), "theme", "themes")+either(specific, " has", " have"))
	if specific == 0 {
		about = say("standing.themes", Count, nil, "none of the study’s {} has evidence about this site in particular.", counted(len(s.ev.Themes), "theme"))
	}
	sentences = append(sentences, about)
	if all > specific {
		sentences = append(sentences, say("standing.tables", Count, nil, "{} more {} covered only by tables or by what is said of all sites.",
			all-specific, either(all-specific, "is", "are")))
	}
	if line, ok := s.statuses(); ok {
		sentences = append(sentences, line)
	}
	sec.Blocks = append(sec.Blocks, paragraph(sentences...))
	if t := s.overview(); t != nil {
		sec.Blocks = append(sec.Blocks, tableBlock(t))
	}
}

// denominators says how many were interviewed and how many of them were listened to.
func (s *siteReport) denominators() Sentence {
	switch {
	case s.interviewed == 0 && s.listened == 0:
		return say("standing.people", Count, nil, "the record holds no interview with a person at this site.")
	case s.listened == s.interviewed:
		return say("standing.people", Count, nil, "{} interviewed at this site and {} listened to.",
			counted(s.interviewed, "person")+either(s.interviewed, " was", " were"), either(s.interviewed, "has been", "all have been"))
	case s.interviewed == 0:
		return say("standing.people", Count, nil, "{} been listened to; the record holds no interview.",
			counted(s.listened, "person")+either(s.listened, " has", " have"))
	case s.listened == 0:
		return say("standing.people", Count, nil, "{} interviewed at this site; none of these interviews has been listened to in this study.",
			counted(s.interviewed, "person")+either(s.interviewed, " was", " were"))
	}
	return say("standing.people", Count, nil, "{} interviewed at this site, of whom {} been listened to.",
		counted(s.interviewed, "person")+either(s.interviewed, " was", " were"), number(s.listened)+either(s.listened, " has", " have"))
}

// statusOrder is the order in which statuses are told, from the most to the least agreed.
var statusOrder = []agreement.Status{
	agreement.StatusUnanimous, agreement.StatusAgreement, agreement.StatusMajority, agreement.StatusSplit,
	agreement.StatusDividedByRole, agreement.StatusDividedByLevel, agreement.StatusSingleVoice,
}

var statusWords = map[agreement.Status]string{
	agreement.StatusUnanimous: "unanimous", agreement.StatusAgreement: "agreement", agreement.StatusMajority: "majority with dissent",
	agreement.StatusSplit: "split", agreement.StatusDividedByRole: "divided by role", agreement.StatusDividedByLevel: "divided by level",
	agreement.StatusSingleVoice: "single voice", agreement.StatusUnheard: "unheard",
}

// statuses counts the questions of the site by status.
func (s *siteReport) statuses() (Sentence, bool) {
	counts := map[agreement.Status]int{}
	heard, stated := 0, 0
	for i := range s.results {
		r := s.result(i)
		switch {
		case r == nil:
		case r.Voices > 0:
			heard++
			counts[r.Status]++
		case len(r.Statements) > 0:
			stated++
		}
	}
	if heard+stated == 0 {
		return Sentence{}, false
	}
	var pieces []string
	for _, status := range statusOrder {
		if n := counts[status]; n > 0 {
			pieces = append(pieces, statusWords[status]+" on "+number(n))
		}
	}
	switch {
	case heard == 0:
		return say("standing.statuses", Count, nil, "no question has a voice at this site; on {} the record states a position.", counted(stated, "question")), true
	case stated == 0:
		return say("standing.statuses", Count, nil, "{} voices: {}.", counted(heard, "question")+either(heard, " has", " have"), joined(pieces)), true
	}
	return say("standing.statuses", Count, nil, "{} voices: {}. On {} more the record alone states a position.",
		counted(heard, "question")+either(heard, " has", " have"), joined(pieces), number(stated)), true
}

// overview is the table of all questions on which the site says something.
func (s *siteReport) overview() *Table {
	t := &Table{
		ID: "table-overview", Caption: "Positions and agreement at site " + s.letter,
		Columns: []Column{
			{Heading: "Theme"}, {Heading: "Question", Width: 0.4}, {Heading: "Aspect"}, {Heading: "Position", Width: 0.22}, {Heading: "Status"},
			{Heading: "Voices / listened / interviewed", Align: Right}, {Heading: "Flip", Align: Right},
		},
	}
	for _, group := range append(s.metaOrder(), metaGroup{themes: []int32{-1}}) {
		for _, theme := range group.themes {
			for _, i := range s.index.byTheme[theme] {
				r := s.result(i)
				if !speaks(r) {
					continue
				}
				q := &s.Agreement[i]
				flip, key := Cell{Text: "–"}, ""
				if r.Flip != nil {
					flip = countCell(*r.Flip)
				}
				if theme >= 0 {
					key = s.ev.Themes[theme].Key
				}
				t.Rows = append(t.Rows, Row{Cells: []Cell{
					{Text: key}, {Text: prompt(&s.ev.Questions[q.QuestionIndex])}, {Text: aspectNames[q.Aspect]},
					{Text: positionLabel(r), Evidence: s.evidenceOf(s.byQuestion[asked{q.QuestionIndex, q.AspectIndex}], nil)},
					{Text: statusLabel(r)},
					{Text: fmt.Sprintf("%d / %d / %d", r.Voices, r.Listened, r.Interviewed)}, flip,
				}})
			}
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	t.Notes = []string{"Flip: the fewest voices whose recoding would lower the status; a dash where no status can be lowered. Stated: by documents alone, no voice."}
	return t
}

// positionLabel is a site's position with what qualifies it.
func positionLabel(r *agreement.SiteResult) string {
	label := setWords(r.Position)
	switch {
	case r.Override != nil:
		label += " (set by hand)"
	case r.Stated:
		label += " (stated)"
	case r.Contested:
		label += " (contested)"
	}
	return label
}

func statusLabel(r *agreement.SiteResult) string {
	if r.Voices == 0 {
		return "no voice"
	}
	return statusWords[r.Status]
}

// either is the first text for one, the second for any other count.
func either(n int, one, more string) string {
	if n == 1 {
		return one
	}
	return more
}

func countCell(n int) Cell {
	f := float64(n)
	return Cell{Text: figures(f), Number: &f}
}
