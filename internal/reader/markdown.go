package reader

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/crosscase/crosscase/internal/text"
)

// markup is a marked-up text without its marks.
type markup struct {
	out      strings.Builder
	length   int // of out in code points
	bold     []text.Span
	headings []Heading
	notes    []Note
	warnings []string

	calls   []call            // of footnotes, by name
	bodies  map[string]string // of footnotes
	started bool
}

type call struct {
	name string
	at   int
}

var (
	atxHeading  = regexp.MustCompile(`^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?(?:[ \t]*\{[^{}]*\})?[ \t]*$`)
	underline   = regexp.MustCompile("^(?:={2,}|-{2,}|~{3,}|\\^{3,}|\"{3,}|\\+{3,}|'{3,})[ \\t]*$")
	listItem    = regexp.MustCompile(`^[ \t]*(?:[-*+]|(\d{1,9}[.)]|#\.))[ \t]+(\S.*)$`)
	fence       = regexp.MustCompile("^ {0,3}(```+|~~~+)")
	rule        = regexp.MustCompile(`^ {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$`)
	noteBody    = regexp.MustCompile(`^ {0,3}\[\^([^\]\s]{1,64})\]:[ \t]*(.*)$`)
	tableRule   = regexp.MustCompile(`^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$`)
	directive   = regexp.MustCompile(`^\.\.(?:[ \t]|$)`)
	reference   = regexp.MustCompile(`^ {0,3}\[[^\]]{1,200}\]:[ \t]*\S+(?:[ \t]+["'(].*["')])?[ \t]*$`)
	comments    = regexp.MustCompile(`(?s)<!--.*?-->`)
	frontMatter = regexp.MustCompile(`\A---[ \t]*\n(?:[^\n]*\n)*?(?:---|\.\.\.)[ \t]*\n`)
	metaLine    = regexp.MustCompile(`(?m)^[\w-]+:`)
)

// readMarkdown takes the marks out of Markdown, of reStructuredText so far as
// transcripts use it, and of what pandoc adds.
//
// The rules are:
//   - a paragraph is the lines up to a blank one, a heading, a list item or a quotation, joined with
//     blanks; a line that ends in a backslash or two blanks ends there;
//   - headings are lines with # or underlined; a line of - right below a paragraph of one line underlines it;
//   - emphasis, links, pandoc's [text]{.class}, ^superscript^ and ~~struck~~ leave their words; bold runs are kept as spans;
//   - a backslash before punctuation goes, and entities become their letters;
//   - bullets and quotation marks (>) go, the numbers of a list stay as typed;
//   - a table with pipes is a line per row with tabs between the cells; code stays as it is;
//   - footnotes become notes; metadata at the top, comments, link targets and directives go.
//
// Letters stay as they are: -- and ... are not made into dashes and ellipses,
// because the file does not say so.
func readMarkdown(s string) *markup {
	m := &markup{bodies: make(map[string]string)}
	if front := frontMatter.FindString(s); front != "" && metaLine.MatchString(front) {
		s = s[len(front):]
		m.warnings = append(m.warnings, "the metadata at the top of the file are left out")
	}
	s = comments.ReplaceAllString(s, "")
	m.blocks(strings.Split(s, "\n"))
	for _, c := range m.calls {
		if body, ok := m.bodies[c.name]; ok && len(m.notes) < maxNotes {
			m.notes = append(m.notes, Note{Kind: Footnote, Span: text.Span{Start: c.at, End: c.at}, Text: body})
		}
	}
	return m
}

// blocks goes through the lines once.
func (m *markup) blocks(lines []string) {
	var paragraph []string
	inList := false // the paragraph is an item of a list
	flush := func() {
		if len(paragraph) > 0 {
			m.paragraph(strings.Join(paragraph, "\n"), 0)
			paragraph = nil
		}
		inList = false
	}
	for i := 0; i < len(lines); i++ {
		l := strings.TrimRight(lines[i], "\t")
		quoted := false
		for rest := strings.TrimLeft(l, " "); strings.HasPrefix(rest, ">") && len(l)-len(rest) < 4; rest = strings.TrimLeft(l, " ") {
			l, quoted = strings.TrimPrefix(strings.TrimPrefix(rest, ">"), " "), true
		}
		// The first printed byte tells which of the marks a line can begin with; most lines have none.
		first := byte(0)
		if trimmed := strings.TrimLeft(l, " \t"); trimmed != "" {
			first = trimmed[0]
		}
		switch {
		case first == 0 || strings.TrimSpace(l) == "":
			flush()
		case (first == '`' || first == '~') && fence.MatchString(l):
			flush()
			i = m.code(lines, i, fence.FindStringSubmatch(l)[1])
		case first == '#' && atxHeading.MatchString(l):
			flush()
			part := atxHeading.FindStringSubmatch(l)
			m.paragraph(part[2], len(part[1]))
		case len(paragraph) == 1 && underline.MatchString(l) && isUnderline(l, paragraph[0]):
			title := paragraph[0]
			paragraph, inList = nil, false
			m.paragraph(title, underlineLevel(l))
		case len(paragraph) == 0 && first != '-' && underline.MatchString(l) && i+2 < len(lines) && strings.TrimSpace(lines[i+2]) == strings.TrimSpace(l):
			// reStructuredText may rule a title above and below.
			m.paragraph(strings.TrimSpace(lines[i+1]), 1)
			i += 2
		case (first == '-' || first == '*' || first == '_') && rule.MatchString(l):
			flush()
		case first == '[' && noteBody.MatchString(l):
			flush()
			part := noteBody.FindStringSubmatch(l)
			body := []string{part[2]}
			for i+1 < len(lines) && (strings.HasPrefix(lines[i+1], "    ") || strings.HasPrefix(lines[i+1], "\t")) {
				i++
				body = append(body, strings.TrimSpace(lines[i]))
			}
			m.bodies[part[1]] = plainInline(strings.Join(body, "\n"))
		case len(paragraph) == 0 && (first == '.' && directive.MatchString(l) || first == '[' && reference.MatchString(l)):
		case strings.Contains(l, "|") && i+1 < len(lines) && strings.Contains(lines[i+1], "|") && tableRule.MatchString(lines[i+1]) && len(paragraph) == 0:
			i = m.table(lines, i)
		case startsItem(l, len(paragraph) > 0 && !inList):
			flush()
			inList = true
			part := listItem.FindStringSubmatch(l)
			item := part[2]
			if part[1] != "" && part[1] != "#." {
				item = part[1] + " " + item
			}
			paragraph = append(paragraph, item)
		default:
			if quoted && len(paragraph) == 0 {
				l = strings.TrimLeft(l, " ")
			}
			paragraph = append(paragraph, l)
		}
	}
	flush()
}

// startsItem says whether l begins an item of a list. A number does so only
// where no text goes before it: "K228,\n000. And so on" is an amount that was wrapped.
func startsItem(l string, inText bool) bool {
	if first := strings.TrimLeft(l, " \t")[:1]; !strings.Contains("-*+#0123456789", first) {
		return false
	}
	part := listItem.FindStringSubmatch(l)
	return part != nil && (part[1] == "" || !inText)
}

// isUnderline tells the rule below a title from one below a long paragraph: it is
// at least half as long as the title, as people draw it.
func isUnderline(rule, title string) bool {
	title = strings.TrimSpace(title)
	return rule[0] == '=' || 2*len(strings.TrimSpace(rule)) >= utf8.RuneCountInString(title)
}

func underlineLevel(rule string) int {
	if rule[0] == '=' {
		return 1
	}
	return 2
}

// code keeps the lines up to the end of the fence that mark opened at i as they
// are, and returns the last index.
func (m *markup) code(lines []string, i int, mark string) int {
	for i++; i < len(lines); i++ {
		if strings.HasPrefix(strings.TrimLeft(lines[i], " >"), mark) {
			return i
		}
		if strings.TrimSpace(lines[i]) != "" {
			m.line(lines[i])
		}
	}
	return i
}

// table reads a pipe table that begins at i and returns its last index.
func (m *markup) table(lines []string, i int) int {
	for first := i; i < len(lines) && strings.Contains(lines[i], "|"); i++ {
		if i == first+1 {
			continue
		}
		row := strings.Trim(strings.TrimSpace(lines[i]), "|")
		var runs []inlineRun
		for j, cell := range strings.Split(strings.ReplaceAll(row, `\|`, "\x00"), "|") {
			if j > 0 {
				runs = append(runs, inlineRun{text: "\t"})
			}
			runs = append(runs, parseInline(strings.TrimSpace(strings.ReplaceAll(cell, "\x00", "|")))...)
		}
		m.write(runs, 0)
	}
	return i - 1
}

// paragraph writes one paragraph or heading.
func (m *markup) paragraph(s string, level int) {
	if len(s) > maxParagraph {
		m.line(s)
		return
	}
	m.write(parseInline(strings.TrimSpace(s)), level)
}

// line writes letters as they are.
func (m *markup) line(s string) {
	m.write([]inlineRun{{text: s}}, 0)
}

// write puts the runs of a paragraph on a line of its own.
func (m *markup) write(runs []inlineRun, level int) {
	blank := true
	for _, r := range runs {
		blank = blank && strings.TrimSpace(r.text) == ""
	}
	if blank {
		return
	}
	if m.started {
		m.out.WriteByte('\n')
		m.length++
	}
	m.started = true
	start := m.length
	for _, r := range runs {
		if r.note != "" {
			m.calls = append(m.calls, call{r.note, m.length})
			continue
		}
		n := utf8.RuneCountInString(r.text)
		if r.bold && n > 0 {
			if last := len(m.bold) - 1; last >= 0 && m.bold[last].End == m.length {
				m.bold[last].End += n
			} else {
				m.bold = append(m.bold, text.Span{Start: m.length, End: m.length + n})
			}
		}
		m.out.WriteString(r.text)
		m.length += n
	}
	if level > 0 {
		m.headings = append(m.headings, Heading{Span: text.Span{Start: start, End: m.length}, Level: level})
	}
}
