package report

import (
	"fmt"
	"strings"
	"time"
)

// commented puts comments around content, which they are shown beside.
func (d *docxBody) commented(list []Comment, content string) string {
	var before, after strings.Builder
	for _, c := range list {
		id := len(d.comments)
		d.comments = append(d.comments, c)
		fmt.Fprintf(&before, `<w:commentRangeStart w:id="%d"/>`, id)
		fmt.Fprintf(&after, `<w:commentRangeEnd w:id="%d"/><w:r><w:commentReference w:id="%d"/></w:r>`, id, id)
	}
	return before.String() + content + after.String()
}

// docxComments is the part that holds the comments.
func docxComments(list []Comment) string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:comments xmlns:w="` + nsW + `">`)
	for i, c := range list {
		author := c.Author
		if author == "" {
			author = "Reader"
		}
		fmt.Fprintf(&b, `<w:comment w:id="%d" w:author="%s" w:initials="%s" w:date="%s">`, i, escaped(author), escaped(initials(author)), time.UnixMilli(c.At).UTC().Format(time.RFC3339))
		for _, line := range strings.Split(c.Text, "\n") {
			b.WriteString(`<w:p>` + docxRuns(plainRuns(line), "") + `</w:p>`)
		}
		b.WriteString(`</w:comment>`)
	}
	b.WriteString(`</w:comments>`)
	return b.String()
}

func initials(name string) string {
	out := ""
	for _, w := range strings.Fields(name) {
		out += string([]rune(w)[:1])
	}
	return out
}

// docxWithComments names the part of the comments in the lists of parts.
func docxWithComments(types, rels string) (string, string) {
	types = strings.Replace(types, `</Types>`, `<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/></Types>`, 1)
	rels = strings.Replace(rels, `</Relationships>`, `<Relationship Id="rId7" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments" Target="comments.xml"/></Relationships>`, 1)
	return types, rels
}
