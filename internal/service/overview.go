package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/store"
)

// Overview is where a study stands. What the actor may not read is left empty.
type Overview struct {
	Counts          Counts              `json:"counts"`
	Rounds          []RoundCount        `json:"rounds"`
	Readings        []ReadingCount      `json:"readings" doc:"empty for who may not compare sites"`
	Standings       []StandingCount     `json:"standings" doc:"the same"`
	Coverage        OverviewCoverage    `json:"coverage"`
	ThinSites       []ThinSite          `json:"thin_sites"`
	Inconsistencies []Inconsistency     `json:"inconsistencies" doc:"the open ones first"`
	Changes         []*crosscase.Change `json:"changes" doc:"the last ten, newest first"`
}

// RoundCount is how far a round has come.
type RoundCount struct {
	Round      string `json:"round"`
	Interviews int    `json:"interviews" doc:"held, at the sites the actor may see"`
	Target     int64  `json:"target" doc:"planned for all sites; 0 for none stated, and for who sees some sites only"`
}

// ReadingCount is how many questions have a reading on the consistency map.
type ReadingCount struct {
	Reading   agreement.Reading `json:"reading"`
	Questions int               `json:"questions"`
}

// StandingCount is how many claims stand so.
type StandingCount struct {
	Standing crosscase.Standing `json:"standing"`
	Claims   int                `json:"claims"`
}

// OverviewCoverage is how many themes have evidence about a site in particular.
type OverviewCoverage struct {
	Themes       int         `json:"themes"`
	WithEvidence int         `json:"with_evidence"`
	Without      []ThemeName `json:"without" doc:"the themes without it"`
}

// ThemeName is a theme by its key and its name.
type ThemeName struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// ThinSite is a site that fewer people speak of than the settings ask for.
type ThinSite struct {
	Site        string `json:"site"`
	Voices      int    `json:"voices" doc:"participants with a coding"`
	Interviewed int    `json:"interviewed"`
}

const overviewChanges = 10

// Overview shows where a study stands.
func (s *Service) Overview(ctx context.Context, slug string) (*Overview, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	o := &Overview{
		Readings: []ReadingCount{}, Standings: []StandingCount{}, ThinSites: []ThinSite{}, Changes: []*crosscase.Change{},
		Coverage: OverviewCoverage{Without: []ThemeName{}},
	}
	if err := v.count(&o.Counts); err != nil {
		return nil, err
	}
	if o.Rounds, err = v.rounds(); err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	if v.access.May(crosscase.ReadResults) {
		o.cover(ev)
	}
	if v.access.May(crosscase.ReadCrossCase) {
		if err := v.standings(o); err != nil {
			return nil, err
		}
	}
	if o.Inconsistencies, err = v.inconsistencies(ev, nil); err != nil {
		return nil, err
	}
	if v.access.May(crosscase.ReadHistory) {
		changes, err := s.Changes(ctx, slug, 0, overviewChanges)
		if err != nil {
			return nil, err
		}
		o.Changes = nonNil(changes)
	}
	return o, nil
}

// rounds counts the interviews of each round.
func (v *visit) rounds() ([]RoundCount, error) {
	rounds, err := seen[crosscase.Round](v, "")
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(rounds, func(a, b *crosscase.Round) int { return int(a.Ord - b.Ord) })
	interviews, err := seen[crosscase.Interview](v, "round_id IS NOT NULL")
	if err != nil {
		return nil, err
	}
	held := map[crosscase.RoundID]int{}
	for _, i := range interviews {
		held[i.RoundID]++
	}
	out := make([]RoundCount, len(rounds))
	for i, r := range rounds {
		out[i] = RoundCount{Round: r.Name, Interviews: held[r.ID], Target: r.Target}
		if v.access.Limited() {
			out[i].Target = 0
		}
	}
	return out, nil
}

// cover fills in which themes have evidence and which sites are thin.
func (o *Overview) cover(ev *crosscase.Evidence) {
	for _, t := range agreement.Coverage(ev, agreement.CoverageOptions{}).Themes {
		o.Coverage.Themes++
		if len(t.Sites) > 0 {
			o.Coverage.WithEvidence++
		} else {
			o.Coverage.Without = append(o.Coverage.Without, ThemeName{t.Theme, t.Name})
		}
	}
	for i, h := range hearing(ev) {
		if h.Voices < ev.Settings.ThinVoices {
			o.ThinSites = append(o.ThinSites, ThinSite{Site: ev.Sites[i].Letter, Voices: h.Voices, Interviewed: h.Interviewed})
		}
	}
}

// standings counts questions by reading and claims by standing, each in the order of first occurrence.
func (v *visit) standings(o *Overview) error {
	_, _, compared, err := v.analysis()
	if err != nil {
		return err
	}
	for i := range compared {
		at := slices.IndexFunc(o.Readings, func(r ReadingCount) bool { return r.Reading == compared[i].Reading })
		if at < 0 {
			at = len(o.Readings)
			o.Readings = append(o.Readings, ReadingCount{Reading: compared[i].Reading})
		}
		o.Readings[at].Questions++
	}
	n, err := v.s.store.Count(v.ctx, v.study.ID, "claim", "")
	if err != nil || n == 0 {
		return err
	}
	_, _, results, err := v.claims()
	if err != nil {
		return err
	}
	for i := range results {
		standing := results[i].Standing()
		at := slices.IndexFunc(o.Standings, func(s StandingCount) bool { return s.Standing == standing })
		if at < 0 {
			at = len(o.Standings)
			o.Standings = append(o.Standings, StandingCount{Standing: standing})
		}
		o.Standings[at].Claims++
	}
	return nil
}

// heard is how much was heard at one site.
type heard struct{ Interviewed, Listened, Voices, Statements int }

// hearing counts, for each site, the people and the statements without one.
func hearing(ev *crosscase.Evidence) []heard {
	out := make([]heard, len(ev.Sites))
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if p.Site < 0 {
			continue
		}
		if p.Interviewed {
			out[p.Site].Interviewed++
		}
		if p.Listened {
			out[p.Site].Listened++
		}
	}
	type voice struct{ site, participant int32 }
	voices, statements := map[voice]bool{}, map[crosscase.ExcerptID]bool{}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		site := siteOf(ev, c)
		switch {
		case site < 0:
		case c.Participant >= 0 && !voices[voice{site, c.Participant}]:
			voices[voice{site, c.Participant}] = true
			out[site].Voices++
		case c.Participant < 0 && !statements[c.Excerpt]:
			statements[c.Excerpt] = true
			out[site].Statements++
		}
	}
	return out
}

// attributesOf are the definitions of the attributes of an owner, in their order.
func (v *visit) attributesOf(owner string) ([]*crosscase.Attribute, error) {
	out, err := store.List[crosscase.Attribute](v.ctx, v.s.store, v.study.ID, "owner = $2", owner)
	slices.SortStableFunc(out, func(a, b *crosscase.Attribute) int { return int(a.Ord - b.Ord) })
	return out, err
}
