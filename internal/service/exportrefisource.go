package service

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// mostInside is the most bytes that a file in an archive of REFI-QDA may have.
const mostInside = 1<<31 - 1

// putSources makes the sources. The transcript of a recording is a text, which carries what is coded in it, and again
// a transcript of the recording, with the times of its turns.
func (x *exchange) putSources() error {
	turns := map[crosscase.SourceID][]crosscase.Turn{}
	for _, src := range x.sourceRows {
		s := &refi.Source{GUID: x.guid("source", string(src.ID), "source"), Name: src.Name, Description: src.Note, Kind: x.kindOf(src), Values: x.sourceValues(src)}
		x.sources[src.ID] = s
		x.p.Sources = append(x.p.Sources, s)
		if s.Kind != refi.Text {
			x.putMedium(src, s)
		}
		if src.Version > 0 && s.Kind != refi.Audio && s.Kind != refi.Video {
			body, err := x.v.textInForce(src)
			if err != nil {
				return err
			}
			s.Plain = &refi.Content{GUID: s.GUID, Name: src.Name, Found: true, Text: body.Text, File: refi.Ref{Member: string(src.ID)}}
			if s.Kind != refi.Text {
				s.Plain.GUID = refi.DerivedGUID("representation", s.GUID)
			}
			if src.RecordingID != "" {
				turns[src.ID] = body.Turns
			}
		}
	}
	for _, src := range x.sourceRows {
		if src.RecordingID != "" {
			x.putTranscript(src, turns[src.ID])
		}
	}
	x.mapped.count(x.astral(), "source holds letters beyond U+FFFF", "programs that count UTF-16 units (NVivo) shift what follows them: use the profile nvivo for these")
	return nil
}

// videoEndings tell of a recording that was never supplied whether it has a picture.
var videoEndings = []string{".mp4", ".m4v", ".mov", ".avi", ".mkv", ".mpg", ".mpeg", ".webm", ".wmv"}

// kindOf is what a source is to other programs, by its medium.
func (x *exchange) kindOf(src *crosscase.Source) refi.Kind {
	m := x.medium[src.ID]
	switch {
	case src.Kind == crosscase.Picture || m != nil && strings.HasPrefix(m.Type, "image/"):
		return refi.Picture
	case m != nil && m.Type == "application/pdf":
		return refi.PDF
	case m == nil && src.Kind == crosscase.Document && x.paged[src.ID]: // its file was never supplied
		return refi.PDF
	case src.Kind != crosscase.Recording:
		return refi.Text
	case m != nil && strings.HasPrefix(m.Type, "video/"), m == nil && slices.Contains(videoEndings, strings.ToLower(path.Ext(src.File))):
		return refi.Video
	}
	return refi.Audio
}

// putMedium names the file of a source: in the archive where it may be there, else beside it.
func (x *exchange) putMedium(src *crosscase.Source, s *refi.Source) {
	name := src.File
	if path.Ext(name) == "" {
		name = src.Name + map[refi.Kind]string{refi.PDF: ".pdf", refi.Picture: ".png", refi.Audio: ".mp3", refi.Video: ".mp4"}[s.Kind]
	}
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	size, there := int64(0), false
	if src.Media != "" {
		size, there = x.openMedium(src.Media)
	}
	switch {
	case !there:
		x.lost.add("medium", 1, "source "+strconv.Quote(src.Name), "its file is not kept here: the source is written without")
		if s.Kind == refi.Audio || s.Kind == refi.Video {
			s.Media = refi.Ref{Written: "relative:///" + name, Scheme: refi.Relative}
		}
	case size > mostInside:
		x.lost.add("medium", 1, "source "+strconv.Quote(src.Name), "its file has more than 2 GiB, the most that the format allows inside: put it beside the archive as "+strconv.Quote(name))
		s.Media = refi.Ref{Written: "relative:///" + name, Scheme: refi.Relative}
	default:
		s.Media = refi.Ref{Written: name, Scheme: refi.Internal, Member: src.Media, Size: uint64(size)}
	}
}

// putTranscript writes the text once more as a transcript of its recording, tied to it where turns have times.
func (x *exchange) putTranscript(src *crosscase.Source, turns []crosscase.Turn) {
	s, recording := x.sources[src.ID], x.sources[src.RecordingID]
	if s.Plain == nil || recording == nil || recording.Kind != refi.Audio && recording.Kind != refi.Video {
		return
	}
	t := &refi.Transcript{GUID: refi.DerivedGUID("transcript", s.GUID), Name: s.Name, Plain: s.Plain}
	point := func(at int, time int64, of string) {
		t.Points = append(t.Points, refi.SyncPoint{GUID: refi.DerivedGUID("sync point", s.GUID, of), Time: time, At: at, Placed: true})
	}
	for i, turn := range turns {
		if turn.From != 0 || turn.To != 0 {
			point(turn.Start, turn.From, "start of "+strconv.Itoa(i))
			point(turn.End, turn.To, "end of "+strconv.Itoa(i))
		}
	}
	recording.Transcripts = append(recording.Transcripts, t)
}

// sourceValues are what is known of a source and its interview, as values of variables.
func (x *exchange) sourceValues(src *crosscase.Source) []refi.Value {
	var list []refi.Value
	add := func(variable, kind, text string) { list = append(list, x.value(variable, kind, text)...) }
	add(variableSource, "Text", string(src.Kind))
	add(variableGenre, "Text", string(src.Genre))
	add(variableFile, "Text", src.File)
	list = append(list, x.interviewValues(x.interview[src.InterviewID])...)
	return append(list, x.attributes["source/"+string(src.ID)]...)
}

// interviewValues are what is known of an interview; nil is none.
func (x *exchange) interviewValues(i *crosscase.Interview) []refi.Value {
	if i == nil {
		return nil
	}
	var list []refi.Value
	add := func(variable, kind, text string) { list = append(list, x.value(variable, kind, text)...) }
	add(variableInterview, "Text", i.Name)
	if r := x.round[i.RoundID]; r != nil {
		add(variableRound, "Text", r.Name)
	}
	if u := x.unit[i.UnitID]; u != nil {
		add(variablePlace, "Text", x.unitName(u))
	}
	add(variableDate, "Date", i.Date)
	add(variableInterviewer, "Text", i.Interviewer)
	add(variableMode, "Text", i.Mode)
	add(variableConsent, "Text", i.Consent)
	if i.Listened {
		add(variableListened, "Boolean", "true")
	}
	return list
}

// astral is how many sources have text beyond the characters that UTF-16 writes as one unit.
func (x *exchange) astral() int64 {
	n := int64(0)
	if x.o.Profile == refi.ForNVivo {
		return 0
	}
	for _, s := range x.p.Sources {
		if s.Plain != nil && strings.ContainsFunc(s.Plain.Text, func(r rune) bool { return r > 0xFFFF }) {
			n++
		}
	}
	return n
}

// indexOf is the text of a source, to be cut.
func indexOf(s *refi.Source) *text.Index {
	if s == nil || s.Plain == nil {
		return nil
	}
	return text.NewIndex(s.Plain.Text)
}
