package refi

import (
	"strconv"
	"strings"
)

var selectionElements = map[string]string{
	"plaintextselection":  "PlainTextSelection",
	"pictureselection":    "PictureSelection",
	"pdfselection":        "PDFSelection",
	"audioselection":      "AudioSelection",
	"videoselection":      "VideoSelection",
	"transcriptselection": "TranscriptSelection",
}

func (r *reading) selection(e element, shape Shape) (*Selection, error) {
	s := &Selection{
		GUID:        r.id(e),
		Name:        e.attr("name"),
		Description: e.attr("description"),
		Shape:       shape,
		Created:     r.created(e),
		Changed:     r.changed(e),
		Line:        e.line,
		element:     selectionElements[e.name],
	}
	var ok bool
	switch shape {
	case Span:
		ok = numbers(e, []string{"startPosition", "endPosition"}, &s.Start, &s.End)
	case Stretch:
		ok = numbers(e, []string{"begin", "end"}, &s.Begin, &s.Finish)
		if ok && s.Begin >= s.Finish {
			r.found.at("a stretch of no length", e.line, s.element, s.GUID, "it lasts from %d ms to %d ms, which is no time", s.Begin, s.Finish)
		}
	case Area:
		var b Box
		ok = numbers(e, []string{"firstX", "firstY", "secondX", "secondY"}, &b.X1, &b.Y1, &b.X2, &b.Y2)
		if e.name == "pdfselection" {
			var paged bool
			b.Page, paged = number(e.attr("page"))
			ok = ok && paged
		}
		s.Boxes = []Box{b}
	case Synced:
		s.From, s.To = e.guid("fromSyncPoint"), e.guid("toSyncPoint")
		ok = true
	}
	if !ok {
		s.bad = true
		r.found.at("a selection without place", e.line, s.element, s.GUID, "its place is not given in whole numbers: it is kept without one")
	}
	return s, r.x.children(func(e element) error {
		switch e.name {
		case "description":
			return r.description(&s.Description)
		case "representation":
			return r.quote(s)
		case "coding":
			return r.coding(e, &s.Codings)
		case "noteref":
			s.NoteRefs = append(s.NoteRefs, e.guid("targetGUID"))
		}
		return nil
	})
}

// quote reads the text that comes with an area of a page.
func (r *reading) quote(s *Selection) error {
	return r.each("plaintextcontent", func(element) error {
		text, err := r.x.text()
		s.Quote = foldBreaks(text)
		return err
	})
}

func (r *reading) coding(e element, into *[]Coding) error {
	c := Coding{GUID: r.id(e), Created: r.created(e), Line: e.line}
	refs := 0
	err := r.x.children(func(e element) error {
		switch e.name {
		case "coderef":
			if refs++; refs == 1 {
				c.Code = e.guid("targetGUID")
			}
		case "noteref":
			c.NoteRefs = append(c.NoteRefs, e.guid("targetGUID"))
		}
		return nil
	})
	if err == nil && refs != 1 {
		r.found.at("a coding of not one code", e.line, "Coding", c.GUID, "it names %d codes where one is expected; the first counts", refs)
	}
	*into = append(*into, c)
	return err
}

// number reads a whole number; some tools write 12.0.
func number(s string) (int64, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "+")
	if n, err := strconv.ParseInt(s, 10, 64); err == nil {
		return n, true
	}
	whole, fraction, ok := strings.Cut(s, ".")
	if !ok || strings.Trim(fraction, "0") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole, 10, 64)
	return n, err == nil
}

// numbers reads attributes of e into places; false where one of them is no whole number.
func numbers(e element, names []string, into ...*int64) bool {
	all := true
	for i, name := range names {
		n, ok := number(e.attr(name))
		*into[i] = n
		all = all && ok
	}
	return all
}
