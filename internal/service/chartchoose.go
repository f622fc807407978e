package service

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/store"
)

// What every chart can be chosen by besides the attributes of the study is:
const (
	byGroup  = "group"
	byStatus = "status" // that of any of the row's cells
	byStale  = "stale"  // yes where any of the row's cells is
)

// rowAttributes gives the rows what the study knows of them and of their sites.
func (v *visit) rowAttributes(ev *crosscase.Evidence, kind agreement.RowKind, out *ChartView) error {
	owners := []string{"site"}
	if kind == agreement.RowUnit || kind == agreement.RowParticipant {
		owners = []string{string(kind), "site"}
	}
	if kind == agreement.RowRole {
		return nil
	}
	sites := map[string]map[string]string{}
	for i := range ev.Sites {
		sites[ev.Sites[i].Letter] = ev.Sites[i].Attributes
	}
	for _, owner := range owners {
		attributes, err := v.attributesOf(owner)
		if err != nil {
			return err
		}
		own := map[string]map[string]string{}
		if owner != "site" {
			if own, err = v.valuesOf(attributes); err != nil {
				return err
			}
		}
		for _, a := range attributeColumns(attributes) {
			if slices.ContainsFunc(out.Attributes, func(o AttributeColumn) bool { return o.Name == a.Name }) {
				continue // the row's own goes before that of its site
			}
			out.Attributes = append(out.Attributes, a)
			for i := range out.Rows {
				r := &out.Rows[i]
				value, ok := sites[r.Site][a.Name]
				if owner != "site" {
					value, ok = own[string(r.cell.ParticipantID)+string(r.cell.UnitID)][a.Name]
				}
				if ok {
					r.set(a.Name, value)
				}
			}
		}
	}
	return nil
}

func (r *ChartRow) set(name, value string) {
	if r.Attributes == nil {
		r.Attributes = map[string]string{}
	}
	r.Attributes[name] = value
}

// valuesOf are the values of attributes by owner and name.
func (v *visit) valuesOf(attributes []*crosscase.Attribute) (map[string]map[string]string, error) {
	names := map[crosscase.AttributeID]string{}
	for _, a := range attributes {
		names[a.ID] = a.Name
	}
	out := map[string]map[string]string{}
	if len(names) == 0 {
		return out, nil
	}
	rows, err := seen[crosscase.AttributeValue](v, "")
	for _, r := range rows {
		if name := names[r.AttributeID]; name != "" {
			if out[r.OwnerID] == nil {
				out[r.OwnerID] = map[string]string{}
			}
			out[r.OwnerID][name] = r.Value
		}
	}
	return out, err
}

// choose leaves the rows that fulfil the filters of a view, in its order.
func (view *ChartView) choose(by *crosscase.MatrixView) error {
	known := func(name string) bool {
		return name == byGroup || name == byStatus || name == byStale || slices.ContainsFunc(view.Attributes, func(a AttributeColumn) bool { return a.Name == name })
	}
	for i := range by.Filters {
		if err := by.Filters[i].Validate(); err != nil {
			return err
		}
		if !known(by.Filters[i].Attribute) {
			return crosscase.Errorf(crosscase.CodeInvalid, "the rows have no attribute %q to choose by", by.Filters[i].Attribute)
		}
	}
	if by.Sort != "" && !known(by.Sort) {
		return crosscase.Errorf(crosscase.CodeInvalid, "the rows have no attribute %q to sort by", by.Sort)
	}
	cells := make([][]ChartCell, len(view.Rows))
	for _, c := range view.Cells {
		cells[c.Row] = append(cells[c.Row], c)
	}
	order := make([]int, 0, len(view.Rows))
	for i := range view.Rows {
		if !slices.ContainsFunc(by.Filters, func(f crosscase.MatrixFilter) bool { return !fulfils(f, view.Rows[i].has(f.Attribute, cells[i])) }) {
			order = append(order, i)
		}
	}
	if by.Sort != "" {
		slices.SortStableFunc(order, func(i, j int) int {
			return compareRows(by, view.Rows[i].has(by.Sort, cells[i]), view.Rows[j].has(by.Sort, cells[j]))
		})
	}
	rows := make([]ChartRow, 0, len(order))
	view.Cells = view.Cells[:0:0]
	for to, i := range order {
		rows = append(rows, view.Rows[i])
		for _, c := range cells[i] {
			c.Row = to
			view.Cells = append(view.Cells, c)
		}
	}
	view.Rows = rows
	return nil
}

// has is what a row has of an attribute; nil where that is not known.
func (r *ChartRow) has(attribute string, cells []ChartCell) []string {
	switch attribute {
	case byGroup:
		if r.Group == "" {
			return nil
		}
		return []string{r.Group}
	case byStatus:
		var out []string
		for _, c := range cells {
			if c.Summary != nil {
				out = append(out, string(c.Summary.Status))
			}
		}
		return out
	case byStale:
		if slices.ContainsFunc(cells, func(c ChartCell) bool { return c.Summary != nil && c.Summary.Stale != nil }) {
			return []string{"yes"}
		}
		return []string{"no"}
	}
	if value, ok := r.Attributes[attribute]; ok {
		return []string{value}
	}
	return nil
}

// fulfils says whether any of the values is what a filter asks for; what is not known fulfils "not" alone.
func fulfils(f crosscase.MatrixFilter, values []string) bool {
	if f.Is == "not" {
		return !slices.Contains(values, f.Value)
	}
	return slices.ContainsFunc(values, func(value string) bool {
		switch f.Is {
		case "equals":
			return value == f.Value
		case "at_least":
			return compareValues(value, f.Value) >= 0
		}
		return compareValues(value, f.Value) <= 0
	})
}

// compareRows compares two rows by what they have; what is not known comes last.
func compareRows(by *crosscase.MatrixView, a, b []string) int {
	if len(a) == 0 || len(b) == 0 {
		return cmp.Compare(len(b), len(a))
	}
	if by.Descending {
		return compareValues(b[0], a[0])
	}
	return compareValues(a[0], b[0])
}

// compareValues compares numbers as numbers and words as people order them.
func compareValues(a, b string) int {
	x, err1 := strconv.ParseFloat(a, 64)
	y, err2 := strconv.ParseFloat(b, 64)
	if err1 == nil && err2 == nil {
		return cmp.Compare(x, y)
	}
	return store.NaturalCompare(a, b)
}
