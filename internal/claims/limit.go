package claims

import (
	"time"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/cost"

	"github.com/crosscase/crosscase"
)

// What one predicate may take. A claim about nine sites and thirty questions uses a few hundred units of cost.
const (
	maxLength      = 4_000           // characters
	maxNesting     = 64              // levels of brackets and operators
	maxNodes       = 4_000           // parts after macros are written out
	maxLoops       = 2               // loops within loops
	maxRegex       = 1_000           // instructions of a pattern for matches()
	maxCost        = 100_000         // estimated at worst before it is run
	maxRuntimeCost = 200_000         // counted while it runs
	interruptEvery = 100             // turns of a loop between looks at the clock
	maxTime        = 2 * time.Second // for one claim over all its sites
)

// Sizes that the estimate takes for what is not written in the predicate itself.
const (
	assumedText = 500
	assumedList = 100
)

// sizes tells CEL's cost estimate how large the record's values can be.
type sizes struct{}

// EstimateSize implements cost.Estimator.
func (sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	if len(node.Path()) == 0 {
		return nil
	}
	text := cost.RangedSizeEstimate(0, assumedText)
	switch node.Type().Kind() {
	case cel.StringKind:
		return &text
	case cel.ListKind:
		listed := cost.ListSizeEstimate(cost.RangedSizeEstimate(0, assumedList), text)
		return &listed
	}
	return nil
}

// EstimateCallCost implements cost.Estimator; CEL's own estimates stand.
func (sizes) EstimateCallCost(_, _ string, _ *cost.AstNode, _ []cost.AstNode) *cost.CallEstimate {
	return nil
}

// bound refuses a predicate that could take too long, before it is ever run.
func (l *language) bound(checked *cel.Ast, r *resolver) error {
	estimate, err := l.env.EstimateCost(checked, sizes{})
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the cost of the predicate cannot be told: %s", err)
	}
	if estimate.Max <= maxCost {
		return nil
	}
	where := checked.NativeRep().Expr()
	if r.loop != nil {
		where = r.loop
	}
	return at(checked.NativeRep().SourceInfo().GetStartLocation(where.ID()),
		"the predicate could take too long to answer (estimated cost %d, at most %d): shorten the lists it goes through or the patterns it matches", estimate.Max, maxCost)
}
