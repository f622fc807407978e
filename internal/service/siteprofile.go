package service

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// SiteList is the sites of a study with what is known of each.
type SiteList struct {
	Attributes []AttributeColumn `json:"attributes"`
	Items      []SiteLine        `json:"items" doc:"by letter, the numbers in it counted"`
}

// AttributeColumn is an attribute that sites can have.
type AttributeColumn struct {
	Name  string `json:"name"`
	Label string `json:"label"`
	Type  string `json:"type" doc:"number or text"`
}

// SiteLine is one site. What is not known of it is absent from Attributes.
type SiteLine struct {
	ID          crosscase.SiteID  `json:"id"`
	Letter      string            `json:"letter"`
	Kind        string            `json:"kind,omitempty"`
	Name        string            `json:"name,omitempty" doc:"the real name, for who may read identities"`
	Attributes  map[string]string `json:"attributes" doc:"by attribute name"`
	Interviewed int               `json:"interviewed"`
	Listened    int               `json:"listened"`
	Voices      int               `json:"voices" doc:"participants with a coding"`
	Statements  int               `json:"statements" doc:"excerpts coded without a speaker"`
}

// SiteProfile is all that the study shows of one site.
type SiteProfile struct {
	Site            SiteLine            `json:"site"`
	Attributes      []SiteAttribute     `json:"attributes" doc:"every attribute of sites, known here or not"`
	Posts           []*crosscase.Post   `json:"posts" doc:"by level, then order"`
	Participants    []GroupCount        `json:"participants" doc:"by level, then group"`
	Coverage        []CoverageLine      `json:"coverage" doc:"every theme in codebook order"`
	Agreement       []QuestionAgreement `json:"agreement" doc:"every question and aspect in codebook order, at this site alone"`
	Inconsistencies []Inconsistency     `json:"inconsistencies" doc:"about the site or a claim that names it"`
	FormalPractice  []AspectShift       `json:"formal_practice" doc:"questions with a position both on paper and in practice"`
	Vantage         []SiteVantage       `json:"vantage" doc:"questions and aspects on which board and units speak"`
}

// SiteAttribute is an attribute with its value at one site; absent where it is not known.
type SiteAttribute struct {
	AttributeColumn
	Value      string `json:"value,omitempty"`
	Definition string `json:"definition,omitempty"`
}

// GroupCount is the people of one profession group at one level; each is empty where it is not recorded.
type GroupCount struct {
	Group        string `json:"group"`
	Level        string `json:"level"`
	Participants int    `json:"participants"`
	Interviewed  int    `json:"interviewed"`
	Voices       int    `json:"voices" doc:"with a coding"`
}

// CoverageLine is what one site has on one theme.
type CoverageLine struct {
	Theme      string `json:"theme" doc:"its key"`
	Name       string `json:"name"`
	Meta       string `json:"meta"`
	Excerpts   int    `json:"excerpts"`
	Voices     int    `json:"voices" doc:"different people coded"`
	Silences   int    `json:"silences" doc:"recorded absences, one per participant and kind"`
	Statements int    `json:"statements" doc:"excerpts coded without a speaker"`
	Specific   int    `json:"site_specific" doc:"codings about the site in particular: neither a table nor said of all sites"`
}

// QuestionAgreement is a question's result with the name of its theme.
type QuestionAgreement struct {
	agreement.QuestionResult
	ThemeName string `json:"theme_name,omitempty"`
}

// AspectShift is one question at one site, on paper and in practice.
type AspectShift struct {
	Question string          `json:"question"`
	Prompt   string          `json:"prompt"`
	Theme    string          `json:"theme"`
	Formal   string          `json:"formal,omitempty"`
	Practice string          `json:"practice,omitempty"`
	Reading  agreement.Drift `json:"reading" doc:"same, drift, reversible, contested or unknown"`
}

// SiteVantage is one question at one site as board and units see it.
type SiteVantage struct {
	Question   string           `json:"question"`
	Prompt     string           `json:"prompt"`
	Theme      string           `json:"theme"`
	Aspect     crosscase.Aspect `json:"aspect"`
	Board      map[string]int   `json:"board" doc:"voices by position"`
	Unit       map[string]int   `json:"unit"`
	Overlap    *float64         `json:"overlap" doc:"0 to 1; null where a level has no voice"`
	Divergence *float64         `json:"divergence" doc:"1 - overlap"`
}

// SiteLines lists the sites that the actor may see.
func (s *Service) SiteLines(ctx context.Context, slug string) (*SiteList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	attributes, err := v.attributesOf("site")
	if err != nil {
		return nil, err
	}
	out := &SiteList{Attributes: attributeColumns(attributes)}
	out.Items, err = v.siteLines(ev)
	return out, err
}

// SiteProfile shows one site, given by its letter.
func (s *Service) SiteProfile(ctx context.Context, slug, letter string) (*SiteProfile, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	ev, results, _, err := v.analysis()
	if err != nil {
		return nil, err
	}
	site, err := siteIndex(ev, letter)
	if err != nil {
		return nil, err
	}
	lines, err := v.siteLines(ev)
	if err != nil {
		return nil, err
	}
	attributes, err := v.attributesOf("site")
	if err != nil {
		return nil, err
	}
	p := &SiteProfile{Site: lines[site], Participants: groupCounts(ev, site), Coverage: siteCoverage(ev, site), Attributes: []SiteAttribute{}}
	for i, column := range attributeColumns(attributes) {
		p.Attributes = append(p.Attributes, SiteAttribute{column, p.Site.Attributes[column.Name], attributes[i].Definition})
	}
	posts, err := seen[crosscase.Post](v, "site_id = $2", string(p.Site.ID))
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(posts, func(a, b *crosscase.Post) int {
		return cmp.Or(cmp.Compare(a.Level, b.Level), cmp.Compare(a.Ord, b.Ord))
	})
	p.Posts = nonNil(posts)
	if p.Inconsistencies, err = v.siteInconsistencies(ev, &ev.Sites[site]); err != nil {
		return nil, err
	}
	p.Agreement = v.siteAgreement(ev, results, site)
	p.FormalPractice = siteShifts(ev, results, letter)
	p.Vantage = siteVantages(ev, site)
	return p, nil
}

func attributeColumns(list []*crosscase.Attribute) []AttributeColumn {
	out := []AttributeColumn{}
	for _, a := range list {
		out = append(out, AttributeColumn{Name: a.Name, Label: cmp.Or(a.Label, a.Name), Type: a.Type})
	}
	return out
}

// siteLines are the lines of the sites of an evidence table, in its order.
func (v *visit) siteLines(ev *crosscase.Evidence) ([]SiteLine, error) {
	sites, err := seen[crosscase.Site](v, "")
	if err != nil {
		return nil, err
	}
	kinds, names := map[crosscase.SiteID]string{}, map[crosscase.SiteID]string{}
	for _, site := range sites {
		kinds[site.ID] = site.Kind
	}
	if v.access.May(crosscase.ReadIdentities) {
		identities, err := seen[crosscase.SiteIdentity](v, "")
		if err != nil {
			return nil, err
		}
		for _, i := range identities {
			names[i.SiteID] = i.Name
		}
	}
	out := make([]SiteLine, len(ev.Sites))
	for i, h := range hearing(ev) {
		site := &ev.Sites[i]
		out[i] = SiteLine{
			ID: site.ID, Letter: site.Letter, Kind: kinds[site.ID], Name: names[site.ID], Attributes: site.Attributes,
			Interviewed: h.Interviewed, Listened: h.Listened, Voices: h.Voices, Statements: h.Statements,
		}
		if out[i].Attributes == nil {
			out[i].Attributes = map[string]string{}
		}
	}
	return out, nil
}

// groupCounts counts the people of a site by level and group, in the study's order; those not recorded come last.
func groupCounts(ev *crosscase.Evidence, site int32) []GroupCount {
	coded := make([]bool, len(ev.Participants))
	for i := range ev.Codings {
		if p := ev.Codings[i].Participant; p >= 0 {
			coded[p] = true
		}
	}
	type place struct{ level, group int32 }
	counts := map[place]*GroupCount{}
	for i := range ev.Participants {
		p := &ev.Participants[i]
		if p.Site != site {
			continue
		}
		at := place{p.Level, p.Group}
		c := counts[at]
		if c == nil {
			c = &GroupCount{}
			if p.Group >= 0 {
				c.Group = ev.Groups[p.Group]
			}
			if p.Level >= 0 {
				c.Level = ev.Levels[p.Level]
			}
			counts[at] = c
		}
		c.Participants++
		if p.Interviewed {
			c.Interviewed++
		}
		if coded[i] {
			c.Voices++
		}
	}
	out := []GroupCount{}
	for _, at := range slices.SortedFunc(maps.Keys(counts), func(a, b place) int {
		return cmp.Or(cmp.Compare(uint32(a.level), uint32(b.level)), cmp.Compare(uint32(a.group), uint32(b.group)))
	}) {
		out = append(out, *counts[at])
	}
	return out
}

// siteCoverage is what a site has on each theme.
func siteCoverage(ev *crosscase.Evidence, site int32) []CoverageLine {
	counts := agreement.Matrix(ev, agreement.RowSite, agreement.ColumnTheme, agreement.MatrixOptions{Sites: []int32{site}})
	statements := make([]map[crosscase.ExcerptID]bool, len(ev.Themes))
	for i := range ev.Codings {
		c := &ev.Codings[i]
		if c.Participant < 0 && c.Theme >= 0 && c.Site == site {
			if statements[c.Theme] == nil {
				statements[c.Theme] = map[crosscase.ExcerptID]bool{}
			}
			statements[c.Theme][c.Excerpt] = true
		}
	}
	out := []CoverageLine{}
	for i, t := range agreement.Coverage(ev, agreement.CoverageOptions{}).Themes {
		here, cell := &t.Cells[site], &counts.Cells[0][i]
		line := CoverageLine{
			Theme: t.Theme, Name: t.Name, Meta: t.Meta, Excerpts: cell.Excerpts, Voices: cell.Voices,
			Statements: len(statements[counts.Columns[i].Index]), Specific: here.SiteSpecific,
		}
		for _, n := range here.Silences {
			line.Silences += n
		}
		out = append(out, line)
	}
	return out
}

// siteAgreement cuts the results down to one site.
func (v *visit) siteAgreement(ev *crosscase.Evidence, results []agreement.QuestionResult, site int32) []QuestionAgreement {
	names, tell := themeNames(ev), v.teller(ev)
	out := []QuestionAgreement{}
	for _, r := range results {
		at := slices.IndexFunc(r.Sites, func(s agreement.SiteResult) bool { return s.SiteIndex == site })
		if at < 0 {
			continue
		}
		r.Sites = r.Sites[at : at+1]
		out = append(out, QuestionAgreement{tell.result(r), names[r.Theme]})
	}
	return out
}

// siteInconsistencies are those about the site, or about a claim that names it.
func (v *visit) siteInconsistencies(ev *crosscase.Evidence, site *crosscase.EvidenceSite) ([]Inconsistency, error) {
	var naming []string
	if v.access.May(crosscase.ReadCrossCase) {
		claims, err := seen[crosscase.Claim](v, "")
		if err != nil {
			return nil, err
		}
		for _, c := range claims {
			if slices.Contains(c.Sites, site.Letter) || slices.ContainsFunc(c.Exceptions, func(x crosscase.Exception) bool { return x.Site == site.Letter }) {
				naming = append(naming, c.Code)
			}
		}
	}
	return v.inconsistencies(ev, func(m *crosscase.Memo) bool {
		return m.SiteID == site.ID || isAbout(m, "site", site.Letter) ||
			slices.ContainsFunc(naming, func(code string) bool { return isAbout(m, "claim", code) })
	})
}

// siteShifts sets what is so on paper at a site against its practice.
func siteShifts(ev *crosscase.Evidence, results []agreement.QuestionResult, letter string) []AspectShift {
	prompts := questionPrompts(ev)
	out := []AspectShift{}
	for _, c := range agreement.FormalPractice(results) {
		for _, s := range c.Sites {
			if s.Site == letter && s.Formal != crosscase.PositionUnknown && s.Practice != crosscase.PositionUnknown {
				out = append(out, AspectShift{
					Question: c.Question, Prompt: prompts[c.Question], Theme: c.Theme, Formal: s.Formal, Practice: s.Practice, Reading: s.Drift,
				})
			}
		}
	}
	return out
}

// siteVantages sets what the board of a site says against what its units say.
func siteVantages(ev *crosscase.Evidence, site int32) []SiteVantage {
	prompts := questionPrompts(ev)
	count := func(list []agreement.Count) map[string]int {
		out := map[string]int{}
		for _, c := range list {
			out[c.Position] = c.Voices
		}
		return out
	}
	out := []SiteVantage{}
	for _, q := range agreement.Vantages(ev, agreement.Options{Sites: []int32{site}}, "", "") {
		if here := &q.Sites[0]; here.Overlap != nil {
			out = append(out, SiteVantage{
				Question: q.Question, Prompt: prompts[q.Question], Theme: q.Theme, Aspect: q.Aspect,
				Board: count(here.One), Unit: count(here.Other), Overlap: here.Overlap, Divergence: here.Divergence,
			})
		}
	}
	return out
}

// questionPrompts are the questions in words, by name.
func questionPrompts(ev *crosscase.Evidence) map[string]string {
	out := make(map[string]string, len(ev.Questions))
	for i := range ev.Questions {
		out[ev.Questions[i].Name] = ev.Questions[i].Prompt
	}
	return out
}
