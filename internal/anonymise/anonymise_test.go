package anonymise_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase/internal/anonymise"
)

func TestNames(t *testing.T) {
	names := anonymise.NewNames([]anonymise.Name{
		{Find: "Alpha Hospital", Put: "Site A"}, {Find: "St. Mary's", Put: "Site B"}, {Find: "Jane Smith", Put: "Ash"}, {Find: "Smith", Put: "Ash", Exact: true}, {Find: "Zoë", Put: "Birch"}, {Find: "...", Put: "x"},
	})
	for in, want := range map[string]string{
		"At ALPHA hospital, alpha  hospital's ward.": "At Site A, Site A's ward.",
		"Alphahospital, Alpha Hospitals":             "Alphahospital, Alpha Hospitals",
		"Alpha\nHospital":                            "Alpha\nHospital",
		"St Mary's and st. mary’s 🏥":                 "Site B and Site B 🏥",
		"Jane Smith; smith and Smith, Smithson":      "Ash; smith and Ash, Smithson",
		"zoë ZOË Zoe":                                "Birch Birch Zoe",
		"":                                           "",
		"... and so on":                              "... and so on",
	} {
		if got, _ := names.Replace(in); got != want {
			t.Errorf("%q becomes %q, want %q", in, got, want)
		}
	}
	got := names.In("🏥 Jane Smith")
	if diff := cmp.Diff([]anonymise.Found{{Start: 2, End: 12, Name: 2}}, got); diff != "" {
		t.Error(diff)
	}
}

func TestWiden(t *testing.T) {
	t.Run("OKBands", func(t *testing.T) {
		got := anonymise.Widen([]anonymise.Column{{Name: "beds", Number: true, Values: strings.Fields("101 203 305 407 509 611 713 815 917")}}, 3)
		want := []string{"under 510", "under 510", "under 510", "under 510", "under 510", "510 or more", "510 or more", "510 or more", "510 or more"}
		if diff := cmp.Diff(want, got[0].Values); diff != "" {
			t.Error(diff)
		}
		for _, v := range []string{"101", "917", "509"} {
			if strings.Contains(strings.Join(got[0].Values, " "), v) {
				t.Errorf("%s is told: %v", v, got[0].Values)
			}
		}
	})
	t.Run("OKGivenBands", func(t *testing.T) {
		got := anonymise.Widen([]anonymise.Column{{Number: true, Values: strings.Fields("1 2 3 10 20 30"), Cuts: []float64{5}}}, 3)
		if diff := cmp.Diff([]string{"under 5", "under 5", "under 5", "5 or more", "5 or more", "5 or more"}, got[0].Values); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("OKRareWord", func(t *testing.T) {
		got := anonymise.Widen([]anonymise.Column{{Values: []string{"acute", "acute", "acute", "", "", "mental"}}}, 3)
		if diff := cmp.Diff([]string{"acute", "acute", "acute", "", "", ""}, got[0].Values); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("OKAlwaysAnonymous", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) {
			owners, k := rapid.IntRange(0, 20).Draw(t, "owners"), rapid.IntRange(2, 4).Draw(t, "k")
			var columns []anonymise.Column
			for range rapid.IntRange(1, 4).Draw(t, "columns") {
				c := anonymise.Column{Number: rapid.Bool().Draw(t, "number")}
				for range owners {
					v := fmt.Sprint(rapid.IntRange(0, 500).Draw(t, "value"))
					if rapid.IntRange(0, 4).Draw(t, "known") == 0 {
						v = ""
					}
					c.Values = append(c.Values, v)
				}
				columns = append(columns, c)
			}
			got := anonymise.Widen(columns, k)
			counts, told := map[string]int{}, false
			for i := range owners {
				key := ""
				for _, c := range got {
					key += c.Values[i] + "/"
					told = told || c.Values[i] != ""
				}
				counts[key]++
			}
			for key, n := range counts {
				if told && n < k {
					t.Fatalf("%d owners share %q", n, key)
				}
			}
		})
	})
}

func TestDates(t *testing.T) {
	if got := anonymise.Day("2021-05-31", false) + anonymise.Day("2021-05-31", true) + anonymise.Day("May", false); got != "2021-05-012021-01-01" {
		t.Error(got)
	}
	if got := anonymise.Time(1706918400000, false); got != 1706745600000 || anonymise.Time(0, true) != 0 {
		t.Error(got)
	}
}
