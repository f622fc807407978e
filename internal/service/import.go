package service

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
)

// ImportOptions are what a person may say about a file. The zero value lets the content decide.
type ImportOptions struct {
	Encoding    string // of a text or table; "" guesses
	Delimiter   rune   // of a .csv; 0 takes the likeliest
	Sheet       string // of a workbook, "" is the first; of a database of several projects: the name of one
	Strict      bool   // a table creates nothing that it names
	DryRun      bool   // say what would be made, and make nothing
	SiteFrom    string // pattern whose first group, in the file name or first heading, is the site's letter
	DateFrom    string // the same for the day of the interview
	SpeakerFrom string // pattern of a speaker label; "" finds labels by their look
	NameFrom    string // the same as SiteFrom for the participant's pseudonym
	Site        string // letter of the site, where all files are of one
	Round       string // name of the round
	Level       string // level of the participants
	Group       string // profession group of the participants
	Comments    string // what comments of a document become: CommentsMemos, which "" is too, or CommentsCodings

	// Of recordings, pictures and transcripts:
	Name          string   // of the source; "" is that of the file
	Interview     string   // by name or id, made where it is new; "" is the one that the file is named after
	Participants  []string // pseudonyms
	Date          string   // of the interview, YYYY-MM-DD
	InterviewFrom string   // the same as SiteFrom for the interview
	Join          bool     // a track of a transcript: its turns join those of the transcript of its interview
	Recording     string   // that the times of a transcript count in, by name or id; "" is that of the interview

	// Of projects of other programs:
	Cases   map[string]string // what a case or set becomes, by its name: site, unit, participant, source or leave
	CasesAs string            // what all cases become that Cases does not name; "" decides for each
	Beside  fs.FS             // the folder of a project whose database this is, with its media; nil where there is none

	// Of tables:
	As         string   // what the table is: AsSurvey, AsMatrix, AsSites; "" is told by its header
	HeaderRow  int      // counted from 1; 0 is the first row that is not empty
	LeaveOut   bool     // rows that do not fit the header are left out and listed, instead of the table being refused
	SiteColumn string   // of a survey or site table: the column with the sites, where it is not called site
	NameColumn string   // of a site table: the column with their real names, where it is not called name
	Respondent string   // of a survey: the column that tells respondents apart, or RowNumber
	Open       []string // of a survey: the columns with answers in words; none takes those that read like it
	Code       []string // of a survey: columns with themes, each as CODE or CODE=OPEN, the answer it is about
	Rows       string   // of a matrix: RowsCases or RowsThemes; "" goes by what the study has
	CaseIs     string   // of a matrix: what a case is that the study does not have: site, unit or participant; "" is site

	Progress func(done, of int64)
}

// What a table is, where a person says so:
const (
	AsSurvey = "survey"
	AsMatrix = "matrix"
	AsSites  = "sites"
)

// ImportResult says what an import did, or in a dry run would do.
type ImportResult struct {
	File      string              `json:"file" doc:"base name"`
	Kind      string              `json:"kind" doc:"evidence, codebook, sites, interview, recording, document, picture, survey, matrix, records, project or codebook"`
	SourceID  crosscase.SourceID  `json:"source_id,omitempty" doc:"of a text or recording"`
	DryRun    bool                `json:"dry_run,omitempty"`
	Rows      int64               `json:"rows,omitempty" doc:"rows of a table"`
	Skipped   int64               `json:"skipped,omitempty" doc:"rows that were in the study already"`
	Encoding  string              `json:"encoding,omitempty"`
	Guessed   bool                `json:"guessed,omitempty" doc:"the encoding is a guess from the letters: check the text"`
	Delimiter string              `json:"delimiter,omitempty"`
	Sheet     string              `json:"sheet,omitempty"`
	Counts    map[string]int64    `json:"counts" doc:"rows made, by noun"`
	Created   map[string][]string `json:"created,omitempty" doc:"sites, participants, themes and the like that did not exist before, by noun"`
	Interview *InterviewPreview   `json:"interview,omitempty"`
	Columns   []ColumnPreview     `json:"columns,omitempty" doc:"of a survey: what each column becomes"`
	Warnings  []string            `json:"warnings,omitempty" doc:"what a person should know; never a reason to refuse"`
	Change    int64               `json:"change,omitempty" doc:"number of the change, for undo"`

	lost    []crosscase.LossLine  // what was not carried, for the report
	Mapping []CaseMapping         `json:"mapping,omitempty" doc:"of a project of another program: what its cases and sets become"`
	Loss    *crosscase.LossReport `json:"loss,omitempty" doc:"what the file held, what became of it and what was not carried"`
}

// InterviewPreview is what was read off one interview.
type InterviewPreview struct {
	Site         string         `json:"site,omitempty" doc:"letter; empty where none was given or found"`
	Date         string         `json:"date,omitempty" doc:"YYYY-MM-DD; empty where none was given or found"`
	Participants []string       `json:"participants,omitempty" doc:"pseudonyms, in the order they speak first"`
	Speakers     map[string]int `json:"speakers,omitempty" doc:"turns by speaker label, those of who asks included"`
	First        []TurnPreview  `json:"first,omitempty" doc:"the first turns, at most 12, to see whether they were told apart rightly"`
	Begins       string         `json:"begins,omitempty" doc:"of a text without turns: how it begins"`
	Turns        int            `json:"turns"`
	Length       int            `json:"length" doc:"code points"`
}

// TurnPreview is a turn as a person would check it.
type TurnPreview struct {
	Speaker string `json:"speaker"`
	Words   string `json:"words" doc:"how it begins, at most 160 letters"`
	Asks    bool   `json:"asks,omitempty" doc:"the label is one that interviewers have: no participant is made of it"`
	From    int64  `json:"from,omitempty" doc:"milliseconds"`
}

func newImportResult(file, kind string) *ImportResult {
	return &ImportResult{File: filepath.Base(file), Kind: kind, Counts: map[string]int64{}, Created: map[string][]string{}}
}

// created counts a new row; key, when not empty, is listed for the person.
func (r *ImportResult) created(noun, key string) {
	r.Counts[noun]++
	if key != "" && len(r.Created[noun]) < 1000 {
		r.Created[noun] = append(r.Created[noun], key)
	}
}

// lose notes what was not carried; the same of the same place is counted.
func (r *ImportResult) lose(l crosscase.LossLine) {
	for i := range r.lost {
		if p := &r.lost[i]; p.What == l.What && p.Where == l.Where && p.Why == l.Why {
			p.Count = max(p.Count, 1) + 1
			return
		}
	}
	if len(r.lost) < 1000 {
		r.lost = append(r.lost, l)
	}
}

func (r *ImportResult) done(c *crosscase.Change) *ImportResult {
	if c != nil {
		r.Change = c.Seq
	}
	return r
}

// errDryRun ends the transaction of a dry run.
var errDryRun = errors.New("dry run")

// Import reads one file into a study, all of it or nothing.
func (s *Service) Import(ctx context.Context, slug, name string, r io.ReaderAt, size int64, opts ImportOptions) (*ImportResult, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	return v.importFile(name, r, size, "", opts)
}

// Imports says whether files with the ending of name are read at all.
func Imports(name string) bool {
	ext := strings.ToLower(filepath.Ext(name))
	return slices.Contains(tables, ext) || ext == ".json" || slices.Contains(reader.Formats, ext) || slices.Contains(media.Formats, ext) || slices.Contains(media.Pictures, ext)
}

var tables = []string{".csv", ".tsv", ".xlsx", ".xlsm"}

// importFile imports a file by its ending. path is where it stands, if its file may be moved from
// there to be kept.
func (v *visit) importFile(name string, r io.ReaderAt, size int64, path string, opts ImportOptions) (*ImportResult, error) {
	name = filepath.Base(filepath.ToSlash(name))
	ext := strings.ToLower(filepath.Ext(name))
	if slices.Contains(media.Formats, ext) {
		return v.importRecording(name, io.NewSectionReader(r, 0, size), path, opts)
	}
	if slices.Contains(media.Pictures, ext) {
		return v.importPicture(name, io.NewSectionReader(r, 0, size), path, opts)
	}
	if slices.Contains(tables, ext) {
		return v.importTable(name, r, size, opts)
	}
	switch ext {
	case ".qdpx", ".qde", ".qdc":
		return v.importREFI(name, r, size, opts)
	case ".qda", ".sqlite3", ".sqlite":
		return v.importForeign(name, r, size, opts)
	case ".zip":
		files, err := openZip(name, r, size)
		if err != nil {
			return nil, err
		}
		return v.importFolder(name, files, opts)
	case ".json":
		return v.importRecords(name, io.NewSectionReader(r, 0, size), opts)
	}
	if slices.Contains(reader.Formats, ext) {
		if err := v.may(crosscase.WriteSources); err != nil {
			return nil, err
		}
		return v.importInterview(name, r, size, path, opts)
	}
	return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: files of the kind %q cannot be imported; give a table (.csv .tsv .xlsx), a project of another program (.qdpx .qde .qdc .qda .sqlite3), a text (%s), a recording (%s) or a picture (%s)",
		name, ext, strings.Join(reader.Formats, " "), strings.Join(media.Formats, " "), strings.Join(media.Pictures, " "))
}

// importTable reads one of the three tables, told by its header.
func (v *visit) importTable(name string, r io.ReaderAt, size int64, opts ImportOptions) (*ImportResult, error) {
	if opts.As == AsMatrix {
		return v.importMatrix(name, r, size, opts)
	}
	res := newImportResult(name, "")
	in, err := v.openTable(name, r, size, opts, res)
	if err != nil {
		return nil, err
	}
	defer in.t.Close()
	kind, need := recognise(in.header)
	switch opts.As {
	case "":
	case AsSurvey:
		kind, need = AsSurvey, []crosscase.Action{crosscase.WriteDesign, crosscase.WriteSources}
		if len(opts.Code) > 0 {
			need = append(need, crosscase.WriteCodings)
		}
	case AsSites:
		kind, need = AsSites, []crosscase.Action{crosscase.WriteDesign}
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "a table is read as %s, %s or %s, not as %q", AsSurvey, AsMatrix, AsSites, opts.As)
	}
	if kind == "" {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: the header %q is none of the tables Crosscase reads: an evidence table has site and theme or question, a codebook meta_theme and theme, a site table site; a survey or a framework matrix is read with --as survey or --as matrix; if the header is a later row, say which (--header-row)",
			name, strings.Join(in.t.Header, ", "))
	}
	res.Kind = kind
	for _, a := range need {
		if err := v.may(a); err != nil {
			return nil, err
		}
	}
	again := func() (*tableImport, error) {
		next, err := v.openTable(name, r, size, opts, res)
		if err == nil {
			next.v = in.v
		}
		return next, err
	}
	run := map[string]func(*store.Tx) error{"evidence": in.evidence, "codebook": in.codebook, "sites": in.sites,
		AsSurvey: func(tx *store.Tx) error { return in.survey(tx, again) }}[kind]
	if err := in.checkColumns(kind); err != nil {
		return nil, err
	}
	write := v.write
	if kind == "evidence" { // it may be very long, and deletes nothing
		write = v.writeMany
	}
	c, err := write(v.head("import."+kind, "", "", "import "+kind+" from a table"), func(tx *store.Tx) error {
		in.v = v.in(tx)
		if err := run(tx); err != nil {
			return err
		}
		return in.v.finish(tx, res)
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	return res.done(c), nil
}

// openTable begins to read a table.
func (v *visit) openTable(name string, r io.ReaderAt, size int64, opts ImportOptions, res *ImportResult) (*tableImport, error) {
	t, err := reader.ReadTable(v.ctx, name, r, size, reader.Options{Encoding: opts.Encoding, Delimiter: opts.Delimiter, Sheet: opts.Sheet, HeaderRow: opts.HeaderRow})
	if err != nil {
		return nil, err
	}
	in := &tableImport{v: v, t: t, name: name, opts: opts, res: res, column: map[string]int{}}
	renamed := map[string]string{}
	if opts.As == AsSites {
		renamed = map[string]string{headerKey(opts.SiteColumn): "site", headerKey(opts.NameColumn): "name"}
	}
	for i, h := range t.Header {
		key := headerKey(h)
		if to := renamed[key]; to != "" {
			key = to
		}
		if key == "" {
			t.Close()
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: column %d has no name in the header; if the header is a later row, say which (--header-row)", name, i+1)
		}
		if slices.Contains(in.header, key) {
			t.Close()
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: two columns are named %q", name, h)
		}
		in.header, in.column[key] = append(in.header, key), i
	}
	if _, ok := in.column["site"]; opts.As == AsSites && !ok {
		t.Close()
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: say which column has the sites (--site-column); there are %s", name, strings.Join(t.Header, ", "))
	}
	res.DryRun, res.Encoding, res.Guessed, res.Delimiter, res.Sheet = opts.DryRun, t.Encoding, t.Guessed, t.Delimiter, t.Sheet
	return in, nil
}

// headerKey is a header as column names are compared.
func headerKey(header string) string {
	return strings.ReplaceAll(strings.ToLower(strings.TrimSpace(header)), " ", "_")
}

var evidenceColumns = []string{"site", "unit", "participant", "group", "level", "round", "source", "start", "end", "excerpt", "theme", "question",
	"position", "aspect", "elicited", "silence", "coder", "note"}

var codebookColumns = []string{"meta_theme", "theme", "definition", "use_when", "not_when", "example", "question", "prompt", "type", "positions"}

// recognise tells a table by its header, and what importing it takes.
func recognise(header []string) (kind string, need []crosscase.Action) {
	has := func(names ...string) bool {
		return slices.ContainsFunc(names, func(n string) bool { return slices.Contains(header, n) })
	}
	switch {
	case has("theme", "question") && !has("site") && has("meta_theme", "definition", "prompt", "type", "positions"):
		return "codebook", []crosscase.Action{crosscase.WriteCodebook}
	case has("site") && has("theme", "question"):
		return "evidence", []crosscase.Action{crosscase.WriteCodings}
	case has("site"):
		return "sites", []crosscase.Action{crosscase.WriteDesign}
	}
	return "", nil
}

// tableImport is one table on its way into a study.
type tableImport struct {
	v      *visit
	t      *reader.Table
	name   string
	header []string
	column map[string]int
	opts   ImportOptions
	res    *ImportResult
	row    []string
	line   int
}

// checkColumns refuses columns that the table does not have.
func (in *tableImport) checkColumns(kind string) error {
	known := map[string][]string{"evidence": evidenceColumns, "codebook": codebookColumns}[kind]
	if known == nil {
		return nil
	}
	var unknown []string
	for i, h := range in.header {
		if !slices.Contains(known, h) {
			unknown = append(unknown, in.t.Header[i])
		}
	}
	if len(unknown) > 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: unknown column %s; the %s table has %s", in.name, strings.Join(unknown, ", "), kind, strings.Join(known, ", "))
	}
	return nil
}

// cell is a cell of the row in hand, "" where the table has no such column.
func (in *tableImport) cell(name string) string {
	i, ok := in.column[name]
	if !ok {
		return ""
	}
	return strings.TrimSpace(in.row[i])
}

// next reads a row; false at the end.
func (in *tableImport) next() (bool, error) {
	row, line, err := in.t.Next()
	var misfit *reader.MisfitError
	for errors.As(err, &misfit) {
		if !in.opts.LeaveOut {
			return false, in.misfits(misfit)
		}
		in.res.lose(crosscase.LossLine{What: "a row that does not fit the header", Where: in.name + ", " + misfit.Place, Why: misfit.Why})
		row, line, err = in.t.Next()
	}
	if errors.Is(err, io.EOF) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	in.row, in.line = row, line
	in.res.Rows++
	if in.opts.Progress != nil && in.res.Rows%1000 == 0 {
		in.opts.Progress(in.res.Rows, 0)
	}
	return true, nil
}

// mostMisfits is how many rows that do not fit are named.
const mostMisfits = 20

// misfits refuses a table with all its rows that do not fit the header, of which the first has been met.
func (in *tableImport) misfits(first *reader.MisfitError) error {
	places, n := []string{first.Place}, 1
	for {
		_, _, err := in.t.Next()
		var next *reader.MisfitError
		switch {
		case errors.As(err, &next):
			if n++; n <= mostMisfits {
				places = append(places, next.Place)
			}
			continue
		case err == nil:
			continue
		case n == 1:
			return first
		}
		more := ""
		if n > mostMisfits {
			more = ", …"
		}
		return crosscase.Errorf(crosscase.CodeInvalid, "%v\n%d rows do not fit the header: %s%s; put them right, or leave them out (--leave-out-misfits)", first, n, strings.Join(places, ", "), more)
	}
}

// wrong refuses the row in hand.
func (in *tableImport) wrong(column, format string, args ...any) error {
	e := crosscase.Errorf(crosscase.CodeInvalid, format, args...)
	where := ""
	if column != "" {
		where = ", column " + column
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "%s, row %d%s: %s", in.name, in.line, where, e.Message)
}

// at says of an error where in the table it came up.
func (in *tableImport) at(err error) error {
	var e *crosscase.Error
	if errors.As(err, &e) && e.Code == crosscase.CodeInvalid && !strings.HasPrefix(e.Message, in.name+", row") {
		return in.wrong("", "%s", e.Message)
	}
	return err
}

// fresh notes that the table names something new, or refuses it where that is not wanted.
func (in *tableImport) fresh(noun, key string) error {
	if in.opts.Strict {
		return in.wrong("", "%s %q is not in the study; add it first, or import without --strict", strings.ReplaceAll(noun, "_", " "), key)
	}
	in.res.created(noun, key)
	return nil
}
