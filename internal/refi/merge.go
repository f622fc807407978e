package refi

// mergeSelections makes one of the selections of one PDF that have one identifier. ATLAS.ti writes a
// coded passage once as rectangle and once as span, with codings of their own.
func (r *reading) mergeSelections() {
	merged := 0
	for _, s := range r.p.Sources {
		if s.Kind != PDF {
			continue
		}
		alike := make(map[string][]*Selection)
		kept := s.Selections[:0:0]
		for _, sel := range s.Selections {
			if sel.GUID == "" || len(alike[sel.GUID]) == 0 {
				kept = append(kept, sel)
			}
			if sel.GUID != "" {
				alike[sel.GUID] = append(alike[sel.GUID], sel)
			}
		}
		merged += len(s.Selections) - len(kept)
		s.Selections = kept
		for _, sel := range kept {
			if others := alike[sel.GUID]; len(others) > 1 {
				sel.merge(others[1:])
			}
		}
	}
	if merged > 0 {
		r.p.Decisions = append(r.p.Decisions, plural(merged, "selection", "selections")+" of PDFs merged with those of the same identifier: a passage has its text and its rectangles")
	}
}

// merge takes in what others say of the same passage. The first span leads.
func (s *Selection) merge(others []*Selection) {
	var join codingJoin
	join.add(s.Codings)
	for _, other := range others {
		if s.Shape != Span && other.Shape == Span {
			s.Shape, s.Start, s.End, s.Placed, s.Span, s.Text = Span, other.Start, other.End, other.Placed, other.Span, other.Text
			s.bad, s.element = other.bad, other.element
		}
		s.Boxes = append(s.Boxes, other.Boxes...)
		s.Name = firstOf(s.Name, other.Name)
		s.Description = firstOf(s.Description, other.Description)
		s.Quote = firstOf(s.Quote, other.Quote)
		s.NoteRefs = append(s.NoteRefs, other.NoteRefs...)
		join.add(other.Codings)
	}
	s.Codings = join.codings
	s.NoteRefs = unique(s.NoteRefs)
}

// act is what makes two codings of one selection the same.
type act struct {
	code, user string
	at         int64
}

// codingJoin gathers the codings that several elements have of one selection.
type codingJoin struct {
	codings []Coding
	there   map[act][]int // where those of an act are
}

// add takes in the codings of another element. One that is the same act as one there is merged into it; of one
// element every coding is kept.
func (j *codingJoin) add(others []Coding) {
	if j.there == nil {
		j.there = make(map[act][]int)
	}
	taken := make(map[act]int, len(others))
	for _, c := range others {
		a := act{c.Code, c.Created.User, c.Created.At.UnixNano()}
		same, n := j.there[a], taken[a]
		taken[a]++
		if n == len(same) {
			j.there[a] = append(same, len(j.codings))
			j.codings = append(j.codings, c)
			continue
		}
		if kept := &j.codings[same[n]]; kept.GUID != c.GUID {
			kept.Also = append(kept.Also, c.GUID)
		}
	}
}

// unique is list without what comes again.
func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	kept := list[:0:0]
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			kept = append(kept, v)
		}
	}
	return kept
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
	walkCodes(r.p.Codes, func(c *Code, _ int) { c.NoteRefs = unique(c.NoteRefs) })
}

// fill takes from another writing of c what its own lacks.
func (c *Code) fill(other *Code) {
	c.Name = firstOf(c.Name, other.Name)
	c.Color = firstOf(c.Color, other.Color)
	c.Description = firstOf(c.Description, other.Description)
	c.NoteRefs = append(c.NoteRefs, other.NoteRefs...)
}

// within says whether code is inside other.
func within(code, other *Code) bool {
	found := false
	walkCodes(other.Codes, func(c *Code, _ int) { found = found || c == code })
	return found
}
