package service_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
)

func TestReport(t *testing.T) {
	c := newCase(t)
	for _, ask := range [][2]string{{"site", "A"}, {"cross-case", ""}, {"methods", ""}, {"tables", ""}} {
		for _, format := range []string{"docx", "html", "md", "xlsx"} {
			var b bytes.Buffer
			if err := c.WriteReport(c.lead, c.slug, ask[0], ask[1], "2021-05-31", format, &b); err != nil || b.Len() == 0 {
				t.Errorf("%s %s as %s: %d bytes, %v", ask[0], ask[1], format, b.Len(), err)
			}
		}
	}
	r, err := c.Report(c.lead, c.slug, "site", "A", "")
	c.must(t, err)
	if r.Date != "2021-03-04" || r.Study != "A case" {
		t.Errorf("the report is of %s, made on %s", r.Study, r.Date)
	}
	if told := asJSON(t, r); !strings.Contains(told, "One person decides.") || strings.Contains(told, "Dogwood") {
		t.Error("a site report quotes the dissent and names nobody below the disclosure level")
	}
	for _, ask := range [][3]string{{"novel", "", ""}, {"site", "A", "yesterday"}} {
		_, err := c.Report(c.lead, c.slug, ask[0], ask[1], ask[2])
		wantCode(t, ask[0]+ask[2], err, crosscase.CodeInvalid)
	}
	wantCode(t, "no format", c.WriteReport(c.lead, c.slug, "site", "A", "", "epub", &bytes.Buffer{}), crosscase.CodeInvalid)
	_, err = c.Report(c.lead, c.slug, "site", "Z", "")
	wantCode(t, "a site that is not there", err, crosscase.CodeNotFound)
}

func TestQuotedExcerpts(t *testing.T) {
	c := newCase(t)
	quoted, err := c.QuotedExcerpts(c.lead, c.slug, "B")
	c.must(t, err)
	for _, words := range []string{"She leads by", "She leads and"} {
		if id := c.excerptOf(t, words); !strings.Contains(asJSON(t, quoted), string(id)) {
			t.Errorf("%q is not among the quoted: %v", words, quoted)
		}
	}
	all, err := c.QuotedExcerpts(c.lead, c.slug, "")
	c.must(t, err)
	if len(all) <= len(quoted) {
		t.Errorf("all sites quote %d excerpts, site B %d", len(all), len(quoted))
	}
	none, err := c.QuotedExcerpts(c.adviser, c.slug, "A")
	c.must(t, err)
	if diff := cmp.Diff([]crosscase.ExcerptID{}, none); diff != "" {
		t.Error(diff)
	}
}
