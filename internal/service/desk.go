package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// DeskSource is a source as it lies on the coding desk: its text or recording with all that is kept of it.
type DeskSource struct {
	ID          crosscase.SourceID    `json:"id"`
	Revision    int64                 `json:"revision"`
	Seq         int64                 `json:"seq" doc:"number of the study's last change that is in this answer"`
	Name        string                `json:"name"`
	Kind        crosscase.SourceKind  `json:"kind"`
	Genre       crosscase.Genre       `json:"genre,omitempty"`
	Site        string                `json:"site,omitempty" doc:"letter"`
	SiteID      crosscase.SiteID      `json:"site_id,omitempty"`
	InterviewID crosscase.InterviewID `json:"interview_id,omitempty"`
	Interview   string                `json:"interview,omitempty"`
	RecordingID crosscase.SourceID    `json:"recording_id,omitempty" doc:"of a transcript: the recording that its times count in"`
	Note        string                `json:"note,omitempty"`
	File        string                `json:"file,omitempty"`
	Version     int64                 `json:"version" doc:"of the text; 0 has none"`
	Length      int64                 `json:"length" doc:"code points of a text, milliseconds of a recording"`
	Text        string                `json:"text"`
	Turns       []crosscase.Turn      `json:"turns"`
	Headings    []crosscase.Heading   `json:"headings"`
	Pages       []int64               `json:"pages,omitempty" doc:"of a PDF: the code point of the text at which each page begins"`
	Media       *DeskMedia            `json:"media,omitempty" doc:"the file of a PDF or picture; the recording, of itself or of the interview it is the transcript of"`
	May         DeskRights            `json:"may"`
	CoderID     crosscase.CoderID     `json:"coder_id,omitempty" doc:"yours; empty until you first code"`
	Coder       string                `json:"coder"`
	Blind       bool                  `json:"blind,omitempty" doc:"what others coded is left out"`

	Participants []DeskParticipant `json:"participants" doc:"those of the interview, or else of the site"`
	Excerpts     []DeskExcerpt     `json:"excerpts" doc:"by place; empty for who may not read codings"`
	Silences     []DeskSilence     `json:"silences"`
	Memos        []DeskMemo        `json:"memos"`

	Previous crosscase.SourceID `json:"previous,omitempty"`
	Next     crosscase.SourceID `json:"next,omitempty"`
}

// DeskMedia is the recording that can be played on the desk, or the PDF or picture that is shown on it.
type DeskMedia struct {
	SourceID crosscase.SourceID `json:"source_id"`
	Type     string             `json:"type"`
	Duration int64              `json:"duration" doc:"of a recording: milliseconds"`
	Tracks   []crosscase.Track  `json:"tracks"`
	Pages    []crosscase.Page   `json:"pages,omitempty" doc:"of a PDF in points; of a picture one, in pixels"`
	Bytes    int64              `json:"bytes"`
	URL      string             `json:"url"`
	Note     string             `json:"note,omitempty"`
}

// DeskRights is what the actor may do at the desk.
type DeskRights struct {
	Code     bool `json:"code"`
	Correct  bool `json:"correct" doc:"the text"`
	Codebook bool `json:"codebook"`
	Memo     bool `json:"memo"`
	Listen   bool `json:"listen" doc:"and have it recorded"`
}

// DeskParticipant is somebody who may be the speaker.
type DeskParticipant struct {
	ID        crosscase.ParticipantID `json:"id"`
	Pseudonym string                  `json:"pseudonym"`
	Group     string                  `json:"group,omitempty"`
	Level     string                  `json:"level,omitempty"`
}

// DeskExcerpt is an excerpt, placed in the version of the text in force, with its codings.
type DeskExcerpt struct {
	ID            crosscase.ExcerptID     `json:"id"`
	Revision      int64                   `json:"revision"`
	Start         int64                   `json:"start"`
	End           int64                   `json:"end"`
	Areas         []crosscase.Area        `json:"areas,omitempty" doc:"on the pages of a PDF or in a picture"`
	Measure       crosscase.Measure       `json:"measure"`
	Kind          crosscase.ExcerptKind   `json:"kind"`
	Text          string                  `json:"text"`
	Was           string                  `json:"was,omitempty" doc:"the words it was made on, where a correction has changed or deleted them"`
	Lost          bool                    `json:"lost,omitempty"`
	Machine       bool                    `json:"machine,omitempty" doc:"its text was made by a machine and is not checked"`
	Turns         []crosscase.Turn        `json:"turns,omitempty"`
	ParticipantID crosscase.ParticipantID `json:"participant_id,omitempty"`
	Key           bool                    `json:"key,omitempty"`
	Memos         int                     `json:"memos,omitempty"`
	Codings       []DeskCoding            `json:"codings"`
}

// DeskCoding is one coding of an excerpt.
type DeskCoding struct {
	ID            crosscase.CodingID      `json:"id"`
	Revision      int64                   `json:"revision"`
	ThemeID       crosscase.ThemeID       `json:"theme_id"`
	QuestionID    crosscase.QuestionID    `json:"question_id,omitempty"`
	PositionID    crosscase.PositionID    `json:"position_id,omitempty"`
	PositionSet   []crosscase.PositionID  `json:"position_set,omitempty"`
	Number        *float64                `json:"number,omitempty"`
	Aspect        crosscase.Aspect        `json:"aspect"`
	Elicited      string                  `json:"elicited,omitempty"`
	ParticipantID crosscase.ParticipantID `json:"participant_id,omitempty"`
	CoderID       crosscase.CoderID       `json:"coder_id,omitempty"`
	Coder         string                  `json:"coder,omitempty"`
	Mine          bool                    `json:"mine,omitempty"`
	Note          string                  `json:"note,omitempty"`
}

// DeskSilence is a recorded absence in this source.
type DeskSilence struct {
	crosscase.Silence
	Coder string `json:"coder,omitempty"`
	Mine  bool   `json:"mine,omitempty"`
}

// DeskMemo is a memo about the source or about one of its excerpts.
type DeskMemo struct {
	ID        crosscase.MemoID    `json:"id"`
	Revision  int64               `json:"revision"`
	ExcerptID crosscase.ExcerptID `json:"excerpt_id,omitempty" doc:"empty for one about the source"`
	Title     string              `json:"title,omitempty"`
	Text      string              `json:"text"`
	Author    string              `json:"author,omitempty"`
	Written   int64               `json:"written,omitempty" doc:"epoch milliseconds, UTC"`
}

// DeskSource lays a source, given by id or name, on the desk.
func (s *Service) DeskSource(ctx context.Context, slug, key string) (*DeskSource, error) {
	v, src, err := s.visitSource(ctx, slug, key)
	if err != nil {
		return nil, err
	}
	return steady(v, src, v.deskSource)
}

// steady reads of a source what hangs on its text in one version: where the text was edited meanwhile, it reads again.
func steady[T any](v *visit, src *crosscase.Source, read func(*crosscase.Source) (T, error)) (T, error) {
	for range 10 {
		out, err := read(src)
		now, again := store.Get[crosscase.Source](v.ctx, v.s.store, v.study.ID, string(src.ID))
		if again != nil {
			return out, again
		}
		if now.Version == src.Version {
			return out, err
		}
		src = now
	}
	var none T
	return none, crosscase.Errorf(crosscase.CodeConflict, "source %q is being edited all the time: ask again", src.Name)
}

func (v *visit) deskSource(src *crosscase.Source) (*DeskSource, error) {
	s, ctx := v.s, v.ctx
	seq, err := s.store.Seq(ctx, v.study.ID) // first: what changes while the rest is read comes again with the next changes
	if err != nil {
		return nil, err
	}
	out := &DeskSource{
		ID: src.ID, Revision: src.Revision, Seq: seq, Name: src.Name, Kind: src.Kind, Genre: src.Genre, SiteID: src.SiteID,
		InterviewID: src.InterviewID, RecordingID: src.RecordingID, Note: src.Note, File: src.File, Version: src.Version, Length: src.Length,
		Coder: v.actor.Name, Blind: v.blind(),
		May: DeskRights{
			Code: v.access.May(crosscase.WriteCodings), Correct: v.access.May(crosscase.WriteSources), Codebook: v.access.May(crosscase.WriteCodebook),
			Memo: v.access.May(crosscase.WriteMemos), Listen: v.access.May(crosscase.WritePasses),
		},
		Turns: []crosscase.Turn{}, Headings: []crosscase.Heading{}, Participants: []DeskParticipant{}, Excerpts: []DeskExcerpt{}, Silences: []DeskSilence{}, Memos: []DeskMemo{},
	}
	if err := v.deskPlace(src, out); err != nil {
		return nil, err
	}
	coded := v.access.May(crosscase.ReadCodings)
	if src.Version > 0 {
		body, err := v.textInForce(src)
		if err != nil {
			return nil, err
		}
		out.Text, out.Headings, out.Pages = body.Text, nonNil(body.Headings), body.Pages
		out.Turns = append(out.Turns, body.Turns...)
		if !coded { // who said it is told by codings
			for i := range out.Turns {
				out.Turns[i].ParticipantID = ""
			}
		}
	}
	if out.Media, err = v.deskMedia(src); err != nil {
		return nil, err
	}
	if !coded {
		return out, nil
	}
	d, err := v.desk(src)
	if err != nil {
		return nil, err
	}
	out.CoderID = d.mine
	if out.Excerpts, err = d.excerpts("source_id = $2", string(src.ID)); err != nil {
		return nil, err
	}
	if out.Silences, err = d.silences(); err != nil {
		return nil, err
	}
	out.Memos, err = d.memos(out.Excerpts)
	return out, err
}

// visitSource lets the actor see a source, given by id or name.
func (s *Service) visitSource(ctx context.Context, slug, key string) (*visit, *crosscase.Source, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, nil, err
	}
	src, err := store.Get[crosscase.Source](ctx, s.store, v.study.ID, key)
	if isNotFound(err) {
		id, err := v.find("source", key, nil)
		if err != nil {
			return nil, nil, err
		}
		if src, err = store.Get[crosscase.Source](ctx, s.store, v.study.ID, id); err != nil {
			return nil, nil, err
		}
		return v, src, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return v, src, v.sees("source", src.SiteID)
}

// blind says whether what others coded is kept from the actor.
func (v *visit) blind() bool {
	return v.study.Settings.BlindCoding && !v.access.May(crosscase.ManageStudy)
}

// deskPlace fills in where a source belongs and what lies before and behind it.
func (v *visit) deskPlace(src *crosscase.Source, out *DeskSource) error {
	sites, err := seen[crosscase.Site](v, "")
	if err != nil {
		return err
	}
	letter := map[crosscase.SiteID]string{}
	for _, s := range sites {
		letter[s.ID] = s.Letter
	}
	out.Site = letter[src.SiteID]
	sources, err := seen[crosscase.Source](v, "")
	if err != nil {
		return err
	}
	slices.SortStableFunc(sources, func(a, b *crosscase.Source) int {
		return cmp.Or(store.NaturalCompare(letter[a.SiteID], letter[b.SiteID]), store.NaturalCompare(a.Name, b.Name))
	})
	at := slices.IndexFunc(sources, func(s *crosscase.Source) bool { return s.ID == src.ID })
	if at > 0 {
		out.Previous = sources[at-1].ID
	}
	if at >= 0 && at+1 < len(sources) {
		out.Next = sources[at+1].ID
	}
	var speakers []crosscase.ParticipantID
	if src.InterviewID != "" {
		interview, err := store.Get[crosscase.Interview](v.ctx, v.s.store, v.study.ID, string(src.InterviewID))
		if err != nil {
			return err
		}
		out.Interview, speakers = interview.Name, interview.Participants
	}
	if !v.access.May(crosscase.Nouns["participant"].Read) {
		return nil
	}
	people, err := seen[crosscase.Participant](v, "site_id = $2", string(src.SiteID))
	if err != nil {
		return err
	}
	for _, p := range people {
		if len(speakers) == 0 || slices.Contains(speakers, p.ID) {
			out.Participants = append(out.Participants, DeskParticipant{ID: p.ID, Pseudonym: p.Pseudonym, Group: p.Group, Level: p.Level})
		}
	}
	return nil
}

// deskMedia is the file of a source: its own, or the recording that its times count in.
func (v *visit) deskMedia(src *crosscase.Source) (*DeskMedia, error) {
	of := cmp.Or(src.RecordingID, src.ID)
	rows, err := seen[crosscase.Media](v, "source_id = $2", string(of))
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	m := rows[0]
	return &DeskMedia{
		SourceID: m.SourceID, Type: m.Type, Duration: m.Duration, Tracks: nonNil(m.Tracks), Pages: m.Pages,
		Bytes: m.Bytes, Note: m.Note,
		URL: "/api/studies/" + v.study.Slug + "/media/" + string(m.SourceID),
	}, nil
}
