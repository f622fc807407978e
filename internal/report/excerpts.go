package report

import "strconv"

// ExcerptBook is excerpts to be read under the themes they are coded to.
type ExcerptBook struct {
	Study     string
	Date      string // YYYY-MM-DD
	Synthetic bool
	About     []string // what was chosen, and how people are named
	Groups    []ExcerptGroup
}

// ExcerptGroup is a theme, or a question under the theme before it.
type ExcerptGroup struct {
	Level    int // 1 to 3
	Heading  string
	Text     string // what the theme means; "" is nothing
	Excerpts []BookExcerpt
}

// BookExcerpt is one excerpt of the book. Its ID is set by Excerpts.
type BookExcerpt struct {
	Quotation
	Said  string // the answer, the aspect and whether it was asked for
	Notes []string
}

// Excerpts is a book of excerpts as a report: a section for each group, with how many excerpts stand under it.
func Excerpts(b *ExcerptBook) *Report {
	r := &Report{Title: "Excerpts", Subtitle: "By theme, with their context", Study: b.Study, Date: b.Date, Synthetic: b.Synthetic}
	about := Section{ID: "about", Heading: "What this holds", Level: 1}
	for i, line := range b.About {
		about.Blocks = append(about.Blocks, paragraph(say("about."+strconv.Itoa(i), Descriptive, nil, "{}", line)))
	}
	r.Sections = append(r.Sections, about)
	for i := range b.Groups {
		g := &b.Groups[i]
		id := "group-" + strconv.Itoa(i+1)
		s := Section{ID: id, Heading: g.Heading, Level: g.Level}
		if g.Text != "" {
			s.Blocks = append(s.Blocks, paragraph(say(id+".meaning", Descriptive, nil, "{}", g.Text)))
		}
		for k := range g.Excerpts {
			s.Blocks = append(s.Blocks, g.Excerpts[k].blocks(id+"."+strconv.Itoa(k+1))...)
		}
		r.Sections = append(r.Sections, s)
	}
	return r
}

func (e *BookExcerpt) blocks(id string) []Block {
	q := e.Quotation
	q.ID = id
	q.Attribution, q.Source = attributed(q.Attribution, q.Source), ""
	if e.Said != "" {
		q.Attribution += " · " + e.Said
	}
	out := []Block{quoteBlock(q)}
	for i, n := range e.Notes {
		out = append(out, list(say(id+".note."+strconv.Itoa(i), Interpretive, nil, "{}", n)))
	}
	return out
}
