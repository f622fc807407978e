package foreign

import (
	"testing"
	"unicode/utf8"
)

// Whatever the page is, places in it lie in its text and keep their order.
func FuzzPage(f *testing.F) {
	for _, s := range []string{"", "plain", "<p>one</p>\n<p>two 😀</p>", "<pre>a\nb</pre>x", "<ul><li>a<li>b</ul>", "<b>x", "<table><tr><td>1</table>", "é<br>\r\n<br>ü", "&#0;&amp;"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, contents string) {
		p := readPage(contents)
		length := utf8.RuneCountInString(p.text)
		last := 0
		for offset := int64(0); offset <= p.bytes && offset < 4096; offset++ {
			start, end := p.at(offset, false), p.at(offset, true)
			if start < 0 || start > length || end < 0 || end > length {
				t.Fatalf("byte %d of %q is at %d and %d of %d", offset, contents, start, end, length)
			}
			if start < last {
				t.Fatalf("byte %d of %q is at %d, before %d", offset, contents, start, last)
			}
			last = start
		}
	})
}

func TestPagePlaces(t *testing.T) {
	p := readPage("<p>one</p>\n<p>zwölf 😀</p>")
	if p.text != "one\nzwölf 😀\n" || p.bytes != 15 {
		t.Fatalf("text %q of %d bytes", p.text, p.bytes)
	}
	for _, c := range []struct {
		offset int64
		end    bool
		want   int
	}{{0, false, 0}, {3, true, 3}, {4, false, 4}, {8, false, 7}, {15, true, 11}} {
		if got := p.at(c.offset, c.end); got != c.want {
			t.Errorf("byte %d (end %v) is at %d, want %d", c.offset, c.end, got, c.want)
		}
	}
}
