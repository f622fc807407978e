package reader_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdown(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"paragraphs are joined lines", "One\ntwo\n\nthree", "One two\nthree"},
		{"hard breaks", "One  \ntwo\\\nthree", "One\ntwo\nthree"},
		{"emphasis", "*a* **b** ***c*** _d_ __e__ a_b_c 5 * 3 * 2 a*b*c", "a b c d e a_b_c 5 * 3 * 2 abc"},
		{"emphasis that pandoc writes inside words", "Advisors**.** **Who: (**Laughs) x", "Advisors. Who: (Laughs) x"},
		{"unpaired marks are letters", "**open *a* 2*3", "**open a 2*3"},
		{"escapes and entities", `\[name redacted\] it\'s \*not\* &amp; &eacute; AT&T`, "[name redacted] it's *not* & é AT&T"},
		{"headings", "# One #\n\nTwo\n===\n\nThree\n-----\n\ntext ## no", "One\nTwo\nThree\ntext ## no"},
		{"a rule below text is no heading", "A long line of speech\n---\n\nb", "A long line of speech\nb"},
		{"spans, scripts, strikes", "[UNDER *LINE*]{.underline} 31^st^ ~~gone~~ [not a span] x^2", "UNDER LINE 31st gone [not a span] x^2"},
		{"links and pictures", "see [the *site*](http://a.b/c_(d)) and ![a picture](x.png){width=3} <http://e.f> <b>g</b><br>h", "see the site and a picture http://e.f g\nh"},
		{"lists and quotations", "- one\n  more\n- two\n\n3. three\n\n> said\n> so", "one more\ntwo\n3. three\nsaid so"},
		{"an amount that was wrapped", "It cost K228,\n000. And more.\n\n1. one\n2. two", "It cost K228, 000. And more.\n1. one\n2. two"},
		{"a table", "| a | b |\n|---|:-:|\n| *c* | d\\|e |\n\nf", "a\tb\nc\td|e\nf"},
		{"code", "```r\nx <- *1*\n\ny\n```\nz", "x <- *1*\ny\nz"},
		{"metadata and comments", "---\ntitle: X\n---\n\nText <!-- gone\nhere --> on", "Text  on"},
		{"dashes stay as they are", "so -- and ...", "so -- and ..."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := mustRead(t, "x.md", []byte(test.in))
			if diff := cmp.Diff(test.want, doc.Text); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarkdownSpans(t *testing.T) {
	doc := mustRead(t, "x.md", []byte("# Site *é*\n\n**Anna**: one[^1] **bo\nld**\n\n**Ben:** two\n\n**Anna**: three\n\n**Ben**: four\n\n[^1]: the *note*\n    goes on\n"))
	var got []string
	for _, h := range doc.Headings {
		got = append(got, strings.Repeat("#", h.Level)+h.Text+"|"+at(t, doc, h.Span))
	}
	for _, b := range doc.Bold {
		got = append(got, "b|"+at(t, doc, b))
	}
	for _, turn := range doc.Turns {
		got = append(got, turn.Speaker+"|"+at(t, doc, turn.Speech()))
	}
	for _, n := range doc.Notes {
		got = append(got, at(t, doc, n.Span)+"|"+n.Text)
	}
	want := []string{"#Site é|Site é", "b|Anna", "b|bo ld", "b|Ben:", "b|Anna", "b|Ben", "Anna|one bo ld", "Ben|two", "Anna|three", "Ben|four", "|the note goes on"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("spans (-want +got):\n%s", diff)
	}
}

func TestReStructuredText(t *testing.T) {
	doc := mustRead(t, "x.rst", []byte("=====\nTitle\n=====\n\n.. note\n\nPart\n----\n\n**A**: *b*\n"))
	if diff := cmp.Diff("Title\nPart\nA: b", doc.Text); diff != "" || len(doc.Headings) != 2 {
		t.Errorf("%d headings, text (-want +got):\n%s", len(doc.Headings), diff)
	}
}

func TestPlainTextStaysAsItIs(t *testing.T) {
	doc := mustRead(t, "x.txt", []byte("\xEF\xBB\xBFAnna: *a*\r\n\r\n\r\nBen:  b \r\nAnna: c\rBen: d"))
	if diff := cmp.Diff("Anna: *a*\n\n\nBen:  b \nAnna: c\nBen: d", doc.Text); diff != "" || len(doc.Turns) != 4 {
		t.Errorf("%d turns, text (-want +got):\n%s", len(doc.Turns), diff)
	}
}

func FuzzMarkdown(f *testing.F) {
	f.Add("# a *b* **c** [d]{.e} ^f^ `g` <b> &amp; [^1]\n\n[^1]: x\n| a | b |\n|--|--|\n")
	f.Add("> >````\n> x\n> ````\ny")
	f.Add("***a**_b*__\n***\n===\n\\")
	f.Fuzz(func(t *testing.T, s string) {
		doc, err := read("x.md", []byte(s), optionsUTF8)
		if err != nil {
			return
		}
		for _, b := range doc.Bold {
			at(t, doc, b)
		}
		for _, h := range doc.Headings {
			at(t, doc, h.Span)
		}
	})
}
