package service

import (
	"path"
	"reflect"
	"slices"
	"strings"

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
	case *crosscase.Summary:
		r.Basis, r.BasisSeq = nil, 0 // fingerprints of what was there
	case *crosscase.DissentAnswer:
		r.Basis, r.BasisSeq = nil, 0
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
