package report

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// CrossCaseReport is the report across sites: what they show together, what is claimed of them and how
// it stands, the types they are read by, and where the record contradicts itself.
func CrossCaseReport(d *Data) *Report {
	b := newCrossCase(d)
	b.report = &Report{Title: "Across the sites", Subtitle: "Cross-case report", Study: d.Title, Date: d.Date, Synthetic: d.Synthetic}
	b.sample(1)
	b.consistency()
	b.drift()
	b.vantage()
	b.claims()
	b.types()
	b.relations()
	b.coverage(1)
	b.voiceBalance(1)
	b.otherInconsistencies()
	b.report.Sections = append(b.report.Sections, howToRead(&b.ev.Settings))
	b.finish(b.report)
	return b.report
}

// crossCase is a report over all sites being built.
type crossCase struct {
	*index
	report *Report
	shown  map[crosscase.MemoID]bool
	asked  map[asked][]crosscase.ExcerptID // made when it is first needed
}

func newCrossCase(d *Data) *crossCase {
	copied := *d // coverage is filled in where it is missing
	return &crossCase{index: newIndex(&copied, -1), shown: map[crosscase.MemoID]bool{}}
}

func (b *crossCase) section(id, heading string, level int) {
	b.report.Sections = append(b.report.Sections, Section{ID: id, Heading: heading, Level: level})
}

// add puts blocks under the last heading.
func (b *crossCase) add(blocks ...Block) {
	s := &b.report.Sections[len(b.report.Sections)-1]
	s.Blocks = append(s.Blocks, blocks...)
}

// memosAbout are the inconsistencies about one thing. Each is told in full once; where it belongs to a
// second thing too, that place points to it.
func (b *crossCase) memosAbout(id, noun string, keys ...string) []Block {
	var items []Sentence
	var above []string
	for _, m := range b.Memos {
		switch {
		case m.Kind != crosscase.MemoInconsistency || !isAbout(m, noun, keys...):
		case !b.shown[m.ID]:
			b.shown[m.ID] = true
			items = append(items, inconsistency(id, m))
		case m.Code != "":
			above = append(above, m.Code)
		}
	}
	if len(above) > 0 {
		items = append(items, say(id+".see", Linking, nil, "see also {} {}, above.", either(len(above), "inconsistency", "inconsistencies"), joined(above)))
	}
	if len(items) == 0 {
		return nil
	}
	return []Block{list(items...)}
}

// otherInconsistencies are those that stand nowhere else in the report, the gravest first.
func (b *crossCase) otherInconsistencies() {
	var rest []*crosscase.Memo
	for _, m := range b.Memos {
		if m.Kind == crosscase.MemoInconsistency && !b.shown[m.ID] {
			rest = append(rest, m)
		}
	}
	if len(rest) == 0 {
		return
	}
	slices.SortStableFunc(rest, func(a, c *crosscase.Memo) int { return gravity[c.Severity] - gravity[a.Severity] })
	b.section("inconsistencies", "Other inconsistencies on record", 1)
	var items []Sentence
	for _, m := range rest {
		items = append(items, inconsistency("inconsistencies", m))
	}
	b.add(list(items...))
}

var gravity = map[string]int{"high": 3, "medium": 2, "low": 1}
