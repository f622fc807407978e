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
		if n := counts[r.reading]; n == len(b.Comparison) {
			pieces = []string{"all are " + strings.ToLower(r.name)}
		} else if n > 0 {
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
		say(id+".question", Linking, nil, "{}", strong(full(b.questionLabel(c)))),
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
	label := b.shortLabel(c)
	if c.Aspect != crosscase.Opinion {
		label += " (" + aspectNames[c.Aspect] + ")"
	}
	return label
}

// shortLabel is a question in words, after the code of its theme where the theme has one.
func (b *crossCase) shortLabel(c *agreement.Consistency) string {
	label := prompt(&b.ev.Questions[c.QuestionIndex])
	if t := b.ev.Questions[c.QuestionIndex].Theme; t >= 0 && b.ev.Themes[t].Key != b.ev.Themes[t].Name {
		label = b.ev.Themes[t].Key + " " + label
	}
	return label
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

// sameAndDifferent is "same at 6 (A, B, …) on yes, different at 2 (C on no, D on some), mixed at 1 (E)".
func (b *crossCase) sameAndDifferent(c *agreement.Consistency) parts {
	var same, thin, mixed, unknown, contested, byHand, order []string
	other := map[string][]string{}
	for _, s := range c.Sites {
		switch {
		case s.Decided && s.Same:
			same = append(same, s.Site)
		case s.Decided:
			if other[s.Position] == nil {
				order = append(order, s.Position)
			}
			other[s.Position] = append(other[s.Position], s.Site)
		case s.Position == crosscase.PositionThin:
			thin = append(thin, s.Site)
		case s.Position == crosscase.PositionMixed:
			mixed = append(mixed, s.Site)
		default:
			unknown = append(unknown, s.Site)
		}
		if s.Contested {
			contested = append(contested, s.Site)
		}
		if s.Overridden {
			byHand = append(byHand, s.Site)
		}
	}
	out := parts{fmt.Sprintf("Same at %d", c.Same) + inBrackets(same)}
	if c.Same > 0 {
		out = append(out, " on ", em(setWords(c.Modal)))
	}
	out = append(out, fmt.Sprintf(", different at %d", c.Different))
	for i, position := range order {
		out = append(out, either(i+1, " (", "; ")+strings.Join(other[position], ", ")+" on ", em(setWords(position)))
	}
	if len(order) > 0 {
		out = append(out, ")")
	}
	out = append(out, fmt.Sprintf(", mixed at %d", c.Mixed)+inBrackets(mixed))
	for _, more := range []struct {
		what  string
		n     int
		sites []string
	}{{", thin at", c.Thin, thin}, {", unknown at", c.Unknown, unknown}, {"; contested at", len(contested), contested}, {"; set by hand at", len(byHand), byHand}} {
		if more.n > 0 {
			out = append(out, fmt.Sprintf("%s %d", more.what, more.n)+inBrackets(more.sites))
		}
	}
	if c.Stated > 0 {
		out = append(out, fmt.Sprintf("; stated by documents alone at %d", c.Stated))
	}
	return out
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
		out = append(out, "agreement between decided sites (B) is "+rounded(*c.B, 2))
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
			{Heading: "No.", Align: Right}, {Heading: "Question"},
			{Heading: "Same", Align: Right}, {Heading: "Different", Align: Right}, {Heading: "Mixed", Align: Right}, {Heading: "Thin", Align: Right}, {Heading: "Unknown", Align: Right},
			{Heading: "Stated", Align: Right}, {Heading: "B", Align: Right}, {Heading: "Within", Align: Right}, {Heading: "R²", Align: Right},
		},
		Notes: []string{"B: pairwise agreement of decided sites. Within: mean pairwise agreement of the sites with two voices or more. R²: share of the variation of voices that lies between sites. Stated sites are counted among the others as well. A dash: undefined."},
	}
	for i := range b.Comparison {
		c := &b.Comparison[i]
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			countCell(i + 1), {Text: b.questionLabel(c), Evidence: b.questionEvidence(c)},
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
