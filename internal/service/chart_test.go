package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// charting are the cells of the case study that the tests write in.
func themeCell(rows, row string) service.ChartCellKey {
	return service.ChartCellKey{Rows: rows, Row: row, Columns: "theme", Column: "S1"}
}

func (c *caseStudy) chartOf(t *testing.T, ctx context.Context, rows string) *service.ChartView {
	t.Helper()
	v, err := c.ChartOf(ctx, c.slug, crosscase.MatrixView{Rows: rows, Columns: "theme"}, nil)
	c.must(t, err)
	return v
}

// charted is the cell of a chart by the keys of its row and column; nil where there is nothing in it.
func (c *caseStudy) charted(t *testing.T, rows, row, column string) *service.ChartCell {
	t.Helper()
	v := c.chartOf(t, c.lead, rows)
	for i := range v.Cells {
		if cell := &v.Cells[i]; v.Rows[cell.Row].Key == row && v.Columns[cell.Column].Key == column {
			return cell
		}
	}
	return nil
}

func (c *caseStudy) write(t *testing.T, key service.ChartCellKey, text string) *service.Charted {
	t.Helper()
	in := service.Charting{ChartCellKey: key, Text: text}
	if cell := c.charted(t, key.Rows, key.Row, key.Column); cell != nil && cell.Summary != nil {
		in.Revision = cell.Summary.Revision
	}
	out, err := c.Chart(c.lead, c.slug, in)
	c.must(t, err)
	return out
}

// stale lists the charted cells that are, as "rows row".
func (c *caseStudy) stale(t *testing.T) []string {
	t.Helper()
	out := []string{}
	for _, rows := range []string{"participant", "unit", "site", "type", "role"} {
		v := c.chartOf(t, c.lead, rows)
		for _, cell := range v.Cells {
			if cell.Summary != nil && cell.Summary.Stale != nil {
				out = append(out, rows+" "+v.Rows[cell.Row].Key)
			}
		}
	}
	return out
}

// codingOf is the coding of the excerpt whose words begin so.
func (c *caseStudy) codingOf(t *testing.T, words string) *crosscase.Coding {
	t.Helper()
	rows, err := c.List(c.lead, c.slug, "coding", map[string]string{"excerpt_id": string(c.excerptOf(t, words))})
	c.must(t, err)
	return rows[0].(*crosscase.Coding)
}

func TestChart(t *testing.T) {
	c := newCase(t)
	c.write(t, themeCell("participant", "A/Ash"), "Ash says that they lead together.")
	c.write(t, themeCell("participant", "A/Birch"), "Birch says so too.")
	c.write(t, themeCell("participant", "B/Elm"), "Elm says that she leads alone.")
	c.write(t, themeCell("site", "A"), "Three of four say that a team leads.")
	c.write(t, themeCell("site", "B"), "One person leads.")
	c.write(t, themeCell("type", "shared"), "At A a team leads.")
	c.write(t, themeCell("role", "nurse"), "Nurses differ.")
	check := func(t *testing.T, want ...string) {
		t.Helper()
		if d := gocmp.Diff(append([]string{}, want...), c.stale(t)); d != "" {
			t.Errorf("stale (-want +got):\n%s", d)
		}
	}

	t.Run("OK", func(t *testing.T) {
		check(t)
		cell := c.charted(t, "site", "A", "S1")
		if cell.Excerpts != 5 || cell.Voices != 4 || cell.Statements != 1 || cell.Below != 2 || cell.Summary.Status != crosscase.ChartDraft || cell.Summary.Author == "" {
			t.Errorf("%+v", cell)
		}
	})
	t.Run("OKExactlyWhatRestsOnACodingIsStaleAndPutBackItIsNot", func(t *testing.T) {
		coding := c.codingOf(t, "We lead it together.")
		rows, err := c.List(c.lead, c.slug, "position", map[string]string{"name": "single"})
		c.must(t, err)
		other := *coding
		other.PositionID = rows[0].(*crosscase.Position).ID
		_, err = c.Update(c.lead, c.slug, "coding", &other)
		c.must(t, err)
		check(t, "participant A/Ash", "site A", "type shared")
		since, err := c.SummarySince(c.lead, c.slug, c.charted(t, "site", "A", "S1").Summary.ID)
		c.must(t, err)
		want := []service.SinceLine{{What: "changed", Noun: "coding", ID: string(coding.ID), Was: "who leads: team (practice)", Now: "who leads: single (practice)",
			Excerpt: coding.ExcerptID, Words: "We lead it together.", Of: "Ash", Seq: other.Revision}}
		got := since.Items
		for i := range got {
			if got[i].By == "" || got[i].At == 0 {
				t.Errorf("nobody is said to have made %+v", got[i])
			}
			got[i].By, got[i].At = "", 0
		}
		if d := gocmp.Diff(want, got); d != "" {
			t.Errorf("since (-want +got):\n%s", d)
		}
		_, err = c.Undo(c.lead, c.slug, 0)
		c.must(t, err)
		check(t)
	})
	t.Run("OKWhatIsWrittenBelowMakesTheCellAboveStaleUntilItIsConfirmed", func(t *testing.T) {
		c.write(t, themeCell("participant", "A/Birch"), "Birch doubts it.")
		check(t, "site A")
		cell := c.charted(t, "site", "A", "S1")
		_, err := c.ConfirmSummary(c.lead, c.slug, cell.Summary.ID, service.ChartConfirm{Revision: cell.Summary.Revision, Seal: "another"})
		if crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Errorf("confirmed over what changed meanwhile: %v", err)
		}
		_, err = c.ConfirmSummary(c.lead, c.slug, cell.Summary.ID, service.ChartConfirm{Revision: cell.Summary.Revision, Seal: cell.Seal})
		c.must(t, err)
		check(t)
		c.write(t, themeCell("site", "A"), "A team leads, says everybody but two.")
		check(t, "type shared")
		c.write(t, themeCell("type", "shared"), "At A a team leads, mostly.")
		check(t)
	})
	t.Run("OKATextDoesNotRestOnWhatItsWriterHadNotSeen", func(t *testing.T) {
		before := c.charted(t, "site", "B", "S1")
		c.load(t, "more.csv", "site,unit,participant,group,level,excerpt,theme,question,position,aspect\nB,Ward 2,Fir,nurse,unit,We were asked once.,S1,who_leads,team,practice\n")
		out, err := c.Chart(c.lead, c.slug, service.Charting{ChartCellKey: themeCell("site", "B"), Text: "One person leads, always.", Revision: before.Summary.Revision, Seal: before.Seal})
		c.must(t, err)
		if out.Summary.Stale == nil || out.Summary.Stale.Added != 1 {
			t.Errorf("%+v", out.Summary.Stale)
		}
		check(t, "site B", "role nurse")
		c.write(t, themeCell("site", "B"), "One person leads, mostly.")
		check(t, "role nurse")
	})
	t.Run("OKLinks", func(t *testing.T) {
		id := c.excerptOf(t, "We lead it together.")
		link := service.ChartLink{ChartCellKey: themeCell("site", "A"), Excerpt: id}
		out, err := c.LinkExcerpt(c.lead, c.slug, link)
		c.must(t, err)
		if len(out.Summary.Excerpts) != 1 || out.Summary.Stale != nil {
			t.Errorf("%+v", out.Summary)
		}
		if out, err = c.LinkExcerpt(c.lead, c.slug, link); err != nil || out.Seq != 0 {
			t.Errorf("linked twice: %+v, %v", out, err)
		}
		link.Remove = true
		if out, err = c.LinkExcerpt(c.lead, c.slug, link); err != nil || len(out.Summary.Excerpts) != 0 {
			t.Errorf("%+v, %v", out, err)
		}
	})
	t.Run("OKStatus", func(t *testing.T) {
		cell := c.charted(t, "site", "A", "S1")
		status := func(s crosscase.ChartStatus, revision int64) (*service.Charted, error) {
			return c.SetChartStatus(c.lead, c.slug, service.ChartStatusOf{ChartCellKey: themeCell("site", "A"), Status: s, Revision: revision})
		}
		out, err := status(crosscase.ChartSignedOff, cell.Summary.Revision)
		c.must(t, err)
		if out.Summary.Status != crosscase.ChartSignedOff {
			t.Errorf("%+v", out.Summary)
		}
		if _, err := status(crosscase.ChartNothing, out.Summary.Revision); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("a text that says that there was nothing: %v", err)
		}
		nothing := service.ChartStatusOf{ChartCellKey: service.ChartCellKey{Rows: "site", Row: "B", Columns: "theme", Column: "O1"}, Status: crosscase.ChartNothing}
		if out, err := c.SetChartStatus(c.lead, c.slug, nothing); err != nil || out.Summary.Status != crosscase.ChartNothing || out.Summary.Stale != nil {
			t.Errorf("%+v, %v", out, err)
		}
		c.load(t, "nothing.csv", "site,unit,participant,group,level,excerpt,theme\nB,Ward 2,Fir,nurse,unit,It is good here.,O1\n")
		if cell := c.charted(t, "site", "B", "O1"); cell.Summary.Stale == nil {
			t.Error("there is something now, and that there was nothing is not stale")
		}
		if _, err := c.SetChartStatus(c.lead, c.slug, nothing); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("nothing over what is coded: %v", err)
		}
		c.write(t, themeCell("site", "A"), "Others lead.")
		if got := c.charted(t, "site", "A", "S1").Summary.Status; got != crosscase.ChartDraft {
			t.Errorf("a new text is %s", got)
		}
	})
	t.Run("OKUndo", func(t *testing.T) {
		before := c.charted(t, "site", "A", "S1").Summary
		c.write(t, themeCell("site", "A"), "Not at all.")
		_, err := c.Undo(c.lead, c.slug, 0)
		c.must(t, err)
		after := c.charted(t, "site", "A", "S1").Summary
		after.Revision = before.Revision
		if d := gocmp.Diff(before, after); d != "" {
			t.Error(d)
		}
	})
	t.Run("ErrConflict", func(t *testing.T) {
		_, err := c.Chart(c.lead, c.slug, service.Charting{ChartCellKey: themeCell("site", "A"), Text: "Mine.", Revision: 1})
		if crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Fatal(err)
		}
		if s, ok := err.(*crosscase.Error).Details.(*crosscase.Summary); !ok || s.Text != "Others lead." {
			t.Errorf("the conflict shows %+v", err.(*crosscase.Error).Details)
		}
		if _, err := c.Chart(c.lead, c.slug, service.Charting{ChartCellKey: themeCell("site", "A"), Text: "Mine."}); crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Errorf("a cell that somebody else has begun: %v", err)
		}
		if _, err := c.CreateRecord(c.lead, c.slug, "summary", service.Record{"site": "A", "theme": "S1", "text": "Once more."}); crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Errorf("a second summary of a cell: %v", err)
		}
	})
	t.Run("ErrSignOff", func(t *testing.T) {
		key := themeCell("site", "B")
		cell := c.charted(t, "site", "B", "S1")
		in := service.ChartStatusOf{ChartCellKey: key, Status: crosscase.ChartSignedOff, Revision: cell.Summary.Revision}
		if _, err := c.SetChartStatus(c.coder, c.slug, in); crosscase.ErrorCode(err) != crosscase.CodeForbidden {
			t.Errorf("a coder signs off: %v", err)
		}
		out, err := c.SetChartStatus(c.lead, c.slug, in)
		c.must(t, err)
		if _, err := c.Chart(c.coder, c.slug, service.Charting{ChartCellKey: key, Text: "Mine.", Revision: out.Summary.Revision}); crosscase.ErrorCode(err) != crosscase.CodeForbidden {
			t.Errorf("a coder writes over what is signed off: %v", err)
		}
	})
	t.Run("ErrNotSeen", func(t *testing.T) {
		for _, key := range []service.ChartCellKey{themeCell("site", "A"), themeCell("participant", "A/Ash"), themeCell("type", "shared"), themeCell("role", "nurse")} {
			if _, err := c.Chart(c.coder, c.slug, service.Charting{ChartCellKey: key, Text: "Mine."}); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
				t.Errorf("%v: %v", key, err)
			}
		}
	})
}

// everyPart is what the parts of an Office file hold.
func everyPart(t *testing.T, body []byte) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&out, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return out.String()
}

func TestChartView(t *testing.T) {
	c := newCase(t)
	keys := func(t *testing.T, view crosscase.MatrixView, letters ...string) []string {
		t.Helper()
		v, err := c.ChartOf(c.lead, c.slug, view, letters)
		c.must(t, err)
		out := []string{}
		for _, r := range v.Rows {
			out = append(out, r.Key)
		}
		return out
	}
	filter := func(attribute, is, value string) []crosscase.MatrixFilter {
		return []crosscase.MatrixFilter{{Attribute: attribute, Is: is, Value: value}}
	}
	c.make(t, "matrix_view", service.Record{"name": "nurses of A", "rows": "participant", "columns": "question", "sites": []any{"A"}, "filters": []any{map[string]any{"attribute": "group", "is": "equals", "value": "nurse"}}})
	for _, x := range []struct {
		name    string
		view    crosscase.MatrixView
		letters []string
		want    []string
	}{
		{"Sites", crosscase.MatrixView{Rows: "site"}, nil, []string{"A", "B"}},
		{"Sorted", crosscase.MatrixView{Rows: "site", Sort: "budget"}, nil, []string{"B", "A"}},
		{"SortedDown", crosscase.MatrixView{Rows: "site", Sort: "budget", Descending: true}, nil, []string{"A", "B"}},
		{"UnknownLast", crosscase.MatrixView{Rows: "site", Sort: "town"}, nil, []string{"B", "A"}},
		{"AtLeast", crosscase.MatrixView{Rows: "site", Filters: filter("budget", "at_least", "4")}, nil, []string{"A"}},
		{"Not", crosscase.MatrixView{Rows: "site", Filters: filter("town", "not", "Ulm")}, nil, []string{"A"}},
		{"Group", crosscase.MatrixView{Rows: "participant", Filters: filter("group", "equals", "nurse")}, nil, []string{"A/Cedar", "A/Dogwood", "B/Fir"}},
		{"OfASite", crosscase.MatrixView{Rows: "participant"}, []string{"B"}, []string{"B/Elm", "B/Fir"}},
		{"SiteAttributeOfAPerson", crosscase.MatrixView{Rows: "participant", Filters: filter("town", "equals", "Ulm")}, nil, []string{"B/Elm", "B/Fir"}},
		{"Types", crosscase.MatrixView{Rows: "type"}, nil, []string{"shared"}},
		{"Roles", crosscase.MatrixView{Rows: "role"}, nil, []string{"doctor", "nurse"}},
		{"Status", crosscase.MatrixView{Rows: "site", Filters: filter("status", "equals", "draft")}, nil, []string{"A"}},
		{"Kept", crosscase.MatrixView{Name: "nurses of A"}, nil, []string{"A/Cedar", "A/Dogwood"}},
	} {
		t.Run("OK"+x.name, func(t *testing.T) {
			if d := gocmp.Diff(x.want, keys(t, x.view, x.letters...)); d != "" {
				t.Error(d)
			}
		})
	}
	t.Run("OKAsAFile", func(t *testing.T) {
		for _, kind := range []string{"xlsx", "docx"} {
			var b bytes.Buffer
			c.must(t, c.WriteChart(c.lead, c.slug, crosscase.MatrixView{Rows: "site", Columns: "theme", Sort: "budget"}, nil, kind, &b))
			body := everyPart(t, b.Bytes())
			for _, want := range []string{"Mostly the four of us.", "S1 Leadership", "[draft"} {
				if !strings.Contains(body, want) {
					t.Errorf("%s: there is no %q in it", kind, want)
				}
			}
		}
		if err := c.WriteChart(c.coder, c.slug, crosscase.MatrixView{}, nil, "xlsx", io.Discard); crosscase.ErrorCode(err) != crosscase.CodeForbidden {
			t.Errorf("a coder takes the texts out: %v", err)
		}
	})
	for name, view := range map[string]crosscase.MatrixView{
		"NoSuchAttribute": {Rows: "site", Sort: "none"}, "NoSuchFilter": {Rows: "site", Filters: filter("none", "equals", "1")},
		"NoSuchColumn": {Rows: "site", ColumnSet: []string{"none"}}, "NoSuchRows": {Rows: "ward"},
	} {
		t.Run("Err"+name, func(t *testing.T) {
			if _, err := c.ChartOf(c.lead, c.slug, view, nil); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
				t.Error(err)
			}
		})
	}
}

// Merging two themes joins the texts of one cell and keeps those of different rows apart.
func TestMergedThemesKeepTheirCells(t *testing.T) {
	c := newCase(t)
	other := service.ChartCellKey{Rows: "role", Row: "nurse", Columns: "theme", Column: "O1"}
	c.write(t, themeCell("role", "doctor"), "Doctors lead.")
	c.write(t, themeCell("role", "nurse"), "Nurses follow.")
	c.write(t, other, "Nurses are content.")
	done := c.write(t, themeCell("site", "B"), "One leads.")
	_, err := c.SetChartStatus(c.lead, c.slug, service.ChartStatusOf{ChartCellKey: themeCell("site", "B"), Status: crosscase.ChartChecked, Revision: done.Summary.Revision})
	c.must(t, err)
	_, err = c.MergeThemes(c.lead, c.slug, "O1", "S1")
	c.must(t, err)
	want := map[string]string{"doctor": "Doctors lead.", "nurse": "Nurses follow.\n\nNurses are content."}
	for row, text := range want {
		cell := c.charted(t, "role", row, "S1")
		if cell == nil || cell.Summary == nil || cell.Summary.Text != text {
			t.Errorf("%s: %+v", row, cell)
		}
	}
	if s := c.charted(t, "site", "B", "S1").Summary; s.Status != crosscase.ChartChecked || s.Stale == nil {
		t.Errorf("what was checked rests on more now: %+v", s)
	}
	if s := c.charted(t, "role", "nurse", "S1").Summary; s.Status != crosscase.ChartDraft {
		t.Errorf("two texts joined are %s", s.Status)
	}
}
