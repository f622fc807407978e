package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"github.com/crosscase/crosscase"
)

// statusOf is the one table of what an error's code is in HTTP.
var statusOf = map[crosscase.Code]int{
	crosscase.CodeInvalid:      http.StatusUnprocessableEntity,
	crosscase.CodeNotFound:     http.StatusNotFound,
	crosscase.CodeConflict:     http.StatusConflict,
	crosscase.CodeUnauthorized: http.StatusUnauthorized,
	crosscase.CodeForbidden:    http.StatusForbidden,
	crosscase.CodeInternal:     http.StatusInternalServerError,
}

// statusGone is what the log says of a client that went away before the answer.
const statusGone = 499

// Problem is an error as RFC 9457 has it.
type Problem struct {
	Title   string         `json:"title" doc:"the status in words"`
	Status  int            `json:"status"`
	Detail  string         `json:"detail,omitempty" doc:"what is wrong, where, and what to do"`
	Code    crosscase.Code `json:"code" doc:"invalid, not_found, conflict, unauthorized, forbidden or internal"`
	Errors  []RequestFault `json:"errors,omitempty" doc:"each thing that is wrong with the request"`
	Details any            `json:"details,omitempty" doc:"of a conflict: what stands there now"`
	Request string         `json:"request,omitempty" doc:"of an internal error: the number under which the log says more"`
}

// RequestFault is one thing that is wrong with a request.
type RequestFault struct {
	Where string `json:"where,omitempty" doc:"such as body.letter or query.rows"`
	What  string `json:"what"`
}

func (p *Problem) Error() string { return p.Detail }

// GetStatus is the status that huma answers with.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType is what a problem is sent as.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// huma takes the shape of its own errors, and whether a list may be null, from variables.
func init() {
	huma.NewError = requestProblem
	huma.DefaultArrayNullable = false
}

// requestProblem is a request that huma refuses before the service sees it. It says what is wrong and not
// what was sent.
func requestProblem(status int, message string, causes ...error) huma.StatusError {
	var limit int64
	if n, err := fmt.Sscanf(message, "request body is too large limit=%d bytes", &limit); n == 1 && err == nil {
		return tooLarge(limit)
	}
	p := &Problem{Status: status, Title: http.StatusText(status), Detail: message, Code: codeOf(status)}
	if status >= http.StatusInternalServerError {
		return p
	}
	var said []string
	for _, cause := range causes {
		f := RequestFault{What: cause.Error()}
		var d huma.ErrorDetailer
		if errors.As(cause, &d) {
			f = RequestFault{Where: d.ErrorDetail().Location, What: d.ErrorDetail().Message}
		}
		p.Errors = append(p.Errors, f)
		said = append(said, strings.TrimPrefix(f.Where+": "+f.What, ": "))
	}
	if len(said) > 0 {
		p.Detail = strings.Join(said, "; ")
	}
	return p
}

func codeOf(status int) crosscase.Code {
	for code, s := range statusOf {
		if s == status {
			return code
		}
	}
	if status >= http.StatusInternalServerError {
		return crosscase.CodeInternal
	}
	return crosscase.CodeInvalid
}

// problem is what an error of the service, or of this package, becomes. Our own faults are logged here.
func (a *api) problem(ctx context.Context, err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return tooLarge(large.Limit)
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return &Problem{Status: statusGone, Title: "Client Closed Request", Code: crosscase.CodeInvalid}
	}
	var e *crosscase.Error
	if !errors.As(err, &e) || e.Code == crosscase.CodeInternal {
		return a.internal(ctx, err.Error(), "")
	}
	status := statusOf[e.Code]
	// The whole text, since what wraps an error a person can act on says where it came up.
	return &Problem{Status: status, Title: http.StatusText(status), Detail: err.Error(), Code: e.Code, Details: e.Details}
}

// internal logs a fault of ours and tells nothing of it but its number.
func (a *api) internal(ctx context.Context, what, stack string) *Problem {
	id := requestID(ctx)
	args := []any{"request", id, "error", what}
	if stack != "" {
		args = append(args, "stack", stack)
	}
	a.log.ErrorContext(ctx, "internal error", args...)
	return &Problem{
		Status: http.StatusInternalServerError, Title: http.StatusText(http.StatusInternalServerError), Code: crosscase.CodeInternal, Request: id,
		Detail: fmt.Sprintf("Something broke in the server; nothing was changed. Its log says more under %s.", id),
	}
}

// recover answers for a handler that panicked.
func (a *api) recover(w *recorder, r *http.Request) {
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so
		panic(v)
	}
	p := a.internal(r.Context(), fmt.Sprint(v), string(debug.Stack()))
	if w.status == 0 {
		writeProblem(w, p)
	}
}

func tooLarge(limit int64) *Problem {
	return &Problem{
		Status: http.StatusRequestEntityTooLarge, Title: http.StatusText(http.StatusRequestEntityTooLarge), Code: crosscase.CodeInvalid,
		Detail: fmt.Sprintf("the request is larger than %d MiB, which is as much as is taken: divide it", limit>>20),
	}
}

// noRoute answers where no operation is. The mux's own answer says whether another method would have been right.
func (a *api) noRoute(w http.ResponseWriter, r *http.Request, none http.Handler) {
	probe := &headersOnly{header: http.Header{}}
	none.ServeHTTP(probe, r)
	p := &Problem{Status: http.StatusNotFound, Code: crosscase.CodeNotFound, Detail: "there is nothing at this address: /openapi.yaml lists what there is"}
	if allow := probe.header.Get("Allow"); allow != "" {
		w.Header().Set("Allow", allow)
		p = &Problem{Status: http.StatusMethodNotAllowed, Code: crosscase.CodeInvalid, Detail: "use " + allow + " here"}
	}
	p.Title = http.StatusText(p.Status)
	writeProblem(w, p)
}

// headersOnly is a response that goes nowhere.
type headersOnly struct{ header http.Header }

func (h *headersOnly) Header() http.Header         { return h.header }
func (h *headersOnly) Write(b []byte) (int, error) { return len(b), nil }
func (h *headersOnly) WriteHeader(int)             {}

// writeProblem sends a problem from outside huma.
func writeProblem(w http.ResponseWriter, p *Problem) {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(p); err != nil { // details that cannot be written
		plain := *p
		plain.Details = nil
		body.Reset()
		_ = enc.Encode(&plain) // of strings and numbers: it cannot fail
	}
	h := w.Header()
	h.Set("Content-Type", p.ContentType(""))
	h.Del("Content-Disposition")
	w.WriteHeader(p.Status)
	_, _ = w.Write(body.Bytes()) // the client is gone
}

type requestIDKey struct{}

// withRequestID numbers a request, so that what the person is told and what the log says can be put together.
func withRequestID(ctx context.Context) context.Context {
	return context.WithValue(ctx, requestIDKey{}, uuid.NewString())
}

func requestID(ctx context.Context) string {
	id, _ := ctx.Value(requestIDKey{}).(string)
	return id
}
