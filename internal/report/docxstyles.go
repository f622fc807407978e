package report

import "strconv"

// docxStyles is the styles part: Word's own names for what it knows, so that a contents list,
// the navigation pane and a template can find headings, captions and lists.
var docxStyles = xmlHead + `<w:styles xmlns:w="` + nsW + `">` +
	`<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>` +
	`<w:sz w:val="20"/><w:szCs w:val="20"/><w:lang w:val="en-GB" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>` +
	`<w:pPrDefault><w:pPr><w:spacing w:after="120" w:line="276" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>` +
	`<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>` +
	`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>` +
	`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>` +
	docxStyle("Title", "Title", "Normal", `<w:keepNext/><w:spacing w:before="0" w:after="60" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:color w:val="1F3A4D"/><w:sz w:val="44"/><w:szCs w:val="44"/>`) +
	docxStyle("Subtitle", "Subtitle", "Normal", `<w:spacing w:before="0" w:after="40" w:line="240" w:lineRule="auto"/>`, `<w:color w:val="51626D"/><w:sz w:val="25"/><w:szCs w:val="25"/>`) +
	docxHeading(1, 400, 120, 31) + docxHeading(2, 300, 90, 26) + docxHeading(3, 220, 60, 22) +
	docxStyle("Caption", "caption", "Normal", `<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="80" w:line="240" w:lineRule="auto"/>`, `<w:b/><w:color w:val="1F3A4D"/><w:sz w:val="20"/><w:szCs w:val="20"/>`) +
	docxStyle("TOCHeading", "TOC Heading", "Normal", `<w:keepNext/><w:spacing w:before="320" w:after="120"/>`, `<w:b/><w:color w:val="1F3A4D"/><w:sz w:val="28"/><w:szCs w:val="28"/>`) +
	docxContents(1) + docxContents(2) + docxContents(3) +
	docxStyle("ListBullet", "List Bullet", "Normal", `<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:spacing w:after="60"/><w:ind w:left="425" w:hanging="283"/>`, ``) +
	docxStyle("Quote", "Quote", "Normal", `<w:keepNext/><w:keepLines/><w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="9DB2BF"/></w:pBdr><w:spacing w:before="80" w:after="0"/><w:ind w:left="425" w:right="425"/>`, ``) +
	docxStyle("QuoteSource", "Quote Source", "Normal", `<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="18" w:space="10" w:color="9DB2BF"/></w:pBdr><w:spacing w:after="140"/><w:ind w:left="425" w:right="425"/>`, `<w:color w:val="51626D"/><w:sz w:val="18"/><w:szCs w:val="18"/>`) +
	docxStyle("TableText", "Table Text", "Normal", `<w:spacing w:before="30" w:after="30" w:line="240" w:lineRule="auto"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`) +
	docxStyle("TableSmall", "Table Text Small", "TableText", ``, `<w:sz w:val="16"/><w:szCs w:val="16"/>`) +
	docxStyle("TableTiny", "Table Text Tiny", "TableText", ``, `<w:sz w:val="14"/><w:szCs w:val="14"/>`) +
	docxStyle("TableNote", "Table Note", "Normal", `<w:keepLines/><w:spacing w:before="40" w:after="60" w:line="240" w:lineRule="auto"/>`, `<w:color w:val="51626D"/><w:sz w:val="17"/><w:szCs w:val="17"/>`) +
	docxStyle("EvidenceItem", "Evidence Item", "Normal", `<w:keepLines/><w:spacing w:after="70" w:line="240" w:lineRule="auto"/><w:ind w:left="680" w:hanging="680"/>`, `<w:sz w:val="18"/><w:szCs w:val="18"/>`) +
	docxStyle("Footer", "footer", "Normal", `<w:pBdr><w:top w:val="single" w:sz="4" w:space="6" w:color="B9C6CE"/></w:pBdr><w:tabs><w:tab w:val="right" w:pos="9356"/></w:tabs><w:spacing w:after="0" w:line="240" w:lineRule="auto"/>`, `<w:color w:val="51626D"/><w:sz w:val="17"/><w:szCs w:val="17"/>`) +
	`<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1B5E86"/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/><w:rPr><w:b/><w:bCs/></w:rPr></w:style>` +
	`<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/><w:qFormat/><w:rPr><w:i/><w:iCs/></w:rPr></w:style>` +
	`<w:style w:type="character" w:customStyle="1" w:styleId="EvidenceMark"><w:name w:val="Evidence Mark"/><w:rPr><w:color w:val="1B5E86"/><w:sz w:val="15"/><w:szCs w:val="15"/></w:rPr></w:style>` +
	`<w:style w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/>` +
	`<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="10" w:space="0" w:color="1F3A4D"/><w:bottom w:val="single" w:sz="10" w:space="0" w:color="1F3A4D"/>` +
	`<w:insideH w:val="single" w:sz="4" w:space="0" w:color="D5DEE3"/></w:tblBorders>` +
	`<w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>` +
	`</w:styles>`

func docxStyle(id, name, base, paragraph, run string) string {
	custom := ""
	switch id {
	case "QuoteSource", "TableText", "TableSmall", "TableTiny", "TableNote", "EvidenceItem":
		custom = ` w:customStyle="1"`
	}
	return `<w:style w:type="paragraph"` + custom + ` w:styleId="` + id + `"><w:name w:val="` + name + `"/><w:basedOn w:val="` + base + `"/><w:next w:val="Normal"/><w:qFormat/>` +
		`<w:pPr>` + paragraph + `</w:pPr><w:rPr>` + run + `</w:rPr></w:style>`
}

// docxHeading is a heading style; its outline level is what a contents list collects.
func docxHeading(level, before, after, size int) string {
	n := strconv.Itoa(level)
	return `<w:style w:type="paragraph" w:styleId="Heading` + n + `"><w:name w:val="heading ` + n + `"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/>` +
		`<w:pPr><w:keepNext/><w:keepLines/><w:spacing w:before="` + strconv.Itoa(before) + `" w:after="` + strconv.Itoa(after) + `" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="` + strconv.Itoa(level-1) + `"/></w:pPr>` +
		`<w:rPr><w:b/><w:bCs/><w:color w:val="1F3A4D"/><w:sz w:val="` + strconv.Itoa(size) + `"/><w:szCs w:val="` + strconv.Itoa(size) + `"/></w:rPr></w:style>`
}

// docxContents is the style of one level of the contents list.
func docxContents(level int) string {
	n := strconv.Itoa(level)
	return `<w:style w:type="paragraph" w:styleId="TOC` + n + `"><w:name w:val="toc ` + n + `"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="39"/>` +
		`<w:pPr><w:tabs><w:tab w:val="right" w:leader="dot" w:pos="9356"/></w:tabs><w:spacing w:after="30" w:line="240" w:lineRule="auto"/><w:ind w:left="` + strconv.Itoa((level-1)*284) + `"/></w:pPr></w:style>`
}
