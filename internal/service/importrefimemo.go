package service

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// putMemos makes memos of the notes.
//
// The rules are:
//   - a note is about whatever refers to it, is linked with it by a link without a name or named "memo on", or, where it
//     is QualCoder's annotation, about the stretch it marks;
//   - a note that nothing refers to is a memo about nothing in particular;
//   - the description of a selection or coding is a memo about it, unless a note says the same; those of codes,
//     sources, cases and variables are their definition or note;
//   - a note that is coded itself became a document.
func (in *refiImport) putMemos() error {
	m := &refiMemos{in: in, about: map[string][]crosscase.About{}, site: map[string]crosscase.SiteID{}, said: map[crosscase.About][]string{}}
	m.gather()
	for _, n := range in.p.Notes {
		if in.notes[n.GUID] {
			continue
		}
		if err := m.note(n); err != nil {
			return err
		}
	}
	return m.descriptions()
}

type refiMemos struct {
	in    *refiImport
	about map[string][]crosscase.About // note -> what it is about
	site  map[string]crosscase.SiteID  // key of what a memo may be about -> its site
	said  map[crosscase.About][]string // texts of the memos about something
}

// refer notes that something refers to notes.
func (m *refiMemos) refer(about crosscase.About, site crosscase.SiteID, notes []string) {
	if about.Key == "" {
		return
	}
	m.site[about.Key] = site
	for _, n := range notes {
		if !slices.Contains(m.about[n], about) {
			m.about[n] = append(m.about[n], about)
		}
	}
}

func (m *refiMemos) gather() {
	in := m.in
	m.refer(crosscase.About{Noun: "study", Key: in.v.study.Slug}, "", in.p.NoteRefs)
	eachCode(in.p.Codes, func(c *refi.Code) {
		about, _, _ := m.thing(c.GUID)
		m.refer(about, "", c.NoteRefs)
	})
	for _, s := range in.p.Sources {
		m.source(s, s.NoteRefs)
		m.selections(s.Selections)
		m.codings(s.Codings)
		for _, t := range s.Transcripts {
			if rs := in.sources[t.GUID]; rs != nil {
				m.refer(crosscase.About{Noun: "source", Key: string(rs.row.ID)}, rs.row.SiteID, t.NoteRefs)
			}
			m.selections(t.Selections)
		}
	}
	for i := range in.p.Links {
		m.link(&in.p.Links[i])
	}
}

func (m *refiMemos) source(s *refi.Source, notes []string) {
	if rs := m.in.sources[s.GUID]; rs != nil {
		m.refer(crosscase.About{Noun: "source", Key: string(rs.row.ID)}, rs.row.SiteID, notes)
	}
}

func (m *refiMemos) selections(list []*refi.Selection) {
	for _, sel := range list {
		if e := m.in.marked[sel.GUID]; e != nil {
			m.refer(crosscase.About{Noun: "excerpt", Key: string(e.ID)}, e.SiteID, sel.NoteRefs)
		}
		m.codings(sel.Codings)
	}
}

func (m *refiMemos) codings(list []refi.Coding) {
	for i := range list {
		if c := m.in.coded[list[i].GUID]; c != nil {
			m.refer(crosscase.About{Noun: "coding", Key: string(c.ID)}, c.SiteID, list[i].NoteRefs)
		}
	}
}

// link makes what a memo link says of a note what the note is about. Any other link is kept.
func (m *refiMemos) link(l *refi.Link) {
	if name := strings.ToLower(strings.TrimSpace(l.Name)); name != "" && name != "memo on" {
		return
	}
	for _, ends := range [][2]string{{l.Origin, l.Target}, {l.Target, l.Origin}} {
		if !m.in.isNote(ends[0]) || m.in.isNote(ends[1]) {
			continue
		}
		if about, site, ok := m.thing(ends[1]); ok {
			m.refer(about, site, []string{ends[0]})
			m.in.used[l.GUID] = true
			return
		}
	}
}

func (in *refiImport) isNote(guid string) bool {
	return slices.ContainsFunc(in.p.Notes, func(n *refi.Source) bool { return n.GUID == guid })
}

// thing is what an identifier stands for in the study.
func (m *refiMemos) thing(guid string) (about crosscase.About, site crosscase.SiteID, ok bool) {
	in := m.in
	if id := in.themes[guid]; id != "" {
		if t := stands[crosscase.Theme](in, "theme", string(id)); t != nil {
			return crosscase.About{Noun: "theme", Key: t.Key()}, "", true
		}
	}
	if id := in.folders[guid]; id != "" {
		if t := stands[crosscase.MetaTheme](in, "meta_theme", string(id)); t != nil {
			return crosscase.About{Noun: "meta_theme", Key: t.Name}, "", true
		}
	}
	if rs := in.sources[guid]; rs != nil {
		return crosscase.About{Noun: "source", Key: string(rs.row.ID)}, rs.row.SiteID, true
	}
	if e := in.marked[guid]; e != nil {
		return crosscase.About{Noun: "excerpt", Key: string(e.ID)}, e.SiteID, true
	}
	if c := in.coded[guid]; c != nil {
		return crosscase.About{Noun: "coding", Key: string(c.ID)}, c.SiteID, true
	}
	for _, u := range in.uses {
		if u.guid == guid && u.noun != "" {
			key := u.id
			if s := stands[crosscase.Site](in, asSite, u.id); u.noun == asSite && s != nil {
				key = s.Letter
			}
			return crosscase.About{Noun: u.noun, Key: key}, u.site, true
		}
	}
	return about, "", false
}

func (m *refiMemos) note(n *refi.Source) error {
	in := m.in
	about := slices.Clone(m.about[n.GUID])
	if on, err := m.annotated(n); err != nil {
		return err
	} else if len(on) > 0 {
		about = slices.DeleteFunc(about, func(a crosscase.About) bool { return a.Noun == "source" })
		about = append(about, on...)
	}
	body := ""
	if n.Plain != nil {
		body = text.Normalize(n.Plain.Text)
	}
	body = firstOf(body, text.Normalize(n.Description), n.Name)
	if body == "" {
		in.lost.add("note without a text", in.where("Note", n.Name, n.GUID, n.Line), "")
		return nil
	}
	id, was := in.known("memo", "note", n.GUID)
	memo := stands[crosscase.Memo](in, "memo", id)
	if !was {
		id = m.same(n.Name, body, about)
		if memo = stands[crosscase.Memo](in, "memo", id); memo != nil {
			in.claim("memo", id, "note", n.GUID)
		} else {
			id = in.newRow("memo", "note", n.GUID, n.Name, body)
			memo = &crosscase.Memo{ID: crosscase.MemoID(id), Kind: crosscase.MemoNote}
		}
	}
	memo.Title, memo.Text = cutName(n.Name), body
	if at := stamp(cmpStamp(n.Changed, n.Created)); at != 0 {
		memo.Written = at
	}
	memo.Author = firstOf(in.author(n.Created), in.author(n.Changed), memo.Author)
	for _, a := range about {
		if !slices.Contains(memo.About, a) {
			memo.About = append(memo.About[:len(memo.About):len(memo.About)], a)
		}
	}
	memo.SiteID = m.siteOf(memo.About)
	for _, a := range memo.About {
		m.said[a] = append(m.said[a], folded(body))
	}
	if err := in.put("memo", memo); err != nil {
		return err
	}
	return in.alias("memo", id, "note", n.GUID)
}

func cmpStamp(stamps ...refi.Stamp) refi.Stamp {
	for _, s := range stamps {
		if !s.At.IsZero() {
			return s
		}
	}
	return refi.Stamp{}
}

// annotated makes the excerpts of an annotation and says that the note is about them.
func (m *refiMemos) annotated(n *refi.Source) (about []crosscase.About, err error) {
	for _, sel := range n.Selections {
		rs := m.in.sources[sel.On]
		if sel.On == "" || rs == nil {
			continue
		}
		if err := m.in.putMarked(rs, []*refi.Selection{sel}, nil); err != nil {
			return nil, err
		}
		if e := m.in.marked[sel.GUID]; e != nil {
			a := crosscase.About{Noun: "excerpt", Key: string(e.ID)}
			m.site[a.Key] = e.SiteID
			about = append(about, a)
		}
	}
	return about, nil
}

// same is a memo of the study that says the same of the same, under no identifier of the file; "" where there is none.
func (m *refiMemos) same(title, body string, about []crosscase.About) string {
	for _, id := range sortedKeys(m.in.rows["memo"]) {
		memo := m.in.rows["memo"][id].(*crosscase.Memo)
		if memo.Title == cutName(title) && memo.Text == body && m.in.claimed["memo"][id] == "" && len(memo.About) == len(about) &&
			!slices.ContainsFunc(about, func(a crosscase.About) bool { return !slices.Contains(memo.About, a) }) {
			return id
		}
	}
	return ""
}

// siteOf is the site that all a memo is about is of, "" where they are of several or none.
func (m *refiMemos) siteOf(about []crosscase.About) crosscase.SiteID {
	site := crosscase.SiteID("")
	for i, a := range about {
		if i > 0 && m.site[a.Key] != site {
			return ""
		}
		site = m.site[a.Key]
	}
	return site
}

func folded(s string) string { return strings.ToLower(strings.Join(strings.Fields(s), " ")) }

// descriptions makes memos of the descriptions of selections.
func (m *refiMemos) descriptions() error {
	for _, s := range m.in.p.Sources {
		if err := m.described(s.Selections); err != nil {
			return err
		}
		for _, t := range s.Transcripts {
			if err := m.described(t.Selections); err != nil {
				return err
			}
		}
	}
	if d := strings.TrimSpace(m.in.p.Description); d != "" {
		return m.describe("project", m.in.p.Name, "", crosscase.About{Noun: "study", Key: m.in.v.study.Slug}, "", d, refi.Stamp{})
	}
	return nil
}

func (m *refiMemos) described(list []*refi.Selection) error {
	for _, sel := range list {
		e := m.in.marked[sel.GUID]
		if e == nil || strings.TrimSpace(sel.Description) == "" {
			continue
		}
		who := cmp.Or(sel.Changed.User, sel.Created.User)
		written := refi.Stamp{User: who, At: cmpStamp(sel.Changed, sel.Created).At}
		if err := m.describe("selection", sel.GUID, "", crosscase.About{Noun: "excerpt", Key: string(e.ID)}, e.SiteID, sel.Description, written); err != nil {
			return err
		}
	}
	return nil
}

func (m *refiMemos) describe(kind, guid, title string, about crosscase.About, site crosscase.SiteID, body string, by refi.Stamp) error {
	body = text.Normalize(strings.TrimSpace(body))
	if slices.Contains(m.said[about], folded(body)) {
		return nil
	}
	id := refi.DerivedGUID("description", kind, guid)
	memo := stands[crosscase.Memo](m.in, "memo", id)
	if memo == nil {
		if same := m.same(title, body, []crosscase.About{about}); same != "" {
			m.in.claim("memo", same, "description", guid)
			return nil
		}
		memo = &crosscase.Memo{ID: crosscase.MemoID(id), Kind: crosscase.MemoNote, Title: title, About: []crosscase.About{about}, SiteID: site,
			Author: m.in.author(by), Written: stamp(by)}
	}
	memo.Text = body
	m.in.claim("memo", id, "description", guid)
	return m.in.put("memo", memo)
}

func eachCode(codes []*refi.Code, visit func(*refi.Code)) {
	for _, c := range codes {
		visit(c)
		eachCode(c.Codes, visit)
	}
}

// putCodedNotes makes a document of each note that is coded itself: a memo cannot be.
func (in *refiImport) putCodedNotes() error {
	for _, n := range in.p.Notes {
		own := slices.DeleteFunc(slices.Clone(n.Selections), func(s *refi.Selection) bool { return s.On != "" })
		coded := len(n.Codings) > 0 || slices.ContainsFunc(own, func(s *refi.Selection) bool { return len(s.Codings) > 0 })
		if !coded || n.Plain == nil || !n.Plain.Found {
			if len(own) > 0 || len(n.Codings) > 0 {
				in.lost.add("selections of a note", in.where("Note", n.Name, n.GUID, n.Line), "a memo has no passages")
			}
			continue
		}
		rs, err := in.putSource(n, nil)
		if err != nil {
			return err
		}
		in.notes[n.GUID] = true
		in.mapped.add("note that is coded became a document", in.where("Note", n.Name, n.GUID, n.Line), "")
		if err := in.putMarked(rs, own, n.Codings); err != nil {
			return err
		}
	}
	return nil
}
