package claims_test

import (
	"context"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

func TestClassify(t *testing.T) {
	is := func(id, weight, predicate string) crosscase.Criterion {
		return crosscase.Criterion{ID: id, Indicator: "i", Expects: "e", Weight: weight, Predicate: predicate}
	}
	typology := &crosscase.Typology{Key: "t", Types: []crosscase.Type{
		{ID: "working", Criteria: []crosscase.Criterion{is("w", "", `practice.works == "yes"`)}},
		{ID: "large", Criteria: []crosscase.Criterion{is("l", "required", `attribute.beds > 150`), is("not kind", "incompatible", `attribute.kind == "acute"`)}},
		{ID: "asked", Criteria: []crosscase.Criterion{is("a", "", `known(practice.works)`), is("b", "", ``)}},
		{ID: "elsewhere", Criteria: []crosscase.Criterion{is("e", "", `practice.of_another_study == "yes"`)}},
	}}
	must(t, typology.Validate())
	record := smallRecord()
	engine, err := claims.NewEngine(record.Names)
	must(t, err)
	c, err := engine.Classify(context.Background(), record, typology)
	must(t, err)
	var got []string
	for _, s := range c.Sites {
		line := []string{s.Site, s.Type}
		for _, ty := range s.Types {
			line = append(line, ty.Standing)
		}
		got = append(got, strings.Join(line, " "))
	}
	want := []string{
		"A working fits contradicted possible no_evidence",
		"B large contradicted fits possible no_evidence",
		"C large possible fits possible no_evidence", // mixed on whether it works
		"D none no_evidence contradicted contradicted no_evidence",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a := c.Sites[2].Types[0].Criteria[0]; a.Answer != claims.MixedAnswer {
		t.Errorf("a mixed site answers %s", a.Answer)
	}
	if a := c.Sites[0].Types[0].Criteria[0]; len(a.Evidence) != 1 || a.Evidence[0] != "works is yes" {
		t.Errorf("evidence %v", a.Evidence)
	}
	if a := c.Sites[0].Types[3].Criteria[0]; !strings.Contains(a.Note, `no question "of_another_study"`) {
		t.Errorf("note %q", a.Note)
	}
	if err := engine.CheckTypology(typology); err == nil || !strings.Contains(err.Error(), "criterion e: line 1, column 9: this study has no question") {
		t.Errorf("a person's own typology: %v", err)
	}
}
