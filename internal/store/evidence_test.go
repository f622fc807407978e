package store_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

func contains(s, part string) bool { return strings.Contains(s, part) }

func load(t testing.TB, s *store.Store, study *crosscase.Study) *store.EvidenceIndex {
	t.Helper()
	x, err := s.LoadEvidence(ctx, study)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestLoadEvidence(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		number := 2.5
		storetest.Insert(t, s, study.ID,
			&crosscase.Site{ID: "s1", Letter: "A10"}, &crosscase.Site{ID: "s2", Letter: "A2"},
			&crosscase.Attribute{ID: "at", Owner: "site", Name: "budget", Type: "number"},
			&crosscase.Attribute{ID: "at2", Owner: "unit", Name: "beds", Type: "number"},
			&crosscase.AttributeValue{ID: "av", AttributeID: "at", OwnerID: "s1", SiteID: "s1", Value: "12.5"},
			&crosscase.AttributeValue{ID: "av2", AttributeID: "at2", OwnerID: "s1", Value: "7"},
			&crosscase.Unit{ID: "u1", SiteID: "s1", Name: "Ward"}, &crosscase.Unit{ID: "u2", SiteID: "s2", Name: "Ward"},
			&crosscase.Round{ID: "r1", Name: "second", Ord: 2}, &crosscase.Round{ID: "r2", Name: "first", Ord: 1},
			&crosscase.Participant{ID: "p1", SiteID: "s1", UnitID: "u1", Pseudonym: "P10", Group: "doctor", Level: "board"},
			&crosscase.Participant{ID: "p2", SiteID: "s1", Pseudonym: "P9", Group: "nurse"},
			&crosscase.Participant{ID: "p3", SiteID: "s2", Pseudonym: "P1", Role: "clerk"},
			&crosscase.Participant{ID: "p4", Pseudonym: "nowhere", Group: "doctor", Level: "unit"},
			&crosscase.MetaTheme{ID: "m1", Name: "process", Ord: 2}, &crosscase.MetaTheme{ID: "m2", Name: "structure", Ord: 1},
			&crosscase.Theme{ID: "t1", Name: "last"}, &crosscase.Theme{ID: "t2", Code: "P1", Name: "a process", MetaThemeID: "m1"},
			&crosscase.Theme{ID: "t3", Name: "below", ParentID: "t2"}, &crosscase.Theme{ID: "t4", Code: "S1", Name: "a structure", MetaThemeID: "m2"},
			&crosscase.Question{ID: "q1", ThemeID: "t2", Name: "who", Prompt: "Who decides?", Type: crosscase.Nominal},
			&crosscase.Question{ID: "q2", ThemeID: "t4", Name: "how_many", Type: crosscase.Numeric, Tolerance: 0.5},
			&crosscase.Position{ID: "o1", QuestionID: "q1", Name: "doctors", Ord: 2}, &crosscase.Position{ID: "o2", QuestionID: "q1", Name: "managers", Ord: 1},
			&crosscase.Interview{ID: "i1", Name: "one", SiteID: "s2", Participants: []crosscase.ParticipantID{"p3"}},
			&crosscase.Interview{ID: "i2", Name: "two", Participants: []crosscase.ParticipantID{"p4"}, Listened: true},
			&crosscase.Source{ID: "c1", Name: "recording", Kind: crosscase.Recording, InterviewID: "i1"},
			&crosscase.Source{ID: "c2", Name: "minutes", Kind: crosscase.Document, Genre: "minutes", Version: 1},
			&crosscase.Excerpt{ID: "e1", SourceID: "c2"}, &crosscase.Excerpt{ID: "e2", SourceID: "c1"},
			&crosscase.Coding{ID: "k2", ExcerptID: "e1", SiteID: "s1", ParticipantID: "p1", ThemeID: "t2", QuestionID: "q1", PositionID: "o1", Aspect: crosscase.Formal, Elicited: "no", Group: "ignored", RoundID: "r1"},
			&crosscase.Coding{ID: "k1", ExcerptID: "e2", SiteID: "s2", UnitID: "u2", Group: "porter", Level: "unit", ThemeID: "t4", QuestionID: "q2", Number: &number, PositionSet: []crosscase.PositionID{"o1", "o2"}, Aspect: crosscase.Opinion},
			&crosscase.Silence{ID: "z1", SiteID: "s1", ParticipantID: "p2", QuestionID: "q1", Aspect: crosscase.Practice, Kind: crosscase.NotAsked},
			&crosscase.SitePosition{ID: "sp", SiteID: "s2", QuestionID: "q1", Aspect: crosscase.Opinion, PositionID: "o1", Reason: "read so"},
		)
		want := &crosscase.Evidence{
			Study: study.ID, Revision: 2, Settings: study.Settings,
			Sites: []crosscase.EvidenceSite{{ID: "s2", Letter: "A2"}, {ID: "s1", Letter: "A10", Attributes: map[string]string{"budget": "12.5"}}},
			Units: []crosscase.EvidenceUnit{{ID: "u2", Name: "Ward", Site: 0}, {ID: "u1", Name: "Ward", Site: 1}},
			Participants: []crosscase.EvidenceParticipant{
				{ID: "p4", Pseudonym: "nowhere", Site: -1, Unit: -1, Group: 0, Level: 0, Interviewed: true, Listened: true},
				{ID: "p3", Pseudonym: "P1", Role: "clerk", Site: 0, Unit: -1, Group: -1, Level: -1, Interviewed: true},
				{ID: "p2", Pseudonym: "P9", Site: 1, Unit: -1, Group: 1, Level: -1, Interviewed: true, Listened: true},
				{ID: "p1", Pseudonym: "P10", Site: 1, Unit: 1, Group: 0, Level: 1, Interviewed: true, Listened: true},
			},
			Groups: []string{"doctor", "nurse", "porter"}, Levels: []string{"unit", "board"},
			MetaThemes: []string{"structure", "process"},
			Themes: []crosscase.EvidenceTheme{
				{ID: "t4", Key: "S1", Name: "a structure", Meta: 0, Parent: -1}, {ID: "t2", Key: "P1", Name: "a process", Meta: 1, Parent: -1},
				{ID: "t3", Key: "below", Name: "below", Meta: -1, Parent: 1}, {ID: "t1", Key: "last", Name: "last", Meta: -1, Parent: -1},
			},
			Questions: []crosscase.EvidenceQuestion{
				{ID: "q2", Name: "how_many", Theme: 0, Type: crosscase.Numeric, Tolerance: 0.5},
				{ID: "q1", Name: "who", Prompt: "Who decides?", Theme: 1, Type: crosscase.Nominal, Positions: []string{"managers", "doctors"}, PositionIDs: []crosscase.PositionID{"o2", "o1"}},
			},
			Sources: []crosscase.EvidenceSource{{ID: "c1", Name: "recording", Kind: crosscase.Recording}, {ID: "c2", Name: "minutes", Kind: crosscase.Document, Genre: "minutes"}},
			Rounds:  []string{"first", "second"},
			Codings: []crosscase.EvidenceCoding{
				{ID: "k1", Excerpt: "e2", Source: 0, Site: 0, Unit: 0, Participant: -1, Group: 2, Level: 0, Round: -1, Theme: 0, Question: 0, Position: -1, Set: []int32{1, 0}, Number: 2.5, HasNumber: true, Aspect: 3},
				{ID: "k2", Excerpt: "e1", Source: 1, Site: 1, Unit: 1, Participant: 3, Group: 0, Level: 1, Round: 1, Theme: 1, Question: 1, Position: 1, Aspect: 0, Elicited: "no"},
			},
			Silences:  []crosscase.EvidenceSilence{{ID: "z1", Site: 1, Unit: -1, Participant: 2, Theme: -1, Question: 1, Aspect: 1, Kind: crosscase.NotAsked}},
			Overrides: []crosscase.EvidenceOverride{{Site: 0, Question: 1, Position: 1, Aspect: 3, Reason: "read so"}},
		}
		if d := gocmp.Diff(want, load(t, s, study).Table, cmpopts.EquateEmpty()); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		_, err := s.LoadEvidence(ctx, &crosscase.Study{ID: "none"})
		wantCode(t, err, crosscase.CodeNotFound)
	})
}

// copyOf copies a table so deep as codings and silences need.
func copyOf(e *crosscase.Evidence) *crosscase.Evidence {
	c := *e
	c.Codings, c.Silences, c.Groups, c.Levels = slices.Clone(e.Codings), slices.Clone(e.Silences), slices.Clone(e.Groups), slices.Clone(e.Levels)
	c.Participants = slices.Clone(e.Participants)
	for i := range c.Codings {
		c.Codings[i].Set = slices.Clone(c.Codings[i].Set)
	}
	return &c
}

// model draws changes of a study and keeps what it has.
type model struct {
	t                           *rapid.T
	id                          func() string
	skipped                     []string // identifiers not used yet, to be used for rows that come in between
	codings, silences, excerpts []string
}

func (m *model) newID() string {
	id := m.id()
	if rapid.IntRange(0, 3).Draw(m.t, "in between") == 0 {
		m.skipped = append(m.skipped, id)
		id = m.id()
	} else if len(m.skipped) > 0 && rapid.IntRange(0, 3).Draw(m.t, "use skipped") == 0 {
		id, m.skipped = m.skipped[0], m.skipped[1:]
	}
	return id
}

func draw[T any](m *model, list ...T) T { return rapid.SampledFrom(list).Draw(m.t, "choice") }

func (m *model) coding(id string) *crosscase.Coding {
	c := &crosscase.Coding{
		ID: crosscase.CodingID(id), ExcerptID: crosscase.ExcerptID(draw(m, m.excerpts...)), ThemeID: draw[crosscase.ThemeID](m, "t1", "t2"),
		SiteID: draw[crosscase.SiteID](m, "s1", "s2", ""), ParticipantID: draw[crosscase.ParticipantID](m, "p1", "p2", "p3", "p4", "", ""),
		Group: draw(m, "", "doctor", "porter", "cook"), Level: draw(m, "", "board", "floor"), Aspect: draw(m, crosscase.Aspects...), Elicited: draw(m, "", "yes", "no"),
	}
	if draw(m, true, false) {
		c.QuestionID, c.PositionID = "q1", draw[crosscase.PositionID](m, "o1", "o2")
		c.PositionSet = draw(m, nil, []crosscase.PositionID{"o1"}, []crosscase.PositionID{"o2", "o1"})
		number := float64(draw(m, 0, 1, 2))
		c.Number = draw(m, nil, &number)
	}
	return c
}

func (m *model) silence(id string) *crosscase.Silence {
	return &crosscase.Silence{ID: crosscase.SilenceID(id), ParticipantID: draw[crosscase.ParticipantID](m, "p1", "p2", "p3", "p4", ""), QuestionID: "q1",
		Aspect: draw(m, crosscase.Aspects...), Kind: draw(m, crosscase.NotAsked, crosscase.NotRaised)}
}

// step writes one row or a few.
func (m *model) step(tx *store.Tx) error {
	remove := func(list *[]string) string {
		i := rapid.IntRange(0, len(*list)-1).Draw(m.t, "which")
		id := (*list)[i]
		*list = slices.Delete(*list, i, i+1)
		return id
	}
	switch what := draw(m, "coding", "coding", "coding", "update", "update", "delete", "silence", "silence update", "silence delete", "excerpt", "move", "coding", "update", "memo", "text", "rename", "site"); {
	case what == "coding":
		id := m.newID()
		m.codings = append(m.codings, id)
		return tx.Insert(m.coding(id))
	case what == "update" && len(m.codings) > 0:
		return tx.Update(m.coding(draw(m, m.codings...)))
	case what == "delete" && len(m.codings) > 0:
		return tx.Delete("coding", remove(&m.codings))
	case what == "silence":
		id := m.newID()
		m.silences = append(m.silences, id)
		return tx.Insert(m.silence(id))
	case what == "silence update" && len(m.silences) > 0:
		return tx.Update(m.silence(draw(m, m.silences...)))
	case what == "silence delete" && len(m.silences) > 0:
		return tx.Delete("silence", remove(&m.silences))
	case what == "excerpt":
		id := m.newID()
		m.excerpts = append(m.excerpts, id)
		return tx.Insert(&crosscase.Excerpt{ID: crosscase.ExcerptID(id), SourceID: draw[crosscase.SourceID](m, "c1", "c2")})
	case what == "move":
		return tx.Update(&crosscase.Excerpt{ID: crosscase.ExcerptID(draw(m, m.excerpts...)), SourceID: draw[crosscase.SourceID](m, "c1", "c2"), Text: draw(m, "a", "b")})
	case what == "memo":
		return tx.Insert(&crosscase.Memo{ID: crosscase.MemoID(m.newID()), Text: "a"})
	case what == "text":
		return tx.Update(&crosscase.Source{ID: "c1", Name: "one", Version: draw[int64](m, 1, 2, 3)})
	case what == "rename" && draw(m, true, false):
		return tx.Update(&crosscase.Source{ID: "c2", Name: draw(m, "two", "three"), Version: draw[int64](m, 0, 1), InterviewID: "i1"})
	case what == "site" && draw(m, true, false):
		return tx.Update(&crosscase.Site{ID: "s1", Letter: draw(m, "A", "Z")})
	}
	return nil
}

// TestCatchUp holds a patched table against one loaded anew, after any changes, undos among them, and with earlier
// tables, from which others may have been patched too, looked at again at the end.
func TestCatchUp(t *testing.T) {
	base := []any{
		&crosscase.Site{ID: "s1", Letter: "A"}, &crosscase.Site{ID: "s2", Letter: "B"}, &crosscase.Unit{ID: "u1", SiteID: "s1", Name: "Ward"},
		&crosscase.Participant{ID: "p1", SiteID: "s1", UnitID: "u1", Pseudonym: "P1", Group: "doctor", Level: "board"},
		&crosscase.Participant{ID: "p2", SiteID: "s1", Pseudonym: "P2", Group: "nurse"}, &crosscase.Participant{ID: "p3", SiteID: "s2", Pseudonym: "P3"},
		&crosscase.Participant{ID: "p4", SiteID: "s2", Pseudonym: "P4"},
		&crosscase.Interview{ID: "i1", Name: "one", Participants: []crosscase.ParticipantID{"p1"}, Listened: true},
		&crosscase.Theme{ID: "t1", Name: "one"}, &crosscase.Theme{ID: "t2", Name: "two"}, &crosscase.Question{ID: "q1", ThemeID: "t1", Name: "q", Type: crosscase.Nominal},
		&crosscase.Position{ID: "o1", QuestionID: "q1", Name: "yes"}, &crosscase.Position{ID: "o2", QuestionID: "q1", Name: "no", Ord: 1},
		&crosscase.Source{ID: "c1", Name: "one", Version: 1}, &crosscase.Source{ID: "c2", Name: "two"}, &crosscase.Excerpt{ID: "e1", SourceID: "c1"}, &crosscase.Excerpt{ID: "e2", SourceID: "c2"},
	}
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		studies, patched, anew := 0, 0, 0
		rapid.Check(t, func(rt *rapid.T) {
			studies++
			study := &crosscase.Study{ID: crosscase.StudyID(fmt.Sprint("study", studies)), Slug: fmt.Sprint("study", studies), Title: "A study", Settings: crosscase.DefaultSettings()}
			if _, err := s.Create(ctx, study, storetest.Head("study.create"), func(tx *store.Tx) error {
				for _, row := range base {
					if err := tx.Insert(row); err != nil {
						return err
					}
				}
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
			m := &model{t: rt, id: storetest.IDs(0), excerpts: []string{"e1", "e2"}}
			type kept struct {
				x      *store.EvidenceIndex
				before *crosscase.Evidence
			}
			x := load(t, s, study)
			all := []kept{{x, copyOf(x.Table)}}
			for range rapid.IntRange(1, 12).Draw(rt, "rounds") {
				for range rapid.IntRange(1, 3).Draw(rt, "changes") {
					was := *m
					was.codings, was.silences, was.excerpts = slices.Clone(m.codings), slices.Clone(m.silences), slices.Clone(m.excerpts)
					c, err := s.Write(ctx, study.ID, storetest.Head("x"), func(tx *store.Tx) error {
						for range rapid.IntRange(1, 3).Draw(rt, "rows") {
							if err := m.step(tx); err != nil {
								return err
							}
						}
						return nil
					})
					if err != nil {
						rt.Fatal(err)
					}
					if c != nil && rapid.IntRange(0, 5).Draw(rt, "undo") == 0 {
						if _, err := revert(s, study.ID, c.Seq); err != nil {
							rt.Fatal(err)
						}
						m.codings, m.silences, m.excerpts = was.codings, was.silences, was.excerpts
					}
				}
				fresh := load(t, s, study)
				// Mostly the last index goes on; now and then an earlier one is brought up to date beside it.
				from := all[len(all)-1]
				if rapid.IntRange(0, 3).Draw(rt, "from an earlier one") == 0 {
					from = rapid.SampledFrom(all).Draw(rt, "earlier")
				}
				next, ok, err := from.x.CatchUp(ctx, s)
				if err != nil {
					rt.Fatal(err)
				}
				if !ok {
					next = fresh
					anew++
				} else {
					patched++
				}
				if d := gocmp.Diff(fresh.Table, next.Table, cmpopts.EquateEmpty()); d != "" {
					rt.Fatalf("patched is not loaded anew (-anew +patched):\n%s", d)
				}
				all = append(all, kept{next, copyOf(next.Table)})
			}
			for i, k := range all {
				if d := gocmp.Diff(k.before, k.x.Table, cmpopts.EquateEmpty()); d != "" {
					rt.Fatalf("table %d was altered after it was handed out (-before +after):\n%s", i, d)
				}
			}
			if !slices.IsSortedFunc(all[len(all)-1].x.Table.Codings, func(a, b crosscase.EvidenceCoding) int { return cmp.Compare(a.ID, b.ID) }) {
				rt.Fatal("codings are out of order")
			}
		})
		if patched == 0 {
			t.Error("nothing was patched")
		}
		t.Logf("%d patched, %d loaded anew", patched, anew)
	})
}

// TestCatchUpPatches names the changes that everyday coding makes: they are patched, not loaded anew.
func TestCatchUpPatches(t *testing.T) {
	s := storetest.SQLite(t)
	study := storetest.Study(t, s)
	id := storetest.IDs(0)
	d := newDesign(t, s, study.ID, id)
	excerpt := &crosscase.Excerpt{ID: crosscase.ExcerptID(id()), SourceID: d.source}
	storetest.Insert(t, s, study.ID, excerpt, d.coding(0, id(), excerpt.ID), d.coding(0, id(), excerpt.ID))
	x := load(t, s, study)
	coding := d.coding(0, id(), excerpt.ID)
	for _, tt := range []struct {
		name string
		fn   func(tx *store.Tx) error
	}{
		{"Coding", func(tx *store.Tx) error { return tx.Insert(coding) }},
		{"CodingOfANewExcerpt", func(tx *store.Tx) error {
			e := &crosscase.Excerpt{ID: crosscase.ExcerptID(id()), SourceID: d.source}
			if err := tx.Insert(e); err != nil {
				return err
			}
			return tx.Insert(d.coding(0, id(), e.ID))
		}},
		{"SiteStatement", func(tx *store.Tx) error {
			c := d.coding(0, id(), excerpt.ID)
			c.ParticipantID, c.Group = "", "porter"
			return tx.Insert(c)
		}},
		{"Update", func(tx *store.Tx) error { coding.Aspect = crosscase.Formal; return tx.Update(coding) }},
		{"Delete", func(tx *store.Tx) error { return tx.Delete("coding", string(coding.ID)) }},
		{"Silence", func(tx *store.Tx) error {
			return tx.Insert(&crosscase.Silence{ID: crosscase.SilenceID(id()), ParticipantID: d.participants[0], ThemeID: d.themes[0], Kind: crosscase.NotRaised})
		}},
		{"Memo", func(tx *store.Tx) error { return tx.Insert(&crosscase.Memo{ID: crosscase.MemoID(id()), Text: "a"}) }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			storetest.Write(t, s, study.ID, "x", tt.fn)
			next, ok, err := x.CatchUp(ctx, s)
			if err != nil || !ok {
				t.Fatalf("patched %v, %v", ok, err)
			}
			if d := gocmp.Diff(load(t, s, study).Table, next.Table, cmpopts.EquateEmpty()); d != "" {
				t.Errorf("(-anew +patched):\n%s", d)
			}
			x = next
		})
	}
}
