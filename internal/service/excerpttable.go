package service

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
	"github.com/crosscase/crosscase/internal/store"
)

// ExcerptQuery says which coded excerpts are taken out, and how. The zero value takes all.
type ExcerptQuery struct {
	Theme      string               // key, name or id; with its sub-themes
	Site       string               // letter
	Question   string               // name or id
	Coder      string               // name
	Disclosure crosscase.Disclosure // "" is the study's own
	Link       string               // what the address of an excerpt begins with, such as http://127.0.0.1:8787
}

// ExcerptFormats are the kinds of file that excerpts are written as.
var ExcerptFormats = []string{"csv", "xlsx", "docx"}

// ExportExcerpts writes a row for each coding of an excerpt, and for each excerpt without one, with the words
// around it, as .csv or .xlsx; or as a Word document to read, by theme.
//
// The rules are:
//   - rows stand in the order of the codebook, then by site, source and place;
//   - people are named at the level of disclosure: below "participant" there is no pseudonym, unit, interview or
//     attribute of a person, sources go by their kind, and role and level stand only where a report would name them;
//   - a filter by theme, question or coder leaves out excerpts without a coding.
func (s *Service) ExportExcerpts(ctx context.Context, slug, format, file string, q ExcerptQuery, w io.Writer) (*crosscase.LossReport, error) {
	v, err := s.visit(ctx, slug, crosscase.Export)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.ReadCodings); err != nil {
		return nil, err
	}
	if !slices.Contains(ExcerptFormats, format) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "excerpts are written as .csv, .xlsx or .docx, not %q", format)
	}
	t, err := v.excerptTable(q)
	if err != nil {
		return nil, err
	}
	switch format {
	case "csv":
		out := csv.NewWriter(w)
		if err = t.write(out.Write); err == nil {
			out.Flush()
			err = out.Error()
		}
	case "xlsx":
		err = writeSheets(w, []sheet{{"excerpts", t.write}})
	default:
		err = report.WriteDocx(w, report.Excerpts(t.book(s.now().UTC().Format(time.DateOnly))))
	}
	if err != nil {
		return nil, err
	}
	return v.tableLoss(file, format, []string{"excerpts"}, map[string]int64{"excerpts": int64(len(t.rows))})
}

// excerptTable is what is taken out, before it is written.
type excerptTable struct {
	v          *visit
	query      ExcerptQuery
	codebook   *store.Codebook
	names      *names
	themes     themePaths
	tell       *excerptTeller
	attributes []*crosscase.Attribute // of sites, then of participants
	values     map[string]string      // by owner/attribute
	memos      map[string]string      // by the id of an excerpt or coding
	interviews map[crosscase.InterviewID]*crosscase.Interview
	rows       []excerptRow
}

// excerptRow is one coding of an excerpt; coding is nil where the excerpt has none.
type excerptRow struct {
	excerpt *crosscase.Excerpt
	coding  *crosscase.Coding
	place   excerptPlace
}

func (v *visit) excerptTable(q ExcerptQuery) (*excerptTable, error) {
	t := &excerptTable{v: v, query: q, values: map[string]string{}, memos: map[string]string{}, interviews: map[crosscase.InterviewID]*crosscase.Interview{}}
	excerpts, codings, err := v.coded()
	if err != nil {
		return nil, err
	}
	if t.names, err = v.keys(); err != nil {
		return nil, err
	}
	if t.codebook, err = v.s.store.Codebook(v.ctx, v.study.ID); err != nil {
		return nil, err
	}
	t.themes = pathsOf(t.codebook)
	if t.tell, err = v.excerptTeller(q.Disclosure); err != nil {
		return nil, err
	}
	for _, err := range []error{
		all(v, func(a *crosscase.Attribute) { t.attributes = append(t.attributes, a) }),
		all(v, func(a *crosscase.AttributeValue) { t.values[a.OwnerID+"/"+string(a.AttributeID)] = a.Value }),
		all(v, func(i *crosscase.Interview) { t.interviews[i.ID] = i }),
		all(v, t.remember),
	} {
		if err != nil {
			return nil, err
		}
	}
	t.attributes = slices.DeleteFunc(t.attributes, func(a *crosscase.Attribute) bool { return a.Owner != "site" && a.Owner != "participant" })
	slices.SortStableFunc(t.attributes, func(a, b *crosscase.Attribute) int {
		return cmp.Or(-cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Ord, b.Ord))
	})
	if err := t.choose(excerpts, codings); err != nil {
		return nil, err
	}
	if err := t.locate(); err != nil {
		return nil, err
	}
	t.sort()
	return t, nil
}

// coded reads all excerpts and codings. They are most of what is read, so both are read at once.
func (v *visit) coded() ([]*crosscase.Excerpt, []*crosscase.Coding, error) {
	var codings []*crosscase.Coding
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		codings, failed = store.List[crosscase.Coding](v.ctx, v.s.store, v.study.ID, "")
	}()
	excerpts, err := store.List[crosscase.Excerpt](v.ctx, v.s.store, v.study.ID, "") // before their sources, see placed
	<-done
	return excerpts, codings, errors.Join(err, failed)
}

// remember notes what memos say of excerpts and codings.
func (t *excerptTable) remember(m *crosscase.Memo) {
	for _, about := range m.About {
		if (about.Noun != "excerpt" && about.Noun != "coding") || !t.v.access.Sees(m.SiteID) {
			continue
		}
		said := m.Text
		if m.Title != "" {
			said = m.Title + ": " + said
		}
		if before := t.memos[about.Key]; before != "" {
			said = before + "\n\n" + said
		}
		t.memos[about.Key] = said
	}
}

// choose keeps the codings that are asked for and that the actor may see.
func (t *excerptTable) choose(excerpts []*crosscase.Excerpt, codings []*crosscase.Coding) error {
	fits, coded, err := t.filter()
	if err != nil {
		return err
	}
	byID := make(map[crosscase.ExcerptID]*crosscase.Excerpt, len(excerpts))
	for _, e := range excerpts {
		byID[e.ID] = e
	}
	has := make(map[crosscase.ExcerptID]bool, len(excerpts))
	t.rows = make([]excerptRow, 0, len(codings))
	for _, c := range codings {
		has[c.ExcerptID] = true
		if e := byID[c.ExcerptID]; e != nil && t.v.access.Sees(c.SiteID) && fits(c.SiteID, c) {
			t.rows = append(t.rows, excerptRow{excerpt: e, coding: c})
		}
	}
	for _, e := range excerpts {
		if !coded && !has[e.ID] && t.v.access.Sees(e.SiteID) && fits(e.SiteID, nil) {
			t.rows = append(t.rows, excerptRow{excerpt: e})
		}
	}
	return nil
}

// filter reads the query; coded says that it asks for codings alone.
func (t *excerptTable) filter() (fits func(crosscase.SiteID, *crosscase.Coding) bool, coded bool, err error) {
	var theme, site, question, coder string
	for _, one := range []struct {
		noun, key string
		id        *string
	}{{"theme", t.query.Theme, &theme}, {"site", t.query.Site, &site}, {"question", t.query.Question, &question}, {"coder", t.query.Coder, &coder}} {
		if one.key == "" {
			continue
		}
		if *one.id, err = t.v.find(one.noun, one.key, nil); err != nil {
			return nil, false, err
		}
	}
	under := map[crosscase.ThemeID]bool{}
	for _, th := range t.codebook.Themes { // a sub-theme stands after its theme
		under[th.ID] = string(th.ID) == theme || th.ParentID != "" && under[th.ParentID]
	}
	return func(at crosscase.SiteID, c *crosscase.Coding) bool {
		return (site == "" || string(at) == site) && (c == nil ||
			(theme == "" || under[c.ThemeID]) && (question == "" || string(c.QuestionID) == question) && (coder == "" || string(c.CoderID) == coder))
	}, theme+question+coder != "", nil
}

// sort puts the rows in the order of the codebook, then by site, source and place.
func (t *excerptTable) sort() {
	letters, sources := map[string]int{}, map[string]int{}
	for _, l := range t.names.sites {
		letters[l] = 0
	}
	for _, src := range t.names.sources {
		sources[src.Name] = 0
	}
	for _, ranks := range []map[string]int{letters, sources} {
		names := make([]string, 0, len(ranks))
		for n := range ranks {
			names = append(names, n)
		}
		slices.SortFunc(names, store.NaturalCompare)
		for i, n := range names {
			ranks[n] = i + 1
		}
	}
	last := len(t.codebook.Themes) + 1
	themes, questions := map[crosscase.ThemeID]int{"": last}, map[crosscase.QuestionID]int{}
	for i, th := range t.codebook.Themes {
		themes[th.ID] = i
	}
	for i, q := range t.codebook.Questions {
		questions[q.ID] = i + 1
	}
	type key struct {
		theme, question, site, source int
		at                            int64
		id                            string
	}
	keys := make([]key, len(t.rows))
	order := make([]int, len(t.rows))
	for i := range t.rows {
		r := &t.rows[i]
		k := key{theme: last, site: letters[t.names.sites[r.excerpt.SiteID]], at: r.excerpt.Start, id: string(r.excerpt.ID)}
		if src := t.names.sources[r.excerpt.SourceID]; src != nil {
			k.source = sources[src.Name]
		}
		if c := r.coding; c != nil {
			k.theme, k.question, k.site, k.id = themes[c.ThemeID], questions[c.QuestionID], letters[t.names.sites[c.SiteID]], string(c.ID)
		}
		keys[i], order[i] = k, i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &keys[i], &keys[j]
		return cmp.Or(cmp.Compare(a.theme, b.theme), cmp.Compare(a.question, b.question), cmp.Compare(a.site, b.site), cmp.Compare(a.source, b.source),
			cmp.Compare(a.at, b.at), cmp.Compare(a.id, b.id))
	})
	sorted := make([]excerptRow, len(order))
	for to, from := range order {
		sorted[to] = t.rows[from]
	}
	t.rows = sorted
}

// write writes the rows as a table, the header first.
func (t *excerptTable) write(row func([]string) error) error {
	header := slices.Clone(excerptColumns)
	for _, a := range t.attributes {
		header = append(header, a.Owner+"_"+a.Name)
	}
	if err := row(header); err != nil {
		return err
	}
	cells := make([]string, 0, len(header))
	for i := range t.rows {
		cells = t.cells(&t.rows[i], cells[:0])
		if err := row(cells); err != nil {
			return err
		}
	}
	return nil
}

var excerptColumns = []string{"meta_theme", "theme_path", "theme", "question", "position", "aspect", "elicited", "site", "speaker", "participant", "group", "level", "unit", "round",
	"before", "excerpt", "after", "kind", "key", "source", "source_kind", "interview", "start", "end", "measure", "line", "turn", "time", "coder", "note", "memo", "link", "excerpt_id", "coding_id"}

// cells adds the cells of a row to out.
func (t *excerptTable) cells(r *excerptRow, out []string) []string {
	e, p := r.excerpt, &r.place
	who := t.tell.speaker(t.names, r)
	var meta, path, theme, question, answer, aspect, elicited, unit, round, coder, note, coding string
	memo := t.memos[string(e.ID)]
	if c := r.coding; c != nil {
		at := t.themes[c.ThemeID]
		meta, path, theme = at.meta, at.path, t.names.themes[c.ThemeID]
		question, answer, aspect, elicited = t.names.questions[c.QuestionID], t.names.answer(c), string(c.Aspect), c.Elicited
		if who.person {
			unit = t.names.units[c.UnitID]
		}
		round, coder, note, coding = t.names.rounds[c.RoundID], t.names.coders[c.CoderID], c.Note, string(c.ID)
		if more := t.memos[coding]; more != "" && memo != "" {
			memo += "\n\n" + more
		} else if more != "" {
			memo = more
		}
	}
	key := ""
	if e.Key {
		key = "yes"
	}
	out = append(out, meta, path, theme, question, answer, aspect, elicited, who.site, who.label, who.pseudonym, who.group, who.level, unit, round,
		p.before, e.Text, p.after, string(e.Kind), key, who.source, p.kind, who.interview(t, r), strconv.FormatInt(e.Start, 10), strconv.FormatInt(e.End, 10), string(e.Measure),
		p.line, p.turn, p.time, coder, note, memo, t.link(e), string(e.ID), coding)
	for _, a := range t.attributes {
		owner := ""
		switch {
		case a.Owner == "site" && who.site != "":
			owner = string(r.site())
		case a.Owner == "participant" && who.person:
			owner = string(r.participant())
		}
		value := ""
		if owner != "" {
			value = t.values[owner+"/"+string(a.ID)]
		}
		out = append(out, value)
	}
	return out
}

// link is the address of an excerpt in the program.
func (t *excerptTable) link(e *crosscase.Excerpt) string {
	return t.query.Link + "/s/" + t.v.study.Slug + "/sources/" + string(e.SourceID) + "?excerpt=" + string(e.ID)
}

func (r *excerptRow) site() crosscase.SiteID {
	if r.coding != nil {
		return r.coding.SiteID
	}
	return r.excerpt.SiteID
}

func (r *excerptRow) participant() crosscase.ParticipantID {
	if r.coding != nil {
		return r.coding.ParticipantID
	}
	return r.excerpt.ParticipantID
}
