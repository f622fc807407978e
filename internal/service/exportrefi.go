package service

import (
	"context"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
)

// ExchangeOptions say how a study is written for another program.
type ExchangeOptions struct {
	File     string          // base name of what is written, for the report
	Format   string          // qdpx or qdc
	Profile  ExchangeProfile // "" is the standard
	Complete bool            // put all rows of the study into the archive as well, in a file of our own
}

// ExportExchange writes a study as REFI-QDA and keeps the report of what was not carried in the history. Who is
// limited to sites gets these alone; under blind coding nobody but who manages the study gets what others coded.
func (s *Service) ExportExchange(ctx context.Context, slug string, o ExchangeOptions, w io.Writer) (*crosscase.LossReport, error) {
	v, err := s.visit(ctx, slug, crosscase.Export)
	if err != nil {
		return nil, err
	}
	for _, a := range []crosscase.Action{crosscase.ReadSources, crosscase.ReadCodings} {
		if err := v.may(a); err != nil {
			return nil, err
		}
	}
	if o.Profile == "" {
		o.Profile = refi.Standard
	}
	switch {
	case o.Format != string(refi.QDPX) && o.Format != string(refi.QDC):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "REFI-QDA is written as .qdpx (all of a study) or .qdc (its codebook), not as %q", o.Format)
	case !slices.Contains(refi.Profiles, o.Profile):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no profile %q: use %s", o.Profile, profileNames())
	case o.Complete && o.Format != string(refi.QDPX):
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "a codebook holds no complete study: write a .qdpx")
	case o.Complete && v.access.Limited():
		return nil, crosscase.Errorf(crosscase.CodeForbidden, "your membership is limited to some sites, and a complete study holds all of them")
	}
	x := newExchange(v, o)
	if err := x.build(); err != nil {
		return nil, err
	}
	written, err := refi.Write(ctx, w, x.p, x.writeOptions())
	if err != nil {
		return nil, err
	}
	report := x.report(written)
	_, err = v.write(v.head("export."+o.Format, "", "", "export for other programs"), func(tx *store.Tx) error {
		return tx.Insert(v.newTransfer(report))
	})
	return report, err
}

func profileNames() string {
	var list []string
	for _, p := range refi.Profiles {
		list = append(list, string(p))
	}
	return strings.Join(list, ", ")
}

// exchange is a study on its way to another program.
type exchange struct {
	v *visit
	o ExchangeOptions
	p *refi.Project

	*studyRows
	aliases    map[[2]string][]*crosscase.Alias // by noun and row
	guids      map[string]bool                  // of everything written
	tags       map[string]string                // name -> note
	vars       map[string]*refi.Variable        // of ours, by name
	varOrder   []string
	attrs      []refi.Variable
	attributes map[string][]refi.Value      // by owner and its id
	coders     map[string]crosscase.CoderID // by name, for who is only named
	cases      map[string]*refi.Case        // by id of the site, unit or participant
	sources    map[crosscase.SourceID]*refi.Source
	code       map[crosscase.ThemeID]*refi.Code
	marked     map[crosscase.ExcerptID]*refi.Selection
	coding     map[string]*refi.Coding
	times      map[int64]int64 // change -> when
	turns      int64           // of excerpts of recordings
	heard      map[crosscase.ParticipantID][]held

	mapped, lost *exchangeLines
}

func newExchange(v *visit, o ExchangeOptions) *exchange {
	return &exchange{
		v: v, o: o, p: &refi.Project{Name: v.study.Title, Description: v.study.About, Origin: refiOrigin},
		aliases: map[[2]string][]*crosscase.Alias{}, guids: map[string]bool{}, tags: map[string]string{}, vars: map[string]*refi.Variable{},
		coders: map[string]crosscase.CoderID{}, cases: map[string]*refi.Case{}, sources: map[crosscase.SourceID]*refi.Source{},
		code: map[crosscase.ThemeID]*refi.Code{}, marked: map[crosscase.ExcerptID]*refi.Selection{}, coding: map[string]*refi.Coding{},
		mapped: &exchangeLines{}, lost: &exchangeLines{},
	}
}

// build makes the project, in the order in which its parts refer to one another.
func (x *exchange) build() error {
	var err error
	if x.studyRows, err = x.v.studyRows(); err != nil {
		return err
	}
	if err := x.readAliases(); err != nil {
		return err
	}
	x.putUsers()
	x.putCodes()
	x.putAttributes()
	if x.o.Format == string(refi.QDC) {
		x.loseForCodebook()
		return nil
	}
	for _, step := range []func() error{x.readTimes, x.putSources, x.putExcerpts, x.putCases, x.putPositions, x.putMemos, x.putSilences, x.putKept} {
		if err := x.v.ctx.Err(); err != nil {
			return err
		}
		if err := step(); err != nil {
			return err
		}
	}
	for _, name := range x.varOrder {
		x.p.Variables = append(x.p.Variables, *x.vars[name])
	}
	x.p.Variables = append(x.p.Variables, x.attrs...)
	return x.loseRest()
}

func (x *exchange) writeOptions() refi.WriteOptions {
	o := refi.WriteOptions{Container: refi.Container(x.o.Format), Profile: x.o.Profile}
	if library, err := x.v.s.library(); err == nil {
		o.Open = func(hash string) (io.ReadCloser, error) { return library.Content.Open(hash) }
	}
	if x.o.Complete {
		o.Extra = []refi.ExtraFile{{Name: completeEntry, Write: x.writeComplete}}
	}
	return o
}

// readAliases reads other programs' names for our rows.
func (x *exchange) readAliases() error {
	rows, err := store.List[crosscase.Alias](x.v.ctx, x.v.s.store, x.v.study.ID, "")
	for _, a := range rows {
		key := [2]string{a.Noun, a.Row}
		x.aliases[key] = append(x.aliases[key], a)
	}
	return err
}

// names are the identifiers of a row as things of a kind: its id, unless that was derived for want of a better one,
// and every other that the files it came from had for it.
func (x *exchange) names(noun, id, kind string) []string {
	var list []string
	for _, a := range x.aliases[[2]string{noun, id}] {
		if a.Kind == kind && refi.IsGUID(a.GUID) {
			list = append(list, a.GUID)
		}
	}
	if len(list) == 0 || !derived(id) {
		list = append([]string{id}, list...)
	}
	return list
}

// guid is the first of names.
func (x *exchange) guid(noun, id, kind string) string {
	if id == "" {
		return ""
	}
	return x.names(noun, id, kind)[0]
}

// derived says whether an id is of the kind that is computed from other facts: UUID version 5.
func derived(id string) bool { return len(id) == 36 && id[14] == '5' }

// putUsers makes a user of each coder who is seen to have coded.
func (x *exchange) putUsers() {
	for _, c := range x.coderRows {
		x.p.Users = append(x.p.Users, refi.User{GUID: x.guid("coder", string(c.ID), "user"), Name: c.Name})
		x.coders[c.Name] = c.ID
	}
}

// user is the user that a coder is.
func (x *exchange) user(id crosscase.CoderID) string { return x.guid("coder", string(id), "user") }

// author is the user of a name, who need not be a coder.
func (x *exchange) author(name string) string {
	if name == "" {
		return ""
	}
	if id, ok := x.coders[name]; ok {
		return x.user(id)
	}
	guid := refi.DerivedGUID("author", name)
	if !x.guids[guid] {
		x.guids[guid] = true
		x.p.Users = append(x.p.Users, refi.User{GUID: guid, Name: name})
	}
	return guid
}

// tag is the note that says something of many things.
func (x *exchange) tag(name, value string) string {
	if value == "" {
		return ""
	}
	name += ": " + value
	if guid := x.tags[name]; guid != "" {
		return guid
	}
	guid := refi.DerivedGUID("tag", name)
	x.tags[name] = guid
	x.note(guid, name, name, refi.Stamp{})
	return guid
}

// tagged is refs with the tags that say something.
func tagged(refs []string, tags ...string) []string {
	for _, t := range tags {
		if t != "" {
			refs = append(refs, t)
		}
	}
	return refs
}

func (x *exchange) note(guid, name, text string, created refi.Stamp) *refi.Source {
	n := &refi.Source{Kind: refi.Note, GUID: guid, Name: name, Plain: &refi.Content{GUID: guid, Found: true, Text: text}, Created: created}
	x.p.Notes = append(x.p.Notes, n)
	return n
}

// value is a value of a variable of ours, which is made with the first.
func (x *exchange) value(variable, kind, text string) []refi.Value {
	if text == "" {
		return nil
	}
	v := x.vars[variable]
	if v == nil {
		v = &refi.Variable{GUID: refi.DerivedGUID("variable", variable), Name: variable, Type: kind}
		x.vars[variable] = v
		x.varOrder = append(x.varOrder, variable)
	}
	return []refi.Value{{Variable: v.GUID, Type: kind, Text: text}}
}

func (x *exchange) link(name, from, to string) {
	x.p.Links = append(x.p.Links, refi.Link{GUID: refi.DerivedGUID("link", name, from, to), Name: name, Direction: "OneWay", Origin: from, Target: to})
}

// openMedium says whether the file of a medium is there, and how long it is.
func (x *exchange) openMedium(hash string) (int64, bool) {
	library, err := x.v.s.library()
	if err != nil {
		return 0, false
	}
	info, err := os.Stat(library.Content.Path(hash))
	if err != nil {
		return 0, false
	}
	return info.Size(), true
}

// report says what was written and what was not.
func (x *exchange) report(written *refi.Written) *crosscase.LossReport {
	for _, l := range written.Lost {
		x.lost.add("element", 1, l.Where, l.What)
	}
	c := written.Counts
	return &crosscase.LossReport{
		File: x.o.File, Format: x.o.Format, Direction: crosscase.TransferOut, Origin: refiOrigin, Profile: string(x.o.Profile), In: maps.Clone(x.counts),
		Out: nonZero(map[string]int64{
			"users": int64(c.Users), "codes": int64(c.Codes), "text sources": int64(c.Sources.Text), "pdf sources": int64(c.Sources.PDF),
			"picture sources": int64(c.Sources.Picture), "audio sources": int64(c.Sources.Audio), "video sources": int64(c.Sources.Video),
			"selections": int64(c.Selections), "codings": int64(c.Codings), "notes": int64(c.Notes), "cases": int64(c.Cases),
			"variables": int64(c.Variables), "sets": int64(c.Sets), "links": int64(c.Links), "graphs": int64(c.Graphs),
		}),
		Mapped: x.mapped.list, NotCarried: x.lost.list,
	}
}

func nonZero(counts map[string]int64) map[string]int64 {
	maps.DeleteFunc(counts, func(_ string, n int64) bool { return n == 0 })
	return counts
}

// ExchangeProfile is for which program a file is written.
type ExchangeProfile = refi.Profile
