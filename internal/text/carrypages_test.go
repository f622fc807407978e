package text

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
)

// Pages begin where their first letter went when the text is corrected.
func TestCarryPages(t *testing.T) {
	const before = "one\ntwo\nthree"
	for name, c := range map[string]struct {
		steps []crosscase.TextStep
		want  []int64
	}{
		"InsertedBefore":  {[]crosscase.TextStep{{Start: 0, End: 0, Text: "no "}}, []int64{0, 7, 11}},
		"InsertedAtBegin": {[]crosscase.TextStep{{Start: 4, End: 4, Text: "2 "}}, []int64{0, 4, 10}},
		"PageEmptied":     {[]crosscase.TextStep{{Start: 4, End: 8, Was: "two\n"}}, []int64{0, 4, 4}},
		"TwoPagesEmptied": {[]crosscase.TextStep{{Start: 2, End: 10, Was: "e\ntwo\nth"}}, []int64{0, 2, 2}},
	} {
		t.Run(name, func(t *testing.T) {
			after, err := Apply(before, c.steps)
			if err != nil {
				t.Fatal(err)
			}
			got := Structure{Pages: []int64{0, 4, 8}}.Carry(NewIndex(after), PathOf(c.steps))
			if diff := cmp.Diff(c.want, got.Pages); diff != "" {
				t.Errorf("%q (-want +got):\n%s", after, diff)
			}
		})
	}
}
