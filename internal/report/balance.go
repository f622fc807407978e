package report

import (
	"fmt"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// voiceBalance sets whose words are kept for quoting against whom the study heard: excerpts that hold
// somebody’s words as they were said, the marked ones alone where any are marked.
func (b *crossCase) voiceBalance(level int) {
	quoted, marked := b.quotable()
	if len(quoted) == 0 {
		if b.Excerpt != nil {
			b.section("voice-balance", "Whose words are quoted", level)
			b.add(paragraph(say("balance.none", Count, nil, "the study holds no words of a person as they were said, so that nobody is quoted.")))
		}
		return
	}
	balance := agreement.QuoteBalance(b.ev, quoted)
	b.section("voice-balance", "Whose words are quoted", level)
	at := len(b.report.Sections) - 1
	what := "verbatim excerpts"
	if marked {
		what = "excerpts marked to be quoted"
	}
	sentences := []Sentence{say("balance.count", Count, nil, "the study holds {} {}.", digits(balance.Quotes), what)}
	var silent []string
	for _, g := range balance.Groups {
		if g.Key != "" && g.Interviewed > 0 && g.Quotes == 0 {
			silent = append(silent, plural(humanised(g.Key)))
		}
	}
	if len(silent) > 0 {
		sentences = append(sentences, say("balance.silent", Count, nil, "interviewed but not quoted: {}.", joined(silent)))
	}
	var sites []string
	for _, s := range balance.Sites {
		if s.Key != "" && s.Interviewed > 0 && s.Quotes == 0 {
			sites = append(sites, s.Key)
		}
	}
	if len(sites) > 0 {
		sentences = append(sentences, say("balance.sites", Count, nil, "no words are quoted from {}.", siteNames(sites)))
	}
	blocks := []Block{
		paragraph(sentences...),
		tableBlock(balanceTable("table-balance-roles", "Quotations and interviews by role", "Role", balance.Groups, roleHeading)),
		tableBlock(balanceTable("table-balance-sites", "Quotations and interviews by site", "Site", balance.Sites, func(s string) string {
			if s == "" {
				return "Not stated"
			}
			return s
		})),
	}
	b.report.Sections[at].Blocks = blocks
}

// quotable are the excerpts in somebody's own words; those marked to be quoted alone where there are any.
func (b *crossCase) quotable() (ids []crosscase.ExcerptID, marked bool) {
	var keys []crosscase.ExcerptID
	seen := map[crosscase.ExcerptID]bool{}
	for i := range b.ev.Codings {
		id := b.ev.Codings[i].Excerpt
		if seen[id] {
			continue
		}
		seen[id] = true
		e, ok := b.excerpt(id)
		if !ok || e.Kind != crosscase.Verbatim || !b.spoken(id) {
			continue
		}
		ids = append(ids, id)
		if e.Key {
			keys = append(keys, id)
		}
	}
	if len(keys) > 0 {
		return keys, true
	}
	return ids, false
}

func balanceTable(id, caption, first string, rows []agreement.BalanceRow, name func(string) string) *Table {
	t := &Table{
		ID: id, Caption: caption,
		Columns: []Column{
			{Heading: first}, {Heading: "Quotations", Align: Right}, {Heading: "Share", Align: Right}, {Heading: "People quoted", Align: Right},
			{Heading: "People interviewed", Align: Right}, {Heading: "Share", Align: Right},
		},
	}
	var quotes, people, interviewed int
	for _, r := range rows {
		quotes, people, interviewed = quotes+r.Quotes, people+r.Quoted, interviewed+r.Interviewed
		t.Rows = append(t.Rows, Row{Cells: []Cell{
			{Text: name(r.Key)}, countCell(r.Quotes), shareCell(r.ShareQuotes), countCell(r.Quoted), countCell(r.Interviewed), shareCell(r.ShareInterviewed),
		}})
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}, countCell(quotes), {}, countCell(people), countCell(interviewed), {}}})
	return t
}

func shareCell(share *float64) Cell {
	if share == nil {
		return Cell{Text: "–"}
	}
	return Cell{Text: fmt.Sprintf("%s%%", rounded(*share*100, 0)), Number: share}
}
