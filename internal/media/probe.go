package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
)

// Formats are the endings of the recordings that are read.
var Formats = []string{".mp3", ".m4a", ".wav", ".flac", ".ogg", ".opus", ".mp4", ".webm"}

// Found is what is in a file.
type Found struct {
	Type     string // such as audio/mpeg
	Duration int64  // milliseconds; 0 is not known
	Tracks   []crosscase.Track
	Notes    []string // what is odd about it, for the person
}

// Tolerance is how far two lengths of one recording may differ before it is said: headers round.
const Tolerance = 1000

// Probe says what is in a file, or why it is no recording. name is what the person calls it.
func (t Tools) Probe(ctx context.Context, path, name string) (*Found, error) {
	if !t.Complete() {
		return sniff(path, name)
	}
	if info, err := os.Stat(path); err != nil {
		return nil, err
	} else if info.Size() == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is empty: there is no sound in it", name)
	}
	p, err := t.ask(ctx, path, name)
	if err != nil {
		return nil, err
	}
	f := &Found{Tracks: []crosscase.Track{}}
	var sound, picture *probedStream
	for i := range p.Streams {
		s := &p.Streams[i]
		switch {
		case s.Kind == "audio" && sound == nil:
			sound = s
		case s.Kind == "video" && s.Disposition.Cover == 0 && picture == nil:
			picture = s
		}
		f.Tracks = append(f.Tracks, s.track())
	}
	if sound == nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s has no audio track: there is nothing to listen to in it", name)
	}
	f.Type = typeOf(p.Format.Name, picture != nil)
	if f.Type == "" {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is a recording of a kind that is not read (%s): save it as one of %s", name, p.Format.Name, strings.Join(Formats, " "))
	}
	said := max(milliseconds(p.Format.Duration), milliseconds(sound.Duration))
	real, err := t.walk(ctx, path)
	if err != nil {
		return nil, t.notMedia(name, err)
	}
	if err := t.decodes(ctx, path, name); err != nil {
		return nil, err
	}
	if f.Type == "audio/wav" { // ffprobe puts such a header right without a word
		said = max(said, saidByWAV(path))
	}
	f.Duration = said
	if real > 0 && apart(said, real) {
		f.Duration = real
		f.Notes = append(f.Notes, lie(said, real))
	}
	if f.Duration == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is of zero length: there is no sound in it", name)
	}
	if picture != nil {
		uneven, err := t.uneven(ctx, path, picture.Index)
		if err != nil {
			return nil, err
		}
		if uneven {
			f.Notes = append(f.Notes, "its picture has a variable frame rate; marks count in the time of the sound and are exact all the same")
		}
	}
	if want := strings.ToLower(filepath.Ext(name)); !fits(want, p.Format.Name) {
		f.Notes = append(f.Notes, fmt.Sprintf("it is %s in spite of its name", f.Type))
	}
	return f, nil
}

// lie says that a header gives another length than there is.
func lie(said, real int64) string {
	return fmt.Sprintf("its header says %s; it is %s long", Clock(said), Clock(real))
}

func apart(a, b int64) bool { return a-b > Tolerance || b-a > Tolerance }

type probed struct {
	Streams []probedStream `json:"streams"`
	Format  struct {
		Name     string `json:"format_name"`
		Duration string `json:"duration"`
	} `json:"format"`
}

type probedStream struct {
	Index       int    `json:"index"`
	Kind        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	Channels    int    `json:"channels"`
	Rate        string `json:"sample_rate"`
	Duration    string `json:"duration"`
	Disposition struct {
		Cover int `json:"attached_pic"`
	} `json:"disposition"`
}

func (t Tools) ask(ctx context.Context, path, name string) (*probed, error) {
	in, err := input(path)
	if err != nil {
		return nil, err
	}
	args := append([]string{"-v", "error", "-show_entries",
		"format=format_name,duration:stream=index,codec_type,codec_name,channels,sample_rate,duration:stream_disposition=attached_pic", "-of", "json"}, in...)
	out, err := run(ctx, 1<<20, time.Minute, t.FFprobe, args...)
	if err != nil {
		return nil, t.notMedia(name, err)
	}
	var p probed
	if err := json.Unmarshal(out, &p); err != nil {
		return nil, fmt.Errorf("read what ffprobe says: %w", err)
	}
	return &p, nil
}

// notMedia is the error of a program that could not read the file, for the person.
func (Tools) notMedia(name string, err error) error {
	var e *toolError
	if !errors.As(err, &e) {
		return err
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "%s is no recording that can be read (%s)", name, e.said)
}

// walk reads all packets of the sound without decoding them, and says when the last one ends: headers lie.
func (t Tools) walk(ctx context.Context, path string) (int64, error) {
	in, err := input(path)
	if err != nil {
		return 0, err
	}
	args := append([]string{"-v", "error", "-nostdin", "-nostats"}, in...)
	args = append(args, "-map", "0:a:0", "-c", "copy", "-f", "null", "-stats_period", "3600", "-progress", "pipe:1", "-")
	out, err := run(ctx, 1<<20, 30*time.Minute, t.FFmpeg, args...)
	if err != nil {
		return 0, err
	}
	var last int64
	for line := range strings.Lines(string(out)) {
		if v, ok := strings.CutPrefix(strings.TrimSpace(line), "out_time_us="); ok {
			if us, err := strconv.ParseInt(v, 10, 64); err == nil {
				last = us / 1000
			}
		}
	}
	return max(last, 0), nil
}

// uneven says whether the frames of a picture come at uneven times in its first minute.
func (t Tools) uneven(ctx context.Context, path string, stream int) (bool, error) {
	in, err := input(path)
	if err != nil {
		return false, err
	}
	args := append([]string{"-v", "error", "-select_streams", strconv.Itoa(stream), "-read_intervals", "%+60", "-show_entries", "packet=pts_time", "-of", "csv=p=0"}, in...)
	out, err := run(ctx, 1<<20, time.Minute, t.FFprobe, args...)
	if err != nil {
		return false, err
	}
	var at []int64
	for line := range strings.Lines(string(out)) {
		first, _, _ := strings.Cut(strings.TrimSpace(line), ",")
		if v, err := strconv.ParseFloat(first, 64); err == nil {
			at = append(at, int64(math.Round(v*1000)))
		}
	}
	slices.Sort(at) // they come in the order of decoding
	var gaps []int64
	for i := 1; i < len(at); i++ {
		gaps = append(gaps, at[i]-at[i-1])
	}
	slices.Sort(gaps)
	return len(gaps) > 2 && 2*gaps[len(gaps)-2] > 3*gaps[len(gaps)/2]+2, nil // one odd frame is none
}

// decodes refuses a file whose sound no decoder takes, such as one that is protected.
func (t Tools) decodes(ctx context.Context, path, name string) error {
	in, err := input(path)
	if err != nil {
		return err
	}
	args := append([]string{"-v", "error", "-nostdin", "-threads", "1", "-t", "2"}, in...)
	args = append(args, "-map", "0:a:0", "-ac", "1", "-ar", "8000", "-f", "s16le", "-")
	out, err := run(ctx, 1<<20, time.Minute, t.FFmpeg, args...)
	if err != nil {
		return t.notMedia(name, err)
	}
	if len(out) == 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "%s is of zero length: there is no sound in it that can be decoded", name)
	}
	return nil
}

func (s *probedStream) track() crosscase.Track {
	t := crosscase.Track{Kind: s.Kind, Codec: s.Codec, Channels: s.Channels, Duration: milliseconds(s.Duration)}
	if s.Kind != "audio" && s.Kind != "video" || s.Disposition.Cover != 0 {
		t.Kind = "other"
	}
	t.Rate, _ = strconv.Atoi(s.Rate) // of sound alone
	return t
}

func milliseconds(s string) int64 {
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || f < 0 || f > 1e9 {
		return 0
	}
	return int64(math.Round(f * 1000))
}

// typeOf is what a player is told a file is; "" for a format that browsers do not play.
func typeOf(format string, picture bool) string {
	kind := "audio/"
	if picture {
		kind = "video/"
	}
	for _, one := range strings.Split(format, ",") {
		switch one {
		case "mp3":
			return "audio/mpeg"
		case "mov", "mp4", "m4a":
			return kind + "mp4"
		case "matroska", "webm":
			return kind + "webm"
		case "ogg":
			return kind + "ogg"
		case "wav", "w64":
			return "audio/wav"
		case "flac":
			return "audio/flac"
		case "aac":
			return "audio/aac"
		}
	}
	return ""
}

// fits says whether an ending is one of a format.
func fits(ending, format string) bool {
	of := map[string]string{".mp3": "mp3", ".m4a": "m4a", ".mp4": "mp4", ".wav": "wav", ".flac": "flac", ".ogg": "ogg", ".opus": "ogg", ".webm": "webm"}[ending]
	for _, one := range strings.Split(format, ",") {
		if one == of {
			return true
		}
	}
	return of == ""
}
