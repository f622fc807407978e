package service_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"path/filepath"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/examples/synthetic"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
)

// syntheticStudy is a made-up study on a real SQLite store.
func syntheticStudy(tb testing.TB, spec synthetic.Spec) (context.Context, *service.Service) {
	tb.Helper()
	ctx := crosscase.WithActor(tb.Context(), crosscase.Actor{Account: "local", Name: "local", Local: true})
	st, err := store.Open(ctx, filepath.Join(tb.TempDir(), "crosscase.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { st.Close() })
	s := service.New(st)
	if err := s.CreateStudy(ctx, &crosscase.Study{Slug: "s", Title: "Synthetic", Synthetic: true}); err != nil {
		tb.Fatal(err)
	}
	made := synthetic.New(spec)
	for _, part := range []struct {
		name  string
		write func(io.Writer) error
	}{{"codebook.csv", made.WriteCodebook}, {"sites.csv", made.WriteSites}, {"records.json", made.WriteRecords}, {"evidence.csv", made.WriteEvidence}} {
		var b bytes.Buffer
		if err := part.write(&b); err != nil {
			tb.Fatal(err)
		}
		if _, err := s.Import(ctx, "s", part.name, bytes.NewReader(b.Bytes()), int64(b.Len()), service.ImportOptions{}); err != nil {
			tb.Fatalf("%s: %v", part.name, err)
		}
	}
	return ctx, s
}

var twentyThousand = synthetic.Spec{Sites: 40, Interviews: 400, Codings: 20000, Themes: 30, Questions: 40, Seed: 1}

func BenchmarkMatrix40x30(b *testing.B) {
	ctx, s := syntheticStudy(b, twentyThousand)
	if _, err := s.MatrixOf(ctx, "s", agreement.RowSite, agreement.ColumnTheme, "count", agreement.MatrixOptions{}); err != nil {
		b.Fatal(err) // the first call loads the evidence table
	}
	for b.Loop() {
		if _, err := s.MatrixOf(ctx, "s", agreement.RowSite, agreement.ColumnTheme, "count", agreement.MatrixOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCellEvidence(b *testing.B) {
	ctx, s := syntheticStudy(b, twentyThousand)
	if _, err := s.CellEvidence(ctx, "s", agreement.RowSite, "A", agreement.ColumnTheme, "T1", ""); err != nil {
		b.Fatal(err) // the first call loads the evidence table
	}
	for b.Loop() {
		list, err := s.CellEvidence(ctx, "s", agreement.RowSite, "A", agreement.ColumnTheme, "T1", "")
		if err != nil {
			b.Fatal(err)
		}
		if len(list.Items) == 0 {
			b.Fatal("the cell is empty")
		}
	}
}

// chartedStudy is a made-up study in which every site is charted on every theme.
func chartedStudy(b *testing.B) (context.Context, *service.Service) {
	b.Helper()
	ctx, s := syntheticStudy(b, synthetic.Spec{Sites: 40, Interviews: 200, Codings: 20000, Themes: 30, Questions: 40, Seed: 1})
	v, err := s.ChartOf(ctx, "s", crosscase.MatrixView{}, nil)
	if err != nil {
		b.Fatal(err)
	}
	var records []map[string]string
	for i := range v.Rows {
		for k := range v.Columns {
			records = append(records, map[string]string{"noun": "summary", "site": v.Rows[i].Key, "theme": v.Columns[k].Key,
				"text": "What the people of this site say of it, in two lines or so, as somebody has charted it."})
		}
	}
	body, err := json.Marshal(records)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := s.Import(ctx, "s", "charted.json", bytes.NewReader(body), int64(len(body)), service.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	return ctx, s
}

// BenchmarkChart40x30 lays out a chart that is full.
func BenchmarkChart40x30(b *testing.B) {
	ctx, s := chartedStudy(b)
	for b.Loop() {
		if _, err := s.ChartOf(ctx, "s", crosscase.MatrixView{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChartAfterACoding changes a coding and lays out the chart with what is stale.
func BenchmarkChartAfterACoding(b *testing.B) {
	ctx, s := chartedStudy(b)
	rows, err := s.List(ctx, "s", "coding", nil)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		c := *rows[100].(*crosscase.Coding)
		c.Revision = 0
		if c.Aspect == crosscase.Formal {
			c.Aspect = crosscase.Practice
		} else {
			c.Aspect = crosscase.Formal
		}
		if _, err := s.Update(ctx, "s", "coding", &c); err != nil {
			b.Fatal(err)
		}
		rows[100] = &c
		if _, err := s.ChartOf(ctx, "s", crosscase.MatrixView{}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkChart200x40 lays out the people by the questions.
func BenchmarkChart200x40(b *testing.B) {
	ctx, s := syntheticStudy(b, synthetic.Spec{Sites: 40, Interviews: 200, Codings: 20000, Themes: 30, Questions: 40, Seed: 1})
	for b.Loop() {
		if _, err := s.ChartOf(ctx, "s", crosscase.MatrixView{Rows: "participant", Columns: "question"}, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkAgreement3000(b *testing.B) {
	ctx, s := syntheticStudy(b, synthetic.Spec{Sites: 9, Interviews: 151, Codings: 3000, Themes: 30, Questions: 40, Seed: 1})
	for b.Loop() {
		if _, err := s.Agreement(ctx, "s", "", ""); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkImport100k imports an evidence table of 100,000 rows: a source, its text, an excerpt and a coding each.
func BenchmarkImport100k(b *testing.B) {
	spec := synthetic.Spec{Sites: 40, Interviews: 400, Codings: 100_000, Themes: 30, Questions: 40, Seed: 1}
	for b.Loop() {
		syntheticStudy(b, spec)
	}
}
