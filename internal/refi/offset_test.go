package refi_test

import (
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/refi"
)

// texts draws texts in which every way of counting differs.
func texts() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "é", "e\u0301", "😀", "🏳️‍🌈", "\n", "\r\n", "\r", "م", "漢", " "}), 0, 40).Draw(t, "text"), "")
	})
}

func conventions() *rapid.Generator[refi.Convention] {
	return rapid.Custom(func(t *rapid.T) refi.Convention {
		return refi.Convention{UTF16: rapid.Bool().Draw(t, "utf16"), OneBreak: rapid.Bool().Draw(t, "one break")}
	})
}

func fold(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
}

func TestScaleThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, c := texts().Draw(t, "raw"), conventions().Draw(t, "convention")
		scale := refi.NewScale(raw, c)
		letters := []rune(fold(raw))
		if scale.Len() != len(letters) || scale.Units() != int64(units(raw, c)) {
			t.Fatalf("%d code points, %d units of %q, want %d, %d", scale.Len(), scale.Units(), raw, len(letters), units(raw, c))
		}
		last := int64(-1)
		for at := range scale.Len() + 1 {
			offset := scale.Offset(at)
			if offset <= last {
				t.Fatalf("code point %d is at %d, behind the one at %d", at, offset, last)
			}
			last = offset
			back, inside := scale.CodePoint(offset)
			if back != at || inside {
				t.Fatalf("code point %d is at %d, which is %d, %v", at, offset, back, inside)
			}
		}
		for offset := range scale.Units() + 1 {
			at, inside := scale.CodePoint(offset)
			if begins := scale.Offset(at); begins != offset && (!inside || begins != offset-1) {
				t.Fatalf("offset %d is in code point %d, which begins at %d (%v)", offset, at, begins, inside)
			}
		}
	})
}

// What a selection holds is what slicing the text in the convention's units gives.
func TestSelectionIsTheSlice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, c := texts().Draw(t, "raw"), conventions().Draw(t, "convention")
		body := raw
		if c.OneBreak {
			body = strings.ReplaceAll(raw, "\r\n", "\n")
		}
		var slice func(a, b int) (string, bool)
		if c.UTF16 {
			u := utf16.Encode([]rune(body))
			slice = func(a, b int) (string, bool) {
				low := func(i int) bool { return i < len(u) && u[i] >= 0xDC00 && u[i] < 0xE000 }
				return string(utf16.Decode(u[a:b])), !low(a) && !low(b)
			}
		} else {
			r := []rune(body)
			slice = func(a, b int) (string, bool) { return string(r[a:b]), true }
		}
		n := units(raw, c)
		start := rapid.IntRange(0, n).Draw(t, "start")
		end := rapid.IntRange(start, n).Draw(t, "end")
		want, whole := slice(start, end)
		if !whole {
			t.Skip("half a surrogate pair has no text")
		}
		if c.OneBreak {
			want = strings.ReplaceAll(want, "\r", "\n") // a \n behind a \r is a CRLF's and a line end of its own
		} else {
			want = fold(want)
		}
		if got := refi.SliceOn(raw, c, int64(start), int64(end)); got != want {
			t.Fatalf("[%d,%d) of %q in %v is %q, want %q", start, end, raw, c, got, want)
		}
	})
}

// Whatever the offsets are, the span lies in the text.
func TestSelectionStaysInTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		raw, c := texts().Draw(t, "raw"), conventions().Draw(t, "convention")
		start, end := rapid.Int64().Draw(t, "start"), rapid.Int64().Draw(t, "end")
		if got := refi.SliceOn(raw, c, start, end); !strings.Contains(fold(raw), got) {
			t.Fatalf("[%d,%d) of %q is %q", start, end, raw, got)
		}
	})
}
