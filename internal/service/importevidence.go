package service

import (
	"crypto/sha256"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
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

// opened is a source that rows point into, with its excerpts and the codings on them.
type opened struct {
	src      *crosscase.Source
	index    *text.Index // nil without a text
	excerpts map[string]*crosscase.Excerpt
	codings  map[string]bool
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

// themeAndQuestion finds or makes the theme and question of the row; a question without theme makes its own.
func (e *evidenceImport) themeAndQuestion() (*crosscase.Theme, *crosscase.Question, error) {
	themeCell, name := e.cell("theme"), e.cell("question")
	q := e.book.questions[fold(name)]
	if themeCell == "" && q != nil && q.ThemeID != "" {
		return e.book.themeByID[q.ThemeID], q, nil
	}
	if themeCell == "" {
		themeCell = name
	}
	if themeCell == "" {
		return nil, nil, nil
	}
	theme := e.book.theme(themeCell)
	if theme == nil {
		code, label := crosscase.SplitThemeCell(themeCell)
		theme = &crosscase.Theme{ID: crosscase.ThemeID(e.v.s.newID()), Code: code, Name: label, Ord: e.book.count}
		if err := e.fresh("theme", theme.Key()); err != nil {
			return nil, nil, err
		}
		if err := e.v.may(crosscase.WriteCodebook); err != nil {
			return nil, nil, err
		}
		if err := e.v.insert(e.tx, "theme", theme); err != nil {
			return nil, nil, err
		}
		e.book.addTheme(theme)
	}
	if name == "" {
		return theme, nil, nil
	}
	if q == nil {
		if err := e.fresh("question", name); err != nil {
			return nil, nil, err
		}
		if err := e.v.may(crosscase.WriteCodebook); err != nil {
			return nil, nil, err
		}
		q = &crosscase.Question{ID: crosscase.QuestionID(e.v.s.newID()), Name: name, Type: crosscase.Nominal, ThemeID: theme.ID, Ord: e.book.count}
		if err := e.v.insert(e.tx, "question", q); err != nil {
			return nil, nil, err
		}
		e.book.addQuestion(q)
	}
	if q.ThemeID != "" && q.ThemeID != theme.ID {
		return nil, nil, e.wrong("question", "question %q belongs to theme %q, not to %q", q.Name, e.book.themeByID[q.ThemeID].Key(), theme.Key())
	}
	return theme, q, nil
}

// answer reads the position cell as the question's type asks.
func (e *evidenceImport) answer(q *crosscase.Question, c *crosscase.Coding) error {
	cell := e.cell("position")
	if q == nil {
		if cell != "" {
			return e.wrong("position", "there is a position but no question")
		}
		return nil
	}
	c.QuestionID = q.ID
	if cell == "" {
		return nil
	}
	switch q.Type {
	case crosscase.Numeric:
		f, err := strconv.ParseFloat(cell, 64)
		if err != nil || f-f != 0 {
			return e.wrong("position", "question %s is numeric and %q is no number", q.Name, cell)
		}
		c.Number = &f
	case crosscase.SetType:
		for _, name := range strings.Split(cell, "|") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			p, err := e.position(q, name)
			if err != nil {
				return err
			}
			if !slices.Contains(c.PositionSet, p.ID) {
				c.PositionSet = append(c.PositionSet, p.ID)
			}
		}
	default:
		p, err := e.position(q, cell)
		if err != nil {
			return err
		}
		c.PositionID = p.ID
	}
	return nil
}

// position finds a position of a question. A nominal or set-valued question takes a new one; an ordinal
// one does not, since a new position would have no place in its order.
func (e *evidenceImport) position(q *crosscase.Question, name string) (*crosscase.Position, error) {
	known := e.book.positions[q.ID]
	if p, ok := known[fold(name)]; ok {
		return p, nil
	}
	if q.Type == crosscase.Ordinal {
		var names []string
		for _, p := range known {
			names = append(names, p.Name)
		}
		slices.Sort(names)
		return nil, e.wrong("position", "%q is not one of question %s (%s), and an ordinal question takes no new one from a table: add it to the codebook in its place",
			name, q.Name, strings.Join(names, ", "))
	}
	if f := fold(name); f == crosscase.PositionMixed || f == crosscase.PositionThin || f == crosscase.PositionUnknown {
		return nil, e.wrong("position", "%q is a word Crosscase uses for sites without a position; choose another", name)
	}
	if err := e.fresh("position", q.Name+": "+name); err != nil {
		return nil, err
	}
	if err := e.v.may(crosscase.WriteCodebook); err != nil {
		return nil, err
	}
	p := &crosscase.Position{ID: crosscase.PositionID(e.v.s.newID()), QuestionID: q.ID, Name: name, Ord: int64(len(known))}
	if err := e.v.insert(e.tx, "position", p); err != nil {
		return nil, err
	}
	e.book.addPosition(p)
	return p, nil
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

// excerpt finds or makes the excerpt of the row: a span of a source, or a document of the row's own words.
// The source it is in is returned where it was in the study before.
func (e *evidenceImport) excerpt(site *crosscase.Site, who crosscase.ParticipantID) (*crosscase.Excerpt, *opened, error) {
	if e.cell("source") == "" {
		if e.cell("start") != "" || e.cell("end") != "" {
			return nil, nil, e.wrong("start", "there are start and end but no source they count in")
		}
		ex, err := e.documentOf(site, who)
		return ex, nil, err
	}
	in, err := e.open(e.cell("source"))
	if err != nil {
		return nil, nil, err
	}
	if in.src.SiteID != "" && in.src.SiteID != site.ID {
		return nil, nil, e.wrong("source", "source %q is of another site than %s", in.src.Name, site.Letter)
	}
	ex := &crosscase.Excerpt{SourceID: in.src.ID, SiteID: site.ID, ParticipantID: who, Kind: crosscase.Verbatim, Measure: crosscase.CodePoints}
	if err := e.span(in, ex); err != nil {
		return nil, nil, err
	}
	key := fmt.Sprint(ex.Measure, ex.Start, "-", ex.End, "/", ex.ParticipantID)
	if old, ok := in.excerpts[key]; ok {
		return old, in, nil
	}
	ex.ID = crosscase.ExcerptID(e.v.s.newID())
	in.excerpts[key] = ex
	e.res.Counts["excerpt"]++
	return ex, in, e.tx.Insert(ex)
}

// open loads a source that rows point into.
func (e *evidenceImport) open(name string) (*opened, error) {
	src, ok := e.sources[name]
	if !ok {
		return nil, e.wrong("source", "source %q is not in the study; import it first, or leave the cell empty and the row makes a document of its excerpt", name)
	}
	if in, ok := e.texts[src.ID]; ok {
		return in, nil
	}
	if err := e.v.sees("source", src.SiteID); err != nil {
		return nil, err
	}
	in := &opened{src: src, excerpts: map[string]*crosscase.Excerpt{}, codings: map[string]bool{}}
	e.texts[src.ID] = in
	if src.Version > 0 {
		body, err := sourceText(e.tx, src)
		if err != nil {
			return nil, err
		}
		in.index = text.NewIndex(body.Text)
	}
	excerpts, err := store.ListTx[crosscase.Excerpt](e.tx, "source_id = $2", string(src.ID))
	if err != nil {
		return nil, err
	}
	for _, ex := range excerpts {
		in.excerpts[fmt.Sprint(ex.Measure, ex.Start, "-", ex.End, "/", ex.ParticipantID)] = ex
	}
	codings, err := store.ListTx[crosscase.Coding](e.tx, "excerpt_id IN (SELECT id FROM excerpt WHERE study_id = $1 AND source_id = $2)", string(src.ID))
	if err != nil {
		return nil, err
	}
	for _, c := range codings {
		in.codings[codingKey(c)] = true
	}
	return in, nil
}

// span reads start and end, or finds the row's words in the source.
func (e *evidenceImport) span(in *opened, ex *crosscase.Excerpt) error {
	start, end, words := e.cell("start"), e.cell("end"), text.Normalize(e.cell("excerpt"))
	if start == "" && end == "" {
		if in.index == nil || words == "" {
			return e.wrong("start", "source %q is named, but neither start and end nor words to find in it", in.src.Name)
		}
		found := text.Locate(in.index.Text(), words)
		if len(found) != 1 {
			return e.wrong("excerpt", "the words stand %d times in source %q: give start and end", len(found), in.src.Name)
		}
		ex.Start, ex.End, ex.Text = int64(found[0].Start), int64(found[0].End), words
		return nil
	}
	if strings.ContainsRune(start+end, ':') {
		return e.timeSpan(in, ex, start, end, words)
	}
	var err error
	if ex.Start, err = strconv.ParseInt(start, 10, 64); err != nil {
		return e.wrong("start", "%q is no number of code points and no time", start)
	}
	if ex.End, err = strconv.ParseInt(end, 10, 64); err != nil {
		return e.wrong("end", "%q is no number of code points and no time", end)
	}
	if err := ex.Validate(); err != nil {
		return err
	}
	if in.index == nil {
		return e.wrong("start", "source %q has no text: give times as mm:ss.mmm", in.src.Name)
	}
	if ex.End > int64(in.index.Len()) {
		return e.wrong("end", "%d is past the end of source %q, which has %d code points", ex.End, in.src.Name, in.index.Len())
	}
	if ex.Text, err = in.index.Slice(text.Span{Start: int(ex.Start), End: int(ex.End)}); err != nil {
		return err
	}
	if words != "" && !sameWords(words, ex.Text) {
		return e.wrong("excerpt", "the words are not those that stand at %d to %d of source %q", ex.Start, ex.End, in.src.Name)
	}
	return nil
}

func sameWords(a, b string) bool {
	return a == b || slices.Equal(strings.Fields(a), strings.Fields(b))
}

func (e *evidenceImport) timeSpan(in *opened, ex *crosscase.Excerpt, start, end, words string) error {
	var err error
	if ex.Start, err = parseTime(start); err != nil {
		return e.wrong("start", "%v", err)
	}
	if ex.End, err = parseTime(end); err != nil {
		return e.wrong("end", "%v", err)
	}
	ex.Measure, ex.Text = crosscase.Milliseconds, words
	if words == "" {
		ex.Kind = crosscase.NoteOnly
	}
	if in.src.Kind != crosscase.Recording {
		return e.wrong("start", "source %q is no recording: give start and end in code points", in.src.Name)
	}
	if in.src.Length > 0 && ex.End > in.src.Length {
		return e.wrong("end", "%s is past the end of recording %q", end, in.src.Name)
	}
	return ex.Validate()
}

// parseTime reads [h:]mm:ss[.mmm] as milliseconds.
func parseTime(s string) (int64, error) {
	var total float64
	parts := strings.Split(s, ":")
	if len(parts) > 3 {
		return 0, fmt.Errorf("%q is no time; write mm:ss.mmm", s)
	}
	for i, p := range parts {
		f, err := strconv.ParseFloat(p, 64)
		if err != nil || f < 0 || i > 0 && f >= 60 || f > 1e6 {
			return 0, fmt.Errorf("%q is no time; write mm:ss.mmm", s)
		}
		total = total*60 + f
	}
	return time.Duration(total * float64(time.Second)).Round(time.Millisecond).Milliseconds(), nil
}

// documentOf makes a document of the row's words. Rows of the same speaker with the same words share it.
func (e *evidenceImport) documentOf(site *crosscase.Site, who crosscase.ParticipantID) (*crosscase.Excerpt, error) {
	words := text.Normalize(e.cell("excerpt"))
	sum := sha256.Sum256([]byte(string(site.ID) + "\x00" + string(who) + "\x00" + words))
	key := [16]byte(sum[:16])
	if id, ok := e.made[key]; ok && words != "" {
		return &crosscase.Excerpt{ID: id}, nil
	}
	if err := e.v.may(crosscase.WriteSources); err != nil {
		return nil, err
	}
	name := fmt.Sprintf("%s row %d", e.name, e.line)
	if old, ok := e.sources[name]; ok {
		return nil, e.wrong("", "source %q is in the study already: this file was imported before; undo that import, or rename the file", old.Name)
	}
	if strings.ContainsRune(words, 0) {
		return nil, e.wrong("excerpt", "there is a NUL character in the words")
	}
	src := &crosscase.Source{ID: crosscase.SourceID(e.v.s.newID()), Name: name, Kind: crosscase.Document, Genre: crosscase.GenreFieldNote,
		SiteID: site.ID, File: e.name, Version: 1, Length: int64(text.Len(words))}
	if err := e.tx.Insert(src); err != nil {
		return nil, err
	}
	body := &crosscase.SourceText{ID: crosscase.SourceTextID(e.v.s.newID()), SiteID: site.ID, SourceID: src.ID, Version: 1, Text: words}
	if err := e.tx.Insert(body); err != nil {
		return nil, err
	}
	ex := &crosscase.Excerpt{ID: crosscase.ExcerptID(e.v.s.newID()), SourceID: src.ID, SiteID: site.ID, ParticipantID: who,
		Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, End: src.Length, Text: words}
	if words == "" {
		ex.Kind = crosscase.NoteOnly
	}
	e.res.Counts["source"]++
	e.res.Counts["excerpt"]++
	if err := e.tx.Insert(ex); err != nil {
		return nil, err
	}
	if len(e.made) < 2_000_000 {
		e.made[key] = ex.ID
	}
	return ex, nil
}
