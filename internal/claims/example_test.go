package claims_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

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
