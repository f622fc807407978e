package service

import (
	"errors"
	"io"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
)

// importPicture reads one picture: its file goes to the media directory, and a source and a media row say what it is.
// path is where the file stands already, where that is on the same disk and it may be moved. A file that is in the
// study already is not imported again.
func (v *visit) importPicture(name string, r io.Reader, path string, opts ImportOptions) (*ImportResult, error) {
	if err := v.may(crosscase.WriteSources); err != nil {
		return nil, err
	}
	in := &interviewImport{v: v, name: name, doc: &reader.Document{}, opts: opts, res: newImportResult(name, "picture")}
	in.res.DryRun = opts.DryRun
	if err := in.readNames(); err != nil {
		return nil, err
	}
	if media.IsTIFF(name) {
		// No browser shows it: what is kept is the same picture as .png.
		if r, err := media.TIFFAsPNG(name, r); err != nil {
			return nil, err
		} else if in.file, err = v.stage(r, "", opts); err != nil {
			return nil, err
		}
		in.res.Warnings = append(in.res.Warnings, "the picture is kept as .png, since browsers do not show .tif; of several pages it is the first")
	} else {
		var err error
		if in.file, err = v.stage(r, path, opts); err != nil {
			return nil, err
		}
	}
	staged := in.file
	defer staged.Drop()
	if there, err := v.sameFile(staged.Hash, crosscase.Picture); err != nil || there != nil {
		if err == nil {
			in.res.SourceID, in.res.Skipped = there.ID, 1
			in.res.Warnings = append(in.res.Warnings, "this file is in the study already, as "+there.Name)
		}
		return in.res, err
	}
	found, err := media.ProbePicture(staged.Path, name)
	if err != nil {
		return nil, err
	}
	src := &crosscase.Source{ID: crosscase.SourceID(v.s.newID()), Kind: crosscase.Picture, File: name}
	m := v.mediaRow(src, staged, found.Type, []crosscase.Page{found.Page})
	awaited, err := v.awaited(name, crosscase.Picture)
	if err != nil {
		return nil, err
	}
	c, err := v.write(v.head("import.picture", "source", string(src.ID), "import a picture"), func(tx *store.Tx) error {
		in.v = v.in(tx)
		if awaited != nil {
			if err := in.supply(tx, awaited, src, m); err != nil {
				return err
			}
			src = awaited
		} else if err := in.writePicture(tx, src, m); err != nil {
			return named(name, err)
		}
		if err := in.v.finish(tx, in.res); err != nil {
			return err
		}
		return staged.Keep()
	})
	if errors.Is(err, errDryRun) {
		return in.res, nil
	}
	if err != nil {
		return nil, err
	}
	in.res.SourceID = src.ID
	return in.res.done(c), nil
}

func (in *interviewImport) writePicture(tx *store.Tx, src *crosscase.Source, m *crosscase.Media) error {
	var err error
	if src.Name, err = in.sourceName(tx); err != nil {
		return err
	}
	if src.SiteID, err = in.site(tx); err != nil {
		return err
	}
	m.SiteID = src.SiteID
	in.res.created("source", src.Name)
	if err := in.v.insert(tx, "source", src); err != nil {
		return err
	}
	return tx.Insert(m)
}

// stage brings a file towards the media directory. path is where it stands already, if it may be moved from there.
func (v *visit) stage(r io.Reader, path string, opts ImportOptions) (*media.Staged, error) {
	library, err := v.s.library()
	if err != nil {
		return nil, err
	}
	progress := func(done int64) {
		if opts.Progress != nil {
			opts.Progress(done, 0)
		}
	}
	if path != "" {
		return library.Content.StageFile(v.ctx, path, progress)
	}
	return library.Content.Stage(v.ctx, r, progress)
}

// mediaRow is the file of a source, which has its hash from then on.
func (v *visit) mediaRow(src *crosscase.Source, staged *media.Staged, kind string, pages []crosscase.Page) *crosscase.Media {
	src.Media = staged.Hash
	return &crosscase.Media{
		ID: crosscase.RowID(v.s.newID()), SiteID: src.SiteID, SourceID: src.ID, Hash: staged.Hash, Bytes: staged.Bytes, Type: kind,
		Tracks: []crosscase.Track{}, Pages: pages,
	}
}
