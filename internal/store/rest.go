package store

import "slices"

// Rest is a row that names a row which is not there any more.
type Rest struct {
	Noun string // of Row
	Row  any    // a pointer to its struct
	On   string // noun of what it names
}

// Resting lists the rows that name rows which a Revert within this write has deleted, noun by noun, at most so many.
// Where there is one the write cannot be saved: the database refuses it, or a list of ids would point to nothing.
func (tx *Tx) Resting(most int) ([]Rest, error) {
	var out []Rest
	for _, t := range tables {
		for i := range t.refs {
			r := &t.refs[i]
			if len(tx.gone[r.table]) == 0 {
				continue
			}
			found, err := tx.restingIn(t, r, most-len(out))
			if err != nil {
				return nil, err
			}
			if out = append(out, found...); len(out) >= most {
				return out, nil
			}
		}
	}
	return out, nil
}

func (tx *Tx) restingIn(t *table, r *ref, most int) ([]Rest, error) {
	named := Reference{Field: r.column, Noun: r.to, List: r.json}
	gone := tx.gone[r.table]
	var out []Rest
	look := func(where string, args ...any) error {
		rows, err := tx.Rows(t.name, where, args...)
		if err != nil {
			return err
		}
		for _, row := range rows {
			i := slices.IndexFunc(NamedBy(row), func(n Named) bool { return n.Reference == named && gone[n.ID] })
			if i < 0 {
				continue
			}
			id := NamedBy(row)[i].ID
			if _, stands, err := tx.standing(r.table, id); err != nil {
				return err
			} else if !stands && len(out) < most {
				out = append(out, Rest{t.name, row, r.to})
			}
		}
		return nil
	}
	if r.json {
		return out, look(r.column+" LIKE $2", `%"%`)
	}
	ids := make([]any, 0, len(gone))
	for id := range gone {
		ids = append(ids, id)
	}
	for part := range slices.Chunk(ids, 500) {
		if err := look(r.column+" IN ("+Places(2, len(part))+")", part...); err != nil || len(out) >= most {
			return out, err
		}
	}
	return out, nil
}
