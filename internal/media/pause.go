package media

import (
	"os"
)

// Pause is the middle of the quietest fifth of a second in a stretch of a recording, to cut it there rather than
// in a word. Where the waveform is not there it is the end of the stretch.
func (c *Content) Pause(hash string, in Stretch) int64 {
	const wide = PeaksRate / 5
	first := in[0] * PeaksRate / 1000
	pairs := make([]byte, 2*(in[1]*PeaksRate/1000-first))
	f, err := os.Open(c.PeaksPath(hash))
	if err != nil {
		return in[1]
	}
	defer f.Close()
	if _, err := f.ReadAt(pairs, 2*first); err != nil || len(pairs) < 2*wide {
		return in[1]
	}
	best, at := -1, 0
	for i := 0; i+2*wide <= len(pairs); i += 2 {
		loud := 0
		for k := i; k < i+2*wide; k += 2 {
			loud += int(int8(pairs[k+1])) - int(int8(pairs[k]))
		}
		if best < 0 || loud <= best {
			best, at = loud, i/2
		}
	}
	return (first + int64(at) + wide/2) * 1000 / PeaksRate
}
