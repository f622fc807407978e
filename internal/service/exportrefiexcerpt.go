package service

import (
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// putExcerpts makes a selection of each excerpt, with its codings.
//
// The rules are:
//   - the words of an excerpt stand in its text; where they do not (a gist, a recording), they are its description;
//   - an excerpt that selections of several identifiers were joined to is written as all of them, and its codings
//     stand one in each where there are as many, else in the first.
func (x *exchange) putExcerpts() error {
	codings := map[crosscase.ExcerptID][]refi.Coding{}
	for _, c := range x.codingRows {
		if e := x.excerpt[c.ExcerptID]; e != nil {
			codings[e.ID] = append(codings[e.ID], x.codingsOf(c, e)...)
		}
	}
	index := map[crosscase.SourceID]*text.Index{}
	for _, e := range x.excerptRows {
		s := x.sources[e.SourceID]
		if s == nil {
			continue
		}
		if _, ok := index[e.SourceID]; !ok {
			index[e.SourceID] = indexOf(s)
		}
		sel := x.selection(e, s, index[e.SourceID])
		if sel == nil {
			continue
		}
		names := x.names("excerpt", string(e.ID), "selection")
		sel.GUID = names[0]
		x.marked[e.ID] = sel
		s.Selections = append(s.Selections, sel)
		list := codings[e.ID]
		if len(names) == 1 || len(names) != len(list) {
			sel.Codings = list
			list = nil
		} else {
			sel.Codings, list = list[:1:1], list[1:]
		}
		for i, guid := range names[1:] {
			same := *sel
			same.GUID, same.Codings, same.Description = guid, nil, ""
			same.NoteRefs = tagged(nil, x.tag(tagJoined, sel.GUID))
			if len(list) > 0 {
				same.Codings = list[i : i+1 : i+1]
			}
			s.Selections = append(s.Selections, &same)
		}
	}
	x.lost.count(x.turns, "turn of the words of a stretch of a recording", "the words are written, who says which of them is not")
	return nil
}

// selection is the part of a source that an excerpt is; nil where the format has none.
func (x *exchange) selection(e *crosscase.Excerpt, s *refi.Source, index *text.Index) *refi.Selection {
	sel := &refi.Selection{Created: refi.Stamp{User: x.user(e.CoderID)}}
	switch {
	case e.Measure == crosscase.Milliseconds && (s.Kind == refi.Audio || s.Kind == refi.Video):
		sel.Shape, sel.Begin, sel.Finish = refi.Stretch, e.Start, e.End
		x.turns += int64(len(e.Turns))
	case e.Measure == crosscase.CodePoints && s.Kind != refi.Audio && s.Kind != refi.Video:
		if s.Plain == nil && s.Kind != refi.Text { // its text was never supplied
			s.Plain = &refi.Content{GUID: refi.DerivedGUID("representation", s.GUID)}
		}
		sel.Shape, sel.Start, sel.End = refi.Span, e.Start, e.End
		if index != nil && e.Version > 0 {
			sel.Span = text.Span{Start: int(e.Start), End: int(e.End)}
			words, err := index.Slice(sel.Span)
			sel.Placed, sel.Text = err == nil, words
		}
	case len(e.Areas) > 0 && (s.Kind == refi.PDF || s.Kind == refi.Picture):
		sel.Shape = refi.Area
	default:
		x.lost.add("excerpt", 1, "source "+strconv.Quote(s.Name), "it counts in "+string(e.Measure)+", and its source is none that the format can mark so; its codings go with it")
		return nil
	}
	if s.Kind == refi.PDF || s.Kind == refi.Picture {
		for _, a := range e.Areas {
			sel.Boxes = append(sel.Boxes, refi.Box{Page: a.Page, X1: whole(a.X0), Y1: whole(a.Y0), X2: whole(a.X1), Y2: whole(a.Y1)})
		}
	}
	if s.Kind == refi.Picture && len(sel.Boxes) > 1 {
		x.mapped.count(1, "picture's excerpt with several areas written as several selections", "the codings stand in the first")
	}
	if e.Text != sel.Text || sel.Shape == refi.Area {
		sel.Description = e.Text
	}
	sel.Name = cut(firstText(sel.Text, e.Text), 100)
	kind := ""
	if e.Kind != crosscase.Verbatim {
		kind = string(e.Kind)
	}
	src := x.source[e.SourceID]
	sel.NoteRefs = tagged(nil, x.tag(tagKind, kind), x.tag(tagKey, yes(e.Key)), x.tag(tagMachine, yes(e.Machine)))
	if e.SiteID != src.SiteID {
		sel.NoteRefs = tagged(sel.NoteRefs, x.tag(tagSite, x.siteName(e.SiteID)))
	}
	if e.Lost {
		x.lost.add("deleted words of an excerpt", 1, "source "+strconv.Quote(s.Name), "its words are no longer in the text: it is written where they stood, with the words as its description")
		sel.Description = firstText(e.Was, e.Text)
	}
	return sel
}

// codingsOf is a coding as the format has it: one for each position of a set, all but the first under derived
// identifiers; and one for each other identifier it had.
func (x *exchange) codingsOf(c *crosscase.Coding, e *crosscase.Excerpt) []refi.Coding {
	at := c.At
	if at == 0 {
		at = x.times[c.Revision]
	}
	base := refi.Coding{Created: refi.Stamp{User: x.user(c.CoderID), At: moment(at)}, NoteRefs: x.codingTags(c, e)}
	names := x.names("coding", string(c.ID), "coding")
	if c.Note != "" {
		guid := refi.DerivedGUID("coding note", names[0])
		x.note(guid, noteCoding, c.Note, base.Created)
		base.NoteRefs = append(base.NoteRefs, guid)
	}
	var out []refi.Coding
	for i, code := range x.codesOf(c) {
		one := base
		one.GUID, one.Code = names[0], code
		if i > 0 {
			one.GUID = refi.DerivedGUID("coding", names[0], code)
		}
		out = append(out, one)
	}
	for _, guid := range names[1:] {
		one := base
		one.GUID, one.Code, one.NoteRefs = guid, out[0].Code, tagged(nil, x.tag(tagJoined, names[0]))
		out = append(out, one)
	}
	return out
}

// codingTags are what a coding is, besides its code, that does not follow from its excerpt.
func (x *exchange) codingTags(c *crosscase.Coding, e *crosscase.Excerpt) []string {
	aspect, number := "", ""
	if c.Aspect != crosscase.Opinion {
		aspect = string(c.Aspect)
	}
	if c.Number != nil {
		number = strconv.FormatFloat(*c.Number, 'f', -1, 64)
	}
	refs := tagged(nil, x.tag(tagAspect, aspect), x.tag(tagElicited, c.Elicited), x.tag(tagNumber, number), x.tag(tagGroup, c.Group), x.tag(tagLevel, c.Level))
	if r := x.round[c.RoundID]; r != nil {
		refs = tagged(refs, x.tag(tagRound, r.Name))
	}
	who := x.participant[c.ParticipantID]
	switch u := x.unit[c.UnitID]; {
	case u != nil && (who == nil || who.UnitID != c.UnitID):
		refs = tagged(refs, x.tag(tagUnit, x.unitName(u)))
	case u == nil && who != nil && who.UnitID != "":
		refs = tagged(refs, x.tag(tagUnit, none))
	}
	if c.ParticipantID != e.ParticipantID {
		name := nobody
		if who != nil {
			name = x.participantName(who)
		}
		refs = tagged(refs, x.tag(tagParticipant, name))
	}
	if c.SiteID != e.SiteID {
		refs = tagged(refs, x.tag(tagSite, x.siteName(c.SiteID)))
	}
	if q := x.question[c.QuestionID]; q != nil && q.ThemeID != c.ThemeID && x.theme[c.ThemeID] != nil {
		refs = tagged(refs, x.tag(tagTheme, x.theme[c.ThemeID].Cell()))
	}
	return refs
}

func (x *exchange) siteName(id crosscase.SiteID) string {
	if s := x.site[id]; s != nil {
		return s.Letter
	}
	return none
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return ""
}

// whole is a place in whole points or pixels, which is all that the format has.
func whole(f float64) int64 {
	if f < 0 {
		return int64(f - 0.5)
	}
	return int64(f + 0.5)
}

// moment is a time in epoch milliseconds; the zero time for 0.
func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

func firstText(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// cut is the first letters of a text.
func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:most-1])) + "…"
}
