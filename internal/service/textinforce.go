package service

import (
	"github.com/crosscase/crosscase"
)

// textInForce is the text of a source as it stands, with its turns.
func (v *visit) textInForce(src *crosscase.Source) (*crosscase.SourceText, error) {
	rows, err := v.rows("source_text", "source_id = $2 AND version = $3", string(src.ID), src.Version)
	if err != nil || len(rows) == 0 {
		return &crosscase.SourceText{SourceID: src.ID}, err
	}
	return rows[0].(*crosscase.SourceText), nil
}

// placed takes excerpts of a source to where their words are in the version in force.
func (v *visit) placed(src *crosscase.Source, excerpts []*crosscase.Excerpt) error { return nil }
