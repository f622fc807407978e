package service_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// sound is a WAV file of so many seconds of noise.
func sound(seconds int) []byte {
	const rate = 8000
	var b bytes.Buffer
	b.WriteString("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	binary.Write(&b, binary.LittleEndian, []uint32{rate, 2 * rate})
	binary.Write(&b, binary.LittleEndian, []uint16{2, 16})
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(2*rate*seconds))
	for i := range rate * seconds {
		binary.Write(&b, binary.LittleEndian, int16(i*7919%20000-10000))
	}
	return b.Bytes()
}

// recordings is a service that keeps them, with an empty study s.
func recordings(t *testing.T, st *store.Store, tools media.Tools) (*service.Service, *media.Library, context.Context) {
	t.Helper()
	library := media.Open(t.TempDir(), tools)
	t.Cleanup(func() { library.Close(context.Background()) })
	s := service.New(st, service.WithMedia(library), service.WithClock(func() time.Time { return time.UnixMilli(storetest.Now) }), service.WithIDs(storetest.IDs(0)))
	ctx := crosscase.WithActor(t.Context(), storetest.Actor)
	if err := s.CreateStudy(ctx, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		t.Fatal(err)
	}
	return s, library, ctx
}

func importBytes(t *testing.T, s *service.Service, ctx context.Context, name string, body []byte, o service.ImportOptions) *service.ImportResult {
	t.Helper()
	res, err := s.Import(ctx, "s", name, bytes.NewReader(body), int64(len(body)), o)
	if err != nil {
		t.Fatal(err)
	}
	return res
}

// What was heard and transcribed of two recordings of one interview, on both databases.
func TestRecordings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, library, ctx := recordings(t, st, media.Tools{}) // WAV files need no ffmpeg
		first := importBytes(t, s, ctx, "one.wav", sound(10), service.ImportOptions{Site: "A", Interview: "talk", Participants: []string{"Anna"}})
		second := importBytes(t, s, ctx, "two.wav", sound(20), service.ImportOptions{Interview: "talk"})
		library.Jobs.Wait()
		for _, j := range mustJobs(t, s, ctx) {
			if j.State != media.JobDone {
				t.Errorf("%+v", j)
			}
		}
		// With two recordings the transcript must say of which it is.
		vtt := []byte("WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>One.\n\n00:01.000 --> 00:05.000\n<v Ben>Two.\n")
		if res := importBytes(t, s, ctx, "vague.vtt", vtt, service.ImportOptions{Interview: "talk"}); len(res.Warnings) != 1 || !strings.Contains(res.Warnings[0], "2 recordings") {
			t.Errorf("%q", res.Warnings)
		}
		if res := importBytes(t, s, ctx, "words.vtt", vtt, service.ImportOptions{Recording: "two"}); len(res.Warnings) != 0 {
			t.Errorf("%q", res.Warnings)
		}
		interview, err := s.Get(ctx, "s", "interview", "talk")
		if err != nil {
			t.Fatal(err)
		}
		if i := interview.(*crosscase.Interview); len(i.Participants) != 2 || i.Listened {
			t.Errorf("%+v", i)
		}
		hear := func(source crosscase.SourceID, from, to int64) *service.Passes {
			t.Helper()
			p, err := s.Listen(ctx, "s", string(source), service.Heard{Start: from, End: to})
			if err != nil {
				t.Fatal(err)
			}
			return p
		}
		hear(second.SourceID, 0, 8000)
		hear(second.SourceID, 12_000, 20_000)
		p := hear(second.SourceID, 7000, 12_500)
		if diff := cmp.Diff([]media.Stretch{{0, 20_000}}, p.Heard); diff != "" || len(p.Items) != 1 || p.Mine != 2 || p.Transcribed != 5000 || p.ByMachine != 0 {
			t.Errorf("%s %+v", diff, p)
		}
		hear(first.SourceID, 0, 6000)
		if listened(t, s, ctx) {
			t.Error("26 of 30 seconds make it listened to")
		}
		hear(first.SourceID, 5000, 7500)
		if !listened(t, s, ctx) {
			t.Error("27.5 of 30 seconds do not make it listened to")
		}
		over, err := s.Listening(ctx, "s")
		if err != nil {
			t.Fatal(err)
		}
		if over.Length != 30_000 || over.Heard != 27_500 || over.Unheard != 2500 || over.Transcribed != 5000 || len(over.Items) != 2 {
			t.Errorf("%+v", over)
		}
		if diff := cmp.Diff([]string{storetest.Actor.Name}, over.Items[0].Listeners); diff != "" {
			t.Error(diff)
		}
		if v, err := s.Verify(ctx, "s"); err != nil || len(v.Faults) > 0 {
			t.Errorf("%+v, %v", v, err)
		}
		// Which file a recording is of nobody says but the import.
		if _, err := s.CreateRecord(ctx, "s", "media", service.Record{"source_id": string(first.SourceID), "hash": strings.Repeat("0", 64)}); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("media were written by hand: %v", err)
		}
		// A source that says it is its own recording is none.
		note := importBytes(t, s, ctx, "note.md", []byte("# Words\n\nMore words.\n"), service.ImportOptions{Site: "A"})
		if _, err := s.UpdateRecord(ctx, "s", "source", string(note.SourceID), service.Record{"kind": "transcript", "recording_id": string(note.SourceID)}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Passes(ctx, "s", string(note.SourceID)); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			t.Errorf("%v", err)
		}
		// With the study its files go.
		if err := s.DeleteStudy(ctx, "s"); err != nil {
			t.Fatal(err)
		}
		if f, err := library.Content.Open(hashOf(t, sound(10))); err == nil {
			f.Close()
			t.Error("the file is still there")
		}
	})
}

const twoCaptions = "WEBVTT\n\n00:00.000 --> 00:02.000\n<v Anna>One.\n\n00:01.000 --> 00:05.000\n<v Ben>Two.\n"

// Somebody has listened since, and a transcript was aligned: the import is not taken back half.
func TestUndoImportOfARecording(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, library, ctx := recordings(t, st, media.Tools{})
		made := importBytes(t, s, ctx, "talk.wav", sound(10), service.ImportOptions{Site: "A", Participants: []string{"Anna", "Ben"}})
		library.Jobs.Wait()
		id := string(made.SourceID)
		if _, err := s.Listen(ctx, "s", id, service.Heard{Start: 0, End: 5000}); err != nil {
			t.Fatal(err)
		}
		changes, err := s.Changes(ctx, "s", 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		heard := changes[0]
		words := importBytes(t, s, ctx, "talk.vtt", []byte(twoCaptions), service.ImportOptions{})
		_, err = s.Undo(ctx, "s", made.Change)
		wantCode(t, "undo of an import that was listened to", err, crosscase.CodeConflict)
		for _, part := range []string{"1 source", "1 pass", "nothing was changed"} {
			if !strings.Contains(err.Error(), part) {
				t.Errorf("%q is missing in %q", part, err)
			}
		}
		if p, err := s.Passes(ctx, "s", id); err != nil || len(p.Items) != 1 {
			t.Errorf("after the refusal: %+v, %v", p, err)
		}
		if f, err := library.Content.Open(hashOf(t, sound(10))); err != nil {
			t.Error("the file is gone:", err)
		} else {
			f.Close()
		}
		for _, seq := range []int64{words.Change, heard.Seq, made.Change} { // what the conflict says to do
			if _, err := s.Undo(ctx, "s", seq); err != nil {
				t.Fatal(err)
			}
		}
		if rows, err := s.List(ctx, "s", "source", nil); err != nil || len(rows) != 0 {
			t.Errorf("%d sources are left, %v", len(rows), err)
		}
		if _, err := s.Redo(ctx, "s", 0); err != nil {
			t.Fatal(err)
		}
		if _, job, err := s.Peaks(ctx, "s", id); err != nil && job == nil {
			t.Error("brought back it has no sound:", err)
		}
		library.Jobs.Wait()
		if v, err := s.Verify(ctx, "s"); err != nil || len(v.Faults) > 0 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// A recording that is deleted leaves its transcripts, with all that was coded in them.
func TestDeleteARecordingWithTranscripts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, library, ctx := recordings(t, st, media.Tools{})
		made := importBytes(t, s, ctx, "talk.wav", sound(10), service.ImportOptions{Site: "A"})
		library.Jobs.Wait()
		words := importBytes(t, s, ctx, "talk.vtt", []byte(twoCaptions), service.ImportOptions{})
		if _, err := s.CreateRecord(ctx, "s", "theme", service.Record{"name": "Money"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ApplyTheme(ctx, "s", string(words.SourceID), service.Application{Mark: service.Mark{Start: 6, End: 9}, ThemeID: "Money"}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Listen(ctx, "s", string(made.SourceID), service.Heard{Start: 0, End: 5000}); err != nil {
			t.Fatal(err)
		}
		aligned := func() crosscase.SourceID {
			t.Helper()
			row, err := s.Get(ctx, "s", "source", string(words.SourceID))
			if err != nil {
				t.Fatal(err)
			}
			return row.(*crosscase.Source).RecordingID
		}
		_, err := s.Delete(ctx, "s", "source", string(made.SourceID), false)
		wantCode(t, "a recording with a transcript", err, crosscase.CodeInvalid)
		if aligned() != made.SourceID {
			t.Error("the refusal changed the transcript")
		}
		gone, err := s.Delete(ctx, "s", "source", string(made.SourceID), true)
		if err != nil {
			t.Fatal(err)
		}
		if aligned() != "" {
			t.Error("the transcript names a recording that is gone")
		}
		desk, err := s.DeskSource(ctx, "s", string(words.SourceID))
		if err != nil || len(desk.Excerpts) != 1 || len(desk.Excerpts[0].Codings) != 1 {
			t.Errorf("of the transcript is left %+v, %v", desk, err)
		}
		if _, err := s.Undo(ctx, "s", gone.Seq); err != nil {
			t.Fatal(err)
		}
		if p, err := s.Passes(ctx, "s", string(made.SourceID)); aligned() != made.SourceID || err != nil || len(p.Items) != 1 {
			t.Errorf("brought back it has passes %+v, %v", p, err)
		}
		if v, err := s.Verify(ctx, "s"); err != nil || len(v.Faults) > 0 {
			t.Errorf("%+v, %v", v, err)
		}
	})
}

// A length that nobody could tell is written down once the sound has been decoded.
func TestMeasureLater(t *testing.T) {
	tools := media.FindTools()
	if !tools.Complete() {
		t.Skip("ffmpeg is not installed")
	}
	s, library, ctx := recordings(t, storetest.SQLite(t), media.Tools{})
	body := append([]byte("fLaC"), make([]byte, 60)...) // begins like a recording, and is none
	broken := importBytes(t, s, ctx, "broken.flac", body, service.ImportOptions{})
	if len(broken.Warnings) == 0 || !strings.Contains(strings.Join(broken.Warnings, " "), "ffmpeg") {
		t.Errorf("%q", broken.Warnings)
	}
	library.Tools = tools // ffmpeg is installed later
	if _, job, err := s.Peaks(ctx, "s", string(broken.SourceID)); err != nil || job == nil {
		t.Fatal(job, err)
	}
	library.Jobs.Wait()
	if _, _, err := s.Peaks(ctx, "s", string(broken.SourceID)); crosscase.ErrorCode(err) != crosscase.CodeNotFound || !strings.Contains(err.Error(), "could not be drawn") {
		t.Errorf("%v", err)
	}
}

func mustJobs(t *testing.T, s *service.Service, ctx context.Context) []media.Job {
	t.Helper()
	jobs, err := s.Jobs(ctx, "s")
	if err != nil || len(jobs) == 0 {
		t.Fatal(jobs, err)
	}
	return jobs
}

func listened(t *testing.T, s *service.Service, ctx context.Context) bool {
	t.Helper()
	row, err := s.Get(ctx, "s", "interview", "talk")
	if err != nil {
		t.Fatal(err)
	}
	return row.(*crosscase.Interview).Listened
}

func hashOf(t *testing.T, body []byte) string {
	t.Helper()
	s, err := media.NewContent(t.TempDir()).Stage(t.Context(), bytes.NewReader(body), nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Hash
}
