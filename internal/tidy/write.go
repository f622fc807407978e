package tidy

import (
	"reflect"
	"strconv"
	"strings"
)

// Write lays a row, a pointer to its struct, out: emit is given its cells, and then those of its parts. key is the
// key of an id, "" where there is none. The cells are valid until emit returns.
func (t *Table) Write(row any, key func(id string) string, emit func(t *Table, cells []string) error) error {
	v := reflect.ValueOf(row).Elem()
	return t.write(v, nil, key, emit)
}

func (t *Table) write(v reflect.Value, lead []string, key func(string) string, emit func(*Table, []string) error) error {
	cells := make([]string, 0, len(t.Columns))
	cells = append(cells, lead...)
	for i := len(lead); i < len(t.Columns); i++ {
		f := &t.fields[i]
		at := v.FieldByIndex(f.at)
		switch {
		case !t.Columns[i].Key:
			cells = append(cells, f.write(at))
		case at.Kind() == reflect.Slice:
			words := make([]string, at.Len())
			for k := range words {
				words[k] = key(at.Index(k).String())
			}
			cells = append(cells, joinList(words))
		default:
			cells = append(cells, key(at.String()))
		}
	}
	if err := emit(t, cells); err != nil {
		return err
	}
	for _, p := range t.Parts {
		below := lead
		if t.Of == nil {
			below = []string{t.id(v)}
		}
		list := v.FieldByIndex(p.list)
		for k := range list.Len() {
			if err := p.write(list.Index(k), append(below[:len(below):len(below)], strconv.Itoa(k+1)), key, emit); err != nil {
				return err
			}
		}
	}
	return nil
}

// id is the id of a row of a noun.
func (t *Table) id(v reflect.Value) string {
	for i, c := range t.Columns {
		if c.Name == "id" {
			return v.FieldByIndex(t.fields[i].at).String()
		}
	}
	return ""
}

// Lines says of a file where the cells of a row have two signs for a line end, which CSV does not keep.
func Lines(cells []string) int {
	n := 0
	for _, c := range cells {
		n += strings.Count(c, "\r\n")
	}
	return n
}
