package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

const changeColumns = `study_id, seq, actor, actor_name, at, kind, noun, entity_id, about, rows_changed, undoes, undone_by, digest, prev, hash`

// Changes lists the changes after seq number since, oldest first, at most limit (0 is all).
func (s *Store) Changes(ctx context.Context, study crosscase.StudyID, since int64, limit int) ([]*crosscase.Change, error) {
	text := `SELECT ` + changeColumns + ` FROM change WHERE study_id = $1 AND seq > $2 ORDER BY seq`
	if limit > 0 {
		text += fmt.Sprintf(" LIMIT %d", limit)
	}
	return s.changes(ctx, s.read, text, string(study), since)
}

// LatestChanges lists the last changes, newest first, those before seq number before (0 is from the end).
func (s *Store) LatestChanges(ctx context.Context, study crosscase.StudyID, before int64, limit int) ([]*crosscase.Change, error) {
	text := `SELECT ` + changeColumns + ` FROM change WHERE study_id = $1 AND ($2 = 0 OR seq < $2) ORDER BY seq DESC`
	return s.changes(ctx, s.read, fmt.Sprintf("%s LIMIT %d", text, limit), string(study), before)
}

// ChangesOf reads changes by number.
func (s *Store) ChangesOf(ctx context.Context, study crosscase.StudyID, seqs []int64) (map[int64]*crosscase.Change, error) {
	out := make(map[int64]*crosscase.Change, len(seqs))
	for part := range slices.Chunk(seqs, 500) {
		args := []any{string(study)}
		for _, seq := range part {
			args = append(args, seq)
		}
		found, err := s.changes(ctx, s.read, `SELECT `+changeColumns+` FROM change WHERE study_id = $1 AND seq IN (`+Places(2, len(part))+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			out[c.Seq] = c
		}
	}
	return out, nil
}

func (s *Store) changes(ctx context.Context, q queryer, text string, args ...any) ([]*crosscase.Change, error) {
	rows, err := s.query(ctx, q, text, args...)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	defer rows.Close()
	var out []*crosscase.Change
	for rows.Next() {
		c := new(crosscase.Change)
		if err := rows.Scan(&c.StudyID, &c.Seq, &c.Actor, &c.Name, &c.At, &c.Kind, &c.Noun, &c.EntityID, &c.About, &c.Rows,
			&c.Undoes, &c.UndoneBy, &c.Digest, &c.Prev, &c.Hash); err != nil {
			return nil, fmt.Errorf("read changes: %w", err)
		}
		out = append(out, c)
	}
	return out, rows.Err()
}

// RowChange is what a change did to one row: Before nil is a creation, After nil a deletion.
// Both are pointers to the row's struct.
type RowChange struct {
	Noun, ID      string
	Before, After any
}

// Content reads what a change did, row by row in its order. erased says that the content is gone.
func (s *Store) Content(ctx context.Context, study crosscase.StudyID, seq int64, fn func(RowChange) error) (erased bool, err error) {
	return s.contentRows(ctx, s.read, study, seq, fn)
}

// Content is Store.Content within a write.
func (tx *Tx) Content(seq int64, fn func(RowChange) error) (erased bool, err error) {
	return tx.s.contentRows(tx.ctx, tx.tx, tx.study, seq, fn)
}

func (s *Store) contentRows(ctx context.Context, q queryer, study crosscase.StudyID, seq int64, fn func(RowChange) error) (erased bool, err error) {
	return s.content(ctx, q, study, seq, func(op rowOp) error {
		out, err := op.decode(study, seq)
		if err != nil {
			return err
		}
		return fn(out)
	})
}

// decode makes the rows of an op.
func (op *rowOp) decode(study crosscase.StudyID, seq int64) (RowChange, error) {
	out := RowChange{Noun: op.Table, ID: op.ID}
	t, ok := tableByName[op.Table]
	if !ok {
		return out, fmt.Errorf("change %d names an unknown noun %q", seq, op.Table)
	}
	for _, side := range []struct {
		body json.RawMessage
		to   *any
	}{{op.Before, &out.Before}, {op.After, &out.After}} {
		if side.body == nil {
			continue
		}
		v, err := t.decode(study, side.body)
		if err != nil {
			return out, err
		}
		*side.to = v.Interface()
	}
	return out, nil
}

func (s *Store) content(ctx context.Context, q queryer, study crosscase.StudyID, seq int64, fn func(rowOp) error) (erased bool, err error) {
	parts, erased, err := s.parts(ctx, q, study, seq)
	if err != nil || erased {
		return erased, err
	}
	for part := range parts {
		body, err := s.part(ctx, q, study, seq, int64(part))
		if err != nil {
			return false, err
		}
		ops, err := readOps(body)
		if err != nil {
			return false, fmt.Errorf("read the content of change %d: %w", seq, err)
		}
		for _, op := range ops {
			if err := fn(op); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// parts counts the parts of a change's content. Content whose parts are all gone has been erased.
func (s *Store) parts(ctx context.Context, q queryer, study crosscase.StudyID, seq int64) (n int, erased bool, err error) {
	rows, err := s.query(ctx, q, `SELECT count(*) FROM change_content WHERE study_id = $1 AND seq = $2`, string(study), seq)
	if err != nil {
		return 0, false, fmt.Errorf("read the content of change %d: %w", seq, err)
	}
	defer rows.Close()
	rows.Next()
	if err := rows.Scan(&n); err != nil {
		return 0, false, err
	}
	return n, n == 0, rows.Err()
}

func (s *Store) part(ctx context.Context, q queryer, study crosscase.StudyID, seq, part int64) ([]byte, error) {
	rows, err := s.query(ctx, q, `SELECT body FROM change_content WHERE study_id = $1 AND seq = $2 AND part = $3`, string(study), seq, part)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var body []byte
	if !rows.Next() {
		return nil, errors.Join(rows.Err(), fmt.Errorf("part %d of change %d is missing", part, seq))
	}
	if err := rows.Scan(&body); err != nil {
		return nil, err
	}
	return unpack(body)
}

// ChangeTx reads one change within a write.
func (tx *Tx) ChangeTx(seq int64) (*crosscase.Change, error) {
	found, err := tx.s.changes(tx.ctx, tx.tx, `SELECT `+changeColumns+` FROM change WHERE study_id = $1 AND seq = $2`, string(tx.study), seq)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no change %d", seq)
	}
	return found[0], nil
}

// Revert takes a change back, row by row, last first: a row that it made is deleted, one that it deleted is put back,
// and of one that it altered the fields that it altered become what they were. So what others have done meanwhile to
// other fields stays; where they have altered the same fields, or a row that the change made, it is a conflict, and
// then nothing is reverted. own, which may be nil, is asked about each row first; where it says true it has seen to it.
// Rows that name what it has deleted stand in the way of saving it: see Resting.
func (tx *Tx) Revert(seq int64, own func(RowChange) (bool, error)) error {
	tx.gone = map[*table]map[string]bool{}
	n, erased, err := tx.s.parts(tx.ctx, tx.tx, tx.study, seq)
	if err != nil {
		return err
	}
	if erased {
		if _, err := tx.ChangeTx(seq); err != nil {
			return err
		}
		return crosscase.Errorf(crosscase.CodeConflict, "change %d cannot be undone: its content was erased", seq)
	}
	for part := n - 1; part >= 0; part-- { // one part at a time: an import's content is larger than memory should be
		body, err := tx.s.part(tx.ctx, tx.tx, tx.study, seq, int64(part))
		if err != nil {
			return err
		}
		ops, err := readOps(body)
		if err != nil {
			return fmt.Errorf("read the content of change %d: %w", seq, err)
		}
		for _, op := range slices.Backward(ops) {
			r, err := op.decode(tx.study, seq)
			if err != nil {
				return err
			}
			if own != nil {
				if done, err := own(r); err != nil || done {
					if err != nil {
						return err
					}
					continue
				}
			}
			if err := tx.revertRow(seq, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (tx *Tx) revertRow(seq int64, r RowChange) error {
	t := tableByName[r.Noun]
	standing, found, err := tx.standing(t, r.ID)
	if err != nil {
		return err
	}
	if r.After == nil { // it was deleted: put it back
		if found {
			return conflictOn(seq, t, standing)
		}
		return tx.Insert(r.Before)
	}
	after := reflect.ValueOf(r.After)
	if !found {
		return crosscase.Errorf(crosscase.CodeConflict, "change %d cannot be undone: %s was deleted since", seq, label(t, after.Elem()))
	}
	if r.Before == nil {
		if differ := slices.DeleteFunc(t.differing(standing.Elem(), after.Elem()), t.follows); len(differ) > 0 {
			return conflictOn(seq, t, standing, differ...)
		}
		return tx.remove(t, standing)
	}
	next, clash := TakeBack(standing.Interface(), r.Before, r.After)
	if len(clash) > 0 {
		return conflictOn(seq, t, standing, clash...)
	}
	return tx.replace(t, standing, reflect.ValueOf(next).Elem())
}

// follows says whether a field follows from changes of other rows. What a theme means is altered by its questions too:
// two people who each add one to the same theme can both take back their own.
func (t *table) follows(field string) bool { return t.name == "theme" && field == "meaning" }

// TakeBack is a row as it stands with the fields that a change has altered as they were before, those named in but
// left alone. clash are the fields that stand otherwise than the change has left them.
func TakeBack(standing, before, after any, but ...string) (next any, clash []string) {
	t, v, err := tableFor(standing)
	if err != nil {
		return standing, nil
	}
	was, left := reflect.ValueOf(before).Elem(), reflect.ValueOf(after).Elem()
	row := reflect.New(t.typ)
	row.Elem().Set(v)
	for _, name := range t.differing(was, left) {
		if slices.Contains(but, name) {
			continue
		}
		field := t.fieldOf(name)
		if !sameValue(v.Field(field), left.Field(field)) {
			if !t.follows(name) {
				clash = append(clash, name)
			}
			continue
		}
		row.Elem().Field(field).Set(was.Field(field))
	}
	return row.Interface(), clash
}

// Conflict says that a change cannot be taken back because a row, which is as it stands, was changed since; fields
// are those that stand in the way.
func Conflict(seq int64, row any, fields ...string) error {
	t, v, err := tableFor(row)
	if err != nil {
		return err
	}
	return conflictOn(seq, t, v.Addr(), fields...)
}

func conflictOn(seq int64, t *table, v reflect.Value, fields ...string) error {
	what := ""
	if len(fields) > 0 && len(fields) <= 4 {
		what = " (" + strings.Join(fields, ", ") + ")"
	}
	return &crosscase.Error{Code: crosscase.CodeConflict, Details: v.Interface(),
		Message: fmt.Sprintf("change %d cannot be undone: %s was changed since, by change %d%s", seq, label(t, v.Elem()), v.Elem().Field(t.rev).Int(), what)}
}

// Altered lists the fields, by their names in SQL, in which two rows of a noun differ, the revision apart.
func Altered(a, b any) []string {
	t, x, err := tableFor(a)
	if err != nil {
		return nil
	}
	return t.differing(x, reflect.ValueOf(b).Elem())
}

func (t *table) differing(a, b reflect.Value) []string {
	var out []string
	for _, c := range t.cols {
		if c.field != t.rev && !sameValue(a.Field(c.field), b.Field(c.field)) {
			out = append(out, c.name)
		}
	}
	return out
}

func (t *table) fieldOf(name string) int {
	return t.cols[slices.IndexFunc(t.cols, func(c column) bool { return c.name == name })].field
}

// sameValue says whether two fields are equal; an empty list is none.
func sameValue(a, b reflect.Value) bool {
	if a.Kind() == reflect.Slice && a.Len() == 0 && b.Len() == 0 {
		return true
	}
	return reflect.DeepEqual(a.Interface(), b.Interface())
}

// Undoings are the changes after number since that take another one back, with the change that each takes back.
func (s *Store) Undoings(ctx context.Context, study crosscase.StudyID, since int64) (map[int64]int64, error) {
	return s.undoings(ctx, s.read, study, since)
}

// Undoings is Store.Undoings within a write.
func (tx *Tx) Undoings(since int64) (map[int64]int64, error) {
	return tx.s.undoings(tx.ctx, tx.tx, tx.study, since)
}

func (s *Store) undoings(ctx context.Context, q queryer, study crosscase.StudyID, since int64) (map[int64]int64, error) {
	rows, err := s.query(ctx, q, `SELECT seq, undoes FROM change WHERE study_id = $1 AND seq > $2 AND undoes > 0`, string(study), since)
	if err != nil {
		return nil, fmt.Errorf("read changes: %w", err)
	}
	defer rows.Close()
	out := map[int64]int64{}
	for rows.Next() {
		var seq, undoes int64
		if err := rows.Scan(&seq, &undoes); err != nil {
			return nil, err
		}
		out[seq] = undoes
	}
	return out, rows.Err()
}
