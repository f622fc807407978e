package report

import (
	"fmt"
)

// table writes a captioned table that scrolls by itself where it is wider than the page.
func (h *htmlWriter) table(t *Table, id, caption string) {
	fmt.Fprintf(h, "<div class=\"table\" id=\"%s\">\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"%s\">\n<table>\n<caption dir=\"auto\">%s</caption>\n<thead><tr>",
		escaped(id), escaped(caption), htmlText(caption))
	for _, c := range t.Columns {
		fmt.Fprintf(h, `<th scope="col"%s dir="auto">%s</th>`, htmlAlign(c.Align), htmlText(c.Heading))
	}
	h.WriteString("</tr></thead>\n<tbody>\n")
	for _, row := range t.Rows {
		switch row.Kind {
		case GroupRow:
			fmt.Fprintf(h, "<tr class=\"group\"><th scope=\"rowgroup\" colspan=\"%d\" dir=\"auto\">%s</th></tr>\n", max(len(t.Columns), 1), htmlText(rowText(row)))
			continue
		case TotalRow:
			h.WriteString(`<tr class="total">`)
		default:
			h.WriteString(`<tr>`)
		}
		for i, c := range t.Columns {
			var cell Cell
			if i < len(row.Cells) {
				cell = row.Cells[i]
			}
			if i == 0 {
				fmt.Fprintf(h, `<th scope="row"%s dir="auto">%s</th>`, htmlAlign(c.Align), htmlText(cellText(cell)))
				continue
			}
			class := ""
			if cell.Small {
				class = ` data-small="true"`
			}
			fmt.Fprintf(h, `<td%s%s dir="auto">%s</td>`, htmlAlign(c.Align), class, htmlText(cellText(cell)))
		}
		h.WriteString("</tr>\n")
	}
	h.WriteString("</tbody>\n</table>\n</div>\n")
	for _, n := range t.Notes {
		fmt.Fprintf(h, "<p class=\"note\" dir=\"auto\">%s</p>\n", htmlText(n))
	}
	h.WriteString("</div>\n")
}

func htmlAlign(a Align) string {
	switch a {
	case Right:
		return ` class="right"`
	case Centre:
		return ` class="centre"`
	}
	return ""
}

// figure writes the drawing with its text alternative, and its table to open.
func (h *htmlWriter) figure(f *Figure) {
	caption := fmt.Sprintf("Figure %d. %s", f.Number, f.Caption)
	fmt.Fprintf(h, "<figure class=\"drawing\" id=\"%s\">\n<div role=\"img\" aria-label=\"%s\">%s</div>\n<figcaption dir=\"auto\">%s</figcaption>\n", escaped(f.ID), escaped(f.Alt), f.SVG, htmlText(caption))
	if f.Table != nil {
		h.WriteString("<details><summary>The figure as a table</summary>\n")
		h.table(f.Table, f.ID+"-table", caption)
		h.WriteString("</details>\n")
	}
	h.WriteString("</figure>\n")
}
