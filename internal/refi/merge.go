package refi

import "slices"

// mergeSelections makes one of the selections of one PDF that have one identifier. ATLAS.ti writes a
// coded passage once as rectangle and once as span, with codings of their own.
func (r *reading) mergeSelections() {
	merged := 0
	for _, s := range r.p.Sources {
		if s.Kind != PDF {
			continue
		}
		first := make(map[string]*Selection, len(s.Selections))
		kept := s.Selections[:0:0]
		for _, sel := range s.Selections {
			one := first[sel.GUID]
			if one == nil || sel.GUID == "" {
				first[sel.GUID] = sel
				kept = append(kept, sel)
				continue
			}
			one.merge(sel)
			merged++
		}
		s.Selections = kept
	}
	if merged > 0 {
		r.p.Decisions = append(r.p.Decisions, plural(merged, "selection", "selections")+" of PDFs merged with those of the same identifier: a passage has its text and its rectangles")
	}
}

// merge takes in what other says of the same passage. The span leads.
func (s *Selection) merge(other *Selection) {
	if s.Shape != Span && other.Shape == Span {
		s.Shape, s.Start, s.End, s.Placed, s.Span, s.Text = Span, other.Start, other.End, other.Placed, other.Span, other.Text
		s.bad, s.element = other.bad, other.element
	}
	s.Boxes = append(s.Boxes, other.Boxes...)
	s.Name = firstOf(s.Name, other.Name)
	s.Description = firstOf(s.Description, other.Description)
	s.Quote = firstOf(s.Quote, other.Quote)
	for _, ref := range other.NoteRefs {
		if !slices.Contains(s.NoteRefs, ref) {
			s.NoteRefs = append(s.NoteRefs, ref)
		}
	}
	for _, c := range other.Codings {
		s.addCoding(c)
	}
}

// addCoding adds c, or its identifier to the equal coding that is there: same code, user and time.
func (s *Selection) addCoding(c Coding) {
	for i := range s.Codings {
		mine := &s.Codings[i]
		if mine.Code == c.Code && mine.Created.User == c.Created.User && mine.Created.At.Equal(c.Created.At) {
			if c.GUID != mine.GUID {
				mine.Also = append(mine.Also, c.GUID)
			}
			return
		}
	}
	s.Codings = append(s.Codings, c)
}

// mergeCodes keeps of a code that is written twice the one that is deepest, the first of equals, and
// gives it the children of the others.
func (r *reading) mergeCodes() {
	type place struct {
		code  *Code
		depth int
	}
	best := make(map[string]place)
	double := 0
	walkCodes(r.p.Codes, func(c *Code, depth int) {
		if c.GUID == "" {
			return
		}
		if p, known := best[c.GUID]; known {
			double++
			if p.depth >= depth {
				return
			}
		}
		best[c.GUID] = place{c, depth}
	})
	if double == 0 {
		return
	}
	var prune func([]*Code) []*Code
	prune = func(codes []*Code) []*Code {
		kept := codes[:0:0]
		for _, c := range codes {
			c.Codes = prune(c.Codes)
			winner := best[c.GUID].code
			if winner == nil || winner == c {
				kept = append(kept, c)
				continue
			}
			r.found.at("a code written twice", c.Line, "Code", c.GUID, "this code is written twice: it is one code, where it is deepest")
			winner.fill(c)
			if !within(winner, c) {
				winner.Codes = append(winner.Codes, c.Codes...)
				continue
			}
			kept = append(kept, c.Codes...) // it holds the code that it repeats
		}
		return kept
	}
	r.p.Codes = prune(r.p.Codes)
}

// fill takes from another writing of c what its own lacks.
func (c *Code) fill(other *Code) {
	c.Name = firstOf(c.Name, other.Name)
	c.Color = firstOf(c.Color, other.Color)
	c.Description = firstOf(c.Description, other.Description)
	for _, ref := range other.NoteRefs {
		if !slices.Contains(c.NoteRefs, ref) {
			c.NoteRefs = append(c.NoteRefs, ref)
		}
	}
}

// within says whether code is inside other.
func within(code, other *Code) bool {
	found := false
	walkCodes(other.Codes, func(c *Code, _ int) { found = found || c == code })
	return found
}
