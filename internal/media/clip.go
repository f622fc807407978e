package media

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/crosscase/crosscase"
)

// Clip cuts the stretch out of a recording into a WAV file at to: one channel at 16 kHz, which is what
// programs that recognise speech want.
func (t Tools) Clip(ctx context.Context, path, to string, s Stretch) error {
	if t.FFmpeg == "" {
		return crosscase.Errorf(crosscase.CodeInvalid, "cutting a stretch out of a recording needs ffmpeg: install it and try again (\"crosscase doctor\" says what is missing)")
	}
	in, err := input(path)
	if err != nil {
		return err
	}
	args := []string{"-v", "error", "-nostdin", "-threads", "1", "-ss", seconds(s[0]), "-t", seconds(s[1] - s[0])} // before -i: it seeks and does not decode up to there
	args = append(append(args, in...), "-map", "0:a:0", "-vn", "-ac", "1", "-ar", "16000", "-c:a", "pcm_s16le", "-f", "wav", "-y", "file:"+to)
	if _, err := run(ctx, 64<<10, 10*time.Minute, t.FFmpeg, args...); err != nil {
		return fmt.Errorf("cut out %s to %s: %w", Clock(s[0]), Clock(s[1]), err)
	}
	return nil
}

func seconds(ms int64) string { return strconv.FormatFloat(float64(ms)/1000, 'f', 3, 64) }

// Clock writes a time as people read it: 1:02:03 or 2:03.
func Clock(ms int64) string {
	s := ms / 1000
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}
