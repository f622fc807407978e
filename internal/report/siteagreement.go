package report

import (
	"fmt"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

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
