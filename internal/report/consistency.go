package report

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// readings in the order they are told, with what each means.
var readings = []struct {
	reading       agreement.Reading
	name, meaning string
}{
	{agreement.CommonGround, "Common ground", "people agree within their sites, and the sites agree with each other."},
	{agreement.SiteSpecific, "Site-specific", "people agree within their sites, and the sites differ."},
	{agreement.LocallyContested, "Locally contested", "people agree within some sites and differ within others."},
	{agreement.ContestedEverywhere, "Contested everywhere", "people differ within every site that was heard."},
	{agreement.Undecided, "Undecided", "too few sites have voices enough to say how far people agree; what the record states still shows where sites are the same or differ."},
}

// consistency is what sites show on each question: a table, the map, and each question by its reading.
func (b *crossCase) consistency() {
	b.section("consistency", "Consistency between sites", 1)
	if len(b.Comparison) == 0 {
		b.add(paragraph(say("consistency.none", Linking, nil, "no question has evidence to compare.")))
		return
	}
	counts := map[agreement.Reading]int{}
	for i := range b.Comparison {
		counts[b.Comparison[i].Reading]++
	}
	var pieces []string
	for _, r := range readings {
		if n := counts[r.reading]; n > 0 {
			pieces = append(pieces, number(n)+" "+either(n, "is ", "are ")+strings.ToLower(r.name))
		}
	}
	b.add(
		paragraph(say("consistency.readings", Count, nil, "of {} with evidence, each counted once for every aspect it is asked under, {}.", counted(len(b.Comparison), "question"), joined(pieces))),
		tableBlock(b.consistencyTable()),
	)
	if f := b.consistencyMap(); f != nil {
		b.add(figureBlock(f))
	}
	for _, r := range readings {
		if counts[r.reading] == 0 {
			continue
		}
		b.section("reading-"+strings.ReplaceAll(string(r.reading), "_", "-"), r.name, 2)
		b.add(paragraph(say("reading."+string(r.reading), Linking, nil, "{}", capital(r.meaning))))
		for i := range b.Comparison {
			if b.Comparison[i].Reading == r.reading {
				b.compared(i)
			}
		}
	}
}

// compared tells one question: where sites are the same, different and otherwise.
func (b *crossCase) compared(i int) {
	c := &b.Comparison[i]
	id := comparedID(c)
	evidence := b.questionEvidence(c)
	sentences := []Sentence{
		say(id+".question", Linking, nil, "{}", strong(b.questionLabel(c))),
		say(id+".sites", Count, evidence, "{}.", b.sameAndDifferent(c)),
	}
	if figures := measures(c); figures != "" {
		sentences = append(sentences, say(id+".measures", Count, evidence, "{}.", figures))
	}
	b.add(paragraph(sentences...))
	b.add(b.memosAbout(id, "question", c.Question)...)
}

func comparedID(c *agreement.Consistency) string {
	return "compared." + slug(c.Question) + "." + string(c.Aspect)
}

// questionLabel is "S5 Who leads? (practice)".
func (b *crossCase) questionLabel(c *agreement.Consistency) string {
	label := prompt(&b.ev.Questions[c.QuestionIndex])
	if c.Aspect != crosscase.Opinion {
		label += " (" + aspectNames[c.Aspect] + ")"
	}
	if c.Theme != "" && len(c.Theme) <= 8 {
		label = c.Theme + " " + label
	}
	return full(label)
}

// questionEvidence are the excerpts of a question under its aspect, at every site.
func (b *crossCase) questionEvidence(c *agreement.Consistency) []crosscase.ExcerptID {
	if b.asked == nil {
		b.asked = map[asked][]crosscase.ExcerptID{}
		for i := range b.ev.Codings {
			d := &b.ev.Codings[i]
			if d.Question < 0 {
				continue
			}
			at := asked{d.Question, d.Aspect}
			if list := b.asked[at]; len(list) == 0 || list[len(list)-1] != d.Excerpt {
				b.asked[at] = append(list, d.Excerpt)
			}
		}
	}
	return b.asked[asked{c.QuestionIndex, c.AspectIndex}]
}

// sameAndDifferent is "same at 6 (A, B, …) on yes, different at 2 (C on no), mixed at 1 (E)".
func (b *crossCase) sameAndDifferent(c *agreement.Consistency) parts {
	var same, thin, mixed, unknown []string
	var other []any
	for _, s := range c.Sites {
		letter := s.Site
		switch {
		case s.Decided && s.Same:
			same = append(same, letter+qualified(&s))
		case s.Decided:
			other = append(other, parts{letter + " on ", em(setWords(s.Position)), qualified(&s)})
		case s.Position == crosscase.PositionThin:
			thin = append(thin, letter)
		case s.Position == crosscase.PositionMixed:
			mixed = append(mixed, letter+qualified(&s))
		default:
			unknown = append(unknown, letter)
		}
	}
	out := parts{fmt.Sprintf("Same at %d", c.Same)}
	if c.Same > 0 {
		out = append(out, " ("+strings.Join(same, ", ")+") on ", em(setWords(c.Modal)))
	}
	out = append(out, fmt.Sprintf(", different at %d", c.Different))
	if len(other) > 0 {
		out = append(out, " (")
		for i, o := range other {
			if i > 0 {
				out = append(out, ", ")
			}
			out = append(out, o)
		}
		out = append(out, ")")
	}
	out = append(out, fmt.Sprintf(", mixed at %d", c.Mixed)+inBrackets(mixed))
	if c.Thin > 0 {
		out = append(out, fmt.Sprintf(", thin at %d", c.Thin)+inBrackets(thin))
	}
	if c.Unknown > 0 {
		out = append(out, fmt.Sprintf(", unknown at %d", c.Unknown)+inBrackets(unknown))
	}
	if c.Stated > 0 {
		out = append(out, fmt.Sprintf("; stated by documents alone at %d", c.Stated))
	}
	return out
}

// qualified says what a reader of a site's position has to know.
func qualified(s *agreement.SitePosition) string {
	switch {
	case s.Overridden:
		return " set by hand"
	case s.Contested:
		return " contested"
	}
	return ""
}

func inBrackets(letters []string) string {
	if len(letters) == 0 {
		return ""
	}
	return " (" + strings.Join(letters, ", ") + ")"
}

// measures are the figures of a question between sites.
func measures(c *agreement.Consistency) string {
	var out []string
	if c.B != nil {
		out = append(out, "agreement between decided sites B is "+rounded(*c.B, 2))
	}
	if c.Within != nil {
		out = append(out, "mean agreement within the "+counted(c.Heard, "site")+" with two voices or more is "+rounded(*c.Within, 2))
	}
	if c.R2 != nil {
		out = append(out, percent(*c.R2)+" of the variation lies between sites")
	}
	return capital(joined(out))
}

// consistencyTable is all questions with their figures, under their meta-themes.
func (b *crossCase) consistencyTable() *Table {
	t := &Table{
		ID: "table-consistency", Caption: "Consistency of questions between sites",
		Columns: []Column{
			{Heading: "No.", Align: Right}, {Heading: "Theme"}, {Heading: "Question"}, {Heading: "Aspect"},
			{Heading: "Same", Align: Right}, {Heading: "Different", Align: Right}, {Heading: "Mixed", Align: Right}, {Heading: "Thin", Align: Right}, {Heading: "Unknown", Align: Right},
			{Heading: "Stated", Align: Right}, {Heading: "B", Align: Right}, {Heading: "Within", Align: Right}, {Heading: "R²", Align: Right},
		},
		Notes: []string{"B: pairwise agreement of decided sites. Within: mean pairwise agreement of the sites with two voices or more. R²: share of the variation of voices that lies between sites. Stated sites are counted among the others as well. A dash: undefined."},
	}
	for i := range b.Comparison {
		c := &b.Comparison[i]
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			countCell(i + 1), {Text: c.Theme}, {Text: prompt(&b.ev.Questions[c.QuestionIndex]), Evidence: b.questionEvidence(c)}, {Text: aspectNames[c.Aspect]},
			countCell(c.Same), countCell(c.Different), countCell(c.Mixed), countCell(c.Thin), countCell(c.Unknown), countCell(c.Stated),
			measureCell(c.B), measureCell(c.Within), measureCell(c.R2),
		}})
	}
	return t
}

func measureCell(f *float64) Cell {
	if f == nil {
		return Cell{Text: "–"}
	}
	return Cell{Text: rounded(*f, 2), Number: f}
}
