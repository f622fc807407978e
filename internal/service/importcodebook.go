package service

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// book is a codebook being read or extended, with its rows by the names people write.
type book struct {
	metas     map[string]*crosscase.MetaTheme
	themes    map[string]*crosscase.Theme // by code and by name, letter case ignored
	questions map[string]*crosscase.Question
	byID      map[crosscase.QuestionID]*crosscase.Question
	positions map[crosscase.QuestionID]map[string]*crosscase.Position
	themeByID map[crosscase.ThemeID]*crosscase.Theme
	count     int64
}

func fold(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

func readBook(tx *store.Tx) (*book, error) {
	b := &book{metas: map[string]*crosscase.MetaTheme{}, themes: map[string]*crosscase.Theme{}, questions: map[string]*crosscase.Question{},
		byID: map[crosscase.QuestionID]*crosscase.Question{}, positions: map[crosscase.QuestionID]map[string]*crosscase.Position{},
		themeByID: map[crosscase.ThemeID]*crosscase.Theme{}}
	metas, err := store.ListTx[crosscase.MetaTheme](tx, "")
	if err != nil {
		return nil, err
	}
	for _, m := range metas {
		b.metas[fold(m.Name)] = m
	}
	themes, err := store.ListTx[crosscase.Theme](tx, "")
	if err != nil {
		return nil, err
	}
	for _, t := range themes {
		b.addTheme(t)
	}
	questions, err := store.ListTx[crosscase.Question](tx, "")
	if err != nil {
		return nil, err
	}
	for _, q := range questions {
		b.addQuestion(q)
	}
	positions, err := store.ListTx[crosscase.Position](tx, "")
	if err != nil {
		return nil, err
	}
	for _, p := range positions {
		b.addPosition(p)
	}
	return b, nil
}

func (b *book) addTheme(t *crosscase.Theme) {
	b.themes[fold(t.Name)] = t
	if t.Code != "" {
		b.themes[fold(t.Code)] = t
	}
	b.themes[fold(t.Cell())] = t
	b.themeByID[t.ID] = t
	b.count++
}

func (b *book) addQuestion(q *crosscase.Question) {
	b.questions[fold(q.Name)] = q
	b.byID[q.ID] = q
	if b.positions[q.ID] == nil {
		b.positions[q.ID] = map[string]*crosscase.Position{}
	}
	b.count++
}

func (b *book) addPosition(p *crosscase.Position) { b.positions[p.QuestionID][fold(p.Name)] = p }

// theme finds a theme by code, name or "code: name".
func (b *book) theme(cell string) *crosscase.Theme {
	if t, ok := b.themes[fold(cell)]; ok {
		return t
	}
	if code, _ := crosscase.SplitThemeCell(cell); code != "" {
		return b.themes[fold(code)]
	}
	return nil
}

// themeOf finds or makes a theme that a file names.
func (v *visit) themeOf(tx *store.Tx, b *book, name string, strict bool, res *ImportResult) (*crosscase.Theme, error) {
	if t := b.theme(name); t != nil {
		return t, nil
	}
	if strict {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "theme %q is not in the study; add it first, or import without --strict", name)
	}
	if err := v.may(crosscase.WriteCodebook); err != nil {
		return nil, err
	}
	code, label := crosscase.SplitThemeCell(name)
	t := &crosscase.Theme{ID: crosscase.ThemeID(v.s.newID()), Code: code, Name: label, Ord: b.count}
	res.created("theme", t.Key())
	b.addTheme(t)
	return t, v.insert(tx, "theme", t)
}

// codebook reads a codebook table: a row per theme or question.
func (in *tableImport) codebook(tx *store.Tx) error {
	b, err := readBook(tx)
	if err != nil {
		return err
	}
	for {
		more, err := in.next()
		if err != nil || !more {
			return err
		}
		theme, err := in.codebookTheme(tx, b)
		if err != nil {
			return in.at(err)
		}
		if in.cell("question") == "" {
			for _, c := range []string{"prompt", "type", "positions"} {
				if in.cell(c) != "" {
					return in.wrong(c, "there is a %s but no question", c)
				}
			}
			continue
		}
		if err := in.codebookQuestion(tx, b, theme); err != nil {
			return in.at(err)
		}
	}
}

func (in *tableImport) codebookTheme(tx *store.Tx, b *book) (*crosscase.Theme, error) {
	path := strings.Split(in.cell("theme"), " > ")
	cell := strings.TrimSpace(path[len(path)-1])
	if cell == "" {
		return nil, in.wrong("theme", "the row has no theme")
	}
	var meta crosscase.MetaThemeID
	if name := in.cell("meta_theme"); name != "" {
		m, ok := b.metas[fold(name)]
		if !ok {
			m = &crosscase.MetaTheme{ID: crosscase.MetaThemeID(in.v.s.newID()), Name: name, Ord: int64(len(b.metas))}
			if err := in.v.insert(tx, "meta_theme", m); err != nil {
				return nil, err
			}
			b.metas[fold(name)] = m
			in.res.created("meta_theme", name)
		}
		meta = m.ID
	}
	t := b.theme(cell)
	fresh := t == nil
	if fresh {
		code, name := crosscase.SplitThemeCell(cell)
		t = &crosscase.Theme{ID: crosscase.ThemeID(in.v.s.newID()), Code: code, Name: name, Ord: b.count}
	}
	old := *t
	if meta != "" {
		t.MetaThemeID = meta
	}
	if len(path) > 1 {
		parent := b.theme(strings.TrimSpace(path[len(path)-2]))
		if parent == nil {
			return nil, in.wrong("theme", "the theme %q is not in the codebook; give it a row above its sub-themes", path[len(path)-2])
		}
		t.ParentID = parent.ID
	}
	if in.cell("question") == "" {
		in.define(&t.Definition, &t.UseWhen, &t.NotWhen, &t.Example)
	}
	if fresh {
		if err := in.v.insert(tx, "theme", t); err != nil {
			return nil, err
		}
		b.addTheme(t)
		in.res.created("theme", t.Key())
		return t, nil
	}
	if *t != old {
		if err := in.v.check(tx, "theme", t); err != nil {
			return nil, err
		}
		t.Revision = 0 // a question further up may have altered its meaning in this same change
		return t, tx.Update(t)
	}
	return t, nil
}

// define takes the definition of the row's theme, or of its question where it has one. Empty cells leave what stands.
func (in *tableImport) define(definition, useWhen, notWhen, example *string) {
	for column, field := range map[string]*string{"definition": definition, "use_when": useWhen, "not_when": notWhen, "example": example} {
		if val := in.cell(column); val != "" {
			*field = val
		}
	}
}

func (in *tableImport) codebookQuestion(tx *store.Tx, b *book, theme *crosscase.Theme) error {
	name := in.cell("question")
	typ := crosscase.QuestionType(strings.ToLower(in.cell("type")))
	if typ == "" {
		typ = crosscase.Nominal
	}
	q, standing := b.questions[fold(name)]
	if !standing {
		q = &crosscase.Question{ID: crosscase.QuestionID(in.v.s.newID()), Name: name, Type: typ, ThemeID: theme.ID, Prompt: in.cell("prompt"), Ord: b.count}
		in.define(&q.Definition, &q.UseWhen, &q.NotWhen, &q.Example)
		if err := in.v.insert(tx, "question", q); err != nil {
			return err
		}
		b.addQuestion(q)
		in.res.created("question", name)
	} else {
		old := *q
		q.ThemeID = theme.ID
		if p := in.cell("prompt"); p != "" {
			q.Prompt = p
		}
		in.define(&q.Definition, &q.UseWhen, &q.NotWhen, &q.Example)
		if typ != q.Type {
			used, err := store.ListTx[crosscase.Coding](tx, "question_id = $2", string(q.ID))
			if err != nil {
				return err
			}
			if len(used) > 0 {
				return in.wrong("type", "question %s is %s and has %d codings; it cannot become %s", name, q.Type, len(used), typ)
			}
			q.Type = typ
		}
		if *q != old {
			if err := in.v.check(tx, "question", q); err != nil {
				return err
			}
			if err := tx.Update(q); err != nil {
				return err
			}
		}
	}
	return in.codebookPositions(tx, b, q)
}

func (in *tableImport) codebookPositions(tx *store.Tx, b *book, q *crosscase.Question) error {
	cell := in.cell("positions")
	if cell == "" {
		return nil
	}
	if q.Type == crosscase.Numeric {
		return in.wrong("positions", "question %s is numeric and has no positions", q.Name)
	}
	var seen []string
	for i, name := range strings.Split(cell, "|") {
		name = strings.TrimSpace(name)
		if name == "" {
			continue
		}
		if slices.Contains(seen, fold(name)) {
			return in.wrong("positions", "position %q stands there twice", name)
		}
		if f := fold(name); f == crosscase.PositionMixed || f == crosscase.PositionThin || f == crosscase.PositionUnknown {
			return in.wrong("positions", "%q is a word Crosscase uses for sites without a position; choose another", name)
		}
		seen = append(seen, fold(name))
		p, ok := b.positions[q.ID][fold(name)]
		if !ok {
			p = &crosscase.Position{ID: crosscase.PositionID(in.v.s.newID()), QuestionID: q.ID, Name: name, Ord: int64(i)}
			if err := in.v.insert(tx, "position", p); err != nil {
				return err
			}
			b.addPosition(p)
			in.res.created("position", "")
			continue
		}
		if p.Ord != int64(i) {
			p.Ord = int64(i)
			if err := tx.Update(p); err != nil {
				return err
			}
		}
	}
	return nil
}
