package claims_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/claims"
)

func simpleForm(t *rapid.T) *claims.Form {
	numbers := rapid.Custom(func(t *rapid.T) claims.Value {
		return claims.Value{Number: rapid.OneOf(rapid.Float64Range(-1e9, 1e9), rapid.Map(rapid.IntRange(-500, 500), func(i int) float64 { return float64(i) })).Draw(t, "number"), IsNumber: true}
	})
	texts := rapid.Map(rapid.String(), func(s string) claims.Value { return claims.Value{Text: s} })
	f := &claims.Form{
		Of:       rapid.SampledFrom([]string{"attribute", "rank", "rank_low", "position", "formal", "practice", "self_label", "opinion"}).Draw(t, "of"),
		Name:     rapid.OneOf(rapid.StringMatching(`[a-z_][a-z0-9_]{0,9}`), rapid.StringN(1, 12, 60), rapid.Just("in")).Draw(t, "name"),
		Operator: rapid.SampledFrom(claims.Operators[:7]).Draw(t, "operator"),
	}
	switch f.Operator {
	case claims.AtLeast, claims.AtMost:
		f.Values = []claims.Value{numbers.Draw(t, "value")}
	case claims.OneOf:
		f.Values = rapid.SliceOfN(rapid.OneOf(texts, numbers), 1, 4).Draw(t, "values")
	case claims.IsKnown:
	default:
		f.Values = []claims.Value{rapid.OneOf(texts, numbers).Draw(t, "value")}
	}
	return f
}

// TestFormRoundTrip: what Text writes, ReadForm reads back; and a form survives JSON.
func TestFormRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := simpleForm(t)
		if rapid.Bool().Draw(t, "implies") {
			f = &claims.Form{Operator: claims.Implies, If: f, Then: simpleForm(t)}
		}
		text, err := f.Text()
		if err != nil {
			t.Fatal(err)
		}
		got, ok := claims.ReadForm(text)
		if !ok {
			t.Fatalf("not recognised: %s", text)
		}
		if d := cmp.Diff(f, got); d != "" {
			t.Fatalf("%s\n%s", text, d)
		}
		b, err := json.Marshal(f)
		if err != nil {
			t.Fatal(err)
		}
		again := &claims.Form{}
		if err := json.Unmarshal(b, again); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(f, again); d != "" {
			t.Fatal(d)
		}
	})
}

func TestFormText(t *testing.T) {
	for want, f := range map[string]claims.Form{
		`practice.works == "yes"`:                  {Of: "practice", Name: "works", Operator: claims.Is, Values: []claims.Value{{Text: "yes"}}},
		`attribute["does it work"] >= 2.5`:         {Of: "attribute", Name: "does it work", Operator: claims.AtLeast, Values: []claims.Value{{Number: 2.5, IsNumber: true}}},
		`"chair" in formal.roles`:                  {Of: "formal", Name: "roles", Operator: claims.Includes, Values: []claims.Value{{Text: "chair"}}},
		`known(practice.works)`:                    {Of: "practice", Name: "works", Operator: claims.IsKnown},
		`!(known(formal.a)) || opinion["in"] != 3`: {Operator: claims.Implies, If: &claims.Form{Of: "formal", Name: "a", Operator: claims.IsKnown}, Then: &claims.Form{Of: "opinion", Name: "in", Operator: claims.IsNot, Values: []claims.Value{{Number: 3, IsNumber: true}}}},
	} {
		if got, err := f.Text(); err != nil || got != want {
			t.Errorf("got %s, %v; want %s", got, err, want)
		}
	}
	for name, f := range map[string]claims.Form{
		"no thing":         {Operator: claims.Is},
		"no value":         {Of: "practice", Name: "works", Operator: claims.Is},
		"a text, at least": {Of: "practice", Name: "works", Operator: claims.AtLeast, Values: []claims.Value{{Text: "3"}}},
		"half implication": {Operator: claims.Implies, If: &claims.Form{Of: "formal", Name: "a", Operator: claims.IsKnown}},
		"no operator":      {Of: "practice", Name: "works", Operator: "likes"},
	} {
		if text, err := f.Text(); err == nil {
			t.Errorf("%s: written as %s", name, text)
		}
	}
}

func TestReadFormLeavesOtherPredicatesAlone(t *testing.T) {
	for _, text := range []string{
		`practice.works == practice.works`, `practice.works == "yes" && true`, `size(formal.roles) == 2`, `"yes" == practice.works`,
		`study.target > 3`, `site == "A"`, `practice.works ==`, ``, `practice.works > 3`, `has(practice.works)`, `position.x.y == "a"`,
	} {
		if f, ok := claims.ReadForm(text); ok {
			t.Errorf("%s read as %+v", text, f)
		}
	}
	if f, ok := claims.ReadForm("( practice [ \"works\" ] )==('yes')"); !ok || f.Name != "works" || f.Values[0].Text != "yes" {
		t.Errorf("got %+v, %v", f, ok)
	}
}
