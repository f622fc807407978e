package refi

// selections writes those of one shape.
func (x *writing) selections(s *Source, shape Shape, element string) {
	for _, sel := range s.Selections {
		if sel.Shape != shape {
			continue
		}
		if shape == Area && len(sel.Boxes) == 0 {
			x.lose(element, sel.GUID, "it is an area without a rectangle")
			continue
		}
		x.beginSelection(element, sel)
		switch shape {
		case Span:
			start, end := sel.Start, sel.End
			if on := x.textOf(s, sel); sel.Placed && on != nil {
				start, end = x.offset(on, sel.Span.Start), x.offset(on, sel.Span.End)
			}
			x.m.number("startPosition", start)
			x.m.number("endPosition", end)
		case Stretch:
			x.m.number("begin", sel.Begin)
			x.m.number("end", sel.Finish)
		case Area:
			x.box(sel.Boxes[0])
		}
		x.endSelection(element, sel)
		if shape == Area {
			x.moreBoxes(element, sel)
		}
	}
}

// textOf is the text that a selection counts in; nil where there is none.
func (x *writing) textOf(s *Source, sel *Selection) *Content {
	if sel.On != "" && x.bySource[sel.On] != nil {
		s = x.bySource[sel.On]
	}
	if s.Plain == nil || !s.Plain.Found {
		return nil
	}
	return s.Plain
}

// areas writes rectangles of pages: those of passages beside the passage, under its identifier, without
// what hangs on it.
func (x *writing) areas(s *Source) {
	for _, sel := range s.Selections {
		if sel.Shape != Area && sel.Shape != Span {
			continue
		}
		for i, b := range sel.Boxes {
			bare := *sel
			if i > 0 || sel.Shape == Span {
				bare.Description, bare.Codings, bare.NoteRefs = "", nil, nil
			}
			if i > 0 {
				bare.Quote = ""
			}
			x.beginSelection("PDFSelection", &bare)
			x.m.number("page", b.Page)
			x.box(b)
			x.endSelection("PDFSelection", &bare)
		}
	}
}

// moreBoxes writes the second and later areas of a picture's selection, which the format has no word
// for, as selections without codings.
func (x *writing) moreBoxes(element string, sel *Selection) {
	for i, b := range sel.Boxes[1:] {
		more := Selection{GUID: DerivedGUID("area", sel.GUID, string(rune('1'+i))), Name: sel.Name, Created: sel.Created, Changed: sel.Changed}
		x.beginSelection(element, &more)
		x.box(b)
		x.endSelection(element, &more)
	}
}

func (x *writing) box(b Box) {
	x.m.number("firstX", b.X1)
	x.m.number("firstY", b.Y1)
	x.m.number("secondX", b.X2)
	x.m.number("secondY", b.Y2)
}

func (x *writing) beginSelection(element string, sel *Selection) {
	x.m.begin(element)
	x.guid(sel.GUID)
	x.m.attr("name", sel.Name)
}

func (x *writing) endSelection(element string, sel *Selection) {
	x.stamps(sel.Created, sel.Changed)
	x.m.text("Description", sel.Description)
	if element == "PDFSelection" && sel.Quote != "" {
		x.m.begin("Representation")
		x.guid(DerivedGUID("quotation", sel.GUID))
		x.m.text("PlainTextContent", sel.Quote)
		x.m.end()
	}
	x.codings(element, sel.Codings)
	x.m.refs("NoteRef", sel.NoteRefs)
	x.m.end()
}

func (x *writing) codings(element string, codings []Coding) {
	for _, c := range codings {
		if c.Code == "" {
			x.lose("Coding", c.GUID, "it names no code")
			continue
		}
		x.m.begin("Coding")
		x.guid(c.GUID)
		x.stamp("creatingUser", "creationDateTime", c.Created)
		x.m.ref("CodeRef", "targetGUID", c.Code)
		x.m.refs("NoteRef", c.NoteRefs)
		x.m.end()
	}
}
