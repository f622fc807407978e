package report

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// quotation makes a quotation of an excerpt; false where the reader may not see its text.
func (x *index) quotation(prefix string, id crosscase.ExcerptID) (Quotation, bool) {
	e, ok := x.excerpt(id)
	if !ok {
		return Quotation{}, false
	}
	attribution, source := x.attribute(id)
	return Quotation{
		ID: prefix + ".quote." + string(id), Text: e.Text, Form: e.Kind, Spoken: x.spoken(id),
		Attribution: attribution, Source: source, Excerpt: id,
	}, true
}

func (x *index) excerpt(id crosscase.ExcerptID) (*crosscase.Excerpt, bool) {
	if x.Excerpt == nil {
		return nil, false
	}
	e, ok := x.Excerpt(id)
	if !ok || e == nil || e.Text == "" {
		return nil, false
	}
	return e, true
}

// attribute says whose an excerpt is and in what it stands.
func (x *index) attribute(id crosscase.ExcerptID) (attribution, source string) {
	at, ok := x.cited[id]
	if !ok {
		return "Statement", ""
	}
	c := &x.ev.Codings[at.coding]
	if c.Participant >= 0 {
		return x.label.Voice(c.Participant), x.label.Source(c.Source)
	}
	return x.label.Statement(c, x.siteOf(c)), ""
}

// spoken says whether an excerpt is somebody's own words: a participant's, or out of a recording.
func (x *index) spoken(id crosscase.ExcerptID) bool {
	at, ok := x.cited[id]
	if !ok {
		return false
	}
	c := &x.ev.Codings[at.coding]
	if c.Participant >= 0 {
		return true
	}
	return c.Source >= 0 && (x.ev.Sources[c.Source].Kind == crosscase.Transcript || x.ev.Sources[c.Source].Kind == crosscase.Recording)
}

// quotations are the quotations of some excerpts, each once, all where most is below 1. The ones
// marked to be quoted come first, then words as they were said, then the order they came in; of one
// speaker a second comes only when every other has been heard.
func (x *index) quotations(prefix string, ids []crosscase.ExcerptID, most int) []Block {
	type candidate struct {
		id       crosscase.ExcerptID
		rank     int
		nth, ord int
	}
	var all []candidate
	said := map[int32]int{}
	seen := map[crosscase.ExcerptID]bool{}
	for i, id := range ids {
		e, ok := x.excerpt(id)
		if !ok || seen[id] {
			continue
		}
		seen[id] = true
		c := candidate{id: id, ord: i}
		if !e.Key {
			c.rank++
		}
		if e.Kind != crosscase.Verbatim && e.Kind != "" {
			c.rank += 2
		}
		all = append(all, c)
	}
	slices.SortStableFunc(all, func(a, b candidate) int { return a.rank - b.rank })
	for i := range all {
		if at, ok := x.cited[all[i].id]; ok {
			if p := x.ev.Codings[at.coding].Participant; p >= 0 {
				all[i].nth = said[p]
				said[p]++
			}
		}
	}
	if most > 0 {
		slices.SortStableFunc(all, func(a, b candidate) int { return a.nth - b.nth })
		all = all[:min(len(all), most)]
	}
	var out []Block
	for _, c := range all {
		if q, ok := x.quotation(prefix, c.id); ok {
			out = append(out, quoteBlock(q))
		}
	}
	return out
}

// colon ends a sentence that quotations follow.
func (x *index) colon(ids []crosscase.ExcerptID) string {
	for _, id := range ids {
		if _, ok := x.excerpt(id); ok {
			return ":"
		}
	}
	return "."
}
