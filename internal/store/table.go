package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
)

// table maps one struct of the root package to one SQL table by its db tags:
// "name", "name,null" ("" is stored as NULL) or "name,json" (stored as JSON text).
type table struct {
	name    string // of the table, and the noun
	typ     reflect.Type
	cols    []column
	place   int // in tables
	id      int // field index of the id
	rev     int // field index of the revision
	study   int // field index of study_id; the id itself for a study
	site    int // field index of site_id, -1 where rows belong to no site
	refs    []ref
	shared  []int  // fields that a copy of the struct shares: slices and pointers
	flat    bool   // clone copies a row whole
	listed  string // "a, b, c"
	getQ    string
	insertQ string
	bulkQ   string // inserts bulkRows rows; the dialect says how it begins
	updateQ string // takes the arguments of insertQ
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
	json   bool   // a list of ids in JSON text
	field  int    // index of the field
	table  *table // that to names
}

func newTable(name string, zero any, refs ...ref) *table {
	t := &table{name: name, typ: reflect.TypeOf(zero), site: -1, id: -1, rev: -1, study: -1, refs: refs, flat: true}
	var names, sets []string
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
		// The key is never set: SQLite would look for rows that refer to it, and most columns that refer have no index.
		if col != "id" && col != "study_id" {
			sets = append(sets, fmt.Sprintf("%s = $%d", col, len(t.cols)))
		}
		if typ := t.typ.Field(i).Type; c.kind == reflect.Slice || c.kind == reflect.Pointer {
			t.shared = append(t.shared, i)
			t.flat = t.flat && !deep(typ.Elem())
		} else {
			t.flat = t.flat && !deep(typ)
		}
	}
	if t.study < 0 {
		t.study = t.id
	}
	t.listed = strings.Join(names, ", ")
	t.insertQ = "INSERT INTO " + t.insertMany(1)
	t.bulkQ = t.insertMany(bulkRows)
	key := func(study, id int) string {
		return fmt.Sprintf(" WHERE %s = $%d AND id = $%d", t.studyColumn(), study, id)
	}
	t.getQ = "SELECT " + t.listed + " FROM " + name + key(1, 2)
	t.deleteQ = "DELETE FROM " + name + key(1, 2)
	place := func(field int) int {
		return 1 + slices.IndexFunc(t.cols, func(c column) bool { return c.field == field })
	}
	t.updateQ = "UPDATE " + name + " SET " + strings.Join(sets, ", ") + key(place(t.study), place(t.id))
	for i := range t.refs {
		for _, c := range t.cols {
			if c.name == t.refs[i].column {
				t.refs[i].field = c.field
			}
		}
	}
	return t
}

// settle brings a row to the form in which it is read back, so that what the history says of it and what
// stands are the same: an empty list is nil, and there is no negative zero. It refuses what a database
// could not keep as it is: text with a NUL or that is no UTF-8, and numbers that are none.
func (t *table) settle(v reflect.Value) error {
	for i := range t.cols {
		c := &t.cols[i]
		f := v.Field(c.field)
		switch {
		case c.json:
			if f.Kind() == reflect.Slice && f.Len() == 0 && !f.IsNil() {
				f.SetZero()
			}
		case c.kind == reflect.String:
			if s := f.String(); strings.IndexByte(s, 0) >= 0 || !utf8.ValidString(s) {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s: field %s holds a NUL character or is no UTF-8 text", t.name, c.name)
			}
		case c.kind == reflect.Pointer && !f.IsNil():
			x := f.Elem().Float()
			if x == 0 && math.Signbit(x) {
				f.Set(reflect.ValueOf(new(float64)))
			}
			if err := t.finite(c, x); err != nil {
				return err
			}
		case c.kind == reflect.Float64:
			x := f.Float()
			if x == 0 {
				f.SetFloat(0)
			}
			if err := t.finite(c, x); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *table) finite(c *column, x float64) error {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s: field %s is no finite number", t.name, c.name)
	}
	return nil
}

// args puts the values of a row into out, in the order of the columns. Values that are the same in prev,
// the row before or nil, are taken from there: in bulk most are, and making one costs memory.
func (t *table) args(v reflect.Value, out, prev []any) error {
	if prev == nil {
		prev = out
	}
	for i := range t.cols {
		c := &t.cols[i]
		f := v.Field(c.field)
		switch {
		case c.json:
			if f.Kind() == reflect.Slice && f.Len() == 0 {
				out[i] = "[]"
				continue
			}
			b, err := json.Marshal(f.Interface())
			if err != nil {
				return fmt.Errorf("%s.%s: %w", t.name, c.name, err)
			}
			// JSON writes a NUL as \u0000, which would come back as one.
			if bytes.Contains(b, []byte(`\u0000`)) {
				return crosscase.Errorf(crosscase.CodeInvalid, "%s: field %s holds a NUL character", t.name, c.name)
			}
			out[i] = string(b)
		case c.kind == reflect.String:
			s := f.String()
			if c.null && s == "" {
				out[i] = nil
			} else if old, ok := prev[i].(string); ok && old == s {
				out[i] = prev[i]
			} else {
				out[i] = s
			}
		case c.kind == reflect.Pointer:
			if f.IsNil() {
				out[i] = nil
			} else {
				out[i] = f.Elem().Float()
			}
		case c.kind == reflect.Int64:
			if old, ok := prev[i].(int64); ok && old == f.Int() {
				out[i] = prev[i]
			} else {
				out[i] = f.Int()
			}
		case c.kind == reflect.Float64:
			out[i] = f.Float()
		case c.kind == reflect.Bool:
			out[i] = f.Bool()
		default:
			return fmt.Errorf("%s.%s: a field of kind %s has no column", t.name, c.name, c.kind)
		}
	}
	return nil
}

// scanner reads rows of a table, each into a struct of its own.
type scanner struct {
	t     *table
	study crosscase.StudyID // "" where rows of several studies are read
	dest  []any
}

func (t *table) scanner(study crosscase.StudyID) *scanner {
	sc := &scanner{t: t, study: study, dest: make([]any, len(t.cols))}
	for i, c := range t.cols {
		switch {
		case c.null:
			sc.dest[i] = new(sql.NullString)
		case c.json, c.kind == reflect.String:
			sc.dest[i] = new(string)
		case c.kind == reflect.Pointer:
			sc.dest[i] = new(sql.NullFloat64)
		case c.kind == reflect.Int64:
			sc.dest[i] = new(int64)
		case c.kind == reflect.Float64:
			sc.dest[i] = new(float64)
		case c.kind == reflect.Bool:
			sc.dest[i] = new(bool)
		}
	}
	return sc
}

// scan reads the row that rows stands on.
func (sc *scanner) scan(rows *sql.Rows) (reflect.Value, error) {
	t := sc.t
	p := reflect.New(t.typ)
	v := p.Elem()
	if err := rows.Scan(sc.dest...); err != nil {
		return p, fmt.Errorf("read %s: %w", t.name, err)
	}
	for i := range t.cols {
		c := &t.cols[i]
		f := v.Field(c.field)
		switch d := sc.dest[i].(type) {
		case *sql.NullString:
			if d.Valid {
				f.SetString(d.String)
			}
		case *string:
			switch {
			case !c.json:
				f.SetString(*d)
			case *d != "[]" && *d != "":
				if err := json.Unmarshal([]byte(*d), f.Addr().Interface()); err != nil {
					return p, fmt.Errorf("read %s.%s: %w", t.name, c.name, err)
				}
			}
		case *sql.NullFloat64:
			if d.Valid {
				x := d.Float64
				f.Set(reflect.ValueOf(&x))
			}
		case *int64:
			f.SetInt(*d)
		case *float64:
			f.SetFloat(*d)
		case *bool:
			f.SetBool(*d)
		}
	}
	if sc.study != "" {
		v.Field(t.study).SetString(string(sc.study)) // one string for all rows
	}
	return p, nil
}

// insertMany is the statement that inserts n rows, from the table on.
func (t *table) insertMany(n int) string {
	var b strings.Builder
	b.WriteString(t.name + " (" + t.listed + ") VALUES ")
	for i := range n * len(t.cols) {
		switch {
		case i == 0:
			b.WriteString("(")
		case i%len(t.cols) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "$%d", i+1)
	}
	b.WriteString(")")
	return b.String()
}

// clone copies a row so that its owner may go on to alter it. It reaches as far as a flat table needs.
func (t *table) clone(v reflect.Value) reflect.Value {
	p := reflect.New(t.typ)
	e := p.Elem()
	e.Set(v)
	for _, i := range t.shared {
		f := e.Field(i)
		switch {
		case f.IsNil():
		case f.Kind() == reflect.Slice:
			f.Set(reflect.AppendSlice(reflect.MakeSlice(f.Type(), 0, f.Len()), f))
		default:
			x := f.Elem().Float()
			f.Set(reflect.ValueOf(&x))
		}
	}
	return p
}

// deep says whether a type holds anything that a copy of its value would share, strings apart.
func deep(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.Slice, reflect.Map, reflect.Pointer, reflect.Interface:
		return true
	case reflect.Struct:
		for i := range t.NumField() {
			if deep(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
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
	order := " ORDER BY id"
	if where != "" {
		text += " AND " + where
		// SQLite would otherwise walk all rows of the study by their key, which gives the order, and leave aside the
		// index that finds the few that are asked for.
		order += " || ''"
	}
	rows, err := s.query(ctx, q, text+order, append([]any{string(study)}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("list %s: %w", t.name, err)
	}
	return t.readAll(rows, study)
}

func (t *table) readAll(rows *sql.Rows, study crosscase.StudyID) ([]reflect.Value, error) {
	defer rows.Close()
	sc := t.scanner(study)
	var out []reflect.Value
	for rows.Next() {
		v, err := sc.scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// size is about how many bytes a row takes in JSON.
func (t *table) size(v reflect.Value) int {
	n := 24 * len(t.cols)
	for i := range t.cols {
		if c := &t.cols[i]; c.kind == reflect.String {
			n += v.Field(c.field).Len()
		} else if c.kind == reflect.Slice {
			n += 100 * v.Field(c.field).Len()
		}
	}
	return n
}
