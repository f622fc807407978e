package tidy

import (
	"reflect"
	"strings"
)

// Table is the layout of the rows of a noun, or of lists that are part of them.
type Table struct {
	Name    string
	Columns []Column
	Parts   []*Table // the lists of structs of its rows
	Of      *Table   // the table that this is part of; nil for a noun

	typ    reflect.Type
	fields []field
	list   []int // of a part: where the list stands in the struct of the table above
	depth  int   // of a part: how many counts stand before its fields
}

// Column is one column, as a data dictionary says it.
type Column struct {
	Name    string
	Type    string // string, integer, number, boolean, datetime, list or object
	Meaning string
	Unit    string // such as milliseconds; "" is none
	Noun    string // the table whose id it holds; "" is none
	Key     bool   // for the eye: the key of the id in the column before
}

// field is where the value of a column stands; at is nil for a column that the struct does not have.
type field struct {
	at    []int
	write func(reflect.Value) string
	read  func(string, reflect.Value) error
}

// Refs say which noun a column of ids names, by the name of the column.
type Refs map[string]string

// New is the layout of a noun with the fields of a struct, but for those that are left out, by their JSON names.
func New(noun string, zero any, refs Refs, without ...string) *Table {
	t := &Table{Name: noun, typ: reflect.TypeOf(zero)}
	t.lay(t.typ, nil, "", refs, without)
	return t
}

// lay adds the fields of a struct.
func (t *Table) lay(typ reflect.Type, at []int, prefix string, refs Refs, without []string) {
	for i := range typ.NumField() {
		f := typ.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous {
			t.lay(f.Type, append(append([]int{}, at...), i), prefix, refs, without)
			continue
		}
		if name == "-" || name == "" || contains(without, prefix+name) {
			continue
		}
		here := append(append([]int{}, at...), i)
		name = prefix + name
		switch elem := f.Type; {
		case elem.Kind() == reflect.Slice && elem.Elem().Kind() == reflect.Struct:
			part := &Table{Name: t.Name + "_" + name, Of: t, typ: elem.Elem(), list: here, depth: t.depth + 1}
			if t.Of == nil {
				part.Columns = append(part.Columns, Column{Name: t.Name + "_id", Type: "string", Meaning: "the row it is part of", Noun: t.Name})
			} else {
				part.Columns = append(part.Columns, t.Columns[:t.depth]...)
				part.Columns = append(part.Columns, Column{Name: strings.TrimPrefix(t.Name, t.Of.Name+"_") + "_n", Type: "integer", Meaning: "which of " + t.Name + " it is part of"})
			}
			part.Columns = append(part.Columns, Column{Name: "n", Type: "integer", Meaning: "1, 2, 3, … within what it is part of"})
			part.fields = make([]field, len(part.Columns))
			part.lay(part.typ, nil, "", refs, nil)
			t.Parts = append(t.Parts, part)
		case elem.Kind() == reflect.Struct && !hasMaps(elem):
			t.lay(elem, here, name+"_", refs, nil)
		default:
			t.column(f, name, here, refs)
		}
	}
}

// column adds one column, and after an id the key beside it.
func (t *Table) column(f reflect.StructField, name string, at []int, refs Refs) {
	doc := f.Tag.Get("doc")
	c := Column{Name: name, Meaning: doc, Unit: unit(name, doc), Noun: refs[name]}
	var way field
	c.Type, way = formOf(f.Type, doc)
	way.at = at
	if c.Type == "datetime" {
		c.Unit, c.Meaning = "UTC", strings.Replace(doc, "epoch milliseconds", "time", 1)
	}
	if c.Meaning == "" {
		c.Meaning = plainMeaning(t.Name, name, c.Noun)
	}
	t.Columns, t.fields = append(t.Columns, c), append(t.fields, way)
	of, isID := strings.CutSuffix(name, "_id")
	switch {
	case name == "id" || c.Noun == "excerpt" || c.Type != "string" && c.Type != "list": // an excerpt has no key
	case isID && !t.has(of):
		t.key(of, "key of "+name+", for the eye", at)
	case c.Type == "list" && c.Noun != "":
		t.key(name+"_keys", "keys of "+name+", for the eye", at)
	}
}

// key adds the column with the keys of the ids in the column before.
func (t *Table) key(name, meaning string, at []int) {
	t.Columns = append(t.Columns, Column{Name: name, Type: t.Columns[len(t.Columns)-1].Type, Meaning: meaning, Key: true})
	t.fields = append(t.fields, field{at: at})
}

// has says whether a field of the struct is named so.
func (t *Table) has(name string) bool {
	for i := range t.typ.NumField() {
		if is, _, _ := strings.Cut(t.typ.Field(i).Tag.Get("json"), ","); is == name {
			return true
		}
	}
	return false
}

// All are the table and those of its parts, from the outside in.
func (t *Table) All() []*Table {
	out := []*Table{t}
	for _, p := range t.Parts {
		out = append(out, p.All()...)
	}
	return out
}

// Header is the first line of the table.
func (t *Table) Header() []string {
	out := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		out[i] = c.Name
	}
	return out
}

func plainMeaning(table, name, noun string) string {
	switch {
	case name == "id":
		return "identifier of the row"
	case noun != "":
		return "the " + strings.ReplaceAll(noun, "_", " ")
	}
	return strings.ReplaceAll(name, "_", " ") + " of the " + strings.ReplaceAll(table, "_", " ")
}

// unit is what a column counts, as its doc has it.
func unit(name, doc string) string {
	switch {
	case strings.Contains(doc, "epoch"):
		return ""
	case strings.Contains(doc, "code points; of a recording: milliseconds"):
		return "code points, of a recording milliseconds"
	case strings.Contains(doc, "milliseconds"):
		return "milliseconds"
	case strings.Contains(doc, "code points"):
		return "code points"
	case name == "bytes":
		return "bytes"
	}
	return ""
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// hasMaps says whether a struct has no plain columns to lay flat.
func hasMaps(typ reflect.Type) bool {
	for i := range typ.NumField() {
		if k := typ.Field(i).Type.Kind(); k == reflect.Map || k == reflect.Interface {
			return true
		}
	}
	return false
}
