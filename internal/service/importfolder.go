package service

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
	"github.com/crosscase/crosscase/internal/tidy"
)

// ImportFolder reads a folder of open files back into a study that has nothing in it yet, all of it or nothing. Rows
// keep their ids; the study keeps its short name and takes the rest of what the folder says of it.
func (s *Service) ImportFolder(ctx context.Context, slug, name string, files fs.FS, opts ImportOptions) (*ImportResult, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	return v.importFolder(name, files, opts)
}

func (v *visit) importFolder(name string, files fs.FS, opts ImportOptions) (*ImportResult, error) {
	if err := v.may(crosscase.ManageStudy); err != nil {
		return nil, err
	}
	mark, err := readMark(name, files)
	if err != nil {
		return nil, err
	}
	in := &folderImport{v: v, name: name, files: files, opts: opts, res: newImportResult(name, "folder"), known: map[string]map[string]crosscase.SiteID{},
		lengths: map[crosscase.SourceID]int64{}, texts: map[crosscase.SourceID]bool{}, questions: map[crosscase.PositionID]crosscase.QuestionID{}}
	in.res.DryRun = opts.DryRun
	defer in.drop()
	if err := in.stage(); err != nil {
		return nil, named(name, err)
	}
	c, err := v.write(v.head("import.folder", "", "", "import a folder of open files"), func(tx *store.Tx) error {
		in.v = v.in(tx)
		if err := in.all(tx); err != nil {
			return named(name, err)
		}
		in.res.Loss = in.loss(mark)
		if err := in.v.finish(tx, in.res); err != nil {
			return err
		}
		for _, st := range in.staged {
			if err := st.Keep(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	return in.res.done(c), nil
}

// IsFolder says whether files are a folder of open files.
func IsFolder(files fs.FS) bool {
	_, err := readMark("", files)
	return err == nil
}

// readMark reads what the folder says of itself.
func readMark(name string, files fs.FS) (*packageMark, error) {
	f, err := files.Open("datapackage.json")
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no folder of open files that Crosscase wrote: it has no datapackage.json", name)
	}
	defer f.Close()
	var p dataPackage
	if err := json.NewDecoder(io.LimitReader(f, 16<<20)).Decode(&p); err != nil || p.Crosscase.Format == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: its datapackage.json is not one that Crosscase wrote", name)
	}
	if p.Crosscase.Format > folderFormat {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s was written by a newer Crosscase (form %d of a folder, this program reads %d): take a newer program", name, p.Crosscase.Format, folderFormat)
	}
	return &p.Crosscase, nil
}

// folderImport is one folder on its way into a study.
type folderImport struct {
	v         *visit
	name      string
	files     fs.FS
	opts      ImportOptions
	res       *ImportResult
	staged    []*media.Staged
	there     map[string]bool // hashes of recordings that are in the folder
	missing   int64
	from      crosscase.StudyID // the id of the study that it was written from
	known     map[string]map[string]crosscase.SiteID
	named     map[string]bool // nouns that others name
	waiting   []waitingRef
	lengths   map[crosscase.SourceID]int64
	withText  map[crosscase.SourceID]bool // whose text is still to come
	texts     map[crosscase.SourceID]bool // whose text was read
	questions map[crosscase.PositionID]crosscase.QuestionID
}

// waitingRef is a row that was named before it came.
type waitingRef struct {
	table string
	line  int
	named store.Named
}

// all reads every table, in the order in which rows refer to those before.
func (in *folderImport) all(tx *store.Tx) error {
	if err := in.empty(tx); err != nil {
		return err
	}
	tables := folderTables(true)
	for _, t := range tables {
		if err := in.table(tx, t); err != nil {
			return err
		}
	}
	for _, w := range in.waiting {
		if _, ok := in.known[w.named.Noun][w.named.ID]; !ok {
			return missingRow(w.table, w.line, w.named)
		}
	}
	return in.rules(tx)
}

// empty refuses a study that holds something.
func (in *folderImport) empty(tx *store.Tx) error {
	for _, noun := range store.Nouns() {
		if slices.Contains([]string{"study", "member", "transfer"}, noun) {
			continue
		}
		n, err := tx.Count(noun)
		if err != nil {
			return err
		}
		if n > 0 {
			return crosscase.Errorf(crosscase.CodeInvalid, "a folder of open files is read into an empty study, and this one has %d %s: make a study for it with \"crosscase study create\"", n, plural(noun, int(n)))
		}
	}
	return nil
}

// table writes the rows of a noun.
func (in *folderImport) table(tx *store.Tx, t *tidy.Table) error {
	in.known[t.Name] = map[string]crosscase.SiteID{}
	return in.each(t, func(row any, line int) error {
		in.res.Rows++
		if in.opts.Progress != nil && in.res.Rows%1000 == 0 {
			in.opts.Progress(in.res.Rows, 0)
		}
		return atLine(t.Name, line, in.row(tx, t, row, line))
	})
}

// atLine says of what is wrong with a row where it stands.
func atLine(table string, line int, err error) error {
	var e *crosscase.Error
	if errors.As(err, &e) && e.Code == crosscase.CodeInvalid {
		return crosscase.Errorf(crosscase.CodeInvalid, "tables/%s.csv, line %d: %s", table, line, e.Message)
	}
	return err
}

// row writes one row.
func (in *folderImport) row(tx *store.Tx, t *tidy.Table, row any, line int) error {
	switch r := row.(type) {
	case *crosscase.Study:
		return in.study(tx, r)
	case *folderText:
		return in.text(tx, r, line)
	case *folderMedia:
		if !in.there[r.Hash] {
			in.missing++
		}
		row = &r.Media
	case *crosscase.Source:
		r.Version = 0
		if in.withText[r.ID] {
			r.Version = 1
		}
		in.lengths[r.ID] = r.Length
	case *crosscase.Excerpt:
		if err := in.excerpt(r); err != nil {
			return err
		}
	case *crosscase.Coding:
		for _, p := range append(slices.Clone(r.PositionSet), r.PositionID) {
			if p != "" && in.questions[p] != r.QuestionID {
				return crosscase.Errorf(crosscase.CodeInvalid, "the position is none of its question")
			}
		}
	case *crosscase.Summary:
		r.BasisSeq = in.since(tx, r.BasisSeq)
	case *crosscase.DissentAnswer:
		r.BasisSeq = in.since(tx, r.BasisSeq)
	case *crosscase.Position:
		in.questions[r.ID] = r.QuestionID
	case *crosscase.AttributeValue:
		if r.OwnerID == string(in.from) {
			r.OwnerID = string(in.v.study.ID)
		} else if !in.owns(r.OwnerID) {
			return crosscase.Errorf(crosscase.CodeInvalid, "owner_id names nothing that is in the folder")
		}
	}
	return in.insert(tx, t.Name, row, line)
}

// since is the number of a change in the history that begins here: what was looked at before the export counts as
// looked at with the import.
func (in *folderImport) since(tx *store.Tx, seq int64) int64 {
	if seq == 0 {
		return 0
	}
	return tx.Seq()
}

// insert checks a row by itself and in what it names, and writes it.
func (in *folderImport) insert(tx *store.Tx, noun string, row any, line int) error {
	id := idOf(row)
	if id == "" || len(id) > 100 {
		return crosscase.Errorf(crosscase.CodeInvalid, "a row needs its id, of at most 100 signs")
	}
	if _, double := in.known[noun][id]; double {
		return crosscase.Errorf(crosscase.CodeInvalid, "the id %s is taken by a row before", id)
	}
	if val, ok := row.(interface{ Validate() error }); ok {
		if err := val.Validate(); err != nil {
			return err
		}
	}
	site, _ := store.SiteOf(row)
	for _, n := range store.NamedBy(row) {
		of, ok := in.known[n.Noun][n.ID]
		if !ok {
			in.waiting = append(in.waiting, waitingRef{noun, line, n})
			continue
		}
		if of != "" && site != "" && of != site {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s names a %s of another site", n.Field, n.Noun)
		}
	}
	if in.isNamed(noun) {
		in.known[noun][id] = site
	}
	if err := tx.Insert(row); err != nil {
		return err
	}
	in.res.created(noun, "")
	return nil
}

// isNamed says whether rows of other nouns name rows of this one; only of these the ids are kept in memory.
func (in *folderImport) isNamed(noun string) bool {
	if in.named == nil {
		in.named = map[string]bool{}
		for _, other := range store.Nouns() {
			for _, ref := range store.References(other) {
				in.named[ref.Noun] = true
			}
		}
	}
	return in.named[noun]
}

func missingRow(table string, line int, n store.Named) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "tables/%s.csv, line %d: %s names a %s that is not in the folder", table, line, n.Field, n.Noun)
}

func (in *folderImport) owns(id string) bool {
	for _, noun := range []string{"site", "unit", "participant", "source"} {
		if _, ok := in.known[noun][id]; ok {
			return true
		}
	}
	return false
}

// study takes over what the folder says of the study.
func (in *folderImport) study(tx *store.Tx, from *crosscase.Study) error {
	if in.from != "" {
		return crosscase.Errorf(crosscase.CodeInvalid, "the folder holds more than one study")
	}
	in.from = from.ID
	now, err := store.GetTx[crosscase.Study](tx, string(in.v.study.ID))
	if err != nil {
		return err
	}
	now.Title, now.About, now.Synthetic, now.Settings, now.Created = from.Title, from.About, from.Synthetic, from.Settings, from.Created
	if err := now.Validate(); err != nil {
		return err
	}
	return tx.Update(now)
}

// text writes the text of a source as its first version.
func (in *folderImport) text(tx *store.Tx, r *folderText, line int) error {
	t := &r.SourceText
	if r.File != "" {
		body, err := in.readText(r.File)
		if err != nil {
			return err
		}
		t.Text = body
	}
	if t.Text != text.Normalize(t.Text) {
		return crosscase.Errorf(crosscase.CodeInvalid, "the text has line ends or letters in another form than it was written with (LF, NFC): excerpts would not stand on their words; save it as it was")
	}
	length := text.Len(t.Text)
	for _, turn := range t.Turns {
		if turn.Start < 0 || turn.Speech < turn.Start || turn.End < turn.Speech || turn.End > length {
			return crosscase.Errorf(crosscase.CodeInvalid, "a turn from %d to %d is not within the text, which has %d code points", turn.Start, turn.End, length)
		}
	}
	declared, ok := in.lengths[t.SourceID]
	if !ok || !in.withText[t.SourceID] {
		return crosscase.Errorf(crosscase.CodeInvalid, "the source is not in the folder, or has two texts")
	}
	delete(in.withText, t.SourceID)
	t.Version = 1
	if int64(length) != declared { // the text was changed in the folder
		src, err := store.GetTx[crosscase.Source](tx, string(t.SourceID))
		if err != nil {
			return err
		}
		src.Length, src.Revision = int64(length), 0
		if err := tx.Update(src); err != nil {
			return err
		}
		in.lengths[t.SourceID] = int64(length)
	}
	in.texts[t.SourceID] = true
	return in.insert(tx, "source_text", t, line)
}

// excerpt puts an excerpt on the text that was read.
func (in *folderImport) excerpt(e *crosscase.Excerpt) error {
	if e.Measure != crosscase.CodePoints || !in.texts[e.SourceID] {
		return nil
	}
	if length := in.lengths[e.SourceID]; e.End > length {
		return crosscase.Errorf(crosscase.CodeInvalid, "it ends at %d and its text at %d", e.End, length)
	}
	e.Version = 1
	return nil
}
