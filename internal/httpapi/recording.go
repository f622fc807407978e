package httpapi

import (
	"context"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
)

// InRecording is what an operation on a recording is asked with.
type InRecording struct {
	InStudy
	Source string `path:"source" doc:"its id or name; of a transcript, the recording it is aligned to is meant"`
}

// registerRecordings adds the operations that play recordings and say what was listened to of them.
func (a *api) registerRecordings() {
	const one = "/api/studies/{study}"
	binary := func(description string) *huma.Response {
		return &huma.Response{Description: description, Content: map[string]*huma.MediaType{"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	}
	register(a, huma.Operation{
		OperationID: "media", Method: http.MethodGet, Path: one + "/media/{source}", Tags: []string{"recordings"},
		Summary: "Play a recording, or show a PDF or picture: its file, or the range of it that is asked for",
		Responses: map[string]*huma.Response{
			"200": binary("the file"), "206": binary("the range"), "416": {Description: "the file has no such range"},
		},
	}, a.media)
	register(a, huma.Operation{
		OperationID: "peaks", Method: http.MethodGet, Path: one + "/media/{source}/peaks", Tags: []string{"recordings"},
		Summary:     "Draw a recording: the least and the greatest sample of each fiftieth of a second, as pairs of signed bytes",
		Description: "While it is being computed the answer is 202 with the job that does it.",
		Responses:   map[string]*huma.Response{"200": binary("pairs; X-Peaks-Rate says how many a second"), "202": a.peaksAnswer()},
	}, a.peaks)
	get(a, "jobs", one+"/jobs", "recordings", "List the jobs that go on in the background, the newest first", itemsOf(a.service.Jobs))
	register(a, huma.Operation{
		OperationID: "stop-job", Method: http.MethodDelete, Path: one + "/jobs/{id}", Tags: []string{"recordings"}, Summary: "Stop a job", DefaultStatus: http.StatusNoContent,
	}, func(ctx context.Context, in *struct {
		InStudy
		ID string `path:"id"`
	}) (*struct{}, error) {
		return nil, a.service.StopJob(ctx, in.Study, in.ID)
	})
	get(a, "passes", one+"/desk/sources/{source}/passes", "recordings", "Say what was listened to of a recording", func(ctx context.Context, in *InRecording) (*service.Passes, error) {
		return a.service.Passes(ctx, in.Study, in.Source)
	})
	register(a, huma.Operation{
		OperationID: "listen", Method: http.MethodPost, Path: one + "/desk/sources/{source}/passes", Tags: []string{"recordings"},
		Summary: "Write down that you have listened to a stretch; it joins one that it touches",
	}, func(ctx context.Context, in *struct {
		InRecording
		Body service.Heard
	}) (*answer[*service.Passes], error) {
		out, err := a.service.Listen(ctx, in.Study, in.Source, in.Body)
		return &answer[*service.Passes]{out}, err
	})
	get(a, "transcriber", one+"/transcriber", "recordings", "Say which machine transcribes, and where the sound goes then", ofStudy(a.service.Transcriber))
	register(a, huma.Operation{
		OperationID: "transcribe", Method: http.MethodPost, Path: one + "/desk/sources/{source}/transcribe", Tags: []string{"recordings"},
		Summary: "Have a machine transcribe an excerpt, a stretch or a whole recording, as a job", DefaultStatus: http.StatusAccepted,
	}, func(ctx context.Context, in *struct {
		InRecording
		Body service.TranscribeRequest
	}) (*answer[*media.Job], error) {
		out, err := a.service.Transcribe(ctx, in.Study, in.Source, in.Body)
		return &answer[*media.Job]{out}, err
	})
	get(a, "listening", one+"/listening", "recordings", "Say how far the recordings have been listened to and transcribed", ofStudy(a.service.Listening))
}

// shownAs is the type that a file of a source is sent as: what it was found to be where that is sound, a picture of dots
// or a PDF, and no type at all where a browser could find a page or a script in it.
func shownAs(kind string) string {
	switch main, sub, _ := strings.Cut(kind, "/"); {
	case main == "audio", main == "video", kind == "application/pdf", main == "image" && !strings.Contains(sub, "svg"):
		return kind
	}
	return "application/octet-stream"
}

// media answers with the file of a source. Who may hear it is asked anew at every request, and so nothing is kept in between.
func (a *api) media(ctx context.Context, in *InRecording) (*huma.StreamResponse, error) {
	f, err := a.service.Media(ctx, in.Study, in.Source)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		defer f.Close()
		r, w := humago.Unwrap(hc)
		h := w.Header()
		h.Set("Content-Type", shownAs(f.Type))
		h.Set("Content-Disposition", "inline")
		h.Set("Content-Security-Policy", filePolicy)
		h.Set("ETag", `"`+f.Hash+`"`)
		http.ServeContent(w, r, "", f.Modified, f)
	}}, nil
}

// PeaksJob is the answer while a waveform is being computed.
type PeaksJob struct {
	Job media.Job `json:"job"`
}

func (a *api) peaksAnswer() *huma.Response {
	schema := a.huma.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[PeaksJob](), true, "PeaksJob")
	return &huma.Response{Description: "it is being computed", Content: map[string]*huma.MediaType{"application/json": {Schema: schema}}}
}

func (a *api) peaks(ctx context.Context, in *InRecording) (*huma.StreamResponse, error) {
	f, job, err := a.service.Peaks(ctx, in.Study, in.Source)
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		r, w := humago.Unwrap(hc)
		if job != nil {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusAccepted)
			_ = a.huma.Marshal(w, "application/json", PeaksJob{*job}) // the client is gone
			return
		}
		defer f.Close()
		info, err := f.Stat()
		if err != nil {
			writeProblem(w, a.problem(hc.Context(), err))
			return
		}
		w.Header().Set("Content-Type", "application/octet-stream")
		w.Header().Set("X-Peaks-Rate", strconv.Itoa(media.PeaksRate))
		http.ServeContent(w, r, "", info.ModTime(), f)
	}}, nil
}
