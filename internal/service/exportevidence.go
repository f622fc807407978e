package service

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// names are the keys that an evidence table writes for ids.
type names struct {
	sites     map[crosscase.SiteID]string
	units     map[crosscase.UnitID]string
	people    map[crosscase.ParticipantID]*crosscase.Participant
	rounds    map[crosscase.RoundID]string
	coders    map[crosscase.CoderID]string
	themes    map[crosscase.ThemeID]string
	questions map[crosscase.QuestionID]string
	positions map[crosscase.PositionID]string
	sources   map[crosscase.SourceID]*crosscase.Source
}

// writeEvidence writes a row per coding and per silence. Rows count in their sources, so that importing them
// beside the same sources gives the same codings.
func (v *visit) writeEvidence(row func([]string) error) error {
	excerpts, err := store.List[crosscase.Excerpt](v.ctx, v.s.store, v.study.ID, "") // before their sources, see placed
	if err != nil {
		return err
	}
	n, err := v.keys()
	if err != nil {
		return err
	}
	if err := row(evidenceColumns); err != nil {
		return err
	}
	byID := make(map[crosscase.ExcerptID]*crosscase.Excerpt, len(excerpts))
	for _, e := range excerpts {
		byID[e.ID] = e
	}
	if err := v.placedAll(n.sources, excerpts); err != nil {
		return err
	}
	codings, err := store.List[crosscase.Coding](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	for _, c := range codings {
		if !v.access.Sees(c.SiteID) {
			continue
		}
		if err := row(n.coding(c, byID[c.ExcerptID])); err != nil {
			return err
		}
	}
	silences, err := store.List[crosscase.Silence](v.ctx, v.s.store, v.study.ID, "")
	if err != nil {
		return err
	}
	for _, s := range silences {
		if !v.access.Sees(s.SiteID) {
			continue
		}
		name, group, level := n.speaker(s.ParticipantID)
		source := ""
		if src := n.sources[s.SourceID]; src != nil {
			source = src.Name
		}
		if err := row([]string{n.sites[s.SiteID], n.units[s.UnitID], name, group, level, "", source, "", "", "", n.themes[s.ThemeID], n.questions[s.QuestionID],
			"", string(s.Aspect), "", string(s.Kind), n.coders[s.CoderID], s.Note}); err != nil {
			return err
		}
	}
	return nil
}

func (n *names) coding(c *crosscase.Coding, e *crosscase.Excerpt) []string {
	name, group, level := n.speaker(c.ParticipantID)
	if c.ParticipantID == "" {
		group, level = c.Group, c.Level
	}
	source, start, end := "", strconv.FormatInt(e.Start, 10), strconv.FormatInt(e.End, 10)
	if src := n.sources[e.SourceID]; src != nil {
		source = src.Name
	}
	switch e.Measure {
	case crosscase.Milliseconds:
		start, end = clock(e.Start), clock(e.End)
	case crosscase.PageBox: // an area has no columns, and its pages would be read as code points
		source, start, end = "", "", ""
	}
	return []string{n.sites[c.SiteID], n.units[c.UnitID], name, group, level, n.rounds[c.RoundID], source, start, end, e.Text,
		n.themes[c.ThemeID], n.questions[c.QuestionID], n.answer(c), string(c.Aspect), c.Elicited, "", n.coders[c.CoderID], c.Note}
}

func (n *names) answer(c *crosscase.Coding) string {
	if c.Number != nil {
		return strconv.FormatFloat(*c.Number, 'f', -1, 64)
	}
	if c.PositionID != "" {
		return n.positions[c.PositionID]
	}
	var list []string
	for _, p := range c.PositionSet {
		list = append(list, n.positions[p])
	}
	return strings.Join(list, "|")
}

func (n *names) speaker(id crosscase.ParticipantID) (name, group, level string) {
	if p := n.people[id]; p != nil {
		return p.Pseudonym, p.Group, p.Level
	}
	return "", "", ""
}

// clock writes milliseconds as mm:ss.mmm.
func clock(ms int64) string {
	return fmt.Sprintf("%02d:%02d.%03d", ms/60000, ms/1000%60, ms%1000)
}

func (v *visit) keys() (*names, error) {
	n := &names{
		sites: map[crosscase.SiteID]string{}, units: map[crosscase.UnitID]string{}, people: map[crosscase.ParticipantID]*crosscase.Participant{},
		rounds: map[crosscase.RoundID]string{}, coders: map[crosscase.CoderID]string{}, themes: map[crosscase.ThemeID]string{},
		questions: map[crosscase.QuestionID]string{}, positions: map[crosscase.PositionID]string{}, sources: map[crosscase.SourceID]*crosscase.Source{},
	}
	for _, err := range []error{
		all(v, func(r *crosscase.Site) { n.sites[r.ID] = r.Letter }),
		all(v, func(r *crosscase.Unit) { n.units[r.ID] = r.Name }),
		all(v, func(r *crosscase.Participant) { n.people[r.ID] = r }),
		all(v, func(r *crosscase.Round) { n.rounds[r.ID] = r.Name }),
		all(v, func(r *crosscase.Coder) { n.coders[r.ID] = r.Name }),
		all(v, func(r *crosscase.Theme) { n.themes[r.ID] = r.Cell() }),
		all(v, func(r *crosscase.Question) { n.questions[r.ID] = r.Name }),
		all(v, func(r *crosscase.Position) { n.positions[r.ID] = r.Name }),
		all(v, func(r *crosscase.Source) { n.sources[r.ID] = r }),
	} {
		if err != nil {
			return nil, err
		}
	}
	return n, nil
}

func all[T any](v *visit, fn func(*T)) error {
	rows, err := store.List[T](v.ctx, v.s.store, v.study.ID, "")
	for _, r := range rows {
		fn(r)
	}
	return err
}
