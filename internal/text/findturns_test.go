package text_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase/internal/text"
)

// marked builds a text and its bold runs from **, and headings from a leading #.
func marked(s string) (string, text.TurnOptions) {
	var plain []rune
	var opts text.TurnOptions
	for i, l := range strings.Split(s, "\n") {
		if i > 0 {
			plain = append(plain, '\n')
		}
		start := len(plain)
		heading := strings.HasPrefix(l, "# ")
		for j, part := range strings.Split(strings.TrimPrefix(l, "# "), "**") {
			from := len(plain)
			plain = append(plain, []rune(part)...)
			if j%2 == 1 {
				opts.Bold = append(opts.Bold, text.Span{Start: from, End: len(plain)})
			}
		}
		if heading {
			opts.Headings = append(opts.Headings, text.Span{Start: start, End: len(plain)})
		}
	}
	return string(plain), opts
}

// told renders turns as "speaker|words", which is what a reader of the test wants to compare.
func told(t *testing.T, s string, turns []text.Turn) []string {
	t.Helper()
	var got []string
	end := 0
	for _, turn := range turns {
		if turn.Start < end || turn.SpeechStart < turn.Start || turn.End < turn.SpeechStart {
			t.Fatalf("turn %+v is out of order after %d", turn, end)
		}
		end = turn.End
		words, err := text.Slice(s, turn.SpeechStart, turn.End)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, turn.Speaker+"|"+words)
	}
	return got
}

func TestFindTurns(t *testing.T) {
	tests := []struct {
		name, in string
		want     []string
	}{
		{"colon inside the bold run", "**A title**\n**Date: 3 May**\n**Interviewer:** How?\n**Interviewee:** So.\nAnd so.\n**Interviewer:** Why?\n**Interviewee:** Thus.",
			[]string{"Interviewer|How?", "Interviewee|So.\nAnd so.", "Interviewer|Why?", "Interviewee|Thus."}},
		{"colon outside the bold run", "**Anna**: One.\n**Ben**: Two.\n**Anna**: Three.\n**Ben**: Four.",
			[]string{"Anna|One.", "Ben|Two.", "Anna|Three.", "Ben|Four."}},
		{"plain labels", "Anna: One.\nBen: Two.\n\nAnna: Three.\nBen: Four: five.",
			[]string{"Anna|One.", "Ben|Two.", "Anna|Three.", "Ben|Four: five."}},
		{"bold runs without a colon", "**AB** One.\n**CD** Two.\n**AB** Three.\n**CD** Four.",
			[]string{"AB|One.", "CD|Two.", "AB|Three.", "CD|Four."}},
		{"a label as a paragraph of its own", "**Anna**\nOne.\nTwo.\n**Ben**\nThree.\n**Anna**\nFour.\n**Ben**\nFive.",
			[]string{"Anna|One.\nTwo.", "Ben|Three.", "Anna|Four.", "Ben|Five."}},
		{"slips of a known label", "**Q:** a\n**R:** b\n**Q:** c\n**R:** d\n**Q** e\n**R.** f\n**q;** g\nR: h\n**R: (**laughs) i\n**Q: all bold**",
			[]string{"Q|a", "R|b", "Q|c", "R|d", "Q|e", "R|f", "q|g", "R|h", "R|(laughs) i", "Q|all bold"}},
		{"a known label with a number", "**Q:** a\n**R:** b\n**Q:** c\n**R:** d\n**R#2**: e",
			[]string{"Q|a", "R|b", "Q|c", "R|d", "R#2|e"}},
		{"a bold guest who speaks once", "**Anna**: a\n**Ben**: b\n**Anna**: c\n**Ben**: d\n**Mrs Guest**: e",
			[]string{"Anna|a", "Ben|b", "Anna|c", "Ben|d", "Mrs Guest|e"}},
		{"a bold guest who speaks first", "**Age:** 40\n**Ms Guest**: e\n**Ms Price**: a\n**Ben**: b\n**Ms Price**: c\n**Ben**: d",
			[]string{"Ms Guest|e", "Ms Price|a", "Ben|b", "Ms Price|c", "Ben|d"}},
		{"a note is no speaker", "**Anna**: a\n**Ben**: b\nNote: the tape stops\n**Note:** and starts\n**Anna**: c\n**Ben**: d",
			[]string{"Anna|a", "Ben|b\nNote: the tape stops\nNote: and starts", "Anna|c", "Ben|d"}},
		{"a recurring phrase is no speaker beside bold labels", "**Anna**: a\nThe question is: b\nThe question is: c\n**Anna**: d\n**Ben**: e\n**Ben**: f",
			[]string{"Anna|a\nThe question is: b\nThe question is: c", "Anna|d", "Ben|e", "Ben|f"}},
		{"a heading ends the turn and the same person goes on", "**Anna**: a\n**Ben**: b\n# Break\nstill Ben\n**Anna**: c\n**Ben**: d",
			[]string{"Anna|a", "Ben|b", "Ben|still Ben", "Anna|c", "Ben|d"}},
		{"a heading that is a label by mistake", "**Anna**: a\n**Ben**: b\n# **Anna**: c\n**Anna**: d\n**Ben**: e",
			[]string{"Anna|a", "Ben|b", "Anna|c", "Anna|d", "Ben|e"}},
		{"headings that recur are no speakers", "# Results\nx\n# Results\ny\n# Results\nz", nil},
		{"prose with colons", "He said: go.\nThe rule is: stay.\nAt 10:30 we left.\nsee http://a.b", nil},
		{"one remark", "Note: a\nText.\nNote: b\nText.\nNote: c", nil},
		{"times in a plain text", "10:30 we left\n10:31 we came\n10:32 we slept", nil},
		{"accents, emoji and combining marks count as code points", "Zoë 😀: é\nBén: b\nZoë 😀: c\nBén: d",
			[]string{"Zoë 😀|é", "Bén|b", "Zoë 😀|c", "Bén|d"}},
		{"one question and one answer", "Interviewer: a\nParticipant 3: b", []string{"Interviewer|a", "Participant 3|b"}},
		{"one role alone", "Text.\nP: see over\nText.", nil},
		{"a form to fill in", "**Name**......\n**Date**......\n**Place**......\n**Name**......\n**Date**......", nil},
		{"one recurring bold word", "**However** we went.\n**However** we came.\n**However** we slept.", nil},
		{"one plain speaker needs three turns", "Text.\nAnna: a\nAnna: b", nil},
		{"one plain speaker with three turns", "Text.\nAnna: a\nAnna: b\nAnna: c", []string{"Anna|a", "Anna|b", "Anna|c"}},
		{"empty", "", nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s, opts := marked(test.in)
			if diff := cmp.Diff(test.want, told(t, s, text.FindTurns(s, opts))); diff != "" {
				t.Errorf("turns (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFindTurnsTimes(t *testing.T) {
	const s = "[00:00:01] Anna: One.\nBen (0:12): Two.\nAnna 1:02:03.5\nThree.\nBen: Four."
	type timed struct {
		Speaker    string
		Start, End int64
	}
	var got []timed
	for _, turn := range text.FindTurns(s, text.TurnOptions{}) {
		got = append(got, timed{turn.Speaker, turn.TimeStart, turn.TimeEnd})
	}
	want := []timed{{"Anna", 1000, 12000}, {"Ben", 12000, 3723500}, {"Anna", 3723500, text.NoTime}, {"Ben", text.NoTime, text.NoTime}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
}

func TestFindTurnsPattern(t *testing.T) {
	pattern, err := text.CompileSpeaker(`^<(\w+)>`)
	if err != nil {
		t.Fatal(err)
	}
	const s = "Head: a\n<anna> One <ben> two.\n  <ben> Three."
	got := told(t, s, text.FindTurns(s, text.TurnOptions{Pattern: pattern}))
	if diff := cmp.Diff([]string{"anna|One <ben> two.", "ben|Three."}, got); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
	for _, expr := range []string{`(`, `\w*`} {
		if _, err := text.CompileSpeaker(expr); err == nil {
			t.Errorf("pattern %q was taken", expr)
		}
	}
}

func TestSpeakerOf(t *testing.T) {
	const s = "Head\nA: a\nB: b\nA: c\nB: d"
	turns := text.FindTurns(s, text.TurnOptions{})
	for offset, want := range map[int]string{0: "", 5: "A", 8: "A", 9: "", 10: "B", 20: "B", 24: ""} {
		got, _ := text.SpeakerOf(turns, offset)
		if got != want {
			t.Errorf("speaker at %d is %q, want %q", offset, got, want)
		}
	}
}

// FuzzTurns asserts that whatever the text, turns lie in it, in order.
func FuzzTurns(f *testing.F) {
	f.Add("A: b\nB: c\nA: d\nB: e", 0, 2)
	f.Add("**A**\n\n\u00a0:\n[1:02] é: :\n", 3, 9)
	f.Add(strings.Repeat("x:\n", 50), 0, 200)
	f.Fuzz(func(t *testing.T, s string, from, to int) {
		s = text.Normalize(s)
		opts := text.TurnOptions{Bold: []text.Span{{Start: from, End: to}}, Headings: []text.Span{{Start: to, End: to + 3}}}
		told(t, s, text.FindTurns(s, opts))
		if turns := text.FindTurns(s, opts); len(turns) > 0 && turns[len(turns)-1].End > text.Len(s) {
			t.Fatal(fmt.Sprint("turn beyond the text: ", turns))
		}
	})
}
