package refi

import (
	"io"
	"strings"
)

// loadTexts reads the text of every source, note and transcript as it came, with its line ends. A
// file that two of them name is read once, and counts towards the limit each time.
func (r *reading) loadTexts() error {
	type loaded struct{ text, encoding string }
	cache := make(map[string]loaded)
	left := r.limits.Texts
	return r.everyContent(func(c *Content, element, guid string, line int) error {
		switch {
		case c.File.Member != "":
			l, known := cache[c.File.Member]
			if !known {
				raw, err := r.loadText(c.File.Member, left)
				if err != nil {
					return err
				}
				if l.text, l.encoding, err = decodeText(raw); err != nil {
					return invalid("%s: %s is no text: %v", r.p.File, show(c.File.Member), err)
				}
				cache[c.File.Member] = l
			}
			c.raw, c.Encoding, c.Found = l.text, l.encoding, true
			if l.encoding == "windows-1252" {
				r.found.at("a text that is not UTF-8", line, element, guid, "its text %s is not UTF-8 and was read as Windows-1252: look at its letters", show(c.File.Member))
			}
		case c.inline != nil:
			c.raw, c.Encoding, c.Found = strings.TrimPrefix(*c.inline, utf8Mark), "UTF-8", true
		}
		c.inline = nil
		if left -= int64(len(c.raw)); left < 0 {
			return r.tooMuchText()
		}
		return r.ctx.Err()
	})
}

// everyContent visits every text with the element that holds it.
func (r *reading) everyContent(visit func(c *Content, element, guid string, line int) error) error {
	for _, s := range r.everySource() {
		if s.Plain != nil {
			if err := visit(s.Plain, elementOf(s), s.GUID, s.Line); err != nil {
				return err
			}
		}
		for _, t := range s.Transcripts {
			if err := visit(t.Plain, "Transcript", t.GUID, t.Line); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *reading) loadText(member string, left int64) (string, error) {
	if err := r.ctx.Err(); err != nil {
		return "", err
	}
	f := r.archive.exact[slashed(member)]
	if f == nil {
		f = r.archive.find(member)
	}
	if f.UncompressedSize64 > uint64(max(left, 0)) {
		return "", r.tooMuchText()
	}
	rc, err := r.archive.open(f, r.limits.Text)
	if err != nil {
		return "", err
	}
	defer func() { _ = rc.Close() }()
	var b strings.Builder
	b.Grow(int(min(f.UncompressedSize64, 1<<20)))
	if _, err := io.Copy(&b, rc); err != nil {
		return "", readError(r.p.File+": "+show(member), err)
	}
	return b.String(), nil
}

func (r *reading) tooMuchText() error {
	return invalid("%s holds more than %s of text, more than is read at once: export fewer sources at a time", r.p.File, bytesText(uint64(r.limits.Texts)))
}
