package service

import (
	"io"
	"os"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/text"
)

// refiText is the text of a source of the file, and the way from its offsets to the text in force in the study.
type refiText struct {
	body     string // in the normal form of texts
	encoding string
	shift    text.Shift
	turns    []crosscase.Turn
	headings []crosscase.Heading

	index *text.Index // of the text in force
	ways  []text.Path // from body to it
}

// readText brings a text into the form it is kept in; nil where there is none.
func (in *refiImport) readText(s *refi.Source, plain *refi.Content, points []refi.SyncPoint) (*refiText, error) {
	if plain == nil {
		return nil, nil
	}
	t := &refiText{encoding: plain.Encoding}
	if !plain.Found {
		if plain.Rich.Member == "" {
			return nil, nil
		}
		doc, err := in.extracted(plain.Rich)
		if crosscase.ErrorCode(err) == crosscase.CodeInvalid {
			in.lost.add("text that is there in its rich form alone", in.where("source", s.Name, s.GUID, s.Line), err.Error())
			return nil, nil
		}
		if err != nil || doc == nil {
			return nil, err
		}
		t.body, t.encoding = doc.Text, doc.Encoding
		for _, h := range doc.Headings {
			t.headings = append(t.headings, crosscase.Heading{Start: h.Span.Start, End: h.Span.End, Level: h.Level})
		}
		in.mapped.add("text taken from its rich form", in.where("source", s.Name, s.GUID, s.Line), "the file gives it in no other")
	} else {
		t.body, t.shift = text.NormalizeShift(plain.Text)
		if t.body != plain.Text {
			in.mapped.add("text brought into normal form", in.where("source", s.Name, s.GUID, s.Line), "letters written as letter and accent became one sign each; selections moved along")
		}
	}
	if s.Kind == refi.Text || s.Kind == refi.Audio || s.Kind == refi.Video {
		for _, turn := range text.FindTurns(t.body, text.TurnOptions{}) {
			one := crosscase.Turn{Start: turn.Start, Speech: turn.SpeechStart, End: turn.End, Speaker: turn.Speaker}
			if turn.TimeStart != text.NoTime {
				one.From = turn.TimeStart
			}
			if turn.TimeEnd != text.NoTime {
				one.To = turn.TimeEnd
			}
			t.turns = append(t.turns, one)
		}
		t.turns = in.timedTurns(t, points)
		in.nameTurns(s, t.turns)
	}
	t.index = text.NewIndex(t.body)
	return t, nil
}

// timedTurns gives turns the times of the sync points, or makes a turn of each stretch between two where the text has
// no speakers.
func (in *refiImport) timedTurns(t *refiText, points []refi.SyncPoint) []crosscase.Turn {
	at := make([]refi.SyncPoint, 0, len(points))
	for _, p := range points {
		if p.Placed {
			p.At = t.shift.At(p.At)
			at = append(at, p)
		}
	}
	if len(at) == 0 {
		return t.turns
	}
	slices.SortStableFunc(at, func(a, b refi.SyncPoint) int { return a.At - b.At })
	if len(t.turns) == 0 {
		return stretches(at, text.Len(t.body))
	}
	for i := range t.turns {
		turn := &t.turns[i]
		after := slices.IndexFunc(at, func(p refi.SyncPoint) bool { return p.At >= turn.End })
		first := slices.IndexFunc(at, func(p refi.SyncPoint) bool { return p.At >= turn.Start })
		if first >= 0 && at[first].At <= turn.Speech {
			turn.From = at[first].Time
		} else if before := lastBefore(at, turn.Start); before != nil {
			turn.From = before.Time
		}
		if after >= 0 && at[after].Time >= turn.From {
			turn.To = at[after].Time
		}
	}
	return t.turns
}

func lastBefore(points []refi.SyncPoint, at int) *refi.SyncPoint {
	var last *refi.SyncPoint
	for i := range points {
		if points[i].At < at {
			last = &points[i]
		}
	}
	return last
}

func stretches(at []refi.SyncPoint, length int) (turns []crosscase.Turn) {
	for i, p := range at {
		turn := crosscase.Turn{Start: p.At, Speech: p.At, End: length, From: p.Time}
		if i+1 < len(at) {
			turn.End, turn.To = at[i+1].At, max(at[i+1].Time, p.Time)
		}
		if turn.End > turn.Start {
			turns = append(turns, turn)
		}
	}
	return turns
}

// nameTurns says which participant speaks where a label is the pseudonym of one that the source belongs to.
func (in *refiImport) nameTurns(s *refi.Source, turns []crosscase.Turn) {
	p := in.places[s.GUID]
	if p == nil {
		return
	}
	for i := range turns {
		for _, u := range p.participants {
			who := stands[crosscase.Participant](in, "participant", u.id)
			if who != nil && strings.EqualFold(strings.TrimSpace(turns[i].Speaker), who.Pseudonym) {
				turns[i].ParticipantID = who.ID
			}
		}
	}
}

// sharedPoints are the sync points of the transcript that a text source is as well.
func (in *refiImport) sharedPoints(s *refi.Source) []refi.SyncPoint {
	for _, r := range in.p.Sources {
		for _, t := range r.Transcripts {
			if r.GUID == s.TranscriptOf && t.Plain.File.Written == s.Plain.File.Written && len(t.Points) > 0 {
				return t.Points
			}
		}
	}
	return nil
}

// writeSource writes a source with its text: the first, or, where the file has another than the study, an edit of it.
func (in *refiImport) writeSource(rs *refiSource) error {
	row, t := rs.row, rs.text
	if t == nil {
		return in.put("source", row)
	}
	if row.Version == 0 {
		row.Version, row.Length = 1, int64(t.index.Len())
		if err := in.put("source", row); err != nil {
			return err
		}
		return in.tx.Insert(&crosscase.SourceText{ID: crosscase.SourceTextID(refi.DerivedGUID("text", string(row.ID))), SiteID: row.SiteID, SourceID: row.ID, Version: 1,
			Text: t.body, Turns: t.turns, Headings: t.headings})
	}
	if err := in.put("source", row); err != nil {
		return err
	}
	rs.row = stands[crosscase.Source](in, "source", string(row.ID))
	return in.settleText(rs)
}

// settleText finds the way from the file's text to the one in force.
//
// The rules are:
//   - where the file has a version that the study had, what was corrected here since stays;
//   - where it has another, that becomes the next version, with what was corrected here carried over it;
//   - where both changed one place, the study's words stay.
func (in *refiImport) settleText(rs *refiSource) error {
	row, t := rs.row, rs.text
	for version := row.Version; version > 0 && row.Version-version < 50; version-- {
		was, err := in.v.textAt(row, version)
		if err != nil {
			return err
		}
		if was.Text != t.body {
			continue
		}
		if t.ways, err = in.v.ways(row, version, row.Version); err != nil {
			return err
		}
		now, err := in.v.textAt(row, row.Version)
		if err != nil {
			return err
		}
		t.index = now.index
		return nil
	}
	if err := in.v.may(crosscase.WriteSources); err != nil {
		return err
	}
	steps, err := in.v.asked(row, TextRequest{Version: 1, Text: &t.body})
	switch {
	case crosscase.ErrorCode(err) == crosscase.CodeConflict:
		in.lost.add("text that was changed there and here", quoted(row.Name), "the words of the study stay")
	case err != nil:
		return err
	case len(steps) > 0:
		saved, err := in.v.saveEdit(row, crosscase.TextEditID(in.v.s.newID()), steps, nil)
		if err != nil {
			return err
		}
		rs.row = saved.src
		in.remember("source", saved.src)
		in.changed["source_text"]++
		in.mapped.add("text that differs from the study's became its next version", quoted(row.Name), "")
	}
	now, err := in.v.textAt(rs.row, rs.row.Version)
	if err != nil {
		return err
	}
	t.index = now.index
	if now.Text != t.body {
		back, _ := text.RefineWhole(t.body, now.Text, nil)
		t.ways = []text.Path{text.PathOf(back)}
	}
	return nil
}

// carry takes a span of the text as the file has it to the text in force; false where its words are gone.
func (t *refiText) carry(span text.Span) (text.Span, bool) {
	span = t.shift.Span(span)
	for _, w := range t.ways {
		c := w.Carry(span)
		if span = c.Span; c.Fate == text.Lost {
			return span, false
		}
	}
	return span, true
}

func openStaged(f *refiMedia) (io.ReadCloser, error) { return os.Open(f.staged.Path) }
