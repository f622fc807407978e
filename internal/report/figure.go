package report

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// consistencyMap draws each question at (mean agreement within sites, agreement between sites); nil
// where no question has both.
func (b *crossCase) consistencyMap() *Figure {
	type dot struct{ x, y int } // hundredths, so that questions on one spot share a label
	at := map[dot][]string{}
	t := &Table{
		ID: "figure-map-table", Caption: "Places on the consistency map",
		Columns: []Column{{Heading: "No.", Align: Right}, {Heading: "Question"}, {Heading: "Within", Align: Right}, {Heading: "Between", Align: Right}, {Heading: "Reading"}},
	}
	for i := range b.Comparison {
		c := &b.Comparison[i]
		if c.Map == nil {
			continue
		}
		d := dot{int(math.Round(c.Map.Within * 100)), int(math.Round(c.Map.Between * 100))}
		at[d] = append(at[d], strconv.Itoa(i+1))
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			countCell(i + 1), {Text: b.questionLabel(c)}, measureCell(&c.Map.Within), measureCell(&c.Map.Between), {Text: strings.ReplaceAll(string(c.Reading), "_", " ")},
		}})
	}
	if len(at) == 0 {
		return nil
	}
	dots := make([]dot, 0, len(at))
	for d := range at {
		dots = append(dots, d)
	}
	slices.SortFunc(dots, func(a, b dot) int {
		if a.x != b.x {
			return a.x - b.x
		}
		return a.y - b.y
	})
	var svg strings.Builder
	// 480 x 420, the plot from (50, 20) to (450, 370)
	x := func(v float64) float64 { return 50 + 400*v }
	y := func(v float64) float64 { return 370 - 350*v }
	lineX, lineY := b.ev.Settings.ReadingD, b.ev.Settings.ReadingB
	svg.WriteString(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 480 420" width="640" height="560" font-family="system-ui,sans-serif" font-size="11" fill="currentColor" aria-hidden="true">`)
	svg.WriteString(`<rect x="50" y="20" width="400" height="350" fill="none" stroke="currentColor" stroke-opacity=".5"/>`)
	fmt.Fprintf(&svg, `<g stroke="currentColor" stroke-opacity=".35" stroke-dasharray="4 4"><line x1="%.1f" y1="20" x2="%.1f" y2="370"/><line x1="50" y1="%.1f" x2="450" y2="%.1f"/></g>`, x(lineX), x(lineX), y(lineY), y(lineY))
	svg.WriteString(`<g fill-opacity=".55" font-size="10"><text x="446" y="33" text-anchor="end">common ground</text><text x="446" y="364" text-anchor="end">site-specific</text><text x="54" y="364">contested</text></g>`)
	svg.WriteString(`<g font-size="10" text-anchor="middle">`)
	for v := 0.0; v <= 1.001; v += 0.25 {
		fmt.Fprintf(&svg, `<text x="%.1f" y="384">%.2f</text><text x="30" y="%.1f">%.2f</text>`, x(v), v, y(v)+3, v)
	}
	svg.WriteString(`</g><text x="250" y="404" text-anchor="middle">Mean agreement within sites (D)</text><text transform="translate(12 195) rotate(-90)" text-anchor="middle">Agreement between sites (B)</text>`)
	for _, d := range dots {
		cx, cy := x(float64(d.x)/100), y(float64(d.y)/100)
		r := 3.5 + min(float64(len(at[d]))-1, 4)
		fmt.Fprintf(&svg, `<circle cx="%.1f" cy="%.1f" r="%.1f" fill-opacity=".7"/>`, cx, cy, r)
		tx, anchor := cx+r+2, "start"
		if cx > 410 {
			tx, anchor = cx-r-2, "end"
		}
		fmt.Fprintf(&svg, `<text x="%.1f" y="%.1f" text-anchor="%s">%s</text>`, tx, cy+3.5, anchor, strings.Join(at[d], ", "))
	}
	svg.WriteString(`</svg>`)
	return &Figure{
		ID: "figure-map", Caption: "Consistency map", SVG: svg.String(), Table: t,
		Alt: fmt.Sprintf("Scatter of %s by mean agreement within sites, from left to right, and agreement between sites, upwards; the table below gives the places.", counted(len(t.Rows), "question")),
	}
}
