package service_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// themes are the keys of the codebook in display order, each behind dots for its depth.
func (c *caseStudy) themes(t *testing.T) []string {
	t.Helper()
	book, err := c.Codebook(c.lead, c.slug)
	c.must(t, err)
	depth := map[crosscase.ThemeID]string{}
	var out []string
	for _, th := range book.Themes {
		if th.ParentID != "" {
			depth[th.ID] = depth[th.ParentID] + "."
		}
		out = append(out, depth[th.ID]+th.Key)
	}
	return out
}

func (c *caseStudy) theme(t *testing.T, key string) *crosscase.Theme {
	t.Helper()
	row, err := c.Get(c.lead, c.slug, "theme", key)
	c.must(t, err)
	return row.(*crosscase.Theme)
}

func (c *caseStudy) move(t *testing.T, m service.CodebookMove) {
	t.Helper()
	_, err := c.MoveInCodebook(c.lead, c.slug, m)
	c.must(t, err)
}

func ptr(s string) *string { return &s }

func TestMoveInCodebook(t *testing.T) {
	c := newCase(t)
	structure := string(c.theme(t, "S1").MetaThemeID)
	for _, name := range []string{"Pay", "Time"} {
		c.make(t, "theme", service.Record{"name": name, "meta_theme": "Structure", "ord": 9})
	}
	id := func(key string) string { return string(c.theme(t, key).ID) }
	check := func(what string, want ...string) {
		t.Helper()
		if d := cmp.Diff(want, c.themes(t)); d != "" {
			t.Errorf("%s: %s", what, d)
		}
	}
	check("as made", "S1", "Pay", "Time", "O1")
	c.move(t, service.CodebookMove{Noun: "theme", ID: id("Time"), Before: id("S1")})
	check("before another", "Time", "S1", "Pay", "O1")
	c.move(t, service.CodebookMove{Noun: "theme", ID: id("Pay"), ParentID: ptr(id("S1"))})
	check("nested", "Time", "S1", ".Pay", "O1")
	c.move(t, service.CodebookMove{Noun: "theme", ID: id("Time"), ParentID: ptr(id("Pay"))})
	check("nested deeper", "S1", ".Pay", "..Time", "O1")
	c.move(t, service.CodebookMove{Noun: "theme", ID: id("S1"), MetaThemeID: ptr(string(c.theme(t, "O1").MetaThemeID)), Before: id("O1")})
	check("what stands under it comes along", "S1", ".Pay", "..Time", "O1")
	if got := string(c.theme(t, "Time").MetaThemeID); got == structure {
		t.Error("the sub-theme of a sub-theme kept its old meta-theme")
	}
	_, err := c.MoveInCodebook(c.lead, c.slug, service.CodebookMove{Noun: "theme", ID: id("S1"), ParentID: ptr(id("Time"))})
	wantCode(t, "a theme under its own sub-theme", err, crosscase.CodeInvalid)
	for range 4 {
		_, err := c.Undo(c.lead, c.slug, 0)
		c.must(t, err)
	}
	check("all taken back", "S1", "Pay", "Time", "O1")
}

func TestMergeThemes(t *testing.T) {
	c := newCase(t)
	before := asJSON(t, c.all(t))
	c.make(t, "summary", service.Record{"site": "A", "theme": "O1", "text": "They like it.", "excerpts": []any{string(c.excerptOf(t, "We like"))}})
	c.make(t, "guide", service.Record{"title": "Guide"})
	c.make(t, "topic", service.Record{"guide": "Guide", "wording": "What is it like?", "themes": []any{"S1", "O1"}})
	c.make(t, "theme", service.Record{"name": "Joy", "parent": "O1"})
	c.make(t, "memo", service.Record{"text": "Of morale.", "about": []any{map[string]any{"noun": "theme", "key": "O1"}}})
	c.make(t, "coding", service.Record{"excerpt_id": string(c.excerptOf(t, "We like")), "theme": "S1", "note": "again"})
	standing := asJSON(t, c.all(t))

	_, err := c.MergeThemes(c.coder, c.slug, "O1", "S1")
	wantCode(t, "merge by who does not see all sites", err, crosscase.CodeNotFound)
	_, err = c.MergeThemes(c.adviser, c.slug, "O1", "S1")
	wantCode(t, "merge by an adviser", err, crosscase.CodeForbidden)
	_, err = c.MergeThemes(c.lead, c.slug, "O1", "O1")
	wantCode(t, "merge into itself", err, crosscase.CodeInvalid)

	done, err := c.MergeThemes(c.lead, c.slug, "O1", "S1")
	c.must(t, err)
	if done.Moved != 0 || done.Same != 1 {
		t.Errorf("moved %d, same %d; want 0 and the one that was there already", done.Moved, done.Same)
	}
	into := c.theme(t, "S1")
	if into.Meaning != done.Seq {
		t.Errorf("meaning %d, want that of the merge, %d", into.Meaning, done.Seq)
	}
	if got := c.theme(t, "Joy").ParentID; got != into.ID {
		t.Error("the sub-theme did not come along")
	}
	rows, err := c.List(c.lead, c.slug, "summary", map[string]string{"theme_id": string(into.ID)})
	c.must(t, err)
	if len(rows) != 1 || rows[0].(*crosscase.Summary).Text != "Mostly the four of us.\n\nThey like it." || len(rows[0].(*crosscase.Summary).Excerpts) != 1 {
		t.Errorf("the two summaries of site A became %s", asJSON(t, rows))
	}
	topic, err := c.Get(c.lead, c.slug, "topic", "What is it like?")
	c.must(t, err)
	if d := cmp.Diff([]crosscase.ThemeID{into.ID}, topic.(*crosscase.Topic).Themes); d != "" {
		t.Error("the topic's themes:", d)
	}
	memos, err := c.List(c.lead, c.slug, "memo", map[string]string{"text": "Of morale."})
	c.must(t, err)
	if got := memos[0].(*crosscase.Memo).About[0].Key; got != "S1" {
		t.Errorf("the memo is about %q", got)
	}
	silences, err := c.List(c.lead, c.slug, "silence", map[string]string{"theme_id": string(into.ID)})
	c.must(t, err)
	if len(silences) != 1 {
		t.Errorf("%d silences came over, want 1", len(silences))
	}

	_, err = c.Undo(c.lead, c.slug, done.Seq)
	c.must(t, err)
	if d := cmp.Diff(standing, asJSON(t, c.all(t))); d != "" {
		t.Error("one undo does not take all back:", d)
	}
	if before == standing {
		t.Error("the story changed nothing")
	}
	check, err := c.Verify(c.lead, c.slug)
	c.must(t, err)
	if len(check.Faults) > 0 {
		t.Error("the history does not verify:", check.Faults)
	}
}

func TestMergeWithinOnesRights(t *testing.T) {
	c := newCase(t)
	c.must(t, c.SetMember(c.lead, c.slug, "coder", crosscase.CoderRole, nil)) // of all sites
	c.make(t, "guide", service.Record{"title": "Guide"})
	c.make(t, "topic", service.Record{"guide": "Guide", "wording": "Who leads here?", "themes": []any{"S1", "O1"}})
	before := asJSON(t, c.all(t))
	_, err := c.MergeThemes(c.coder, c.slug, "S1", "O1")
	wantCode(t, "a merge that would re-point a claim and a topic", err, crosscase.CodeForbidden)
	for _, part := range []string{`1 topic ("Who leads here?")`, `1 claim (claim "C1")`} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in %q", part, err)
		}
	}
	if asJSON(t, c.all(t)) != before {
		t.Error("something was changed")
	}

	c.make(t, "theme", service.Record{"name": "Mood", "parent": "O1"})
	c.make(t, "coding", service.Record{"excerpt_id": string(c.excerptOf(t, "We like")), "theme": "Mood"})
	before = asJSON(t, c.all(t))
	done, err := c.MergeThemes(c.coder, c.slug, "Mood", "O1")
	c.must(t, err)
	if done.Same != 1 {
		t.Errorf("merged: %+v", done)
	}
	_, err = c.Undo(c.coder, c.slug, 0)
	c.must(t, err)
	if asJSON(t, c.all(t)) != before {
		t.Error("one undo does not take all back")
	}
}

func TestMoveQuestionTakesItsCodings(t *testing.T) {
	c := newCase(t)
	c.make(t, "silence", service.Record{"site": "B", "theme": "S1", "question": "who_leads", "kind": "asked_no_view"})
	// The same was coded under the theme the question goes to, by the same coder: there must be one of the two.
	rows, err := c.List(c.lead, c.slug, "coding", map[string]string{"excerpt_id": string(c.excerptOf(t, "We lead it together"))})
	c.must(t, err)
	twin := rows[0].(*crosscase.Coding)
	c.make(t, "coding", service.Record{"excerpt_id": string(twin.ExcerptID), "theme": "O1", "question": "who_leads", "position": "team", "aspect": "practice", "note": "seen twice"})
	before := asJSON(t, c.all(t))
	under := func(theme, noun string) int {
		t.Helper()
		rows, err := c.List(c.lead, c.slug, noun, map[string]string{"theme_id": string(c.theme(t, theme).ID)})
		c.must(t, err)
		return len(rows)
	}
	all := under("S1", "coding") + under("O1", "coding")
	row, err := c.Get(c.lead, c.slug, "question", "who_leads")
	c.must(t, err)
	move := service.CodebookMove{Noun: "question", ID: string(row.(*crosscase.Question).ID), ThemeID: ptr(string(c.theme(t, "O1").ID))}

	_, err = c.MoveInCodebook(c.coder, c.slug, move)
	wantCode(t, "by a coder who does not see all sites", err, crosscase.CodeNotFound)
	done, err := c.MoveInCodebook(c.lead, c.slug, move)
	c.must(t, err)
	if under("S1", "coding") != 0 || under("O1", "coding") != all-1 || under("S1", "silence") != 0 || under("O1", "silence") != 2 {
		t.Errorf("S1 has %d codings and %d silences, O1 %d and %d", under("S1", "coding"), under("S1", "silence"), under("O1", "coding"), under("O1", "silence"))
	}
	rows, err = c.List(c.lead, c.slug, "coding", map[string]string{"excerpt_id": string(twin.ExcerptID)})
	c.must(t, err)
	if len(rows) != 1 || rows[0].(*crosscase.Coding).Note != "seen twice" {
		t.Errorf("two codings that say the same became %s", asJSON(t, rows))
	}
	_, err = c.Undo(c.lead, c.slug, done.Seq)
	c.must(t, err)
	if d := cmp.Diff(before, asJSON(t, c.all(t))); d != "" {
		t.Error("one undo does not take all back:", d)
	}
	c.load(t, "codebook.csv", "meta_theme,theme,question,prompt,type,positions\nOutcomes,O1: Morale,who_leads,Who leads the unit?,nominal,team|single\n")
	if under("S1", "coding") != 0 || under("O1", "coding") != all-1 {
		t.Errorf("a codebook table that moves the question leaves S1 %d codings and O1 %d", under("S1", "coding"), under("O1", "coding"))
	}
}

func TestPositionsStayWithTheirQuestion(t *testing.T) {
	c := newCase(t)
	c.make(t, "question", service.Record{"name": "who_decides", "theme": "S1"})
	c.make(t, "position", service.Record{"question": "who_decides", "name": "board"})
	rows, err := c.List(c.lead, c.slug, "position", nil)
	c.must(t, err)
	id := map[string]string{}
	for _, row := range rows {
		id[row.(*crosscase.Position).Name] = string(row.(*crosscase.Position).ID)
	}
	_, err = c.MoveInCodebook(c.lead, c.slug, service.CodebookMove{Noun: "position", ID: id["team"], Before: id["board"]})
	wantCode(t, "to another question", err, crosscase.CodeInvalid)
	for _, part := range []string{`"team"`, `"who_leads"`, "3 codings", "make a position of that name there"} {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("%q is missing in %q", part, err)
		}
	}
}

// all is every row of the study, revisions apart.
func (c *caseStudy) all(t *testing.T) map[string][]any {
	t.Helper()
	out := map[string][]any{}
	for _, noun := range []string{"meta_theme", "theme", "question", "position", "coding", "silence", "summary", "topic", "memo", "claim", "revisit"} {
		rows, err := c.List(c.lead, c.slug, noun, nil)
		c.must(t, err)
		for _, row := range rows {
			reflect.ValueOf(row).Elem().FieldByName("Revision").SetInt(0)
		}
		out[noun] = rows
	}
	return out
}

func TestSplitTheme(t *testing.T) {
	c := newCase(t)
	codings, err := c.ThemeCodings(c.lead, c.slug, "S1")
	c.must(t, err)
	if len(codings) != 7 || codings[0].Site != "A" || codings[6].Site != "B" {
		t.Fatalf("codings of S1: %s", asJSON(t, codings))
	}
	own, err := c.ThemeCodings(c.coder, c.slug, "S1")
	c.must(t, err)
	if len(own) != 2 {
		t.Errorf("a coder of site B sees %d codings, want those of B, 2", len(own))
	}
	lacks(t, "the list of a coder of site B", asJSON(t, own), ofSiteA)

	to := map[crosscase.CodingID]int{}
	for _, line := range codings[:5] { // those of site A, all looked at
		to[line.ID] = map[string]int{"team": 0, "single": -1}[line.Position]
	}
	done, err := c.SplitTheme(c.lead, c.slug, service.ThemeSplit{From: "S1", Into: []service.SplitPart{{Code: "S1a", Name: "Shared leadership", Definition: "Several lead."}}, Codings: to})
	c.must(t, err)
	if done.Moved != 3 || len(done.Themes) != 1 {
		t.Errorf("split: %+v", done)
	}
	if d := cmp.Diff([]string{"S1", "S1a", "O1"}, c.themes(t)); d != "" {
		t.Error("the part stands right behind its theme:", d)
	}
	// What nobody looked at is to be revisited, and nothing else.
	list, err := c.Revisits(c.lead, c.slug)
	c.must(t, err)
	var open []string
	for _, i := range list.Items {
		if !i.Done {
			open = append(open, i.Theme.Key+" "+i.Source.Site)
		}
	}
	if d := cmp.Diff([]string{"S1 B", "S1 B"}, open); d != "" || list.Open != 2 {
		t.Error("to revisit:", d, list.Open)
	}
	_, err = c.SplitTheme(c.lead, c.slug, service.ThemeSplit{From: "S1", Into: []service.SplitPart{{Name: "Other"}}, Codings: map[crosscase.CodingID]int{"gone": 0}})
	wantCode(t, "a coding that is not there any more", err, crosscase.CodeConflict)
	_, err = c.SplitTheme(c.coder, c.slug, service.ThemeSplit{From: "S1", Into: []service.SplitPart{{Name: "Other"}}, Codings: map[crosscase.CodingID]int{codings[3].ID: 0}})
	wantCode(t, "a coding of a site out of sight", err, crosscase.CodeNotFound)
}

func TestRevisits(t *testing.T) {
	c := newCase(t)
	open := func() int {
		t.Helper()
		list, err := c.Revisits(c.lead, c.slug)
		c.must(t, err)
		return list.Open
	}
	if n := open(); n != 0 {
		t.Fatalf("%d to revisit in a study that was coded after its codebook was made", n)
	}
	_, err := c.UpdateRecord(c.lead, c.slug, "theme", "O1", service.Record{"name": "Mood", "colour": "#17606b", "ord": 3})
	c.must(t, err)
	if n := open(); n != 0 {
		t.Errorf("%d to revisit after a new label and colour", n)
	}
	_, err = c.UpdateRecord(c.lead, c.slug, "theme", "O1", service.Record{"not_when": "Pay."})
	c.must(t, err)
	if n := open(); n != 1 {
		t.Errorf("%d to revisit after a new definition, want 1", n)
	}
	list, err := c.Revisits(c.lead, c.slug)
	c.must(t, err)
	line := list.Items[0]
	_, err = c.TickRevisit(c.lead, c.slug, service.RevisitTick{ThemeID: "O1", SourceID: string(line.Source.ID), Done: true})
	c.must(t, err)
	if n := open(); n != 0 {
		t.Errorf("%d to revisit after it was ticked off", n)
	}
	c.make(t, "question", service.Record{"name": "how_glad", "theme": "O1"})
	if n := open(); n != 1 {
		t.Errorf("%d to revisit after a new question, want 1: the tick was of the meaning before", n)
	}
	_, err = c.Revisits(c.typist, c.slug)
	wantCode(t, "a transcriber", err, crosscase.CodeNotFound)
	limited, err := c.Revisits(c.coder, c.slug)
	c.must(t, err)
	lacks(t, "the list of a coder of site B", asJSON(t, limited), ofSiteA)
}

func TestCompareCodebooks(t *testing.T) {
	c := newCase(t)
	keep := func(name string) int64 {
		t.Helper()
		v, err := c.KeepCodebookVersion(c.lead, c.slug, service.VersionDraft{Name: name})
		c.must(t, err)
		return v.Number
	}
	change := func(noun, key string, rec service.Record) {
		t.Helper()
		_, err := c.UpdateRecord(c.lead, c.slug, noun, key, rec)
		c.must(t, err)
	}
	first := keep("first")
	change("theme", "S1", service.Record{"name": "Who leads", "definition": "Leadership, whoever has it."})
	change("theme", "O1", service.Record{"meta_theme": "Structure", "retired": true})
	c.make(t, "theme", service.Record{"name": "Pay", "definition": "Money for the person."})
	second := keep("second")
	change("theme", "S1", service.Record{"definition": "Leadership."})
	_, err := c.MergeThemes(c.lead, c.slug, "Pay", "O1")
	c.must(t, err)

	type line struct{ Key, What, Field, Before, After string }
	lines := func(from, to int64) []line {
		t.Helper()
		d, err := c.CompareCodebooks(c.lead, c.slug, from, to)
		c.must(t, err)
		out := []line{}
		for _, i := range d.Items {
			out = append(out, line{i.Key, i.What, i.Field, i.Before, i.After})
		}
		return out
	}
	for _, test := range []struct {
		name     string
		from, to int64
		want     []line
	}{
		{"one and the next", first, second, []line{
			{"Pay", "added", "", "", "Money for the person."},
			{"O1: Morale", "moved", "", "Outcomes", "Structure"},
			{"O1: Morale", "retired", "", "", ""},
			{"S1: Who leads", "renamed", "", "S1: Leadership", "S1: Who leads"},
			{"S1: Who leads", "changed", "definition", "", "Leadership, whoever has it."},
		}},
		{"up to now", second, 0, []line{
			{"Pay", "merged", "", "", "O1: Morale"},
			{"S1: Who leads", "changed", "definition", "Leadership, whoever has it.", "Leadership."},
		}},
		{"the same", first, first, []line{}},
	} {
		if d := cmp.Diff(test.want, lines(test.from, test.to)); d != "" {
			t.Errorf("%s: %s", test.name, d)
		}
	}
	_, err = c.CompareCodebooks(c.lead, c.slug, second, first)
	wantCode(t, "the newer with the older", err, crosscase.CodeInvalid)
	all := lines(0, first)
	if len(all) != 5 { // two meta-themes, two themes, a question with its positions
		t.Errorf("from the beginning: %+v", all)
	}
}
