package text_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// TestCarryTurns takes the turns of one text through an edit of it, given as the whole new text.
func TestCarryTurns(t *testing.T) {
	const talk = "Ann: Is there a budget?\nBen: Yes. We asked for it.\nAnn: Who holds it?\nBen: The board."
	for _, test := range []struct {
		name, edited string
		want         []string
	}{
		{"nothing changed", talk, []string{"Ann|Is there a budget?", "Ben|Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"two turns merged by deleting the line end and the label",
			"Ann: Is there a budget? Yes. We asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget? Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"two turns merged by deleting the label alone",
			"Ann: Is there a budget?\nYes. We asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?\nYes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"the last two merged",
			"Ann: Is there a budget?\nBen: Yes. We asked for it.\nAnn: Who holds it? The board.",
			[]string{"Ann|Is there a budget?", "Ben|Yes. We asked for it.", "Ann|Who holds it? The board."}},
		{"a turn split with the label of somebody who is known",
			"Ann: Is there a budget?\nBen: Yes.\nAnn: We asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?", "Ben|Yes.", "Ann|We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"a turn split by a line end alone stays one",
			"Ann: Is there a budget?\nBen: Yes.\nWe asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?", "Ben|Yes.\nWe asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"a label corrected to another speaker who is known",
			"Ann: Is there a budget?\nAnn: Yes. We asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?", "Ann|Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"a label completed",
			"Ann: Is there a budget?\nBen Okoro: Yes. We asked for it.\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?", "Ben Okoro|Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"a turn deleted whole",
			"Ann: Is there a budget?\nAnn: Who holds it?\nBen: The board.",
			[]string{"Ann|Is there a budget?", "Ann|Who holds it?", "Ben|The board."}},
		{"a title on top",
			"Interview 1\n\n" + talk,
			[]string{"Ann|Is there a budget?", "Ben|Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board."}},
		{"words behind the last",
			talk + " I think.",
			[]string{"Ann|Is there a budget?", "Ben|Yes. We asked for it.", "Ann|Who holds it?", "Ben|The board. I think."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := carriedTurns(t, talk, test.edited)
			var said []text.Turn
			for _, turn := range got {
				said = append(said, text.Turn{Start: turn.Start, SpeechStart: turn.Speech, End: turn.End, Speaker: turn.Speaker})
			}
			if d := cmp.Diff(test.want, told(t, test.edited, said)); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestCarryTurnsKeepsWhoSpeaks follows the participants behind the labels.
func TestCarryTurnsKeepsWhoSpeaks(t *testing.T) {
	const talk = "Ann: One.\nBen: Two.\nAnn: Three.\nBen: Four."
	for _, test := range []struct {
		name, edited string
		want         []crosscase.ParticipantID
	}{
		{"a label corrected within stays the same person", "Ann: One.\nBenn: Two.\nAnn: Three.\nBen: Four.", []crosscase.ParticipantID{"p-Ann", "p-Ben", "p-Ann", "p-Ben"}},
		{"a label replaced by that of another who is known", "Ann: One.\nAnn: Two.\nAnn: Three.\nBen: Four.", []crosscase.ParticipantID{"p-Ann", "p-Ann", "p-Ann", "p-Ben"}},
		{"a label replaced by one nobody knows", "Ann: One.\nZoe: Two.\nAnn: Three.\nBen: Four.", []crosscase.ParticipantID{"p-Ann", "", "p-Ann", "p-Ben"}},
		{"a turn cut in two for another who is known", "Ann: One.\nBen: Two.\nAnn: Th\nBen: ree.\nBen: Four.", []crosscase.ParticipantID{"p-Ann", "p-Ben", "p-Ann", "p-Ben", "p-Ben"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []crosscase.ParticipantID
			for _, turn := range carriedTurns(t, talk, test.edited) {
				got = append(got, turn.ParticipantID)
			}
			if d := cmp.Diff(test.want, got); d != "" {
				t.Error(d)
			}
		})
	}
}

// carriedTurns are the turns of a text, each of a participant, after an edit.
func carriedTurns(t *testing.T, old, edited string) []crosscase.Turn {
	t.Helper()
	var s text.Structure
	for _, turn := range text.FindTurns(old, text.TurnOptions{}) {
		s.Turns = append(s.Turns, crosscase.Turn{Start: turn.Start, Speech: turn.SpeechStart, End: turn.End, Speaker: turn.Speaker, ParticipantID: crosscase.ParticipantID("p-" + turn.Speaker)})
	}
	steps, _ := text.RefineWhole(old, edited, nil)
	return s.Carry(text.NewIndex(edited), text.PathOf(steps)).Turns
}
