package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
)

// ThemeUse is how many codings a theme has at one site, on one question or on none.
type ThemeUse struct {
	Theme    crosscase.ThemeID
	Question crosscase.QuestionID
	Site     crosscase.SiteID
	Codings  int64
}

// ThemeUses counts the codings of each theme, question and site.
func (s *Store) ThemeUses(ctx context.Context, study crosscase.StudyID) ([]ThemeUse, error) {
	rows, err := s.query(ctx, s.read, `
		SELECT theme_id, COALESCE(question_id, ''), COALESCE(site_id, ''), count(*)
		FROM coding
		WHERE study_id = $1
		GROUP BY theme_id, question_id, site_id`, string(study))
	if err != nil {
		return nil, fmt.Errorf("count the uses of themes: %w", err)
	}
	defer rows.Close()
	var out []ThemeUse
	for rows.Next() {
		var u ThemeUse
		if err := rows.Scan(&u.Theme, &u.Question, &u.Site, &u.Codings); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

// SourceUse is what was coded with one theme in one source by one change.
type SourceUse struct {
	Theme    crosscase.ThemeID
	Source   crosscase.SourceID
	Revision int64 // of the codings
	Codings  int
}

// SourceUses counts the codings of each theme in each source by their revision.
func (s *Store) SourceUses(ctx context.Context, study crosscase.StudyID) ([]SourceUse, error) {
	rows, err := s.query(ctx, s.read, `
		SELECT c.theme_id, e.source_id, c.revision, count(*)
		FROM coding c
		JOIN excerpt e ON e.study_id = c.study_id AND e.id = c.excerpt_id
		WHERE c.study_id = $1
		GROUP BY c.theme_id, e.source_id, c.revision`, string(study))
	if err != nil {
		return nil, fmt.Errorf("read where themes are used: %w", err)
	}
	defer rows.Close()
	var out []SourceUse
	for rows.Next() {
		var u SourceUse
		if err := rows.Scan(&u.Theme, &u.Source, &u.Revision, &u.Codings); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

// ChangesNumbered reads the changes with these numbers.
func (s *Store) ChangesNumbered(ctx context.Context, study crosscase.StudyID, seqs []int64) (map[int64]*crosscase.Change, error) {
	out := map[int64]*crosscase.Change{}
	for len(seqs) > 0 {
		part := seqs[:min(500, len(seqs))]
		seqs = seqs[len(part):]
		marks, args := make([]string, len(part)), []any{string(study)}
		for i, seq := range part {
			marks[i] = fmt.Sprintf("$%d", i+2)
			args = append(args, seq)
		}
		found, err := s.changes(ctx, s.read, `SELECT `+changeColumns+` FROM change WHERE study_id = $1 AND seq IN (`+strings.Join(marks, ", ")+`)`, args...)
		if err != nil {
			return nil, err
		}
		for _, c := range found {
			out[c.Seq] = c
		}
	}
	return out, nil
}

// CodingUse is one coding with the source it was made in.
type CodingUse struct {
	Coding crosscase.CodingID
	Theme  crosscase.ThemeID
	Source crosscase.SourceID
}

// CodingUses lists the codings that a change wrote last.
func (s *Store) CodingUses(ctx context.Context, study crosscase.StudyID, revision int64) ([]CodingUse, error) {
	rows, err := s.query(ctx, s.read, `
		SELECT c.id, c.theme_id, e.source_id
		FROM coding c
		JOIN excerpt e ON e.study_id = c.study_id AND e.id = c.excerpt_id
		WHERE c.study_id = $1 AND c.revision = $2`, string(study), revision)
	if err != nil {
		return nil, fmt.Errorf("read the codings of change %d: %w", revision, err)
	}
	defer rows.Close()
	var out []CodingUse
	for rows.Next() {
		var u CodingUse
		if err := rows.Scan(&u.Coding, &u.Theme, &u.Source); err != nil {
			return nil, err
		}
		out = append(out, u)
	}
	return out, rows.Err()
}

// Undos lists the changes after a number that take others back: their number, and that of what they take back.
func (s *Store) Undos(ctx context.Context, study crosscase.StudyID, after int64) (map[int64]int64, error) {
	rows, err := s.query(ctx, s.read, `SELECT seq, undoes FROM change WHERE study_id = $1 AND seq > $2 AND undoes > 0`, string(study), after)
	if err != nil {
		return nil, fmt.Errorf("read what was taken back: %w", err)
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
