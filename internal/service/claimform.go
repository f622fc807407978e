package service

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

// takeForm turns the common forms of a claim's record into CEL, for those who would rather not write it. The
// fields "where" (the predicate) and "among" (the scope) take
//
//	practice.training is yes
//	attribute.staff at_least 5000
//	opinion.size one_of small|middle
//	position.builder known
//
// where a number is one unless it stands in double quotes, and "form" takes the same as the JSON of claims.Form.
func takeForm(rec Record) error {
	for field, target := range map[string]string{"where": "predicate", "among": "scope"} {
		text, ok := rec[field].(string)
		if !ok {
			continue
		}
		delete(rec, field)
		form, err := parseForm(text)
		if err != nil {
			return err
		}
		if rec[target], err = form.Text(); err != nil {
			return err
		}
	}
	if raw, ok := rec["form"]; ok {
		delete(rec, "form")
		body, err := json.Marshal(raw)
		if text, ok := raw.(string); ok {
			body = []byte(text)
		} else if err != nil {
			return err
		}
		var form claims.Form
		if err := json.Unmarshal(body, &form); err != nil {
			return crosscase.Errorf(crosscase.CodeInvalid, "the form of the claim cannot be read: %v", err)
		}
		if rec["predicate"], err = form.Text(); err != nil {
			return err
		}
	}
	return nil
}

// parseForm reads "of.name operator value|value".
func parseForm(text string) (*claims.Form, error) {
	thing, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	operator, values, _ := strings.Cut(strings.TrimSpace(rest), " ")
	of, name, ok := strings.Cut(thing, ".")
	form := &claims.Form{Of: of, Name: name, Operator: claims.Operator(operator)}
	if !ok || !slices.Contains(claims.Operators, form.Operator) || form.Operator == claims.Implies {
		return nil, crosscase.Errorf(crosscase.CodeInvalid,
			"%q is no common form: write \"practice.training is yes\", with is, is_not, at_least, at_most, one_of, includes or known", text)
	}
	for _, v := range strings.Split(values, "|") {
		if v = strings.TrimSpace(v); v == "" {
			continue
		}
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			form.Values = append(form.Values, claims.Value{Number: f, IsNumber: true})
			continue
		}
		form.Values = append(form.Values, claims.Value{Text: strings.Trim(v, `"`)})
	}
	return form, nil
}
