package service_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"bytes"

	"github.com/crosscase/crosscase/examples/synthetic"
	"github.com/crosscase/crosscase/internal/service"
)

// BenchmarkExportExcerpts writes 20,000 excerpts of 200 transcripts, with their context.
func BenchmarkExportExcerpts(b *testing.B) {
	ctx, s := syntheticStudy(b, synthetic.Spec{Sites: 20, Interviews: 200, Codings: 10, Themes: 30, Questions: 40, Seed: 1})
	var table strings.Builder
	table.WriteString("site,participant,group,level,source,start,end,theme,question,position,aspect,coder\n")
	for i := range 200 {
		var body strings.Builder
		for k := range 100 {
			line := fmt.Sprintf("P%d: Turn %d of a synthetic interview, in which the ward and the board met about the rota and the budget of the clinic.\n", i, k)
			fmt.Fprintf(&table, "S%d,P%d,nurse,unit,int%d,%d,%d,Theme x%d,q%d,yes,opinion,C%d\n", i%20, i, i, body.Len()+4, body.Len()+len(line)-20, k%30, k%30, k%3)
			body.WriteString(line)
		}
		if _, err := s.Import(ctx, "s", fmt.Sprintf("int%d.txt", i), strings.NewReader(body.String()), int64(body.Len()), service.ImportOptions{Site: fmt.Sprintf("S%d", i%20)}); err != nil {
			b.Fatal(err)
		}
	}
	rows := []byte(table.String())
	if _, err := s.Import(ctx, "s", "evidence.csv", bytes.NewReader(rows), int64(len(rows)), service.ImportOptions{}); err != nil {
		b.Fatal(err)
	}
	for _, format := range service.ExcerptFormats {
		b.Run(format, func(b *testing.B) {
			for b.Loop() {
				if err := failed(s.ExportExcerpts(ctx, "s", format, "taken", service.ExcerptQuery{}, io.Discard)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
