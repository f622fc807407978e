package media

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/crosscase/crosscase"
)

// sniff is Probe without ffprobe: a WAV file is read, of the others only how they begin is looked at.
func sniff(path, name string) (*Found, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	head := make([]byte, 64)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, err
	}
	if n == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is empty: there is no sound in it", name)
	}
	kind := beginsAs(head[:n])
	switch kind {
	case "":
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is no recording: it does not begin like one", name)
	case "audio/wav":
		return probeWAV(f, name)
	}
	if kind == "audio/mp4" && strings.EqualFold(filepath.Ext(name), ".mp4") {
		kind = "video/mp4"
	}
	return &Found{Type: kind, Tracks: []crosscase.Track{},
		Notes: []string{"its length and tracks are not known, since ffmpeg is not installed: it plays and can be marked, and has no waveform"}}, nil
}

// beginsAs tells a format by the first bytes of a file.
func beginsAs(head []byte) string {
	at := func(offset int, magic string) bool {
		return len(head) >= offset && bytes.HasPrefix(head[offset:], []byte(magic))
	}
	switch {
	case at(0, "RIFF") && at(8, "WAVE"):
		return "audio/wav"
	case at(0, "fLaC"):
		return "audio/flac"
	case at(0, "OggS"):
		return "audio/ogg"
	case at(0, "\x1A\x45\xDF\xA3"):
		return "video/webm"
	case at(4, "ftyp"):
		return "audio/mp4"
	case at(0, "ID3"):
		return "audio/mpeg"
	case len(head) > 2 && head[0] == 0xFF && head[1]&0xE6 == 0xE2 && head[2]&0xF0 != 0xF0 && head[2]&0xF0 != 0: // MPEG audio, layer III
		return "audio/mpeg"
	}
	return ""
}
