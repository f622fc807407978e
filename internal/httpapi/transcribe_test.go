package httpapi

import (
	"bufio"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// transcriptionServer starts the test server of internal/transcribe as a process of its own.
func transcriptionServer(t *testing.T, args ...string) (url string) {
	t.Helper()
	program := filepath.Join(t.TempDir(), "server")
	if out, err := exec.Command("go", "build", "-o", program, "../transcribe/testdata/server").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	cmd := exec.Command(program, args...)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	lines := bufio.NewScanner(out)
	if !lines.Scan() {
		t.Fatal("the server did not begin")
	}
	return lines.Text()
}

func newEngine(t *testing.T, o transcribe.Options) service.Option {
	t.Helper()
	engine, err := transcribe.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return service.WithTranscriber(engine)
}

// From a recording to words marked as a machine's, by a real server process.
func TestTranscribe(t *testing.T) {
	if !media.FindTools().Complete() {
		t.Skip("ffmpeg is not installed")
	}
	url := transcriptionServer(t, "-key", "sesame")
	w := newRecordingWorld(t, newEngine(t, transcribe.Options{URL: url, Key: "sesame", Model: "loudness"}))
	id := string(w.importRecording(t, "one.wav", soundFile(7, "x"), UploadImport{Site: "A", Interview: "first"}).SourceID)
	w.media.Jobs.Wait()
	about := read[service.TranscriberInfo](t, w.do(request{path: "/api/studies/s/transcriber"}), http.StatusOK)
	if !about.Configured || about.Kind != "http" || about.Model != "loudness" || !strings.Contains(about.Where, url) {
		t.Errorf("%+v", about)
	}
	path := "/api/studies/s/desk/sources/" + id + "/transcribe"
	if said := want(t, w.do(request{method: http.MethodPost, path: path, body: service.TranscribeRequest{}}), http.StatusUnprocessableEntity); !strings.Contains(said, "sends the sound to "+url) {
		t.Errorf("sent without asking: %s", said)
	}
	run := func(q service.TranscribeRequest) media.Job {
		t.Helper()
		q.Confirm = true
		begun := read[media.Job](t, w.do(request{method: http.MethodPost, path: path, body: q}), http.StatusAccepted)
		w.media.Jobs.Wait()
		for _, j := range w.media.Jobs.List(w.studyID(t)) {
			if j.ID == begun.ID {
				return j
			}
		}
		t.Fatal("the job is gone")
		return media.Job{}
	}

	t.Run("Whole", func(t *testing.T) {
		if j := run(service.TranscribeRequest{}); j.State != media.JobDone {
			t.Fatalf("%+v", j)
		}
		for _, src := range read[ItemsOf[crosscase.Source]](t, w.do(request{path: "/api/studies/s/nouns/sources?kind=transcript"}), http.StatusOK).Items {
			if src.Kind != crosscase.Transcript {
				continue
			}
			if src.Genre != crosscase.GenreMachine || string(src.RecordingID) != id || !strings.Contains(src.Note, "not checked") {
				t.Errorf("%+v", src)
			}
			view := read[service.SourceView](t, w.do(request{path: "/api/studies/s/sources/" + string(src.ID)}), http.StatusOK)
			if view.Text != "Loud 10000.\nLoud 10000.\nLoud 10000.\nLoud 10000." {
				t.Errorf("%q", view.Text)
			}
			if last := view.Turns[3]; last.From != 6000 || last.To != 7000 || view.Text[last.Speech:last.End] != "Loud 10000." {
				t.Errorf("%+v", last)
			}
		}
		over := read[*service.Listening](t, w.do(request{path: "/api/studies/s/listening"}), http.StatusOK)
		if over.Transcribed != 0 || over.ByMachine != 7000 {
			t.Errorf("%+v", over)
		}
	})
	t.Run("Excerpt", func(t *testing.T) {
		e := read[crosscase.Excerpt](t, w.do(request{method: http.MethodPost, path: "/api/studies/s/nouns/excerpts",
			body: map[string]any{"source_id": id, "site": "A", "measure": "milliseconds", "kind": "note", "start": 1000, "end": 4000}}), http.StatusCreated)
		if j := run(service.TranscribeRequest{ExcerptID: e.ID}); j.State != media.JobDone || j.ExcerptID != e.ID {
			t.Fatalf("%+v", j)
		}
		got := read[crosscase.Excerpt](t, w.do(request{path: "/api/studies/s/nouns/excerpts/" + string(e.ID)}), http.StatusOK)
		if got.Text != "Loud 10000.\nLoud 10000." || !got.Machine || got.Kind != crosscase.Verbatim || len(got.Turns) != 2 {
			t.Errorf("%+v", got)
		}
		if diff := cmp.Diff([]int64{1000, 3000, 3000, 4000}, []int64{got.Turns[0].From, got.Turns[0].To, got.Turns[1].From, got.Turns[1].To}); diff != "" {
			t.Error(diff)
		}
		// A person has checked it: from now on these are their words, and no machine writes over them.
		got.Machine, got.Text, got.Turns = false, "It is loud.", nil
		want(t, w.do(request{method: http.MethodPut, path: "/api/studies/s/nouns/excerpts/" + string(e.ID), body: got}), http.StatusOK)
		want(t, w.do(request{method: http.MethodPost, path: path, body: service.TranscribeRequest{ExcerptID: e.ID, Confirm: true}}), http.StatusUnprocessableEntity)
		over := read[*service.Listening](t, w.do(request{path: "/api/studies/s/listening"}), http.StatusOK)
		if over.Transcribed != 3000 || over.ByMachine != 4000 {
			t.Errorf("%+v", over)
		}
	})
	t.Run("Refused", func(t *testing.T) {
		w := newRecordingWorld(t, newEngine(t, transcribe.Options{URL: url, Key: "wrong"}))
		id := string(w.importRecording(t, "one.wav", soundFile(1, "x"), UploadImport{}).SourceID)
		want(t, w.do(request{method: http.MethodPost, path: "/api/studies/s/desk/sources/" + id + "/transcribe", body: service.TranscribeRequest{Confirm: true}}), http.StatusAccepted)
		w.media.Jobs.Wait()
		j := w.media.Jobs.List(w.studyID(t))[0]
		if j.State != media.JobFailed || !strings.Contains(j.Error, "401") || !strings.Contains(j.Error, "wrong key") {
			t.Errorf("%+v", j)
		}
	})
	t.Run("Off", func(t *testing.T) {
		w := newRecordingWorld(t)
		id := string(w.importRecording(t, "one.wav", soundFile(1, "x"), UploadImport{}).SourceID)
		if about := read[service.TranscriberInfo](t, w.do(request{path: "/api/studies/s/transcriber"}), http.StatusOK); about.Configured {
			t.Errorf("%+v", about)
		}
		want(t, w.do(request{method: http.MethodPost, path: "/api/studies/s/desk/sources/" + id + "/transcribe", body: service.TranscribeRequest{Confirm: true}}), http.StatusUnprocessableEntity)
	})
}

func (w *world) studyID(t *testing.T) crosscase.StudyID {
	t.Helper()
	s, err := w.store.StudyBySlug(t.Context(), "s")
	if err != nil {
		t.Fatal(err)
	}
	return s.ID
}
