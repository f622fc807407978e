package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// InSource, InExcerpt and InCoding are exported for huma, which does not look into what it cannot see.
type InSource struct {
	InStudy
	Source string `path:"source" doc:"its id or name"`
}

type InExcerpt struct {
	InStudy
	ID crosscase.ExcerptID `path:"id"`
}

type InCoding struct {
	InStudy
	ID crosscase.CodingID `path:"id"`
}

// registerDesk adds the operations of the coding desk.
func (a *api) registerDesk() {
	const desk = "/api/studies/{study}/desk"
	const source = desk + "/sources/{source}"
	get(a, "desk-source", source, "desk", "Lay a source on the desk: its text or recording and all that is kept of it",
		func(ctx context.Context, in *InSource) (*service.DeskSource, error) {
			return a.service.DeskSource(ctx, in.Study, in.Source)
		})
	get(a, "desk-changes", source+"/changes", "desk", "Say what has changed of a source since a change",
		func(ctx context.Context, in *struct {
			InSource
			Since int64 `query:"since" minimum:"0" doc:"number of the last change that you know of"`
		}) (*service.DeskDelta, error) {
			return a.service.DeskChanges(ctx, in.Study, in.Source, in.Since)
		})
	op := func(id, method, path, summary string, status int) huma.Operation {
		return huma.Operation{OperationID: id, Method: method, Path: path, Tags: []string{"desk"}, Summary: summary, DefaultStatus: status, MaxBodyBytes: largestRow}
	}
	register(a, op("apply-theme", http.MethodPost, source+"/codings", "Apply a theme to a stretch of a source", http.StatusCreated), func(ctx context.Context, in *struct {
		InSource
		Body service.Application
	}) (*answer[*service.Desked], error) {
		out, err := a.service.ApplyTheme(ctx, in.Study, in.Source, in.Body)
		return &answer[*service.Desked]{out}, err
	})
	register(a, op("mark-stretch", http.MethodPost, source+"/excerpts", "Keep a stretch of a source that is not coded yet", http.StatusCreated), func(ctx context.Context, in *struct {
		InSource
		Body service.Mark
	}) (*answer[*service.Desked], error) {
		out, err := a.service.MarkStretch(ctx, in.Study, in.Source, in.Body)
		return &answer[*service.Desked]{out}, err
	})
	register(a, op("note-silence", http.MethodPost, source+"/silences", "Note that a source, or a stretch of it, is silent on a theme or question", http.StatusCreated), func(ctx context.Context, in *struct {
		InSource
		Body SilenceNote
	}) (*answer[*service.Silenced], error) {
		b := in.Body
		out, err := a.service.NoteSilence(ctx, in.Study, in.Source, crosscase.Silence{
			ThemeID: b.ThemeID, QuestionID: b.QuestionID, Aspect: b.Aspect, Kind: b.Kind, Start: b.Start, End: b.End, ParticipantID: b.ParticipantID, Note: b.Note,
		})
		return &answer[*service.Silenced]{out}, err
	})
	register(a, op("change-excerpt", http.MethodPatch, desk+"/excerpts/{id}", "Change an excerpt: edges, kind, words, speaker, mark", 0), func(ctx context.Context, in *struct {
		InExcerpt
		Body service.ExcerptPatch
	}) (*answer[*service.Desked], error) {
		out, err := a.service.ChangeExcerpt(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Desked]{out}, err
	})
	register(a, op("remove-excerpt", http.MethodDelete, desk+"/excerpts/{id}", "Take an excerpt away with its codings", 0), func(ctx context.Context, in *InExcerpt) (*answer[*service.Desked], error) {
		out, err := a.service.RemoveExcerpt(ctx, in.Study, in.ID)
		return &answer[*service.Desked]{out}, err
	})
	register(a, op("memo-on-excerpt", http.MethodPost, desk+"/excerpts/{id}/memos", "Write a memo about an excerpt", http.StatusCreated), func(ctx context.Context, in *struct {
		InExcerpt
		Body MemoNote
	}) (*answer[*service.Noted], error) {
		out, err := a.service.MemoOn(ctx, in.Study, in.ID, in.Body.Title, in.Body.Text)
		return &answer[*service.Noted]{out}, err
	})
	register(a, op("change-coding", http.MethodPatch, desk+"/codings/{id}", "Change a coding: theme, question, position, aspect, speaker, note", 0), func(ctx context.Context, in *struct {
		InCoding
		Body service.CodingPatch
	}) (*answer[*service.Desked], error) {
		out, err := a.service.ChangeCoding(ctx, in.Study, in.ID, in.Body)
		return &answer[*service.Desked]{out}, err
	})
	register(a, op("remove-coding", http.MethodDelete, desk+"/codings/{id}", "Take a coding away, and its excerpt where nothing else keeps that", 0), func(ctx context.Context, in *InCoding) (*answer[*service.Desked], error) {
		out, err := a.service.RemoveCoding(ctx, in.Study, in.ID)
		return &answer[*service.Desked]{out}, err
	})
	get(a, "find", desk+"/find", "desk", "Find something in the texts of a study", func(ctx context.Context, in *struct {
		InStudy
		Q      string `query:"q" required:"true" doc:"what to look for"`
		How    string `query:"how" enum:"exact,words,regexp,speaker" doc:"exact where absent"`
		Source string `query:"source" doc:"id of the only source to look in"`
		Limit  int    `query:"limit" minimum:"0" maximum:"1000" doc:"most places listed; 0 is 1000"`
	}) (*service.FoundList, error) {
		q := service.Search{Find: in.Q, How: in.How}
		if in.Source != "" {
			q.Sources = []crosscase.SourceID{crosscase.SourceID(in.Source)}
		}
		return a.service.Find(ctx, in.Study, q, in.Limit)
	})
	register(a, op("autocode", http.MethodPost, desk+"/autocode", "Code what a search finds, in one step, or list it first", 0), func(ctx context.Context, in *struct {
		InStudy
		Body service.Autocode
	}) (*answer[*service.Autocoded], error) {
		out, err := a.service.Autocode(ctx, in.Study, in.Body)
		return &answer[*service.Autocoded]{out}, err
	})
}

// SilenceNote is a silence to be noted at the desk.
type SilenceNote struct {
	ThemeID       crosscase.ThemeID       `json:"theme_id,omitempty"`
	QuestionID    crosscase.QuestionID    `json:"question_id,omitempty"`
	Aspect        crosscase.Aspect        `json:"aspect,omitempty" doc:"opinion where absent"`
	Kind          crosscase.SilenceKind   `json:"kind" doc:"not_asked, asked_no_view, not_raised or listened_nothing"`
	Start         int64                   `json:"start,omitempty" doc:"milliseconds"`
	End           int64                   `json:"end,omitempty" doc:"absent is the whole recording"`
	ParticipantID crosscase.ParticipantID `json:"participant_id,omitempty" doc:"absent is the only participant of the interview"`
	Note          string                  `json:"note,omitempty"`
}

// MemoNote is a memo to be written.
type MemoNote struct {
	Title string `json:"title,omitempty"`
	Text  string `json:"text"`
}
