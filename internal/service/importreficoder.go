package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putCoders makes a coder of each user. A coder of the study who has the name is taken for the user.
func (in *refiImport) putCoders() error {
	for _, u := range in.p.Users {
		if id, ok := in.known("coder", "user", u.GUID); ok {
			in.coders[u.GUID] = crosscase.CoderID(id)
		}
	}
	taken := 0
	for i := range in.p.Users {
		u := &in.p.Users[i]
		made, err := in.putCoder(u.GUID, firstOf(u.Name, u.ID, "user without a name"))
		if err != nil {
			return err
		}
		taken += made
	}
	in.mapped.count(int64(taken), "user taken for the coder of the same name", "")
	return nil
}

// putCoder makes or renames one coder; taken is 1 where one of the study was taken by name.
func (in *refiImport) putCoder(guid, wanted string) (taken int, err error) {
	id := string(in.coders[guid])
	c := stands[crosscase.Coder](in, "coder", id)
	if c != nil && c.AccountID != "" { // the name is that of an account
		return 0, nil
	}
	name, holder := in.vacant("coder", "coder", id, wanted)
	switch {
	case c != nil:
		if _, aliased := in.aliases[[2]string{"user", guid}]; aliased {
			return 0, nil // it is somebody by name, and keeps theirs
		}
	case holder != "":
		id, taken = holder, 1
		in.claim("coder", id, "user", guid)
		c = stands[crosscase.Coder](in, "coder", id)
		name = c.Name
	default:
		id = in.newRow("coder", "user", guid, name)
		c = &crosscase.Coder{ID: crosscase.CoderID(id)}
	}
	c.Name = name
	in.coders[guid] = c.ID
	if err := in.put("coder", c); err != nil {
		return 0, err
	}
	return taken, in.alias("coder", id, "user", guid)
}

// coder is who did something. Of a file without users it is somebody for the program, of a user that the file does not
// have somebody unknown.
func (in *refiImport) coder(s refi.Stamp) (crosscase.CoderID, error) {
	if id, ok := in.coders[s.User]; ok {
		return id, nil
	}
	name := "unknown user"
	if s.User == "" {
		if len(in.p.Users) == 1 { // whoever else would it be
			in.coders[""] = in.coders[in.p.Users[0].GUID]
			return in.coders[""], nil
		}
		if len(in.p.Users) == 0 {
			name = "imported from " + program(in.p.Origin)
		}
	}
	if holder := in.names["coder"][name]; holder != "" {
		in.coders[s.User] = crosscase.CoderID(holder)
		return in.coders[s.User], in.alias("coder", holder, "user", s.User)
	}
	c := &crosscase.Coder{ID: crosscase.CoderID(refi.DerivedGUID("coder", name)), Name: name}
	in.coders[s.User] = c.ID
	if err := in.put("coder", c); err != nil {
		return "", err
	}
	return c.ID, in.alias("coder", string(c.ID), "user", s.User)
}

// author is the name of who wrote a note.
func (in *refiImport) author(s refi.Stamp) string {
	if id, ok := in.coders[s.User]; ok && s.User != "" {
		if c := stands[crosscase.Coder](in, "coder", string(id)); c != nil {
			return c.Name
		}
	}
	return ""
}

// program is the name of the program that wrote a file, without its version.
func program(origin string) string {
	for i, r := range origin {
		if r >= '0' && r <= '9' && i > 0 && origin[i-1] == ' ' {
			return origin[:i-1]
		}
	}
	if origin == "" {
		return "another program"
	}
	return cutName(origin)
}

// stamp is a time in epoch milliseconds, 0 for none.
func stamp(s refi.Stamp) int64 {
	if s.At.IsZero() {
		return 0
	}
	return s.At.UnixMilli()
}
