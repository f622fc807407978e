package report

import (
	"archive/zip"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// WriteDocx writes a report as a Word document (Office Open XML, ECMA-376, transitional). The same
// report gives the same bytes.
//
// The rules are:
//   - headings are Word's own Heading 1 to 3, captions are numbered by SEQ fields, tables repeat their
//     header row and are never cut inside a row;
//   - the contents list is a TOC field that is filled beforehand with links to the headings. It has no
//     page numbers until the reader updates it (F9), since only a word processor knows the pages;
//     updating on opening is not asked for, because Word then questions the reader about foreign files;
//   - a figure stands as its table.
func WriteDocx(w io.Writer, r *Report) error {
	body := newDocxBody(r)
	body.report()
	types, rels := docxContentTypes, docxDocumentRels
	if len(body.comments) > 0 {
		types, rels = docxWithComments(types, rels)
	}
	parts := []struct{ name, content string }{
		{"[Content_Types].xml", types},
		{"_rels/.rels", docxRels},
		{"docProps/core.xml", docxCore(r)},
		{"docProps/app.xml", docxApp},
		{"word/document.xml", body.String()},
		{"word/_rels/document.xml.rels", rels},
		{"word/styles.xml", docxStyles},
		{"word/settings.xml", docxSettings},
		{"word/numbering.xml", docxNumbering},
		{"word/footer1.xml", docxFooter(r, docxUprightWidth)},
		{"word/footer2.xml", docxFooter(r, docxAcrossWidth)},
		{"word/fontTable.xml", docxFonts},
	}
	if len(body.comments) > 0 {
		parts = append(parts, struct{ name, content string }{"word/comments.xml", docxComments(body.comments)})
	}
	z := zip.NewWriter(w)
	for _, p := range parts {
		f, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate, Modified: docxEpoch})
		if err != nil {
			return fmt.Errorf("write docx part %s: %w", p.name, err)
		}
		if _, err := io.WriteString(f, p.content); err != nil {
			return fmt.Errorf("write docx part %s: %w", p.name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("close docx: %w", err)
	}
	return nil
}

// docxEpoch is the time of every part: zip files begin in 1980.
var docxEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

const xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"

func docxCore(r *Report) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`)
	fmt.Fprintf(&b, `<dc:title>%s</dc:title><dc:subject>%s</dc:subject><dc:creator>Crosscase</dc:creator><dc:language>en-GB</dc:language>`, escaped(r.Title), escaped(r.Study))
	if day, err := time.Parse(time.DateOnly, r.Date); err == nil {
		fmt.Fprintf(&b, `<dcterms:created xsi:type="dcterms:W3CDTF">%sT00:00:00Z</dcterms:created>`, day.Format(time.DateOnly))
	}
	b.WriteString(`</cp:coreProperties>`)
	return b.String()
}

// docxFooter is title and page number; they stand at the ends of a line of some width.
func docxFooter(r *Report, width int) string {
	left := escaped(r.Title)
	if r.Synthetic {
		left += " · synthetic data"
	}
	return xmlHead + `<w:ftr xmlns:w="` + nsW + `"><w:p><w:pPr><w:pStyle w:val="Footer"/><w:tabs>` + docxTabs(width) + `</w:tabs></w:pPr><w:r><w:t xml:space="preserve">` + left +
		`</w:t></w:r><w:r><w:tab/><w:t xml:space="preserve">Page </w:t></w:r>` + docxField("PAGE", "1", "") +
		`<w:r><w:t xml:space="preserve"> of </w:t></w:r>` + docxField("NUMPAGES", "1", "") + `</w:p></w:ftr>`
}

// docxTabs are the tabs of a footer: the one of its style, and its own where that is another.
func docxTabs(width int) string {
	own := `<w:tab w:val="right" w:pos="` + strconv.Itoa(width) + `"/>`
	if width == docxUprightWidth {
		return own
	}
	return `<w:tab w:val="clear" w:pos="` + strconv.Itoa(docxUprightWidth) + `"/>` + own
}

// docxField is a complex field with the result it shows until it is updated.
func docxField(instruction, result, properties string) string {
	return `<w:r>` + properties + `<w:fldChar w:fldCharType="begin"/></w:r><w:r>` + properties + `<w:instrText xml:space="preserve"> ` + instruction +
		` </w:instrText></w:r><w:r>` + properties + `<w:fldChar w:fldCharType="separate"/></w:r><w:r>` + properties + `<w:t>` + result +
		`</w:t></w:r><w:r>` + properties + `<w:fldChar w:fldCharType="end"/></w:r>`
}
