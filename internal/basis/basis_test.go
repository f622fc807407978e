package basis_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/basis"
)

// anyRecord is two to four sites with units, people of three groups, two themes with a question each, codings with and
// without a speaker, silences, a typology that places some sites, and summaries of many cells of each kind of row.
type anyRecord struct {
	ev        *crosscase.Evidence
	summaries []*crosscase.Summary
	words     map[crosscase.ExcerptID]crosscase.BasisRow
	placed    map[crosscase.TypologyID]map[crosscase.SiteID]string
}

func draw[T any](t *rapid.T, list ...T) T { return rapid.SampledFrom(list).Draw(t, "choice") }

func newRecord(t *rapid.T) *anyRecord {
	ev := &crosscase.Evidence{Groups: []string{"doctor", "manager", "nurse"}, Levels: []string{"board", "unit"}}
	r := &anyRecord{ev: ev, words: map[crosscase.ExcerptID]crosscase.BasisRow{}, placed: map[crosscase.TypologyID]map[crosscase.SiteID]string{"y": {}}}
	for i := range rapid.IntRange(2, 4).Draw(t, "sites") {
		site := crosscase.SiteID(fmt.Sprint("site", i))
		ev.Sites = append(ev.Sites, crosscase.EvidenceSite{ID: site, Letter: string(rune('A' + i))})
		ev.Units = append(ev.Units, crosscase.EvidenceUnit{ID: crosscase.UnitID(fmt.Sprint("unit", i)), Site: int32(i)})
		r.placed["y"][site] = draw(t, "one", "two", "")
	}
	for i := range rapid.IntRange(1, 8).Draw(t, "people") {
		site := int32(rapid.IntRange(0, len(ev.Sites)-1).Draw(t, "site"))
		ev.Participants = append(ev.Participants, crosscase.EvidenceParticipant{
			ID: crosscase.ParticipantID(fmt.Sprint("person", i)), Site: site, Unit: draw(t, -1, site), Group: draw[int32](t, -1, 0, 1, 2), Level: 0})
	}
	for i := range 2 {
		ev.Themes = append(ev.Themes, crosscase.EvidenceTheme{ID: crosscase.ThemeID(fmt.Sprint("theme", i)), Parent: -1})
		ev.Questions = append(ev.Questions, crosscase.EvidenceQuestion{ID: crosscase.QuestionID(fmt.Sprint("question", i)), Theme: int32(i),
			Positions: []string{"x", "y", "z"}, PositionIDs: []crosscase.PositionID{crosscase.PositionID(fmt.Sprint("x", i)), crosscase.PositionID(fmt.Sprint("y", i)), crosscase.PositionID(fmt.Sprint("z", i))}})
	}
	for i := range rapid.IntRange(1, 30).Draw(t, "codings") {
		ev.Codings = append(ev.Codings, r.coding(t, i))
	}
	for i := range rapid.IntRange(0, 4).Draw(t, "silences") {
		who := int32(rapid.IntRange(0, len(ev.Participants)-1).Draw(t, "who"))
		ev.Silences = append(ev.Silences, crosscase.EvidenceSilence{ID: crosscase.SilenceID(fmt.Sprint("silence", i)), Site: ev.Participants[who].Site, Unit: -1,
			Participant: who, Theme: draw[int32](t, -1, 0, 1), Question: int32(i % 2), Kind: crosscase.NotRaised})
	}
	for i := range rapid.IntRange(1, 25).Draw(t, "summaries") {
		s := &crosscase.Summary{ID: crosscase.SummaryID(fmt.Sprint("summary", i)), Text: "text"}
		at := rapid.IntRange(0, len(ev.Participants)-1).Draw(t, "at")
		switch rapid.IntRange(0, 4).Draw(t, "row") {
		case 0:
			s.ParticipantID = ev.Participants[at].ID
			s.SiteID = ev.Sites[ev.Participants[at].Site].ID
		case 1:
			s.UnitID, s.SiteID = ev.Units[at%len(ev.Units)].ID, ev.Sites[at%len(ev.Units)].ID
		case 2:
			s.SiteID = ev.Sites[at%len(ev.Sites)].ID
		case 3:
			s.TypologyID, s.Type = "y", draw(t, "one", "two")
		case 4:
			s.Group = draw(t, ev.Groups...)
		}
		if draw(t, true, false) {
			s.ThemeID = ev.Themes[at%2].ID
		} else {
			s.QuestionID = ev.Questions[at%2].ID
		}
		if slices.ContainsFunc(r.summaries, func(o *crosscase.Summary) bool { return basis.SameCell(o, s) }) {
			continue
		}
		r.summaries = append(r.summaries, s)
	}
	r.save()
	return r
}

func (r *anyRecord) coding(t *rapid.T, i int) crosscase.EvidenceCoding {
	who := int32(rapid.IntRange(-1, len(r.ev.Participants)-1).Draw(t, "who"))
	c := crosscase.EvidenceCoding{ID: crosscase.CodingID(fmt.Sprintf("coding%03d", i)), Excerpt: crosscase.ExcerptID(fmt.Sprint("excerpt", i)),
		Site: int32(rapid.IntRange(0, len(r.ev.Sites)-1).Draw(t, "site")), Unit: -1, Participant: who, Group: draw[int32](t, -1, 0, 1, 2), Level: -1, Round: -1}
	if who >= 0 {
		p := r.ev.Participants[who]
		c.Site, c.Unit, c.Group = p.Site, p.Unit, p.Group
	}
	c.Theme, c.Question, c.Position = draw[int32](t, 0, 1), -1, -1
	if draw(t, true, false) {
		c.Question, c.Position = c.Theme, draw[int32](t, 0, 1, 2)
	}
	return c
}

func (r *anyRecord) chart() *basis.Chart { return basis.NewChart(r.ev, r.summaries, r.words, r.placed) }

// save takes the basis of every summary, as saving each of them would.
func (r *anyRecord) save() {
	c := r.chart()
	for _, s := range r.summaries {
		s.Basis = c.Of(s)
	}
}

// stale lists the summaries that are.
func (r *anyRecord) stale() []crosscase.SummaryID {
	var out []crosscase.SummaryID
	c := r.chart()
	for _, s := range r.summaries {
		if c.Since(s).Stale() {
			out = append(out, s.ID)
		}
	}
	return out
}

// rests says, by the words of the method alone, whether a summary rests on a coding.
func (r *anyRecord) rests(s *crosscase.Summary, c crosscase.EvidenceCoding) bool {
	ev := r.ev
	if s.ThemeID != "" && ev.Themes[c.Theme].ID != s.ThemeID || s.QuestionID != "" && (c.Question < 0 || ev.Questions[c.Question].ID != s.QuestionID) {
		return false
	}
	switch {
	case s.ParticipantID != "":
		return c.Participant >= 0 && ev.Participants[c.Participant].ID == s.ParticipantID
	case s.UnitID != "":
		return c.Unit >= 0 && ev.Units[c.Unit].ID == s.UnitID
	case s.Group != "":
		return c.Group >= 0 && ev.Groups[c.Group] == s.Group
	case s.Type != "":
		return r.placed[s.TypologyID][ev.Sites[c.Site].ID] == s.Type
	}
	return ev.Sites[c.Site].ID == s.SiteID
}

func TestExactlyWhatRestsOnACodingBecomesStale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(t)
		if got := r.stale(); got != nil {
			t.Fatalf("stale before anything changed: %v", got)
		}
		was := slices.Clone(r.ev.Codings)
		var touched []crosscase.EvidenceCoding // before and after
		switch i := rapid.IntRange(0, len(was)-1).Draw(t, "which"); rapid.IntRange(0, 2).Draw(t, "how") {
		case 0: // deleted
			touched = append(touched, was[i])
			r.ev.Codings = slices.Delete(slices.Clone(was), i, i+1)
		case 1: // added
			c := r.coding(t, 999)
			touched = append(touched, c)
			r.ev.Codings = append(slices.Clone(was), c)
		default: // altered
			r.ev.Codings = slices.Clone(was)
			c := r.coding(t, 0)
			c.ID, c.Excerpt = was[i].ID, was[i].Excerpt
			r.ev.Codings[i] = c
			if !cmp.Equal(c, was[i]) {
				touched = append(touched, was[i], c)
			}
		}
		var want []crosscase.SummaryID
		for _, s := range r.summaries {
			if slices.ContainsFunc(touched, func(c crosscase.EvidenceCoding) bool { return r.rests(s, c) }) {
				want = append(want, s.ID)
			}
		}
		if diff := cmp.Diff(want, r.stale()); diff != "" {
			t.Fatalf("stale (-want +got):\n%s", diff)
		}
		r.ev.Codings = was
		if got := r.stale(); got != nil {
			t.Fatalf("put back, and still stale: %v", got)
		}
	})
}

// What is written in a cell makes stale the cells one level above it and no others; confirmed, these are so no longer.
func TestWhatIsWrittenBelowMakesTheCellAboveStale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(t)
		s := draw(t, r.summaries...)
		s.Text = "other words"
		person := func(o *crosscase.Summary) *crosscase.EvidenceParticipant {
			for i := range r.ev.Participants {
				if r.ev.Participants[i].ID == o.ParticipantID {
					return &r.ev.Participants[i]
				}
			}
			return nil
		}
		var want []crosscase.SummaryID
		for _, above := range r.summaries {
			if above.ThemeID != s.ThemeID || above.QuestionID != s.QuestionID {
				continue
			}
			p, feeds := person(s), false
			switch {
			case above.ParticipantID != "":
			case above.UnitID != "":
				feeds = p != nil && p.Unit >= 0 && r.ev.Units[p.Unit].ID == above.UnitID
			case above.Group != "":
				feeds = p != nil && p.Group >= 0 && r.ev.Groups[p.Group] == above.Group
			case above.Type != "":
				feeds = s.SiteID != "" && s.UnitID == "" && s.ParticipantID == "" && r.placed["y"][s.SiteID] == above.Type
			default:
				feeds = s.SiteID == above.SiteID && (s.UnitID != "" || s.ParticipantID != "")
			}
			if feeds {
				want = append(want, above.ID)
			}
		}
		if diff := cmp.Diff(want, r.stale()); diff != "" {
			t.Fatalf("stale (-want +got):\n%s", diff)
		}
		r.save()
		if got := r.stale(); got != nil {
			t.Fatalf("confirmed, and still stale: %v", got)
		}
	})
}

// Names, orders and indices may change without anything becoming stale.
func TestTheCodebookMayBeRenamedAndReordered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := newRecord(t)
		q := &r.ev.Questions[0]
		q.Name, q.Positions = "another name", []string{"zed", "x", "y"}
		q.PositionIDs = []crosscase.PositionID{q.PositionIDs[2], q.PositionIDs[0], q.PositionIDs[1]}
		for i := range r.ev.Codings {
			if c := &r.ev.Codings[i]; c.Question == 0 && c.Position >= 0 {
				c.Position = (c.Position + 1) % 3
			}
		}
		r.ev.Themes[0].Name = "another name"
		if got := r.stale(); got != nil {
			t.Fatalf("stale: %v", got)
		}
	})
}

func TestLinkedWords(t *testing.T) {
	s := &crosscase.Summary{ID: "s", SiteID: "gone", ThemeID: "t", Excerpts: []crosscase.ExcerptID{"e"}}
	chart := func(words map[crosscase.ExcerptID]crosscase.BasisRow) *basis.Chart {
		return basis.NewChart(&crosscase.Evidence{}, []*crosscase.Summary{s}, words, nil)
	}
	words := func(text string) map[crosscase.ExcerptID]crosscase.BasisRow {
		return map[crosscase.ExcerptID]crosscase.BasisRow{"e": basis.Words(&crosscase.Excerpt{ID: "e", Text: text})}
	}
	s.Basis = chart(words("as it was")).Of(s)
	for _, c := range []struct {
		name  string
		words map[crosscase.ExcerptID]crosscase.BasisRow
		want  basis.Difference
	}{
		{"OK", words("as it was"), basis.Difference{}},
		{"corrected", words("as it is"), basis.Difference{Changed: []crosscase.BasisRow{words("as it is")["e"]}}},
		{"deleted", nil, basis.Difference{Removed: []crosscase.BasisRow{words("as it was")["e"]}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, chart(c.words).Since(s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A seal and a comparison agree on whether two bases are the same.
func TestSealAgreesWithCompare(t *testing.T) {
	row := rapid.Custom(func(t *rapid.T) crosscase.BasisRow {
		return crosscase.BasisRow{Noun: draw(t, "coding", "summary"), ID: draw(t, "1", "2", "3"), Digest: draw(t, "a", "b")}
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := basis.Sort(rapid.SliceOf(row).Draw(t, "a")), basis.Sort(rapid.SliceOf(row).Draw(t, "b"))
		if stale := basis.Compare(a, b).Stale(); stale != (basis.Seal(a) != basis.Seal(b)) {
			t.Fatalf("%v and %v: stale %v", a, b, stale)
		}
		d := basis.Compare(a, b)
		if back := basis.Compare(b, a); len(back.Added) != len(d.Removed) || len(back.Removed) != len(d.Added) || len(back.Changed) != len(d.Changed) {
			t.Fatalf("%v there and %v back", d, back)
		}
	})
}
