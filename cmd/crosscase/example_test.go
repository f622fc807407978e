package main

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/claims"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// eachExample runs a test on the worked example, on both databases.
func eachExample(t *testing.T, fn func(t *testing.T, ctx context.Context, s *service.Service)) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		ctx := crosscase.WithActor(t.Context(), crosscase.Actor{Account: "local", Name: "local", Local: true})
		s := service.New(st)
		if err := buildWorkedExample(ctx, s); err != nil {
			t.Fatal(err)
		}
		fn(t, ctx, s)
	})
}

// The standings are those of the study's own file, computed here from its facts.
func TestWorkedExampleClaims(t *testing.T) {
	body, err := os.ReadFile("../../internal/claims/testdata/standings.json")
	if err != nil {
		t.Fatal(err)
	}
	var want map[string]string
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	if len(want) != 67 {
		t.Fatalf("the golden has %d claims, want 67", len(want))
	}
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		results, err := s.Claims(ctx, workedExample)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, r := range results {
			got[r.ID] = r.Status
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("standings (-want +got):\n%s", d)
		}
	})
}

// Each fact under C02 that goes makes the claim fail and name the site; undo brings both back.
func TestWorkedExampleFactRemoved(t *testing.T) {
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		for fact, site := range map[string]string{"F109": "A", "F110": "B", "F111": "C", "F112": "E", "F113": "I"} {
			rows, err := s.List(ctx, workedExample, "coding", map[string]string{"note": fact})
			if err != nil || len(rows) != 1 {
				t.Fatalf("fact %s: %d codings, %v", fact, len(rows), err)
			}
			if _, err := s.Delete(ctx, workedExample, "coding", string(rows[0].(*crosscase.Coding).ID), false); err != nil {
				t.Fatal(err)
			}
			if r := claimResult(t, ctx, s, "C02"); r.Status != "fails" || !slices.Equal(r.Missing, []string{site}) {
				t.Errorf("without %s C02 is %s, missing %v; want it to fail and name %s", fact, r.Status, r.Missing, site)
			}
			if _, err := s.Undo(ctx, workedExample, 0); err != nil {
				t.Fatal(err)
			}
			if r := claimResult(t, ctx, s, "C02"); r.Status != "holds" {
				t.Errorf("after undo C02 is %s", r.Status)
			}
		}
		v, err := s.Verify(ctx, workedExample)
		if err != nil || len(v.Faults) > 0 {
			t.Errorf("the history does not verify: %v %v", v, err)
		}
	})
}

func claimResult(t *testing.T, ctx context.Context, s *service.Service, code string) claims.Result {
	t.Helper()
	results, err := s.Claims(ctx, workedExample)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(results, func(r claims.Result) bool { return r.ID == code })
	if i < 0 {
		t.Fatalf("no claim %s", code)
	}
	return results[i]
}

func TestWorkedExampleDescriptionAgainstOfficer(t *testing.T) {
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		r := claimResult(t, ctx, s, "C58")
		if r.Status != "holds" || len(r.Sites) != 8 || !slices.Equal(r.Exceptions, []string{"H"}) {
			t.Errorf("C58 %s at %v but %v; want it to hold at eight, H named", r.Status, r.Sites, r.Exceptions)
		}
		c, err := s.Classify(ctx, workedExample, "mckee1999")
		if err != nil {
			t.Fatal(err)
		}
		var contradicted []string
		for _, site := range c[0].Sites {
			for _, ty := range site.Types {
				for _, cr := range ty.Criteria {
					if cr.Criterion == "PS3" && cr.Answer == "contradicted" {
						contradicted = append(contradicted, site.Site)
					}
				}
			}
		}
		if d := cmp.Diff([]string{"G", "H", "I"}, contradicted); d != "" {
			t.Errorf("power-sharing's third criterion is contradicted at (-want +got):\n%s", d)
		}
	})
}

func TestWorkedExampleCoverage(t *testing.T) {
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		table, err := s.Coverage(ctx, workedExample)
		if err != nil {
			t.Fatal(err)
		}
		var without []string
		for _, th := range table.Themes {
			if len(th.Sites) == 0 {
				without = append(without, th.Theme)
			}
		}
		want := []string{"S1", "S2", "S6", "S7", "P5", "P7", "P14", "O1", "O2", "O3", "O4", "O6", "O7"}
		if d := cmp.Diff(want, without); d != "" {
			t.Errorf("themes without site-specific evidence (-want +got):\n%s", d)
		}
	})
}

func TestWorkedExampleFourLevelSitesAreTheLargest(t *testing.T) {
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		for _, attribute := range []string{"budget_gbp_m", "staff_headcount", "consultants"} {
			g, err := s.MatrixOf(ctx, workedExample, agreement.RowSite, agreement.ColumnQuestion, "position", agreement.MatrixOptions{SortBy: attribute, Descending: true})
			if err != nil {
				t.Fatal(err)
			}
			column := slices.IndexFunc(g.Columns, func(c service.MatrixColumn) bool { return strings.HasPrefix(c.Key, "medical_leadership_levels") })
			var four []string
			for i, row := range g.Rows {
				if g.Shown[i][column] == "4" {
					if i > 2 {
						t.Errorf("sorted by %s, four-level site %s stands in row %d", attribute, row.Key, i+1)
					}
					four = append(four, row.Key)
				}
			}
			slices.Sort(four)
			if !slices.Equal(four, []string{"B", "C", "D"}) {
				t.Errorf("four-level sites %v", four)
			}
		}
	})
}

// Totals, small cells and inconsistencies stand in the printed tables and reports.
func TestWorkedExampleReports(t *testing.T) {
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		var tables strings.Builder
		if err := s.WriteReport(ctx, workedExample, "tables", "", "2026-01-01", "md", &tables); err != nil {
			t.Fatal(err)
		}
		for _, figure := range []string{"3,022.5", "47,527", "2,408", "**46**", "**30**", "**26**", "**105**"} {
			if !strings.Contains(tables.String(), figure) {
				t.Errorf("the tables do not print %s", figure)
			}
		}
		var site strings.Builder
		if err := s.WriteReport(ctx, workedExample, "site", "F", "2026-01-01", "md", &site); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(site.String(), "I19") {
			t.Errorf("the report of site F does not show inconsistency I19, its four interviews")
		}
	})
}

// The facts of the study's file that lies beside the project are those of the example.
func TestWorkedExampleMatchesItsSource(t *testing.T) {
	body, err := os.ReadFile("../../../shared/data/study/nhs-medical-leadership.json")
	if err != nil {
		t.Skip("the study's own file is kept beside the project, and it is not here")
	}
	var source struct {
		Facts  []struct{ ID, Site, Theme, Attribute, Aspect string }
		Claims []struct {
			ID     string
			Status string `json:"expected_status"`
		}
		Inconsistencies []struct{ ID string }
	}
	if err := json.Unmarshal(body, &source); err != nil {
		t.Fatal(err)
	}
	eachExample(t, func(t *testing.T, ctx context.Context, s *service.Service) {
		for _, f := range source.Facts {
			rows, err := s.List(ctx, workedExample, "coding", map[string]string{"note": f.ID})
			if err != nil || len(rows) == 0 {
				t.Errorf("fact %s has no coding (%v)", f.ID, err)
			}
		}
		for _, c := range source.Claims {
			if got := claimResult(t, ctx, s, c.ID).Status; got != c.Status {
				t.Errorf("claim %s is %s, its source says %s", c.ID, got, c.Status)
			}
		}
		memos, err := s.List(ctx, workedExample, "memo", map[string]string{"kind": "inconsistency"})
		if err != nil || len(memos) != len(source.Inconsistencies) {
			t.Errorf("%d inconsistencies, want %d (%v)", len(memos), len(source.Inconsistencies), err)
		}
	})
}
