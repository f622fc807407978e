package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/basis"
	"github.com/crosscase/crosscase/internal/store"
)

// DissentQuery narrows a register of dissent down; "" is all.
type DissentQuery struct {
	Site     string // letter
	Question string // name
	Group    string // only positions that somebody of this profession group takes
	Level    string
	Open     bool // only what has no answer, or one that has to be looked at again
}

// DissentRegister is every minority position of the sites that the actor may see, in the order of sites and codebook.
type DissentRegister struct {
	Items  []DissentLine      `json:"items"`
	Open   int                `json:"open" doc:"items without an answer, or with one that has to be looked at again"`
	Gone   []DissentAnswering `json:"gone" doc:"answers whose position is no minority any more"`
	Groups []string           `json:"groups" doc:"profession groups that items can be chosen by"`
	Levels []string           `json:"levels"`
}

// DissentLine is one minority position on one question at one site.
type DissentLine struct {
	Site        string                `json:"site"`
	Question    string                `json:"question"`
	Prompt      string                `json:"prompt,omitempty"`
	Theme       string                `json:"theme,omitempty" doc:"key of the question's theme"`
	Aspect      crosscase.Aspect      `json:"aspect"`
	Position    string                `json:"position"`
	Leading     []string              `json:"leading" doc:"the position most voices hold; where several tie none leads, and each of them is listed"`
	Status      agreement.Status      `json:"status"`
	Who         []DissentVoice        `json:"who"`
	Voices      int                   `json:"voices" doc:"all on this question at the site"`
	Listened    int                   `json:"listened"`
	Interviewed int                   `json:"interviewed"`
	Excerpts    []crosscase.ExcerptID `json:"excerpts"`
	Answer      *DissentAnswering     `json:"answer,omitempty"`
}

// DissentVoice is somebody who takes a minority position, named as far as the actor may know them.
type DissentVoice struct {
	Participant string   `json:"participant"`
	Group       string   `json:"group,omitempty" doc:"for who may read codings"`
	Level       string   `json:"level,omitempty"`
	Holds       []string `json:"holds,omitempty" doc:"what a mixed voice says"`
}

// DissentAnswering is what became of a minority position.
type DissentAnswering struct {
	ID       crosscase.RowID             `json:"id"`
	Revision int64                       `json:"revision"`
	Site     string                      `json:"site"`
	Question string                      `json:"question"`
	Aspect   crosscase.Aspect            `json:"aspect"`
	Position string                      `json:"position"`
	Answer   crosscase.DissentAnswerKind `json:"answer" doc:"explained, negative_case or recoded"`
	Text     string                      `json:"text"`
	Author   string                      `json:"author,omitempty"`
	At       int64                       `json:"at,omitempty" doc:"epoch milliseconds, UTC"`
	Stale    bool                        `json:"stale,omitempty" doc:"other codings take the position than when it was answered"`
}

// Dissent is the register of dissent.
func (s *Service) Dissent(ctx context.Context, slug string, q DissentQuery) (*DissentRegister, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadResults)
	if err != nil {
		return nil, err
	}
	return v.dissent(q)
}

func (v *visit) dissent(q DissentQuery) (*DissentRegister, error) {
	ev, results, _, err := v.analysis()
	if err != nil {
		return nil, err
	}
	if q.Site != "" {
		if _, err := siteIndex(ev, q.Site); err != nil {
			return nil, err
		}
	}
	if q.Question != "" {
		if _, err := questionIndex(ev, q.Question); err != nil {
			return nil, err
		}
	}
	answers, err := v.dissentAnswers(ev)
	if err != nil {
		return nil, err
	}
	out := &DissentRegister{Items: []DissentLine{}, Gone: []DissentAnswering{}, Groups: []string{}, Levels: []string{}}
	if v.access.May(crosscase.ReadCodings) {
		out.Groups, out.Levels = append(out.Groups, ev.Groups...), append(out.Levels, ev.Levels...)
	} else if q.Group != "" || q.Level != "" { // who is of which group is not theirs to find out
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is nothing of that kind here for you")
	}
	tell := v.teller(ev)
	for site := range ev.Sites {
		if q.Site != "" && ev.Sites[site].Letter != q.Site {
			continue
		}
		for i := range results {
			if r := &results[i]; q.Question == "" || r.Question == q.Question {
				for _, line := range dissentLines(ev, tell, r, &r.Sites[site]) {
					line.Answer = answers.take(r, &r.Sites[site], line.Position)
					open := line.Answer == nil || line.Answer.Stale
					if q.Open && !open || !line.hasVoice(q) {
						continue
					}
					if open {
						out.Open++
					}
					out.Items = append(out.Items, line)
				}
			}
		}
	}
	if q == (DissentQuery{}) {
		out.Gone = append(out.Gone, answers.left()...)
	}
	return out, nil
}

// dissentLines are the minority positions of one site on one question.
func dissentLines(ev *crosscase.Evidence, tell *teller, r *agreement.QuestionResult, s *agreement.SiteResult) []DissentLine {
	var out []DissentLine
	for i := range s.Minority {
		voice := &s.Minority[i]
		at := slices.IndexFunc(out, func(l DissentLine) bool { return l.Position == voice.Position })
		if at < 0 {
			at = len(out)
			out = append(out, DissentLine{
				Site: s.Site, Question: r.Question, Prompt: r.Prompt, Theme: r.Theme, Aspect: r.Aspect, Position: voice.Position, Leading: nonNil(s.Leading),
				Status: s.Status, Voices: s.Voices, Listened: s.Listened, Interviewed: s.Interviewed,
			})
		}
		who := DissentVoice{Participant: tell.name(voice.ParticipantIndex), Holds: voice.Holds}
		if p := &ev.Participants[voice.ParticipantIndex]; tell.plain {
			if p.Group >= 0 {
				who.Group = ev.Groups[p.Group]
			}
			if p.Level >= 0 {
				who.Level = ev.Levels[p.Level]
			}
		}
		out[at].Who = append(out[at].Who, who)
		out[at].Excerpts = append(out[at].Excerpts, voice.Excerpts...)
	}
	return out
}

// hasVoice says whether anybody of the group and level asked for takes the position.
func (l *DissentLine) hasVoice(q DissentQuery) bool {
	return slices.ContainsFunc(l.Who, func(w DissentVoice) bool {
		return (q.Group == "" || w.Group == q.Group) && (q.Level == "" || w.Level == q.Level)
	})
}

// dissentPlace is what an answer is about.
type dissentPlace struct {
	site     crosscase.SiteID
	question crosscase.QuestionID
	aspect   crosscase.Aspect
	position string
}

// dissentAnswers are the answers of a study, until they are taken.
type dissentAnswers struct {
	ev   *crosscase.Evidence
	rows *basis.Rows
	of   map[dissentPlace]*crosscase.DissentAnswer
	took map[dissentPlace]bool
}

// dissentAnswers reads the answers, for who may read them.
func (v *visit) dissentAnswers(ev *crosscase.Evidence) (*dissentAnswers, error) {
	a := &dissentAnswers{ev: ev, rows: basis.NewRows(ev), of: map[dissentPlace]*crosscase.DissentAnswer{}, took: map[dissentPlace]bool{}}
	if !v.access.May(crosscase.Nouns["dissent_answer"].Read) {
		return a, nil
	}
	found, err := seen[crosscase.DissentAnswer](v, "")
	for _, d := range found {
		a.of[dissentPlace{d.SiteID, d.QuestionID, d.Aspect, d.Position}] = d
	}
	return a, err
}

// take is the answer to a minority position; nil for none.
func (a *dissentAnswers) take(r *agreement.QuestionResult, s *agreement.SiteResult, position string) *DissentAnswering {
	at := dissentPlace{a.ev.Sites[s.SiteIndex].ID, r.QuestionID, r.Aspect, position}
	d := a.of[at]
	if d == nil {
		return nil
	}
	a.took[at] = true
	out := a.say(d)
	out.Stale = basis.Compare(d.Basis, dissentBasis(a.ev, a.rows, r, s, position)).Stale()
	return &out
}

// left are the answers to positions that are no minority any more.
func (a *dissentAnswers) left() []DissentAnswering {
	var out []DissentAnswering
	for at, d := range a.of {
		if !a.took[at] {
			out = append(out, a.say(d))
		}
	}
	slices.SortFunc(out, func(x, y DissentAnswering) int { return store.NaturalCompare(x.Site+x.Question, y.Site+y.Question) })
	return out
}

func (a *dissentAnswers) say(d *crosscase.DissentAnswer) DissentAnswering {
	out := DissentAnswering{ID: d.ID, Revision: d.Revision, Site: lettersByID(a.ev)[d.SiteID], Aspect: d.Aspect, Position: d.Position, Answer: d.Answer, Text: d.Text, Author: d.Author, At: d.At}
	for i := range a.ev.Questions {
		if a.ev.Questions[i].ID == d.QuestionID {
			out.Question = a.ev.Questions[i].Name
		}
	}
	return out
}

// dissentBasis is what an answer rests on: the codings by which the minority takes its position.
func dissentBasis(ev *crosscase.Evidence, rows *basis.Rows, r *agreement.QuestionResult, s *agreement.SiteResult, position string) []crosscase.BasisRow {
	who := map[int32]bool{}
	for i := range s.Minority {
		if s.Minority[i].Position == position {
			who[s.Minority[i].ParticipantIndex] = true
		}
	}
	var out []crosscase.BasisRow
	for i := range ev.Codings {
		c := &ev.Codings[i]
		if c.Participant >= 0 && who[c.Participant] && c.Question == r.QuestionIndex && c.Aspect == r.AspectIndex && siteOf(ev, c) == s.SiteIndex && answers(c) {
			out = append(out, rows.Coding(int32(i)))
		}
	}
	return basis.Sort(out)
}

// checkDissentAnswer settles an answer that is written: it rests on who takes the position now, nobody where it is
// no minority.
func checkDissentAnswer(v *visit, _ *store.Tx, row any) error {
	d := row.(*crosscase.DissentAnswer)
	ev, results, _, err := v.analysis()
	if err != nil {
		return err
	}
	d.Basis, d.BasisSeq, d.At = nil, ev.Revision, v.s.now().UnixMilli()
	if d.Author == "" {
		d.Author = v.actor.Name
	}
	rows := basis.NewRows(ev)
	for i := range results {
		r := &results[i]
		if r.QuestionID != d.QuestionID || r.Aspect != d.Aspect {
			continue
		}
		for k := range r.Sites {
			if ev.Sites[r.Sites[k].SiteIndex].ID == d.SiteID {
				d.Basis = dissentBasis(ev, rows, r, &r.Sites[k], d.Position)
			}
		}
	}
	return nil
}
