package text_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/text"
)

// bracketed is a text with one span in square brackets.
func bracketed(t *testing.T, s string) (string, text.Span) {
	t.Helper()
	start := strings.Index(s, "[")
	end := strings.Index(s, "]")
	if start < 0 || end < start {
		t.Fatalf("no [span] in %q", s)
	}
	return s[:start] + s[start+1:end] + s[end+1:], text.Span{Start: text.Len(s[:start]), End: text.Len(s[:end]) - 1}
}

func TestCarry(t *testing.T) {
	long := "a paragraph long enough to be told from any other in the text"
	tests := []struct{ name, old, want, fate string }{
		{"nothing changed", "one [two] three", "one [two] three", "kept"},
		{"words before it", "one [two] three", "and so one [two] three", "kept"},
		{"words right before it stay outside", "one [two] three", "one big [two] three", "kept"},
		{"words right behind it stay outside", "one [two] three", "one [two] big three", "kept"},
		{"words inside it are inside", "one [two three] four", "one [two or three] four", "changed"},
		{"a corrected first word", "one [teh two] three", "one [the two] three", "changed"},
		{"a corrected last word", "one [two teh] three", "one [two the] three", "changed"},
		{"a correction over its edge", "one [two three]", "one [two 3]", "changed"},
		{"deleted", "one [two] three", "one []three", "lost"},
		{"replaced by other words", "I say [quite enough of that], he said", "I say []12, he said", "lost"},
		{"not every yes is this yes", "A: Well?\nB: [Yes.]\nA: And?\nB: Yes.", "A: Well?\nB: []No!\nA: And?\nB: Yes.", "lost"},
		{"one of two equal lines goes", "B: Yes.\nB: [Yes.]\nA: So.", "B: [Yes.]\nA: So.", "kept"},
		{"moved with its neighbours", "first\n[" + long + "]\nsecond\nthird", "first\nsecond\nthird\n[" + long + "]", "moved"},
		{"emoji before it", "😀 [é😀] x", "😀😀 y [é😀] x", "kept"},
		{"empty", "one [] two", "one and [] two", "kept"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, span := bracketed(t, test.old)
			edited, want := bracketed(t, test.want)
			got, err := text.Carry(old, edited, []text.Span{span})
			if err != nil {
				t.Fatal(err)
			}
			was, err := text.Slice(old, span.Start, span.End)
			if err != nil {
				t.Fatal(err)
			}
			if got[0].Fate.String() != test.fate || got[0].Was != was {
				t.Errorf("fate %v of %q, want %s of %q", got[0].Fate, got[0].Was, test.fate, was)
			}
			if diff := cmp.Diff(want, got[0].Span); diff != "" {
				t.Errorf("span (-want +got):\n%s", diff)
			}
		})
	}
	if _, err := text.Carry("short", "shorter", []text.Span{{Start: 3, End: 9}}); err == nil {
		t.Error("a span outside the text was carried")
	}
}

// words draws texts with many equal words, where an alignment has most ways to go wrong.
func words(label string) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "yes", "no", ".", "é", "😀", "\n", "interview"}), 0, 40).Draw(t, label), " ")
	})
}

func cut(t *rapid.T, runes []rune, label string) (int, int) {
	start := rapid.IntRange(0, len(runes)).Draw(t, label+" start")
	return start, rapid.IntRange(start, len(runes)).Draw(t, label+" end")
}

func TestCarryKeepsWhatAnEditDoesNotTouch(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := []rune(words("old").Draw(t, "old"))
		from, to := cut(t, old, "edit")
		put := words("put").Draw(t, "put")
		edited := string(old[:from]) + put + string(old[to:])
		start, end := cut(t, old, "span")
		if start < to && from < end || start == end {
			t.Skip("the edit touches the span")
		}
		got, err := text.Carry(string(old), edited, []text.Span{{Start: start, End: end}})
		if err != nil {
			t.Fatal(err)
		}
		now, err := text.Slice(edited, got[0].Span.Start, got[0].Span.End)
		if err != nil {
			t.Fatal(err)
		}
		if now != string(old[start:end]) {
			t.Fatalf("%q became %q (%v) in %q -> %q", string(old[start:end]), now, got[0].Fate, string(old), edited)
		}
	})
}

func TestCarryStaysInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, edited := words("old").Draw(t, "old"), words("edited").Draw(t, "edited")
		start, end := cut(t, []rune(old), "span")
		got, err := text.Carry(old, edited, []text.Span{{Start: start, End: end}})
		if err != nil {
			t.Fatal(err)
		}
		now, err := text.Slice(edited, got[0].Span.Start, got[0].Span.End)
		if err != nil {
			t.Fatal(err)
		}
		switch got[0].Fate {
		case text.Kept, text.Moved:
			if now != got[0].Was {
				t.Fatalf("%v, yet %q is %q", got[0].Fate, got[0].Was, now)
			}
		case text.Lost:
			if now != "" {
				t.Fatalf("lost, yet %q is there", now)
			}
		}
	})
}

func TestDiffRebuildsTheEdit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, edited := words("old").Draw(t, "old"), words("edited").Draw(t, "edited")
		a, b := []rune(old), []rune(edited)
		var built []rune
		at := 0
		for _, h := range text.Diff(old, edited) {
			if h.Old.Start < at {
				t.Fatalf("hunk %v begins before %d", h, at)
			}
			built = append(built, a[at:h.Old.Start]...)
			if len(built) != h.New.Start {
				t.Fatalf("hunk %v does not begin where the new text is, at %d", h, len(built))
			}
			built = append(built, b[h.New.Start:h.New.End]...)
			at = h.Old.End
		}
		if built = append(built, a[at:]...); string(built) != edited {
			t.Fatalf("%q, want %q", string(built), edited)
		}
	})
}

func BenchmarkCarry(b *testing.B) {
	var lines []string
	for i := range 3000 {
		lines = append(lines, fmt.Sprintf("Speaker %d: some words of line %d that go on for a while and stop.", i%3, i))
	}
	old := strings.Join(lines, "\n")
	lines[10], lines[1500] = "Speaker 1: other words.", lines[1500]+" And more."
	edited := strings.Join(append(lines[:2000:2000], lines[2010:]...), "\n")
	var spans []text.Span
	for at := 0; at+60 < text.Len(old); at += 100 {
		spans = append(spans, text.Span{Start: at, End: at + 60})
	}
	b.ReportMetric(float64(text.Len(old)), "codepoints")
	for b.Loop() {
		if _, err := text.Carry(old, edited, spans); err != nil {
			b.Fatal(err)
		}
	}
}
