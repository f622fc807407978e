package service

import (
	"cmp"
	"path"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/anonymise"
	"github.com/crosscase/crosscase/internal/text"
)

// AnonymiseOptions say how an archive for deposit is made.
type AnonymiseOptions struct {
	Bands map[string][]float64 // by name of an attribute: where its bands begin; others have those of the quantiles
	Years bool                 // days become years instead of months
	Media bool                 // with recordings, whose voices nothing here can change
}

// fewest is how many must share a combination of attributes.
const fewest = 3

// mask changes the rows of an archive for deposit.
//
// The rules are:
//   - real names, of sites and participants, are replaced by letter and pseudonym wherever they stand: in texts, notes
//     and names of sources; first and last names of people alone only in their very letters;
//   - coders, authors and interviewers are C1, C2, …, also in texts where they stand with their full names; posts of participants and names of files are left out;
//   - figures are bands, and combinations of attributes are shared by at least three of their kind;
//   - days and times are the first of their month or year;
//   - ids are others, which nobody without the study can trace, since an id tells when its row was made;
//   - aliases and elements of other programs, which may hold anything, are left out;
//   - excerpts stand on the changed texts; one that cuts a name takes all of what stands in its place.
type mask struct {
	v       *visit
	opts    AnonymiseOptions
	space   uuid.UUID
	names   *anonymise.Names
	people  map[string]string // coders and authors by name
	coders  map[crosscase.CoderID]string
	cut     map[crosscase.SourceID]*replaced
	banded  map[crosscase.AttributeID]*bandedAttribute
	figures map[string]bool // attributes that are bands now, by name
	changes *maskChanges
	quiet   bool // rows are looked at and not written: nothing is counted
	table   string
	where   string
}

// replaced is what names became in one text.
type replaced struct {
	spans []text.Span // of the names, in the text as it was
	path  text.Path
	index *text.Index // the text as it is in the archive
}

func newMask(v *visit, opts AnonymiseOptions, sources map[crosscase.SourceID]*crosscase.Source) (*mask, error) {
	space, err := uuid.Parse(string(v.study.ID))
	if err != nil {
		space = uuid.NewSHA1(uuid.Nil, []byte(v.study.ID))
	}
	m := &mask{v: v, opts: opts, space: space, people: map[string]string{}, coders: map[crosscase.CoderID]string{}, cut: map[crosscase.SourceID]*replaced{}, figures: map[string]bool{}, changes: newMaskChanges()}
	if err := m.learnPeople(); err != nil {
		return nil, err
	}
	if err := m.learnNames(); err != nil {
		return nil, err
	}
	if m.banded, err = m.bandAttributes(opts.Bands); err != nil {
		return nil, err
	}
	return m, m.learnTexts(sources)
}

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
	for _, noun := range []string{"memo", "summary", "type_decision", "interview"} {
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

// authors are the fields of a row that name one of the team.
func authors(row any) []*string {
	switch r := row.(type) {
	case *crosscase.Memo:
		return []*string{&r.Author}
	case *crosscase.Summary:
		return []*string{&r.Author}
	case *crosscase.TypeDecision:
		return []*string{&r.DecidedBy, &r.SecondBy}
	case *crosscase.Interview:
		return []*string{&r.Interviewer}
	}
	return nil
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

// row changes a row; false leaves it out.
func (m *mask) row(noun string, row any) (bool, error) {
	m.table, m.where = noun, ""
	if key := keyOfRow(row); key != "" {
		m.where, _ = m.names.Replace(key)
	}
	switch r := row.(type) {
	case *crosscase.Alias, *crosscase.KeptElement:
		m.left("rows of other programs", "they may hold names")
		return false, nil
	case *crosscase.Media:
		if !m.opts.Media {
			m.left("recordings", "voices give people away")
			return false, nil
		}
	case *crosscase.Coder:
		was := r.Name
		r.Name = m.coders[r.ID]
		m.where = r.Name
		m.note("coder", r.Name, was)
	case *crosscase.Participant:
		if r.Role != "" {
			m.note("post held, left out", "", r.Role)
			r.Role = ""
		}
	case *crosscase.Source:
		if ext := path.Ext(r.File); r.File != "" && r.File != ext {
			r.File = ext
			m.note("name of a file, left out", ext, "")
		}
		if !m.opts.Media {
			r.Media = ""
		}
	case *crosscase.Interview:
		if r.Date != "" {
			r.Date = anonymise.Day(r.Date, m.opts.Years)
			m.note("date", r.Date, "")
		}
	case *crosscase.Excerpt:
		if err := m.excerpt(r); err != nil {
			return false, err
		}
	case *crosscase.Attribute:
		m.attribute(r)
	case *crosscase.Claim:
		if m.asksFigures(r.Scope) || m.asksFigures(r.Predicate) {
			r.Scope, r.Predicate, r.Reason = "", "", "it asks for figures that are bands in this archive"
			m.note("predicate of a claim, left out: it asks for figures", "", "")
		}
	case *crosscase.Typology:
		for i := range r.Types {
			for k := range r.Types[i].Criteria {
				if c := &r.Types[i].Criteria[k]; m.asksFigures(c.Predicate) {
					c.Predicate = ""
					m.note("predicate of a criterion, left out: it asks for figures", "", "")
				}
			}
		}
	case *crosscase.AttributeValue:
		if !m.value(r) {
			return false, nil
		}
	}
	for _, name := range authors(row) {
		if *name != "" {
			*name = m.person(*name)
			m.note("author or interviewer", *name, "")
		}
	}
	m.walk(reflect.ValueOf(row).Elem())
	return true, nil
}

// walk changes every id, time and text of a row.
func (m *mask) walk(v reflect.Value) {
	switch v.Kind() {
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			switch {
			case f.Tag.Get("json") == "-":
			case f.Type.Kind() == reflect.Int64 && strings.Contains(f.Tag.Get("doc"), "epoch milliseconds"):
				v.Field(i).SetInt(anonymise.Time(v.Field(i).Int(), m.opts.Years))
			default:
				m.walk(v.Field(i))
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			m.walk(v.Index(i))
		}
	case reflect.String:
		s := v.String()
		switch name := v.Type().Name(); {
		case s == "":
		case strings.HasSuffix(name, "ID") || name == "string" && uuid.Validate(s) == nil:
			v.SetString(m.id(s))
		case name == "string":
			v.SetString(m.words(s))
		}
	}
}

// id is another id for a row, the same each time.
func (m *mask) id(id string) string {
	if m == nil || id == "" {
		return id
	}
	return uuid.NewSHA1(m.space, []byte(id)).String()
}

// words puts something else in the place of names, and notes it.
func (m *mask) words(s string) string {
	out, found := m.names.Replace(s)
	for _, f := range found {
		m.note("name", m.names.Name(f.Name).Put, m.names.Name(f.Name).Find)
	}
	return out
}

// text changes a text and takes its turns and headings along.
func (m *mask) text(t *crosscase.SourceText, source string) {
	m.table, m.where = "source_text", source
	if r := m.cut[t.SourceID]; r != nil {
		m.words(t.Text) // to note what is found
		t.Text = r.index.Text()
		t.Turns, t.Headings = r.turns(t.Turns), slices.Clone(t.Headings)
		for i := range t.Headings {
			span := r.carry(text.Span{Start: t.Headings[i].Start, End: t.Headings[i].End})
			t.Headings[i].Start, t.Headings[i].End = span.Start, span.End
		}
	}
	body := t.Text
	t.Text = ""
	t.Turns = slices.Clone(t.Turns)
	m.walk(reflect.ValueOf(t).Elem())
	t.Text = body
}

// carry takes a span to the changed text; a name that it cuts is all in it.
func (r *replaced) carry(s text.Span) text.Span {
	for _, name := range r.spans {
		if name.Overlaps(s) {
			s = s.Cover(name)
		}
	}
	return r.path.Carry(s).Span
}

// turns takes turns to the changed text.
func (r *replaced) turns(turns []crosscase.Turn) []crosscase.Turn {
	out := slices.Clone(turns)
	for i := range out {
		t := &out[i]
		span, speech := r.carry(text.Span{Start: t.Start, End: t.End}), r.carry(text.Span{Start: t.Speech, End: t.End})
		t.Start, t.End, t.Speech = span.Start, span.End, min(max(speech.Start, span.Start), span.End)
	}
	return out
}

// excerpt puts an excerpt on the changed text.
func (m *mask) excerpt(e *crosscase.Excerpt) error {
	if len(e.Turns) > 0 { // of a recording: they count in its own text
		r, err := m.replacedIn(e.Text)
		if err != nil {
			return err
		}
		if r != nil {
			e.Turns = r.turns(e.Turns)
		}
	}
	r := m.cut[e.SourceID]
	if r == nil || !inText(e) {
		return nil
	}
	span := r.carry(text.Span{Start: int(e.Start), End: int(e.End)})
	e.Start, e.End = int64(span.Start), int64(span.End)
	if e.Lost || e.Kind != crosscase.Verbatim {
		return nil
	}
	words, err := r.index.Slice(span)
	if err != nil {
		return err
	}
	if words != e.Text {
		m.note("words of an excerpt", "", "")
		e.Text = words
	}
	return nil
}
