package service

import (
	"errors"
	"io"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// interviewerLabel are the words that transcripts use for who asks.
var interviewerLabel = regexp.MustCompile(`(?i)^(interviewer|int|iv|i|researcher|res|moderator|mod|facilitator|fac|q|question|intervieweur|interviewerin)\W*\d*$`)

// importInterview reads one interview or document.
//
// The rules are:
//   - a text with speaker turns is a transcript of an interview; without, it is a document;
//   - site, date and participant come from the patterns the person gave, or from the options; what no
//     pattern finds is an error that names the file;
//   - every speaker but the interviewer becomes a participant of the site, under the label as pseudonym,
//     unless a pattern or the only speaker's name says otherwise;
//   - a transcript with times belongs to the interview it is named after, if there is one, and to its recording;
//   - of a file with pages, a PDF, the file is kept beside the text. path is where it stands, if it may be moved.
func (v *visit) importInterview(name string, r io.ReaderAt, size int64, path string, opts ImportOptions) (*ImportResult, error) {
	switch opts.Comments {
	case "", CommentsMemos, CommentsCodings:
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "comments become %s or %s, not %q", CommentsMemos, CommentsCodings, opts.Comments)
	}
	ro := reader.Options{Encoding: opts.Encoding, Cache: v.s.cache}
	if opts.SpeakerFrom != "" {
		var err error
		if ro.Speaker, err = text.CompileSpeaker(opts.SpeakerFrom); err != nil {
			return nil, err
		}
	}
	doc, err := reader.Read(v.ctx, name, r, size, ro)
	if err != nil {
		return nil, err
	}
	in := &interviewImport{v: v, name: name, doc: doc, opts: opts, res: newImportResult(name, "document")}
	if len(doc.Turns) > 0 {
		in.res.Kind = "interview"
	}
	in.res.DryRun, in.res.Encoding, in.res.Guessed, in.res.Warnings = opts.DryRun, doc.Encoding, doc.Guessed, doc.Warnings
	if err := in.readNames(); err != nil {
		return nil, err
	}
	if len(doc.Pages) > 0 {
		if in.file, err = v.stage(io.NewSectionReader(r, 0, size), path, opts); err != nil {
			return nil, err
		}
		defer in.file.Drop()
	}
	c, err := v.write(v.head("import.interview", "source", "", "import an interview"), func(tx *store.Tx) error {
		in.v = v.in(tx)
		if err := in.write(tx); err != nil {
			var e *crosscase.Error
			if errors.As(err, &e) && !strings.HasPrefix(e.Message, name) {
				return &crosscase.Error{Code: e.Code, Message: name + ": " + e.Message, Details: e.Details}
			}
			return err
		}
		in.res.Loss = in.loss()
		if err := in.v.finish(tx, in.res); err != nil || in.file == nil {
			return err
		}
		return in.file.Keep()
	})
	if err != nil && !errors.Is(err, errDryRun) {
		return nil, err
	}
	return in.res.done(c), nil
}

type interviewImport struct {
	v    *visit
	name string
	doc  *reader.Document
	opts ImportOptions
	res  *ImportResult
	seen *InterviewPreview

	file      *media.Staged        // of a document with pages, which is kept beside the text
	recording *crosscase.Source    // that a transcript was said to be of
	standing  *crosscase.Interview // that it is of, where there is one already
	files     string               // of all tracks, where some were joined
}

// readNames takes site, date and participant from the file name or first heading.
func (in *interviewImport) readNames() error {
	p := &InterviewPreview{Site: in.opts.Site, Date: in.opts.Date, Turns: len(in.doc.Turns), Length: text.Len(in.doc.Text), Speakers: map[string]int{}}
	in.seen, in.res.Interview = p, p
	if in.opts.SiteFrom != "" {
		pattern, err := reader.NewPattern("site", in.opts.SiteFrom)
		if err != nil {
			return err
		}
		if p.Site, err = pattern.Value(in.name, in.doc); err != nil {
			return err
		}
	}
	if in.opts.DateFrom != "" {
		pattern, err := reader.NewPattern("date", in.opts.DateFrom)
		if err != nil {
			return err
		}
		if p.Date, err = pattern.Date(in.name, in.doc); err != nil {
			return err
		}
	}
	if in.opts.InterviewFrom != "" {
		pattern, err := reader.NewPattern("interview", in.opts.InterviewFrom)
		if err != nil {
			return err
		}
		if in.opts.Interview, err = pattern.Value(in.name, in.doc); err != nil {
			return err
		}
	}
	in.countSpeakers()
	if len(in.opts.Participants) > 0 && len(p.Participants) == 0 {
		p.Participants = in.opts.Participants
	}
	if in.opts.NameFrom != "" {
		pattern, err := reader.NewPattern("participant", in.opts.NameFrom)
		if err != nil {
			return err
		}
		given, err := pattern.Value(in.name, in.doc)
		if err != nil {
			return err
		}
		switch {
		case in.opts.Join && in.doc.Timed:
			in.nameTrack(given)
		case len(p.Participants) == 0:
			p.Participants = []string{given}
		default:
			p.Participants[0] = given
		}
	}
	return nil
}

// countSpeakers lists who speaks, with how often and what they say first.
func (in *interviewImport) countSpeakers() {
	p := in.seen
	p.Turns, p.Length, p.Speakers, p.First = len(in.doc.Turns), text.Len(in.doc.Text), map[string]int{}, nil
	index := text.NewIndex(in.doc.Text)
	for _, t := range in.doc.Turns {
		if words, err := index.Slice(t.Speech()); err == nil && len(p.First) < firstTurns {
			one := TurnPreview{Speaker: t.Speaker, Words: firstWords(words), Asks: interviewerLabel.MatchString(t.Speaker)}
			if t.TimeStart != text.NoTime {
				one.From = t.TimeStart
			}
			p.First = append(p.First, one)
		}
		if t.Speaker == "" {
			continue
		}
		if p.Speakers[t.Speaker]++; p.Speakers[t.Speaker] == 1 && !interviewerLabel.MatchString(t.Speaker) {
			p.Participants = append(p.Participants, t.Speaker)
		}
	}
	if len(in.doc.Turns) == 0 {
		p.Begins = firstWords(in.doc.Text)
	}
}

// What a preview shows of a text.
const (
	firstTurns   = 12
	firstLetters = 160
)

// firstWords is the beginning of a text on one line.
func firstWords(s string) string {
	s = strings.Join(strings.Fields(s[:min(len(s), 8*firstLetters)]), " ")
	if r := []rune(strings.ToValidUTF8(s, "")); len(r) > firstLetters {
		return string(r[:firstLetters]) + "…"
	}
	return strings.ToValidUTF8(s, "")
}

func (in *interviewImport) write(tx *store.Tx) error {
	src := &crosscase.Source{ID: crosscase.SourceID(in.v.s.newID()), Kind: crosscase.Document, File: in.name, Encoding: in.doc.Encoding}
	var err error
	if err := in.readAnew(tx, in.baseName()); err != nil {
		return err
	}
	if len(in.doc.Turns) > 0 {
		src.Kind = crosscase.Transcript
		if in.standing == nil {
			if err := in.findInterview(tx); err != nil {
				return err
			}
		}
		if err := in.joinTracks(tx); err != nil {
			return err
		}
		if in.files != "" {
			src.File = in.files
		}
	} else {
		src.Genre = crosscase.GenreFieldNote
	}
	if src.Name, err = in.sourceName(tx); err != nil {
		return err
	}
	if src.SiteID, err = in.site(tx); err != nil {
		return err
	}
	body := &crosscase.SourceText{Text: in.doc.Text}
	for _, h := range in.doc.Headings {
		body.Headings = append(body.Headings, crosscase.Heading{Start: h.Span.Start, End: h.Span.End, Level: h.Level})
	}
	if src.Kind == crosscase.Transcript {
		if err := in.interview(tx, src, body); err != nil {
			return err
		}
	}
	in.res.created("source", src.Name)
	in.res.SourceID = src.ID
	if in.file == nil {
		if err := in.v.insertSource(tx, src, body); err != nil {
			return err
		}
		return in.notes(tx, src, body)
	}
	var pages []crosscase.Page
	for _, p := range in.doc.Pages {
		body.Pages, pages = append(body.Pages, int64(p.Start)), append(pages, p.Box)
	}
	m := in.v.mediaRow(src, in.file, "application/pdf", pages)
	if err := in.v.insertSource(tx, src, body); err != nil {
		return err
	}
	if err := tx.Insert(m); err != nil {
		return err
	}
	return in.notes(tx, src, body)
}

// sourceName is what the source will be called: as the person says, else as the file, with its ending where
// a recording and its transcript are named alike.
func (in *interviewImport) sourceName(tx *store.Tx) (string, error) {
	if in.opts.Name != "" {
		return in.opts.Name, nil
	}
	name := in.baseName()
	if in.opts.Join && in.opts.Interview != "" {
		name = in.opts.Interview
	}
	if !in.timed() {
		return name, nil
	}
	taken, err := store.ListTx[crosscase.Source](tx, "name = $2", name)
	if err != nil || len(taken) == 0 {
		return name, err
	}
	return in.name, nil
}

func (in *interviewImport) baseName() string {
	return strings.TrimSuffix(in.name, filepath.Ext(in.name))
}

func (in *interviewImport) site(tx *store.Tx) (crosscase.SiteID, error) {
	if in.standing != nil && in.standing.SiteID != "" {
		return in.siteOfInterview(tx)
	}
	if in.seen.Site == "" {
		in.res.Warnings = append(in.res.Warnings, "no site: give one with --site, or a pattern for the file name with --site-from")
		return "", nil
	}
	id, err := in.v.find("site", in.seen.Site, nil)
	if err == nil {
		return crosscase.SiteID(id), nil
	}
	if !isNotFound(err) {
		return "", err
	}
	if in.opts.Strict {
		return "", crosscase.Errorf(crosscase.CodeInvalid, "site %q is not in the study; add it first, or import without --strict", in.seen.Site)
	}
	if err := in.v.may(crosscase.WriteDesign); err != nil {
		return "", err
	}
	s := &crosscase.Site{ID: crosscase.SiteID(in.v.s.newID()), Letter: in.seen.Site}
	in.res.created("site", s.Letter)
	return s.ID, in.v.insert(tx, "site", s)
}

// interview ties a transcript to its interview and recording, and its turns to the participants.
func (in *interviewImport) interview(tx *store.Tx, src *crosscase.Source, body *crosscase.SourceText) error {
	who := map[string]crosscase.ParticipantID{}
	var participants []crosscase.ParticipantID
	label := 0
	for _, t := range in.doc.Turns {
		if _, ok := who[t.Speaker]; ok || t.Speaker == "" || interviewerLabel.MatchString(t.Speaker) {
			continue
		}
		pseudonym := t.Speaker
		if label < len(in.seen.Participants) {
			pseudonym = in.seen.Participants[label]
		}
		label++
		id, err := in.participant(tx, src.SiteID, pseudonym)
		if err != nil {
			return err
		}
		who[t.Speaker] = id
		participants = append(participants, id)
	}
	for _, t := range in.doc.Turns {
		turn := crosscase.Turn{Start: t.Start, Speech: t.SpeechStart, End: t.End, Speaker: t.Speaker, ParticipantID: who[t.Speaker]}
		if t.TimeStart != text.NoTime {
			turn.From = t.TimeStart
		}
		if t.TimeEnd != text.NoTime {
			turn.To = t.TimeEnd
		}
		body.Turns = append(body.Turns, turn)
	}
	if err := in.settleInterview(tx, src, participants); err != nil {
		return err
	}
	return in.align(tx, src, body.Turns)
}

func (in *interviewImport) participant(tx *store.Tx, site crosscase.SiteID, pseudonym string) (crosscase.ParticipantID, error) {
	found, err := store.ListTx[crosscase.Participant](tx, "pseudonym = $2 AND COALESCE(site_id, '') = $3", pseudonym, string(site))
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return found[0].ID, nil
	}
	if err := in.v.may(crosscase.WriteDesign); err != nil {
		return "", err
	}
	p := &crosscase.Participant{ID: crosscase.ParticipantID(in.v.s.newID()), SiteID: site, Pseudonym: pseudonym, Group: in.opts.Group, Level: in.opts.Level}
	in.res.created("participant", in.seen.Site+"/"+pseudonym)
	return p.ID, in.v.insert(tx, "participant", p)
}

func (in *interviewImport) round(tx *store.Tx) (crosscase.RoundID, error) {
	id, err := in.v.find("round", in.opts.Round, nil)
	if err == nil || !isNotFound(err) {
		return crosscase.RoundID(id), err
	}
	r := &crosscase.Round{ID: crosscase.RoundID(in.v.s.newID()), Name: in.opts.Round}
	in.res.created("round", r.Name)
	return r.ID, in.v.insert(tx, "round", r)
}
