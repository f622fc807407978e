package service

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// themeAndQuestion finds or makes the theme and question of the row; a question without theme makes its own.
func (e *evidenceImport) themeAndQuestion() (*crosscase.Theme, *crosscase.Question, error) {
	themeCell, name := e.cell("theme"), e.cell("question")
	q := e.book.questions[fold(name)]
	if themeCell == "" && q != nil && q.ThemeID != "" {
		return e.book.themeByID[q.ThemeID], q, nil
	}
	if themeCell == "" {
		themeCell = name
	}
	if themeCell == "" {
		return nil, nil, nil
	}
	theme := e.book.theme(themeCell)
	if theme == nil {
		code, label := crosscase.SplitThemeCell(themeCell)
		theme = &crosscase.Theme{ID: crosscase.ThemeID(e.v.s.newID()), Code: code, Name: label, Ord: e.book.count}
		if err := e.fresh("theme", theme.Key()); err != nil {
			return nil, nil, err
		}
		if err := e.v.may(crosscase.WriteCodebook); err != nil {
			return nil, nil, err
		}
		if err := e.v.insert(e.tx, "theme", theme); err != nil {
			return nil, nil, err
		}
		e.book.addTheme(theme)
	}
	if name == "" {
		return theme, nil, nil
	}
	if q == nil {
		if err := e.fresh("question", name); err != nil {
			return nil, nil, err
		}
		if err := e.v.may(crosscase.WriteCodebook); err != nil {
			return nil, nil, err
		}
		q = &crosscase.Question{ID: crosscase.QuestionID(e.v.s.newID()), Name: name, Type: crosscase.Nominal, ThemeID: theme.ID, Ord: e.book.count}
		if err := e.v.insert(e.tx, "question", q); err != nil {
			return nil, nil, err
		}
		e.book.addQuestion(q)
	}
	if q.ThemeID != "" && q.ThemeID != theme.ID {
		return nil, nil, e.wrong("question", "question %q belongs to theme %q, not to %q", q.Name, e.book.themeByID[q.ThemeID].Key(), theme.Key())
	}
	return theme, q, nil
}

// answer reads the position cell as the question's type asks.
func (e *evidenceImport) answer(q *crosscase.Question, c *crosscase.Coding) error {
	cell := e.cell("position")
	if q == nil {
		if cell != "" {
			return e.wrong("position", "there is a position but no question")
		}
		return nil
	}
	c.QuestionID = q.ID
	if cell == "" {
		return nil
	}
	switch q.Type {
	case crosscase.Numeric:
		f, err := strconv.ParseFloat(cell, 64)
		if err != nil || f-f != 0 {
			return e.wrong("position", "question %s is numeric and %q is no number", q.Name, cell)
		}
		c.Number = &f
	case crosscase.SetType:
		for _, name := range strings.Split(cell, "|") {
			if name = strings.TrimSpace(name); name == "" {
				continue
			}
			p, err := e.position(q, name)
			if err != nil {
				return err
			}
			if !slices.Contains(c.PositionSet, p.ID) {
				c.PositionSet = append(c.PositionSet, p.ID)
			}
		}
	default:
		p, err := e.position(q, cell)
		if err != nil {
			return err
		}
		c.PositionID = p.ID
	}
	return nil
}

// position finds a position of a question. A nominal or set-valued question takes a new one; an ordinal
// one does not, since a new position would have no place in its order.
func (e *evidenceImport) position(q *crosscase.Question, name string) (*crosscase.Position, error) {
	known := e.book.positions[q.ID]
	if p, ok := known[fold(name)]; ok {
		return p, nil
	}
	if q.Type == crosscase.Ordinal {
		var names []string
		for _, p := range known {
			names = append(names, p.Name)
		}
		slices.Sort(names)
		return nil, e.wrong("position", "%q is not one of question %s (%s), and an ordinal question takes no new one from a table: add it to the codebook in its place",
			name, q.Name, strings.Join(names, ", "))
	}
	if f := fold(name); f == crosscase.PositionMixed || f == crosscase.PositionThin || f == crosscase.PositionUnknown {
		return nil, e.wrong("position", "%q is a word Crosscase uses for sites without a position; choose another", name)
	}
	if err := e.fresh("position", q.Name+": "+name); err != nil {
		return nil, err
	}
	if err := e.v.may(crosscase.WriteCodebook); err != nil {
		return nil, err
	}
	p := &crosscase.Position{ID: crosscase.PositionID(e.v.s.newID()), QuestionID: q.ID, Name: name, Ord: int64(len(known))}
	if err := e.v.insert(e.tx, "position", p); err != nil {
		return nil, err
	}
	e.book.addPosition(p)
	return p, nil
}
