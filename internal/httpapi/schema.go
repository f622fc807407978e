package httpapi

import (
	"bytes"
	"encoding/json"
	"path"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
)

// schemaName names a type in the OpenAPI document. The vocabulary and the service keep their names; a type of
// another package carries the package's, since agreement, claims and report have words in common.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	switch pkg := path.Base(t.PkgPath()); pkg {
	case "agreement", "claims", "report":
		if !strings.HasPrefix(strings.ToLower(name), pkg) {
			return strings.ToUpper(pkg[:1]) + pkg[1:] + name
		}
	}
	return name
}

// Partial is some fields of a T: those that are absent keep what they have.
type Partial[T any] struct{ fields json.RawMessage }

// UnmarshalJSON keeps the fields.
func (p *Partial[T]) UnmarshalJSON(b []byte) error {
	p.fields = slices.Clone(b)
	return nil
}

// over lays the fields over t.
func (p *Partial[T]) over(t *T) error {
	if p == nil || len(p.fields) == 0 {
		return nil
	}
	if err := json.Unmarshal(p.fields, t); err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	return nil
}

// Schema is that of T with no field required.
func (Partial[T]) Schema(r huma.Registry) *huma.Schema {
	t := reflect.TypeFor[T]()
	return optional(r, t, "Some"+t.Name(), nil)
}

// Draft is a row of a noun before it has an id: its fields, what it belongs to by id or by the key a person
// knows it by ("site": "A" for "site_id"), and defaults for what is not said.
type Draft[T any] struct{ fields map[string]any }

// UnmarshalJSON keeps the fields. Numbers stay as they are written.
func (d *Draft[T]) UnmarshalJSON(b []byte) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.UseNumber()
	return dec.Decode(&d.fields)
}

// Schema is that of T without id and revision, with no field required, and with the keys.
func (Draft[T]) Schema(r huma.Registry) *huma.Schema {
	t := reflect.TypeFor[T]()
	return optional(r, t, t.Name()+"Draft", func(s *huma.Schema) {
		delete(s.Properties, "id")
		delete(s.Properties, "revision")
		key := func(name, doc string) {
			s.Properties[name] = &huma.Schema{Type: huma.TypeString, Description: doc}
		}
		for name := range s.Properties {
			if what, ok := strings.CutSuffix(name, "_id"); ok && what != "owner" {
				key(what, "instead of "+name+": the key that a person knows the "+strings.ReplaceAll(what, "_", " ")+" by")
			}
		}
		switch t {
		case reflect.TypeFor[crosscase.Source]():
			key("text", "its text, which becomes version 1")
		case reflect.TypeFor[crosscase.Claim]():
			key("where", "instead of predicate, in a common form: practice.training is yes; attribute.staff at_least 5000; opinion.size one_of small|middle")
			key("among", "instead of scope, in the same form")
		case reflect.TypeFor[crosscase.AttributeValue]():
			key("owner", "study, site, unit or participant; with the key of one in the field of that name")
			key("unit", "key of the unit it is a value of")
			key("participant", "key of the participant it is a value of")
		}
	})
}

// optional registers, under a name of its own, the schema of t with no field required.
func optional(r huma.Registry, t reflect.Type, name string, change func(*huma.Schema)) *huma.Schema {
	if _, ok := r.Map()[name]; !ok {
		s := *r.Schema(t, false, "")
		s.Required = nil
		properties := map[string]*huma.Schema{}
		for k, v := range s.Properties {
			properties[k] = v
		}
		s.Properties = properties
		if change != nil {
			change(&s)
		}
		s.PrecomputeMessages()
		r.Map()[name] = &s
	}
	return &huma.Schema{Ref: "#/components/schemas/" + name}
}
