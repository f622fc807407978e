package reader

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/crosscase/crosscase/internal/text"
)

// The lines with which programs for meetings begin what somebody says in their transcripts as text:
//
//	[Anna] 10:02:11                     Zoom, time of the day
//	0:0:1.250 --> 0:0:4.0               Teams of before 2022, with the name on the next line
//
// Others (Anna 0:03) are labels like those of people and found with them.
var (
	zoomLine  = regexp.MustCompile(`^\[([^\[\]\n]{1,80})\][ \t]+(\d{1,2}):(\d{2}):(\d{2})$`)
	teamsLine = regexp.MustCompile(`^(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?[ \t]*-->[ \t]*(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,9}))?$`)
)

// firstHour is the first hour that is taken for a time of the day: no meeting is that long.
const firstHour = 6

// meetingTurns finds the turns of a transcript as programs for meetings save it; none in any other text. A single
// line of the kind is no sign of one. The text stays as it is, and the lines with names and times are the labels.
func meetingTurns(s string) (turns []text.Turn, remark string) {
	at, rest := 0, s
	var named bool // the line in hand should be the name of the turn just begun
	for more := true; more; {
		var l string
		l, rest, more = strings.Cut(rest, "\n")
		start := at
		at += text.Len(l) + 1
		end := at - 1
		trimmed := strings.TrimSpace(l)
		switch m := zoomLine.FindStringSubmatch(trimmed); {
		case m != nil:
			from, err := clock([]string{m[2], m[3], m[4], ""})
			if err != nil {
				return nil, ""
			}
			turns = append(turns, text.Turn{Start: start, SpeechStart: end, End: end, Speaker: tidySpeaker(m[1]), TimeStart: from, TimeEnd: text.NoTime})
			continue
		case teamsLine.MatchString(trimmed):
			m := teamsLine.FindStringSubmatch(trimmed)
			from, err1 := clock(m[1:5])
			to, err2 := clock(m[5:9])
			if err1 != nil || err2 != nil {
				return nil, ""
			}
			turns = append(turns, text.Turn{Start: start, SpeechStart: end, End: end, TimeStart: from, TimeEnd: max(from, to)})
			named = true
			continue
		}
		if len(turns) == 0 || trimmed == "" {
			continue
		}
		t := &turns[len(turns)-1]
		switch {
		case named:
			t.Speaker, t.SpeechStart, t.End, named = tidySpeaker(trimmed), end, end, false
		case t.SpeechStart == t.End:
			t.SpeechStart, t.End = start, end
		default:
			t.End = end
		}
	}
	if len(turns) < 2 {
		return nil, ""
	}
	return turns, settleTimes(turns)
}

// settleTimes counts times of the day from the first of them, and ends each turn where the next begins.
func settleTimes(turns []text.Turn) (remark string) {
	if first := turns[0].TimeStart; first >= firstHour*3_600_000 {
		for i := range turns {
			if turns[i].TimeStart -= first; turns[i].TimeStart < 0 {
				turns[i].TimeStart += 24 * 3_600_000 // past midnight
			}
		}
		remark = fmt.Sprintf("its times are of the day and count from the first, %s: where the recording began earlier they are that much too early", stampText(first)[:8])
	}
	for i := range turns {
		t := &turns[i]
		if t.TimeEnd != text.NoTime {
			continue
		}
		t.TimeEnd = t.TimeStart
		if i+1 < len(turns) && turns[i+1].TimeStart > t.TimeStart {
			t.TimeEnd = turns[i+1].TimeStart
		}
	}
	return remark
}

// timed says whether nearly all turns have times, so that they can count in a recording.
func timed(turns []text.Turn) bool {
	n := 0
	for _, t := range turns {
		if t.TimeStart != text.NoTime {
			n++
		}
	}
	return n >= 2 && n*10 >= len(turns)*9
}
