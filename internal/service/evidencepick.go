package service

import (
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// evidencePick chooses codings. Indices are into the evidence table, and -1 is any.
type evidencePick struct {
	ev                                 *crosscase.Evidence
	site, theme, question, participant int32
	aspect                             crosscase.Aspect // "" is any
	position                           string           // "" is any
	on                                 map[stand]bool   // who stands on the position, where a question is given
	rows                               agreement.RowKind
	row                                int32
}

// stand is a voice, or an excerpt without a speaker, on a question under one aspect at one site.
type stand struct {
	aspect            uint8
	site, participant int32
	excerpt           crosscase.ExcerptID
}

// pick reads a query.
func (v *visit) pick(ev *crosscase.Evidence, q EvidenceQuery) (*evidencePick, error) {
	p := &evidencePick{ev: ev, site: -1, theme: -1, question: -1, participant: -1, row: -1, aspect: crosscase.Aspect(q.Aspect), position: q.Position}
	var err error
	if p.aspect != "" && !slices.Contains(crosscase.Aspects, p.aspect) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "aspect %q: use formal, practice, self_label or opinion", q.Aspect)
	}
	if q.Site != "" {
		if p.site, err = siteIndex(ev, q.Site); err != nil {
			return nil, err
		}
	}
	if q.Question != "" {
		if p.question, err = questionIndex(ev, q.Question); err != nil {
			return nil, err
		}
	}
	if q.Theme != "" {
		p.theme = int32(slices.IndexFunc(ev.Themes, func(t crosscase.EvidenceTheme) bool {
			return t.Key == q.Theme || t.Name == q.Theme || string(t.ID) == q.Theme
		}))
		if p.theme < 0 {
			return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no theme %q", q.Theme)
		}
	}
	if q.Participant != "" {
		if err := v.may(crosscase.ReadCodings); err != nil {
			return nil, err
		}
		id, err := v.find("participant", q.Participant, nil)
		if err != nil {
			return nil, err
		}
		p.participant = int32(slices.IndexFunc(ev.Participants, func(e crosscase.EvidenceParticipant) bool { return string(e.ID) == id }))
		if p.participant < 0 {
			return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no participant %q", q.Participant)
		}
	}
	if p.position != "" && p.question >= 0 {
		p.stands()
	}
	return p, nil
}

// narrow says whether anything is asked for in particular.
func (p *evidencePick) narrow() bool {
	return p.site >= 0 || p.theme >= 0 || p.question >= 0 || p.participant >= 0
}

// stands finds who stands on the position asked for, as the analysis counts them.
func (p *evidencePick) stands() {
	p.on = map[stand]bool{}
	opts := agreement.Options{Questions: []int32{p.question}, Voices: true}
	if p.site >= 0 {
		opts.Sites = []int32{p.site}
	}
	if p.aspect != "" {
		opts.Aspects = []crosscase.Aspect{p.aspect}
	}
	for _, r := range agreement.Analyse(p.ev, opts) {
		for i := range r.Sites {
			s := &r.Sites[i]
			for k := range s.VoiceList {
				if voice := &s.VoiceList[k]; voice.Position == p.position {
					p.on[stand{r.AspectIndex, s.SiteIndex, voice.ParticipantIndex, ""}] = true
				}
			}
			for _, statement := range s.Statements {
				for _, id := range statement.Excerpts {
					if statement.Position == p.position {
						p.on[stand{r.AspectIndex, s.SiteIndex, -1, id}] = true
					}
				}
			}
		}
	}
}

// fits says whether a coding is asked for.
func (p *evidencePick) fits(c *crosscase.EvidenceCoding) bool {
	switch {
	case p.question >= 0 && c.Question != p.question, p.theme >= 0 && c.Theme != p.theme,
		p.participant >= 0 && c.Participant != p.participant,
		p.aspect != "" && crosscase.Aspects[c.Aspect] != p.aspect,
		p.site >= 0 && siteOf(p.ev, c) != p.site,
		p.row >= 0 && rowOf(p.ev, p.rows, c) != p.row:
		return false
	case p.position == "":
		return true
	case p.on == nil:
		return answerOf(p.ev, c) == p.position
	case !answers(c):
		return false
	}
	at := stand{c.Aspect, siteOf(p.ev, c), c.Participant, ""}
	if c.Participant < 0 {
		at.excerpt = c.Excerpt
	}
	return p.on[at]
}

// codings are those asked for, as indices.
func (p *evidencePick) codings() []int32 {
	var out []int32
	for i := range p.ev.Codings {
		if p.fits(&p.ev.Codings[i]) {
			out = append(out, int32(i))
		}
	}
	return out
}

// answers says whether a coding takes a position.
func answers(c *crosscase.EvidenceCoding) bool {
	return c.Question >= 0 && (c.Position >= 0 || len(c.Set) > 0 || c.HasNumber)
}

// answerOf is the position a coding takes, in words; "" for none.
func answerOf(ev *crosscase.Evidence, c *crosscase.EvidenceCoding) string {
	switch {
	case c.Question < 0:
		return ""
	case c.HasNumber:
		return strconv.FormatFloat(c.Number, 'f', -1, 64)
	case len(c.Set) > 0:
		set := slices.Sorted(slices.Values(c.Set))
		names := make([]string, len(set))
		for i, k := range set {
			names[i] = ev.Questions[c.Question].Positions[k]
		}
		return strings.Join(names, "|")
	case c.Position >= 0:
		return ev.Questions[c.Question].Positions[c.Position]
	}
	return ""
}
