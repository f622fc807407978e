package service

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// Record is one row of any noun as a person writes it: fields by their JSON names, and what it
// belongs to by key instead of id: {"site": "A", "title": "Medical Director", "level": 1}.
type Record map[string]any

// CreateRecord adds a row given as a record and returns it.
func (s *Service) CreateRecord(ctx context.Context, slug, noun string, rec Record) (any, error) {
	v, err := s.visitNoun(ctx, slug, noun, true)
	if err != nil {
		return nil, err
	}
	body := takeText(noun, rec)
	row, err := v.row(noun, rec, nil)
	if err != nil {
		return nil, err
	}
	setID(row, s.newID())
	_, err = v.write(v.head(noun+".create", noun, idOf(row), "add "+store.Label(row)), func(tx *store.Tx) error {
		return v.insertWithText(tx, noun, row, body)
	})
	return row, err
}

// UpdateRecord changes the named fields of a row, given by id or key, and returns it.
func (s *Service) UpdateRecord(ctx context.Context, slug, noun, key string, rec Record) (any, error) {
	v, err := s.visitNoun(ctx, slug, noun, true)
	if err != nil {
		return nil, err
	}
	standing, err := v.rowOf(noun, key)
	if err != nil {
		return nil, err
	}
	row, err := v.row(noun, rec, standing)
	if err != nil {
		return nil, err
	}
	_, err = s.Update(ctx, slug, noun, row)
	return row, err
}

// row lays a record over a standing row, or over a new one with its defaults.
func (v *visit) row(noun string, rec Record, over any) (any, error) {
	fields, err := v.resolve(noun, rec)
	if err != nil {
		return nil, err
	}
	row := over
	if row == nil {
		row = defaults(noun)
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return nil, err
	}
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.DisallowUnknownFields()
	if err := dec.Decode(row); err != nil {
		return nil, fieldError(noun, err)
	}
	return row, nil
}

func fieldError(noun string, err error) error {
	var wrong *json.UnmarshalTypeError
	if errors.As(err, &wrong) {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: %s is a %s; give it a %s", noun, wrong.Field, wrong.Value, wrong.Type)
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "%s: %s", noun, strings.TrimPrefix(err.Error(), "json: "))
}

// defaults is a new row with what the noun takes where nothing is said.
func defaults(noun string) any {
	row := store.New(noun)
	switch r := row.(type) {
	case *crosscase.Source:
		r.Kind = crosscase.Document
	case *crosscase.Excerpt:
		r.Kind, r.Measure = crosscase.Verbatim, crosscase.CodePoints
	case *crosscase.Question:
		r.Type = crosscase.Nominal
	case *crosscase.Coding:
		r.Aspect = crosscase.Opinion
	case *crosscase.Silence:
		r.Aspect = crosscase.Opinion
	case *crosscase.SitePosition:
		r.Aspect = crosscase.Opinion
	case *crosscase.Memo:
		r.Kind = crosscase.MemoNote
	case *crosscase.Summary:
		r.Status = crosscase.ChartDraft
	case *crosscase.DissentAnswer:
		r.Aspect = crosscase.Opinion
	case *crosscase.Attribute:
		r.Owner, r.Type = "site", "text"
	case *crosscase.Claim:
		r.Section, r.Subject, r.State, r.Quantifier = crosscase.SectionFindings, "sites", crosscase.ClaimAsserted, crosscase.All
	}
	return row
}

// resolve turns the keys of a record into ids.
func (v *visit) resolve(noun string, rec Record) (Record, error) {
	out := Record{}
	for k, val := range rec {
		out[k] = val
	}
	if err := v.resolveOwner(noun, out); err != nil {
		return nil, err
	}
	if noun == "claim" {
		if err := takeForm(out); err != nil {
			return nil, err
		}
	}
	near := map[string]string{}
	for _, ref := range store.References(noun) { // sites come first in each list of references, questions before positions
		name := strings.TrimSuffix(ref.Field, "_id")
		val, given := out[name]
		if !given || name != ref.Field && ref.List {
			continue
		}
		if name != ref.Field {
			delete(out, name)
		}
		narrowed := map[string]string{}
		switch ref.Noun {
		case "unit", "participant", "post":
			if near["site"] != "" {
				narrowed["site_id"] = near["site"]
			}
		case "position":
			if near["question"] != "" {
				narrowed["question_id"] = near["question"]
			}
		case "attribute":
			if near["owner"] != "" {
				narrowed["owner"] = near["owner"]
			} else if o, ok := rec["owner"].(string); ok {
				narrowed["owner"] = o
			}
		}
		if ref.List {
			ids, err := v.findAll(ref.Noun, val, narrowed)
			if err != nil {
				return nil, err
			}
			out[ref.Field] = ids
			continue
		}
		key := fmt.Sprint(val)
		if val == nil || key == "" {
			out[ref.Field] = ""
			continue
		}
		id, err := v.find(ref.Noun, key, narrowed)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", noun, err)
		}
		out[ref.Field] = id
		near[ref.Noun] = id
	}
	return out, nil
}

func (v *visit) findAll(noun string, val any, near map[string]string) ([]string, error) {
	var keys []string
	switch list := val.(type) {
	case string:
		for _, k := range strings.Split(list, "|") {
			if k = strings.TrimSpace(k); k != "" {
				keys = append(keys, k)
			}
		}
	case []any:
		for _, k := range list {
			keys = append(keys, fmt.Sprint(k))
		}
	case []string:
		keys = list
	}
	ids := []string{}
	for _, k := range keys {
		id, err := v.find(noun, k, near)
		if err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, nil
}

// resolveOwner finds whose value an attribute value is: {"owner": "study"} or {"owner": "site", "site": "A"}.
func (v *visit) resolveOwner(noun string, rec Record) error {
	if noun == "member" {
		if login, ok := rec["account"].(string); ok {
			a, err := v.s.store.AccountByLogin(v.ctx, login)
			if err != nil {
				return err
			}
			delete(rec, "account")
			rec["account_id"] = string(a.ID)
		}
		return nil
	}
	if noun != "attribute_value" || rec["owner_id"] != nil {
		return nil
	}
	owner, _ := rec["owner"].(string)
	delete(rec, "owner")
	if owner == "study" {
		rec["owner_id"] = string(v.study.ID)
		return nil
	}
	near := map[string]string{}
	if site, ok := rec["site"]; ok {
		id, err := v.find("site", fmt.Sprint(site), nil)
		if err != nil {
			return err
		}
		near["site_id"] = id
		rec["site_id"] = id
		delete(rec, "site")
		if owner == "" || owner == "site" {
			rec["owner_id"] = id
			return nil
		}
	}
	key, ok := rec[owner]
	if !ok {
		return crosscase.Errorf(crosscase.CodeInvalid, "an attribute value needs its owner: \"owner\": \"study\", or \"site\", \"unit\" or \"participant\" and the key of one")
	}
	id, err := v.find(owner, fmt.Sprint(key), near)
	if err != nil {
		return err
	}
	delete(rec, owner)
	rec["owner_id"] = id
	return nil
}

// takeText takes the text of a new source out of its record; "" where there is none.
func takeText(noun string, rec Record) string {
	if noun != "source" {
		return ""
	}
	body, _ := rec["text"].(string)
	delete(rec, "text")
	return body
}

// insertWithText checks and writes a row and, for a source, its first text.
func (v *visit) insertWithText(tx *store.Tx, noun string, row any, body string) error {
	src, ok := row.(*crosscase.Source)
	if ok {
		src.Version = 0
	}
	if !ok || body == "" {
		return v.insert(tx, noun, row)
	}
	return v.insertSource(tx, src, &crosscase.SourceText{Text: text.Normalize(body)})
}

// insertSource writes a source with its first text.
func (v *visit) insertSource(tx *store.Tx, src *crosscase.Source, body *crosscase.SourceText) error {
	if strings.ContainsRune(body.Text, 0) {
		return crosscase.Errorf(crosscase.CodeInvalid, "source %q: the text has a NUL character in it; it is not text", src.Name)
	}
	src.Version, src.Length = 1, int64(text.Len(body.Text))
	if err := v.insert(tx, "source", src); err != nil {
		return err
	}
	body.ID, body.SourceID, body.SiteID, body.Version = crosscase.SourceTextID(v.s.newID()), src.ID, src.SiteID, 1
	return tx.Insert(body)
}
