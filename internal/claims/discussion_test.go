package claims_test

import (
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

func named(code, predicate string, change func(c *crosscase.Claim)) *crosscase.Claim {
	c := claim(predicate)
	c.Code = code
	if change != nil {
		change(c)
	}
	return c
}

func flags(r claims.Result) string {
	var out []string
	for _, f := range r.Flags {
		out = append(out, string(f.Kind))
	}
	return strings.Join(out, " ")
}

func TestAgainst(t *testing.T) {
	against := func(codes ...string) func(c *crosscase.Claim) {
		return func(c *crosscase.Claim) { c.Against = codes }
	}
	for name, c := range map[string]struct {
		claims []*crosscase.Claim
		want   string
		flags  string
	}{
		"contradicted where the other holds": {[]*crosscase.Claim{
			named("X", `attribute.beds > 0`, against("Y")),
			named("Y", `practice.works == "yes"`, func(c *crosscase.Claim) { c.Quantifier, c.Sites = crosscase.One, []string{"A"} }),
		}, "contradicted_by:Y", ""},
		"not where the other is elsewhere": {[]*crosscase.Claim{
			named("X", `attribute.beds > 0`, func(c *crosscase.Claim) { c.Against, c.Scope = []string{"Y"}, `site != "A"` }),
			named("Y", `practice.works == "yes"`, func(c *crosscase.Claim) { c.Quantifier, c.Sites = crosscase.One, []string{"A"} }),
		}, "holds", ""},
		"not where the other fails": {[]*crosscase.Claim{
			named("X", `attribute.beds > 0`, against("Y")), named("Y", `attribute.beds > 100`, nil),
		}, "holds", ""},
		"flagged where it is not universal": {[]*crosscase.Claim{
			named("X", `attribute.beds > 0`, func(c *crosscase.Claim) { c.Against, c.Quantifier = []string{"Y"}, crosscase.Most }),
			named("Y", `attribute.beds > 50`, nil),
		}, "holds", "against"},
		"each against the other": {[]*crosscase.Claim{
			named("X", `attribute.beds > 0`, against("Y")), named("Y", `attribute.beds > 50`, against("X")),
		}, "contradicted_by:Y", ""},
		"no such claim": {[]*crosscase.Claim{named("X", `attribute.beds > 0`, against("Y"))}, "holds", "unknown_claim"},
	} {
		r := evaluate(t, c.claims...)[0]
		if r.Status != c.want || flags(r) != c.flags {
			t.Errorf("%s: got %s, flags %q (%s); want %s, flags %q", name, r.Status, flags(r), r.Basis, c.want, c.flags)
		}
	}
}

func TestAntecedents(t *testing.T) {
	discussion := func(theme string, codes ...string) *crosscase.Claim {
		return named("X", "", func(c *crosscase.Claim) {
			c.Section, c.Antecedents, c.ThemeID = crosscase.SectionDiscussion, codes, crosscase.ThemeID(theme)
		})
	}
	finding := func(code, theme, predicate string) *crosscase.Claim {
		return named(code, predicate, func(c *crosscase.Claim) { c.ThemeID = crosscase.ThemeID(theme) })
	}
	everywhere, one := finding("E", "P1", `attribute.beds > 0`), finding("O", "P1", `practice.works == "yes"`)
	bare := finding("U", "P1", "")
	own := discussion("P1", "O")
	own.Predicate = `attribute.beds > 0`
	loop := finding("L", "P1", `attribute.beds > 0`)
	loop.Antecedents = []string{"X"}
	for name, c := range map[string]struct {
		claims []*crosscase.Claim
		want   string
		flags  string
	}{
		"rests":                       {[]*crosscase.Claim{discussion("P1", "E"), everywhere}, "rests_on_antecedents", ""},
		"weakest is named":            {[]*crosscase.Claim{discussion("P1", "E", "U"), everywhere, bare}, "rests_on_antecedents", ""},
		"none":                        {[]*crosscase.Claim{discussion("P1")}, "no_antecedent", "no_antecedent"},
		"none that exists":            {[]*crosscase.Claim{discussion("P1", "Z")}, "no_antecedent", "unknown_claim no_antecedent"},
		"wider":                       {[]*crosscase.Claim{discussion("P1", "O"), one}, "overgeneralised", "wider_scope"},
		"another theme":               {[]*crosscase.Claim{discussion("P2", "E"), everywhere}, "weak_antecedent", "other_theme"},
		"wider and another theme":     {[]*crosscase.Claim{discussion("P2", "O"), one}, "overgeneralised", "wider_scope other_theme"},
		"own predicate stands":        {[]*crosscase.Claim{own, one}, "holds", "wider_scope"},
		"in a circle":                 {[]*crosscase.Claim{discussion("P1", "L"), loop}, "rests_on_antecedents", "antecedent_cycle"},
		"evidenced nowhere: no bound": {[]*crosscase.Claim{discussion("P1", "U"), bare}, "rests_on_antecedents", ""},
	} {
		r := evaluate(t, c.claims...)[0]
		if r.Status != c.want || flags(r) != c.flags {
			t.Errorf("%s: got %s, flags %q (%s); want %s, flags %q", name, r.Status, flags(r), r.Basis, c.want, c.flags)
		}
	}
	if r := evaluate(t, discussion("P1", "E", "U"), everywhere, bare)[0]; r.Weakest != "U" || r.RestsOn[1].Status != "unverifiable" {
		t.Errorf("weakest %q of %v", r.Weakest, r.RestsOn)
	}
}

func TestCheckAntecedents(t *testing.T) {
	rests := func(code string, on ...string) *crosscase.Claim {
		return &crosscase.Claim{Code: code, Antecedents: on}
	}
	for want, list := range map[string][]*crosscase.Claim{
		"A → B → C → A": {rests("A", "B"), rests("B", "C"), rests("C", "A")},
		"A → A":         {rests("A", "A")},
		"claim other rests on claim C2, which the study does not have; did you mean C02?": {rests("other", "C2"), rests("C02")},
	} {
		if err := claims.CheckAntecedents(list); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if err := claims.CheckAntecedents([]*crosscase.Claim{rests("A", "B", "C"), rests("B", "C"), rests("C")}); err != nil {
		t.Error(err)
	}
}
