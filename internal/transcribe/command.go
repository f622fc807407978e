package transcribe

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

// command is an engine that is a program on this computer.
//
// The rules are:
//   - the command is divided at its blanks, but for those within quotation marks; no shell sees it;
//   - {input} is the WAV file, {output} a file name in an empty directory;
//   - where it names {output}, the answer is that file, as such or with one of the endings .json .vtt .srt .txt, which
//     many programs add; else it is what the program prints.
type command struct {
	args   []string
	model  string
	writes bool
}

func newCommand(o Options) (*command, error) {
	args, err := split(o.Command)
	if err != nil {
		return nil, err
	}
	c := &command{args: args, model: o.Model}
	named := strings.Join(args, " ")
	if c.writes = strings.Contains(named, "{output}"); !strings.Contains(named, "{input}") {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-command does not say where the sound goes in: write {input} where the name of the WAV file belongs")
	}
	if _, err := exec.LookPath(args[0]); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-command: there is no program %s in the PATH", args[0])
	}
	return c, nil
}

// split divides a command line.
func split(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	var quote rune
	open := false
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, open = r, true
		case r == ' ' || r == '\t' || r == '\n':
			if open {
				out = append(out, word.String())
			}
			word.Reset()
			open = false
		default:
			word.WriteRune(r)
			open = true
		}
	}
	if quote != 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-command: a quotation mark %c is not closed", quote)
	}
	if open {
		out = append(out, word.String())
	}
	if len(out) == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-command is empty")
	}
	return out, nil
}

func (c *command) About() About {
	return About{Kind: "command", Model: c.model, Where: "runs " + filepath.Base(c.args[0]) + " on the computer that Crosscase runs on; the sound does not leave it unless that program sends it"}
}

// Reach has nothing to try: the program was looked for when it was named.
func (c *command) Reach(context.Context) error { return nil }

func (c *command) Hear(ctx context.Context, wav string, length int64) ([]reader.Said, error) {
	dir, err := os.MkdirTemp("", "crosscase-transcribe-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	out := filepath.Join(dir, "words")
	args := slices.Clone(c.args)
	for i := range args {
		args[i] = strings.NewReplacer("{input}", wav, "{output}", out).Replace(args[i])
	}
	within, cancel := context.WithTimeout(ctx, slowestAnswer)
	defer cancel()
	cmd := exec.CommandContext(within, args[0], args[1:]...)
	cmd.Dir, cmd.WaitDelay = dir, 5*time.Second
	var printed, said limited
	cmd.Stdout, cmd.Stderr = &printed, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber %s failed (%v)%s", filepath.Base(args[0]), err, said.last())
	}
	body := printed.Bytes()
	if c.writes {
		if body, err = written(out); err != nil {
			return nil, err
		}
	}
	return parse(ctx, body, length)
}

// written is what the command wrote.
func written(out string) ([]byte, error) {
	for _, ending := range []string{"", ".json", ".vtt", ".srt", ".txt"} {
		info, err := os.Stat(out + ending)
		switch {
		case errors.Is(err, os.ErrNotExist):
			continue
		case err != nil:
			return nil, err
		case info.Size() > maxAnswer:
			return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber wrote more than %d MiB for one stretch", maxAnswer>>20)
		}
		return os.ReadFile(out + ending)
	}
	return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber wrote nothing at {output}, nor with .json, .vtt, .srt or .txt behind it")
}

// limited keeps the first bytes of what a program prints and lets the rest go.
type limited struct{ bytes.Buffer }

func (l *limited) Write(p []byte) (int, error) {
	if room := maxAnswer - l.Len(); room > 0 {
		l.Buffer.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// last is the last line, for a message.
func (l *limited) last() string {
	lines := strings.Split(strings.TrimSpace(l.String()), "\n")
	line := strings.ToValidUTF8(strings.TrimSpace(lines[len(lines)-1]), "")
	if line == "" {
		return ""
	}
	if r := []rune(line); len(r) > 300 {
		line = string(r[:300]) + "…"
	}
	return ": " + line
}
