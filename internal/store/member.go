package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/crosscase/crosscase"
)

// Membership finds what an account is in a study; nil where it is nothing.
func (s *Store) Membership(ctx context.Context, study crosscase.StudyID, account crosscase.AccountID) (*crosscase.Member, error) {
	found, err := List[crosscase.Member](ctx, s, study, "account_id = $2", string(account))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}

// StudiesOf lists the studies an account is a member of, with its role in each.
func (s *Store) StudiesOf(ctx context.Context, account crosscase.AccountID) (map[crosscase.StudyID]*crosscase.Member, error) {
	rows, err := s.query(ctx, s.read, `SELECT study_id, role, sites FROM member WHERE account_id = $1`, string(account))
	if err != nil {
		return nil, fmt.Errorf("read memberships: %w", err)
	}
	defer rows.Close()
	out := map[crosscase.StudyID]*crosscase.Member{}
	for rows.Next() {
		m := &crosscase.Member{AccountID: account}
		var sites string
		if err := rows.Scan(&m.StudyID, &m.Role, &sites); err != nil {
			return nil, err
		}
		if err := json.Unmarshal([]byte(sites), &m.Sites); err != nil {
			return nil, fmt.Errorf("read memberships: %w", err)
		}
		out[m.StudyID] = m
	}
	return out, rows.Err()
}
