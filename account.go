package crosscase

import "regexp"

// Account is a person who can sign in. Accounts stand beside the studies, not in them.
type Account struct {
	ID       AccountID `json:"id"`
	Login    string    `json:"login"`
	Password string    `json:"-"` // argon2id, in its encoded form
	Created  int64     `json:"created"`
	Admin    bool      `json:"admin,omitempty" doc:"may create studies"`
}

// Member gives an account a role in one study, for all of it or for some sites.
type Member struct {
	StudyID   StudyID   `db:"study_id" json:"-"`
	ID        RowID     `db:"id" json:"id"`
	Revision  int64     `db:"revision" json:"revision"`
	AccountID AccountID `db:"account_id" json:"account_id"`
	Role      Role      `db:"role" json:"role"`
	Sites     []SiteID  `db:"sites,json" json:"sites,omitempty" doc:"the only sites the member may see; empty is all"`
}

var loginPattern = regexp.MustCompile(`^[a-z0-9][a-z0-9._@-]{0,63}$`)

// Validate refuses a login that could not be typed.
func (a *Account) Validate() error {
	if !loginPattern.MatchString(a.Login) {
		return Errorf(CodeInvalid, "login %q: use lower-case letters, digits, '.', '_', '@' and '-', at most 64, beginning with a letter or digit", a.Login)
	}
	return nil
}

// Validate refuses a member without account or with an unknown role.
func (m *Member) Validate() error {
	if m.AccountID == "" {
		return Errorf(CodeInvalid, "a member needs an account")
	}
	return oneOf("role", m.Role, Roles...)
}
