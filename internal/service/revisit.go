package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// RevisitList is what is to be gone through again since the codebook changed.
type RevisitList struct {
	Items []RevisitLine `json:"items" doc:"by theme, then site and source; the open ones of each theme first"`
	Open  int           `json:"open"`
}

// RevisitLine is one source that was coded before a theme came to mean what it means now.
type RevisitLine struct {
	Theme   RevisitTheme  `json:"theme"`
	Meaning int64         `json:"meaning" doc:"number of the change that altered the meaning"`
	Why     string        `json:"why" doc:"what happened to the theme, in a sentence"`
	Since   int64         `json:"since" doc:"when that was; epoch milliseconds, UTC"`
	Source  RevisitSource `json:"source"`
	Codings int           `json:"codings" doc:"made with the theme in this source before; 0 of a new theme"`
	Done    bool          `json:"done"`
	By      string        `json:"by,omitempty" doc:"who ticked it off"`
	At      int64         `json:"at,omitempty"`
}

// RevisitTheme names a theme.
type RevisitTheme struct {
	ID   crosscase.ThemeID `json:"id"`
	Key  string            `json:"key"`
	Name string            `json:"name"`
}

// RevisitSource names a source.
type RevisitSource struct {
	ID   crosscase.SourceID   `json:"id"`
	Name string               `json:"name"`
	Site string               `json:"site,omitempty" doc:"letter"`
	Kind crosscase.SourceKind `json:"kind"`
}

// Revisits lists the sources to go through again.
//
// The rules are, for a theme that is not retired:
//   - a source is on the list where a coding of the theme in it is older than the theme's meaning;
//   - after a merge also where the merge itself put the coding there, since nobody looked at it;
//   - of a theme that had no coding then, and no part of a split, every source is that had any coding before;
//   - it is done where somebody ticked it off since.
func (s *Service) Revisits(ctx context.Context, slug string) (*RevisitList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	book, err := s.store.Codebook(ctx, v.study.ID)
	if err != nil {
		return nil, err
	}
	var meanings []int64
	for _, t := range book.Themes {
		meanings = append(meanings, t.Meaning)
	}
	slices.Sort(meanings)
	if len(meanings) == 0 {
		return &RevisitList{Items: []RevisitLine{}}, nil
	}
	uses, err := v.sourceUses(meanings[0])
	if err != nil {
		return nil, err
	}
	changes, err := s.store.ChangesOf(ctx, v.study.ID, slices.Compact(meanings))
	if err != nil {
		return nil, err
	}
	sources, err := v.revisitSources()
	if err != nil {
		return nil, err
	}
	ticks, err := v.ticks()
	if err != nil {
		return nil, err
	}
	used := newUsed(uses)
	out := &RevisitList{Items: []RevisitLine{}}
	for _, t := range book.Themes {
		if t.Meaning == 0 || t.Retired {
			continue
		}
		stale, why := used.before(t, changes[t.Meaning])
		var lines []RevisitLine
		for source, n := range stale {
			src, ok := sources[source]
			if !ok {
				continue
			}
			line := RevisitLine{Theme: RevisitTheme{t.ID, t.Key(), t.Name}, Meaning: t.Meaning, Why: sayWhy[why], Source: src, Codings: n}
			if c := changes[t.Meaning]; c != nil {
				line.Since = c.At
			}
			if tick, ok := ticks[tickKey{t.ID, source}]; ok && tick.meaning >= t.Meaning {
				line.Done, line.By, line.At = true, tick.by, tick.at
			} else {
				out.Open++
			}
			lines = append(lines, line)
		}
		slices.SortFunc(lines, func(a, b RevisitLine) int {
			return cmp.Or(boolCompare(a.Done, b.Done), store.NaturalCompare(a.Source.Site, b.Source.Site), store.NaturalCompare(a.Source.Name, b.Source.Name), cmp.Compare(a.Source.ID, b.Source.ID))
		})
		out.Items = append(out.Items, lines...)
	}
	return out, nil
}

// sayWhy says what happened to a theme, by the words of before.
var sayWhy = map[string]string{
	"new":     "It is new: these sources were coded before it was made.",
	"merged":  "Another theme was merged into it.",
	"split":   "It was split.",
	"changed": "Its definition, or that of a question or position, has changed since.",
}

func boolCompare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// used is where themes were used, and when.
type used struct {
	themes map[crosscase.ThemeID][]store.SourceUse
	oldest map[crosscase.SourceID]int64 // revision of the oldest coding of a source
}

func newUsed(uses []store.SourceUse) *used {
	u := &used{map[crosscase.ThemeID][]store.SourceUse{}, map[crosscase.SourceID]int64{}}
	for _, x := range uses {
		u.themes[x.Theme] = append(u.themes[x.Theme], x)
		if old, ok := u.oldest[x.Source]; !ok || x.Revision < old {
			u.oldest[x.Source] = x.Revision
		}
	}
	return u
}

// before counts, by source, the codings made before a theme came to mean what it does, and says what happened to it.
func (u *used) before(t *crosscase.Theme, c *crosscase.Change) (stale map[crosscase.SourceID]int, why string) {
	kind := ""
	if c != nil {
		kind = c.Kind
	}
	stale, why = map[crosscase.SourceID]int{}, map[string]string{"theme.merge": "merged", "theme.split": "split"}[kind]
	for _, x := range u.themes[t.ID] {
		if x.Revision < t.Meaning || x.Revision == t.Meaning && why == "merged" {
			stale[x.Source] += x.Codings
		}
	}
	if why != "" {
		return stale, why
	}
	if len(stale) > 0 {
		return stale, "changed"
	}
	for source, first := range u.oldest {
		if first < t.Meaning {
			stale[source] = 0
		}
	}
	return stale, "new"
}

func (v *visit) revisitSources() (map[crosscase.SourceID]RevisitSource, error) {
	sources, err := seen[crosscase.Source](v, "")
	if err != nil {
		return nil, err
	}
	sites, err := seen[crosscase.Site](v, "")
	if err != nil {
		return nil, err
	}
	letter := map[crosscase.SiteID]string{}
	for _, s := range sites {
		letter[s.ID] = s.Letter
	}
	out := map[crosscase.SourceID]RevisitSource{}
	for _, s := range sources {
		out[s.ID] = RevisitSource{s.ID, s.Name, letter[s.SiteID], s.Kind}
	}
	return out, nil
}

type tickKey struct {
	theme  crosscase.ThemeID
	source crosscase.SourceID
}

type tick struct {
	meaning, at int64
	by          string
}

// ticks are the latest revisits of each theme and source.
func (v *visit) ticks() (map[tickKey]tick, error) {
	rows, err := seen[crosscase.Revisit](v, "")
	if err != nil {
		return nil, err
	}
	var seqs []int64
	for _, r := range rows {
		seqs = append(seqs, r.Revision)
	}
	slices.Sort(seqs)
	changes, err := v.s.store.ChangesOf(v.ctx, v.study.ID, slices.Compact(seqs))
	if err != nil {
		return nil, err
	}
	out := map[tickKey]tick{}
	for _, r := range rows {
		key := tickKey{r.ThemeID, r.SourceID}
		if r.Meaning < out[key].meaning {
			continue
		}
		t := tick{meaning: r.Meaning, at: r.At}
		if c := changes[r.Revision]; c != nil {
			t.by = c.Name
		}
		out[key] = t
	}
	return out, nil
}

// RevisitTick says that a source was gone through for a theme, or that it was not after all.
type RevisitTick struct {
	ThemeID  string `json:"theme_id" doc:"id, code or name"`
	SourceID string `json:"source_id" doc:"id or name"`
	Done     bool   `json:"done"`
	Note     string `json:"note,omitempty"`
}

// TickRevisit ticks a source off, or takes the tick away.
func (s *Service) TickRevisit(ctx context.Context, slug string, t RevisitTick) (*Changed, error) {
	v, err := s.visit(ctx, slug, crosscase.WriteCodings)
	if err != nil {
		return nil, err
	}
	theme, err := v.find("theme", t.ThemeID, nil)
	if err != nil {
		return nil, err
	}
	source, err := v.find("source", t.SourceID, nil)
	if err != nil {
		return nil, err
	}
	about := map[bool]string{true: "tick off a source for a theme", false: "take back that a source was gone through for a theme"}[t.Done]
	c, err := v.write(v.head("revisit.tick", "revisit", source, about), func(tx *store.Tx) error {
		return v.in(tx).tickRevisit(tx, theme, source, t)
	})
	out := changed(c)
	return &out, err
}

func (v *visit) tickRevisit(tx *store.Tx, theme, source string, t RevisitTick) error {
	of, err := store.GetTx[crosscase.Theme](tx, theme)
	if err != nil {
		return err
	}
	src, err := store.GetTx[crosscase.Source](tx, source)
	if err != nil {
		return err
	}
	standing, err := store.ListTx[crosscase.Revisit](tx, "theme_id = $2 AND source_id = $3 AND meaning >= $4", theme, source, of.Meaning)
	if err != nil {
		return err
	}
	if t.Done {
		if len(standing) > 0 {
			return nil
		}
		coder, err := ownCoder(tx, v.actor)
		if err != nil {
			return err
		}
		return v.insert(tx, "revisit", &crosscase.Revisit{
			ID: crosscase.RowID(v.s.newID()), SiteID: src.SiteID, SourceID: src.ID, ThemeID: of.ID, Meaning: of.Meaning, CoderID: coder, At: v.s.now().UnixMilli(), Note: t.Note,
		})
	}
	for _, r := range standing {
		if err := tx.Delete("revisit", string(r.ID)); err != nil {
			return err
		}
	}
	return nil
}
