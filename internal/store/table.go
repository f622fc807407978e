package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/crosscase/crosscase"
)

// table maps one struct of the root package to one SQL table by its db tags:
// "name", "name,null" ("" is stored as NULL) or "name,json" (stored as JSON text).
type table struct {
	name    string // of the table, and the noun
	typ     reflect.Type
	cols    []column
	id      int // field index of the id
	rev     int // field index of the revision
	study   int // field index of study_id; the id itself for a study
	site    int // field index of site_id, -1 where rows belong to no site
	refs    []ref
	listed  string // "a, b, c"
	insertQ string
	updateQ string
	deleteQ string
}

type column struct {
	name       string
	field      int
	null, json bool
	kind       reflect.Kind
}

// ref is a column that names a row of another table.
type ref struct {
	column string
	to     string
	json   bool // a list of ids in JSON text
}

func newTable(name string, zero any, refs ...ref) *table {
	t := &table{name: name, typ: reflect.TypeOf(zero), site: -1, id: -1, rev: -1, study: -1, refs: refs}
	var names, marks, sets []string
	for i := range t.typ.NumField() {
		tag := t.typ.Field(i).Tag.Get("db")
		if tag == "" {
			continue
		}
		col, opt, _ := strings.Cut(tag, ",")
		c := column{name: col, field: i, null: opt == "null", json: opt == "json", kind: t.typ.Field(i).Type.Kind()}
		switch col {
		case "id":
			t.id = i
		case "revision":
			t.rev = i
		case "study_id":
			t.study = i
		case "site_id":
			t.site = i
		}
		t.cols = append(t.cols, c)
		names = append(names, col)
		marks = append(marks, fmt.Sprintf("$%d", len(t.cols)))
		sets = append(sets, fmt.Sprintf("%s = $%d", col, len(t.cols)))
	}
	if t.study < 0 {
		t.study = t.id
	}
	n := len(t.cols)
	t.listed = strings.Join(names, ", ")
	t.insertQ = fmt.Sprintf("INSERT INTO %s (%s) VALUES (%s)", name, t.listed, strings.Join(marks, ", "))
	where := fmt.Sprintf(" WHERE study_id = $%d AND id = $%d", n+1, n+2)
	if name == "study" {
		where = fmt.Sprintf(" WHERE id = $%d AND id = $%d", n+1, n+2)
	}
	t.updateQ = "UPDATE " + name + " SET " + strings.Join(sets, ", ") + where
	t.deleteQ = "DELETE FROM " + name + " WHERE study_id = $1 AND id = $2"
	if name == "study" {
		t.deleteQ = "DELETE FROM study WHERE id = $1 AND id = $2"
	}
	return t
}

// args are the values of a row in the order of the columns.
func (t *table) args(v reflect.Value, extra ...any) ([]any, error) {
	out := make([]any, 0, len(t.cols)+len(extra))
	for _, c := range t.cols {
		f := v.Field(c.field)
		switch {
		case c.json:
			if (f.Kind() == reflect.Slice || f.Kind() == reflect.Map) && f.Len() == 0 {
				out = append(out, "[]")
				continue
			}
			b, err := json.Marshal(f.Interface())
			if err != nil {
				return nil, fmt.Errorf("%s.%s: %w", t.name, c.name, err)
			}
			out = append(out, string(b))
		case c.kind == reflect.String:
			if s := f.String(); c.null && s == "" {
				out = append(out, nil)
			} else {
				out = append(out, s)
			}
		case c.kind == reflect.Pointer:
			if f.IsNil() {
				out = append(out, nil)
			} else {
				out = append(out, f.Elem().Interface())
			}
		case c.kind == reflect.Int64:
			out = append(out, f.Int())
		case c.kind == reflect.Float64:
			out = append(out, f.Float())
		case c.kind == reflect.Bool:
			out = append(out, f.Bool())
		default:
			return nil, fmt.Errorf("%s.%s: a field of kind %s has no column", t.name, c.name, c.kind)
		}
	}
	return append(out, extra...), nil
}

// scan reads the row that rows stands on.
func (t *table) scan(rows *sql.Rows) (reflect.Value, error) {
	p := reflect.New(t.typ)
	v := p.Elem()
	dest := make([]any, len(t.cols))
	for i, c := range t.cols {
		switch {
		case c.json, c.null:
			dest[i] = new(sql.NullString)
		case c.kind == reflect.String:
			dest[i] = new(string)
		case c.kind == reflect.Pointer:
			dest[i] = new(sql.NullFloat64)
		default:
			dest[i] = v.Field(c.field).Addr().Interface()
		}
	}
	if err := rows.Scan(dest...); err != nil {
		return p, fmt.Errorf("read %s: %w", t.name, err)
	}
	for i, c := range t.cols {
		f := v.Field(c.field)
		switch d := dest[i].(type) {
		case *sql.NullString:
			if !c.json {
				f.SetString(d.String)
				break
			}
			if d.String == "" || d.String == "[]" || d.String == "null" {
				break
			}
			if err := json.Unmarshal([]byte(d.String), f.Addr().Interface()); err != nil {
				return p, fmt.Errorf("read %s.%s: %w", t.name, c.name, err)
			}
		case *string:
			if f.Kind() == reflect.String {
				f.SetString(*d)
			}
		case *sql.NullFloat64:
			if d.Valid {
				f.Set(reflect.ValueOf(&d.Float64))
			}
		}
	}
	return p, nil
}

// decode makes a row of its JSON in a change.
func (t *table) decode(study crosscase.StudyID, body json.RawMessage) (reflect.Value, error) {
	p := reflect.New(t.typ)
	if err := json.Unmarshal(body, p.Interface()); err != nil {
		return p, fmt.Errorf("read %s of a change: %w", t.name, err)
	}
	p.Elem().Field(t.study).SetString(string(study))
	return p, nil
}

func (t *table) idOf(v reflect.Value) string { return v.Field(t.id).String() }

// studyColumn is the column that says which study a row belongs to.
func (t *table) studyColumn() string {
	if t.name == "study" {
		return "id"
	}
	return "study_id"
}

func (s *Store) list(ctx context.Context, q queryer, t *table, study crosscase.StudyID, where string, args ...any) ([]reflect.Value, error) {
	text := "SELECT " + t.listed + " FROM " + t.name + " WHERE " + t.studyColumn() + " = $1"
	if where != "" {
		text += " AND " + where
	}
	rows, err := s.query(ctx, q, text+" ORDER BY id", append([]any{string(study)}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", t.name, err)
	}
	defer rows.Close()
	var out []reflect.Value
	for rows.Next() {
		v, err := t.scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}
