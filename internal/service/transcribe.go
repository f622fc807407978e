package service

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
	"github.com/crosscase/crosscase/internal/transcribe"
)

// TranscriberInfo says which machine transcribes, if any, and where the sound goes then.
type TranscriberInfo struct {
	Configured bool `json:"configured"`
	transcribe.About
}

// TranscribeRequest says what of a recording a machine is to transcribe. Neither an excerpt nor a stretch is all of it.
type TranscribeRequest struct {
	ExcerptID crosscase.ExcerptID `json:"excerpt_id,omitempty" doc:"its words are put into this excerpt"`
	Start     int64               `json:"start,omitempty" minimum:"0" doc:"milliseconds"`
	End       int64               `json:"end,omitempty" minimum:"0" doc:"milliseconds; absent is the end"`
	Confirm   bool                `json:"confirm" doc:"that the person has been shown where the sound goes, and wants that"`
}

// Transcriber says which machine transcribes.
func (s *Service) Transcriber(ctx context.Context, slug string) (*TranscriberInfo, error) {
	if _, err := s.visit(ctx, slug, crosscase.ReadSources); err != nil {
		return nil, err
	}
	if s.transcriber == nil {
		return &TranscriberInfo{About: transcribe.About{Where: "nowhere: no transcriber is set up"}}, nil
	}
	return &TranscriberInfo{Configured: true, About: s.transcriber.About()}, nil
}

// Transcribe has a machine put down what is said in an excerpt, a stretch or a whole recording, as a job.
//
// The rules are:
//   - nothing is sent before the person has said that they know where it goes;
//   - an excerpt takes the words as its own, marked as made by a machine; words that a person has typed are
//     not written over;
//   - anything else becomes a transcript of its own, of the genre GenreMachine until a person has checked it.
func (s *Service) Transcribe(ctx context.Context, slug, source string, in TranscribeRequest) (*media.Job, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return nil, err
	}
	need := crosscase.WriteSources
	if in.ExcerptID != "" {
		need = crosscase.WriteCodings
	}
	if err := v.may(need); err != nil {
		return nil, err
	}
	src, m, err := v.recording(source)
	if err != nil {
		return nil, err
	}
	library, err := s.library()
	switch {
	case err != nil:
		return nil, err
	case s.transcriber == nil:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "no transcriber is set up: start the server with --transcribe-url or --transcribe-command (see docs/recordings.md)")
	case library.Tools.FFmpeg == "":
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "transcribing needs ffmpeg, which cuts the sound into stretches: install it on the server")
	case !in.Confirm:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "this %s: say that you want that (confirm)", s.transcriber.About().Where)
	}
	j := v.job("transcribe", src)
	stretch := media.Stretch{in.Start, in.End}
	if in.ExcerptID != "" {
		e, err := v.hearableExcerpt(src, in.ExcerptID)
		if err != nil {
			return nil, err
		}
		stretch, j.ExcerptID = media.Stretch{e.Start, e.End}, e.ID
	}
	if stretch[1] == 0 || m.Duration > 0 && stretch[1] > m.Duration {
		stretch[1] = m.Duration
	}
	if stretch[1] <= stretch[0] {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "from %s to %s is no stretch of this recording, which is %s long", media.Clock(stretch[0]), media.Clock(stretch[1]), media.Clock(m.Duration))
	}
	whole := stretch == media.Stretch{0, m.Duration}
	job := library.Jobs.Start(ctx, j, func(ctx context.Context, report media.Report) error {
		said, err := s.hear(ctx, library, m, stretch, report)
		if err != nil {
			return err
		}
		// Hours may have passed: what the person may do is asked anew.
		w, err := s.visit(ctx, slug, need)
		if err != nil {
			return err
		}
		if j.ExcerptID != "" {
			err = w.writeHeardExcerpt(j.ExcerptID, said)
		} else {
			err = w.writeHeardTranscript(src, stretch, whole, said)
		}
		if err == nil {
			report(1, "the words are there: check them")
		}
		return err
	})
	return &job, nil
}

// hearableExcerpt is an excerpt of a recording that a machine may put words into.
func (v *visit) hearableExcerpt(src *crosscase.Source, id crosscase.ExcerptID) (*crosscase.Excerpt, error) {
	found, err := seen[crosscase.Excerpt](v, "id = $2", string(id))
	if err != nil {
		return nil, err
	}
	if len(found) == 0 || found[0].SourceID != src.ID || found[0].Measure != crosscase.Milliseconds {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there is no such excerpt of this recording")
	}
	return found[0], typedAlready(found[0])
}

func typedAlready(e *crosscase.Excerpt) error {
	if e.Text != "" && !e.Machine {
		return crosscase.Errorf(crosscase.CodeInvalid, "this excerpt has words that a person has typed, and they are not written over: clear them first")
	}
	return nil
}

const (
	longestStretch = 5 * 60 * 1000 // milliseconds that are sent at once: ten megabytes, and servers take twenty-five
	searchPause    = 15 * 1000     // milliseconds before the end of one in which a pause is looked for to cut in
)

// hear sends a stretch to the transcriber, piece by piece.
func (s *Service) hear(ctx context.Context, library *media.Library, m *crosscase.Media, whole media.Stretch, report media.Report) ([]reader.Said, error) {
	dir, err := os.MkdirTemp("", "crosscase-clip-*")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	clip := filepath.Join(dir, "stretch.wav")
	var out []reader.Said
	for at := whole[0]; at < whole[1]; {
		report(float64(at-whole[0])/float64(whole[1]-whole[0]), fmt.Sprintf("transcribing from %s", media.Clock(at)))
		piece := media.Stretch{at, whole[1]}
		if piece[1]-piece[0] > longestStretch {
			piece[1] = library.Content.Pause(m.Hash, media.Stretch{at + longestStretch - searchPause, at + longestStretch})
		}
		if err := library.Tools.Clip(ctx, library.Content.Path(m.Hash), clip, piece); err != nil {
			return nil, err
		}
		said, err := s.transcriber.Hear(ctx, clip, piece[1]-piece[0])
		if err != nil {
			return nil, err
		}
		for _, w := range said {
			w.From, w.To = w.From+at, w.To+at
			out = append(out, w)
		}
		at = piece[1]
	}
	return out, nil
}

// heardTurns is what a machine heard as a text with its turns.
func heardTurns(said []reader.Said) (string, []crosscase.Turn) {
	words, turns := reader.WriteSaid(said)
	out := make([]crosscase.Turn, len(turns))
	for i, t := range turns {
		out[i] = crosscase.Turn{Start: t.Start, Speech: t.SpeechStart, End: t.End, Speaker: t.Speaker, From: t.TimeStart, To: t.TimeEnd}
	}
	return words, out
}

var errHeardNothing = crosscase.Errorf(crosscase.CodeInvalid, "the transcriber heard no words there; nothing was changed")

func (v *visit) writeHeardExcerpt(id crosscase.ExcerptID, said []reader.Said) error {
	words, turns := heardTurns(said)
	if words == "" {
		return errHeardNothing
	}
	_, err := v.write(v.head("excerpt.transcribe", "excerpt", string(id), "transcribe an excerpt by machine"), func(tx *store.Tx) error {
		e, err := store.GetTx[crosscase.Excerpt](tx, string(id))
		if err != nil {
			return err
		}
		if err := errors.Join(v.seesRow("excerpt", e), typedAlready(e)); err != nil {
			return err
		}
		e.Kind, e.Text, e.Turns, e.Machine = crosscase.Verbatim, words, turns, true
		return tx.Update(e)
	})
	return err
}

func (v *visit) writeHeardTranscript(recording *crosscase.Source, stretch media.Stretch, whole bool, said []reader.Said) error {
	words, turns := heardTurns(said)
	if words == "" {
		return errHeardNothing
	}
	about := v.s.transcriber.About()
	day := v.s.now().UTC().Format(time.DateOnly)
	name := recording.Name + " by machine"
	if !whole {
		name += ", " + media.Clock(stretch[0]) + " to " + media.Clock(stretch[1])
	}
	src := &crosscase.Source{ID: crosscase.SourceID(v.s.newID()), Kind: crosscase.Transcript, Genre: crosscase.GenreMachine, SiteID: recording.SiteID,
		InterviewID: recording.InterviewID, RecordingID: recording.ID, Note: fmt.Sprintf("made by a machine on %s (%s %s); not checked", day, about.Kind, about.Model)}
	_, err := v.write(v.head("source.transcribe", "source", string(src.ID), "transcribe a recording by machine"), func(tx *store.Tx) error {
		src.Name = name
		for n := 2; ; n++ {
			taken, err := store.ListTx[crosscase.Source](tx, "name = $2", src.Name)
			if err != nil {
				return err
			}
			if len(taken) == 0 {
				break
			}
			src.Name = fmt.Sprintf("%s (%d)", name, n)
		}
		return v.in(tx).insertSource(tx, src, &crosscase.SourceText{Text: text.Normalize(words), Turns: turns})
	})
	return err
}
