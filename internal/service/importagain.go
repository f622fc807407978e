package service

import (
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// A source that nobody has worked on yet can be read anew: in another encoding, or together with a further track.

// readAnew takes away the source that a file was read into before, where a person names another encoding for it; the
// file is then read into its place.
func (in *interviewImport) readAnew(tx *store.Tx, name string) error {
	if in.opts.Encoding == "" {
		return nil
	}
	old, err := in.sourceNamed(tx, name)
	if err != nil || old == nil || old.File != in.name {
		return err
	}
	if strings.EqualFold(old.Encoding, in.doc.Encoding) {
		return crosscase.Errorf(crosscase.CodeInvalid, "it is in the study already, read as %s", old.Encoding)
	}
	if err := in.takeAway(tx, old, "its encoding can only be changed before that"); err != nil {
		return err
	}
	in.res.Warnings = append(in.res.Warnings, "read anew as "+in.doc.Encoding+", in place of what was read as "+old.Encoding)
	return in.keepInterview(tx, old)
}

// keepInterview has the new source belong to the interview of the old, without those it had for its speakers.
func (in *interviewImport) keepInterview(tx *store.Tx, old *crosscase.Source) error {
	if old.InterviewID == "" {
		return nil
	}
	i, err := store.GetTx[crosscase.Interview](tx, string(old.InterviewID))
	if err != nil {
		return err
	}
	for _, id := range i.Participants {
		p, err := store.GetTx[crosscase.Participant](tx, string(id))
		if err != nil {
			return err
		}
		if !slices.Contains(in.seen.Participants, p.Pseudonym) {
			in.res.Warnings = append(in.res.Warnings, "participant "+p.Pseudonym+" was named by the reading before and stays: remove them if they are nobody")
		}
	}
	i.Participants = nil
	in.standing = i
	return nil
}

// joinTracks puts a further track to the transcript of its interview: the turns of both in the order of their times.
func (in *interviewImport) joinTracks(tx *store.Tx) error {
	if !in.opts.Join || in.standing == nil {
		return nil
	}
	if !in.doc.Timed {
		return crosscase.Errorf(crosscase.CodeInvalid, "it has no times by which it could be joined to another track")
	}
	of, err := store.ListTx[crosscase.Source](tx, "interview_id = $2 AND kind = $3", string(in.standing.ID), string(crosscase.Transcript))
	if err != nil || len(of) == 0 {
		return err
	}
	if len(of) > 1 {
		return crosscase.Errorf(crosscase.CodeInvalid, "interview %s has %d transcripts: a track joins the only one", in.standing.Name, len(of))
	}
	if slices.Contains(strings.Split(of[0].File, " + "), in.name) {
		return crosscase.Errorf(crosscase.CodeInvalid, "it is in transcript %s already", of[0].Name)
	}
	texts, err := store.ListTx[crosscase.SourceText](tx, "source_id = $2 AND version = 1", string(of[0].ID))
	if err != nil || len(texts) == 0 {
		return err
	}
	if err := in.takeAway(tx, of[0], "a track can only be joined to it before that"); err != nil {
		return err
	}
	before := &reader.Document{Text: texts[0].Text}
	for _, t := range texts[0].Turns {
		before.Turns = append(before.Turns, textTurn(t))
	}
	in.doc.Text, in.doc.Turns = reader.WriteSaid(append(before.Said(), in.doc.Said()...))
	in.doc.Headings, in.doc.Bold, in.doc.Notes = nil, nil, nil
	in.files = of[0].File + " + " + in.name
	in.seen.Participants = nil
	in.countSpeakers()
	return nil
}

// nameTrack gives a track's one speaker the name, whatever the file calls them: programs write "Speaker" in each track.
func (in *interviewImport) nameTrack(name string) {
	said := in.doc.Said()
	for i := range said {
		said[i].Speaker = name
	}
	in.doc.Text, in.doc.Turns = reader.WriteSaid(said)
	in.doc.Headings, in.doc.Bold, in.doc.Notes = nil, nil, nil
	in.seen.Participants = nil
	in.countSpeakers()
}

func textTurn(t crosscase.Turn) text.Turn {
	return text.Turn{Start: t.Start, SpeechStart: t.Speech, End: t.End, Speaker: t.Speaker, TimeStart: t.From, TimeEnd: t.To}
}

// takeAway deletes a source that nobody has worked on; why says what cannot be done otherwise.
func (in *interviewImport) takeAway(tx *store.Tx, old *crosscase.Source, why string) error {
	memos, err := tx.Rows("memo", "about LIKE $2", "%"+string(old.ID)+"%")
	if err != nil {
		return err
	}
	passes, err := tx.Rows("pass", "source_id = $2", string(old.ID))
	if err != nil {
		return err
	}
	if old.Version > 1 || len(memos)+len(passes) > 0 {
		return crosscase.Errorf(crosscase.CodeInvalid, "somebody has worked on source %s: %s", old.Name, why)
	}
	if err := in.v.delete(tx, "source", string(old.ID), false); err != nil {
		if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
			return crosscase.Errorf(crosscase.CodeInvalid, "somebody has worked on source %s: %s", old.Name, why)
		}
		return err
	}
	return nil
}

func (in *interviewImport) sourceNamed(tx *store.Tx, name string) (*crosscase.Source, error) {
	found, err := store.ListTx[crosscase.Source](tx, "name = $2", name)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return found[0], nil
}
