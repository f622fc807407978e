package refi

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/crosscase/crosscase/internal/text"
)

// What decides the convention of a file. The rules are:
//   - the program that wrote it says what is expected, and the others are its rivals;
//   - only selections that a rival places elsewhere are evidence for or against it;
//   - where a selection's name quotes its text under one of the two, names decide; else the share of
//     ends that are on the border of a word;
//   - a rival wins if at least nine in ten speak for it and at most six in ten for what is expected;
//     of several the one with the largest share, of equals the one nearest to what is expected.
const (
	winning = 0.9
	losing  = 0.6
)

// evidence weighs the rivals of one expected convention.
type evidence struct {
	expected Convention
	rivals   []*rival
	matters  bool // whether any text is counted differently by them
}

type rival struct {
	Convention
	names, namesFor, namesAgainst int // selections whose name is a quotation, for the rival and for what is expected
	ends, endsFor, endsAgainst    int
}

func newEvidence(expected Convention) *evidence {
	e := &evidence{expected: expected}
	for _, flip := range [][2]bool{{false, true}, {true, false}, {true, true}} {
		c := expected
		c.UTF16, c.OneBreak = c.UTF16 != flip[0], c.OneBreak != flip[1]
		e.rivals = append(e.rivals, &rival{Convention: c})
	}
	return e
}

// weigh adds the selections of one text, which is raw as it came.
func (e *evidence) weigh(raw string, selections []*Selection) {
	if countSpans(selections) == 0 || NewScale(raw, Convention{UTF16: true}).Plain() {
		return
	}
	e.matters = true
	index := text.NewIndex(foldBreaks(raw))
	expected := NewScale(raw, e.expected)
	for _, rival := range e.rivals {
		scale := NewScale(raw, rival.Convention)
		for _, s := range selections {
			if s.Shape == Span && !s.bad {
				rival.weigh(s, index, placeOn(expected, s), placeOn(scale, s))
			}
		}
	}
}

// placed is a span under one convention.
type placed struct {
	from, to int
	ok       bool // in the text and not inside a code point
}

func placeOn(scale *Scale, s *Selection) placed {
	from, to, within, split := scale.span(s.Start, s.End)
	return placed{from: from, to: to, ok: within && !split}
}

func (r *rival) weigh(s *Selection, index *text.Index, expected, mine placed) {
	if expected == mine {
		return
	}
	against, for_ := quotes(s.Name, index, expected), quotes(s.Name, index, mine)
	if against || for_ {
		r.names++
		r.namesAgainst += one(against)
		r.namesFor += one(for_)
	}
	r.ends += 2
	r.endsAgainst += borders(index, expected)
	r.endsFor += borders(index, mine)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// decide is the convention of the file.
func (e *evidence) decide() Convention {
	best, most := e.expected, 0.0
	for _, r := range e.rivals {
		c, n, yes, no := r.Convention, r.ends, r.endsFor, r.endsAgainst
		c.Basis = ByBorders
		if r.names > 0 {
			c.Basis, n, yes, no = ByNames, r.names, r.namesFor, r.namesAgainst
		}
		if n == 0 {
			continue
		}
		mine, against := float64(yes)/float64(n), float64(no)/float64(n)
		if mine >= winning && against <= losing && mine > most {
			best, most = c, mine
		}
	}
	return best
}

// borders is how many ends of a span are on the border of a word: 0, 1 or 2.
func borders(index *text.Index, p placed) int {
	if !p.ok {
		return 0
	}
	start, err := index.Byte(p.from)
	if err != nil {
		return 0
	}
	end, err := index.Byte(p.to)
	if err != nil {
		return 0
	}
	s, n := index.Text(), 0
	if before, _ := utf8.DecodeLastRuneInString(s[:start]); start < len(s) && (start == 0 || !isWord(before)) {
		n++
	}
	before, _ := utf8.DecodeLastRuneInString(s[:end])
	after, _ := utf8.DecodeRuneInString(s[end:])
	if end == len(s) || !isWord(before) || !isWord(after) {
		n++
	}
	return n
}

func isWord(r rune) bool {
	return r == '_' || r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r))
}

// quotes says whether a selection's name begins as the text of a span does, white space and the marks
// of a cut quotation apart. Programs cut names at 60 characters or more.
func quotes(name string, index *text.Index, p placed) bool {
	const least, most = 4, 40 // letters
	want := folded(name, most)
	if !p.ok || utf8.RuneCountInString(want) < least {
		return false
	}
	passage, err := index.Slice(text.Span{Start: p.from, End: p.to})
	return err == nil && strings.HasPrefix(folded(passage, most), want)
}

// folded is the first letters of s that are neither white space nor the marks of a quotation.
func folded(s string, most int) string {
	var b strings.Builder
	for i, r := range s {
		if i > 10*most {
			break // blanks without end
		}
		if unicode.IsSpace(r) || strings.ContainsRune("…«»“”„\"", r) {
			continue
		}
		if most--; most < 0 {
			break
		}
		b.WriteRune(r)
	}
	return b.String()
}

// decideConvention weighs all texts and says what was decided.
func (r *reading) decideConvention() {
	expected, known := conventionOf(r.p.Origin)
	e := newEvidence(expected)
	for _, s := range r.p.Sources {
		if s.Plain != nil && s.Plain.Found {
			e.weigh(s.Plain.raw, s.Selections)
		}
		for _, t := range s.Transcripts {
			if t.Plain.Found {
				e.weigh(t.Plain.raw, t.Selections)
			}
		}
	}
	c := expected
	if !IsOurs(r.p.Origin) { // nobody need guess how these count
		c = e.decide()
	}
	r.p.Convention = c
	if !e.matters {
		return
	}
	why := "as " + show(r.p.Origin) + " does"
	if !known {
		why = "as the standard says"
	}
	switch c.Basis {
	case ByNames:
		why = "since only so the names of the selections quote their texts"
	case ByBorders:
		why = "since only so the selections begin and end with words"
	}
	said := fmt.Sprintf("offsets count %s, %s", c, why)
	r.p.Decisions = append(r.p.Decisions, said)
	if c.Basis != ByOrigin {
		r.found.add("offsets", r.p.Entry, "%s; expected were %s", said, expected)
	}
}
