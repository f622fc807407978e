package store

import (
	"encoding/json"
	"reflect"
	"strings"
)

// Fields lists the fields of a noun by their JSON names, in the order of their declaration.
func Fields(noun string) []string {
	t, ok := tableByName[noun]
	if !ok {
		return nil
	}
	var out []string
	for i := range t.typ.NumField() {
		if name := jsonName(t.typ.Field(i)); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// ParseField reads a field as a person types it: "3" is a number where the field is one, "yes" a truth, and
// what begins with [ or { is JSON where the field is a list or record.
func ParseField(noun, name, typed string) any {
	t, ok := tableByName[noun]
	if !ok {
		return typed
	}
	for i := range t.typ.NumField() {
		f := t.typ.Field(i)
		if jsonName(f) != name {
			continue
		}
		kind := f.Type.Kind()
		if kind == reflect.Pointer {
			kind = f.Type.Elem().Kind()
		}
		switch kind {
		case reflect.Bool:
			switch strings.ToLower(typed) {
			case "yes", "true", "1":
				return true
			case "no", "false", "0", "":
				return false
			}
		case reflect.String:
			return typed
		case reflect.Slice:
			if !strings.HasPrefix(strings.TrimSpace(typed), "[") {
				return listOf(f.Type.Elem(), typed)
			}
		}
		var val any
		if err := json.Unmarshal([]byte(typed), &val); err == nil {
			return val
		}
	}
	return typed
}

// listOf reads a|b|c as a list of texts.
func listOf(elem reflect.Type, typed string) any {
	if elem.Kind() != reflect.String {
		return typed
	}
	out := []any{}
	for _, part := range strings.Split(typed, "|") {
		if part = strings.TrimSpace(part); part != "" {
			out = append(out, part)
		}
	}
	return out
}

func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}
