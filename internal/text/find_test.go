package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/text"
)

func TestFinder(t *testing.T) {
	const body = "Ä: The ward met. The WARDEN did not!\n😀 B: On the ward, the... ward?"
	for _, test := range []struct {
		name, what string
		how        text.How
		want       []string
	}{
		{"exact letters, within words too", "ward", text.Exact, []string{"ward", "WARD", "ward", "ward"}},
		{"signs of a pattern mean themselves", "...", text.Exact, []string{"..."}},
		{"whole words", "ward", text.Words, []string{"ward", "ward", "ward"}},
		{"words with other signs between", "the ward", text.Words, []string{"The ward", "the ward", "the... ward"}},
		{"a pattern", `ward\w+`, text.Regexp, []string{"WARDEN"}},
		{"a pattern that finds nothing everywhere", `x*`, text.Regexp, nil},
		{"lines begin", `^\pL:`, text.Regexp, []string{"Ä:"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			f, err := text.NewFinder(test.what, test.how)
			if err != nil {
				t.Fatal(err)
			}
			x := text.NewIndex(body)
			spans, err := f.Find(x, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, s := range spans {
				words, err := x.Slice(s)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, words)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for what, how := range map[string]text.How{"  ": text.Exact, "...": text.Words, "(": text.Regexp, "a": "loosely"} {
		if _, err := text.NewFinder(what, how); err == nil {
			t.Errorf("%q as %q was taken", what, how)
		}
	}
}

func TestWiden(t *testing.T) {
	tests := []struct{ name, body, sentence, paragraph string }{
		{"in the middle", "One. Two [three] four. Five.\nSix.", "One. [Two three four.] Five.\nSix.", "[One. Two three four. Five.]\nSix."},
		{"at the start", "[One] two. Three", "[One two.] Three", "[One two. Three]"},
		{"at the end", "One two. [Three]", "One two. [Three]", "[One two. Three]"},
		{"a number is no end", "It was [3.5] then. So.", "[It was 3.5 then.] So.", "[It was 3.5 then. So.]"},
		{"over two sentences", "A b[c. De]f. G", "[A bc. Def.] G", "[A bc. Def. G]"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			body, span := bracketed(t, test.body)
			for want, widen := range map[string]func([]rune, text.Span) text.Span{test.sentence: text.Sentence, test.paragraph: text.Paragraph} {
				if _, w := bracketed(t, want); widen([]rune(body), span) != w {
					t.Errorf("%v of %q, want %v", widen([]rune(body), span), body, w)
				}
			}
		})
	}
}
