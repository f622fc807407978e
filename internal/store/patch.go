package store

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"sync/atomic"

	"github.com/crosscase/crosscase"
)

// CatchUp brings the index to the study's last change. It patches in what changes of codings, silences and
// excerpts did, and says false where something else changed that the table is made of: then it must be
// loaded anew. The patched table is the same as one loaded anew; the index and its table stay as they are.
func (x *EvidenceIndex) CatchUp(ctx context.Context, s *Store) (*EvidenceIndex, bool, error) {
	changes, err := s.Changes(ctx, x.Table.Study, x.Table.Revision, 0)
	if err != nil || len(changes) == 0 {
		return x, true, err
	}
	next := *x
	table := *x.Table
	next.Table = &table
	p := patch{ctx: ctx, s: s, x: &next, sources: map[crosscase.ExcerptID]crosscase.SourceID{}}
	var rows int64
	for _, c := range changes {
		if rows += c.Rows; rows > maxPatch {
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

// maxPatch is how many changed rows make loading anew quicker.
const maxPatch = 50_000

// patch applies the rows of changes to a copy of an index.
type patch struct {
	ctx                    context.Context
	s                      *Store
	x                      *EvidenceIndex
	codings, heard, worded bool // the lists, and the maps of words, that are copied already
	reload                 bool
	sources                map[crosscase.ExcerptID]crosscase.SourceID
}

func (p *patch) row(r RowChange) error {
	switch r.Noun {
	case "coding":
		return p.coding(r)
	case "silence":
		p.silence(r)
	case "excerpt":
		before, _ := r.Before.(*crosscase.Excerpt)
		after, _ := r.After.(*crosscase.Excerpt)
		switch {
		case after == nil:
		case before == nil:
			p.sources[after.ID] = after.SourceID
		case before.SourceID != after.SourceID: // of its codings too
			p.reload = true
		}
	case "source":
		p.source(r)
	case "memo", "claim", "typology", "type_decision", "post", "summary", "matrix_view", "dissent_answer", "source_text", "text_edit", "media", "pass", "codebook_version", "revisit", "member", "coder", "guide", "topic", "site_identity", "participant_identity",
		"transfer", "alias", "kept_element", "written_report", "report_snapshot", "objection":
		// not in the table
	default:
		p.reload = true
	}
	return nil
}

// source lets pass what the table does not show, such as a new version of a text that had one.
func (p *patch) source(r RowChange) {
	before, _ := r.Before.(*crosscase.Source)
	after, _ := r.After.(*crosscase.Source)
	p.reload = p.reload || before == nil || after == nil || before.Name != after.Name || before.Kind != after.Kind || before.Genre != after.Genre ||
		before.InterviewID != after.InterviewID || (before.Version > 0) != (after.Version > 0)
}

func (p *patch) coding(r RowChange) error {
	before, _ := r.Before.(*crosscase.Coding)
	after, _ := r.After.(*crosscase.Coding)
	t := p.x.Table
	i, found := slices.BinarySearchFunc(t.Codings, crosscase.CodingID(r.ID), func(e crosscase.EvidenceCoding, id crosscase.CodingID) int {
		return cmp.Compare(e.ID, id)
	})
	if found == (before == nil) {
		p.reload = true
		return nil
	}
	last := i == len(t.Codings)
	var e crosscase.EvidenceCoding
	if after != nil {
		if after.ParticipantID != "" && !p.listened(after.ParticipantID) { // a first coding alters the denominators
			p.reload = true
			return nil
		}
		source, err := p.sourceOf(before, after, i)
		if err != nil || p.reload {
			return err
		}
		if !last && p.newWord(after) {
			p.reload = true
			return nil
		}
		p.ownWords(after)
		e = p.x.coding(after, source)
		if !last && p.ordersWords(&e) {
			p.reload = true
			return nil
		}
	}
	if before != nil {
		old := &t.Codings[i]
		if p.ordersWords(old) || old.Participant >= 0 && (after == nil || e.Participant != old.Participant) && p.onlyCoding(i) {
			p.reload = true
			return nil
		}
	}
	switch {
	case before == nil && last:
		p.append(e)
	case before == nil:
		p.ownCodings(1)
		t.Codings = slices.Insert(t.Codings, i, e)
	case after == nil:
		p.ownCodings(0)
		t.Codings = slices.Delete(t.Codings, i, i+1)
	default:
		p.ownCodings(0)
		t.Codings[i] = e
	}
	if p.codings {
		p.x.end.Store(int64(len(t.Codings)))
	}
	return nil
}

// append adds a coding behind the others, as most new ones are, without copying them: the array behind the
// list has room, and whoever holds an earlier list sees no further than its length. Of several that
// would use the same room only the first does.
func (p *patch) append(e crosscase.EvidenceCoding) {
	t := p.x.Table
	n := len(t.Codings)
	if !p.codings && (n == cap(t.Codings) || !p.x.end.CompareAndSwap(int64(n), int64(n+1))) {
		p.ownCodings(1 + n/8)
	}
	t.Codings = append(t.Codings, e)
}

// ownCodings makes the list of codings the patch's own, with room for more.
func (p *patch) ownCodings(more int) {
	if p.codings {
		return
	}
	t := p.x.Table
	t.Codings = append(make([]crosscase.EvidenceCoding, 0, len(t.Codings)+more), t.Codings...)
	p.codings, p.x.end = true, new(atomic.Int64)
}

// Groups and levels are numbered as they first appear, those of participants first, then those of site statements in the
// order of the codings. Where a statement that may be the first of its word comes, goes or moves, so may the numbers.

// newWord says whether a site statement brings a group or level that is not in the table.
func (p *patch) newWord(c *crosscase.Coding) bool {
	return c.ParticipantID == "" && (c.Group != "" && at(p.x.groups, c.Group) < 0 || c.Level != "" && at(p.x.levels, c.Level) < 0)
}

// ordersWords says whether a site statement may be the first of its group or level.
func (p *patch) ordersWords(e *crosscase.EvidenceCoding) bool {
	return e.Participant < 0 && (e.Group >= p.x.voiceGroups || e.Level >= p.x.voiceLevels)
}

// ownWords makes the maps and lists of words the patch's own before one is added.
func (p *patch) ownWords(c *crosscase.Coding) {
	if p.worded || !p.newWord(c) {
		return
	}
	p.worded = true
	p.x.groups, p.x.levels = maps.Clone(p.x.groups), maps.Clone(p.x.levels)
	p.x.Table.Groups, p.x.Table.Levels = slices.Clone(p.x.Table.Groups), slices.Clone(p.x.Table.Levels)
}

// listened says whether a participant counts as listened to already.
func (p *patch) listened(id crosscase.ParticipantID) bool {
	i := at(p.x.participants, id)
	return i >= 0 && p.x.Table.Participants[i].Listened
}

// onlyCoding says whether a coding may be all that showed that its participant was listened to.
func (p *patch) onlyCoding(i int) bool {
	who := p.x.Table.Codings[i].Participant
	same := func(e crosscase.EvidenceCoding) bool { return e.Participant == who }
	return !slices.ContainsFunc(p.x.Table.Codings[:i], same) && !slices.ContainsFunc(p.x.Table.Codings[i+1:], same)
}

// sourceOf finds the source of a coding's excerpt: as it was for the coding, made in these changes, or made
// before. Where there is none any more a later change has more to say.
func (p *patch) sourceOf(before, after *crosscase.Coding, i int) (crosscase.SourceID, error) {
	if before != nil && before.ExcerptID == after.ExcerptID {
		if k := p.x.Table.Codings[i].Source; k >= 0 {
			return p.x.Table.Sources[k].ID, nil
		}
	}
	source, ok := p.sources[after.ExcerptID]
	if !ok {
		e, err := Get[crosscase.Excerpt](p.ctx, p.s, p.x.Table.Study, string(after.ExcerptID))
		if crosscase.ErrorCode(err) == crosscase.CodeNotFound {
			p.reload = true
			return "", nil
		} else if err != nil {
			return "", err
		}
		source = e.SourceID
		p.sources[e.ID] = source
	}
	p.reload = p.reload || at(p.x.sources, source) < 0
	return source, nil
}

func (p *patch) silence(r RowChange) {
	before, _ := r.Before.(*crosscase.Silence)
	after, _ := r.After.(*crosscase.Silence)
	t := p.x.Table
	i, found := slices.BinarySearchFunc(t.Silences, crosscase.SilenceID(r.ID), func(e crosscase.EvidenceSilence, id crosscase.SilenceID) int {
		return cmp.Compare(e.ID, id)
	})
	// A silence too shows that its participant was listened to.
	if found == (before == nil) ||
		after != nil && after.ParticipantID != "" && !p.listened(after.ParticipantID) ||
		before != nil && before.ParticipantID != "" && (after == nil || after.ParticipantID != before.ParticipantID) {
		p.reload = true
		return
	}
	if !p.heard {
		t.Silences, p.heard = slices.Clone(t.Silences), true
	}
	switch {
	case before == nil:
		t.Silences = slices.Insert(t.Silences, i, p.x.silence(after))
	case after == nil:
		t.Silences = slices.Delete(t.Silences, i, i+1)
	default:
		t.Silences[i] = p.x.silence(after)
	}
}
