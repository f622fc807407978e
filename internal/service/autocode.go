package service

import (
	"context"
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// Autocode is a search whose places are to be coded.
type Autocode struct {
	Search
	Scope   string  `json:"scope,omitempty" doc:"how much around each place is coded: match (default), sentence, turn or paragraph"`
	Preview bool    `json:"preview,omitempty" doc:"only list what would be coded"`
	Only    []Place `json:"only,omitempty" doc:"of what the preview listed, the places to be coded; absent is all"`

	ThemeID     string                 `json:"theme_id,omitempty" doc:"id, code or name; only a preview does without"`
	QuestionID  crosscase.QuestionID   `json:"question_id,omitempty"`
	PositionID  crosscase.PositionID   `json:"position_id,omitempty"`
	PositionSet []crosscase.PositionID `json:"position_set,omitempty"`
	Aspect      crosscase.Aspect       `json:"aspect,omitempty"`
	Elicited    string                 `json:"elicited,omitempty"`
}

// Place is where a stretch begins.
type Place struct {
	SourceID crosscase.SourceID `json:"source_id"`
	Start    int                `json:"start"`
}

// Autocoded is what autocoding found or made.
type Autocoded struct {
	Seq     int64   `json:"seq,omitempty" doc:"number of the change: one undo takes all of it back; 0 for a preview, or where there was nothing to do"`
	Made    int     `json:"made" doc:"codings that were made"`
	Already int     `json:"already" doc:"places that you have coded so before"`
	Total   int     `json:"total" doc:"stretches found"`
	Items   []Found `json:"items" doc:"of a preview"`
}

// mostAutocoded is how many stretches are coded at once.
const mostAutocoded = 5000

// Autocode codes what a search finds, in one change, or lists it first.
func (s *Service) Autocode(ctx context.Context, slug string, q Autocode) (*Autocoded, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadSources)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	switch q.Scope {
	case "", "match", "sentence", "turn", "paragraph":
	default:
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%q is no scope: use match, sentence, turn or paragraph", q.Scope)
	}
	theme := ""
	if q.ThemeID != "" || !q.Preview {
		if theme, err = v.find("theme", q.ThemeID, nil); err != nil {
			return nil, err
		}
	}
	places, err := v.stretches(q)
	if err != nil {
		return nil, err
	}
	out := &Autocoded{Total: len(places), Items: []Found{}}
	if q.Preview {
		for i := range places[:min(len(places), mostFound)] {
			out.Items = append(out.Items, places[i].found())
		}
		return out, nil
	}
	if len(places) > mostAutocoded {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "that is %d stretches, and at most %d are coded at once: narrow the search or choose some sources", len(places), mostAutocoded)
	}
	coder, err := v.coder()
	if err != nil {
		return nil, err
	}
	head := v.head("coding.autocode", "theme", theme, fmt.Sprintf("code %d stretches by a search", len(places)))
	c, err := v.write(head, func(tx *store.Tx) error {
		for i := range places {
			if err := v.autocode(tx, coder, crosscase.ThemeID(theme), &q, &places[i], out); err != nil {
				return err
			}
		}
		return nil
	})
	if c != nil {
		out.Seq = c.Seq
	}
	return out, err
}

func (v *visit) autocode(tx *store.Tx, coder crosscase.CoderID, theme crosscase.ThemeID, q *Autocode, p *place, out *Autocoded) error {
	e, err := v.mark(tx, p.src, coder, &Mark{Start: int64(p.span.Start), End: int64(p.span.End), Version: p.src.Version})
	if err != nil {
		return err
	}
	same, err := store.ListTx[crosscase.Coding](tx, "excerpt_id = $2 AND theme_id = $3 AND coder_id = $4", string(e.ID), string(theme), string(coder))
	if err != nil {
		return err
	}
	for _, c := range same {
		if c.QuestionID == q.QuestionID {
			out.Already++
			return nil
		}
	}
	c := &crosscase.Coding{
		ID: crosscase.CodingID(v.s.newID()), ExcerptID: e.ID, SiteID: e.SiteID, ParticipantID: e.ParticipantID, ThemeID: theme,
		QuestionID: q.QuestionID, PositionID: q.PositionID, PositionSet: q.PositionSet, Aspect: q.Aspect, Elicited: q.Elicited, CoderID: coder,
	}
	if c.Aspect == "" {
		c.Aspect = crosscase.Opinion
	}
	out.Made++
	return v.insert(tx, "coding", c)
}

// stretches are the places found, widened to the scope, each once.
func (v *visit) stretches(q Autocode) ([]place, error) {
	only := map[Place]bool{}
	for _, p := range q.Only {
		only[p] = true
	}
	var out []place
	err := v.search(q.Search, func(p *place) error {
		one := *p
		switch q.Scope {
		case "sentence":
			one.span = text.Sentence(p.runes, p.span)
		case "paragraph":
			one.span = text.Paragraph(p.runes, p.span)
		case "turn":
			if t := turnAt(p.body.Turns, p.span.Start); t != nil {
				one.span = text.Span{Start: min(t.Speech, p.span.Start), End: max(t.End, p.span.End)}
			}
		}
		for one.span.End > one.span.Start && strings.ContainsRune(" \n\t", p.runes[one.span.End-1]) {
			one.span.End--
		}
		if n := len(out); n > 0 && out[n-1].src.ID == one.src.ID && out[n-1].span == one.span {
			return nil
		}
		if len(only) > 0 && !only[Place{SourceID: one.src.ID, Start: one.span.Start}] {
			return nil
		}
		out = append(out, one)
		return nil
	})
	return out, err
}
