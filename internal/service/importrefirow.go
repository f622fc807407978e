package service

import (
	"bytes"
	"encoding/json"
	"reflect"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
)

// refiNouns are read whole before an import; there are few rows of each. Excerpts and codings are read source by source.
var refiNouns = []string{"site", "unit", "participant", "interview", "coder", "meta_theme", "theme", "source", "media", "attribute", "attribute_value", "memo", "kept_element"}

// load reads what stands in the study.
func (in *refiImport) load() error {
	for _, noun := range refiNouns {
		rows, err := in.tx.Rows(noun, "")
		if err != nil {
			return err
		}
		in.rows[noun] = make(map[string]any, len(rows))
		for _, row := range rows {
			in.remember(noun, row)
		}
	}
	err := each(in.tx, func(a *crosscase.Alias) { in.aliases[[2]string{a.Kind, a.GUID}] = a })
	if err != nil {
		return err
	}
	n, err := in.v.s.store.Count(in.v.ctx, in.v.study.ID, "excerpt", "")
	in.fresh = n == 0
	return err
}

// remember notes a row as it stands, and its name.
func (in *refiImport) remember(noun string, row any) {
	if old := in.rows[noun][idOf(row)]; old != nil {
		if scope, name := nameOf(noun, old); in.names[scope][name] == idOf(row) {
			delete(in.names[scope], name)
		}
	}
	in.rows[noun][idOf(row)] = row
	if scope, name := nameOf(noun, row); scope != "" {
		if in.names[scope] == nil {
			in.names[scope] = map[string]string{}
		}
		in.names[scope][name] = idOf(row)
	}
}

// nameOf is a row's name and what it is unique in; "" for nouns without.
func nameOf(noun string, row any) (scope, name string) {
	switch r := row.(type) {
	case *crosscase.Site:
		return noun, r.Letter
	case *crosscase.Unit:
		return noun + "/" + string(r.SiteID), r.Name
	case *crosscase.Participant:
		return noun + "/" + string(r.SiteID), r.Pseudonym
	case *crosscase.Interview:
		return noun, r.Name
	case *crosscase.Coder:
		return noun, r.Name
	case *crosscase.MetaTheme:
		return noun, r.Name
	case *crosscase.Theme:
		return noun, r.Name
	case *crosscase.Source:
		return noun, r.Name
	case *crosscase.Attribute:
		return noun + "/" + r.Owner, r.Name
	}
	return "", ""
}

// stands is a copy of the row of a noun, to be altered and put; nil where there is none.
func stands[T any](in *refiImport, noun, id string) *T {
	row, ok := in.rows[noun][id].(*T)
	if !ok {
		return nil
	}
	c := *row
	return &c
}

// known finds the row that an element was before, by identifier.
func (in *refiImport) known(noun, kind, guid string) (id string, ok bool) {
	if a := in.aliases[[2]string{kind, guid}]; a != nil && guid != "" && a.Noun == noun && in.rows[noun][a.Row] != nil {
		return a.Row, in.claim(noun, a.Row, kind, guid)
	}
	if refi.IsGUID(guid) && in.rows[noun][guid] != nil && in.claim(noun, guid, kind, guid) {
		return guid, true
	}
	return "", false
}

// claim says that a row is an element; false where it is another already.
func (in *refiImport) claim(noun, id, kind, guid string) bool {
	if in.claimed[noun] == nil {
		in.claimed[noun] = map[string]string{}
	}
	by, ok := in.claimed[noun][id]
	if !ok {
		in.claimed[noun][id] = kind + " " + guid
	}
	return !ok || by == kind+" "+guid
}

// newRow is the id of a new row for an element: its identifier where that can be, else one derived from it.
func (in *refiImport) newRow(noun, kind, guid string, facts ...string) string {
	if refi.IsGUID(guid) && in.rows[noun][guid] == nil && in.claim(noun, guid, kind, guid) {
		return guid
	}
	id := refi.DerivedGUID(append([]string{noun, kind, guid}, facts...)...)
	in.claim(noun, id, kind, guid)
	return id
}

// alias keeps an identifier that is not the id of the row it stands for.
func (in *refiImport) alias(noun, row, kind, guid string) error {
	if guid == "" || guid == row {
		return nil
	}
	key := [2]string{kind, guid}
	if a := in.aliases[key]; a != nil {
		if a.Noun == noun && a.Row == row {
			return nil
		}
		next := *a
		next.Noun, next.Row, next.Revision = noun, row, 0
		in.aliases[key] = &next
		return in.tx.Update(&next)
	}
	a := &crosscase.Alias{ID: crosscase.RowID(refi.DerivedGUID("alias", kind, guid)), Noun: noun, Row: row, Kind: kind, GUID: guid}
	in.aliases[key] = a
	return in.tx.Insert(a)
}

// put writes a row where it is new or differs from the one that stands. Names in the result are of new rows.
func (in *refiImport) put(noun string, row any) error {
	id := idOf(row)
	old := in.rows[noun][id]
	if old == nil {
		if err := in.mayPut(noun, row); err != nil {
			return err
		}
		_, name := nameOf(noun, row)
		in.res.created(noun, name)
		if in.rows[noun] != nil {
			in.remember(noun, row)
		}
		return in.tx.Insert(row)
	}
	same, err := sameRow(old, row)
	if err != nil || same {
		in.res.Skipped++
		return err
	}
	if err := in.mayPut(noun, old); err != nil {
		return err
	}
	if err := in.mayPut(noun, row); err != nil {
		return err
	}
	in.changed[noun]++
	in.remember(noun, row)
	reflect.ValueOf(row).Elem().FieldByName("Revision").SetInt(0)
	return in.tx.Update(row)
}

// mayPut asks for the right to write a noun, and refuses a row that is wrong or out of sight.
func (in *refiImport) mayPut(noun string, row any) error {
	if !in.allowed[noun] {
		if err := in.v.may(crosscase.Nouns[noun].Write); err != nil {
			return err
		}
		in.allowed[noun] = true
	}
	if site, has := store.SiteOf(row); has && in.v.access.Limited() && !in.v.access.Sees(site) {
		return crosscase.Errorf(crosscase.CodeForbidden, "your membership is limited to some sites, and %s is of none of them: say which of the cases is your site", store.Label(row))
	}
	if val, ok := row.(interface{ Validate() error }); ok {
		return val.Validate()
	}
	return nil
}

// sameRow says whether two rows are the same but for their revision.
func sameRow(a, b any) (bool, error) {
	rev := reflect.ValueOf(b).Elem().FieldByName("Revision")
	rev.SetInt(reflect.ValueOf(a).Elem().FieldByName("Revision").Int())
	x, err := json.Marshal(a)
	if err != nil {
		return false, err
	}
	y, err := json.Marshal(b)
	return bytes.Equal(x, y), err
}

// vacant picks, of names in the order they are wanted, the first that is free, or that a row of the study has which
// is no element of the file yet: that row is then the element's. of is the id of the row that the element is already.
func (in *refiImport) vacant(noun, scope, of string, wanted ...string) (name, id string) {
	return in.vacantOf(noun, scope, of, func(string) bool { return true }, wanted...)
}

// vacantOf is vacant where only a row that fits may be the element's.
func (in *refiImport) vacantOf(noun, scope, of string, fits func(id string) bool, wanted ...string) (name, id string) {
	last := wanted[len(wanted)-1]
	for n := 2; ; n++ {
		for _, name := range wanted {
			name = cutName(name)
			holder := in.names[scope][name]
			if holder == "" || holder == of {
				return name, of
			}
			if of == "" && in.claimed[noun][holder] == "" && fits(holder) {
				return name, holder
			}
		}
		wanted = []string{last + " (" + itoa(n) + ")"}
	}
}
