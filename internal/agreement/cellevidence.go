package agreement

import (
	"cmp"
	"slices"

	"github.com/crosscase/crosscase"
)

// CellEvidence is the excerpts under one cell of a matrix, each once: those of
// dissenting voices first, then the others; in each part by participant in display
// order, statements last, then by id. In a cell of a theme a voice dissents where
// it does on any question of the cell. Where positions tie for the lead none leads,
// and nobody is moved to the front.
//
// Row and column are those of a grid of the same evidence. Cost: one pass over the codings.
func CellEvidence(ev *crosscase.Evidence, row GridRow, column GridColumn) []crosscase.ExcerptID {
	codings := cellCodings(ev, row, column)
	front := dissentingCodings(ev, codings)
	slices.SortFunc(codings, func(i, j int32) int {
		a, b := &ev.Codings[i], &ev.Codings[j]
		if front[i] != front[j] {
			if front[i] {
				return -1
			}
			return 1
		}
		// -1, no participant, is the highest as uint32.
		return cmp.Or(cmp.Compare(uint32(a.Participant), uint32(b.Participant)), cmp.Compare(a.Excerpt, b.Excerpt))
	})
	found := make([]crosscase.ExcerptID, 0, len(codings))
	seen := make(map[crosscase.ExcerptID]bool, len(codings))
	for _, i := range codings {
		if id := ev.Codings[i].Excerpt; !seen[id] {
			seen[id] = true
			found = append(found, id)
		}
	}
	return found
}

// cellCodings is the codings of one cell, as indices.
func cellCodings(ev *crosscase.Evidence, row GridRow, column GridColumn) []int32 {
	under := make([]bool, len(ev.Themes))
	for t := range under {
		under[t] = int32(t) == column.Index || column.RollUp && rootTheme(ev, int32(t)) == column.Index
	}
	aspect := aspectIndex(column.Aspect)
	inSite := siteFilter(ev, row.sites)
	var found []int32
	for i := range ev.Codings {
		d := &ev.Codings[i]
		if column.Kind == ColumnQuestion && d.Question != column.Index || column.Kind == ColumnTheme && (d.Theme < 0 || !under[d.Theme]) {
			continue
		}
		if column.Aspect != "" && d.Aspect != aspect {
			continue
		}
		if rowOf(ev, row.Kind, d) == row.Index && inSite(d) {
			found = append(found, int32(i))
		}
	}
	return found
}

// dissentingCodings says which of the codings are answers off the leading position
// of their question and aspect among the codings given.
func dissentingCodings(ev *crosscase.Evidence, codings []int32) map[int32]bool {
	slices.SortFunc(codings, func(i, j int32) int {
		a, b := &ev.Codings[i], &ev.Codings[j]
		return cmp.Or(cmp.Compare(a.Question, b.Question), cmp.Compare(a.Aspect, b.Aspect), cmp.Compare(a.Participant, b.Participant))
	})
	front := map[int32]bool{}
	c := newCell(ev)
	for from := 0; from < len(codings); {
		first := &ev.Codings[codings[from]]
		to := from + 1
		for to < len(codings) && ev.Codings[codings[to]].Question == first.Question && ev.Codings[codings[to]].Aspect == first.Aspect {
			to++
		}
		if first.Question >= 0 {
			c.ask(&ev.Questions[first.Question])
			c.read(runOf(ev, codings[from:to]))
			c.front(front)
		}
		from = to
	}
	return front
}

// front notes the codings of the voices off the leading position.
func (c *cell) front(noted map[int32]bool) {
	leading, off := c.dissenting()
	if len(leading) != 1 {
		return
	}
	for i := range c.voices {
		if v := &c.voices[i]; off(v) {
			for _, coding := range c.codings[v.from:v.to] {
				noted[coding] = c.answers(c.coding(coding))
			}
		}
	}
}

// runOf is codings that are in order of participant, with what a run holds of them.
func runOf(ev *crosscase.Evidence, codings []int32) run {
	r := run{codings, make([]int32, len(codings)), make([]int32, len(codings))}
	for at, i := range codings {
		r.who[at], r.says[at] = ev.Codings[i].Participant, ev.Codings[i].Position
	}
	return r
}
