package service

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// studyRows is what the actor sees of a study, so far as another program has a place for it.
type studyRows struct {
	siteRows        []*crosscase.Site
	unitRows        []*crosscase.Unit
	participantRows []*crosscase.Participant
	roundRows       []*crosscase.Round
	interviewRows   []*crosscase.Interview
	sourceRows      []*crosscase.Source
	mediaRows       []*crosscase.Media
	coderRows       []*crosscase.Coder
	metaRows        []*crosscase.MetaTheme
	themeRows       []*crosscase.Theme
	questionRows    []*crosscase.Question
	positionRows    []*crosscase.Position
	excerptRows     []*crosscase.Excerpt
	codingRows      []*crosscase.Coding
	silenceRows     []*crosscase.Silence
	overrideRows    []*crosscase.SitePosition
	memoRows        []*crosscase.Memo
	attributeRows   []*crosscase.Attribute
	valueRows       []*crosscase.AttributeValue

	site        map[crosscase.SiteID]*crosscase.Site
	unit        map[crosscase.UnitID]*crosscase.Unit
	participant map[crosscase.ParticipantID]*crosscase.Participant
	round       map[crosscase.RoundID]*crosscase.Round
	interview   map[crosscase.InterviewID]*crosscase.Interview
	source      map[crosscase.SourceID]*crosscase.Source
	medium      map[crosscase.SourceID]*crosscase.Media
	theme       map[crosscase.ThemeID]*crosscase.Theme
	question    map[crosscase.QuestionID]*crosscase.Question
	position    map[crosscase.PositionID]*crosscase.Position
	excerpt     map[crosscase.ExcerptID]*crosscase.Excerpt

	paged  map[crosscase.SourceID]bool // sources with excerpts on pages
	counts map[string]int64            // rows by noun
	hidden int64                       // codings of others, left out under blind coding
}

// studyRows reads them. Excerpts come before their sources, see placed.
func (v *visit) studyRows() (*studyRows, error) {
	r := &studyRows{counts: map[string]int64{}}
	for _, err := range []error{
		fill(v, r, "excerpt", &r.excerptRows), fill(v, r, "coding", &r.codingRows), fill(v, r, "silence", &r.silenceRows),
		fill(v, r, "site", &r.siteRows), fill(v, r, "unit", &r.unitRows), fill(v, r, "participant", &r.participantRows),
		fill(v, r, "round", &r.roundRows), fill(v, r, "interview", &r.interviewRows), fill(v, r, "source", &r.sourceRows), fill(v, r, "media", &r.mediaRows),
		fill(v, r, "coder", &r.coderRows), fill(v, r, "meta_theme", &r.metaRows), fill(v, r, "theme", &r.themeRows),
		fill(v, r, "question", &r.questionRows), fill(v, r, "position", &r.positionRows), fill(v, r, "site_position", &r.overrideRows),
		fill(v, r, "memo", &r.memoRows), fill(v, r, "attribute", &r.attributeRows), fill(v, r, "attribute_value", &r.valueRows),
	} {
		if err != nil {
			return nil, err
		}
	}
	if err := v.hideOthers(r); err != nil {
		return nil, err
	}
	r.index()
	return r, v.placedAll(r.source, r.excerptRows)
}

func fill[T any](v *visit, r *studyRows, noun string, into *[]*T) error {
	rows, err := seen[T](v, "")
	*into = rows
	if len(rows) > 0 {
		r.counts[noun] = int64(len(rows))
	}
	return err
}

// hideOthers leaves out what others coded, where the actor codes blind.
func (v *visit) hideOthers(r *studyRows) error {
	if !v.blind() {
		return nil
	}
	mine, err := store.List[crosscase.Coder](v.ctx, v.s.store, v.study.ID, "account_id = $2", string(v.actor.Account))
	if err != nil {
		return err
	}
	others := func(id crosscase.CoderID) bool {
		return id != "" && !slices.ContainsFunc(mine, func(c *crosscase.Coder) bool { return c.ID == id })
	}
	before := len(r.codingRows) + len(r.silenceRows)
	r.codingRows = slices.DeleteFunc(r.codingRows, func(c *crosscase.Coding) bool { return others(c.CoderID) })
	r.silenceRows = slices.DeleteFunc(r.silenceRows, func(c *crosscase.Silence) bool { return others(c.CoderID) })
	r.excerptRows = slices.DeleteFunc(r.excerptRows, func(e *crosscase.Excerpt) bool { return others(e.CoderID) })
	kept := map[crosscase.ExcerptID]bool{}
	for _, e := range r.excerptRows {
		kept[e.ID] = true
	}
	r.codingRows = slices.DeleteFunc(r.codingRows, func(c *crosscase.Coding) bool { return !kept[c.ExcerptID] })
	r.hidden = int64(before - len(r.codingRows) - len(r.silenceRows))
	return nil
}

func (r *studyRows) index() {
	slices.SortStableFunc(r.siteRows, func(a, b *crosscase.Site) int { return store.NaturalCompare(a.Letter, b.Letter) })
	slices.SortStableFunc(r.metaRows, func(a, b *crosscase.MetaTheme) int { return cmp.Compare(a.Ord, b.Ord) })
	slices.SortStableFunc(r.themeRows, func(a, b *crosscase.Theme) int { return cmp.Compare(a.Ord, b.Ord) })
	slices.SortStableFunc(r.questionRows, func(a, b *crosscase.Question) int { return cmp.Compare(a.Ord, b.Ord) })
	slices.SortStableFunc(r.positionRows, func(a, b *crosscase.Position) int { return cmp.Compare(a.Ord, b.Ord) })
	slices.SortStableFunc(r.attributeRows, func(a, b *crosscase.Attribute) int { return cmp.Compare(a.Ord, b.Ord) })
	slices.SortStableFunc(r.sourceRows, func(a, b *crosscase.Source) int { return store.NaturalCompare(a.Name, b.Name) })
	slices.SortStableFunc(r.excerptRows, func(a, b *crosscase.Excerpt) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	r.paged = map[crosscase.SourceID]bool{}
	for _, e := range r.excerptRows {
		if len(e.Areas) > 0 {
			r.paged[e.SourceID] = true
		}
	}
	r.site = byID(r.siteRows, func(s *crosscase.Site) crosscase.SiteID { return s.ID })
	r.unit = byID(r.unitRows, func(s *crosscase.Unit) crosscase.UnitID { return s.ID })
	r.participant = byID(r.participantRows, func(s *crosscase.Participant) crosscase.ParticipantID { return s.ID })
	r.round = byID(r.roundRows, func(s *crosscase.Round) crosscase.RoundID { return s.ID })
	r.interview = byID(r.interviewRows, func(s *crosscase.Interview) crosscase.InterviewID { return s.ID })
	r.source = byID(r.sourceRows, func(s *crosscase.Source) crosscase.SourceID { return s.ID })
	r.medium = byID(r.mediaRows, func(s *crosscase.Media) crosscase.SourceID { return s.SourceID })
	r.theme = byID(r.themeRows, func(s *crosscase.Theme) crosscase.ThemeID { return s.ID })
	r.question = byID(r.questionRows, func(s *crosscase.Question) crosscase.QuestionID { return s.ID })
	r.position = byID(r.positionRows, func(s *crosscase.Position) crosscase.PositionID { return s.ID })
	r.excerpt = byID(r.excerptRows, func(s *crosscase.Excerpt) crosscase.ExcerptID { return s.ID })
}

func byID[K ~string, T any](rows []*T, id func(*T) K) map[K]*T {
	out := make(map[K]*T, len(rows))
	for _, r := range rows {
		out[id(r)] = r
	}
	return out
}

// readTimes reads when the codings were last written whose time the history alone knows. When one was imported is no
// time of its own.
func (x *exchange) readTimes() error {
	var seqs []int64
	for _, c := range x.codingRows {
		if c.At == 0 {
			seqs = append(seqs, c.Revision)
		}
	}
	slices.Sort(seqs)
	changes, err := x.v.s.store.ChangesOf(x.v.ctx, x.v.study.ID, slices.Compact(seqs))
	x.times = make(map[int64]int64, len(changes))
	for seq, c := range changes {
		if !strings.HasPrefix(c.Kind, "import.") {
			x.times[seq] = c.At
		}
	}
	return err
}
