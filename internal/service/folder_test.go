package service_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
)

var (
	basisSeq   = regexp.MustCompile(`"basis_seq":\d+`)
	lastNumber = regexp.MustCompile(`,\d+\n`)
)

// folderOf exports a study as an archive of open files.
func (c *caseStudy) folderOf(t *testing.T, ctx context.Context, slug string, opts service.FolderOptions) ([]byte, *crosscase.LossReport) {
	t.Helper()
	var b bytes.Buffer
	opts.File = "study.zip"
	loss, err := c.ExportFolder(ctx, slug, opts, service.ZipFiles(&b))
	c.must(t, err)
	return b.Bytes(), loss
}

// filled is the case with something of nearly everything in it, a text that was corrected, and signs that CSV and
// lists have to keep.
func filled(t *testing.T) *caseStudy {
	t.Helper()
	c := newCase(t)
	long := "Cedar: " + strings.Repeat("A long text of many words, \"quoted\" and; parted. ", 60)
	c.make(t, "source", service.Record{"name": "long: a/b?", "kind": "document", "site": "A", "text": long})
	c.make(t, "silence", service.Record{"site": "B", "theme": "O1", "kind": "not_raised", "note": "a \"note\",\nof two lines"})
	c.make(t, "guide", service.Record{"title": "The guide", "round": "board"})
	c.make(t, "topic", service.Record{"guide": "The guide", "wording": "Who decides?", "themes": []any{"S1", "O1"}, "questions": []any{"who_leads"}})
	c.make(t, "memo", service.Record{"text": "of two", "about": []any{map[string]any{"noun": "site", "key": "A"}, map[string]any{"noun": "theme", "key": "S1"}}})
	c.make(t, "site_position", service.Record{"site": "A", "question": "who_leads", "position": "team", "aspect": "practice", "reason": "we saw it"})
	c.make(t, "attribute", service.Record{"owner": "study", "name": "period"})
	c.make(t, "attribute_value", service.Record{"owner": "study", "attribute": "period", "value": "2021|2022 \\ 3"})
	c.make(t, "coder", service.Record{"name": "Coder One"})
	view, err := c.SourceText(c.lead, c.slug, "interview A")
	c.must(t, err)
	_, err = c.EditText(c.lead, c.slug, string(view.ID), service.TextRequest{Version: view.Version, Steps: []crosscase.TextStep{{Start: 0, End: 11, Text: "The interviewer"}}})
	c.must(t, err)
	return c
}

func TestFolderThereAndBack(t *testing.T) {
	c := filled(t)
	body, loss := c.folderOf(t, c.lead, c.slug, service.FolderOptions{Identities: true})
	if len(loss.NotCarried) == 0 || loss.Out["coding"] != 8 {
		t.Errorf("the loss report says %+v", loss)
	}
	c.must(t, c.CreateStudy(c.lead, &crosscase.Study{Slug: "again", Title: "Again"}))
	res, err := c.Import(c.lead, "again", "study.zip", bytes.NewReader(body), int64(len(body)), service.ImportOptions{})
	c.must(t, err)
	if res.Kind != "folder" || res.Loss == nil || res.Counts["coding"] != 8 {
		t.Errorf("result %+v", res)
	}

	t.Run("OKEveryRow", func(t *testing.T) {
		first, err := c.store.StudyBySlug(c.lead, c.slug)
		c.must(t, err)
		second, err := c.store.StudyBySlug(c.lead, "again")
		c.must(t, err)
		left := map[string]bool{"study": true, "member": true, "transfer": true, "text_edit": true}
		compared := 0
		for _, noun := range store.Nouns() {
			if left[noun] {
				continue
			}
			want, got := c.rowsAsJSON(t, first.ID, noun), c.rowsAsJSON(t, second.ID, noun)
			compared += len(want)
			for i := range want {
				if noun == "attribute_value" {
					want[i] = strings.ReplaceAll(want[i], string(first.ID), string(second.ID))
				}
				if noun == "summary" { // what it rests on was looked at with the import, which is change 2
					want[i] = basisSeq.ReplaceAllString(want[i], `"basis_seq":2`)
				}
				if noun == "theme" { // the number of a change
					want[i] = strings.ReplaceAll(want[i], `,"meaning":2`, "")
				}
				// The text that was corrected begins anew with its text in force.
				if noun == "source" || noun == "excerpt" {
					want[i] = strings.ReplaceAll(want[i], `"version":2`, `"version":1`)
				}
			}
			if noun == "source_text" {
				for i := range want {
					want[i] = strings.ReplaceAll(want[i], "Interviewer: Who", "The interviewer: Who")
				}
			}
			if noun == "excerpt" { // placed in the text in force
				for i := range want {
					want[i] = strings.ReplaceAll(want[i], `"start":36,"end":66`, `"start":40,"end":70`)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s (-first +second):\n%s", noun, diff)
			}
		}
		if compared < 50 {
			t.Errorf("only %d rows were compared", compared)
		}
		if second.Title != first.Title || second.Settings != first.Settings || second.Slug != "again" {
			t.Errorf("the study became %+v", second)
		}
	})
	t.Run("OKSameBytes", func(t *testing.T) {
		again, _ := c.folderOf(t, c.lead, "again", service.FolderOptions{Identities: true})
		a, b := filesOf(t, body), filesOf(t, again)
		for name := range a {
			if strings.HasPrefix(name, "tables/") || strings.HasPrefix(name, "texts/") {
				want := strings.ReplaceAll(a[name], c.studyID(t, c.slug), c.studyID(t, "again"))
				if name == "tables/summary.csv" {
					want = lastNumber.ReplaceAllString(want, ",2\n")
				}
				if diff := cmp.Diff(want, b[name]); diff != "" {
					t.Errorf("%s:\n%s", name, diff)
				}
			}
		}
		third, _ := c.folderOf(t, c.lead, "again", service.FolderOptions{Identities: true})
		if !bytes.Equal(filesBytes(t, again, "tables/coding.csv"), filesBytes(t, third, "tables/coding.csv")) {
			t.Error("the same study gives other bytes")
		}
	})
	t.Run("OKUndo", func(t *testing.T) {
		c.must(t, c.CreateStudy(c.lead, &crosscase.Study{Slug: "undone", Title: "Undone"}))
		res, err := c.Import(c.lead, "undone", "study.zip", bytes.NewReader(body), int64(len(body)), service.ImportOptions{})
		c.must(t, err)
		_, err = c.Undo(c.lead, "undone", res.Change)
		c.must(t, err)
		rows, err := c.List(c.lead, "undone", "coding", nil)
		if err != nil || len(rows) != 0 {
			t.Errorf("%d codings are left: %v", len(rows), err)
		}
	})
	t.Run("ErrNotEmpty", func(t *testing.T) {
		_, err := c.Import(c.lead, c.slug, "study.zip", bytes.NewReader(body), int64(len(body)), service.ImportOptions{})
		wantCode(t, "a study with rows", err, crosscase.CodeInvalid)
	})
}

func TestFolderForReaders(t *testing.T) {
	c := filled(t)
	body, loss := c.folderOf(t, c.lead, c.slug, service.FolderOptions{})
	files := filesOf(t, body)

	t.Run("OKNoIdentities", func(t *testing.T) {
		for name, content := range files {
			lacks(t, name, content, []string{"Alpha Hospital", "Betula Hospital"})
		}
		told := false
		for _, l := range loss.NotCarried {
			told = told || strings.Contains(l.What, "site identit")
		}
		if !told {
			t.Errorf("the loss report does not speak of identities: %+v", loss.NotCarried)
		}
	})
	t.Run("OKDictionary", func(t *testing.T) {
		said := map[string]string{}
		for _, r := range rowsOfCSV(t, []byte(files["data-dictionary.csv"])) {
			said[r["table"]+"."+r["column"]] = r["meaning"]
		}
		for name, content := range files {
			table, ok := strings.CutPrefix(name, "tables/")
			if !ok {
				continue
			}
			header, err := csv.NewReader(strings.NewReader(content)).Read()
			c.must(t, err)
			for _, h := range header {
				if said[strings.TrimSuffix(table, ".csv")+"."+h] == "" {
					t.Errorf("%s: column %s is not explained", name, h)
				}
			}
		}
	})
	t.Run("OKTidy", func(t *testing.T) {
		for _, r := range rowsOfCSV(t, []byte(files["tables/topic.csv"])) {
			if r["themes_keys"] != "S1|O1" || r["guide"] != "The guide" {
				t.Errorf("a topic reads %v", r)
			}
		}
		if !strings.HasPrefix(files["texts/long- a-b-.txt"], "Cedar: A long text") {
			t.Errorf("the long text is not among %v", keysOf(files))
		}
	})
	t.Run("OKPython", func(t *testing.T) {
		python, err := exec.LookPath("python3")
		if err != nil {
			t.Skip("there is no Python here")
		}
		dir := t.TempDir()
		for name, content := range files {
			c.must(t, os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o755))
			c.must(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600))
		}
		out, err := exec.Command(python, "-c", `
import csv, json, os, sys
os.chdir(sys.argv[1])
package = json.load(open("datapackage.json", encoding="utf-8"))
ids, rows = {}, {}
for r in package["resources"]:
    table = list(csv.DictReader(open(r["path"], encoding="utf-8", newline="")))
    assert not table or list(table[0]) == [f["name"] for f in r["schema"]["fields"]], r["name"]
    rows[r["name"]] = table
    ids[r["name"]] = {t.get("id") for t in table}
for r in package["resources"]:
    for key in r["schema"].get("foreignKeys", []):
        for t in rows[r["name"]]:
            assert t[key["fields"]] == "" or t[key["fields"]] in ids[key["reference"]["resource"]], (r["name"], key)
texts = {}
for t in rows["source-text"]:
    texts[t["source_id"]] = t["text"] or open(t["file"], encoding="utf-8", newline="").read()
for e in rows["excerpt"]:
    assert texts[e["source_id"]][int(e["start"]):int(e["end"])] == e["text"], e
print(json.dumps({name: len(table) for name, table in rows.items()}))
`, dir).CombinedOutput()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		var n map[string]int
		c.must(t, json.Unmarshal(out, &n))
		if n["coding"] != 8 || n["excerpt"] != 8 || n["source"] != 9 || n["silence"] != 2 {
			t.Errorf("Python reads %v", n)
		}
	})
	t.Run("OKLimitedMember", func(t *testing.T) {
		limited := c.member(t, c.store, "auditor", crosscase.Auditor, "B")
		theirs, _ := c.folderOf(t, limited, c.slug, service.FolderOptions{})
		for name, content := range filesOf(t, theirs) {
			lacks(t, name, content, []string{"Ash", "Cedar", "lead it together", "four of us", "Ward 1", "Alpha"})
		}
		_, err := c.ExportFolder(limited, c.slug, service.FolderOptions{Identities: true}, service.ZipFiles(io.Discard))
		wantCode(t, "real names", err, crosscase.CodeNotFound)
	})
	t.Run("ErrForbidden", func(t *testing.T) {
		_, err := c.ExportFolder(c.coder, c.slug, service.FolderOptions{}, service.ZipFiles(io.Discard))
		wantCode(t, "a coder", err, crosscase.CodeForbidden)
	})
}

func TestFolderBroken(t *testing.T) {
	c := filled(t)
	body, _ := c.folderOf(t, c.lead, c.slug, service.FolderOptions{Identities: true})
	n := 0
	for _, one := range []struct {
		name, file, old, now, says string
	}{
		{"a reference to nothing", "tables/coding.csv", "", "", "names a theme that is not in the folder"},
		{"no header", "tables/site.csv", "id,", "ident,", "site.csv"},
		{"a column too many", "tables/site.csv", "letter", "letter2", "letter2"},
		{"two of one id", "tables/site.csv", "", "", "taken by a row before"},
		{"an aspect that is none", "tables/coding.csv", ",practice,", ",practise,", "line 2: aspect"},
		{"a text that is gone", "tables/source_text.csv", "texts/long- a-b-.txt", "texts/none.txt", "is not in the folder"},
		{"a text outside", "tables/source_text.csv", "texts/long- a-b-.txt", "texts/../../etc/passwd", "is no file in texts/"},
		{"a part of no row", "tables/memo_about.csv", "", "", "part of no row"},
		{"a newer form", "datapackage.json", `"format": 1`, `"format": 2`, "newer"},
		{"an excerpt past its text", "tables/excerpt.csv", ",70,", ",7000,", "ends at 7000"},
		{"torn", "tables/coding.csv", "\n", "\n\"", "coding.csv"},
	} {
		t.Run("Err"+one.name, func(t *testing.T) {
			files := filesOf(t, body)
			switch {
			case one.name == "a reference to nothing":
				files["tables/theme.csv"], _, _ = strings.Cut(files["tables/theme.csv"], "\n")
				files["tables/theme.csv"] += "\n"
			case one.name == "two of one id":
				lines := strings.Split(files[one.file], "\n")
				files[one.file] += lines[1] + "\n"
			case one.name == "a part of no row":
				files[one.file] += "nobody,1,site,A\n"
			default:
				if !strings.Contains(files[one.file], one.old) {
					t.Fatalf("%s has no %q: %s", one.file, one.old, files[one.file])
				}
				files[one.file] = strings.Replace(files[one.file], one.old, one.now, 1)
			}
			n++
			slug := "broken" + string(rune('a'+n))
			c.must(t, c.CreateStudy(c.lead, &crosscase.Study{Slug: slug, Title: "Broken"}))
			broken := zipOf(t, files)
			_, err := c.Import(c.lead, slug, "study.zip", bytes.NewReader(broken), int64(len(broken)), service.ImportOptions{})
			wantCode(t, one.name, err, crosscase.CodeInvalid)
			if err != nil && !strings.Contains(err.Error(), one.says) {
				t.Errorf("it says %q, not %q", err, one.says)
			}
			if rows, err := c.List(c.lead, slug, "site", nil); err != nil || len(rows) != 0 {
				t.Errorf("%d sites were left behind: %v", len(rows), err)
			}
		})
	}
	t.Run("ErrNoZip", func(t *testing.T) {
		_, err := c.Import(c.lead, c.slug, "study.zip", strings.NewReader("none"), 4, service.ImportOptions{})
		wantCode(t, "no zip", err, crosscase.CodeInvalid)
	})
	t.Run("ErrOtherZip", func(t *testing.T) {
		other := zipOf(t, map[string]string{"notes.txt": "x"})
		_, err := c.Import(c.lead, c.slug, "study.zip", bytes.NewReader(other), int64(len(other)), service.ImportOptions{})
		wantCode(t, "another zip", err, crosscase.CodeInvalid)
	})
}

func (c *caseStudy) rowsAsJSON(t *testing.T, study crosscase.StudyID, noun string) []string {
	t.Helper()
	rows, err := c.store.Rows(c.lead, study, noun, "")
	c.must(t, err)
	out := []string{}
	for _, row := range rows {
		body := asJSON(t, row)
		var m map[string]any
		c.must(t, json.Unmarshal([]byte(body), &m))
		revision := asJSON(t, m["revision"])
		out = append(out, strings.Replace(body, `"revision":`+revision+",", "", 1))
	}
	return out
}

func (c *caseStudy) studyID(t *testing.T, slug string) string {
	t.Helper()
	study, err := c.store.StudyBySlug(c.lead, slug)
	c.must(t, err)
	return string(study.ID)
}

func filesOf(t *testing.T, body []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		out[f.Name] = partOf(t, body, f.Name)
	}
	return out
}

func filesBytes(t *testing.T, body []byte, name string) []byte {
	t.Helper()
	return []byte(partOf(t, body, name))
}

func zipOf(t *testing.T, files map[string]string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range files {
		f, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(f, content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func keysOf(m map[string]string) []string {
	var out []string
	for k := range m {
		out = append(out, k)
	}
	return out
}
