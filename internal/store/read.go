package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/crosscase/crosscase"
)

// List reads all rows of a noun, in the order they were made. where, when not empty, is a condition
// whose first placeholder is $2.
func List[T any](ctx context.Context, s *Store, study crosscase.StudyID, where string, args ...any) ([]*T, error) {
	return listIn[T](ctx, s, s.read, study, where, args...)
}

// ListTx is List within a write.
func ListTx[T any](tx *Tx, where string, args ...any) ([]*T, error) {
	return listIn[T](tx.ctx, tx.s, tx.tx, tx.study, where, args...)
}

// Get reads one row; not found where there is none.
func Get[T any](ctx context.Context, s *Store, study crosscase.StudyID, id string) (*T, error) {
	return one[T](List[T](ctx, s, study, "id = $2", id))
}

// GetTx is Get within a write.
func GetTx[T any](tx *Tx, id string) (*T, error) {
	return one[T](ListTx[T](tx, "id = $2", id))
}

func one[T any](found []*T, err error) (*T, error) {
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such %s", tableByType[reflect.TypeFor[T]()].name)
	}
	return found[0], nil
}

func listIn[T any](ctx context.Context, s *Store, q queryer, study crosscase.StudyID, where string, args ...any) ([]*T, error) {
	found, err := s.list(ctx, q, tableByType[reflect.TypeFor[T]()], study, where, args...)
	if err != nil {
		return nil, err
	}
	out := make([]*T, len(found))
	for i, v := range found {
		out[i] = v.Interface().(*T)
	}
	return out, nil
}

// Rows reads all rows of a noun given by name, as pointers to its struct.
func (s *Store) Rows(ctx context.Context, study crosscase.StudyID, noun, where string, args ...any) ([]any, error) {
	return s.rowsIn(ctx, s.read, study, noun, where, args...)
}

// Naming reads the rows of a noun that name a row by its id in one of their fields.
func (tx *Tx) Naming(noun string, ref Reference, id string) ([]any, error) {
	if ref.List {
		return tx.Rows(noun, ref.Field+" LIKE $2", `%"`+id+`"%`)
	}
	return tx.Rows(noun, ref.Field+" = $2", id)
}

// Places are n placeholders in a row, the first of them $from.
func Places(from, n int) string {
	marks := make([]string, n)
	for i := range marks {
		marks[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(marks, ", ")
}

// Rows is Store.Rows within a write.
func (tx *Tx) Rows(noun, where string, args ...any) ([]any, error) {
	return tx.s.rowsIn(tx.ctx, tx.tx, tx.study, noun, where, args...)
}

func (s *Store) rowsIn(ctx context.Context, q queryer, study crosscase.StudyID, noun, where string, args ...any) ([]any, error) {
	t, ok := tableByName[noun]
	if !ok {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no noun %q", noun)
	}
	found, err := s.list(ctx, q, t, study, where, args...)
	if err != nil {
		return nil, err
	}
	out := make([]any, len(found))
	for i, v := range found {
		out[i] = v.Interface()
	}
	return out, nil
}

// snapshot runs fn on a view of the database that writes made meanwhile do not alter.
func (s *Store) snapshot(ctx context.Context, fn func(queryer) error) error {
	// SQLite's read transactions are such views whatever is asked for; its driver refuses the name of the level.
	options := &sql.TxOptions{ReadOnly: true}
	if s.path == "" {
		options.Isolation = sql.LevelRepeatableRead
	}
	tx, err := s.read.BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("begin reading: %w", err)
	}
	defer tx.Rollback()
	return fn(tx)
}

// Studies lists all studies by slug.
func (s *Store) Studies(ctx context.Context) ([]*crosscase.Study, error) {
	return s.studies(ctx, "")
}

// StudyBySlug finds a study; not found where there is none.
func (s *Store) StudyBySlug(ctx context.Context, slug string) (*crosscase.Study, error) {
	found, err := s.studies(ctx, " WHERE slug = $1", slug)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no study %q: \"crosscase study list\" shows those there are", slug)
	}
	return found[0], nil
}

func (s *Store) studies(ctx context.Context, where string, args ...any) ([]*crosscase.Study, error) {
	t := tableByName["study"]
	rows, err := s.query(ctx, s.read, "SELECT "+t.listed+" FROM study"+where+" ORDER BY slug", args...)
	if err != nil {
		return nil, fmt.Errorf("list studies: %w", err)
	}
	found, err := t.readAll(rows, "")
	if err != nil {
		return nil, err
	}
	out := make([]*crosscase.Study, len(found))
	for i, v := range found {
		out[i] = v.Interface().(*crosscase.Study)
	}
	return out, nil
}

// Seq is the number of the study's last change.
func (s *Store) Seq(ctx context.Context, study crosscase.StudyID) (int64, error) {
	var seq int64
	err := s.read.QueryRowContext(ctx, s.d.rewrite(`SELECT seq FROM study_head WHERE study_id = $1`), string(study)).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, crosscase.Errorf(crosscase.CodeNotFound, "there is no such study")
	}
	return seq, err
}

// Count counts the rows of a noun; where as in List.
func (s *Store) Count(ctx context.Context, study crosscase.StudyID, noun, where string, args ...any) (int64, error) {
	t, ok := tableByName[noun]
	if !ok {
		return 0, fmt.Errorf("store: no noun %q", noun)
	}
	text := "SELECT count(*) FROM " + t.name + " WHERE " + t.studyColumn() + " = $1"
	if where != "" {
		text += " AND " + where
	}
	var n int64
	err := s.read.QueryRowContext(ctx, s.d.rewrite(text), append([]any{string(study)}, args...)...).Scan(&n)
	return n, err
}

// CountAt counts the rows of a noun at the given sites, or at all where none is given. Rows of nouns
// that belong to no site are counted in either case.
func (s *Store) CountAt(ctx context.Context, study crosscase.StudyID, noun string, sites []crosscase.SiteID, where string) (int64, error) {
	t, ok := tableByName[noun]
	if !ok {
		return 0, fmt.Errorf("store: no noun %q", noun)
	}
	column := "site_id"
	if noun == "site" {
		column = "id"
	}
	if len(sites) == 0 || t.site < 0 && noun != "site" {
		return s.Count(ctx, study, noun, where)
	}
	var total int64
	for _, site := range sites {
		cond := column + " = $2"
		if where != "" {
			cond += " AND " + where
		}
		n, err := s.Count(ctx, study, noun, cond, string(site))
		if err != nil {
			return 0, err
		}
		total += n
	}
	return total, nil
}

// DeleteStudy removes a study, its rows and its history.
func (s *Store) DeleteStudy(ctx context.Context, study crosscase.StudyID) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	for i := len(tables) - 1; i > 0; i-- {
		if _, err := s.exec(ctx, tx, "DELETE FROM "+tables[i].name+" WHERE study_id = $1", string(study)); err != nil {
			return fmt.Errorf("delete study: %w", err)
		}
	}
	for _, text := range []string{
		"DELETE FROM change_content WHERE study_id = $1", "DELETE FROM change WHERE study_id = $1",
		"DELETE FROM study_head WHERE study_id = $1", "DELETE FROM study WHERE id = $1",
	} {
		if _, err := s.exec(ctx, tx, text, string(study)); err != nil {
			return fmt.Errorf("delete study: %w", err)
		}
	}
	return tx.Commit()
}

// AspectsInUse lists, for each question, the aspects its codings have, in the order of crosscase.Aspects.
func (tx *Tx) AspectsInUse() (map[crosscase.QuestionID][]crosscase.Aspect, error) {
	rows, err := tx.s.query(tx.ctx, tx.tx, `SELECT DISTINCT question_id, aspect FROM coding WHERE study_id = $1 AND question_id IS NOT NULL`, string(tx.study))
	if err != nil {
		return nil, fmt.Errorf("read aspects: %w", err)
	}
	defer rows.Close()
	seen := map[crosscase.QuestionID]map[crosscase.Aspect]bool{}
	for rows.Next() {
		var q crosscase.QuestionID
		var a crosscase.Aspect
		if err := rows.Scan(&q, &a); err != nil {
			return nil, err
		}
		if seen[q] == nil {
			seen[q] = map[crosscase.Aspect]bool{}
		}
		seen[q][a] = true
	}
	out := map[crosscase.QuestionID][]crosscase.Aspect{}
	for q, has := range seen {
		for _, a := range crosscase.Aspects {
			if has[a] {
				out[q] = append(out[q], a)
			}
		}
	}
	return out, rows.Err()
}
