package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// WriteMarkdown writes a report as Markdown (CommonMark with the tables of GitHub), readable as it stands.
// Text from the study is escaped, so that no word of it is read as a mark or as HTML.
func WriteMarkdown(w io.Writer, r *Report) error {
	m := &markdownWriter{r: r, marks: newEvidenceMarks(r, printedExcerpts)}
	fmt.Fprintf(m, "# %s\n", markdownText(r.Title))
	for _, line := range frontLines(r) {
		m.WriteString("\n" + markdownText(line) + "\n")
	}
	for i := range r.Sections {
		m.section(&r.Sections[i])
	}
	m.evidence()
	if _, err := io.WriteString(w, m.String()); err != nil {
		return fmt.Errorf("write markdown: %w", err)
	}
	return nil
}

type markdownWriter struct {
	strings.Builder
	r     *Report
	marks evidenceMarks
}

func (m *markdownWriter) section(s *Section) {
	fmt.Fprintf(m, "\n%s %s\n", strings.Repeat("#", clampLevel(s.Level)+1), markdownText(s.Heading))
	for i := range s.Blocks {
		m.WriteByte('\n')
		m.block(&s.Blocks[i], marksOf(s.Blocks, i))
	}
}

// block writes a block; marks are the excerpts to be marked after each of its sentences.
func (m *markdownWriter) block(b *Block, marks [][]crosscase.ExcerptID) {
	switch b.Kind {
	case BlockParagraph:
		texts := make([]string, len(b.Sentences))
		for i := range b.Sentences {
			texts[i] = m.sentence(&b.Sentences[i]) + m.mark(marks[i])
		}
		m.WriteString(strings.Join(texts, " ") + "\n")
	case BlockList:
		for i := range b.Sentences {
			m.WriteString("- " + m.sentence(&b.Sentences[i]) + m.mark(marks[i]) + "\n")
		}
	case BlockQuotation:
		q := b.Quotation
		for _, line := range strings.Split(inContext(q), "\n") {
			m.WriteString("> " + markdownText(line) + "\n")
		}
		fmt.Fprintf(m, ">\n> — %s%s\n", markdownText(quoteSource(q)), m.mark([]crosscase.ExcerptID{q.Excerpt}))
	case BlockTable:
		m.table(b.Table, fmt.Sprintf("Table %d. %s", b.Table.Number, b.Table.Caption))
	case BlockFigure:
		f := b.Figure
		caption := fmt.Sprintf("Figure %d. %s", f.Number, f.Caption)
		if f.Table != nil {
			m.table(f.Table, caption)
		} else {
			fmt.Fprintf(m, "**%s**\n\n%s\n", markdownText(caption), markdownText(f.Alt))
		}
	}
}

func (m *markdownWriter) sentence(s *Sentence) string {
	var b strings.Builder
	for _, r := range s.Marked() {
		text := markdownText(r.Text)
		switch body := strings.TrimSpace(text); {
		case body == "" || r.Mark == Plain:
			b.WriteString(text)
		case r.Mark == Strong:
			b.WriteString("**" + body + "**")
		default:
			b.WriteString("*" + body + "*")
		}
	}
	return b.String()
}

func (m *markdownWriter) mark(ids []crosscase.ExcerptID) string {
	spans := m.marks.spans(ids)
	if len(spans) == 0 {
		return ""
	}
	words := make([]string, len(spans))
	for i, s := range spans {
		words[i] = s.String()
	}
	return " \\[" + strings.Join(words, ", ") + "\\]"
}

func (m *markdownWriter) table(t *Table, caption string) {
	fmt.Fprintf(m, "**%s**\n\n", markdownText(caption))
	if len(t.Rows) == 0 {
		m.WriteString("No rows.\n")
		return
	}
	rule := make([]string, len(t.Columns))
	heads := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		heads[i] = markdownCell(c.Heading)
		switch c.Align {
		case Right:
			rule[i] = "---:"
		case Centre:
			rule[i] = ":---:"
		default:
			rule[i] = "---"
		}
	}
	fmt.Fprintf(m, "| %s |\n| %s |\n", strings.Join(heads, " | "), strings.Join(rule, " | "))
	for _, row := range t.Rows {
		cells := make([]string, len(t.Columns))
		for i := range cells {
			if i < len(row.Cells) {
				cells[i] = markdownCell(cellText(row.Cells[i]))
			}
			if row.Kind != BodyRow && cells[i] != "" {
				cells[i] = "**" + cells[i] + "**"
			}
		}
		fmt.Fprintf(m, "| %s |\n", strings.Join(cells, " | "))
	}
	for _, n := range t.Notes {
		m.WriteString("\n" + markdownText(n) + "\n")
	}
}

func (m *markdownWriter) evidence() {
	if !m.marks.printed() {
		return
	}
	fmt.Fprintf(m, "\n## %s\n\n", evidenceHeading)
	for _, e := range m.r.Excerpts {
		fmt.Fprintf(m, "- **E%s** %s — %s\n", strconv.Itoa(e.Number), markdownText(quotedText(e.Text, e.Form, e.Spoken)), markdownText(attributed(e.Attribution, e.Source)))
	}
}

func markdownCell(s string) string {
	return strings.ReplaceAll(markdownText(strings.ReplaceAll(clean(s), "\n", "\x1e")), "\x1e", "<br>")
}

// markdownText escapes a text of one line; line ends become spaces.
func markdownText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' '
		}
		return r
	}, cleanKeeping(s, '\x1e'))
	var b strings.Builder
	for i, r := range s {
		switch r {
		case '\\', '`', '*', '_', '[', ']', '<', '>', '|', '~':
			b.WriteByte('\\')
		case '&':
			if i+1 < len(s) && (s[i+1] == '#' || s[i+1]|0x20 >= 'a' && s[i+1]|0x20 <= 'z') {
				b.WriteByte('\\')
			}
		case '#', '+', '-', '=':
			if i == 0 {
				b.WriteByte('\\')
			}
		case '.', ')':
			if i > 0 && strings.Trim(s[:i], "0123456789") == "" && (i+1 == len(s) || s[i+1] == ' ') {
				b.WriteByte('\\')
			}
		}
		b.WriteRune(r)
	}
	return b.String()
}

// cleanKeeping is clean, but for one sign that stands for something until it is replaced.
func cleanKeeping(s string, keep rune) string {
	if !strings.ContainsRune(s, keep) {
		return clean(s)
	}
	pieces := strings.Split(s, string(keep))
	for i := range pieces {
		pieces[i] = clean(pieces[i])
	}
	return strings.Join(pieces, string(keep))
}
