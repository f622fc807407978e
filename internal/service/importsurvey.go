package service

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// ColumnPreview says what a column of a survey or site table becomes.
type ColumnPreview struct {
	Name     string `json:"name" doc:"as the header has it"`
	As       string `json:"as" doc:"respondent, site, open (an answer in words), code, or attribute"`
	Key      string `json:"key,omitempty" doc:"of an attribute: what claims call it"`
	Type     string `json:"type,omitempty" doc:"of an attribute: number or text"`
	Filled   int64  `json:"filled" doc:"cells that are not empty"`
	Distinct int64  `json:"distinct" doc:"different values, counted up to 1,000"`
	Longest  int64  `json:"longest" doc:"letters of the longest cell"`
	Example  string `json:"example,omitempty" doc:"the first cell that is not empty, its beginning"`
}

// surveyImport is a survey on its way into a study.
//
// The rules are:
//   - a row is a respondent, who becomes a participant under what the respondent column says, or the number of the row;
//   - the answers in words of one respondent are one document, with a heading for each question where there are
//     several: a document is of one site and one voice, so that access, attribution and counts of voices hold for
//     what is coded in it, which a document for each question would mix; what a respondent says to several
//     questions is read together;
//   - the other answers become attributes of the participant; an empty cell is not known;
//   - a code column becomes codings of the answer it is about, one for each theme in the cell;
//   - a respondent who is in the study with a document of this file is left as they are.
type surveyImport struct {
	*tableImport
	tx           *store.Tx
	columns      []*surveyColumn
	book         *book
	sites        map[string]*crosscase.Site
	participants map[string]*crosscase.Participant
	sources      map[string]bool
	values       map[string]bool // attribute and owner
	rows         map[string]int  // of respondents of this file
}

type surveyColumn struct {
	ColumnPreview
	index     int
	words     int64
	numeric   bool
	values    map[string]bool
	about     int // of a code column: the open one
	attribute *crosscase.Attribute
}

// RowNumber stands for the number of the row in place of a column of respondents.
const RowNumber = "#"

// leastWords is how many words the cells of a column have on average for it to be taken for answers in words.
const leastWords = 5

// survey imports a survey. again reads the table from its beginning once more, since what a column is shows in all of it.
func (in *tableImport) survey(tx *store.Tx, again func() (*tableImport, error)) error {
	s := &surveyImport{tableImport: in, tx: tx, rows: map[string]int{}, values: map[string]bool{}, sources: map[string]bool{},
		sites: map[string]*crosscase.Site{}, participants: map[string]*crosscase.Participant{}}
	if err := s.look(); err != nil {
		return err
	}
	for _, c := range s.columns {
		in.res.Columns = append(in.res.Columns, c.ColumnPreview)
	}
	var err error
	if s.tableImport, err = again(); err != nil {
		return err
	}
	defer s.t.Close()
	if err := s.load(); err != nil {
		return err
	}
	for {
		more, err := s.next()
		if err != nil || !more {
			return err
		}
		if err := s.one(); err != nil {
			return s.at(err)
		}
	}
}

// look goes through the table once to learn what its columns hold, and settles what each becomes.
func (s *surveyImport) look() error {
	for i := range s.header {
		s.columns = append(s.columns, &surveyColumn{ColumnPreview: ColumnPreview{Name: s.t.Header[i], As: "attribute"}, index: i, numeric: true, values: map[string]bool{}})
	}
	for {
		more, err := s.next()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		for i, c := range s.columns {
			c.note(strings.TrimSpace(s.row[i]))
		}
	}
	s.res.Rows = 0
	for _, named := range []struct {
		as      string
		columns []string
	}{{"respondent", orNone(strings.TrimPrefix(s.opts.Respondent, RowNumber))}, {"site", orNone(s.opts.SiteColumn)}, {"open", s.opts.Open}} {
		for _, name := range named.columns {
			c, err := s.columnNamed(name)
			if err != nil {
				return err
			}
			c.As = named.as
		}
	}
	if s.opts.Respondent == "" {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: say which column tells the respondents apart (--respondent); there are %s", s.name, strings.Join(s.t.Header, ", "))
	}
	for _, code := range s.opts.Code {
		name, about, _ := strings.Cut(code, "=")
		c, err := s.columnNamed(name)
		if err != nil {
			return err
		}
		if c.As, c.about = "code", -1; about != "" {
			open, err := s.columnNamed(about)
			if err != nil {
				return err
			}
			open.As, c.about = "open", open.index
		}
	}
	if len(s.opts.Open) == 0 {
		s.findOpen()
	}
	return s.settle()
}

func orNone(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

func (c *surveyColumn) note(cell string) {
	if cell == "" {
		return
	}
	if c.Filled == 0 {
		c.Example = firstWords(cell)
	}
	c.Filled++
	c.words += int64(len(strings.Fields(cell)))
	c.Longest = max(c.Longest, int64(text.Len(cell)))
	if _, ok := number(cell); !ok {
		c.numeric = false
	}
	if len(c.values) < 1000 && !c.values[cell] {
		c.values[cell] = true
		c.Distinct++
	}
}

// findOpen takes columns for answers in words whose cells are sentences rather than choices.
func (s *surveyImport) findOpen() {
	for _, c := range s.columns {
		if c.As == "attribute" && c.Filled > 0 && c.words >= leastWords*c.Filled && c.Distinct*2 > min(c.Filled, 1000) {
			c.As = "open"
		}
	}
}

// settle names the attributes, and the answer that each code is about.
func (s *surveyImport) settle() error {
	var open []int
	for _, c := range s.columns {
		if c.As == "open" {
			open = append(open, c.index)
		}
	}
	keys := map[string]bool{}
	for _, c := range s.columns {
		switch c.As {
		case "attribute":
			c.Type = "text"
			if c.numeric && c.Filled > 0 {
				c.Type = "number"
			}
			c.Key = attributeKey(c.Name)
			for n := 2; keys[c.Key]; n++ {
				c.Key = fmt.Sprintf("%s_%d", attributeKey(c.Name), n)
			}
			keys[c.Key] = true
		case "code":
			if c.about < 0 && len(open) == 1 {
				c.about = open[0]
			}
			if c.about < 0 {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s: there are %d answers in words: say which one column %s is about, as %s=COLUMN", s.name, len(open), c.Name, c.Name)
			}
		}
	}
	return nil
}

// attributeKey makes a key that predicates can use out of a header: small letters, digits and _.
func attributeKey(header string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(header) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		} else if !strings.HasSuffix(b.String(), "_") {
			b.WriteByte('_')
		}
	}
	return strings.Trim(b.String(), "_")
}

func (s *surveyImport) columnNamed(name string) (*surveyColumn, error) {
	i := slices.Index(s.header, headerKey(name))
	if i < 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s has no column %q; it has %s", s.name, name, strings.Join(s.t.Header, ", "))
	}
	return s.columns[i], nil
}

// load reads what the rows may name, and makes the attributes.
func (s *surveyImport) load() (err error) {
	if s.book, err = readBook(s.tx); err != nil {
		return err
	}
	for _, err := range []error{
		each(s.tx, func(x *crosscase.Site) { s.sites[x.Letter] = x }),
		each(s.tx, func(p *crosscase.Participant) { s.participants[string(p.SiteID)+"/"+p.Pseudonym] = p }),
		each(s.tx, func(x *crosscase.Source) { s.sources[x.Name] = true }),
		each(s.tx, func(v *crosscase.AttributeValue) { s.values[string(v.AttributeID)+"/"+v.OwnerID] = true }),
	} {
		if err != nil {
			return err
		}
	}
	standing, err := store.ListTx[crosscase.Attribute](s.tx, "owner = 'participant'")
	if err != nil {
		return err
	}
	for _, c := range s.columns {
		if c.As != "attribute" || c.Filled == 0 {
			continue
		}
		if i := slices.IndexFunc(standing, func(a *crosscase.Attribute) bool { return fold(a.Name) == c.Key }); i >= 0 {
			c.attribute = standing[i]
			if c.attribute.Type == "number" && c.Type != "number" {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s, column %s: the attribute is a number in this study, and a cell of the column is none", s.name, c.Name)
			}
			continue
		}
		c.attribute = &crosscase.Attribute{ID: crosscase.AttributeID(s.v.s.newID()), Owner: "participant", Name: c.Key, Label: c.Name, Type: c.Type, Ord: int64(len(standing) + c.index)}
		if err := s.fresh("attribute", c.Key); err != nil {
			return err
		}
		if err := s.v.insert(s.tx, "attribute", c.attribute); err != nil {
			return err
		}
	}
	return nil
}
