package text

import (
	"regexp"

	"github.com/crosscase/crosscase"
)

// NoTime stands in a [Turn] for a time that the text does not give.
const NoTime = -1

// Turn is a stretch of a text that one person speaks. It covers whole lines:
// from the first code point of the label to the last of the speech, without the
// line end. Turns of a text are in order and do not overlap.
type Turn struct {
	Start, End  int    // code points
	Speaker     string // as the label has it, without colon, stamp and emphasis
	SpeechStart int    // where the words begin after the label; Start where there is none
	TimeStart   int64  // milliseconds into the recording, or NoTime
	TimeEnd     int64  // milliseconds, the start of the next turn where that is known, or NoTime
}

// Span is the stretch with the label.
func (t Turn) Span() Span { return Span{Start: t.Start, End: t.End} }

// Speech is the stretch without the label.
func (t Turn) Speech() Span { return Span{Start: t.SpeechStart, End: t.End} }

// TurnOptions are what FindTurns knows beyond the letters. All spans are in code
// points, in order.
type TurnOptions struct {
	Pattern  *regexp.Regexp // of a label, from [CompileSpeaker]; nil finds labels by the rules
	Bold     []Span         // runs in bold
	Headings []Span         // headings
}

// CompileSpeaker compiles the regular expression of a speaker label, such as
// `^(\w+):`. It is tried at the beginning of each line; its first group, or the
// whole match where it has none, is the speaker. The error is for the person.
func CompileSpeaker(expr string) (*regexp.Regexp, error) {
	pattern, err := regexp.Compile(expr)
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid,
			"the speaker pattern %q is no regular expression: %v; for labels such as \"Anna:\" write ^(\\w+):", expr, err)
	}
	if pattern.MatchString("") {
		return nil, crosscase.Errorf(crosscase.CodeInvalid,
			"the speaker pattern %q matches a line without a label; for labels such as \"Anna:\" write ^(\\w+):", expr)
	}
	return pattern, nil
}

// SpeakerOf is the speaker at offset, in turns as FindTurns returns them; false between turns.
func SpeakerOf(turns []Turn, offset int) (string, bool) {
	low, high := 0, len(turns)
	for low < high {
		if mid := (low + high) / 2; turns[mid].End <= offset {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == len(turns) || !turns[low].Span().Has(offset) {
		return "", false
	}
	return turns[low].Speaker, true
}
