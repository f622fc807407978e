package service

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// VersionDraft is what a person says of a version of the codebook.
type VersionDraft struct {
	Name string `json:"name,omitempty"`
	Note string `json:"note,omitempty" doc:"why it was made"`
}

// CodebookVersions lists the versions of the codebook, newest first.
func (s *Service) CodebookVersions(ctx context.Context, slug string) ([]*crosscase.CodebookVersion, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	found, err := store.List[crosscase.CodebookVersion](ctx, s.store, v.study.ID, "")
	if err != nil {
		return nil, err
	}
	slices.SortFunc(found, func(a, b *crosscase.CodebookVersion) int { return int(b.Number - a.Number) })
	return nonNil(found), nil
}

// KeepCodebookVersion gives the codebook as it stands the next number.
func (s *Service) KeepCodebookVersion(ctx context.Context, slug string, draft VersionDraft) (*crosscase.CodebookVersion, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodebook)
	if err != nil {
		return nil, err
	}
	row := &crosscase.CodebookVersion{
		ID: crosscase.RowID(s.newID()), Name: strings.TrimSpace(draft.Name), Note: strings.TrimSpace(draft.Note), At: s.now().UnixMilli(), Author: v.actor.Name,
	}
	_, err = v.write(v.head("codebook_version.create", "codebook_version", string(row.ID), "keep a version of the codebook"), func(tx *store.Tx) error {
		standing, err := store.ListTx[crosscase.CodebookVersion](tx, "")
		if err != nil {
			return err
		}
		row.Number, row.Seq = 1, tx.Seq()-1
		for _, o := range standing {
			row.Number = max(row.Number, o.Number+1)
		}
		return v.in(tx).insert(tx, "codebook_version", row)
	})
	return row, err
}

// versionSeq is the change that a version of the codebook goes up to: 0 is before there was one for from, and now
// for to.
func (v *visit) versionSeq(number int64) (int64, error) {
	found, err := store.List[crosscase.CodebookVersion](v.ctx, v.s.store, v.study.ID, "number = $2", number)
	if err != nil {
		return 0, err
	}
	if len(found) == 0 {
		return 0, crosscase.Errorf(crosscase.CodeNotFound, "there is no version %d of the codebook: %s", number, "\"crosscase codebook STUDY versions\" lists those there are")
	}
	return found[0].Seq, nil
}

// versionName is how a version is called.
func versionName(number int64) string {
	if number == 0 {
		return "now"
	}
	return fmt.Sprintf("version %d", number)
}
