// Command server is a transcription server for tests: it speaks /v1/audio/transcriptions and hears, in each two
// seconds of a 16 kHz WAV file, how loud it is. With -sphinx it has pocketsphinx recognise the words.
//
// It prints its address, and serves until its standard input ends.
package main

import (
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
)

type segment struct {
	Start float64 `json:"start"`
	End   float64 `json:"end"`
	Text  string  `json:"text"`
}

func main() {
	sphinx := flag.Bool("sphinx", false, "recognise words by pocketsphinx_continuous")
	key := flag.String("key", "", "what a request must be authorised by")
	flag.Parse()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("http://" + l.Addr().String())
	http.HandleFunc("POST /v1/audio/transcriptions", func(w http.ResponseWriter, r *http.Request) {
		refuse := func(status int, what string) {
			w.WriteHeader(status)
			json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"message": what}})
		}
		if *key != "" && r.Header.Get("Authorization") != "Bearer "+*key {
			refuse(http.StatusUnauthorized, "wrong key")
			return
		}
		if err := r.ParseMultipartForm(64 << 20); err != nil {
			refuse(http.StatusBadRequest, err.Error())
			return
		}
		if f := r.FormValue("response_format"); f != "verbose_json" {
			refuse(http.StatusBadRequest, "response_format is "+f)
			return
		}
		file, _, err := r.FormFile("file")
		if err != nil {
			refuse(http.StatusBadRequest, err.Error())
			return
		}
		defer file.Close()
		wav, err := io.ReadAll(file)
		at := strings.Index(string(wav), "data")
		if err != nil || at < 0 || len(wav) < at+8 || binary.LittleEndian.Uint32(wav[24:]) != 16000 {
			refuse(http.StatusBadRequest, "the file is no WAV file at 16 kHz")
			return
		}
		heard := loudness(wav[at+8:])
		if *sphinx {
			if heard, err = recognise(wav); err != nil {
				refuse(http.StatusInternalServerError, err.Error())
				return
			}
		}
		json.NewEncoder(w).Encode(map[string]any{"text": "", "model": r.FormValue("model"), "segments": heard})
	})
	go func() {
		io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	fmt.Fprintln(os.Stderr, http.Serve(l, nil))
}

// loudness says of each two seconds with sound in them how loud they are at most.
func loudness(samples []byte) []segment {
	const step = 2 * 16000 * 2
	var out []segment
	for from := 0; from < len(samples); from += step {
		to := min(from+step, len(samples))
		most := 0
		for i := from; i+1 < to; i += 2 {
			most = max(most, int(int16(binary.LittleEndian.Uint16(samples[i:]))))
		}
		if most > 100 {
			out = append(out, segment{float64(from) / 32000, float64(to) / 32000, fmt.Sprintf(" Loud %d.", most/5000*5000)})
		}
	}
	return out
}

// recognise has pocketsphinx find words with their times and cuts them at pauses.
func recognise(wav []byte) ([]segment, error) {
	f, err := os.CreateTemp("", "stretch-*.wav")
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name())
	f.Write(wav)
	f.Close()
	const model = "/usr/share/pocketsphinx/model/en-us/"
	out, err := exec.Command("pocketsphinx_continuous", "-infile", f.Name(), "-hmm", model+"en-us", "-lm", model+"en-us.lm.bin",
		"-dict", model+"cmudict-en-us.dict", "-time", "yes", "-logfn", "/dev/null").Output()
	if err != nil {
		return nil, err
	}
	var segments []segment
	broken := true
	for _, line := range strings.Split(string(out), "\n") {
		fields := strings.Fields(line) // word from to confidence
		if len(fields) != 4 {
			continue
		}
		from, err1 := strconv.ParseFloat(fields[1], 64)
		to, err2 := strconv.ParseFloat(fields[2], 64)
		if err1 != nil || err2 != nil {
			continue
		}
		if strings.HasPrefix(fields[0], "<") || strings.HasPrefix(fields[0], "[") {
			broken = broken || to-from > 0.25
			continue
		}
		word, _, _ := strings.Cut(fields[0], "(")
		if broken || len(segments) == 0 {
			segments = append(segments, segment{Start: from, Text: word})
		} else {
			segments[len(segments)-1].Text += " " + word
		}
		segments[len(segments)-1].End = to
		broken = false
	}
	return segments, nil
}
