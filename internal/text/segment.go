package text

import "sort"

// Segment is a stretch of a text over which the same spans lie.
type Segment struct {
	Span
	Over []int // indices into the spans given, ascending; never empty
}

// Segments cuts spans that overlap into stretches that do not, for drawing. They
// come in text order, touch where the spans do, and leave out what no span
// covers. Empty spans take part in none. Cost: n log n for the sweep plus the
// size of the answer.
func Segments(spans []Span) []Segment {
	type edge struct {
		at, span int
		opens    bool
	}
	edges := make([]edge, 0, 2*len(spans))
	for i, s := range spans {
		if s.Empty() {
			continue
		}
		edges = append(edges, edge{s.Start, i, true}, edge{s.End, i, false})
	}
	sort.Slice(edges, func(i, j int) bool { return edges[i].at < edges[j].at })

	var segments []Segment
	var open []int
	for i, e := range edges {
		if len(open) > 0 && edges[i-1].at < e.at {
			segments = append(segments, Segment{
				Span: Span{Start: edges[i-1].at, End: e.at},
				Over: append([]int(nil), open...),
			})
		}
		place := sort.SearchInts(open, e.span)
		if e.opens {
			open = append(open, 0)
			copy(open[place+1:], open[place:])
			open[place] = e.span
		} else {
			open = append(open[:place], open[place+1:]...)
		}
	}
	return segments
}
