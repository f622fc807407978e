package httpapi

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// edit corrects the text of the desk.
func (w *deskWorld) edit(who string, version int64, steps ...step) service.TextEdited {
	w.t.Helper()
	return read[service.TextEdited](w.t, w.at(who, "POST", "/text", fields{"version": version, "steps": steps}), http.StatusOK)
}

// code applies T1 to words of the text, which stand there once, and returns the excerpt.
func (w *deskWorld) code(who, words string) crosscase.ExcerptID {
	w.t.Helper()
	body := w.desk(who).Text
	start := len([]rune(body[:strings.Index(body, words)]))
	return w.apply(who, fields{"start": start, "end": start + len([]rune(words)), "theme_id": "T1"}).Excerpt.ID
}

// wantOn checks the words of an excerpt, both as it has them and as they stand where it is.
func (w *deskWorld) wantOn(id crosscase.ExcerptID, words, was string, lost bool) {
	w.t.Helper()
	desk := w.desk(w.ann)
	for _, e := range desk.Excerpts {
		if e.ID != id {
			continue
		}
		stands := string([]rune(desk.Text)[e.Start:e.End])
		if e.Text != words || e.Was != was || e.Lost != lost || !lost && stands != words || lost && stands != "" {
			w.t.Errorf("the excerpt has %q and stands on %q, was %q, lost %v; want %q, was %q, lost %v", e.Text, stands, e.Was, e.Lost, words, was, lost)
		}
		if len(e.Codings) != 1 {
			w.t.Errorf("the excerpt has %d codings", len(e.Codings))
		}
		return
	}
	w.t.Errorf("the excerpt on %q is gone", words)
}

// TestCodingsStayOnTheirWords has what other programs get wrong.
func TestCodingsStayOnTheirWords(t *testing.T) {
	const last = "The board."
	for _, test := range []struct {
		name, coded string
		steps       func(text string) []step
		words, was  string
		lost        bool
	}{
		{"a letter before a coding that ends at the last character", last, func(s string) []step {
			return []step{{Start: 0, End: 0, Text: "x"}}
		}, last, "", false},
		{"a letter right before a coding that ends at the last character", last, func(s string) []step {
			at := runeIndex(s, last)
			return []step{{Start: at, End: at, Text: "x"}}
		}, last, "", false},
		{"a letter behind the last character", last, func(s string) []step {
			at := len([]rune(s))
			return []step{{Start: at, End: at, Text: "x"}}
		}, last, "", false},
		{"a word replaced by a longer one by paste", "who holds it", func(s string) []step {
			at := runeIndex(s, "holds")
			return []step{{Start: at, End: at + 5, Text: "administers"}}
		}, "who administers it", "who holds it", false},
		{"its last word made longer by paste", "who holds it", func(s string) []step {
			at := runeIndex(s, "holds it") + 6
			return []step{{Start: at, End: at + 2, Text: "items"}}
		}, "who holds items", "who holds it", false},
		{"all its words replaced", "budget?", func(s string) []step {
			at := runeIndex(s, "budget?")
			return []step{{Start: at, End: at + 7, Text: "purse!"}}
		}, "purse!", "budget?", false},
		{"a title on top", "there is a budget", func(string) []step {
			return []step{{Start: 0, End: 0, Text: "Interview 1\r\n\r\n"}}
		}, "there is a budget", "", false},
		{"a corrected paragraph pasted over itself", "there is a budget", func(s string) []step {
			return []step{{Start: 0, End: len([]rune(s)), Text: strings.Replace(strings.ReplaceAll(s, "\n", "\r\n"), "asked for", "demanded", 1)}}
		}, "there is a budget", "", false},
		{"a selection over two turns", "Is there a budget?\nBen: Yes", func(s string) []step {
			at := runeIndex(s, "\nBen: Yes")
			return []step{{Start: at, End: at + 6, Text: " "}}
		}, "Is there a budget? Yes", "Is there a budget?\nBen: Yes", false},
		{"deleted", "who holds it", func(s string) []step {
			at := runeIndex(s, "who holds it")
			return []step{{Start: at, End: at + 12}}
		}, "who holds it", "who holds it", true},
		{"a combining mark behind its last letter", "who holds it", func(s string) []step {
			at := runeIndex(s, "who holds it") + 12
			return []step{{Start: at, End: at, Text: "\u0301"}}
		}, "who holds it", "", false},
		{"right-to-left words and emoji inside", "who holds it", func(s string) []step {
			at := runeIndex(s, "who holds it") + 4
			return []step{{Start: at, End: at, Text: "שלום 👩‍🌾 "}}
		}, "who שלום 👩‍🌾 holds it", "who holds it", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			w := newDesk(t)
			id := w.code(w.ann, test.coded)
			w.edit(w.ann, 1, test.steps(deskText)...)
			w.wantOn(id, test.words, test.was, test.lost)
			want(t, w.on(w.ann, "POST", "/undo", fields{}), 200)
			if got := w.desk(w.ann).Text; got != deskText {
				t.Errorf("undone the text is %q", got)
			}
			w.wantOn(id, test.coded, "", false)
			want(t, w.on(w.ann, "POST", "/redo", fields{}), 200)
			w.wantOn(id, test.words, test.was, test.lost)
		})
	}
}

func runeIndex(s, words string) int { return len([]rune(s[:strings.Index(s, words)])) }

func TestLostExcerptIsListedAndComesBack(t *testing.T) {
	w := newDesk(t)
	id := w.code(w.ann, "We asked for it.")
	at := runeIndex(deskText, "We asked")
	got := w.edit(w.ann, 1, step{Start: at, End: at + 16})
	if len(got.Excerpts) != 1 || !got.Excerpts[0].Lost {
		t.Errorf("the answer lists %+v", got.Excerpts)
	}
	list := read[ItemsOf[service.ChangedExcerpt]](t, w.on(w.ann, "GET", "/desk/changed", nil), 200)
	if len(list.Items) != 1 || list.Items[0].Excerpt.ID != id || list.Items[0].Excerpt.Text != "We asked for it." || list.Items[0].Source.Name != "talk" {
		t.Errorf("listed are %+v", list.Items)
	}
	if rec := w.on(w.ann, "POST", "/desk/excerpts/"+string(id)+"/accept", fields{}); rec.Code != 422 {
		t.Errorf("a lost excerpt was accepted: %d", rec.Code)
	}
	back := w.edit(w.ann, 2, step{Start: at, End: at, Text: "We asked for it."})
	if len(back.Excerpts) != 1 || back.Excerpts[0].Lost {
		t.Errorf("the answer lists %+v", back.Excerpts)
	}
	w.wantOn(id, "We asked for it.", "", false)

	w.edit(w.ann, 3, step{Start: at + 3, End: at + 8, Text: "begged"})
	w.wantOn(id, "We begged for it.", "We asked for it.", false)
	read[service.Desked](t, w.on(w.ann, "POST", "/desk/excerpts/"+string(id)+"/accept", fields{}), 200)
	w.wantOn(id, "We begged for it.", "", false)
	if list := read[ItemsOf[service.ChangedExcerpt]](t, w.on(w.ann, "GET", "/desk/changed", nil), 200); len(list.Items) != 0 {
		t.Errorf("still listed are %+v", list.Items)
	}
}

func TestEditSentTwiceIsDoneOnce(t *testing.T) {
	w := newDesk(t)
	w.code(w.ann, "budget?")
	body := fields{"id": uuid.NewString(), "version": 1, "steps": []step{{Start: runeIndex(deskText, "budget?"), End: runeIndex(deskText, "budget?") + 6, Text: "purse"}}}
	first := read[service.TextEdited](t, w.at(w.ann, "POST", "/text", body), 200)
	again := read[service.TextEdited](t, w.at(w.ann, "POST", "/text", body), 200)
	if diff := cmp.Diff(first, again); diff != "" {
		t.Errorf("the second answer differs (-first +second):\n%s", diff)
	}
	if v := w.desk(w.ann).Version; v != 2 || first.Version != 2 {
		t.Errorf("the text is of version %d, the answer of %d", v, first.Version)
	}
}

func TestEditOfAnOlderVersion(t *testing.T) {
	w := newDesk(t)
	id := w.code(w.ann, "The board.")
	ben := runeIndex(deskText, "We asked")
	w.edit(w.ann, 1, step{Start: ben, End: ben + 2, Text: "They"})
	t.Run("Rebased", func(t *testing.T) {
		at := runeIndex(deskText, "board")
		got := w.edit(w.ann, 1, step{Start: at, End: at + 5, Text: "council"})
		if got.Version != 3 || got.Steps[0].Start <= at {
			t.Errorf("got %+v", got)
		}
		w.wantOn(id, "The council.", "The board.", false)
	})
	t.Run("ErrConflict", func(t *testing.T) {
		rec := w.at(w.ann, "POST", "/text", fields{"version": 1, "steps": []step{{Start: ben, End: ben + 8, Text: "I begged"}}})
		p := read[struct {
			Code    string
			Details service.TextClash
		}](t, rec, 409)
		body := []rune(w.desk(w.ann).Text)
		if p.Code != "conflict" || p.Details.Version != 3 || !strings.Contains(p.Details.Yours, "I") || p.Details.Text != string(body[p.Details.Start:p.Details.End]) || !strings.Contains(p.Details.Text, "They") {
			t.Errorf("the conflict is %+v", p)
		}
	})
	t.Run("ErrNoSuchVersion", func(t *testing.T) {
		want(t, w.at(w.ann, "POST", "/text", fields{"version": 9, "steps": []step{{Text: "x"}}}), 404)
	})
}

func TestVersionsOfAText(t *testing.T) {
	w := newDesk(t)
	w.edit(w.ann, 1, step{Start: 0, End: 0, Text: "So. "})
	w.edit(w.ann, 2, step{Start: 0, End: 2})
	list := read[ItemsOf[service.TextVersionLine]](t, w.at(w.ann, "GET", "/versions", nil), 200)
	if len(list.Items) != 3 || list.Items[0].Version != 3 || list.Items[0].Deleted != 2 || list.Items[1].Inserted != 4 || list.Items[1].Name != "ann" || list.Items[2].Inserted != len([]rune(deskText)) {
		t.Errorf("the versions are %+v", list.Items)
	}
	for version, text := range map[int]string{1: deskText, 2: "So. " + deskText, 3: ". " + deskText} {
		got := read[service.TextVersion](t, w.at(w.ann, "GET", fmt.Sprint("/versions/", version), nil), 200)
		if got.Text != text {
			t.Errorf("version %d is %q", version, got.Text)
		}
	}
	want(t, w.at(w.ann, "GET", "/versions/4", nil), 404)
}

// TestLargePaste puts five megabytes into a text, and asks for more than is taken.
func TestLargePaste(t *testing.T) {
	w := newDesk(t)
	want(t, w.do(request{method: "POST", path: "/api/studies/s/import?site=A&name=interview.txt", body: strings.NewReader(deskText), header: bearer(w.ann)}), 200)
	w.source = "interview"
	id := w.code(w.ann, "The board.")
	line := "Ben: Thus spoke the farmer of the cow – and of 沼气, at length.\r\n"
	paste := strings.Repeat(line, 5<<20/len(line)+1)
	at := runeIndex(deskText, "\nAnn: And")
	began := time.Now()
	got := w.edit(w.ann, 1, step{Start: at, End: at, Text: "\n" + strings.TrimSuffix(paste, "\r\n")})
	t.Logf("%d bytes pasted in %v", len(paste), time.Since(began).Round(time.Millisecond))
	desk := w.desk(w.ann)
	if wanted := deskText[:strings.Index(deskText, "\nAnn: And")] + "\n" + strings.TrimSuffix(plain(paste), "\n") + deskText[strings.Index(deskText, "\nAnn: And"):]; desk.Text != wanted || got.Length != int64(len([]rune(wanted))) {
		t.Errorf("the text has %d bytes, want %d", len(desk.Text), len(wanted))
	}
	w.wantOn(id, "The board.", "", false)
	if n, wanted := len(desk.Turns), 4+strings.Count(plain(paste), "\n"); n != wanted {
		t.Errorf("there are %d turns, want %d", n, wanted)
	}
	w.edit(w.ann, 2, step{Start: 0, End: 0, Text: "x"})
	w.wantOn(id, "The board.", "", false)
	want(t, w.on(w.ann, "POST", "/undo", fields{}), 200)
	want(t, w.on(w.ann, "POST", "/undo", fields{}), 200)
	if w.desk(w.ann).Text != deskText {
		t.Error("undone it is another text")
	}
	rec := w.at(w.ann, "POST", "/text", fields{"version": 4, "text": strings.Repeat("x", 17<<20)})
	if !strings.Contains(want(t, rec, 413), "16 MiB") {
		t.Errorf("the refusal does not say how much is taken: %s", rec.Body)
	}
}
