package httpapi

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// pictureFile is a picture of w by h pixels.
func pictureFile(t *testing.T, w, h int) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewGray(image.Rect(0, 0, w, h))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestPicture(t *testing.T) {
	w := newDesk(t)
	body := pictureFile(t, 300, 200)
	imported := func(name string, o UploadImport) UploadImported {
		t.Helper()
		at := w.send(t, bearer(w.ann), name, body)
		return read[UploadImported](t, w.do(request{method: http.MethodPost, path: at + "/import", body: o, header: bearer(w.ann)}), 200)
	}
	plan := imported("plan.png", UploadImport{Site: "A"})
	w.source = string(plan.SourceID)
	t.Run("Imported", func(t *testing.T) {
		d := w.desk(w.ben)
		want := &service.DeskMedia{SourceID: plan.SourceID, Type: "image/png", Tracks: []crosscase.Track{}, Pages: []crosscase.Page{{Width: 300, Height: 200}},
			Bytes: int64(len(body)), URL: "/api/studies/s/media/" + w.source}
		if diff := cmp.Diff(want, d.Media); diff != "" || d.Name != "plan" || d.Kind != crosscase.Picture || d.Site != "A" {
			t.Errorf("%+v (-want +got):\n%s", d, diff)
		}
	})
	t.Run("ImportedAgain", func(t *testing.T) {
		if again := imported("other.png", UploadImport{Site: "A"}); again.SourceID != plan.SourceID || again.Created {
			t.Errorf("%+v", again)
		}
	})
	t.Run("Shown", func(t *testing.T) {
		rec := w.on(w.ben, "GET", "/media/"+w.source, nil)
		if want(t, rec, 200); !bytes.Equal(rec.Body.Bytes(), body) || rec.Header().Get("Content-Type") != "image/png" ||
			!strings.Contains(rec.Header().Get("Content-Security-Policy"), "sandbox") || rec.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%v", rec.Header())
		}
		want(t, w.on(w.ben, "GET", "/media/"+w.source+"/peaks", nil), http.StatusNotFound)
	})
	box := crosscase.Area{X0: 10, Y0: 20, X1: 110.5, Y1: 90}
	coded := w.apply(w.ben, fields{"theme_id": "T1", "areas": []crosscase.Area{box}, "text": "the ward office"})
	t.Run("AreaCoded", func(t *testing.T) {
		e := coded.Excerpt
		want := service.DeskExcerpt{ID: e.ID, Revision: coded.Seq, Start: 0, End: 1, Areas: []crosscase.Area{box}, Measure: crosscase.PageBox,
			Kind: crosscase.NoteOnly, Text: "the ward office", Codings: e.Codings}
		if diff := cmp.Diff(want, *e); diff != "" || len(e.Codings) != 1 {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	t.Run("SameAreaIsTheSameExcerpt", func(t *testing.T) {
		if same := w.apply(w.ben, fields{"theme_id": "T2", "areas": []crosscase.Area{box}}); same.Excerpt.ID != coded.Excerpt.ID || len(same.Excerpt.Codings) != 2 {
			t.Errorf("%+v", same.Excerpt)
		}
		other := box
		other.X1 = 300
		if another := w.apply(w.ben, fields{"theme_id": "T2", "areas": []crosscase.Area{other}}); another.Excerpt.ID == coded.Excerpt.ID {
			t.Errorf("%+v", another.Excerpt)
		}
	})
	t.Run("Moved", func(t *testing.T) {
		moved := box
		moved.Y1 = 200
		got := read[service.Desked](t, w.on(w.ben, "PATCH", "/desk/excerpts/"+string(coded.Excerpt.ID), fields{"areas": []crosscase.Area{moved}}), 200)
		if diff := cmp.Diff([]crosscase.Area{moved}, got.Excerpt.Areas); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
	for name, mark := range map[string]fields{
		"ErrOverTheEdge": {"areas": []crosscase.Area{{X0: 10, Y0: 20, X1: 302, Y1: 90}}},
		"ErrNoSuchPage":  {"areas": []crosscase.Area{{Page: 1, X0: 10, Y0: 20, X1: 110, Y1: 90}}},
		"ErrNothingInIt": {"areas": []crosscase.Area{{X0: 110, Y0: 20, X1: 110, Y1: 90}}},
		"ErrNoArea":      {"measure": "page"},
		"ErrNoText":      {"start": 0, "end": 5},
	} {
		t.Run(name, func(t *testing.T) {
			mark["theme_id"] = "T1"
			want(t, w.at(w.ben, "POST", "/codings", mark), http.StatusUnprocessableEntity)
		})
	}
	t.Run("ErrAreaOfATranscript", func(t *testing.T) {
		rec := w.on(w.ben, "POST", "/desk/sources/talk/codings", fields{"theme_id": "T1", "areas": []crosscase.Area{box}})
		want(t, rec, http.StatusUnprocessableEntity)
	})
}

// A file of a source is never sent as something that a browser would run.
func TestShownAs(t *testing.T) {
	for kind, want := range map[string]string{
		"audio/mpeg": "audio/mpeg", "video/mp4": "video/mp4", "image/webp": "image/webp", "application/pdf": "application/pdf",
		"image/svg+xml": "application/octet-stream", "text/html": "application/octet-stream", "": "application/octet-stream", "application/xhtml+xml": "application/octet-stream",
	} {
		if got := shownAs(kind); got != want {
			t.Errorf("%q is sent as %q, want %q", kind, got, want)
		}
	}
}

// A dry run says what an upload would make of the study, with the first turns, and leaves both as they are.
func TestUploadPreview(t *testing.T) {
	w := newDesk(t)
	at := w.send(t, bearer(w.ann), "B-1 nurse.txt", []byte("Q1> Who leads?\nN> Matron does.\nQ1> Always?\nN> Mostly.\n"))
	look := func(o UploadImport) *service.ImportResult {
		t.Helper()
		o.DryRun = true
		return read[UploadImported](t, w.do(request{method: http.MethodPost, path: at + "/import", body: o, header: bearer(w.ann)}), 200).Result
	}
	t.Run("WithoutAPattern", func(t *testing.T) {
		got := look(UploadImport{Site: "A"})
		if got.Interview.Begins != "Q1> Who leads? N> Matron does. Q1> Always? N> Mostly." || got.Interview.First != nil || got.Kind != "document" || got.Change != 0 {
			t.Errorf("%+v", got.Interview)
		}
	})
	t.Run("WithAPattern", func(t *testing.T) {
		got := look(UploadImport{Site: "B", SpeakerFrom: `^(\w+)>`})
		want := []service.TurnPreview{{Speaker: "Q1", Asks: true, Words: "Who leads?"}, {Speaker: "N", Words: "Matron does."}, {Speaker: "Q1", Asks: true, Words: "Always?"}, {Speaker: "N", Words: "Mostly."}}
		if diff := cmp.Diff(want, got.Interview.First); diff != "" || got.Kind != "interview" || !cmp.Equal(got.Created["participant"], []string{"B/N"}) {
			t.Errorf("%+v (-want +got):\n%s", got, diff)
		}
	})
	t.Run("NothingIsMade", func(t *testing.T) {
		if list := read[*service.SourceList](t, w.on(w.ann, "GET", "/sources", nil), 200); len(list.Items) != 1 {
			t.Errorf("%+v", list.Items)
		}
	})
	t.Run("ThenImported", func(t *testing.T) {
		done := read[UploadImported](t, w.do(request{method: http.MethodPost, path: at + "/import", body: UploadImport{Site: "B", SpeakerFrom: `^(\w+)>`}, header: bearer(w.ann)}), 200)
		if !done.Created || done.Result.Loss == nil {
			t.Errorf("%+v", done.Result)
		}
	})
}
