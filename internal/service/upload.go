package service

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

// An upload belongs to whoever began it, in the study it was begun for. To anybody else it is not there.

// StartUpload begins an upload of a file of so many bytes.
func (s *Service) StartUpload(ctx context.Context, slug, name string, length int64) (*media.Upload, error) {
	v, library, err := s.visitUploads(ctx, slug)
	if err != nil {
		return nil, err
	}
	name = filepath.Base(filepath.ToSlash(name))
	if name == "." || name == "/" || len(name) > 500 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "an upload needs the name of its file, of at most 500 bytes")
	}
	up := &media.Upload{ID: s.newID(), StudyID: v.study.ID, Account: v.actor.Account, Name: name, Length: length}
	return up, library.Uploads.Create(up, s.now())
}

// Upload says how far an upload is.
func (s *Service) Upload(ctx context.Context, slug, id string) (*media.Upload, error) {
	v, library, err := s.visitUploads(ctx, slug)
	if err != nil {
		return nil, err
	}
	return v.upload(library, id)
}

// ContinueUpload adds to an upload from offset on, and says how far it is now.
func (s *Service) ContinueUpload(ctx context.Context, slug, id string, offset int64, r io.Reader) (int64, error) {
	v, library, err := s.visitUploads(ctx, slug)
	if err != nil {
		return 0, err
	}
	if _, err := v.upload(library, id); err != nil {
		return 0, err
	}
	return library.Uploads.Append(id, offset, r)
}

// DropUpload gives an upload up.
func (s *Service) DropUpload(ctx context.Context, slug, id string) error {
	v, library, err := s.visitUploads(ctx, slug)
	if err != nil {
		return err
	}
	if _, err := v.upload(library, id); err != nil {
		return err
	}
	return library.Uploads.Remove(id)
}

// ImportUpload imports what was uploaded, as Import does. Where that is refused the upload stays, so that it can be
// tried again with other options.
func (s *Service) ImportUpload(ctx context.Context, slug, id string, opts ImportOptions) (*ImportResult, error) {
	v, library, err := s.visitUploads(ctx, slug)
	if err != nil {
		return nil, err
	}
	up, err := v.upload(library, id)
	if err != nil {
		return nil, err
	}
	release, free := library.Uploads.Hold(id)
	if !free {
		return nil, crosscase.Errorf(crosscase.CodeConflict, "this upload is being written to or imported: wait until that has ended")
	}
	defer release()
	if !up.Finished() {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is not here whole: %d of %d bytes are; upload the rest first", up.Name, up.Offset, up.Length)
	}
	path := library.Uploads.Path(id)
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	res, err := v.importFile(up.Name, f, up.Length, path, opts)
	if err = errors.Join(err, f.Close()); err != nil || opts.DryRun {
		return res, err
	}
	return res, library.Uploads.Remove(id)
}

func (s *Service) visitUploads(ctx context.Context, slug string) (*visit, *media.Library, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, nil, err
	}
	if err := v.may(crosscase.WriteSources); err != nil {
		return nil, nil, err
	}
	library, err := s.library()
	return v, library, err
}

// upload is an upload of the actor's own.
func (v *visit) upload(library *media.Library, id string) (*media.Upload, error) {
	up, err := library.Uploads.Get(id)
	if err == nil && (up.StudyID != v.study.ID || up.Account != v.actor.Account) {
		err = media.NoUpload()
	}
	return up, err
}
