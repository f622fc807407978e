package foreign

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// taguette reads one project of a Taguette database. Who highlighted, and when, stands in the record of what was done.
func (d *database) taguette(project string) error {
	t := &taguette{database: d, documents: map[int64]*refi.Source{}, pages: map[int64]*page{}, tags: map[int64]*refi.Code{}, users: map[string]string{}, done: map[int64]refi.Stamp{}}
	d.p.Origin = "Taguette"
	for _, step := range []func() error{func() error { return t.choose(project) }, t.readTags, t.readDocuments, t.commands, t.highlights} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

type taguette struct {
	*database
	project   int64
	documents map[int64]*refi.Source
	pages     map[int64]*page
	tags      map[int64]*refi.Code
	users     map[string]string
	done      map[int64]refi.Stamp // highlight -> who made it
}

func (t *taguette) guid(parts ...string) string {
	return refi.DerivedGUID(append([]string{"taguette"}, parts...)...)
}

// choose finds the project that is meant.
func (t *taguette) choose(name string) error {
	var names []string
	found := 0
	err := t.each("projects", func(r row) {
		names = append(names, strconv.Quote(r.text("name")))
		if name == "" || r.text("name") == name {
			found++
			t.project, t.p.Name, t.p.Description = r.num("id"), r.text("name"), r.text("description")
		}
	})
	switch {
	case err != nil:
		return err
	case len(names) == 0:
		return crosscase.Errorf(crosscase.CodeInvalid, "%s holds no project", t.name)
	case found != 1:
		return crosscase.Errorf(crosscase.CodeInvalid, "%s holds %d projects, %s: say which one, by its name, with --sheet", t.name, len(names), strings.Join(names[:min(len(names), 20)], ", "))
	}
	return nil
}

func (t *taguette) readTags() error {
	return t.each("tags", func(r row) {
		if r.num("project_id") != t.project {
			return
		}
		c := &refi.Code{GUID: t.guid("tag", r.text("path")), Name: r.text("path"), Description: r.text("description"), Codable: true}
		t.tags[r.num("id")] = c
		t.p.Codes = append(t.p.Codes, c)
		t.p.Counts.Codes++
	})
}

func (t *taguette) readDocuments() error {
	return t.each("documents", func(r row) {
		if r.num("project_id") != t.project {
			return
		}
		if len(r.text("contents")) > mostPage {
			t.problem("document "+strconv.Quote(r.text("name")), "it has more than %d MiB, more than is read: it is left out with its highlights", mostPage>>20)
			return
		}
		p := readPage(r.text("contents"))
		s := &refi.Source{Kind: refi.Text, GUID: t.guid("document", r.text("name"), r.text("created")), Name: r.text("name"), Description: r.text("description"),
			CurrentPath: r.text("filename"), Created: refi.Stamp{At: r.when("created")}, Plain: &refi.Content{Found: true, Text: p.text, Encoding: "UTF-8"}}
		t.documents[r.num("id")], t.pages[r.num("id")] = s, p
		t.p.Sources = append(t.p.Sources, s)
		t.p.Counts.Sources.Text++
	})
}

// commands reads who made each highlight last.
func (t *taguette) commands() error {
	return t.each("commands", func(r row) {
		var done struct {
			Type      string `json:"type"`
			Highlight int64  `json:"highlight_id"`
		}
		if r.num("project_id") != t.project || json.Unmarshal([]byte(r.text("payload")), &done) != nil || done.Type != "highlight_add" {
			return
		}
		login := r.text("user_login")
		if t.users[login] == "" {
			t.users[login] = t.guid("user", login)
			t.p.Users = append(t.p.Users, refi.User{GUID: t.users[login], Name: login})
			t.p.Counts.Users++
		}
		t.done[done.Highlight] = refi.Stamp{User: t.users[login], At: r.when("date")}
	})
}

// highlights reads them with their tags. Their offsets count bytes of the text of the page.
func (t *taguette) highlights() error {
	made := map[int64]*refi.Selection{}
	err := t.each("highlights", func(r row) {
		id, s := r.num("id"), t.documents[r.num("document_id")]
		if s == nil {
			return // of another project
		}
		start, end, page := r.num("start_offset"), r.num("end_offset"), t.pages[r.num("document_id")]
		sel := &refi.Selection{Shape: refi.Span, GUID: t.guid("highlight", s.GUID, r.text("start_offset"), r.text("end_offset"), strconv.FormatInt(id, 10)), Start: start, End: end, Created: t.done[id]}
		if start < 0 || end < start || end > page.bytes {
			t.problem("highlight "+r.text("id"), "it runs from byte %d to %d of a text of %d", start, end, page.bytes)
		} else {
			sel.Span = text.Span{Start: page.at(start, false), End: page.at(end, true)}
			sel.Span.End = max(sel.Span.End, sel.Span.Start)
			words, err := text.Slice(page.text, sel.Span.Start, sel.Span.End)
			sel.Text, sel.Placed = words, err == nil
		}
		made[id] = sel
		s.Selections = append(s.Selections, sel)
		t.p.Counts.Selections++
	})
	if err != nil {
		return err
	}
	return t.each("highlight_tags", func(r row) {
		sel, tag := made[r.num("highlight_id")], t.tags[r.num("tag_id")]
		if sel == nil || tag == nil {
			return
		}
		sel.Codings = append(sel.Codings, refi.Coding{GUID: t.guid("coding", sel.GUID, tag.GUID), Code: tag.GUID, Created: sel.Created})
		t.p.Counts.Codings++
	})
}
