package service

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putCodes makes the codebook.
//
// The rules are:
//   - a folder at the top that codes nothing is a meta-theme, every other code a theme, under the one it is in;
//   - what a code was before it stays, a meta-theme or a theme;
//   - names repeat in other programs and not here: of codes of one name the second is called by the code it is in, too.
func (in *refiImport) putCodes() error {
	used := in.usedCodes()
	in.knownCodes(in.p.Codes)
	b := &codeBook{in: in, used: used}
	if err := b.put(in.p.Codes, nil, codePlace{}); err != nil {
		return err
	}
	in.mapped.count(b.metas, "folder at the top of the codebook became a meta-theme", "")
	in.mapped.count(b.folders, "folder within another became a theme without codings", "a codebook here has folders at its top alone")
	in.mapped.count(b.taken, "code taken for the theme of the same name", "")
	in.mapped.count(b.renamed, "code was given another name", "its name was taken by another code, and no two themes have one name")
	return nil
}

// usedCodes are the codes that something is coded with.
func (in *refiImport) usedCodes() map[string]bool {
	used := map[string]bool{}
	codings := func(list []refi.Coding) {
		for i := range list {
			used[list[i].Code] = true
		}
	}
	for _, list := range [][]*refi.Source{in.p.Sources, in.p.Notes} {
		for _, s := range list {
			codings(s.Codings)
			for _, sel := range s.Selections {
				codings(sel.Codings)
			}
			for _, t := range s.Transcripts {
				for _, sel := range t.Selections {
					codings(sel.Codings)
				}
			}
		}
	}
	return used
}

// knownCodes finds what codes were before, ahead of any that goes by its name.
func (in *refiImport) knownCodes(codes []*refi.Code) {
	for _, c := range codes {
		if id, ok := in.known("meta_theme", "code", c.GUID); ok {
			in.folders[c.GUID] = crosscase.MetaThemeID(id)
		} else if id, ok := in.known("theme", "code", c.GUID); ok {
			in.themes[c.GUID] = crosscase.ThemeID(id)
		}
		in.knownCodes(c.Codes)
	}
}

type codeBook struct {
	in                             *refiImport
	used                           map[string]bool
	metas, folders, taken, renamed int64
}

// codePlace is where codes stand: under a meta-theme, a theme, or neither.
type codePlace struct {
	meta   crosscase.MetaThemeID
	parent crosscase.ThemeID
	name   string
}

func (b *codeBook) put(codes []*refi.Code, path []string, at codePlace) error {
	for _, c := range codes {
		inside := append(path[:len(path):len(path)], c.Name)
		below := codePlace{meta: at.meta, name: c.Name}
		_, meta := b.in.folders[c.GUID]
		_, theme := b.in.themes[c.GUID]
		if meta || !theme && len(path) == 0 && !c.Codable && !b.used[c.GUID] {
			id, err := b.metaTheme(c)
			if err != nil {
				return err
			}
			below.meta = id
		} else {
			id, err := b.theme(c, path, at)
			if err != nil {
				return err
			}
			below.parent = id
		}
		if err := b.put(c.Codes, inside, below); err != nil {
			return err
		}
	}
	return nil
}

func (b *codeBook) metaTheme(c *refi.Code) (crosscase.MetaThemeID, error) {
	in := b.in
	id := string(in.folders[c.GUID])
	name, holder := in.vacant("meta_theme", "meta_theme", id, firstOf(c.Name, "folder without a name"))
	switch {
	case id == "" && holder != "":
		id = holder
		in.claim("meta_theme", id, "code", c.GUID)
		b.taken++
	case id == "":
		id = in.newRow("meta_theme", "code", c.GUID, c.Name)
		b.metas++
	}
	m := stands[crosscase.MetaTheme](in, "meta_theme", id)
	if m == nil {
		m = &crosscase.MetaTheme{ID: crosscase.MetaThemeID(id), Ord: int64(len(in.rows["meta_theme"]))}
	}
	m.Name = name
	in.folders[c.GUID] = m.ID
	if err := in.put("meta_theme", m); err != nil {
		return "", err
	}
	return m.ID, in.alias("meta_theme", id, "code", c.GUID)
}

func (b *codeBook) theme(c *refi.Code, path []string, at codePlace) (crosscase.ThemeID, error) {
	in := b.in
	id := string(in.themes[c.GUID])
	wanted := []string{firstOf(c.Name, "code without a name")}
	if at.name != "" && c.Name != "" {
		wanted = append(wanted, fmt.Sprintf("%s (%s)", c.Name, at.name), fmt.Sprintf("%s (%s)", c.Name, strings.Join(path, " / ")))
	}
	name, holder := in.vacant("theme", "theme", id, wanted...)
	switch {
	case id == "" && holder != "":
		id = holder
		in.claim("theme", id, "code", c.GUID)
		b.taken++
	case id == "":
		id = in.newRow("theme", "code", c.GUID, strings.Join(append(path, c.Name), "\x00"))
		if !c.Codable {
			b.folders++
		}
	}
	t := stands[crosscase.Theme](in, "theme", id)
	if t == nil {
		t = &crosscase.Theme{ID: crosscase.ThemeID(id), Ord: int64(len(in.rows["theme"]))}
		if name != cutName(c.Name) {
			b.renamed++
		}
	}
	before := meaningOf(t)
	t.Name, t.MetaThemeID, t.ParentID = name, at.meta, at.parent
	if colour := colourOf(c.Color); colour != "" {
		t.Colour = colour
	} else if c.Color != "" {
		in.lost.add("colour "+quoted(c.Color), in.where("Code", c.Name, c.GUID, c.Line), "it is no colour of the form #RRGGBB")
	}
	if c.Description != "" {
		t.Definition = c.Description
	}
	if in.rows["theme"][id] != nil && meaningOf(t) != before {
		t.Meaning = in.tx.Seq()
	}
	in.themes[c.GUID] = t.ID
	if err := in.put("theme", t); err != nil {
		return "", err
	}
	return t.ID, in.alias("theme", id, "code", c.GUID)
}

var colourPattern = regexp.MustCompile(`^#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})$`)

// colourOf is a colour of the form #rrggbb; "" for what is none.
func colourOf(s string) string {
	if !colourPattern.MatchString(s) {
		return ""
	}
	if len(s) == 4 {
		return strings.ToLower("#" + s[1:2] + s[1:2] + s[2:3] + s[2:3] + s[3:4] + s[3:4])
	}
	return s
}
