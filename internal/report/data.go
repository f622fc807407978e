package report

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/claims"
)

// Data is what reports are made of. Evidence is needed; whatever else is missing leaves its part of
// a report out, or lets it say so.
type Data struct {
	Title     string // of the study
	About     string // what the study is, its source and its rights
	Synthetic bool
	Date      string // YYYY-MM-DD: the day the report is made, from the caller

	Evidence   *crosscase.Evidence
	Agreement  []agreement.QuestionResult // of all questions and sites
	Comparison []agreement.Consistency    // of the same
	Coverage   *agreement.CoverageTable   // sub-themes apart; computed where it is nil
	Contrasts  []agreement.Contrast       // formal against practice
	Vantages   []agreement.Vantage        // one level against another
	Relations  []agreement.Relation       // set relations somebody asked for
	Standings  []claims.Result            // of Claims, in their order
	Types      []claims.Classification    // of Typologies, in their order

	// Excerpt gives the text of an excerpt. Where it gives none, or is nil, the reader may not see
	// texts: counts stay, quotations go.
	Excerpt func(crosscase.ExcerptID) (*crosscase.Excerpt, bool)

	Attributes []*crosscase.Attribute      // definitions, in any order
	Values     []*crosscase.AttributeValue // those of the study; sites' values stand in Evidence
	Sites      []*crosscase.Site           // for what kind of organisation each is; may be absent
	Units      []*crosscase.Unit
	Posts      []*crosscase.Post
	Memos      []*crosscase.Memo
	Rounds     []*crosscase.Round
	Interviews []*crosscase.Interview
	Claims     []*crosscase.Claim
	Typologies []*crosscase.Typology
	Decisions  []*crosscase.TypeDecision
}

// index is what builders look things up in. It is made once for each report.
type index struct {
	*Data
	ev         *crosscase.Evidence
	site       map[string]int32 // by letter
	siteByID   map[crosscase.SiteID]int32
	results    [][]*agreement.SiteResult // by question result and site index
	byTheme    map[int32][]int           // question results by theme, in order
	codings    map[int32][]int32         // by site: indices into Codings
	attributes []*crosscase.Attribute    // of sites, in order
	label      *Attribution
	cited      map[crosscase.ExcerptID]citation
}

// citation is the first coding that uses an excerpt: it says whose it is.
type citation struct{ coding int32 }

// newIndex indexes the codings of one site with those said of every site, or all codings where only is -1.
func newIndex(d *Data, only int32) *index {
	ev := d.Evidence
	x := &index{
		Data: d, ev: ev,
		site: map[string]int32{}, siteByID: map[crosscase.SiteID]int32{},
		byTheme: map[int32][]int{}, codings: map[int32][]int32{},
		label: NewAttribution(ev), cited: make(map[crosscase.ExcerptID]citation, len(ev.Codings)),
	}
	for i := range ev.Sites {
		x.site[ev.Sites[i].Letter] = int32(i)
		x.siteByID[ev.Sites[i].ID] = int32(i)
	}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		site := x.siteOf(c)
		if only >= 0 && site != only && !x.ofEverySite(c) {
			continue
		}
		x.codings[site] = append(x.codings[site], int32(i))
		at, found := x.cited[c.Excerpt]
		if !found || c.Participant >= 0 && ev.Codings[at.coding].Participant < 0 {
			x.cited[c.Excerpt] = citation{int32(i)}
		}
	}
	for _, a := range d.Attributes {
		if a.Owner == "site" {
			x.attributes = append(x.attributes, a)
		}
	}
	slices.SortStableFunc(x.attributes, func(a, b *crosscase.Attribute) int { return int(a.Ord - b.Ord) })
	x.indexResults()
	return x
}

func (x *index) indexResults() {
	x.results = make([][]*agreement.SiteResult, len(x.Agreement))
	for i := range x.Agreement {
		q := &x.Agreement[i]
		row := make([]*agreement.SiteResult, len(x.ev.Sites))
		for j := range q.Sites {
			if at, ok := x.site[q.Sites[j].Site]; ok {
				row[at] = &q.Sites[j]
			}
		}
		x.results[i] = row
		theme := x.ev.Questions[q.QuestionIndex].Theme // -1 where it has none
		x.byTheme[theme] = append(x.byTheme[theme], i)
	}
}

// siteOf is the site a coding is about: its own, else its participant's.
func (x *index) siteOf(c *crosscase.EvidenceCoding) int32 {
	if c.Site >= 0 || c.Participant < 0 {
		return c.Site
	}
	return x.ev.Participants[c.Participant].Site
}

// ofEverySite says whether a coding is said of all sites at once and so of none in particular.
func (x *index) ofEverySite(c *crosscase.EvidenceCoding) bool {
	return c.Site < 0 && c.Participant < 0 && c.Source >= 0 && x.ev.Sources[c.Source].Genre == crosscase.GenreGeneralisation
}

// siteSpecific says whether a coding is evidence about its site in particular: talk, or a document
// that is neither a table nor said of every site at once.
func (x *index) siteSpecific(c *crosscase.EvidenceCoding) bool {
	if c.Participant >= 0 || c.Source < 0 {
		return true
	}
	return x.ev.Sources[c.Source].Genre.SiteSpecific()
}

// metaOrder is the themes of each meta-theme in order, sub-themes after the theme they are under.
// Themes without a meta-theme come last, under "".
func (x *index) metaOrder() []metaGroup {
	groups := make([]metaGroup, len(x.ev.MetaThemes)+1)
	for i, name := range x.ev.MetaThemes {
		groups[i].name = name
	}
	children := map[int32][]int32{}
	var roots []int32
	for i := range x.ev.Themes {
		if p := x.ev.Themes[i].Parent; p >= 0 && p != int32(i) {
			children[p] = append(children[p], int32(i))
		} else {
			roots = append(roots, int32(i))
		}
	}
	seen := map[int32]bool{}
	var add func(group int, theme int32)
	add = func(group int, theme int32) {
		if seen[theme] {
			return
		}
		seen[theme] = true
		groups[group].themes = append(groups[group].themes, theme)
		for _, c := range children[theme] {
			add(group, c)
		}
	}
	place := func(theme int32) int {
		if m := x.ev.Themes[theme].Meta; m >= 0 {
			return int(m)
		}
		return len(groups) - 1
	}
	for _, t := range roots {
		add(place(t), t)
	}
	for i := range x.ev.Themes {
		add(place(int32(i)), int32(i)) // a ring of parents has no root
	}
	return slices.DeleteFunc(groups, func(g metaGroup) bool { return len(g.themes) == 0 })
}

type metaGroup struct {
	name   string
	themes []int32
}

// themeName is "S1 Positional medical leadership roles", or the name alone.
func (x *index) themeName(t int32) string {
	theme := &x.ev.Themes[t]
	if theme.Key != "" && theme.Key != theme.Name {
		return theme.Key + " " + theme.Name
	}
	return theme.Name
}

// prompt is a question in words.
func prompt(q *crosscase.EvidenceQuestion) string {
	if q.Prompt != "" {
		return q.Prompt
	}
	return capital(humanised(q.Name))
}
