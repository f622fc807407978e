package agreement

import (
	"slices"

	"github.com/crosscase/crosscase"
)

// Vantage is how far two levels, such as board and unit, see a question alike.
type Vantage struct {
	Question string           `json:"question"`
	Theme    string           `json:"theme"`
	Aspect   crosscase.Aspect `json:"aspect"`
	One      string           `json:"one" doc:"a level: board"`
	Other    string           `json:"other" doc:"the level against it: unit"`
	Pooled   View             `json:"pooled" doc:"the voices of every site together, each weighing the same"`
	Mean     *float64         `json:"mean" doc:"mean overlap of the sites that have one, each weighing the same; null where none has"`
	Sites    []SiteView       `json:"sites"`
}

// View is two levels side by side. Divergence is 1 - Overlap; both are from 0 to 1
// and null where a level has no voice.
type View struct {
	One        []Count  `json:"one"`
	Other      []Count  `json:"other"`
	Overlap    *float64 `json:"overlap" doc:"sum over positions of the smaller of the two shares"`
	Divergence *float64 `json:"divergence"`
}

// SiteView is the view from one site.
type SiteView struct {
	Site string `json:"site"`
	View
}

// Vantages sets the voices of one level against those of another on each question,
// in each site and over all. Empty names are board and unit.
func Vantages(ev *crosscase.Evidence, opts Options, one, other string) []Vantage {
	if one == "" && other == "" {
		one, other = "board", "unit"
	}
	a := arrange(ev)
	wanted := a.sites(opts)
	pooled := pool(ev, wanted)
	c := newCell(ev)
	found := []Vantage{}
	for _, p := range a.pairs(opts) {
		c.ask(&ev.Questions[p.question])
		head := a.head(p)
		v := Vantage{Question: head.Question, Theme: head.Theme, Aspect: head.Aspect, One: one, Other: other}
		total, known := 0.0, 0
		for _, site := range wanted {
			c.read(a.codings.cell(a.slot(p.question, p.aspect, site)))
			s := SiteView{ev.Sites[site].Letter, c.view(one, other)}
			if s.Overlap != nil {
				total += *s.Overlap
				known++
			}
			v.Sites = append(v.Sites, s)
		}
		if known > 0 {
			mean := total / float64(known)
			v.Mean = &mean
		}
		c.read(pooled.cell(p.index()))
		v.Pooled = c.view(one, other)
		found = append(found, v)
	}
	return found
}

// pool buckets the codings of the wanted sites by question and aspect alone.
func pool(ev *crosscase.Evidence, wanted []int32) buckets {
	in := make([]bool, len(ev.Sites))
	for _, s := range wanted {
		in[s] = true
	}
	cells := make([]int32, len(ev.Codings))
	for i := range ev.Codings {
		d := &ev.Codings[i]
		cells[i] = -1
		if site := siteOf(ev, d); d.Question >= 0 && int(d.Aspect) < len(crosscase.Aspects) && site >= 0 && in[site] {
			cells[i] = int32(pair{d.Question, d.Aspect}.index())
		}
	}
	return bucket(ev.Codings, cells, len(ev.Questions)*len(crosscase.Aspects), len(ev.Participants))
}

// view reads two levels off the cell.
func (c *cell) view(one, other string) View {
	levels := &c.levels
	levels.sort(c, c.ev.Levels, c.levelOf)
	row := func(name string) []int {
		if at := slices.Index(levels.names, name); at >= 0 {
			return levels.counts[at]
		}
		return make([]int, len(c.labels))
	}
	p, q := row(one), row(other)
	v := View{One: tally(c.labels, p), Other: tally(c.labels, q)}
	if overlap, ok := Overlap(p, q); ok {
		divergence := 1 - overlap
		v.Overlap, v.Divergence = &overlap, &divergence
	}
	return v
}
