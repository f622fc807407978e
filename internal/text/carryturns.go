package text

import (
	"slices"
	"strings"
	"unicode"

	"github.com/crosscase/crosscase"
)

// Structure is what is known of the lines of a text: who speaks, and which are headings.
type Structure struct {
	Turns    []crosscase.Turn
	Headings []crosscase.Heading
	Pages    []int64 // where each page begins
}

// Carry takes turns, headings and the beginnings of pages through an edit that made edited of their text.
//
// The rules are:
//   - a turn or heading goes where its line went; what is typed into its line, or behind its last word, is its own;
//   - a turn whose label was deleted, or whose line was joined to the one before, becomes part of the turn before;
//     so does what is put in between two turns without a label;
//   - a label that was altered names the speaker it now says; where the text knows that speaker, it is the same
//     participant, and where all of the label was replaced by an unknown one, it is nobody known;
//   - a line that the edit put in, or cut loose, begins a turn if its label is one that the text knows already;
//   - a heading whose words were deleted, or that was joined to the line before, is none any more;
//   - a page begins where its first letter went; one whose words are gone stays, with nothing in it.
func (s Structure) Carry(edited *Index, path Path) Structure {
	pages := path.pages(s.Pages)
	if len(s.Turns) == 0 && len(s.Headings) == 0 {
		return Structure{Pages: pages}
	}
	c := &lineCarrier{edited: edited, path: path, touched: path.Touched()}
	out := Structure{Headings: c.headings(s.Headings), Pages: pages}
	out.Turns = c.turns(s.Turns, out.Headings)
	return out
}

// pages takes the beginnings of pages, in order, through an edit; the first stays at 0.
func (p Path) pages(begins []int64) []int64 {
	if len(begins) == 0 {
		return nil
	}
	out := make([]int64, len(begins))
	for i, at := range begins {
		if at > 0 {
			out[i] = max(out[max(i-1, 0)], int64(p.place(int(at), false)))
		}
	}
	return out
}

type lineCarrier struct {
	edited  *Index
	path    Path
	touched []Span
	labels  map[string]crosscase.Turn // a turn of each speaker, by the label in lower case
}

// line is the line of the new text that a place is in, without its end.
func (c *lineCarrier) line(at int) Span {
	t := c.edited.Text()
	b := c.byteOf(at)
	start := strings.LastIndexByte(t[:b], '\n') + 1
	end := strings.IndexByte(t[b:], '\n')
	if end < 0 {
		end = len(t) - b
	}
	return Span{at - Len(t[start:b]), at + Len(t[b:b+end])}
}

func (c *lineCarrier) byteOf(at int) int {
	b, err := c.edited.Byte(at)
	if err != nil {
		panic(err) // a place carried through an edit lies in the text it made
	}
	return b
}

func (c *lineCarrier) words(s Span) string { return c.edited.Text()[c.byteOf(s.Start):c.byteOf(s.End)] }

// ownLine says whether what began a line still does, and where that line begins: not where the line end before it was deleted.
func (c *lineCarrier) ownLine(was, now int) (start int, ok bool) {
	line := c.line(now)
	if was == 0 || line.Start == now {
		return line.Start, true
	}
	end := c.path.Carry(Span{was - 1, was})
	return line.Start, end.Fate != Lost && line.Start == end.Span.End
}

func (c *lineCarrier) headings(headings []crosscase.Heading) []crosscase.Heading {
	var out []crosscase.Heading
	for _, h := range headings {
		now := c.path.Carry(Span{h.Start, h.End})
		if now.Fate == Lost || now.Span.Empty() {
			continue
		}
		start, ok := c.ownLine(h.Start, now.Span.Start)
		end := max(now.Span.End, c.line(now.Span.Start).End)
		if ok && strings.TrimSpace(c.words(Span{start, end})) != "" {
			out = append(out, crosscase.Heading{Start: start, End: end, Level: h.Level})
		}
	}
	slices.SortStableFunc(out, func(a, b crosscase.Heading) int { return a.Start - b.Start })
	return out
}

func (c *lineCarrier) turns(turns []crosscase.Turn, headings []crosscase.Heading) []crosscase.Turn {
	if len(turns) == 0 {
		return nil
	}
	c.labels = map[string]crosscase.Turn{}
	for _, t := range turns {
		if _, ok := c.labels[keyOf(t.Speaker)]; !ok && t.Speaker != "" {
			c.labels[keyOf(t.Speaker)] = t
		}
	}
	var out []crosscase.Turn
	for _, t := range turns {
		if now, ok := c.turn(t); ok {
			out = append(out, now)
		} else if len(out) > 0 {
			last := &out[len(out)-1]
			last.End, last.To = max(last.End, now.End), max(last.To, now.To)
		}
	}
	slices.SortStableFunc(out, func(a, b crosscase.Turn) int { return a.Start - b.Start })
	return c.close(c.begun(out, headings), headings)
}

// near says whether the edit touched a stretch of the new text or just beside it.
func (c *lineCarrier) near(s Span) bool {
	for _, t := range c.touched {
		if t.Start <= s.End && s.Start <= t.End {
			return true
		}
	}
	return false
}

// turn is where a turn is now; false where it has become part of the one before.
func (c *lineCarrier) turn(t crosscase.Turn) (crosscase.Turn, bool) {
	now := t
	if whole := c.path.Carry(Span{t.Start, t.End}); whole.Fate == Kept && !c.near(Span{whole.Span.Start - 1, whole.Span.End}) {
		by := whole.Span.Start - t.Start
		now.Start, now.Speech, now.End = t.Start+by, t.Speech+by, t.End+by
		return now, true
	}
	now.End = c.path.place(t.End, true)
	if t.Speech <= t.Start { // it has no label
		whole := c.path.Carry(Span{t.Start, max(t.End, t.Start)})
		start, ok := c.ownLine(t.Start, whole.Span.Start)
		now.Start, now.Speech = start, start
		return now, ok && whole.Fate != Lost
	}
	label := c.path.Carry(Span{t.Start, t.Speech})
	now.Start, now.Speech = label.Span.Start, label.Span.End
	if label.Fate == Lost || strings.TrimSpace(c.words(label.Span)) == "" {
		return now, false
	}
	start, ok := c.ownLine(t.Start, now.Start)
	now.Start = start
	now.End = max(now.End, now.Speech)
	if ok && label.Fate == Changed {
		c.rename(t, &now)
	}
	return now, ok
}

// rename reads the label of a turn anew.
func (c *lineCarrier) rename(was crosscase.Turn, now *crosscase.Turn) {
	label := c.words(Span{now.Start, now.Speech})
	found := readLabel(&line{text: label, start: 0, end: Len(label)})
	name := found.name
	if found.style == noLabel {
		name = tidyName(label)
	}
	if name == "" || keyOf(name) == keyOf(was.Speaker) {
		return
	}
	now.Speaker = name
	if known, ok := c.labels[keyOf(name)]; ok {
		now.Speaker, now.ParticipantID = known.Speaker, known.ParticipantID
		return
	}
	for _, t := range c.touched {
		if t.Start <= now.Start && t.End >= now.Start+Len(strings.TrimRightFunc(label, notInName)) {
			now.ParticipantID = ""
		}
	}
}

func notInName(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// begun adds the turns that begin in lines which the edit touched.
func (c *lineCarrier) begun(turns []crosscase.Turn, headings []crosscase.Heading) []crosscase.Turn {
	seen := map[int]bool{}
	var added []crosscase.Turn
	for _, t := range c.touched {
		for at := t.Start; at <= t.End && at <= c.edited.Len(); {
			l := c.line(at)
			at = l.End + 1
			if seen[l.Start] || l.Empty() {
				continue
			}
			seen[l.Start] = true
			known, speech, ok := c.knownLabel(c.words(l))
			if ok && !begins(turns, l.Start) && !isHeading(headings, l.Start) {
				added = append(added, crosscase.Turn{
					Start: l.Start, Speech: min(l.Start+speech, l.End), End: l.End, Speaker: known.Speaker, ParticipantID: known.ParticipantID,
				})
			}
		}
	}
	for i, t := range added { // what a turn cut in two had behind the cut goes to the new one
		for _, old := range turns {
			if old.Start < t.Start && t.Start < old.End {
				added[i].End = max(t.End, old.End)
			}
		}
	}
	turns = append(turns, added...)
	slices.SortStableFunc(turns, func(a, b crosscase.Turn) int { return a.Start - b.Start })
	return turns
}

func begins(turns []crosscase.Turn, at int) bool {
	return slices.ContainsFunc(turns, func(t crosscase.Turn) bool { return t.Start == at })
}

func isHeading(headings []crosscase.Heading, at int) bool {
	return slices.ContainsFunc(headings, func(h crosscase.Heading) bool { return h.Start <= at && at < h.End })
}

// knownLabel finds the label of a speaker that the text knows at the beginning of a line.
func (c *lineCarrier) knownLabel(words string) (turn crosscase.Turn, speech int, ok bool) {
	found := readLabel(&line{text: words, end: Len(words)})
	if found.style == noLabel {
		return turn, 0, false
	}
	turn, ok = c.labels[found.key]
	return turn, found.speech, ok
}

// close sets where each turn ends: with its last line that is not blank, before the next turn. Lines that the edit
// touched and that stand behind a turn belong to it, as far as no heading is between.
func (c *lineCarrier) close(turns []crosscase.Turn, headings []crosscase.Heading) []crosscase.Turn {
	for i := range turns {
		t := &turns[i]
		limit := c.edited.Len()
		if i+1 < len(turns) {
			limit = turns[i+1].Start
		}
		if t.End <= limit && !c.near(Span{t.Start - 1, limit}) {
			continue
		}
		for _, h := range headings {
			if h.Start >= t.End && h.Start < limit {
				limit = h.Start
			}
		}
		for _, touched := range c.touched {
			if !touched.Empty() && touched.Start < limit && touched.End > t.End {
				t.End = min(touched.End, limit)
			}
		}
		t.End = min(max(t.End, t.Speech), limit)
		if t.End < limit {
			t.End = min(c.line(t.End).End, limit)
		}
		t.Speech = min(t.Speech, t.End)
		t.End = t.Start + Len(strings.TrimRight(c.words(Span{t.Start, t.End}), "\n"))
		t.Speech = min(t.Speech, t.End)
	}
	return turns
}
