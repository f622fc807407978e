package service

import (
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/report"
)

// book puts the rows, which stand in the order of the codebook, under their themes and questions.
func (t *excerptTable) book(day string) *report.ExcerptBook {
	b := &report.ExcerptBook{Study: t.v.study.Title, Date: day, Synthetic: t.v.study.Synthetic, About: t.about()}
	of := map[crosscase.ThemeID]map[crosscase.QuestionID][]*excerptRow{}
	var loose []*excerptRow
	for i := range t.rows {
		r := &t.rows[i]
		if r.coding == nil {
			loose = append(loose, r)
			continue
		}
		if of[r.coding.ThemeID] == nil {
			of[r.coding.ThemeID] = map[crosscase.QuestionID][]*excerptRow{}
		}
		of[r.coding.ThemeID][r.coding.QuestionID] = append(of[r.coding.ThemeID][r.coding.QuestionID], r)
	}
	above := map[crosscase.ThemeID]bool{} // themes that head one with excerpts
	parent := map[crosscase.ThemeID]crosscase.ThemeID{}
	for _, th := range t.codebook.Themes {
		parent[th.ID] = th.ParentID
	}
	for id := range of {
		for ; id != "" && !above[id]; id = parent[id] {
			above[id] = true
		}
	}
	for _, th := range t.codebook.Themes {
		if !above[th.ID] {
			continue
		}
		level := min(t.themes[th.ID].depth+1, 2)
		text := th.Definition
		if meta := t.themes[th.ID].meta; meta != "" && level == 1 {
			text = strings.TrimSpace(meta + ". " + text)
		}
		b.Groups = append(b.Groups, report.ExcerptGroup{Level: level, Heading: th.Cell(), Text: text, Excerpts: t.quotations(of[th.ID][""])})
		for _, q := range t.codebook.Questions {
			if rows := of[th.ID][q.ID]; len(rows) > 0 {
				heading := q.Prompt
				if heading == "" {
					heading = q.Name
				}
				b.Groups = append(b.Groups, report.ExcerptGroup{Level: level + 1, Heading: heading, Excerpts: t.quotations(rows)})
			}
		}
	}
	if len(loose) > 0 {
		b.Groups = append(b.Groups, report.ExcerptGroup{Level: 1, Heading: "Not coded", Excerpts: t.quotations(loose)})
	}
	return b
}

// about says what was chosen and how people are named.
func (t *excerptTable) about() []string {
	var chosen []string
	for _, one := range [][2]string{{"theme", t.query.Theme}, {"site", t.query.Site}, {"question", t.query.Question}, {"coder", t.query.Coder}} {
		if one[1] != "" {
			chosen = append(chosen, one[0]+" "+one[1])
		}
	}
	what := "All excerpts of the study"
	if len(chosen) > 0 {
		what = "The excerpts of " + strings.Join(chosen, ", ")
	}
	people := map[crosscase.Disclosure]string{
		crosscase.DiscloseParticipant: "by pseudonym, role and site", crosscase.DiscloseRoleSite: "by role and site, wider where few people share them",
		crosscase.DiscloseRole: "by role", crosscase.DiscloseSite: "by site", crosscase.DiscloseNone: "in no way",
	}[t.tell.ev.Settings.Disclosure]
	return []string{
		what + ": " + plainCount(len(t.rows), "coding", "codings") + ", in the order of the codebook, then by site. The words before and after stand in grey.",
		"People are named " + people + ".",
	}
}

func plainCount(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func (t *excerptTable) quotations(rows []*excerptRow) []report.BookExcerpt {
	out := make([]report.BookExcerpt, 0, len(rows))
	for _, r := range rows {
		who := t.tell.speaker(t.names, r)
		e := report.BookExcerpt{Quotation: report.Quotation{
			Text: r.excerpt.Text, Form: r.excerpt.Kind, Spoken: r.participant() != "", Attribution: who.label, Source: t.where(&who, r),
			Excerpt: r.excerpt.ID, Before: r.place.before, After: r.place.after,
		}}
		if e.Attribution == "" {
			e.Attribution = "Excerpt"
		}
		if t.query.Link != "" {
			e.Link = t.link(r.excerpt)
		}
		if c := r.coding; c != nil {
			e.Said = t.said(c)
			if c.Note != "" {
				e.Notes = append(e.Notes, "Note: "+c.Note)
			}
			if m := t.memos[string(c.ID)]; m != "" {
				e.Notes = append(e.Notes, "Memo: "+m)
			}
		}
		if m := t.memos[string(r.excerpt.ID)]; m != "" {
			e.Notes = append(e.Notes, "Memo: "+m)
		}
		out = append(out, e)
	}
	return out
}

// said is the answer of a coding, its aspect, and who coded it.
func (t *excerptTable) said(c *crosscase.Coding) string {
	var parts []string
	if answer := t.names.answer(c); answer != "" {
		parts = append(parts, strings.ReplaceAll(answer, "|", ", "))
	}
	if c.Aspect != crosscase.Opinion {
		parts = append(parts, strings.ReplaceAll(string(c.Aspect), "_", " "))
	}
	if c.Elicited == "no" {
		parts = append(parts, "volunteered")
	}
	if coder := t.names.coders[c.CoderID]; coder != "" {
		parts = append(parts, "coded by "+coder)
	}
	return strings.Join(parts, ", ")
}

// where is the source and the place in it.
func (t *excerptTable) where(who *speaker, r *excerptRow) string {
	parts := []string{}
	if who.source != "" && (t.tell.plain || r.participant() != "") { // else the label says it
		parts = append(parts, who.source)
	}
	if r.place.line != "" {
		parts = append(parts, "line "+r.place.line)
	}
	if r.place.turn != "" {
		parts = append(parts, "turn "+r.place.turn)
	}
	if r.place.time != "" {
		parts = append(parts, r.place.time)
	}
	return strings.Join(parts, ", ")
}
