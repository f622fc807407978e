package text_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/text"
)

func TestSpan(t *testing.T) {
	a := text.Span{Start: 2, End: 5}
	for _, test := range []struct {
		b                  text.Span
		overlaps, contains bool
	}{
		{text.Span{Start: 0, End: 2}, false, false},
		{text.Span{Start: 0, End: 3}, true, false},
		{text.Span{Start: 2, End: 5}, true, true},
		{text.Span{Start: 3, End: 4}, true, true},
		{text.Span{Start: 5, End: 9}, false, false},
		{text.Span{Start: 3, End: 3}, false, true},
	} {
		if got := a.Overlaps(test.b); got != test.overlaps {
			t.Errorf("%v overlaps %v: %v", a, test.b, got)
		}
		if got := a.Contains(test.b); got != test.contains {
			t.Errorf("%v contains %v: %v", a, test.b, got)
		}
		if _, ok := a.Intersect(test.b); ok != test.overlaps {
			t.Errorf("%v intersects %v: %v", a, test.b, ok)
		}
	}
}

func TestSlice(t *testing.T) {
	const s = "a😀é\nz"
	if got, err := text.Slice(s, 1, 3); err != nil || got != "😀é" {
		t.Errorf("got %q, %v", got, err)
	}
	for _, bad := range [][2]int{{-1, 2}, {3, 2}, {0, 6}, {6, 6}} {
		var bounds *text.BoundsError
		if _, err := text.Slice(s, bad[0], bad[1]); !errors.As(err, &bounds) {
			t.Errorf("Slice%v: %v", bad, err)
		}
		if _, err := text.NewIndex(s).Slice(text.Span{Start: bad[0], End: bad[1]}); !errors.As(err, &bounds) {
			t.Errorf("Index.Slice%v: %v", bad, err)
		}
	}
}

func TestIndexAgreesWithRunes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Repeat(rapid.String().Draw(t, "text"), rapid.IntRange(1, 60).Draw(t, "times"))
		runes := []rune(s)
		x := text.NewIndex(s)
		if x.Len() != len(runes) {
			t.Fatalf("length %d, want %d", x.Len(), len(runes))
		}
		start := rapid.IntRange(0, len(runes)).Draw(t, "start")
		end := rapid.IntRange(start, len(runes)).Draw(t, "end")
		got, err := x.Slice(text.Span{Start: start, End: end})
		if err != nil || got != string(runes[start:end]) {
			t.Fatalf("%q, %v, want %q", got, err, string(runes[start:end]))
		}
		at, err := x.Byte(start)
		if err != nil || at != len(string(runes[:start])) {
			t.Fatalf("byte %d, %v", at, err)
		}
		if back, err := x.CodePoint(at); err != nil || back != start {
			t.Fatalf("code point %d, %v, want %d", back, err, start)
		}
	})
}

func TestSegments(t *testing.T) {
	got := text.Segments([]text.Span{{Start: 0, End: 10}, {Start: 5, End: 15}, {Start: 7, End: 7}, {Start: 20, End: 25}, {Start: 5, End: 10}})
	want := []text.Segment{
		{Span: text.Span{Start: 0, End: 5}, Over: []int{0}},
		{Span: text.Span{Start: 5, End: 10}, Over: []int{0, 1, 4}},
		{Span: text.Span{Start: 10, End: 15}, Over: []int{1}},
		{Span: text.Span{Start: 20, End: 25}, Over: []int{3}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("segments (-want +got):\n%s", diff)
	}
}

func TestSegmentsCoverEachOffsetOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		spans := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) text.Span {
			start := rapid.IntRange(0, 30).Draw(t, "start")
			return text.Span{Start: start, End: start + rapid.IntRange(0, 10).Draw(t, "length")}
		}), 0, 12).Draw(t, "spans")
		over := make(map[int][]int)
		last := 0
		for _, s := range text.Segments(spans) {
			if s.Empty() || s.Start < last || len(s.Over) == 0 {
				t.Fatalf("segment %+v after %d", s, last)
			}
			last = s.End
			for at := s.Start; at < s.End; at++ {
				over[at] = s.Over
			}
		}
		for at := range 45 {
			var want []int
			for i, s := range spans {
				if s.Has(at) {
					want = append(want, i)
				}
			}
			if diff := cmp.Diff(want, over[at]); diff != "" {
				t.Fatalf("over %d (-want +got):\n%s", at, diff)
			}
		}
	})
}

func TestLocate(t *testing.T) {
	got := text.Locate("é😀 aa aaa 😀", "aa")
	want := []text.Span{{Start: 3, End: 5}, {Start: 6, End: 8}, {Start: 7, End: 9}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	if got := text.Locate("abc", ""); got != nil {
		t.Errorf("an empty quote stands at %v", got)
	}
}

func BenchmarkIndexSlice(b *testing.B) {
	x := text.NewIndex(strings.Repeat("Häufig gesagt: 😀 und so weiter.\n", 10_000))
	for i := 0; b.Loop(); i++ {
		start := (i * 7919) % (x.Len() - 80)
		if _, err := x.Slice(text.Span{Start: start, End: start + 80}); err != nil {
			b.Fatal(err)
		}
	}
}
