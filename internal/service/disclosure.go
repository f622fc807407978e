package service

import (
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/report"
)

// teller names participants to one actor.
//
// The rules are:
//   - who may read codings is told the pseudonym;
//   - who may read results alone is told the label that a report prints, at the study's disclosure level, so that
//     what they read on a page and in a report cannot be laid beside each other; pseudonym, group, level and the
//     name of the source stay with the team.
type teller struct {
	ev    *crosscase.Evidence
	plain bool
	label *report.Attribution
	told  map[int32]string
}

func (v *visit) teller(ev *crosscase.Evidence) *teller {
	t := &teller{ev: ev, plain: v.access.May(crosscase.ReadCodings), told: map[int32]string{}}
	if !t.plain {
		t.label = report.NewAttribution(ev)
	}
	return t
}

// name is what a participant is called; "" for none.
func (t *teller) name(participant int32) string {
	switch {
	case participant < 0:
		return ""
	case t.plain:
		return t.ev.Participants[participant].Pseudonym
	}
	name, ok := t.told[participant]
	if !ok {
		name = t.label.Voice(participant)
		t.told[participant] = name
	}
	return name
}

// result is a question's result with everybody in it named as the actor may know them.
func (t *teller) result(q agreement.QuestionResult) agreement.QuestionResult {
	if t.plain {
		return q
	}
	q.Sites = slices.Clone(q.Sites)
	for i := range q.Sites {
		s := &q.Sites[i]
		s.Minority, s.VoiceList = t.voices(s.Minority), t.voices(s.VoiceList)
		s.Dissent = make([]string, len(s.Minority))
		for k := range s.Minority {
			s.Dissent[k] = s.Minority[k].Participant
		}
	}
	return q
}

func (t *teller) voices(list []agreement.Voice) []agreement.Voice {
	list = slices.Clone(list)
	for i := range list {
		list[i].Participant, list[i].ParticipantID = t.name(list[i].ParticipantIndex), ""
	}
	return list
}
