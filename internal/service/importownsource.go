package service

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// readSources makes sources with their interviews, excerpts and codings.
func (o *own) readSources() error {
	member := map[string][]*refi.Case{} // source -> cases that it belongs to
	for _, c := range o.p.Cases {
		for _, guid := range c.SourceRefs {
			member[guid] = append(member[guid], c)
		}
	}
	var sources []ownRow
	for _, s := range o.p.Sources {
		values := o.values(s.Values)
		src := &crosscase.Source{ID: crosscase.SourceID(s.GUID), Name: s.Name, Kind: crosscase.SourceKind(values[variableSource]), Genre: crosscase.Genre(values[variableGenre]),
			File: values[variableFile], RecordingID: crosscase.SourceID(s.TranscriptOf), Note: s.Description}
		i := o.interviewOf(values)
		for _, c := range member[s.GUID] {
			if site := o.sites[c.Name]; site != nil && string(site.ID) == c.GUID {
				src.SiteID = site.ID
			}
			if p := o.people[c.GUID]; p != nil && i != nil && !slices.Contains(i.Participants, p.ID) {
				i.Participants = append(i.Participants, p.ID)
			}
		}
		if i != nil {
			src.InterviewID = i.ID
			i.SiteID = crosscase.SiteID(firstOf(string(i.SiteID), string(src.SiteID)))
		}
		row := ownRow{noun: "source", row: src, of: s}
		if s.Plain != nil && s.Plain.Found {
			row.body = o.body(s, src, i)
		}
		sources = append(sources, row)
		for _, n := range s.NoteRefs {
			o.holder[n] = s.GUID
		}
		o.refer("source", s.GUID, s.NoteRefs)
	}
	slices.SortStableFunc(sources, func(a, b ownRow) int { // recordings before their transcripts
		return strings.Compare(string(a.row.(*crosscase.Source).RecordingID), string(b.row.(*crosscase.Source).RecordingID))
	})
	var excerpts, codings []ownRow
	for _, r := range sources {
		for _, sel := range r.of.Selections {
			e := o.excerpt(sel, r)
			if e == nil {
				continue
			}
			excerpts = append(excerpts, ownRow{noun: "excerpt", row: e})
			o.refer("excerpt", sel.GUID, sel.NoteRefs)
		}
	}
	at := map[string]*crosscase.Excerpt{}
	for _, r := range excerpts {
		e := r.row.(*crosscase.Excerpt)
		at[string(e.ID)] = e
	}
	for _, r := range sources {
		for _, sel := range r.of.Selections {
			if e := at[firstOf(o.joined[sel.GUID], sel.GUID)]; e != nil {
				codings = append(codings, o.codings(sel.Codings, e)...)
			}
		}
	}
	o.rows = append(o.rows, slices.Concat(o.sortedInterviews(), sources, excerpts, codings)...)
	return nil
}

// body is the text of a source with its turns, which are found again by their labels and the times of its recording.
func (o *own) body(s *refi.Source, src *crosscase.Source, i *crosscase.Interview) *crosscase.SourceText {
	turns := []crosscase.Turn(nil)
	if src.Kind == crosscase.Transcript {
		if turns = o.timedTurns(s); turns == nil {
			for _, turn := range text.FindTurns(s.Plain.Text, text.TurnOptions{}) {
				turns = append(turns, crosscase.Turn{Start: turn.Start, Speech: turn.SpeechStart, End: turn.End, Speaker: turn.Speaker})
			}
		}
		o.nameTurns(turns, i)
	}
	return &crosscase.SourceText{ID: crosscase.SourceTextID(refi.DerivedGUID("text", s.GUID)), SiteID: src.SiteID, SourceID: src.ID, Version: 1, Text: s.Plain.Text, Turns: turns}
}

// timedTurns are the turns of a transcript between the points that tie it to its recording, two for each turn; nil
// where there are none.
func (o *own) timedTurns(s *refi.Source) (turns []crosscase.Turn) {
	points := o.in.sharedPoints(s)
	if s.TranscriptOf == "" || len(points)%2 != 0 {
		return nil
	}
	index := text.NewIndex(s.Plain.Text)
	for i := 0; i < len(points); i += 2 {
		from, to := points[i], points[i+1]
		turn := crosscase.Turn{Start: from.At, Speech: from.At, End: to.At, From: from.Time, To: to.Time}
		words, err := index.Slice(text.Span{Start: from.At, End: to.At})
		if err != nil {
			return nil
		}
		if label, said, ok := strings.Cut(words, ":"); ok && text.Len(label) <= mostLabel && !strings.Contains(label, "\n") {
			turn.Speaker = strings.TrimSpace(label)
			turn.Speech += text.Len(label) + 1 + text.Len(said) - text.Len(strings.TrimLeft(said, " \t\n"))
		}
		turns = append(turns, turn)
	}
	return turns
}

const mostLabel = 60 // code points of a speaker's label

// nameTurns says which participant of the interview speaks, where the label is a pseudonym.
func (o *own) nameTurns(turns []crosscase.Turn, i *crosscase.Interview) {
	if i == nil {
		return
	}
	for n := range turns {
		for _, id := range i.Participants {
			if p := o.people[string(id)]; p != nil && strings.EqualFold(turns[n].Speaker, p.Pseudonym) {
				turns[n].ParticipantID = id
			}
		}
	}
}

// excerpt is what a selection was; nil for one that another stands for.
func (o *own) excerpt(sel *refi.Selection, r ownRow) *crosscase.Excerpt {
	tags, _ := o.tags(sel.NoteRefs)
	if joined := tags[tagJoined]; joined != "" {
		o.joined[sel.GUID] = joined
		return nil
	}
	src := r.row.(*crosscase.Source)
	e := &crosscase.Excerpt{ID: crosscase.ExcerptID(sel.GUID), SourceID: src.ID, SiteID: src.SiteID, ParticipantID: o.speaker[sel.GUID], Kind: crosscase.Verbatim,
		Text: firstOf(sel.Description, sel.Text), CoderID: crosscase.CoderID(sel.Created.User), Key: tags[tagKey] != "", Machine: tags[tagMachine] != ""}
	if kind := tags[tagKind]; kind != "" {
		e.Kind = crosscase.ExcerptKind(kind)
	}
	if site, ok := tags[tagSite]; ok {
		e.SiteID = o.siteNamed(site)
	}
	switch sel.Shape {
	case refi.Span:
		e.Measure, e.Start, e.End = crosscase.CodePoints, sel.Start, sel.End
		if sel.Placed {
			e.Start, e.End, e.Version = int64(sel.Span.Start), int64(sel.Span.End), 1
		}
	case refi.Stretch:
		e.Measure, e.Start, e.End = crosscase.Milliseconds, sel.Begin, sel.Finish
	default:
		e.Measure = crosscase.PageBox
	}
	for _, b := range sel.Boxes {
		e.Areas = append(e.Areas, crosscase.Area{Page: b.Page, X0: float64(min(b.X1, b.X2)), Y0: float64(min(b.Y1, b.Y2)), X1: float64(max(b.X1, b.X2)), Y1: float64(max(b.Y1, b.Y2))})
	}
	return e
}

// codings are what was coded in an excerpt. The positions of a set are codings under derived identifiers.
func (o *own) codings(list []refi.Coding, e *crosscase.Excerpt) (rows []ownRow) {
	made := map[string]*crosscase.Coding{}
	for _, k := range list {
		tags, others := o.tags(k.NoteRefs)
		if tags[tagJoined] != "" {
			o.joined[k.GUID] = tags[tagJoined]
			continue
		}
		theme, q, position := o.answer(k.Code, tags[tagTheme])
		if whole := o.wholeOf(k, list, made); whole != nil {
			whole.PositionSet = append(whole.PositionSet, position)
			continue
		}
		c := &crosscase.Coding{ID: crosscase.CodingID(k.GUID), ExcerptID: e.ID, SiteID: e.SiteID, ParticipantID: e.ParticipantID, ThemeID: theme, Aspect: crosscase.Opinion,
			Elicited: tags[tagElicited], Group: tags[tagGroup], Level: tags[tagLevel], RoundID: o.round(tags[tagRound]), CoderID: crosscase.CoderID(k.Created.User), At: stamp(k.Created)}
		if q != nil {
			c.QuestionID = q.ID
			if q.Type == crosscase.SetType && position != "" {
				c.PositionSet = []crosscase.PositionID{position}
			} else {
				c.PositionID = position
			}
		}
		if a := tags[tagAspect]; a != "" {
			c.Aspect = crosscase.Aspect(a)
		}
		if n, err := strconv.ParseFloat(tags[tagNumber], 64); err == nil {
			c.Number = &n
		}
		if site, ok := tags[tagSite]; ok {
			c.SiteID = o.siteNamed(site)
		}
		if name, ok := tags[tagParticipant]; ok {
			c.ParticipantID = ""
			if name != nobody {
				c.ParticipantID = o.personNamed(name)
			}
		}
		if p := o.people[string(c.ParticipantID)]; p != nil {
			c.UnitID = p.UnitID
		}
		if name, ok := tags[tagUnit]; ok {
			c.UnitID = o.unitNamed(name)
		}
		for _, guid := range others {
			if n := o.notes[guid]; n != nil && guid == refi.DerivedGUID("coding note", k.GUID) {
				c.Note = n.Plain.Text
			}
		}
		made[k.GUID] = c
		rows = append(rows, ownRow{noun: "coding", row: c})
	}
	return rows
}

// wholeOf is the coding that one is a further position of; nil for none.
func (o *own) wholeOf(k refi.Coding, list []refi.Coding, made map[string]*crosscase.Coding) *crosscase.Coding {
	if !derived(k.GUID) {
		return nil
	}
	for _, other := range list {
		if c := made[other.GUID]; c != nil && len(c.PositionSet) > 0 && refi.DerivedGUID("coding", other.GUID, k.Code) == k.GUID {
			return c
		}
	}
	return nil
}
