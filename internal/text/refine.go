package text

import (
	"github.com/crosscase/crosscase"
)

// Refine turns the steps that a person asks for into those that are kept, and does them to s.
//
// The rules are:
//   - what is put in is put into the normal form of texts, by itself: what stands beside it stays as it is;
//   - a step that replaces is cut down to what differs, first by what both sides begin and end with, then word
//     by word; what does not change is not touched, and a step that changes nothing is left out;
//   - where a word has become a longer one, the letter beside what was added counts as replaced, so that the longer
//     word stays in the excerpts that the word was the last of;
//   - where it cannot be seen which of several equal stretches was taken out or put in, it is one that lies in no
//     span of kept, if there is such a one; kept are the spans of s that should stay as they are;
//   - Was holds what a step replaced.
//
// A step outside the text is an error that says which.
func Refine(s string, asked []crosscase.TextStep, kept []Span) (steps []crosscase.TextStep, edited string, err error) {
	steps = []crosscase.TextStep{}
	for i := range asked {
		one, err := refineOne(s, &asked[i], kept)
		if err == nil && len(one) > 0 {
			s, err = Apply(s, one)
		}
		if err != nil {
			return nil, "", crosscase.Errorf(crosscase.CodeInvalid, "step %d: %v", i+1, err)
		}
		steps = append(steps, one...)
		if i+1 < len(asked) {
			kept = carryAll(kept, one)
		}
	}
	return steps, s, nil
}

// RefineWhole is Refine for a request that gives the whole new text.
func RefineWhole(s, edited string, kept []Span) (steps []crosscase.TextStep, result string) {
	edited = Normalize(edited)
	return between(s, edited, 0, kept), edited
}

func refineOne(s string, step *crosscase.TextStep, kept []Span) ([]crosscase.TextStep, error) {
	if step.To != nil {
		if step.Text != "" {
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "it has both text and to: a step replaces or moves")
		}
		if step.Start == step.End || *step.To == step.Start || *step.To == step.End {
			_, err := move(NewIndex(s), step)
			return nil, err
		}
		to := *step.To
		return []crosscase.TextStep{{Start: step.Start, End: step.End, To: &to}}, nil
	}
	was, err := Slice(s, step.Start, step.End)
	if err != nil {
		return nil, outside(step, Len(s))
	}
	local := make([]Span, 0, len(kept))
	for _, k := range kept {
		if k.Start < step.End && step.Start < k.End {
			local = append(local, k.Move(-step.Start))
		}
	}
	return between(was, Normalize(step.Text), step.Start, local), nil
}

func carryAll(spans []Span, steps []crosscase.TextStep) []Span {
	path := PathOf(steps)
	out := make([]Span, 0, len(spans))
	for _, s := range spans {
		if c := path.Carry(s); !c.Span.Empty() {
			out = append(out, c.Span)
		}
	}
	return out
}

// between is the steps from one text to another, which stand at offset at of the whole.
func between(old, edited string, at int, kept []Span) []crosscase.TextStep {
	if old == edited {
		return nil
	}
	lead, tail := common(old, edited)
	before := Len(old[:lead])
	a, b := old[lead:len(old)-tail], edited[lead:len(edited)-tail]
	hunks := []Hunk{{Old: Span{0, Len(a)}, New: Span{0, Len(b)}}}
	if a != "" && b != "" {
		hunks = Diff(a, b)
	}
	for i := range hunks {
		hunks[i] = Hunk{hunks[i].Old.Move(before), hunks[i].New.Move(before)}
	}
	x, y := NewIndex(old), NewIndex(edited)
	if len(kept) > 0 {
		keepClear(hunks, old, edited, kept)
	}
	steps := make([]crosscase.TextStep, 0, len(hunks))
	done := 0
	for _, h := range hunks {
		if h.Old.Empty() {
			h = wholeLetter(h, y, done)
		}
		done = h.New.End
		was, err := x.Slice(h.Old)
		if err != nil {
			panic(err) // Diff keeps within its texts
		}
		now, err := y.Slice(h.New)
		if err != nil {
			panic(err)
		}
		if was != now {
			steps = append(steps, crosscase.TextStep{Start: at + h.New.Start, End: at + h.New.Start + h.Old.Len(), Text: now, Was: was})
		}
	}
	return steps
}

// wholeLetter makes an insertion that continues a word a replacement of the letter before it, or else behind it. What
// stands before done is taken.
func wholeLetter(h Hunk, edited *Index, done int) Hunk {
	around, err := edited.Slice(Span{max(0, h.New.Start-1), min(edited.Len(), h.New.End+1)})
	if err != nil {
		return h
	}
	letters := []rune(around)
	if h.New.Start > done && inWord(letters[0]) && inWord(letters[1]) {
		return Hunk{Span{h.Old.Start - 1, h.Old.End}, Span{h.New.Start - 1, h.New.End}}
	}
	if n := len(letters); h.New.End < edited.Len() && inWord(letters[n-1]) && inWord(letters[n-2]) {
		return Hunk{Span{h.Old.Start, h.Old.End + 1}, Span{h.New.Start, h.New.End + 1}}
	}
	return h
}
