package transcribe

import (
	"context"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

// Engine is a machine that hears words.
type Engine interface {
	About() About
	// Reach tries whether it is there, and sends it nothing.
	Reach(ctx context.Context) error
	// Hear is the words of a WAV file that is so many milliseconds long, with their times in it.
	Hear(ctx context.Context, wav string, length int64) ([]reader.Said, error)
}

// About says what an engine is.
type About struct {
	Kind  string `json:"kind" enum:"http,command"`
	Where string `json:"where" doc:"where the sound goes, in words"`
	Model string `json:"model,omitempty"`
}

// Options name an engine. The zero value names none.
type Options struct {
	URL     string // of a server: its root, its /v1, or the whole address of /v1/audio/transcriptions
	Key     string // for the server, where it wants one
	Model   string
	Command string // with {input}, and {output} where it writes a file
}

// New is the engine that the options name; nil where they name none.
func New(o Options) (Engine, error) {
	switch {
	case o.URL != "" && o.Command != "":
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "transcription is done by a server or by a command: give --transcribe-url or --transcribe-command, not both")
	case o.URL != "":
		return newServer(o)
	case o.Command != "":
		return newCommand(o)
	}
	return nil, nil
}

// limits of what an engine may answer for one stretch.
const (
	maxAnswer = 16 << 20 // bytes
	maxSaid   = 100_000
)
