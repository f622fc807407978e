package basis

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
)

// Rows makes basis rows of an evidence table. It is not safe for concurrent use.
type Rows struct {
	ev                *crosscase.Evidence
	codings, silences []string // digests, "" where not made yet
}

// NewRows begins the rows of a table.
func NewRows(ev *crosscase.Evidence) *Rows {
	return &Rows{ev: ev, codings: make([]string, len(ev.Codings)), silences: make([]string, len(ev.Silences))}
}

// For is rows of a later table. Where its codings and silences are the same lists, their digests are kept.
func (r *Rows) For(ev *crosscase.Evidence) *Rows {
	next := NewRows(ev)
	if same(r.ev.Codings, ev.Codings) && same(r.ev.Silences, ev.Silences) && same(r.ev.Questions, ev.Questions) && same(r.ev.Participants, ev.Participants) &&
		same(r.ev.Sites, ev.Sites) && same(r.ev.Themes, ev.Themes) {
		next.codings, next.silences = r.codings, r.silences
	}
	return next
}

// same says whether two slices are one.
func same[T any](a, b []T) bool { return len(a) == len(b) && (len(a) == 0 || &a[0] == &b[0]) }

// Coding is the row of the coding at an index of the table.
func (r *Rows) Coding(i int32) crosscase.BasisRow {
	c := &r.ev.Codings[i]
	if r.codings[i] == "" {
		r.codings[i] = Digest(string(c.Excerpt), r.site(c.Site), r.person(c.Participant), r.speaker(c), r.theme(c.Theme), r.question(c.Question),
			r.answer(c), string(crosscase.Aspects[c.Aspect]))
	}
	return crosscase.BasisRow{Noun: "coding", ID: string(c.ID), Digest: r.codings[i]}
}

// Silence is the row of the silence at an index of the table.
func (r *Rows) Silence(i int32) crosscase.BasisRow {
	s := &r.ev.Silences[i]
	if r.silences[i] == "" {
		r.silences[i] = Digest(string(s.Kind), r.site(s.Site), r.person(s.Participant), r.theme(s.Theme), r.question(s.Question), string(crosscase.Aspects[s.Aspect]))
	}
	return crosscase.BasisRow{Noun: "silence", ID: string(s.ID), Digest: r.silences[i]}
}

// Words is the row of an excerpt.
func Words(e *crosscase.Excerpt) crosscase.BasisRow {
	return crosscase.BasisRow{Noun: "excerpt", ID: string(e.ID), Digest: Digest(string(e.Kind), e.Text)}
}

// Summary is the row of a summary that another text rests on. While it has no text its status stands for it.
func Summary(s *crosscase.Summary) crosscase.BasisRow {
	parts := []string{s.Text, ""}
	if s.Text == "" {
		parts[1] = string(s.Status)
	}
	for _, e := range slices.Sorted(slices.Values(s.Excerpts)) {
		parts = append(parts, string(e))
	}
	return crosscase.BasisRow{Noun: "summary", ID: string(s.ID), Digest: Digest(parts...)}
}

func (r *Rows) site(i int32) string {
	if i < 0 {
		return ""
	}
	return string(r.ev.Sites[i].ID)
}

func (r *Rows) person(i int32) string {
	if i < 0 {
		return ""
	}
	return string(r.ev.Participants[i].ID)
}

func (r *Rows) theme(i int32) string {
	if i < 0 {
		return ""
	}
	return string(r.ev.Themes[i].ID)
}

func (r *Rows) question(i int32) string {
	if i < 0 {
		return ""
	}
	return string(r.ev.Questions[i].ID)
}

// speaker is whose view a statement reports; a voice's group and level are its participant's.
func (r *Rows) speaker(c *crosscase.EvidenceCoding) string {
	if c.Participant >= 0 {
		return ""
	}
	group, level := "", ""
	if c.Group >= 0 {
		group = r.ev.Groups[c.Group]
	}
	if c.Level >= 0 {
		level = r.ev.Levels[c.Level]
	}
	return group + "\x00" + level
}

// answer is the position a coding takes, by id; a number by its shortest form.
func (r *Rows) answer(c *crosscase.EvidenceCoding) string {
	switch {
	case c.Question < 0:
		return ""
	case c.HasNumber:
		return "#" + strconv.FormatFloat(c.Number, 'g', -1, 64)
	case len(c.Set) > 0:
		names := make([]string, len(c.Set))
		for i, k := range c.Set {
			names[i] = r.position(c.Question, k)
		}
		slices.Sort(names)
		return strings.Join(names, "|")
	}
	return r.position(c.Question, c.Position)
}

// position is a position by id, or by name in a table that was made without ids.
func (r *Rows) position(question, k int32) string {
	q := &r.ev.Questions[question]
	switch {
	case k < 0:
		return ""
	case len(q.PositionIDs) > int(k):
		return string(q.PositionIDs[k])
	}
	return q.Positions[k]
}
