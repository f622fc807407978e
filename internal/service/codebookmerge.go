package service

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ThemeMerge is what merging two themes did.
type ThemeMerge struct {
	Seq   int64 `json:"seq" doc:"number of the change, for undo"`
	Moved int   `json:"moved" doc:"codings that went over"`
	Same  int   `json:"same" doc:"codings that were there already and fell together"`
}

// MergeThemes makes two themes one, in one change.
//
// The rules are:
//   - everything that names the theme from names into instead: codings, questions, silences, summaries, topics,
//     claims, passes, revisits, sub-themes, and memos about it;
//   - two codings of one excerpt by one coder with the same question, aspect and answer fall together, and their
//     notes are put one after the other; so do two silences, and two summaries of one cell;
//   - into has come to mean something else, so what was coded with either is to be revisited;
//   - rows of sites that the actor does not see, or of nouns that their role may not write, are never rewritten: then
//     nothing is merged.
func (s *Service) MergeThemes(ctx context.Context, slug, from, into string) (*ThemeMerge, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodebook)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	if from, err = v.find("theme", from, nil); err != nil {
		return nil, err
	}
	if into, err = v.find("theme", into, nil); err != nil {
		return nil, err
	}
	if from == into {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "a theme cannot be merged into itself: choose another")
	}
	out := &ThemeMerge{}
	head := v.head("theme.merge", "theme", from, "merge a theme into another")
	if themes, err := seen[crosscase.Theme](v, "id IN ($2, $3)", from, into); err == nil && len(themes) == 2 {
		if string(themes[0].ID) != from {
			slices.Reverse(themes)
		}
		head.About = fmt.Sprintf("merge theme %q into %q", themes[0].Key(), themes[1].Key())
	}
	c, err := v.write(head, func(tx *store.Tx) error { return v.in(tx).mergeThemes(tx, from, into, out) })
	if c != nil {
		out.Seq = c.Seq
	}
	return out, err
}

func (v *visit) mergeThemes(tx *store.Tx, from, into string, out *ThemeMerge) error {
	old, err := store.GetTx[crosscase.Theme](tx, from)
	if err != nil {
		return err
	}
	kept, err := store.GetTx[crosscase.Theme](tx, into)
	if err != nil {
		return err
	}
	if under, err := isUnder(tx, kept, old.ID); err != nil {
		return err
	} else if under { // it takes the place of the theme above it
		kept.ParentID, kept.MetaThemeID = old.ParentID, old.MetaThemeID
	}
	kept.Meaning = tx.Seq()
	if err := tx.Update(kept); err != nil {
		return err
	}
	naming, err := v.naming(tx, old)
	if err != nil {
		return err
	}
	for _, n := range naming {
		if err := v.repoint(tx, n, from, into, out); err != nil {
			return err
		}
	}
	if err := v.repointMemos(tx, old, kept); err != nil {
		return err
	}
	return tx.Delete("theme", from)
}

// isUnder says whether a theme stands somewhere under another.
func isUnder(tx *store.Tx, t *crosscase.Theme, above crosscase.ThemeID) (bool, error) {
	all, err := store.ListTx[crosscase.Theme](tx, "")
	if err != nil {
		return false, err
	}
	parent := map[crosscase.ThemeID]crosscase.ThemeID{}
	for _, o := range all {
		parent[o.ID] = o.ParentID
	}
	for at, steps := t.ParentID, 0; at != "" && steps < len(all); at, steps = parent[at], steps+1 {
		if at == above {
			return true, nil
		}
	}
	return false, nil
}

// naming are the rows of a noun that name one theme in one of their fields.
type naming struct {
	noun string
	ref  store.Reference
	rows []any
}

// seesAll refuses where one of the rows that an operation would rewrite is out of the actor's sight.
func (v *visit) seesAll(noun string, rows []any) error {
	hidden := !v.access.May(crosscase.Nouns[noun].Read)
	if hidden || slices.ContainsFunc(rows, func(row any) bool { return v.seesRow(noun, row) != nil }) {
		return crosscase.Errorf(crosscase.CodeNotFound, "this is used at sites, or by claims, that you may not see: somebody who sees all of them has to do this")
	}
	return nil
}

// naming finds all rows that name a theme, and refuses where the actor may not write one of them.
func (v *visit) naming(tx *store.Tx, theme *crosscase.Theme) ([]naming, error) {
	var out []naming
	var refused []string
	for _, noun := range store.Nouns() {
		for _, ref := range store.References(noun) {
			if ref.Noun != "theme" {
				continue
			}
			rows, err := tx.Naming(noun, ref, string(theme.ID))
			if err != nil {
				return nil, err
			}
			if len(rows) == 0 {
				continue
			}
			if err := v.seesAll(noun, rows); err != nil {
				return nil, err
			}
			out = append(out, naming{noun, ref, rows})
			if v.access.May(crosscase.Nouns[noun].Write) {
				continue
			}
			refused = append(refused, fmt.Sprintf("%d %s (%s)", len(rows), plural(noun, len(rows)), strings.Join(labels(rows, 3), ", ")))
		}
	}
	if len(refused) > 0 {
		return nil, crosscase.Errorf(crosscase.CodeForbidden, "merging theme %q away would change %s, which your role in this study, %s, may not write: ask somebody who may, or have them take the theme out of these first",
			theme.Key(), strings.Join(refused, " and "), v.access.Role)
	}
	return out, nil
}

// labels names the first few of some rows.
func labels(rows []any, most int) []string {
	var out []string
	for _, row := range rows[:min(most, len(rows))] {
		label := store.Label(row)
		if t, ok := row.(*crosscase.Topic); ok {
			label = fmt.Sprintf("%q", t.Wording)
		}
		out = append(out, label)
	}
	if len(rows) > most {
		out = append(out, "…")
	}
	return out
}

// repoint makes rows that name one theme name another.
func (v *visit) repoint(tx *store.Tx, n naming, from, into string, out *ThemeMerge) error {
	noun, ref, rows := n.noun, n.ref, n.rows
	if len(rows) == 0 {
		return nil
	}
	standing := map[string]any{} // rows of the other theme, by what makes two of them one
	if sameKey(rows[0]) != "" {
		others, err := tx.Rows(noun, ref.Field+" = $2", into)
		if err != nil {
			return err
		}
		for _, o := range others {
			standing[sameKey(o)] = o
		}
	}
	for _, row := range rows {
		if other, ok := standing[sameKey(row)]; ok {
			if err := fallTogether(tx, noun, row, other); err != nil {
				return err
			}
			if noun == "coding" {
				out.Same++
			}
			continue
		}
		field := fieldOf(row, ref.Field)
		if ref.List {
			replaceIn(field, from, into)
		} else {
			field.SetString(into)
		}
		if err := tx.Update(row); err != nil {
			return err
		}
		if noun == "coding" {
			out.Moved++
		}
		if key := sameKey(row); key != "" {
			standing[key] = row
		}
	}
	return nil
}

// sameKey is equal for two rows that say the same of two themes; "" for nouns of which no two are one.
func sameKey(row any) string {
	switch r := row.(type) {
	case *crosscase.Coding:
		number := ""
		if r.Number != nil {
			number = fmt.Sprint(*r.Number)
		}
		set := slices.Clone(r.PositionSet)
		slices.Sort(set)
		return fmt.Sprintf("coding %s %s %s %s %s %q %v %s", r.ExcerptID, r.CoderID, r.ParticipantID, r.QuestionID, r.Aspect, r.PositionID, set, number)
	case *crosscase.Silence:
		return fmt.Sprintf("silence %s %s %s %s %s %s %s %s %d %d", r.SiteID, r.UnitID, r.ParticipantID, r.SourceID, r.QuestionID, r.Aspect, r.Kind, r.CoderID, r.Start, r.End)
	case *crosscase.Summary:
		return fmt.Sprintf("summary %s %s %s %s %q %q", r.SiteID, r.UnitID, r.ParticipantID, r.TypologyID, r.Type, r.Group)
	}
	return ""
}

// fallTogether deletes a row that says the same as another and lets the other keep what only it said.
func fallTogether(tx *store.Tx, noun string, row, other any) error {
	switch kept := other.(type) {
	case *crosscase.Coding:
		gone := row.(*crosscase.Coding)
		note := joined(kept.Note, gone.Note, "; ")
		elicited := kept.Elicited
		if elicited == "" {
			elicited = gone.Elicited
		}
		if note != kept.Note || elicited != kept.Elicited {
			kept.Note, kept.Elicited = note, elicited
			if err := tx.Update(kept); err != nil {
				return err
			}
		}
	case *crosscase.Silence:
		if note := joined(kept.Note, row.(*crosscase.Silence).Note, "; "); note != kept.Note {
			kept.Note = note
			if err := tx.Update(kept); err != nil {
				return err
			}
		}
	case *crosscase.Summary:
		gone := row.(*crosscase.Summary)
		if text := joined(kept.Text, gone.Text, "\n\n"); text != kept.Text { // it is no text that anybody has checked
			kept.Text, kept.Status = text, crosscase.ChartDraft
		}
		for _, e := range gone.Excerpts {
			if !slices.Contains(kept.Excerpts, e) {
				kept.Excerpts = append(kept.Excerpts, e)
			}
		}
		if err := tx.Update(kept); err != nil {
			return err
		}
	}
	return tx.Delete(noun, idOf(row))
}

func joined(a, b, with string) string {
	switch {
	case b == "" || a == b:
		return a
	case a == "":
		return b
	}
	return a + with + b
}

// repointMemos makes memos about one theme be about another.
func (v *visit) repointMemos(tx *store.Tx, from, into *crosscase.Theme) error {
	memos, err := store.ListTx[crosscase.Memo](tx, "about LIKE $2", `%"theme"%`)
	if err != nil {
		return err
	}
	for _, m := range memos {
		var about []crosscase.About
		hit := false
		for _, a := range m.About {
			if a.Noun == "theme" && a.Key != "" && slices.Contains([]string{string(from.ID), from.Code, from.Name}, a.Key) {
				hit = true
				a.Key = into.Key()
			}
			if !slices.Contains(about, a) {
				about = append(about, a)
			}
		}
		if !hit {
			continue
		}
		if err := v.may(crosscase.WriteMemos); err != nil {
			return err
		}
		if err := v.seesRow("memo", m); err != nil {
			return err
		}
		m.About = about
		if err := tx.Update(m); err != nil {
			return err
		}
	}
	return nil
}

// fieldOf is the field of a row that a column holds.
func fieldOf(row any, column string) reflect.Value {
	v := reflect.ValueOf(row).Elem()
	for i := range v.NumField() {
		if tag, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("db"), ","); tag == column {
			return v.Field(i)
		}
	}
	return reflect.Value{}
}

// replaceIn puts one id in the place of another in a list that holds each once.
func replaceIn(list reflect.Value, from, into string) {
	kept := reflect.MakeSlice(list.Type(), 0, list.Len())
	seen := map[string]bool{}
	for i := range list.Len() {
		id := list.Index(i).String()
		if id == from {
			id = into
		}
		if !seen[id] {
			seen[id] = true
			kept = reflect.Append(kept, reflect.ValueOf(id).Convert(list.Type().Elem()))
		}
	}
	list.Set(kept)
}
