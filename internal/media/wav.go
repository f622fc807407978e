package media

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"

	"github.com/crosscase/crosscase"
)

// wav is the sound of a WAV file, as RIFF has it.
type wav struct {
	format, channels, bits int
	rate                   int64
	start, bytes           int64 // of the samples
	said                   int64 // bytes that the header says they are
}

// frame is the bytes of one sample of all channels.
func (w *wav) frame() int64 { return int64(w.channels * w.bits / 8) }

func (w *wav) duration() int64 { return w.bytes / w.frame() * 1000 / w.rate }

const (
	wavPCM        = 1
	wavFloat      = 3
	wavExtensible = 0xFFFE
)

// readWAV finds the samples of a WAV file. Where the header says there are more than there are, the file counts.
func readWAV(f *os.File, name string) (*wav, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	refuse := func(what string) (*wav, error) {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is a WAV file that cannot be read: %s", name, what)
	}
	w := &wav{}
	for at := int64(12); ; {
		var head [8]byte
		if _, err := f.ReadAt(head[:], at); err != nil {
			return refuse("it ends before its samples")
		}
		size := int64(binary.LittleEndian.Uint32(head[4:]))
		switch string(head[:4]) {
		case "fmt ":
			var body [26]byte
			n, err := f.ReadAt(body[:min(size, int64(len(body)))], at+8)
			if err != nil || n < 16 {
				return refuse("its format is torn")
			}
			w.format, w.channels = int(binary.LittleEndian.Uint16(body[0:])), int(binary.LittleEndian.Uint16(body[2:]))
			w.rate, w.bits = int64(binary.LittleEndian.Uint32(body[4:])), int(binary.LittleEndian.Uint16(body[14:]))
			if w.format == wavExtensible && n == len(body) {
				w.format = int(binary.LittleEndian.Uint16(body[24:]))
			}
		case "data":
			if w.channels < 1 || w.channels > 64 || w.rate < 1 || !w.known() {
				return refuse("its samples are of a kind that only ffmpeg reads")
			}
			w.start, w.said = at+8, size
			w.bytes = min(size, info.Size()-w.start)
			if size == 0 || size == math.MaxUint32 { // written to a pipe, whose writer could not come back to it
				w.bytes = info.Size() - w.start
			}
			return w, nil
		}
		at += 8 + size + size&1
	}
}

func (w *wav) known() bool {
	switch w.format {
	case wavPCM:
		return w.bits == 8 || w.bits == 16 || w.bits == 24 || w.bits == 32
	case wavFloat:
		return w.bits == 32
	}
	return false
}

// sample is the mean of the channels of a frame.
func (w *wav) sample(frame []byte) int16 {
	var sum int64
	for c := range w.channels {
		b := frame[c*w.bits/8:]
		switch {
		case w.format == wavFloat:
			v := float64(math.Float32frombits(binary.LittleEndian.Uint32(b)))
			if v != v {
				v = 0
			}
			sum += int64(max(-1, min(1, v)) * math.MaxInt16)
		case w.bits == 8:
			sum += (int64(b[0]) - 128) << 8
		case w.bits == 16:
			sum += int64(int16(binary.LittleEndian.Uint16(b)))
		default: // the upper two bytes
			sum += int64(int16(binary.LittleEndian.Uint16(b[w.bits/8-2:])))
		}
	}
	return int16(sum / int64(w.channels))
}

func probeWAV(f *os.File, name string) (*Found, error) {
	w, err := readWAV(f, name)
	if err != nil {
		return nil, err
	}
	found := &Found{Type: "audio/wav", Duration: w.duration(),
		Tracks: []crosscase.Track{{Kind: "audio", Codec: "pcm", Channels: w.channels, Rate: int(w.rate), Duration: w.said / w.frame() * 1000 / w.rate}}}
	if found.Duration == 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is of zero length: there is no sound in it", name)
	}
	if said := found.Tracks[0].Duration; apart(said, found.Duration) {
		found.Notes = append(found.Notes, lie(said, found.Duration))
	}
	return found, nil
}

// saidByWAV is the length that the header of a WAV file gives; 0 where it gives none.
func saidByWAV(path string) int64 {
	f, err := os.Open(path)
	if err != nil {
		return 0
	}
	defer f.Close()
	w, err := readWAV(f, path)
	if err != nil || w.bytes > w.said {
		return 0
	}
	return w.said / w.frame() * 1000 / w.rate
}

// wavPeaks is the waveform without ffmpeg.
func wavPeaks(ctx context.Context, path string, to io.Writer, progress func(int64)) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	head := make([]byte, 12)
	if _, err := f.ReadAt(head, 0); err != nil || beginsAs(head) != "audio/wav" {
		return 0, ErrNeedsFFmpeg
	}
	w, err := readWAV(f, "it")
	if err != nil {
		return 0, err
	}
	in := bufio.NewReaderSize(io.NewSectionReader(f, w.start, w.bytes), 64<<10)
	r := &reducer{w: to, rate: w.rate}
	for frame := make([]byte, w.frame()); ; {
		if _, err := io.ReadFull(in, frame); err != nil {
			if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
				return r.samples * 1000 / w.rate, r.end()
			}
			return 0, err
		}
		if err := r.add(w.sample(frame)); err != nil {
			return 0, err
		}
		if r.samples%(w.rate*10) == 0 {
			if progress != nil {
				progress(r.samples * 1000 / w.rate)
			}
			if err := ctx.Err(); err != nil {
				return 0, err
			}
		}
	}
}

// ErrNeedsFFmpeg is that only ffmpeg could draw this waveform.
var ErrNeedsFFmpeg = crosscase.Errorf(crosscase.CodeNotFound, "there is no waveform of this recording without ffmpeg: install it on the server and ask again")
