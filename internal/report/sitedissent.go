package report

import (
	"slices"
	"strconv"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// statedAlone says whether one statement of the record, and nothing else, gives the site its position.
func (w *questionWriter) statedAlone() bool {
	return w.r.Voices == 0 && w.r.Stated && w.r.Override == nil && len(w.r.Statements) == 1 && len(w.r.Record) == 0
}

// illustrations quotes the leading position.
func (w *questionWriter) illustrations() {
	if w.statedAlone() {
		w.add(w.quotations(w.id+".stated.1", w.r.Statements[0].Excerpts, quotedAtMost)...)
	}
	if w.r.Voices == 0 {
		return
	}
	minority := map[int32]bool{}
	for _, v := range w.r.Minority {
		minority[v.ParticipantIndex] = true
	}
	ids := w.evidenceOf(w.byQuestion[asked{w.q.QuestionIndex, w.q.AspectIndex}], func(c *crosscase.EvidenceCoding) bool {
		return c.Participant >= 0 && !minority[c.Participant]
	})
	w.add(w.quotations(w.id+".leading", ids, quotedAtMost)...)
}

// dissent lists every minority position with all its excerpts. Nothing turns it off.
func (w *questionWriter) dissent() {
	minority := w.r.Minority
	if len(minority) == 0 {
		return
	}
	var order []string
	by := map[string][]agreement.Voice{}
	for _, v := range minority {
		if by[v.Position] == nil {
			order = append(order, v.Position)
		}
		by[v.Position] = append(by[v.Position], v)
	}
	tied := len(minority) == w.r.Voices
	for i, position := range order {
		voices := by[position]
		var ids []crosscase.ExcerptID
		for _, v := range voices {
			ids = append(ids, v.Excerpts...)
		}
		lead := parts{strong("Dissent."), " "}
		switch {
		case tied && i == 0:
			lead = parts{strong("No position leads."), " "}
		case tied || i > 0:
			lead = parts{}
		}
		what := parts{w.verb(len(voices)), em(setWords(position))}
		if w.isMixed(position) {
			what = parts{either(len(voices), " gives two answers", " give two answers")}
			if holds := w.holds(voices); len(holds) > 0 {
				what = append(what, ", ", holds)
			}
		}
		id := w.id + ".dissent." + strconv.Itoa(i+1)
		w.add(paragraph(say(id, Count, ids, "{}{} of {}{}{}", lead, capital(number(len(voices))), counted(w.r.Voices, "voice"), what, w.colon(ids))))
		w.add(w.quotations(id, ids, 0)...)
	}
}

// holds is what mixed voices say, where all say the same two things.
func (w *questionWriter) holds(voices []agreement.Voice) parts {
	for _, v := range voices {
		if len(v.Holds) == 0 || !slices.Equal(v.Holds, voices[0].Holds) {
			return nil
		}
	}
	items := make([]any, len(voices[0].Holds))
	for i, h := range voices[0].Holds {
		items[i] = em(setWords(h))
	}
	return listed(items)
}

// record tells what documents state, and where that differs from the voices.
func (w *questionWriter) record() {
	r := w.r
	for i, st := range r.Statements {
		id := w.id + ".stated." + strconv.Itoa(i+1)
		w.add(paragraph(say(id, Descriptive, st.Excerpts, "{} The record states {}, through {} and no voice{}", strong("Stated."),
			em(setWords(st.Position)), counted(len(st.Excerpts), "excerpt"), w.colon(st.Excerpts))))
		w.add(w.quotations(id, st.Excerpts, quotedAtMost)...)
	}
	for i, diff := range r.Record {
		voices := make([]any, len(diff.Voices))
		for j, v := range diff.Voices {
			voices[j] = em(setWords(v))
		}
		w.add(paragraph(say(w.id+".record."+strconv.Itoa(i+1), Descriptive, diff.Excerpts, "{} The record states {}, while the voices {} {}.",
			strong("Record against voices."), em(setWords(diff.Statement)), either(len(voices), "lean to", "are tied between"), listed(voices))))
	}
}
