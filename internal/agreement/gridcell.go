package agreement

import (
	"github.com/crosscase/crosscase"
)

// counter counts excerpts and people once in each stretch of codings: a stamp per
// excerpt and person says in which stretch it was last seen.
type counter struct {
	excerptOf []int32 // by coding: a number for its excerpt
	excerpts  []int32 // by excerpt: last stretch
	people    []int32 // by participant: last stretch
	stretch   int32
}

func newCounter(ev *crosscase.Evidence, b buckets) *counter {
	c := &counter{excerptOf: make([]int32, len(ev.Codings)), people: make([]int32, len(ev.Participants))}
	numbers := make(map[crosscase.ExcerptID]int32, len(b.order))
	for _, i := range b.order {
		id := ev.Codings[i].Excerpt
		n, known := numbers[id]
		if !known {
			n = int32(len(numbers))
			numbers[id] = n
		}
		c.excerptOf[i] = n
	}
	c.excerpts = make([]int32, len(numbers))
	return c
}

// begin starts a stretch in which nothing has been seen.
func (c *counter) begin() { c.stretch++ }

// add counts a cell's codings into a total, leaving out what the stretch has seen.
func (c *counter) add(t *Total, r run) {
	t.Codings += len(r.codings)
	for at, i := range r.codings {
		if e := &c.excerpts[c.excerptOf[i]]; *e != c.stretch {
			*e = c.stretch
			t.Excerpts++
		}
		if p := r.who[at]; p >= 0 && c.people[p] != c.stretch {
			c.people[p] = c.stretch
			t.Voices++
		}
	}
}

// tally counts cells, rows and columns.
func (m *layout) tally(g *Grid) {
	c := newCounter(m.ev, m.codings)
	for row := range g.Rows {
		for column := range g.Columns {
			c.begin()
			c.add(&g.Cells[row][column].Total, m.cell(row, column))
		}
		c.begin()
		for column := range g.Columns {
			c.add(&g.Rows[row].Total, m.cell(row, column))
		}
	}
	for column := range g.Columns {
		c.begin()
		for row := range g.Rows {
			c.add(&g.Columns[column].Total, m.cell(row, column))
		}
	}
}

// position judges the cells of questions.
func (m *layout) position(g *Grid) {
	by := map[RowKind]standard{RowSite: {true, true}, RowUnit: {true, true}, RowRole: {thin: true}}[m.kind]
	c := newCell(m.ev)
	for column := range g.Columns {
		c.ask(&m.ev.Questions[g.Columns[column].Index])
		for row := range g.Rows {
			c.read(m.cell(row, column))
			v := c.judge(by)
			into := &g.Cells[row][column]
			into.Voices = len(c.voices)
			if len(c.voices) > 0 {
				into.Positions = tally(c.labels, c.counts)
			}
			into.Position, into.Status = v.position, v.status
			into.Decided, into.Contested, into.Stated = v.decided, v.contested, v.stated
		}
	}
	if m.kind == RowSite {
		m.override(g)
	}
}

// override puts the leads' readings into the cells of sites.
func (m *layout) override(g *Grid) {
	rows, columns := map[int32]int{}, map[pair]int{}
	for i := range g.Rows {
		rows[g.Rows[i].Index] = i
	}
	for i := range g.Columns {
		columns[pair{g.Columns[i].Index, aspectIndex(g.Columns[i].Aspect)}] = i
	}
	for i := range m.ev.Overrides {
		o := &m.ev.Overrides[i]
		row, known := rows[o.Site]
		column, asked := columns[pair{o.Question, o.Aspect}]
		if !known || !asked {
			continue
		}
		if names := m.ev.Questions[o.Question].Positions; o.Position >= 0 && int(o.Position) < len(names) {
			into := &g.Cells[row][column]
			into.Position, into.Decided, into.Contested, into.Stated = names[o.Position], true, false, false
		}
	}
}
