package service

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// List reads the rows of a noun that the actor may see, in the order they were made. where narrows
// them down: JSON field names of the noun to the values they must have.
func (s *Service) List(ctx context.Context, slug, noun string, where map[string]string) ([]any, error) {
	v, err := s.visitNoun(ctx, slug, noun, false)
	if err != nil {
		return nil, err
	}
	rows, err := s.store.Rows(ctx, v.study.ID, noun, "")
	if err != nil {
		return nil, err
	}
	out := []any{}
	for _, row := range rows {
		if v.seesRow(noun, row) == nil && matches(row, where) {
			out = append(out, row)
		}
	}
	return out, nil
}

// Get reads one row by id or key.
func (s *Service) Get(ctx context.Context, slug, noun, key string) (any, error) {
	v, err := s.visitNoun(ctx, slug, noun, false)
	if err != nil {
		return nil, err
	}
	return v.rowOf(noun, key)
}

// rowOf is a row that the actor may see, given by id or key.
func (v *visit) rowOf(noun, key string) (any, error) {
	id, err := v.find(noun, key, nil)
	if err != nil {
		return nil, err
	}
	rows, err := v.rows(noun, "id = $2", id)
	if err != nil {
		return nil, err
	}
	return rows[0], nil
}

// Update writes a row over the one with its id. A revision that is not 0 must be the one that stands.
func (s *Service) Update(ctx context.Context, slug, noun string, row any) (*crosscase.Change, error) {
	v, err := s.visitNoun(ctx, slug, noun, true)
	if err != nil {
		return nil, err
	}
	return v.write(v.head(noun+".update", noun, idOf(row), "change "+store.Label(row)), func(tx *store.Tx) error {
		standing, err := tx.Rows(noun, "id = $2", idOf(row))
		if err != nil {
			return err
		}
		if len(standing) == 0 {
			return crosscase.Errorf(crosscase.CodeNotFound, "there is no such %s", noun)
		}
		if err := v.seesRow(noun, standing[0]); err != nil {
			return err
		}
		keepText(standing[0], row)
		if err := v.check(tx, noun, row); err != nil {
			return err
		}
		return tx.Update(row)
	})
}

// Delete removes a row, by id or key. Rows that belong to it stand in the way unless with is set, and
// then go with it; one undo brings all of them back.
func (s *Service) Delete(ctx context.Context, slug, noun, key string, with bool) (*crosscase.Change, error) {
	v, err := s.visitNoun(ctx, slug, noun, true)
	if err != nil {
		return nil, err
	}
	if noun == "source_text" {
		return nil, checkSourceText(v, nil, nil)
	}
	id, err := v.find(noun, key, nil)
	if err != nil {
		return nil, err
	}
	return v.write(v.head(noun+".delete", noun, id, "delete "+noun), func(tx *store.Tx) error {
		return v.delete(tx, noun, id, with)
	})
}

// visitNoun lets the actor in to read or write rows of a noun.
func (s *Service) visitNoun(ctx context.Context, slug, noun string, write bool) (*visit, error) {
	need, ok := crosscase.Nouns[noun]
	if !ok {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no noun %q: use one of %s", noun, strings.Join(store.Nouns(), ", "))
	}
	v, err := s.visit(ctx, slug, need.Read)
	if err != nil {
		return nil, err
	}
	if write {
		return v, v.may(need.Write)
	}
	return v, nil
}

// write runs one recorded transaction of this visit.
func (v *visit) write(head store.Head, fn func(*store.Tx) error) (*crosscase.Change, error) {
	return v.s.store.Write(v.ctx, v.study.ID, head, fn)
}

// writeMany is write for an import of very many rows, which deletes none.
func (v *visit) writeMany(head store.Head, fn func(*store.Tx) error) (*crosscase.Change, error) {
	return v.s.store.WriteMany(v.ctx, v.study.ID, head, fn)
}

// insert checks a new row and writes it.
func (v *visit) insert(tx *store.Tx, noun string, row any) error {
	if err := v.check(tx, noun, row); err != nil {
		return err
	}
	return tx.Insert(row)
}

// check refuses a row that is wrong in itself, in its references or beside the rows that stand.
func (v *visit) check(tx *store.Tx, noun string, row any) error {
	if val, ok := row.(interface{ Validate() error }); ok {
		if err := val.Validate(); err != nil {
			return err
		}
	}
	if err := v.seesRow(noun, row); err != nil {
		return err
	}
	if err := v.checkReferences(tx, noun, row); err != nil {
		return err
	}
	if rule, ok := rules[noun]; ok {
		return rule(v, tx, row)
	}
	return nil
}

// rules are what a noun must obey beside the rows that stand; each is in the file of its noun.
var rules = map[string]func(v *visit, tx *store.Tx, row any) error{
	"post":            checkPost,
	"theme":           checkTheme,
	"question":        checkQuestion,
	"position":        checkPosition,
	"coding":          checkCoding,
	"excerpt":         checkExcerpt,
	"summary":         checkSummary,
	"dissent_answer":  checkDissentAnswer,
	"claim":           checkClaim,
	"typology":        checkTypology,
	"study":           checkStudy,
	"source_text":     checkSourceText,
	"media":           checkMedia,
	"transfer":        checkTransfer,
	"alias":           checkTransfer,
	"kept_element":    checkTransfer,
	"written_report":  checkWritten,
	"report_snapshot": checkWritten,
	"objection":       checkWritten,
}

// seesRow refuses a row out of the actor's sight. Rows of nouns that belong to no site are seen by all
// who may read the noun; rows of a site noun without a site only by those who see all.
func (v *visit) seesRow(noun string, row any) error {
	if m, ok := row.(*crosscase.MatrixView); ok {
		return v.seesView(m)
	}
	site, has := store.SiteOf(row)
	if !has {
		return nil
	}
	if a, ok := row.(*crosscase.AttributeValue); ok && a.OwnerID == string(v.study.ID) {
		return nil
	}
	return v.sees(noun, site)
}

// seesView refuses a kept view that names a site out of the actor's sight.
func (v *visit) seesView(m *crosscase.MatrixView) error {
	for _, site := range m.Sites {
		if err := v.sees("view", site); err != nil {
			return err
		}
	}
	return nil
}

// checkReferences refuses a row that names rows that are not there, that the actor may not see, or that
// belong to another site than it does.
func (v *visit) checkReferences(tx *store.Tx, noun string, row any) error {
	site, _ := store.SiteOf(row)
	for _, named := range store.NamedBy(row) {
		found, err := tx.Rows(named.Noun, "id = $2", named.ID)
		if err != nil {
			return err
		}
		if len(found) == 0 || v.seesRow(named.Noun, found[0]) != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s: %s names a %s that is not there", noun, named.Field, named.Noun)
		}
		if of, has := store.SiteOf(found[0]); has && of != "" && site != "" && of != site {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s: %s names a %s of another site", noun, named.Field, named.Noun)
		}
	}
	return nil
}

// delete removes a row and, where with is set, what belongs to it.
func (v *visit) delete(tx *store.Tx, noun, id string, with bool) error {
	standing, err := tx.Rows(noun, "id = $2", id)
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no such %s", noun)
	}
	if err := v.seesRow(noun, standing[0]); err != nil {
		return err
	}
	if noun == "study" {
		return crosscase.Errorf(crosscase.CodeInvalid, "a study is deleted with \"crosscase study delete\"")
	}
	for _, child := range store.Nouns() {
		for _, ref := range store.References(child) {
			if ref.Noun != noun {
				continue
			}
			rows, err := tx.Naming(child, ref, id)
			if err != nil {
				return err
			}
			if len(rows) == 0 {
				continue
			}
			if !with && !owned[child] {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s cannot be deleted: %d %s still refer to it; delete or change them first, or delete it with everything that belongs to it (--with-contents)",
					noun, len(rows), plural(child, len(rows)))
			}
			for _, row := range rows {
				if err := v.detach(tx, child, ref, id, row, with); err != nil {
					return err
				}
			}
		}
	}
	if noun == "site" || noun == "unit" || noun == "participant" || noun == "source" {
		values, err := store.ListTx[crosscase.AttributeValue](tx, "owner_id = $2", id)
		if err != nil {
			return err
		}
		for _, val := range values {
			if err := tx.Delete("attribute_value", string(val.ID)); err != nil && crosscase.ErrorCode(err) != crosscase.CodeNotFound {
				return err
			}
		}
	}
	return tx.Delete(noun, id)
}

// owned are nouns that have no life apart from what they belong to: they go with it without asking.
var owned = map[string]bool{
	"site_identity": true, "participant_identity": true, "source_text": true, "text_edit": true, "media": true, "pass": true, "revisit": true, "position": true, "attribute_value": true,
	"site_position": true, "dissent_answer": true, "type_decision": true, "topic": true,
}

// detach takes a deleted row out of a row that names it: from a list by shortening it, from a transcript by aligning it
// to no recording, else by deleting that row too.
func (v *visit) detach(tx *store.Tx, child string, ref store.Reference, id string, row any, with bool) error {
	if again, err := tx.Rows(child, "id = $2", idOf(row)); err != nil || len(again) == 0 {
		return err // gone already by another way
	} else {
		row = again[0]
	}
	if src, ok := row.(*crosscase.Source); ok && ref.Field == "recording_id" {
		src.RecordingID = ""
		return tx.Update(src)
	}
	if !ref.List {
		return v.delete(tx, child, idOf(row), with)
	}
	field := fieldOf(row, ref.Field)
	kept := reflect.MakeSlice(field.Type(), 0, field.Len())
	for i := range field.Len() {
		if field.Index(i).String() != id {
			kept = reflect.Append(kept, field.Index(i))
		}
	}
	if child == "coding" && kept.Len() == 0 {
		return v.delete(tx, child, idOf(row), with)
	}
	field.Set(kept)
	return tx.Update(row)
}

// matches says whether a row has the values asked for.
func matches(row any, where map[string]string) bool {
	if len(where) == 0 {
		return true
	}
	body, err := json.Marshal(row)
	if err != nil {
		return false
	}
	var fields map[string]any
	if err := json.Unmarshal(body, &fields); err != nil {
		return false
	}
	for name, want := range where {
		got := fields[name]
		if got == nil {
			got = ""
		}
		if fmt.Sprint(got) != want {
			return false
		}
	}
	return true
}

func idOf(row any) string { return reflect.ValueOf(row).Elem().FieldByName("ID").String() }

func setID(row any, id string) { reflect.ValueOf(row).Elem().FieldByName("ID").SetString(id) }

func plural(noun string, n int) string {
	noun = strings.ReplaceAll(noun, "_", " ")
	switch {
	case n == 1:
		return noun
	case strings.HasSuffix(noun, "y"):
		return noun[:len(noun)-1] + "ies"
	case strings.HasSuffix(noun, "ss"):
		return noun + "es"
	case strings.HasSuffix(noun, "s"):
		return noun
	}
	return noun + "s"
}
