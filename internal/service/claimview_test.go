package service_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestClaimLines(t *testing.T) {
	c := newCase(t)
	list, err := c.ClaimLines(c.lead, c.slug)
	c.must(t, err)
	one, two := &list.Claims[0], &list.Claims[1]
	if one.ID != "C1" || one.Status != "holds" || one.ThemeName != "Leadership" || one.Sentence != "At one site (A): in practice, who leads is team." {
		t.Errorf("C1: %s", asJSON(t, one))
	}
	if two.Status != "unknown" || two.Sentence != "Of the sites where budget is 1 or more, at every site, except A: in practice, who leads is single." {
		t.Errorf("C2: %s", asJSON(t, two))
	}
	if diff := cmp.Diff([]string{"site A: a team"}, two.ExceptionNotes); diff != "" {
		t.Error(diff)
	}
	var values []string
	for _, s := range append(one.BySite, two.BySite...) {
		values = append(values, s.Site+" "+s.Value)
	}
	if diff := cmp.Diff([]string{"A holds", "B unknown", "A fails", "B unknown"}, values); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(one.Evidence, one.BySite[0].Excerpts); diff != "" {
		t.Error(diff)
	}
	got, err := c.ClaimLine(c.lead, c.slug, "C1")
	c.must(t, err)
	if diff := cmp.Diff(one, got); diff != "" {
		t.Error(diff)
	}
	_, err = c.ClaimLine(c.lead, c.slug, "C9")
	wantCode(t, "a claim that is not there", err, crosscase.CodeNotFound)

	t.Run("ForOtherPrograms", func(t *testing.T) {
		var wire struct{ Claims []map[string]json.RawMessage }
		if err := json.Unmarshal([]byte(asJSON(t, list)), &wire); err != nil {
			t.Fatal(err)
		}
		for _, field := range []string{"id", "statement", "status", "sites", "exceptions", "unknown", "evidence"} {
			if v := string(wire.Claims[0][field]); v == "" || v == "null" {
				t.Errorf("field %s is %q", field, v)
			}
		}
	})
}

func TestClassifyView(t *testing.T) {
	c := newCase(t)
	list, err := c.TypologyLines(c.lead, c.slug)
	c.must(t, err)
	if len(list.Items) != 1 || list.Items[0].ID != "form" || list.Items[0].Types[0].Criteria[0].Weight != "required" {
		t.Errorf("typologies: %s", asJSON(t, list))
	}
	got, err := c.ClassifyView(c.lead, c.slug, "")
	c.must(t, err)
	a, b := got.Sites[0], got.Sites[1]
	if a.Placed != "shared" || a.Decision == nil || a.Decision.Basis != "three of four voices" || b.Placed != "none" || b.Decision != nil {
		t.Errorf("placed: %s", asJSON(t, got.Sites))
	}
	if diff := cmp.Diff([]crosscase.Rival{{Type: "sole", Standing: "contradicted"}}, a.Rivals); diff != "" {
		t.Error(diff)
	}
	if x := a.Types[0]; x.Met != 1 || x.Criteria[0].Mark != "met" || len(x.Criteria[0].Excerpts) != 3 {
		t.Errorf("types: %s", asJSON(t, a.Types))
	}
	_, err = c.ClassifyView(c.lead, c.slug, "nothing")
	wantCode(t, "a typology that is not there", err, crosscase.CodeNotFound)
}

func TestChangeList(t *testing.T) {
	c := newCase(t)
	got, err := c.ChangeList(c.lead, c.slug, 0, 3)
	c.must(t, err)
	if len(got.Items) != 3 || got.CanUndo == nil || *got.CanUndo != got.Items[0].Seq || got.CanRedo != nil {
		t.Errorf("changes: %s", asJSON(t, got))
	}
	undone, err := c.Undo(c.lead, c.slug, 0)
	c.must(t, err)
	got, err = c.ChangeList(c.lead, c.slug, 0, 3)
	c.must(t, err)
	if got.CanRedo == nil || *got.CanRedo != undone.Seq || got.CanUndo == nil || *got.CanUndo >= undone.Undoes {
		t.Errorf("after an undo: %s", asJSON(t, got))
	}
	got, err = c.ChangeList(c.coder, c.slug, 0, 3)
	c.must(t, err)
	if diff := cmp.Diff(&service.ChangeList{Items: []*crosscase.Change{}}, got); diff != "" {
		t.Error(diff)
	}
}
