package httpapi

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// TestUndoWhileOthersWork takes back what was done while somebody else went on.
func TestUndoWhileOthersWork(t *testing.T) {
	undo := func(w *deskWorld, who string, seq int64, status int) string {
		w.t.Helper()
		return want(w.t, w.on(who, "POST", "/undo", fields{"seq": seq}), status)
	}
	t.Run("AnEditAfterAnotherElsewhere", func(t *testing.T) {
		w := newDesk(t)
		id := w.code(w.ann, "who holds it")
		at := runeIndex(deskText, "holds")
		mine := w.edit(w.ann, 1, step{Start: at, End: at + 5, Text: "keeps"})
		w.edit(w.ann, 2, step{Start: 0, End: 0, Text: "Title\n"})
		undo(w, w.ann, mine.Seq, 200)
		w.wantOn(id, "who holds it", "", false)
		if got := w.desk(w.ann).Text; got != "Title\n"+deskText {
			t.Errorf("the text is %q", got)
		}
	})
	t.Run("AnEditWhoseWordsWereCodedAndCorrectedSince", func(t *testing.T) {
		w := newDesk(t)
		old := w.code(w.ann, "who holds it")
		at := runeIndex(deskText, ".\nAnn: And")
		mine := w.edit(w.ann, 1, step{Start: at, End: at, Text: " in writing, twice over"})
		his := w.code(w.ben, "in writing")
		beside := w.code(w.ben, "asked for it in")
		typist := w.account("typist")
		if err := w.service.SetMember(w.owner, "s", "typist", crosscase.Transcriber, nil); err != nil {
			t.Fatal(err)
		}
		w.edit(typist, 2, step{Start: 0, End: 0, Text: "Title\n"})
		undo(w, w.ann, mine.Seq, 200)
		if got := w.desk(w.ann).Text; got != "Title\n"+deskText {
			t.Errorf("the text is %q", got)
		}
		w.wantOn(old, "who holds it", "", false)
		w.wantOn(his, "in writing", "in writing", true) // kept with its words, flagged and listed
		w.wantOn(beside, "asked for it", "asked for it in", false)
		want(t, w.on(w.ann, "POST", "/redo", fields{}), 200)
		w.wantOn(his, "in writing", "", false)
		w.wantOn(beside, "asked for it in", "", false)
	})
	t.Run("ErrSamePlaceSince", func(t *testing.T) {
		w := newDesk(t)
		mine := w.edit(w.ann, 1, step{Start: 5, End: 7, Text: "Was"})
		other := w.edit(w.ann, 2, step{Start: 6, End: 7, Text: "oo"})
		if body := undo(w, w.ann, mine.Seq, 409); !strings.Contains(body, fmt.Sprintf("by change %d", other.Seq)) {
			t.Errorf("the conflict does not name what stands in the way: %s", body)
		}
		undo(w, w.ann, other.Seq, 200)
		undo(w, w.ann, mine.Seq, 200) // what was taken back itself stands in nobody's way
		if got := w.desk(w.ann).Text; got != deskText {
			t.Errorf("the text is %q", got)
		}
	})
	t.Run("ACodingWhoseTextWasCorrected", func(t *testing.T) {
		w := newDesk(t)
		start := runeIndex(deskText, "who holds it")
		coded := w.apply(w.ben, fields{"start": start, "end": start + 12, "theme_id": "T1"})
		w.edit(w.ann, 1, step{Start: start + 4, End: start + 9, Text: "keeps"})
		undo(w, w.ben, coded.Seq, 200)
		if n := len(w.desk(w.ann).Excerpts); n != 0 {
			t.Errorf("%d excerpts are left", n)
		}
		var redone crosscase.Change
		redone = read[crosscase.Change](t, w.on(w.ben, "POST", "/redo", fields{}), 200)
		w.wantOn(coded.Excerpt.ID, "who keeps it", "who holds it", false)
		w.edit(w.ann, 2, step{Start: start, End: start + 12})
		want(t, w.on(w.ben, "POST", "/undo", fields{"seq": redone.Seq}), 200)
	})
	t.Run("ADeletionOfWhatIsGoneSince", func(t *testing.T) {
		w := newDesk(t)
		id := w.code(w.ben, "who holds it")
		removed := read[service.Desked](t, w.on(w.ben, "DELETE", "/desk/excerpts/"+string(id), nil), 200)
		start := runeIndex(deskText, "who holds it")
		w.edit(w.ann, 1, step{Start: start, End: start + 12}, step{Start: 0, End: 0, Text: "x"})
		undo(w, w.ben, removed.Seq, 200)
		w.wantOn(id, "who holds it", "who holds it", true)
	})
	t.Run("OnlyTheFieldsThatOneChanged", func(t *testing.T) {
		w := newDesk(t)
		id := w.code(w.ben, "who holds it")
		start := runeIndex(deskText, "who holds it")
		key := read[service.Desked](t, w.on(w.ben, "PATCH", "/desk/excerpts/"+string(id), fields{"key": true}), 200)
		wider := read[service.Desked](t, w.on(w.ann, "PATCH", "/desk/excerpts/"+string(id), fields{"start": start - 4, "end": start + 12}), 200)
		w.edit(w.ann, 1, step{Start: 0, End: 0, Text: "Title\n"})
		undo(w, w.ben, key.Seq, 200)
		w.wantOn(id, "And who holds it", "", false)
		if w.desk(w.ann).Excerpts[0].Key {
			t.Error("the mark is still there")
		}
		undo(w, w.ann, wider.Seq, 200)
		w.wantOn(id, "who holds it", "", false)
	})
	t.Run("ATranscriberTakesBackACorrection", func(t *testing.T) {
		w := newDesk(t)
		id := w.code(w.ann, "who holds it")
		typist := w.account("typist")
		if err := w.service.SetMember(w.owner, "s", "typist", crosscase.Transcriber, nil); err != nil {
			t.Fatal(err)
		}
		start := runeIndex(deskText, "who holds it")
		got := w.edit(typist, 1, step{Start: start, End: start + 12})
		if len(got.Excerpts) != 0 {
			t.Errorf("the transcriber is shown %+v", got.Excerpts)
		}
		w.wantOn(id, "who holds it", "who holds it", true)
		want(t, w.on(typist, "POST", "/undo", fields{}), 200)
		w.wantOn(id, "who holds it", "", false)
	})
}

// TestUndoOfWhatOthersRestOn takes back the making of what somebody else has used since.
func TestUndoOfWhatOthersRestOn(t *testing.T) {
	type conflict struct {
		Detail  string            `json:"detail"`
		Details []service.Resting `json:"details"`
	}
	t.Run("ErrAnExcerptCodedSince", func(t *testing.T) {
		w := newDesk(t)
		start := runeIndex(deskText, "who holds it")
		mine := w.apply(w.ann, fields{"start": start, "end": start + 12, "theme_id": "T1"})
		his := w.apply(w.ben, fields{"excerpt_id": mine.Excerpt.ID, "start": start, "end": start + 12, "theme_id": "T2"})
		before := w.desk(w.ann)
		got := read[conflict](t, w.on(w.ann, "POST", "/undo", fields{"seq": mine.Seq}), 409)
		if len(got.Details) != 1 || got.Details[0].Theme != "T2" || got.Details[0].Change != his.Seq || got.Details[0].On != "excerpt" {
			t.Errorf("the conflict names %+v", got.Details)
		}
		for _, part := range []string{"1 coding", `"T2"`, fmt.Sprintf("change %d", his.Seq), "nothing was changed"} {
			if !strings.Contains(got.Detail, part) {
				t.Errorf("%q is missing in %q", part, got.Detail)
			}
		}
		if d := cmp.Diff(before, w.desk(w.ann)); d != "" {
			t.Error("something was changed:", d)
		}
		want(t, w.on(w.ben, "POST", "/undo", fields{}), 200) // what the conflict says to do
		want(t, w.on(w.ann, "POST", "/undo", fields{"seq": mine.Seq}), 200)
		if n := len(w.desk(w.ann).Excerpts); n != 0 {
			t.Errorf("%d excerpts are left", n)
		}
	})
	t.Run("ErrAnExcerptThatASummaryQuotes", func(t *testing.T) {
		w := newDesk(t)
		start := runeIndex(deskText, "who holds it")
		mine := w.apply(w.ann, fields{"start": start, "end": start + 12, "theme_id": "T1"})
		want(t, w.on(w.ben, "POST", "/nouns/summaries", fields{"site": "A", "theme": "T1", "text": "Money.", "excerpts": []string{string(mine.Excerpt.ID)}}), 201)
		got := read[conflict](t, w.on(w.ann, "POST", "/undo", fields{"seq": mine.Seq}), 409)
		if len(got.Details) != 1 || got.Details[0].Noun != "summary" {
			t.Errorf("the conflict names %+v", got.Details)
		}
	})
	t.Run("ErrAThemeUsedSince", func(t *testing.T) {
		w := newDesk(t)
		want(t, w.on(w.ann, "POST", "/nouns/themes", fields{"name": "Care"}), 201)
		w.apply(w.ben, fields{"start": 5, "end": 9, "theme_id": "Care"})
		if got := read[conflict](t, w.on(w.ann, "POST", "/undo", fields{}), 409); !strings.Contains(got.Detail, `theme "Care"`) {
			t.Errorf("the conflict says %q", got.Detail)
		}
	})
	t.Run("ErrBlind", func(t *testing.T) {
		w := newDesk(t)
		w.service.SetMember(w.owner, "s", "ann", crosscase.CoderRole, nil)
		study, err := w.service.Get(w.owner, "s", "study", string(w.studyID(t)))
		if err != nil {
			t.Fatal(err)
		}
		study.(*crosscase.Study).Settings.BlindCoding = true
		if _, err := w.service.Update(w.owner, "s", "study", study); err != nil {
			t.Fatal(err)
		}
		start := runeIndex(deskText, "who holds it")
		mine := w.apply(w.ann, fields{"start": start, "end": start + 12, "theme_id": "T1"})
		w.apply(w.ben, fields{"excerpt_id": mine.Excerpt.ID, "start": start, "end": start + 12, "theme_id": "T2"})
		got := read[conflict](t, w.on(w.ann, "POST", "/undo", fields{"seq": mine.Seq}), 409)
		if len(got.Details) != 0 || strings.Contains(got.Detail, "T2") || !strings.Contains(got.Detail, "1 coding") {
			t.Errorf("a blind coder is told %q, %+v", got.Detail, got.Details)
		}
	})
}

// TestUndoBesideAnother takes back one of two questions that two people added to a theme.
func TestUndoBesideAnother(t *testing.T) {
	w := newDesk(t)
	add := func(who, name string) {
		t.Helper()
		want(t, w.on(who, "POST", "/nouns/questions", fields{"theme": "T1", "name": name}), 201)
	}
	add(w.ann, "hers")
	add(w.ben, "his")
	want(t, w.on(w.ann, "POST", "/undo", fields{}), 200)
	if book := want(t, w.on(w.ann, "GET", "/desk/codebook", nil), 200); strings.Contains(book, `"hers"`) || !strings.Contains(book, `"his"`) {
		t.Errorf("of two questions of one theme the wrong one stands: %s", book)
	}
	want(t, w.on(w.ben, "POST", "/undo", fields{}), 200)
	want(t, w.on(w.ann, "POST", "/redo", fields{}), 200)
	want(t, w.on(w.ann, "GET", "/audit", nil), 200)
}
