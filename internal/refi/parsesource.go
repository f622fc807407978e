package refi

// source reads a source of any kind, or a note.
func (r *reading) source(e element, kind Kind) (*Source, error) {
	s := &Source{
		Kind:        kind,
		GUID:        r.id(e),
		Name:        e.attr("name"),
		Description: e.attr("description"),
		Media:       Ref{Written: e.attr("path")},
		CurrentPath: e.attr("currentPath"),
		Created:     r.created(e),
		Changed:     r.changed(e),
		Line:        e.line,
	}
	if kind == Text || kind == Note {
		s.Plain = content(e, s.GUID)
	}
	return s, r.x.children(func(e element) error { return r.sourceChild(e, s) })
}

func (r *reading) sourceChild(e element, s *Source) error {
	if shape, ok := selectionNames[e.name]; ok {
		sel, err := r.selection(e, shape)
		s.Selections = append(s.Selections, sel)
		return err
	}
	switch e.name {
	case "description":
		return r.description(&s.Description)
	case "plaintextcontent":
		if s.Plain == nil {
			s.Plain = &Content{GUID: s.GUID}
		}
		return r.inline(s.Plain)
	case "representation", "textdescription":
		return r.representation(e, s)
	case "transcript":
		return r.transcript(e, s)
	case "coding":
		return r.coding(e, &s.Codings)
	case "noteref":
		s.NoteRefs = append(s.NoteRefs, e.guid("targetGUID"))
	case "variablevalue":
		return r.value(&s.Values)
	}
	return nil
}

// content is the text that the attributes of e name.
func content(e element, guid string) *Content {
	return &Content{GUID: guid, Name: e.attr("name"), File: Ref{Written: e.attr("plainTextPath")}, Rich: Ref{Written: e.attr("richTextPath")}}
}

func (r *reading) inline(c *Content) error {
	text, err := r.x.text()
	c.inline = &text
	return err
}

// representation reads the text of a PDF or picture. Its selections and codings are the source's.
func (r *reading) representation(e element, s *Source) error {
	if s.Plain == nil {
		s.Plain = content(e, r.id(e))
	}
	description := ""
	return r.x.children(func(e element) error {
		if e.name == "description" {
			return r.description(&description)
		}
		return r.sourceChild(e, s)
	})
}

func (r *reading) transcript(e element, s *Source) error {
	t := &Transcript{GUID: r.id(e), Name: e.attr("name"), Created: r.created(e), Changed: r.changed(e), Line: e.line}
	t.Plain = content(e, t.GUID)
	s.Transcripts = append(s.Transcripts, t)
	return r.x.children(func(e element) error {
		if shape, ok := selectionNames[e.name]; ok {
			sel, err := r.selection(e, shape)
			t.Selections = append(t.Selections, sel)
			return err
		}
		switch e.name {
		case "description":
			return r.description(&t.Description)
		case "plaintextcontent":
			return r.inline(t.Plain)
		case "syncpoint":
			p := SyncPoint{GUID: r.id(e)}
			var okTime, okPlace bool
			p.Time, okTime = number(e.attr("timeStamp"))
			p.Written, okPlace = number(e.attr("position"))
			if !okTime || !okPlace {
				r.found.at("a sync point without time or place", e.line, "SyncPoint", p.GUID, "its time and position are not both numbers")
				p.Written = -1
			}
			t.Points = append(t.Points, p)
		case "noteref":
			t.NoteRefs = append(t.NoteRefs, e.guid("targetGUID"))
		}
		return nil
	})
}

// elementOf is the element that a source stands in.
func elementOf(s *Source) string {
	return map[Kind]string{Text: "TextSource", PDF: "PDFSource", Picture: "PictureSource", Audio: "AudioSource", Video: "VideoSource", Note: "Note"}[s.Kind]
}
