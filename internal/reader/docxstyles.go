package reader

import (
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// style is what a style says about headings and bold type; nil is silence.
type style struct {
	name    string
	basedOn string
	outline *int // 0 to 8 are headings of level 1 to 9; 9 is body text
	bold    *bool
}

// styles are the styles of a document by id. The zero value knows none.
type styles struct {
	byID             map[string]*style
	defaultParagraph string
}

// readStyles reads the styles part; a document without one has no styles.
func readStyles(ctx context.Context, a *archive, part string) (styles, error) {
	s := styles{byID: make(map[string]*style)}
	x, err := a.openSide(ctx, part)
	if errors.Is(err, errNoPart) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	defer x.close()
	for {
		token, err := x.next()
		if errors.Is(err, io.EOF) {
			return s, nil
		}
		if err != nil {
			return s, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || start.Name != (xml.Name{Space: "w", Local: "style"}) {
			continue
		}
		id := attr(start, "styleId")
		if attr(start, "type") == "paragraph" && (attr(start, "default") == "1" || attr(start, "default") == "true") {
			s.defaultParagraph = id
		}
		one := &style{}
		err = x.each(func(e xml.StartElement) {
			switch e.Name.Local {
			case "name":
				one.name = attr(e, "val")
			case "basedOn":
				one.basedOn = attr(e, "val")
			case "outlineLvl":
				if n, err := strconv.Atoi(attr(e, "val")); err == nil {
					one.outline = &n
				}
			case "b":
				on := onOff(e)
				one.bold = &on
			}
		})
		if err != nil {
			return s, err
		}
		s.byID[id] = one
	}
}

// maxInherit bounds a chain of styles based on one another, which may run in a circle.
const maxInherit = 20

// bold says whether a style is bold, by itself or by what it is based on.
func (s styles) bold(id string) bool {
	for i := 0; i < maxInherit && id != ""; i++ {
		one := s.byID[id]
		if one == nil {
			return false
		}
		if one.bold != nil {
			return *one.bold
		}
		id = one.basedOn
	}
	return false
}

// level is the heading level 1 to 9 of a paragraph style, 0 for body text. The
// names "heading 1" to "heading 9" are the same in every language of Word.
func (s styles) level(id string) int {
	for i := 0; i < maxInherit && id != ""; i++ {
		one := s.byID[id]
		if one == nil {
			return 0
		}
		if one.outline != nil {
			return outlineLevel(*one.outline)
		}
		name := strings.ToLower(one.name)
		if name == "title" {
			return 1
		}
		if rest, ok := strings.CutPrefix(name, "heading "); ok {
			if n, err := strconv.Atoi(rest); err == nil && n >= 1 && n <= 9 {
				return n
			}
		}
		id = one.basedOn
	}
	return 0
}

func outlineLevel(outline int) int {
	if outline < 0 || outline > 8 {
		return 0
	}
	return outline + 1
}
