package refi

import (
	"bufio"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// markup writes XML element by element. The first error ends it and is kept.
type markup struct {
	w      *bufio.Writer
	open   []frame
	names  []string // of the open elements, in lower case
	counts Counts
	tag    bool // whether the last start tag is still open for attributes
	err    error
}

type frame struct {
	name  string
	inner bool // whether it holds elements
}

func newMarkup(w io.Writer) *markup {
	m := &markup{w: bufio.NewWriterSize(w, 1<<16)}
	m.put(`<?xml version="1.0" encoding="UTF-8"?>`)
	return m
}

func (m *markup) put(s string) {
	if m.err == nil {
		_, m.err = m.w.WriteString(s)
	}
}

// begin opens an element.
func (m *markup) begin(name string) {
	m.closeTag()
	if n := len(m.open); n > 0 {
		m.open[n-1].inner = true
	}
	m.line()
	m.put("<")
	m.put(name)
	lower := strings.ToLower(name)
	if len(m.names) > 0 {
		m.counts.count(lower, m.names)
	}
	m.open, m.names, m.tag = append(m.open, frame{name: name}), append(m.names, lower), true
}

func (m *markup) line() {
	m.put("\n")
	for range m.open {
		m.put(" ")
	}
}

func (m *markup) closeTag() {
	if m.tag {
		m.put(">")
		m.tag = false
	}
}

// must writes an attribute that has to be there.
func (m *markup) must(name, value string) {
	m.put(" ")
	m.put(name)
	m.put(`="`)
	m.escape(value, true)
	m.put(`"`)
}

// attr writes an attribute; "" is left out.
func (m *markup) attr(name, value string) {
	if value != "" {
		m.must(name, value)
	}
}

func (m *markup) number(name string, value int64) { m.must(name, strconv.FormatInt(value, 10)) }

// end closes the last element.
func (m *markup) end() {
	last := len(m.open) - 1
	f := m.open[last]
	m.open, m.names = m.open[:last], m.names[:last]
	switch {
	case m.tag:
		m.put("/>")
		m.tag = false
	default:
		if f.inner {
			m.line()
		}
		m.put("</")
		m.put(f.name)
		m.put(">")
	}
}

// text writes an element that holds text; "" is left out.
func (m *markup) text(name, value string) {
	if value == "" {
		return
	}
	m.begin(name)
	m.closeTag()
	m.escape(value, false)
	m.end()
}

// ref writes an empty element that names another.
func (m *markup) ref(name, attribute, guid string) {
	if guid == "" {
		return
	}
	m.begin(name)
	m.must(attribute, writtenGUID(guid))
	m.end()
}

func (m *markup) refs(name string, guids []string) {
	for _, guid := range guids {
		m.ref(name, "targetGUID", guid)
	}
}

// escape writes text. What XML 1.0 cannot hold is dropped; white space of an attribute and every CR are
// written as references, or they would come back as blanks.
func (m *markup) escape(s string, attribute bool) {
	from := 0
	for i := 0; i < len(s); {
		r, width := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, width = utf8.DecodeRuneInString(s[i:])
		}
		with, keep := escaped(r, width, attribute)
		if !keep {
			m.put(s[from:i])
			m.put(with)
			from = i + width
		}
		i += width
	}
	m.put(s[from:])
}

func escaped(r rune, width int, attribute bool) (with string, keep bool) {
	switch r {
	case '&':
		return "&amp;", false
	case '<':
		return "&lt;", false
	case '>':
		return "&gt;", false
	case '"':
		return "&quot;", !attribute
	case '\r':
		return "&#13;", false
	case '\n':
		return "&#10;", !attribute
	case '\t':
		return "&#9;", !attribute
	}
	return "", legal(r) && (r != utf8.RuneError || width > 1)
}

// legal says whether XML 1.0 can hold a character.
func legal(r rune) bool {
	return r >= ' ' && r != 0xFFFE && r != 0xFFFF || r == '\t' || r == '\n' || r == '\r'
}

// legible is a text in which what XML cannot hold stands as U+FFFD, so that its offsets hold.
func legible(s string) string {
	return strings.Map(func(r rune) rune {
		if !legal(r) {
			return utf8.RuneError
		}
		return r
	}, s)
}

// finish ends the document.
func (m *markup) finish() error {
	m.put("\n")
	if m.err == nil {
		m.err = m.w.Flush()
	}
	return m.err
}
