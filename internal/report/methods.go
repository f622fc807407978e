package report

import (
	"fmt"

	"github.com/crosscase/crosscase"
)

// Methods is the methods appendix: the sample, the rounds, the codebook and the thresholds.
func Methods(d *Data) *Report {
	b := newCrossCase(d)
	b.report = &Report{Title: "Methods", Subtitle: "Methods appendix", Study: d.Title, Date: d.Date, Synthetic: d.Synthetic}
	b.sample(1)
	b.tableSection("table3", "Themes by meta-theme", b.themeTable())
	b.report.Sections = append(b.report.Sections, howToRead(&b.ev.Settings))
	b.finish(b.report)
	return b.report
}

// sample is who and what the study heard: sites, rounds, interviews, people.
func (b *crossCase) sample(level int) {
	b.section("sample", "The sample", level)
	at := len(b.report.Sections) - 1
	people, listened, board := 0, 0, map[string]int{}
	for i := range b.ev.Participants {
		p := &b.ev.Participants[i]
		if !p.Interviewed {
			continue
		}
		people++
		if p.Listened {
			listened++
		}
		if p.Level >= 0 {
			board[b.ev.Levels[p.Level]]++
		}
	}
	var blocks []Block
	if b.About != "" {
		blocks = append(blocks, paragraph(say("sample.about", Descriptive, nil, "{}", full(b.About))))
	}
	sentences := []Sentence{say("sample.sites", Count, nil, "the study has {}{}.", counted(len(b.ev.Sites), "site"), b.unitsWords())}
	if people > 0 {
		heard := number(listened) + either(listened, " has", " have")
		if listened == people && people > 1 {
			heard = "all have"
		}
		sentences = append(sentences, say("sample.people", Count, nil, "{} interviewed; {} been listened to in this study.",
			counted(people, "person")+either(people, " was", " were"), heard))
	}
	var levels []string
	for _, l := range b.ev.Levels {
		if n := board[l]; n > 0 {
			levels = append(levels, digits(n)+" at "+humanised(l)+" level")
		}
	}
	if len(levels) > 0 {
		sentences = append(sentences, say("sample.levels", Count, nil, "of these, {}.", joined(levels)))
	}
	sentences = append(sentences, say("sample.codings", Count, nil, "it holds {} on {} of {}.",
		counted(len(b.ev.Codings), "coding"), counted(len(b.ev.Questions), "question"), counted(len(b.ev.Themes), "theme")))
	blocks = append(blocks, paragraph(sentences...))
	if t := b.roundTable(); t != nil {
		blocks = append(blocks, tableBlock(t))
	}
	if t := b.studyTable(); t != nil {
		blocks = append(blocks, tableBlock(t))
	}
	blocks = append(blocks, b.memosAbout("sample.rounds", "round", "")...)
	blocks = append(blocks, b.memosAbout("sample.study", "study", "")...)
	b.report.Sections[at].Blocks = blocks
}

func (b *crossCase) unitsWords() string {
	if n := len(b.ev.Units); n > 0 {
		return " and " + counted(n, "unit")
	}
	return ""
}

// studyTable is the attributes of the study as a whole.
func (b *crossCase) studyTable() *Table {
	values := map[crosscase.AttributeID]string{}
	for _, v := range b.Values {
		values[v.AttributeID] = v.Value
	}
	t := &Table{ID: "table-study", Caption: "Known of the study as a whole", Columns: []Column{{Heading: "Attribute"}, {Heading: "Value", Align: Right}}}
	for _, a := range b.Attributes {
		if value, ok := values[a.ID]; ok && a.Owner == "study" {
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: attributeLabel(a)}, valueCell(a, value)}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// roundTable is the interviews of each round against what was planned.
func (b *crossCase) roundTable() *Table {
	if len(b.Rounds) == 0 {
		return nil
	}
	held, heard := map[crosscase.RoundID]int{}, map[crosscase.RoundID]map[crosscase.SiteID]bool{}
	for _, i := range b.Interviews {
		held[i.RoundID]++
		if heard[i.RoundID] == nil {
			heard[i.RoundID] = map[crosscase.SiteID]bool{}
		}
		if i.SiteID != "" {
			heard[i.RoundID][i.SiteID] = true
		}
	}
	t := &Table{
		ID: "table-rounds", Caption: "Interviews by round",
		Columns: []Column{{Heading: "Round"}, {Heading: "Planned", Align: Right}, {Heading: "Held", Align: Right}, {Heading: "Of those planned", Align: Right}, {Heading: "Sites", Align: Right}},
	}
	total, unstated := 0, 0
	for _, r := range b.Rounds {
		planned, share := Cell{Text: notStated}, Cell{Text: "–"}
		if r.Target > 0 {
			planned = countCell(int(r.Target))
			f := float64(held[r.ID]) / float64(r.Target)
			share = Cell{Text: rounded(f*100, 1) + "%", Number: &f}
		}
		sites := countCell(len(heard[r.ID]))
		if held[r.ID] > 0 && len(heard[r.ID]) == 0 {
			sites = Cell{Text: notStated}
			unstated++
		}
		total += held[r.ID]
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: capital(humanised(r.Name))}, planned, countCell(held[r.ID]), share, sites}})
	}
	if n := held[""]; n > 0 {
		total += n
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: "Round not stated"}, {Text: "–"}, countCell(n), {Text: "–"}, countCell(len(heard[""]))}})
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}, {}, countCell(total), {}, {}}})
	if unstated > 0 {
		t.Notes = append(t.Notes, fmt.Sprintf("For %s the record does not state the site of any interview.", counted(unstated, "round")))
	}
	return t
}
