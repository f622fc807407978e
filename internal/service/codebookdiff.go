package service

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// CodebookDiff is how two versions of the codebook differ.
type CodebookDiff struct {
	From  int64          `json:"from" doc:"number of the version; 0 is before there was a codebook"`
	To    int64          `json:"to" doc:"number of the version; 0 is now"`
	Items []CodebookItem `json:"items" doc:"meta-themes, themes, questions, positions, each in its order"`
}

// CodebookItem is one difference.
type CodebookItem struct {
	Noun   string `json:"noun" doc:"meta_theme, theme, question or position"`
	ID     string `json:"id"`
	Key    string `json:"key" doc:"what it is called now, or was last"`
	What   string `json:"what" doc:"added, removed, renamed, moved, merged, split, retired, restored or changed"`
	Field  string `json:"field,omitempty" doc:"what changed of it"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty" doc:"of a merge the theme it went into, of a split its parts"`
}

// CompareCodebooks says how version to of the codebook differs from version from; 0 as from is the empty codebook
// of the study's beginning, 0 as to is the codebook as it stands.
func (s *Service) CompareCodebooks(ctx context.Context, slug string, from, to int64) (*CodebookDiff, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	var start, end int64
	if from > 0 {
		if start, err = v.versionSeq(from); err != nil {
			return nil, err
		}
	}
	now, last, err := v.bookNow()
	if err != nil {
		return nil, err
	}
	end = last
	if to > 0 {
		if end, err = v.versionSeq(to); err != nil {
			return nil, err
		}
	}
	if start > end {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is older than version %d: compare the older one with the newer", versionName(to), from)
	}
	changes, err := v.bookChanges(start)
	if err != nil {
		return nil, err
	}
	cut := len(changes)
	for i, c := range changes {
		if c.Seq > last {
			changes = changes[:i]
			cut = min(cut, i)
			break
		}
		if c.Seq > end {
			cut = min(cut, i)
		}
	}
	after := now.before(changes[cut:])
	before := after.before(changes[:cut])
	return &CodebookDiff{From: from, To: to, Items: compareBooks(before, after, changes[:cut], end)}, nil
}

// compareBooks lists the differences between two states and what the changes between them say of themes.
func compareBooks(before, after *bookState, changes []bookChange, end int64) []CodebookItem {
	out := []CodebookItem{}
	fates := themeFates(before, after, changes, end)
	diff(&out, "meta_theme", before.metas, after.metas, func(a, b *crosscase.MetaTheme) int { return cmp.Compare(a.Ord, b.Ord) },
		func(m *crosscase.MetaTheme, _ *bookState) string { return m.Name }, func(b, a *crosscase.MetaTheme, say func(what, field, before, after string)) {
			if b.Name != a.Name {
				say("renamed", "", b.Name, a.Name)
			}
		}, before, after, nil)
	diff(&out, "theme", before.themes, after.themes, byTheme, func(t *crosscase.Theme, _ *bookState) string { return t.Cell() },
		func(b, a *crosscase.Theme, say func(what, field, before, after string)) {
			if b.Cell() != a.Cell() {
				say("renamed", "", b.Cell(), a.Cell())
			}
			if x, y := before.placeOf(b), after.placeOf(a); b.MetaThemeID != a.MetaThemeID || b.ParentID != a.ParentID {
				say("moved", "", x, y)
			}
			if b.Retired != a.Retired {
				say(map[bool]string{true: "retired", false: "restored"}[a.Retired], "", "", "")
			}
			for i, field := range []string{"definition", "full_definition", "use_when", "not_when", "example"} {
				if x, y := meaningOf(b)[i], meaningOf(a)[i]; x != y {
					say("changed", field, x, y)
				}
			}
			if b.Colour != a.Colour {
				say("changed", "colour", b.Colour, a.Colour)
			}
		}, before, after, fates)
	diffQuestions(&out, before, after)
	return out
}

func diffQuestions(out *[]CodebookItem, before, after *bookState) {
	diff(out, "question", before.questions, after.questions, func(a, b *crosscase.Question) int {
		return cmp.Or(cmp.Compare(a.Ord, b.Ord), store.NaturalCompare(a.Name, b.Name))
	},
		func(q *crosscase.Question, _ *bookState) string { return q.Name }, func(b, a *crosscase.Question, say func(what, field, before, after string)) {
			if b.Name != a.Name {
				say("renamed", "", b.Name, a.Name)
			}
			if b.ThemeID != a.ThemeID {
				say("moved", "", before.themeName(b.ThemeID), after.themeName(a.ThemeID))
			}
			for _, f := range []struct{ name, before, after string }{
				{"prompt", b.Prompt, a.Prompt}, {"type", string(b.Type), string(a.Type)}, {"definition", b.Definition, a.Definition},
				{"use_when", b.UseWhen, a.UseWhen}, {"not_when", b.NotWhen, a.NotWhen}, {"example", b.Example, a.Example},
			} {
				if f.before != f.after {
					say("changed", f.name, f.before, f.after)
				}
			}
			if x, y := before.order(b.ID, after), after.order(a.ID, before); x != y {
				say("changed", "order", x, y)
			}
		}, before, after, nil)
	// Positions of a question that came or went came or went with it.
	was, is := map[string]*crosscase.Position{}, map[string]*crosscase.Position{}
	for id, p := range before.positions {
		if after.questions[string(p.QuestionID)] != nil {
			was[id] = p
		}
	}
	for id, p := range after.positions {
		if before.questions[string(p.QuestionID)] != nil {
			is[id] = p
		}
	}
	diff(out, "position", was, is, func(a, b *crosscase.Position) int {
		return cmp.Or(cmp.Compare(a.QuestionID, b.QuestionID), cmp.Compare(a.Ord, b.Ord))
	},
		func(p *crosscase.Position, of *bookState) string { return of.positionName(p) }, func(b, a *crosscase.Position, say func(what, field, before, after string)) {
			if b.Name != a.Name {
				say("renamed", "", b.Name, a.Name)
			}
			if b.Definition != a.Definition {
				say("changed", "definition", b.Definition, a.Definition)
			}
		}, before, after, nil)
}

// diff compares the rows of one noun. fates say of a row what became of it, in place of added or removed.
func diff[T any](out *[]CodebookItem, noun string, was, is map[string]*T, order func(a, b *T) int, name func(*T, *bookState) string,
	fields func(b, a *T, say func(what, field, before, after string)), before, after *bookState, fates map[string]CodebookItem) {
	ids := slices.Collect(maps.Keys(was))
	for id := range is {
		if was[id] == nil {
			ids = append(ids, id)
		}
	}
	row := func(id string) *T {
		if r := is[id]; r != nil {
			return r
		}
		return was[id]
	}
	slices.SortFunc(ids, func(x, y string) int { return cmp.Or(order(row(x), row(y)), cmp.Compare(x, y)) })
	for _, id := range ids {
		b, a := was[id], is[id]
		item := CodebookItem{Noun: noun, ID: id}
		fate, told := fates[id]
		switch {
		case b == nil:
			item.Key, item.What = name(a, after), "added"
			if q, ok := any(a).(*crosscase.Question); ok {
				item.After = after.order(q.ID, nil)
			}
			if t, ok := any(a).(*crosscase.Theme); ok {
				item.After = t.Definition
			}
			*out = append(*out, item)
			continue
		case a == nil:
			item.Key, item.What = name(b, before), "removed"
			if told {
				item.What, item.After = fate.What, fate.After
			}
			*out = append(*out, item)
			continue
		}
		item.Key = name(a, after)
		if told {
			item.What, item.After = fate.What, fate.After
			*out = append(*out, item)
		}
		fields(b, a, func(what, field, x, y string) {
			*out = append(*out, CodebookItem{Noun: noun, ID: id, Key: item.Key, What: what, Field: field, Before: x, After: y})
		})
	}
}

// themeFates reads merges and splits off the changes that stand at the end.
func themeFates(before, after *bookState, changes []bookChange, end int64) map[string]CodebookItem {
	out := map[string]CodebookItem{}
	for _, c := range changes {
		if c.UndoneBy > 0 && c.UndoneBy <= end || c.Kind != "theme.merge" && c.Kind != "theme.split" {
			continue
		}
		var into, parts []string
		for _, r := range c.rows {
			t, ok := r.After.(*crosscase.Theme)
			if !ok || t.Meaning != c.Seq || r.ID == c.EntityID {
				continue
			}
			if now := after.themes[r.ID]; now != nil {
				t = now
			}
			if cell := t.Cell(); !slices.Contains(into, cell) {
				into, parts = append(into, cell), append(parts, cell)
			}
		}
		if c.Kind == "theme.merge" {
			out[c.EntityID] = CodebookItem{What: "merged", After: strings.Join(into, ", ")}
		} else {
			out[c.EntityID] = CodebookItem{What: "split", After: strings.Join(parts, ", ")}
		}
	}
	return out
}

func byTheme(a, b *crosscase.Theme) int {
	return cmp.Or(store.NaturalCompare(a.Code, b.Code), cmp.Compare(a.Ord, b.Ord), store.NaturalCompare(a.Name, b.Name))
}

// placeOf is what a theme stands under.
func (b *bookState) placeOf(t *crosscase.Theme) string {
	if p := b.themes[string(t.ParentID)]; p != nil {
		return p.Cell()
	}
	if m := b.metas[string(t.MetaThemeID)]; m != nil {
		return m.Name
	}
	return "no meta-theme"
}

func (b *bookState) themeName(id crosscase.ThemeID) string {
	if t := b.themes[string(id)]; t != nil {
		return t.Cell()
	}
	return "no theme"
}

func (b *bookState) positionName(p *crosscase.Position) string {
	if q := b.questions[string(p.QuestionID)]; q != nil {
		return q.Name + ": " + p.Name
	}
	return p.Name
}

// order lists the positions of a question in their order; only those that the other state has too, where there is one.
func (b *bookState) order(q crosscase.QuestionID, other *bookState) string {
	var list []*crosscase.Position
	for id, p := range b.positions {
		if p.QuestionID == q && (other == nil || other.positions[id] != nil) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(x, y *crosscase.Position) int { return cmp.Or(cmp.Compare(x.Ord, y.Ord), cmp.Compare(x.ID, y.ID)) })
	names := make([]string, len(list))
	for i, p := range list {
		names[i] = p.Name
		if other != nil { // a new name is another difference
			names[i] = min(p.Name, other.positions[string(p.ID)].Name)
		}
	}
	return strings.Join(names, " | ")
}
