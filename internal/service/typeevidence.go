package service

import (
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// typeEvidence lists the excerpts under a cell of a type: those of the sites that people placed in it. row is
// "typology/type", or the type alone where the typology is the first.
func (v *visit) typeEvidence(row string, columns agreement.ColumnKind, column string) (*EvidenceList, error) {
	if err := v.may(crosscase.ReadCodings); err != nil {
		return nil, err
	}
	typology, id, named := strings.Cut(row, "/")
	if !named {
		typology, id = "", row
	}
	cell, err := v.cellOf(ChartCellKey{Rows: string(rowType), Row: id, Columns: string(columns), Column: column, Typology: typology})
	if err != nil {
		return nil, err
	}
	state, err := v.charted()
	if err != nil {
		return nil, err
	}
	l, err := v.lister(evidenceMost)
	if err != nil {
		return nil, err
	}
	in := map[int32]bool{}
	for i := range l.ev.Sites {
		in[int32(i)] = state.placed[cell.TypologyID][l.ev.Sites[i].ID] == id
	}
	l.people(func(p *crosscase.EvidenceParticipant, _ int32) bool { return in[p.Site] })
	var codings []int32
	for i := range l.ev.Codings {
		c := &l.ev.Codings[i]
		if !in[siteOf(l.ev, c)] {
			continue
		}
		if c.Theme >= 0 && l.ev.Themes[c.Theme].ID == cell.ThemeID || c.Question >= 0 && l.ev.Questions[c.Question].ID == cell.QuestionID {
			codings = append(codings, int32(i))
		}
	}
	return l.coded(codings, cell.QuestionID != "", nil)
}
