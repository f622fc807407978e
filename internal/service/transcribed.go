package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

// words are the stretches of a recording whose words stand in the study, by whether a person has answered for them.
type words struct{ typed, machine []media.Stretch }

// measure is how much of a recording a person's words cover, and how much more only a machine's.
func (w *words) measure(length int64) (transcribed, byMachine int64) {
	if w == nil {
		return 0, 0
	}
	typed := media.Within(w.typed, length)
	return media.Total(typed), media.Without(media.Within(w.machine, length), typed)
}

// wordsOf finds what of some recordings is transcribed.
//
// The rules are:
//   - the turns of a transcript that is aligned to a recording count from their first time to their last;
//   - so do the verbatim excerpts of the recording that have words;
//   - what a machine made and nobody has checked counts apart; where both cover a stretch the person's words count.
func (v *visit) wordsOf(recordings []*crosscase.Source) (map[crosscase.SourceID]*words, error) {
	out := make(map[crosscase.SourceID]*words, len(recordings))
	ids := make([]crosscase.SourceID, len(recordings))
	for i, r := range recordings {
		out[r.ID], ids[i] = &words{}, r.ID
	}
	excerpts, err := seenIn[crosscase.Excerpt](v, "source_id IN (%s) AND measure = 'milliseconds' AND kind = 'verbatim' AND text <> ''", ids)
	if err != nil {
		return nil, err
	}
	for _, e := range excerpts {
		out[e.SourceID].add(e.Start, e.End, e.Machine)
	}
	transcripts, err := seenIn[crosscase.Source](v, "recording_id IN (%s)", ids)
	if err != nil || len(transcripts) == 0 {
		return out, err
	}
	bySource := make(map[crosscase.SourceID]*crosscase.Source, len(transcripts))
	of := make([]crosscase.SourceID, len(transcripts))
	for i, t := range transcripts {
		bySource[t.ID], of[i] = t, t.ID
	}
	texts, err := seenIn[crosscase.SourceText](v, "source_id IN (%s)", of)
	if err != nil {
		return nil, err
	}
	latest := map[crosscase.SourceID]*crosscase.SourceText{} // corrections of the words do not move the times
	for _, t := range texts {
		if have := latest[t.SourceID]; have == nil || t.Version > have.Version {
			latest[t.SourceID] = t
		}
	}
	for id, t := range latest {
		src := bySource[id]
		for _, turn := range t.Turns {
			out[src.RecordingID].add(turn.From, turn.To, src.Genre == crosscase.GenreMachine)
		}
	}
	return out, nil
}

func (w *words) add(from, to int64, machine bool) {
	if machine {
		w.machine = append(w.machine, media.Stretch{from, to})
		return
	}
	w.typed = append(w.typed, media.Stretch{from, to})
}
