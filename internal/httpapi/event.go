package httpapi

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
)

// heartbeat keeps a stream of events open through proxies, and is when a stream notices that its reader has gone.
const heartbeat = 15 * time.Second

type inEvents struct {
	InStudy
	Since int64 `query:"since" minimum:"-1" default:"-1" doc:"number of the last change that you know of; absent tells from now on"`
	Last  int64 `header:"Last-Event-ID" doc:"the same, as a browser sends it when it connects again"`
}

// registerEvents adds the stream of events.
func (a *api) registerEvents() {
	register(a, huma.Operation{
		OperationID: "events", Method: http.MethodGet, Path: "/api/studies/{study}/events", Tags: []string{"desk"},
		Summary: "Be told of each change as it is made (server-sent events)",
		Responses: map[string]*huma.Response{"200": {
			Description: "events named \"change\", whose id is the number of the change and whose data are an Event; events named \"job\", whose data are a Job",
			Content:     map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}},
		}},
	}, func(ctx context.Context, in *inEvents) (*huma.StreamResponse, error) {
		study, err := a.service.Study(ctx, in.Study) // while it can still be answered with a problem
		if err != nil {
			return nil, err
		}
		since := in.Since
		if in.Last > max(since, 0) {
			since = in.Last
		}
		if since < 0 { // now is before the answer begins: who has its first byte misses nothing
			since = study.Revision
		}
		return &huma.StreamResponse{Body: func(hc huma.Context) {
			r, w := humago.Unwrap(hc)
			if err := a.stream(r.Context(), w, in.Study, since); err != nil && !errors.Is(err, context.Canceled) {
				_ = a.problem(r.Context(), err) // for the log: the stream ends, and the browser connects again and is told
			}
		}}, nil
	})
}

func (a *api) stream(ctx context.Context, w http.ResponseWriter, study string, since int64) error {
	out := http.NewResponseController(w)
	if err := out.SetWriteDeadline(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("X-Accel-Buffering", "no") // of a proxy that would hold events back
	var writing sync.Mutex
	say := func(text string) error {
		writing.Lock()
		defer writing.Unlock()
		if _, err := fmt.Fprint(w, text); err != nil {
			return context.Canceled // the reader has gone
		}
		return out.Flush()
	}
	if err := say("retry: 1000\n\n"); err != nil {
		return err
	}
	stop, err := a.tellJobs(ctx, study, say)
	if err != nil {
		return err
	}
	defer stop()
	return a.service.Events(ctx, study, since, heartbeat, func() error { return say(": still here\n\n") }, func(e *service.Event) error {
		body, err := json.Marshal(e)
		if err != nil {
			return err
		}
		return say("id: " + strconv.FormatInt(e.Seq, 10) + "\nevent: change\ndata: " + string(body) + "\n\n")
	})
}

// tellJobs says how the jobs go on that the reader may know of. What a slow reader does not take in is left out: the
// end of a job comes again with the list of jobs, which the page asks for when it connects.
func (a *api) tellJobs(ctx context.Context, study string, say func(string) error) (stop func(), err error) {
	jobs := make(chan media.Job, 64)
	unwatch, err := a.service.WatchJobs(ctx, study, func(j media.Job) {
		select {
		case jobs <- j:
		default:
		}
	})
	if crosscase.ErrorCode(err) == crosscase.CodeNotFound { // who sees no sources sees no jobs
		return func() {}, nil
	} else if err != nil {
		return nil, err
	}
	ctx, end := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-ctx.Done():
				return
			case j := <-jobs:
				body, err := json.Marshal(j)
				if err != nil || say("event: job\ndata: "+string(body)+"\n\n") != nil {
					return
				}
			}
		}
	}()
	return func() { unwatch(); end(); <-ended }, nil // the answer may not be written to once this has returned
}
