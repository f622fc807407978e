package report

import (
	"fmt"
	"strconv"
)

// caption is a numbered caption; the number is a SEQ field, so that Word can renumber and list them.
func (d *docxBody) caption(label string, number int, text string) {
	d.paragraphXML("Caption", "", docxRuns(plainRuns(label+" "), "")+docxField("SEQ "+label+` \* ARABIC`, strconv.Itoa(number), "")+docxRuns(plainRuns(". "+text), ""))
}

// table is a caption, the table and its notes.
func (d *docxBody) table(t *Table, label string, number int, caption string) {
	l := layOut(t)
	if l.across {
		d.across()
		defer d.upright()
	}
	d.caption(label, number, caption)
	if len(t.Rows) == 0 {
		d.paragraph("TableNote", "", plainRuns("No rows."))
	} else {
		d.grid(t, l)
	}
	for i, n := range t.Notes {
		properties := ""
		if i == len(t.Notes)-1 {
			properties = `<w:spacing w:before="40" w:after="200"/>`
		}
		d.paragraph("TableNote", properties, plainRuns(n))
	}
	if len(t.Notes) == 0 {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="0" w:line="160" w:lineRule="exact"/></w:pPr></w:p>`)
	}
}

// keptTogether is how many rows a table may have to be kept on one page.
const keptTogether = 16

func (d *docxBody) grid(t *Table, l layout) {
	widths, style, total := l.widths, l.style, 0
	for _, w := range widths {
		total += w
	}
	fmt.Fprintf(d, `<w:tbl><w:tblPr><w:tblStyle w:val="ReportTable"/><w:tblW w:w="%d" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>`, total)
	fmt.Fprintf(d, `<w:tblCaption w:val="%s"/></w:tblPr><w:tblGrid>`, escaped(t.Caption))
	for _, w := range widths {
		fmt.Fprintf(d, `<w:gridCol w:w="%d"/>`, w)
	}
	d.WriteString(`</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>`)
	for i, c := range t.Columns {
		d.cell(widths[i], 1, style, c.Align, []Run{{Text: c.Heading, Mark: Strong}}, "E8EEF2", true, "bottom")
	}
	d.WriteString(`</w:tr>`)
	for i, row := range t.Rows {
		d.WriteString(`<w:tr><w:trPr><w:cantSplit/></w:trPr>`)
		last := i == len(t.Rows)-1
		switch row.Kind {
		case GroupRow:
			d.cell(total, len(widths), style, Left, []Run{{Text: rowText(row), Mark: Strong}}, "F4F7F9", true, "")
		default:
			mark, fill := Plain, ""
			if row.Kind == TotalRow {
				mark, fill = Strong, "F4F7F9"
			}
			for j := range t.Columns {
				text := ""
				if j < len(row.Cells) {
					text = cellText(row.Cells[j])
				}
				// a small table stays on one page; of a large one no row stands alone on a page
				keep := !last && (len(t.Rows) <= keptTogether || i == 0 || i == len(t.Rows)-2)
				d.cell(widths[j], 1, style, t.Columns[j].Align, []Run{{Text: text, Mark: mark}}, fill, keep, "")
			}
		}
		d.WriteString(`</w:tr>`)
	}
	d.WriteString(`</w:tbl>`)
}

func (d *docxBody) cell(width, span int, style string, align Align, runs []Run, fill string, keep bool, vertical string) {
	fmt.Fprintf(d, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
	if span > 1 {
		fmt.Fprintf(d, `<w:gridSpan w:val="%d"/>`, span)
	}
	if fill != "" {
		d.WriteString(`<w:shd w:val="clear" w:color="auto" w:fill="` + fill + `"/>`)
	}
	if vertical != "" {
		d.WriteString(`<w:vAlign w:val="` + vertical + `"/>`)
	}
	d.WriteString(`</w:tcPr>`)
	properties := ""
	if keep {
		properties += `<w:keepNext/>`
	}
	properties += docxBidi(runsText(runs))
	switch align {
	case Right:
		properties += `<w:jc w:val="right"/>`
	case Centre:
		properties += `<w:jc w:val="center"/>`
	}
	d.paragraphXML(style, properties, docxRuns(runs, ""))
	d.WriteString(`</w:tc>`)
}
