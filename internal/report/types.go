package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

// types is each typology: criteria with the sites that meet and contradict them, the sites' types with
// their rivals, and the decisions people took.
func (b *crossCase) types() {
	if len(b.Types) == 0 {
		return
	}
	b.section("types", "Types", 1)
	for i := range b.Types {
		c := &b.Types[i]
		id := "typology-" + slug(c.Typology)
		b.section(id, c.Title, 2)
		var about []Sentence
		if c.Source != "" {
			about = append(about, say(id+".source", Descriptive, nil, "source: {}", full(c.Source)))
		}
		if c.Unit != "" {
			about = append(about, say(id+".unit", Descriptive, nil, "the scheme classifies: {}", full(c.Unit)))
		}
		if s, ok := placed(id, c); ok {
			about = append(about, s)
		}
		if len(about) > 0 {
			b.add(paragraph(about...))
		}
		b.add(b.memosAbout(id, "typology", c.Typology)...)
		if t := criteriaTable(c); t != nil {
			b.add(tableBlock(t))
		}
		if t := placeTable(c); t != nil {
			b.add(tableBlock(t))
		}
		b.decisions(id, c)
	}
}

// placed counts the sites of each type.
func placed(id string, c *claims.Classification) (Sentence, bool) {
	by := map[string][]string{}
	var order []string
	for _, s := range c.Sites {
		if by[s.Type] == nil {
			order = append(order, s.Type)
		}
		by[s.Type] = append(by[s.Type], s.Site)
	}
	if len(order) == 0 {
		return Sentence{}, false
	}
	var items []any
	for _, t := range order {
		letters := by[t]
		name := em(typeLabel(c, t))
		switch t {
		case crosscase.TypeNone:
			if len(letters) == len(c.Sites) && len(letters) > 1 {
				items = append(items, "no type fits any of the "+number(len(letters))+" sites")
			} else {
				items = append(items, "no type fits "+siteNames(letters))
			}
		case crosscase.TypeBetween:
			items = append(items, parts{siteNames(letters), either(len(letters), " lies", " lie"), " between types"})
		default:
			items = append(items, parts{siteNames(letters), either(len(letters), " fits ", " fit "), name})
		}
	}
	return say(id+".placed", Interpretive, typeEvidence(c), "{}.", listed(items)), true
}

// typeEvidence are the excerpts under every criterion answered.
func typeEvidence(c *claims.Classification) []crosscase.ExcerptID {
	var out []crosscase.ExcerptID
	seen := map[crosscase.ExcerptID]bool{}
	for _, s := range c.Sites {
		for _, t := range s.Types {
			for _, a := range t.Criteria {
				for _, id := range a.Evidence {
					if !seen[id] {
						seen[id] = true
						out = append(out, id)
					}
				}
			}
		}
	}
	return out
}

func typeLabel(c *claims.Classification, id string) string {
	for _, s := range c.Sites {
		for _, t := range s.Types {
			if t.Type == id && t.Label != "" {
				return t.Label
			}
		}
	}
	return humanised(id)
}

// criteriaTable is each criterion with the sites by answer.
func criteriaTable(c *claims.Classification) *Table {
	t := &Table{
		ID: "table-criteria-" + slug(c.Typology), Caption: c.Title + ": criteria at the sites",
		Columns: []Column{{Heading: "Criterion"}, {Heading: "Indicator"}, {Heading: "Expects"}, {Heading: "Met"}, {Heading: "Contradicted"}, {Heading: "Mixed"}, {Heading: "No evidence"}},
	}
	if len(c.Sites) == 0 {
		return nil
	}
	for i, ty := range c.Sites[0].Types {
		t.Rows = append(t.Rows, Row{Kind: GroupRow, Cells: []Cell{{Text: typeLabel(c, ty.Type)}}})
		for j, criterion := range ty.Criteria {
			by := map[string][]string{}
			evidence := map[string][]crosscase.ExcerptID{}
			for _, s := range c.Sites {
				if i < len(s.Types) && j < len(s.Types[i].Criteria) {
					a := &s.Types[i].Criteria[j]
					by[a.Answer] = append(by[a.Answer], s.Site)
					evidence[a.Answer] = append(evidence[a.Answer], a.Evidence...)
				}
			}
			cell := func(answer string) Cell {
				return Cell{Text: lettersOrAll(by[answer], len(c.Sites)), Evidence: evidence[answer]}
			}
			weight := ""
			if criterion.Weight != "" && criterion.Weight != "required" {
				weight = " (" + criterion.Weight + ")"
			}
			t.Rows = append(t.Rows, Row{Cells: []Cell{
				{Text: criterion.Criterion + weight}, {Text: criterion.Indicator}, {Text: criterion.Expects},
				cell(claims.Met), cell(claims.Contradicted), cell(claims.MixedAnswer), cell(claims.NoEvidence),
			}})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

// lettersOrAll lists sites; "all" where it is every one of several.
func lettersOrAll(letters []string, of int) string {
	if len(letters) == of && of > 1 {
		return "all"
	}
	return strings.Join(letters, ", ")
}

// placeTable is the sites by type, each with how every type stands there; sites alike in all of it share a row.
func placeTable(c *claims.Classification) *Table {
	t := &Table{
		ID: "table-types-" + slug(c.Typology), Caption: c.Title + ": sites by type, with the rival types",
		Columns: []Column{{Heading: "Sites"}, {Heading: "Type"}, {Heading: "Basis"}, {Heading: "How each type stands"}},
	}
	rows := map[string]int{}
	for _, s := range c.Sites {
		place := []string{placeName(c, s.Type), inLabels(s.Basis, s.Types), rivals(c, s.Types)}
		key := strings.Join(place, "\x00")
		if at, ok := rows[key]; ok {
			t.Rows[at].Cells[0].Text += ", " + s.Site
			continue
		}
		rows[key] = len(t.Rows)
		t.Rows = append(t.Rows, Row{Cells: []Cell{{Text: s.Site}, {Text: place[0]}, {Text: place[1]}, {Text: place[2]}}})
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return t
}

func placeName(c *claims.Classification, id string) string {
	switch id {
	case crosscase.TypeNone:
		return "no type"
	case crosscase.TypeBetween:
		return "between types"
	}
	return typeLabel(c, id)
}

// decided is a placing in a sentence.
func decided(c *claims.Classification, id string) parts {
	switch id {
	case crosscase.TypeNone:
		return parts{"given no type"}
	case crosscase.TypeBetween:
		return parts{"placed between types"}
	}
	return parts{"placed under ", em(typeLabel(c, id))}
}

// rivals is how every type stands at a site.
func rivals(c *claims.Classification, types []claims.TypeStanding) string {
	var out []string
	silent := true
	for _, ty := range types {
		out = append(out, typeLabel(c, ty.Type)+": "+strings.ReplaceAll(ty.Standing, "_", " "))
		silent = silent && ty.Standing == claims.NoEvidence
	}
	if silent {
		return "no evidence on any"
	}
	return strings.Join(out, "; ")
}

// inLabels puts the labels of types in the place of their ids.
func inLabels(text string, types []claims.TypeStanding) string {
	for _, t := range types {
		if t.Label != "" && strings.Contains(t.Type, "_") {
			text = strings.ReplaceAll(text, t.Type, strings.ToLower(t.Label))
		}
	}
	return text
}

// decisions are the placings people took, each with rivals, negative cases and the second person's type.
func (b *crossCase) decisions(id string, c *claims.Classification) {
	at := slices.IndexFunc(b.Typologies, func(t *crosscase.Typology) bool { return t.Key == c.Typology })
	if at < 0 {
		return
	}
	for _, d := range b.Decisions {
		if d.TypologyID != b.Typologies[at].ID {
			continue
		}
		site, ok := b.siteByID[d.SiteID]
		if !ok {
			continue
		}
		letter := b.ev.Sites[site].Letter
		did := id + ".decision." + slug(letter)
		out := []Sentence{say(did, Interpretive, nil, "{} Site {} is {}: {}", strong("Decision."), letter, decided(c, d.Type), full(d.Basis))}
		var rivals []string
		for _, r := range d.Rivals {
			rivals = append(rivals, fmt.Sprintf("%s (%s)", typeLabel(c, r.Type), r.Standing))
		}
		if len(rivals) > 0 {
			out = append(out, say(did+".rivals", Linking, nil, "{} considered: {}.", either(len(rivals), "Rival", "Rivals"), joined(rivals)))
		}
		if d.Negative != "" {
			out = append(out, say(did+".negative", Linking, nil, "negative cases: {}", full(d.Negative)))
		}
		switch d.Second {
		case "":
			out = append(out, say(did+".second", Linking, nil, "no second person has placed it."))
		case d.Type:
			out = append(out, say(did+".second", Linking, nil, "a second person, not knowing this, placed it likewise."))
		default:
			out = append(out, say(did+".second", Linking, nil, "a second person, not knowing this, decided otherwise: {}.", decided(c, d.Second)))
		}
		b.add(paragraph(out...))
	}
}
