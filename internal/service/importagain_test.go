package service_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// A text that was taken for another encoding is read anew, as long as nobody has worked on it.
func TestReadAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		body := "Zo\x91: Caf\x8e au lait.\nBen: Oui.\nZo\x91: Non.\nBen: Si.\n" // Mac Roman
		first := importBytes(t, s, ctx, "talk.txt", []byte(body), service.ImportOptions{Site: "A", Encoding: "windows-1252"})
		again := importBytes(t, s, ctx, "talk.txt", []byte(body), service.ImportOptions{Site: "A", Encoding: "macintosh"})
		sources := rowsOf[crosscase.Source](t, s, ctx, "source")
		if len(sources) != 1 || sources[0].ID != again.SourceID || sources[0].ID == first.SourceID || sources[0].Encoding != "macintosh" {
			t.Errorf("%+v", sources)
		}
		if d := cmp.Diff([]string{"Zoë", "Ben"}, again.Interview.Participants); d != "" {
			t.Error(d)
		}
		if n := len(rowsOf[crosscase.Interview](t, s, ctx, "interview")); n != 1 {
			t.Errorf("%d interviews", n)
		}
		wantCode(t, "the same encoding", importError(s, ctx, "talk.txt", body, service.ImportOptions{Encoding: "macintosh"}), crosscase.CodeInvalid)
		if _, err := s.CreateRecord(ctx, "s", "excerpt", service.Record{"source_id": string(again.SourceID), "start": 0, "end": 3}); err != nil {
			t.Fatal(err)
		}
		err := importError(s, ctx, "talk.txt", body, service.ImportOptions{Encoding: "windows-1252"})
		if crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "somebody has worked on source talk") {
			t.Errorf("%v", err)
		}
	})
}

// grid is a TextGrid with one tier.
func grid(speaker string, stretches ...string) []byte {
	return []byte("\"ooTextFile\"\n\"TextGrid\"\n0\n9\n<exists>\n1\n\"IntervalTier\"\n\"" + speaker + "\"\n0\n9\n" + string(rune('0'+len(stretches))) + "\n" + strings.Join(stretches, "\n") + "\n")
}

// Two tracks of one conversation are one transcript, in turns by time.
func TestTracks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		o := service.ImportOptions{Site: "A", InterviewFrom: `^(.*)_\w+\.`, Join: true}
		importBytes(t, s, ctx, "talk1_doctor.TextGrid", grid("Doctor", "0\n1\n\"Hello?\"", "4\n5\n\"I see.\""), o)
		res := importBytes(t, s, ctx, "talk1_patient.TextGrid", grid("Patient", "2\n3\n\"Good morning.\"", "6\n7\n\"Yes.\""), o)
		sources := rowsOf[crosscase.Source](t, s, ctx, "source")
		if len(sources) != 1 || sources[0].Name != "talk1" || sources[0].File != "talk1_doctor.TextGrid + talk1_patient.TextGrid" {
			t.Fatalf("%+v", sources)
		}
		text := rowsOf[crosscase.SourceText](t, s, ctx, "source_text")[0].Text
		if want := "Doctor: Hello?\nPatient: Good morning.\nDoctor: I see.\nPatient: Yes."; text != want || res.Interview.Turns != 4 {
			t.Errorf("%q, %+v", text, res.Interview)
		}
		interviews := rowsOf[crosscase.Interview](t, s, ctx, "interview")
		if len(interviews) != 1 || len(interviews[0].Participants) != 2 {
			t.Errorf("%+v", interviews)
		}
		o.NameFrom, o.InterviewFrom = `_(\w+)\.`, `^(.*)_\w+\.`
		importBytes(t, s, ctx, "talk2_doctor.TextGrid", grid("Speaker", "0\n1\n\"Hello?\""), o)
		if res := importBytes(t, s, ctx, "talk2_patient.TextGrid", grid("Speaker", "2\n3\n\"Good morning.\""), o); cmp.Diff([]string{"doctor", "patient"}, res.Interview.Participants) != "" {
			t.Errorf("%+v", res.Interview)
		}
		o.NameFrom = ""
		wantCode(t, "the same track", importError(s, ctx, "talk1_doctor.TextGrid", string(grid("Doctor", "0\n1\n\"Hello?\"")), o), crosscase.CodeInvalid)
	})
}
