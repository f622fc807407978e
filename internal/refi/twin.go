package refi

import "fmt"

// plural is a count with its noun.
func plural(n int, one, many string) string {
	if n == 1 {
		return fmt.Sprintf("1 %s", one)
	}
	return fmt.Sprintf("%d %s", n, many)
}

// moveTwins takes the twins of cases out of the codebook. NVivo writes a case empty, and again as a
// code of the same identifier, which has its place in the hierarchy and, as codings, its members.
//
// The rules are:
//   - a code with the identifier of a case is its twin and goes; codes in it that are no twins take its place;
//   - a folder that holds twins and nothing else goes with them, and its name into Case.Path;
//   - a coding to a twin becomes a member of the case; a selection it leaves without codings stays.
func (r *reading) moveTwins() {
	cases := make(map[string]*Case, len(r.p.Cases))
	for _, c := range r.p.Cases {
		if c.GUID != "" {
			cases[c.GUID] = c
		}
	}
	if len(cases) == 0 {
		return
	}
	m := &twins{cases: cases, used: make(map[string]bool)}
	r.eachCodings(func(_, _ string, codings *[]Coding) {
		for _, c := range *codings {
			m.used[c.Code] = true
		}
	})
	r.p.Codes = m.prune(r.p.Codes, nil, "")
	r.folders = m.folders
	if m.moved == 0 {
		return
	}
	members := 0
	r.eachCodings(func(source, selection string, codings *[]Coding) {
		kept := (*codings)[:0]
		for _, c := range *codings {
			if one := cases[c.Code]; one != nil && m.twin(c.Code) {
				one.Members = append(one.Members, Member{Source: source, Selection: selection, Coding: c.GUID, Created: c.Created})
				members++
				continue
			}
			kept = append(kept, c)
		}
		*codings = kept
	})
	said := fmt.Sprintf("%s moved from the codebook to the cases they stand for, and %s of them became memberships",
		plural(m.moved, "code", "codes"), plural(members, "coding", "codings"))
	if len(m.folders) > 0 {
		said += fmt.Sprintf("; %s that held nothing else went with them", plural(len(m.folders), "folder", "folders"))
	}
	r.p.Decisions = append(r.p.Decisions, said)
}

// eachCodings visits every list of codings with the source and selection that hold it.
func (r *reading) eachCodings(visit func(source, selection string, codings *[]Coding)) {
	for _, s := range r.everySource() {
		visit(s.GUID, "", &s.Codings)
		for _, sel := range s.Selections {
			visit(s.GUID, sel.GUID, &sel.Codings)
		}
		for _, t := range s.Transcripts {
			for _, sel := range t.Selections {
				visit(s.GUID, sel.GUID, &sel.Codings)
			}
		}
	}
}

type twins struct {
	cases   map[string]*Case
	used    map[string]bool // codes that codings name
	gone    map[string]bool
	folders []string
	moved   int
}

func (m *twins) twin(code string) bool { return m.gone[code] }

// prune is codes without twins. path and parent are above them.
func (m *twins) prune(codes []*Code, path []string, parent string) []*Code {
	kept := codes[:0:0]
	for _, c := range codes {
		inside := append(path[:len(path):len(path)], c.Name)
		if one := m.cases[c.GUID]; one != nil {
			m.take(one, c, path, parent)
			kept = append(kept, m.prune(c.Codes, inside, c.GUID)...)
			continue
		}
		folder := !c.Codable && len(c.Codes) > 0 && !m.used[c.GUID]
		c.Codes = m.prune(c.Codes, inside, parent)
		if folder && len(c.Codes) == 0 {
			m.folders = append(m.folders, c.GUID)
			continue
		}
		kept = append(kept, c)
	}
	return kept
}

func (m *twins) take(one *Case, twin *Code, path []string, parent string) {
	if m.gone == nil {
		m.gone = make(map[string]bool)
	}
	m.gone[twin.GUID] = true
	m.moved++
	one.Path, one.Parent = path, parent
	one.Name = firstOf(one.Name, twin.Name)
	one.Description = firstOf(one.Description, twin.Description)
}
