package tidy

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// timeForm is how a time is written.
const timeForm = "2006-01-02T15:04:05.000Z"

// formOf is how values of a type are written and read, and the word for it.
func formOf(typ reflect.Type, doc string) (string, field) {
	switch kind := typ.Kind(); {
	case kind == reflect.String:
		return "string", field{
			write: func(v reflect.Value) string { return v.String() },
			read:  func(s string, v reflect.Value) error { v.SetString(s); return nil },
		}
	case kind == reflect.Int64 && strings.Contains(doc, "epoch milliseconds"):
		return "datetime", field{write: writeTime, read: readTime}
	case kind == reflect.Int64 || kind == reflect.Int:
		return "integer", field{write: func(v reflect.Value) string { return strconv.FormatInt(v.Int(), 10) }, read: readInteger}
	case kind == reflect.Float64:
		return "number", field{write: writeNumber, read: readNumber}
	case kind == reflect.Bool:
		return "boolean", field{write: func(v reflect.Value) string { return strconv.FormatBool(v.Bool()) }, read: readTruth}
	case kind == reflect.Pointer && (typ.Elem().Kind() == reflect.Float64 || typ.Elem().Kind() == reflect.Int64 || typ.Elem().Kind() == reflect.Int):
		word, of := formOf(typ.Elem(), doc)
		return word, optional(of)
	case kind == reflect.Slice && (typ.Elem().Kind() == reflect.String || typ.Elem().Kind() == reflect.Int64 || typ.Elem().Kind() == reflect.Int):
		_, of := formOf(typ.Elem(), "")
		return "list", listOf(of)
	}
	return "object", field{write: writeJSON, read: readJSON}
}

func writeTime(v reflect.Value) string {
	if v.Int() == 0 {
		return ""
	}
	return time.UnixMilli(v.Int()).UTC().Format(timeForm)
}

// readTime takes a time with or without fractions of a second, or a day.
func readTime(s string, v reflect.Value) error {
	if s == "" {
		return nil
	}
	for _, form := range []string{time.RFC3339Nano, time.DateTime, time.DateOnly} {
		if at, err := time.Parse(form, s); err == nil {
			v.SetInt(at.UnixMilli())
			return nil
		}
	}
	return fmt.Errorf("%q is no time: write it as 2026-01-31T09:30:00.000Z", s)
}

func readInteger(s string, v reflect.Value) error {
	if s == "" {
		return nil
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no whole number", s)
	}
	v.SetInt(n)
	return nil
}

func writeNumber(v reflect.Value) string { return strconv.FormatFloat(v.Float(), 'f', -1, 64) }

func readNumber(s string, v reflect.Value) error {
	if s == "" {
		return nil
	}
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return fmt.Errorf("%q is no number", s)
	}
	v.SetFloat(x)
	return nil
}

// readTruth takes also what spreadsheets and R write.
func readTruth(s string, v reflect.Value) error {
	switch strings.ToLower(s) {
	case "true", "1", "yes":
		v.SetBool(true)
	case "", "false", "0", "no":
	default:
		return fmt.Errorf("%q is neither true nor false", s)
	}
	return nil
}

// optional is a value that may be absent.
func optional(of field) field {
	return field{
		write: func(v reflect.Value) string {
			if v.IsNil() {
				return ""
			}
			return of.write(v.Elem())
		},
		read: func(s string, v reflect.Value) error {
			if s == "" {
				return nil
			}
			v.Set(reflect.New(v.Type().Elem()))
			return of.read(s, v.Elem())
		},
	}
}

var escape = strings.NewReplacer(`\`, `\\`, `|`, `\|`)

// listOf is values parted by bars.
func listOf(of field) field {
	return field{
		write: func(v reflect.Value) string {
			words := make([]string, v.Len())
			for i := range words {
				words[i] = of.write(v.Index(i))
			}
			return joinList(words)
		},
		read: func(s string, v reflect.Value) error {
			words := splitList(s)
			if words == nil {
				return nil
			}
			v.Set(reflect.MakeSlice(v.Type(), len(words), len(words)))
			for i, w := range words {
				if err := of.read(w, v.Index(i)); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func joinList(words []string) string {
	var b strings.Builder
	for i, w := range words {
		if i > 0 {
			b.WriteByte('|')
		}
		if w == "" {
			b.WriteString(`\0`)
		}
		b.WriteString(escape.Replace(w))
	}
	return b.String()
}

func splitList(s string) []string {
	if s == "" {
		return nil
	}
	out := []string{}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '|':
			out = append(out, b.String())
			b.Reset()
		case s[i] == '\\' && i+1 < len(s):
			if i++; s[i] != '0' {
				b.WriteByte(s[i])
			}
		default:
			b.WriteByte(s[i])
		}
	}
	return append(out, b.String())
}

func writeJSON(v reflect.Value) string {
	if v.IsZero() {
		return ""
	}
	body, err := json.Marshal(v.Interface())
	if err != nil {
		return "" // the types of nouns all have a form in JSON
	}
	return string(body)
}

func readJSON(s string, v reflect.Value) error {
	if s == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(s), v.Addr().Interface()); err != nil {
		return fmt.Errorf("it is not the JSON that belongs here: %v", err)
	}
	return nil
}
