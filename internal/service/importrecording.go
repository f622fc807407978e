package service

import (
	"errors"
	"io"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
)

// importRecording reads one recording: its file goes to the media directory, and a source and a media row say
// what it is. path is where the file stands already, where that is on the same disk and it may be moved.
//
// The rules are:
//   - what is no recording, has no sound or is of zero length is refused, and nothing is kept;
//   - it belongs to the interview that is named, else to the one it is named after, which is made where it is new;
//   - a file that is in the study already is not imported again;
//   - its waveform is computed afterwards, as a job.
func (v *visit) importRecording(name string, r io.Reader, path string, opts ImportOptions) (*ImportResult, error) {
	if err := v.may(crosscase.WriteSources); err != nil {
		return nil, err
	}
	library, err := v.s.library()
	if err != nil {
		return nil, err
	}
	in := &interviewImport{v: v, name: name, doc: &reader.Document{}, opts: opts, res: newImportResult(name, "recording")}
	in.res.DryRun = opts.DryRun
	if err := in.readNames(); err != nil {
		return nil, err
	}
	staged, err := v.stage(r, path, opts)
	if err != nil {
		return nil, err
	}
	defer staged.Drop()
	if there, err := v.sameFile(staged.Hash, crosscase.Recording); err != nil || there != nil {
		if err == nil {
			in.res.SourceID, in.res.Skipped = there.ID, 1
			in.res.Warnings = append(in.res.Warnings, "this file is in the study already, as "+there.Name)
		}
		return in.res, err
	}
	found, err := library.Tools.Probe(v.ctx, staged.Path, name)
	if err != nil {
		return nil, err
	}
	in.res.Warnings = append(in.res.Warnings, found.Notes...)
	src, m := v.recordingRows(staged, found)
	c, err := v.write(v.head("import.recording", "source", string(src.ID), "import a recording"), func(tx *store.Tx) error {
		in.v = v.in(tx)
		if err := in.writeRecording(tx, src, m); err != nil {
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
	v.startPeaks(library, src, m)
	return in.res.done(c), nil
}

// sameFile is the source of a file that is in the study already; nil where there is none that the actor may see.
func (v *visit) sameFile(hash string, kind crosscase.SourceKind) (*crosscase.Source, error) {
	same, err := seen[crosscase.Source](v, "media = $2 AND kind = $3", hash, string(kind))
	if err != nil || len(same) == 0 {
		return nil, err
	}
	return same[0], nil
}

func (v *visit) recordingRows(staged *media.Staged, found *media.Found) (*crosscase.Source, *crosscase.Media) {
	src := &crosscase.Source{ID: crosscase.SourceID(v.s.newID()), Kind: crosscase.Recording, Length: found.Duration, Media: staged.Hash}
	m := &crosscase.Media{ID: crosscase.RowID(v.s.newID()), SourceID: src.ID, Hash: staged.Hash, Bytes: staged.Bytes, Type: found.Type,
		Duration: found.Duration, Tracks: found.Tracks, Note: strings.Join(found.Notes, "; ")}
	return src, m
}

func (in *interviewImport) writeRecording(tx *store.Tx, src *crosscase.Source, m *crosscase.Media) error {
	var err error
	src.File = in.name
	if src.Name, err = in.sourceName(tx); err != nil {
		return err
	}
	if err := in.findInterview(tx); err != nil {
		return err
	}
	if src.SiteID, err = in.site(tx); err != nil {
		return err
	}
	m.SiteID = src.SiteID
	var participants []crosscase.ParticipantID
	for _, pseudonym := range in.seen.Participants {
		id, err := in.participant(tx, src.SiteID, pseudonym)
		if err != nil {
			return err
		}
		participants = append(participants, id)
	}
	if err := in.settleInterview(tx, src, participants); err != nil {
		return err
	}
	in.res.created("source", src.Name)
	if err := in.v.insert(tx, "source", src); err != nil {
		return err
	}
	if err := tx.Insert(m); err != nil {
		return err
	}
	return in.alignStanding(tx, src)
}

// named puts the name of a file before what is wrong with it.
func named(name string, err error) error {
	var e *crosscase.Error
	if errors.As(err, &e) && !strings.HasPrefix(e.Message, name) {
		return &crosscase.Error{Code: e.Code, Message: name + ": " + e.Message, Details: e.Details}
	}
	return err
}
