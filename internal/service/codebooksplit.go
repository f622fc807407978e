package service

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ThemeSplit takes a theme apart: each of its codings goes to one of the parts, or stays.
type ThemeSplit struct {
	From      string                       `json:"from" doc:"id, code or name of the theme"`
	Into      []SplitPart                  `json:"into" minItems:"1"`
	Codings   map[crosscase.CodingID]int   `json:"codings" doc:"coding: place of its part in into, from 0; -1 was looked at and stays. Those not named stay too, and are to be revisited"`
	Questions map[crosscase.QuestionID]int `json:"questions,omitempty" doc:"question of the theme: the part it goes to; those not named stay"`
}

// SplitPart is one part of a split: a theme that stands already, or a new one.
type SplitPart struct {
	ThemeID    string `json:"theme_id,omitempty" doc:"a theme that stands; empty makes a new one of the other fields"`
	Code       string `json:"code,omitempty"`
	Name       string `json:"name,omitempty"`
	Definition string `json:"definition,omitempty"`
	Full       string `json:"full_definition,omitempty"`
	UseWhen    string `json:"use_when,omitempty"`
	NotWhen    string `json:"not_when,omitempty"`
	Example    string `json:"example,omitempty"`
	Colour     string `json:"colour,omitempty"`
}

// ThemeSplitDone is what a split made.
type ThemeSplitDone struct {
	Seq    int64               `json:"seq" doc:"number of the change, for undo"`
	Themes []crosscase.ThemeID `json:"themes" doc:"the parts, in their order"`
	Moved  int                 `json:"moved" doc:"codings that went to a part"`
}

// SplitTheme takes a theme apart in one change.
//
// The rules are:
//   - a new part stands right behind the theme, under what it stands under;
//   - a coding that a part has already falls together with it, as in a merge;
//   - all of them have come to mean something else; a source each of whose codings of the theme was looked at here
//     counts as revisited for it.
func (s *Service) SplitTheme(ctx context.Context, slug string, split ThemeSplit) (*ThemeSplitDone, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodebook)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	from, err := v.find("theme", split.From, nil)
	if err != nil {
		return nil, err
	}
	out := &ThemeSplitDone{}
	head := v.head("theme.split", "theme", from, "split a theme")
	c, err := v.write(head, func(tx *store.Tx) error { return v.in(tx).splitTheme(tx, crosscase.ThemeID(from), split, out) })
	if c != nil {
		out.Seq = c.Seq
	}
	return out, err
}

func (v *visit) splitTheme(tx *store.Tx, id crosscase.ThemeID, split ThemeSplit, out *ThemeSplitDone) error {
	from, err := store.GetTx[crosscase.Theme](tx, string(id))
	if err != nil {
		return err
	}
	if len(split.Into) == 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "a split of theme %q needs at least one part", from.Key())
	}
	if err := v.makeParts(tx, from, split.Into, out); err != nil {
		return err
	}
	part := func(i int) (crosscase.ThemeID, error) {
		if i < -1 || i >= len(out.Themes) {
			return "", crosscase.Errorf(crosscase.CodeInvalid, "there is no part %d: the parts are 0 to %d, and -1 stays", i, len(out.Themes)-1)
		}
		if i < 0 {
			return id, nil
		}
		return out.Themes[i], nil
	}
	if err := v.splitCodings(tx, from, split.Codings, part, out); err != nil {
		return err
	}
	for _, q := range slices.Sorted(maps.Keys(split.Questions)) {
		to, err := part(split.Questions[q])
		if err != nil {
			return err
		}
		question, err := store.GetTx[crosscase.Question](tx, string(q))
		if err != nil || question.ThemeID != id {
			return crosscase.Errorf(crosscase.CodeInvalid, "a question that goes to a part must be one of theme %q", from.Key())
		}
		if question.ThemeID = to; to != id {
			if err := tx.Update(question); err != nil {
				return err
			}
		}
	}
	for _, t := range append(slices.Clone(out.Themes), id) {
		if err := alterMeaning(tx, t); err != nil {
			return err
		}
	}
	return nil
}

// makeParts makes the new themes and numbers the siblings anew, so that they stand behind the theme.
func (v *visit) makeParts(tx *store.Tx, from *crosscase.Theme, parts []SplitPart, out *ThemeSplitDone) error {
	var made []string
	for _, p := range parts {
		if p.ThemeID != "" {
			id, err := v.find("theme", p.ThemeID, nil)
			if err != nil {
				return err
			}
			if id == string(from.ID) {
				return crosscase.Errorf(crosscase.CodeInvalid, "theme %q cannot be a part of itself: codings that stay need no part", from.Key())
			}
			out.Themes = append(out.Themes, crosscase.ThemeID(id))
			continue
		}
		t := &crosscase.Theme{
			ID: crosscase.ThemeID(v.s.newID()), MetaThemeID: from.MetaThemeID, ParentID: from.ParentID, Code: strings.TrimSpace(p.Code), Name: strings.TrimSpace(p.Name),
			Definition: p.Definition, Full: p.Full, UseWhen: p.UseWhen, NotWhen: p.NotWhen, Example: p.Example, Colour: p.Colour, Ord: from.Ord,
		}
		if err := v.insert(tx, "theme", t); err != nil {
			return err
		}
		out.Themes, made = append(out.Themes, t.ID), append(made, string(t.ID))
	}
	if len(made) == 0 {
		return nil
	}
	siblings, err := store.ListTx[crosscase.Theme](tx, "COALESCE(parent_id, '') = $2 AND COALESCE(meta_theme_id, '') = $3", string(from.ParentID), string(from.MetaThemeID))
	if err != nil {
		return err
	}
	siblings = slices.DeleteFunc(siblings, func(t *crosscase.Theme) bool { return slices.Contains(made, string(t.ID)) })
	slices.SortStableFunc(siblings, func(a, b *crosscase.Theme) int {
		return cmp.Or(cmp.Compare(a.Ord, b.Ord), store.NaturalCompare(a.Key(), b.Key()))
	})
	ord := int64(0)
	for _, t := range siblings {
		if t.Ord != ord {
			t.Ord = ord
			if err := tx.Update(t); err != nil {
				return err
			}
		}
		ord++
		if t.ID != from.ID {
			continue
		}
		for _, id := range made {
			n, err := store.GetTx[crosscase.Theme](tx, id)
			if err != nil {
				return err
			}
			n.Ord = ord
			ord++
			if err := tx.Update(n); err != nil {
				return err
			}
		}
	}
	return nil
}

// splitCodings hands the codings out and ticks off the sources of which each was looked at.
func (v *visit) splitCodings(tx *store.Tx, from *crosscase.Theme, to map[crosscase.CodingID]int, part func(int) (crosscase.ThemeID, error), out *ThemeSplitDone) error {
	codings, err := store.ListTx[crosscase.Coding](tx, "theme_id = $2", string(from.ID))
	if err != nil {
		return err
	}
	standing := map[string]*crosscase.Coding{} // of the parts
	for _, id := range out.Themes {
		own, err := store.ListTx[crosscase.Coding](tx, "theme_id = $2", string(id))
		if err != nil {
			return err
		}
		for _, c := range own {
			standing[string(id)+sameKey(c)] = c
		}
	}
	named, left := 0, map[crosscase.SourceID]bool{} // left: sources with a coding nobody looked at
	sites := map[crosscase.SourceID]crosscase.SiteID{}
	for _, c := range codings {
		i, given := to[c.ID]
		e, err := store.GetTx[crosscase.Excerpt](tx, string(c.ExcerptID))
		if err != nil {
			return err
		}
		sites[e.SourceID] = e.SiteID
		if !given {
			left[e.SourceID] = true
			continue
		}
		named++
		if err := v.seesRow("coding", c); err != nil {
			return err
		}
		id, err := part(i)
		if err != nil {
			return err
		}
		if id == from.ID {
			continue
		}
		out.Moved++
		key := string(id) + sameKey(c)
		if other, ok := standing[key]; ok {
			if err := fallTogether(tx, "coding", c, other); err != nil {
				return err
			}
			continue
		}
		c.ThemeID = id
		if err := tx.Update(c); err != nil {
			return err
		}
		standing[key] = c
	}
	if named < len(to) {
		return crosscase.Errorf(crosscase.CodeConflict, "%d of the codings are no longer there or have another theme: look at the theme's codings again", len(to)-named)
	}
	coder, err := ownCoder(tx, v.actor)
	if err != nil {
		return err
	}
	for _, source := range slices.Sorted(maps.Keys(sites)) {
		site := sites[source]
		if left[source] || !v.access.Sees(site) {
			continue
		}
		for _, theme := range append(slices.Clone(out.Themes), from.ID) {
			r := &crosscase.Revisit{ID: crosscase.RowID(v.s.newID()), SiteID: site, SourceID: source, ThemeID: theme, Meaning: tx.Seq(), CoderID: coder, At: v.s.now().UnixMilli(),
				Note: fmt.Sprintf("reviewed when theme %s was split", from.Key())}
			if err := tx.Insert(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// ownCoder is the coder the actor codes as; "" where there is none yet.
func ownCoder(tx *store.Tx, actor crosscase.Actor) (crosscase.CoderID, error) {
	found, err := store.ListTx[crosscase.Coder](tx, "account_id = $2", string(actor.Account))
	if err != nil || len(found) == 0 {
		return "", err
	}
	return found[0].ID, nil
}
