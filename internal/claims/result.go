package claims

import (
	"strings"

	"github.com/crosscase/crosscase"
)

// Result is what the record says of one claim today. Lists of sites hold letters in the study's order.
type Result struct {
	ID         string                `json:"id" doc:"code of the claim"`
	Statement  string                `json:"statement"`
	Status     string                `json:"status" doc:"a standing; contradicted_by carries the code, as in contradicted_by:C37"`
	Sites      []string              `json:"sites" doc:"in scope and true"`
	Exceptions []string              `json:"exceptions" doc:"in scope and false, and exceptions the claim itself states"`
	Unknown    []string              `json:"unknown"`
	Evidence   []crosscase.ExcerptID `json:"evidence" doc:"excerpts under every position used, at the sites where it is true"`
	Counter    []crosscase.ExcerptID `json:"counter,omitempty" doc:"the same at the sites where it is false"`
	State      crosscase.ClaimState  `json:"state,omitempty"`
	Section    crosscase.Section     `json:"section,omitempty"`
	Theme      string                `json:"theme,omitempty"`
	Scope      []string              `json:"scope,omitempty" doc:"sites that it is known to be about"`
	Missing    []string              `json:"missing,omitempty" doc:"named by the claim but not evidenced"`
	Extra      []string              `json:"extra,omitempty" doc:"evidenced but not named by the claim"`
	RestsOn    []Link                `json:"rests_on,omitempty" doc:"its antecedents and how they stand"`
	Against    []Link                `json:"against,omitempty" doc:"claims that speak against it and how they stand"`
	Weakest    string                `json:"weakest,omitempty" doc:"code of the weakest antecedent"`
	Flags      []Flag                `json:"flags,omitempty"`
	Basis      string                `json:"basis,omitempty" doc:"the reason of the status in a sentence"`
}

// Link is another claim with its status.
type Link struct {
	ID     string `json:"id"`
	Status string `json:"status"`
}

// Flag is something a reader of the claim should see beside its status.
type Flag struct {
	Kind FlagKind `json:"kind"`
	Text string   `json:"text"`
}

// FlagKind says what a flag is about.
type FlagKind string

// The kinds are:
const (
	FlagPredicate    FlagKind = "predicate"        // it does not compile or could not be answered
	FlagScope        FlagKind = "scope"            // no site is in scope
	FlagVague        FlagKind = "vague"            // the quantifier is no count
	FlagException    FlagKind = "exception"        // an exception without a site, or one the record does not bear out
	FlagUnknownSite  FlagKind = "unknown_site"     // it names a site the study does not have
	FlagUnknownClaim FlagKind = "unknown_claim"    // it cites a claim the study does not have
	FlagCycle        FlagKind = "antecedent_cycle" // it rests on itself
	FlagNoAntecedent FlagKind = "no_antecedent"    // a discussion claim that cites nothing
	FlagWiderScope   FlagKind = "wider_scope"      // it speaks of more sites than its antecedents are evidenced at
	FlagOtherTheme   FlagKind = "other_theme"      // all its antecedents are about another theme
	FlagAgainst      FlagKind = "against"          // a claim that speaks against it holds
	FlagTypology     FlagKind = "typology"         // the typology or type it reads by is not in the study
	FlagReading      FlagKind = "reading"          // its predicate stands, its type is contested
)

// Standing is the status without the code that may follow it.
func (r *Result) Standing() crosscase.Standing {
	s, _, _ := strings.Cut(r.Status, ":")
	return crosscase.Standing(s)
}

func (r *Result) flag(kind FlagKind, text string) {
	for _, f := range r.Flags {
		if f.Kind == kind && f.Text == text {
			return
		}
	}
	r.Flags = append(r.Flags, Flag{kind, text})
}

func (r *Result) stand(s crosscase.Standing, basis string) {
	r.Status, r.Basis = string(s), basis
}

func newResult(names *Names, c *crosscase.Claim) *Result {
	r := &Result{
		ID: c.Code, Statement: c.Statement, State: c.State, Section: c.Section,
		Sites: []string{}, Exceptions: []string{}, Unknown: []string{}, Evidence: []crosscase.ExcerptID{},
	}
	if c.ThemeID != "" {
		r.Theme = names.theme(c.ThemeID)
	}
	return r
}
