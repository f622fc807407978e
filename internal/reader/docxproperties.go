package reader

import (
	"encoding/xml"
)

// paragraphProperties reads w:pPr of the innermost paragraph.
func (b *body) paragraphProperties() error {
	var p *paragraph
	if n := len(b.open); n > 0 {
		p = b.open[n-1]
	} else {
		p = &paragraph{}
	}
	return b.x.each(func(e xml.StartElement) {
		if e.Name.Space != "w" {
			return
		}
		switch e.Name.Local {
		case "pStyle":
			p.style = attr(e, "val")
		case "outlineLvl":
			if n, ok := number(attr(e, "val")); ok {
				p.outline = &n
			}
		case "del":
			p.joinsNext = true
			b.tracked.Deleted++
		}
	})
}

// runProperties reads w:rPr of the innermost run.
func (b *body) runProperties() error {
	if len(b.runs) == 0 {
		return b.x.skip()
	}
	r := &b.runs[len(b.runs)-1]
	var byStyle bool
	err := b.x.each(func(e xml.StartElement) {
		if e.Name.Space != "w" {
			return
		}
		switch e.Name.Local {
		case "b":
			r.bold, r.direct = onOff(e), true
		case "rStyle":
			byStyle = b.styles.bold(attr(e, "val"))
		case "vanish":
			r.hidden = onOff(e)
		}
	})
	if !r.direct && byStyle {
		r.bold = true
	}
	return err
}

// rowProperties reads w:trPr and leaves a row that is a tracked deletion.
func (b *body) rowProperties() error {
	deleted := false
	err := b.x.each(func(e xml.StartElement) {
		deleted = deleted || e.Name.Space == "w" && e.Name.Local == "del"
	})
	if err != nil || !deleted {
		return err
	}
	b.tracked.Deleted++
	return b.skipRest()
}

// skipRest leaves the element that is open, up to before its end.
func (b *body) skipRest() error {
	depth := len(b.x.open)
	for {
		token, err := b.x.next()
		if err != nil {
			return err
		}
		if end, ok := token.(xml.EndElement); ok && len(b.x.open) < depth {
			return b.end(end)
		}
	}
}
