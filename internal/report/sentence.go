package report

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"

	"github.com/crosscase/crosscase"
)

// marked is a text that a sentence sets under a mark.
type marked struct {
	text string
	mark Mark
}

// em marks a position or another word of the codebook.
func em(s string) marked { return marked{s, Emphasis} }

// strong marks what a reader's eye should find.
func strong(s string) marked { return marked{s, Strong} }

// parts is a list of texts and marked texts that stands for one argument.
type parts []any

// listed joins parts as joined joins words.
func listed(items []any) parts {
	var out parts
	for i, item := range items {
		switch {
		case i == 0:
		case i == len(items)-1:
			out = append(out, " and ")
		default:
			out = append(out, ", ")
		}
		out = append(out, item)
	}
	return out
}

// say makes a sentence. Each {} of the template takes the next argument: a text, a count (in words
// where it is under ten), a marked text or parts. The first letter becomes a capital, and a count that
// begins the sentence is spelled out. The hash covers arguments and evidence, not the template.
func say(id string, kind SentenceKind, evidence []crosscase.ExcerptID, template string, args ...any) Sentence {
	w := &runWriter{}
	h := sha256.New()
	for rest, n := template, 0; ; n++ {
		before, after, found := strings.Cut(rest, "{}")
		w.write(before, Plain)
		if !found {
			break
		}
		w.argument(args[n])
		fmt.Fprintf(h, "%v\x00", args[n])
		rest = after
	}
	for _, e := range evidence {
		_, _ = io.WriteString(h, string(e)+"\x01")
	}
	s := Sentence{ID: id, Kind: kind, Evidence: evidence, Hash: hex.EncodeToString(h.Sum(nil)[:8])}
	runs := w.runs
	if len(runs) > 0 {
		if runs[0].Mark == Plain && strings.HasPrefix(template, "{}") {
			runs[0].Text = spelled(runs[0].Text)
		}
		runs[0].Text = capital(runs[0].Text)
	}
	var text strings.Builder
	for _, r := range runs {
		text.WriteString(r.Text)
	}
	s.Text = text.String()
	if len(runs) > 1 || len(runs) == 1 && runs[0].Mark != Plain {
		s.Runs = runs
	}
	return s
}

// Marked is the sentence as runs, one plain run where nothing is marked.
func (s *Sentence) Marked() []Run {
	if len(s.Runs) > 0 {
		return s.Runs
	}
	return []Run{{Text: s.Text}}
}

// runWriter gathers runs and merges neighbours under one mark.
type runWriter struct{ runs []Run }

func (w *runWriter) write(text string, mark Mark) {
	if text == "" {
		return
	}
	if n := len(w.runs); n > 0 && w.runs[n-1].Mark == mark {
		w.runs[n-1].Text += text
		return
	}
	w.runs = append(w.runs, Run{Text: text, Mark: mark})
}

func (w *runWriter) argument(arg any) {
	switch a := arg.(type) {
	case string:
		w.write(a, Plain)
	case int:
		w.write(number(a), Plain)
	case marked:
		w.write(a.text, a.mark)
	case parts:
		for _, p := range a {
			w.argument(p)
		}
	default:
		w.write(fmt.Sprint(a), Plain)
	}
}

// paragraph is a block of sentences.
func paragraph(sentences ...Sentence) Block {
	return Block{Kind: BlockParagraph, Sentences: sentences}
}

// list is a block of items.
func list(items ...Sentence) Block { return Block{Kind: BlockList, Sentences: items} }

// table and quote are blocks of their one thing.
func tableBlock(t *Table) Block    { return Block{Kind: BlockTable, Table: t} }
func quoteBlock(q Quotation) Block { return Block{Kind: BlockQuotation, Quotation: &q} }
func figureBlock(f *Figure) Block  { return Block{Kind: BlockFigure, Figure: f} }
