package report

import (
	"iter"
	"strconv"

	"github.com/crosscase/crosscase"
)

// finish fills the list of excerpts that a report rests on, in the order of first use, numbers tables
// and figures in the order they stand in, and makes ids unique.
func (x *index) finish(r *Report) {
	uniqueIDs(r)
	x.cite(r)
	number := map[BlockKind]int{}
	for b := range blocks(r) {
		number[b.Kind]++
		switch b.Kind {
		case BlockTable:
			b.Table.Number = number[BlockTable]
		case BlockFigure:
			b.Figure.Number = number[BlockFigure]
		}
	}
	if n := len(r.Excerpts); n > printedExcerpts {
		last := &r.Sections[len(r.Sections)-1]
		last.Blocks = append(last.Blocks, paragraph(say(last.ID+".excerpts", Linking, nil,
			"this report rests on {}, too many to be printed on paper; every sentence keeps its own in the study.", counted(n, "excerpt"))))
	}
}

// blocks are the blocks of a report in order.
func blocks(r *Report) iter.Seq[*Block] {
	return func(yield func(*Block) bool) {
		for i := range r.Sections {
			for j := range r.Sections[i].Blocks {
				if !yield(&r.Sections[i].Blocks[j]) {
					return
				}
			}
		}
	}
}

// uniqueIDs gives the second of two things with one id another: codebooks can hold keys that differ in
// signs alone.
func uniqueIDs(r *Report) {
	used := map[string]bool{}
	own := func(id *string) {
		for base, n := *id, 2; used[*id]; n++ {
			*id = base + "-" + strconv.Itoa(n)
		}
		used[*id] = true
	}
	for i := range r.Sections {
		own(&r.Sections[i].ID)
	}
	for b := range blocks(r) {
		switch {
		case b.Quotation != nil:
			own(&b.Quotation.ID)
		case b.Table != nil:
			own(&b.Table.ID)
		case b.Figure != nil:
			own(&b.Figure.ID)
		}
		for k := range b.Sentences {
			own(&b.Sentences[k].ID)
		}
	}
}

// cite gathers the excerpts that sentences and quotations rest on.
func (x *index) cite(r *Report) {
	seen := map[crosscase.ExcerptID]bool{}
	add := func(ids ...crosscase.ExcerptID) {
		for _, id := range ids {
			if seen[id] {
				continue
			}
			seen[id] = true
			e, ok := x.excerpt(id)
			if !ok {
				continue
			}
			attribution, source := x.attribute(id)
			r.Excerpts = append(r.Excerpts, CitedExcerpt{
				Number: len(r.Excerpts) + 1, ID: id, Text: e.Text, Form: e.Kind, Spoken: x.spoken(id), Attribution: attribution, Source: source,
			})
		}
	}
	for b := range blocks(r) {
		if b.Quotation != nil {
			add(b.Quotation.Excerpt)
		}
		for k := range b.Sentences {
			add(b.Sentences[k].Evidence...)
		}
	}
}
