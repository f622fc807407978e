package service

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"sync"

	"github.com/alexedwards/argon2id"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// hashing is bounded: each argon2id hash takes 64 MiB.
var hashing = make(chan struct{}, 2)

// hashParams are those of OWASP's Password Storage Cheat Sheet, raised: 64 MiB, three passes, two lanes.
var hashParams = &argon2id.Params{Memory: 64 * 1024, Iterations: 3, Parallelism: 2, SaltLength: 16, KeyLength: 32}

// minPassword is the least number of characters of a password (NIST SP 800-63B, 2017, section 5.1.1.2, asks for eight).
const minPassword = 8

// AddAccount makes an account. It is for whoever has the database in hand: the command line.
func (s *Service) AddAccount(ctx context.Context, login, password string, admin bool) (*crosscase.Account, error) {
	a := &crosscase.Account{ID: crosscase.AccountID(s.newID()), Login: login, Admin: admin, Created: s.now().UnixMilli()}
	if err := a.Validate(); err != nil {
		return nil, err
	}
	var err error
	if a.Password, err = hashPassword(password); err != nil {
		return nil, err
	}
	return a, s.store.AddAccount(ctx, a)
}

// SetPassword gives an account a new password; its API tokens and sessions end.
func (s *Service) SetPassword(ctx context.Context, login, password string) error {
	a, err := s.store.AccountByLogin(ctx, login)
	if err != nil {
		return err
	}
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	return s.store.SetPassword(ctx, a.ID, hash)
}

// DeleteAccount removes an account. What it did stays in the histories under its name.
func (s *Service) DeleteAccount(ctx context.Context, login string) error {
	a, err := s.store.AccountByLogin(ctx, login)
	if err != nil {
		return err
	}
	return s.store.DeleteAccount(ctx, a.ID)
}

// Accounts lists all accounts.
func (s *Service) Accounts(ctx context.Context) ([]*crosscase.Account, error) {
	return s.store.Accounts(ctx)
}

// NewToken makes an API token for an account. It is shown once; only its hash is kept.
func (s *Service) NewToken(ctx context.Context, login, label string) (string, error) {
	a, err := s.store.AccountByLogin(ctx, login)
	if err != nil {
		return "", err
	}
	token := "cc_" + rand.Text()
	return token, s.store.AddToken(ctx, tokenHash(token), a.ID, label, s.now().UnixMilli())
}

// SignIn checks a login and password, and returns with the actor a mark of the password for the session. The answer to a wrong login takes as long as that to a wrong password.
func (s *Service) SignIn(ctx context.Context, login, password string) (actor crosscase.Actor, mark string, err error) {
	wrong := crosscase.Errorf(crosscase.CodeUnauthorized, "login or password is wrong")
	a, err := s.store.AccountByLogin(ctx, login)
	if err != nil && !isNotFound(err) {
		return actor, "", err
	}
	stored, decoyErr := decoy()
	if decoyErr != nil {
		return actor, "", decoyErr
	}
	if err == nil {
		stored = a.Password
	}
	hashing <- struct{}{}
	ok, matchErr := argon2id.ComparePasswordAndHash(password, stored)
	<-hashing
	if matchErr != nil {
		return actor, "", matchErr
	}
	if !ok || err != nil {
		return actor, "", wrong
	}
	return crosscase.Actor{Account: a.ID, Name: a.Login}, tokenHash(a.Password), nil
}

// ActorOfToken is who an API token belongs to.
func (s *Service) ActorOfToken(ctx context.Context, token string) (crosscase.Actor, error) {
	a, err := s.store.AccountByToken(ctx, tokenHash(token))
	if isNotFound(err) {
		return crosscase.Actor{}, crosscase.Errorf(crosscase.CodeUnauthorized, "the API token is not valid: \"crosscase user token\" makes a new one")
	} else if err != nil {
		return crosscase.Actor{}, err
	}
	return crosscase.Actor{Account: a.ID, Name: a.Login}, nil
}

// ActorOfSession is who a session belongs to. A session ends, as not found, with its account and when the
// password is no longer the one it was opened with.
func (s *Service) ActorOfSession(ctx context.Context, id crosscase.AccountID, mark string) (crosscase.Actor, error) {
	a, err := s.store.AccountByID(ctx, id)
	if err != nil {
		return crosscase.Actor{}, err
	}
	if tokenHash(a.Password) != mark {
		return crosscase.Actor{}, crosscase.Errorf(crosscase.CodeNotFound, "the password was changed: sign in again")
	}
	return crosscase.Actor{Account: a.ID, Name: a.Login}, nil
}

// SetMember gives an account a role in a study, for all of it or for the sites whose letters are given.
func (s *Service) SetMember(ctx context.Context, slug, login string, role crosscase.Role, letters []string) error {
	v, err := s.visit(ctx, slug, crosscase.ManageMembers)
	if err != nil {
		return err
	}
	a, err := s.store.AccountByLogin(ctx, login)
	if err != nil {
		return err
	}
	m := &crosscase.Member{ID: crosscase.RowID(s.newID()), AccountID: a.ID, Role: role}
	for _, letter := range letters {
		id, err := v.find("site", strings.TrimSpace(letter), nil)
		if err != nil {
			return err
		}
		m.Sites = append(m.Sites, crosscase.SiteID(id))
	}
	if err := m.Validate(); err != nil {
		return err
	}
	_, err = v.write(v.head("member.set", "member", string(a.ID), "give "+login+" a role"), func(tx *store.Tx) error {
		standing, err := store.ListTx[crosscase.Member](tx, "account_id = $2", string(a.ID))
		if err != nil {
			return err
		}
		if len(standing) == 0 {
			return tx.Insert(m)
		}
		m.ID = standing[0].ID
		return tx.Update(m)
	})
	return err
}

// LocalActor is the one person on a laptop without accounts; ok is false once there are accounts.
func (s *Service) LocalActor(ctx context.Context) (actor crosscase.Actor, ok bool, err error) {
	all, err := s.store.Accounts(ctx)
	if err != nil || len(all) > 0 {
		return crosscase.Actor{}, false, err
	}
	return crosscase.Actor{Account: "local", Name: "local", Local: true}, true, nil
}

// decoy is the hash of no password, compared against where a login does not exist.
var decoy = sync.OnceValues(func() (string, error) {
	return argon2id.CreateHash(rand.Text(), hashParams)
})

func hashPassword(password string) (string, error) {
	if len([]rune(password)) < minPassword {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "a password has at least %d characters", minPassword)
	}
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2id.CreateHash(password, hashParams)
}

func tokenHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}
