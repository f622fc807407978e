package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

// ClaimList is the claims of a study in their order.
type ClaimList struct {
	Claims []ClaimLine `json:"claims"`
}

// ClaimLine is a claim with what the record says of it today. Lists of sites hold letters in the study's order.
type ClaimLine struct {
	ID         string                `json:"id" doc:"code of the claim"`
	Statement  string                `json:"statement"`
	Status     string                `json:"status" doc:"a standing; contradicted_by carries the code, as in contradicted_by:C37"`
	Sites      []string              `json:"sites" doc:"in scope and true"`
	Exceptions []string              `json:"exceptions" doc:"in scope and false, and exceptions the claim itself states"`
	Unknown    []string              `json:"unknown"`
	Evidence   []crosscase.ExcerptID `json:"evidence" doc:"at the sites where it is true"`

	Section        crosscase.Section     `json:"section,omitempty"`
	Theme          string                `json:"theme,omitempty" doc:"key of the theme"`
	ThemeName      string                `json:"theme_name,omitempty"`
	Subject        string                `json:"subject,omitempty" doc:"sites or study"`
	Quantifier     crosscase.Quantifier  `json:"quantifier,omitempty"`
	N              int64                 `json:"n,omitempty"`
	Wording        string                `json:"wording,omitempty" doc:"the quantifier in its author's word"`
	State          crosscase.ClaimState  `json:"state,omitempty"`
	Scope          string                `json:"scope,omitempty" doc:"CEL: which sites it is about"`
	Predicate      string                `json:"predicate,omitempty" doc:"CEL"`
	Sentence       string                `json:"sentence,omitempty" doc:"quantifier, scope and predicate in words"`
	Reason         string                `json:"reason,omitempty" doc:"why it has no predicate"`
	Note           string                `json:"note,omitempty"`
	BySite         []ClaimSite           `json:"by_site,omitempty" doc:"every site in order; absent where no site is asked"`
	Antecedents    []string              `json:"antecedents,omitempty"`
	Against        []string              `json:"against,omitempty"`
	ExceptionNotes []string              `json:"exception_notes,omitempty" doc:"the exceptions it states, in its words"`
	Because        string                `json:"because,omitempty" doc:"the reason of the status in a sentence"`
	Typology       string                `json:"typology,omitempty"`
	Type           string                `json:"type,omitempty"`
	Counter        []crosscase.ExcerptID `json:"counter,omitempty" doc:"at the sites where it is false"`
	ScopeSites     []string              `json:"scope_sites,omitempty" doc:"known to be in scope"`
	Missing        []string              `json:"missing,omitempty" doc:"named by the claim but not evidenced"`
	Extra          []string              `json:"extra,omitempty" doc:"evidenced but not named by the claim"`
	RestsOn        []claims.Link         `json:"rests_on,omitempty" doc:"its antecedents and how they stand"`
	Opposed        []claims.Link         `json:"opposed,omitempty" doc:"claims that speak against it and how they stand"`
	Weakest        string                `json:"weakest,omitempty"`
	Flags          []claims.Flag         `json:"flags,omitempty"`
}

// What a claim can be at one site is:
const (
	ClaimHoldsAt    = "holds"
	ClaimFailsAt    = "fails"
	ClaimUnknownAt  = "unknown"
	ClaimOutOfScope = "out_of_scope"
)

// ClaimSite is what one site says of a claim.
type ClaimSite struct {
	Site     string                `json:"site"`
	Value    string                `json:"value" doc:"holds, fails, unknown or out_of_scope"`
	Excerpts []crosscase.ExcerptID `json:"excerpts"`
}

// ClaimLines lists the claims with how they stand.
func (s *Service) ClaimLines(ctx context.Context, slug string) (*ClaimList, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	return v.claimLines()
}

// ClaimLine shows one claim, given by its code.
func (s *Service) ClaimLine(ctx context.Context, slug, code string) (*ClaimLine, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCrossCase)
	if err != nil {
		return nil, err
	}
	list, err := v.claimLines() // a claim's standing hangs on others
	if err != nil {
		return nil, err
	}
	for i := range list.Claims {
		if list.Claims[i].ID == code {
			return &list.Claims[i], nil
		}
	}
	return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no claim %q", code)
}

func (v *visit) claimLines() (*ClaimList, error) {
	list, _, results, err := v.claims()
	if err != nil {
		return nil, err
	}
	ev, err := v.evidence()
	if err != nil {
		return nil, err
	}
	attributes, err := v.attributesOf("site")
	if err != nil {
		return nil, err
	}
	words, names, at := newClaimWords(ev, attributes), themeNames(ev), excerptSites(ev, results)
	out := &ClaimList{Claims: make([]ClaimLine, len(list))}
	for i, c := range list {
		r := &results[i]
		out.Claims[i] = ClaimLine{
			ID: r.ID, Statement: r.Statement, Status: r.Status, Sites: r.Sites, Exceptions: r.Exceptions, Unknown: r.Unknown, Evidence: r.Evidence,
			Section: r.Section, Theme: r.Theme, ThemeName: names[r.Theme], Subject: c.Subject, Quantifier: c.Quantifier, N: c.N, Wording: c.Wording,
			State: r.State, Scope: c.Scope, Predicate: c.Predicate, Sentence: words.sentence(c), Reason: c.Reason, Note: c.Note,
			BySite: claimSites(ev, r, at), Antecedents: distinct(c.Antecedents), Against: distinct(c.Against), ExceptionNotes: exceptionNotes(c),
			Because: r.Basis, Typology: c.Typology, Type: c.Type, Counter: r.Counter, ScopeSites: r.Scope, Missing: r.Missing, Extra: r.Extra,
			RestsOn: r.RestsOn, Opposed: r.Against, Weakest: r.Weakest, Flags: r.Flags,
		}
	}
	return out, nil
}

// claimSites says of each site what it says of the claim; nil where none is asked.
func claimSites(ev *crosscase.Evidence, r *claims.Result, at map[crosscase.ExcerptID][]int32) []ClaimSite {
	if len(r.Sites)+len(r.Exceptions)+len(r.Unknown)+len(r.Scope) == 0 {
		return nil
	}
	out := make([]ClaimSite, len(ev.Sites))
	for i := range ev.Sites {
		s := &out[i]
		s.Site, s.Value, s.Excerpts = ev.Sites[i].Letter, ClaimOutOfScope, []crosscase.ExcerptID{}
		switch {
		case slices.Contains(r.Exceptions, s.Site):
			s.Value = ClaimFailsAt
		case slices.Contains(r.Sites, s.Site):
			s.Value = ClaimHoldsAt
		case slices.Contains(r.Unknown, s.Site), slices.Contains(r.Scope, s.Site):
			s.Value = ClaimUnknownAt
		}
		for _, list := range [][]crosscase.ExcerptID{r.Evidence, r.Counter} {
			for _, id := range list {
				if slices.Contains(at[id], int32(i)) && !slices.Contains(s.Excerpts, id) {
					s.Excerpts = append(s.Excerpts, id)
				}
			}
		}
	}
	return out
}

// excerptSites are the sites that the excerpts of results are coded at.
func excerptSites(ev *crosscase.Evidence, results []claims.Result) map[crosscase.ExcerptID][]int32 {
	out := map[crosscase.ExcerptID][]int32{}
	for i := range results {
		for _, list := range [][]crosscase.ExcerptID{results[i].Evidence, results[i].Counter} {
			for _, id := range list {
				out[id] = nil
			}
		}
	}
	for i := range ev.Codings {
		c := &ev.Codings[i]
		if sites, wanted := out[c.Excerpt]; wanted && !slices.Contains(sites, siteOf(ev, c)) {
			out[c.Excerpt] = append(sites, siteOf(ev, c))
		}
	}
	return out
}

// exceptionNotes are the exceptions a claim states, each once.
func exceptionNotes(c *crosscase.Claim) []string {
	var out []string
	for _, x := range c.Exceptions {
		switch {
		case x.Site == "":
			out = append(out, x.Text)
		case x.Text == "":
			out = append(out, "site "+x.Site)
		default:
			out = append(out, "site "+x.Site+": "+x.Text)
		}
	}
	return distinct(out)
}

// distinct drops repeats and empty words, and keeps the order.
func distinct(list []string) []string {
	var out []string
	for _, w := range list {
		if w != "" && !slices.Contains(out, w) {
			out = append(out, w)
		}
	}
	return out
}
