package service

import (
	"path/filepath"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// awaited is the one source of a kind that came without its file, as projects of other programs have them, and waits
// for one of this name; nil where there is none, or more than one.
func (v *visit) awaited(file string, kind crosscase.SourceKind) (*crosscase.Source, error) {
	waiting, err := seen[crosscase.Source](v, "media = '' AND kind = $2", string(kind))
	if err != nil {
		return nil, err
	}
	base := strings.TrimSuffix(file, filepath.Ext(file))
	var found *crosscase.Source
	for _, src := range waiting {
		if src.Length > 0 || !strings.EqualFold(src.File, file) && !strings.EqualFold(src.Name, file) && !strings.EqualFold(src.Name, base) {
			continue
		}
		if found != nil {
			return nil, nil
		}
		found = src
	}
	return found, nil
}

// supply gives a source that waited for its file the file.
func (in *interviewImport) supply(tx *store.Tx, src *crosscase.Source, as *crosscase.Source, m *crosscase.Media) error {
	src.Media, src.Length, src.File = m.Hash, as.Length, in.name
	m.SourceID, m.SiteID = src.ID, src.SiteID
	in.res.Warnings = append(in.res.Warnings, "source "+src.Name+" was waiting for this file, and has it now")
	if err := tx.Update(src); err != nil {
		return err
	}
	in.res.created("media", "")
	return tx.Insert(m)
}
