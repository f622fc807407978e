package service

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/anonymise"
)

// bandedAttribute is what became of one attribute.
type bandedAttribute struct {
	name   string
	number bool
	cuts   []float64
	widen  int
	values map[string]string // by owner
}

// bandAttributes puts figures into bands, those of each kind of owner beside each other.
func (m *mask) bandAttributes(given map[string][]float64) (map[crosscase.AttributeID]*bandedAttribute, error) {
	v := m.v
	attributes, err := rowsOf[crosscase.Attribute](v, "")
	if err != nil {
		return nil, err
	}
	values, err := rowsOf[crosscase.AttributeValue](v, "")
	if err != nil {
		return nil, err
	}
	of := map[crosscase.AttributeID]map[string]string{}
	for _, val := range values {
		if of[val.AttributeID] == nil {
			of[val.AttributeID] = map[string]string{}
		}
		of[val.AttributeID][val.OwnerID] = val.Value
	}
	for name, cuts := range given {
		if !slices.ContainsFunc(attributes, func(a *crosscase.Attribute) bool { return a.Name == name && a.Type == "number" }) {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "there is no attribute %q that is a number: its bands cannot be set", name)
		}
		if len(cuts) == 0 || !slices.IsSorted(cuts) {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "the bands of %s begin at rising figures, such as 10, 50, 100", name)
		}
	}
	out := map[crosscase.AttributeID]*bandedAttribute{}
	for _, owner := range []string{"site", "unit", "participant", "source"} {
		rows, err := v.tx.Rows(owner, "")
		if err != nil {
			return nil, err
		}
		mine := slices.DeleteFunc(slices.Clone(attributes), func(a *crosscase.Attribute) bool { return a.Owner != owner })
		slices.SortFunc(mine, func(a, b *crosscase.Attribute) int { return cmp.Or(cmp.Compare(a.Ord, b.Ord), cmp.Compare(a.ID, b.ID)) })
		columns := make([]anonymise.Column, len(mine))
		for i, a := range mine {
			columns[i] = anonymise.Column{Name: a.Name, Number: a.Type == "number", Cuts: given[a.Name]}
			for _, row := range rows {
				columns[i].Values = append(columns[i].Values, of[a.ID][idOf(row)])
			}
		}
		for i, b := range anonymise.Widen(columns, fewest) {
			kept := &bandedAttribute{name: mine[i].Name, number: columns[i].Number, cuts: b.Cuts, widen: b.Widened, values: map[string]string{}}
			for k, row := range rows {
				kept.values[idOf(row)] = b.Values[k]
			}
			out[mine[i].ID] = kept
			m.figures[mine[i].Name] = m.figures[mine[i].Name] || kept.number
		}
	}
	return out, nil
}

// attribute says of an attribute that it is in bands.
func (m *mask) attribute(a *crosscase.Attribute) {
	b := m.banded[a.ID]
	if b == nil || !b.number {
		return
	}
	a.Type = "text"
	said := "in bands"
	if len(b.cuts) == 0 {
		said = "left out: too few share each band"
	}
	a.Definition = strings.TrimSpace(a.Definition + " (" + said + ")")
	m.note("figures of "+a.Owner+" attribute "+a.Name+", "+said, "", "")
}

// value puts a value into its band; false leaves it out.
func (m *mask) value(v *crosscase.AttributeValue) bool {
	b := m.banded[v.AttributeID]
	if b == nil {
		return true // of the study itself
	}
	m.where = b.name
	put := b.values[v.OwnerID]
	if put == v.Value {
		return true
	}
	m.note("value of an attribute", put, v.Value)
	v.Value = put
	return put != ""
}

var attributeAsked = regexp.MustCompile(`attribute\.([A-Za-z0-9_]+)|attribute\[["']([^"']+)["']\]`)

// asksFigures says whether a predicate asks for an attribute that is bands now.
func (m *mask) asksFigures(predicate string) bool {
	for _, found := range attributeAsked.FindAllStringSubmatch(predicate, -1) {
		if m.figures[found[1]+found[2]] {
			return true
		}
	}
	return false
}

// ParseBands reads where bands of attributes begin, each as name=50,100,200.
func ParseBands(list []string) (map[string][]float64, error) {
	out := map[string][]float64{}
	for _, one := range list {
		name, figures, _ := strings.Cut(one, "=")
		for _, word := range strings.Split(figures, ",") {
			x, err := strconv.ParseFloat(strings.TrimSpace(word), 64)
			if err != nil {
				return nil, crosscase.Errorf(crosscase.CodeInvalid, "bands %q: %q is no figure; write them as %s=50,100,200", one, word, name)
			}
			out[name] = append(out[name], x)
		}
	}
	return out, nil
}
