package media

import (
	"bufio"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/crosscase/crosscase"
)

// The waveform is PeaksRate pairs a second, each the least and the greatest sample of its stretch as signed bytes.
const (
	PeaksRate = 50

	peaksEnding  = ".peaks1" // a change of what they hold takes the next number
	decodeRate   = 8000      // samples a second that ffmpeg is asked for: enough to see speech
	longestPeaks = 2 * time.Hour
)

// PeaksPath is where the waveform of a file stands once it is computed.
func (c *Content) PeaksPath(hash string) string { return c.Path(hash) + peaksEnding }

// MakePeaks computes the waveform of a file and puts it beside it. It decodes all of the sound, and so
// says how long it really is. progress is told the milliseconds so far.
func (c *Content) MakePeaks(ctx context.Context, t Tools, hash string, progress func(int64)) (duration int64, err error) {
	f, err := c.temporary()
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	w := bufio.NewWriter(f)
	if t.FFmpeg != "" {
		duration, err = t.peaks(ctx, c.Path(hash), w, progress)
	} else {
		duration, err = wavPeaks(ctx, c.Path(hash), w, progress)
	}
	if err = errors.Join(err, w.Flush(), f.Sync(), f.Close()); err != nil {
		return 0, err
	}
	if duration == 0 {
		return 0, crosscase.Errorf(crosscase.CodeInvalid, "there is no sound in it that can be decoded")
	}
	if err := os.Rename(f.Name(), c.PeaksPath(hash)); err != nil {
		return 0, err
	}
	return duration, syncDirectory(filepath.Dir(c.PeaksPath(hash)))
}

// peaks has ffmpeg decode the sound and reduces it as it comes.
func (t Tools) peaks(ctx context.Context, path string, w io.Writer, progress func(int64)) (int64, error) {
	in, err := input(path)
	if err != nil {
		return 0, err
	}
	args := append([]string{"-v", "error", "-nostdin", "-threads", "1"}, in...)
	// Where the sound begins later than the file, or has a gap, a player stays silent; so does the waveform.
	args = append(args, "-map", "0:a:0", "-vn", "-sn", "-dn", "-af", "aresample=async=1:first_pts=0", "-ac", "1", "-ar", "8000", "-f", "s16le", "-")
	within, cancel := context.WithTimeout(ctx, longestPeaks)
	defer cancel()
	cmd, said := command(within, t.FFmpeg, args...)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	if err := cmd.Start(); err != nil {
		return 0, failed(t.FFmpeg, said, err)
	}
	r := &reducer{w: w, rate: decodeRate}
	reading := r.readAll(bufio.NewReaderSize(out, 64<<10), progress)
	if reading != nil {
		cancel()
	}
	ended := cmd.Wait()
	switch {
	case ctx.Err() != nil:
		return 0, ctx.Err()
	case reading != nil:
		return 0, reading
	case ended != nil && r.samples == 0:
		return 0, failed(t.FFmpeg, said, ended)
	}
	// A file that is broken further on is kept as far as it goes: what plays can be coded.
	return r.samples * 1000 / decodeRate, r.end()
}

// reducer makes pairs of samples. Pair i is of the samples from i*rate/PeaksRate on.
type reducer struct {
	w         io.Writer
	rate      int64
	samples   int64
	pairs     int64
	low, high int16
	open      bool
}

func (r *reducer) add(sample int16) error {
	if r.open && r.samples*PeaksRate/r.rate > r.pairs {
		if err := r.end(); err != nil {
			return err
		}
	}
	if !r.open {
		r.low, r.high, r.open = sample, sample, true
	}
	r.low, r.high = min(r.low, sample), max(r.high, sample)
	r.samples++
	return nil
}

// end writes the pair in hand.
func (r *reducer) end() error {
	if !r.open {
		return nil
	}
	r.open = false
	r.pairs++
	_, err := r.w.Write([]byte{byte(r.low >> 8), byte(r.high >> 8)})
	return err
}

func (r *reducer) readAll(in io.Reader, progress func(int64)) error {
	buf := make([]byte, 16<<10)
	for {
		n, err := io.ReadFull(in, buf)
		for i := 0; i+1 < n; i += 2 {
			if err := r.add(int16(binary.LittleEndian.Uint16(buf[i:]))); err != nil {
				return err
			}
		}
		if progress != nil {
			progress(r.samples * 1000 / r.rate)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
