package transcribe

import (
	"bytes"
	"context"
	"encoding/json"
	"math"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

// answer is JSON as the servers (segments) and whisper.cpp (transcription) write it.
type answer struct {
	Text     string `json:"text"`
	Segments []struct {
		Start   float64 `json:"start"` // seconds
		End     float64 `json:"end"`
		Text    string  `json:"text"`
		Speaker string  `json:"speaker"`
	} `json:"segments"`
	Transcription []struct {
		Offsets struct {
			From int64 `json:"from"` // milliseconds
			To   int64 `json:"to"`
		} `json:"offsets"`
		Text string `json:"text"`
	} `json:"transcription"`
}

// parse reads an answer in whichever form it has: JSON, WebVTT, SubRip, or plain words, which are said in all
// of the stretch.
func parse(ctx context.Context, body []byte, length int64) ([]reader.Said, error) {
	body = bytes.TrimPrefix(bytes.TrimSpace(body), []byte("\ufeff"))
	switch {
	case len(body) == 0:
		return nil, nil
	case body[0] == '{':
		return parseJSON(body, length)
	case bytes.HasPrefix(body, []byte("WEBVTT")), bytes.Contains(body, []byte("-->")):
		name := "answer.srt"
		if bytes.HasPrefix(body, []byte("WEBVTT")) {
			name = "answer.vtt"
			if !bytes.Contains(body, []byte("-->")) {
				return nil, nil // nothing was said
			}
		}
		doc, err := reader.Read(ctx, name, bytes.NewReader(body), int64(len(body)), reader.Options{Encoding: "utf-8"})
		if err != nil {
			return nil, err
		}
		return within(doc.Said(), length)
	}
	return within([]reader.Said{{To: length, Words: string(body)}}, length)
}

func parseJSON(body []byte, length int64) ([]reader.Said, error) {
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber answered with JSON that is not understood: %v", err)
	}
	var out []reader.Said
	for _, s := range a.Segments {
		out = append(out, reader.Said{From: milliseconds(s.Start), To: milliseconds(s.End), Speaker: s.Speaker, Words: s.Text})
	}
	for _, s := range a.Transcription {
		out = append(out, reader.Said{From: s.Offsets.From, To: s.Offsets.To, Words: s.Text})
	}
	if len(out) == 0 && strings.TrimSpace(a.Text) != "" {
		out = append(out, reader.Said{To: length, Words: a.Text})
	}
	return within(out, length)
}

func milliseconds(s float64) int64 {
	if math.IsNaN(s) || s < 0 || s > 1e6 {
		return 0
	}
	return int64(math.Round(s * 1000))
}

// within puts times inside the stretch: machines round, and make up words behind the end.
func within(said []reader.Said, length int64) ([]reader.Said, error) {
	if len(said) > maxSaid {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber answered with more than %d pieces for one stretch", maxSaid)
	}
	for i := range said {
		said[i].From = max(0, min(said[i].From, length))
		said[i].To = max(said[i].From, min(said[i].To, length))
		said[i].Words = strings.ToValidUTF8(said[i].Words, "")
	}
	return said, nil
}
