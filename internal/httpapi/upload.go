package httpapi

import (
	"context"
	"encoding/base64"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
)

// Uploads are resumable by tus 1.0.0 (https://tus.io/protocols/resumable-upload) with its extensions creation,
// termination and expiration, so that any tus client can send a recording.
const (
	tusVersion    = "1.0.0"
	tusExtensions = "creation,termination,expiration"
	tusBody       = "application/offset+octet-stream"
)

// TusRequest is what every request of the protocol says. It is exported since huma looks into no other embedded struct.
type TusRequest struct {
	InStudy
	Resumable string `header:"Tus-Resumable" doc:"1.0.0"`
}

// Resolve answers in the version of the protocol, and refuses another.
func (in *TusRequest) Resolve(ctx huma.Context) []error {
	ctx.SetHeader("Tus-Resumable", tusVersion)
	if in.Resumable != "" && in.Resumable != tusVersion {
		ctx.SetHeader("Tus-Version", tusVersion)
		return []error{requestProblem(http.StatusPreconditionFailed, "uploads speak tus "+tusVersion+" here, and not "+in.Resumable)}
	}
	return nil
}

// OneUpload is an upload that was begun.
type OneUpload struct {
	TusRequest
	ID string `path:"id"`
}

// tusAnswer is what the answers of the protocol say. Its bodies are empty.
type tusAnswer struct {
	Location string `header:"Location" doc:"of a new upload: where it is"`
	Offset   string `header:"Upload-Offset" doc:"bytes that are here"`
	Length   string `header:"Upload-Length" doc:"bytes of the whole"`
	Expires  string `header:"Upload-Expires" doc:"when it is given up if it does not grow"`
}

func (a *api) tusAnswer(offset, length int64) *tusAnswer {
	out := &tusAnswer{Offset: strconv.FormatInt(offset, 10), Expires: a.now().Add(media.UploadLifetime).UTC().Format(http.TimeFormat)}
	if length > 0 {
		out.Length = strconv.FormatInt(length, 10)
	}
	return out
}

type newUpload struct {
	TusRequest
	Length   int64  `header:"Upload-Length" required:"true" minimum:"1" doc:"bytes, at most 8 GiB"`
	Metadata string `header:"Upload-Metadata" required:"true" doc:"as tus has it: filename and the base64 of the file's name"`
}

type moreUpload struct {
	OneUpload
	Offset int64 `header:"Upload-Offset" required:"true" minimum:"0" doc:"where the body goes on: the bytes that are here"`

	body io.Reader
}

// Resolve keeps the body to be read as it comes. It may take as long as it likes so long as it goes on.
func (in *moreUpload) Resolve(ctx huma.Context) []error {
	if errs := in.TusRequest.Resolve(ctx); errs != nil {
		return errs
	}
	if kind := ctx.Header("Content-Type"); kind != tusBody {
		return []error{requestProblem(http.StatusUnsupportedMediaType, "the body of an upload is sent as "+tusBody)}
	}
	r, w := humago.Unwrap(ctx)
	in.body = &patient{r: http.MaxBytesReader(w, r.Body, media.LargestUpload), wait: ctx.SetReadDeadline}
	return nil
}

// patient reads a body that must go on within slowestBody, and not end within it.
type patient struct {
	r    io.Reader
	wait func(time.Time) error
}

func (p *patient) Read(b []byte) (int, error) {
	if err := p.wait(time.Now().Add(slowestBody)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	n, err := p.r.Read(b)
	if errors.Is(err, io.EOF) {
		_ = p.wait(time.Time{}) // what is left of the request may take its time
	}
	return n, err
}

func (a *api) registerUploads() {
	const all, one = "/api/studies/{study}/uploads", "/api/studies/{study}/uploads/{id}"
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{"files"}, Summary: summary, DefaultStatus: status}
	}
	register(a, op("upload-options", http.MethodOptions, all, "Say what of the tus protocol is spoken", http.StatusNoContent), func(context.Context, *InStudy) (*struct {
		Resumable  string `header:"Tus-Resumable"`
		Version    string `header:"Tus-Version"`
		Extensions string `header:"Tus-Extension"`
		Most       int64  `header:"Tus-Max-Size"`
	}, error) {
		return &struct {
			Resumable  string `header:"Tus-Resumable"`
			Version    string `header:"Tus-Version"`
			Extensions string `header:"Tus-Extension"`
			Most       int64  `header:"Tus-Max-Size"`
		}{tusVersion, tusVersion, tusExtensions, media.LargestUpload}, nil
	})
	start := op("start-upload", http.MethodPost, all, "Begin an upload that can be resumed", http.StatusCreated)
	start.Description = "By the tus protocol 1.0.0. An upload belongs to whoever began it, and is given up when it has not grown for a day."
	register(a, start, a.startUpload)
	register(a, op("upload", http.MethodHead, one, "Say how far an upload is", http.StatusOK), func(ctx context.Context, in *OneUpload) (*tusAnswer, error) {
		up, err := a.service.Upload(ctx, in.Study, in.ID)
		if err != nil {
			return nil, err
		}
		return a.tusAnswer(up.Offset, up.Length), nil
	})
	more := op("continue-upload", http.MethodPatch, one, "Send more of an upload", http.StatusNoContent)
	more.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{tusBody: {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}}}
	register(a, more, func(ctx context.Context, in *moreUpload) (*tusAnswer, error) {
		offset, err := a.service.ContinueUpload(ctx, in.Study, in.ID, in.Offset, in.body)
		if err != nil {
			return nil, broken(err)
		}
		return a.tusAnswer(offset, 0), nil
	})
	register(a, op("drop-upload", http.MethodDelete, one, "Give an upload up", http.StatusNoContent), func(ctx context.Context, in *OneUpload) (*struct{}, error) {
		return nil, a.service.DropUpload(ctx, in.Study, in.ID)
	})
	register(a, op("import-upload", http.MethodPost, one+"/import", "Import what was uploaded: a recording, a transcript or any other file", http.StatusOK), a.importUpload)
}

// broken says of a body that broke off that what came is kept. As a rule there is nobody left to read it.
func broken(err error) error {
	var large *http.MaxBytesError
	var e *crosscase.Error
	if errors.As(err, &e) || errors.As(err, &large) || !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "the connection broke off; what had come is kept: ask how far the upload is (HEAD) and go on from there")
}

func (a *api) startUpload(ctx context.Context, in *newUpload) (*tusAnswer, error) {
	up, err := a.service.StartUpload(ctx, in.Study, uploadedName(in.Metadata), in.Length)
	if err != nil {
		return nil, err
	}
	out := a.tusAnswer(0, up.Length)
	out.Location = "/api/studies/" + in.Study + "/uploads/" + up.ID
	return out, nil
}

// uploadedName is the filename of Upload-Metadata: pairs of a key and a base64 value, with commas between them.
func uploadedName(metadata string) string {
	for _, pair := range strings.Split(metadata, ",") {
		key, value, _ := strings.Cut(strings.TrimSpace(pair), " ")
		if key != "filename" {
			continue
		}
		if name, err := base64.StdEncoding.DecodeString(value); err == nil {
			return strings.ToValidUTF8(string(name), "�")
		}
	}
	return ""
}

// UploadImport is what may be said of an uploaded file.
type UploadImport struct {
	Name         string   `json:"name,omitempty" maxLength:"500" doc:"of the source; absent is that of the file"`
	Site         string   `json:"site,omitempty" doc:"letter"`
	Interview    string   `json:"interview,omitempty" maxLength:"500" doc:"name or id; made where it is new. Absent is the one that the file is named after"`
	Participants []string `json:"participants,omitempty" maxItems:"1000" doc:"pseudonyms"`
	Round        string   `json:"round,omitempty" doc:"name"`
	Date         string   `json:"date,omitempty" doc:"YYYY-MM-DD"`
	Recording    string   `json:"recording,omitempty" doc:"of a transcript: the recording its times count in, by id or name; absent is that of the interview"`
	DryRun       bool     `json:"dry_run,omitempty" doc:"say what would be made, and make nothing; the upload stays"`
	Encoding     string   `json:"encoding,omitempty" doc:"of a text or table; absent guesses, and says what it guessed"`
	Delimiter    string   `json:"delimiter,omitempty" doc:"of a .csv: one character; absent takes the likeliest"`
	Sheet        string   `json:"sheet,omitempty" doc:"of a workbook, absent is the first; of a .sqlite3 of several projects the name of one"`
	Strict       bool     `json:"strict,omitempty" doc:"of a table: refuse rows that name what is not in the study"`
	SiteFrom     string   `json:"site_from,omitempty" doc:"regular expression whose first group, in the file's name or first heading, is the site's letter"`
	DateFrom     string   `json:"date_from,omitempty" doc:"the same for the day of the interview"`
	NameFrom     string   `json:"name_from,omitempty" doc:"the same for the participant's pseudonym"`
	SpeakerFrom  string   `json:"speaker_from,omitempty" doc:"regular expression of a speaker's label; absent finds labels by their look"`
	Level        string   `json:"level,omitempty" doc:"of the participants"`
	Group        string   `json:"group,omitempty" doc:"profession group of the participants"`
	Comments     string   `json:"comments,omitempty" enum:"memos,codings" doc:"what comments of a document become: memos (absent is that), or codings of the themes they name"`
	Of           string   `json:"interview_from,omitempty" doc:"the same as site_from for the interview"`
	Join         bool     `json:"join,omitempty" doc:"of a transcript that is a track of its own: its turns join those of the transcript of its interview"`

	As         string   `json:"as,omitempty" enum:"survey,matrix,sites" doc:"what a table is, where its header does not tell"`
	HeaderRow  int      `json:"header_row,omitempty" minimum:"0" doc:"row of a table that is its header, counted from 1; 0 is the first that is not empty"`
	LeaveOut   bool     `json:"leave_out_misfits,omitempty" doc:"rows of a table that do not fit the header are left out and listed, instead of the table being refused"`
	SiteColumn string   `json:"site_column,omitempty" doc:"column of a survey or site table with the sites"`
	NameColumn string   `json:"name_column,omitempty" doc:"column of a site table with their real names"`
	Respondent string   `json:"respondent,omitempty" doc:"column of a survey that tells the respondents apart"`
	Open       []string `json:"open,omitempty" doc:"columns of a survey with answers in words; none takes those that read like it"`
	Code       []string `json:"code,omitempty" doc:"columns of a survey with the themes of an answer, as COLUMN or COLUMN=ANSWER where there are several answers"`
	Rows       string   `json:"rows,omitempty" enum:"cases,themes" doc:"what the rows of a matrix are; absent goes by what the study has"`
	CaseIs     string   `json:"case_is,omitempty" enum:"site,unit,participant" doc:"what a new case of a matrix is; absent is a site"`

	Cases   map[string]string `json:"cases,omitempty" doc:"of a project of another program: what the case or set of a name becomes: site, unit, participant, source or leave"`
	CasesAs string            `json:"cases_as,omitempty" doc:"of a project of another program: what all other cases become; absent decides for each"`
}

// UploadImported is what came of it.
type UploadImported struct {
	SourceID crosscase.SourceID    `json:"source_id,omitempty" doc:"of a recording, transcript or document"`
	Created  bool                  `json:"created" doc:"false where the file was in the study already"`
	Seq      int64                 `json:"seq" doc:"number of the change, for undo; 0 where nothing was changed"`
	Notes    []string              `json:"notes" doc:"what a person should know, such as a header that gives another length"`
	Result   *service.ImportResult `json:"result"`
}

type inUploadImport struct {
	InStudy
	ID   string        `path:"id"`
	Body *UploadImport `required:"false"`

	wait func(time.Time) error
}

// Resolve keeps the way to wait for a large file: reading through it takes longer than a body may.
func (in *inUploadImport) Resolve(ctx huma.Context) []error {
	in.wait = ctx.SetReadDeadline
	return nil
}

func (a *api) importUpload(ctx context.Context, in *inUploadImport) (*answer[UploadImported], error) {
	if err := in.wait(time.Time{}); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	var o UploadImport
	if in.Body != nil {
		o = *in.Body
	}
	delimiter, err := delimiterOf(o.Delimiter)
	if err != nil {
		return nil, err
	}
	res, err := a.service.ImportUpload(ctx, in.Study, in.ID, service.ImportOptions{
		Name: o.Name, Site: o.Site, Interview: o.Interview, Participants: o.Participants, Round: o.Round, Date: o.Date, Recording: o.Recording,
		DryRun: o.DryRun, Encoding: o.Encoding, Delimiter: delimiter, Sheet: o.Sheet, Strict: o.Strict,
		SiteFrom: o.SiteFrom, DateFrom: o.DateFrom, NameFrom: o.NameFrom, SpeakerFrom: o.SpeakerFrom, Level: o.Level, Group: o.Group, Comments: o.Comments, InterviewFrom: o.Of, Join: o.Join,
		As: o.As, HeaderRow: o.HeaderRow, LeaveOut: o.LeaveOut, SiteColumn: o.SiteColumn, NameColumn: o.NameColumn, Respondent: o.Respondent, Open: o.Open, Code: o.Code,
		Rows: o.Rows, CaseIs: o.CaseIs, Cases: o.Cases, CasesAs: o.CasesAs,
	})
	if err != nil {
		return nil, err
	}
	notes := res.Warnings
	if notes == nil {
		notes = []string{}
	}
	return &answer[UploadImported]{UploadImported{SourceID: res.SourceID, Created: res.Change > 0, Seq: res.Change, Notes: notes, Result: res}}, nil
}
