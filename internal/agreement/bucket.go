package agreement

import "github.com/crosscase/crosscase"

// buckets holds the codings of many cells, cell after cell, and in each cell
// participant after participant with statements (participant -1) first.
type buckets struct {
	order []int32 // indices of codings
	who   []int32 // the participant of each and
	says  []int32 // its position, at hand without going back to the coding: that is what costs time
	start []int32 // cell i is order[start[i]:start[i+1]]
}

// run is the codings of one cell with their participants, ascending, and positions.
type run struct {
	codings, who, says []int32
}

func (b *buckets) cell(i int) run {
	from, to := b.start[i], b.start[i+1]
	return run{b.order[from:to], b.who[from:to], b.says[from:to]}
}

// bucket puts each coding into the cell that cells names for it, -1 for none, by
// two counting sorts: by participant, then by cell. Cost: linear in codings, cells and people.
func bucket(codings []crosscase.EvidenceCoding, cells []int32, count, people int) buckets {
	byPerson := make([]int32, people+2)
	start := make([]int32, count+1)
	kept := 0
	for i := range codings {
		if cells[i] < 0 {
			continue
		}
		kept++
		byPerson[codings[i].Participant+2]++
		start[cells[i]+1]++
	}
	accumulate(byPerson)
	accumulate(start)

	type brief struct{ coding, position, cell int32 }
	byPeople := make([]brief, kept)
	for i := range codings {
		if cells[i] < 0 {
			continue
		}
		place := &byPerson[codings[i].Participant+1]
		byPeople[*place] = brief{int32(i), codings[i].Position, cells[i]}
		*place++
	}
	// The first sort has moved each person's start to its end.
	next := make([]int32, count)
	copy(next, start)
	order, who, says := make([]int32, kept), make([]int32, kept), make([]int32, kept)
	person := int32(-1)
	for at, b := range byPeople {
		for byPerson[person+1] <= int32(at) {
			person++
		}
		place := &next[b.cell]
		order[*place], who[*place], says[*place] = b.coding, person, b.position
		*place++
	}
	return buckets{order, who, says, start}
}

func accumulate(counts []int32) {
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
}

// siteOf is the site a coding belongs to, -1 for none: its own, else its participant's.
func siteOf(ev *crosscase.Evidence, c *crosscase.EvidenceCoding) int32 {
	if c.Site < 0 && c.Participant >= 0 {
		return ev.Participants[c.Participant].Site
	}
	return c.Site
}

// siteOfSilence is the site a recorded absence belongs to, -1 for none.
func siteOfSilence(ev *crosscase.Evidence, s *crosscase.EvidenceSilence) int32 {
	if s.Site < 0 && s.Participant >= 0 {
		return ev.Participants[s.Participant].Site
	}
	return s.Site
}
