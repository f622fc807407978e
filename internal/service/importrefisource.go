package service

import (
	"bytes"
	"io"
	"path"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/reader"
	"github.com/crosscase/crosscase/internal/refi"
)

// refiSource is a source of the file as it stands in the study.
type refiSource struct {
	guid  string
	s     *refi.Source     // that it is or belongs to
	t     *refi.Transcript // of a transcript within a recording
	row   *crosscase.Source
	fresh bool // new in the study
	media *crosscase.Media
	pages []crosscase.Page
	text  *refiText // nil without a text

	excerpts map[string]*crosscase.Excerpt // by where they stand
	byID     map[string]*crosscase.Excerpt
	codings  map[codingSpot]*crosscase.Coding
	coding   map[string]*crosscase.Coding // by id
	taken    map[string]bool              // ids of excerpts and codings of other sources
}

// putSources makes the sources with their texts and files, and what is selected and coded in them: recordings first,
// since transcripts belong to them.
func (in *refiImport) putSources() error {
	in.knowSources()
	var later []*refi.Source
	for _, s := range in.p.Sources {
		if s.Kind != refi.Audio && s.Kind != refi.Video {
			later = append(later, s)
			continue
		}
		if err := in.putRecording(s); err != nil {
			return err
		}
	}
	for _, s := range later {
		rs, err := in.putSource(s, nil)
		if err != nil {
			return err
		}
		if err := in.putMarked(rs, s.Selections, s.Codings); err != nil {
			return err
		}
	}
	for _, s := range in.p.Sources { // once the texts they share with other sources are there
		for _, t := range s.Transcripts {
			if err := in.putTranscript(s, t); err != nil {
				return err
			}
		}
	}
	return in.putCodedNotes()
}

// knowSources finds what sources were before, ahead of any that goes by its name; and sources ahead of the transcripts
// that they may be as well.
func (in *refiImport) knowSources() {
	for _, s := range in.p.Sources {
		in.known("source", "source", s.GUID)
	}
	for _, s := range in.p.Sources {
		for _, t := range s.Transcripts {
			in.known("source", "transcript", t.GUID)
		}
	}
}

func (in *refiImport) putRecording(s *refi.Source) error {
	rs, err := in.putSource(s, nil)
	if err != nil {
		return err
	}
	return in.putMarked(rs, s.Selections, s.Codings)
}

// putTranscript makes the transcript of a recording, or, where a source of the file has the same text, takes that.
func (in *refiImport) putTranscript(s *refi.Source, t *refi.Transcript) error {
	var rs *refiSource
	for _, other := range in.p.Sources {
		if other.TranscriptOf == s.GUID && other.Plain.File.Written == t.Plain.File.Written {
			rs = in.sources[other.GUID]
			break
		}
	}
	if rs == nil {
		var err error
		if rs, err = in.putSource(s, t); err != nil {
			return err
		}
	} else {
		in.mapped.add("transcript and text source of one text became one transcript", in.where("Transcript", t.Name, t.GUID, t.Line), "")
		if t.Description != "" && rs.row.Note == "" {
			row := *rs.row
			row.Note, rs.row = t.Description, &row
			if err := in.put("source", &row); err != nil {
				return err
			}
		}
		if err := in.alias("source", string(rs.row.ID), "transcript", t.GUID); err != nil {
			return err
		}
	}
	in.sources[t.GUID] = rs
	return in.putMarked(rs, t.Selections, nil)
}

// putSource makes one source. t is the transcript to make, where it is one of a recording.
func (in *refiImport) putSource(s *refi.Source, t *refi.Transcript) (*refiSource, error) {
	rs := &refiSource{guid: s.GUID, s: s, t: t}
	kind, plain, name, note, points := "source", s.Plain, s.Name, s.Description, []refi.SyncPoint(nil)
	if t != nil {
		rs.guid, kind, plain, name, note, points = t.GUID, "transcript", t.Plain, t.Name, t.Description, t.Points
	}
	if t == nil && s.TranscriptOf != "" {
		points = in.sharedPoints(s)
	}
	var err error
	if rs.text, err = in.readText(s, plain, points); err != nil {
		return nil, err
	}
	if name == "" {
		name = in.nameless(s, t)
	}
	id, was := in.known("source", kind, rs.guid)
	name, holder := in.vacantOf("source", "source", id, func(id string) bool { return in.sameSource(id, rs) }, name)
	switch {
	case was:
	case holder != "":
		id = holder
		in.claim("source", id, kind, rs.guid)
		in.mapped.add("source taken for that of the same name and text", quoted(name), "")
	default:
		id = in.newRow("source", kind, rs.guid, name)
	}
	row := stands[crosscase.Source](in, "source", id)
	if rs.fresh = row == nil; rs.fresh {
		row = &crosscase.Source{ID: crosscase.SourceID(id), Kind: in.kindOf(rs), File: in.fileOf(rs)}
		if rs.text != nil {
			row.Encoding = rs.text.encoding
		}
	}
	row.Name, row.Note = name, firstOf(note, row.Note)
	if err := in.placeSource(rs, row); err != nil {
		return nil, err
	}
	rs.row = row
	in.sources[rs.guid] = rs
	if f := in.files[s.Media.Member]; t == nil && f != nil && f.staged != nil {
		row.Media = f.staged.Hash
		if row.Kind == crosscase.Recording && f.found != nil && f.found.Duration > 0 {
			row.Length = f.found.Duration
		}
	}
	if err := in.writeSource(rs); err != nil {
		return nil, err
	}
	if err := in.alias("source", id, kind, rs.guid); err != nil {
		return nil, err
	}
	return rs, in.putFiles(rs)
}

// sameSource says whether a source of the study is one of the file that has another identifier: it has the same text,
// or neither has any and they are of one kind.
func (in *refiImport) sameSource(id string, rs *refiSource) bool {
	row := stands[crosscase.Source](in, "source", id)
	if in.v.sees("source", row.SiteID) != nil || (row.Version > 0) != (rs.text != nil) {
		return false
	}
	if rs.text == nil {
		return row.Kind == in.kindOf(rs)
	}
	now, err := in.v.textAt(row, row.Version)
	if err == nil && now.Text != rs.text.body && row.Version > 1 {
		now, err = in.v.textAt(row, 1)
	}
	return err == nil && now.Text == rs.text.body
}

// kindOf is what a new source is.
func (in *refiImport) kindOf(rs *refiSource) crosscase.SourceKind {
	switch {
	case rs.t != nil || rs.s.TranscriptOf != "":
		return crosscase.Transcript
	case rs.s.Kind == refi.Picture:
		return crosscase.Picture
	case rs.s.Kind == refi.Audio || rs.s.Kind == refi.Video:
		return crosscase.Recording
	case rs.text != nil && rs.s.Kind == refi.Text && (len(rs.text.turns) > 0 || in.places[rs.s.GUID] != nil && len(in.places[rs.s.GUID].participants) > 0):
		return crosscase.Transcript
	}
	return crosscase.Document
}

// fileOf is the name of the file a source came from, as far as the project tells.
func (in *refiImport) fileOf(rs *refiSource) string {
	ref := rs.s.Media.Written
	if rs.t != nil || ref == "" {
		return ""
	}
	if p := rs.s.CurrentPath; p != "" {
		ref = p
	}
	return cutName(path.Base(strings.ReplaceAll(ref, `\`, "/")))
}

// nameless is what a source without a name is called.
func (in *refiImport) nameless(s *refi.Source, t *refi.Transcript) string {
	if t != nil {
		return firstOf(s.Name, "recording without a name") + " (transcript)"
	}
	for _, t := range s.Transcripts { // ATLAS.ti names the transcript alone
		if t.Name != "" {
			return t.Name
		}
	}
	ref := s.Media.Written
	if s.Plain != nil && ref == "" {
		ref = firstOf(s.Plain.Rich.Written, s.Plain.File.Written)
	}
	if ref == "" {
		return "source without a name"
	}
	return path.Base(strings.ReplaceAll(ref, `\`, "/"))
}

// placeSource gives a source its site, recording and interview.
func (in *refiImport) placeSource(rs *refiSource, row *crosscase.Source) error {
	p := in.places[rs.s.GUID]
	if p == nil {
		p = &casePlaces{}
	}
	site, unit := crosscase.SiteID(""), crosscase.UnitID("")
	var who []crosscase.ParticipantID
	if p.site != nil {
		site = p.site.site
	}
	if p.unit != nil {
		unit = p.unit.unit
		site = crosscase.SiteID(firstOf(string(site), string(p.unit.site)))
	}
	for _, u := range p.participants {
		who = append(who, crosscase.ParticipantID(u.id))
		site = crosscase.SiteID(firstOf(string(site), string(u.site)))
		unit = crosscase.UnitID(firstOf(string(unit), string(u.unit)))
	}
	var recording *crosscase.Source
	if rs.t != nil {
		recording = in.sources[rs.s.GUID].row
	} else if of := in.sources[rs.s.TranscriptOf]; of != nil && rs.s.TranscriptOf != "" {
		recording = of.row
	}
	if recording != nil {
		row.RecordingID = recording.ID
		site = crosscase.SiteID(firstOf(string(site), string(recording.SiteID)))
		if row.InterviewID == "" {
			row.InterviewID = recording.InterviewID
		}
	}
	if site != "" {
		row.SiteID = site
	}
	if len(who) == 0 {
		return nil
	}
	return in.putInterview(rs, row, unit, who)
}

// putInterview makes the interview of a source that participants belong to, or adds them to the one it has.
func (in *refiImport) putInterview(rs *refiSource, row *crosscase.Source, unit crosscase.UnitID, who []crosscase.ParticipantID) error {
	i := stands[crosscase.Interview](in, "interview", string(row.InterviewID))
	if i == nil {
		id := refi.DerivedGUID("interview", rs.s.GUID, row.Name)
		name, holder := in.vacant("interview", "interview", "", row.Name)
		if holder != "" {
			id = holder
		}
		in.claim("interview", id, "source", rs.s.GUID)
		if i = stands[crosscase.Interview](in, "interview", id); i == nil {
			i = &crosscase.Interview{ID: crosscase.InterviewID(id), Name: name}
		}
	}
	i.SiteID = crosscase.SiteID(firstOf(string(i.SiteID), string(row.SiteID)))
	i.UnitID = crosscase.UnitID(firstOf(string(i.UnitID), string(unit)))
	for _, id := range who {
		if !containsID(i.Participants, id) {
			i.Participants = append(i.Participants[:len(i.Participants):len(i.Participants)], id)
		}
	}
	row.InterviewID = i.ID
	return in.put("interview", i)
}

func containsID[T comparable](list []T, id T) bool {
	for _, x := range list {
		if x == id {
			return true
		}
	}
	return false
}

// putFiles writes the file of a source and the rich form of its text.
func (in *refiImport) putFiles(rs *refiSource) error {
	plain := rs.s.Plain
	if rs.t != nil {
		plain = rs.t.Plain
	} else if ref := rs.s.Media; ref.Written != "" || rs.s.Kind != refi.Text {
		if err := in.putMain(rs, ref); err != nil {
			return err
		}
	}
	if plain == nil || plain.Rich.Member == "" || rs.s.Kind != refi.Text && rs.t == nil {
		return nil
	}
	if f := in.files[plain.Rich.Member]; f != nil && f.why != "" {
		in.lost.add("rich form of a text", in.where("source", rs.row.Name, rs.guid, rs.s.Line), f.why)
		return nil
	}
	_, err := in.putMedia(rs.row, plain.Rich)
	return err
}

// putMain writes the recording, picture or pages of a source, or says that they are not there.
func (in *refiImport) putMain(rs *refiSource, ref refi.Ref) error {
	f := in.files[ref.Member]
	if f == nil || f.staged == nil {
		why := "it is not in the file: attach it by importing it under this name"
		if f != nil {
			why = f.why
		}
		said := in.p.Container == refi.QDPX && ref.Written != "" // with the problems of the file
		if f != nil && f.why != "" || ref.Member == "" && !said {
			in.lost.add("medium not supplied", in.where("source", rs.row.Name, rs.guid, rs.s.Line), why)
		}
		return nil
	}
	var err error
	rs.media, err = in.putMedia(rs.row, ref)
	return err
}

// extracted is the text of a source that has only a rich form.
func (in *refiImport) extracted(ref refi.Ref) (*reader.Document, error) {
	f := in.files[ref.Member]
	if f == nil || f.staged == nil {
		return nil, nil
	}
	r, err := openStaged(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	body, err := io.ReadAll(io.LimitReader(r, 64<<20))
	if err != nil {
		return nil, err
	}
	return reader.Read(in.v.ctx, path.Base(ref.Member), bytes.NewReader(body), int64(len(body)), reader.Options{})
}
