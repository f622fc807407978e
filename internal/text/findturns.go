package text

import "strings"

// MaxTurnLines is how many lines a text may have to be split into turns. A day of
// hearings has two thousand.
const MaxTurnLines = 500_000

// FindTurns splits s into speaker turns. It returns none where it finds no labels.
//
// With a Pattern, a turn begins at each line that the pattern matches at its
// first printed character, and nowhere else. Without one, the rules are:
//   - a label stands at the beginning of a line (a paragraph, in what the readers return), is at
//     most 40 code points and six words long, holds a letter and no ? or !, and may have a time
//     before or after it: [00:12:03] Anna: or Anna 12:03;
//   - it is bold up to its colon (**Anna:** or **Anna**:), plain up to its colon (Anna:), or bold
//     without a colon, at the beginning of the speech or as a paragraph of its own;
//   - it must recur: twice where it is bold with a colon; plain, twice if another label does so too
//     and three times if it is the only one; bold without a colon, twice beside another that does;
//   - the label of a role (Interviewer, Respondent 2, Q, …) counts twice, so a transcript of one question
//     and one answer is one;
//   - of the styles only the first found counts, in the order above: in a text with bold labels,
//     "The question is:" is no speaker however often it comes;
//   - a plain label begins with a capital or a digit if it has two words or more, and with three
//     or more every word does but of, de, van and their like;
//   - once a label is a speaker, its slips are too: another capitalisation, bold or plain, full stop,
//     semicolon or nothing in place of the colon where it is bold, more bold than the label;
//   - a label met once is a speaker if it is a known one with a number (Interviewee#2), or if it is
//     bold with a colon like at least two recurring ones and stands after the first turn or begins
//     with the title of one of them (a guest with one sentence);
//   - words that head a remark and never speak (Note, Date, Time, Site, … in seven languages) are no labels;
//   - a heading is no label, unless it begins with a known one and its colon;
//   - a heading ends the turn; what follows it without a label is a further turn of the same speaker;
//   - what stands before the first label is in no turn;
//   - a text of more than MaxTurnLines lines has none.
func FindTurns(s string, opts TurnOptions) []Turn {
	if strings.Count(s, "\n") >= MaxTurnLines {
		return nil
	}
	lines := splitLines(s, opts)
	if opts.Pattern != nil {
		matchLabels(lines, opts)
	} else {
		acceptLabels(lines)
	}
	return buildTurns(lines)
}

// line is one line of the text and what it may begin with.
type line struct {
	text       string
	start, end int // code points, without the line end
	bold       int // how many code points of the line are bold from its first printed one on, counted from start; 0 none
	heading    bool
	next       *line // the next line that is not blank
	label      label
	speaks     bool // the label is one
}

func (l *line) blank() bool { return strings.TrimSpace(l.text) == "" }

func splitLines(s string, opts TurnOptions) []line {
	lines := make([]line, 0, strings.Count(s, "\n")+1)
	start := 0
	bold, headings := opts.Bold, opts.Headings
	for {
		content, rest, more := strings.Cut(s, "\n")
		l := line{text: content, start: start, end: start + Len(content)}
		first := start + Len(content[:len(content)-len(strings.TrimLeft(content, " \t\u00a0"))])
		for len(bold) > 0 && bold[0].End <= first {
			bold = bold[1:]
		}
		l.bold = boldFrom(l, first, bold)
		for len(headings) > 0 && headings[0].End <= start {
			headings = headings[1:]
		}
		l.heading = len(headings) > 0 && headings[0].Overlaps(Span{l.start, l.end})
		lines = append(lines, l)
		if !more {
			break
		}
		s, start = rest, l.end+1
	}
	var next *line
	for i := len(lines) - 1; i >= 0; i-- {
		lines[i].next = next
		if !lines[i].blank() {
			next = &lines[i]
		}
	}
	return lines
}

// boldFrom is the length of the bold run that begins at first. Runs with only
// blanks between them are one: word processors leave the blank of a bold label plain.
func boldFrom(l line, first int, bold []Span) int {
	if len(bold) == 0 || !bold[0].Has(first) || first >= l.end {
		return 0
	}
	end := min(bold[0].End, l.end)
	for _, run := range bold[1:] {
		if run.Start >= l.end {
			break
		}
		between, err := Slice(l.text, end-l.start, run.Start-l.start)
		if err != nil || strings.TrimSpace(between) != "" {
			break
		}
		end = min(run.End, l.end)
	}
	return end - l.start
}

// buildTurns makes turns of the lines that speak.
func buildTurns(lines []line) []Turn {
	var turns []Turn
	var open bool      // the last turn takes further lines
	var speaker string // whose words a heading interrupted
	for i := range lines {
		l := &lines[i]
		switch {
		case l.blank():
		case l.speaks:
			speaker, open = l.label.name, true
			turns = append(turns, Turn{
				Start: l.start, End: l.end, Speaker: speaker,
				SpeechStart: l.start + l.label.speech,
				TimeStart:   l.label.time, TimeEnd: NoTime,
			})
			if turn := &turns[len(turns)-1]; turn.SpeechStart >= l.end {
				turn.SpeechStart = l.end
			}
		case l.heading:
			open = false
		case open:
			turn := &turns[len(turns)-1]
			if turn.SpeechStart == turn.End {
				// The label is a paragraph of its own; the words begin here.
				turn.SpeechStart = l.start
			}
			turn.End = l.end
		case speaker != "":
			open = true
			turns = append(turns, Turn{
				Start: l.start, End: l.end, Speaker: speaker,
				SpeechStart: l.start, TimeStart: NoTime, TimeEnd: NoTime,
			})
		}
	}
	for i := 0; i+1 < len(turns); i++ {
		if next := turns[i+1].TimeStart; turns[i].TimeStart != NoTime && next >= turns[i].TimeStart {
			turns[i].TimeEnd = next
		}
	}
	return turns
}

// matchLabels finds labels by the person's own pattern.
func matchLabels(lines []line, opts TurnOptions) {
	for i := range lines {
		l := &lines[i]
		indent := len(l.text) - len(strings.TrimLeft(l.text, " \t\u00a0"))
		match := opts.Pattern.FindStringSubmatchIndex(l.text[indent:])
		if match == nil || match[0] != 0 {
			continue
		}
		from, to := match[0], match[1]
		if len(match) > 3 && match[2] >= 0 {
			from, to = match[2], match[3]
		}
		name := tidyName(l.text[indent+from : indent+to])
		if name == "" {
			continue
		}
		after := indent + match[1]
		after += len(l.text[after:]) - len(strings.TrimLeft(l.text[after:], " \t\u00a0"))
		l.label = label{name: name, speech: Len(l.text[:after]), time: NoTime}
		l.speaks = true
	}
}
