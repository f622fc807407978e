package agreement_test

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"slices"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
)

// vectors is measure_test_vectors of the worked example.
type vectors struct {
	Pairwise []struct {
		Counts []int   `json:"counts"`
		Expect float64 `json:"expect"`
	} `json:"pairwise_agreement"`
	Eijk []struct {
		Counts []int   `json:"counts"`
		Expect float64 `json:"expect"`
	} `json:"van_der_eijk_A"`
	R2 []struct {
		Sites    []map[string]int  `json:"sites"`
		Within   float64           `json:"within"`
		R2       *float64          `json:"r2"`
		Quadrant agreement.Reading `json:"quadrant"`
	} `json:"site_r2_equal_site_weight"`
	Divide []struct {
		Roles   map[string]map[string]int `json:"roles"`
		Within  float64                   `json:"within"`
		Between float64                   `json:"between"`
		Divide  float64                   `json:"divide"`
	} `json:"role_divide"`
	Flip []struct {
		Counts []int            `json:"counts"`
		Status agreement.Status `json:"status"`
		Flip   int              `json:"flip"`
	} `json:"flip_distance_to_weaker_status"`
	Vantage []struct {
		Board      map[string]int `json:"board"`
		Unit       map[string]int `json:"unit"`
		Overlap    float64        `json:"overlap"`
		Divergence float64        `json:"divergence"`
	} `json:"vantage_overlap"`
	Between []struct {
		Counts []int   `json:"counts"`
		Expect float64 `json:"expect"`
	} `json:"between_site_consistency_published"`
}

const builtIn = `{
"pairwise_agreement":[{"counts":[6],"expect":1},{"counts":[5,1],"expect":0.666667},{"counts":[4,2],"expect":0.466667},
 {"counts":[3,3],"expect":0.4},{"counts":[2,2,2],"expect":0.2},{"counts":[1,1],"expect":0},{"counts":[11,3],"expect":0.637363},
 {"counts":[7,7],"expect":0.461538},{"counts":[9,3,2],"expect":0.43956}],
"van_der_eijk_A":[{"counts":[30,40,210,130,530,50,10],"expect":0.611333},{"counts":[0,0,6,0,0],"expect":1},{"counts":[3,0,0,0,3],"expect":-1},
 {"counts":[1,1,1,1,1],"expect":0},{"counts":[0,2,4,1,0],"expect":0.714286},{"counts":[0,1,0,0,5],"expect":0.527778}],
"site_r2_equal_site_weight":[{"sites":[{"X":4},{"X":4},{"X":4}],"within":1,"r2":null,"quadrant":"common_ground"},
 {"sites":[{"X":4},{"Y":4},{"Z":4}],"within":1,"r2":1,"quadrant":"site_specific"},
 {"sites":[{"X":2,"Y":2},{"X":2,"Y":2},{"X":2,"Y":2}],"within":0.333333,"r2":0,"quadrant":"contested_everywhere"},
 {"sites":[{"X":4},{"X":2,"Y":2},{"Y":4}],"within":0.777778,"r2":0.666667,"quadrant":"locally_contested"}],
"role_divide":[{"roles":{"doctor":{"X":3},"manager":{"Y":3}},"within":1,"between":0,"divide":1},
 {"roles":{"doctor":{"X":2,"Y":1},"manager":{"X":2,"Y":1}},"within":0.333333,"between":0.555556,"divide":-0.222222}],
"flip_distance_to_weaker_status":[{"counts":[5,1],"status":"agreement","flip":1},{"counts":[11,1],"status":"agreement","flip":3}],
"vantage_overlap":[{"board":{"triumvirate":5},"unit":{"duality":8,"triumvirate":3,"other":1},"overlap":0.25,"divergence":0.75}],
"between_site_consistency_published":[{"counts":[5,2,1,1],"expect":0.305556},{"counts":[6,2,1],"expect":0.444444},{"counts":[6,3],"expect":0.5}]
}`

func TestVectors(t *testing.T) {
	t.Run("BuiltIn", func(t *testing.T) { checkVectors(t, []byte(builtIn)) })
	t.Run("WorkedExample", func(t *testing.T) {
		text, err := os.ReadFile("../../../shared/data/study/nhs-medical-leadership.json")
		if err != nil {
			t.Skip("the worked example is not beside the repository")
		}
		var file struct {
			Vectors json.RawMessage `json:"measure_test_vectors"`
		}
		if err := json.Unmarshal(text, &file); err != nil {
			t.Fatal(err)
		}
		checkVectors(t, file.Vectors)
	})
}

func near(t *testing.T, what string, got *float64, want float64) {
	t.Helper()
	if got == nil || math.Abs(*got-want) > 1e-6 {
		t.Errorf("%s = %v, want %v", what, plain(t, got), want)
	}
}

func checkVectors(t *testing.T, text []byte) {
	var v vectors
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Pairwise)*len(v.Eijk)*len(v.R2)*len(v.Divide)*len(v.Flip)*len(v.Vantage)*len(v.Between) == 0 {
		t.Fatal("a family of vectors is missing")
	}
	for _, c := range v.Pairwise {
		s := newStudy("A").ask("q", crosscase.Nominal, letters(3)...).count("A", "", c.Counts...)
		near(t, "D", s.only(t).D, c.Expect)
	}
	for _, c := range v.Eijk {
		if sumOf(c.Counts) > 100 {
			a, _ := agreement.VanDerEijkA(c.Counts)
			near(t, "A", &a, c.Expect)
			continue
		}
		s := newStudy("A").ask("q", crosscase.Ordinal, letters(len(c.Counts))...).count("A", "", c.Counts...)
		near(t, "A", s.only(t).A, c.Expect)
	}
	for _, c := range v.R2 {
		names := letters(len(c.Sites))
		s := newStudy(names...).ask("q", crosscase.Nominal, "X", "Y", "Z")
		for i, counts := range c.Sites {
			s.count(names[i], "", counts["X"], counts["Y"], counts["Z"])
		}
		got := agreement.Compare(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), agreement.CompareOptions{})[0]
		near(t, "within", got.Within, c.Within)
		if c.R2 == nil && got.R2 != nil {
			t.Errorf("R2 = %v, want null", *got.R2)
		} else if c.R2 != nil {
			near(t, "R2", got.R2, *c.R2)
		}
		if got.Reading != c.Quadrant {
			t.Errorf("reading %s, want %s", got.Reading, c.Quadrant)
		}
	}
	for _, c := range v.Divide {
		s := newStudy("A").ask("q", crosscase.Nominal, "X", "Y")
		for _, role := range slices.Sorted(maps.Keys(c.Roles)) {
			s.count("A", role, c.Roles[role]["X"], c.Roles[role]["Y"])
		}
		got := s.only(t)
		near(t, "within groups", &got.RoleDivide.Within, c.Within)
		near(t, "between groups", &got.RoleDivide.Between, c.Between)
		near(t, "divide", &got.RoleDivide.Gap, c.Divide)
		if divided := got.Status == agreement.StatusDividedByRole; divided != (c.Divide >= 0.3) {
			t.Errorf("divide %v gives status %s", c.Divide, got.Status)
		}
	}
	for _, c := range v.Flip {
		s := newStudy("A").ask("q", crosscase.Nominal, "X", "Y").count("A", "", c.Counts...)
		got := s.only(t)
		if got.Status != c.Status || got.Flip == nil || *got.Flip != c.Flip {
			t.Errorf("%v: %s flip %v, want %s flip %d", c.Counts, got.Status, plain(t, got.Flip), c.Status, c.Flip)
		}
	}
	checkVantage(t, &v)
	for _, c := range v.Between {
		n := sumOf(c.Counts)
		names := letters(n)
		s := newStudy(names...).ask("q", crosscase.Nominal, letters(len(c.Counts))...)
		for k, m := range c.Counts {
			for range m {
				n--
				s.state(names[n], opinion, int32(k))
			}
		}
		got := agreement.Compare(&s.ev, agreement.Analyse(&s.ev, agreement.Options{}), agreement.CompareOptions{})[0]
		near(t, "B", got.B, c.Expect)
		if got.Stated != len(names) || got.Same != c.Counts[0] || got.Different != len(names)-c.Counts[0] {
			t.Errorf("%v: same %d, different %d, stated %d", c.Counts, got.Same, got.Different, got.Stated)
		}
	}
}

func checkVantage(t *testing.T, v *vectors) {
	for _, c := range v.Vantage {
		s := newStudy("A").ask("q", crosscase.Nominal, "triumvirate", "duality", "other")
		for level, counts := range map[string]map[string]int{"board": c.Board, "unit": c.Unit} {
			for k, position := range s.ev.Questions[0].Positions {
				for i := range counts[position] {
					d := s.blank("A")
					d.Participant, d.Position = s.person("A", level+position+string(rune('a'+i)), "", level), int32(k)
					s.ev.Codings = append(s.ev.Codings, d)
				}
			}
		}
		got := agreement.Vantages(&s.ev, agreement.Options{}, "", "")[0]
		for _, view := range []agreement.View{got.Pooled, got.Sites[0].View} {
			near(t, "overlap", view.Overlap, c.Overlap)
			near(t, "divergence", view.Divergence, c.Divergence)
		}
	}
}

func sumOf(counts []int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// References are cases B01, B02 and B05 of the statistics corpus: R agrmt 1.42.12 and scipy.
func TestReferences(t *testing.T) {
	patterns := []struct {
		counts []int
		want   float64
	}{
		{[]int{30, 40, 210, 130, 530, 50, 10}, 0.611333333333333},
		{[]int{10, 0, 0, 0, 0}, 1}, {[]int{0, 0, 10, 0, 0}, 1}, {[]int{2, 2, 2, 2, 2}, 0}, {[]int{5, 0, 0, 0, 5}, -1},
		{[]int{5, 0, 5, 0, 0}, 0.166666666666667}, {[]int{5, 5, 0, 0, 0}, 0.75}, {[]int{3, 3, 4, 0, 0}, 0.55},
	}
	for _, p := range patterns {
		got, ok := agreement.VanDerEijkA(p.counts)
		if !ok || math.Abs(got-p.want) > 1e-12 {
			t.Errorf("A of %v = %v, want %v", p.counts, got, p.want)
		}
	}
	if _, ok := agreement.VanDerEijkA([]int{3, 2}); ok {
		t.Error("A of two categories is defined")
	}
	var case2 struct {
		Input    struct{ Vectors [][]int }
		Expected []struct {
			A float64 `json:"agreement_A"`
		}
	}
	if text, err := os.ReadFile("../../../shared/data/stats/B02-ordinal-consensus-patterns.json"); err == nil {
		if err := json.Unmarshal(text, &case2); err != nil {
			t.Fatal(err)
		}
		for i, counts := range case2.Input.Vectors {
			if got, _ := agreement.VanDerEijkA(counts); math.Abs(got-case2.Expected[i].A) > 1e-9 {
				t.Errorf("A of %v = %v, want %v", counts, got, case2.Expected[i].A)
			}
		}
	}
	roles := [][]int{{8, 2, 1}, {2, 5, 3}, {0, 1, 4}}
	for _, c := range []struct {
		i, j int
		want float64
	}{{0, 1, 0.461623642010369}, {0, 2, 0.7730589311204643}, {1, 2, 0.4826642579053675}} {
		if got, _ := agreement.JensenShannon(roles[c.i], roles[c.j]); math.Abs(got-c.want) > 1e-9 {
			t.Errorf("Jensen-Shannon distance of %v and %v = %v, want %v", roles[c.i], roles[c.j], got, c.want)
		}
	}
}
