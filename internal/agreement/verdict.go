package agreement

import (
	"math"

	"github.com/crosscase/crosscase"
)

// verdict is what a cell comes to: how far its voices go together and where the
// row stands.
type verdict struct {
	status      Status
	dividedBy   string
	role, level *Divide

	position    string
	decided     bool
	contested   bool
	stated      bool
	thinBecause string
	value       float64 // numeric: the number a decided position stands for, NaN otherwise
}

// standard says which of the rules about thin rows hold for a kind of row.
type standard struct {
	thin    bool // too few voices make a row thin
	oneRole bool // one profession group only makes it thin as well
}

// oneRoleFrom is the number of voices from which having one role only makes a site thin.
const oneRoleFrom = 3

// judge comes to the verdict on the cell as read.
//
// The rules are:
//   - divided by role stands above divided by level, and both above the ladder;
//   - without voices, statements decide; with one voice or more they only stand beside;
//   - thin stands above mixed: two voices that differ are thin and their status is split;
//   - one role only is thin from three voices on (fewer are judged by their number alone), where every voice has a profession group and all have the same one. A
//     voice whose group is not recorded may be of another, and nothing is concluded from it;
//   - voices that are mixed, where they lead, make the position mixed.
func (c *cell) judge(by standard) verdict {
	rules := &c.ev.Settings
	_, top := fullest(c.counts)
	v := verdict{status: ladder(top, len(c.voices), rules), value: math.NaN()}
	if len(c.voices) == 0 {
		v.state(c)
		return v
	}
	c.roles.sort(c, c.ev.Groups, c.groupOf)
	c.levels.sort(c, c.ev.Levels, c.levelOf)
	if d, ok := Division(c.levels.counts); ok {
		v.level = &d
		if divides(c.levels.counts, d, rules) {
			v.status, v.dividedBy = StatusDividedByLevel, ByLevel
		}
	}
	if d, ok := Division(c.roles.counts); ok {
		v.role = &d
		if divides(c.roles.counts, d, rules) {
			v.status, v.dividedBy = StatusDividedByRole, ByRole
		}
	}
	v.settle(c, by)
	return v
}

// settle finds where the voices put the row.
func (v *verdict) settle(c *cell, by standard) {
	switch {
	case by.thin && len(c.voices) < c.ev.Settings.ThinVoices:
		v.position, v.thinBecause = crosscase.PositionThin, ThinVoices
		return
	case by.oneRole && len(c.voices) >= oneRoleFrom && len(c.roles.counts) == 1 && sum(c.roles.counts[0]) == len(c.voices):
		v.position, v.thinBecause = crosscase.PositionThin, ThinOneRole
		return
	}
	v.position = crosscase.PositionMixed
	leading, _ := fullest(c.counts)
	if c.isMixed(leading) {
		return
	}
	switch v.status {
	case StatusMajority:
		v.contested = true
	case StatusUnanimous, StatusAgreement, StatusSingleVoice:
	default:
		return
	}
	v.position, v.decided = c.labels[leading], true
	if c.question.Type == crosscase.Numeric {
		v.value = Median(c.numbersOf(leading))
	}
}

// numbersOf is the numbers of the voices on one position.
func (c *cell) numbersOf(position int) []float64 {
	var values []float64
	for i := range c.voices {
		if int(c.voices[i].position) == position && !c.voices[i].mixed {
			values = append(values, c.voices[i].value)
		}
	}
	return values
}

// state finds where the statements put the row: what one voice that said all of
// them would hold, so that statements that contradict each other make it mixed and
// the sets of a set-valued question add up.
func (v *verdict) state(c *cell) {
	all := voice{from: 0, to: int32(len(c.statements)), position: -1}
	if !c.hear(&all) {
		v.position = crosscase.PositionUnknown
		return
	}
	v.stated = true
	if all.mixed {
		v.position = crosscase.PositionMixed
		return
	}
	v.decided = true
	switch c.question.Type {
	case crosscase.SetType:
		v.position = setLabel(c.question, all.set)
	case crosscase.Numeric:
		v.position, v.value = camp{low: all.low, high: all.high}.label(), all.value
	default:
		v.position = c.question.Positions[all.position]
	}
}
