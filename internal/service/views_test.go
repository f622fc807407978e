package service_test

import (
	"context"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
)

// view is one thing a person can look at.
type view struct {
	name string
	show func(ctx context.Context) (any, error)
}

func (c *caseStudy) matrix(rows agreement.RowKind, columns agreement.ColumnKind, cells string) view {
	return view{"matrix of " + string(rows) + " by " + string(columns) + ", " + cells, func(ctx context.Context) (any, error) {
		return c.MatrixOf(ctx, c.slug, rows, columns, cells, agreement.MatrixOptions{})
	}}
}

func (c *caseStudy) evidence(name string, q service.EvidenceQuery) view {
	return view{"evidence of " + name, func(ctx context.Context) (any, error) { return c.EvidenceOf(ctx, c.slug, q) }}
}

func (c *caseStudy) report(which, letter string) view {
	return view{"report " + which + " " + letter, func(ctx context.Context) (any, error) { return c.Report(ctx, c.slug, which, letter, "") }}
}

func (c *caseStudy) profile(letter string) view {
	return view{"profile of " + letter, func(ctx context.Context) (any, error) { return c.SiteProfile(ctx, c.slug, letter) }}
}

func (c *caseStudy) overview() view {
	return view{"overview", func(ctx context.Context) (any, error) { return c.Overview(ctx, c.slug) }}
}

func (c *caseStudy) siteLines() view {
	return view{"sites", func(ctx context.Context) (any, error) { return c.SiteLines(ctx, c.slug) }}
}

func (c *caseStudy) cell(rows agreement.RowKind, row string, columns agreement.ColumnKind, column string) view {
	return view{"cell " + row + ", " + column, func(ctx context.Context) (any, error) {
		return c.CellEvidence(ctx, c.slug, rows, row, columns, column, "")
	}}
}

func (c *caseStudy) sources() view {
	return view{"sources", func(ctx context.Context) (any, error) { return c.SourceLines(ctx, c.slug) }}
}

func (c *caseStudy) source(key string) view {
	return view{"source " + key, func(ctx context.Context) (any, error) { return c.SourceText(ctx, c.slug, key) }}
}

func (c *caseStudy) claims() view {
	return view{"claims", func(ctx context.Context) (any, error) { return c.ClaimLines(ctx, c.slug) }}
}

func (c *caseStudy) claim(code string) view {
	return view{"claim " + code, func(ctx context.Context) (any, error) { return c.ClaimLine(ctx, c.slug, code) }}
}

func (c *caseStudy) typologies() view {
	return view{"typologies", func(ctx context.Context) (any, error) { return c.TypologyLines(ctx, c.slug) }}
}

func (c *caseStudy) placement() view {
	return view{"placement", func(ctx context.Context) (any, error) { return c.ClassifyView(ctx, c.slug, "form") }}
}

func (c *caseStudy) changes() view {
	return view{"changes", func(ctx context.Context) (any, error) { return c.ChangeList(ctx, c.slug, 0, 100) }}
}

// An adviser reads results, and meets neither anybody's words nor anybody's name in them.
func TestAdviserMeetsNobody(t *testing.T) {
	c := newCase(t)
	for _, v := range []view{
		c.overview(), c.siteLines(), c.profile("A"), c.profile("B"), c.claims(), c.claim("C1"), c.typologies(), c.placement(),
		c.matrix("site", "theme", ""), c.matrix("site", "question", "position"), c.matrix("unit", "question", "status"), c.matrix("role", "theme", "count"),
		c.evidence("a question", service.EvidenceQuery{Question: "who_leads"}), c.evidence("a claim", service.EvidenceQuery{Claim: "C1"}),
		c.evidence("an excerpt", service.EvidenceQuery{Excerpts: []crosscase.ExcerptID{c.excerptOf(t, "One person")}}),
		c.cell("site", "A", "theme", "S1"), c.cell("role", "nurse", "question", "who_leads~practice"),
		c.report("site", "A"), c.report("cross-case", ""), c.report("methods", ""), c.report("tables", ""),
	} {
		t.Run(v.name, func(t *testing.T) {
			got, err := v.show(c.adviser)
			if err != nil {
				t.Fatal(err)
			}
			lacks(t, v.name, asJSON(t, got), casePseudonyms, caseWords, []string{"Alpha"})
		})
	}
	for _, v := range []view{
		c.sources(), c.source("interview A"), c.changes(), c.matrix("participant", "theme", ""), c.matrix("site", "theme", "summary"),
		c.cell("participant", "A/Ash", "theme", "S1"), c.evidence("a participant", service.EvidenceQuery{Participant: "A/Ash"}),
	} {
		_, err := v.show(c.adviser)
		wantCode(t, v.name, err, crosscase.CodeNotFound)
	}
}

// A coder of site B meets nothing of site A, and what speaks of all sites is not there for them.
func TestCoderOfOneSite(t *testing.T) {
	c := newCase(t)
	for _, v := range []view{
		c.overview(), c.siteLines(), c.profile("B"), c.typologies(), c.sources(), c.changes(),
		c.matrix("site", "theme", ""), c.matrix("unit", "question", "position"), c.matrix("participant", "question", "status"),
		c.matrix("role", "theme", ""), c.matrix("site", "theme", "summary"),
		c.evidence("a question", service.EvidenceQuery{Question: "who_leads"}), c.evidence("a theme", service.EvidenceQuery{Theme: "S1"}),
		c.evidence("excerpts of both", service.EvidenceQuery{Excerpts: []crosscase.ExcerptID{c.excerptOf(t, "One person"), c.excerptOf(t, "She leads by")}}),
		c.cell("site", "B", "theme", "S1"), c.cell("role", "nurse", "question", "who_leads"), c.report("site", "B"),
	} {
		t.Run(v.name, func(t *testing.T) {
			got, err := v.show(c.coder)
			if err != nil {
				t.Fatal(err)
			}
			lacks(t, v.name, asJSON(t, got), ofSiteA)
		})
	}
	for _, v := range []view{
		c.profile("A"), c.source("interview A"), c.claims(), c.claim("C1"), c.placement(), c.report("site", "A"), c.report("cross-case", ""),
		c.report("methods", ""), c.report("tables", ""), c.cell("site", "A", "theme", "S1"), c.cell("unit", "A/Ward 1", "theme", "S1"),
		c.cell("participant", "A/Ash", "theme", "S1"), c.evidence("site A", service.EvidenceQuery{Site: "A"}),
		c.evidence("Ash", service.EvidenceQuery{Participant: "A/Ash"}), c.evidence("a claim", service.EvidenceQuery{Claim: "C1"}),
		c.evidence("an excerpt of A", service.EvidenceQuery{Excerpts: []crosscase.ExcerptID{c.excerptOf(t, "One person")}}),
	} {
		_, err := v.show(c.coder)
		wantCode(t, v.name, err, crosscase.CodeNotFound)
	}
}

// A transcriber reads sources and no codings; an outsider finds no study; nobody is asked to sign in.
func TestOthers(t *testing.T) {
	c := newCase(t)
	got, err := c.SourceText(c.typist, c.slug, "interview A")
	c.must(t, err)
	if got.Text != interviewA || len(got.Items) != 0 || got.Excerpts != 1 {
		t.Errorf("a transcriber reads %d code points, %d items, a count of %d; want the text, none and 1", len(got.Text), len(got.Items), got.Excerpts)
	}
	o, err := c.Overview(c.typist, c.slug)
	c.must(t, err)
	if o.Coverage.Themes != 0 || len(o.ThinSites)+len(o.Readings)+len(o.Standings)+len(o.Inconsistencies)+len(o.Changes) != 0 {
		t.Errorf("a transcriber's overview holds results: %s", asJSON(t, o))
	}
	all := []view{
		c.overview(), c.siteLines(), c.profile("A"), c.matrix("site", "theme", ""), c.evidence("a theme", service.EvidenceQuery{Theme: "S1"}),
		c.cell("site", "A", "theme", "S1"), c.sources(), c.source("interview A"), c.claims(), c.claim("C1"), c.typologies(), c.placement(), c.changes(),
		c.report("site", "A"), c.report("cross-case", ""),
	}
	for _, v := range all {
		_, err := v.show(c.other)
		wantCode(t, v.name+" for an outsider", err, crosscase.CodeNotFound)
		_, err = v.show(t.Context())
		wantCode(t, v.name+" for nobody", err, crosscase.CodeUnauthorized)
	}
}
