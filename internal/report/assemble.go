package report

import (
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// Assemble sets a written report for the writers: its own text, with the tables, figures and attributions of the report
// written from the record today. Open objections become comments on the sentences they are about.
func Assemble(title string, list []crosscase.WrittenBlock, sentences []crosscase.WrittenSentence, record *Report, words func(crosscase.ExcerptID) (*crosscase.Excerpt, bool), cite func(crosscase.ExcerptID) (CitedExcerpt, bool), open []*crosscase.Objection) *Report {
	a := &assembly{
		out:   &Report{Title: title, Subtitle: record.Subtitle, Study: record.Study, Date: record.Date, Synthetic: record.Synthetic},
		of:    map[string]*crosscase.WrittenSentence{},
		views: map[string]Block{}, quotes: map[crosscase.ExcerptID]*Quotation{}, cite: cite, words: words,
	}
	for i := range sentences {
		a.of[sentences[i].ID] = &sentences[i]
	}
	for b := range blocks(record) {
		switch {
		case b.Table != nil:
			a.views[b.Table.ID] = *b
		case b.Figure != nil:
			a.views[b.Figure.ID] = *b
		case b.Quotation != nil:
			a.quotes[b.Quotation.Excerpt] = b.Quotation
		}
	}
	a.comments = commentsOf(open)
	for i := range list {
		a.block(&list[i])
	}
	a.finish()
	return a.out
}

type assembly struct {
	out      *Report
	of       map[string]*crosscase.WrittenSentence
	views    map[string]Block
	quotes   map[crosscase.ExcerptID]*Quotation
	words    func(crosscase.ExcerptID) (*crosscase.Excerpt, bool)
	cite     func(crosscase.ExcerptID) (CitedExcerpt, bool)
	comments map[string][]Comment
	n        int
}

// commentsOf are the open objections by sentence; those about the whole report stand under "".
func commentsOf(open []*crosscase.Objection) map[string][]Comment {
	out := map[string][]Comment{}
	for _, o := range open {
		if o.Answer == "" {
			out[o.Sentence] = append(out[o.Sentence], Comment{Author: o.Author, At: o.At, Text: o.Text})
		}
	}
	return out
}

// id is that of the next thing of a kind.
func (a *assembly) id(kind string) string {
	a.n++
	return kind + "-" + strconv.Itoa(a.n)
}

// add puts a block at the end of the last section; what stands before the first heading gets one without a heading.
func (a *assembly) add(b Block) {
	if len(a.out.Sections) == 0 {
		a.out.Sections = append(a.out.Sections, Section{ID: a.id("section"), Heading: a.out.Title, Level: 1})
	}
	last := &a.out.Sections[len(a.out.Sections)-1]
	if n := len(last.Blocks); b.Kind == BlockList && n > 0 && last.Blocks[n-1].Kind == BlockList {
		last.Blocks[n-1].Sentences = append(last.Blocks[n-1].Sentences, b.Sentences...)
		return
	}
	last.Blocks = append(last.Blocks, b)
}

func (a *assembly) block(b *crosscase.WrittenBlock) {
	switch b.Kind {
	case crosscase.HeadingBlock:
		a.out.Sections = append(a.out.Sections, Section{ID: a.id("section"), Heading: b.Words(), Level: int(b.Level)})
	case crosscase.ViewBlock:
		if view, ok := a.views[b.View]; ok {
			a.add(view)
		}
	case crosscase.QuotationBlock:
		a.add(quoteBlock(a.quotation(b)))
	case crosscase.ItemBlock:
		a.add(Block{Kind: BlockList, Sentences: []Sentence{joinedSentence(a.sentences(b))}})
	default:
		a.add(Block{Kind: BlockParagraph, Sentences: a.sentences(b)})
	}
}

// quotation is the writer's wording with the attribution of today.
func (a *assembly) quotation(b *crosscase.WrittenBlock) Quotation {
	q := Quotation{ID: a.id("quotation"), Text: unquoted(b.Words()), Excerpt: b.Excerpt, Form: crosscase.Verbatim}
	if c, ok := a.cite(b.Excerpt); ok {
		q.Form, q.Spoken, q.Attribution, q.Source = c.Form, c.Spoken, c.Attribution, c.Source
	}
	return q
}

// sentences are the stretches of a block that belong to one sentence each, with what belongs to none between them. A
// stretch that hangs on the one before without a space, such as a comma, goes with it.
func (a *assembly) sentences(b *crosscase.WrittenBlock) []Sentence {
	var out []Sentence
	last, spaced := "", true
	for _, span := range b.Spans {
		if span.Text == "" {
			continue
		}
		n := len(out)
		begins := n == 0 || span.Sentence != last && (spaced || strings.TrimLeft(span.Text, " ") != span.Text)
		if begins && strings.TrimSpace(span.Text) == "" {
			spaced = true
			continue
		}
		if begins {
			s := Sentence{ID: a.id("sentence"), Kind: Linking}
			if of := a.of[span.Sentence]; of != nil {
				s.Kind, s.Evidence, s.Hash = of.Kind, of.Evidence, of.Hash
				s.Comments, a.comments[span.Sentence] = a.comments[span.Sentence], nil
			}
			out = append(out, s)
			span.Text = strings.TrimLeft(span.Text, " ")
		}
		s := &out[len(out)-1]
		s.Text += span.Text
		s.Runs = append(s.Runs, Run{Text: span.Text, Mark: Mark(span.Mark)})
		last, spaced = span.Sentence, strings.HasSuffix(span.Text, " ")
	}
	for i := range out {
		trimRight(&out[i])
	}
	return out
}

// trimRight takes the blanks off the end of a sentence.
func trimRight(s *Sentence) {
	s.Text = strings.TrimRight(s.Text, " ")
	if n := len(s.Runs); n > 0 {
		s.Runs[n-1].Text = strings.TrimRight(s.Runs[n-1].Text, " ")
	}
	if len(s.Runs) == 1 && s.Runs[0].Mark == Plain {
		s.Runs = nil
	}
}

// joinedSentence is several stretches as the one sentence of an item.
func joinedSentence(list []Sentence) Sentence {
	if len(list) == 0 {
		return Sentence{ID: "", Kind: Linking}
	}
	out := list[0]
	out.Runs = out.Marked()
	for _, s := range list[1:] {
		out.Text += " " + s.Text
		out.Runs = append(append(out.Runs, Run{Text: " "}), s.Marked()...)
		out.Evidence = append(out.Evidence, s.Evidence...)
		out.Comments = append(out.Comments, s.Comments...)
	}
	return out
}

// finish numbers tables and figures, cites the excerpts, and hangs what is said of the whole report on its first words.
func (a *assembly) finish() {
	whole := a.comments[""]
	for b := range blocks(a.out) {
		if len(whole) > 0 && len(b.Sentences) > 0 {
			b.Sentences[0].Comments = append(whole, b.Sentences[0].Comments...)
			whole = nil
		}
	}
	number := map[BlockKind]int{}
	seen := map[crosscase.ExcerptID]bool{}
	use := func(ids ...crosscase.ExcerptID) {
		for _, id := range ids {
			if c, ok := a.cite(id); ok && !seen[id] {
				seen[id] = true
				c.Number = len(a.out.Excerpts) + 1
				a.out.Excerpts = append(a.out.Excerpts, c)
			}
		}
	}
	for i := range a.out.Sections {
		for j := range a.out.Sections[i].Blocks {
			b := &a.out.Sections[i].Blocks[j]
			number[b.Kind]++
			switch {
			case b.Table != nil:
				t := *b.Table
				t.Number, b.Table = number[BlockTable], &t
			case b.Figure != nil:
				f := *b.Figure
				f.Number, b.Figure = number[BlockFigure], &f
			case b.Quotation != nil:
				use(b.Quotation.Excerpt)
			}
			for k := range b.Sentences {
				use(b.Sentences[k].Evidence...)
			}
		}
	}
}
