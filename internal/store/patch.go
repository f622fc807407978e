package store

import (
	"context"
	"slices"

	"github.com/crosscase/crosscase"
)

// CatchUp brings the index to the study's last change. It patches in what changes of codings, silences
// and sources did, and says false where something else changed that the table is made of: then it must be loaded anew.
func (x *EvidenceIndex) CatchUp(ctx context.Context, s *Store) (*EvidenceIndex, bool, error) {
	changes, err := s.Changes(ctx, x.Table.Study, x.Table.Revision, 0)
	if err != nil || len(changes) == 0 {
		return x, true, err
	}
	next := *x
	table := *x.Table
	next.Table = &table
	p := patch{x: &next}
	for _, c := range changes {
		if c.Rows > maxPatch {
			return nil, false, nil
		}
		erased, err := s.Content(ctx, table.Study, c.Seq, p.row)
		if err != nil {
			return nil, false, err
		}
		if erased || p.reload {
			return nil, false, nil
		}
		table.Revision = c.Seq
	}
	return &next, true, nil
}

// maxPatch is the size of a change from which loading anew is quicker.
const maxPatch = 50_000

// patch applies the rows of changes to a copy of an index.
type patch struct {
	x              *EvidenceIndex
	codings, heard bool // the lists already copied
	reload         bool
	excerptSource  map[crosscase.ExcerptID]crosscase.SourceID
}

func (p *patch) row(r RowChange) error {
	switch r.Noun {
	case "coding":
		p.coding(r)
	case "silence":
		p.silence(r)
	case "excerpt":
		if e, ok := r.After.(*crosscase.Excerpt); ok {
			if p.excerptSource == nil {
				p.excerptSource = map[crosscase.ExcerptID]crosscase.SourceID{}
			}
			p.excerptSource[e.ID] = e.SourceID
		}
	case "memo", "claim", "typology", "type_decision", "post", "summary", "source_text", "member", "coder", "guide", "topic", "site_identity", "participant_identity":
		// not in the table
	default:
		p.reload = true
	}
	return nil
}

func (p *patch) coding(r RowChange) {
	t := p.x.Table
	if r.Before != nil {
		i, ok := slices.BinarySearchFunc(t.Codings, crosscase.CodingID(r.ID), func(e crosscase.EvidenceCoding, id crosscase.CodingID) int {
			return compareIDs(e.ID, id)
		})
		if !ok {
			p.reload = true
			return
		}
		if r.After == nil {
			gone := t.Codings[i].Participant
			t.Codings = slices.Concat(t.Codings[:i], t.Codings[i+1:])
			// The last coding of a participant may be all that showed that they were listened to.
			if gone >= 0 && !slices.ContainsFunc(t.Codings, func(e crosscase.EvidenceCoding) bool { return e.Participant == gone }) {
				p.reload = true
			}
			return
		}
		if !p.codings {
			t.Codings, p.codings = slices.Clone(t.Codings), true
		}
		c := r.After.(*crosscase.Coding)
		old := t.Codings[i]
		if old.Excerpt != c.ExcerptID {
			p.reload = true
			return
		}
		e := p.x.coding(c, "")
		e.Source = old.Source
		t.Codings[i] = e
		return
	}
	c := r.After.(*crosscase.Coding)
	source, known := p.sourceOf(c.ExcerptID)
	if !known || c.ParticipantID != "" && !p.x.heard(c.ParticipantID) {
		p.reload = true
		return
	}
	e := p.x.coding(c, source)
	if n := len(t.Codings); n == 0 || compareIDs(t.Codings[n-1].ID, e.ID) < 0 {
		t.Codings = append(t.Codings[:n:n], e)
		return
	}
	i, _ := slices.BinarySearchFunc(t.Codings, e.ID, func(x crosscase.EvidenceCoding, id crosscase.CodingID) int { return compareIDs(x.ID, id) })
	t.Codings = slices.Concat(t.Codings[:i], []crosscase.EvidenceCoding{e}, t.Codings[i:])
}

func compareIDs(a, b crosscase.CodingID) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// heard says whether a participant counts as listened to already: a first coding of one alters the denominators.
func (x *EvidenceIndex) heard(id crosscase.ParticipantID) bool {
	i := at(x.participants, id)
	return i >= 0 && x.Table.Participants[i].Listened
}

// sourceOf finds the source of an excerpt made in these changes, or coded before.
func (p *patch) sourceOf(id crosscase.ExcerptID) (crosscase.SourceID, bool) {
	if s, ok := p.excerptSource[id]; ok {
		return s, at(p.x.sources, s) >= 0
	}
	for _, c := range p.x.Table.Codings {
		if c.Excerpt == id {
			return p.x.Table.Sources[c.Source].ID, true
		}
	}
	return "", false
}

func (p *patch) silence(r RowChange) {
	t := p.x.Table
	if r.Before == nil {
		e := r.After.(*crosscase.Silence)
		if e.ParticipantID != "" && !p.x.heard(e.ParticipantID) {
			p.reload = true
			return
		}
		t.Silences = append(t.Silences[:len(t.Silences):len(t.Silences)], p.x.silence(e))
		return
	}
	i := slices.IndexFunc(t.Silences, func(e crosscase.EvidenceSilence) bool { return string(e.ID) == r.ID })
	if i < 0 {
		p.reload = true
		return
	}
	if !p.heard {
		t.Silences, p.heard = slices.Clone(t.Silences), true
	}
	if r.After == nil {
		t.Silences = slices.Delete(t.Silences, i, i+1)
		return
	}
	t.Silences[i] = p.x.silence(r.After.(*crosscase.Silence))
}
