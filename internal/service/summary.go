package service

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/basis"
	"github.com/crosscase/crosscase/internal/store"
)

// basisHow says which basis a summary is written with.
type basisHow int

const (
	basisWithText basisHow = iota // that of now where the text or the links are new; else as it was
	basisOfNow                    // that of now: a person says that the text is still true
	basisAsItWas                  // as it was, whatever is new: the writer had not seen what changed since
	basisOfLinks                  // as it was, but for the excerpts that it is linked to
)

// checkSummary settles a summary that is written, by whichever way.
//
// The rules are:
//   - a cell has one summary; the site of a unit's or participant's is theirs;
//   - a new text takes the basis of now, and is a draft again where it was checked;
//   - one that is signed off, or is to be, takes the right to sign off.
func checkSummary(v *visit, tx *store.Tx, row any) error {
	s := row.(*crosscase.Summary)
	if s.Status == "" {
		s.Status = crosscase.ChartDraft
	}
	if err := summarySite(tx, s); err != nil {
		return err
	}
	if err := v.sees("summary", s.SiteID); err != nil {
		return err
	}
	if err := summaryType(tx, s); err != nil {
		return err
	}
	column, id := "theme_id", string(s.ThemeID)
	if s.QuestionID != "" {
		column, id = "question_id", string(s.QuestionID)
	}
	same, err := store.ListTx[crosscase.Summary](tx, column+" = $2", id)
	if err != nil {
		return err
	}
	var standing *crosscase.Summary
	for _, o := range same {
		if o.ID == s.ID {
			standing = o
		} else if basis.SameCell(o, s) {
			return &crosscase.Error{Code: crosscase.CodeConflict, Details: o, Message: "this cell was charted by somebody else: look at both and save again"}
		}
	}
	if standing == nil {
		found, err := store.ListTx[crosscase.Summary](tx, "id = $2", string(s.ID))
		if err != nil {
			return err
		}
		if len(found) > 0 {
			standing = found[0]
		}
	}
	signed := s.Status == crosscase.ChartSignedOff || standing != nil && standing.Status == crosscase.ChartSignedOff
	if signed && !v.access.May(crosscase.SignOff) {
		return crosscase.Errorf(crosscase.CodeForbidden, "your role in this study, %s, does not allow that: a summary is signed off, and opened again, by the site lead or the principal investigator", v.access.Role)
	}
	return v.settleBasis(s, standing)
}

// settleBasis gives a summary its basis, time and status beside the one that stands, nil for none.
func (v *visit) settleBasis(s, standing *crosscase.Summary) error {
	fresh := standing == nil || standing.Text != s.Text || !slices.Equal(sorted(standing.Excerpts), sorted(s.Excerpts)) || !basis.SameCell(standing, s)
	if fresh && standing != nil && standing.Text != s.Text && standing.Status == s.Status && s.Status != crosscase.ChartNotListened {
		s.Status = crosscase.ChartDraft
	}
	s.Basis, s.BasisSeq = nil, 0
	if standing != nil {
		s.Basis, s.BasisSeq = standing.Basis, standing.BasisSeq
	}
	if fresh && v.basis != basisOfLinks || v.basis == basisOfNow {
		s.At = v.s.now().UnixMilli()
	} else {
		s.At = standing.At
	}
	switch {
	case v.basis == basisOfLinks:
		words, err := v.linkedWords([]*crosscase.Summary{s})
		if err != nil {
			return err
		}
		s.Basis = slices.DeleteFunc(slices.Clone(s.Basis), func(r crosscase.BasisRow) bool {
			return r.Noun == "excerpt" && words[crosscase.ExcerptID(r.ID)].ID == ""
		})
		for _, w := range words {
			if !slices.ContainsFunc(s.Basis, func(r crosscase.BasisRow) bool { return r.Noun == w.Noun && r.ID == w.ID }) {
				s.Basis = append(s.Basis, w)
			}
		}
		s.Basis = basis.Sort(s.Basis)
	case fresh && v.basis == basisWithText || v.basis == basisOfNow:
		rows, seq, err := v.basisNow(s)
		if err != nil {
			return err
		}
		s.Basis, s.BasisSeq = rows, seq
	}
	return nil
}

func sorted[T ~string](list []T) []T { return slices.Sorted(slices.Values(list)) }

// summarySite fills in the site that a unit's or participant's summary belongs to.
func summarySite(tx *store.Tx, s *crosscase.Summary) error {
	var of crosscase.SiteID
	switch {
	case s.ParticipantID != "":
		p, err := store.GetTx[crosscase.Participant](tx, string(s.ParticipantID))
		if err != nil {
			return err
		}
		of = p.SiteID
	case s.UnitID != "":
		u, err := store.GetTx[crosscase.Unit](tx, string(s.UnitID))
		if err != nil {
			return err
		}
		of = u.SiteID
	}
	if of != "" {
		s.SiteID = of
	}
	return nil
}

// summaryType refuses a type that its typology does not have.
func summaryType(tx *store.Tx, s *crosscase.Summary) error {
	if s.Type == "" || s.Type == crosscase.TypeNone || s.Type == crosscase.TypeBetween {
		return nil
	}
	t, err := store.GetTx[crosscase.Typology](tx, string(s.TypologyID))
	if err != nil {
		return err
	}
	var ids []string
	for _, ty := range t.Types {
		ids = append(ids, ty.ID)
	}
	if !slices.Contains(ids, s.Type) {
		return crosscase.Errorf(crosscase.CodeInvalid, "typology %s has no type %q: use one of %s, none or between", t.Key, s.Type, strings.Join(ids, ", "))
	}
	return nil
}

// summary refuses to take back the text of a summary that was checked or signed off since: what was read would be
// another text than what stands.
func (b *reversal) summary(r store.RowChange) error {
	id := crosscase.SummaryID(r.ID)
	found, err := store.ListTx[crosscase.Summary](b.tx, "id = $2", string(id))
	if err != nil || len(found) == 0 {
		return err
	}
	s := found[0]
	if s.Status == crosscase.ChartSignedOff && !b.access.May(crosscase.SignOff) {
		return crosscase.Errorf(crosscase.CodeForbidden, "the text was signed off since: the site lead or the principal investigator can open it again")
	}
	before, _ := r.Before.(*crosscase.Summary)
	after, _ := r.After.(*crosscase.Summary)
	if before != nil && after != nil && before.Text != after.Text && s.Status != after.Status && (s.Status == crosscase.ChartSignedOff || s.Status == crosscase.ChartChecked) {
		return store.Conflict(b.seq, s, "status")
	}
	return nil
}
