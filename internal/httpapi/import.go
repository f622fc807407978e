package httpapi

import (
	"context"
	"errors"
	"io"
	"net/http"
	"os"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

const (
	largestImport = 1 << 30       // bytes of a file
	longestUpload = 2 * time.Hour // for it to arrive
)

type importInput struct {
	InStudy
	Name       string   `query:"name" required:"true" minLength:"1" maxLength:"500" doc:"name of the file; its ending says what it is: a table (.csv .tsv .xlsx), a text (.docx .odt .rtf .doc .html .md .rst .txt), a transcript with times (.vtt .srt .TextGrid), a picture, a recording, or records (.json)"`
	DryRun     bool     `query:"dry_run" doc:"say what would be made, and make nothing"`
	Strict     bool     `query:"strict" doc:"of a table: refuse rows that name what is not in the study"`
	Encoding   string   `query:"encoding" doc:"of a text or table; absent guesses, and says what it guessed"`
	Delimiter  string   `query:"delimiter" doc:"of a .csv: one character; absent takes the likeliest"`
	Sheet      string   `query:"sheet" doc:"of a workbook, absent is the first; of a .sqlite3 of several projects the name of one"`
	SiteFrom   string   `query:"site_from" doc:"regular expression whose first group, in the file's name or first heading, is the site's letter"`
	DateFrom   string   `query:"date_from" doc:"the same for the day of the interview"`
	NameFrom   string   `query:"name_from" doc:"the same for the participant's pseudonym"`
	Speakers   string   `query:"speaker_from" doc:"regular expression of a speaker's label; absent finds labels by their look"`
	Site       string   `query:"site" doc:"letter of the site the file is of"`
	Round      string   `query:"round" doc:"name of the round"`
	As         string   `query:"as" enum:"survey,matrix,sites," doc:"what a table is, where its header does not tell"`
	HeaderRow  int      `query:"header_row" minimum:"0" doc:"row of a table that is its header, counted from 1; 0 is the first that is not empty"`
	LeaveOut   bool     `query:"leave_out_misfits" doc:"rows of a table that do not fit the header are left out and listed, instead of the table being refused"`
	SiteColumn string   `query:"site_column" doc:"column of a survey or site table with the sites"`
	NameColumn string   `query:"name_column" doc:"column of a site table with their real names"`
	Respondent string   `query:"respondent" doc:"column of a survey that tells the respondents apart, or # for the numbers of its rows"`
	Open       []string `query:"open,explode" doc:"columns of a survey with answers in words; none takes those that read like it"`
	Code       []string `query:"code,explode" doc:"columns of a survey with the themes of an answer, as COLUMN or COLUMN=ANSWER where there are several answers"`
	Rows       string   `query:"rows" enum:"cases,themes," doc:"what the rows of a matrix are; absent goes by what the study has"`
	CaseIs     string   `query:"case_is" enum:"site,unit,participant," doc:"what a new case of a matrix is; absent is a site"`
	Level      string   `query:"level" doc:"level of the participants"`
	Interview  string   `query:"interview" doc:"interview of a recording or transcript, made where it is new; absent is the one named like the file"`
	Of         string   `query:"interview_from" doc:"the same as site_from for the interview"`
	Join       bool     `query:"join" doc:"the file is a track of a transcript, one a speaker: its turns join those of the transcript of its interview in the order of their times"`
	Recording  string   `query:"recording" doc:"that the times of a transcript count in; absent is that of its interview"`
	Comments   string   `query:"comments" enum:"memos,codings," doc:"what comments of a document become: memos (absent is that), or codings of the themes they name"`
	Group      string   `query:"group" doc:"profession group of the participants"`

	Cases   []string `query:"cases,explode" doc:"of a project of another program: NAME=WORD, what the case or set of that name becomes: site, unit, participant, source or leave"`
	CasesAs string   `query:"cases_as" enum:"site,unit,participant,source,leave" doc:"of a project of another program: what all other cases become; absent decides for each"`

	body io.Reader
	wait func(time.Time) error
}

// Resolve keeps the body to be read as it comes: huma would hold all of it in memory.
func (in *importInput) Resolve(ctx huma.Context) []error {
	r, w := humago.Unwrap(ctx)
	in.body = http.MaxBytesReader(w, r.Body, largestImport)
	in.wait = ctx.SetReadDeadline
	return nil
}

func (a *api) registerImport() {
	register(a, huma.Operation{
		OperationID: "import", Method: http.MethodPost, Path: "/api/studies/{study}/import", Tags: []string{"files"},
		Summary:     "Import a file: a table, an interview or records",
		Description: "The body is the file itself, at most 1 GiB. All of it is imported, or nothing.",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{
			"application/octet-stream": {Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}},
		}},
	}, a.importFile)
}

func (a *api) importFile(ctx context.Context, in *importInput) (*answer[*service.ImportResult], error) {
	opts := service.ImportOptions{
		Encoding: in.Encoding, Sheet: in.Sheet, Strict: in.Strict, DryRun: in.DryRun, SiteFrom: in.SiteFrom, DateFrom: in.DateFrom,
		NameFrom: in.NameFrom, SpeakerFrom: in.Speakers, Site: in.Site, Round: in.Round, Level: in.Level, Group: in.Group, Comments: in.Comments, Interview: in.Interview, InterviewFrom: in.Of, Join: in.Join, Recording: in.Recording,
		As: in.As, HeaderRow: in.HeaderRow, LeaveOut: in.LeaveOut, SiteColumn: in.SiteColumn, NameColumn: in.NameColumn, Respondent: in.Respondent, Open: in.Open, Code: in.Code,
		Rows: in.Rows, CaseIs: in.CaseIs,
	}
	var err error
	if opts.Cases, err = service.ParseCases(in.Cases); err != nil {
		return nil, err
	}
	opts.CasesAs = in.CasesAs
	if opts.Delimiter, err = delimiterOf(in.Delimiter); err != nil {
		return nil, err
	}
	if err := a.mayImport(ctx, in.Study); err != nil {
		return nil, err
	}
	if err := in.wait(time.Now().Add(longestUpload)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return nil, err
	}
	f, err := os.CreateTemp("", "crosscase-import-*")
	if err != nil {
		return nil, err
	}
	defer func() { _ = errors.Join(f.Close(), os.Remove(f.Name())) }() // it has served its turn
	size, err := io.Copy(f, in.body)
	if err != nil {
		return nil, err
	}
	done, err := a.service.Import(ctx, in.Study, in.Name, f, size, opts)
	return &answer[*service.ImportResult]{done}, err
}

// delimiterOf is the one character of a delimiter; 0 where none is given.
func delimiterOf(s string) (rune, error) {
	if s == "" {
		return 0, nil
	}
	r, size := utf8.DecodeRuneInString(s)
	if size != len(s) {
		return 0, crosscase.Errorf(crosscase.CodeInvalid, "the delimiter is one character, not %q", s)
	}
	return r, nil
}

// mayImport refuses whoever may import nothing at all before their file is taken in; what exactly a file
// takes is the service's to say once it knows what is in it.
func (a *api) mayImport(ctx context.Context, slug string) error {
	v, err := a.service.Study(ctx, slug)
	if err != nil {
		return err
	}
	for _, action := range []crosscase.Action{crosscase.WriteSources, crosscase.WriteCodings, crosscase.WriteCodebook, crosscase.WriteDesign} {
		if slices.Contains(v.May, action) {
			return nil
		}
	}
	return crosscase.Errorf(crosscase.CodeForbidden, "your role in this study, %s, does not allow importing", v.Role)
}
