package report

import (
	"math"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

const notStated = "not stated"

func attributeLabel(a *crosscase.Attribute) string {
	if a.Label != "" {
		return a.Label
	}
	return capital(humanised(a.Name))
}

// valueCell is an attribute's value as it is printed: numbers with thousands separators and no other change.
func valueCell(a *crosscase.Attribute, value string) Cell {
	if a.Type != "number" {
		return Cell{Text: humanisedValue(value)}
	}
	f, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return Cell{Text: value}
	}
	return Cell{Text: figures(f), Number: &f}
}

// humanisedValue makes words of a short key, and leaves other texts alone.
func humanisedValue(value string) string {
	if strings.Contains(value, " ") {
		return value
	}
	return humanised(value)
}

// summable says whether the values of sites can be added up: amounts and counts can, shares, rates,
// levels and places cannot.
func summable(a *crosscase.Attribute) bool {
	if a.Type != "number" {
		return false
	}
	words := strings.ToLower(a.Name + " " + a.Label + " " + a.Definition)
	for _, sign := range []string{"%", "percent", "per cent", "share", "rate", "ratio", "average", "mean", "median", "level", "rank", "score", "index", "year", "latitude", "longitude"} {
		for _, w := range strings.FieldsFunc(words, func(r rune) bool {
			return r == ' ' || r == '_' || r == '(' || r == ')' || r == ',' || r == '/' || r == '.'
		}) {
			if w == sign || w == sign+"s" {
				return false
			}
		}
	}
	return !strings.Contains(words, "%") && !strings.Contains(words, "_per_") && !strings.Contains(words, " per ")
}
