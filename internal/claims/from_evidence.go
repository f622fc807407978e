package claims

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// Input is what a record is drawn from.
type Input struct {
	Evidence   *crosscase.Evidence
	Stands     []Stand               // where each site stands, as package agreement finds it
	Attributes []crosscase.Attribute // definitions of those of sites and of the study
	Study      map[string]string     // values of the study's attributes
	Interviews map[string]int        // by round; those of no round under ""
	Targets    map[string]int        // interviews planned, by round; 0 and absent are the same
}

// Stand is where one site stands on one question under one aspect.
type Stand struct {
	Question int32    // index into Evidence.Questions
	Site     int32    // index into Evidence.Sites
	Aspect   uint8    // index into Aspects
	Position string   // name; of a set-valued question a|b; or mixed, thin, unknown
	Decided  bool     // the position is one of the question's own
	Value    *float64 // numeric: what a decided site stands for
}

// cell is one site on one question under one aspect.
type cell struct {
	question, site int32
	aspect         uint8
}

// FromEvidence draws the record from the evidence table. A position carries the excerpts of the
// codings that are on it, of a mixed one those of every answer.
func FromEvidence(in Input) *Record {
	ev := in.Evidence
	codings := map[cell][]int32{}
	used := map[int32][]bool{}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		site := c.Site
		if site < 0 && c.Participant >= 0 {
			site = ev.Participants[c.Participant].Site
		}
		if c.Question < 0 || site < 0 {
			continue
		}
		at := cell{c.Question, site, c.Aspect}
		codings[at] = append(codings[at], int32(i))
		use(used, c.Question, c.Aspect)
	}
	for _, o := range ev.Overrides {
		use(used, o.Question, o.Aspect)
	}
	sites := make([]SiteRecord, len(ev.Sites))
	for i, s := range ev.Sites {
		sites[i] = SiteRecord{Letter: s.Letter, Attributes: s.Attributes}
	}
	for _, s := range in.Stands {
		if p, ok := sitePosition(ev, s, codings[cell{s.Question, s.Site, s.Aspect}]); ok {
			sites[s.Site].Positions = append(sites[s.Site].Positions, p)
		}
	}
	return NewRecord(namesOf(in, used), sites, studyOf(in))
}

func use(used map[int32][]bool, question int32, aspect uint8) {
	if used[question] == nil {
		used[question] = make([]bool, len(crosscase.Aspects))
	}
	if int(aspect) < len(crosscase.Aspects) {
		used[question][aspect] = true
	}
}

// sitePosition reads one stand; false where the site is thin or unknown.
func sitePosition(ev *crosscase.Evidence, s Stand, codings []int32) (SitePosition, bool) {
	q := &ev.Questions[s.Question]
	p := SitePosition{Question: q.Name, Aspect: crosscase.Aspects[s.Aspect]}
	switch {
	case !s.Decided && s.Position == crosscase.PositionMixed:
		p.State = Mixed
	case !s.Decided:
		return p, false
	case q.Type == crosscase.Numeric:
		if s.Value != nil {
			p.Number = *s.Value
		} else if f, err := strconv.ParseFloat(s.Position, 64); err == nil {
			p.Number = f
		} else {
			return p, false
		}
	case q.Type == crosscase.SetType:
		p.Set = strings.Split(s.Position, "|")
	default:
		p.Text = s.Position
	}
	for _, i := range codings {
		if c := &ev.Codings[i]; p.State == Mixed || answers(q, c, p) {
			p.Excerpts = append(p.Excerpts, c.Excerpt)
		}
	}
	p.Excerpts = once(p.Excerpts)
	return p, true
}

// answers says whether a coding is on the position: any number and any part of the set will do.
func answers(q *crosscase.EvidenceQuestion, c *crosscase.EvidenceCoding, p SitePosition) bool {
	name := func(i int32) string {
		if i < 0 || int(i) >= len(q.Positions) {
			return ""
		}
		return q.Positions[i]
	}
	switch q.Type {
	case crosscase.Numeric:
		return c.HasNumber
	case crosscase.SetType:
		return slices.ContainsFunc(c.Set, func(i int32) bool { return slices.Contains(p.Set, name(i)) })
	}
	return c.Position >= 0 && name(c.Position) == p.Text
}

func namesOf(in Input, used map[int32][]bool) Names {
	ev := in.Evidence
	names := Names{Attributes: in.Attributes, Rounds: slices.Clone(ev.Rounds), Groups: ev.Groups, Levels: ev.Levels, Themes: map[crosscase.ThemeID]string{}}
	for i, q := range ev.Questions {
		question := Question{Name: q.Name, Type: q.Type, Positions: q.Positions}
		for a, yes := range used[int32(i)] {
			if yes {
				question.Aspects = append(question.Aspects, crosscase.Aspects[a])
			}
		}
		names.Questions = append(names.Questions, question)
	}
	for _, t := range ev.Themes {
		names.Themes[t.ID] = t.Key
	}
	var more []string
	for round := range in.Interviews {
		more = append(more, round)
	}
	slices.Sort(more)
	for _, round := range more {
		if round != "" && !slices.Contains(names.Rounds, round) {
			names.Rounds = append(names.Rounds, round)
		}
	}
	return names
}

func studyOf(in Input) StudyRecord {
	ev := in.Evidence
	s := StudyRecord{
		Attributes: in.Study, Units: len(ev.Units), Participants: len(ev.Participants),
		Groups: map[string]int{}, Levels: map[string]int{}, Rounds: in.Interviews, Targets: map[string]int{},
	}
	for _, p := range ev.Participants {
		if p.Group >= 0 {
			s.Groups[ev.Groups[p.Group]]++
		}
		if p.Level >= 0 {
			s.Levels[ev.Levels[p.Level]]++
		}
	}
	for _, n := range in.Interviews {
		s.Interviews += n
	}
	for round, n := range in.Targets {
		if n > 0 {
			s.Targets[round] = n
		}
	}
	return s
}
