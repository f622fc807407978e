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
