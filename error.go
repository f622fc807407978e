package crosscase

import (
	"errors"
	"fmt"
)

// Code says what kind of error a person met. There are six, and every surface
// (page, API, command line) translates the same six.
type Code string

// The codes are:
const (
	CodeInvalid      Code = "invalid"      // the request or file is wrong; the message says what, where and what to do
	CodeNotFound     Code = "not_found"    // there is no such thing, or the actor may not know of it
	CodeConflict     Code = "conflict"     // somebody changed the same thing since; both versions are in the message
	CodeUnauthorized Code = "unauthorized" // nobody is signed in
	CodeForbidden    Code = "forbidden"    // the actor may see the thing but not do this to it
	CodeInternal     Code = "internal"     // our fault
)

// Error is an error a person can act on.
type Error struct {
	Code    Code
	Message string
	Details any // for a conflict: what stands there now
}

func (e *Error) Error() string { return e.Message }

// Errorf makes an Error. The message says what is wrong, where, and what to do.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// ErrorCode is the code of err: CodeInternal where err carries none, "" for nil.
func ErrorCode(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}
