package service

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

// Jobs lists the jobs of a study that the actor may know of, the newest first.
func (s *Service) Jobs(ctx context.Context, slug string) ([]media.Job, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	if s.media == nil {
		return []media.Job{}, nil
	}
	return slices.DeleteFunc(s.media.Jobs.List(v.study.ID), func(j media.Job) bool { return !v.access.Sees(j.SiteID) }), nil
}

// StopJob stops a job: whoever began it may, and whoever may write sources.
func (s *Service) StopJob(ctx context.Context, slug, id string) error {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return err
	}
	if v.may(crosscase.ReadSources) != nil {
		return v.may(crosscase.WriteSources)
	}
	jobs, err := s.Jobs(ctx, slug)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(jobs, func(j media.Job) bool { return j.ID == id })
	if i < 0 {
		return crosscase.Errorf(crosscase.CodeNotFound, "there is no such job: it may have been over for long")
	}
	if jobs[i].Account != v.actor.Account {
		if err := v.may(crosscase.WriteSources); err != nil {
			return err
		}
	}
	s.media.Jobs.Stop(id)
	return nil
}

// WatchJobs has listener told whenever a job of a study goes on that the actor may know of, until cancel is
// called. listener may not wait.
func (s *Service) WatchJobs(ctx context.Context, slug string, listener func(media.Job)) (cancel func(), err error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	if s.media == nil {
		return func() {}, nil
	}
	return s.media.Jobs.Subscribe(func(j media.Job) {
		if j.StudyID == v.study.ID && v.access.Sees(j.SiteID) {
			listener(j)
		}
	}), nil
}
