package refi

import (
	"path"
	"strconv"
	"strings"
)

// source writes a source of any kind, or a note.
func (x *writing) source(s *Source) {
	m, element := x.m, elementOf(s)
	m.begin(element)
	x.guid(s.GUID)
	m.attr("name", s.Name)
	switch s.Kind {
	case Text, Note:
		x.textSource(s)
	default:
		m.attr("path", x.path(s.Media, s.GUID))
		x.stamps(s.Created, s.Changed)
		m.text("Description", s.Description)
		x.parts(s)
	}
	x.codings(element, s.Codings)
	m.refs("NoteRef", s.NoteRefs)
	x.values(s.Values)
	m.end()
}

// textSource writes what a text or note has before its codings.
func (x *writing) textSource(s *Source) {
	inline := x.content(s.Plain, s.GUID, s.Kind == Note && len(s.Selections) == 0 && s.Plain != nil && s.Plain.File.Written == "")
	x.stamps(s.Created, s.Changed)
	x.m.text("Description", s.Description)
	x.m.text("PlainTextContent", inline)
	x.selections(s, Span, "PlainTextSelection")
	x.none(s, Area, Stretch, Synced)
}

// content names the file of a text; where it has none, its text is returned to be written inline.
func (x *writing) content(c *Content, guid string, inline bool) string {
	if c == nil {
		return ""
	}
	if path.Ext(baseName(c.Rich.Written)) != ".txt" { // ATLAS.ti refuses a project whose rich text is a plain one
		x.m.attr("richTextPath", x.path(c.Rich, guid))
	}
	if !c.Found {
		return ""
	}
	if inline || x.o.Container != QDPX {
		return legible(x.o.Profile.lines(c.Text))
	}
	name := x.texts[c.File.Member]
	if name == "" {
		name = x.file(writtenGUID(guid), ".txt", member{content: c})
		if c.File.Member != "" {
			x.texts[c.File.Member] = name
		}
	}
	x.m.must("plainTextPath", "internal://"+name)
	return ""
}

// path is what names a file: one of the archive where it is to be in it, one outside as it was written.
func (x *writing) path(ref Ref, guid string) string {
	switch {
	case ref.Written == "":
		return ""
	case ref.Scheme == Relative, ref.Scheme == Absolute:
		return ref.Written
	case ref.Member == "" || x.o.Open == nil || x.o.Container != QDPX:
		return ""
	}
	ext := strings.ToLower(path.Ext(baseName(ref.Written)))
	for _, r := range ext {
		if r != '.' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			ext = ""
			break
		}
	}
	return "internal://" + x.file(writtenGUID(guid), ext, member{open: ref.Member})
}

// file adds a file to the archive and returns its name there, which is stem and ext unless they are taken.
func (x *writing) file(stem, ext string, f member) string {
	name := stem + ext
	for n := 2; x.named[name]; n++ {
		name = stem + "-" + strconv.Itoa(n) + ext
	}
	x.named[name] = true
	f.name = x.o.Profile.folder() + name
	x.pending = append(x.pending, f)
	return name
}

// parts writes texts and selections of what is no text, in the order of each kind.
func (x *writing) parts(s *Source) {
	switch s.Kind {
	case PDF:
		x.areas(s)
		x.representation("Representation", s)
		x.none(s, Stretch, Synced)
	case Picture:
		x.representation("TextDescription", s)
		x.selections(s, Area, "PictureSelection")
		x.none(s, Stretch, Synced)
	case Audio, Video:
		for _, t := range s.Transcripts {
			x.transcript(t)
		}
		x.selections(s, Stretch, map[Kind]string{Audio: "AudioSelection", Video: "VideoSelection"}[s.Kind])
		x.none(s, Span, Area, Synced)
	}
}

// none lists selections of shapes that have no place in their source.
func (x *writing) none(s *Source, shapes ...Shape) {
	for _, sel := range s.Selections {
		for _, shape := range shapes {
			if sel.Shape == shape {
				x.lose(elementOf(s), s.GUID, "selection %s is of a shape (%s) that the format has no place for in this kind of source", sel.GUID, shape)
			}
		}
	}
}

// representation writes the text of a PDF or picture with its selections.
func (x *writing) representation(element string, s *Source) {
	if s.Plain == nil {
		x.none(s, Span)
		return
	}
	guid := s.Plain.GUID
	if guid == "" || guid == s.GUID {
		guid = DerivedGUID("representation", s.GUID)
	}
	x.m.begin(element)
	x.guid(guid)
	x.m.attr("name", s.Plain.Name)
	x.m.text("PlainTextContent", x.content(s.Plain, guid, false))
	x.selections(s, Span, "PlainTextSelection")
	x.m.end()
}

// transcript writes a text of a recording.
func (x *writing) transcript(t *Transcript) {
	m := x.m
	m.begin("Transcript")
	x.guid(t.GUID)
	m.attr("name", t.Name)
	inline := x.content(t.Plain, t.GUID, false)
	x.stamps(t.Created, t.Changed)
	m.text("Description", t.Description)
	m.text("PlainTextContent", inline)
	for _, p := range t.Points {
		at := p.Written
		if p.Placed {
			at = x.offset(t.Plain, p.At)
		}
		m.begin("SyncPoint")
		x.guid(p.GUID)
		m.number("timeStamp", p.Time)
		m.number("position", at)
		m.end()
	}
	for _, sel := range t.Selections {
		if sel.Shape != Synced {
			x.lose("Transcript", t.GUID, "selection %s is not between two sync points, which is all that a transcript has", sel.GUID)
			continue
		}
		x.beginSelection("TranscriptSelection", sel)
		for _, end := range [][2]string{{"fromSyncPoint", sel.From}, {"toSyncPoint", sel.To}} {
			if end[1] != "" {
				m.must(end[0], writtenGUID(end[1]))
			}
		}
		x.endSelection("TranscriptSelection", sel)
	}
	m.refs("NoteRef", t.NoteRefs)
	m.end()
}

// offset is where a code point of a text stands in what is written of it.
func (x *writing) offset(c *Content, at int) int64 {
	scale := x.scales[c]
	if scale == nil {
		scale = NewScale(x.o.Profile.lines(c.Text), x.o.Profile.Convention())
		x.scales[c] = scale
	}
	return scale.Offset(min(max(at, 0), scale.Len()))
}
