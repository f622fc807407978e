package service_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// caseStudy is a small study of two sites on a real store, and the people who look at it.
type caseStudy struct {
	*service.Service
	slug    string
	store   *store.Store
	lead    context.Context // the principal investigator
	adviser context.Context // results alone
	coder   context.Context // of site B
	typist  context.Context // a transcriber
	other   context.Context // an account that is no member
}

// Words that only those who may read codings may meet, and those of site A, which no member of site B may meet.
var (
	casePseudonyms = []string{"Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir"}
	caseWords      = []string{"lead it together", "four of us", "One person decides", "on paper", "by herself", "nobody asks", "Betula"}
	ofSiteA        = []string{"Ash", "Birch", "Cedar", "Dogwood", "lead it together", "four of us", "One person decides", "on paper", "Alpha", "Ward 1", "interview A", "Chief of A", "two accounts of A"}
)

// interviewA has signs of four bytes before the excerpt, so that offsets in anything but code points would show.
const interviewA = "Interviewer: Who decides? 🏥🏥\nCedar: The four of us decide, always. 🩺 Nobody else is asked."

const caseEvidence = `site,unit,participant,group,level,source,start,end,excerpt,theme,question,position,aspect,silence
A,Ward 1,Ash,doctor,board,,,,We lead it together.,S1,who_leads,team,practice,
A,Ward 1,Birch,doctor,board,,,,Together we lead it.,S1,who_leads,team,practice,
A,Ward 1,Cedar,nurse,unit,interview A,36,66,,S1,who_leads,team,practice,
A,Ward 1,Dogwood,nurse,unit,,,,One person decides.,S1,who_leads,single,practice,
A,,,,,,,,It says on paper that one leads.,S1,who_leads,single,formal,
A,Ward 1,Ash,doctor,board,,,,We like our work.,O1,,,,
B,Ward 2,Elm,doctor,board,,,,She leads by herself.,S1,who_leads,single,practice,
B,Ward 2,Fir,nurse,unit,,,,She leads and nobody asks.,S1,who_leads,single,practice,
B,Ward 2,Fir,nurse,unit,,,,,O1,,,,asked_no_view
`

func newCase(t *testing.T) *caseStudy {
	t.Helper()
	st, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "crosscase.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	at := time.UnixMilli(storetest.Now)
	c := &caseStudy{
		Service: service.New(st, service.WithClock(func() time.Time { return at }), service.WithIDs(storetest.IDs(0))),
		slug:    "case", store: st, lead: crosscase.WithActor(t.Context(), storetest.Actor),
	}
	c.must(t, c.CreateStudy(c.lead, &crosscase.Study{Slug: c.slug, Title: "A case"}))
	c.load(t, "codebook.csv", "meta_theme,theme,question,prompt,type,positions\nStructure,S1: Leadership,who_leads,Who leads the unit?,nominal,team|single\nOutcomes,O1: Morale,,,,\n")
	c.load(t, "sites.csv", "site,name,budget,town\nA,Alpha Hospital,20,\nB,Betula Hospital,3,Ulm\n")
	c.make(t, "source", service.Record{"name": "interview A", "kind": "transcript", "site": "A", "text": interviewA})
	c.load(t, "evidence.csv", caseEvidence)
	c.make(t, "post", service.Record{"site": "A", "title": "Chief of A", "level": 1, "profession": "doctor"})
	c.make(t, "round", service.Record{"name": "board", "target": 4})
	c.make(t, "interview", service.Record{"name": "interview of Ash", "round": "board", "site": "A", "participants": []any{"A/Ash"}})
	c.make(t, "memo", service.Record{"code": "I1", "kind": "inconsistency", "severity": "high", "text": "There are two accounts of A.", "about": []any{map[string]any{"noun": "claim", "key": "C1"}}})
	c.make(t, "claim", service.Record{"code": "C1", "statement": "A team leads at one site.", "theme": "S1", "predicate": "practice.who_leads == 'team'", "quantifier": "one", "sites": []any{"A"}})
	c.make(t, "claim", service.Record{"code": "C2", "statement": "One person leads everywhere.", "predicate": "practice.who_leads == 'single'", "scope": "attribute.budget >= 1.0", "exceptions": []any{map[string]any{"site": "A", "text": "a team"}}})
	c.make(t, "typology", service.Record{"key": "form", "title": "Form of leadership", "types": []any{
		map[string]any{"id": "shared", "criteria": []any{map[string]any{"id": "F1", "indicator": "who leads", "expects": "team", "predicate": "practice.who_leads == 'team'"}}},
		map[string]any{"id": "sole", "criteria": []any{map[string]any{"id": "F2", "indicator": "who leads", "expects": "single", "predicate": "practice.who_leads == 'single'"}}},
	}})
	c.make(t, "type_decision", service.Record{"typology": "form", "site": "A", "type": "shared", "basis": "three of four voices", "rivals": []any{map[string]any{"type": "sole", "standing": "contradicted"}}})
	c.make(t, "summary", service.Record{"site": "A", "theme": "S1", "text": "Mostly the four of us."})
	c.adviser = c.member(t, st, "adviser", crosscase.Adviser)
	c.coder = c.member(t, st, "coder", crosscase.CoderRole, "B")
	c.typist = c.member(t, st, "typist", crosscase.Transcriber)
	c.other = c.member(t, st, "other", "")
	return c
}

func (c *caseStudy) must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (c *caseStudy) load(t *testing.T, name, body string) {
	t.Helper()
	_, err := c.Import(c.lead, c.slug, name, strings.NewReader(body), int64(len(body)), service.ImportOptions{})
	c.must(t, err)
}

func (c *caseStudy) make(t *testing.T, noun string, rec service.Record) {
	t.Helper()
	_, err := c.CreateRecord(c.lead, c.slug, noun, rec)
	c.must(t, err)
}

// member makes an account with a role; "" makes it no member.
func (c *caseStudy) member(t *testing.T, st *store.Store, login string, role crosscase.Role, sites ...string) context.Context {
	t.Helper()
	a := &crosscase.Account{ID: crosscase.AccountID("account-" + login), Login: login, Password: "none", Created: storetest.Now}
	c.must(t, st.AddAccount(t.Context(), a))
	if role != "" {
		c.must(t, c.SetMember(c.lead, c.slug, login, role, sites))
	}
	return crosscase.WithActor(t.Context(), crosscase.Actor{Account: a.ID, Name: login})
}

// excerptOf is the excerpt whose words begin so.
func (c *caseStudy) excerptOf(t *testing.T, words string) crosscase.ExcerptID {
	t.Helper()
	rows, err := c.List(c.lead, c.slug, "excerpt", nil)
	c.must(t, err)
	for _, row := range rows {
		if e := row.(*crosscase.Excerpt); strings.HasPrefix(e.Text, words) {
			return e.ID
		}
	}
	t.Fatalf("no excerpt begins with %q", words)
	return ""
}

// asJSON is what goes over the wire.
func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// lacks fails where something is told that should not be.
func lacks(t *testing.T, what, told string, words ...[]string) {
	t.Helper()
	for _, w := range slices.Concat(words...) {
		if strings.Contains(told, w) {
			t.Errorf("%s tells %q: %s", what, w, told)
		}
	}
}

func wantCode(t *testing.T, what string, err error, code crosscase.Code) {
	t.Helper()
	if got := crosscase.ErrorCode(err); got != code {
		t.Errorf("%s: got error %v (%s), want %s", what, err, got, code)
	}
}
