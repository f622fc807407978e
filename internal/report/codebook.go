package report

import (
	"github.com/crosscase/crosscase"
)

// Codebook is a study's codebook, each list in its order: a sub-theme after its theme.
type Codebook struct {
	Study      string
	Date       string // YYYY-MM-DD
	Synthetic  bool
	MetaThemes []*crosscase.MetaTheme
	Themes     []*crosscase.Theme
	Questions  []*crosscase.Question
	Positions  map[crosscase.QuestionID][]*crosscase.Position
}

// CodebookReport is a codebook to be read and printed: a chapter for each meta-theme, under it its themes with what
// they mean and when they are used, and their questions with the positions.
func CodebookReport(c *Codebook) *Report {
	r := &Report{Title: "Codebook", Subtitle: counted(len(c.Themes), "theme") + " and " + counted(len(c.Questions), "question"), Study: c.Study, Date: c.Date, Synthetic: c.Synthetic}
	b := &codebookBuilder{Codebook: c, report: r, depth: map[crosscase.ThemeID]int{}}
	metas := append([]*crosscase.MetaTheme{}, c.MetaThemes...)
	for _, m := range append(metas, &crosscase.MetaTheme{Name: "Themes of no meta-theme"}) {
		b.metaTheme(m)
	}
	var loose []Block
	for _, q := range c.Questions {
		if q.ThemeID == "" {
			loose = append(loose, b.question(q)...)
		}
	}
	if len(loose) > 0 {
		r.Sections = append(r.Sections, Section{ID: "loose", Heading: "Questions of no theme", Level: 1, Blocks: loose})
	}
	uniqueIDs(r)
	return r
}

type codebookBuilder struct {
	*Codebook
	report *Report
	depth  map[crosscase.ThemeID]int
}

// metaTheme adds a chapter; none where it has no themes and no name of its own.
func (b *codebookBuilder) metaTheme(m *crosscase.MetaTheme) {
	id := "meta-" + string(m.ID)
	chapter := len(b.report.Sections)
	b.report.Sections = append(b.report.Sections, Section{ID: id, Heading: m.Name, Level: 1})
	in := map[crosscase.ThemeID]bool{}
	for _, t := range b.Themes {
		up, under := b.depth[t.ParentID]
		if t.ParentID == "" && t.MetaThemeID != m.ID || t.ParentID != "" && !in[t.ParentID] {
			continue
		}
		in[t.ID] = true
		b.depth[t.ID] = 0
		if under && t.ParentID != "" {
			b.depth[t.ID] = up + 1
		}
		b.theme(t, min(2+b.depth[t.ID], 3))
	}
	if m.ID == "" && len(in) == 0 {
		b.report.Sections = b.report.Sections[:chapter]
	}
}

func (b *codebookBuilder) theme(t *crosscase.Theme, level int) {
	id := "theme-" + string(t.ID)
	s := Section{ID: id, Heading: t.Cell(), Level: level}
	if t.Retired {
		s.Heading += " (retired)"
	}
	for _, text := range []string{t.Definition, t.Full} {
		if text != "" {
			s.Blocks = append(s.Blocks, paragraph(say(id+".definition", Descriptive, nil, "{}", text)))
		}
	}
	s.Blocks = append(s.Blocks, usage(id, t.UseWhen, t.NotWhen, t.Example)...)
	for _, q := range b.Questions {
		if q.ThemeID == t.ID {
			s.Blocks = append(s.Blocks, b.question(q)...)
		}
	}
	b.report.Sections = append(b.report.Sections, s)
}

// questionKinds say what a question allows.
var questionKinds = map[crosscase.QuestionType]string{
	crosscase.Nominal: "one position", crosscase.Ordinal: "one position, in order", crosscase.SetType: "any number of positions", crosscase.Numeric: "a number",
}

func (b *codebookBuilder) question(q *crosscase.Question) []Block {
	id, prompt := "question-"+string(q.ID), q.Prompt
	if prompt == "" {
		prompt = q.Name
	}
	colon := ""
	if len(b.Positions[q.ID]) > 0 {
		colon = ":"
	}
	out := []Block{paragraph(say(id, Descriptive, nil, "{} ({}; {})"+colon, strong(prompt), q.Name, questionKinds[q.Type]))}
	var positions []Sentence
	for _, p := range b.Positions[q.ID] {
		if p.Definition == "" {
			positions = append(positions, Sentence{ID: id + "." + string(p.ID), Kind: Descriptive, Text: p.Name, Runs: []Run{{Text: p.Name, Mark: Emphasis}}})
			continue
		}
		positions = append(positions, Sentence{ID: id + "." + string(p.ID), Kind: Descriptive, Text: p.Name + ": " + p.Definition, Runs: []Run{{Text: p.Name, Mark: Emphasis}, {Text: ": " + p.Definition}}})
	}
	if len(positions) > 0 {
		out = append(out, list(positions...))
	}
	if q.Definition != "" {
		out = append(out, paragraph(say(id+".definition", Descriptive, nil, "{}", q.Definition)))
	}
	return append(out, usage(id, q.UseWhen, q.NotWhen, q.Example)...)
}

// usage says when a theme or question is used; nothing where nothing is said.
func usage(id, use, not, example string) []Block {
	var out []Block
	for _, line := range [][2]string{{"Use when", use}, {"Not when", not}, {"Example", example}} {
		if line[1] != "" {
			out = append(out, paragraph(say(id+"."+slug(line[0]), Descriptive, nil, "{}: {}", strong(line[0]), line[1])))
		}
	}
	return out
}
