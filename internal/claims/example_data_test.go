package claims_test

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
)

// TestExampleOffsets finds every excerpt in the text of its source, counted in code points.
func TestExampleOffsets(t *testing.T) {
	x := loadExample(t)
	facts := map[string]bool{}
	for i, row := range x.rows {
		start, err1 := strconv.Atoi(row["start"])
		end, err2 := strconv.Atoi(row["end"])
		must(t, err1, err2)
		runes := []rune(x.texts[row["source"]])
		if end > len(runes) || string(runes[start:end]) != row["excerpt"] {
			t.Errorf("row %d: %s has something else from %d to %d", i+2, row["source"], start, end)
		}
		if !strings.HasSuffix(row["source"], "site "+row["site"]) {
			t.Errorf("row %d of site %s cites %s", i+2, row["site"], row["source"])
		}
		if row["question"] != "" {
			if facts[row["note"]] {
				t.Errorf("row %d: %s stands twice", i+2, row["note"])
			}
			facts[row["note"]] = true
		}
	}
	if len(facts) != 163 {
		t.Errorf("%d facts, want 163", len(facts))
	}
	for _, row := range x.rows {
		if !facts[row["note"]] {
			t.Errorf("a further theme of %q, which is no fact", row["note"])
		}
	}
}

// TestExampleCoverage says which themes have evidence about which sites.
func TestExampleCoverage(t *testing.T) {
	x := loadExample(t)
	var want struct {
		SiteSpecific map[string][]string `json:"site_specific"`
		All          map[string][]string `json:"all"`
		Without      []string            `json:"without"`
	}
	readJSON(t, "testdata/coverage.json", &want)
	specific, all := map[string][]string{}, map[string][]string{}
	for _, theme := range x.evidence.Themes {
		specific[theme.Key], all[theme.Key] = []string{}, []string{}
	}
	for _, c := range x.evidence.Codings {
		theme, site := x.evidence.Themes[c.Theme].Key, x.evidence.Sites[c.Site].Letter
		cover := func(in map[string][]string) {
			if !slices.Contains(in[theme], site) {
				in[theme] = append(in[theme], site)
				slices.Sort(in[theme])
			}
		}
		cover(all)
		if x.evidence.Sources[c.Source].Genre.SiteSpecific() {
			cover(specific)
		}
	}
	if d := cmp.Diff(want.SiteSpecific, specific); d != "" {
		t.Errorf("site-specific evidence (-want +got):\n%s", d)
	}
	if d := cmp.Diff(want.All, all); d != "" {
		t.Errorf("all evidence (-want +got):\n%s", d)
	}
	var without []string
	for _, theme := range x.evidence.Themes {
		if len(specific[theme.Key]) == 0 {
			without = append(without, theme.Key)
		}
	}
	if d := cmp.Diff(want.Without, without); d != "" || len(without) != 13 {
		t.Errorf("themes without site-specific evidence: %d (-want +got):\n%s", len(without), d)
	}
}

// TestExampleTables adds up tables 1 and 2.
func TestExampleTables(t *testing.T) {
	x := loadExample(t)
	for name, want := range map[string]float64{
		"budget_gbp_m": 3022.5, "staff_headcount": 47527, "consultants": 2408, "doctors_on_board_of_directors": 16, "doctors_on_management_board": 61,
	} {
		var sum float64
		for _, s := range x.evidence.Sites {
			f, err := strconv.ParseFloat(s.Attributes[name], 64)
			must(t, err)
			sum += f
		}
		if sum != want {
			t.Errorf("%s adds to %v, want %v", name, sum, want)
		}
	}
	groups, cells, board := map[string]int{}, map[string]int{}, 0
	for _, p := range x.evidence.Participants {
		if p.Site < 0 {
			board++
			continue
		}
		groups[x.evidence.Groups[p.Group]]++
		cells[x.evidence.Sites[p.Site].Letter+x.evidence.Groups[p.Group]]++
	}
	if d := cmp.Diff(map[string]int{"doctor": 46, "manager": 30, "nurse": 26, "psychologist": 3}, groups); d != "" || board != 46 {
		t.Errorf("participants, board %d (-want +got):\n%s", board, d)
	}
	small := 0
	for _, n := range cells {
		if n < 3 {
			small++
		}
	}
	if small != 8 {
		t.Errorf("%d cells of table 2 are under three, want 8", small)
	}
	for _, s := range x.evidence.Sites {
		if kind, stated := s.Attributes["trust_type"]; stated != (s.Letter >= "G") {
			t.Errorf("type of site %s: %q", s.Letter, kind)
		}
	}
}

// TestExamplePoints follows every pointer of a memo to something that is there.
func TestExamplePoints(t *testing.T) {
	x := loadExample(t)
	there := map[string]bool{"study/nhs-medical-leadership": true, "round/board": true, "round/unit": true}
	for _, table := range []string{"table1", "table2", "table3", "table4"} {
		there["table/"+table] = true
	}
	for _, row := range readTable(t, "codebook.csv") {
		code, _ := crosscase.SplitThemeCell(row["theme"])
		there["theme/"+code], there["question/"+row["question"]], there["meta_theme/"+row["meta_theme"]] = true, true, true
	}
	for _, s := range x.evidence.Sites {
		there["site/"+s.Letter] = true
	}
	for _, a := range x.input.Attributes {
		there["attribute/"+a.Name] = true
	}
	for _, c := range x.claims {
		there["claim/"+c.Code] = true
	}
	for _, ty := range x.typologies {
		there["typology/"+ty.Key] = true
	}
	codes := map[string]bool{}
	for _, m := range x.memos {
		codes[m.Code] = true
		if len(m.About) == 0 || m.Kind != crosscase.MemoInconsistency || m.Answer == "" || m.Severity == "" {
			t.Errorf("memo %s is not whole", m.Code)
		}
		for _, a := range m.About {
			if !there[a.Noun+"/"+a.Key] {
				t.Errorf("memo %s points to %s %s, which is not there", m.Code, a.Noun, a.Key)
			}
		}
	}
	if len(codes) != 35 {
		t.Errorf("%d inconsistencies, want 35", len(codes))
	}
}

// TestExamplePosts checks the posts against the levels that table 4 states.
func TestExamplePosts(t *testing.T) {
	var raw []json.RawMessage
	readJSON(t, filepath.Join(exampleDir, "records.json"), &raw)
	levels, accountable := map[string]int64{}, map[string][]string{}
	for _, b := range raw {
		var p struct {
			crosscase.Post
			Noun string `json:"noun"`
			Site string `json:"site"`
		}
		if json.Unmarshal(b, &p) != nil || p.Noun != "post" {
			continue // another noun, whose level may be a word
		}
		levels[p.Site] = max(levels[p.Site], p.Level)
		if p.Accountable {
			accountable[p.Site] = append(accountable[p.Site], p.Title+" ("+p.Profession+", "+p.Mode+")")
		}
	}
	wantLevels := map[string]int64{"A": 3, "B": 4, "C": 4, "D": 4, "E": 3, "F": 3, "G": 3, "H": 3, "I": 3}
	if d := cmp.Diff(wantLevels, levels); d != "" {
		t.Errorf("levels (-want +got):\n%s", d)
	}
	wantAccountable := map[string][]string{
		"A": {"Associate Medical Director (doctor, sole)"}, "B": {"Clinical Director (doctor, sole)"},
		"C": {"General Manager (manager, sole)"}, "D": {"Divisional Clinical Director (doctor, sole)"},
		"E": {"Clinical Director (doctor, sole)"}, "F": {"Divisional Director (doctor, sole)"},
		"G": {"Clinical Director (doctor, sole)"}, "H": {"General Manager (manager, sole)"},
		"I": {"General Manager (manager, joint)", "Clinical Director (doctor, joint)"},
	}
	if d := cmp.Diff(wantAccountable, accountable); d != "" {
		t.Errorf("accountable officers (-want +got):\n%s", d)
	}
}
