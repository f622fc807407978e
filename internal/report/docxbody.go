package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// docxBody builds the document part.
type docxBody struct {
	strings.Builder
	r         *Report
	marks     evidenceMarks
	bookmarks int
	comments  []Comment // in the order of their places
	wide      bool      // the section being written is set across the page
}

func newDocxBody(r *Report) *docxBody {
	return &docxBody{r: r, marks: newEvidenceMarks(r, printedExcerpts)}
}

func (d *docxBody) report() {
	d.WriteString(xmlHead + `<w:document xmlns:w="` + nsW + `" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:body>`)
	d.paragraph("Title", "", plainRuns(d.r.Title))
	for _, line := range frontLines(d.r) {
		d.paragraph("Subtitle", "", plainRuns(line))
	}
	d.contents()
	for i := range d.r.Sections {
		d.section(i)
	}
	d.evidence()
	d.upright()
	d.WriteString(docxPage(false) + `</w:body></w:document>`)
}

// contents is the contents list: a TOC field filled with links to the headings.
func (d *docxBody) contents() {
	d.WriteString(`<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/><w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>`)
	d.paragraph("TOCHeading", "", plainRuns("Contents"))
	entries, depth := d.headings(), 3
	if len(entries) > contentsAtMost {
		depth = 2
		entries = slices.DeleteFunc(entries, func(e docxEntry) bool { return e.level > depth })
	}
	for i, h := range entries {
		fmt.Fprintf(d, `<w:p><w:pPr><w:pStyle w:val="TOC%d"/></w:pPr>`, h.level)
		if i == 0 {
			fmt.Fprintf(d, `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> TOC \o "1-%d" \h \z \u </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>`, depth)
		}
		fmt.Fprintf(d, `<w:hyperlink w:anchor="%s" w:history="1">%s</w:hyperlink></w:p>`, h.anchor, docxRuns(plainRuns(h.text), ""))
	}
	if len(entries) > 0 {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="0"/></w:pPr><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`)
	}
	d.WriteString(`</w:sdtContent></w:sdt>`)
}

// contentsAtMost is how many headings a contents list holds before it leaves out the third level.
const contentsAtMost = 40

type docxEntry struct {
	level        int
	text, anchor string
}

func (d *docxBody) headings() []docxEntry {
	var out []docxEntry
	for i, s := range d.r.Sections {
		out = append(out, docxEntry{clampLevel(s.Level), s.Heading, tocAnchor(i)})
	}
	if d.marks.printed() {
		out = append(out, docxEntry{1, evidenceHeading, tocAnchor(len(d.r.Sections))})
	}
	return out
}

func tocAnchor(i int) string { return fmt.Sprintf("_Toc%08d", i+1) }

func clampLevel(n int) int { return min(max(n, 1), 3) }

func (d *docxBody) section(i int) {
	s := &d.r.Sections[i]
	if clampLevel(s.Level) == 1 {
		d.upright()
	}
	d.heading(clampLevel(s.Level), s.Heading, tocAnchor(i))
	for j := range s.Blocks {
		d.block(&s.Blocks[j], marksOf(s.Blocks, j))
	}
}

func (d *docxBody) heading(level int, text, anchor string) {
	d.paragraphXML("Heading"+strconv.Itoa(level), docxBidi(text), d.bookmark(anchor, docxRuns(plainRuns(text), "")))
}

// bookmark puts a name on content, so that links and page references find it.
func (d *docxBody) bookmark(name, content string) string {
	d.bookmarks++
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>%s<w:bookmarkEnd w:id="%d"/>`, d.bookmarks, name, content, d.bookmarks)
}

// block writes a block; marks are the excerpts to be marked after each of its sentences.
func (d *docxBody) block(b *Block, marks [][]crosscase.ExcerptID) {
	switch b.Kind {
	case BlockParagraph:
		d.paragraphXML("", docxKeep(b)+docxBidiSentences(b.Sentences), d.sentences(b.Sentences, marks))
	case BlockList:
		for i := range b.Sentences {
			d.paragraphXML("ListBullet", docxBidi(b.Sentences[i].Text), d.sentences(b.Sentences[i:i+1], marks[i:i+1]))
		}
	case BlockQuotation:
		q := b.Quotation
		words := quoted(q)
		d.paragraphXML("Quote", docxBidi(words), docxAround("… "+q.Before+" ", q.Before)+docxRuns(plainRuns(words), "")+docxAround(" "+q.After+" …", q.After))
		d.paragraphXML("QuoteSource", "", docxRuns(plainRuns("— "+quoteSource(q)), "")+d.mark([]crosscase.ExcerptID{q.Excerpt})+docxLink(q.Link))
	case BlockTable:
		d.table(b.Table, "Table", b.Table.Number, b.Table.Caption)
	case BlockFigure:
		if f := b.Figure; f.Table != nil {
			d.table(f.Table, "Figure", f.Number, f.Caption)
		} else {
			d.caption("Figure", f.Number, f.Caption)
			d.paragraph("", "", plainRuns(f.Alt))
		}
	}
}

// docxAround sets the words around a quotation back; nothing where there are none.
func docxAround(set, words string) string {
	if words == "" {
		return ""
	}
	return docxRuns(plainRuns(set), `<w:i w:val="0"/><w:color w:val="7A8891"/>`)
}

// docxLink is a link to where a quotation stands in the program.
func docxLink(address string) string {
	if address == "" {
		return ""
	}
	return docxRuns(plainRuns(" · "), "") + docxField(`HYPERLINK "`+escaped(address)+`"`, "open", `<w:rPr><w:color w:val="1F5C7A"/><w:u w:val="single"/></w:rPr>`)
}

// docxKeep keeps a paragraph that leads to something with what it leads to.
func docxKeep(b *Block) string {
	if n := len(b.Sentences); n > 0 && strings.HasSuffix(b.Sentences[n-1].Text, ":") || n == 1 && b.Sentences[0].Kind == Linking && strings.HasPrefix(b.Sentences[0].ID, "reading.") {
		return `<w:keepNext/>`
	}
	return ""
}

// sentences are runs, each sentence followed by the marks of its evidence.
func (d *docxBody) sentences(list []Sentence, marks [][]crosscase.ExcerptID) string {
	var b strings.Builder
	for i := range list {
		if i > 0 {
			b.WriteString(`<w:r><w:t xml:space="preserve"> </w:t></w:r>`)
		}
		b.WriteString(d.commented(list[i].Comments, docxRuns(list[i].Marked(), "")))
		b.WriteString(d.mark(marks[i]))
	}
	return b.String()
}

// mark points to the excerpts in the evidence list at the end.
func (d *docxBody) mark(ids []crosscase.ExcerptID) string {
	spans := d.marks.spans(ids)
	if len(spans) == 0 {
		return ""
	}
	var b strings.Builder
	const style = `<w:rStyle w:val="EvidenceMark"/>`
	b.WriteString(docxRuns(plainRuns("\u00a0["), style))
	for i, s := range spans {
		if i > 0 {
			b.WriteString(docxRuns(plainRuns(", "), style))
		}
		fmt.Fprintf(&b, `<w:hyperlink w:anchor="%s" w:history="1">%s</w:hyperlink>`, evidenceAnchor(s.from), docxRuns(plainRuns(s.String()), style))
	}
	b.WriteString(docxRuns(plainRuns("]"), style))
	return b.String()
}

func evidenceAnchor(n int) string { return "evidence_" + strconv.Itoa(n) }

// evidence is the list of excerpts at the end.
func (d *docxBody) evidence() {
	if !d.marks.printed() {
		return
	}
	d.upright()
	d.heading(1, evidenceHeading, tocAnchor(len(d.r.Sections)))
	for _, e := range d.r.Excerpts {
		content := d.bookmark(evidenceAnchor(e.Number), docxRuns([]Run{{Text: "E" + strconv.Itoa(e.Number), Mark: Strong}}, "")) +
			`<w:r><w:tab/></w:r>` + docxRuns(plainRuns(quotedText(e.Text, e.Form, e.Spoken)+" "), "") +
			docxRuns(plainRuns("— "+attributed(e.Attribution, e.Source)), `<w:color w:val="51626D"/>`)
		d.paragraphXML("EvidenceItem", "", content)
	}
}

func (d *docxBody) paragraph(style, properties string, runs []Run) {
	d.paragraphXML(style, docxBidi(runsText(runs))+properties, docxRuns(runs, ""))
}

// paragraphXML writes a paragraph; properties follow the style in the order of the schema.
func (d *docxBody) paragraphXML(style, properties, content string) {
	d.WriteString(`<w:p>`)
	if style != "" || properties != "" {
		d.WriteString(`<w:pPr>`)
		if style != "" {
			d.WriteString(`<w:pStyle w:val="` + style + `"/>`)
		}
		d.WriteString(properties + `</w:pPr>`)
	}
	d.WriteString(content + `</w:p>`)
}

// upright ends a section set across the page.
func (d *docxBody) upright() {
	if d.wide {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="0"/>` + docxPage(true) + `</w:pPr></w:p>`)
		d.wide = false
	}
}

// across begins a section set across the page, for what is too wide for an upright one.
func (d *docxBody) across() {
	if !d.wide {
		d.WriteString(`<w:p><w:pPr><w:spacing w:after="0"/>` + docxPage(false) + `</w:pPr></w:p>`)
		d.wide = true
	}
}

// The page is A4; widths are in twentieths of a point.
const (
	docxUprightWidth = 9356
	docxAcrossWidth  = 14288
)

func docxPage(across bool) string {
	size, footer := `<w:pgSz w:w="11906" w:h="16838"/>`, "rId4"
	if across {
		footer = "rId6"
		size = `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`
	}
	return `<w:sectPr><w:footerReference w:type="default" r:id="` + footer + `"/>` + size +
		`<w:pgMar w:top="1247" w:right="1275" w:bottom="1247" w:left="1275" w:header="709" w:footer="624" w:gutter="0"/></w:sectPr>`
}

func plainRuns(s string) []Run { return []Run{{Text: s}} }

func runsText(runs []Run) string {
	var b strings.Builder
	for _, r := range runs {
		b.WriteString(r.Text)
	}
	return b.String()
}

func docxBidi(text string) string {
	if rightToLeft(text) {
		return `<w:bidi/>`
	}
	return ""
}

func docxBidiSentences(list []Sentence) string {
	if len(list) == 0 {
		return ""
	}
	return docxBidi(list[0].Text)
}

// docxRuns are runs of text; stretches from right to left are told apart, line ends become breaks.
func docxRuns(runs []Run, style string) string {
	var b strings.Builder
	for _, r := range runs {
		properties := style
		switch r.Mark {
		case Strong:
			properties += `<w:b/><w:bCs/>`
		case Emphasis:
			properties += `<w:i/><w:iCs/>`
		}
		for _, s := range stretches(clean(r.Text)) {
			if s == "" {
				continue
			}
			p := properties
			if strings.ContainsFunc(s, rtl) {
				p += `<w:rtl/>`
			}
			b.WriteString(`<w:r>`)
			if p != "" {
				b.WriteString(`<w:rPr>` + p + `</w:rPr>`)
			}
			for i, line := range strings.Split(s, "\n") {
				if i > 0 {
					b.WriteString(`<w:br/>`)
				}
				for j, cell := range strings.Split(line, "\t") {
					if j > 0 {
						b.WriteString(`<w:tab/>`)
					}
					if cell != "" {
						b.WriteString(`<w:t xml:space="preserve">` + escaped(cell) + `</w:t>`)
					}
				}
			}
			b.WriteString(`</w:r>`)
		}
	}
	return b.String()
}
