package claims

import (
	"math"
	"slices"

	"cel.dev/cel-go/common"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/parser"
)

// ReadForm recognises a predicate that is one of the common forms, however it is spaced and bracketed.
func ReadForm(text string) (*Form, bool) {
	p, err := parser.NewParser(parser.ExpressionSizeCodePointLimit(maxLength), parser.MaxRecursionDepth(maxNesting))
	if err != nil {
		return nil, false
	}
	parsed, errs := p.Parse(common.NewTextSource(text))
	if len(errs.GetErrors()) > 0 {
		return nil, false
	}
	e := parsed.Expr()
	if args, ok := call(e, operators.LogicalOr, 2); ok {
		condition, ok := call(args[0], operators.LogicalNot, 1)
		if !ok {
			return nil, false
		}
		f := &Form{Operator: Implies}
		if f.If, ok = readSimple(condition[0]); !ok {
			return nil, false
		}
		f.Then, ok = readSimple(args[1])
		return f, ok
	}
	return readSimple(e)
}

var comparisons = map[string]Operator{
	operators.Equals: Is, operators.NotEquals: IsNot, operators.GreaterEquals: AtLeast, operators.LessEquals: AtMost,
}

func readSimple(e ast.Expr) (*Form, bool) {
	if args, ok := call(e, "known", 1); ok {
		of, name, ok := readReference(args[0])
		return &Form{Of: of, Name: name, Operator: IsKnown}, ok
	}
	if args, ok := call(e, operators.In, 2); ok {
		if of, name, ok := readReference(args[1]); ok {
			v, ok := readValue(args[0])
			return &Form{Of: of, Name: name, Operator: Includes, Values: []Value{v}}, ok
		}
		of, name, ok := readReference(args[0])
		if !ok || args[1].Kind() != ast.ListKind || args[1].AsList().Size() == 0 {
			return nil, false
		}
		f := &Form{Of: of, Name: name, Operator: OneOf}
		for _, element := range args[1].AsList().Elements() {
			v, ok := readValue(element)
			if !ok {
				return nil, false
			}
			f.Values = append(f.Values, v)
		}
		return f, true
	}
	for function, operator := range comparisons {
		args, ok := call(e, function, 2)
		if !ok {
			continue
		}
		of, name, ok := readReference(args[0])
		if !ok {
			return nil, false
		}
		v, ok := readValue(args[1])
		if !ok || !v.IsNumber && (operator == AtLeast || operator == AtMost) {
			return nil, false
		}
		return &Form{Of: of, Name: name, Operator: operator, Values: []Value{v}}, true
	}
	return nil, false
}

func call(e ast.Expr, function string, n int) ([]ast.Expr, bool) {
	if e.Kind() != ast.CallKind {
		return nil, false
	}
	c := e.AsCall()
	return c.Args(), c.FunctionName() == function && len(c.Args()) == n && !c.IsMemberFunction()
}

func readReference(e ast.Expr) (of, name string, ok bool) {
	head := func(e ast.Expr) (string, bool) {
		if e.Kind() != ast.IdentKind {
			return "", false
		}
		return e.AsIdent(), slices.Contains(formWords, e.AsIdent())
	}
	if e.Kind() == ast.SelectKind && !e.AsSelect().IsTestOnly() {
		of, ok = head(e.AsSelect().Operand())
		return of, e.AsSelect().FieldName(), ok
	}
	if args, isIndex := call(e, operators.Index, 2); isIndex {
		of, ok = head(args[0])
		v, isText := readValue(args[1])
		return of, v.Text, ok && isText && !v.IsNumber && v.Text != ""
	}
	return "", "", false
}

func readValue(e ast.Expr) (Value, bool) {
	if e.Kind() != ast.LiteralKind {
		return Value{}, false
	}
	switch v := e.AsLiteral().(type) {
	case types.String:
		return Value{Text: string(v)}, true
	case types.Int:
		return Value{Number: float64(v), IsNumber: true}, true
	case types.Double:
		return Value{Number: float64(v), IsNumber: true}, !math.IsNaN(float64(v)) && !math.IsInf(float64(v), 0)
	}
	return Value{}, false
}
