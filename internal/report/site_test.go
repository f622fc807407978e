package report

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
)

func TestSiteReportOfNoSite(t *testing.T) {
	if _, err := SiteReport(worked(t).Data, "Z"); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
		t.Errorf("got %v", err)
	}
}

// Every voice off the leading position is quoted with all its excerpts, whatever else is cut short.
func TestDissentIsNeverLeftOut(t *testing.T) {
	f := heard(t)
	for i := range f.Evidence.Sites {
		r := site(t, f, f.Evidence.Sites[i].Letter)
		quoted := map[crosscase.ExcerptID]bool{}
		for b := range blocks(r) {
			if b.Quotation != nil {
				quoted[b.Quotation.Excerpt] = true
			}
		}
		for _, q := range f.Agreement {
			for _, v := range q.Sites[i].Minority {
				for _, id := range v.Excerpts {
					if !quoted[id] {
						t.Errorf("site %s, %s: dissent %s is not quoted", r.Title, q.Question, id)
					}
				}
			}
		}
	}
}

// A sentence on voices says of how many they are.
func TestDenominators(t *testing.T) {
	f := heard(t)
	r := site(t, f, "A")
	for i := range f.Agreement {
		s := &f.Agreement[i].Sites[0]
		if s.Voices == 0 {
			continue
		}
		suffix := "." + slug(f.Agreement[i].Question) + "." + string(f.Agreement[i].Aspect) + ".voices"
		found := false
		for b := range blocks(r) {
			for _, sentence := range b.Sentences {
				if strings.HasSuffix(sentence.ID, suffix) {
					found = true
					for _, want := range []string{number(s.Listened), fmt.Sprintf("(%s interviewed)", number(s.Interviewed))} {
						if !strings.Contains(sentence.Text, want) {
							t.Errorf("%q lacks %q", sentence.Text, want)
						}
					}
				}
			}
		}
		if !found {
			t.Errorf("no sentence on the voices of %s", f.Agreement[i].Question)
		}
	}
}

func TestIdsAreUnique(t *testing.T) {
	f := heard(t)
	f.Evidence.Themes[1].Key, f.Evidence.Themes[2].Key = "s-1", "S 1" // one and the same once signs are gone
	f.analyse()
	for _, r := range []*Report{site(t, f, "A"), CrossCaseReport(f.Data), Tables(f.Data), Methods(f.Data)} {
		seen := map[string]bool{}
		check := func(id string) {
			if id == "" || seen[id] {
				t.Errorf("%s: id %q is missing or used twice", r.Title, id)
			}
			seen[id] = true
		}
		for _, s := range r.Sections {
			check(s.ID)
		}
		for b := range blocks(r) {
			for _, s := range b.Sentences {
				check(s.ID)
			}
			if b.Table != nil {
				check(b.Table.ID)
			}
			if b.Quotation != nil {
				check(b.Quotation.ID)
			}
		}
	}
}

// Without the right to read excerpts a report keeps its counts and holds no words of anybody.
func TestWithoutExcerpts(t *testing.T) {
	f := heard(t)
	f.Excerpt = nil
	r := site(t, f, "A")
	for b := range blocks(r) {
		if b.Quotation != nil {
			t.Errorf("quotes %q", b.Quotation.Text)
		}
	}
	if len(r.Excerpts) > 0 {
		t.Errorf("lists %d excerpts", len(r.Excerpts))
	}
	if text := string(markdown(t, r)); !strings.Contains(text, "Dissent.") || strings.Contains(text, "Synthetic remark") {
		t.Error("dissent is not counted, or words are shown")
	}
}

// A generated text has no doubled words, loose spaces or plural slips.
func TestPlainEnglish(t *testing.T) {
	f, w := heard(t), worked(t)
	reports := []*Report{CrossCaseReport(f.Data), CrossCaseReport(w.Data), Tables(w.Data), Methods(w.Data)}
	for i := range f.Evidence.Sites {
		reports = append(reports, site(t, f, f.Evidence.Sites[i].Letter), site(t, w, w.Evidence.Sites[i].Letter))
	}
	for _, r := range reports {
		for b := range blocks(r) {
			for _, s := range b.Sentences {
				words := strings.Fields(strings.ToLower(s.Text))
				for i := 1; i < len(words); i++ {
					if words[i] == words[i-1] {
						t.Errorf("%s: doubled %q in %q", s.ID, words[i], s.Text)
					}
				}
				for _, bad := range []string{"  ", " .", " ,", "..", "{}", " one have", " one were", " one are", " one people", " one voices", "%!", "()"} {
					if strings.Contains(" "+strings.ToLower(s.Text), bad) {
						t.Errorf("%s: %q in %q", s.ID, bad, s.Text)
					}
				}
				if last := s.Text[len(s.Text)-1:]; !slices.Contains([]string{".", ":", "?", "!"}, last) && b.Kind == BlockParagraph {
					t.Errorf("%s does not end: %q", s.ID, s.Text)
				}
			}
		}
	}
}

func TestHash(t *testing.T) {
	one := say("a", Count, []crosscase.ExcerptID{"x1"}, "{} of {}.", 3, 4)
	reworded := say("a", Count, []crosscase.ExcerptID{"x1"}, "There are {} among {}.", 3, 4)
	recounted := say("a", Count, []crosscase.ExcerptID{"x1"}, "{} of {}.", 2, 4)
	rested := say("a", Count, []crosscase.ExcerptID{"x1", "x2"}, "{} of {}.", 3, 4)
	if one.Hash != reworded.Hash {
		t.Error("the hash hangs on the wording")
	}
	if one.Hash == recounted.Hash || one.Hash == rested.Hash {
		t.Error("the hash does not see a change of inputs or evidence")
	}
}

func BenchmarkSiteReport(b *testing.B) {
	f := large(b)
	for b.Loop() {
		if _, err := SiteReport(f.Data, "A"); err != nil {
			b.Fatal(err)
		}
	}
}

// large is nine sites with 3,000 codings.
func large(t testing.TB) *fixture {
	f := heard(t)
	for i := 0; len(f.Evidence.Codings) < 3000; i++ {
		c := f.Evidence.Codings[i%600]
		id := crosscase.ExcerptID(fmt.Sprintf("more%05d", i))
		f.excerpts[id] = &crosscase.Excerpt{ID: id, Kind: crosscase.Verbatim, Text: remarks[i%len(remarks)]}
		c.Excerpt, c.ID = id, crosscase.CodingID("c"+string(id))
		f.Evidence.Codings = append(f.Evidence.Codings, c)
	}
	f.analyse()
	return f
}
