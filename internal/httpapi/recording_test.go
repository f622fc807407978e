package httpapi

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"io"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
)

// soundFile is a WAV file of a tone of so many seconds, with a mark in a chunk of its own.
func soundFile(seconds int, mark string) []byte {
	const rate = 8000
	var b bytes.Buffer
	b.WriteString("RIFF\x00\x00\x00\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00")
	binary.Write(&b, binary.LittleEndian, []uint32{rate, 2 * rate})
	binary.Write(&b, binary.LittleEndian, []uint16{2, 16})
	if len(mark)%2 == 1 {
		mark += " "
	}
	b.WriteString("note")
	binary.Write(&b, binary.LittleEndian, uint32(len(mark)))
	b.WriteString(mark)
	b.WriteString("data")
	binary.Write(&b, binary.LittleEndian, uint32(2*rate*seconds))
	for i := range rate * seconds {
		binary.Write(&b, binary.LittleEndian, int16(12000*math.Sin(float64(i)*440*2*math.Pi/rate)))
	}
	binary.LittleEndian.PutUint32(b.Bytes()[4:], uint32(b.Len()-8))
	return b.Bytes()
}

// send uploads a file as a tus client does and returns where it is.
func (w *world) send(t *testing.T, header map[string]string, name string, body []byte) string {
	t.Helper()
	at := w.begin(t, header, name, len(body))
	want(t, w.patch(header, at, 0, bytes.NewReader(body)), http.StatusNoContent)
	return at
}

func (w *world) begin(t *testing.T, header map[string]string, name string, length int) string {
	t.Helper()
	h := map[string]string{"Tus-Resumable": "1.0.0", "Upload-Length": strconv.Itoa(length), "Upload-Metadata": "filetype eA==,filename " + base64.StdEncoding.EncodeToString([]byte(name))}
	for k, v := range header {
		h[k] = v
	}
	rec := w.do(request{method: http.MethodPost, path: "/api/studies/s/uploads", header: h})
	want(t, rec, http.StatusCreated)
	return rec.Header().Get("Location")
}

func (w *world) patch(header map[string]string, at string, offset int, body io.Reader) *httptest.ResponseRecorder {
	h := map[string]string{"Tus-Resumable": "1.0.0", "Upload-Offset": strconv.Itoa(offset), "Content-Type": "application/offset+octet-stream"}
	for k, v := range header {
		h[k] = v
	}
	return w.do(request{method: http.MethodPatch, path: at, body: body, header: h})
}

func newRecordingWorld(t *testing.T, more ...service.Option) *world {
	t.Helper()
	w := newWorld(t, Options{Loopback: true}, more...)
	if err := w.service.CreateStudy(w.owner, &crosscase.Study{Slug: "s", Title: "A study"}); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) importRecording(t *testing.T, name string, body []byte, o UploadImport) UploadImported {
	t.Helper()
	at := w.send(t, nil, name, body)
	return read[UploadImported](t, w.do(request{method: http.MethodPost, path: at + "/import", body: o}), http.StatusOK)
}

func TestUploadResumes(t *testing.T) {
	w := newRecordingWorld(t)
	sound := soundFile(2, "x")
	at := w.begin(t, nil, "one.wav", len(sound))
	half := len(sound) / 2
	torn := w.patch(nil, at, 0, io.MultiReader(bytes.NewReader(sound[:half]), iotest.ErrReader(io.ErrUnexpectedEOF)))
	if torn.Code != http.StatusUnprocessableEntity || !strings.Contains(torn.Body.String(), "what had come is kept") {
		t.Errorf("torn: %d %s", torn.Code, torn.Body)
	}
	head := func() string {
		rec := w.do(request{method: http.MethodHead, path: at, header: map[string]string{"Tus-Resumable": "1.0.0"}})
		want(t, rec, http.StatusOK)
		if rec.Header().Get("Tus-Resumable") != "1.0.0" || rec.Header().Get("Upload-Length") != strconv.Itoa(len(sound)) || rec.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("headers %v", rec.Header())
		}
		return rec.Header().Get("Upload-Offset")
	}
	if got := head(); got != strconv.Itoa(half) {
		t.Fatalf("%s bytes are there of %d sent", got, half)
	}
	if rec := w.do(request{method: http.MethodPost, path: at + "/import", body: UploadImport{}}); rec.Code != http.StatusUnprocessableEntity {
		t.Errorf("half a file was imported: %s", rec.Body)
	}
	// The server is started anew on the same directories.
	w.media.Uploads = media.NewUploads(strings.TrimSuffix(w.media.Uploads.Path("x"), "/x.part"))
	if rec := w.patch(nil, at, 0, bytes.NewReader(sound)); rec.Code != http.StatusConflict {
		t.Errorf("begun again from 0: %d", rec.Code)
	}
	want(t, w.patch(nil, at, half, bytes.NewReader(sound[half:])), http.StatusNoContent)
	got := read[UploadImported](t, w.do(request{method: http.MethodPost, path: at + "/import", body: UploadImport{Site: "A"}}), http.StatusOK)
	if !got.Created || got.SourceID == "" || got.Seq == 0 {
		t.Errorf("%+v", got)
	}
	want(t, w.do(request{method: http.MethodHead, path: at}), http.StatusNotFound)

	again := w.importRecording(t, "two.wav", sound, UploadImport{Site: "A"})
	if again.Created || again.SourceID != got.SourceID || again.Seq != 0 {
		t.Errorf("the same file once more: %+v", again)
	}
}

func TestUploadProtocol(t *testing.T) {
	w := newRecordingWorld(t)
	rec := w.do(request{method: http.MethodOptions, path: "/api/studies/s/uploads"})
	want(t, rec, http.StatusNoContent)
	if h := rec.Header(); h.Get("Tus-Version") != "1.0.0" || !strings.Contains(h.Get("Tus-Extension"), "creation") || h.Get("Tus-Max-Size") != strconv.FormatInt(media.LargestUpload, 10) {
		t.Errorf("%v", h)
	}
	at := w.begin(t, nil, "a.wav", 10)
	for name, c := range map[string]struct {
		q      request
		status int
	}{
		"OtherVersion": {request{method: http.MethodPatch, path: at, header: map[string]string{"Tus-Resumable": "2.0.0", "Upload-Offset": "0", "Content-Type": tusBody}}, http.StatusPreconditionFailed},
		"OtherType":    {request{method: http.MethodPatch, path: at, body: "x", header: map[string]string{"Upload-Offset": "0", "Content-Type": "text/plain"}}, http.StatusUnsupportedMediaType},
		"NoOffset":     {request{method: http.MethodPatch, path: at, header: map[string]string{"Content-Type": tusBody}}, http.StatusUnprocessableEntity},
		"NoName":       {request{method: http.MethodPost, path: "/api/studies/s/uploads", header: map[string]string{"Upload-Length": "1", "Upload-Metadata": "x eA=="}}, http.StatusUnprocessableEntity},
		"TooLarge":     {request{method: http.MethodPost, path: "/api/studies/s/uploads", header: map[string]string{"Upload-Length": "99999999999", "Upload-Metadata": "filename eA=="}}, http.StatusUnprocessableEntity},
		"NoSuch":       {request{method: http.MethodHead, path: "/api/studies/s/uploads/01780000-0000-7000-8000-000000000001"}, http.StatusNotFound},
	} {
		if rec := w.do(c.q); rec.Code != c.status {
			t.Errorf("%s: %d, want %d: %s", name, rec.Code, c.status, rec.Body)
		}
	}
	want(t, w.do(request{method: http.MethodDelete, path: at}), http.StatusNoContent)
	want(t, w.do(request{method: http.MethodHead, path: at}), http.StatusNotFound)
}

// An upload is not there for anybody but who began it, be they the principal investigator.
func TestUploadIsOnesOwn(t *testing.T) {
	w := newRecordingWorld(t)
	anna, lead := bearer(w.account("anna")), bearer(w.account("lead"))
	for login, role := range map[string]crosscase.Role{"anna": crosscase.Transcriber, "lead": crosscase.PrincipalInvestigator} {
		if err := w.service.SetMember(w.owner, "s", login, role, nil); err != nil {
			t.Fatal(err)
		}
	}
	at := w.send(t, anna, "a.wav", soundFile(1, "x"))
	for _, q := range []request{
		{method: http.MethodHead, path: at},
		{method: http.MethodPatch, path: at, body: strings.NewReader("x"), header: map[string]string{"Upload-Offset": "0", "Content-Type": tusBody}},
		{method: http.MethodDelete, path: at},
		{method: http.MethodPost, path: at + "/import", body: UploadImport{}},
	} {
		h := map[string]string{}
		for _, from := range []map[string]string{q.header, lead} {
			for k, v := range from {
				h[k] = v
			}
		}
		q.header = h
		want(t, w.do(q), http.StatusNotFound)
	}
	want(t, w.do(request{method: http.MethodPost, path: at + "/import", body: UploadImport{}, header: anna}), http.StatusOK)
}

func TestMediaRanges(t *testing.T) {
	w := newRecordingWorld(t)
	sound := soundFile(3, "x")
	id := w.importRecording(t, "one.wav", sound, UploadImport{Site: "A"}).SourceID
	path := "/api/studies/s/media/" + string(id)
	whole := w.do(request{path: path})
	if want(t, whole, http.StatusOK); !bytes.Equal(whole.Body.Bytes(), sound) || whole.Header().Get("Content-Type") != "audio/wav" || whole.Header().Get("Accept-Ranges") != "bytes" {
		t.Errorf("%d bytes, %v", whole.Body.Len(), whole.Header())
	}
	part := w.do(request{path: path, header: map[string]string{"Range": "bytes=1000-1999"}})
	if want(t, part, http.StatusPartialContent); !bytes.Equal(part.Body.Bytes(), sound[1000:2000]) || part.Header().Get("Content-Range") != "bytes 1000-1999/"+strconv.Itoa(len(sound)) {
		t.Errorf("%v", part.Header())
	}
	want(t, w.do(request{path: path, header: map[string]string{"Range": "bytes=99999999-"}}), http.StatusRequestedRangeNotSatisfiable)
	want(t, w.do(request{path: "/api/studies/s/media/nothing"}), http.StatusNotFound)
}

func TestPeaksComeByThemselves(t *testing.T) {
	w := newRecordingWorld(t)
	id := w.importRecording(t, "one.wav", soundFile(3, "x"), UploadImport{Site: "A"}).SourceID
	w.media.Jobs.Wait()
	path := "/api/studies/s/media/" + string(id) + "/peaks"
	rec := w.do(request{path: path})
	if want(t, rec, http.StatusOK); rec.Header().Get("X-Peaks-Rate") != "50" || rec.Body.Len() != 2*3*50 {
		t.Errorf("%v, %d bytes", rec.Header(), rec.Body.Len())
	}
	jobs := read[ItemsOf[media.Job]](t, w.do(request{path: "/api/studies/s/jobs"}), http.StatusOK).Items
	if len(jobs) != 1 || jobs[0].State != media.JobDone || jobs[0].Done != 1 || jobs[0].SourceID != id {
		t.Errorf("%+v", jobs)
	}
	// Where they are gone they are computed again when they are asked for.
	m := read[ItemsOf[crosscase.Media]](t, w.do(request{path: "/api/studies/s/nouns/media"}), http.StatusOK).Items
	if len(m) != 1 || m[0].Duration != 3000 {
		t.Fatalf("%+v", m)
	}
	removePeaks(t, w, m[0].Hash)
	begun := read[PeaksJob](t, w.do(request{path: path}), http.StatusAccepted)
	if begun.Job.Kind != "peaks" || begun.Job.SourceID != id {
		t.Errorf("%+v", begun)
	}
	w.media.Jobs.Wait()
	want(t, w.do(request{path: path}), http.StatusOK)
	// Without ffmpeg those of other files cannot be, and that is said.
	w.media.Tools = media.Tools{}
	other := w.importRecording(t, "b.mp3", append([]byte("ID3\x04"), make([]byte, 100)...), UploadImport{Site: "A"})
	if len(other.Notes) == 0 || !strings.Contains(other.Notes[0], "ffmpeg") {
		t.Errorf("%q", other.Notes)
	}
	if said := want(t, w.do(request{path: "/api/studies/s/media/" + string(other.SourceID) + "/peaks"}), http.StatusNotFound); !strings.Contains(said, "ffmpeg") {
		t.Error(said)
	}
}

func TestListening(t *testing.T) {
	w := newRecordingWorld(t)
	id := string(w.importRecording(t, "one.wav", soundFile(10, "x"), UploadImport{Site: "A", Interview: "first"}).SourceID)
	path := "/api/studies/s/desk/sources/" + id + "/passes"
	listen := func(h service.Heard) *service.Passes {
		t.Helper()
		return read[*service.Passes](t, w.do(request{method: http.MethodPost, path: path, body: h}), http.StatusOK)
	}
	want(t, w.do(request{method: http.MethodPost, path: "/api/studies/s/nouns/rounds", body: map[string]any{"name": "spring"}}), http.StatusCreated)
	listen(service.Heard{Start: 0, End: 3000})
	got := listen(service.Heard{Start: 3200, End: 6000})
	if diff := cmp.Diff([]media.Stretch{{0, 6000}}, got.Heard); diff != "" || len(got.Items) != 1 || got.Mine != 1 || got.Unheard != 4000 {
		t.Errorf("%s %+v", diff, got)
	}
	before := want(t, w.do(request{path: "/api/studies/s/nouns/interviews"}), http.StatusOK)
	if strings.Contains(before, `"listened":true`) {
		t.Error("listened to after six of ten seconds")
	}
	// "Undo my last change" means the last edit, and passes over the listening since.
	undone := read[*crosscase.Change](t, w.do(request{method: http.MethodPost, path: "/api/studies/s/undo", body: map[string]any{}}), http.StatusOK)
	if undone.Undoes != 3 { // 1 made the study, 2 imported the recording, 3 added the round
		t.Errorf("undid %+v", undone)
	}
	got = listen(service.Heard{Start: 7500, End: 99000})
	if got.Unheard != 1500 || len(got.Items) != 2 {
		t.Errorf("%+v", got)
	}
	got = listen(service.Heard{Start: 6000, End: 7500})
	if got.Unheard != 0 || len(got.Items) != 1 || got.Mine != 2 {
		t.Errorf("%+v", got)
	}
	if after := want(t, w.do(request{path: "/api/studies/s/nouns/interviews"}), http.StatusOK); !strings.Contains(after, `"listened":true`) {
		t.Error("not listened to:", after)
	}
	got = listen(service.Heard{Start: 1000, End: 2000, Note: "again"})
	if len(got.Items) != 2 || got.Items[1].Number != 2 || got.Items[1].Note != "again" {
		t.Errorf("%+v", got.Items)
	}
	for name, h := range map[string]service.Heard{"Nothing": {Start: 5, End: 5}, "Backwards": {Start: 9, End: 3}, "PastTheEnd": {Start: 10_000, End: 11_000}} {
		if rec := w.do(request{method: http.MethodPost, path: path, body: h}); rec.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", name, rec.Code)
		}
	}
	// A transcript of two stretches: what it covers is transcribed.
	vtt := "WEBVTT\n\n00:01.000 --> 00:03.000\n<v Anna>One.\n\n00:06.000 --> 00:07.000\n<v Interviewer>Two?\n"
	made := w.importRecording(t, "words.vtt", []byte(vtt), UploadImport{Interview: "first"})
	if len(made.Notes) != 0 || made.SourceID == "" {
		t.Errorf("%+v", made)
	}
	over := read[*service.Listening](t, w.do(request{path: "/api/studies/s/listening"}), http.StatusOK)
	if len(over.Items) != 1 || over.Transcribed != 3000 || over.Unheard != 0 || over.Items[0].Passes != 2 || over.Items[0].Interview != "first" || over.Items[0].Site != "A" {
		t.Errorf("%+v", over)
	}
	if on := read[*service.Passes](t, w.do(request{path: "/api/studies/s/desk/sources/" + string(made.SourceID) + "/passes"}), http.StatusOK); on.Length != 10_000 {
		t.Errorf("by its transcript: %+v", on)
	}
}

// Over a real connection: a client that dies in the middle of a body loses nothing of what was received.
func TestUploadSurvivesLostConnection(t *testing.T) {
	w := newRecordingWorld(t)
	server := httptest.NewServer(w.api)
	defer server.Close()
	at := w.begin(t, nil, "one.wav", 1<<20)
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(conn, "PATCH "+at+" HTTP/1.1\r\nHost: 127.0.0.1\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: "+tusBody+"\r\nContent-Length: 1048576\r\n\r\n")
	conn.Write(make([]byte, 300_000))
	conn.(*net.TCPConn).CloseWrite()
	io.Copy(io.Discard, conn) // until the server has seen it
	conn.Close()
	resp, err := http.Head(server.URL + at)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Upload-Offset"); got != "300000" {
		t.Errorf("%s bytes are there of 300000", got)
	}
}

func removePeaks(t *testing.T, w *world, hash string) {
	t.Helper()
	body := mustRead(t, w, hash)
	if err := w.media.Content.Remove(hash); err != nil {
		t.Fatal(err)
	}
	s, err := w.media.Content.Stage(t.Context(), bytes.NewReader(body), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Keep(); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t *testing.T, w *world, hash string) []byte {
	t.Helper()
	f, err := w.media.Content.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	body, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// TestOddRecordingsAreSaid adds files that are none, or not what they say, as the page does: the answer says what is
// wrong in words, and what was refused leaves nothing behind.
func TestOddRecordingsAreSaid(t *testing.T) {
	w := newRecordingWorld(t)
	made := func(name string, args ...string) []byte {
		t.Helper()
		if !w.media.Tools.Complete() {
			t.Skip("ffmpeg is not installed")
		}
		path := filepath.Join(t.TempDir(), name)
		if out, err := exec.Command(w.media.Tools.FFmpeg, append(append([]string{"-v", "error", "-nostdin", "-y"}, args...), path)...).CombinedOutput(); err != nil {
			t.Fatalf("ffmpeg: %v: %s", err, out)
		}
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return body
	}
	lying := soundFile(2, "x")
	binary.LittleEndian.PutUint32(lying[bytes.Index(lying, []byte("data"))+4:], 40*uint32(len(lying)))
	picture := []string{"-f", "lavfi", "-i", "testsrc=d=3:s=64x64:r=30"}
	for name, c := range map[string]struct {
		body          func(t *testing.T) []byte
		refused, told string
	}{
		"silent.mp4": {body: func(*testing.T) []byte { return made("v.mp4", picture...) }, refused: "no audio track"},
		"zero.wav":   {body: func(*testing.T) []byte { return soundFile(0, "") }, refused: "zero length"},
		"lying.wav":  {body: func(*testing.T) []byte { return lying }, told: "its header says"},
		"camera.mp4": {body: func(*testing.T) []byte {
			return made("c.mp4", append(picture, "-f", "lavfi", "-i", "sine=duration=3", "-vf", "select='lt(mod(n,30),7)+gt(mod(n,13),11)'", "-vsync", "vfr")...)
		}, told: "variable frame rate"},
		"back.vtt": {body: func(*testing.T) []byte {
			return []byte("WEBVTT\n\n00:09.000 --> 00:10.000\nx\n\n00:02.000 --> 00:03.000\ny\n")
		}, refused: "line 6: the times run backwards"},
	} {
		t.Run(name, func(t *testing.T) {
			at := w.send(t, nil, name, c.body(t))
			rec := w.do(request{method: http.MethodPost, path: at + "/import", body: UploadImport{Site: "A"}})
			rows, err := w.service.List(w.owner, "s", "source", map[string]string{"file": name})
			if err != nil {
				t.Fatal(err)
			}
			if c.refused != "" {
				if body := want(t, rec, http.StatusUnprocessableEntity); !strings.Contains(body, c.refused) || !strings.Contains(body, name) || len(rows) > 0 {
					t.Errorf("%d sources, and the answer %s; want %q of %s", len(rows), body, c.refused, name)
				}
				return
			}
			if body := want(t, rec, http.StatusOK); !strings.Contains(body, c.told) || len(rows) != 1 {
				t.Errorf("%d sources, and the answer %s; want %q", len(rows), body, c.told)
			}
		})
	}
	w.media.Jobs.Wait()
}
