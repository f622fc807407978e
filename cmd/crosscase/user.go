package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"github.com/crosscase/crosscase"
)

type userCmd struct {
	Add      userAddCmd      `cmd:"" help:"Make an account, and give it a role in a study."`
	Role     userRoleCmd     `cmd:"" help:"Give an account a role in a study, for all of it or for some sites."`
	Token    userTokenCmd    `cmd:"" help:"Make an API token; it is shown once."`
	Password userPasswordCmd `cmd:"" help:"Give an account a new password."`
	Delete   userDeleteCmd   `cmd:"" help:"Delete an account; what it did stays in the histories."`
	List     userListCmd     `cmd:"" help:"List the accounts."`
}

type userAddCmd struct {
	Login         string   `arg:""`
	Admin         bool     `help:"May create studies."`
	PasswordStdin bool     `help:"Read the password from the standard input."`
	Study         string   `help:"Study to give a role in." placeholder:"STUDY"`
	Role          string   `help:"principal_investigator, site_lead, field_researcher, coder, transcriber, second_reader, adviser or auditor." placeholder:"ROLE"`
	Sites         []string `help:"Letters of the only sites they may see." placeholder:"A,B"`
}

func (c *userAddCmd) Run(a *app) error {
	if (c.Study == "") != (c.Role == "") {
		return crosscase.Errorf(crosscase.CodeInvalid, "--study and --role go together")
	}
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	password, err := a.password(c.PasswordStdin)
	if err != nil {
		return err
	}
	if _, err := s.AddAccount(ctx, c.Login, password, c.Admin); err != nil {
		return err
	}
	fmt.Fprintf(a.stderr, "added account %s\n", c.Login)
	if c.Study == "" {
		return nil
	}
	return s.SetMember(ctx, c.Study, c.Login, crosscase.Role(c.Role), c.Sites)
}

type userRoleCmd struct {
	Login string   `arg:""`
	Study string   `arg:""`
	Role  string   `arg:""`
	Sites []string `help:"Letters of the only sites they may see." placeholder:"A,B"`
}

func (c *userRoleCmd) Run(a *app) error {
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	return s.SetMember(ctx, c.Study, c.Login, crosscase.Role(c.Role), c.Sites)
}

type userTokenCmd struct {
	Login string `arg:""`
	Label string `help:"What it is for."`
}

func (c *userTokenCmd) Run(a *app) error {
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	token, err := s.NewToken(ctx, c.Login, c.Label)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.stdout, token)
	return nil
}

type userPasswordCmd struct {
	Login         string `arg:""`
	PasswordStdin bool   `help:"Read the password from the standard input."`
}

func (c *userPasswordCmd) Run(a *app) error {
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	password, err := a.password(c.PasswordStdin)
	if err != nil {
		return err
	}
	return s.SetPassword(ctx, c.Login, password)
}

type userDeleteCmd struct {
	Login string `arg:""`
}

func (c *userDeleteCmd) Run(a *app) error {
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	return s.DeleteAccount(ctx, c.Login)
}

type userListCmd struct{ format }

func (c *userListCmd) Run(a *app) error {
	s, ctx, err := a.asOwner()
	if err != nil {
		return err
	}
	accounts, err := s.Accounts(ctx)
	if err != nil {
		return err
	}
	return c.answer(a.stdout, map[string]any{"accounts": accounts}, func() *grid {
		g := &grid{head: []string{"login", "may create studies"}}
		for _, acc := range accounts {
			g.add(acc.Login, acc.Admin)
		}
		return g
	})
}

// password asks for a password without showing it, or reads it from the standard input.
func (a *app) password(stdin bool) (string, error) {
	if f, ok := a.stdin.(*os.File); ok && !stdin && term.IsTerminal(int(f.Fd())) {
		fmt.Fprint(a.stderr, "Password: ")
		b, err := term.ReadPassword(int(f.Fd()))
		fmt.Fprintln(a.stderr)
		return string(b), err
	}
	if !stdin {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "there is no terminal to ask for a password: pipe it in and say --password-stdin")
	}
	line, err := bufio.NewReader(io.LimitReader(a.stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}
