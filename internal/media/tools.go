package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
)

// Tools are the programs that read media; "" where one is not installed.
type Tools struct{ FFmpeg, FFprobe string }

// FindTools looks for them in the PATH.
func FindTools() Tools {
	find := func(name string) string {
		path, err := exec.LookPath(name)
		if err != nil {
			return ""
		}
		return path
	}
	return Tools{FFmpeg: find("ffmpeg"), FFprobe: find("ffprobe")}
}

// Complete says whether both are there.
func (t Tools) Complete() bool { return t.FFmpeg != "" && t.FFprobe != "" }

// Version is what a program says of itself in its first line.
func Version(ctx context.Context, program string) (string, error) {
	out, err := run(ctx, 4<<10, 10*time.Second, program, "-version")
	first, _, _ := strings.Cut(string(out), "\n")
	return strings.TrimSpace(first), err
}

// formats are the readers of ffmpeg that may be used; none of them follows names of other files.
const formats = "wav,w64,mp3,mov,flac,ogg,matroska,aac"

// input names a file to ffmpeg and ffprobe so that it is nothing but this file.
func input(path string) ([]string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return nil, err
	}
	return []string{"-protocol_whitelist", "file", "-format_whitelist", formats, "-i", "file:" + whole}, nil
}

// command is a program that ends with ctx and is given nothing to read.
func command(ctx context.Context, program string, args ...string) (*exec.Cmd, *tail) {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.WaitDelay = 5 * time.Second
	said := &tail{}
	cmd.Stderr = said
	return cmd, said
}

// run is what a program prints, at most limit bytes, within a time.
func run(ctx context.Context, limit int64, most time.Duration, program string, args ...string) ([]byte, error) {
	within, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	cmd, said := command(within, program, args...)
	out := &bounded{left: limit}
	cmd.Stdout = out
	err := cmd.Run()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case within.Err() != nil:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s did not come to an end within %s", filepath.Base(program), most)
	case err != nil:
		return nil, failed(program, said, err)
	}
	return out.Bytes(), nil
}

// failed is the error of a program in its own last words.
func failed(program string, said *tail, err error) error {
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		return fmt.Errorf("run %s: %w", filepath.Base(program), err)
	}
	return &toolError{program: filepath.Base(program), said: said.last()}
}

// toolError is that a program could not do it; the file is to blame as a rule.
type toolError struct{ program, said string }

func (e *toolError) Error() string { return e.program + ": " + e.said }

// bounded is a buffer that takes so many bytes and no more.
type bounded struct {
	bytes.Buffer
	left int64
}

func (b *bounded) Write(p []byte) (int, error) {
	if int64(len(p)) > b.left {
		return 0, io.ErrShortBuffer
	}
	b.left -= int64(len(p))
	return b.Buffer.Write(p)
}

// tail keeps the end of what a program complains of.
type tail struct{ b []byte }

func (t *tail) Write(p []byte) (int, error) {
	t.b = append(t.b, p...)
	if len(t.b) > 4<<10 {
		t.b = append(t.b[:0], t.b[len(t.b)-2<<10:]...)
	}
	return len(p), nil
}

// last is the last line, without the addresses and paths in it.
func (t *tail) last() string {
	lines := strings.Split(strings.TrimSpace(string(t.b)), "\n")
	line := strings.TrimSpace(lines[len(lines)-1])
	if at := strings.Index(line, "] "); strings.HasPrefix(line, "[") && at > 0 {
		line = line[at+2:]
	}
	if strings.HasPrefix(line, "file:") {
		if at := strings.LastIndex(line, ": "); at > 0 {
			line = line[at+2:]
		}
	}
	return strings.ToValidUTF8(line, "")
}
