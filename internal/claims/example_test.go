package claims_test

import (
	"context"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"

	"github.com/crosscase/crosscase/internal/claims"
)

func (x *example) evaluate(t testing.TB) map[string]claims.Result {
	t.Helper()
	record := claims.FromEvidence(x.input)
	engine, err := claims.NewEngine(record.Names)
	must(t, err)
	results, err := engine.Evaluate(context.Background(), record, x.claims, x.typologies)
	must(t, err)
	by := map[string]claims.Result{}
	for _, r := range results {
		by[r.ID] = r
	}
	return by
}

func TestExampleStandings(t *testing.T) {
	x := loadExample(t)
	if len(x.claims) != 67 {
		t.Errorf("the example has %d claims, want 67", len(x.claims))
	}
	must(t, claims.CheckAntecedents(x.claims))
	var want map[string]string
	readJSON(t, "testdata/standings.json", &want)
	results, got := x.evaluate(t), map[string]string{}
	for code, r := range results {
		got[code] = r.Status
		for _, f := range r.Flags {
			if f.Kind == claims.FlagPredicate || f.Kind == claims.FlagUnknownSite || f.Kind == claims.FlagUnknownClaim || f.Kind == claims.FlagTypology {
				t.Errorf("%s is flagged %s: %s", code, f.Kind, f.Text)
			}
		}
		t.Logf("%-5s %-38s %v/%v/%v %v %v", code, r.Status, r.Sites, r.Exceptions, r.Unknown, r.Basis, r.Flags)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("standings (-want +got):\n%s", d)
	}
}

// TestExampleWithoutAFact takes away each fact that C02 rests on: the claim fails and names the site.
func TestExampleWithoutAFact(t *testing.T) {
	for _, c := range []struct{ claim, fact, site string }{
		{"C02", "F109", "A"}, {"C02", "F110", "B"}, {"C02", "F111", "C"}, {"C02", "F112", "E"}, {"C02", "F113", "I"},
		{"C07", "F123", "D"}, {"C26c", "F013", "C"}, {"C37", "F148", "H"}, {"C58", "F046", "H"},
	} {
		r := loadExample(t, c.fact).evaluate(t)[c.claim]
		if c.site == "H" && c.claim == "C58" {
			if r.Status != "unknown" || !slices.Equal(r.Unknown, []string{"H"}) {
				t.Errorf("%s without %s: %s, unknown %v (%s)", c.claim, c.fact, r.Status, r.Unknown, r.Basis)
			}
			continue
		}
		if r.Status != "fails" || !slices.Equal(r.Missing, []string{c.site}) {
			t.Errorf("%s without %s: %s, missing %v (%s)", c.claim, c.fact, r.Status, r.Missing, r.Basis)
		}
	}
}

func TestExampleEvidence(t *testing.T) {
	results := loadExample(t).evaluate(t)
	var want []crosscase.ExcerptID
	for _, fact := range []string{"F109", "F110", "F111", "F112", "F113"} {
		want = append(want, crosscase.ExcerptID("excerpt of "+fact))
	}
	if d := cmp.Diff(want, results["C02"].Evidence); d != "" {
		t.Errorf("evidence of C02 (-want +got):\n%s", d)
	}
	if r := results["C58"]; !slices.Equal(r.Exceptions, []string{"H"}) || len(r.Sites) != 8 {
		t.Errorf("C58: %v except %v", r.Sites, r.Exceptions)
	}
	if r := results["C55"]; !slices.Equal(r.Exceptions, []string{"G", "H", "I"}) || len(r.Counter) != 3 {
		t.Errorf("C55: contradicted at %v by %v", r.Exceptions, r.Counter)
	}
	if r := results["C29"]; !slices.Equal(r.Sites, []string{"A", "B"}) || len(r.Scope) != 6 {
		t.Errorf("C29: shown at %v of %v", r.Sites, r.Scope)
	}
}

func TestExampleTypes(t *testing.T) {
	x := loadExample(t)
	record := claims.FromEvidence(x.input)
	engine, err := claims.NewEngine(record.Names)
	must(t, err)
	place := map[string]map[string]claims.SiteTypes{}
	for _, typology := range x.typologies {
		must(t, engine.CheckTypology(typology))
		c, err := engine.Classify(context.Background(), record, typology)
		must(t, err)
		place[c.Typology] = map[string]claims.SiteTypes{}
		for _, s := range c.Sites {
			place[c.Typology][s.Site] = s
		}
	}
	for site, want := range map[string]string{
		"A": "medically_led", "B": "medically_led", "C": "managerially_led", "D": "medically_led", "E": "medically_led",
		"F": "medically_led", "G": "clinically_led", "H": "aligned", "I": "aligned",
	} {
		if got := place["self_description"][site].Type; got != want {
			t.Errorf("self-description of %s: %s, want %s", site, got, want)
		}
	}
	answers := func(site string) string {
		var out string
		for _, ty := range place["mckee1999"][site].Types {
			if ty.Type == "power_sharing" {
				out = ty.Standing
				for _, c := range ty.Criteria {
					out += " " + c.Answer
				}
			}
		}
		return out
	}
	for site, want := range map[string]string{
		"A": "no_evidence no_evidence no_evidence no_evidence", "B": "possible no_evidence met no_evidence",
		"G": "contradicted no_evidence met contradicted", "H": "contradicted no_evidence no_evidence contradicted",
		"I": "contradicted no_evidence no_evidence contradicted",
	} {
		if got := answers(site); got != want {
			t.Errorf("power-sharing at %s: %s, want %s", site, got, want)
		}
	}
	if got := place["unit_form"]["G"].Type; got != "doctor_manager_duality" {
		t.Errorf("unit form of G: %s", got)
	}
	if got := place["mintzberg1979"]["A"].Type; got != crosscase.TypeNone {
		t.Errorf("Mintzberg at A: %s", got)
	}
}

// TestExampleSize sorts sites by size: the three with four levels are the three largest.
func TestExampleSize(t *testing.T) {
	if r := loadExample(t).evaluate(t)["C26c"]; !slices.Equal(r.Scope, []string{"B", "C", "D"}) || r.Status != "holds" {
		t.Errorf("C26c: %s over %v", r.Status, r.Scope)
	}
}

func BenchmarkEvaluateExample(b *testing.B) {
	x := loadExample(b)
	record := claims.FromEvidence(x.input)
	engine, err := claims.NewEngine(record.Names)
	must(b, err)
	for b.Loop() {
		if _, err := engine.Evaluate(context.Background(), record, x.claims, x.typologies); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRecordOfExample(b *testing.B) {
	x := loadExample(b)
	for b.Loop() {
		claims.FromEvidence(x.input)
	}
}
