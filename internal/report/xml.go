package report

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean drops what neither XML 1.0 nor HTML can hold: control characters other than tab and line
// ends, surrogates, the two non-characters at the end of the first plane, and bytes that are no UTF-8.
// Line ends become \n.
func clean(s string) string {
	ok := true
	for i, r := range s {
		if !legal(r) || r == '\r' || r == utf8.RuneError && !strings.HasPrefix(s[i:], "\uFFFD") {
			ok = false
			break
		}
	}
	if ok {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r':
			return '\n'
		case !legal(r):
			return -1
		}
		return r
	}, s)
}

// legal says whether XML 1.0 (section 2.2) has the character; C1 controls, which it discourages, are left out too.
func legal(r rune) bool {
	switch {
	case r == '\t', r == '\n', r == '\r':
		return true
	case r < 0x20, r >= 0x7f && r <= 0x9f, r >= 0xd800 && r <= 0xdfff, r == 0xfffe, r == 0xffff:
		return false
	}
	return true
}

var xmlEscapes = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escaped is a text fit for XML and HTML content and quoted attributes.
func escaped(s string) string { return xmlEscapes.Replace(clean(s)) }

// rightToLeft says whether the first letter of a text is of a script written from right to left.
func rightToLeft(s string) bool {
	for _, r := range s {
		if rtl(r) {
			return true
		}
		if unicode.IsLetter(r) {
			return false
		}
	}
	return false
}

// rtl says whether a character belongs to a script written from right to left.
func rtl(r rune) bool {
	return r >= 0x0590 && r <= 0x08ff || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfeff ||
		r >= 0x10800 && r <= 0x10fff || r >= 0x1e800 && r <= 0x1efff
}

// stretches cuts a text into runs of one direction, so that a word processor can be told of each.
// Spaces, digits and signs go with the letters before them.
func stretches(s string) []string {
	var out []string
	start, dir := 0, -1
	for i, r := range s {
		if !unicode.IsLetter(r) && !rtl(r) {
			continue
		}
		d := 0
		if rtl(r) {
			d = 1
		}
		if dir >= 0 && d != dir {
			out = append(out, s[start:i])
			start = i
		}
		dir = d
	}
	return append(out, s[start:])
}
