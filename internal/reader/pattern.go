package reader

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/crosscase/crosscase"
)

// Pattern finds a fact about a source, such as its site or date, in the name of
// its file or in its first heading. Make it with [NewPattern].
//
// The rules are:
//   - it is tried on the file's name without folder, extension included, then on the first heading,
//     or on the first line where the text has no heading;
//   - the first place where it matches decides; the value is its first group, without blanks around it;
//   - a group that took part in the match with nothing in it is no value.
type Pattern struct {
	what string
	expr *regexp.Regexp
}

// NewPattern compiles the regular expression a person gave. what names the
// option or fact in messages, such as "--site-from".
func NewPattern(what, expr string) (*Pattern, error) {
	compiled, err := regexp.Compile(expr)
	if err != nil {
		return nil, invalid("%s %q is no regular expression: %v", what, expr, err)
	}
	if compiled.NumSubexp() == 0 {
		return nil, invalid("%s %q has no group: put what you want to take in parentheses, as in (\\d+)_", what, expr)
	}
	return &Pattern{what: what, expr: compiled}, nil
}

// NoMatchError says that a pattern found nothing in a file. It is also a
// *crosscase.Error of CodeInvalid.
type NoMatchError struct {
	What string // as given to NewPattern
	Expr string
	File string
	Why  string // where a value was found that could not be used; "" where none was
}

func (e *NoMatchError) Error() string {
	if e.Why != "" {
		return fmt.Sprintf("%s %q on %s: %s", e.What, e.Expr, e.File, e.Why)
	}
	return fmt.Sprintf("%s %q matches neither the name of %s nor its first heading", e.What, e.Expr, e.File)
}

func (e *NoMatchError) Unwrap() error {
	return crosscase.Errorf(crosscase.CodeInvalid, "%s", e.Error())
}

// Value is what the pattern finds for a file called name with the text doc, which
// may be nil. Where it finds nothing the error is a *NoMatchError.
func (p *Pattern) Value(name string, doc *Document) (string, error) {
	base := filepath.Base(strings.ReplaceAll(name, `\`, "/"))
	for _, place := range []string{base, opening(doc)} {
		if match := p.expr.FindStringSubmatch(place); match != nil {
			if value := strings.TrimSpace(match[1]); value != "" {
				return value, nil
			}
		}
	}
	return "", &NoMatchError{What: p.what, Expr: p.expr.String(), File: base}
}

// Date is Value read by [ParseDate], as YYYY-MM-DD.
func (p *Pattern) Date(name string, doc *Document) (string, error) {
	value, err := p.Value(name, doc)
	if err != nil {
		return "", err
	}
	date, err := ParseDate(value)
	if err != nil {
		return "", &NoMatchError{What: p.what, Expr: p.expr.String(), File: filepath.Base(name), Why: err.Error()}
	}
	return date, nil
}

// opening is the first heading of doc, or its first line.
func opening(doc *Document) string {
	if doc == nil {
		return ""
	}
	if len(doc.Headings) > 0 {
		return doc.Headings[0].Text
	}
	first, _, _ := strings.Cut(strings.TrimLeft(doc.Text, " \t\n"), "\n")
	return first
}
