package service

import (
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// sinceWords says rows that texts rest on in words.
type sinceWords struct {
	v         *visit
	themes    map[crosscase.ThemeID]string
	questions map[crosscase.QuestionID]string
	positions map[crosscase.PositionID]string
	people    map[crosscase.ParticipantID]string
	letters   map[crosscase.SiteID]string
}

func (v *visit) sinceWords() (*sinceWords, error) {
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	w := &sinceWords{v: v, themes: map[crosscase.ThemeID]string{}, questions: map[crosscase.QuestionID]string{}, positions: map[crosscase.PositionID]string{},
		people: map[crosscase.ParticipantID]string{}, letters: lettersByID(ev)}
	for i := range ev.Themes {
		w.themes[ev.Themes[i].ID] = ev.Themes[i].Key
	}
	for i := range ev.Questions {
		q := &ev.Questions[i]
		w.questions[q.ID] = spaced(q.Name)
		for k, id := range q.PositionIDs {
			w.positions[id] = spaced(q.Positions[k])
		}
	}
	for i := range ev.Participants {
		w.people[ev.Participants[i].ID] = ev.Participants[i].Pseudonym
	}
	return w, nil
}

// say is what a row says; "" for none.
func (w *sinceWords) say(row any) string {
	switch row := row.(type) {
	case *crosscase.Coding:
		if row.QuestionID == "" {
			return "coded to " + w.themes[row.ThemeID]
		}
		said := w.questions[row.QuestionID]
		if answer := w.answer(row); answer != "" {
			said += ": " + answer
		}
		if row.Aspect != crosscase.Opinion {
			said += " (" + spaced(string(row.Aspect)) + ")"
		}
		return said
	case *crosscase.Silence:
		return spaced(string(row.Kind))
	case *crosscase.Excerpt:
		return row.Text
	case *crosscase.Summary:
		if row.Text == "" {
			return spaced(string(row.Status))
		}
		return row.Text
	}
	return ""
}

func (w *sinceWords) answer(c *crosscase.Coding) string {
	switch {
	case c.Number != nil:
		return strconv.FormatFloat(*c.Number, 'f', -1, 64)
	case len(c.PositionSet) > 0:
		var names []string
		for _, id := range c.PositionSet {
			names = append(names, w.positions[id])
		}
		return strings.Join(names, ", ")
	}
	return w.positions[c.PositionID]
}

// place says whose a row is, and which words it is about.
func (w *sinceWords) place(line *SinceLine, row any) {
	person, site := crosscase.ParticipantID(""), crosscase.SiteID("")
	switch row := row.(type) {
	case *crosscase.Coding:
		line.Excerpt, person, site = row.ExcerptID, row.ParticipantID, row.SiteID
	case *crosscase.Excerpt:
		line.Excerpt, person, site = row.ID, row.ParticipantID, row.SiteID
	case *crosscase.Silence:
		person, site = row.ParticipantID, row.SiteID
	case *crosscase.Summary:
		person, site = row.ParticipantID, row.SiteID
	}
	if line.Of = w.people[person]; line.Of == "" && w.letters[site] != "" {
		line.Of = "site " + w.letters[site]
	}
	if line.Excerpt != "" && line.Noun != "excerpt" {
		if e, err := store.Get[crosscase.Excerpt](w.v.ctx, w.v.s.store, w.v.study.ID, string(line.Excerpt)); err == nil && w.v.seesRow("excerpt", e) == nil {
			line.Words = e.Text
		}
	}
}
