package service

import (
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putMemos makes a note of each memo. What it is about refers to it; a case has no such references, so a link goes
// from the note to it.
func (x *exchange) putMemos() error {
	for _, m := range x.memoRows {
		text := m.Text
		if m.Answer != "" {
			text += "\n\nAnswer: " + m.Answer
		}
		n := x.note(x.guid("memo", string(m.ID), "note"), m.Title, text, refi.Stamp{User: x.author(m.Author), At: moment(m.Written)})
		kind := ""
		if m.Kind != crosscase.MemoNote {
			kind = string(m.Kind)
		}
		n.NoteRefs = tagged(nil, x.tag(tagKind, kind), x.tag(tagSeverity, m.Severity), x.tag(tagCode, m.Code))
		if m.SiteID != "" {
			n.NoteRefs = tagged(n.NoteRefs, x.tag(tagSite, x.siteName(m.SiteID)))
		}
		named := false
		for _, a := range m.About {
			named = !x.memoOn(n, a) || named
		}
		for _, a := range m.About {
			if named {
				n.NoteRefs = tagged(n.NoteRefs, x.tag(tagAbout, a.Noun+" "+a.Key))
			}
		}
	}
	return nil
}

// memoOn ties a note to what it is about, given by id or key. It says whether that tells all: the format has no place
// for some things, and says none by its key.
func (x *exchange) memoOn(n *refi.Source, a crosscase.About) bool {
	if a.Noun == "study" {
		x.p.NoteRefs = append(x.p.NoteRefs, n.GUID)
		return false
	}
	id, err := x.v.find(a.Noun, a.Key, nil)
	if err != nil {
		return false
	}
	switch a.Noun {
	case "theme":
		if c := x.code[crosscase.ThemeID(id)]; c != nil {
			c.NoteRefs = append(c.NoteRefs, n.GUID)
		}
	case "question", "position":
		x.link(linkMemo, n.GUID, id)
	case "source":
		if s := x.sources[crosscase.SourceID(id)]; s != nil {
			s.NoteRefs = append(s.NoteRefs, n.GUID)
		}
	case "excerpt":
		if sel := x.marked[crosscase.ExcerptID(id)]; sel != nil {
			sel.NoteRefs = append(sel.NoteRefs, n.GUID)
		}
	case "site", "unit", "participant":
		if c := x.cases[id]; c != nil {
			x.link(linkMemo, n.GUID, c.GUID)
		}
	default:
		return false
	}
	return id == a.Key
}

// putSilences makes a note of each silence, coded with what was not said.
func (x *exchange) putSilences() error {
	for _, s := range x.silenceRows {
		created := refi.Stamp{User: x.user(s.CoderID)}
		n := x.note(string(s.ID), noteSilence+string(s.Kind), firstText(s.Note, string(s.Kind)), created)
		code := string(s.QuestionID)
		if code == "" {
			code = x.guid("theme", string(s.ThemeID), "code")
		}
		n.Codings = []refi.Coding{{GUID: refi.DerivedGUID("silence", string(s.ID)), Code: code, Created: created}}
		if s.Aspect != crosscase.Opinion {
			n.NoteRefs = tagged(n.NoteRefs, x.tag(tagAspect, string(s.Aspect)))
		}
		if s.Start != 0 || s.End != 0 {
			n.NoteRefs = tagged(n.NoteRefs, x.tag(tagStretch, strconv.FormatInt(s.Start, 10)+"-"+strconv.FormatInt(s.End, 10)))
		}
		if q := x.question[s.QuestionID]; q != nil && s.ThemeID != q.ThemeID && x.theme[s.ThemeID] != nil {
			n.NoteRefs = tagged(n.NoteRefs, x.tag(tagTheme, x.theme[s.ThemeID].Cell()))
		}
		if src := x.sources[s.SourceID]; src != nil {
			src.NoteRefs = append(src.NoteRefs, n.GUID)
		}
		for _, id := range []string{string(s.SiteID), string(s.UnitID), string(s.ParticipantID)} {
			if c := x.cases[id]; c != nil {
				x.link(linkSilence, n.GUID, c.GUID)
			}
		}
	}
	return nil
}
