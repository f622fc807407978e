package service

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// importRecords reads a JSON array of records, each with its "noun", and adds them all or none.
func (v *visit) importRecords(name string, r io.Reader, opts ImportOptions) (*ImportResult, error) {
	list, err := readRecords(name, r)
	if err != nil {
		return nil, err
	}
	res := newImportResult(name, "records")
	res.DryRun = opts.DryRun
	c, err := v.write(v.head("import.records", "", "", "import "+countNouns(list)), func(tx *store.Tx) error {
		w := v.in(tx)
		for i, rec := range list {
			if err := w.importRecord(tx, rec, res); err != nil {
				return &crosscase.Error{Code: crosscase.ErrorCode(err), Message: fmt.Sprintf("%s, record %d: %v", name, i+1, err)}
			}
		}
		return w.finish(tx, res)
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	return res.done(c), nil
}

// readRecords reads an array of records, or one typology as its data file holds it.
func readRecords(name string, r io.Reader) ([]Record, error) {
	var whole json.RawMessage
	if err := json.NewDecoder(r).Decode(&whole); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is not JSON: %v", name, err)
	}
	var list []Record
	if err := json.Unmarshal(whole, &list); err == nil {
		return list, nil
	}
	var typology Record
	if err := json.Unmarshal(whole, &typology); err != nil || typology["key"] == nil || typology["types"] == nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is neither a JSON array of records, each with its \"noun\", nor a typology with \"key\" and \"types\"", name)
	}
	typology["noun"] = "typology"
	return []Record{typology}, nil
}

// countNouns says what is in a list of records: "1 typology", "423 records of 8 nouns".
func countNouns(list []Record) string {
	nouns := map[string]bool{}
	for _, rec := range list {
		nouns[fmt.Sprint(rec["noun"])] = true
	}
	if len(nouns) == 1 {
		noun := fmt.Sprint(list[0]["noun"])
		return fmt.Sprintf("%d %s", len(list), plural(noun, len(list)))
	}
	return fmt.Sprintf("%d records of %d nouns", len(list), len(nouns))
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
