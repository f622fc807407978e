package text_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase"
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

// follow takes the excerpt in brackets through a request for the whole new text.
func follow(t *testing.T, old string, span text.Span, edited string) (*crosscase.Excerpt, []crosscase.TextStep) {
	t.Helper()
	was, err := text.Slice(old, span.Start, span.End)
	if err != nil {
		t.Fatal(err)
	}
	steps, result := text.RefineWhole(old, edited, []text.Span{span})
	if result != edited {
		t.Fatalf("the text is %q", result)
	}
	before := &crosscase.Excerpt{Kind: crosscase.Verbatim, Start: int64(span.Start), End: int64(span.End), Version: 1, Text: was}
	after, _, err := text.NewEdit(text.NewIndex(old), text.NewIndex(edited), text.PathOf(steps), 2).Follow(before)
	if err != nil {
		t.Fatal(err)
	}
	return after, steps
}

func TestFollow(t *testing.T) {
	long := "a paragraph long enough to be told from any other in the text"
	tests := []struct{ name, old, want, fate string }{
		{"nothing changed", "one [two] three", "one [two] three", "kept"},
		{"words before it", "one [two] three", "and so one [two] three", "kept"},
		{"a title on top", "[two] three", "Interview\n\n[two] three", "kept"},
		{"words right before it stay outside", "one [two] three", "one big [two] three", "kept"},
		{"words right behind it stay outside", "one [two] three", "one [two] big three", "kept"},
		{"words inside it are inside", "one [two three] four", "one [two or three] four", "changed"},
		{"a corrected first word", "one [teh two] three", "one [the two] three", "changed"},
		{"a corrected last word", "one [two teh] three", "one [two the] three", "changed"},
		{"a longer word for its last", "one [two three]", "one [two threefold]", "changed"},
		{"a longer word for its first", "one [able two] three", "one [unable two] three", "changed"},
		{"a correction of its last word", "one [two three]", "one [two 3]", "changed"},
		{"deleted", "one [two] three", "one []three", "lost"},
		{"all its words replaced", "I say [quite enough of that], he said", "I say [12], he said", "changed"},
		{"an answer replaced", "A: Well?\nB: [Yes.]\nA: And?\nB: Yes.", "A: Well?\nB: [No!]\nA: And?\nB: Yes.", "changed"},
		{"not every yes is this yes", "A: Well?\nB: [Yes.]\nA: And?\nB: Yes.", "A: Well?\n[]A: And?\nB: Yes.", "lost"},
		{"one of two equal lines goes", "B: Yes.\nB: [Yes.]\nA: So.", "B: [Yes.]\nA: So.", "kept"},
		{"moved with its neighbours", "first\n[" + long + "]\nsecond\nthird", "first\nsecond\nthird\n[" + long + "]", "moved"},
		{"emoji before it", "😀 [é😀] x", "😀😀 y [é😀] x", "kept"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old, span := bracketed(t, test.old)
			edited, want := bracketed(t, test.want)
			got, _ := follow(t, old, span, edited)
			was, _ := text.Slice(old, span.Start, span.End)
			now, _ := text.Slice(edited, want.Start, want.End)
			expected := &crosscase.Excerpt{Kind: crosscase.Verbatim, Start: int64(want.Start), End: int64(want.End), Text: now}
			switch test.fate {
			case "kept":
				expected.Version = 1
			case "moved":
				expected.Version = 2
			case "changed":
				expected.Version, expected.Was = 2, was
			case "lost":
				expected.Version, expected.Was, expected.Text, expected.Lost = 2, was, was, true
			}
			if diff := cmp.Diff(expected, got); diff != "" {
				t.Errorf("excerpt (-want +got):\n%s", diff)
			}
		})
	}
}

func at(n int) *int { return &n }

// TestCarry names the places with digits: of "0123456789" the span [3,6) is 345.
func TestCarry(t *testing.T) {
	span := text.Span{Start: 3, End: 6}
	step := func(start, end int, put string) crosscase.TextStep {
		return crosscase.TextStep{Start: start, End: end, Text: put}
	}
	move := func(start, end, to int) crosscase.TextStep {
		return crosscase.TextStep{Start: start, End: end, To: at(to)}
	}
	for _, test := range []struct {
		name       string
		step       crosscase.TextStep
		start, end int
		fate       text.Fate
	}{
		{"put in before", step(1, 1, "ab"), 5, 8, text.Kept},
		{"put in right before", step(3, 3, "ab"), 5, 8, text.Kept},
		{"put in inside", step(4, 4, "ab"), 3, 8, text.Changed},
		{"put in right behind", step(6, 6, "ab"), 3, 6, text.Kept},
		{"replaced up to it", step(1, 3, "a"), 2, 5, text.Kept},
		{"its first part replaced", step(3, 4, "ab"), 3, 7, text.Changed},
		{"its last part replaced", step(5, 6, "ab"), 3, 7, text.Changed},
		{"all of it replaced", step(3, 6, "a"), 3, 4, text.Changed},
		{"all of it deleted", step(3, 6, ""), 3, 3, text.Lost},
		{"replaced with more on the left", step(2, 6, "abc"), 2, 2, text.Lost},
		{"replaced with more on the right", step(3, 7, "abc"), 3, 3, text.Lost},
		{"across its beginning", step(2, 4, "abc"), 5, 7, text.Changed},
		{"across its end", step(5, 8, "abc"), 3, 5, text.Changed},
		{"moved with it, back", move(2, 7, 1), 2, 5, text.Kept},
		{"moved with it, on", move(3, 6, 9), 6, 9, text.Kept},
		{"moved over it", move(0, 2, 8), 1, 4, text.Kept},
		{"moved into it", move(0, 2, 4), 1, 6, text.Changed},
		{"a part of it moved away", move(4, 8, 10), 3, 4, text.Changed},
		{"a part of it moved within it", move(4, 5, 6), 3, 5, text.Changed},
		{"moved nowhere", move(2, 4, 2), 3, 6, text.Kept},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := text.PathOf([]crosscase.TextStep{test.step}).Carry(span)
			want := text.Carried{Span: text.Span{Start: test.start, End: test.end}, Fate: test.fate}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
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

// edits draws steps that fit a text, as they are kept, and does them.
func edits(t *rapid.T, s, label string) (steps []crosscase.TextStep, edited string) {
	edited = s
	for range rapid.IntRange(1, 4).Draw(t, label+" steps") {
		runes := []rune(edited)
		start, end := cut(t, runes, label)
		asked := crosscase.TextStep{Start: start, End: end}
		if rapid.IntRange(0, 3).Draw(t, label+" kind") == 0 {
			if rapid.Bool().Draw(t, label+" back") {
				asked.To = at(rapid.IntRange(0, start).Draw(t, label+" to"))
			} else {
				asked.To = at(rapid.IntRange(end, len(runes)).Draw(t, label+" to"))
			}
		} else {
			asked.Text = words(label+" put").Draw(t, label+" text")
		}
		one, result, err := text.Refine(edited, []crosscase.TextStep{asked}, nil)
		if err != nil {
			t.Fatal(err)
		}
		steps, edited = append(steps, one...), result
	}
	return steps, edited
}

func apply(t *rapid.T, s string, steps []crosscase.TextStep) string {
	out, err := text.Apply(s, steps)
	if err != nil {
		t.Fatalf("%v: %+v on %q", err, steps, s)
	}
	return out
}

func TestInvertTakesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := words("old").Draw(t, "old")
		steps, edited := edits(t, old, "edit")
		if got := apply(t, old, steps); got != edited {
			t.Fatalf("the steps make %q, want %q", got, edited)
		}
		if got := apply(t, edited, text.Invert(steps)); got != old {
			t.Fatalf("taken back it is %q, want %q", got, old)
		}
		if again := text.Invert(text.Invert(steps)); !text.SameSteps(again, steps) {
			t.Fatalf("inverted twice: %+v, want %+v", again, steps)
		}
	})
}

func TestCarryStaysInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := words("old").Draw(t, "old")
		steps, edited := edits(t, old, "edit")
		start, end := cut(t, []rune(old), "span")
		got := text.PathOf(steps).Carry(text.Span{Start: start, End: end})
		was, _ := text.Slice(old, start, end)
		now, err := text.Slice(edited, got.Span.Start, got.Span.End)
		if err != nil {
			t.Fatalf("%v: %v", got, err)
		}
		switch got.Fate {
		case text.Kept:
			if now != was {
				t.Fatalf("kept, yet %q is %q", was, now)
			}
		case text.Lost:
			if now != "" {
				t.Fatalf("lost, yet %q is there", now)
			}
		}
	})
}

func TestRefineTouchesOnlyWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, edited := words("old").Draw(t, "old"), words("edited").Draw(t, "edited")
		start, end := cut(t, []rune(old), "kept")
		steps, result := text.RefineWhole(old, edited, []text.Span{{Start: start, End: end}})
		if result != edited || apply(t, old, steps) != edited {
			t.Fatalf("%q does not become %q by %+v", old, edited, steps)
		}
		for _, s := range steps {
			a, b := []rune(s.Was), []rune(s.Text)
			if len(a) > 1 && len(b) > 1 && (a[0] == b[0] || a[len(a)-1] == b[len(b)-1]) {
				t.Fatalf("%q -> %q is not cut down", s.Was, s.Text)
			}
		}
	})
}

func TestRebaseCommutes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old := words("old").Draw(t, "old")
		ours, mine := edits(t, old, "ours")
		theirs, other := edits(t, old, "theirs")
		ours2, theirs2, clash := text.Rebase(ours, theirs)
		if clash != nil {
			if _, err := text.Slice(other, clash.Span.Start, clash.Span.End); err != nil {
				t.Fatal(err)
			}
			return
		}
		one, two := apply(t, other, ours2), apply(t, mine, theirs2)
		if one != two {
			t.Fatalf("%q by %+v and %+v: %q or %q", old, ours, theirs, one, two)
		}
	})
}

func TestRebaseClashesWhereBothTouched(t *testing.T) {
	step := func(start, end int, put string) []crosscase.TextStep {
		return []crosscase.TextStep{{Start: start, End: end, Text: put}}
	}
	for _, test := range []struct {
		name         string
		ours, theirs []crosscase.TextStep
		clash        bool
	}{
		{"apart", step(0, 2, "x"), step(5, 6, "y"), false},
		{"side by side", step(2, 4, "x"), step(4, 6, "y"), false},
		{"put in before what they replaced", step(4, 4, "x"), step(4, 6, "y"), false},
		{"put in behind what they replaced", step(6, 6, "x"), step(4, 6, "y"), false},
		{"put in inside what they replaced", step(5, 5, "x"), step(4, 6, "y"), true},
		{"both put in at one place", step(4, 4, "x"), step(4, 4, "y"), true},
		{"both replaced the same", step(4, 6, "x"), step(5, 7, "y"), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, clash := text.Rebase(test.ours, test.theirs); (clash != nil) != test.clash {
				t.Errorf("clash %+v", clash)
			}
		})
	}
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
