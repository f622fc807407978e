package report

import (
	"github.com/crosscase/crosscase"
)

// howToRead is the section that prints the words and the thresholds in force.
func howToRead(s *crosscase.Settings) Section {
	sec := Section{ID: "how-to-read", Heading: "How to read this report", Level: 1}
	item := func(id, template string, args ...any) Sentence {
		return say("how."+id, Linking, nil, template, args...)
	}
	sec.Blocks = append(sec.Blocks,
		paragraph(
			item("talk", "the figures describe what was said, not what is so: agreement is not accuracy, and silence is not consent."),
			item("voice", "a voice is one person, however often that person speaks; one who gives two answers is counted as such."),
			item("counts", "counts are given with their denominators: voices, of the people listened to, of the people interviewed."),
			item("stated", "what a document states of a site without a speaker is no voice; where it alone decides a position, the position is marked as stated."),
		),
		tableBlock(thresholdTable(s)),
	)
	return sec
}

// thresholdTable is the settings of the study that the statuses and positions rest on.
func thresholdTable(s *crosscase.Settings) *Table {
	number := func(f float64, decimals int) string { return rounded(f, decimals) }
	t := &Table{
		ID: "table-thresholds", Caption: "Thresholds in force",
		Columns: []Column{{Heading: "Rule", Width: 0.74}, {Heading: "Threshold", Align: Right, Width: 0.26}},
	}
	add := func(rule, value string) { t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: rule}, {Text: value}}}) }
	add("Agreement: share of the voices on one position, at least", percent(s.AgreementShare))
	add("Agreement: voices, at least", digits(s.AgreementVoices))
	add("Division: share of a role or level on one position, at least", percentOrFraction(s.GroupShare))
	add("Division: agreement within groups above that between them, at least", number(s.DivideGap, 2))
	add("Thin: fewer voices than", digits(s.ThinVoices))
	add("Consistency map: a site counts as agreed from a pairwise agreement (D) of", number(s.ReadingD, 2))
	add("Consistency map: a question counts as common ground from an agreement between sites (B) of", number(s.ReadingB, 2))
	add("Attribution of quotations", disclosureWords[s.Disclosure])
	add("Small cell: a role at a site is widened in attributions under", counted(s.SmallCell, "person"))
	return t
}

// percentOrFraction prints two-thirds as what it is.
func percentOrFraction(share float64) string {
	if rounded(share, 4) == "0.6667" {
		return "2/3"
	}
	return percent(share)
}

var disclosureWords = map[crosscase.Disclosure]string{
	crosscase.DiscloseParticipant: "pseudonym, role and site",
	crosscase.DiscloseRoleSite:    "role and site",
	crosscase.DiscloseRole:        "role",
	crosscase.DiscloseSite:        "site",
	crosscase.DiscloseNone:        "none",
	"":                            "role and site",
}
