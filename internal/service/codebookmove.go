package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// CodebookMove puts a part of the codebook somewhere else. What it belongs to stays where its field is absent.
type CodebookMove struct {
	Noun        string  `json:"noun" enum:"meta_theme,theme,question,position"`
	ID          string  `json:"id"`
	Before      string  `json:"before,omitempty" doc:"id of the sibling it is to stand before; empty is last"`
	MetaThemeID *string `json:"meta_theme_id,omitempty" doc:"of a theme; empty is under none"`
	ParentID    *string `json:"parent_id,omitempty" doc:"of a theme; empty is under none. A sub-theme has the meta-theme of its theme"`
	ThemeID     *string `json:"theme_id,omitempty" doc:"of a question: what was coded with it under its old theme comes along"`
}

// Changed is a change that an operation made; 0 where nothing was to be done.
type Changed struct {
	Seq int64 `json:"seq" doc:"number of the change, for undo; 0 where nothing changed"`
}

func changed(c *crosscase.Change) Changed {
	if c == nil {
		return Changed{}
	}
	return Changed{c.Seq}
}

// MoveInCodebook moves a meta-theme, theme, question or position and numbers its siblings anew, in one change.
func (s *Service) MoveInCodebook(ctx context.Context, slug string, m CodebookMove) (*Changed, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodebook)
	if err != nil {
		return nil, err
	}
	c, err := v.write(v.head(m.Noun+".move", m.Noun, m.ID, "move "+m.Noun), func(tx *store.Tx) error {
		w := v.in(tx)
		switch m.Noun {
		case "meta_theme":
			return w.moveMetaTheme(tx, m)
		case "theme":
			return w.moveTheme(tx, m)
		case "question":
			return w.moveQuestion(tx, m)
		case "position":
			return w.movePosition(tx, m)
		}
		return crosscase.Errorf(crosscase.CodeInvalid, "%q cannot be moved: meta-themes, themes, questions and positions can", m.Noun)
	})
	out := changed(c)
	return &out, err
}

func (v *visit) moveMetaTheme(tx *store.Tx, m CodebookMove) error {
	all, err := store.ListTx[crosscase.MetaTheme](tx, "")
	if err != nil {
		return err
	}
	return renumber(tx, all, m.ID, m.Before, "", func(x *crosscase.MetaTheme) (string, *int64, string) { return string(x.ID), &x.Ord, "" })
}

func (v *visit) moveTheme(tx *store.Tx, m CodebookMove) error {
	all, err := store.ListTx[crosscase.Theme](tx, "")
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(t *crosscase.Theme) bool { return string(t.ID) == m.ID })
	if i < 0 {
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no such theme")
	}
	t := all[i]
	if m.MetaThemeID != nil {
		t.MetaThemeID = crosscase.MetaThemeID(*m.MetaThemeID)
		if m.ParentID == nil {
			t.ParentID = ""
		}
	}
	if m.ParentID != nil {
		t.ParentID = crosscase.ThemeID(*m.ParentID)
	}
	for _, p := range all {
		if t.ParentID != "" && p.ID == t.ParentID {
			t.MetaThemeID = p.MetaThemeID
		}
	}
	if err := v.check(tx, "theme", t); err != nil {
		return err
	}
	siblings := slices.DeleteFunc(slices.Clone(all), func(o *crosscase.Theme) bool {
		return o.ParentID != t.ParentID || o.ParentID == "" && o.MetaThemeID != t.MetaThemeID
	})
	if err := renumber(tx, siblings, m.ID, m.Before, m.ID, func(x *crosscase.Theme) (string, *int64, string) { return string(x.ID), &x.Ord, x.Key() }); err != nil {
		return err
	}
	return followMetaTheme(tx, all, t)
}

// followMetaTheme gives all that stands under a theme its meta-theme.
func followMetaTheme(tx *store.Tx, all []*crosscase.Theme, t *crosscase.Theme) error {
	for _, o := range all {
		if o.ParentID != t.ID {
			continue
		}
		if o.MetaThemeID != t.MetaThemeID {
			o.MetaThemeID = t.MetaThemeID
			if err := tx.Update(o); err != nil {
				return err
			}
		}
		if err := followMetaTheme(tx, all, o); err != nil {
			return err
		}
	}
	return nil
}

func (v *visit) moveQuestion(tx *store.Tx, m CodebookMove) error {
	q, err := store.GetTx[crosscase.Question](tx, m.ID)
	if err != nil {
		return err
	}
	if m.ThemeID != nil && crosscase.ThemeID(*m.ThemeID) != q.ThemeID {
		q.ThemeID = crosscase.ThemeID(*m.ThemeID)
		if err := v.check(tx, "question", q); err != nil {
			return err
		}
		if err := tx.Update(q); err != nil {
			return err
		}
	}
	siblings, err := store.ListTx[crosscase.Question](tx, "COALESCE(theme_id, '') = $2", string(q.ThemeID))
	if err != nil {
		return err
	}
	return renumber(tx, siblings, m.ID, m.Before, "", func(x *crosscase.Question) (string, *int64, string) { return string(x.ID), &x.Ord, x.Name })
}

func (v *visit) movePosition(tx *store.Tx, m CodebookMove) error {
	p, err := store.GetTx[crosscase.Position](tx, m.ID)
	if err != nil {
		return err
	}
	siblings, err := store.ListTx[crosscase.Position](tx, "question_id = $2", string(p.QuestionID))
	if err != nil {
		return err
	}
	if m.Before != "" {
		before, err := store.GetTx[crosscase.Position](tx, m.Before)
		if err == nil && before.QuestionID != p.QuestionID {
			return v.refusePosition(tx, p)
		}
	}
	return renumber(tx, siblings, m.ID, m.Before, "", func(x *crosscase.Position) (string, *int64, string) { return string(x.ID), &x.Ord, "" })
}

// renumber puts the row with the id before another, or last, and numbers all of them 0, 1, 2, … The row named by
// always is written even where its number stays. of gives a row's id, its number and what orders it within one number.
func renumber[T any](tx *store.Tx, rows []*T, id, before, always string, of func(*T) (string, *int64, string)) error {
	slices.SortStableFunc(rows, func(a, b *T) int {
		_, x, xKey := of(a)
		_, y, yKey := of(b)
		return cmp.Or(cmp.Compare(*x, *y), store.NaturalCompare(xKey, yKey))
	})
	at := func(id string) int {
		return slices.IndexFunc(rows, func(r *T) bool { own, _, _ := of(r); return own == id })
	}
	from := at(id)
	if from < 0 {
		return crosscase.Errorf(crosscase.CodeNotFound, "what is to be moved is not there any more")
	}
	if before != id {
		row := rows[from]
		rows = slices.Delete(rows, from, from+1)
		to := len(rows)
		if before != "" {
			if to = at(before); to < 0 {
				return crosscase.Errorf(crosscase.CodeInvalid, "what it is to stand before is not in the same place of the codebook: look at it again")
			}
		}
		rows = slices.Insert(rows, to, row)
	}
	for i, r := range rows {
		own, ord, _ := of(r)
		if *ord == int64(i) && own != always {
			continue
		}
		*ord = int64(i)
		if err := tx.Update(r); err != nil {
			return err
		}
	}
	return nil
}
