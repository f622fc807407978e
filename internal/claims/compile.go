package claims

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"

	"github.com/crosscase/crosscase"
)

// compile reads, binds, checks and bounds one predicate.
func (l *language) compile(text string) *program {
	if n := utf8.RuneCountInString(text); n > maxLength {
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "line 1, column %d: the predicate has %d characters, at most %d; split the claim", maxLength+1, n, maxLength)}
	}
	if strings.TrimSpace(text) == "" {
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "line 1, column 1: the predicate is empty")}
	}
	parsed, issues := l.env.Parse(text)
	if issues.Err() != nil {
		return &program{err: refused(issues)}
	}
	rep := parsed.NativeRep()
	var first error
	r := &resolver{
		words: l.words, make: ast.NewExprFactory(), next: ast.MaxID(rep),
		fail: func(e ast.Expr, format string, args ...any) {
			if first == nil {
				first = at(rep.SourceInfo().GetStartLocation(e.ID()), format, args...)
			}
		},
	}
	r.walk(rep.Expr())
	if first != nil {
		return &program{err: first}
	}
	checked, issues := l.env.Check(parsed)
	if issues.Err() != nil {
		return &program{err: refused(issues)}
	}
	if out := checked.OutputType(); out.Kind() != types.BoolKind {
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "line 1, column 1: the predicate gives a %s, not yes or no: compare it, as in %s == …", typeWords(cel.FormatCELType(out)), strings.TrimSpace(text))}
	}
	if err := l.bound(checked, r); err != nil {
		return &program{err: err}
	}
	run, err := l.env.Program(checked,
		cel.EvalOptions(cel.OptPartialEval),
		cel.CostLimit(maxRuntimeCost),
		cel.InterruptCheckFrequency(interruptEvery),
	)
	if err != nil {
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "the predicate cannot be run: %s", err)}
	}
	return &program{refs: r.refs, run: run}
}

// at is an error with its place, counted from 1; what has none is about the whole predicate.
func at(where common.Location, format string, args ...any) error {
	line, column := 1, 1
	if where != nil && where.Line() > 0 {
		line, column = where.Line(), where.Column()+1
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "line %d, column %d: %s", line, column, fmt.Sprintf(format, args...))
}

// refused puts CEL's first complaint into words for a researcher.
func refused(issues *cel.Issues) error {
	first := issues.Errors()[0]
	return at(first.Location, "%s", plain(first.Message))
}

var (
	noOverload = regexp.MustCompile(`^found no matching overload for '(.+?)' applied to '(.+)'$`)
	undeclared = regexp.MustCompile(`^undeclared reference to '(.+?)'`)
	wrongType  = regexp.MustCompile(`^expected type '(.+?)' but found '(.+)'$`)
	unexpected = regexp.MustCompile(`(?s)^Syntax error: (?:mismatched|extraneous) input '(.+?)' expecting .*$`)
	unreadable = regexp.MustCompile(`(?s)^Syntax error: token recognition error at: (.+)$`)
	tooDeep    = regexp.MustCompile(`recursion limit exceeded`)
)

func plain(message string) string {
	if m := noOverload.FindStringSubmatch(message); m != nil {
		sign := m[1]
		if s, ok := allowedFunctions[sign]; ok && s != "" {
			sign = s
		}
		return "'" + sign + "' cannot be asked of " + typeWords(m[2])
	}
	if m := undeclared.FindStringSubmatch(message); m != nil {
		return "there is no " + m[1] + " in the record: begin with a word such as position, practice or attribute, and put texts in quotes"
	}
	if m := wrongType.FindStringSubmatch(message); m != nil {
		return "a " + typeWords(m[1]) + " is needed here, not a " + typeWords(m[2])
	}
	if m := unexpected.FindStringSubmatch(message); m != nil {
		if m[1] == "<EOF>" {
			return "something is missing at the end"
		}
		return "'" + m[1] + "' cannot stand here"
	}
	if m := unreadable.FindStringSubmatch(message); m != nil {
		return m[1] + " cannot be read: equality is written ==, and texts stand between two quotes"
	}
	switch {
	case strings.Contains(message, "comprehension exceeds nesting limit"):
		return fmt.Sprintf("loops are nested deeper than %d", maxLoops)
	case strings.Contains(message, "invalid matches argument"):
		return "the pattern of matches() cannot be read"
	}
	if tooDeep.MatchString(message) {
		return fmt.Sprintf("it is nested deeper than %d levels: split the claim", maxNesting)
	}
	message, _, _ = strings.Cut(message, "\n")
	return message
}

// typeWords puts CEL's names of types into plain words.
func typeWords(t string) string {
	return strings.NewReplacer("list(string)", "a list", "double", "number", "string", "text", "bool", "yes-or-no",
		typePrefix, "", "(", "(", ", ", " and ").Replace(strings.Trim(t, "()"))
}
