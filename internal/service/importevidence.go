package service

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// evidenceImport is an evidence table on its way into a study. It keeps what the rows name in maps, so that
// a table of a million rows is read in one pass.
type evidenceImport struct {
	*tableImport
	tx           *store.Tx
	book         *book
	sites        map[string]*crosscase.Site
	units        map[string]*crosscase.Unit        // by site and name
	participants map[string]*crosscase.Participant // by site and pseudonym
	rounds       map[string]*crosscase.Round
	coders       map[string]*crosscase.Coder
	sources      map[string]*crosscase.Source     // those in the study before, by name
	texts        map[crosscase.SourceID]*opened   // those that rows point into
	silences     map[crosscase.Silence]bool       // those in the study before, without id and revision
	made         map[[16]byte]crosscase.ExcerptID // documents made of rows, by site, speaker and words
}

// evidence reads an evidence table: a row per coding or recorded silence.
func (in *tableImport) evidence(tx *store.Tx) error {
	e := &evidenceImport{tableImport: in, tx: tx,
		sites: map[string]*crosscase.Site{}, units: map[string]*crosscase.Unit{}, participants: map[string]*crosscase.Participant{},
		rounds: map[string]*crosscase.Round{}, coders: map[string]*crosscase.Coder{}, sources: map[string]*crosscase.Source{},
		texts: map[crosscase.SourceID]*opened{}, silences: map[crosscase.Silence]bool{}, made: map[[16]byte]crosscase.ExcerptID{},
	}
	if err := e.load(); err != nil {
		return err
	}
	for {
		more, err := in.next()
		if err != nil || !more {
			return err
		}
		if err := e.one(); err != nil {
			return in.at(err)
		}
	}
}

func (e *evidenceImport) load() (err error) {
	if e.book, err = readBook(e.tx); err != nil {
		return err
	}
	for _, err := range []error{
		each(e.tx, func(s *crosscase.Site) { e.sites[s.Letter] = s }),
		each(e.tx, func(u *crosscase.Unit) { e.units[string(u.SiteID)+"/"+u.Name] = u }),
		each(e.tx, func(p *crosscase.Participant) { e.participants[string(p.SiteID)+"/"+p.Pseudonym] = p }),
		each(e.tx, func(r *crosscase.Round) { e.rounds[r.Name] = r }),
		each(e.tx, func(c *crosscase.Coder) { e.coders[c.Name] = c }),
		each(e.tx, func(s *crosscase.Source) { e.sources[s.Name] = s }),
		each(e.tx, func(s *crosscase.Silence) { e.silences[bare(s)] = true }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func each[T any](tx *store.Tx, fn func(*T)) error {
	rows, err := store.ListTx[T](tx, "")
	for _, r := range rows {
		fn(r)
	}
	return err
}

// one reads one row.
func (e *evidenceImport) one() error {
	site, err := e.site()
	if err != nil {
		return err
	}
	unit, err := e.unit(site)
	if err != nil {
		return err
	}
	who, err := e.participant(site, unit)
	if err != nil {
		return err
	}
	coder, err := e.coder()
	if err != nil {
		return err
	}
	theme, question, err := e.themeAndQuestion()
	if err != nil {
		return err
	}
	aspect := crosscase.Aspect(strings.ToLower(e.cell("aspect")))
	if aspect == "" {
		aspect = crosscase.Opinion
	}
	if !slices.Contains(crosscase.Aspects, aspect) {
		return e.wrong("aspect", "%q is none of formal, practice, self_label, opinion", aspect)
	}
	if e.cell("silence") != "" {
		return e.silence(site, unit, who, coder, theme, question, aspect)
	}
	if theme == nil {
		return e.wrong("theme", "the row has neither theme nor question")
	}
	c := &crosscase.Coding{SiteID: site.ID, ThemeID: theme.ID, Aspect: aspect, Note: e.cell("note")}
	if unit != nil {
		c.UnitID = unit.ID
	}
	if who != nil {
		c.ParticipantID = who.ID
	} else {
		c.Group, c.Level = e.cell("group"), e.cell("level")
	}
	if coder != nil {
		c.CoderID = coder.ID
	}
	if c.RoundID, err = e.round(); err != nil {
		return err
	}
	if c.Elicited, err = e.elicited(); err != nil {
		return err
	}
	if err := e.answer(question, c); err != nil {
		return err
	}
	return e.code(site, c)
}

// code finds or makes the excerpt of the row and writes the coding on it, unless it is there already.
func (e *evidenceImport) code(site *crosscase.Site, c *crosscase.Coding) error {
	ex, in, err := e.excerpt(site, c.ParticipantID)
	if err != nil {
		return err
	}
	c.ExcerptID = ex.ID
	if in != nil {
		key := codingKey(c)
		if in.codings[key] {
			e.res.Skipped++
			return nil
		}
		in.codings[key] = true
	}
	c.ID = crosscase.CodingID(e.v.s.newID())
	if err := c.Validate(); err != nil {
		return err
	}
	e.res.Counts["coding"]++
	return e.tx.Insert(c)
}

func codingKey(c *crosscase.Coding) string {
	number := ""
	if c.Number != nil {
		number = strconv.FormatFloat(*c.Number, 'g', -1, 64)
	}
	return fmt.Sprint(c.ExcerptID, c.ThemeID, c.QuestionID, c.PositionID, c.PositionSet, number, c.Aspect, c.CoderID, c.ParticipantID)
}

func (e *evidenceImport) site() (*crosscase.Site, error) {
	letter := e.cell("site")
	if letter == "" {
		return nil, e.wrong("site", "the row has no site")
	}
	if s, ok := e.sites[letter]; ok {
		return s, e.v.sees("site", s.ID)
	}
	if err := e.fresh("site", letter); err != nil {
		return nil, err
	}
	if err := e.v.may(crosscase.WriteDesign); err != nil {
		return nil, err
	}
	s := &crosscase.Site{ID: crosscase.SiteID(e.v.s.newID()), Letter: letter}
	e.sites[letter] = s
	return s, e.v.insert(e.tx, "site", s)
}

func (e *evidenceImport) unit(site *crosscase.Site) (*crosscase.Unit, error) {
	name := e.cell("unit")
	if name == "" {
		return nil, nil
	}
	key := string(site.ID) + "/" + name
	if u, ok := e.units[key]; ok {
		return u, nil
	}
	if err := e.fresh("unit", site.Letter+"/"+name); err != nil {
		return nil, err
	}
	if err := e.v.may(crosscase.WriteDesign); err != nil {
		return nil, err
	}
	u := &crosscase.Unit{ID: crosscase.UnitID(e.v.s.newID()), SiteID: site.ID, Name: name}
	e.units[key] = u
	return u, e.v.insert(e.tx, "unit", u)
}

// participant finds or makes the speaker; nil is a site statement. Group and level must be those the study knows.
func (e *evidenceImport) participant(site *crosscase.Site, unit *crosscase.Unit) (*crosscase.Participant, error) {
	name := e.cell("participant")
	if name == "" {
		return nil, nil
	}
	key := string(site.ID) + "/" + name
	p, ok := e.participants[key]
	if !ok {
		if err := e.fresh("participant", site.Letter+"/"+name); err != nil {
			return nil, err
		}
		if err := e.v.may(crosscase.WriteDesign); err != nil {
			return nil, err
		}
		p = &crosscase.Participant{ID: crosscase.ParticipantID(e.v.s.newID()), SiteID: site.ID, Pseudonym: name, Group: e.cell("group"), Level: e.cell("level")}
		if unit != nil {
			p.UnitID = unit.ID
		}
		e.participants[key] = p
		return p, e.v.insert(e.tx, "participant", p)
	}
	changed := false
	for column, field := range map[string]*string{"group": &p.Group, "level": &p.Level} {
		val := e.cell(column)
		switch {
		case val == "" || val == *field:
		case *field == "":
			*field, changed = val, true
		default:
			return nil, e.wrong(column, "participant %s of site %s is %q in the study or an earlier row, and %q here", name, site.Letter, *field, val)
		}
	}
	if changed {
		if err := e.v.may(crosscase.WriteDesign); err != nil {
			return nil, err
		}
		return p, e.tx.Update(p)
	}
	return p, nil
}

func (e *evidenceImport) coder() (*crosscase.Coder, error) {
	name := e.cell("coder")
	if name == "" {
		return nil, nil
	}
	if c, ok := e.coders[name]; ok {
		return c, nil
	}
	if err := e.fresh("coder", name); err != nil {
		return nil, err
	}
	c := &crosscase.Coder{ID: crosscase.CoderID(e.v.s.newID()), Name: name}
	e.coders[name] = c
	return c, e.v.insert(e.tx, "coder", c)
}

func (e *evidenceImport) round() (crosscase.RoundID, error) {
	name := e.cell("round")
	if name == "" {
		return "", nil
	}
	if r, ok := e.rounds[name]; ok {
		return r.ID, nil
	}
	if err := e.fresh("round", name); err != nil {
		return "", err
	}
	if err := e.v.may(crosscase.WriteDesign); err != nil {
		return "", err
	}
	r := &crosscase.Round{ID: crosscase.RoundID(e.v.s.newID()), Name: name, Ord: int64(len(e.rounds))}
	e.rounds[name] = r
	return r.ID, e.tx.Insert(r)
}

func (e *evidenceImport) elicited() (string, error) {
	switch strings.ToLower(e.cell("elicited")) {
	case "":
		return "", nil
	case "yes", "true", "1", "elicited":
		return "yes", nil
	case "no", "false", "0", "volunteered":
		return "no", nil
	}
	return "", e.wrong("elicited", "%q is neither yes nor no", e.cell("elicited"))
}

func (e *evidenceImport) silence(site *crosscase.Site, unit *crosscase.Unit, who *crosscase.Participant, coder *crosscase.Coder,
	theme *crosscase.Theme, q *crosscase.Question, aspect crosscase.Aspect) error {
	s := &crosscase.Silence{ID: crosscase.SilenceID(e.v.s.newID()), SiteID: site.ID, Kind: crosscase.SilenceKind(strings.ToLower(e.cell("silence"))), Aspect: aspect, Note: e.cell("note")}
	if e.cell("position") != "" {
		return e.wrong("silence", "the row has a position too; a silence has none")
	}
	if unit != nil {
		s.UnitID = unit.ID
	}
	if who != nil {
		s.ParticipantID = who.ID
	}
	if coder != nil {
		s.CoderID = coder.ID
	}
	if theme != nil {
		s.ThemeID = theme.ID
	}
	if q != nil {
		s.QuestionID = q.ID
	}
	if name := e.cell("source"); name != "" {
		src, ok := e.sources[name]
		if !ok {
			return e.wrong("source", "source %q is not in the study; import it first", name)
		}
		s.SourceID = src.ID
	}
	if err := s.Validate(); err != nil {
		return err
	}
	if e.silences[bare(s)] {
		e.res.Skipped++
		return nil
	}
	e.res.Counts["silence"]++
	return e.tx.Insert(s)
}

// bare is a silence without what tells two of the same apart.
func bare(s *crosscase.Silence) crosscase.Silence {
	out := *s
	out.StudyID, out.ID, out.Revision = "", "", 0
	return out
}
