package agreement

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
)

func rowCount(ev *crosscase.Evidence, kind RowKind) int {
	switch kind {
	case RowSite:
		return len(ev.Sites)
	case RowUnit:
		return len(ev.Units)
	case RowParticipant:
		return len(ev.Participants)
	}
	return len(ev.Groups)
}

// gridRows lists the rows, sorted.
func gridRows(ev *crosscase.Evidence, kind RowKind, opts MatrixOptions) []GridRow {
	rows := make([]GridRow, 0, rowCount(ev, kind))
	sites := make([]int32, 0, cap(rows))
	for i := range cap(rows) {
		row, site := GridRow{Kind: kind, Index: int32(i), sites: opts.Sites}, int32(-1)
		switch kind {
		case RowSite:
			row.Key, site = ev.Sites[i].Letter, int32(i)
		case RowUnit:
			row.Key, site = ev.Units[i].Name, ev.Units[i].Site
		case RowParticipant:
			row.Key, site = ev.Participants[i].Pseudonym, ev.Participants[i].Site
		default:
			row.Key = ev.Groups[i]
		}
		if site >= 0 {
			row.Site = ev.Sites[site].Letter
		}
		if kind != RowRole && opts.Sites != nil && !slices.Contains(opts.Sites, site) {
			continue
		}
		rows, sites = append(rows, row), append(sites, site)
	}
	if opts.SortBy != "" {
		sortRows(ev, rows, sites, opts)
	}
	return rows
}

// sortRows orders rows by an attribute of their site: as numbers where every known
// value is one, else as text. Rows whose value is not known come last either way,
// and ties keep display order.
func sortRows(ev *crosscase.Evidence, rows []GridRow, sites []int32, opts MatrixOptions) {
	numeric := true
	values := make(map[int32]float64, len(rows))
	known := make(map[int32]bool, len(rows))
	for i := range rows {
		if sites[i] < 0 {
			continue
		}
		var ok bool
		if rows[i].Attribute, ok = ev.Sites[sites[i]].Attributes[opts.SortBy]; !ok {
			continue
		}
		known[rows[i].Index] = true
		v, err := strconv.ParseFloat(rows[i].Attribute, 64)
		values[rows[i].Index] = v
		numeric = numeric && err == nil
	}
	slices.SortStableFunc(rows, func(a, b GridRow) int {
		if known[a.Index] != known[b.Index] {
			if known[a.Index] {
				return -1
			}
			return 1
		}
		order := cmp.Compare(a.Attribute, b.Attribute)
		if numeric {
			order = cmp.Compare(values[a.Index], values[b.Index])
		}
		if opts.Descending {
			return -order
		}
		return order
	})
}

// gridColumns lists the columns: themes in codebook order, or what Analyse would report.
func gridColumns(ev *crosscase.Evidence, kind ColumnKind, opts MatrixOptions) []GridColumn {
	columns := []GridColumn{}
	if kind == ColumnTheme {
		for i := range ev.Themes {
			t := &ev.Themes[i]
			if opts.RollUp && t.Parent >= 0 {
				continue
			}
			columns = append(columns, GridColumn{
				Kind: kind, Key: t.Key, Name: t.Name, Meta: metaOf(ev, int32(i)), Aspect: opts.Aspect, Index: int32(i), RollUp: opts.RollUp,
			})
		}
		return columns
	}
	var only []crosscase.Aspect
	if opts.Aspect != "" {
		only = []crosscase.Aspect{opts.Aspect}
	}
	for _, p := range asked(ev).pairs(Options{Aspects: only}) {
		q := &ev.Questions[p.question]
		columns = append(columns, GridColumn{
			Kind: kind, Key: q.Name, Name: cmp.Or(q.Prompt, q.Name), Meta: metaOf(ev, q.Theme),
			Aspect: crosscase.Aspects[p.aspect], Order: q.Positions, Index: p.question,
		})
	}
	return columns
}

// metaOf is the meta-theme of a theme, or of the theme it is under; "" for none.
func metaOf(ev *crosscase.Evidence, theme int32) string {
	if theme < 0 {
		return ""
	}
	meta := ev.Themes[theme].Meta
	if meta < 0 {
		meta = ev.Themes[rootTheme(ev, theme)].Meta
	}
	if meta < 0 {
		return ""
	}
	return ev.MetaThemes[meta]
}
