package service

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// held is what a site or participant answers to a question under one aspect, and the excerpts that say so.
type held struct {
	name     string // of the variable
	answer   string
	excerpts []crosscase.ExcerptID
}

// putPositions writes what sites and participants answer as values of their cases, with the grounds: a note tied to
// each selection. What sites answer is worked out from all codings, so nobody who codes blind gets it.
func (x *exchange) putPositions() error {
	for _, o := range x.overrideRows {
		x.putOverride(o)
	}
	for _, p := range x.participantRows {
		x.putHeld(x.cases[string(p.ID)], x.voices()[p.ID])
	}
	if x.v.blind() || !x.v.access.May(crosscase.ReadResults) {
		return nil
	}
	_, results, _, err := x.v.analysis()
	if err != nil {
		return err
	}
	letters := map[string]crosscase.SiteID{}
	for _, s := range x.siteRows {
		letters[s.Letter] = s.ID
	}
	of := map[crosscase.SiteID][]held{}
	for _, q := range results {
		for i := range q.Sites {
			r := &q.Sites[i]
			if id, ok := letters[r.Site]; ok && r.Position != crosscase.PositionUnknown {
				of[id] = append(of[id], held{name: positionVariable(q.Question, q.Aspect), answer: r.Position})
			}
		}
	}
	for _, s := range x.siteRows {
		x.putHeld(x.cases[string(s.ID)], of[s.ID])
	}
	return nil
}

func positionVariable(question string, aspect crosscase.Aspect) string {
	name := variablePosition + question
	if aspect != crosscase.Opinion {
		name += " (" + string(aspect) + ")"
	}
	return name
}

// voices are the answers of each participant, from their codings.
func (x *exchange) voices() map[crosscase.ParticipantID][]held {
	if x.heard != nil {
		return x.heard
	}
	x.heard = map[crosscase.ParticipantID][]held{}
	for _, c := range x.codingRows {
		q := x.question[c.QuestionID]
		answer := x.answerOf(c)
		if q == nil || answer == "" || x.participant[c.ParticipantID] == nil {
			continue
		}
		name, list := positionVariable(q.Name, c.Aspect), x.heard[c.ParticipantID]
		i := slices.IndexFunc(list, func(h held) bool { return h.name == name })
		if i < 0 {
			i = len(list)
			list = append(list, held{name: name, answer: answer})
		}
		h := &list[i]
		if h.answer != answer {
			h.answer = crosscase.PositionMixed
		}
		if !slices.Contains(h.excerpts, c.ExcerptID) {
			h.excerpts = append(h.excerpts, c.ExcerptID)
		}
		x.heard[c.ParticipantID] = list
	}
	for _, list := range x.heard {
		slices.SortFunc(list, func(a, b held) int { return cmp.Compare(a.name, b.name) })
	}
	return x.heard
}

func (x *exchange) answerOf(c *crosscase.Coding) string {
	if c.Number != nil {
		return strconv.FormatFloat(*c.Number, 'f', -1, 64)
	}
	ids := c.PositionSet
	if c.PositionID != "" {
		ids = []crosscase.PositionID{c.PositionID}
	}
	var list []string
	for _, id := range ids {
		if p := x.position[id]; p != nil {
			list = append(list, p.Name)
		}
	}
	slices.Sort(list)
	return strings.Join(list, "|")
}

func (x *exchange) putHeld(c *refi.Case, list []held) {
	for _, h := range list {
		c.Values = append(c.Values, x.value(h.name, "Text", h.answer)...)
		if len(h.excerpts) == 0 {
			continue
		}
		guid := refi.DerivedGUID("grounds", c.GUID, h.name)
		x.note(guid, noteGrounds+c.Name+", "+strings.TrimPrefix(h.name, variablePosition), h.answer, refi.Stamp{})
		for _, id := range h.excerpts {
			if sel := x.marked[id]; sel != nil {
				x.link(linkGrounds, guid, sel.GUID)
			}
		}
	}
}

// putOverride writes a site's position that was set by hand: a note that says why, coded with the position.
func (x *exchange) putOverride(o *crosscase.SitePosition) {
	q, c := x.question[o.QuestionID], x.cases[string(o.SiteID)]
	if q == nil || c == nil {
		return
	}
	n := x.note(string(o.ID), noteOverride+q.Name, o.Reason, refi.Stamp{})
	n.Codings = []refi.Coding{{GUID: refi.DerivedGUID("override", string(o.ID)), Code: string(o.PositionID)}}
	if o.Aspect != crosscase.Opinion {
		n.NoteRefs = tagged(n.NoteRefs, x.tag(tagAspect, string(o.Aspect)))
	}
	x.link(linkOverride, n.GUID, c.GUID)
}
