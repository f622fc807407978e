package claims

import (
	"encoding/json"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase"
)

// Form is a predicate a person can build without writing CEL: one thing of the record, an operator and
// values; or an implication of one form by another.
//
// The rules are:
//   - Text writes the CEL of a form, and ReadForm reads every such text back to the same form;
//   - a predicate that is none of the common forms is not recognised, and stays as it is written;
//   - Text says nothing of the study: whether it has what the form names is for Engine.Check.
type Form struct {
	Of       string   `json:"of,omitempty" doc:"attribute, rank, rank_low, position, formal, practice, self_label or opinion"`
	Name     string   `json:"name,omitempty"`
	Operator Operator `json:"operator"`
	Values   []Value  `json:"values,omitempty"`
	If       *Form    `json:"if,omitempty" doc:"of implies alone"`
	Then     *Form    `json:"then,omitempty" doc:"of implies alone"`
}

// Operator is what a form says of its thing.
type Operator string

// The operators are:
const (
	Is       Operator = "is"
	IsNot    Operator = "is_not"
	AtLeast  Operator = "at_least" // a number
	AtMost   Operator = "at_most"  // a number
	OneOf    Operator = "one_of"
	Includes Operator = "includes" // a set-valued question
	IsKnown  Operator = "known"    // the record has it
	Implies  Operator = "implies"  // where If holds, Then does; neither is itself an implication
)

// Operators lists them as a person chooses among them.
var Operators = []Operator{Is, IsNot, AtLeast, AtMost, OneOf, Includes, IsKnown, Implies}

// Value is a text or a number.
type Value struct {
	Text     string
	Number   float64
	IsNumber bool
}

// MarshalJSON writes a text or a number.
func (v Value) MarshalJSON() ([]byte, error) {
	if v.IsNumber {
		return json.Marshal(v.Number)
	}
	return json.Marshal(v.Text)
}

// UnmarshalJSON reads a text or a number.
func (v *Value) UnmarshalJSON(b []byte) error {
	*v = Value{}
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &v.Text)
	}
	v.IsNumber = true
	return json.Unmarshal(b, &v.Number)
}

// formWords are the words of the record a form can begin with.
var formWords = []string{
	ofAttribute, ofRank, ofRankLow, ofPosition,
	string(crosscase.Formal), string(crosscase.Practice), string(crosscase.SelfLabel), string(crosscase.Opinion),
}

// Text is the CEL of a form. It refuses a form that is not whole.
func (f *Form) Text() (string, error) {
	if f.Operator != Implies {
		return f.simple()
	}
	if f.If == nil || f.Then == nil || f.Of != "" || f.Name != "" || len(f.Values) > 0 {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "implies takes a form for where it applies and one for what then holds, and nothing else")
	}
	condition, err := f.If.simple()
	if err != nil {
		return "", err
	}
	consequence, err := f.Then.simple()
	if err != nil {
		return "", err
	}
	return "!(" + condition + ") || " + consequence, nil
}

func (f *Form) simple() (string, error) {
	if !slices.Contains(formWords, f.Of) || f.Name == "" || !utf8.ValidString(f.Name) {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "a form begins with %s and a name, not with %q and %q", oneOfWords(formWords), f.Of, f.Name)
	}
	if f.If != nil || f.Then != nil {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "only implies takes forms")
	}
	values := make([]string, len(f.Values))
	for i, v := range f.Values {
		written, err := v.cel()
		if err != nil {
			return "", err
		}
		values[i] = written
	}
	count := map[Operator]int{Is: 1, IsNot: 1, AtLeast: 1, AtMost: 1, Includes: 1, IsKnown: 0}
	n, fixed := count[f.Operator]
	switch {
	case fixed && len(values) != n, f.Operator == OneOf && len(values) == 0:
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the operator %s does not go with %d values", f.Operator, len(values))
	case (f.Operator == AtLeast || f.Operator == AtMost) && !f.Values[0].IsNumber:
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the operator %s needs a number, not %q", f.Operator, f.Values[0].Text)
	}
	thing := reference(f.Of, f.Name)
	switch f.Operator {
	case Is:
		return thing + " == " + values[0], nil
	case IsNot:
		return thing + " != " + values[0], nil
	case AtLeast:
		return thing + " >= " + values[0], nil
	case AtMost:
		return thing + " <= " + values[0], nil
	case OneOf:
		return thing + " in [" + strings.Join(values, ", ") + "]", nil
	case Includes:
		return values[0] + " in " + thing, nil
	case IsKnown:
		return "known(" + thing + ")", nil
	}
	return "", crosscase.Errorf(crosscase.CodeInvalid, "there is no operator %q; use is, is_not, at_least, at_most, one_of, includes, known or implies", f.Operator)
}

// cel writes a value as a literal.
func (v Value) cel() (string, error) {
	if v.IsNumber {
		if math.IsNaN(v.Number) || math.IsInf(v.Number, 0) {
			return "", crosscase.Errorf(crosscase.CodeInvalid, "%v is no number to compare with", v.Number)
		}
		if v.Number == math.Trunc(v.Number) && math.Abs(v.Number) < 1e15 {
			return strconv.FormatFloat(v.Number, 'f', -1, 64), nil
		}
		return strconv.FormatFloat(v.Number, 'g', -1, 64), nil
	}
	if !utf8.ValidString(v.Text) {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "the text %q is not valid UTF-8", v.Text)
	}
	return strconv.Quote(v.Text), nil
}

var plainName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

// reserved are the words CEL keeps for itself.
var reserved = []string{
	"true", "false", "null", "in", "as", "break", "const", "continue", "else", "for", "function", "if", "import",
	"let", "loop", "package", "namespace", "return", "var", "void", "while",
}

// reference writes practice.x, or practice["x y"] where the name is no plain word.
func reference(of, name string) string {
	if plainName.MatchString(name) && !slices.Contains(reserved, name) {
		return of + "." + name
	}
	return of + "[" + strconv.Quote(name) + "]"
}
