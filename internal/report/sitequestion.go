package report

import (
	"fmt"
	"slices"
	"strconv"
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

// agreement tells the status, how far it is from falling, and what the site therefore stands on.
func (w *questionWriter) agreement() {
	r := w.r
	var out []Sentence
	add := func(name, template string, args ...any) {
		out = append(out, say(w.id+"."+name, Interpretive, w.evidence, template, args...))
	}
	switch r.Status {
	case agreement.StatusUnanimous:
		add("status", "they are {}.", strong("unanimous"))
	case agreement.StatusAgreement:
		add("status", "the site is in {}: {} of the voices say the same.", strong("agreement"), percent(w.share()))
	case agreement.StatusMajority:
		add("status", "this is a {}.", strong("majority with dissent"))
	case agreement.StatusSplit:
		add("status", "the site is {}: no position is held by more than half.", strong("split"))
	case agreement.StatusDividedByRole:
		add("status", "the site is {}.", strong("divided by role"))
		out = append(out, w.division(r.Groups, r.RoleDivide, true)...)
	case agreement.StatusDividedByLevel:
		add("status", "the site is {}.", strong("divided by level"))
	case agreement.StatusSingleVoice:
		add("status", "a {} shows neither agreement nor disagreement.", strong("single voice"))
	}
	if r.LevelDivide != nil && (r.Status == agreement.StatusDividedByLevel || r.Status == agreement.StatusDividedByRole && w.levelsDivide()) {
		out = append(out, w.division(r.Levels, r.LevelDivide, false)...)
	}
	if r.D != nil && r.Voices > 2 && r.Status != agreement.StatusUnanimous {
		if r.A != nil {
			add("d", "pairwise agreement is {}, van der Eijk’s A {}.", rounded(*r.D, 2), rounded(*r.A, 2))
		} else {
			add("d", "pairwise agreement is {}.", rounded(*r.D, 2))
		}
	}
	if r.Flip != nil {
		switch *r.Flip {
		case 1:
			add("flip", "one voice would change this.")
		default:
			add("flip", "{} voices would have to change before the status fell.", *r.Flip)
		}
	}
	out = append(out, w.sitePosition()...)
	if len(out) > 0 {
		w.add(paragraph(out...))
	}
}

// share is that of the leading position.
func (w *questionWriter) share() float64 {
	top := 0
	for _, c := range w.r.Tally() {
		top = max(top, c.Voices)
	}
	return float64(top) / float64(max(w.r.Voices, 1))
}

func (w *questionWriter) levelsDivide() bool {
	return w.r.DividedBy != nil && *w.r.DividedBy == agreement.ByLevel
}

// division tells what each group says. Groups that may not be named at the site are only counted.
func (w *questionWriter) division(groups []agreement.GroupResult, d *agreement.Divide, roles bool) []Sentence {
	var items []any
	others := 0
	for _, g := range groups {
		if g.Voices < 2 {
			continue
		}
		if roles && !w.label.Named(w.site, g.Group) || !roles && !w.label.LevelNamed(w.site, g.Group) {
			others++
			continue
		}
		name := plural(g.Group)
		if !roles {
			name = "the " + g.Group + " level"
		}
		lean := " lean to "
		if !roles {
			lean = " leans to "
		}
		items = append(items, parts{name, lean, em(setWords(g.Position)), fmt.Sprintf(" (%s of %s)", number(held(g)), number(g.Voices))})
	}
	name := ".levels"
	if roles {
		name = ".roles"
	}
	var out []Sentence
	if len(items) > 0 {
		out = append(out, say(w.id+name, Count, w.evidence, "{}.", listed(items)))
	}
	if others > 0 {
		out = append(out, say(w.id+name+".small", Linking, nil, "{} not named at this study’s disclosure level.", either(others, "one more group is", number(others)+" more groups are")))
	}
	if d != nil {
		out = append(out, say(w.id+name+".gap", Count, w.evidence, "agreement within the groups is {}, between them {}.", rounded(d.Within, 2), rounded(d.Between, 2)))
	}
	return out
}

// held is how many voices of a group are on its leading position.
func held(g agreement.GroupResult) int {
	for _, c := range g.Tally {
		if c.Position == g.Position {
			return c.Voices
		}
	}
	return 0
}

// sitePosition says what the site stands on in comparisons between sites.
func (w *questionWriter) sitePosition() []Sentence {
	r := w.r
	position := em(setWords(r.Position))
	var out []Sentence
	add := func(template string, args ...any) {
		out = append(out, say(w.id+".position", Interpretive, w.evidence, template, args...))
	}
	switch {
	case r.Override != nil:
		add("the site’s position is set by hand to {}, over {}: {}", em(setWords(r.Override.Position)), em(setWords(r.Override.Computed)), full(r.Override.Reason))
	case r.Stated && r.Position == crosscase.PositionMixed:
		add("the record contradicts itself, so the site’s position is {} ({}).", position, strong("stated"))
	case w.statedAlone():
		ids := r.Statements[0].Excerpts
		out = append(out, say(w.id+".position", Descriptive, ids, "the site’s position, {}, is {} by the record, through {} and no voice{}",
			position, strong("stated"), counted(len(ids), "excerpt"), w.colon(ids)))
	case r.Stated:
		add("the site’s position, {}, is {} by the record and rests on no voice.", position, strong("stated"))
	case r.Position == crosscase.PositionThin && r.ThinBecause == agreement.ThinOneRole:
		add("all voices come from one role, so the evidence is {} and the site is given no position.", strong("thin"))
	case r.Position == crosscase.PositionThin:
		add("with {} the evidence is {} and the site is given no position.", counted(r.Voices, "voice"), strong("thin"))
	case r.Position == crosscase.PositionMixed:
		add("between sites it counts as {}.", position)
	case r.Position == crosscase.PositionUnknown:
		add("the site’s position is {}.", position)
	case r.Contested:
		add("the site’s position is {}, {}.", position, strong("contested"))
	default:
		add("the site’s position is {}.", position)
	}
	return out
}

// statedAlone says whether one statement of the record, and nothing else, gives the site its position.
func (w *questionWriter) statedAlone() bool {
	return w.r.Voices == 0 && w.r.Stated && w.r.Override == nil && len(w.r.Statements) == 1 && len(w.r.Record) == 0
}

// illustrations quotes the leading position.
func (w *questionWriter) illustrations() {
	if w.statedAlone() {
		w.add(w.quotations(w.id+".stated.1", w.r.Statements[0].Excerpts, quotedAtMost)...)
	}
	if w.r.Voices == 0 {
		return
	}
	minority := map[int32]bool{}
	for _, v := range w.r.Minority {
		minority[v.ParticipantIndex] = true
	}
	ids := w.evidenceOf(w.byQuestion[asked{w.q.QuestionIndex, w.q.AspectIndex}], func(c *crosscase.EvidenceCoding) bool {
		return c.Participant >= 0 && !minority[c.Participant]
	})
	w.add(w.quotations(w.id+".leading", ids, quotedAtMost)...)
}

// dissent lists every minority position with all its excerpts. Nothing turns it off.
func (w *questionWriter) dissent() {
	minority := w.r.Minority
	if len(minority) == 0 {
		return
	}
	var order []string
	by := map[string][]agreement.Voice{}
	for _, v := range minority {
		if by[v.Position] == nil {
			order = append(order, v.Position)
		}
		by[v.Position] = append(by[v.Position], v)
	}
	tied := len(minority) == w.r.Voices
	for i, position := range order {
		voices := by[position]
		var ids []crosscase.ExcerptID
		for _, v := range voices {
			ids = append(ids, v.Excerpts...)
		}
		lead := parts{strong("Dissent."), " "}
		switch {
		case tied && i == 0:
			lead = parts{strong("No position leads."), " "}
		case tied || i > 0:
			lead = parts{}
		}
		what := parts{w.verb(len(voices)), em(setWords(position))}
		if w.isMixed(position) {
			what = parts{either(len(voices), " gives two answers", " give two answers")}
			if holds := w.holds(voices); len(holds) > 0 {
				what = append(what, ", ", holds)
			}
		}
		id := w.id + ".dissent." + strconv.Itoa(i+1)
		w.add(paragraph(say(id, Count, ids, "{}{} of {}{}{}", lead, capital(number(len(voices))), counted(w.r.Voices, "voice"), what, w.colon(ids))))
		w.add(w.quotations(id, ids, 0)...)
	}
}

// holds is what mixed voices say, where all say the same two things.
func (w *questionWriter) holds(voices []agreement.Voice) parts {
	for _, v := range voices {
		if len(v.Holds) == 0 || !slices.Equal(v.Holds, voices[0].Holds) {
			return nil
		}
	}
	items := make([]any, len(voices[0].Holds))
	for i, h := range voices[0].Holds {
		items[i] = em(setWords(h))
	}
	return listed(items)
}

// record tells what documents state, and where that differs from the voices.
func (w *questionWriter) record() {
	r := w.r
	for i, st := range r.Statements {
		id := w.id + ".stated." + strconv.Itoa(i+1)
		w.add(paragraph(say(id, Descriptive, st.Excerpts, "{} The record states {}, through {} and no voice{}", strong("Stated."),
			em(setWords(st.Position)), counted(len(st.Excerpts), "excerpt"), w.colon(st.Excerpts))))
		w.add(w.quotations(id, st.Excerpts, quotedAtMost)...)
	}
	for i, diff := range r.Record {
		voices := make([]any, len(diff.Voices))
		for j, v := range diff.Voices {
			voices[j] = em(setWords(v))
		}
		w.add(paragraph(say(w.id+".record."+strconv.Itoa(i+1), Descriptive, diff.Excerpts, "{} The record states {}, while the voices {} {}.",
			strong("Record against voices."), em(setWords(diff.Statement)), either(len(voices), "lean to", "are tied between"), listed(voices))))
	}
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
