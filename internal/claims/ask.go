package claims

import (
	"context"
	"errors"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/interpreter"

	"github.com/crosscase/crosscase"
)

// truth is an answer in three values.
type truth int8

const (
	no truth = iota
	unknown
	yes
)

// errTooLong is an evaluation stopped by its cost or its deadline.
var errTooLong = crosscase.Errorf(crosscase.CodeInvalid, "the predicate took too long and was stopped: shorten the lists it goes through")

// ask puts the predicate to one subject. With hide, positions that are mixed count as unknown.
// An error leaves the answer unknown.
func (p *program) ask(ctx context.Context, s *subject, hide bool) (truth, error) {
	if p.err != nil {
		return unknown, p.err
	}
	var missing []*cel.AttributePatternType
	for _, r := range p.refs {
		if !s.knows(r) || hide && s.mixed[r] {
			missing = append(missing, cel.AttributePattern(r.of).QualString(r.name))
		}
	}
	vars, err := cel.PartialVars(s.vars, missing...)
	if err != nil {
		return unknown, err
	}
	out, _, err := p.run.ContextEval(ctx, vars)
	switch {
	case err != nil && isCancelled(err):
		return unknown, errTooLong
	case err != nil:
		return unknown, crosscase.Errorf(crosscase.CodeInvalid, "the predicate could not be answered: %s", err)
	case types.IsUnknown(out):
		return unknown, nil
	case out == types.True:
		return yes, nil
	}
	return no, nil
}

// readsMixed says whether the predicate uses something of the subject that is known to be mixed.
func (p *program) readsMixed(s *subject) bool {
	for _, r := range p.refs {
		if s.mixed[r] {
			return true
		}
	}
	return false
}

// excerpts are those under every position of the subject that the programs use, once each, in the order used.
func excerpts(s *subject, programs ...*program) []crosscase.ExcerptID {
	var out []crosscase.ExcerptID
	for _, p := range programs {
		if p == nil {
			continue
		}
		for _, r := range p.refs {
			out = append(out, s.excerpts[r]...)
		}
	}
	return once(out)
}

// once drops repetitions and keeps the order.
func once[T comparable](in []T) []T {
	seen := make(map[T]bool, len(in))
	out := in[:0:0]
	for _, v := range in {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

func isCancelled(err error) bool {
	var cancelled interpreter.EvalCancelledError
	return errors.As(err, &cancelled) || errors.Is(err, interpreter.InterruptError{})
}
