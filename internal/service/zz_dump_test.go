package service_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
)

func TestDump(t *testing.T) {
	st, err := store.Open(context.Background(), "/tmp/dv/data/crosscase.db")
	if err != nil {
		t.Skip()
	}
	s := service.New(st)
	ctx := crosscase.WithActor(context.Background(), crosscase.Actor{Account: "local", Name: "local", Local: true})
	slug := "nhs-medical-leadership"
	dump := func(name string, v any, err error) {
		if err != nil {
			t.Error(name, err)
			return
		}
		b, _ := json.MarshalIndent(v, "", " ")
		os.WriteFile("/tmp/dv/"+name+".json", b, 0o644)
	}
	{ v, err := s.Overview(ctx, slug); dump("overview", v, err) }
	{ v, err := s.SiteLines(ctx, slug); dump("sites", v, err) }
	{ v, err := s.SiteProfile(ctx, slug, "F"); dump("profile", v, err) }
	{ v, err := s.MatrixOf(ctx, slug, "site", "question", "position", agreement.MatrixOptions{SortBy: "budget_gbp_m"}); dump("matrix", v, err) }
	{ v, err := s.CellEvidence(ctx, slug, "site", "A", "theme", "S4", ""); dump("cell", v, err) }
	{ v, err := s.EvidenceOf(ctx, slug, service.EvidenceQuery{Claim: "C02"}); dump("evclaim", v, err) }
	{ v, err := s.SourceLines(ctx, slug); dump("sources", v, err); w, err := s.SourceText(ctx, slug, string(v.Items[0].ID)); dump("source", w, err) }
	{ v, err := s.ClaimLines(ctx, slug); dump("claims", v, err) }
	{ v, err := s.TypologyLines(ctx, slug); dump("typologies", v, err) }
	{ v, err := s.ClassifyView(ctx, slug, "mckee1999"); dump("classify", v, err) }
	{ v, err := s.ChangeList(ctx, slug, 0, 10); dump("changes", v, err) }
	for _, w := range []string{"cross-case", "methods", "tables"} { v, err := s.Report(ctx, slug, w, "", ""); dump(w, v, err) }
}
