package tidy_test

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/tidy"
)

// leg is a list within a list.
type leg struct {
	Word string `json:"word"`
}

type part struct {
	Name string `json:"name"`
	Legs []leg  `json:"legs,omitempty"`
}

type inner struct {
	Share float64 `json:"share"`
}

type row struct {
	ID     string          `json:"id"`
	Owner  crosscase.RowID `json:"owner_id"`
	At     int64           `json:"at" doc:"epoch milliseconds, UTC"`
	N      int64           `json:"n_of"`
	True   bool            `json:"true"`
	Maybe  *float64        `json:"maybe,omitempty"`
	Words  []string        `json:"words,omitempty"`
	Pages  []int64         `json:"pages,omitempty"`
	In     inner           `json:"in"`
	Parts  []part          `json:"parts,omitempty"`
	Counts map[string]int  `json:"counts,omitempty"`
	Out    string          `json:"-"`
}

func files(t interface{ Fatal(...any) }, table *tidy.Table, rows []*row) map[string]*bytes.Buffer {
	out := map[string]*bytes.Buffer{}
	writers := map[string]*csv.Writer{}
	for _, one := range table.All() {
		out[one.Name] = &bytes.Buffer{}
		writers[one.Name] = csv.NewWriter(out[one.Name])
		if err := writers[one.Name].Write(one.Header()); err != nil {
			t.Fatal(err)
		}
	}
	for _, r := range rows {
		err := table.Write(r, func(id string) string { return "key of " + id }, func(one *tidy.Table, cells []string) error { return writers[one.Name].Write(cells) })
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, w := range writers {
		w.Flush()
	}
	return out
}

func read(table *tidy.Table, from map[string]*bytes.Buffer) ([]*row, error) {
	r, err := tidy.NewReader(table, func(name string) (io.Reader, error) {
		if from[name] == nil {
			return nil, nil
		}
		return from[name], nil
	})
	if err != nil {
		return nil, err
	}
	var out []*row
	for {
		got, err := r.Next()
		if errors.Is(err, io.EOF) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, got.(*row))
	}
}

func TestThereAndBack(t *testing.T) {
	table := tidy.New("row", row{}, tidy.Refs{})
	words := rapid.StringOfN(rapid.SampledFrom([]rune("a|\\0,\"\n é🏥;")), 0, 6, -1)
	legs := rapid.SliceOfN(rapid.Map(words, func(s string) leg { return leg{s} }), 0, 3)
	rapid.Check(t, func(t *rapid.T) {
		var want []*row
		for i := range rapid.IntRange(0, 4).Draw(t, "rows") {
			r := &row{
				ID: string(rune('a' + i)), Owner: crosscase.RowID(words.Draw(t, "owner")), At: rapid.Int64Range(0, 4e12).Draw(t, "at"), N: rapid.Int64().Draw(t, "n"),
				True: rapid.Bool().Draw(t, "true"), Words: rapid.SliceOfN(words, 0, 3).Draw(t, "words"), Pages: rapid.SliceOfN(rapid.Int64(), 0, 3).Draw(t, "pages"),
				In: inner{rapid.Float64Range(-1e6, 1e6).Draw(t, "share")},
			}
			if rapid.Bool().Draw(t, "known") {
				x := rapid.Float64Range(-1e300, 1e300).Draw(t, "maybe")
				r.Maybe = &x
			}
			for range rapid.IntRange(0, 3).Draw(t, "parts") {
				r.Parts = append(r.Parts, part{words.Draw(t, "name"), legs.Draw(t, "legs")})
			}
			if rapid.Bool().Draw(t, "counted") {
				r.Counts = map[string]int{words.Draw(t, "of"): 3}
			}
			want = append(want, r)
		}
		got, err := read(table, files(t, table, want))
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range want { // an empty list is written like none
			r.Words, r.Pages = nilled(r.Words), nilled(r.Pages)
			for i := range r.Parts {
				r.Parts[i].Legs = nilled(r.Parts[i].Legs)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
	})
}

func nilled[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return list
}

func TestLayout(t *testing.T) {
	table := tidy.New("row", row{}, tidy.Refs{}, "true")
	want := []string{"id", "owner_id", "owner", "at", "n_of", "maybe", "words", "pages", "in_share", "counts"}
	if diff := cmp.Diff(want, table.Header()); diff != "" {
		t.Error(diff)
	}
	all := table.All()
	if len(all) != 3 || all[2].Name != "row_parts_legs" || !slices.Equal(all[2].Header(), []string{"row_id", "parts_n", "n", "word"}) {
		t.Errorf("the parts are %v", all[2])
	}
}

func TestRead(t *testing.T) {
	table := tidy.New("row", row{}, tidy.Refs{})
	of := func(s string) map[string]*bytes.Buffer {
		return map[string]*bytes.Buffer{"row": bytes.NewBufferString(s)}
	}
	t.Run("OKByAnotherProgram", func(t *testing.T) {
		got, err := read(table, of("\ufefftrue,id,at\r\nTRUE,a,2024-02-03\r\n1,b,\r\n"))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]*row{{ID: "a", True: true, At: 1706918400000}, {ID: "b", True: true}}, got); diff != "" {
			t.Error(diff)
		}
	})
	for name, s := range map[string]string{
		"ErrNoID": "true\n1\n", "ErrTwice": "id,id\na,b\n", "ErrUnknown": "id,colour\na,b\n", "ErrTime": "id,at\na,soon\n", "ErrNumber": "id,n_of\na,1.5\n", "ErrTruth": "id,true\na,perhaps\n",
		"ErrRagged": "id,true\na\n", "ErrNoUTF8": "id,owner_id\na,\xff\n", "ErrEmpty": "",
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := read(table, of(s)); err == nil || err.Error() == "" {
				t.Error("it was read")
			}
		})
	}
}
