package service_test

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// named is the case with real names where people leave them.
func named(t *testing.T) *caseStudy {
	t.Helper()
	c := filled(t)
	c.make(t, "participant_identity", service.Record{"participant": "A/Cedar", "name": "Jane Mary Smith", "contact": "jane@alpha.example"})
	c.make(t, "participant_identity", service.Record{"participant": "B/Elm", "name": "John Smith"})
	c.make(t, "source", service.Record{"name": "Jane Mary Smith, second talk", "kind": "transcript", "site": "A", "file": "jane-smith.docx",
		"text": "Jane: At Alpha Hospital 🏥 JANE MARY SMITH leads, says Smith.\nJane: Write to jane@alpha.example."})
	c.make(t, "coder", service.Record{"name": "Ada Coder"})
	c.make(t, "memo", service.Record{"text": "Betula hospital is behind.", "author": "Ada Coder", "written": 1706918400123})
	c.make(t, "interview", service.Record{"name": "talk", "site": "A", "date": "2021-05-31", "interviewer": "Ada Coder"})
	at := "site,participant,source,start,end,theme,coder\nA,Cedar,\"Jane Mary Smith, second talk\",6,35,S1,Ada Coder\nA,Cedar,\"Jane Mary Smith, second talk\",39,48,O1,Ada Coder\n"
	c.load(t, "more.csv", at)
	for i := range 8 {
		letter := string(rune('K' + i))
		c.make(t, "site", service.Record{"letter": letter})
		c.make(t, "attribute_value", service.Record{"owner": "site", "site": letter, "attribute": "budget", "value": fmt.Sprint(31 + 10*i)})
	}
	return c
}

var realNames = []string{"Alpha Hospital", "Betula", "Jane", "JANE", "Smith", "SMITH", "Ada", "jane@alpha", "jane-smith"}

func TestArchive(t *testing.T) {
	c := named(t)
	opts := service.FolderOptions{Anonymise: &service.AnonymiseOptions{}}
	body, loss := c.folderOf(t, c.lead, c.slug, opts)
	files := filesOf(t, body)

	t.Run("OKNoNames", func(t *testing.T) {
		for name, content := range files {
			lacks(t, name, name+content, realNames)
		}
		lacks(t, "the loss report", asJSON(t, loss), realNames)
	})
	t.Run("OKText", func(t *testing.T) {
		for _, r := range rowsOfCSV(t, []byte(files["tables/source_text.csv"])) {
			if strings.Contains(r["source"], "second talk") {
				want := "Cedar: At Site A 🏥 Cedar leads, says [name].\nCedar: Write to [contact]."
				if r["source"] != "Cedar, second talk" || r["text"] != want {
					t.Errorf("%s: %q", r["source"], r["text"])
				}
				return
			}
		}
		t.Error("the text is not there")
	})
	t.Run("OKExcerptsFollow", func(t *testing.T) {
		texts := map[string]string{}
		for _, r := range rowsOfCSV(t, []byte(files["tables/source_text.csv"])) {
			if texts[r["source_id"]] = r["text"]; r["file"] != "" {
				texts[r["source_id"]] = files[r["file"]]
			}
		}
		var words []string
		for _, r := range rowsOfCSV(t, []byte(files["tables/excerpt.csv"])) {
			var start, end int
			fmt.Sscan(r["start"], &start)
			fmt.Sscan(r["end"], &end)
			if got := string([]rune(texts[r["source_id"]])[start:end]); got != r["text"] {
				t.Errorf("an excerpt says %q and its text %q", r["text"], got)
			}
			if r["source"] == "Cedar, second talk" {
				words = append(words, r["text"])
			}
		}
		if diff := cmp.Diff([]string{"At Site A 🏥 Cedar", "Cedar leads,"}, words); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("OKPeopleDatesAndIDs", func(t *testing.T) {
		coder := rowsOfCSV(t, []byte(files["tables/coder.csv"]))
		interview := rowsOfCSV(t, []byte(files["tables/interview.csv"]))
		memo := rowsOfCSV(t, []byte(files["tables/memo.csv"]))
		if coder[0]["name"] != "C1" || coder[1]["name"] != "C2" || interview[1]["interviewer"] != "C2" || interview[1]["date"] != "2021-05-01" {
			t.Errorf("coders %v, interview %v", coder, interview[1])
		}
		last := memo[len(memo)-1]
		if last["author"] != "C2" || last["written"] != "2024-02-01T00:00:00.000Z" || last["text"] != "Site B is behind." {
			t.Errorf("memo %v", last)
		}
		study, err := c.List(c.lead, c.slug, "coding", nil)
		c.must(t, err)
		if strings.Contains(files["tables/coding.csv"], string(study[0].(*crosscase.Coding).ID)) {
			t.Error("an id is that of the study")
		}
	})
	t.Run("OKFigures", func(t *testing.T) {
		counts := map[string]int{}
		for _, r := range rowsOfCSV(t, []byte(files["tables/attribute_value.csv"])) {
			if r["attribute"] == "budget" {
				counts[r["value"]]++
			}
			if r["attribute"] == "town" {
				t.Errorf("the one town is told: %v", r)
			}
		}
		if len(counts) < 2 {
			t.Errorf("the bands are %v", counts)
		}
		for band, n := range counts {
			if n < 3 || !strings.Contains(band, "under") && !strings.Contains(band, "or more") {
				t.Errorf("%d sites are %q", n, band)
			}
		}
	})
	t.Run("OKChanges", func(t *testing.T) {
		var names []string
		for _, r := range rowsOfCSV(t, []byte(files["changes.csv"])) {
			if r["what"] == "name" && r["table"] == "source_text" {
				names = append(names, r["where"]+": "+r["put"]+" "+r["count"])
			}
		}
		want := []string{"Cedar, second talk: Cedar 3", "Cedar, second talk: Site A 1", "Cedar, second talk: [contact] 1", "Cedar, second talk: [name] 1"}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Error(diff)
		}
		for _, want := range []string{"## Anonymised", "changes.csv", "by a person"} {
			if !strings.Contains(files["README.md"], want) {
				t.Errorf("the README lacks %q", want)
			}
		}
	})
	t.Run("OKSameAgain", func(t *testing.T) {
		again, _ := c.folderOf(t, c.lead, c.slug, opts)
		b := filesOf(t, again)
		for name := range files {
			if name != "README.md" && files[name] != b[name] { // its loss counts the export before
				t.Errorf("%s differs: %s", name, cmp.Diff(files[name], b[name]))
			}
		}
	})
	t.Run("OKReadBack", func(t *testing.T) {
		c.must(t, c.CreateStudy(c.lead, &crosscase.Study{Slug: "deposited", Title: "Deposited"}))
		res, err := c.Import(c.lead, "deposited", "archive.zip", bytes.NewReader(body), int64(len(body)), service.ImportOptions{})
		c.must(t, err)
		if res.Counts["coding"] != 10 || len(res.Loss.Mapped) == 0 {
			t.Errorf("came back as %+v", res)
		}
	})
	t.Run("OKPreview", func(t *testing.T) {
		seq, err := c.Changes(c.lead, c.slug, 0, 1000)
		c.must(t, err)
		preview, err := c.PreviewArchive(c.lead, c.slug, service.AnonymiseOptions{})
		c.must(t, err)
		found := false
		for _, m := range preview.Changes {
			found = found || m.What == "name" && m.Was == "Alpha Hospital" && m.Put == "Site A" && m.Where == "Cedar, second talk" && m.Count == 1
		}
		if !found {
			t.Errorf("the preview is %s", asJSON(t, preview))
		}
		after, err := c.Changes(c.lead, c.slug, 0, 1000)
		c.must(t, err)
		if asJSON(t, seq) != asJSON(t, after) {
			t.Error("a preview is in the history")
		}
	})
	t.Run("OKGivenBands", func(t *testing.T) {
		body, _ := c.folderOf(t, c.lead, c.slug, service.FolderOptions{Anonymise: &service.AnonymiseOptions{Years: true, Bands: map[string][]float64{"budget": {50}}}})
		files := filesOf(t, body)
		if !strings.Contains(files["tables/attribute_value.csv"], "under 50") || !strings.Contains(files["tables/interview.csv"], "2021-01-01") {
			t.Errorf("%s", files["tables/attribute_value.csv"])
		}
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		for name, o := range map[string]service.FolderOptions{
			"bands of nothing":         {Anonymise: &service.AnonymiseOptions{Bands: map[string][]float64{"none": {1}}}},
			"bands that fall":          {Anonymise: &service.AnonymiseOptions{Bands: map[string][]float64{"budget": {2, 1}}}},
			"with the names after all": {Identities: true, Anonymise: &service.AnonymiseOptions{}},
		} {
			_, err := c.ExportFolder(c.lead, c.slug, o, service.ZipFiles(io.Discard))
			wantCode(t, name, err, crosscase.CodeInvalid)
		}
	})
	t.Run("ErrNoNamesToReplace", func(t *testing.T) {
		auditor := c.member(t, c.store, "auditor", crosscase.Auditor)
		_, err := c.ExportFolder(auditor, c.slug, opts, service.ZipFiles(io.Discard))
		wantCode(t, "an auditor, who cannot read real names", err, crosscase.CodeNotFound)
		_, err = c.PreviewArchive(auditor, c.slug, service.AnonymiseOptions{})
		wantCode(t, "the preview", err, crosscase.CodeNotFound)
	})
}
