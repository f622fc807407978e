package service_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

func TestTransfers(t *testing.T) {
	c := newCase(t)
	transfers := func() []*crosscase.Transfer {
		t.Helper()
		rows, err := c.List(c.lead, c.slug, "transfer", nil)
		c.must(t, err)
		var out []*crosscase.Transfer
		for _, row := range rows {
			out = append(out, row.(*crosscase.Transfer))
		}
		return out
	}
	last := func() *crosscase.Transfer { all := transfers(); return all[len(all)-1] }

	t.Run("OK", func(t *testing.T) {
		got := last()
		if got.File != "evidence.csv" || got.Format != "csv" || got.Direction != "in" || got.At == 0 {
			t.Errorf("the last transfer is %+v", got)
		}
		want := map[string]int64{"coding": 8, "silence": 1, "excerpt": 8, "source": 7, "unit": 2, "participant": 6}
		if d := cmp.Diff(want, got.Report.Out); d != "" {
			t.Errorf("made (-want +got):\n%s", d)
		}
		if d := cmp.Diff(map[string]int64{"rows": 9}, got.Report.In); d != "" {
			t.Errorf("read (-want +got):\n%s", d)
		}
	})
	t.Run("OKNothingNew", func(t *testing.T) {
		n := len(transfers())
		body := "site,name\nA,Alpha Hospital\n"
		res, err := c.Import(c.lead, c.slug, "sites.csv", strings.NewReader(body), int64(len(body)), service.ImportOptions{})
		c.must(t, err)
		if res.Change != 0 || len(transfers()) != n || res.Loss == nil {
			t.Errorf("an import of nothing new made change %d and a transfer, or has no report: %+v", res.Change, res.Loss)
		}
	})
	t.Run("OKUndoneByWhoImported", func(t *testing.T) {
		n := len(transfers())
		body := "site,participant,level,excerpt,theme\nB,Fir,unit,Words of Fir.,S1\n"
		_, err := c.Import(c.coder, c.slug, "more.csv", strings.NewReader(body), int64(len(body)), service.ImportOptions{})
		wantCode(t, "documents of a coder", err, crosscase.CodeForbidden)
		researcher := c.researcher(t)
		_, err = c.Import(researcher, c.slug, "more.csv", strings.NewReader(body), int64(len(body)), service.ImportOptions{})
		c.must(t, err)
		if len(transfers()) != n+1 {
			t.Fatal("the import left no transfer")
		}
		if rows, err := c.List(researcher, c.slug, "transfer", nil); err != nil || len(rows) != 0 {
			t.Errorf("a member limited to sites sees %d transfers (%v): they may name other sites", len(rows), err)
		}
		_, err = c.Undo(researcher, c.slug, 0)
		c.must(t, err)
		if len(transfers()) != n {
			t.Error("the transfer of an import that was taken back is still there")
		}
	})
	t.Run("ErrWrittenByItself", func(t *testing.T) {
		for noun, rec := range map[string]service.Record{
			"transfer":     {"file": "x.csv", "format": "csv", "direction": "in"},
			"alias":        {"noun": "theme", "row_id": "x", "kind": "code", "guid": "y"},
			"kept_element": {"kind": "graph", "xml": "<Graph/>"},
		} {
			_, err := c.CreateRecord(c.lead, c.slug, noun, rec)
			wantCode(t, noun, err, crosscase.CodeInvalid)
		}
	})
}

// researcher is a field researcher of site B.
func (c *caseStudy) researcher(t *testing.T) context.Context {
	t.Helper()
	c.must(t, c.SetMember(c.lead, c.slug, "other", crosscase.FieldResearcher, []string{"B"}))
	return c.other
}

func TestWriteLoss(t *testing.T) {
	report := &crosscase.LossReport{File: "wards_1.qdpx", Format: "qdpx", Direction: crosscase.TransferIn, Origin: "NVivo", In: map[string]int64{"cases": 2},
		Out: map[string]int64{"site": 2}, Mapped: []crosscase.LossLine{{What: "case became a site", Count: 2}},
		NotCarried: []crosscase.LossLine{{What: "a graph", Where: "project.qde, line 9", Why: "there are no graphs here"}}}
	var md, js strings.Builder
	if err := service.WriteLoss(report, "md", &md); err != nil {
		t.Fatal(err)
	}
	want := `# What came in from wards\_1.qdpx

Format: qdpx
Written by: NVivo

## In the file

| kind | count |
|---|---:|
| cases | 2 |

## In the study

| kind | count |
|---|---:|
| site | 2 |

## Mapped

- 2 × case became a site

## Not carried

- a graph (project.qde, line 9): there are no graphs here
`
	if d := cmp.Diff(want, md.String()); d != "" {
		t.Errorf("Markdown (-want +got):\n%s", d)
	}
	if err := service.WriteLoss(report, "json", &js); err != nil || !strings.Contains(js.String(), `"file": "wards_1.qdpx"`) {
		t.Errorf("JSON: %v %s", err, js.String())
	}
	wantCode(t, "another format", service.WriteLoss(report, "html", &js), crosscase.CodeInvalid)
}
