package service

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// desk reads what is kept of one source, as far as the actor may see it.
type desk struct {
	v      *visit
	src    *crosscase.Source
	coders map[crosscase.CoderID]string
	mine   crosscase.CoderID
}

func (v *visit) desk(src *crosscase.Source) (*desk, error) {
	d := &desk{v: v, src: src, coders: map[crosscase.CoderID]string{}}
	rows, err := v.rows("coder", "")
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		c := row.(*crosscase.Coder)
		d.coders[c.ID] = c.Name
		if c.AccountID == v.actor.Account {
			d.mine = c.ID
		}
	}
	return d, nil
}

// theirs says whether a blind coder may not know of what a coder made.
func (d *desk) theirs(coder crosscase.CoderID) bool {
	return d.v.blind() && (d.mine == "" || coder != d.mine)
}

// excerpts reads excerpts of the source by a condition on them, by place.
func (d *desk) excerpts(where string, args ...any) ([]DeskExcerpt, error) {
	found, err := d.v.rows("excerpt", where, args...)
	if err != nil {
		return nil, err
	}
	rows := make([]*crosscase.Excerpt, len(found))
	for i, row := range found {
		rows[i] = row.(*crosscase.Excerpt)
	}
	if err := d.v.placed(d.src, rows); err != nil {
		return nil, err
	}
	codings, err := d.v.rows("coding", "excerpt_id IN (SELECT id FROM excerpt WHERE study_id = $1 AND "+where+")", args...)
	if err != nil {
		return nil, err
	}
	of := map[crosscase.ExcerptID][]DeskCoding{}
	others := map[crosscase.ExcerptID]bool{}
	for _, row := range codings {
		c := row.(*crosscase.Coding)
		if d.theirs(c.CoderID) {
			others[c.ExcerptID] = true
			continue
		}
		of[c.ExcerptID] = append(of[c.ExcerptID], d.coding(c))
	}
	out := make([]DeskExcerpt, 0, len(rows))
	for _, e := range rows {
		if d.theirs(e.CoderID) && len(of[e.ID]) == 0 && (e.CoderID != "" || others[e.ID]) {
			continue
		}
		out = append(out, DeskExcerpt{
			ID: e.ID, Revision: e.Revision, Start: e.Start, End: e.End, Areas: e.Areas, Measure: e.Measure, Kind: e.Kind, Text: e.Text,
			Was: e.Was, Lost: e.Lost, Machine: e.Machine, Turns: e.Turns, ParticipantID: e.ParticipantID, Key: e.Key, Codings: nonNil(of[e.ID]),
		})
	}
	slices.SortStableFunc(out, func(a, b DeskExcerpt) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(b.End, a.End))
	})
	return out, nil
}

func (d *desk) coding(c *crosscase.Coding) DeskCoding {
	return DeskCoding{
		ID: c.ID, Revision: c.Revision, ThemeID: c.ThemeID, QuestionID: c.QuestionID, PositionID: c.PositionID, PositionSet: c.PositionSet,
		Number: c.Number, Aspect: c.Aspect, Elicited: c.Elicited, ParticipantID: c.ParticipantID, CoderID: c.CoderID, Coder: d.coders[c.CoderID],
		Mine: d.mine != "" && c.CoderID == d.mine, Note: c.Note,
	}
}

// excerpt reads one excerpt; nil where it is not there, or not to be seen.
func (d *desk) excerpt(id crosscase.ExcerptID) (*DeskExcerpt, error) {
	found, err := d.excerpts("id = $2", string(id))
	if err != nil || len(found) == 0 {
		return nil, err
	}
	_, err = d.memos(found)
	return &found[0], err
}

func (d *desk) silences() ([]DeskSilence, error) {
	rows, err := d.v.rows("silence", "source_id = $2", string(d.src.ID))
	if err != nil {
		return nil, err
	}
	out := []DeskSilence{}
	for _, row := range rows {
		if s := row.(*crosscase.Silence); !d.theirs(s.CoderID) {
			out = append(out, d.silence(s))
		}
	}
	return out, nil
}

func (d *desk) silence(s *crosscase.Silence) DeskSilence {
	return DeskSilence{Silence: *s, Coder: d.coders[s.CoderID], Mine: d.mine != "" && s.CoderID == d.mine}
}

// memos reads the memos about the source and the given excerpts of it, and counts them there.
func (d *desk) memos(excerpts []DeskExcerpt) ([]DeskMemo, error) {
	rows, err := d.v.rows("memo", `(about LIKE '%"excerpt"%' OR about LIKE $2)`, "%"+string(d.src.ID)+"%")
	if err != nil {
		return nil, err
	}
	at := make(map[string]int, len(excerpts))
	for i := range excerpts {
		at[string(excerpts[i].ID)] = i
	}
	out := []DeskMemo{}
	for _, row := range rows {
		m := row.(*crosscase.Memo)
		if d.v.seesRow("memo", m) != nil || d.v.blind() && m.Author != d.v.actor.Name {
			continue
		}
		for _, about := range m.About {
			memo := DeskMemo{ID: m.ID, Revision: m.Revision, Title: m.Title, Text: m.Text, Author: m.Author, Written: m.Written}
			i, ok := at[about.Key]
			switch {
			case about.Noun == "excerpt" && ok:
				memo.ExcerptID = excerpts[i].ID
				excerpts[i].Memos++
			case about.Noun == "source" && (about.Key == string(d.src.ID) || strings.EqualFold(about.Key, d.src.Name)):
			default:
				continue
			}
			out = append(out, memo)
		}
	}
	return out, nil
}

// deskExcerpt finds an excerpt that the actor may change, with its source.
func (v *visit) deskExcerpt(tx *store.Tx, id crosscase.ExcerptID) (*crosscase.Excerpt, *crosscase.Source, error) {
	e, err := store.GetTx[crosscase.Excerpt](tx, string(id))
	if err != nil {
		return nil, nil, err
	}
	if err := v.sees("excerpt", e.SiteID); err != nil {
		return nil, nil, err
	}
	src, err := store.GetTx[crosscase.Source](tx, string(e.SourceID))
	if err != nil {
		return nil, nil, err
	}
	return e, src, v.in(tx).placed(src, []*crosscase.Excerpt{e})
}
