package claims_test

import (
	"context"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/claims"
)

// smallNames are those of a small study of four sites.
func smallNames() claims.Names {
	return claims.Names{
		Questions: []claims.Question{
			{Name: "works", Type: crosscase.Nominal, Positions: []string{"yes", "no"}, Aspects: []crosscase.Aspect{crosscase.Practice}},
			{Name: "does the digester work", Type: crosscase.Nominal, Positions: []string{"yes", "no"}},
			{Name: "led", Type: crosscase.Nominal, Positions: []string{"doctor", "manager"}, Aspects: []crosscase.Aspect{crosscase.Formal, crosscase.Practice}},
			{Name: "levels", Type: crosscase.Numeric, Aspects: []crosscase.Aspect{crosscase.Formal}},
			{Name: "roles", Type: crosscase.SetType, Positions: []string{"chair", "lead", "deputy"}, Aspects: []crosscase.Aspect{crosscase.Formal}},
		},
		Attributes: []crosscase.Attribute{
			{Owner: "site", Name: "beds", Type: "number"}, {Owner: "site", Name: "staff", Type: "number"},
			{Owner: "site", Name: "kind", Type: "text"}, {Owner: "study", Name: "target", Type: "number"},
		},
		Rounds: []string{"board", "unit"}, Groups: []string{"doctor"}, Levels: []string{"unit"},
	}
}

func at(aspect crosscase.Aspect, question, text string) claims.SitePosition {
	return claims.SitePosition{
		Question: question, Aspect: aspect, Text: text,
		Excerpts: []crosscase.ExcerptID{crosscase.ExcerptID(question + " is " + text)},
	}
}

// smallRecord: A works, B does not, C is mixed, D is unknown.
func smallRecord() *claims.Record {
	mixed := at(crosscase.Practice, "works", "")
	mixed.State = claims.Mixed
	sites := []claims.SiteRecord{
		{Letter: "A", Attributes: map[string]string{"beds": "300", "staff": "10", "kind": "acute"}, Positions: []claims.SitePosition{
			at(crosscase.Practice, "works", "yes"), at(crosscase.Formal, "led", "doctor"),
			{Question: "levels", Aspect: crosscase.Formal, Number: 3}, {Question: "roles", Aspect: crosscase.Formal, Set: []string{"chair", "lead"}},
		}},
		{Letter: "B", Attributes: map[string]string{"beds": "200", "staff": "30"}, Positions: []claims.SitePosition{at(crosscase.Practice, "works", "no")}},
		{Letter: "C", Attributes: map[string]string{"beds": "200"}, Positions: []claims.SitePosition{mixed, {Question: "levels", Aspect: crosscase.Formal, State: claims.Mixed}}},
		{Letter: "D", Attributes: map[string]string{"beds": "100", "staff": "20"}},
	}
	return claims.NewRecord(smallNames(), sites, claims.StudyRecord{
		Attributes: map[string]string{"target": "12.5"}, Interviews: 9, Rounds: map[string]int{"board": 4, "unit": 5},
		Groups: map[string]int{"doctor": 3}, Levels: map[string]int{"unit": 6}, Participants: 8,
	})
}

func evaluate(t *testing.T, list ...*crosscase.Claim) []claims.Result {
	t.Helper()
	record := smallRecord()
	engine, err := claims.NewEngine(record.Names)
	must(t, err)
	results, err := engine.Evaluate(context.Background(), record, list, nil)
	must(t, err)
	return results
}

func claim(predicate string) *crosscase.Claim {
	return &crosscase.Claim{Code: "C1", Statement: "s", Subject: "sites", Quantifier: crosscase.All, Section: crosscase.SectionFindings, Predicate: predicate}
}

// TestPredicate asks one predicate of the four sites: true at, false at, unknown at.
func TestPredicate(t *testing.T) {
	for predicate, want := range map[string]string{
		`practice.works == "yes"`:                                  "A|BC|D",
		`practice.works != "yes"`:                                  "BC|A|D",
		`practice.works == "mixed"`:                                "C|AB|D",
		`position.works == "no"`:                                   "B|AC|D",
		`practice["works"] == "yes"`:                               "A|BC|D",
		`position["does the digester work"] == "yes"`:              "||ABCD",
		`true || practice.works == "yes"`:                          "ABCD||",
		`false && practice.works == "yes"`:                         "|ABCD|",
		`practice.works == "yes" || attribute.kind == "acute"`:     "A||BCD",
		`known(practice.works)`:                                    "ABC|D|",
		`has(practice.works)`:                                      "ABC|D|",
		`!known(opinion["does the digester work"])`:                "ABCD||",
		`attribute.beds >= 200`:                                    "ABC|D|",
		`attribute.beds == 200.0 && site != "C"`:                   "B|ACD|",
		`rank.beds == 2`:                                           "BC|AD|",
		`rank_low.beds <= 2`:                                       "BCD|A|",
		`rank.staff == 1`:                                          "||ABCD", // C has no staff figure: it could be the largest
		`formal.levels == 3`:                                       "A|C|BD",
		`formal.levels in [3, 4]`:                                  "A|C|BD",
		`"chair" in formal.roles`:                                  "A||BCD",
		`size(formal.roles) == 2`:                                  "A||BCD",
		`formal.roles.exists(r, r == "lead")`:                      "A||BCD",
		`formal.roles.size() > 2`:                                  "|A|BCD",
		`practice.works in ["yes", "no"]`:                          "AB|C|D",
		`formal.led == "doctor" ? practice.works == "yes" : false`: "A||BCD",
		`site in ["A", "D"] && attribute.beds / 2 < 100`:           "D|ABC|",
	} {
		r := evaluate(t, claim(predicate))[0]
		got := strings.Join([]string{strings.Join(r.Sites, ""), strings.Join(r.Exceptions, ""), strings.Join(r.Unknown, "")}, "|")
		if got != want || len(r.Flags) > 0 {
			t.Errorf("%s\n got %s %v\nwant %s", predicate, got, r.Flags, want)
		}
	}
}

// TestCheck refuses with the place, the reason and a way out.
func TestCheck(t *testing.T) {
	engine, err := claims.NewEngine(smallNames())
	must(t, err)
	long := `practice.works == "yes"` + strings.Repeat(" || true", 600)
	deep := strings.Repeat("(", 80) + "true" + strings.Repeat(")", 80)
	numbers := "[" + strings.Repeat("1, ", 60) + "1]"
	for predicate, want := range map[string]string{
		`practice.workz == "yes"`:                   `line 1, column 9: this study has no question "workz" (in practice.workz); did you mean works?`,
		`practice["work"] == "yes"`:                 `did you mean works`,
		`attribute.bedz > 3`:                        `did you mean beds`,
		`rank.kind == 1`:                            `this study has no number attribute "kind"`,
		`practice.works == "yess"`:                  `line 1, column 19: question "works" has no position "yess"; did you mean yes?`,
		`practice.works in ["yes", "nein"]`:         `question "works" has no position "nein"`,
		`"chairman" in formal.roles`:                `question "roles" has no position "chairman"; did you mean chair?`,
		`position.led == "doctor"`:                  `instead of position write formal.led or practice.led`,
		`practice.works == 3`:                       `'==' cannot be asked of text and number`,
		`formal.levels == "three"`:                  `'==' cannot be asked of number and text`,
		`formal.roles == "chair"`:                   `cannot be asked of a list and text`,
		`attribute.beds`:                            `gives a number, not yes or no`,
		`practice == "yes"`:                         `line 1, column 1: practice alone is no value`,
		`practice[site] == "yes"`:                   `brackets take a name in quotes`,
		`wroks == "yes"`:                            `there is no wroks in the record`,
		`timestamp("2020-01-01T00:00:00Z") != null`: `is not something a predicate can use`,
		`practice.works == "yes" &&`:                `line 1, column 27: something is missing at the end`,
		``:                                          `line 1, column 1: `,
		`study.target > 3`:                          `there is no study in the record`,
		`known("x")`:                                `known() takes one thing of the record`,
		`[1].exists(practice, practice == 1)`:       `hides the record's practice`,
		`{"a": 1} == {"a": 1}`:                      `cannot make objects`,
		`attribute.kind.matches("(")`:               `line 1, column `,
		long:                                        `line 1, column 4001: the predicate has 4823 characters, at most 4000; split the claim`,
		deep:                                        `line 1, column `,
		numbers + `.all(a, ` + numbers + `.all(b, ` + numbers + `.all(c, a + b + c > 0)))`:                                         `line 1, column `,
		`attribute.kind.matches("(a+a+)+b") && ` + numbers + `.all(a, ` + numbers + `.all(b, attribute.kind.matches("(a+a+)+b")))`: `could take too long`,
	} {
		err := engine.Check(predicate)
		if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), want) {
			t.Errorf("%.80s\n got %v\nwant %s", predicate, err, want)
		}
	}
	if err := engine.CheckStudy(`interviews.board + interviews.unit == count.interviews && study.target > 12 && participants.doctor == 3 && level.unit == 6`); err != nil {
		t.Error(err)
	}
	if err := engine.CheckStudy(`interviews.bored > 1`); err == nil || !strings.Contains(err.Error(), `no round "bored" (in interviews.bored); did you mean board?`) {
		t.Error(err)
	}
}

// TestStanding takes the rules of the package one by one.
func TestStanding(t *testing.T) {
	works, anywhere := `practice.works == "yes"`, `attribute.beds > 0`
	with := func(predicate string, change func(c *crosscase.Claim)) *crosscase.Claim {
		c := claim(predicate)
		change(c)
		return c
	}
	for name, c := range map[string]struct {
		claim *crosscase.Claim
		want  string
	}{
		"all, false somewhere":  {claim(works), "fails"},
		"all, true everywhere":  {claim(anywhere), "holds"},
		"all, true or unknown":  {claim(`practice.works != "no" || site == "B"`), "partly_evidenced"},
		"all, unknown anywhere": {claim(`opinion.works == "yes"`), "unknown"},
		"some, one and unknown": {with(works, func(c *crosscase.Claim) { c.Quantifier = crosscase.Some }), "unknown"},
		"at least one":          {with(works, func(c *crosscase.Claim) { c.Quantifier, c.N = crosscase.AtLeast, 1 }), "holds"},
		"one, another unknown":  {with(works, func(c *crosscase.Claim) { c.Quantifier = crosscase.One }), "unknown"},
		"one, in a scope":       {with(works, func(c *crosscase.Claim) { c.Quantifier, c.Scope = crosscase.One, `site != "D"` }), "holds"},
		"none":                  {with(works, func(c *crosscase.Claim) { c.Quantifier = crosscase.None }), "fails"},
		"vague":                 {with(works, func(c *crosscase.Claim) { c.Quantifier = crosscase.Vague }), "draft"},
		"names its site":        {with(works, func(c *crosscase.Claim) { c.Quantifier, c.Sites = crosscase.One, []string{"A"} }), "holds"},
		"names one too many":    {with(works, func(c *crosscase.Claim) { c.Quantifier, c.N, c.Sites = crosscase.Exactly, 2, []string{"A", "D"} }), "fails"},
		"names one too few":     {with(anywhere, func(c *crosscase.Claim) { c.Quantifier, c.Sites = crosscase.Some, []string{"A", "B"} }), "fails"},
		"names few, says all":   {with(works, func(c *crosscase.Claim) { c.Sites = []string{"A"} }), "fails"},
		"no site in scope":      {with(works, func(c *crosscase.Claim) { c.Scope = `site == "Z"` }), "unknown"},
		"scope unknown, true":   {with(anywhere, func(c *crosscase.Claim) { c.Scope = works }), "holds"},
		"exception with a site": {with(`attribute.beds > 100`, func(c *crosscase.Claim) { c.Exceptions = []crosscase.Exception{{Site: "D"}} }), "holds"},
		"exception without one": {with(anywhere, func(c *crosscase.Claim) { c.Exceptions = []crosscase.Exception{{Text: "not always"}} }), "holds_with_internal_contradiction"},
		"all but one":           {with(`attribute.beds > 100`, func(c *crosscase.Claim) { c.Quantifier = crosscase.AllButOne }), "holds"},
		"all but another": {with(`attribute.beds > 100`, func(c *crosscase.Claim) {
			c.Quantifier, c.Exceptions = crosscase.AllButOne, []crosscase.Exception{{Site: "A"}}
		}), "fails"},
		"study":                  {with(`count.sites == 4`, func(c *crosscase.Claim) { c.Subject = "study" }), "holds"},
		"study, not known":       {with(`target.board == 4`, func(c *crosscase.Claim) { c.Subject = "study" }), "unknown"},
		"nothing to ask":         {with("", func(*crosscase.Claim) {}), "unverifiable"},
		"does not compile":       {claim(`practice.x == 1`), "unknown"},
		"discussion, no ground":  {with("", func(c *crosscase.Claim) { c.Section = crosscase.SectionDiscussion }), "no_antecedent"},
		"type that is not there": {with("", func(c *crosscase.Claim) { c.Typology, c.Type = "none such", "x" }), "unknown"},
	} {
		if got := evaluate(t, c.claim)[0]; got.Status != c.want {
			t.Errorf("%s: got %s (%s), want %s", name, got.Status, got.Basis, c.want)
		}
	}
}

// TestEndless stops a predicate that the record makes longer than could be foreseen, and obeys its caller.
func TestEndless(t *testing.T) {
	names := smallNames()
	record := claims.NewRecord(names, []claims.SiteRecord{
		{Letter: "A", Attributes: map[string]string{"kind": strings.Repeat("ab", 2_000_000)}}, {Letter: "B", Attributes: map[string]string{"kind": "acute"}},
	}, claims.StudyRecord{})
	engine, err := claims.NewEngine(names)
	must(t, err)
	list := []*crosscase.Claim{claim(`attribute.kind.matches("^(a|b|c|d)*e$")`)}
	results, err := engine.Evaluate(context.Background(), record, list, nil)
	must(t, err)
	if r := results[0]; r.Status != "fails" || len(r.Flags) != 1 || !strings.Contains(r.Flags[0].Text, "site A: the predicate took too long") {
		t.Errorf("got %s, %v", r.Status, r.Flags)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := engine.Evaluate(cancelled, record, list, nil); err == nil {
		t.Error("a cancelled evaluation answers")
	}
}

// TestEngineServesSeveralAtOnce is for the race detector.
func TestEngineServesSeveralAtOnce(t *testing.T) {
	record := smallRecord()
	engine, err := claims.NewEngine(record.Names)
	must(t, err)
	done := make(chan error)
	for range 8 {
		go func() {
			_, err := engine.Evaluate(context.Background(), record, []*crosscase.Claim{claim(`practice.works == "yes" || attribute.beds > 100`)}, nil)
			done <- err
		}()
	}
	for range 8 {
		must(t, <-done)
	}
}
