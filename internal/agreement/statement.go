package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// statementList is the cell's statements by position, in the question's order. A
// set-valued statement is listed as the set it names, a numeric one as its number.
func (c *cell) statementList() []Statement {
	type said struct {
		key []int32
		Statement
	}
	var list []said
	for _, i := range c.statements {
		d := c.coding(i)
		if !c.answers(d) {
			continue
		}
		s := said{key: []int32{d.Position}}
		switch c.question.Type {
		case crosscase.SetType:
			s.key = union(nil, d.Set, len(c.question.Positions))
			s.Position = setLabel(c.question, s.key)
		case crosscase.Numeric:
			s.key, s.number, s.Position = nil, d.Number, number(d.Number)
		default:
			s.Position = c.question.Positions[d.Position]
		}
		at := slices.IndexFunc(list, func(o said) bool { return o.Position == s.Position })
		if at < 0 {
			at = len(list)
			list = append(list, s)
		}
		list[at].Excerpts = append(list[at].Excerpts, d.Excerpt)
	}
	slices.SortFunc(list, func(a, b said) int {
		if a.number != b.number {
			if a.number < b.number {
				return -1
			}
			return 1
		}
		return slices.Compare(a.key, b.key)
	})
	var found []Statement
	for _, s := range list {
		s.Excerpts = once(s.Excerpts)
		found = append(found, s.Statement)
	}
	return found
}

// recordAgainst is the statements that differ from the positions leading among the voices.
// Of a set-valued question the statements are taken together, as each may tell a part.
func (c *cell) recordAgainst(statements []Statement) []RecordDifference {
	if len(statements) == 0 || len(c.voices) == 0 {
		return nil
	}
	leading := c.leading()
	names := make([]string, len(leading))
	for i, k := range leading {
		names[i] = c.labels[k]
	}
	if c.question.Type == crosscase.SetType {
		statements = []Statement{c.statedSet(statements)}
	}
	var differences []RecordDifference
	for _, s := range statements {
		if !c.leads(s, leading, names) {
			differences = append(differences, RecordDifference{s.Position, names, s.Excerpts})
		}
	}
	return differences
}

func (c *cell) statedSet(statements []Statement) Statement {
	var all Statement
	var set []int32
	for _, i := range c.statements {
		set = union(set, c.coding(i).Set, len(c.question.Positions))
	}
	all.Position = setLabel(c.question, set)
	for _, s := range statements {
		all.Excerpts = append(all.Excerpts, s.Excerpts...)
	}
	all.Excerpts = once(all.Excerpts)
	return all
}

// leads says whether a statement is on a leading position; a number is where it lies
// within the tolerance of the median of a leading camp.
func (c *cell) leads(s Statement, leading []int, names []string) bool {
	if c.question.Type != crosscase.Numeric {
		return slices.Contains(names, s.Position)
	}
	for _, k := range leading {
		if !c.isMixed(k) && !apart(s.number, Median(c.numbersOf(k)), c.question.Tolerance) {
			return true
		}
	}
	return false
}

// once sorts excerpts and drops repeats; never nil.
func once(excerpts []crosscase.ExcerptID) []crosscase.ExcerptID {
	if len(excerpts) == 0 {
		return []crosscase.ExcerptID{}
	}
	if len(excerpts) > 1 {
		slices.Sort(excerpts)
	}
	return slices.Compact(excerpts)
}
