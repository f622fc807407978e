package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// arrangement is the evidence table put in order for the measures: a slot per
// question, aspect and site.
type arrangement struct {
	ev          *crosscase.Evidence
	codings     buckets
	silences    map[int]map[crosscase.SilenceKind]int
	overrides   map[int]*crosscase.EvidenceOverride
	asked       []bool // by question and aspect: is there anything on it
	outside     []int  // by question and aspect: codings of no site
	listened    []int  // by site
	interviewed []int
}

// pair is a question under an aspect.
type pair struct {
	question int32
	aspect   uint8
}

func (p pair) index() int { return int(p.question)*len(crosscase.Aspects) + int(p.aspect) }

func (a *arrangement) slot(question int32, aspect uint8, site int32) int {
	return pair{question, aspect}.index()*len(a.ev.Sites) + int(site)
}

// arrange sorts the evidence into slots. Codings and silences of no question stay out.
func arrange(ev *crosscase.Evidence) *arrangement {
	pairs := len(ev.Questions) * len(crosscase.Aspects)
	a := asked(ev)
	a.outside = make([]int, pairs)
	cells := make([]int32, len(ev.Codings))
	for i := range ev.Codings {
		d := &ev.Codings[i]
		cells[i] = -1
		if d.Question < 0 || int(d.Aspect) >= len(crosscase.Aspects) {
			continue
		}
		p := pair{d.Question, d.Aspect}
		if site := siteOf(ev, d); site >= 0 {
			cells[i] = int32(a.slot(d.Question, d.Aspect, site))
		} else {
			a.outside[p.index()]++
		}
	}
	a.codings = bucket(ev.Codings, cells, pairs*len(ev.Sites), len(ev.Participants))
	a.hearSilence()
	a.overrides = make(map[int]*crosscase.EvidenceOverride, len(ev.Overrides))
	for i := range ev.Overrides {
		o := &ev.Overrides[i]
		if o.Question >= 0 && o.Site >= 0 && int(o.Aspect) < len(crosscase.Aspects) {
			a.overrides[a.slot(o.Question, o.Aspect, o.Site)] = o
		}
	}
	a.listened, a.interviewed = make([]int, len(ev.Sites)), make([]int, len(ev.Sites))
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if p.Site < 0 {
			continue
		}
		if p.Listened {
			a.listened[p.Site]++
		}
		if p.Interviewed {
			a.interviewed[p.Site]++
		}
	}
	return a
}

// asked finds which questions and aspects have anything on them, and no more.
func asked(ev *crosscase.Evidence) *arrangement {
	a := &arrangement{ev: ev, asked: make([]bool, len(ev.Questions)*len(crosscase.Aspects))}
	note := func(question int32, aspect uint8) {
		if question >= 0 && int(aspect) < len(crosscase.Aspects) {
			a.asked[pair{question, aspect}.index()] = true
		}
	}
	for i := range ev.Codings {
		note(ev.Codings[i].Question, ev.Codings[i].Aspect)
	}
	for i := range ev.Silences {
		note(ev.Silences[i].Question, ev.Silences[i].Aspect)
	}
	for i := range ev.Overrides {
		note(ev.Overrides[i].Question, ev.Overrides[i].Aspect)
	}
	return a
}

// hearSilence counts the recorded absences on questions, one per slot, person (or unit, where nobody is named) and kind.
func (a *arrangement) hearSilence() {
	type absence struct {
		slot         int
		person, unit int32
		kind         crosscase.SilenceKind
	}
	a.silences = map[int]map[crosscase.SilenceKind]int{}
	seen := map[absence]bool{}
	for i := range a.ev.Silences {
		s := &a.ev.Silences[i]
		if s.Question < 0 || int(s.Aspect) >= len(crosscase.Aspects) {
			continue
		}
		site := siteOfSilence(a.ev, s)
		if site < 0 {
			continue
		}
		one := absence{a.slot(s.Question, s.Aspect, site), s.Participant, -1, s.Kind}
		if s.Participant < 0 {
			one.unit = s.Unit
		}
		if seen[one] {
			continue
		}
		seen[one] = true
		if a.silences[one.slot] == nil {
			a.silences[one.slot] = map[crosscase.SilenceKind]int{}
		}
		a.silences[one.slot][s.Kind]++
	}
}

// pairs is the questions and aspects to report, in order.
func (a *arrangement) pairs(opts Options) []pair {
	var found []pair
	for q := range a.ev.Questions {
		question := int32(q)
		if opts.Questions != nil && !slices.Contains(opts.Questions, question) {
			continue
		}
		any := false
		for k := range crosscase.Aspects {
			p := pair{question, uint8(k)}
			if !a.asked[p.index()] {
				continue
			}
			any = true
			if wantsAspect(opts.Aspects, uint8(k)) {
				found = append(found, p)
			}
		}
		if opinion := aspectIndex(crosscase.Opinion); !any && wantsAspect(opts.Aspects, opinion) {
			found = append(found, pair{question, opinion})
		}
	}
	return found
}

// sites is the sites to report, in display order.
func (a *arrangement) sites(opts Options) []int32 {
	var found []int32
	for s := range a.ev.Sites {
		if opts.Sites == nil || slices.Contains(opts.Sites, int32(s)) {
			found = append(found, int32(s))
		}
	}
	return found
}

// head is the result of a pair without its sites.
func (a *arrangement) head(p pair) QuestionResult {
	q := &a.ev.Questions[p.question]
	r := QuestionResult{
		Question: q.Name, QuestionID: q.ID, QuestionIndex: p.question, Prompt: q.Prompt, Type: q.Type, Order: q.Positions,
		Aspect: crosscase.Aspects[p.aspect], AspectIndex: p.aspect, Outside: a.outside[p.index()], tolerance: q.Tolerance,
	}
	if q.Theme >= 0 {
		r.Theme = a.ev.Themes[q.Theme].Key
	}
	return r
}

// aspectIndex is the place of an aspect in crosscase.Aspects; that of opinion for a word that is none.
func aspectIndex(aspect crosscase.Aspect) uint8 {
	if at := slices.Index(crosscase.Aspects, aspect); at >= 0 {
		return uint8(at)
	}
	return uint8(slices.Index(crosscase.Aspects, crosscase.Opinion))
}

func wantsAspect(wanted []crosscase.Aspect, aspect uint8) bool {
	return len(wanted) == 0 || slices.Contains(wanted, crosscase.Aspects[aspect])
}
