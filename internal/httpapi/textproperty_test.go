package httpapi

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

const (
	propertyEdits   = 10_000
	propertyCodings = 500
	propertyTexts   = 4
	// interviews is where real transcripts are, which are not part of the project, below a folder beside it.
	interviews = "data/biogas-malawi/data-raw/*.md"
)

// editor makes random edits through the API and keeps the oracles beside them.
type editor struct {
	*world
	rnd    *rand.Rand
	token  string
	docs   []*oracle
	undo   []taken // what can be undone, the last last
	redo   []taken
	counts map[string]int
	last   string // what was done last
}

// taken is a text before and after an edit.
type taken struct{ before, after *oracle }

// TestNoEditLosesACoding makes 10,000 random edits to transcripts with 500 codings, each through the API, and
// holds every coding against an oracle that follows each character by its identity; see oracle for its rules.
func TestNoEditLosesACoding(t *testing.T) {
	edits := propertyEdits
	if testing.Short() || raced { // scripts/test makes all of them in a run without the race detector
		edits = 500
		t.Logf("%d edits of %d", edits, propertyEdits)
	}
	if _, err := os.Stat("/dev/shm"); err == nil { // ten thousand waits for a disk would tell nothing more
		t.Setenv("TMPDIR", "/dev/shm")
	}
	seed := uint64(20260101)
	e := &editor{world: newWorld(t, Options{}), rnd: rand.New(rand.NewPCG(seed, 1)), counts: map[string]int{}}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("seed %d, last done: %s", seed, e.last)
		}
	})
	e.begin()
	began := time.Now()
	for i := range edits {
		e.one()
		if i%25 == 24 {
			e.checkAll()
		}
	}
	e.checkAll()
	changed := read[ItemsOf[service.ChangedExcerpt]](t, e.ask("GET", "/desk/changed", nil), 200)
	lost, other := 0, 0
	for _, o := range e.docs {
		for m := range o.marks {
			if k := &o.marks[m]; k.lost {
				lost++
			} else if k.words != k.first {
				other++
			}
		}
	}
	for i, item := range changed.Items {
		if item.Excerpt.Lost != (i < lost) {
			t.Errorf("item %d of %d (%d lost) is lost: %v", i, len(changed.Items), lost, item.Excerpt.Lost)
		}
	}
	if len(changed.Items) != lost+other {
		t.Errorf("%d excerpts are listed as changed, want %d lost and %d others", len(changed.Items), lost, other)
	}
	if v := read[map[string]any](t, e.ask("GET", "/audit", nil), 200); v["ok"] == false {
		t.Errorf("the history does not verify: %v", v)
	}
	t.Logf("seed %d: %d edits in %v: %v; %d codings are lost and %d on corrected words at the end", seed, edits, time.Since(began).Round(time.Millisecond), e.counts, lost, other)
}

func (e *editor) ask(method, path string, body any) *httptest.ResponseRecorder {
	return e.do(request{method: method, path: "/api/studies/s" + path, body: body, header: bearer(e.token)})
}

// begin makes the study with its transcripts and codings.
func (e *editor) begin() {
	if err := e.service.CreateStudy(e.owner, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		e.t.Fatal(err)
	}
	e.token = e.account("ann")
	if err := e.service.SetMember(e.owner, "s", "ann", crosscase.PrincipalInvestigator, nil); err != nil {
		e.t.Fatal(err)
	}
	for name, body := range transcripts(e.t) {
		rec := e.do(request{method: "POST", path: "/api/studies/s/import?site=A&name=" + name, body: strings.NewReader(body), header: bearer(e.token)})
		want(e.t, rec, 200)
	}
	sources := read[service.SourceList](e.t, e.ask("GET", "/sources", nil), 200)
	var rows strings.Builder
	rows.WriteString("site,source,start,end,theme\n")
	for _, s := range sources.Items {
		seen := map[string]bool{}
		for n := 0; n < propertyCodings/propertyTexts; {
			start := e.rnd.IntN(int(s.Length) - 1)
			end := min(start+1+e.rnd.IntN([]int{12, 60, 400}[e.rnd.IntN(3)]), int(s.Length))
			if row := fmt.Sprintf("A,%s,%d,%d,T\n", s.Name, start, end); !seen[row] {
				seen[row] = true
				rows.WriteString(row)
				n++
			}
		}
	}
	want(e.t, e.do(request{method: "POST", path: "/api/studies/s/import?name=evidence.csv", body: strings.NewReader(rows.String()), header: bearer(e.token)}), 200)
	total := 0
	for _, s := range sources.Items {
		desk := e.desk(string(s.ID))
		o := &oracle{source: string(s.ID), version: desk.Version}
		for _, r := range desk.Text {
			o.lastID++
			o.chars = append(o.chars, char{r: r, id: o.lastID})
		}
		for m, x := range desk.Excerpts {
			for i := x.Start; i < x.End; i++ {
				o.chars[i].under = o.chars[i].under.or(one(m))
			}
			o.marks = append(o.marks, oracleMark{excerpt: x.ID, codings: len(x.Codings), count: int(x.End - x.Start), words: x.Text, first: x.Text})
			total += len(x.Codings)
		}
		e.docs = append(e.docs, o)
	}
	if total != propertyCodings {
		e.t.Fatalf("%d codings, want %d", total, propertyCodings)
	}
	e.checkAll()
}

func (e *editor) desk(source string) *service.DeskSource {
	e.t.Helper()
	return read[*service.DeskSource](e.t, e.ask("GET", "/desk/sources/"+source, nil), 200)
}

func (e *editor) checkAll() {
	e.t.Helper()
	for _, o := range e.docs {
		o.same(e.t, e.desk(o.source))
	}
}

// transcripts are real ones and one made up in many scripts; where the real ones are not here all are made up.
func transcripts(t testing.TB) map[string]string {
	var files []string
	for _, root := range []string{"../../../shared", "../../../../shared"} {
		found, err := filepath.Glob(filepath.Join(root, interviews))
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	out := map[string]string{}
	for _, f := range files[:min(len(files), propertyTexts-1)] {
		body, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		out[filepath.Base(f)] = string(body)
	}
	if len(out) == 0 {
		t.Log("the real transcripts are not here: made-up ones in their place")
	}
	for n := len(out); n < propertyTexts; n++ {
		rnd := rand.New(rand.NewPCG(uint64(n), 7))
		var b strings.Builder
		for i := range 150 {
			fmt.Fprintf(&b, "%s: %s.\n\n", []string{"Interviewer", "Respondent"}[i%2], sentence(rnd, 5+rnd.IntN(40)))
		}
		out[fmt.Sprintf("made-up-%d.txt", n)] = b.String()
	}
	return out
}

var vocabulary = strings.Fields(`the of and to we it is that digester gas cow dung yes no stopped working 2021 café naïve größer naïve
	שלום עולם כן مرحبا نعم الغاز привет да 你好 沼气 👩‍🌾 😀 🏽 e` + "\u0301" + ` q` + "\u0323\u0307" + ` Malawi – “so” it's`)

func sentence(rnd *rand.Rand, n int) string {
	out := make([]string, n)
	for i := range out {
		out[i] = vocabulary[rnd.IntN(len(vocabulary))]
	}
	return strings.Join(out, " ")
}

type step = crosscase.TextStep

// one makes one random edit, undo or redo, and follows it.
func (e *editor) one() {
	if e.rnd.IntN(12) == 0 && len(e.undo) > 0 {
		e.back("undo", &e.undo, &e.redo)
		return
	}
	if e.rnd.IntN(3) == 0 && len(e.redo) > 0 {
		e.back("redo", &e.redo, &e.undo)
		return
	}
	o := e.docs[e.rnd.IntN(len(e.docs))]
	kinds := []struct {
		name string
		make func(*oracle) []step
	}{
		{"type", e.typing}, {"type", e.typing}, {"type at an edge", e.atEdge}, {"paste over", e.pasteOver}, {"longer word", e.longerWord},
		{"corrected paragraph", e.corrected}, {"delete", e.deletion}, {"move paragraph", e.moveParagraph}, {"replace all", e.replaceAll},
		{"merge turns", e.mergeTurns}, {"bring back", e.bringBack}, {"cut and paste", e.cutAndPaste}, {"title", e.title}, {"delete a coding's words", e.deleteMark},
	}
	if e.rnd.IntN(20) == 0 {
		e.whole(o)
		return
	}
	k := kinds[e.rnd.IntN(len(kinds))]
	if steps := k.make(o); len(steps) > 0 {
		e.counts[k.name]++
		e.edit(o, steps)
	}
}

// edit sends steps and checks the answer.
func (e *editor) edit(o *oracle, steps []step) {
	e.t.Helper()
	e.last = fmt.Sprintf("%v %.2000q", e.counts, fmt.Sprintf("%+v", steps))
	before, expected := o.clone(), o.clone()
	for _, s := range steps { // the text, and which characters must not be touched, by the letter of the request
		if s.To != nil {
			expected.move(s.Start, s.End, *s.To)
		} else {
			expected.replace(s.Start, s.End, plain(s.Text))
		}
	}
	got := read[service.TextEdited](e.t, e.ask("POST", "/desk/sources/"+o.source+"/text", fields{"version": o.version, "steps": steps}), http.StatusOK)
	e.followed(o, before, &got, expected.text())
	still := map[int]bool{}
	for _, c := range o.chars {
		still[c.id] = true
	}
	for _, c := range expected.chars {
		if c.id <= before.lastID && !still[c.id] {
			e.t.Fatalf("character %d (%q) was touched and not asked for: %+v by %+v", c.id, c.r, steps, got.Steps)
		}
	}
}

// whole sends a whole new text with a few words that are others.
func (e *editor) whole(o *oracle) {
	e.t.Helper()
	e.counts["whole text"]++
	body := o.text()
	for range 1 + e.rnd.IntN(3) {
		body = strings.Replace(body, e.aWord(o), sentence(e.rnd, 1), 1)
	}
	before := o.clone()
	got := read[service.TextEdited](e.t, e.ask("POST", "/desk/sources/"+o.source+"/text", fields{"version": o.version, "text": body}), http.StatusOK)
	e.followed(o, before, &got, plain(body))
}

// followed takes the oracle along and holds what the server said against it.
func (e *editor) followed(o, before *oracle, got *service.TextEdited, wanted string) {
	e.t.Helper()
	e.last += fmt.Sprintf(" done as %.2000q", fmt.Sprintf("%+v", got.Steps))
	if len(got.Steps) == 0 {
		if wanted != before.text() || got.Version != o.version {
			e.t.Fatalf("nothing was done, but the text was to change")
		}
		return
	}
	touched := o.follow(got.Steps)
	if o.version++; got.Version != o.version || got.Length != int64(len(o.chars)) {
		e.t.Fatalf("version %d of length %d, want %d of %d", got.Version, got.Length, o.version, len(o.chars))
	}
	if body := o.text(); body != wanted {
		e.t.Fatalf("the steps %+v do not make the text that was asked for", got.Steps)
	}
	for i := range got.Excerpts {
		x := &got.Excerpts[i]
		for m := range o.marks {
			if o.marks[m].excerpt == x.ID {
				o.sameMark(e.t, m, x)
				touched = touched.without(one(m))
			}
		}
	}
	touched.each(func(m int) {
		if k, was := &o.marks[m], &before.marks[m]; k.words != was.words || k.lost != was.lost {
			e.t.Fatalf("excerpt %s has changed (%q, lost %v, to %q, lost %v) and is not in the answer", k.excerpt, was.words, was.lost, k.words, k.lost)
		}
	})
	e.undo = append(e.undo, taken{before, o.clone()})
	if len(e.undo) > 8 {
		e.undo = e.undo[1:]
	}
	e.redo = nil
}

// back takes the last edit back, or the last undo: text and codings are exactly as they were.
func (e *editor) back(kind string, from, to *[]taken) {
	e.t.Helper()
	e.counts[kind]++
	e.last = kind
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	want(e.t, e.ask("POST", "/"+kind, fields{}), 200)
	state := last.before
	if kind == "redo" {
		state = last.after
	}
	for i, o := range e.docs {
		if o.source == state.source {
			back := state.clone()
			back.version, back.lastID = o.version+1, max(o.lastID, state.lastID)
			e.docs[i] = back
			back.same(e.t, e.desk(back.source))
		}
	}
	*to = append(*to, last)
}

func (e *editor) place(o *oracle) int { return e.rnd.IntN(len(o.chars) + 1) }

func (e *editor) typing(o *oracle) []step {
	at := e.place(o)
	letters := []string{"a", "x", " ", "\n", "é", "\u0301", "\u0308", "ש", "ع", "😀", "👩‍🌾", "\r\n", "ab", "q.", "的", "\u200f"}
	return []step{{Start: at, End: at, Text: letters[e.rnd.IntN(len(letters))]}}
}

// mark is a coding that is not lost, or -1.
func (e *editor) mark(o *oracle, lost bool) int {
	for range 50 {
		if m := e.rnd.IntN(len(o.marks)); o.marks[m].lost == lost {
			return m
		}
	}
	return -1
}

func (e *editor) atEdge(o *oracle) []step {
	m := e.mark(o, false)
	if m < 0 {
		return nil
	}
	start, end := o.span(m)
	at := []int{start, end, min(start+1, end), max(end-1, start)}[e.rnd.IntN(4)]
	return []step{{Start: at, End: at, Text: sentence(e.rnd, 1)}}
}

// stretch is a random stretch, mostly short.
func (e *editor) stretch(o *oracle, most int) (start, end int) {
	start = e.place(o)
	return start, min(start+e.rnd.IntN(most+1), len(o.chars))
}

func (e *editor) pasteOver(o *oracle) []step {
	start, end := e.stretch(o, 60)
	return []step{{Start: start, End: end, Text: sentence(e.rnd, e.rnd.IntN(14)) + []string{"", "\r\n", "\r\nInterviewer: so?\r\n"}[e.rnd.IntN(3)]}}
}

func (e *editor) longerWord(o *oracle) []step {
	m := e.mark(o, false)
	if m < 0 {
		return nil
	}
	start, end := o.span(m)
	if e.rnd.IntN(2) == 0 { // its last word
		at := end
		for at > start && unicode.IsLetter(o.chars[at-1].r) {
			at--
		}
		start = at
	} else {
		at := start
		for at < end && unicode.IsLetter(o.chars[at].r) {
			at++
		}
		end = at
	}
	return []step{{Start: start, End: end, Text: spell(o.chars[start:end]) + []string{"ness", " indeed", "ed and so on"}[e.rnd.IntN(3)]}}
}

// paragraph is a line with its end.
func (e *editor) paragraph(o *oracle) (start, end int) {
	at := e.rnd.IntN(len(o.chars))
	for start = at; start > 0 && o.chars[start-1].r != '\n'; start-- {
	}
	for end = at; end < len(o.chars) && o.chars[end].r != '\n'; end++ {
	}
	return start, min(end+1, len(o.chars))
}

func (e *editor) corrected(o *oracle) []step {
	start, end := e.paragraph(o)
	words := strings.Split(spell(o.chars[start:end]), " ")
	for range 1 + e.rnd.IntN(3) {
		words[e.rnd.IntN(len(words))] = sentence(e.rnd, 1)
	}
	body := strings.Join(words, " ")
	if e.rnd.IntN(3) == 0 {
		body = strings.ReplaceAll(body, "\n", "\r\n")
	}
	return []step{{Start: start, End: end, Text: body}}
}

func (e *editor) deletion(o *oracle) []step {
	start, end := e.stretch(o, 40)
	if e.rnd.IntN(10) == 0 {
		start, end = e.paragraph(o)
	}
	return []step{{Start: start, End: end}}
}

func (e *editor) deleteMark(o *oracle) []step {
	m := e.mark(o, false)
	if m < 0 {
		return nil
	}
	start, end := o.span(m)
	if end-start > 80 {
		return nil
	}
	return []step{{Start: start, End: end}}
}

func (e *editor) moveParagraph(o *oracle) []step {
	start, end := e.paragraph(o)
	to, _ := e.paragraph(o)
	if start < to && to < end {
		return nil
	}
	return []step{{Start: start, End: end, To: &to}}
}

// aWord is a word of the text.
func (e *editor) aWord(o *oracle) string {
	fields := strings.Fields(o.text())
	if len(fields) == 0 {
		return "the"
	}
	return fields[e.rnd.IntN(len(fields))]
}

func (e *editor) replaceAll(o *oracle) []step {
	word, with := []rune(e.aWord(o)), []rune(sentence(e.rnd, 1))
	var steps []step
	grown := 0
	for i := 0; i+len(word) <= len(o.chars) && len(steps) < 60; i++ {
		if spell(o.chars[i:i+len(word)]) == string(word) {
			steps = append(steps, step{Start: i + grown, End: i + grown + len(word), Text: string(with)})
			grown += len([]rune(plain(string(with)))) - len(word)
			i += len(word) - 1
		}
	}
	return steps
}

// mergeTurns deletes the line end and the label between two turns.
func (e *editor) mergeTurns(o *oracle) []step {
	turns := e.desk(o.source).Turns
	if len(turns) < 2 {
		return nil
	}
	i := 1 + e.rnd.IntN(len(turns)-1)
	return []step{{Start: turns[i-1].End, End: turns[i].Speech, Text: " "}}
}

// bringBack types the words of a lost coding where they stood, or elsewhere.
func (e *editor) bringBack(o *oracle) []step {
	m := e.mark(o, true)
	if m < 0 {
		return nil
	}
	at := o.marks[m].place
	if e.rnd.IntN(3) == 0 {
		at = e.place(o)
	}
	return []step{{Start: at, End: at, Text: o.marks[m].words}}
}

// cutAndPaste takes a stretch out and puts it in elsewhere, in one save.
func (e *editor) cutAndPaste(o *oracle) []step {
	start, end := e.stretch(o, 200)
	if e.rnd.IntN(2) == 0 {
		start, end = e.paragraph(o)
	}
	to := e.rnd.IntN(len(o.chars) - (end - start) + 1)
	return []step{{Start: start, End: end}, {Start: to, End: to, Text: spell(o.chars[start:end])}}
}

func (e *editor) title(o *oracle) []step {
	return []step{{Start: 0, End: 0, Text: "Interview " + sentence(e.rnd, 2) + "\r\n"}}
}
