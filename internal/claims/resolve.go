package claims

import (
	"slices"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// ref is one thing of the record that a predicate names: practice.x.
type ref struct{ of, name string }

func (r ref) String() string { return r.of + "." + r.name }

// evidenced is the variable behind known(): the references the subject has, by ref.String().
// The sign keeps it out of the reach of a predicate.
const evidenced = "@evidenced"

// allowedFunctions are what a predicate may call. Whatever is not here (dates, conversions, bytes)
// has nothing to ask of a record.
var allowedFunctions = map[string]string{
	operators.LogicalAnd: "&&", operators.LogicalOr: "||", operators.LogicalNot: "!", operators.Conditional: "? :",
	operators.Equals: "==", operators.NotEquals: "!=", operators.Less: "<", operators.LessEquals: "<=",
	operators.Greater: ">", operators.GreaterEquals: ">=", operators.In: "in",
	operators.Add: "+", operators.Subtract: "-", operators.Multiply: "*", operators.Divide: "/", operators.Negate: "-",
	operators.NotStrictlyFalse: "", "size": "size", "contains": "contains", "startsWith": "startsWith",
	"endsWith": "endsWith", "matches": "matches", "known": "known",
}

// resolver reads a parsed predicate, binds its references to the study's names and rewrites what
// CEL has no word for.
//
// The rules are:
//   - practice["x"] becomes practice.x, so that both are checked alike;
//   - known(practice.x) and has(practice.x) become a question to the record itself and are never unknown;
//   - whole numbers become decimal ones, and size() gives a decimal number;
//   - a head word stands only before a name, and no loop variable may hide it;
//   - a position compared with a question must be one of the question's.
type resolver struct {
	words map[string]*fields
	make  ast.ExprFactory
	next  int64
	refs  []ref
	loop  ast.Expr // the first loop, for messages about cost
	fail  func(e ast.Expr, format string, args ...any)
}

func (r *resolver) id() int64 { r.next++; return r.next }

// reference reads practice.x or practice["x"]; ok is false for anything else.
func (r *resolver) reference(e ast.Expr) (at ref, word ast.Expr, ok bool) {
	switch e.Kind() {
	case ast.SelectKind:
		s := e.AsSelect()
		if s.Operand().Kind() == ast.IdentKind && r.words[s.Operand().AsIdent()] != nil {
			return ref{s.Operand().AsIdent(), s.FieldName()}, s.Operand(), true
		}
	case ast.CallKind:
		c := e.AsCall()
		if c.FunctionName() != operators.Index || len(c.Args()) != 2 {
			return ref{}, nil, false
		}
		of, name := c.Args()[0], c.Args()[1]
		if of.Kind() != ast.IdentKind || r.words[of.AsIdent()] == nil || name.Kind() != ast.LiteralKind {
			return ref{}, nil, false
		}
		if text, isText := name.AsLiteral().(types.String); isText {
			return ref{of.AsIdent(), string(text)}, of, true
		}
	}
	return ref{}, nil, false
}

// look checks that the study has what a reference names.
func (r *resolver) look(e ast.Expr, at ref) (field, bool) {
	f := r.words[at.of]
	v, ok := f.by[at.name]
	if !ok {
		r.fail(e, "this study has no %s %q (in %s)%s", f.what, at.name, at, didYouMean(at.name, f.order))
		return field{}, false
	}
	if len(v.ambiguous) > 0 {
		var ways []string
		for _, a := range v.ambiguous {
			ways = append(ways, string(a)+"."+at.name)
		}
		r.fail(e, "question %q is used under several aspects: instead of position write %s", at.name, oneOfWords(ways))
		return field{}, false
	}
	if !slices.Contains(r.refs, at) {
		r.refs = append(r.refs, at)
	}
	return v, true
}

func (r *resolver) walk(e ast.Expr) {
	if at, word, ok := r.reference(e); ok {
		if _, found := r.look(e, at); found {
			test := e.Kind() == ast.SelectKind && e.AsSelect().IsTestOnly()
			if test {
				r.askRecord(e, at)
			} else {
				e.SetKindCase(r.make.NewSelect(e.ID(), word, at.name))
			}
		}
		return
	}
	switch e.Kind() {
	case ast.IdentKind:
		if f := r.words[e.AsIdent()]; f != nil {
			r.fail(e, "%s alone is no value: name the %s after it, as in %s.x", e.AsIdent(), f.what, e.AsIdent())
		}
	case ast.LiteralKind:
		r.decimal(e)
	case ast.SelectKind:
		r.walk(e.AsSelect().Operand())
	case ast.CallKind:
		r.call(e)
	case ast.ListKind:
		for _, element := range e.AsList().Elements() {
			r.walk(element)
		}
	case ast.ComprehensionKind:
		r.comprehension(e)
	case ast.MapKind, ast.StructKind:
		r.fail(e, "a predicate cannot make objects; write lists in [ ]")
	}
}

func (r *resolver) comprehension(e ast.Expr) {
	c := e.AsComprehension()
	if r.words[c.IterVar()] != nil || c.IterVar() == ofSite {
		r.fail(e, "the loop variable %s hides the record's %s: use another letter", c.IterVar(), c.IterVar())
	}
	if r.loop == nil {
		r.loop = e
	}
	for _, part := range []ast.Expr{c.IterRange(), c.AccuInit(), c.LoopCondition(), c.LoopStep(), c.Result()} {
		r.walk(part)
	}
}

func (r *resolver) call(e ast.Expr) {
	c := e.AsCall()
	name := c.FunctionName()
	if name == operators.Index {
		r.fail(e, "brackets take a name in quotes after a word of the record, as in practice[\"x\"]; ask a list with 'in' or exists()")
		return
	}
	if _, ok := allowedFunctions[name]; !ok {
		r.fail(e, "%s is not something a predicate can use%s", strconv.Quote(name), didYouMean(name, []string{"known", "size", "contains", "startsWith", "endsWith", "matches"}))
		return
	}
	if name == "known" {
		r.known(e)
		return
	}
	r.positions(name, c.Args())
	if c.IsMemberFunction() {
		r.walk(c.Target())
	}
	for _, arg := range c.Args() {
		r.walk(arg)
	}
	if name == "size" {
		size := r.make.NewCall(r.id(), name, c.Args()...)
		if c.IsMemberFunction() {
			size = r.make.NewMemberCall(r.id(), name, c.Target(), c.Args()...)
		}
		e.SetKindCase(r.make.NewCall(e.ID(), "double", size))
	}
}

// known makes the question to the record out of known(practice.x).
func (r *resolver) known(e ast.Expr) {
	c := e.AsCall()
	if len(c.Args()) == 1 && !c.IsMemberFunction() {
		if at, _, ok := r.reference(c.Args()[0]); ok {
			if _, found := r.look(e, at); found {
				r.askRecord(e, at)
			}
			return
		}
	}
	r.fail(e, "known() takes one thing of the record, as in known(practice.x)")
}

func (r *resolver) askRecord(e ast.Expr, at ref) {
	key := r.make.NewLiteral(r.id(), types.String(at.String()))
	e.SetKindCase(r.make.NewCall(e.ID(), operators.In, key, r.make.NewIdent(r.id(), evidenced)))
}

func (r *resolver) decimal(e ast.Expr) {
	switch v := e.AsLiteral().(type) {
	case types.Int:
		e.SetKindCase(r.make.NewLiteral(e.ID(), types.Double(v)))
	case types.Uint:
		e.SetKindCase(r.make.NewLiteral(e.ID(), types.Double(v)))
	}
}

// positions checks the texts that stand against a question: ==, !=, in.
func (r *resolver) positions(function string, args []ast.Expr) {
	if len(args) != 2 || function != operators.Equals && function != operators.NotEquals && function != operators.In {
		return
	}
	for i, arg := range args {
		at, _, ok := r.reference(arg)
		if !ok {
			continue
		}
		f, known := r.words[at.of].by[at.name]
		if !known {
			continue
		}
		other := args[1-i]
		texts := []ast.Expr{other}
		if other.Kind() == ast.ListKind {
			texts = other.AsList().Elements()
		}
		for _, t := range texts {
			if t.Kind() != ast.LiteralKind {
				continue
			}
			if v, isText := t.AsLiteral().(types.String); isText && !f.allows(string(v)) {
				r.fail(t, "question %q has no position %q%s", at.name, string(v), didYouMean(string(v), f.positions))
			}
		}
	}
}
