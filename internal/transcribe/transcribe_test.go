package transcribe_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// hear has a command answer with the given words, printed or written to its output with an ending.
func hear(t *testing.T, answer, ending string) ([]reader.Said, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "answer")
	if err := os.WriteFile(file, []byte(answer), 0o600); err != nil {
		t.Fatal(err)
	}
	command := "sh -c 'test -n \"$0\" && cat " + file + "' {input}"
	if ending != "printed" {
		command = "sh -c 'cat " + file + " > \"$1\"" + ending + "' {input} {input} {output}"
		command = strings.Replace(command, "{input} {input}", "{input}", 1)
	}
	engine, err := transcribe.New(transcribe.Options{Command: command})
	if err != nil {
		t.Fatal(err)
	}
	return engine.Hear(t.Context(), "/tmp/some file.wav", 10_000)
}

func TestCommandAnswers(t *testing.T) {
	two := []reader.Said{{From: 500, To: 2000, Words: "Good morning."}, {From: 2000, To: 9000, Words: "And to you."}}
	for name, c := range map[string]struct {
		answer string
		want   []reader.Said
	}{
		"VTT":     {"WEBVTT\n\n00:00.500 --> 00:02.000\nGood morning.\n\n00:02.000 --> 00:09.000\nAnd to you.\n", two},
		"SRT":     {"1\n00:00:00,500 --> 00:00:02,000\nGood morning.\n\n2\n00:00:02,000 --> 00:00:09,000\nAnd to you.\n", two},
		"JSON":    {`{"text":"x","segments":[{"start":0.5,"end":2,"text":"Good morning."},{"start":2,"end":9,"text":"And to you."}]}`, two},
		"Whisper": {`{"transcription":[{"offsets":{"from":500,"to":2000},"text":"Good morning."},{"offsets":{"from":2000,"to":9000},"text":"And to you."}]}`, two},
		"Words":   {"Good morning.\n", []reader.Said{{To: 10_000, Words: "Good morning."}}},
		"TextKey": {`{"text":"Good morning."}`, []reader.Said{{To: 10_000, Words: "Good morning."}}},
		"PastEnd": {`{"segments":[{"start":-3,"end":99,"text":"a"},{"start":20,"end":21,"text":"b"}]}`, []reader.Said{{To: 10_000, Words: "a"}, {From: 10_000, To: 10_000, Words: "b"}}},
		"Nothing": {"WEBVTT\n", nil},
	} {
		for _, ending := range []string{"printed", "", ".vtt", ".json"} {
			t.Run(name+ending, func(t *testing.T) {
				got, err := hear(t, c.answer, ending)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
			})
		}
	}
	for name, answer := range map[string]string{"TornJSON": `{"segments":[`, "Backwards": "WEBVTT\n\n00:05.000 --> 00:02.000\nx\n"} {
		if _, err := hear(t, answer, "printed"); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCommandFails(t *testing.T) {
	engine, err := transcribe.New(transcribe.Options{Command: `sh -c 'echo no model >&2; exit 3' {input}`})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Hear(t.Context(), "x.wav", 1); crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "no model") {
		t.Error(err)
	}
	engine, err = transcribe.New(transcribe.Options{Command: `true {input} {output}`})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Hear(t.Context(), "x.wav", 1); crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "nothing at {output}") {
		t.Error(err)
	}
}

func TestNew(t *testing.T) {
	for name, o := range map[string]transcribe.Options{
		"Both":      {URL: "http://127.0.0.1:1", Command: "cat {input}"},
		"NoInput":   {Command: "cat"},
		"NoProgram": {Command: "there-is-no-such-program {input}"},
		"Open":      {Command: "cat '{input}"},
		"NoAddress": {URL: "localhost:8000"},
		"Password":  {URL: "http://me:secret@localhost"},
		"FileURL":   {URL: "file:///etc/passwd"},
	} {
		if _, err := transcribe.New(o); crosscase.ErrorCode(err) != crosscase.CodeInvalid || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if engine, err := transcribe.New(transcribe.Options{}); engine != nil || err != nil {
		t.Error("one that nobody named:", engine, err)
	}
	for url, where := range map[string]string{
		"http://127.0.0.1:8000":     "the computer that Crosscase runs on",
		"http://192.168.1.7/v1":     "another computer in this network",
		"https://api.example.com/x": "participants agreed",
	} {
		engine, err := transcribe.New(transcribe.Options{URL: url})
		if err != nil || !strings.Contains(engine.About().Where, where) {
			t.Errorf("%s: %v, %v", url, engine.About(), err)
		}
	}
}

// Where the server cannot be reached, or sends the sound on to another address, that is said.
func TestServerUnreachable(t *testing.T) {
	wav := filepath.Join(t.TempDir(), "a.wav")
	if err := os.WriteFile(wav, []byte("RIFF"), 0o600); err != nil {
		t.Fatal(err)
	}
	engine, err := transcribe.New(transcribe.Options{URL: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Hear(t.Context(), wav, 1); crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), "cannot be reached") {
		t.Error(err)
	}
}
