package report

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// relations tells how cleanly one thing about sites goes with another.
func (b *crossCase) relations() {
	if len(b.Relations) == 0 {
		return
	}
	b.section("relations", "What goes with what", 1)
	for i := range b.Relations {
		r := &b.Relations[i]
		id := "relation." + digits(i+1)
		x, y := b.condition(&r.X), b.condition(&r.Y)
		verdict := parts{strong("does not distinguish")}
		switch r.Verdict {
		case agreement.Cleanly:
			verdict = parts{strong("distinguishes cleanly")}
		case agreement.OneException:
			verdict = parts{strong("distinguishes with one exception"), " (" + strings.Join(r.Exceptions, ", ") + ")"}
		}
		out := []Sentence{say(id, Interpretive, nil, "{} {} the sites with {}.", x, verdict, y)}
		out = append(out, say(id+".sites", Count, nil, "both: {}; the first alone: {}; the second alone: {}; neither: {}.",
			orNone(r.Both), orNone(r.XOnly), orNone(r.YOnly), orNone(r.Neither)))
		if len(r.Unknown) > 0 {
			out = append(out, say(id+".unknown", Count, nil, "unknown, and in no count: {}.", strings.Join(r.Unknown, ", ")))
		}
		if r.Consistency != nil && r.Coverage != nil {
			n := len(r.Both)
			out = append(out, say(id+".measures", Count, nil, "consistency {} ({} of {}), coverage {} ({} of {}).",
				rounded(*r.Consistency, 2), digits(n), digits(n+len(r.XOnly)), rounded(*r.Coverage, 2), digits(n), digits(n+len(r.YOnly))))
		}
		b.add(paragraph(out...))
	}
}

func orNone(letters []string) string {
	if len(letters) == 0 {
		return "none"
	}
	return strings.Join(letters, ", ")
}

// condition is a condition in words.
func (b *crossCase) condition(c *agreement.Condition) parts {
	if c.Attribute != "" {
		name := humanised(c.Attribute)
		for _, a := range b.attributes {
			if a.Name == c.Attribute {
				name = attributeLabel(a)
			}
		}
		if c.AtLeast != nil {
			return parts{fmt.Sprintf("%s of %s or more", name, figures(*c.AtLeast))}
		}
		return parts{name + " ", em(c.Equals)}
	}
	name := humanised(c.Question)
	for i := range b.ev.Questions {
		if b.ev.Questions[i].Name == c.Question {
			name = strings.TrimSuffix(prompt(&b.ev.Questions[i]), "?")
		}
	}
	if c.Aspect != "" && c.Aspect != crosscase.Opinion {
		name += " (" + aspectNames[c.Aspect] + ")"
	}
	return parts{em(c.Position), " on “" + name + "”"}
}

// drift is what is laid down against what is done.
func (b *crossCase) drift() {
	t := &Table{
		ID: "table-drift", Caption: "Formal against practice",
		Columns: []Column{{Heading: "Theme"}, {Heading: "Question"}, {Heading: "Same"}, {Heading: "Drift"}, {Heading: "Reversible"}, {Heading: "Contested"}, {Heading: "Unknown", Align: Right}},
		Notes: []string{
			"Same: formal and practice agree. Drift: they differ. Reversible: one side is decided, the other is said to go that way and another. Contested: people differ on a side.",
		},
	}
	for i := range b.Contrasts {
		c := &b.Contrasts[i]
		if c.Unknown == len(c.Sites) {
			continue
		}
		by := map[agreement.Drift][]string{}
		for _, s := range c.Sites {
			by[s.Drift] = append(by[s.Drift], s.Site)
		}
		cell := func(d agreement.Drift) Cell { return Cell{Text: strings.Join(by[d], ", ")} }
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: c.Theme}, {Text: b.promptOf(c.Question)}, cell(agreement.DriftSame), cell(agreement.DriftApart), cell(agreement.DriftReversible), cell(agreement.DriftContested), countCell(c.Unknown),
		}})
	}
	if len(t.Rows) == 0 {
		return
	}
	b.section("drift", "What is laid down and what is done", 1)
	b.add(tableBlock(t))
}

// vantage is one level's view against another's.
func (b *crossCase) vantage() {
	if len(b.Vantages) == 0 {
		return
	}
	one, other := b.Vantages[0].One, b.Vantages[0].Other
	t := &Table{
		ID: "table-vantage", Caption: fmt.Sprintf("The view of the %s against that of the %s", one, other),
		Columns: []Column{{Heading: "Theme"}, {Heading: "Question"}, {Heading: "Aspect"}, {Heading: "Divergence, all voices", Align: Right}, {Heading: "Mean overlap of sites", Align: Right}, {Heading: "Voices " + one + " / " + other, Align: Right}},
		Notes:   []string{"Overlap: the share of voices on which the two levels meet, from 0 to 1. Divergence is 1 less the overlap."},
	}
	for i := range b.Vantages {
		v := &b.Vantages[i]
		if v.Pooled.Divergence == nil {
			continue
		}
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: v.Theme}, {Text: b.promptOf(v.Question)}, {Text: aspectNames[v.Aspect]}, measureCell(v.Pooled.Divergence), measureCell(v.Mean),
			{Text: digits(voicesOf(v.Pooled.One)) + " / " + digits(voicesOf(v.Pooled.Other))},
		}})
	}
	if len(t.Rows) == 0 {
		return
	}
	b.section("vantage", capital(one)+" against "+other, 1)
	b.add(tableBlock(t))
}

func voicesOf(counts []agreement.Count) int {
	n := 0
	for _, c := range counts {
		n += c.Voices
	}
	return n
}

func (b *crossCase) promptOf(question string) string {
	for i := range b.ev.Questions {
		if b.ev.Questions[i].Name == question {
			return prompt(&b.ev.Questions[i])
		}
	}
	return capital(humanised(question))
}
