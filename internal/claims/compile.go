package claims

import (
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
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "predicate of %d characters: at most %d; split the claim", n, maxLength)}
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
		return &program{err: crosscase.Errorf(crosscase.CodeInvalid, "the predicate gives a %s, not yes or no: compare it, as in %s == …", typeWords(cel.FormatCELType(out)), strings.TrimSpace(text))}
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

// at is an error with its place, counted from 1.
func at(where common.Location, format string, args ...any) error {
	e := crosscase.Errorf(crosscase.CodeInvalid, format, args...)
	if where == nil || where.Line() < 1 {
		return e
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "line %d, column %d: %s", where.Line(), where.Column()+1, e.Message)
}

// refused puts CEL's first complaint into words for a researcher.
func refused(issues *cel.Issues) error {
	first := issues.Errors()[0]
	return at(first.Location, "%s", plain(first.Message))
}

var (
	noOverload = regexp.MustCompile(`^found no matching overload for '(.+?)' applied to '(.+)'$`)
	undeclared = regexp.MustCompile(`^undeclared reference to '(.+?)'`)
	overload   = regexp.MustCompile(`^expected type '(.+?)' but found '(.+)'$`)
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
	if m := overload.FindStringSubmatch(message); m != nil {
		return "a " + typeWords(m[1]) + " is needed here, not a " + typeWords(m[2])
	}
	message, _, _ = strings.Cut(message, "\n")
	return message
}

// typeWords puts CEL's names of types into plain words.
func typeWords(t string) string {
	return strings.NewReplacer("list(string)", "a list", "double", "number", "string", "text", "bool", "yes-or-no",
		typePrefix, "", "(", "(", ", ", " and ").Replace(strings.Trim(t, "()"))
}
