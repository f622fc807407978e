package refi

import (
	"strings"
	"time"
)

// parse reads the XML of f into r.p.
func (f *File) parse(r *reading) error {
	source := f.name
	if f.archive != nil {
		entry := f.archive.project
		r.p.Entry, r.p.Container = entry.Name, QDPX
		source += ": " + show(entry.Name)
		rc, err := f.archive.open(entry, f.limits.XML)
		if err != nil {
			return err
		}
		defer func() { _ = rc.Close() }()
		if r.x, err = newStream(r.ctx, source, rc, f.limits); err != nil {
			return err
		}
	} else {
		if _, err := f.xml.Seek(0, 0); err != nil {
			return err
		}
		var err error
		if r.x, err = newStream(r.ctx, source, f.xml, f.limits); err != nil {
			return err
		}
	}
	root, err := r.x.root()
	if err != nil {
		return err
	}
	r.p.Origin, r.p.Name = root.attr("origin"), root.attr("name")
	switch root.name {
	case "project":
		err = r.project(root)
	case "codebook":
		if f.archive == nil {
			r.p.Container = QDC
		}
		err = r.codebook()
	default:
		return invalid("%s begins with %s where REFI-QDA begins with Project or CodeBook: it is another kind of file", source, show(root.name))
	}
	if err != nil {
		return err
	}
	if err := r.x.finish(); err != nil {
		return err
	}
	r.p.Counts = r.x.counts
	r.sum()
	return nil
}

// project reads what is in the element Project.
func (r *reading) project(root element) error {
	p := r.p
	p.BasePath, p.Description = root.attr("basePath"), root.attr("description")
	p.Created, p.Changed = r.created(root), r.changed(root)
	return r.x.children(func(e element) error {
		switch e.name {
		case "users":
			return r.each("user", func(e element) error {
				p.Users = append(p.Users, User{GUID: r.id(e), Name: e.attr("name"), ID: e.attr("id")})
				return nil
			})
		case "codebook":
			return r.codebook()
		case "variables":
			return r.each("variable", r.variable)
		case "cases":
			return r.each("case", r.caseElement)
		case "sources":
			return r.x.children(func(e element) error {
				kind, known := sourceNames[e.name]
				if !known {
					return nil
				}
				s, err := r.source(e, kind)
				p.Sources = append(p.Sources, s)
				return err
			})
		case "notes":
			return r.each("note", func(e element) error {
				s, err := r.source(e, Note)
				p.Notes = append(p.Notes, s)
				return err
			})
		case "links":
			return r.each("link", r.link)
		case "sets":
			return r.each("set", r.set)
		case "graphs":
			return r.each("graph", r.graph)
		case "description":
			return r.description(&p.Description)
		case "noteref":
			p.NoteRefs = append(p.NoteRefs, e.guid("targetGUID"))
		}
		return nil
	})
}

// each visits the children of one name.
func (r *reading) each(name string, visit func(element) error) error {
	return r.x.children(func(e element) error {
		if e.name != name {
			return nil
		}
		return visit(e)
	})
}

// id is the identifier of an element, counted where it has not the form of one.
func (r *reading) id(e element) string {
	guid := e.guid("guid")
	if !IsGUID(guid) {
		r.badGUID++
	}
	return guid
}

// description reads a Description, which may be empty, and keeps what an attribute said where it is.
func (r *reading) description(into *string) error {
	text, err := r.x.text()
	if strings.TrimSpace(text) != "" {
		*into = text
	}
	return err
}

// created is who made the element and when. The names of the attributes differ by element and tool.
func (r *reading) created(e element) Stamp {
	return Stamp{User: firstOf(e.guid("creatingUser"), e.guid("creatingUserGUID"), e.guid("creatingUserId")), At: r.date(e.attr("creationDateTime"))}
}

func (r *reading) changed(e element) Stamp {
	return Stamp{User: firstOf(e.guid("modifyingUser"), e.guid("modifyingUserGUID"), e.guid("modifyingUserId")), At: r.date(e.attr("modifiedDateTime"))}
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}

// date reads an xsd:dateTime; without a zone (Transana) it is taken for UTC.
func (r *reading) date(s string) time.Time {
	s = strings.TrimSpace(s)
	if s == "" {
		return time.Time{}
	}
	for _, layout := range []string{time.RFC3339, "2006-01-02T15:04:05", "2006-01-02 15:04:05", "2006-01-02T15:04", "2006-01-02"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t.UTC()
		}
	}
	r.badDate++
	return time.Time{}
}

// sum says in one line each what was met all through the file.
func (r *reading) sum() {
	if r.badGUID > 0 {
		r.found.add("identifiers", r.p.Entry, "%s not of the form of a GUID: kept and compared as written", plural(r.badGUID, "identifier is", "identifiers are"))
	}
	if r.badDate > 0 {
		r.found.add("dates", r.p.Entry, "%s not be read and left out", plural(r.badDate, "date could", "dates could"))
	}
	read := 0
	for _, s := range r.everySource() {
		read += len(s.Selections)
		for _, t := range s.Transcripts {
			read += len(t.Selections)
		}
	}
	if lost := r.p.Counts.Selections - read; lost > 0 {
		r.found.add("selections", r.p.Entry, "%s where the format has no place for it and not read", plural(lost, "selection stands", "selections stand"))
	}
}
