package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// WriteHTML writes a report as one HTML file that asks nothing of any other: no script, no font, no
// picture from outside, which its own policy also forbids. Every sentence has an id; what it rests on
// opens under its paragraph, and all excerpts stand at the end.
func WriteHTML(w io.Writer, r *Report) error {
	h := &htmlWriter{r: r, marks: newEvidenceMarks(r, openedExcerpts), excerpts: map[crosscase.ExcerptID]*CitedExcerpt{}}
	if h.marks.printed() {
		for i := range r.Excerpts {
			h.excerpts[r.Excerpts[i].ID] = &r.Excerpts[i]
		}
	}
	h.report()
	if _, err := io.WriteString(w, h.String()); err != nil {
		return fmt.Errorf("write html: %w", err)
	}
	return nil
}

type htmlWriter struct {
	strings.Builder
	r        *Report
	marks    evidenceMarks
	excerpts map[crosscase.ExcerptID]*CitedExcerpt
}

func (h *htmlWriter) report() {
	h.WriteString(`<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<title>` + escaped(h.r.Title) + `</title>
<style>` + htmlStyle + `</style>
</head>
<body>
<main>
<header>
<h1>` + htmlText(h.r.Title) + `</h1>
`)
	for _, line := range frontLines(h.r) {
		class := "front"
		if line == syntheticLabel {
			class = "front synthetic"
		}
		fmt.Fprintf(h, "<p class=\"%s\" dir=\"auto\">%s</p>\n", class, htmlText(line))
	}
	h.WriteString("</header>\n")
	h.contents()
	open := false
	for i := range h.r.Sections {
		s := &h.r.Sections[i]
		if open {
			h.WriteString("</section>\n")
		}
		open = true
		level := clampLevel(s.Level) + 1
		fmt.Fprintf(h, "<section id=\"%s\" class=\"level%d\">\n<h%d dir=\"auto\">%s</h%d>\n", escaped(s.ID), level-1, level, htmlText(s.Heading), level)
		for j := range s.Blocks {
			h.block(&s.Blocks[j], marksOf(s.Blocks, j))
		}
	}
	if open {
		h.WriteString("</section>\n")
	}
	h.evidence()
	h.WriteString("</main>\n</body>\n</html>\n")
}

// contents is the list of headings.
func (h *htmlWriter) contents() {
	h.WriteString("<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ul>\n")
	for _, s := range h.r.Sections {
		fmt.Fprintf(h, "<li class=\"level%d\"><a href=\"#%s\" dir=\"auto\">%s</a></li>\n", clampLevel(s.Level), escaped(s.ID), htmlText(s.Heading))
	}
	if h.marks.printed() {
		fmt.Fprintf(h, "<li class=\"level1\"><a href=\"#evidence\">%s</a></li>\n", evidenceHeading)
	}
	h.WriteString("</ul>\n</nav>\n")
}

// block writes a block; marks are the excerpts to be marked after each of its sentences.
func (h *htmlWriter) block(b *Block, marks [][]crosscase.ExcerptID) {
	switch b.Kind {
	case BlockParagraph:
		h.WriteString(`<p dir="auto">`)
		for i := range b.Sentences {
			if i > 0 {
				h.WriteString(" ")
			}
			h.sentence(&b.Sentences[i], marks[i])
		}
		h.WriteString("</p>\n")
		h.details(b.Sentences)
	case BlockList:
		h.WriteString("<ul class=\"list\">\n")
		for i := range b.Sentences {
			h.WriteString(`<li dir="auto">`)
			h.sentence(&b.Sentences[i], marks[i])
			h.details(b.Sentences[i : i+1])
			h.WriteString("</li>\n")
		}
		h.WriteString("</ul>\n")
	case BlockQuotation:
		q := b.Quotation
		fmt.Fprintf(h, "<figure class=\"quotation\" id=\"%s\" data-excerpt=\"%s\"><blockquote dir=\"auto\">%s</blockquote><figcaption>%s%s</figcaption></figure>\n",
			escaped(q.ID), escaped(string(q.Excerpt)), htmlText(inContext(q)), htmlText(quoteSource(q)), h.mark([]crosscase.ExcerptID{q.Excerpt}))
	case BlockTable:
		h.table(b.Table, b.Table.ID, fmt.Sprintf("Table %d. %s", b.Table.Number, b.Table.Caption))
	case BlockFigure:
		h.figure(b.Figure)
	}
}

func (h *htmlWriter) sentence(s *Sentence, marks []crosscase.ExcerptID) {
	fmt.Fprintf(h, `<span id="%s" class="%s" data-hash="%s">`, escaped(s.ID), escaped(string(s.Kind)), escaped(s.Hash))
	for _, r := range s.Marked() {
		switch r.Mark {
		case Strong:
			h.WriteString("<strong>" + htmlText(r.Text) + "</strong>")
		case Emphasis:
			h.WriteString("<em>" + htmlText(r.Text) + "</em>")
		default:
			h.WriteString(htmlText(r.Text))
		}
	}
	h.WriteString(h.mark(marks) + "</span>")
}

// mark links to the excerpts at the end.
func (h *htmlWriter) mark(ids []crosscase.ExcerptID) string {
	spans := h.marks.spans(ids)
	if len(spans) == 0 {
		return ""
	}
	links := make([]string, len(spans))
	for i, s := range spans {
		links[i] = fmt.Sprintf(`<a href="#e-%d">%s</a>`, s.from, s)
	}
	return `<span class="mark">&nbsp;[` + strings.Join(links, ", ") + `]</span>`
}

// details opens the excerpts of some sentences, each once.
func (h *htmlWriter) details(sentences []Sentence) {
	var ids []crosscase.ExcerptID
	for i := range sentences {
		ids = append(ids, sentences[i].Evidence...)
	}
	spans := h.marks.spans(ids)
	if len(spans) == 0 {
		return
	}
	n := 0
	for _, s := range spans {
		n += s.to - s.from + 1
	}
	fmt.Fprintf(h, "<details><summary>%s</summary>\n<ul class=\"excerpts\">\n", capital(counted(n, "excerpt")))
	for _, s := range spans {
		for k := s.from; k <= s.to; k++ {
			h.excerpt(&h.r.Excerpts[k-1], "")
		}
	}
	h.WriteString("</ul>\n</details>\n")
}

func (h *htmlWriter) excerpt(e *CitedExcerpt, id string) {
	if id != "" {
		id = ` id="` + id + `"`
	}
	fmt.Fprintf(h, "<li%s data-excerpt=\"%s\"><b>E%d</b> <span dir=\"auto\">%s</span> <span class=\"source\">— %s</span></li>\n",
		id, escaped(string(e.ID)), e.Number, htmlText(quotedText(e.Text, e.Form, e.Spoken)), htmlText(attributed(e.Attribution, e.Source)))
}

func (h *htmlWriter) evidence() {
	if !h.marks.printed() {
		return
	}
	fmt.Fprintf(h, "<section id=\"evidence\" class=\"level1\">\n<h2>%s</h2>\n<ul class=\"excerpts\">\n", evidenceHeading)
	for i := range h.r.Excerpts {
		e := &h.r.Excerpts[i]
		h.excerpt(e, "e-"+strconv.Itoa(e.Number))
	}
	h.WriteString("</ul>\n</section>\n")
}

// htmlText is text for content, its line ends kept.
func htmlText(s string) string { return strings.ReplaceAll(escaped(s), "\n", "<br>") }
