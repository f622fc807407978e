package service

import (
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// readNotes makes silences, positions set by hand and memos of the notes. Grounds are not rows: they follow from codings.
func (o *own) readNotes() {
	for _, guid := range o.p.NoteRefs {
		o.refer("study", o.in.v.study.Slug, []string{guid})
	}
	for _, n := range o.p.Notes {
		_, tag := o.tagOf[n.GUID]
		switch {
		case tag, n.Name == noteCoding, strings.HasPrefix(n.Name, noteGrounds):
		case strings.HasPrefix(n.Name, noteSilence) && len(n.Codings) == 1:
			o.silence(n)
		case strings.HasPrefix(n.Name, noteOverride) && len(n.Codings) == 1:
			o.override(n)
		default:
			o.memo(n)
		}
	}
}

func noteText(n *refi.Source) string {
	if n.Plain == nil {
		return ""
	}
	return n.Plain.Text
}

func aspectOf(tags map[string]string) crosscase.Aspect {
	if a := tags[tagAspect]; a != "" {
		return crosscase.Aspect(a)
	}
	return crosscase.Opinion
}

func (o *own) silence(n *refi.Source) {
	tags, _ := o.tags(n.NoteRefs)
	s := &crosscase.Silence{ID: crosscase.SilenceID(n.GUID), Kind: crosscase.SilenceKind(strings.TrimPrefix(n.Name, noteSilence)), Aspect: aspectOf(tags),
		SourceID: crosscase.SourceID(o.holder[n.GUID]), CoderID: crosscase.CoderID(n.Created.User)}
	if text := noteText(n); text != string(s.Kind) {
		s.Note = text
	}
	theme, q, _ := o.answer(n.Codings[0].Code, tags[tagTheme])
	s.ThemeID = theme
	if q != nil {
		s.QuestionID = q.ID
	}
	if from, to, ok := strings.Cut(tags[tagStretch], "-"); ok {
		s.Start, _ = strconv.ParseInt(from, 10, 64) // what is no number is no stretch
		s.End, _ = strconv.ParseInt(to, 10, 64)
	}
	for _, l := range o.links[n.GUID] {
		switch {
		case l.Name != linkSilence:
		case o.people[l.Target] != nil:
			s.ParticipantID = crosscase.ParticipantID(l.Target)
		case o.units[l.Target] != nil:
			s.UnitID = crosscase.UnitID(l.Target)
		default:
			s.SiteID = o.siteID[l.Target]
		}
	}
	o.add("silence", s)
}

func (o *own) override(n *refi.Source) {
	tags, _ := o.tags(n.NoteRefs)
	_, q, position := o.answer(n.Codings[0].Code, "")
	if q == nil {
		return
	}
	for _, l := range o.links[n.GUID] {
		if l.Name == linkOverride {
			o.add("site_position", &crosscase.SitePosition{ID: crosscase.RowID(n.GUID), SiteID: o.siteID[l.Target], QuestionID: q.ID, Aspect: aspectOf(tags), PositionID: position, Reason: noteText(n)})
		}
	}
}

func (o *own) memo(n *refi.Source) {
	tags, _ := o.tags(n.NoteRefs)
	m := &crosscase.Memo{ID: crosscase.MemoID(n.GUID), Kind: crosscase.MemoNote, Title: n.Name, Text: noteText(n), Severity: tags[tagSeverity], Code: tags[tagCode],
		Author: o.names[n.Created.User], Written: stamp(n.Created), SiteID: o.siteNamed(tags[tagSite])}
	if k := tags[tagKind]; k != "" {
		m.Kind = crosscase.MemoKind(k)
	}
	if at := strings.LastIndex(m.Text, "\n\nAnswer: "); at >= 0 {
		m.Answer, m.Text = m.Text[at+len("\n\nAnswer: "):], m.Text[:at]
	}
	for _, ref := range n.NoteRefs {
		if t, ok := o.tagOf[ref]; ok && t[0] == tagAbout {
			noun, key, _ := strings.Cut(t[1], " ")
			m.About = append(m.About, crosscase.About{Noun: noun, Key: key})
		}
	}
	if len(m.About) == 0 {
		m.About = o.about[n.GUID]
		for _, l := range o.links[n.GUID] {
			if noun := o.nounOf(l.Target); l.Name == linkMemo && noun != "" {
				m.About = append(m.About, crosscase.About{Noun: noun, Key: l.Target})
			}
		}
	}
	o.add("memo", m)
}

// nounOf is what an identifier is of; "" for what memos are not linked with.
func (o *own) nounOf(guid string) string {
	switch o.codes[guid].(type) {
	case *crosscase.Question:
		return "question"
	case *crosscase.Position:
		return "position"
	}
	switch {
	case o.people[guid] != nil:
		return "participant"
	case o.units[guid] != nil:
		return "unit"
	case o.siteID[guid] != "":
		return "site"
	}
	return ""
}
