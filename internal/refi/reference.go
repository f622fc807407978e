package refi

// checkReferences lists what names something that is not there, and recovers what can be.
func (r *reading) checkReferences() {
	c := &checker{known: r.known(), found: r.found}
	r.checkUsers(c.known)
	c.notes("Project", "", 1, r.p.NoteRefs)
	walkCodes(r.p.Codes, func(code *Code, _ int) { c.notes("Code", code.GUID, code.Line, code.NoteRefs) })
	for _, s := range r.everySource() {
		c.source(s)
	}
	for _, one := range r.p.Cases {
		c.values("Case", one.GUID, one.Line, one.Values)
		c.sources("Case", one.GUID, one.Line, one.SourceRefs)
		c.all(c.selections, "selection", "Case", one.GUID, one.Line, one.SelectionRefs)
		c.all(c.codes, "code", "Case", one.GUID, one.Line, one.CodeRefs)
	}
	for _, s := range r.p.Sets {
		c.sources("Set", s.GUID, s.Line, s.Sources)
		c.all(c.codes, "code", "Set", s.GUID, s.Line, s.Codes)
		c.all(c.anything, "member", "Set", s.GUID, s.Line, s.Members)
	}
	for _, l := range r.p.Links {
		c.notes("Link", l.GUID, l.Line, l.NoteRefs)
		c.all(c.anything, "end", "Link", l.GUID, l.Line, []string{l.Origin, l.Target})
	}
}

// checker lists references to what a file does not have.
type checker struct {
	*known
	found *problems
}

// all lists the references of an element that are not among those of a kind.
func (c *checker) all(kind map[string]bool, noun, element, guid string, line int, refs []string) {
	for _, ref := range refs {
		if !kind[ref] {
			c.found.at("a reference to a "+noun+" that is not there", line, element, guid, "it refers to %s %s, which is not there", noun, show(ref))
		}
	}
}

func (c *checker) notes(element, guid string, line int, refs []string) {
	c.all(c.known.notes, "note", element, guid, line, refs)
}

func (c *checker) values(element, guid string, line int, values []Value) {
	for _, v := range values {
		c.all(c.variables, "variable", element, guid, line, []string{v.Variable})
	}
}

func (c *checker) source(s *Source) {
	c.notes(elementOf(s), s.GUID, s.Line, s.NoteRefs)
	c.values(elementOf(s), s.GUID, s.Line, s.Values)
	c.codings(s.Codings)
	c.marked(s.Selections)
	for _, t := range s.Transcripts {
		c.notes("Transcript", t.GUID, t.Line, t.NoteRefs)
		c.marked(t.Selections)
	}
}

func (c *checker) marked(selections []*Selection) {
	for _, s := range selections {
		c.codings(s.Codings)
		c.notes(s.element, s.GUID, s.Line, s.NoteRefs)
	}
}

func (c *checker) codings(codings []Coding) {
	for _, one := range codings {
		c.all(c.codes, "code", "Coding", one.GUID, one.Line, []string{one.Code})
		c.notes("Coding", one.GUID, one.Line, one.NoteRefs)
	}
}

// sources replaces references to sources that are not there by the source whose file has that name:
// QualCoder writes the file's name where the source's identifier belongs.
func (c *checker) sources(element, guid string, line int, refs []string) {
	for i, ref := range refs {
		if c.known.sources[ref] {
			continue
		}
		found := c.stems[ref]
		if found == "" || ref == "" {
			c.all(c.known.sources, "source", element, guid, line, []string{ref})
			continue
		}
		refs[i] = found
		c.found.at("a reference by file name", line, element, guid, "it refers to source %s, which is not there, but is the name of a file of source %s: that is taken", show(ref), plain(found))
	}
}
