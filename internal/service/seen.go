package service

import (
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// chunk is how many ids one statement asks for.
const chunk = 500

// seen reads the rows of a noun that the actor may see, in the order they were made; where as in store.List.
// Whether the actor may read the noun at all is asked before.
func seen[T any](v *visit, where string, args ...any) ([]*T, error) {
	rows, err := store.List[T](v.ctx, v.s.store, v.study.ID, where, args...)
	if err != nil || !v.access.Limited() {
		return rows, err
	}
	return slices.DeleteFunc(rows, func(r *T) bool { return v.seesRow("", r) != nil }), nil
}

// seenIn reads the rows that the actor may see and that fit a condition on a list of ids, which stands in it as %s.
func seenIn[T any, K ~string](v *visit, where string, ids []K) ([]*T, error) {
	return inChunks(where, ids, func(where string, args ...any) ([]*T, error) { return seen[T](v, where, args...) })
}

// rowsIn is the same for all rows, within the write where there is one.
func rowsIn[T any, K ~string](v *visit, where string, ids []K) ([]*T, error) {
	return inChunks(where, ids, func(where string, args ...any) ([]*T, error) { return rowsOf[T](v, where, args...) })
}

func inChunks[T any, K ~string](where string, ids []K, read func(where string, args ...any) ([]*T, error)) ([]*T, error) {
	var out []*T
	for part := range slices.Chunk(ids, chunk) {
		rows, err := read(fmt.Sprintf(where, store.Places(2, len(part))), texts(part)...)
		if err != nil {
			return nil, err
		}
		out = append(out, rows...)
	}
	return out, nil
}

// anyOf is the condition that a column is one of n values, the first of them placeholder $from.
func anyOf(column string, from, n int) string {
	return column + " IN (" + store.Places(from, n) + ")"
}

// texts are ids as arguments of a statement.
func texts[K ~string](ids []K) []any {
	out := make([]any, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

// letters are those of the sites the actor may see, in display order.
func letters(ev *crosscase.Evidence) []string {
	out := make([]string, len(ev.Sites))
	for i := range ev.Sites {
		out[i] = ev.Sites[i].Letter
	}
	return out
}

// lettersByID are the same by the site's id.
func lettersByID(ev *crosscase.Evidence) map[crosscase.SiteID]string {
	out := make(map[crosscase.SiteID]string, len(ev.Sites))
	for i := range ev.Sites {
		out[ev.Sites[i].ID] = ev.Sites[i].Letter
	}
	return out
}

// themeNames are the names of the themes by key.
func themeNames(ev *crosscase.Evidence) map[string]string {
	out := make(map[string]string, len(ev.Themes))
	for i := range ev.Themes {
		out[ev.Themes[i].Key] = ev.Themes[i].Name
	}
	return out
}

// siteOf is the site a coding is about: its own, else its participant's; -1 for none.
func siteOf(ev *crosscase.Evidence, c *crosscase.EvidenceCoding) int32 {
	if c.Site < 0 && c.Participant >= 0 {
		return ev.Participants[c.Participant].Site
	}
	return c.Site
}
