package report

import "github.com/crosscase/crosscase"

// Draft is the text of a report written from the record, to be gone on with by people: its blocks, and what each of its
// sentences rests on. Tables and figures become views, which are always those of today.
func Draft(r *Report) ([]crosscase.WrittenBlock, []crosscase.WrittenSentence) {
	var blocks []crosscase.WrittenBlock
	var sentences []crosscase.WrittenSentence
	take := func(list []Sentence) []crosscase.WrittenSpan {
		var spans []crosscase.WrittenSpan
		for i := range list {
			s := &list[i]
			sentences = append(sentences, written(s))
			if i > 0 {
				spans = append(spans, crosscase.WrittenSpan{Text: " "})
			}
			spans = append(spans, spansOf(s)...)
		}
		return spans
	}
	for i := range r.Sections {
		sec := &r.Sections[i]
		blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.HeadingBlock, Level: int64(clampLevel(sec.Level)), Spans: []crosscase.WrittenSpan{{Text: sec.Heading}}})
		for j := range sec.Blocks {
			switch b := &sec.Blocks[j]; b.Kind {
			case BlockParagraph:
				blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.ParagraphBlock, Spans: take(b.Sentences)})
			case BlockList:
				for k := range b.Sentences {
					blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.ItemBlock, Spans: take(b.Sentences[k : k+1])})
				}
			case BlockQuotation:
				blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.QuotationBlock, Excerpt: b.Quotation.Excerpt, Spans: []crosscase.WrittenSpan{{Text: b.Quotation.Text}}})
			case BlockTable:
				blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.ViewBlock, View: b.Table.ID})
			case BlockFigure:
				blocks = append(blocks, crosscase.WrittenBlock{Kind: crosscase.ViewBlock, View: b.Figure.ID})
			}
		}
	}
	return blocks, sentences
}

// written is a sentence of the record as it enters a written report, under the same id.
func written(s *Sentence) crosscase.WrittenSentence {
	return crosscase.WrittenSentence{ID: s.ID, From: s.ID, Kind: s.Kind, Evidence: s.Evidence, Hash: s.Hash, Was: s.Text}
}

func spansOf(s *Sentence) []crosscase.WrittenSpan {
	var out []crosscase.WrittenSpan
	for _, run := range s.Marked() {
		out = append(out, crosscase.WrittenSpan{Text: run.Text, Mark: string(run.Mark), Sentence: s.ID})
	}
	return out
}

// SentencesOf are the sentences of a report written from the record, by id.
func SentencesOf(r *Report) map[string]*Sentence {
	out := map[string]*Sentence{}
	for b := range blocks(r) {
		for i := range b.Sentences {
			out[b.Sentences[i].ID] = &b.Sentences[i]
		}
	}
	return out
}
