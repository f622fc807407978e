package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/crosscase/crosscase"
)

// Accounts stand beside the studies; they are not part of any study's history.

// AddAccount writes a new account.
func (s *Store) AddAccount(ctx context.Context, a *crosscase.Account) error {
	_, err := s.exec(ctx, s.write, `INSERT INTO account (id, login, password, admin, created) VALUES ($1, $2, $3, $4, $5)`,
		string(a.ID), a.Login, a.Password, a.Admin, a.Created)
	return s.d.explain(err, fmt.Sprintf("add account %q", a.Login))
}

// SetPassword replaces an account's password and ends its tokens; sessions carry a mark of the password and end by it.
func (s *Store) SetPassword(ctx context.Context, id crosscase.AccountID, password string) error {
	if _, err := s.exec(ctx, s.write, `UPDATE account SET password = $2 WHERE id = $1`, string(id), password); err != nil {
		return err
	}
	_, err := s.exec(ctx, s.write, `DELETE FROM api_token WHERE account_id = $1`, string(id))
	return err
}

// DeleteAccount removes an account and its tokens; what it did stays in the histories.
func (s *Store) DeleteAccount(ctx context.Context, id crosscase.AccountID) error {
	if _, err := s.exec(ctx, s.write, `DELETE FROM api_token WHERE account_id = $1`, string(id)); err != nil {
		return err
	}
	_, err := s.exec(ctx, s.write, `DELETE FROM account WHERE id = $1`, string(id))
	return err
}

// Accounts lists all accounts by login.
func (s *Store) Accounts(ctx context.Context) ([]*crosscase.Account, error) {
	return s.accounts(ctx, `ORDER BY login`)
}

// AccountByLogin finds an account; not found where there is none.
func (s *Store) AccountByLogin(ctx context.Context, login string) (*crosscase.Account, error) {
	return s.account(ctx, `WHERE login = $1`, login)
}

// AccountByID finds an account; not found where there is none.
func (s *Store) AccountByID(ctx context.Context, id crosscase.AccountID) (*crosscase.Account, error) {
	return s.account(ctx, `WHERE id = $1`, string(id))
}

// AccountByToken finds the account of an API token by the token's hash.
func (s *Store) AccountByToken(ctx context.Context, hash string) (*crosscase.Account, error) {
	return s.account(ctx, `WHERE id = (SELECT account_id FROM api_token WHERE hash = $1)`, hash)
}

// AddToken writes the hash of a new API token.
func (s *Store) AddToken(ctx context.Context, hash string, account crosscase.AccountID, label string, at int64) error {
	_, err := s.exec(ctx, s.write, `INSERT INTO api_token (hash, account_id, label, created) VALUES ($1, $2, $3, $4)`, hash, string(account), label, at)
	return err
}

func (s *Store) account(ctx context.Context, where string, args ...any) (*crosscase.Account, error) {
	found, err := s.accounts(ctx, where, args...)
	if err != nil {
		return nil, err
	}
	if len(found) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such account")
	}
	return found[0], nil
}

func (s *Store) accounts(ctx context.Context, where string, args ...any) ([]*crosscase.Account, error) {
	rows, err := s.query(ctx, s.read, `SELECT id, login, password, admin, created FROM account `+where, args...)
	if err != nil {
		return nil, fmt.Errorf("read accounts: %w", err)
	}
	defer rows.Close()
	var out []*crosscase.Account
	for rows.Next() {
		a := new(crosscase.Account)
		if err := rows.Scan(&a.ID, &a.Login, &a.Password, &a.Admin, &a.Created); err != nil {
			return nil, err
		}
		out = append(out, a)
	}
	return out, rows.Err()
}

// Session reads a web session that has not expired; found is false where there is none.
func (s *Store) Session(ctx context.Context, token string, now int64) (data []byte, found bool, err error) {
	err = s.read.QueryRowContext(ctx, s.d.rewrite(`SELECT data FROM web_session WHERE token = $1 AND expiry > $2`), token, now).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false, nil
	}
	return data, err == nil, err
}

// SaveSession writes a web session.
func (s *Store) SaveSession(ctx context.Context, token string, data []byte, expiry int64) error {
	_, err := s.exec(ctx, s.write, `
		INSERT INTO web_session (token, data, expiry) VALUES ($1, $2, $3)
		ON CONFLICT (token) DO UPDATE SET data = excluded.data, expiry = excluded.expiry`, token, data, expiry)
	return err
}

// DeleteSession ends a web session, and all that have expired.
func (s *Store) DeleteSession(ctx context.Context, token string, now int64) error {
	_, err := s.exec(ctx, s.write, `DELETE FROM web_session WHERE token = $1 OR expiry <= $2`, token, now)
	return err
}
