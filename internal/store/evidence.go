package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/crosscase/crosscase"
)

// EvidenceIndex is a study's evidence table with the maps that keep it up to date. An open study loads
// it once and patches it with the changes that come after. Its table is never altered once handed
// out: a patch makes a new one that shares what did not change.
type EvidenceIndex struct {
	Table *crosscase.Evidence

	sites        map[crosscase.SiteID]int32
	units        map[crosscase.UnitID]int32
	participants map[crosscase.ParticipantID]int32
	groups       map[string]int32
	levels       map[string]int32
	rounds       map[crosscase.RoundID]int32
	themes       map[crosscase.ThemeID]int32
	questions    map[crosscase.QuestionID]int32
	positions    map[crosscase.PositionID]int32 // index in its question
	sources      map[crosscase.SourceID]int32

	voiceGroups, voiceLevels int32         // how many groups and levels participants have; those after are of site statements
	end                      *atomic.Int64 // how far the array behind Table.Codings is taken, by this index or one patched from it
}

// at is the index of an id in a list, -1 for none.
func at[K comparable](m map[K]int32, id K) int32 {
	if i, ok := m[id]; ok {
		return i
	}
	return -1
}

// word is the index of a word in a growing list, -1 for "".
func word(m map[string]int32, list *[]string, w string) int32 {
	if w == "" {
		return -1
	}
	if i, ok := m[w]; ok {
		return i
	}
	i := int32(len(*list))
	*list = append(*list, w)
	m[w] = i
	return i
}

// LoadEvidence reads a study's evidence table as it stands, its settings too.
func (s *Store) LoadEvidence(ctx context.Context, study *crosscase.Study) (*EvidenceIndex, error) {
	x := &EvidenceIndex{
		Table: &crosscase.Evidence{Study: study.ID},
		sites: map[crosscase.SiteID]int32{}, units: map[crosscase.UnitID]int32{}, participants: map[crosscase.ParticipantID]int32{},
		groups: map[string]int32{}, levels: map[string]int32{}, rounds: map[crosscase.RoundID]int32{}, themes: map[crosscase.ThemeID]int32{},
		questions: map[crosscase.QuestionID]int32{}, positions: map[crosscase.PositionID]int32{}, sources: map[crosscase.SourceID]int32{},
	}
	// All of it is of one moment: a change that came between two lists would later be patched in once more.
	err := s.snapshot(ctx, func(q queryer) error {
		l := loader{s: s, q: q, x: x}
		for _, load := range []func(context.Context) error{
			l.study, l.sites, l.units, l.codebook, l.participants, l.sources, l.codings, l.silences, l.overrides,
		} {
			if err := load(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if crosscase.ErrorCode(err) == crosscase.CodeNotFound {
		return nil, err
	} else if err != nil {
		return nil, fmt.Errorf("load the evidence table: %w", err)
	}
	return x, nil
}

// loader fills an index from one view of the database.
type loader struct {
	s *Store
	q queryer
	x *EvidenceIndex
}

func loadList[T any](ctx context.Context, l loader, where string) ([]*T, error) {
	return listIn[T](ctx, l.s, l.q, l.x.Table.Study, where)
}

func (l loader) study(ctx context.Context) error {
	study, err := one[crosscase.Study](loadList[crosscase.Study](ctx, l, ""))
	if err != nil {
		return err
	}
	l.x.Table.Settings = study.Settings
	rows, err := l.s.query(ctx, l.q, `SELECT seq FROM study_head WHERE study_id = $1`, string(study.ID))
	if err != nil {
		return err
	}
	defer rows.Close()
	if rows.Next() {
		if err := rows.Scan(&l.x.Table.Revision); err != nil {
			return err
		}
	}
	return rows.Err()
}

func (l loader) sites(ctx context.Context) error {
	x := l.x
	sites, err := loadList[crosscase.Site](ctx, l, "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(sites, func(a, b *crosscase.Site) int { return NaturalCompare(a.Letter, b.Letter) })
	attributes, err := loadList[crosscase.Attribute](ctx, l, "owner = 'site'")
	if err != nil {
		return err
	}
	names := map[crosscase.AttributeID]string{}
	for _, a := range attributes {
		names[a.ID] = a.Name
	}
	values, err := loadList[crosscase.AttributeValue](ctx, l, "")
	if err != nil {
		return err
	}
	of := map[string]map[string]string{}
	for _, v := range values {
		name, ok := names[v.AttributeID]
		if !ok {
			continue
		}
		if of[v.OwnerID] == nil {
			of[v.OwnerID] = map[string]string{}
		}
		of[v.OwnerID][name] = v.Value
	}
	for i, site := range sites {
		x.sites[site.ID] = int32(i)
		x.Table.Sites = append(x.Table.Sites, crosscase.EvidenceSite{ID: site.ID, Letter: site.Letter, Attributes: of[string(site.ID)]})
	}
	return nil
}

func (l loader) units(ctx context.Context) error {
	x := l.x
	units, err := loadList[crosscase.Unit](ctx, l, "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(units, func(a, b *crosscase.Unit) int {
		return cmp.Or(cmp.Compare(at(x.sites, a.SiteID), at(x.sites, b.SiteID)), NaturalCompare(a.Name, b.Name))
	})
	for i, u := range units {
		x.units[u.ID] = int32(i)
		x.Table.Units = append(x.Table.Units, crosscase.EvidenceUnit{ID: u.ID, Name: u.Name, Site: at(x.sites, u.SiteID)})
	}
	rounds, err := loadList[crosscase.Round](ctx, l, "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(rounds, func(a, b *crosscase.Round) int {
		return cmp.Or(cmp.Compare(a.Ord, b.Ord), NaturalCompare(a.Name, b.Name))
	})
	for i, r := range rounds {
		x.rounds[r.ID] = int32(i)
		x.Table.Rounds = append(x.Table.Rounds, r.Name)
	}
	return nil
}

func (l loader) codebook(ctx context.Context) error {
	x := l.x
	book, err := l.s.codebook(ctx, l.q, x.Table.Study)
	if err != nil {
		return err
	}
	metas := map[crosscase.MetaThemeID]int32{}
	for i, m := range book.MetaThemes {
		metas[m.ID] = int32(i)
		x.Table.MetaThemes = append(x.Table.MetaThemes, m.Name)
	}
	for i, t := range book.Themes {
		x.themes[t.ID] = int32(i)
	}
	for _, t := range book.Themes {
		x.Table.Themes = append(x.Table.Themes, crosscase.EvidenceTheme{
			ID: t.ID, Key: t.Key(), Name: t.Name, Meta: at(metas, t.MetaThemeID), Parent: at(x.themes, t.ParentID)})
	}
	for i, q := range book.Questions {
		x.questions[q.ID] = int32(i)
		eq := crosscase.EvidenceQuestion{ID: q.ID, Name: q.Name, Prompt: q.Prompt, Theme: at(x.themes, q.ThemeID), Type: q.Type, Tolerance: q.Tolerance}
		for k, p := range book.Positions[q.ID] {
			x.positions[p.ID] = int32(k)
			eq.Positions, eq.PositionIDs = append(eq.Positions, p.Name), append(eq.PositionIDs, p.ID)
		}
		x.Table.Questions = append(x.Table.Questions, eq)
	}
	return nil
}

func (l loader) participants(ctx context.Context) error {
	x := l.x
	people, err := loadList[crosscase.Participant](ctx, l, "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(people, func(a, b *crosscase.Participant) int {
		return cmp.Or(cmp.Compare(at(x.sites, a.SiteID), at(x.sites, b.SiteID)), NaturalCompare(a.Pseudonym, b.Pseudonym))
	})
	for i, p := range people {
		x.participants[p.ID] = int32(i)
		x.Table.Participants = append(x.Table.Participants, crosscase.EvidenceParticipant{
			ID: p.ID, Pseudonym: p.Pseudonym, Role: p.Role, Site: at(x.sites, p.SiteID), Unit: at(x.units, p.UnitID),
			Group: word(x.groups, &x.Table.Groups, p.Group), Level: word(x.levels, &x.Table.Levels, p.Level), Interviewed: true,
		})
	}
	x.voiceGroups, x.voiceLevels = int32(len(x.Table.Groups)), int32(len(x.Table.Levels))
	interviews, err := loadList[crosscase.Interview](ctx, l, "")
	if err != nil {
		return err
	}
	read, err := l.interviewsWithText(ctx)
	if err != nil {
		return err
	}
	for _, i := range interviews {
		for _, p := range i.Participants {
			if k := at(x.participants, p); k >= 0 && (i.Listened || read[i.ID]) {
				x.Table.Participants[k].Listened = true
			}
		}
	}
	return nil
}

func (l loader) interviewsWithText(ctx context.Context) (map[crosscase.InterviewID]bool, error) {
	rows, err := l.s.query(ctx, l.q, `SELECT DISTINCT interview_id FROM source WHERE study_id = $1 AND interview_id IS NOT NULL AND version > 0`, string(l.x.Table.Study))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[crosscase.InterviewID]bool{}
	for rows.Next() {
		var id crosscase.InterviewID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out[id] = true
	}
	return out, rows.Err()
}

func (l loader) sources(ctx context.Context) error {
	x := l.x
	rows, err := l.s.query(ctx, l.q, `SELECT id, name, kind, genre FROM source WHERE study_id = $1 ORDER BY id`, string(x.Table.Study))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var e crosscase.EvidenceSource
		if err := rows.Scan(&e.ID, &e.Name, &e.Kind, &e.Genre); err != nil {
			return err
		}
		x.addSource(e)
	}
	return rows.Err()
}

func (x *EvidenceIndex) addSource(e crosscase.EvidenceSource) {
	x.sources[e.ID] = int32(len(x.Table.Sources))
	x.Table.Sources = append(x.Table.Sources, e)
}

func (l loader) codings(ctx context.Context) error {
	x := l.x
	rows, err := l.s.query(ctx, l.q, `
		SELECT c.id, c.excerpt_id, e.source_id, c.site_id, c.unit_id, c.participant_id, c.role_group, c.level, c.round_id,
		       c.theme_id, c.question_id, c.position_id, c.position_set, c.number, c.aspect, c.elicited
		FROM coding c
		JOIN excerpt e ON e.study_id = c.study_id AND e.id = c.excerpt_id
		WHERE c.study_id = $1
		ORDER BY c.id`, string(x.Table.Study))
	if err != nil {
		return err
	}
	defer rows.Close()
	var source, theme string
	var site, unit, participant, round, question, position sql.NullString
	var set, aspect, elicited, group, level string
	var number sql.NullFloat64
	c := crosscase.Coding{}
	for rows.Next() {
		if err := rows.Scan(&c.ID, &c.ExcerptID, &source, &site, &unit, &participant, &group, &level, &round,
			&theme, &question, &position, &set, &number, &aspect, &elicited); err != nil {
			return err
		}
		c.SiteID, c.UnitID, c.ParticipantID = crosscase.SiteID(site.String), crosscase.UnitID(unit.String), crosscase.ParticipantID(participant.String)
		c.RoundID, c.ThemeID, c.QuestionID = crosscase.RoundID(round.String), crosscase.ThemeID(theme), crosscase.QuestionID(question.String)
		c.PositionID, c.Aspect, c.Elicited, c.Group, c.Level = crosscase.PositionID(position.String), crosscase.Aspect(aspect), intern(elicited), group, level
		c.Number, c.PositionSet = nil, nil
		if number.Valid {
			c.Number = &number.Float64
		}
		if set != "[]" {
			if err := json.Unmarshal([]byte(set), &c.PositionSet); err != nil {
				return err
			}
		}
		x.Table.Codings = append(x.Table.Codings, x.coding(&c, crosscase.SourceID(source)))
		if p := at(x.participants, c.ParticipantID); p >= 0 {
			x.Table.Participants[p].Listened = true
		}
	}
	x.end = new(atomic.Int64)
	x.end.Store(int64(len(x.Table.Codings)))
	return rows.Err()
}

func intern(s string) string {
	switch s {
	case "yes":
		return "yes"
	case "no":
		return "no"
	}
	return strings.Clone(s)
}

// coding makes the row of the evidence table for a coding.
func (x *EvidenceIndex) coding(c *crosscase.Coding, source crosscase.SourceID) crosscase.EvidenceCoding {
	e := crosscase.EvidenceCoding{
		ID: c.ID, Excerpt: c.ExcerptID, Source: at(x.sources, source),
		Site: at(x.sites, c.SiteID), Unit: at(x.units, c.UnitID), Participant: at(x.participants, c.ParticipantID), Round: at(x.rounds, c.RoundID),
		Theme: at(x.themes, c.ThemeID), Question: at(x.questions, c.QuestionID), Position: at(x.positions, c.PositionID),
		Aspect: aspectIndex(c.Aspect), Elicited: c.Elicited,
	}
	for _, p := range c.PositionSet {
		if k := at(x.positions, p); k >= 0 {
			e.Set = append(e.Set, k)
		}
	}
	if c.Number != nil {
		e.Number, e.HasNumber = *c.Number, true
	}
	if e.Participant >= 0 { // a voice's group and level are the participant's
		p := x.Table.Participants[e.Participant]
		e.Group, e.Level = p.Group, p.Level
		if e.Unit < 0 {
			e.Unit = p.Unit
		}
	} else {
		e.Group, e.Level = word(x.groups, &x.Table.Groups, c.Group), word(x.levels, &x.Table.Levels, c.Level)
	}
	return e
}

func aspectIndex(a crosscase.Aspect) uint8 {
	return uint8(max(slices.Index(crosscase.Aspects, a), 0))
}

func (l loader) silences(ctx context.Context) error {
	x := l.x
	silences, err := loadList[crosscase.Silence](ctx, l, "")
	if err != nil {
		return err
	}
	for _, e := range silences {
		x.Table.Silences = append(x.Table.Silences, x.silence(e))
		if p := at(x.participants, e.ParticipantID); p >= 0 {
			x.Table.Participants[p].Listened = true
		}
	}
	return nil
}

func (x *EvidenceIndex) silence(e *crosscase.Silence) crosscase.EvidenceSilence {
	out := crosscase.EvidenceSilence{
		ID: e.ID, Site: at(x.sites, e.SiteID), Unit: at(x.units, e.UnitID), Participant: at(x.participants, e.ParticipantID),
		Theme: at(x.themes, e.ThemeID), Question: at(x.questions, e.QuestionID), Aspect: aspectIndex(e.Aspect), Kind: e.Kind,
	}
	return out
}

func (l loader) overrides(ctx context.Context) error {
	x := l.x
	found, err := loadList[crosscase.SitePosition](ctx, l, "")
	if err != nil {
		return err
	}
	for _, o := range found {
		x.Table.Overrides = append(x.Table.Overrides, crosscase.EvidenceOverride{
			Site: at(x.sites, o.SiteID), Question: at(x.questions, o.QuestionID), Position: at(x.positions, o.PositionID),
			Aspect: aspectIndex(o.Aspect), Reason: o.Reason})
	}
	return nil
}
