package service

import (
	"context"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// EvidenceQuery says which excerpts are asked for: the ones given by id, those of a claim, or those that are coded
// as all its other fields say. Beside ids the other fields only choose which coding of an excerpt is shown.
type EvidenceQuery struct {
	Excerpts    []crosscase.ExcerptID
	Site        string // letter
	Question    string // name or id
	Theme       string // key, name or id; sub-themes apart
	Claim       string // code
	Aspect      string
	Position    string // of a question: what a voice or a statement stands on, mixed and a|b included
	Participant string // pseudonym, or A/pseudonym; for who may read codings
	Limit       int    // most items; 0 is 200, and 1000 the most there is
}

// Bounds of a list of evidence.
const (
	evidenceLimit = 200
	evidenceMost  = 1000
)

// EvidenceList is the excerpts under a figure. Listened and Interviewed are the people of the sites, unit or role
// that the figure is about; absent where it is given by its excerpts alone.
type EvidenceList struct {
	Title       string         `json:"title,omitempty"`
	Items       []EvidenceItem `json:"items" doc:"in the order given; else dissent first, then by site and participant, statements last"`
	Total       int            `json:"total" doc:"items there are, shown or not"`
	Voices      int            `json:"voices" doc:"different participants among them"`
	Listened    *int           `json:"listened,omitempty"`
	Interviewed *int           `json:"interviewed,omitempty"`
}

// EvidenceItem is one excerpt with the coding that brings it under the figure.
//
// The rules are:
//   - an excerpt stands once, or on a question asked for once for each position it is coded to;
//   - it dissents where its speaker is off the position that leads at the site, whatever figure it stands under; where
//     positions tie for the lead, nobody dissents;
//   - for who may not read codings the words, the source and whoever could be told by them are withheld.
type EvidenceItem struct {
	Excerpt     crosscase.ExcerptID   `json:"excerpt"`
	Text        string                `json:"text"`
	Kind        crosscase.ExcerptKind `json:"kind"`
	Source      SourceRef             `json:"source"`
	Start       int64                 `json:"start" doc:"as measure counts"`
	End         int64                 `json:"end"`
	Measure     crosscase.Measure     `json:"measure,omitempty"`
	Site        string                `json:"site,omitempty"`
	Participant string                `json:"participant,omitempty" doc:"pseudonym, or the label of a report for who may not read codings; absent for a statement"`
	Voice       int                   `json:"voice,omitempty" doc:"number of the speaker in this list, so that two of one label are told apart; absent for a statement"`
	Group       string                `json:"group,omitempty"`
	Level       string                `json:"level,omitempty"`
	Theme       string                `json:"theme,omitempty" doc:"its key"`
	ThemeName   string                `json:"theme_name,omitempty"`
	Question    string                `json:"question,omitempty"`
	Prompt      string                `json:"prompt,omitempty"`
	Position    string                `json:"position,omitempty"`
	Aspect      crosscase.Aspect      `json:"aspect,omitempty"`
	Dissent     bool                  `json:"dissent"`
	Key         bool                  `json:"key,omitempty" doc:"marked as one to quote"`
	Before      string                `json:"context_before,omitempty" doc:"at most 120 code points of the source"`
	After       string                `json:"context_after,omitempty"`
	Withheld    bool                  `json:"withheld,omitempty"`
}

// SourceRef names a source; its id and name are empty where they are withheld.
type SourceRef struct {
	ID    crosscase.SourceID   `json:"id"`
	Name  string               `json:"name"`
	Kind  crosscase.SourceKind `json:"kind"`
	Genre crosscase.Genre      `json:"genre,omitempty"`
}

// EvidenceOf lists the excerpts under a figure.
func (s *Service) EvidenceOf(ctx context.Context, slug string, q EvidenceQuery) (*EvidenceList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	l, err := v.lister(q.Limit)
	if err != nil {
		return nil, err
	}
	if q.Claim != "" {
		ids, err := v.claimExcerpts(q.Claim)
		if err != nil {
			return nil, err
		}
		l.Title = q.Claim
		if len(ids) == 0 {
			return l.EvidenceList, nil
		}
		q.Excerpts = append(ids, q.Excerpts...)
	}
	want, err := v.pick(l.ev, q)
	if err != nil {
		return nil, err
	}
	if len(q.Excerpts) > 0 {
		return l.byID(q.Excerpts, want)
	}
	if !want.narrow() {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "say which evidence: excerpts by id, or a site, theme, question, claim or participant")
	}
	l.people(func(p *crosscase.EvidenceParticipant, i int32) bool {
		return (want.site < 0 || p.Site == want.site) && (want.participant < 0 || i == want.participant)
	})
	return l.coded(want.codings(), want.question >= 0, nil)
}

// CellEvidence lists the excerpts under one cell of a matrix. row and column are keys of MatrixOf; a question's
// name alone takes all its aspects, or the one given.
func (s *Service) CellEvidence(ctx context.Context, slug string, rows agreement.RowKind, row string, columns agreement.ColumnKind, column string, aspect crosscase.Aspect) (*EvidenceList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	if rows == rowType {
		return v.typeEvidence(row, columns, column)
	}
	if err := v.checkMatrix(rows, columns, CellsCount); err != nil {
		return nil, err
	}
	l, err := v.lister(evidenceMost)
	if err != nil {
		return nil, err
	}
	ev := l.ev
	q := EvidenceQuery{Aspect: string(aspect)}
	if columns == agreement.ColumnQuestion {
		q.Question = column
		if name, of, ok := strings.Cut(column, "~"); ok && slices.Contains(crosscase.Aspects, crosscase.Aspect(of)) {
			q.Question, q.Aspect = name, of
		}
	} else {
		q.Theme = column
	}
	want, err := v.pick(ev, q)
	if err != nil {
		return nil, err
	}
	count := map[agreement.RowKind]int{
		agreement.RowSite: len(ev.Sites), agreement.RowUnit: len(ev.Units), agreement.RowParticipant: len(ev.Participants), agreement.RowRole: len(ev.Groups),
	}[rows]
	want.rows, want.row = rows, -1
	for i := range int32(count) {
		if rowKey(ev, rows, i) == row {
			want.row = i
		}
	}
	if want.row < 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no %s %q", rows, row)
	}
	l.people(func(_ *crosscase.EvidenceParticipant, i int32) bool { return rowOfPerson(ev, rows, i) == want.row })
	at := agreement.GridColumn{Kind: columns, Index: max(want.theme, want.question), Aspect: want.aspect}
	return l.coded(want.codings(), want.question >= 0, agreement.CellEvidence(ev, agreement.GridRow{Kind: rows, Index: want.row}, at))
}

// claimExcerpts are the excerpts for and against a claim.
func (v *visit) claimExcerpts(code string) ([]crosscase.ExcerptID, error) {
	if err := v.may(crosscase.ReadCrossCase); err != nil {
		return nil, err
	}
	_, _, results, err := v.claims()
	if err != nil {
		return nil, err
	}
	for i := range results {
		if results[i].ID == code {
			return slices.Concat(results[i].Evidence, results[i].Counter), nil
		}
	}
	return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no claim %q", code)
}
