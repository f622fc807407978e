package reader_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

func TestPattern(t *testing.T) {
	site, err := reader.NewPattern("--site-from", `(\d+)_`)
	if err != nil {
		t.Fatal(err)
	}
	headed := &reader.Document{Text: "Cover\nSite 9_b", Headings: []reader.Heading{{Level: 1, Text: "Site 9_b"}}}
	plain := &reader.Document{Text: "\n\nSite 8_ on top\nSite 7_"}
	for _, test := range []struct {
		name string
		doc  *reader.Document
		want string
	}{
		{"01_2021-05-31.docx", nil, "01"},
		{"folder_5/12_x.md", headed, "12"},
		{`C:\folder_5\12_x.md`, nil, "12"},
		{"interview.docx", headed, "9"},
		{"interview.docx", plain, "8"},
	} {
		if got, err := site.Value(test.name, test.doc); err != nil || got != test.want {
			t.Errorf("site of %s: %q, %v; want %q", test.name, got, err, test.want)
		}
	}
	_, err = site.Value("a/interview.docx", nil)
	var none *reader.NoMatchError
	if !errors.As(err, &none) || none.File != "interview.docx" || crosscase.ErrorCode(err) != crosscase.CodeInvalid {
		t.Errorf("no match: %v", err)
	}
	for _, expr := range []string{`(`, `\d+_`} {
		if _, err := reader.NewPattern("--site-from", expr); crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "--site-from") {
			t.Errorf("pattern %q: %v", expr, err)
		}
	}
}

func TestPatternDate(t *testing.T) {
	date, err := reader.NewPattern("--date-from", `_(.+)\.`)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := date.Date("01_2021-05-31.docx", nil); err != nil || got != "2021-05-31" {
		t.Errorf("%q, %v", got, err)
	}
	var none *reader.NoMatchError
	if _, err := date.Date("01_soon.docx", nil); !errors.As(err, &none) || !strings.Contains(err.Error(), "soon") {
		t.Errorf("no date: %v", err)
	}
}

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2021-05-31": "2021-05-31", "2021_5_1": "2021-05-01", "20210531": "2021-05-31", "31.05.2021": "2021-05-31", "1.2.2021": "2021-02-01",
		"31 May 2021": "2021-05-31", "31st  May, 2021": "2021-05-31", "17 June, 2021": "2021-06-17", "July 19, 2022": "2022-07-19", "July 21, 2022.": "2022-07-21",
		"Sept 22, 2022": "2022-09-22", "1. März 2021": "2021-03-01", "3 de mayo de 2021": "2021-05-03", "31/05/2021": "2021-05-31", "05/31/2021": "2021-05-31", "4/4/2021": "2021-04-04",
		"29.02.2024": "2024-02-29",
	} {
		if got, err := reader.ParseDate(in); err != nil || got != want {
			t.Errorf("ParseDate(%q): %q, %v; want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"", "soon", "2021-13-01", "30.02.2021", "3/4/2021", "31 Foo 2021", "May 2021", "12", "29.02.2023", "ju 3 2021"} {
		if got, err := reader.ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) is %q", in, got)
		}
	}
}
