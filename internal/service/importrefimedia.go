package service

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/refi"
)

// refiMedia is a file of the archive on its way into the media directory.
type refiMedia struct {
	staged *media.Staged
	found  *media.Found        // of a recording
	pic    *media.FoundPicture // of a picture
	odd    string              // why nobody can play or see it
	why    string              // why it is not there
	used   bool                // by a row that is written
}

// stageMedia copies the files of recordings, pictures and pages, and the rich forms of texts, to the media directory
// one after the other, before the study is locked. A dry run copies none.
func (in *refiImport) stageMedia(open func(member string) (io.ReadCloser, error)) error {
	if open == nil || in.opts.DryRun {
		return nil
	}
	var done int64
	for _, s := range in.p.Sources {
		refs := []refi.Ref{s.Media}
		if s.Plain != nil {
			refs = append(refs, s.Plain.Rich)
		}
		for _, t := range s.Transcripts {
			refs = append(refs, t.Plain.Rich)
		}
		for _, ref := range refs {
			if ref.Member == "" || in.files[ref.Member] != nil || strings.EqualFold(filepath.Ext(ref.Member), ".txt") { // QualCoder names the plain text as the rich one
				continue
			}
			f, err := in.stageOne(open, ref, s.Kind, ref == s.Media, done)
			if err != nil {
				return err
			}
			in.files[ref.Member] = f
			if f.staged != nil {
				done += f.staged.Bytes
			}
		}
	}
	return nil
}

func (in *refiImport) stageOne(open func(string) (io.ReadCloser, error), ref refi.Ref, kind refi.Kind, main bool, done int64) (*refiMedia, error) {
	if in.v.s.media == nil {
		return &refiMedia{why: "no files of recordings and pictures are kept here"}, nil
	}
	if err := in.v.may(crosscase.WriteSources); err != nil {
		return &refiMedia{why: "your role in this study does not allow adding sources"}, nil
	}
	r, err := open(ref.Member)
	if err != nil {
		return &refiMedia{why: err.Error()}, nil
	}
	defer r.Close()
	staged, err := in.v.s.media.Content.Stage(in.v.ctx, r, func(n int64) {
		if in.opts.Progress != nil {
			in.opts.Progress(done+n, 0)
		}
	})
	if err != nil {
		return nil, in.damaged(ref, err)
	}
	f := &refiMedia{staged: staged}
	if staged.Bytes == 0 {
		staged.Drop()
		return &refiMedia{why: "its file is empty"}, nil
	}
	switch {
	case main && kind == refi.Picture:
		f.pic, err = media.ProbePicture(staged.Path, filepath.Base(ref.Member))
		if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
			f.odd, err = err.Error(), nil
		}
	case main && (kind == refi.Audio || kind == refi.Video):
		f.found, err = in.v.s.media.Tools.Probe(in.v.ctx, staged.Path, filepath.Base(ref.Member))
		if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
			f.odd, err = err.Error(), nil
		}
	}
	if err != nil {
		staged.Drop()
		return nil, err
	}
	return f, nil
}

// damaged says of a file that could not be read to its end that the archive is to blame, where it is.
func (in *refiImport) damaged(ref refi.Ref, err error) error {
	var path *os.PathError
	if in.v.ctx.Err() != nil || errors.As(err, &path) || crosscase.ErrorCode(err) == crosscase.CodeInvalid {
		return err
	}
	return crosscase.Errorf(crosscase.CodeInvalid, "%s is damaged: %s cannot be read to its end (%v); export it again from its program", in.p.File, ref.Member, err)
}

// keepMedia moves what rows name to its place.
func (in *refiImport) keepMedia() error {
	kept := map[string]bool{}
	for _, member := range sortedKeys(in.files) {
		f := in.files[member]
		if f.staged == nil || !f.used || kept[f.staged.Hash] {
			continue
		}
		kept[f.staged.Hash] = true
		if err := f.staged.Keep(); err != nil {
			return err
		}
	}
	return nil
}

func (in *refiImport) dropMedia() {
	for _, f := range in.files {
		if f.staged != nil {
			f.staged.Drop()
		}
	}
}

// startPeaks has the waveforms of new recordings drawn.
func (in *refiImport) startPeaks() {
	for _, s := range in.sources {
		if s.media != nil && s.fresh && s.row.Kind == crosscase.Recording && s.media.Duration > 0 {
			in.v.startPeaks(in.v.s.media, s.row, s.media)
		}
	}
}

// putMedia writes the file of a source; nil where it has none, which is said.
func (in *refiImport) putMedia(row *crosscase.Source, ref refi.Ref) (*crosscase.Media, error) {
	f := in.files[ref.Member]
	if f == nil || f.staged == nil {
		return nil, nil
	}
	m := in.mediaOf(row.ID, f.staged.Hash)
	if m != nil && m.Hash == f.staged.Hash {
		return m, nil
	}
	if m == nil {
		m = &crosscase.Media{ID: crosscase.RowID(refi.DerivedGUID("media", string(row.ID), f.staged.Hash)), SourceID: row.ID}
	}
	m.SiteID, m.Hash, m.Bytes, m.Type, m.Duration, m.Tracks, m.Note = row.SiteID, f.staged.Hash, f.staged.Bytes, "", 0, []crosscase.Track{}, ""
	if f.found != nil {
		m.Type, m.Duration, m.Tracks, m.Note = f.found.Type, f.found.Duration, f.found.Tracks, strings.Join(f.found.Notes, "; ")
	}
	if f.pic != nil {
		m.Type, m.Pages = f.pic.Type, []crosscase.Page{f.pic.Page}
	}
	m.Note = firstOf(m.Note, f.odd)
	if m.Tracks == nil {
		m.Tracks = []crosscase.Track{}
	}
	if m.Type == "" {
		m.Type = typeOfFile(f.staged.Path, ref.Member)
	}
	f.used = true
	return m, in.put("media", m)
}

// mediaOf is a copy of the file that a source has, the one of the hash where it has several; nil for none.
func (in *refiImport) mediaOf(source crosscase.SourceID, hash string) (found *crosscase.Media) {
	for _, row := range in.rows["media"] {
		if m := row.(*crosscase.Media); m.SourceID == source && (found == nil || m.Hash == hash || found.Hash != hash && m.ID < found.ID) {
			c := *m
			found = &c
		}
	}
	return found
}

// typeOfFile is the media type of a file by its ending, else by how it begins.
func typeOfFile(path, name string) string {
	ext := strings.ToLower(filepath.Ext(name))
	if t := map[string]string{".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".rtf": "application/rtf", ".pdf": "application/pdf"}[ext]; t != "" {
		return t
	}
	f, err := os.Open(path)
	if err != nil {
		return "application/octet-stream"
	}
	defer f.Close()
	head := make([]byte, 512)
	n, _ := io.ReadFull(f, head) // a short file is read as far as it goes
	if t := http.DetectContentType(head[:n]); t != "application/octet-stream" && !strings.HasPrefix(t, "text/") {
		return t
	}
	if t, _, err := mime.ParseMediaType(mime.TypeByExtension(ext)); err == nil && t != "" {
		return t
	}
	return "application/octet-stream"
}
