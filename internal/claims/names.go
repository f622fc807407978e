package claims

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// Names are what predicates may speak of in one study. Programs are compiled against them.
type Names struct {
	Questions  []Question
	Attributes []crosscase.Attribute // of sites and of the study, by Owner; others are passed over
	Rounds     []string
	Groups     []string
	Levels     []string
	Themes     map[crosscase.ThemeID]string // key of each theme, for results
}

// Question is a question as predicates see it.
type Question struct {
	Name      string
	Type      crosscase.QuestionType
	Positions []string
	Aspects   []crosscase.Aspect // under which it is used
}

// The words that head a reference, beside the aspects.
const (
	ofSite         = "site"
	ofPosition     = "position"
	ofAttribute    = "attribute"
	ofRank         = "rank"
	ofRankLow      = "rank_low"
	ofStudy        = "study"
	ofCount        = "count"
	ofInterviews   = "interviews"
	ofTarget       = "target"
	ofParticipants = "participants"
	ofLevel        = "level"
)

// kind is the type of what a reference gives.
type kind uint8

const (
	text kind = iota
	number
	list
)

func (k kind) String() string { return [...]string{"text", "number", "list"}[k] }

// field is one thing that a reference such as practice.x can name.
type field struct {
	kind      kind
	positions []string // what a nominal, ordinal or set-valued question allows
	closed    bool     // positions is the whole of it
	ambiguous []crosscase.Aspect
}

// fields are the things under one word, by name; order keeps them for messages.
type fields struct {
	by    map[string]field
	order []string
	what  string // "question", "attribute", …
}

func newFields(what string) *fields { return &fields{by: map[string]field{}, what: what} }

func (f *fields) add(name string, v field) {
	if _, ok := f.by[name]; !ok {
		f.order = append(f.order, name)
	}
	f.by[name] = v
}

// siteFields are the words of the site record.
func (n *Names) siteFields() map[string]*fields {
	out := map[string]*fields{}
	for _, a := range crosscase.Aspects {
		out[string(a)] = newFields("question")
	}
	position := newFields("question")
	for _, q := range n.Questions {
		f := questionField(q)
		for _, a := range crosscase.Aspects {
			out[string(a)].add(q.Name, f)
		}
		if len(q.Aspects) > 1 {
			f.ambiguous = q.Aspects
		}
		position.add(q.Name, f)
	}
	out[ofPosition] = position
	attribute, rank, low := newFields("attribute"), newFields("number attribute"), newFields("number attribute")
	for _, a := range n.Attributes {
		if a.Owner != "site" {
			continue
		}
		attribute.add(a.Name, field{kind: attributeKind(a)})
		if attributeKind(a) == number {
			rank.add(a.Name, field{kind: number})
			low.add(a.Name, field{kind: number})
		}
	}
	out[ofAttribute], out[ofRank], out[ofRankLow] = attribute, rank, low
	return out
}

// studyFields are the words of the study record.
func (n *Names) studyFields() map[string]*fields {
	numbers := func(what string, names ...string) *fields {
		f := newFields(what)
		for _, name := range names {
			f.add(name, field{kind: number})
		}
		return f
	}
	study := newFields("attribute of the study")
	for _, a := range n.Attributes {
		if a.Owner == "study" {
			study.add(a.Name, field{kind: attributeKind(a)})
		}
	}
	return map[string]*fields{
		ofStudy:        study,
		ofCount:        numbers("count", "sites", "units", "participants", "interviews"),
		ofInterviews:   numbers("round", n.Rounds...),
		ofTarget:       numbers("round", n.Rounds...),
		ofParticipants: numbers("profession group", n.Groups...),
		ofLevel:        numbers("level", n.Levels...),
	}
}

func questionField(q Question) field {
	switch q.Type {
	case crosscase.Numeric:
		return field{kind: number}
	case crosscase.SetType:
		return field{kind: list, positions: q.Positions, closed: true}
	}
	return field{kind: text, positions: q.Positions, closed: true}
}

func attributeKind(a crosscase.Attribute) kind {
	if a.Type == "number" {
		return number
	}
	return text
}

// fingerprint tells two sets of names apart as far as compiled programs can.
func (n *Names) fingerprint() string {
	var b strings.Builder
	for _, q := range n.Questions {
		fmt.Fprintf(&b, "q%q%q%q%q\n", q.Name, q.Type, q.Positions, q.Aspects)
	}
	for _, a := range n.Attributes {
		fmt.Fprintf(&b, "a%q%q%q\n", a.Owner, a.Name, a.Type)
	}
	fmt.Fprintf(&b, "%q%q%q", n.Rounds, n.Groups, n.Levels)
	return b.String()
}

// theme is the key of a theme, or its id where the names do not have it.
func (n *Names) theme(id crosscase.ThemeID) string {
	if key, ok := n.Themes[id]; ok {
		return key
	}
	return string(id)
}

// allows says whether a question or set has a position of this name; "mixed" is always one.
func (f field) allows(position string) bool {
	return !f.closed || position == crosscase.PositionMixed || slices.Contains(f.positions, position)
}
