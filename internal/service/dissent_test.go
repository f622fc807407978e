package service_test

import (
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestDissent(t *testing.T) {
	c := newCase(t)
	register := func(t *testing.T, q service.DissentQuery) *service.DissentRegister {
		t.Helper()
		out, err := c.Dissent(c.lead, c.slug, q)
		c.must(t, err)
		return out
	}
	t.Run("OK", func(t *testing.T) {
		got := register(t, service.DissentQuery{})
		want := []service.DissentLine{{Site: "A", Question: "who_leads", Prompt: "Who leads the unit?", Theme: "S1", Aspect: "practice", Position: "single", Leading: []string{"team"},
			Status: "agreement", Who: []service.DissentVoice{{Participant: "Dogwood", Group: "nurse", Level: "unit"}}, Voices: 4, Listened: 4, Interviewed: 4,
			Excerpts: []crosscase.ExcerptID{c.excerptOf(t, "One person decides.")}}}
		if d := gocmp.Diff(want, got.Items); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
		if got.Open != 1 {
			t.Errorf("%d are open", got.Open)
		}
	})
	t.Run("OKByRole", func(t *testing.T) {
		if n := len(register(t, service.DissentQuery{Group: "nurse", Level: "unit"}).Items); n != 1 {
			t.Errorf("%d of nurses", n)
		}
		if n := len(register(t, service.DissentQuery{Group: "doctor"}).Items); n != 0 {
			t.Errorf("%d of doctors", n)
		}
	})
	t.Run("OKAnsweredUntilOthersTakeThePosition", func(t *testing.T) {
		c.make(t, "dissent_answer", service.Record{"site": "A", "question": "who_leads", "aspect": "practice", "position": "single", "answer": "negative_case", "text": "Nights are led otherwise."})
		got := register(t, service.DissentQuery{})
		if got.Open != 0 || got.Items[0].Answer == nil || got.Items[0].Answer.Stale || got.Items[0].Answer.Author == "" {
			t.Fatalf("%+v", got.Items[0].Answer)
		}
		c.load(t, "more.csv", "site,unit,participant,group,level,excerpt,theme,question,position,aspect\nA,Ward 1,Elder,nurse,unit,He decides.,S1,who_leads,single,practice\n")
		if got = register(t, service.DissentQuery{}); got.Open != 1 || !got.Items[0].Answer.Stale {
			t.Errorf("another voice, and the answer stands: %+v", got.Items[0].Answer)
		}
		_, err := c.Undo(c.lead, c.slug, 0)
		c.must(t, err)
		if got = register(t, service.DissentQuery{Open: true}); got.Open != 0 {
			t.Errorf("put back, and open: %+v", got.Items)
		}
	})
	t.Run("OKNoMinorityAnyMore", func(t *testing.T) {
		_, err := c.RemoveCoding(c.lead, c.slug, c.codingOf(t, "One person decides.").ID)
		c.must(t, err)
		got := register(t, service.DissentQuery{})
		if len(got.Items) != 0 || len(got.Gone) != 1 || got.Gone[0].Question != "who_leads" || got.Gone[0].Site != "A" {
			t.Errorf("%+v", got)
		}
		_, err = c.Undo(c.lead, c.slug, 0)
		c.must(t, err)
	})
	t.Run("OKUnheard", func(t *testing.T) {
		c.load(t, "heard.csv", "site,unit,participant,group,level,excerpt,theme\nA,Ward 1,Elder,nurse,unit,We like it.,O1\n")
		got, err := c.Unheard(c.lead, c.slug, "who_leads", "A")
		c.must(t, err)
		want := []service.UnheardGroup{{Site: "A", Group: "nurse", Level: "unit", Interviewed: 3, Listened: 3, Voices: 2, Unheard: []string{"Elder"}}}
		if d := gocmp.Diff(want, got); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	})
	t.Run("OKNegativeCases", func(t *testing.T) {
		got, err := c.NegativeCasesOf(c.lead, c.slug, "C2")
		c.must(t, err)
		if len(got.Against) != 1 || got.Against[0].Site != "A" || got.Against[0].Answered != "a team" || len(got.Against[0].Excerpts) == 0 || got.Sentence == "" {
			t.Errorf("C2: %+v", got)
		}
		if got, err = c.NegativeCasesOf(c.lead, c.slug, "C1"); err != nil || len(got.Within) != 1 || got.Within[0].Position != "single" {
			t.Errorf("C1: %+v, %v", got, err)
		}
	})
	t.Run("ErrNobodyIsToldByTheirRole", func(t *testing.T) {
		out, err := c.Dissent(c.adviser, c.slug, service.DissentQuery{})
		c.must(t, err)
		if len(out.Items) != 1 || out.Items[0].Who[0].Participant == "Dogwood" || out.Items[0].Who[0].Group != "" || out.Items[0].Answer != nil || len(out.Groups) != 0 {
			t.Errorf("an adviser is told %+v", out)
		}
		if _, err := c.Dissent(c.adviser, c.slug, service.DissentQuery{Group: "nurse"}); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			t.Errorf("an adviser finds out who is a nurse: %v", err)
		}
		if _, err := c.Dissent(c.coder, c.slug, service.DissentQuery{Site: "A"}); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			t.Errorf("a coder of site B: %v", err)
		}
	})
}
