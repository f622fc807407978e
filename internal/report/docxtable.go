package report

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// caption is a numbered caption; the number is a SEQ field, so that Word can renumber and list them.
func (d *docxBody) caption(label string, number int, text string) {
	d.paragraphXML("Caption", "", docxRuns(plainRuns(label+" "), "")+docxField("SEQ "+label+` \* ARABIC`, strconv.Itoa(number), "")+docxRuns(plainRuns(". "+text), ""))
}

// table is a caption, the table and its notes.
func (d *docxBody) table(t *Table, label string, number int, caption string) {
	widths, across := docxWidths(t)
	if across {
		d.across()
	}
	d.caption(label, number, caption)
	if len(t.Rows) == 0 {
		d.paragraph("TableNote", "", plainRuns("No rows."))
	} else {
		d.grid(t, widths)
	}
	for i, n := range t.Notes {
		properties := ""
		if i == len(t.Notes)-1 {
			properties = `<w:spacing w:before="40" w:after="200"/>`
		}
		d.paragraph("TableNote", properties, plainRuns(n))
	}
	if len(t.Notes) == 0 {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="60" w:line="240" w:lineRule="auto"/></w:pPr></w:p>`)
	}
}

func (d *docxBody) grid(t *Table, widths []int) {
	total := 0
	for _, w := range widths {
		total += w
	}
	style := "TableText"
	if total/max(len(widths), 1) < 700 {
		style = "TableSmall"
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
				// the last rows keep together with their neighbours, so that no row stands alone on a page
				d.cell(widths[j], 1, style, t.Columns[j].Align, []Run{{Text: text, Mark: mark}}, fill, !last && (i == 0 || i == len(t.Rows)-2), "")
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

// docxWidths fits the columns to the page in twentieths of a point: each at least as wide as its
// longest word, the rest shared by what their longest cells would like. A table that cannot fit
// upright goes across the page.
func docxWidths(t *Table) (widths []int, across bool) {
	n := len(t.Columns)
	least, liked := make([]int, n), make([]int, n)
	for i, c := range t.Columns {
		least[i], liked[i] = wordWidth(c.Heading, true), lineWidth(c.Heading, true)/2
	}
	for _, row := range t.Rows {
		if row.Kind == GroupRow {
			continue
		}
		for i := 0; i < n && i < len(row.Cells); i++ {
			text := cellText(row.Cells[i])
			bold := row.Kind == TotalRow
			least[i], liked[i] = max(least[i], wordWidth(text, bold)), max(liked[i], lineWidth(text, bold))
		}
	}
	sumLeast := 0
	for i, c := range t.Columns {
		least[i] = min(least[i]+docxCellPadding, 3400)
		liked[i] = max(liked[i]+docxCellPadding, least[i])
		if c.Width > 0 {
			liked[i] = max(least[i], int(c.Width*docxUprightWidth))
		}
		sumLeast += least[i]
	}
	page := docxUprightWidth
	if sumLeast > page {
		page, across = docxAcrossWidth, true
	}
	return shareWidth(least, liked, page), across
}

const docxCellPadding = 190

// shareWidth gives each column its least, and of the rest what it likes in proportion.
func shareWidth(least, liked []int, page int) []int {
	sumLeast, sumLiked := 0, 0
	for i := range least {
		sumLeast += least[i]
		sumLiked += liked[i]
	}
	out := make([]int, len(least))
	used := 0
	for i := range least {
		switch {
		case sumLeast >= page:
			out[i] = least[i] * page / max(sumLeast, 1)
		case sumLiked <= page:
			out[i] = liked[i] + (page-sumLiked)*liked[i]/max(sumLiked, 1)
		default:
			out[i] = least[i] + (page-sumLeast)*(liked[i]-least[i])/max(sumLiked-sumLeast, 1)
		}
		used += out[i]
	}
	if n := len(out); n > 0 {
		out[n-1] += page - used
	}
	return out
}

// wordWidth and lineWidth estimate 9-point text in twentieths of a point.
func wordWidth(s string, bold bool) int {
	longest := 0
	for _, w := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '\n' || r == '-' || r == '/' }) {
		longest = max(longest, lineWidth(w, bold))
	}
	return longest
}

func lineWidth(s string, bold bool) int {
	each := 94
	if bold {
		each = 102
	}
	longest := 0
	for _, line := range strings.Split(s, "\n") {
		longest = max(longest, utf8.RuneCountInString(line)*each)
	}
	return min(longest, 60*each)
}
