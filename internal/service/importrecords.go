package service

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ImportRecords reads a JSON array of records, each with its "noun", and adds them all or none.
func (s *Service) ImportRecords(ctx context.Context, slug, name string, r io.Reader) (*ImportResult, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteDesign)
	if err != nil {
		return nil, err
	}
	var list []Record
	dec := json.NewDecoder(r)
	if err := dec.Decode(&list); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s: not a JSON array of records: %v", name, err)
	}
	res := newImportResult(name, "records")
	c, err := v.write(v.head("import.records", "", "", fmt.Sprintf("import %d records", len(list))), func(tx *store.Tx) error {
		w := v.in(tx)
		for i, rec := range list {
			if err := w.importRecord(tx, rec, res); err != nil {
				return &crosscase.Error{Code: crosscase.ErrorCode(err), Message: fmt.Sprintf("%s, record %d: %v", name, i+1, err)}
			}
		}
		return nil
	})
	return res.done(c), err
}

func (v *visit) importRecord(tx *store.Tx, rec Record, res *ImportResult) error {
	noun := fmt.Sprint(rec["noun"])
	delete(rec, "noun")
	need, ok := crosscase.Nouns[noun]
	if !ok {
		return crosscase.Errorf(crosscase.CodeInvalid, "there is no noun %q", noun)
	}
	if err := v.may(need.Write); err != nil {
		return err
	}
	body := takeText(noun, rec)
	row, err := v.row(noun, rec, nil)
	if err != nil {
		return err
	}
	setID(row, v.s.newID())
	res.Rows++
	res.created(noun, "")
	return v.insertWithText(tx, noun, row, body)
}
