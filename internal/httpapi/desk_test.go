package httpapi

import (
	"bufio"
	"context"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// deskWorld is a study "s" with two coders, ann and ben, a theme T with a question and a transcript at site A.
type deskWorld struct {
	*world
	ann, ben string // tokens
	source   string
	question crosscase.QuestionID
	yes, no  crosscase.PositionID
}

const deskText = "Ann: Is there a budget?\nBen: Yes 😀 there is a budget. We asked for it.\nAnn: And who holds it?\nBen: The board."

func newDesk(t *testing.T) *deskWorld {
	w := &deskWorld{world: newWorld(t, Options{})}
	if err := w.service.CreateStudy(w.owner, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		t.Fatal(err)
	}
	w.ann, w.ben = w.account("ann"), w.account("ben")
	for login, role := range map[string]crosscase.Role{"ann": crosscase.PrincipalInvestigator, "ben": crosscase.CoderRole} {
		if err := w.service.SetMember(w.owner, "s", login, role, nil); err != nil {
			t.Fatal(err)
		}
	}
	add := func(noun string, rec service.Record) any {
		t.Helper()
		row, err := w.service.CreateRecord(w.owner, "s", noun, rec)
		if err != nil {
			t.Fatal(err)
		}
		return row
	}
	add("site", service.Record{"letter": "A"})
	add("theme", service.Record{"code": "T1", "name": "Money"})
	add("theme", service.Record{"code": "T2", "name": "Power"})
	w.question = add("question", service.Record{"name": "budget", "theme": "T1"}).(*crosscase.Question).ID
	w.yes = add("position", service.Record{"question": "budget", "name": "yes"}).(*crosscase.Position).ID
	w.no = add("position", service.Record{"question": "budget", "name": "no"}).(*crosscase.Position).ID
	w.source = string(add("source", service.Record{"name": "talk", "kind": "transcript", "site": "A", "text": deskText}).(*crosscase.Source).ID)
	return w
}

// at asks below the desk's source.
func (w *deskWorld) at(who, method, below string, body any) *httptest.ResponseRecorder {
	return w.do(request{method: method, path: "/api/studies/s/desk/sources/" + w.source + below, body: body, header: bearer(who)})
}

func (w *deskWorld) on(who, method, path string, body any) *httptest.ResponseRecorder {
	return w.do(request{method: method, path: "/api/studies/s" + path, body: body, header: bearer(who)})
}

func (w *deskWorld) desk(who string) *service.DeskSource {
	w.t.Helper()
	return read[*service.DeskSource](w.t, w.at(who, "GET", "", nil), 200)
}

func (w *deskWorld) apply(who string, a map[string]any) *service.Desked {
	w.t.Helper()
	return read[*service.Desked](w.t, w.at(who, "POST", "/codings", a), 201)
}

type fields = map[string]any

func TestDesk(t *testing.T) {
	w := newDesk(t)
	budget := fields{"start": 29, "end": 53, "theme_id": "T1", "question_id": w.question, "position_id": w.yes, "elicited": "yes"}
	got := w.apply(w.ann, budget)
	t.Run("ApplyTheme", func(t *testing.T) {
		e := got.Excerpt
		if e.Text != "Yes 😀 there is a budget." || e.Kind != crosscase.Verbatim || len(e.Codings) != 1 {
			t.Fatalf("%+v", e)
		}
		c := e.Codings[0]
		want := service.DeskCoding{
			ID: c.ID, Revision: got.Seq, ThemeID: c.ThemeID, QuestionID: w.question, PositionID: w.yes, Aspect: crosscase.Opinion, Elicited: "yes",
			CoderID: c.CoderID, Coder: "ann", Mine: true,
		}
		if diff := cmp.Diff(want, c); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if d := w.desk(w.ann); len(d.Excerpts) != 1 || d.CoderID != c.CoderID || !d.May.Code || !d.May.Correct || len(d.Turns) != 0 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("Codebook", func(t *testing.T) {
		b := read[*service.CodebookView](t, w.on(w.ben, "GET", "/desk/codebook", nil), 200)
		if len(b.Themes) != 2 || b.Themes[0].Key != "T1" || b.Themes[0].Uses != 1 || b.Themes[1].Uses != 0 || len(b.Questions) != 1 || b.Questions[0].Uses != 1 || len(b.Questions[0].Positions) != 2 || b.Seq < got.Seq {
			t.Errorf("%+v", b)
		}
	})
	t.Run("AnotherThemeOnTheSameSpan", func(t *testing.T) {
		again := w.apply(w.ann, fields{"start": 29, "end": 53, "theme_id": "Power"})
		if again.Excerpt.ID != got.Excerpt.ID || len(again.Excerpt.Codings) != 2 {
			t.Errorf("%+v", again.Excerpt)
		}
		gone := read[service.Desked](t, w.on(w.ann, "DELETE", "/desk/codings/"+string(again.Excerpt.Codings[1].ID), nil), 200)
		if gone.Excerpt == nil || len(gone.Excerpt.Codings) != 1 {
			t.Errorf("%+v", gone.Excerpt)
		}
	})
	t.Run("SentTwice", func(t *testing.T) {
		a := fields{"start": 0, "end": 3, "theme_id": "T1", "excerpt_id": uuid.Must(uuid.NewV7()).String(), "coding_id": uuid.Must(uuid.NewV7()).String()}
		first, second := w.apply(w.ben, a), w.apply(w.ben, a)
		if second.Seq != 0 || first.Excerpt.ID != second.Excerpt.ID || len(second.Excerpt.Codings) != 1 {
			t.Errorf("%+v, then %+v", first, second)
		}
	})
	t.Run("Blind", func(t *testing.T) {
		study, err := w.service.Study(w.owner, "s")
		if err != nil {
			t.Fatal(err)
		}
		study.Settings.BlindCoding = true
		want(t, w.do(request{method: "PATCH", path: "/api/studies/s", body: fields{"settings": study.Settings}, header: bearer(w.ann)}), 200)
		since := w.desk(w.ben).Seq
		hers := w.apply(w.ann, fields{"start": 54, "end": 64, "theme_id": "T2"})
		if d := w.desk(w.ben); !d.Blind || len(d.Excerpts) != 1 || d.Excerpts[0].Codings[0].Coder != "ben" {
			t.Errorf("ben sees %+v", d.Excerpts)
		}
		if d := read[service.DeskDelta](t, w.at(w.ben, "GET", "/changes?since="+num(since), nil), 200); len(d.Excerpts) != 0 || d.Seq != hers.Seq {
			t.Errorf("ben is told %+v", d)
		}
		if d := w.desk(w.ann); d.Blind || len(d.Excerpts) != 3 {
			t.Errorf("the lead sees %d excerpts", len(d.Excerpts))
		}
		study.Settings.BlindCoding = false
		want(t, w.do(request{method: "PATCH", path: "/api/studies/s", body: fields{"settings": study.Settings}, header: bearer(w.ann)}), 200)
	})
	t.Run("Changes", func(t *testing.T) {
		since := w.desk(w.ann).Seq
		made := w.apply(w.ben, fields{"start": 70, "end": 73, "theme_id": "T1"})
		want(t, w.on(w.ben, "POST", "/desk/excerpts/"+string(got.Excerpt.ID)+"/memos", fields{"text": "why?"}), 201)
		want(t, w.at(w.ben, "POST", "/silences", fields{"kind": "not_raised", "theme_id": made.Excerpt.Codings[0].ThemeID}), 201)
		d := read[service.DeskDelta](t, w.at(w.ann, "GET", "/changes?since="+num(since), nil), 200)
		if len(d.Excerpts) != 2 || !d.Silent || len(d.Silences) != 1 || len(d.Memos) != 1 || d.Memos[0].ExcerptID != got.Excerpt.ID {
			t.Errorf("%+v", d)
		}
		for _, e := range d.Excerpts {
			if e.Memos != map[crosscase.ExcerptID]int{got.Excerpt.ID: 1, made.Excerpt.ID: 0}[e.ID] {
				t.Errorf("%d memos about %q", e.Memos, e.Text)
			}
		}
		want(t, w.on(w.ben, "DELETE", "/desk/excerpts/"+string(made.Excerpt.ID), nil), 200)
		d = read[service.DeskDelta](t, w.at(w.ann, "GET", "/changes?since="+num(d.Seq), nil), 200)
		if diff := cmp.Diff([]crosscase.ExcerptID{made.Excerpt.ID}, d.Removed); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("ChangeCoding", func(t *testing.T) {
		coding := got.Excerpt.Codings[0]
		path := "/desk/codings/" + string(coding.ID)
		changed := read[service.Desked](t, w.on(w.ann, "PATCH", path, fields{"revision": coding.Revision, "position_id": w.no, "aspect": "practice"}), 200)
		if c := changed.Excerpt.Codings[0]; c.PositionID != w.no || c.Aspect != crosscase.Practice || c.Elicited != "yes" {
			t.Errorf("%+v", c)
		}
		p := read[Problem](t, w.on(w.ben, "PATCH", path, fields{"revision": coding.Revision, "position_id": w.yes}), 409)
		if theirs, ok := p.Details.(map[string]any); !ok || theirs["position_id"] != string(w.no) {
			t.Errorf("the conflict shows %v", p.Details)
		}
		want(t, w.on(w.ann, "PATCH", path, fields{"position_id": w.yes, "question_id": ""}), 422)
	})
	t.Run("ChangeExcerpt", func(t *testing.T) {
		path := "/desk/excerpts/" + string(got.Excerpt.ID)
		changed := read[service.Desked](t, w.on(w.ann, "PATCH", path, fields{"end": 32, "key": true}), 200)
		if e := changed.Excerpt; e.Text != "Yes" || !e.Key {
			t.Errorf("%+v", e)
		}
		want(t, w.on(w.ann, "PATCH", path, fields{"end": 29}), 422)
		want(t, w.on(w.ann, "PATCH", path, fields{"end": 2900}), 422)
		kept := read[service.Desked](t, w.on(w.ann, "DELETE", "/desk/codings/"+string(got.Excerpt.Codings[0].ID), nil), 200)
		if kept.Excerpt == nil || len(kept.Excerpt.Codings) != 0 {
			t.Error("the key excerpt went with its last coding")
		}
	})
	t.Run("ErrNothingSelected", func(t *testing.T) {
		body := want(t, w.at(w.ann, "POST", "/codings", fields{"start": 5, "end": 5, "theme_id": "T1"}), 422)
		if !strings.Contains(body, "select some words") {
			t.Error(body)
		}
	})
}

func TestFindAndAutocode(t *testing.T) {
	w := newDesk(t)
	found := read[service.FoundList](t, w.on(w.ben, "GET", "/desk/find?q=budget&how=words", nil), 200)
	if found.Total != 2 || found.Items[1].Before[len(found.Items[1].Before)-5:] != "is a " || found.Items[0].Site != "A" {
		t.Errorf("%+v", found)
	}
	want(t, w.on(w.ben, "GET", "/desk/find?q=%28&how=regexp", nil), 422)
	q := fields{"find": "budget", "how": "words", "scope": "sentence", "theme_id": "T1", "preview": true}
	if p := read[service.Autocoded](t, w.on(w.ben, "POST", "/desk/autocode", q), 200); p.Total != 2 || p.Made != 0 || p.Items[1].Match != "Ben: Yes 😀 there is a budget." {
		t.Errorf("%+v", p)
	}
	q["preview"] = false
	done := read[service.Autocoded](t, w.on(w.ben, "POST", "/desk/autocode", q), 200)
	again := read[service.Autocoded](t, w.on(w.ben, "POST", "/desk/autocode", q), 200)
	if done.Made != 2 || again.Made != 0 || again.Already != 2 || again.Seq != 0 {
		t.Errorf("%+v, then %+v", done, again)
	}
	want(t, w.on(w.ben, "POST", "/undo", fields{}), 200)
	if d := w.desk(w.ben); len(d.Excerpts) != 0 {
		t.Errorf("one undo left %d excerpts", len(d.Excerpts))
	}
}

func TestEvents(t *testing.T) {
	w := newDesk(t)
	server := httptest.NewServer(w.api)
	defer server.Close()
	get := func(ctx context.Context, token, query string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(ctx, "GET", server.URL+"/api/studies/s/events"+query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		res, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	ctx, stop := context.WithTimeout(t.Context(), 20*time.Second)
	defer stop()
	w.account("eve")
	outsider, err := w.service.NewToken(w.owner, "eve", "x")
	if err != nil {
		t.Fatal(err)
	}
	for token, status := range map[string]int{"": 401, outsider: 404} {
		res := get(ctx, token, "")
		res.Body.Close()
		if res.StatusCode != status {
			t.Errorf("status %d, want %d", res.StatusCode, status)
		}
	}
	if err := w.service.SetMember(w.owner, "s", "eve", crosscase.Adviser, nil); err != nil {
		t.Fatal(err)
	}
	next := func(res *http.Response) (out []string) {
		for lines := bufio.NewScanner(res.Body); lines.Scan(); {
			if line := lines.Text(); strings.HasPrefix(line, "id: ") || strings.HasPrefix(line, "data: ") {
				if out = append(out, line); len(out) == 2 {
					return out
				}
			}
		}
		t.Fatal("the stream ended")
		return nil
	}
	w.apply(w.ann, fields{"start": 4, "end": 8, "theme_id": "T2"})
	ben, eve := get(ctx, w.ben, ""), get(ctx, outsider, "")
	defer ben.Body.Close()
	defer eve.Body.Close()
	made := w.apply(w.ann, fields{"start": 0, "end": 3, "theme_id": "T1"})
	if got := next(ben); got[0] != "id: "+num(made.Seq) || !strings.Contains(got[1], `"sources":["`+w.source+`"]`) || !strings.Contains(got[1], `"name":"ann"`) {
		t.Errorf("ben was told %q", got)
	}
	if got := next(eve); !strings.Contains(got[1], `"sources":[]`) || strings.Contains(got[1], "ann") {
		t.Errorf("an adviser, who reads no codings, was told %q", got)
	}
	later := get(ctx, w.ben, "?since="+num(made.Seq-1))
	defer later.Body.Close()
	if got := next(later); got[0] != "id: "+num(made.Seq) {
		t.Errorf("who comes back was told %q", got)
	}
}

func num(n int64) string { return strconv.FormatInt(n, 10) }

// TestCodingOverTwoTurns applies a theme to words of two speakers: the answer says for whom they count.
func TestCodingOverTwoTurns(t *testing.T) {
	w := newDesk(t)
	want(t, w.do(request{method: "POST", path: "/api/studies/s/import?site=A&name=interview.txt", body: strings.NewReader(deskText), header: bearer(w.ann)}), 200)
	w.source = "interview"
	start, end := runeIndex(deskText, "who holds it"), len([]rune(deskText))
	both := w.apply(w.ann, fields{"start": start, "end": end, "theme_id": "T1"})
	if !strings.Contains(both.Note, "Ann and Ben") || !strings.Contains(both.Note, "code each turn by itself") {
		t.Errorf("the answer says %q", both.Note)
	}
	if got := both.Excerpt.Text; got != "who holds it?\nBen: The board." {
		t.Errorf("the excerpt is %q", got)
	}
	who := read[crosscase.Excerpt](t, w.on(w.ann, "GET", "/nouns/excerpts/"+string(both.Excerpt.ID), nil), 200).ParticipantID
	first := w.apply(w.ann, fields{"start": start, "end": start + 3, "theme_id": "T1"})
	if alone := read[crosscase.Excerpt](t, w.on(w.ann, "GET", "/nouns/excerpts/"+string(first.Excerpt.ID), nil), 200).ParticipantID; who != alone || first.Note != "" {
		t.Errorf("it counts for %q, and who begins is %q; of one turn the answer says %q", who, alone, first.Note)
	}
}
