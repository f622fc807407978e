package claims

import (
	"sync"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
)

// Engine compiles predicates against one study's names and keeps the programs by their text, so
// that asking again costs only the asking. It may be used from several goroutines.
type Engine struct {
	names string // fingerprint of the names it compiles against
	site  *language
	study *language
}

// language is what predicates of one subject are written in.
type language struct {
	env   *cel.Env
	words map[string]*fields
	mu    sync.Mutex
	seen  map[string]*program
}

// program is a compiled predicate, or why there is none.
type program struct {
	refs []ref
	run  cel.Program
	err  error
}

// keptPrograms bounds the programs kept of each subject.
const keptPrograms = 10_000

// NewEngine makes an engine for the names of one study.
func NewEngine(names Names) (*Engine, error) {
	site, err := newLanguage(names.siteFields(), cel.Variable(ofSite, cel.StringType))
	if err != nil {
		return nil, err
	}
	study, err := newLanguage(names.studyFields())
	if err != nil {
		return nil, err
	}
	return &Engine{names: names.fingerprint(), site: site, study: study}, nil
}

// Fits says whether the engine compiles against these names; where it does not, make another.
func (e *Engine) Fits(names Names) bool { return e.names == names.fingerprint() }

// Check refuses a predicate or scope over sites that does not compile, with the place and the reason.
func (e *Engine) Check(predicate string) error { return e.site.program(predicate).err }

// CheckStudy is Check for a predicate about the study.
func (e *Engine) CheckStudy(predicate string) error { return e.study.program(predicate).err }

func newLanguage(words map[string]*fields, extra ...cel.EnvOption) (*language, error) {
	registry, err := types.NewRegistry()
	if err != nil {
		return nil, err
	}
	options := []cel.EnvOption{
		cel.CustomTypeProvider(&provider{Registry: registry, words: words}),
		cel.CustomTypeAdapter(registry),
		cel.StdLib(),
		cel.EnableIdentifierEscapeSyntax(),
		cel.Variable(evidenced, cel.MapType(cel.StringType, cel.BoolType)),
		cel.ParserRecursionLimit(maxNesting),
		cel.ParserExpressionSizeLimit(maxLength),
		cel.ExpressionNodeLimit(maxNodes),
		cel.ASTValidators(
			cel.ValidateRegexLiterals(),
			cel.ValidateRegexProgramSizeLimit(maxRegex),
			cel.ValidateComprehensionNestingLimit(maxLoops),
		),
	}
	for word := range words {
		options = append(options, cel.Variable(word, objectType(word)))
	}
	env, err := cel.NewCustomEnv(append(options, extra...)...)
	if err != nil {
		return nil, err
	}
	return &language{env: env, words: words, seen: map[string]*program{}}, nil
}

// program gives the compiled predicate, compiling it the first time.
func (l *language) program(text string) *program {
	l.mu.Lock()
	defer l.mu.Unlock()
	p, ok := l.seen[text]
	if !ok {
		if len(l.seen) >= keptPrograms {
			clear(l.seen)
		}
		p = l.compile(text)
		l.seen[text] = p
	}
	return p
}
