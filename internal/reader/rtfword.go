package reader

import (
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
)

// control reads what follows a backslash.
func (p *rtf) control() error {
	if p.at >= len(p.raw) {
		return nil
	}
	c := p.raw[p.at]
	if c < 'A' || c > 'Z' && c < 'a' || c > 'z' {
		p.at++
		return p.symbol(c)
	}
	from := p.at
	for p.at < len(p.raw) && p.at-from < 64 && (p.raw[p.at]|0x20 >= 'a' && p.raw[p.at]|0x20 <= 'z') {
		p.at++
	}
	word := string(p.raw[from:p.at])
	from = p.at
	if p.at < len(p.raw) && p.raw[p.at] == '-' {
		p.at++
	}
	for p.at < len(p.raw) && p.at-from < 12 && p.raw[p.at] >= '0' && p.raw[p.at] <= '9' {
		p.at++
	}
	n, err := strconv.Atoi(string(p.raw[from:p.at]))
	given := err == nil
	if p.at < len(p.raw) && p.raw[p.at] == ' ' {
		p.at++
	}
	if word == "bin" {
		p.at = min(len(p.raw), p.at+max(0, n))
		return nil
	}
	return p.word(word, n, given)
}

// symbol reads a backslash with a sign.
func (p *rtf) symbol(c byte) error {
	switch c {
	case '*':
		p.state.star = true
		return nil
	case '\'':
		if p.at+2 <= len(p.raw) {
			if n, err := strconv.ParseUint(string(p.raw[p.at:p.at+2]), 16, 8); err == nil {
				p.at += 2
				p.byte(byte(n))
			}
		}
	case '\\', '{', '}':
		p.byte(c)
	case '~':
		p.sign("\u00a0")
	case '_':
		p.sign("\u2011")
	case '\r', '\n':
		return p.paragraph()
	}
	return nil
}

// sign adds a letter that has a word of its own.
func (p *rtf) sign(s string) {
	if p.drop > 0 {
		p.drop--
		return
	}
	p.decode()
	p.state.fresh = false
	p.put(s)
}

var rtfSigns = map[string]string{
	"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”",
	"bullet": "•", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "zwj": "\u200d", "zwnj": "\u200c", "zwbo": "\u200b",
	"ltrmark": "\u200e", "rtlmark": "\u200f",
}

// rtfUnread are groups without text of the document.
var rtfUnread = map[string]bool{
	"colortbl": true, "info": true, "pict": true, "header": true, "headerl": true, "headerr": true, "headerf": true, "footer": true,
	"footerl": true, "footerr": true, "footerf": true, "fldinst": true, "listtext": true, "pntext": true, "pntxta": true, "pntxtb": true,
	"nonshppict": true, "shprslt": true, "sp": true, "xe": true, "tc": true, "tcn": true, "rxe": true, "objdata": true, "filetbl": true,
	"revtbl": true, "listtable": true, "listoverridetable": true, "ftnsep": true, "ftnsepc": true, "ftncn": true, "aftnsep": true,
	"aftnsepc": true, "aftncn": true, "nonesttables": true, "template": true, "private": true, "rsidtbl": true, "generator": true,
	"bkmkstart": true, "bkmkend": true, "annotationdate": true, "atnid": true, "atntime": true, "atnicn": true, "atnparent": true,
}

// rtfRead are the groups that begin with \* and are read all the same.
var rtfRead = map[string]bool{"shpinst": true, "ud": true, "annotation": true, "atnauthor": true, "atrfstart": true, "atrfend": true, "atnref": true, "atndate": true, "nesttableprops": true, "cs": true, "ts": true}

// word does what a control word says.
func (p *rtf) word(word string, n int, given bool) error {
	s := &p.state
	if s.fresh || s.star {
		if s.star && !rtfRead[word] || rtfUnread[word] {
			p.decode()
			s.to, s.star, s.fresh = inNothing, false, false
			return nil
		}
		s.star, s.fresh = false, false
		if taken, err := p.begins(word); taken {
			return err
		}
	}
	if sign, ok := rtfSigns[word]; ok {
		p.sign(sign)
		return nil
	}
	on := !given || n != 0
	switch word {
	case "u":
		p.letter(n)
		return nil
	case "uc":
		s.skip = min(max(n, 0), 100)
		return nil
	}
	p.drop = 0
	switch word {
	case "par":
		return p.paragraph()
	case "sect", "page", "column":
		return p.paragraph()
	case "cell", "nestcell":
		return p.cell()
	case "row", "nestrow":
		return p.row()
	case "ftnalt":
		if s.note != nil && s.note.kind == footnoteCall {
			s.note.kind = endnoteCall
		}
	case "intbl":
		s.inTable = true
	case "pard":
		p.decode()
		s.outline, s.style, s.inTable = 0, 0, false
	case "plain":
		p.decode()
		s.bold, s.hidden, s.deleted, s.inserted = false, false, false, false
	case "b":
		p.decode()
		s.bold = on
	case "v":
		p.decode()
		s.hidden = on
	case "deleted":
		p.decode()
		if on && !s.deleted && s.to == inText {
			p.tracked.Deleted++
		}
		s.deleted = on
	case "revised":
		if on && !s.inserted && s.to == inText {
			p.tracked.Inserted++
		}
		s.inserted = on
	case "f":
		p.decode()
		s.font = n
	case "fcharset":
		if s.to == inFonts && len(p.fonts) < maxObjects {
			if page := pageOfCharset(n); page != nil {
				p.fonts[s.font] = page
			}
		}
	case "cpg":
		if page := pageNumbered(n); s.to == inFonts && page != nil && len(p.fonts) < maxObjects {
			p.fonts[s.font] = page
		}
	case "ansicpg":
		if page := pageNumbered(n); page != nil {
			p.page = page
		}
	case "mac":
		p.page = charmap.Macintosh
	case "pc":
		p.page = charmap.CodePage437
	case "pca":
		p.page = charmap.CodePage850
	case "s":
		s.style, s.styleOutlined = n, false
		if s.to == inText {
			s.outline = p.levels[n]
		}
	case "outlinelevel":
		level := 0
		if n >= 0 && n < 9 {
			level = n + 1
		}
		if s.to == inStyles && len(p.levels) < maxObjects {
			p.levels[s.style], s.styleOutlined = level, true
		} else if s.to == inText {
			s.outline = level
		}
	}
	return nil
}

// begins does what a word says of the group it begins.
func (p *rtf) begins(word string) (taken bool, err error) {
	s := &p.state
	if s.to == inNothing && word != "ud" {
		return false, nil
	}
	switch word {
	case "fonttbl":
		s.to = inFonts
	case "stylesheet":
		s.to = inStyles
	case "upr":
		s.alternatives = true
	case "ud":
		s.to = p.groups[max(0, len(p.groups)-2)].to
	case "footnote":
		p.beginNote(footnoteCall)
	case "annotation":
		p.beginNote(commentCall)
		p.author = ""
	case "atnauthor":
		s.to, p.author = inAuthor, ""
	case "atrfstart", "atrfend", "atnref", "atndate", "nesttableprops":
		return true, p.commentPart(word)
	case "shptxt":
		p.decode()
		if s.to = inText; len(p.flow.open) < maxDepth {
			p.flow.paragraph()
			p.flow.open = append(p.flow.open, &paragraph{})
			s.box = true
		}
	default:
		return false, nil
	}
	return true, nil
}

// commentPart reads the number of a comment's range, up to the end of its group.
func (p *rtf) commentPart(word string) error {
	from := p.at
	for p.at < len(p.raw) && p.at-from < 32 && p.raw[p.at] != '}' && p.raw[p.at] != '{' && p.raw[p.at] != '\\' {
		p.at++
	}
	id := strings.TrimSpace(string(p.raw[from:p.at]))
	p.state.to = inNothing
	switch word {
	case "atrfstart":
		return p.flow.mark(commentStart, id)
	case "atrfend":
		return p.flow.mark(commentEnd, id)
	case "atnref":
		if p.state.note != nil && p.state.note.kind == commentCall {
			p.state.note.id = id
		}
	case "nesttableprops":
		p.state.to = inText // the row of a nested table ends in it
	}
	return nil
}

// styleName takes the level of the headings that Word makes from their name, where the style says none.
func (p *rtf) styleName(name string) {
	name = strings.ToLower(strings.TrimSuffix(strings.TrimSpace(name), ";"))
	for _, word := range []string{"heading ", "überschrift ", "titre ", "título "} {
		if level, err := strconv.Atoi(strings.TrimPrefix(name, word)); err == nil && strings.HasPrefix(name, word) && level > 0 && level < 10 && !p.state.styleOutlined && len(p.levels) < maxObjects {
			p.levels[p.state.style] = level
		}
	}
}

// pageNumbered is a code page by the number that Windows gives it; nil is one not known.
func pageNumbered(n int) encoding.Encoding {
	switch n {
	case 437:
		return charmap.CodePage437
	case 850:
		return charmap.CodePage850
	case 852:
		return charmap.CodePage852
	case 855:
		return charmap.CodePage855
	case 866:
		return charmap.CodePage866
	case 10000:
		return charmap.Macintosh
	case 932, 936, 949, 950, 874, 65001, 1250, 1251, 1252, 1253, 1254, 1255, 1256, 1257, 1258:
		name := map[int]string{932: "shift_jis", 936: "gbk", 949: "euc-kr", 950: "big5", 874: "windows-874", 65001: "utf-8"}[n]
		if name == "" {
			name = "windows-" + strconv.Itoa(n)
		}
		if c, err := named(name); err == nil && c.enc != nil {
			return c.enc
		}
		if n == 65001 {
			return encoding.Nop
		}
	}
	return nil
}

// pageOfCharset is the code page of a font by its character set.
func pageOfCharset(n int) encoding.Encoding {
	return pageNumbered(map[int]int{0: 1252, 77: 10000, 128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258,
		177: 1255, 178: 1256, 186: 1257, 204: 1251, 222: 874, 238: 1250, 254: 437, 255: 850}[n])
}
