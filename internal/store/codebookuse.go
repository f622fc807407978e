package store

import (
	"context"
	"fmt"

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
