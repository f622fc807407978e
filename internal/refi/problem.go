package refi

import (
	"fmt"
	"slices"
)

// problems gathers what does not hold together, a bounded number of each sort.
type problems struct {
	entry string
	most  int
	list  []Problem
	over  map[string]int // sort -> how many were not listed
	count map[string]int
	sorts []string
}

func newProblems(entry string, most int) *problems {
	return &problems{entry: entry, most: most, over: make(map[string]int), count: make(map[string]int)}
}

// at lists a problem of an element. sort is the sort in words, for those that are only counted.
func (p *problems) at(sort string, line int, element, guid, format string, args ...any) {
	where := fmt.Sprintf("%s:%d %s", plain(p.entry), line, element)
	if guid != "" {
		where += " " + plain(guid)
	}
	p.append(sort, where, format, args...)
}

// add lists a problem of a file, by its name.
func (p *problems) add(sort, file, format string, args ...any) {
	p.append(sort, plain(file), format, args...)
}

func (p *problems) append(sort, where, format string, args ...any) {
	if p.count[sort]++; p.count[sort] > p.most {
		if p.over[sort]++; p.over[sort] == 1 {
			p.sorts = append(p.sorts, sort)
		}
		return
	}
	p.list = append(p.list, Problem{Where: where, What: fmt.Sprintf(format, args...), Recovered: recovered[sort]})
}

// recovered are the sorts of which nothing is lost.
var recovered = map[string]bool{
	"a reference by file name": true, "a code written twice": true, "a text that is not UTF-8": true, "a file that is there twice": true,
	"a project in a folder": true, "offsets": true, "a user that is not there": true, "a selection that splits a character": true, "a selection of nothing": true,
}

// all is the list with a line for each sort that had more.
func (p *problems) all() []Problem {
	list := slices.Clone(p.list)
	for _, sort := range p.sorts {
		list = append(list, Problem{Where: plain(p.entry), What: fmt.Sprintf("%d more of this sort: %s", p.over[sort], sort)})
	}
	return list
}
