package refi

// known is which identifiers a file has, by kind.
type known struct {
	codes, users, notes, variables, sources, selections, anything map[string]bool
	stems                                                         map[string]string // file name -> source
}

func (r *reading) known() *known {
	k := &known{
		codes: make(map[string]bool), users: make(map[string]bool), notes: make(map[string]bool), variables: make(map[string]bool),
		sources: make(map[string]bool), selections: make(map[string]bool), anything: make(map[string]bool), stems: make(map[string]string),
	}
	put := func(kind map[string]bool, guid string) { kind[guid], k.anything[guid] = true, true }
	walkCodes(r.p.Codes, func(c *Code, _ int) { put(k.codes, c.GUID) })
	for _, c := range r.p.Cases {
		put(k.codes, c.GUID) // a set may name the twin
		for _, m := range c.Members {
			k.anything[m.Coding] = true
		}
	}
	for _, folder := range r.folders {
		put(k.codes, folder)
	}
	for _, u := range r.p.Users {
		put(k.users, u.GUID)
	}
	for _, v := range r.p.Variables {
		put(k.variables, v.GUID)
	}
	for _, s := range r.p.Sources {
		put(k.sources, s.GUID)
		r.knowSource(k, s, put)
		refs := []string{s.Media.Written}
		if s.Plain != nil {
			k.anything[s.Plain.GUID] = true
			refs = append(refs, s.Plain.Rich.Written, s.Plain.File.Written)
		}
		for _, ref := range refs {
			if name := stem(ref); ref != "" && k.stems[name] == "" {
				k.stems[name] = s.GUID
			}
		}
	}
	for _, n := range r.p.Notes {
		put(k.notes, n.GUID)
		r.knowSource(k, n, put)
	}
	for _, s := range r.p.Sets {
		k.anything[s.GUID] = true
	}
	for _, l := range r.p.Links {
		k.anything[l.GUID] = true
	}
	for _, g := range r.p.Graphs {
		k.anything[g.GUID] = true
	}
	return k
}

func (r *reading) knowSource(k *known, s *Source, put func(map[string]bool, string)) {
	selections := func(list []*Selection) {
		for _, sel := range list {
			put(k.selections, sel.GUID)
			for _, c := range sel.Codings {
				k.anything[c.GUID] = true
				for _, also := range c.Also {
					k.anything[also] = true
				}
			}
		}
	}
	selections(s.Selections)
	for _, c := range s.Codings {
		k.anything[c.GUID] = true
	}
	for _, t := range s.Transcripts {
		k.anything[t.GUID] = true
		selections(t.Selections)
		for _, p := range t.Points {
			k.anything[p.GUID] = true
		}
	}
}

// checkReferences lists what names something that is not there, and recovers what can be.
func (r *reading) checkReferences() {
	k := r.known()
	r.checkUsers(k)
	notes := func(element, guid string, line int, refs []string) {
		for _, ref := range refs {
			if !k.notes[ref] {
				r.found.at("a reference to a note that is not there", line, element, guid, "it refers to note %s, which is not there", show(ref))
			}
		}
	}
	notes("Project", "", 1, r.p.NoteRefs)
	walkCodes(r.p.Codes, func(c *Code, _ int) { notes("Code", c.GUID, c.Line, c.NoteRefs) })
	values := func(element, guid string, line int, values []Value) {
		for _, v := range values {
			if !k.variables[v.Variable] {
				r.found.at("a value of a variable that is not there", line, element, guid, "it has a value of variable %s, which is not there", show(v.Variable))
			}
		}
	}
	codings := func(list []Coding) {
		for _, c := range list {
			if !k.codes[c.Code] {
				r.found.at("a coding of a code that is not there", c.Line, "Coding", c.GUID, "it names code %s, which is not in the codebook", show(c.Code))
			}
			notes("Coding", c.GUID, c.Line, c.NoteRefs)
		}
	}
	selections := func(list []*Selection) {
		for _, s := range list {
			codings(s.Codings)
			notes(s.element, s.GUID, s.Line, s.NoteRefs)
		}
	}
	for _, s := range r.everySource() {
		notes(elementOf(s), s.GUID, s.Line, s.NoteRefs)
		values(elementOf(s), s.GUID, s.Line, s.Values)
		codings(s.Codings)
		selections(s.Selections)
		for _, t := range s.Transcripts {
			notes("Transcript", t.GUID, t.Line, t.NoteRefs)
			selections(t.Selections)
		}
	}
	for _, c := range r.p.Cases {
		values("Case", c.GUID, c.Line, c.Values)
		r.recover(k, c.SourceRefs, "Case", c.GUID, c.Line)
		for _, ref := range c.SelectionRefs {
			if !k.selections[ref] {
				r.found.at("a reference to a selection that is not there", c.Line, "Case", c.GUID, "it refers to selection %s, which is not there", show(ref))
			}
		}
		for _, ref := range c.CodeRefs {
			if !k.codes[ref] {
				r.found.at("a reference to a code that is not there", c.Line, "Case", c.GUID, "it refers to code %s, which is not there", show(ref))
			}
		}
	}
	for _, s := range r.p.Sets {
		r.recover(k, s.Sources, "Set", s.GUID, s.Line)
		for _, ref := range s.Codes {
			if !k.codes[ref] {
				r.found.at("a reference to a code that is not there", s.Line, "Set", s.GUID, "it holds code %s, which is not there", show(ref))
			}
		}
		for _, ref := range s.Members {
			if !k.anything[ref] {
				r.found.at("a member that is not there", s.Line, "Set", s.GUID, "it holds %s, which is not there", show(ref))
			}
		}
	}
	for _, l := range r.p.Links {
		notes("Link", l.GUID, l.Line, l.NoteRefs)
		for _, end := range []string{l.Origin, l.Target} {
			if !k.anything[end] {
				r.found.at("a link to what is not there", l.Line, "Link", l.GUID, "it links %s, which is not there", show(end))
			}
		}
	}
}

// recover replaces references to sources that are not there by the source whose file has that name:
// QualCoder writes the file's name where the source's identifier belongs.
func (r *reading) recover(k *known, refs []string, element, guid string, line int) {
	for i, ref := range refs {
		if k.sources[ref] {
			continue
		}
		if found := k.stems[ref]; found != "" && ref != "" {
			refs[i] = found
			r.found.at("a reference by file name", line, element, guid, "it refers to source %s, which is not there, but is the name of a file of source %s: that is taken", show(ref), found)
			continue
		}
		r.found.at("a reference to a source that is not there", line, element, guid, "it refers to source %s, which is not there", show(ref))
	}
}

// checkUsers lists each user that is named and not there, once.
func (r *reading) checkUsers(k *known) {
	said := map[string]bool{"": true}
	check := func(element, guid string, line int, stamps ...Stamp) {
		for _, s := range stamps {
			if !k.users[s.User] && !said[s.User] {
				said[s.User] = true
				r.found.at("a user that is not there", line, element, guid, "user %s is not among the users and stands for somebody unknown, here and wherever named", show(s.User))
			}
		}
	}
	check("Project", "", 1, r.p.Created, r.p.Changed)
	codings := func(list []Coding) {
		for _, c := range list {
			check("Coding", c.GUID, c.Line, c.Created)
		}
	}
	selections := func(list []*Selection) {
		for _, s := range list {
			check(s.element, s.GUID, s.Line, s.Created, s.Changed)
			codings(s.Codings)
		}
	}
	for _, s := range r.everySource() {
		check(elementOf(s), s.GUID, s.Line, s.Created, s.Changed)
		codings(s.Codings)
		selections(s.Selections)
		for _, t := range s.Transcripts {
			check("Transcript", t.GUID, t.Line, t.Created, t.Changed)
			selections(t.Selections)
		}
	}
	for _, c := range r.p.Cases {
		for _, m := range c.Members {
			check("Case", c.GUID, c.Line, m.Created)
		}
	}
}

// foldTranscripts says which text sources are transcripts of a recording: both name one text.
func (r *reading) foldTranscripts() {
	recording := make(map[string]string)
	for _, s := range r.p.Sources {
		for _, t := range s.Transcripts {
			if name := t.Plain.File.Written; name != "" && recording[name] == "" {
				recording[name] = s.GUID
			}
		}
	}
	folded := 0
	for _, s := range r.p.Sources {
		if s.Kind != Text || s.Plain == nil || s.Plain.File.Written == "" {
			continue
		}
		if s.TranscriptOf = recording[s.Plain.File.Written]; s.TranscriptOf != "" {
			folded++
		}
	}
	if folded > 0 {
		r.p.Decisions = append(r.p.Decisions, plural(folded, "text is", "texts are")+" the transcript of a recording as well")
	}
}
