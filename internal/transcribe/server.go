package transcribe

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
)

// server is an engine behind the transcription API of OpenAI.
type server struct {
	url    *url.URL
	key    string
	model  string
	client *http.Client
}

const slowestAnswer = 20 * time.Minute // for one stretch, on a computer without a graphics card

func newServer(o Options) (*server, error) {
	u, err := url.Parse(o.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-url %q is no address: write http://127.0.0.1:8000 or the like", o.URL)
	}
	if u.User != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "--transcribe-url holds a password, which would show in lists of processes: set CROSSCASE_TRANSCRIBE_KEY instead")
	}
	switch path := strings.TrimRight(u.Path, "/"); {
	case path == "":
		u.Path = "/v1/audio/transcriptions"
	case !strings.HasSuffix(path, "/audio/transcriptions"):
		u.Path = path + "/audio/transcriptions"
	}
	s := &server{url: u, key: o.Key, model: o.Model}
	if s.model == "" {
		s.model = "whisper-1"
	}
	s.client = &http.Client{Timeout: slowestAnswer, CheckRedirect: func(*http.Request, []*http.Request) error {
		return errors.New("it sends on to another address, and the sound goes nowhere but where it was said to go")
	}}
	return s, nil
}

func (s *server) About() About {
	return About{Kind: "http", Model: s.model, Where: fmt.Sprintf("sends the sound to %s://%s (%s)", s.url.Scheme, s.url.Host, whose(s.url.Hostname()))}
}

// whose says how far away a host is, as far as its name tells.
func whose(host string) string {
	ip, err := netip.ParseAddr(host)
	switch {
	case host == "localhost" || err == nil && ip.IsLoopback():
		return "the computer that Crosscase runs on"
	case err == nil && ip.IsPrivate():
		return "another computer in this network"
	}
	return "another computer: ask whether the participants agreed to that"
}

func (s *server) Reach(ctx context.Context) error {
	port := s.url.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[s.url.Scheme]
	}
	dialer := net.Dialer{Timeout: 5 * time.Second}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.url.Hostname(), port))
	if err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "the transcriber at %s cannot be reached: %s", s.url.Host, reason(err))
	}
	return conn.Close()
}

func (s *server) Hear(ctx context.Context, wav string, length int64) ([]reader.Said, error) {
	f, err := os.Open(wav)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	body, form := io.Pipe()
	w := multipart.NewWriter(form)
	go func() { form.CloseWithError(s.write(w, f)) }()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.url.String(), body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	if s.key != "" {
		req.Header.Set("Authorization", "Bearer "+s.key)
	}
	resp, err := s.client.Do(req)
	if err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber at %s cannot be reached: %s", s.url.Host, reason(err))
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	if err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber at %s broke off its answer: %s", s.url.Host, reason(err))
	}
	if resp.StatusCode != http.StatusOK {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber at %s refused with status %d%s", s.url.Host, resp.StatusCode, complaint(got))
	}
	if len(got) > maxAnswer {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "the transcriber at %s answered with more than %d MiB", s.url.Host, maxAnswer>>20)
	}
	return parse(ctx, got, length)
}

// write writes the form: the sound, under a name that says nothing.
func (s *server) write(w *multipart.Writer, sound io.Reader) error {
	for _, field := range [][2]string{{"model", s.model}, {"response_format", "verbose_json"}, {"timestamp_granularities[]", "segment"}} {
		if err := w.WriteField(field[0], field[1]); err != nil {
			return err
		}
	}
	part, err := w.CreateFormFile("file", "stretch.wav")
	if err != nil {
		return err
	}
	if _, err := io.Copy(part, sound); err != nil {
		return err
	}
	return w.Close()
}

// reason is an error of the connection without the address, which is said already.
func reason(err error) string {
	var u *url.Error
	if errors.As(err, &u) {
		err = u.Err
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return err.Error()
}

// complaint is what the server says is wrong.
func complaint(body []byte) string {
	var of struct {
		Error struct {
			Message string `json:"message"`
		} `json:"error"`
		Detail string `json:"detail"`
	}
	_ = json.Unmarshal(body, &of) // it may be anything
	said := of.Error.Message
	if said == "" {
		said = of.Detail
	}
	if said == "" {
		return ""
	}
	if r := []rune(said); len(r) > 300 {
		said = string(r[:300]) + "…"
	}
	return ": " + strings.ToValidUTF8(said, "")
}
