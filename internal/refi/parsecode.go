package refi

import "strings"

// codebook reads what is in a CodeBook. OpenQDA leaves the element Codes out.
func (r *reading) codebook() error {
	return r.x.children(func(e element) error {
		switch e.name {
		case "codes":
			return r.each("code", func(e element) error { return r.code(e, &r.p.Codes) })
		case "code":
			return r.code(e, &r.p.Codes)
		case "sets":
			return r.each("set", r.set)
		}
		return nil
	})
}

func (r *reading) code(e element, into *[]*Code) error {
	c := &Code{
		GUID:        r.id(e),
		Name:        e.attr("name"),
		Codable:     isTrue(e.attr("isCodable"), true),
		Color:       e.attr("color"),
		Description: e.attr("description"),
		Line:        e.line,
	}
	*into = append(*into, c)
	if c.Color != "" && !isColor(c.Color) {
		r.found.at("a colour that is none", e.line, "Code", c.GUID, "%s is no colour of the form #RGB or #RRGGBB", show(c.Color))
		c.Color = ""
	}
	return r.x.children(func(e element) error {
		switch e.name {
		case "description":
			return r.description(&c.Description)
		case "noteref":
			c.NoteRefs = append(c.NoteRefs, e.guid("targetGUID"))
		case "code":
			return r.code(e, &c.Codes)
		}
		return nil
	})
}

func isTrue(s string, standard bool) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	return standard
}

func isColor(s string) bool {
	if len(s) != 4 && len(s) != 7 || s[0] != '#' {
		return false
	}
	return strings.Trim(s[1:], "0123456789abcdefABCDEF") == ""
}
