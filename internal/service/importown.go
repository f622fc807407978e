package service

import (
	"errors"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
)

// isOwn says whether a file was written by an export of ours, whose words the rules at refiwords.go give.
func isOwn(p *refi.Project) bool { return refi.IsOurs(p.Origin) }

// importOwn brings a study back that an export of ours wrote.
//
// The rules are:
//   - a row is the one of the same id, else the one of the same name, else new; what the file says of it holds, and
//     what the file does not say stays;
//   - nothing is deleted;
//   - where the archive holds all rows of the study, these count, and the rest of it is for other programs.
func (v *visit) importOwn(f refiFile, opts ImportOptions) (*ImportResult, error) {
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
	own := newOwn(in)
	complete, err := own.readComplete(f.media)
	if err != nil {
		return nil, err
	}
	if !complete {
		if err := own.read(); err != nil {
			return nil, err
		}
	}
	c, err := v.writeMany(v.head("import."+kind, "", "", "import a "+kind+" of Crosscase"), func(tx *store.Tx) error {
		in.v, in.tx = v.in(tx), tx
		if err := own.put(complete); err != nil {
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

// own is a file of ours on its way back: its rows, one that others refer to before them.
type own struct {
	in   *refiImport
	p    *refi.Project
	rows []ownRow

	tagOf     map[string][2]string // note -> what it says of whatever refers to it
	notes     map[string]*refi.Source
	codes     map[string]any // code -> *Theme, *Question or *Position
	variables map[string]*refi.Variable
	people    map[string]*crosscase.Participant
	units     map[string]*crosscase.Unit
	sites     map[string]*crosscase.Site         // by letter
	siteID    map[string]crosscase.SiteID        // by case
	rounds    map[string]*crosscase.Round        // by name
	speaker   map[string]crosscase.ParticipantID // by selection
	interview map[string]*crosscase.Interview
	names     map[string]string      // user -> name
	links     map[string][]refi.Link // by origin
	holder    map[string]string      // note -> the source that refers to it
	about     map[string][]crosscase.About
	joined    map[string]string // excerpt or coding -> the one that stands for it
}

// ownRow is a row with the text it comes with, where it is a source.
type ownRow struct {
	noun string
	row  any
	body *crosscase.SourceText
	of   *refi.Source
}

func newOwn(in *refiImport) *own {
	return &own{
		in: in, p: in.p, tagOf: map[string][2]string{}, notes: map[string]*refi.Source{}, codes: map[string]any{}, variables: map[string]*refi.Variable{},
		people: map[string]*crosscase.Participant{}, units: map[string]*crosscase.Unit{}, sites: map[string]*crosscase.Site{}, siteID: map[string]crosscase.SiteID{},
		rounds: map[string]*crosscase.Round{}, speaker: map[string]crosscase.ParticipantID{}, interview: map[string]*crosscase.Interview{}, names: map[string]string{},
		links: map[string][]refi.Link{}, holder: map[string]string{}, about: map[string][]crosscase.About{}, joined: map[string]string{},
	}
}

func (o *own) add(noun string, row any) { o.rows = append(o.rows, ownRow{noun: noun, row: row}) }

// read makes rows of the project.
func (o *own) read() error {
	for _, n := range o.p.Notes {
		o.notes[n.GUID] = n
		if name, value, ok := strings.Cut(n.Name, ": "); ok && n.GUID == refi.DerivedGUID("tag", n.Name) {
			o.tagOf[n.GUID] = [2]string{name, value}
		}
	}
	for _, l := range o.p.Links {
		o.links[l.Origin] = append(o.links[l.Origin], l)
	}
	for i := range o.p.Variables {
		o.variables[o.p.Variables[i].GUID] = &o.p.Variables[i]
	}
	for _, u := range o.p.Users {
		o.names[u.GUID] = u.Name
		if u.GUID != refi.DerivedGUID("author", u.Name) {
			o.add("coder", &crosscase.Coder{ID: crosscase.CoderID(u.GUID), Name: u.Name})
		}
	}
	if o.p.Container != refi.QDC {
		o.add("study", &crosscase.Study{Title: o.p.Name, About: o.p.Description})
	}
	o.readCodes()
	o.readCases()
	if err := o.readSources(); err != nil {
		return err
	}
	o.readNotes()
	o.readAttributes()
	return nil
}

// tags are what notes say of what refers to them, and the notes that say nothing of the kind.
func (o *own) tags(refs []string) (tags map[string]string, others []string) {
	tags = map[string]string{}
	for _, ref := range refs {
		if t, ok := o.tagOf[ref]; ok {
			tags[t[0]] = t[1]
		} else {
			others = append(others, ref)
		}
	}
	return tags, others
}

// values are the values of the variables of ours by their names.
func (o *own) values(list []refi.Value) map[string]string {
	out := map[string]string{}
	for _, val := range list {
		if v := o.variables[val.Variable]; v != nil && o.isOurs(v) {
			out[v.Name] = val.Text
		}
	}
	return out
}

func (o *own) isOurs(v *refi.Variable) bool { return v.GUID == refi.DerivedGUID("variable", v.Name) }

// undescribe takes a description apart into the definition and what stands under each heading.
func undescribe(s string) (definition string, more map[string]string) {
	more = map[string]string{}
	at := ""
	parts := map[string][]string{}
	for _, paragraph := range strings.Split(s, "\n\n") {
		for _, head := range descriptionHeads {
			if rest, ok := strings.CutPrefix(paragraph, head+": "); ok {
				at, paragraph = head, rest
				break
			}
		}
		parts[at] = append(parts[at], paragraph)
	}
	for head, list := range parts {
		more[head] = strings.Join(list, "\n\n")
	}
	return more[""], more
}
