package service

import (
	"context"
	"errors"
	"os"
	"strings"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
)

// library is where recordings are kept.
func (s *Service) library() (*media.Library, error) {
	if s.media == nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "no recordings are kept here")
	}
	return s.media, nil
}

// checkMedia refuses media written by themselves: they say which file is played, and only importing it tells.
func checkMedia(*visit, *store.Tx, any) error {
	return crosscase.Errorf(crosscase.CodeInvalid, "media come with the source they are of, and cannot be written by themselves: import the file")
}

// recording is file for a recording; its length is that of the recording.
func (v *visit) recording(key string) (*crosscase.Source, *crosscase.Media, error) {
	src, m, err := v.file(key)
	if err != nil {
		return nil, nil, err
	}
	if !m.Sounds() {
		return nil, nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no recording of source %s", src.Name)
	}
	src.Length = m.Duration
	return src, m, nil
}

// file is a source with its media, by id or name, or the recording of a transcript which is aligned to one; not found
// where there is none that the actor may see.
func (v *visit) file(key string) (*crosscase.Source, *crosscase.Media, error) {
	id, err := v.find("source", key, nil)
	if err != nil {
		return nil, nil, err
	}
	src, err := store.Get[crosscase.Source](v.ctx, v.s.store, v.study.ID, id)
	if err != nil {
		return nil, nil, err
	}
	if src.Kind == crosscase.Transcript && src.RecordingID != "" {
		of, err := seen[crosscase.Source](v, "id = $2 AND kind = $3", string(src.RecordingID), string(crosscase.Recording))
		if err != nil {
			return nil, nil, err
		}
		if len(of) > 0 {
			src, id = of[0], string(of[0].ID)
		}
	}
	rows, err := seen[crosscase.Media](v, "source_id = $2", id)
	if err != nil {
		return nil, nil, err
	}
	if len(rows) == 0 {
		return nil, nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no file of source %s", src.Name)
	}
	return src, rows[0], nil
}

// MediaFile is the file of a recording, a PDF or a picture, open for reading.
type MediaFile struct {
	*os.File
	Type     string
	Hash     string
	Modified time.Time
}

// Media opens the file of a recording, a PDF or a picture.
func (s *Service) Media(ctx context.Context, slug, source string) (*MediaFile, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	_, m, err := v.file(source)
	if err != nil {
		return nil, err
	}
	library, err := s.library()
	if err != nil {
		return nil, err
	}
	f, err := library.Content.Open(m.Hash)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return &MediaFile{File: f, Type: m.Type, Hash: m.Hash, Modified: info.ModTime()}, nil
}

// Peaks opens the waveform of a recording. Where it is not there yet the file is nil and the job says how far it is.
func (s *Service) Peaks(ctx context.Context, slug, source string) (*os.File, *media.Job, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, nil, err
	}
	src, m, err := v.recording(source)
	if err != nil {
		return nil, nil, err
	}
	library, err := s.library()
	if err != nil {
		return nil, nil, err
	}
	f, err := os.Open(library.Content.PeaksPath(m.Hash))
	if err == nil || !errors.Is(err, os.ErrNotExist) {
		return f, nil, err
	}
	if !drawable(library, m) {
		return nil, nil, media.ErrNeedsFFmpeg
	}
	whole, err := library.Content.Open(m.Hash)
	if err != nil {
		return nil, nil, err
	}
	whole.Close() //nolint:errcheck // it was only looked for
	if failed := library.Jobs.TakeFailed(v.study.ID, src.ID, "peaks"); failed != nil {
		return nil, nil, crosscase.Errorf(crosscase.CodeNotFound, "the waveform of this recording could not be drawn: %s; ask again to try again", failed.Error)
	}
	job := v.startPeaks(library, src, m)
	return nil, &job, nil
}

// drawable says whether the waveform of a recording can be computed on this machine.
func drawable(l *media.Library, m *crosscase.Media) bool {
	return l.Tools.FFmpeg != "" || m.Type == "audio/wav"
}

// startPeaks has the waveform of a recording computed. Computing it decodes all of the sound, and so tells how
// long it really is.
func (v *visit) startPeaks(library *media.Library, src *crosscase.Source, m *crosscase.Media) media.Job {
	if !drawable(library, m) {
		return media.Job{}
	}
	values := *v
	return library.Jobs.Start(v.ctx, v.job("peaks", src), func(ctx context.Context, report media.Report) error {
		w := values
		w.ctx, w.tx = ctx, nil
		length := m.Duration
		d, err := library.Content.MakePeaks(ctx, library.Tools, m.Hash, func(ms int64) {
			if length > 0 {
				report(float64(ms)/float64(length), "drawing the waveform")
			}
		})
		if err != nil {
			return err
		}
		report(1, "the waveform is drawn")
		return w.measured(m.ID, d)
	})
}

// job is a new job on a recording, begun by the actor.
func (v *visit) job(kind string, src *crosscase.Source) media.Job {
	return media.Job{ID: v.s.newID(), StudyID: v.study.ID, SiteID: src.SiteID, Account: v.actor.Account, Kind: kind, SourceID: src.ID}
}

// measured writes how long a recording turned out to be when it was decoded, where that is not what was thought.
func (v *visit) measured(id crosscase.RowID, duration int64) error {
	_, err := v.write(v.head(passMeasure, "media", string(id), "measure a recording"), func(tx *store.Tx) error {
		m, err := store.GetTx[crosscase.Media](tx, string(id))
		if isNotFound(err) {
			return nil // deleted meanwhile
		}
		if err != nil {
			return err
		}
		if d := duration - m.Duration; d <= media.Tolerance && d >= -media.Tolerance {
			return nil
		}
		src, err := store.GetTx[crosscase.Source](tx, string(m.SourceID))
		if err != nil {
			return err
		}
		if m.Duration > 0 {
			m.Note = strings.TrimPrefix(m.Note+"; it plays for "+media.Clock(duration)+" and not for "+media.Clock(m.Duration)+" as was thought", "; ")
		}
		m.Duration, src.Length = duration, duration
		if err := tx.Update(m); err != nil {
			return err
		}
		return tx.Update(src)
	})
	return err
}

// forgetFiles deletes the files of recordings of a study that is gone, but for those that another study has too.
func (s *Service) forgetFiles(ctx context.Context, gone []*crosscase.Media) error {
	if s.media == nil || len(gone) == 0 {
		return nil
	}
	studies, err := s.store.Studies(ctx)
	if err != nil {
		return err
	}
	for _, m := range gone {
		used := false
		for _, study := range studies {
			n, err := s.store.Count(ctx, study.ID, "media", "hash = $2", m.Hash)
			if err != nil {
				return err
			}
			used = used || n > 0
		}
		if !used {
			if err := s.media.Content.Remove(m.Hash); err != nil {
				return err
			}
		}
	}
	return nil
}
