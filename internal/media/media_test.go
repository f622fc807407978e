package media_test

import (
	"bytes"
	"context"
	"encoding/binary"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

// tools are ffmpeg and ffprobe; a test that needs them is skipped where they are not installed.
func tools(t testing.TB) media.Tools {
	t.Helper()
	found := media.FindTools()
	if !found.Complete() {
		t.Skip("ffmpeg is not installed")
	}
	return found
}

// make has ffmpeg make a file.
func makeFile(t testing.TB, name string, args ...string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	out, err := exec.Command(tools(t).FFmpeg, append(append([]string{"-v", "error", "-nostdin", "-y"}, args...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	return path
}

const tone = "sine=frequency=440:sample_rate=44100:duration="

func write(t testing.TB, name string, body []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, body, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// wavFile is a WAV file of 16-bit samples at a rate, whose header says so many bytes of them.
func wavFile(rate int, samples []int16, says int) []byte {
	var b bytes.Buffer
	b.WriteString("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	for _, v := range []any{uint32(rate), uint32(2 * rate), uint16(2), uint16(16)} {
		binary.Write(&b, binary.LittleEndian, v)
	}
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(says))
	binary.Write(&b, binary.LittleEndian, samples)
	return b.Bytes()
}

// steps are samples that hold each value for a second.
func steps(rate int, values ...int16) []int16 {
	var out []int16
	for _, v := range values {
		for range rate {
			out = append(out, v)
		}
	}
	return out
}

func TestProbeFormats(t *testing.T) {
	for name, want := range map[string]string{
		"a.mp3": "audio/mpeg", "a.m4a": "audio/mp4", "a.wav": "audio/wav", "a.flac": "audio/flac", "a.ogg": "audio/ogg", "a.opus": "audio/ogg",
	} {
		t.Run(name, func(t *testing.T) {
			path := makeFile(t, name, "-f", "lavfi", "-i", tone+"3")
			found, err := tools(t).Probe(t.Context(), path, name)
			if err != nil {
				t.Fatal(err)
			}
			if found.Type != want || found.Duration < 2900 || found.Duration > 3100 || len(found.Notes) > 0 {
				t.Errorf("%+v", found)
			}
			if len(found.Tracks) != 1 || found.Tracks[0].Kind != "audio" || found.Tracks[0].Channels != 1 || found.Tracks[0].Rate < 44100 {
				t.Errorf("tracks %+v", found.Tracks)
			}
		})
	}
	for name, want := range map[string]string{"a.mp4": "video/mp4", "a.webm": "video/webm"} {
		t.Run(name, func(t *testing.T) {
			path := makeFile(t, name, "-f", "lavfi", "-i", "testsrc=d=2:s=64x64:r=10", "-f", "lavfi", "-i", tone+"2")
			found, err := tools(t).Probe(t.Context(), path, name)
			if err != nil || found.Type != want || len(found.Tracks) != 2 || len(found.Notes) > 0 {
				t.Errorf("%+v, %v", found, err)
			}
		})
	}
}

// What is no recording is refused with the reason; what is odd about one is said.
func TestProbeBadInput(t *testing.T) {
	all := tools(t)
	whole := makeFile(t, "long.mp3", "-f", "lavfi", "-i", tone+"20", "-q:a", "5")
	lying := func() []byte {
		b, err := os.ReadFile(whole)
		if err != nil {
			t.Fatal(err)
		}
		at := bytes.Index(b, []byte("Xing"))
		binary.BigEndian.PutUint32(b[at+8:], 5000) // frames, of which there are fewer than 800
		return b
	}()
	for _, c := range []struct {
		name, path, refused, noted string
	}{
		{name: "no audio track.mp4", path: makeFile(t, "v.mp4", "-f", "lavfi", "-i", "testsrc=d=1:s=64x64:r=10"), refused: "no audio track"},
		{name: "zero length.wav", path: write(t, "z.wav", wavFile(8000, nil, 0)), refused: "zero length"},
		{name: "empty.mp3", path: write(t, "e.mp3", nil), refused: "empty"},
		{name: "text.mp3", path: write(t, "t.mp3", []byte(strings.Repeat("These are the words of an interview and no sound.\n", 500))), refused: "no recording"},
		{name: "playlist.mp3", path: write(t, "p.mp3", []byte("#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n")), refused: "no recording"},
		{name: "concat.mp3", path: write(t, "c.mp3", []byte("ffconcat version 1.0\nfile '"+whole+"'\n")), refused: "no recording"},
		{name: "lying header.mp3", path: write(t, "l.mp3", lying), noted: "its header says 2:10; it is 0:20 long"},
		{name: "lying header.wav", path: write(t, "l.wav", wavFile(8000, steps(8000, 1000, 2000), 320_000)), noted: "its header says 0:20; it is 0:02 long"},
		{name: "variable.mp4", path: makeFile(t, "v.mp4", "-f", "lavfi", "-i", "testsrc=d=4:s=64x64:r=30", "-f", "lavfi", "-i", tone+"4",
			"-vf", "select='lt(mod(n,30),7)+gt(mod(n,13),11)'", "-vsync", "vfr"), noted: "variable frame rate"},
		{name: "named.m4a", path: whole, noted: "audio/mpeg in spite of its name"},
	} {
		t.Run(c.name, func(t *testing.T) {
			found, err := all.Probe(t.Context(), c.path, c.name)
			switch {
			case c.refused != "" && (crosscase.ErrorCode(err) != crosscase.CodeInvalid || !strings.Contains(err.Error(), c.name) || !strings.Contains(err.Error(), c.refused)):
				t.Errorf("%v; want %q", err, c.refused)
			case c.refused == "" && err != nil:
				t.Error(err)
			case c.refused == "" && !strings.Contains(strings.Join(found.Notes, "; "), c.noted):
				t.Errorf("notes %q; want %q", found.Notes, c.noted)
			case err != nil && strings.Contains(err.Error(), filepath.Dir(c.path)):
				t.Errorf("the message names where the file stands: %v", err)
			}
		})
	}
}

// Without ffmpeg a WAV file is measured, and the others are told by how they begin.
func TestProbeWithoutFFmpeg(t *testing.T) {
	none := media.Tools{}
	found, err := none.Probe(t.Context(), write(t, "a.wav", wavFile(8000, steps(8000, 1, 2, 3), 48000)), "a.wav")
	if err != nil || found.Duration != 3000 || found.Type != "audio/wav" {
		t.Errorf("%+v, %v", found, err)
	}
	for name, head := range map[string]string{"a.mp3": "ID3\x04", "a.flac": "fLaC", "a.ogg": "OggS", "a.webm": "\x1A\x45\xDF\xA3", "a.m4a": "\x00\x00\x00\x20ftypM4A "} {
		found, err := none.Probe(t.Context(), write(t, name, []byte(head+strings.Repeat("x", 100))), name)
		if err != nil || found.Duration != 0 || len(found.Notes) != 1 || !strings.Contains(found.Notes[0], "ffmpeg") {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
	}
	if _, err := none.Probe(t.Context(), write(t, "t.mp3", []byte("just some words")), "t.mp3"); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
		t.Errorf("text was taken: %v", err)
	}
}

// The waveform shows where it is loud, by ffmpeg and without it alike.
func TestPeaks(t *testing.T) {
	for _, by := range []string{"ffmpeg", "own"} {
		t.Run(by, func(t *testing.T) {
			var with media.Tools
			if by == "ffmpeg" {
				with = tools(t)
			}
			content := media.NewContent(filepath.Join(t.TempDir(), "media"))
			staged, err := content.Stage(t.Context(), bytes.NewReader(wavFile(8000, steps(8000, 0, 16384, -16384, 0), 64000)), nil)
			if err != nil {
				t.Fatal(err)
			}
			if err := staged.Keep(); err != nil {
				t.Fatal(err)
			}
			d, err := content.MakePeaks(t.Context(), with, staged.Hash, nil)
			if err != nil || d != 4000 {
				t.Fatalf("%d ms, %v", d, err)
			}
			got, err := os.ReadFile(content.PeaksPath(staged.Hash))
			if err != nil || len(got) != 2*4*media.PeaksRate {
				t.Fatalf("%d bytes, %v", len(got), err)
			}
			for second, want := range []int8{0, 64, -64, 0} {
				at := 2 * (second*media.PeaksRate + media.PeaksRate/2)
				if low, high := int8(got[at]), int8(got[at+1]); low != want || high != want {
					t.Errorf("second %d: %d to %d, want %d", second, low, high, want)
				}
			}
		})
	}
}

func TestPeaksStop(t *testing.T) {
	with := tools(t)
	path := makeFile(t, "long.flac", "-f", "lavfi", "-i", tone+"1200")
	content := media.NewContent(filepath.Join(t.TempDir(), "media"))
	staged, err := content.StageFile(t.Context(), path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := staged.Keep(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	if _, err := content.MakePeaks(ctx, with, staged.Hash, func(int64) { stop() }); err == nil {
		t.Error("it went on to the end")
	}
	if _, err := os.Stat(content.PeaksPath(staged.Hash)); err == nil {
		t.Error("half a waveform stands there as a whole one")
	}
	left, _ := filepath.Glob(filepath.Join(filepath.Dir(filepath.Dir(content.Path(staged.Hash))), "new-*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestClip(t *testing.T) {
	with := tools(t)
	path := makeFile(t, "a.mp3", "-f", "lavfi", "-i", tone+"30")
	to := filepath.Join(t.TempDir(), "clip.wav")
	if err := with.Clip(t.Context(), path, to, media.Stretch{12_500, 17_500}); err != nil {
		t.Fatal(err)
	}
	found, err := with.Probe(t.Context(), to, "clip.wav")
	if err != nil || found.Duration < 4990 || found.Duration > 5010 || found.Tracks[0].Rate != 16000 {
		t.Errorf("%+v, %v", found, err)
	}
}

// A file whose name looks like an option or another protocol is just a file.
func TestNamesAreNames(t *testing.T) {
	with := tools(t)
	for _, name := range []string{"-i", "concat:a|b", "http:x", "%d.wav", "a b'c\".wav"} {
		path := write(t, name, wavFile(8000, steps(8000, 100), 16000))
		if found, err := with.Probe(t.Context(), path, name); err != nil || found.Duration != 1000 {
			t.Errorf("%q: %+v, %v", name, found, err)
		}
	}
}
