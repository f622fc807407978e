package agreement_test

import (
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

func TestMatrix(t *testing.T) {
	s := newStudy("A", "B", "C").ask("q", crosscase.Nominal, "X", "Y")
	s.ev.Themes = append(s.ev.Themes, crosscase.EvidenceTheme{Key: "S1a", Name: "Pay", Meta: -1, Parent: 0})
	s.count("A", "doctor", 3, 1).count("B", "manager", 2).state("B", opinion, 1)
	for i, beds := range []string{"90", "200", ""} {
		if beds != "" {
			s.ev.Sites[i].Attributes["beds"] = beds
		}
	}
	again := s.ev.Codings[0] // the same excerpt under a sub-theme
	again.Theme, again.Question = 1, -1
	s.ev.Codings = append(s.ev.Codings, again)

	t.Run("Themes", func(t *testing.T) {
		g := agreement.Matrix(&s.ev, agreement.RowSite, agreement.ColumnTheme, agreement.MatrixOptions{})
		same(t, "A", []any{g.Cells[0][0].Total, g.Cells[0][1].Total, g.Rows[0].Total, g.Columns[0].Total}, []agreement.Total{
			{Codings: 4, Excerpts: 4, Voices: 4}, {Codings: 1, Excerpts: 1, Voices: 1}, {Codings: 5, Excerpts: 4, Voices: 4}, {Codings: 7, Excerpts: 7, Voices: 6},
		})
	})
	t.Run("RollUp", func(t *testing.T) {
		g := agreement.Matrix(&s.ev, agreement.RowSite, agreement.ColumnTheme, agreement.MatrixOptions{RollUp: true})
		same(t, "A", g.Cells[0], []any{agreement.Total{Codings: 5, Excerpts: 4, Voices: 4}})
	})
	t.Run("Questions", func(t *testing.T) {
		g := agreement.Matrix(&s.ev, agreement.RowSite, agreement.ColumnQuestion, agreement.MatrixOptions{})
		results := agreement.Analyse(&s.ev, agreement.Options{})
		for i, r := range results[0].Sites {
			if c := g.Cells[i][0]; c.Position != r.Position || c.Status != r.Status || c.Voices != r.Voices {
				t.Errorf("%s: %+v, want %s %s", r.Site, c, r.Position, r.Status)
			}
		}
	})
	t.Run("RolesAndParticipants", func(t *testing.T) {
		g := agreement.Matrix(&s.ev, agreement.RowRole, agreement.ColumnQuestion, agreement.MatrixOptions{})
		if c := g.Cells[0][0]; g.Rows[0].Key != "doctor" || c.Position != "X" || c.Status != agreement.StatusAgreement || g.Outside != 1 {
			t.Errorf("%s %+v, %d outside", g.Rows[0].Key, c, g.Outside)
		}
		g = agreement.Matrix(&s.ev, agreement.RowParticipant, agreement.ColumnQuestion, agreement.MatrixOptions{})
		if c := g.Cells[3][0]; c.Position != "Y" || !c.Decided {
			t.Errorf("%+v", c)
		}
	})
	t.Run("SortedByAttribute", func(t *testing.T) {
		order := func(down bool) (keys []string) {
			for _, r := range agreement.Matrix(&s.ev, agreement.RowSite, agreement.ColumnTheme, agreement.MatrixOptions{SortBy: "beds", Descending: down}).Rows {
				keys = append(keys, r.Key)
			}
			return keys
		}
		same(t, "ascending", order(false), []string{"A", "B", "C"})
		same(t, "descending", order(true), []string{"B", "A", "C"})
	})
	t.Run("EvidenceOfACell", func(t *testing.T) {
		for _, kind := range []agreement.ColumnKind{agreement.ColumnTheme, agreement.ColumnQuestion} {
			g := agreement.Matrix(&s.ev, agreement.RowSite, kind, agreement.MatrixOptions{})
			same(t, "dissent first", agreement.CellEvidence(&s.ev, g.Rows[0], g.Columns[0]), []string{"x0004", "x0001", "x0002", "x0003"})
			same(t, "statements last", agreement.CellEvidence(&s.ev, g.Rows[1], g.Columns[0]), []string{"x0005", "x0006", "x0007"})
			same(t, "nothing", agreement.CellEvidence(&s.ev, g.Rows[2], g.Columns[0]), []string{})
		}
	})
}

func TestCoverage(t *testing.T) {
	s := question().state("A", opinion, 0)
	s.ev.Sites = append(s.ev.Sites, crosscase.EvidenceSite{Letter: "B"})
	s.ev.Sources = append(s.ev.Sources, crosscase.EvidenceSource{Genre: crosscase.GenreTable}, crosscase.EvidenceSource{Genre: crosscase.GenreGeneralisation})
	s.state("B", opinion, 0)
	s.ev.Codings[1].Source = 1
	s.person("B", "P1", "", "")
	s.ev.Silences = []crosscase.EvidenceSilence{{Site: 1, Unit: -1, Participant: 0, Theme: -1, Question: 0, Aspect: opinion, Kind: crosscase.NotRaised}}
	got := agreement.Coverage(&s.ev, agreement.CoverageOptions{}).Themes[0]
	same(t, "sites", got.Sites, []string{"A"})
	same(t, "including", got.Including, []string{"A", "B"})
	same(t, "silences", got.Cells[1].Silences, map[string]int{"not_raised": 1})
	everywhere := s.blank("A")
	everywhere.Site, everywhere.Source = -1, 2
	s.ev.Codings = []crosscase.EvidenceCoding{everywhere}
	got = agreement.Coverage(&s.ev, agreement.CoverageOptions{}).Themes[0]
	same(t, "a generalisation", []any{got.Sites, got.Including}, [][]string{{}, {"A", "B"}})
}

func TestQuoteBalance(t *testing.T) {
	s := newStudy("A", "B").ask("q", crosscase.Nominal, "X").count("A", "doctor", 3).count("B", "nurse", 1)
	got := agreement.QuoteBalance(&s.ev, []crosscase.ExcerptID{"x0001", "x0002", "x0002", "nowhere"})
	same(t, "unknown", got.Unknown, []string{"nowhere"})
	third := 2.0 / 3
	same(t, "sites", got.Sites, []map[string]any{
		{"key": "A", "quotes": 2, "quoted": 2, "interviewed": 3, "share_quotes": third, "share_interviewed": 0.75},
		{"key": "B", "quotes": 0, "quoted": 0, "interviewed": 1, "share_quotes": 0, "share_interviewed": 0.25},
	})
	if got.Quotes != 3 || got.Groups[0].Quotes != 2 {
		t.Errorf("%+v", got)
	}
}
