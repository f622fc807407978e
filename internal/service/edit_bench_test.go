package service_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/examples/synthetic"
	"github.com/crosscase/crosscase/internal/service"
)

// BenchmarkEditText corrects a letter in a transcript of 60,000 characters with 1,500 excerpts, as the page does after
// a pause in typing: access, transaction, history and answer included, on SQLite. It begins at the front of the text,
// so that all excerpts behind it move.
func BenchmarkEditText(b *testing.B) {
	ctx, s := syntheticStudy(b, synthetic.Spec{Sites: 2, Interviews: 2, Codings: 10, Themes: 30, Questions: 4, Seed: 1})
	const length, excerpts = 60_000, 1500
	body := strings.Repeat("Ann: What happened then, and who was there with you?\nBen: It was the board, I think.\n", length/84+1)[:length]
	row, err := s.CreateRecord(ctx, "s", "source", service.Record{"name": "talk", "kind": "transcript", "site": "A", "text": body})
	if err != nil {
		b.Fatal(err)
	}
	source := string(row.(*crosscase.Source).ID)
	var table strings.Builder
	table.WriteString("site,source,start,end,theme,coder\n")
	for i := range excerpts {
		start := i * (length - 300) / excerpts
		fmt.Fprintf(&table, "A,talk,%d,%d,T%d,bench\n", start, start+20+(i*37)%260, i%30+1)
	}
	if _, err := s.Import(ctx, "s", "codings.csv", strings.NewReader(table.String()), int64(table.Len()), service.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	version := int64(1)
	for b.Loop() {
		at := int(version) * 60 % (length / 2)
		from := time.Now()
		got, err := s.EditText(ctx, "s", source, service.TextRequest{Version: version, Steps: []crosscase.TextStep{{Start: at, End: at, Text: "x"}}})
		if err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(from))
		version = got.Version
	}
	slices.SortFunc(took, func(x, y time.Duration) int { return cmp.Compare(x, y) })
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "ms-median")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms-p95")
	desk, err := s.DeskSource(ctx, "s", source)
	if err != nil {
		b.Fatal(err)
	}
	if len(desk.Excerpts) != excerpts {
		b.Fatalf("%d excerpts, want %d", len(desk.Excerpts), excerpts)
	}
}
