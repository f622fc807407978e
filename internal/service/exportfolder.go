package service

import (
	"context"
	"io"
	"path"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/tidy"
)

// FolderOptions say how a study is written as a folder of open files.
type FolderOptions struct {
	File       string // its name, for the loss report
	Identities bool   // real names too, for who may read them
	NoMedia    bool   // recordings stay behind
	Anonymise  *AnonymiseOptions
}

// ExportFolder writes a study as a folder of open files, as one moment saw it, and keeps what was not carried in its
// history. Where it fails what was written is of no use.
func (s *Service) ExportFolder(ctx context.Context, slug string, opts FolderOptions, to FileSink) (*crosscase.LossReport, error) {
	if opts.Identities && opts.Anonymise != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "an anonymised archive holds no real names: leave --identities out")
	}
	v, err := s.visitFolder(ctx, slug, opts.Identities || opts.Anonymise != nil)
	if err != nil {
		return nil, err
	}
	w, err := v.writeFolder(opts, to)
	if err != nil {
		return nil, err
	}
	return w.loss, v.keepExport(w.loss)
}

// PreviewArchive says what an anonymised archive would change, with what stands there now. It writes nothing.
func (s *Service) PreviewArchive(ctx context.Context, slug string, opts AnonymiseOptions) (*ArchivePreview, error) {
	v, err := s.visitFolder(ctx, slug, true)
	if err != nil {
		return nil, err
	}
	opts.Media = false // they are not changed, and take long
	w, err := v.writeFolder(FolderOptions{Anonymise: &opts}, ZipFiles(io.Discard))
	if err != nil {
		return nil, err
	}
	return &ArchivePreview{Changes: w.mask.changes.sorted(true)}, nil
}

func (v *visit) writeFolder(opts FolderOptions, to FileSink) (*folderWriter, error) {
	w := newFolderWriter(v, opts, to)
	return w, v.s.store.Read(v.ctx, v.study.ID, w.all)
}

// visitFolder lets in who may take all of a study out; who cannot read the real names can neither take them along nor
// replace them.
func (s *Service) visitFolder(ctx context.Context, slug string, names bool) (*visit, error) {
	need := []crosscase.Action{crosscase.Export, crosscase.ReadSources, crosscase.ReadCodings}
	if names {
		need = append([]crosscase.Action{crosscase.ReadIdentities}, need...)
	}
	v, err := s.visit(ctx, slug, need[0])
	if err != nil {
		return nil, err
	}
	for _, a := range need[1:] {
		if err := v.may(a); err != nil {
			return nil, err
		}
	}
	return v, nil
}

// folderWriter writes one folder.
type folderWriter struct {
	v       *visit
	tx      *store.Tx
	opts    FolderOptions
	to      FileSink
	tables  []*tidy.Table
	mask    *mask // what an anonymised archive changes; nil changes nothing
	keys    map[string]string
	sources map[crosscase.SourceID]*crosscase.Source
	endings map[string]string // of the files of sources, by id
	used    map[string]bool   // names of files, in lower case
	rows    map[string]int64
	loss    *crosscase.LossReport
	returns int64 // line ends of two signs
}

func newFolderWriter(v *visit, opts FolderOptions, to FileSink) *folderWriter {
	return &folderWriter{
		v: v, opts: opts, to: to, tables: folderTables(opts.Identities), keys: map[string]string{}, sources: map[crosscase.SourceID]*crosscase.Source{},
		endings: map[string]string{}, used: map[string]bool{}, rows: map[string]int64{},
		loss: &crosscase.LossReport{File: opts.File, Format: "folder", Direction: crosscase.TransferOut, In: map[string]int64{}, Out: map[string]int64{}},
	}
}

// pageOf is how many rows are held at a time.
const pageOf = 1000

// all writes the folder.
func (w *folderWriter) all(tx *store.Tx) error {
	w.tx, w.v = tx, w.v.in(tx)
	if err := w.gather(); err != nil {
		return err
	}
	w.tables = slices.DeleteFunc(w.tables, func(t *tidy.Table) bool { return !w.v.access.May(crosscase.Nouns[t.Name].Read) })
	for _, t := range w.tables {
		if err := w.table(t); err != nil {
			return err
		}
	}
	if err := w.recordings(); err != nil {
		return err
	}
	if err := w.count(); err != nil {
		return err
	}
	if err := w.papers(); err != nil {
		return err
	}
	if w.mask != nil {
		f, err := w.to.Create("changes.csv")
		if err != nil {
			return err
		}
		if err := w.mask.write(f); err != nil {
			return err
		}
	}
	return w.to.Close()
}

// gather reads the keys of all rows, and the sources.
func (w *folderWriter) gather() error {
	err := w.tx.Pages("source", pageOf, func(rows []any) error {
		for _, row := range rows {
			if src := row.(*crosscase.Source); w.v.seesRow("source", src) == nil {
				w.sources[src.ID] = src
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	if w.opts.Anonymise != nil {
		w.opts.NoMedia = !w.opts.Anonymise.Media
		w.loss.Format = "archive"
		if w.mask, err = newMask(w.v, *w.opts.Anonymise, w.sources); err != nil {
			return err
		}
		w.mask.quiet = true
		defer func() { w.mask.quiet = false }()
	}
	for _, noun := range store.Nouns() {
		if !hasKey(noun) {
			continue
		}
		err := w.pages(noun, func(row any) error {
			if key := keyOfRow(row); key != "" {
				w.keys[idOf(row)] = key
			}
			if src, ok := row.(*crosscase.Source); ok {
				w.endings[idOf(row)] = path.Ext(src.File)
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	w.keys[w.mask.id(string(w.v.study.ID))] = "study"
	return nil
}

// hasKey says whether rows of a noun can have a key.
func hasKey(noun string) bool {
	return slices.Contains([]string{"site", "unit", "participant", "round", "guide", "meta_theme", "theme", "question", "position", "interview", "source", "coder", "attribute", "post", "typology"}, noun)
}

// pages goes through the rows of a noun that the actor may see, as they are to be written.
func (w *folderWriter) pages(noun string, fn func(row any) error) error {
	return w.tx.Pages(noun, pageOf, func(rows []any) error {
		rows = slices.DeleteFunc(rows, func(row any) bool { return w.v.seesRow(noun, row) != nil })
		if noun == "excerpt" {
			if err := w.place(rows); err != nil {
				return err
			}
		}
		for _, row := range rows {
			if w.mask != nil {
				if keep, err := w.mask.row(noun, row); err != nil || !keep {
					if err != nil {
						return err
					}
					continue
				}
			}
			if err := fn(row); err != nil {
				return err
			}
		}
		return nil
	})
}

// place takes excerpts to the texts in force, which are the first of the study that the folder makes.
func (w *folderWriter) place(rows []any) error {
	excerpts := make([]*crosscase.Excerpt, len(rows))
	for i, row := range rows {
		excerpts[i] = row.(*crosscase.Excerpt)
	}
	return w.v.placedAll(w.sources, excerpts)
}

// table writes the rows of a noun, and the tables of its parts. These are gathered in files of their own, since an
// archive takes one file after the other.
func (w *folderWriter) table(t *tidy.Table) error {
	all := t.All()
	spools := map[*tidy.Table]*spool{}
	defer func() {
		for _, s := range spools {
			s.drop()
		}
	}()
	for _, one := range all {
		s, err := newSpool()
		if err != nil {
			return err
		}
		spools[one] = s
		if err := s.csv.Write(one.Header()); err != nil {
			return err
		}
	}
	key := func(id string) string { return w.keys[id] }
	emit := func(one *tidy.Table, cells []string) error {
		w.rows[one.Name]++
		w.returns += int64(tidy.Lines(cells))
		return spools[one].csv.Write(cells)
	}
	err := w.laid(t.Name, func(row any) error { return t.Write(row, key, emit) })
	if err != nil {
		return err
	}
	for _, one := range all {
		if w.rows[one.Name] == 0 {
			continue
		}
		f, err := w.to.Create(tablePath(one))
		if err != nil {
			return err
		}
		if err := spools[one].copyTo(f); err != nil {
			return err
		}
		w.loss.Out[one.Name] = w.rows[one.Name]
	}
	return nil
}

func tablePath(t *tidy.Table) string { return "tables/" + t.Name + ".csv" }

// laid gives the rows of a noun as its table holds them.
func (w *folderWriter) laid(noun string, fn func(row any) error) error {
	switch noun {
	case "source_text":
		return w.texts(fn)
	case "media":
		return w.pages(noun, func(row any) error { return fn(w.mediaRow(row.(*crosscase.Media))) })
	}
	return w.pages(noun, fn)
}

// count says what of the study is in the folder, and what is not.
func (w *folderWriter) count() error {
	for _, noun := range store.Nouns() {
		n, err := w.tx.Count(noun)
		if err != nil {
			return err
		}
		if n == 0 {
			continue
		}
		w.loss.In[noun] = n
		why := leftBehind[noun]
		left := n
		switch {
		case why != "":
		case slices.Contains(identityNouns, noun) && !w.opts.Identities:
			why = "real names go only where that is asked for"
		case noun != "source_text" && w.rows[noun] < n:
			why, left = "they are out of your sight, or were left out as the README says", n-w.rows[noun]
		default:
			continue
		}
		w.notCarried(left, plural(noun, int(left)), "", why)
	}
	w.notCarried(1, "the history of changes", "", "it belongs to this study; the one that a folder makes begins its own")
	w.notCarried(w.returns, "line ends of two signs (CR LF) in cells", "tables/", "CSV readers make one of them")
	return nil
}

func (w *folderWriter) notCarried(n int64, what, where, why string) {
	if n > 0 {
		w.loss.NotCarried = append(w.loss.NotCarried, crosscase.LossLine{What: what, Where: where, Why: why, Count: n})
	}
}

// keepExport keeps what became of an export in the study's history.
func (v *visit) keepExport(loss *crosscase.LossReport) error {
	_, err := v.write(v.head("export."+loss.Format, "transfer", "", "export to "+loss.Format), func(tx *store.Tx) error {
		return tx.Insert(v.newTransfer(loss))
	})
	return err
}
