package main

import (
	"os"

	"github.com/crosscase/crosscase/internal/transcribe"
)

// transcriberFlags name the machine that transcribes. There is none unless one is named.
type transcriberFlags struct {
	TranscribeURL     string `name:"transcribe-url" help:"Server that transcribes, by the API of OpenAI: http://127.0.0.1:8000. Its key, where it wants one, stands in $CROSSCASE_TRANSCRIBE_KEY." env:"CROSSCASE_TRANSCRIBE_URL" placeholder:"URL"`
	TranscribeModel   string `help:"Model to ask it for." env:"CROSSCASE_TRANSCRIBE_MODEL" placeholder:"NAME"`
	TranscribeCommand string `help:"Command that transcribes, instead: 'whisper-cli -m model.bin -f {input} -ovtt -of {output}'." env:"CROSSCASE_TRANSCRIBE_COMMAND" placeholder:"COMMAND"`
}

// engine is the machine they name, or none. The key comes from the environment alone: flags show in lists of processes.
func (f transcriberFlags) engine() (transcribe.Engine, error) {
	return transcribe.New(transcribe.Options{URL: f.TranscribeURL, Model: f.TranscribeModel, Command: f.TranscribeCommand, Key: os.Getenv("CROSSCASE_TRANSCRIBE_KEY")})
}
