package service

import (
	"errors"
	"io"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
)

// refiFile is a project of another program on its way in: what it holds, and how to read its media.
type refiFile struct {
	*refi.Project
	media func(member string) (io.ReadCloser, error) // nil where the file holds none
}

// importREFI imports a project or codebook of REFI-QDA.
func (v *visit) importREFI(name string, r io.ReaderAt, size int64, opts ImportOptions) (*ImportResult, error) {
	f, err := refi.Open(name, r, size, refi.Limits{})
	if err != nil {
		return nil, err
	}
	p, err := f.Project(v.ctx)
	if err != nil {
		return nil, err
	}
	if isOwn(p) && len(opts.Cases) == 0 && opts.CasesAs == "" {
		return v.importOwn(refiFile{p, f.Media}, opts)
	}
	return v.importProject(refiFile{p, f.Media}, opts)
}

// importProject brings what another program knows into the study, in one change.
//
// The rules are:
//   - an element becomes the row that stands for it already, by identifier, else by name where a row of the study
//     has the same, else a new one; so the same file comes in twice without a change, a later version of it changes
//     what differs, and the file of a second coder adds their codings;
//   - nothing is deleted: a file that lacks something does not say that it is gone;
//   - an identifier becomes the id of its row, or, where it cannot, an alias of it;
//   - what the study has no place for is kept as it is, and what is not carried is said in the loss report.
func (v *visit) importProject(f refiFile, opts ImportOptions) (*ImportResult, error) {
	kind := "project"
	if f.Container == refi.QDC {
		kind = "codebook"
	}
	in := &refiImport{v: v, p: f.Project, opts: opts, res: newImportResult(f.File, kind)}
	in.res.DryRun = opts.DryRun
	in.begin()
	defer in.dropMedia()
	if err := in.stageMedia(f.media); err != nil {
		return nil, err
	}
	c, err := v.writeMany(v.head("import."+kind, "", "", "import a "+kind+" of another program"), func(tx *store.Tx) error {
		in.v, in.tx = v.in(tx), tx
		if err := in.write(); err != nil {
			return named(f.File, err)
		}
		in.res.Loss = in.report()
		if err := in.v.finish(tx, in.res); err != nil {
			return err
		}
		return in.keepMedia()
	})
	if errors.Is(err, errDryRun) {
		return in.res, nil
	}
	if err != nil {
		return nil, err
	}
	if c == nil {
		in.res.Warnings = append(in.res.Warnings, "all of it is in the study already: nothing was changed")
	}
	in.startPeaks()
	return in.res.done(c), nil
}

// refiImport is one project on its way into the study.
type refiImport struct {
	v    *visit
	tx   *store.Tx
	p    *refi.Project
	opts ImportOptions
	res  *ImportResult

	rows    map[string]map[string]any                // noun -> id -> row as it stands or was written
	names   map[string]map[string]string             // noun and what a name is unique in -> name -> id
	aliases map[[2]string]*crosscase.Alias           // by kind and identifier
	claimed map[string]map[string]string             // noun -> id -> the element that is this row
	changed map[string]int64                         // rows changed, by noun
	allowed map[string]bool                          // nouns that the actor may write
	coders  map[string]crosscase.CoderID             // by user
	themes  map[string]crosscase.ThemeID             // by code
	folders map[string]crosscase.MetaThemeID         // by code that became a meta-theme
	uses    []*caseUse                               // cases and sets
	places  map[string]*casePlaces                   // by source
	sources map[string]*refiSource                   // by source and by transcript
	at      map[string]map[string]*crosscase.Excerpt // source -> selection -> excerpt
	marked  map[string]*crosscase.Excerpt            // by selection
	coded   map[string]*crosscase.Coding             // by coding
	files   map[string]*refiMedia                    // by member of the archive
	fresh   bool                                     // the study had no excerpts before
	used    map[string]bool                          // links and sets that became something else
	notes   map[string]bool                          // notes that became sources
	mapped  *lossLines
	lost    *lossLines
}

func (in *refiImport) begin() {
	in.rows, in.names, in.claimed = map[string]map[string]any{}, map[string]map[string]string{}, map[string]map[string]string{}
	in.aliases, in.changed, in.allowed = map[[2]string]*crosscase.Alias{}, map[string]int64{}, map[string]bool{}
	in.coders, in.themes, in.folders = map[string]crosscase.CoderID{}, map[string]crosscase.ThemeID{}, map[string]crosscase.MetaThemeID{}
	in.places, in.sources = map[string]*casePlaces{}, map[string]*refiSource{}
	in.at, in.marked, in.coded = map[string]map[string]*crosscase.Excerpt{}, map[string]*crosscase.Excerpt{}, map[string]*crosscase.Coding{}
	in.files, in.used, in.notes = map[string]*refiMedia{}, map[string]bool{}, map[string]bool{}
	in.mapped, in.lost = newLossLines(), newLossLines()
}

// write brings everything in, in the order in which rows refer to one another.
func (in *refiImport) write() error {
	if err := in.load(); err != nil {
		return err
	}
	for _, step := range []func() error{in.putCoders, in.putCodes, in.planCases, in.putCases, in.putSources, in.putValues, in.putMemos, in.putKept} {
		if err := in.v.ctx.Err(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// where names an element of the file for the loss report.
func (in *refiImport) where(element, name, guid string, line int) string {
	var b strings.Builder
	b.WriteString(in.p.Entry)
	if line > 0 {
		b.WriteString(":" + itoa(line))
	}
	b.WriteString(" " + element)
	if name != "" {
		b.WriteString(" " + quoted(name))
	} else if guid != "" {
		b.WriteString(" " + guid)
	}
	return b.String()
}
