package service

import (
	"fmt"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/store"
)

// A recording and its transcripts find each other by their interview: files named alike are of one.

// timed says whether what is imported has times: a recording, or a transcript made beside one.
func (in *interviewImport) timed() bool {
	return in.doc.Format == "" || in.doc.Timed // a recording has no text, and so no format
}

// findInterview finds the interview that a recording or transcript is of, and the recording it was said to be of.
func (in *interviewImport) findInterview(tx *store.Tx) error {
	key := in.opts.Interview
	if in.opts.Recording != "" {
		id, err := in.v.find("source", in.opts.Recording, nil)
		if err != nil {
			return err
		}
		if in.recording, err = store.GetTx[crosscase.Source](tx, id); err != nil {
			return err
		}
		if in.recording.Kind != crosscase.Recording {
			return crosscase.Errorf(crosscase.CodeInvalid, "%s is a %s and no recording that times could count in", in.recording.Name, in.recording.Kind)
		}
		if key == "" {
			key = string(in.recording.InterviewID)
		}
	}
	if key == "" && in.timed() {
		key = in.baseName()
	}
	if key == "" {
		return nil
	}
	id, err := in.v.find("interview", key, nil)
	if isNotFound(err) {
		return nil
	}
	if err != nil {
		return err
	}
	in.standing, err = store.GetTx[crosscase.Interview](tx, id)
	return err
}

// siteOfInterview is the site of the interview that stands, which no other may be given beside.
func (in *interviewImport) siteOfInterview(tx *store.Tx) (crosscase.SiteID, error) {
	site, err := store.GetTx[crosscase.Site](tx, string(in.standing.SiteID))
	if err != nil {
		return "", err
	}
	if in.seen.Site != "" && in.seen.Site != site.Letter && in.seen.Site != string(site.ID) {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "interview %s is of site %s and not of %s: name another with --interview", in.standing.Name, site.Letter, in.seen.Site)
	}
	in.seen.Site = site.Letter
	return site.ID, nil
}

// settleInterview makes the interview, or adds who speaks to the one that stands, and ties the source to it.
func (in *interviewImport) settleInterview(tx *store.Tx, src *crosscase.Source, participants []crosscase.ParticipantID) error {
	if in.standing != nil {
		src.InterviewID = in.standing.ID
		before := len(in.standing.Participants)
		for _, id := range participants {
			if !slices.Contains(in.standing.Participants, id) {
				in.standing.Participants = append(in.standing.Participants, id)
			}
		}
		switch {
		case len(in.standing.Participants) == before:
			return nil
		case in.v.may(crosscase.WriteDesign) != nil:
			in.res.Warnings = append(in.res.Warnings, "speakers who are not among the interview's participants were not added to it: your role does not allow that")
			return nil
		}
		return tx.Update(in.standing)
	}
	i := &crosscase.Interview{ID: crosscase.InterviewID(in.v.s.newID()), Name: in.opts.Interview, SiteID: src.SiteID, Date: in.seen.Date, Participants: participants}
	if i.Name == "" && in.timed() {
		i.Name = in.baseName()
	} else if i.Name == "" {
		i.Name = src.Name
	}
	if in.opts.Round != "" {
		round, err := in.round(tx)
		if err != nil {
			return err
		}
		i.RoundID = round
	}
	src.InterviewID = i.ID
	in.res.created("interview", i.Name)
	return in.v.insert(tx, "interview", i)
}

// align ties a transcript with times to the recording that they count in.
func (in *interviewImport) align(tx *store.Tx, src *crosscase.Source, turns []crosscase.Turn) error {
	recording := in.recording
	if recording == nil && in.timed() {
		of, err := store.ListTx[crosscase.Source](tx, "interview_id = $2 AND kind = $3", string(src.InterviewID), string(crosscase.Recording))
		if err != nil {
			return err
		}
		switch len(of) {
		case 0:
			in.res.Warnings = append(in.res.Warnings, "there is no recording of this interview yet: import it under the same name or interview, and the times will count in it")
		case 1:
			recording = of[0]
		default:
			in.res.Warnings = append(in.res.Warnings, fmt.Sprintf("this interview has %d recordings: say which one the times count in with --recording", len(of)))
		}
	}
	if recording == nil {
		return nil
	}
	src.RecordingID = recording.ID
	var last int64
	for _, t := range turns {
		last = max(last, t.From, t.To)
	}
	if recording.Length > 0 && last > recording.Length+media.Tolerance {
		in.res.Warnings = append(in.res.Warnings, fmt.Sprintf("its times go up to %s, and the recording %s ends at %s: is it of this recording?",
			media.Clock(last), recording.Name, media.Clock(recording.Length)))
	}
	return nil
}

// alignStanding ties the transcripts with times that came before their recording to it.
func (in *interviewImport) alignStanding(tx *store.Tx, recording *crosscase.Source) error {
	of, err := store.ListTx[crosscase.Source](tx, "interview_id = $2 AND kind = $3", string(recording.InterviewID), string(crosscase.Transcript))
	if err != nil {
		return err
	}
	for _, src := range of {
		if src.RecordingID != "" {
			continue
		}
		if has, err := hasTimes(tx, src); err != nil || !has {
			if err != nil {
				return err
			}
			continue
		}
		src.RecordingID = recording.ID
		if err := tx.Update(src); err != nil {
			return err
		}
	}
	return nil
}

// hasTimes says whether the turns of a transcript have times.
func hasTimes(tx *store.Tx, src *crosscase.Source) (bool, error) {
	texts, err := store.ListTx[crosscase.SourceText](tx, "source_id = $2 AND version = 1", string(src.ID))
	if err != nil || len(texts) == 0 {
		return false, err
	}
	return slices.ContainsFunc(texts[0].Turns, func(t crosscase.Turn) bool { return t.To > 0 }), nil
}
