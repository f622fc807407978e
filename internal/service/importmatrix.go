package service

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// What stands in the rows of a matrix:
const (
	RowsCases  = "cases"
	RowsThemes = "themes"
)

// mostCells is how many cells of a matrix are read: 5,000 cases by 200 themes.
const mostCells = 1_000_000

// numbering is what NVivo puts before the names of rows and columns.
var numbering = regexp.MustCompile(`^(?:[A-Z]{1,3}|\d{1,5}) ?: +`)

// matrixImport is a framework matrix on its way into a study.
//
// The rules are:
//   - the header has the names of one side, the first column those of the other; NVivo's numbers before them go;
//   - which side the themes are is what the person says, else what the study knows more names of, else the columns;
//   - a case is a site, unit or participant of the study by that name, else it is made;
//   - a cell with words becomes a summary; one that is empty, none;
//   - a matrix with nothing but whole numbers counts codings: a cell above 0 becomes a summary that says how many;
//   - a cell that the study has a summary for is left as it is: the same words are skipped, others listed.
type matrixImport struct {
	v    *visit
	tx   *store.Tx
	name string
	opts ImportOptions
	res  *ImportResult

	across []string // names in the header
	down   []string // names in the first column
	cells  [][]string

	book      *book
	cases     map[string]*matrixCase // by name, letter case ignored
	summaries map[string]*crosscase.Summary
}

type matrixCase struct {
	site        crosscase.SiteID
	unit        crosscase.UnitID
	participant crosscase.ParticipantID
}

func (v *visit) importMatrix(name string, r io.ReaderAt, size int64, opts ImportOptions) (*ImportResult, error) {
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	for _, word := range []struct{ option, said, allowed string }{
		{"--rows", opts.Rows, "cases themes"}, {"--case-is", opts.CaseIs, "site unit participant"},
	} {
		if word.said != "" && !strings.Contains(" "+word.allowed+" ", " "+word.said+" ") {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is one of %s, not %q", word.option, strings.ReplaceAll(word.allowed, " ", ", "), word.said)
		}
	}
	t, err := reader.ReadTable(v.ctx, name, r, size, reader.Options{Encoding: opts.Encoding, Delimiter: opts.Delimiter, Sheet: opts.Sheet, HeaderRow: opts.HeaderRow})
	if err != nil {
		return nil, err
	}
	defer t.Close()
	res := newImportResult(name, AsMatrix)
	res.DryRun, res.Encoding, res.Guessed, res.Delimiter, res.Sheet = opts.DryRun, t.Encoding, t.Guessed, t.Delimiter, t.Sheet
	in := &matrixImport{name: name, opts: opts, res: res, cases: map[string]*matrixCase{}, summaries: map[string]*crosscase.Summary{}}
	if err := in.read(t); err != nil {
		return nil, err
	}
	c, err := v.writeMany(v.head("import.matrix", "", "", "import a matrix"), func(tx *store.Tx) error {
		in.v, in.tx = v.in(tx), tx
		if err := in.write(); err != nil {
			return named(name, err)
		}
		return in.v.finish(tx, res)
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	return res.done(c), nil
}

// read takes the whole table in.
func (in *matrixImport) read(t *reader.Table) error {
	if len(t.Header) < 2 {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: a matrix has names in its first row and first column, and the first row has one cell; if it is a later row, say which (--header-row)", in.name)
	}
	in.across = t.Header[1:]
	seen := map[string]int{}
	for {
		row, line, err := t.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		name := strings.TrimSpace(row[0])
		if name == "" {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s, row %d: the row has cells and no name in its first column", in.name, line)
		}
		if first, ok := seen[fold(name)]; ok {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s, row %d: %q stands in row %d already", in.name, line, name, first)
		}
		seen[fold(name)] = line
		if (len(in.down)+1)*len(in.across) > mostCells {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s has more than %d cells: split it", in.name, mostCells)
		}
		in.down, in.cells = append(in.down, name), append(in.cells, append([]string(nil), row[1:]...))
	}
	in.res.Rows = int64(len(in.down))
	in.across, in.down = unnumbered(in.across), unnumbered(in.down)
	for i, name := range in.across {
		if strings.TrimSpace(name) == "" {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s: column %d has no name in the header", in.name, i+2)
		}
	}
	return nil
}

// unnumbered takes away numbers before names where all have them.
func unnumbered(names []string) []string {
	out := make([]string, len(names))
	for i, n := range names {
		m := numbering.FindString(n)
		if m == "" {
			return names
		}
		out[i] = strings.TrimSpace(n[len(m):])
	}
	return out
}

func (in *matrixImport) write() (err error) {
	if in.book, err = readBook(in.tx); err != nil {
		return err
	}
	if err := in.load(); err != nil {
		return err
	}
	themesDown := in.themesDown()
	counts := in.counts()
	cases, themes := in.down, in.across
	if themesDown {
		cases, themes = in.across, in.down
	}
	for i, theme := range themes {
		t, err := in.v.themeOf(in.tx, in.book, theme, in.opts.Strict, in.res)
		if err != nil {
			return err
		}
		for j, name := range cases {
			row, column := j, i
			if themesDown {
				row, column = i, j
			}
			cell := in.cells[row][column]
			if err := in.cell(t, name, text.Normalize(strings.TrimSpace(cell)), counts); err != nil {
				return err
			}
		}
	}
	return nil
}

// load reads which cases and summaries there are.
func (in *matrixImport) load() error {
	for _, err := range []error{
		each(in.tx, func(p *crosscase.Participant) {
			in.cases[fold(p.Pseudonym)] = &matrixCase{participant: p.ID, site: p.SiteID}
		}),
		each(in.tx, func(u *crosscase.Unit) { in.cases[fold(u.Name)] = &matrixCase{unit: u.ID, site: u.SiteID} }),
		each(in.tx, func(s *crosscase.Site) { in.cases[fold(s.Letter)] = &matrixCase{site: s.ID} }),
		each(in.tx, func(s *crosscase.Summary) { in.summaries[summaryKey(s)] = s }),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func summaryKey(s *crosscase.Summary) string {
	return fmt.Sprint(s.SiteID, "/", s.UnitID, "/", s.ParticipantID, "/", s.ThemeID)
}

// themesDown says whether the rows are the themes.
func (in *matrixImport) themesDown() bool {
	if in.opts.Rows != "" {
		return in.opts.Rows == RowsThemes
	}
	known := func(names []string, themes bool) (n int) {
		for _, name := range names {
			if _, isCase := in.cases[fold(name)]; themes && in.book.theme(name) != nil || !themes && isCase {
				n++
			}
		}
		return n
	}
	down := known(in.down, true) + known(in.across, false)
	across := known(in.across, true) + known(in.down, false)
	if down == across {
		in.res.Warnings = append(in.res.Warnings, "nothing in the study tells rows from columns: the rows are taken for cases and the columns for themes; if it is the other way, say --rows themes")
	}
	return down > across
}

// counts says whether all cells are whole numbers, as in a matrix that counts codings.
func (in *matrixImport) counts() bool {
	filled := 0
	for _, row := range in.cells {
		for _, cell := range row {
			if cell = strings.TrimSpace(cell); cell == "" {
				continue
			}
			if strings.Trim(cell, "0123456789") != "" {
				return false
			}
			filled++
		}
	}
	if filled > 0 {
		in.res.Warnings = append(in.res.Warnings, "the cells are counts of codings and no words: each above 0 becomes a summary that says how many")
	}
	return filled > 0
}

// cell writes the summary of one cell.
func (in *matrixImport) cell(t *crosscase.Theme, name, words string, counts bool) error {
	if counts && words != "" {
		n := strings.TrimLeft(words, "0")
		switch n {
		case "":
			words = ""
		case "1":
			words = "coded once"
		default:
			words = "coded " + n + " times"
		}
	}
	if words == "" {
		return nil
	}
	c, err := in.caseNamed(name)
	if err != nil {
		return err
	}
	s := &crosscase.Summary{SiteID: c.site, UnitID: c.unit, ParticipantID: c.participant, ThemeID: t.ID, Text: words, Author: in.v.actor.Name}
	if old := in.summaries[summaryKey(s)]; old != nil {
		if old.Text == words {
			in.res.Skipped++
			return nil
		}
		in.res.lose(crosscase.LossLine{What: "a cell that the study has another summary for", Where: in.name + ", " + name + " by " + t.Name, Why: "what people wrote is not written over"})
		return nil
	}
	s.ID = crosscase.SummaryID(in.v.s.newID())
	in.summaries[summaryKey(s)] = s
	in.res.created("summary", "")
	return in.v.insert(in.tx, "summary", s)
}

// caseNamed finds or makes a case.
func (in *matrixImport) caseNamed(name string) (*matrixCase, error) {
	if c, ok := in.cases[fold(name)]; ok {
		return c, in.v.sees("site", c.site)
	}
	noun := in.opts.CaseIs
	if noun == "" {
		noun = "site"
	}
	if in.opts.Strict {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s %q is not in the study; add it first, or import without --strict", noun, name)
	}
	if err := in.v.may(crosscase.WriteDesign); err != nil {
		return nil, err
	}
	c := &matrixCase{}
	if noun != "site" && in.opts.Site != "" {
		site, err := in.siteLettered(in.opts.Site)
		if err != nil {
			return nil, err
		}
		c.site = site
	}
	var row any
	switch noun {
	case "participant":
		c.participant = crosscase.ParticipantID(in.v.s.newID())
		row = &crosscase.Participant{ID: c.participant, SiteID: c.site, Pseudonym: name, Group: in.opts.Group, Level: in.opts.Level}
	case "unit":
		if c.site == "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "unit %q needs its site: say it with --site", name)
		}
		c.unit = crosscase.UnitID(in.v.s.newID())
		row = &crosscase.Unit{ID: c.unit, SiteID: c.site, Name: name}
	default:
		site, err := in.siteLettered(name)
		c.site = site
		in.cases[fold(name)] = c
		return c, err
	}
	in.cases[fold(name)] = c
	in.res.created(noun, name)
	return c, in.v.insert(in.tx, noun, row)
}

func (in *matrixImport) siteLettered(letter string) (crosscase.SiteID, error) {
	id, err := in.v.find("site", letter, nil)
	if !isNotFound(err) {
		return crosscase.SiteID(id), err
	}
	s := &crosscase.Site{ID: crosscase.SiteID(in.v.s.newID()), Letter: letter}
	in.res.created("site", letter)
	return s.ID, in.v.insert(in.tx, "site", s)
}
