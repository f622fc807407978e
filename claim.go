package crosscase

import "strings"

// Quantifier says of how many sites in its scope a claim's predicate is said to be true.
type Quantifier string

// The quantifiers are:
const (
	All       Quantifier = "all"
	AllButOne Quantifier = "all_but_one"
	Most      Quantifier = "most" // more than half
	Half      Quantifier = "half"
	Some      Quantifier = "some" // two or more
	One       Quantifier = "one"
	None      Quantifier = "none"
	Exactly   Quantifier = "exactly"  // with N
	AtLeast   Quantifier = "at_least" // with N
	Vague     Quantifier = "vague"    // "many", "typically": a draft until a count is given
)

// Section says where in an argument a claim stands.
type Section string

// The sections are:
const (
	SectionFindings   Section = "findings"
	SectionDiscussion Section = "discussion" // cites the claims it rests on
	SectionDerived    Section = "derived"    // computed from findings by the readers of the study
	SectionMethods    Section = "methods"    // about the study itself
)

// ClaimState is how far its authors stand by a claim.
type ClaimState string

// The states are:
const (
	ClaimDraft    ClaimState = "draft"
	ClaimAsserted ClaimState = "asserted"
	ClaimLocked   ClaimState = "locked" // in a locked report: "claims check" fails when it no longer holds
)

// Standing is what the record says of a claim today. It is computed, never stored.
type Standing string

// The standings are:
const (
	Holds              Standing = "holds"
	Fails              Standing = "fails"
	Unknown            Standing = "unknown"          // cannot be known: sites are unknown
	PartlyEvidenced    Standing = "partly_evidenced" // said of all, shown for some, contradicted by none
	HoldsContradicted  Standing = "holds_with_internal_contradiction"
	ContradictedBy     Standing = "contradicted_by" // printed as contradicted_by:CODE
	Contested          Standing = "contested"       // a reading that evidence stands against
	Interpretive       Standing = "interpretive"    // a reading that evidence neither bears out nor contradicts
	RestsOnAntecedents Standing = "rests_on_antecedents"
	NoAntecedent       Standing = "no_antecedent"
	WeakAntecedent     Standing = "weak_antecedent" // the claims it rests on are about another theme
	Overgeneralised    Standing = "overgeneralised" // a wider scope than the claims it rests on
	Unverifiable       Standing = "unverifiable"    // nothing in the record could show it
	StandingDraft      Standing = "draft"           // a vague quantifier
)

// Claim is quantifier + predicate over sites + scope + exceptions + evidence for and against.
type Claim struct {
	StudyID     StudyID     `db:"study_id" json:"-"`
	ID          ClaimID     `db:"id" json:"id"`
	Revision    int64       `db:"revision" json:"revision"`
	Code        string      `db:"code" json:"code" doc:"short key such as C02; unique in the study"`
	Statement   string      `db:"statement" json:"statement"`
	Section     Section     `db:"section" json:"section"`
	ThemeID     ThemeID     `db:"theme_id,null" json:"theme_id,omitempty"`
	Subject     string      `db:"subject" json:"subject" doc:"sites: the predicate is asked of each site in scope; study: asked once of the study record"`
	Wording     string      `db:"wording" json:"wording,omitempty" doc:"the quantifier in its author's word, such as 'a number of'"`
	Quantifier  Quantifier  `db:"quantifier" json:"quantifier"`
	N           int64       `db:"n" json:"n,omitempty" doc:"for exactly and at_least"`
	Scope       string      `db:"scope" json:"scope,omitempty" doc:"CEL over the site record: which sites it is about; empty is all"`
	Predicate   string      `db:"predicate" json:"predicate,omitempty" doc:"CEL over the record; empty where nothing in the record could show it"`
	Sites       []string    `db:"sites,json" json:"sites,omitempty" doc:"letters of the sites it names; a claim that names its sites holds where exactly these are evidenced"`
	Exceptions  []Exception `db:"exceptions,json" json:"exceptions,omitempty"`
	Antecedents []string    `db:"antecedents,json" json:"antecedents,omitempty" doc:"codes of the claims it rests on"`
	Against     []string    `db:"against,json" json:"against,omitempty" doc:"codes of claims that, where they hold, speak against it"`
	Typology    string      `db:"typology" json:"typology,omitempty" doc:"key of the typology it reads the sites by"`
	Type        string      `db:"type" json:"type,omitempty" doc:"id of the type it says the sites are or move to"`
	State       ClaimState  `db:"state" json:"state"`
	Reason      string      `db:"reason" json:"reason,omitempty" doc:"why it has no predicate"`
	Note        string      `db:"note" json:"note,omitempty"`
	Ord         int64       `db:"ord" json:"ord"`
}

// Exception is a case the claim itself admits. Without a site it is a qualification nobody can place,
// and a universal claim that carries one contradicts itself.
type Exception struct {
	Site string `json:"site,omitempty" doc:"letter"`
	Text string `json:"text,omitempty"`
}

// Validate refuses a claim that says nothing; whether its predicate compiles is for package claims.
func (c *Claim) Validate() error {
	if err := named("claim", c.Code); err != nil {
		return err
	}
	if strings.TrimSpace(c.Statement) == "" {
		return Errorf(CodeInvalid, "claim %s has no statement", c.Code)
	}
	if err := oneOf("section of claim "+c.Code, c.Section, SectionFindings, SectionDiscussion, SectionDerived, SectionMethods); err != nil {
		return err
	}
	if err := oneOf("subject of claim "+c.Code, c.Subject, "sites", "study"); err != nil {
		return err
	}
	if err := oneOf("state of claim "+c.Code, c.State, ClaimDraft, ClaimAsserted, ClaimLocked); err != nil {
		return err
	}
	if err := oneOf("quantifier of claim "+c.Code, c.Quantifier, All, AllButOne, Most, Half, Some, One, None, Exactly, AtLeast, Vague); err != nil {
		return err
	}
	if c.Quantifier == Vague && c.State != ClaimDraft {
		return Errorf(CodeInvalid, "claim %s says %q, which is no count: it stays a draft until you choose a quantifier such as most, some or at_least", c.Code, c.Wording)
	}
	if c.N < 0 || c.N == 0 && c.Quantifier == AtLeast {
		return Errorf(CodeInvalid, "claim %s: at_least needs a count of 1 or more", c.Code)
	}
	return nil
}
