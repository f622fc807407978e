package service

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// Rows and columns of a chart; those that a matrix has too carry its names.
const (
	rowType   = agreement.RowKind("type")
	kindTheme = string(agreement.ColumnTheme)
)

// ChartCellKey names one cell of a chart by the keys that the chart gives its rows and columns.
type ChartCellKey struct {
	Rows     string `json:"rows" enum:"participant,unit,site,type,role"`
	Row      string `json:"row"`
	Columns  string `json:"columns" enum:"theme,question"`
	Column   string `json:"column"`
	Typology string `json:"typology,omitempty" doc:"where rows are types: the key of the typology; absent is the first"`
}

// cellOf is a summary without text in the cell that a key names, for one who may see it.
func (v *visit) cellOf(key ChartCellKey) (*crosscase.Summary, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	s := &crosscase.Summary{}
	kind := agreement.RowKind(key.Rows)
	if kind == agreement.RowRole || kind == rowType {
		if err := v.sees("cell", ""); err != nil { // they are of all sites
			return nil, err
		}
	}
	row := int32(-1)
	switch kind {
	case agreement.RowSite, agreement.RowUnit, agreement.RowParticipant, agreement.RowRole:
		for i := range int32(rowTotal(ev, kind)) {
			if rowKey(ev, kind, i) == key.Row {
				row = i
			}
		}
		if row < 0 {
			return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no %s %q", key.Rows, key.Row)
		}
	}
	switch kind {
	case agreement.RowSite:
		s.SiteID = ev.Sites[row].ID
	case agreement.RowUnit:
		s.UnitID = ev.Units[row].ID
		s.SiteID = siteID(ev, ev.Units[row].Site)
	case agreement.RowParticipant:
		s.ParticipantID = ev.Participants[row].ID
		s.SiteID = siteID(ev, ev.Participants[row].Site)
	case agreement.RowRole:
		s.Group = ev.Groups[row]
	case rowType:
		t, err := v.typologyOf(key.Typology)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(typeIDs(t), key.Row) {
			return nil, crosscase.Errorf(crosscase.CodeNotFound, "typology %s has no type %q", t.Key, key.Row)
		}
		s.TypologyID, s.Type = t.ID, key.Row
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "rows are participant, unit, site, type or role, not %q", key.Rows)
	}
	return s, columnOfKey(ev, key, s)
}

func columnOfKey(ev *crosscase.Evidence, key ChartCellKey, s *crosscase.Summary) error {
	if key.Columns != kindTheme {
		name, _, _ := strings.Cut(key.Column, "~") // the columns of a matrix carry the aspect
		i, err := questionIndex(ev, name)
		if err != nil {
			return err
		}
		s.QuestionID = ev.Questions[i].ID
		return nil
	}
	i := slices.IndexFunc(ev.Themes, func(t crosscase.EvidenceTheme) bool {
		return t.Key == key.Column || t.Name == key.Column || string(t.ID) == key.Column
	})
	if i < 0 {
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no theme %q", key.Column)
	}
	s.ThemeID = ev.Themes[i].ID
	return nil
}

// rowTotal is how many rows of a kind an evidence table has.
func rowTotal(ev *crosscase.Evidence, kind agreement.RowKind) int {
	switch kind {
	case agreement.RowSite:
		return len(ev.Sites)
	case agreement.RowUnit:
		return len(ev.Units)
	case agreement.RowParticipant:
		return len(ev.Participants)
	}
	return len(ev.Groups)
}

func siteID(ev *crosscase.Evidence, i int32) crosscase.SiteID {
	if i < 0 {
		return ""
	}
	return ev.Sites[i].ID
}

// typologyOf finds a typology by its key; "" is the first.
func (v *visit) typologyOf(key string) (*crosscase.Typology, error) {
	all, err := v.typologies()
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if key == "" || t.Key == key {
			return t, nil
		}
	}
	return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no typology %q", key)
}

// typeIDs are what a site can be placed as.
func typeIDs(t *crosscase.Typology) []string {
	out := make([]string, 0, len(t.Types)+2)
	for _, ty := range t.Types {
		out = append(out, ty.ID)
	}
	return append(out, crosscase.TypeBetween, crosscase.TypeNone)
}
