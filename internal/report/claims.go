package report

import (
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

var standings = []struct {
	standing crosscase.Standing
	words    string
}{
	{crosscase.Holds, "holds"},
	{crosscase.HoldsContradicted, "holds, but contradicts itself"},
	{crosscase.PartlyEvidenced, "partly evidenced"},
	{crosscase.RestsOnAntecedents, "rests on other claims"},
	{crosscase.Fails, "fails"},
	{crosscase.ContradictedBy, "contradicted by another claim"},
	{crosscase.Contested, "contested"},
	{crosscase.Overgeneralised, "wider than what it rests on"},
	{crosscase.WeakAntecedent, "rests on claims about another theme"},
	{crosscase.NoAntecedent, "rests on nothing"},
	{crosscase.Interpretive, "a reading that evidence neither bears out nor contradicts"},
	{crosscase.Unknown, "cannot be known"},
	{crosscase.Unverifiable, "cannot be checked against the record"},
	{crosscase.StandingDraft, "a draft until its count is given"},
}

func standingWords(status string) string {
	standing, code, found := strings.Cut(status, ":")
	if found && crosscase.Standing(standing) == crosscase.ContradictedBy {
		return "contradicted by " + code
	}
	for _, s := range standings {
		if string(s.standing) == standing {
			return s.words
		}
	}
	return humanised(status)
}

var claimSections = []struct {
	section crosscase.Section
	heading string
}{
	{crosscase.SectionFindings, "Findings"},
	{crosscase.SectionDerived, "Derived from the findings"},
	{crosscase.SectionDiscussion, "Discussion"},
	{crosscase.SectionMethods, "On the study itself"},
}

// claims is every claim with its standing, what it holds at, its exceptions and what is unknown.
func (b *crossCase) claims() {
	if len(b.Standings) == 0 {
		return
	}
	b.section("claims", "Claims and their standing", 1)
	counts := map[crosscase.Standing]int{}
	for i := range b.Standings {
		counts[b.Standings[i].Standing()]++
	}
	t := &Table{ID: "table-claims", Caption: "Claims by standing", Columns: []Column{{Heading: "Standing", Width: 0.8}, {Heading: "Claims", Align: Right, Width: 0.2}}}
	for _, s := range standings {
		if n := counts[s.standing]; n > 0 {
			t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: capital(s.words)}, countCell(n)}})
		}
	}
	t.Rows = append(t.Rows, Row{Kind: TotalRow, Cells: []Cell{{Text: "Total"}, countCell(len(b.Standings))}})
	b.add(
		paragraph(say("claims.count", Count, nil, "{} on record; {} on the evidence of today.", counted(len(b.Standings), "claim")+either(len(b.Standings), " is", " are"),
			number(counts[crosscase.Holds])+either(counts[crosscase.Holds], " holds", " hold"))),
		tableBlock(t),
	)
	for _, s := range claimSections {
		open := false
		for i := range b.Standings {
			r := &b.Standings[i]
			section := r.Section
			if section == "" {
				section = crosscase.SectionFindings
			}
			if section != s.section {
				continue
			}
			if !open {
				b.section("claims-"+string(s.section), s.heading, 2)
				open = true
			}
			b.claim(r)
		}
	}
}

func (b *crossCase) claim(r *claims.Result) {
	id := "claim." + slug(r.ID)
	var out []Sentence
	add := func(name string, kind SentenceKind, template string, args ...any) {
		out = append(out, say(id+"."+name, kind, nil, template, args...))
	}
	out = append(out, say(id, Interpretive, r.Evidence, "{} {}", strong(r.ID+"."), full(r.Statement)))
	standing := parts{strong(capital(standingWords(r.Status)))}
	switch {
	case len(r.Sites) > 1 && len(r.Sites) == len(r.Scope):
		standing = append(standing, ": evidenced at all ", counted(len(r.Sites), "site"), " in scope")
	case len(r.Sites) > 0 && len(r.Scope) > 0:
		standing = append(standing, ": evidenced at ", number(len(r.Sites)), " of ", counted(len(r.Scope), "site"), " in scope ("+strings.Join(r.Sites, ", ")+")")
	case len(r.Sites) > 0:
		standing = append(standing, ": evidenced at "+siteNames(r.Sites))
	}
	add("standing", Interpretive, "{}.", standing)
	if r.Basis != "" && !listsSites(r.Basis) {
		add("basis", Linking, "{}", capital(full(r.Basis)))
	}
	switch {
	case len(r.Exceptions) == 0:
	case b.namesSites(r.ID):
		add("exceptions", Count, "not so at {}.", strings.Join(r.Exceptions, ", "))
	default:
		add("exceptions", Count, "{}: {}.", either(len(r.Exceptions), "Exception", "Exceptions"), strings.Join(r.Exceptions, ", "))
	}
	if len(r.Missing) > 0 {
		add("missing", Count, "named but not evidenced: {}.", strings.Join(r.Missing, ", "))
	}
	if len(r.Extra) > 0 {
		add("extra", Count, "evidenced but not named: {}.", strings.Join(r.Extra, ", "))
	}
	if len(r.Unknown) > 0 {
		add("unknown", Count, "unknown: {}.", strings.Join(r.Unknown, ", "))
	}
	if links := linkWords(r.RestsOn); links != "" {
		add("rests-on", Linking, "it rests on {}.", links)
	}
	if links := linkWords(r.Against); links != "" {
		add("against", Linking, "against it {}.", either(len(r.Against), "stands ", "stand ")+links)
	}
	for i, f := range r.Flags {
		if strings.EqualFold(strings.TrimSuffix(f.Text, "."), strings.TrimSuffix(r.Basis, ".")) {
			continue
		}
		add("flag."+digits(i+1), Linking, "{}", capital(full(f.Text)))
	}
	b.add(paragraph(out...))
	b.add(b.memosAbout(id, "claim", r.ID)...)
}

// listsSites says whether a basis tells what the lists of sites tell already.
func listsSites(basis string) bool {
	basis = strings.ToLower(basis)
	return strings.HasPrefix(basis, "evidenced at") || strings.HasPrefix(basis, "shown at")
}

// namesSites says whether a claim names the sites it holds at; the others are then no exceptions to it.
func (b *crossCase) namesSites(code string) bool {
	for _, c := range b.Claims {
		if c.Code == code {
			return len(c.Sites) > 0 && c.Quantifier != crosscase.All && c.Quantifier != crosscase.AllButOne
		}
	}
	return false
}

func linkWords(links []claims.Link) string {
	words := make([]string, len(links))
	for i, l := range links {
		words[i] = l.ID + " (" + standingWords(l.Status) + ")"
	}
	return joined(words)
}
