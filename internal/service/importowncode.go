package service

import (
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
)

// readCodes makes meta-themes, themes, questions and positions of the codes.
func (o *own) readCodes() {
	var questions, positions []string
	for _, s := range o.p.Sets {
		switch s.GUID {
		case refi.DerivedGUID("set", setQuestions):
			questions = s.Codes
		case refi.DerivedGUID("set", setPositions):
			positions = s.Codes
		}
	}
	places := func(list []string) map[string]int64 {
		out := make(map[string]int64, len(list))
		for i, guid := range list {
			out[guid] = int64(i + 1)
		}
		return out
	}
	isQuestion, isPosition := places(questions), places(positions)
	var metas, themes, asked, answers []ownRow
	ord := map[string]int64{}
	next := func(noun string) int64 { ord[noun]++; return ord[noun] }
	var walk func(list []*refi.Code, meta crosscase.MetaThemeID, theme *crosscase.Theme, question *crosscase.Question)
	walk = func(list []*refi.Code, meta crosscase.MetaThemeID, theme *crosscase.Theme, question *crosscase.Question) {
		for i, c := range list {
			definition, more := undescribe(c.Description)
			switch {
			case isPosition[c.GUID] > 0 && question != nil:
				p := &crosscase.Position{ID: crosscase.PositionID(c.GUID), QuestionID: question.ID, Name: c.Name, Definition: c.Description, Ord: int64(i + 1)}
				o.codes[c.GUID] = p
				answers = append(answers, ownRow{noun: "position", row: p})
			case isQuestion[c.GUID] > 0:
				q := &crosscase.Question{ID: crosscase.QuestionID(c.GUID), Name: c.Name, Definition: definition, Type: crosscase.QuestionType(more["Type"]), Prompt: more["Prompt"],
					UseWhen: more["Use when"], NotWhen: more["Not when"], Example: more["Example"], Ord: isQuestion[c.GUID]}
				q.Tolerance, _ = strconv.ParseFloat(more["Tolerance"], 64) // "" and what is no number is none
				if theme != nil {
					q.ThemeID = theme.ID
				}
				o.codes[c.GUID] = q
				asked = append(asked, ownRow{noun: "question", row: q})
				walk(c.Codes, "", nil, q)
			case !c.Codable && theme == nil && meta == "":
				m := &crosscase.MetaTheme{ID: crosscase.MetaThemeID(c.GUID), Name: c.Name, Ord: next("meta_theme")}
				metas = append(metas, ownRow{noun: "meta_theme", row: m})
				walk(c.Codes, m.ID, nil, nil)
			default:
				tags, _ := o.tags(c.NoteRefs)
				t := &crosscase.Theme{ID: crosscase.ThemeID(c.GUID), MetaThemeID: meta, Definition: definition, Full: more["In full"], UseWhen: more["Use when"],
					NotWhen: more["Not when"], Example: more["Example"], Colour: c.Color, Retired: tags[tagRetired] != "", Ord: next("theme")}
				t.Code, t.Name = crosscase.SplitThemeCell(c.Name)
				if tags[tagCode] != "" {
					t.Code, t.Name = tags[tagCode], c.Name
				}
				if theme != nil {
					t.ParentID = theme.ID
				}
				o.codes[c.GUID] = t
				o.refer("theme", c.GUID, c.NoteRefs)
				themes = append(themes, ownRow{noun: "theme", row: t})
				walk(c.Codes, meta, t, nil)
			}
		}
	}
	walk(o.p.Codes, "", nil, nil)
	o.rows = append(o.rows, slices.Concat(metas, themes, asked, answers)...)
}

// refer notes that memos are about something.
func (o *own) refer(noun, id string, notes []string) {
	_, others := o.tags(notes)
	for _, n := range others {
		o.about[n] = append(o.about[n], crosscase.About{Noun: noun, Key: id})
	}
}

// themeOf, questionOf and so on are what a code says of a coding. theme is that of the tag, "" for none.
func (o *own) answer(code, theme string) (t crosscase.ThemeID, q *crosscase.Question, p crosscase.PositionID) {
	switch c := o.codes[code].(type) {
	case *crosscase.Theme:
		return c.ID, nil, ""
	case *crosscase.Question:
		q = c
	case *crosscase.Position:
		p = c.ID
		q, _ = o.codes[string(c.QuestionID)].(*crosscase.Question)
	}
	if q == nil {
		return "", nil, ""
	}
	t = q.ThemeID
	for _, c := range o.codes {
		if named, ok := c.(*crosscase.Theme); ok && theme != "" && named.Cell() == theme {
			t = named.ID
		}
	}
	return t, q, p
}
