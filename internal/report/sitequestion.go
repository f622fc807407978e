package report

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// question writes one question under one aspect; spokenOf is how many people spoke of its theme.
func (s *siteReport) question(theme string, i, spokenOf int) {
	r, q := s.result(i), &s.Agreement[i]
	eq := &s.ev.Questions[q.QuestionIndex]
	w := &questionWriter{
		siteReport: s, r: r, q: q, eq: eq,
		id: theme + "." + slug(eq.Name) + "." + string(q.Aspect), spokenOf: spokenOf,
		evidence: s.evidenceOf(s.byQuestion[asked{q.QuestionIndex, q.AspectIndex}], nil),
	}
	heading := prompt(eq)
	if q.Aspect != crosscase.Opinion {
		heading += " (" + aspectNames[q.Aspect] + ")"
	}
	at := len(s.report.Sections)
	s.section(w.id, heading, 3)
	w.voices()
	w.agreement()
	w.illustrations()
	w.dissent()
	if !w.statedAlone() {
		w.record()
	}
	if line, ok := silences(w.id+".silences", r.Silences); ok {
		w.add(paragraph(line))
	}
	w.blocks = append(w.blocks, s.memosAbout(w.id, "question", eq.Name)...)
	s.report.Sections[at].Blocks = w.blocks
}

// questionWriter is one question of a site report being written.
type questionWriter struct {
	*siteReport
	r        *agreement.SiteResult
	q        *agreement.QuestionResult
	eq       *crosscase.EvidenceQuestion
	id       string
	spokenOf int
	evidence []crosscase.ExcerptID
	blocks   []Block
}

func (w *questionWriter) add(b ...Block) { w.blocks = append(w.blocks, b...) }

// voices says who takes a position, of how many, and which.
func (w *questionWriter) voices() {
	r := w.r
	var out []Sentence
	switch r.Voices {
	case 0:
		if w.spokenOf > 0 { // where nobody spoke of the theme, that has been said
			out = append(out, say(w.id+".voices", Count, nil, "{}.", w.nobody("took a position on this question")))
		}
	default:
		out = append(out, say(w.id+".voices", Count, w.evidence, "{} {} {} a position{}.",
			r.Voices, w.ofPeople(), either(r.Voices, "takes", "take"), w.manner()))
		out = append(out, w.positions())
	}
	if r.NoPosition > 0 {
		out = append(out, say(w.id+".no-position", Count, nil, "{} more {} about it without taking a position.", r.NoPosition, either(r.NoPosition, "speaks", "speak")))
	}
	out = append(out, w.numbers()...)
	if len(out) > 0 {
		w.add(paragraph(out...))
	}
}

// manner says how the speakers mean it, where that is not plain opinion.
func (w *questionWriter) manner() string {
	switch w.q.Aspect {
	case crosscase.Formal:
		return " on what is formally set down"
	case crosscase.Practice:
		return " on what is done in practice"
	case crosscase.SelfLabel:
		return " on what they call themselves"
	}
	return ""
}

// positions tells each position with its voices.
func (w *questionWriter) positions() Sentence {
	var items []any
	tally := slices.Clone(w.r.Tally())
	slices.SortStableFunc(tally, func(a, b agreement.Count) int { return b.Voices - a.Voices })
	n := w.r.Voices
	for i, c := range tally {
		if c.Voices == 0 {
			continue
		}
		count := number(c.Voices)
		switch {
		case i == 0 && c.Voices == n && n == 1:
			count = "this one voice"
		case i == 0 && c.Voices == n && n == 2:
			count = "both"
		case i == 0 && c.Voices == n:
			count = "all " + number(n)
		case i == 0:
			count += " of the " + number(n)
		}
		if w.isMixed(c.Position) {
			items = append(items, parts{count, either(c.Voices, " gives", " give"), " two answers"})
			continue
		}
		items = append(items, parts{count, w.verb(c.Voices), em(setWords(c.Position))})
	}
	return say(w.id+".positions", Count, w.evidence, "{}.", listed(items))
}

func (w *questionWriter) verb(n int) string {
	if w.eq.Type == crosscase.SetType {
		return either(n, " names ", " name ")
	}
	return either(n, " says ", " say ")
}

// isMixed says whether a position is that of the voices with two answers.
func (w *questionWriter) isMixed(position string) bool {
	return (position == crosscase.PositionMixed || position == "two answers") && !slices.Contains(w.eq.Positions, position)
}

// numbers tells median and range, or how often each of a set is named.
func (w *questionWriter) numbers() []Sentence {
	r := w.r
	if r.Median != nil && len(r.Range) == 2 && r.Voices > 1 {
		if r.Range[0] == r.Range[1] {
			return nil
		}
		out := []Sentence{say(w.id+".numbers", Count, w.evidence, "the answers run from {} to {}, with a median of {}.", figures(r.Range[0]), figures(r.Range[1]), figures(*r.Median))}
		if r.WithinTolerance != nil && w.eq.Tolerance > 0 {
			out = append(out, say(w.id+".tolerance", Count, w.evidence, "{} of the voices are within {} of it.", percent(*r.WithinTolerance), figures(w.eq.Tolerance)))
		}
		return out
	}
	if len(r.Elements) == 0 || r.Voices < 2 {
		return nil
	}
	var items []string
	for _, p := range w.eq.Positions {
		if n := r.Elements[p]; n > 0 {
			items = append(items, setWords(p)+" by "+number(n))
		}
	}
	out := []Sentence{say(w.id+".elements", Count, w.evidence, "taken one by one, {} of the {} voices.", "named are "+joined(items), number(r.Voices))}
	if r.Jaccard != nil {
		out = append(out, say(w.id+".jaccard", Count, w.evidence, "any two voices share {} of what they name between them (mean Jaccard {}).", percent(*r.Jaccard), rounded(*r.Jaccard, 2)))
	}
	return out
}

// setWords is a position as it is read: "a|b" of a set-valued question is "a and b", and a short key
// such as medically_led is put in words.
func setWords(position string) string {
	words := strings.Split(position, "|")
	for i := range words {
		words[i] = humanisedValue(words[i])
	}
	return joined(words)
}
