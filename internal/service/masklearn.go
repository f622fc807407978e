package service

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/anonymise"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// titles are no names by themselves.
var titles = []string{"dr", "mr", "mrs", "ms", "miss", "prof", "professor", "sir", "dame", "lord", "lady", "herr", "frau", "van", "von", "der", "den", "the", "and"}

// learnNames reads the real names.
func (m *mask) learnNames() error {
	sites, err := rowsOf[crosscase.Site](m.v, "")
	if err != nil {
		return err
	}
	letters := map[crosscase.SiteID]string{}
	for _, s := range sites {
		letters[s.ID] = s.Letter
	}
	people, err := rowsOf[crosscase.Participant](m.v, "")
	if err != nil {
		return err
	}
	pseudonyms := map[crosscase.ParticipantID]string{}
	for _, p := range people {
		pseudonyms[p.ID] = p.Pseudonym
	}
	var names []anonymise.Name
	siteNames, err := rowsOf[crosscase.SiteIdentity](m.v, "")
	if err != nil {
		return err
	}
	for _, i := range siteNames {
		names = append(names, anonymise.Name{Find: i.Name, Put: "Site " + letters[i.SiteID]})
	}
	whose := map[string]string{} // of a first or last name
	personNames, err := rowsOf[crosscase.ParticipantIdentity](m.v, "")
	if err != nil {
		return err
	}
	for _, i := range personNames {
		names = append(names, anonymise.Name{Find: i.Name, Put: pseudonyms[i.ParticipantID]}, anonymise.Name{Find: i.Contact, Put: "[contact]"})
		parts := strings.Fields(i.Name)
		for _, part := range parts {
			part = strings.Trim(part, ".,;()")
			if len(parts) < 2 || text.Len(part) < 3 || slices.Contains(titles, strings.ToLower(part)) {
				continue
			}
			if before, ok := whose[part]; ok && before != pseudonyms[i.ParticipantID] {
				whose[part] = "[name]"
			} else {
				whose[part] = pseudonyms[i.ParticipantID]
			}
		}
	}
	for name, put := range m.people {
		if isFullName(name) {
			names = append(names, anonymise.Name{Find: name, Put: put, Exact: true})
		}
	}
	for part, put := range whose {
		names = append(names, anonymise.Name{Find: part, Put: put, Exact: true})
	}
	// The same names in the same order, whatever order a map has; of two alike the one that is not exact first.
	slices.SortFunc(names, func(a, b anonymise.Name) int {
		return cmp.Or(boolCompare(a.Exact, b.Exact), cmp.Compare(a.Find, b.Find), cmp.Compare(a.Put, b.Put))
	})
	m.names = anonymise.NewNames(names)
	return nil
}

// isFullName says whether one of the team is called by two words or more that begin as names do, so that the words
// can be nothing else where they stand in a text.
func isFullName(name string) bool {
	words := strings.Fields(name)
	return len(words) > 1 && !slices.ContainsFunc(words, func(w string) bool { r, _ := utf8.DecodeRuneInString(w); return !unicode.IsUpper(r) })
}

// learnPeople numbers the coders in the order they were made, and then whoever else wrote or asked.
func (m *mask) learnPeople() error {
	coders, err := rowsOf[crosscase.Coder](m.v, "")
	if err != nil {
		return err
	}
	for _, c := range coders {
		m.coders[c.ID] = m.person(c.Name)
	}
	var others []string
	for _, noun := range store.Nouns() {
		if len(authors(store.New(noun))) == 0 {
			continue
		}
		err := m.v.tx.Pages(noun, pageOf, func(rows []any) error {
			for _, row := range rows {
				for _, name := range authors(row) {
					others = append(others, *name)
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	slices.Sort(others)
	for _, name := range slices.Compact(others) {
		m.person(name)
	}
	return nil
}

// authorFields name one of the team, by their JSON names.
var authorFields = []string{"author", "interviewer", "decided_by", "second_by"}

// authors are the fields of a row that name one of the team.
func authors(row any) []*string {
	v := reflect.ValueOf(row).Elem()
	var out []*string
	for i := range v.NumField() {
		name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
		if s, ok := v.Field(i).Addr().Interface().(*string); ok && slices.Contains(authorFields, name) {
			out = append(out, s)
		}
	}
	return out
}

// person is the number of one of the team.
func (m *mask) person(name string) string {
	if name == "" {
		return ""
	}
	if m.people[name] == "" {
		m.people[name] = "C" + figureOf(len(m.people)+1)
	}
	return m.people[name]
}

// learnTexts finds the names in all texts.
func (m *mask) learnTexts(sources map[crosscase.SourceID]*crosscase.Source) error {
	ids := make([]crosscase.SourceID, 0, len(sources))
	for id := range sources {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, sourcesAtOnce) {
		texts, err := m.v.textsOf(sources, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			t := texts[id]
			if t == nil {
				continue
			}
			r, err := m.replacedIn(t.Text)
			if err != nil {
				return err
			}
			if r == nil {
				continue
			}
			m.cut[id] = r
		}
	}
	return nil
}

// replacedIn is what names become in a text; nil where there are none.
func (m *mask) replacedIn(s string) (*replaced, error) {
	found := m.names.In(s)
	if len(found) == 0 {
		return nil, nil
	}
	r, steps, shift := &replaced{}, []crosscase.TextStep{}, 0
	for _, f := range found {
		put := m.names.Name(f.Name).Put
		r.spans = append(r.spans, text.Span{Start: f.Start, End: f.End})
		steps = append(steps, crosscase.TextStep{Start: f.Start + shift, End: f.End + shift, Text: put})
		shift += text.Len(put) - (f.End - f.Start)
	}
	r.path = text.PathOf(steps)
	body, err := text.Apply(s, steps)
	if err != nil {
		return nil, err
	}
	r.index = text.NewIndex(body)
	return r, nil
}
