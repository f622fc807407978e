package service

import (
	"reflect"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// ownPut writes the rows of a file of ours into the study.
type ownPut struct {
	*own
	standing map[string]map[string]any    // noun -> id -> row as it stands, so far as read
	ids      map[string]map[string]string // noun -> id in the file -> id in the study, where they differ
	named    map[string]map[string]string // noun -> what a row is known by -> id
	texts    map[string]*refiSource       // sources whose text stands already
}

func (o *own) put(complete bool) error {
	in := o.in
	if err := in.load(); err != nil {
		return err
	}
	w := &ownPut{own: o, standing: map[string]map[string]any{}, ids: map[string]map[string]string{}, named: map[string]map[string]string{}, texts: map[string]*refiSource{}}
	if err := w.readStanding(); err != nil {
		return err
	}
	for i := range o.rows {
		if i%1000 == 0 {
			if err := in.v.ctx.Err(); err != nil {
				return err
			}
		}
		if err := w.row(&o.rows[i]); err != nil {
			return err
		}
	}
	if complete {
		for _, f := range in.files {
			f.used = true
		}
		return nil
	}
	return w.keep()
}

// readStanding reads what the study has of the nouns in the file.
func (w *ownPut) readStanding() error {
	nouns := map[string]bool{}
	for _, r := range w.rows {
		nouns[r.noun] = true
	}
	for noun := range nouns {
		w.standing[noun], w.ids[noun], w.named[noun] = map[string]any{}, map[string]string{}, map[string]string{}
		if in := w.in; in.fresh && (noun == "excerpt" || noun == "coding") {
			continue
		}
		rows, err := w.in.tx.Rows(noun, "")
		if err != nil {
			return err
		}
		for _, row := range rows {
			w.standing[noun][idOf(row)] = row
			if key := knownBy(row); key != "" {
				w.named[noun][key] = idOf(row)
			}
		}
	}
	excerpts := make([]*crosscase.Excerpt, 0, len(w.standing["excerpt"]))
	for _, row := range w.standing["excerpt"] {
		excerpts = append(excerpts, row.(*crosscase.Excerpt))
	}
	sources, err := w.in.v.sourcesOf(excerpts)
	if err != nil {
		return err
	}
	return w.in.v.placedAll(sources, excerpts)
}

// knownBy is what people know a row by and no two rows of its noun share; "" for nouns without.
func knownBy(row any) string {
	switch r := row.(type) {
	case *crosscase.Question:
		return r.Name
	case *crosscase.Position:
		return string(r.QuestionID) + "/" + r.Name
	case *crosscase.Round:
		return r.Name
	case *crosscase.AttributeValue:
		return string(r.AttributeID) + "/" + r.OwnerID
	case *crosscase.SitePosition:
		return string(r.SiteID) + "/" + string(r.QuestionID) + "/" + string(r.Aspect)
	case *crosscase.Media:
		return string(r.SourceID) + "/" + r.Hash
	}
	scope, name := nameOf("", row)
	if name == "" {
		return ""
	}
	return scope + "/" + name
}

// row writes one row.
func (w *ownPut) row(r *ownRow) error {
	if r.noun == "study" {
		return w.study(r.row.(*crosscase.Study))
	}
	w.point(r)
	id := idOf(r.row)
	old := w.standing[r.noun][id]
	if old == nil {
		if there := w.in.aliasOf(r.noun, id); there != "" && w.standing[r.noun][there] != nil {
			old = w.standing[r.noun][there]
		} else if there := w.named[r.noun][knownBy(r.row)]; there != "" {
			old = w.standing[r.noun][there]
		}
		if old != nil {
			w.ids[r.noun][id] = idOf(old)
			setID(r.row, idOf(old))
		}
	}
	if e, ok := r.row.(*crosscase.Excerpt); ok {
		if err := w.place(e); err != nil {
			return err
		}
	}
	if src, ok := r.row.(*crosscase.Source); ok && r.of != nil {
		return w.source(r, src, old)
	}
	return w.write(r.noun, r.row, old)
}

// aliasOf is the row of a noun that has an identifier as an alias, "" for none.
func (in *refiImport) aliasOf(noun, guid string) string {
	for _, kind := range []string{"user", "code", "variable", "case", "set", "source", "transcript", "selection", "coding", "note"} {
		if a := in.aliases[[2]string{kind, guid}]; a != nil && a.Noun == noun {
			return a.Row
		}
	}
	return ""
}

// write inserts a row, or brings the one that stands to what the file says.
func (w *ownPut) write(noun string, row, old any) error {
	in := w.in
	if old == nil {
		switch r := row.(type) {
		case *crosscase.Coder:
			r.AccountID = "" // accounts are of one installation
		case *crosscase.Theme:
			r.Meaning = 0 // counts changes of the history left behind
		}
		if err := in.mayPut(noun, row); err != nil {
			return err
		}
		_, name := nameOf(noun, row)
		in.res.created(noun, name)
		if in.rows[noun] != nil {
			in.remember(noun, row)
		}
		w.standing[noun][idOf(row)] = row
		if key := knownBy(row); key != "" {
			w.named[noun][key] = idOf(row)
		}
		return in.tx.Insert(row)
	}
	next := overlay(old, row)
	same, err := sameRow(old, next)
	if err != nil || same {
		in.res.Skipped++
		return err
	}
	if err := in.mayPut(noun, old); err != nil {
		return err
	}
	if err := in.mayPut(noun, next); err != nil {
		return err
	}
	in.changed[noun]++
	w.standing[noun][idOf(next)] = next
	if in.rows[noun] != nil {
		in.remember(noun, next)
	}
	return in.tx.Update(next)
}

// stays are fields that the file does not tell of a row that stands: the order is that of the file, times that the
// history knows are cut to seconds, and the rest is of the study alone.
var stays = map[string]bool{"Ord": true, "At": true, "Revision": true, "StudyID": true, "ID": true, "Version": true, "Length": true, "Media": true, "AccountID": true, "Meaning": true, "Written": true}

// overlay is a copy of the row that stands with what the file says of it. What it says nothing of stays.
func overlay(old, row any) any {
	out := reflect.New(reflect.TypeOf(old).Elem())
	out.Elem().Set(reflect.ValueOf(old).Elem())
	from := reflect.ValueOf(row).Elem()
	for i := range from.NumField() {
		if f := from.Field(i); !stays[from.Type().Field(i).Name] && !f.IsZero() {
			out.Elem().Field(i).Set(f)
		}
	}
	return out.Interface()
}

// point turns the identifiers that a row names to those of the study, where they differ.
func (w *ownPut) point(r *ownRow) {
	at := reflect.ValueOf(r.row).Elem()
	fields := map[string]reflect.Value{}
	for i := range at.NumField() {
		column, _, _ := strings.Cut(at.Type().Field(i).Tag.Get("db"), ",")
		fields[column] = at.Field(i)
	}
	for _, ref := range store.References(r.noun) {
		ids, f := w.ids[ref.Noun], fields[ref.Field]
		if len(ids) == 0 || !f.IsValid() {
			continue
		}
		if !ref.List {
			if to := ids[f.String()]; to != "" {
				f.SetString(to)
			}
			continue
		}
		for i := range f.Len() {
			if to := ids[f.Index(i).String()]; to != "" {
				f.Index(i).SetString(to)
			}
		}
	}
	if val, ok := r.row.(*crosscase.AttributeValue); ok {
		for _, noun := range append([]string{"study"}, attributeOwners...) {
			val.OwnerID = firstOf(w.ids[noun][val.OwnerID], val.OwnerID)
		}
	}
	if m, ok := r.row.(*crosscase.Memo); ok {
		for i, a := range m.About {
			m.About[i].Key = firstOf(w.ids[a.Noun][a.Key], a.Key)
		}
	}
}

// source writes a source with its file and text.
func (w *ownPut) source(r *ownRow, src *crosscase.Source, old any) error {
	in := w.in
	rs := &refiSource{guid: r.of.GUID, s: r.of, row: src, fresh: old == nil}
	in.sources[r.of.GUID] = rs
	if f := in.files[r.of.Media.Member]; f != nil && f.staged != nil {
		src.Media = f.staged.Hash
		if src.Kind == crosscase.Recording && f.found != nil {
			src.Length = f.found.Duration
		}
	}
	if old == nil && r.body != nil {
		src.Version, src.Length = 1, int64(text.Len(r.body.Text))
	}
	if err := w.write("source", src, old); err != nil {
		return err
	}
	if old == nil && r.body != nil {
		r.body.SourceID, r.body.SiteID = src.ID, src.SiteID
		if err := in.tx.Insert(r.body); err != nil {
			return err
		}
	}
	rs.row = w.standing["source"][string(src.ID)].(*crosscase.Source)
	if old != nil && r.body != nil && rs.row.Version > 0 {
		rs.text = &refiText{body: r.body.Text, index: text.NewIndex(r.body.Text)}
		if err := in.settleText(rs); err != nil {
			return err
		}
		w.texts[string(src.ID)] = rs
	}
	var err error
	rs.media, err = in.putMedia(rs.row, r.of.Media)
	if err == nil && rs.media == nil && r.of.Media.Written != "" {
		in.lost.add("medium not supplied", in.where("source", src.Name, r.of.GUID, r.of.Line), "it is not in the file: attach it")
	}
	return err
}

// place takes an excerpt from the text as the file has it to the one in force.
func (w *ownPut) place(e *crosscase.Excerpt) error {
	rs := w.texts[string(e.SourceID)]
	if rs == nil || e.Version == 0 || e.Measure != crosscase.CodePoints {
		return nil
	}
	span, ok := rs.text.carry(text.Span{Start: int(e.Start), End: int(e.End)})
	e.Start, e.End, e.Version = int64(span.Start), int64(span.End), rs.row.Version
	if old, there := w.standing["excerpt"][string(e.ID)].(*crosscase.Excerpt); there {
		e.Text, e.Version = old.Text, old.Version // the study's words are newer
		return nil
	}
	if !ok {
		e.Lost = true
		return nil
	}
	if words, err := rs.text.index.Slice(span); err == nil && e.Kind == crosscase.Verbatim {
		e.Text = words
	}
	return nil
}

// study gives an empty study what the one in the file says of itself: all of it where the file holds all rows, else
// what nobody has said yet.
func (w *ownPut) study(s *crosscase.Study) error {
	now := w.in.v.study
	w.ids["study"] = map[string]string{string(s.ID): string(now.ID)}
	if !w.in.fresh || w.in.v.may(crosscase.ManageStudy) != nil {
		return nil
	}
	next := *now
	if s.ID != "" {
		next.Synthetic, next.Settings = s.Synthetic, s.Settings
	}
	if now.Title == now.Slug {
		next.Title = firstOf(s.Title, now.Title)
	}
	next.About = firstOf(now.About, s.About)
	same, err := sameRow(now, &next)
	if err != nil || same {
		return err
	}
	w.in.changed["study"]++
	return w.in.tx.Update(&next)
}

// keep keeps what of other programs the file gives back: links, graphs, sets and cases that are none of ours.
func (w *ownPut) keep() error {
	in, p := w.in, *w.in.p
	ours := map[string]bool{refi.DerivedGUID("set", setQuestions): true, refi.DerivedGUID("set", setPositions): true}
	for _, c := range p.Cases {
		ours[refi.DerivedGUID("site", c.GUID)] = true
		if _, known := w.siteID[c.GUID]; !known {
			in.uses = append(in.uses, &caseUse{kase: c, guid: c.GUID, CaseMapping: &CaseMapping{Name: c.Name, Kind: "case", As: asLeave}})
		}
	}
	p.Links, p.Sets = nil, nil
	for _, l := range w.p.Links {
		if refi.DerivedGUID("link", l.Name, l.Origin, l.Target) != l.GUID {
			p.Links = append(p.Links, l)
		}
	}
	for _, s := range w.p.Sets {
		if !ours[s.GUID] {
			p.Sets = append(p.Sets, s)
		}
	}
	in.p = &p
	defer func() { in.p = w.p }()
	if err := in.putKept(); err != nil {
		return err
	}
	for _, from := range sortedKeys(w.joined) {
		noun, kind := "excerpt", "selection"
		if w.standing["coding"][w.joined[from]] != nil {
			noun, kind = "coding", "coding"
		}
		if err := in.alias(noun, firstOf(w.ids[noun][w.joined[from]], w.joined[from]), kind, from); err != nil {
			return err
		}
	}
	return nil
}
