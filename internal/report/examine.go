package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
)

// Rule is what a written report is held to.
type Rule string

// The rules are:
const (
	RuleStale      Rule = "stale"      // what the sentence rests on has changed since it was written or confirmed
	RuleGone       Rule = "gone"       // the record says nothing of the kind any more
	RuleCount      Rule = "count"      // a count says other numbers than the record
	RuleQuotation  Rule = "quotation"  // a quotation has other words than its excerpt
	RuleEvidence   Rule = "evidence"   // a descriptive sentence rests on nothing
	RuleMemo       Rule = "memo"       // an interpretation has no memo
	RuleDissent    Rule = "dissent"    // a minority position is neither printed nor answered
	RuleObjection  Rule = "objection"  // an objection is not answered
	RuleView       Rule = "view"       // a table or figure that the record does not give any more
	RuleDiscussion Rule = "discussion" // a claim of the discussion that does not rest on findings
	RuleUnlinked   Rule = "unlinked"   // prose that rests on nothing: shown, and no reason not to lock
)

// Blocks says whether what breaks the rule has to be mended before a report is locked.
func (r Rule) Blocks() bool { return r != RuleUnlinked }

// Finding is one place in a written report that does not keep a rule.
type Finding struct {
	Rule     Rule                  `json:"rule"`
	Blocking bool                  `json:"blocking" doc:"it has to be mended before the report is locked"`
	Block    int                   `json:"block" doc:"index of the block it stands in; -1 is none"`
	Sentence string                `json:"sentence,omitempty" doc:"id"`
	Says     string                `json:"says" doc:"what is wrong and what to do"`
	Was      string                `json:"was,omitempty" doc:"what the record said when the sentence was written or confirmed"`
	Now      string                `json:"now,omitempty" doc:"what it says today"`
	Evidence []crosscase.ExcerptID `json:"evidence,omitempty"`
}

// Examined is what a written report is held against.
type Examined struct {
	Blocks     []crosscase.WrittenBlock
	Sentences  []crosscase.WrittenSentence
	Record     *Report                                                      // written from the record today
	Words      func(crosscase.ExcerptID) (*crosscase.Excerpt, bool)         // of an excerpt; false where it is gone or not to be seen
	Basis      func(evidence []crosscase.ExcerptID, claims []string) string // hash of what an own sentence rests on today
	Dissent    []Dissent                                                    // every minority position the report has to account for
	Objections []*crosscase.Objection
	Discussion []Finding // claims of the discussion that do not rest on findings
}

// Dissent is a minority position with its excerpts.
type Dissent struct {
	Question string // in words
	Position string
	Excerpts []crosscase.ExcerptID
	Answered bool // in the dissent register
}

// Examine finds every place of a written report that does not keep a rule, in the order of the text.
func Examine(x *Examined) []Finding {
	e := &examination{Examined: x, of: map[string]*crosscase.WrittenSentence{}, record: SentencesOf(x.Record), views: viewsOf(x.Record), printed: map[crosscase.ExcerptID]bool{}}
	for i := range x.Sentences {
		e.of[x.Sentences[i].ID] = &x.Sentences[i]
	}
	for i := range x.Blocks {
		e.block(i)
	}
	e.dissent()
	for _, o := range x.Objections {
		if o.Answer == "" {
			e.add(Finding{Rule: RuleObjection, Block: e.blockOf(o.Sentence), Sentence: o.Sentence, Says: "An objection is not answered: " + o.Text})
		}
	}
	for _, f := range x.Discussion {
		e.add(f)
	}
	return e.found
}

type examination struct {
	*Examined
	of      map[string]*crosscase.WrittenSentence
	record  map[string]*Sentence
	views   map[string]bool
	printed map[crosscase.ExcerptID]bool
	found   []Finding
}

func (e *examination) add(f Finding) {
	f.Blocking = f.Rule.Blocks()
	e.found = append(e.found, f)
}

func (e *examination) block(i int) {
	b := &e.Blocks[i]
	switch b.Kind {
	case crosscase.HeadingBlock:
	case crosscase.ViewBlock:
		if !e.views[b.View] {
			e.add(Finding{Rule: RuleView, Block: i, Says: "The record gives no such table or figure any more: take it out."})
		}
	case crosscase.QuotationBlock:
		e.quotation(i)
	default:
		e.prose(i)
	}
}

func (e *examination) quotation(i int) {
	b := &e.Blocks[i]
	e.printed[b.Excerpt] = true
	said, ok := e.Words(b.Excerpt)
	switch {
	case !ok:
		e.add(Finding{Rule: RuleQuotation, Block: i, Says: "The excerpt of this quotation is not there any more: take the quotation out, or link it to another.", Evidence: []crosscase.ExcerptID{b.Excerpt}})
		return
	case said.Machine:
		e.add(Finding{Rule: RuleQuotation, Block: i, Says: "The words of this excerpt were put down by a machine and nobody has checked them: listen to it and say that it is right.", Now: said.Text, Evidence: []crosscase.ExcerptID{b.Excerpt}})
	}
	if from, wrong := Misquoted(b.Words(), said.Text); wrong {
		e.add(Finding{Rule: RuleQuotation, Block: i, Was: b.Words(), Now: said.Text, Evidence: []crosscase.ExcerptID{b.Excerpt},
			Says: fmt.Sprintf("The excerpt does not say “%s” there. Quote its words; mark what is left out with … and what is yours with [ ].", from)})
	}
}

// prose looks at each sentence of a paragraph or item once, and at what belongs to none.
func (e *examination) prose(i int) {
	words := map[string]string{}
	var order []string
	loose := ""
	for _, s := range e.Blocks[i].Spans {
		if s.Sentence == "" {
			loose += s.Text
			continue
		}
		if _, ok := words[s.Sentence]; !ok {
			order = append(order, s.Sentence)
		}
		words[s.Sentence] += s.Text
	}
	for _, id := range order {
		e.sentence(i, e.of[id], words[id])
	}
	if loose = strings.TrimSpace(loose); loose != "" && strings.ContainsFunc(loose, isWord) {
		e.add(Finding{Rule: RuleUnlinked, Block: i, Says: "This rests on nothing in the record: “" + clipped(loose, 120) + "”"})
	}
}

func (e *examination) sentence(i int, s *crosscase.WrittenSentence, words string) {
	if s == nil {
		return
	}
	for _, id := range s.Evidence {
		e.printed[id] = true
	}
	at := Finding{Block: i, Sentence: s.ID, Was: s.Was, Evidence: s.Evidence}
	now, standing := e.record[s.From]
	switch {
	case s.From != "" && !standing:
		at.Rule, at.Says = RuleGone, "The record does not say this any more: take the sentence out, or make it one of your own with its evidence."
		e.add(at)
		return
	case s.From != "" && now.Hash != s.Hash:
		at.Rule, at.Now, at.Says = RuleStale, now.Text, "What this rests on has changed since it was written: take over what the record says now, or say that the sentence still holds."
		if now.Text == s.Was {
			at.Says = "The excerpts under this have changed, though the record still says the same: say that the sentence still holds."
		}
		e.add(at)
	case s.From == "" && (len(s.Evidence) > 0 || len(s.Claims) > 0) && e.Basis(s.Evidence, s.Claims) != s.Hash:
		at.Rule, at.Says = RuleStale, "The evidence of this sentence has changed since it was written: read it again, and say that the sentence still holds."
		e.add(at)
	}
	switch s.Kind {
	case crosscase.SentenceCount:
		e.count(at, s, now, words)
	case crosscase.SentenceDescriptive:
		if s.From == "" && len(s.Evidence) == 0 && len(s.Claims) == 0 {
			at.Rule, at.Says = RuleEvidence, "A descriptive sentence needs its evidence: link an excerpt or a claim."
			e.add(at)
		}
	case crosscase.SentenceInterpretive:
		if s.From == "" && s.Memo == "" {
			at.Rule, at.Says = RuleMemo, "An interpretation needs a memo that argues it: link one."
			e.add(at)
		}
	}
}

// count holds the numbers of a count against those of the record.
func (e *examination) count(at Finding, s *crosscase.WrittenSentence, now *Sentence, words string) {
	at.Rule = RuleCount
	if now == nil {
		at.Says = "A count needs a sentence of the record that it is recomputed from: put in one of those, or make this a descriptive sentence."
		e.add(at)
		return
	}
	only, missing := OtherNumbers(words, now.Text)
	if len(only)+len(missing) == 0 {
		return
	}
	at.Now = now.Text
	switch {
	case len(missing) == 0:
		at.Says = "The record does not have the number " + joined(only) + "."
	case len(only) == 0:
		at.Says = "The number " + joined(missing) + " of the record is missing."
	default:
		at.Says = "This says " + joined(only) + " where the record says " + joined(missing) + "."
	}
	e.add(at)
}

// dissent finds the minority positions that no quotation or sentence of the report prints and nobody has answered.
func (e *examination) dissent() {
	for _, d := range e.Dissent {
		if d.Answered || slices.ContainsFunc(d.Excerpts, func(id crosscase.ExcerptID) bool { return e.printed[id] && e.ownPlace(d, id) }) {
			continue
		}
		e.add(Finding{Rule: RuleDissent, Block: -1, Evidence: d.Excerpts,
			Says: fmt.Sprintf("On “%s” a minority says “%s”. Print it, or answer it in the dissent register.", d.Question, d.Position)})
	}
}

// ownPlace says whether an excerpt of a dissent is quoted, or stands under a sentence that speaks of the dissent and not
// of all voices: one whose evidence is the dissent's alone.
func (e *examination) ownPlace(d Dissent, id crosscase.ExcerptID) bool {
	for i := range e.Blocks {
		b := &e.Blocks[i]
		if b.Kind == crosscase.QuotationBlock && b.Excerpt == id {
			return true
		}
		for _, span := range b.Spans {
			s := e.of[span.Sentence]
			if s != nil && slices.Contains(s.Evidence, id) && !slices.ContainsFunc(s.Evidence, func(x crosscase.ExcerptID) bool { return !slices.Contains(d.Excerpts, x) }) {
				return true
			}
		}
	}
	return false
}

func (e *examination) blockOf(sentence string) int {
	if sentence == "" {
		return -1
	}
	return slices.IndexFunc(e.Blocks, func(b crosscase.WrittenBlock) bool {
		return slices.ContainsFunc(b.Spans, func(s crosscase.WrittenSpan) bool { return s.Sentence == sentence })
	})
}

func viewsOf(r *Report) map[string]bool {
	out := map[string]bool{}
	for b := range blocks(r) {
		switch {
		case b.Table != nil:
			out[b.Table.ID] = true
		case b.Figure != nil:
			out[b.Figure.ID] = true
		}
	}
	return out
}

// clipped is a text of at most n runes.
func clipped(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return strings.TrimSpace(string(r[:n])) + "…"
	}
	return s
}
