package service_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// untold are the nouns that an export of ours carries, each with the fields that it does not: ids that the format has
// no place for, and what only the study itself can say.
var untold = map[string][]string{
	"site": nil, "unit": nil, "participant": nil, "meta_theme": {"ord"}, "theme": {"ord", "meaning"}, "question": {"ord"}, "position": {"ord"},
	"round": {"id", "ord", "target", "note"}, "interview": {"id", "round_id"}, "source": {"interview_id", "file", "encoding", "version"},
	"source_text": {"id", "version"}, "coder": {"account_id"}, "excerpt": {"version", "was"}, "coding": {"at", "round_id"}, "silence": nil, "memo": nil,
	"attribute": {"ord"}, "attribute_value": {"id"}, "site_position": nil,
}

// told lists the rows of a noun without what is not carried.
func told(t *testing.T, s *service.Service, x *exchange, slug, noun string) []string {
	t.Helper()
	rows, err := s.List(x.ctx, slug, noun, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, row := range rows {
		b, err := json.Marshal(row)
		if err != nil {
			t.Fatal(err)
		}
		var fields map[string]any
		if err := json.Unmarshal(b, &fields); err != nil {
			t.Fatal(err)
		}
		for _, f := range append(untold[noun], "revision") {
			delete(fields, f)
		}
		b, err = json.MarshalIndent(fields, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, string(b))
	}
	slices.Sort(out)
	return out
}

func exported(t *testing.T, s *service.Service, x *exchange, slug string, profile service.ExchangeProfile) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := s.ExportExchange(x.ctx, slug, service.ExchangeOptions{File: "study.qdpx", Format: "qdpx", Profile: profile}, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A study goes out and comes back the same; a second time nothing changes, neither there nor where it came from.
func TestRoundTrip(t *testing.T) {
	c := newCase(t)
	c.enrich(t)
	from := &exchange{Service: c.Service, ctx: c.lead}
	there := func(t *testing.T, st *store.Store, profile service.ExchangeProfile) {
		data := exported(t, c.Service, from, c.slug, profile)
		x := newExchange(t, st)
		res := importProject(t, x, "study.qdpx", data)
		for _, l := range res.Loss.NotCarried {
			t.Error("not carried: ", l)
		}
		for _, noun := range sorted(untold) {
			if d := cmp.Diff(told(t, c.Service, from, c.slug, noun), told(t, x.Service, x, "s", noun)); d != "" {
				t.Errorf("%s (-there +here):\n%s", noun, d)
			}
		}
		x.sameAgain(t, func() *service.ImportResult { return importProject(t, x, "study.qdpx", data) })
		x.verified(t)
		back, err := c.Import(c.lead, c.slug, "study.qdpx", bytes.NewReader(data), int64(len(data)), service.ImportOptions{})
		if err != nil || back.Change != 0 {
			t.Errorf("the study's own export changed it: %v %v", err, back.Loss.Out)
		}
		again := importProject(t, x, "study.qdpx", exported(t, x.Service, x, "s", profile))
		if again.Change != 0 {
			t.Errorf("the export of what came in changed it: %v", again.Loss.Out)
		}
	}
	storetest.Each(t, func(t *testing.T, st *store.Store) { there(t, st, "") })
	for _, profile := range []service.ExchangeProfile{"nvivo", "maxqda", "atlasti"} {
		t.Run(string(profile), func(t *testing.T) { there(t, storetest.SQLite(t), profile) })
	}
}

func sorted[V any](m map[string]V) (keys []string) {
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// enrich adds what a study can have that the small case lacks.
func (c *caseStudy) enrich(t *testing.T) {
	t.Helper()
	c.make(t, "theme", service.Record{"name": "Sub-theme", "parent": "S1", "meta_theme": "Structure", "definition": "What is below.", "use_when": "it is.\n\nReally.", "not_when": "it is not", "example": "this", "colour": "#aabbcc"})
	c.make(t, "question", service.Record{"theme": "O1", "name": "how_many", "type": "numeric", "tolerance": 1.5, "prompt": "How many?"})
	c.make(t, "question", service.Record{"theme": "O1", "name": "which", "type": "set", "prompt": "Which?"})
	for _, p := range []string{"day", "night"} {
		c.make(t, "position", service.Record{"question": "which", "name": p})
	}
	c.make(t, "unit", service.Record{"site": "B", "name": "Empty ward"})
	c.make(t, "coder", service.Record{"name": "Ilse"})
	_, err := c.UpdateRecord(c.lead, c.slug, "interview", "interview of Ash", service.Record{"mode": "on site", "date": "2021-03-04", "interviewer": "Ilse", "consent": "all", "listened": true})
	c.must(t, err)
	_, err = c.UpdateRecord(c.lead, c.slug, "source", "interview A", service.Record{"interview": "interview of Ash"})
	c.must(t, err)
	_, err = c.Delete(c.lead, c.slug, "memo", "I1", false) // it is about a claim, which the format has not
	c.must(t, err)
	c.make(t, "memo", service.Record{"code": "I2", "kind": "inconsistency", "severity": "high", "text": "There are two accounts of A.", "answer": "Both stay.", "about": []any{map[string]any{"noun": "site", "key": "A"}, map[string]any{"noun": "question", "key": "who_leads"}}})
	c.make(t, "source", service.Record{"name": "minutes", "kind": "document", "genre": "minutes", "site": "B", "text": "One line.\nAnother 🏥 line.\n", "note": "A note."})
	c.make(t, "excerpt", service.Record{"source": "minutes", "start": 10, "end": 17, "key": true})
	c.make(t, "excerpt", service.Record{"source": "minutes", "start": 0, "end": 8, "kind": "gist", "text": "In other words."})
	rows, err := c.List(c.lead, c.slug, "excerpt", nil)
	c.must(t, err)
	for _, row := range rows {
		if e := row.(*crosscase.Excerpt); e.Text == "Another" {
			c.make(t, "coding", service.Record{"excerpt": string(e.ID), "theme": "O1", "question": "which", "position_set": []any{"day", "night"}, "coder": "Ilse", "note": "Both.", "elicited": "no"})
			c.make(t, "coding", service.Record{"excerpt": string(e.ID), "theme": "O1", "question": "how_many", "number": 2.5, "coder": "Ilse", "group": "doctor"})
			c.make(t, "memo", service.Record{"title": "Here", "text": "About this.", "about": []any{map[string]any{"noun": "excerpt", "key": string(e.ID)}}, "author": "Ilse", "written": 1614834367000})
		}
	}
	c.make(t, "memo", service.Record{"text": "About the theme.", "about": []any{map[string]any{"noun": "theme", "key": "O1"}}})
	c.make(t, "attribute", service.Record{"owner": "participant", "name": "years", "type": "number", "definition": "In post."})
	c.make(t, "attribute_value", service.Record{"attribute": "years", "owner": "participant", "site": "A", "participant": "Ash", "value": "7"})
	c.make(t, "site_position", service.Record{"site": "A", "question": "who_leads", "position": "team", "aspect": "formal", "reason": "They say so."})
}
