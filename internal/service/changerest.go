package service

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Resting is a row that was made since on what a change made, and so stands in the way of taking that back.
type Resting struct {
	Noun   string `json:"noun"`
	ID     string `json:"id"`
	On     string `json:"on" doc:"noun of what it rests on"`
	Change int64  `json:"change" doc:"number of the change that last wrote it"`
	Theme  string `json:"theme,omitempty" doc:"of a coding: the key of its theme"`
}

// shownResting is how many rows a conflict names, countedResting how many it counts.
const (
	shownResting   = 5
	countedResting = 1000
)

// nothingRests refuses to take a change back while others' work rests on what it made. What the actor may not see is
// counted and not named: rows of other sites, and what others coded under blind coding.
func (b *reversal) nothingRests() error {
	rests, err := b.tx.Resting(countedResting)
	if err != nil || len(rests) == 0 {
		return err
	}
	mine, err := ownCoder(b.tx, b.actor)
	if err != nil {
		return err
	}
	var nouns, on []string
	count, details, counted := map[string]int{}, []Resting{}, map[string]bool{}
	for _, r := range rests {
		if name := strings.ReplaceAll(r.On, "_", " "); !slices.Contains(on, name) {
			on = append(on, name)
		}
		if counted[idOf(r.Row)] { // one row may name several
			continue
		}
		counted[idOf(r.Row)] = true
		if count[r.Noun]++; count[r.Noun] == 1 {
			nouns = append(nouns, r.Noun)
		}
		c, isCoding := r.Row.(*crosscase.Coding)
		if len(details) == shownResting || b.seesRow(r.Noun, r.Row) != nil || isCoding && b.blind() && c.CoderID != mine {
			continue
		}
		line := Resting{Noun: r.Noun, ID: idOf(r.Row), On: r.On, Change: reflect.ValueOf(r.Row).Elem().FieldByName("Revision").Int()}
		if isCoding {
			// As it stood before this write, which may have deleted it.
			if theme, err := store.Get[crosscase.Theme](b.ctx, b.s.store, b.study.ID, string(c.ThemeID)); err == nil {
				line.Theme = theme.Key()
			}
		}
		details = append(details, line)
	}
	counts := make([]string, len(nouns))
	for i, noun := range nouns {
		counts[i] = fmt.Sprintf("%d %s", count[noun], plural(noun, count[noun]))
	}
	said := fmt.Sprintf("change %d cannot be undone: %s made since rest on the %s that it made", b.seq, strings.Join(counts, ", "), strings.Join(on, " and the "))
	if len(rests) == countedResting {
		said = strings.Replace(said, ": ", ": at least ", 1)
	}
	if len(details) > 0 {
		shown := make([]string, len(details))
		for i, d := range details {
			shown[i] = strings.ReplaceAll(d.Noun, "_", " ")
			if d.Theme != "" {
				shown[i] += fmt.Sprintf(" with theme %q", d.Theme)
			}
			shown[i] += fmt.Sprintf(" (change %d)", d.Change)
		}
		more := ""
		if len(counted) > len(details) {
			more = " and others"
		}
		said += ": " + strings.Join(shown, ", ") + more
	}
	return &crosscase.Error{Code: crosscase.CodeConflict, Details: details,
		Message: said + ". Take those changes back or delete those rows first, or leave this one as it is; nothing was changed"}
}
