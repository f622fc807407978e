package service

import (
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// putCodes makes the codebook: meta-themes are folders, themes codes, questions codes in their themes and positions
// codes in their questions.
func (x *exchange) putCodes() {
	meta := map[crosscase.MetaThemeID]*refi.Code{}
	for _, m := range x.metaRows {
		meta[m.ID] = &refi.Code{GUID: x.guid("meta_theme", string(m.ID), "code"), Name: m.Name}
		x.p.Codes = append(x.p.Codes, meta[m.ID])
	}
	for _, t := range x.themeRows {
		c := &refi.Code{GUID: x.guid("theme", string(t.ID), "code"), Name: t.Cell(), Codable: true, Color: hexColour(t.Colour), Description: describe(t.Definition, t.Full, t.UseWhen, t.NotWhen, t.Example)}
		if code, name := crosscase.SplitThemeCell(c.Name); code != t.Code || name != t.Name {
			c.Name = t.Name
			c.NoteRefs = tagged(c.NoteRefs, x.tag(tagCode, t.Code))
		}
		c.NoteRefs = tagged(c.NoteRefs, x.tag(tagRetired, yes(t.Retired)))
		x.code[t.ID] = c
	}
	for _, t := range x.themeRows {
		switch parent, folder := x.code[t.ParentID], meta[t.MetaThemeID]; {
		case parent != nil:
			parent.Codes = append(parent.Codes, x.code[t.ID])
		case folder != nil:
			folder.Codes = append(folder.Codes, x.code[t.ID])
		default:
			x.p.Codes = append(x.p.Codes, x.code[t.ID])
		}
	}
	questions, positions := refi.Set{GUID: refi.DerivedGUID("set", setQuestions), Name: setQuestions}, refi.Set{GUID: refi.DerivedGUID("set", setPositions), Name: setPositions}
	positionsOf := map[crosscase.QuestionID][]*crosscase.Position{}
	for _, p := range x.positionRows {
		positionsOf[p.QuestionID] = append(positionsOf[p.QuestionID], p)
	}
	for _, q := range x.questionRows {
		tolerance := ""
		if q.Tolerance != 0 {
			tolerance = strconv.FormatFloat(q.Tolerance, 'f', -1, 64)
		}
		c := &refi.Code{GUID: string(q.ID), Name: q.Name, Codable: true, Description: describe(q.Definition, "", q.UseWhen, q.NotWhen, q.Example, q.Prompt, string(q.Type), tolerance)}
		questions.Codes = append(questions.Codes, c.GUID)
		for _, p := range positionsOf[q.ID] {
			c.Codes = append(c.Codes, &refi.Code{GUID: string(p.ID), Name: p.Name, Codable: true, Description: p.Definition})
			positions.Codes = append(positions.Codes, string(p.ID))
		}
		if theme := x.code[q.ThemeID]; theme != nil {
			theme.Codes = append(theme.Codes, c)
		} else {
			x.p.Codes = append(x.p.Codes, c)
		}
	}
	for _, s := range []refi.Set{questions, positions} {
		if len(s.Codes) > 0 {
			x.p.Sets = append(x.p.Sets, s)
		}
	}
	x.mapped.count(int64(len(questions.Codes)), "question written as a code in its theme")
	x.mapped.count(int64(len(positions.Codes)), "position written as a code in its question")
}

// describe is a definition with what else is said, each under its heading.
func describe(definition string, more ...string) string {
	parts := []string{}
	if definition != "" {
		parts = append(parts, definition)
	}
	for i, s := range more {
		if s != "" {
			parts = append(parts, descriptionHeads[i]+": "+s)
		}
	}
	return strings.Join(parts, "\n\n")
}

// hexColour is a colour as the format writes it, "" for one it cannot.
func hexColour(c string) string {
	if !strings.HasPrefix(c, "#") && (len(c) == 3 || len(c) == 6) {
		c = "#" + c
	}
	return c
}

// codesOf are the codes of a coding: each position of a set, the position, the question or the theme.
func (x *exchange) codesOf(c *crosscase.Coding) []string {
	switch {
	case len(c.PositionSet) > 0:
		var list []string
		for _, p := range c.PositionSet {
			list = append(list, string(p))
		}
		return list
	case c.PositionID != "":
		return []string{string(c.PositionID)}
	case c.QuestionID != "":
		return []string{string(c.QuestionID)}
	}
	return []string{x.guid("theme", string(c.ThemeID), "code")}
}
