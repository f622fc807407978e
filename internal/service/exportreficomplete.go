package service

import (
	"bufio"
	"encoding/json"
	"io"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// completeEntry is the file at the root of an archive that holds all rows of a study, which no other program knows of.
const completeEntry = "crosscase.json"

// notComplete are nouns that stay out of it: who may do what, who is who, and what speaks of a history that stays behind.
var notComplete = map[string]bool{"member": true, "transfer": true, "site_identity": true, "participant_identity": true, "codebook_version": true, "revisit": true}

// completeRow is a line of that file: a row of a noun as the API gives it.
type completeRow struct {
	Noun string          `json:"noun"`
	Row  json.RawMessage `json:"row"`
}

// writeComplete writes every row on a line of its own, one that others refer to before them.
func (x *exchange) writeComplete(w io.Writer) error {
	out := bufio.NewWriter(w)
	lines := json.NewEncoder(out)
	for _, noun := range store.Nouns() {
		if notComplete[noun] || !x.v.access.May(crosscase.Nouns[noun].Read) {
			continue
		}
		rows, err := x.v.rows(noun, "")
		if err != nil {
			return err
		}
		for _, row := range rows {
			body, err := json.Marshal(row)
			if err != nil {
				return err
			}
			if err := lines.Encode(completeRow{noun, body}); err != nil {
				return err
			}
		}
	}
	return out.Flush()
}
