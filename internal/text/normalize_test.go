package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/text"
)

func TestNormalize(t *testing.T) {
	for in, want := range map[string]string{
		"":                    "",
		"a\r\nb\rc\nd\n\re":   "a\nb\nc\nd\n\ne",
		"\uFEFF\uFEFFa\uFEFF": "a\uFEFF",
		"a\u2028b\u2029c":     "a\nb\nc",
		"e\u0301":             "é",
		"a\x00b":              "a\uFFFDb",
		"a\xFF\xFEb":          "a\uFFFD\uFFFDb",
		"😀 שלום":              "😀 שלום",
	} {
		if got := text.Normalize(in); got != want {
			t.Errorf("Normalize(%q) is %q, want %q", in, got, want)
		}
	}
}

// rough draws texts with everything that normal form takes out.
var rough = rapid.StringOfN(rapid.SampledFrom([]rune("ab\r\n\u0301e\u00e9\uFEFF\u2028😀\u1100\u1161\u11a8\u0327\x00")), 0, 60, -1)

func TestNormalizeHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		once := text.Normalize(rough.Draw(t, "text"))
		if again := text.Normalize(once); again != once {
			t.Fatalf("%q again is %q", once, again)
		}
		if strings.ContainsAny(once, "\r\x00\u2028\u2029") || strings.HasPrefix(once, "\uFEFF") || !utf8.ValidString(once) || !norm.NFC.IsNormalString(once) {
			t.Fatalf("%q is not in normal form", once)
		}
	})
}

func TestShiftFollowsTheLetters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		runes := []rune(rough.Draw(t, "text"))
		normal, shift := text.NormalizeShift(string(runes))
		if normal != text.Normalize(string(runes)) {
			t.Fatalf("two normal forms of %q", string(runes))
		}
		if end := shift.At(len(runes)); end != text.Len(normal) {
			t.Fatalf("the end is at %d, want %d", end, text.Len(normal))
		}
		last := 0
		for i, r := range runes {
			at := shift.At(i)
			if at < last {
				t.Fatalf("offset %d goes back to %d after %d", i, at, last)
			}
			last = at
			// Letters that take no part in composition or line ends stay themselves.
			if r == 'b' && (i+1 == len(runes) || runes[i+1] != '\u0301' && runes[i+1] != '\u0327') {
				if got, err := text.Slice(normal, at, at+1); err != nil || got != "b" {
					t.Fatalf("offset %d of %q went to %d of %q", i, string(runes), at, normal)
				}
			}
		}
	})
}

func TestShift(t *testing.T) {
	normal, shift := text.NormalizeShift("\uFEFFa\r\ne\u0301 x")
	if normal != "a\né x" {
		t.Fatalf("normal form %q", normal)
	}
	got := shift.Span(text.Span{Start: 7, End: 8})
	if diff := cmp.Diff(text.Span{Start: 4, End: 5}, got); diff != "" {
		t.Errorf("span of x (-want +got):\n%s", diff)
	}
}
