package httpapi

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
)

// StudyLine is a study as whoever asks may see it.
type StudyLine struct {
	Slug string `json:"slug" doc:"the same as study"`
	service.StudyView
}

func line(v *service.StudyView) StudyLine { return StudyLine{v.Study, *v} }

// StudyList is the studies that whoever asks may see.
type StudyList struct {
	Studies []StudyLine `json:"studies"`
}

// NewStudy is a study to be made.
type NewStudy struct {
	Slug     string                       `json:"slug" doc:"short name in addresses and commands: lower-case letters, digits and hyphens"`
	Title    string                       `json:"title"`
	About    string                       `json:"about,omitempty"`
	Settings *Partial[crosscase.Settings] `json:"settings,omitempty" doc:"those that are absent have their defaults"`
}

// StudyChange is what is to change of a study; what is absent stays.
type StudyChange struct {
	Title    *string                      `json:"title,omitempty"`
	About    *string                      `json:"about,omitempty"`
	Settings *Partial[crosscase.Settings] `json:"settings,omitempty"`
}

func (a *api) registerStudies() {
	const one = "/api/studies/{study}"
	get(a, "list-studies", "/api/studies", "studies", "List the studies you may see", func(ctx context.Context, _ *struct{}) (StudyList, error) {
		found, err := a.service.Studies(ctx)
		out := StudyList{Studies: []StudyLine{}}
		for _, v := range found {
			out.Studies = append(out.Studies, line(v))
		}
		return out, err
	})
	get(a, "get-study", one, "studies", "Show a study", func(ctx context.Context, in *InStudy) (StudyLine, error) {
		return a.study(ctx, in.Study)
	})
	register(a, huma.Operation{
		OperationID: "create-study", Method: http.MethodPost, Path: "/api/studies", Tags: []string{"studies"}, DefaultStatus: http.StatusCreated,
		Summary: "Make an empty study and become its principal investigator",
	}, a.createStudy)
	register(a, huma.Operation{
		OperationID: "change-study", Method: http.MethodPatch, Path: one, Tags: []string{"studies"},
		Summary: "Change a study's title, description or thresholds",
	}, a.changeStudy)
	register(a, huma.Operation{
		OperationID: "delete-study", Method: http.MethodDelete, Path: one, Tags: []string{"studies"},
		Summary: "Delete a study with everything in it, its history too; this cannot be undone",
	}, func(ctx context.Context, in *InStudy) (*struct{}, error) {
		return nil, a.service.DeleteStudy(ctx, in.Study)
	})
}

func (a *api) study(ctx context.Context, slug string) (StudyLine, error) {
	v, err := a.service.Study(ctx, slug)
	if err != nil {
		return StudyLine{}, err
	}
	return line(v), nil
}

func (a *api) createStudy(ctx context.Context, in *struct{ Body NewStudy }) (*answer[StudyLine], error) {
	study := &crosscase.Study{Slug: in.Body.Slug, Title: in.Body.Title, About: in.Body.About, Settings: crosscase.DefaultSettings()}
	if err := in.Body.Settings.over(&study.Settings); err != nil {
		return nil, err
	}
	if err := a.service.CreateStudy(ctx, study); err != nil {
		return nil, err
	}
	made, err := a.study(ctx, study.Slug)
	return &answer[StudyLine]{made}, err
}

func (a *api) changeStudy(ctx context.Context, in *struct {
	InStudy
	Body StudyChange
}) (*answer[StudyLine], error) {
	_, err := a.service.UpdateStudy(ctx, in.Study, func(s *crosscase.Study) error {
		if in.Body.Title != nil {
			s.Title = *in.Body.Title
		}
		if in.Body.About != nil {
			s.About = *in.Body.About
		}
		return in.Body.Settings.over(&s.Settings)
	})
	if err != nil {
		return nil, err
	}
	changed, err := a.study(ctx, in.Study)
	return &answer[StudyLine]{changed}, err
}
