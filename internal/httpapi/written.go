package httpapi

import (
	"context"
	"io"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// InWritten names a written report.
type InWritten struct {
	InStudy
	ID crosscase.ReportID `path:"id"`
}

// ObjectionAnswer is what was done about an objection.
type ObjectionAnswer struct {
	Answer string `json:"answer" doc:"empty opens it again"`
}

// registerWritten adds what people write reports with.
func (a *api) registerWritten() {
	const all = "/api/studies/{study}/written"
	const one = all + "/{id}"
	get(a, "written-reports", all, "reports", "List the reports that people write", itemsOf(a.service.WrittenReports))
	write := func(id, method, path, summary string) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{"reports"}, Summary: summary, MaxBodyBytes: largestRow}
	}
	register(a, write("start-written", http.MethodPost, all, "Begin a report, with what the record says or with nothing"), func(ctx context.Context, in *struct {
		InStudy
		Body service.WrittenStart
	}) (*answer[*service.Written], error) {
		out, err := a.service.StartWritten(ctx, in.Study, in.Body)
		return &answer[*service.Written]{out}, err
	})
	get(a, "written-report", one, "reports", "Show a written report with what it is held against today", func(ctx context.Context, in *InWritten) (*service.Written, error) {
		return a.service.WrittenReport(ctx, in.Study, in.ID)
	})
	register(a, write("save-written", http.MethodPut, one, "Keep the text of a report"), func(ctx context.Context, in *struct {
		InWritten
		Body service.WrittenSave
	}) (*answer[*service.Written], error) {
		out, err := a.service.SaveWritten(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Written]{out}, err
	})
	register(a, write("confirm-written", http.MethodPost, one+"/confirm", "Bring stale sentences up to the record of today"), func(ctx context.Context, in *struct {
		InWritten
		Body service.WrittenConfirm
	}) (*answer[*service.Written], error) {
		out, err := a.service.ConfirmWritten(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Written]{out}, err
	})
	register(a, write("go-written", http.MethodPost, one+"/state", "Bring a report into its next state, or back to draft"), func(ctx context.Context, in *struct {
		InWritten
		Body service.WrittenGo
	}) (*answer[*service.Written], error) {
		out, err := a.service.GoWritten(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Written]{out}, err
	})
	register(a, write("object-to-written", http.MethodPost, one+"/objections", "Object to a report or a sentence of it"), func(ctx context.Context, in *struct {
		InWritten
		Body service.ObjectionDraft
	}) (*answer[*service.Written], error) {
		out, err := a.service.ObjectTo(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Written]{out}, err
	})
	register(a, write("answer-objection", http.MethodPut, one+"/objections/{objection}/answer", "Answer an objection"), func(ctx context.Context, in *struct {
		InWritten
		Objection crosscase.ObjectionID `path:"objection"`
		Body      ObjectionAnswer
	}) (*answer[*service.Written], error) {
		out, err := a.service.AnswerObjection(ctx, in.Study, in.ID, in.Objection, in.Body.Answer)
		return &answer[*service.Written]{out}, err
	})
	register(a, huma.Operation{
		OperationID: "written-file", Method: http.MethodGet, Path: one + "/files/{kind}", Tags: []string{"files"},
		Summary: "Save a written report as a file; a locked one as it was locked", Responses: files("docx", "html", "md", "xlsx"),
	}, func(ctx context.Context, in *struct {
		InWritten
		Kind     string `path:"kind" enum:"docx,html,md,xlsx"`
		Nameless bool   `query:"nameless" doc:"name nobody, for the host's contact to check the facts"`
	}) (*huma.StreamResponse, error) {
		name := fileName(in.Study, "report") + "." + in.Kind
		return a.download(name, in.Kind, func(ctx context.Context, w io.Writer) error {
			return a.service.WriteWritten(ctx, in.Study, in.ID, in.Kind, in.Nameless, w)
		}), nil
	})
}
