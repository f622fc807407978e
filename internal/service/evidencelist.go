package service

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/agreement"
	"github.com/crosscase/crosscase/internal/text"
)

// contextLength is how many code points of the source are shown before and after an excerpt.
const contextLength = 120

// evidenceLister makes a list of evidence for one actor.
type evidenceLister struct {
	*EvidenceList
	v       *visit
	ev      *crosscase.Evidence
	tell    *teller
	limit   int
	results map[column]*agreement.QuestionResult // of all sites in order
	sources []int32                              // by item, -1 for none
	numbers map[int32]int
}

func (v *visit) lister(limit int) (*evidenceLister, error) {
	if limit <= 0 {
		limit = evidenceLimit
	}
	l := &evidenceLister{EvidenceList: &EvidenceList{Items: []EvidenceItem{}}, v: v, limit: min(limit, evidenceMost), numbers: map[int32]int{}}
	var results []agreement.QuestionResult
	var err error
	if v.access.Limited() {
		l.ev, err = v.evidence() // what is not kept is measured later, and only on the questions at hand
	} else {
		l.ev, results, _, err = v.analysis()
	}
	if err != nil {
		return nil, err
	}
	l.tell = v.teller(l.ev)
	l.know(results)
	return l, nil
}

// people counts the denominators.
func (l *evidenceLister) people(among func(*crosscase.EvidenceParticipant, int32) bool) {
	l.Listened, l.Interviewed = new(int), new(int)
	for i := range l.ev.Participants {
		p := &l.ev.Participants[i]
		if !among(p, int32(i)) {
			continue
		}
		if p.Listened {
			*l.Listened++
		}
		if p.Interviewed {
			*l.Interviewed++
		}
	}
}

// coded lists the excerpts of codings; of a question each once for each position. order, where given, is that of
// the excerpts; else dissent comes first, then site and participant, statements last.
func (l *evidenceLister) coded(codings []int32, question bool, order []crosscase.ExcerptID) (*EvidenceList, error) {
	l.measure(codings)
	l.sort(codings, order)
	type shown struct {
		excerpt  crosscase.ExcerptID
		aspect   uint8
		position string
	}
	listed, heard := map[shown]bool{}, map[int32]bool{}
	var chosen []int32
	for _, i := range codings {
		c := &l.ev.Codings[i]
		if c.Participant >= 0 && (!question || answers(c)) {
			heard[c.Participant] = true
		}
		key := shown{excerpt: c.Excerpt}
		if question {
			key.aspect, key.position = c.Aspect, answerOf(l.ev, c)
		}
		if !listed[key] {
			listed[key] = true
			chosen = append(chosen, i)
		}
	}
	l.Total, l.Voices = len(chosen), len(heard)
	for _, i := range chosen[:min(len(chosen), l.limit)] {
		l.add(l.ev.Codings[i].Excerpt, &l.ev.Codings[i])
	}
	return l.EvidenceList, l.words()
}

func (l *evidenceLister) sort(codings []int32, order []crosscase.ExcerptID) {
	place := make(map[crosscase.ExcerptID]int, len(order))
	for i, id := range order {
		place[id] = i
	}
	off := make(map[int32]int, len(codings))
	for _, i := range codings {
		if order == nil && !l.dissents(&l.ev.Codings[i]) {
			off[i] = 1
		}
	}
	// A statement has participant -1, which is the highest as uint32; so has a coding without a site.
	slices.SortStableFunc(codings, func(i, j int32) int {
		a, b := &l.ev.Codings[i], &l.ev.Codings[j]
		return cmp.Or(
			cmp.Compare(off[i], off[j]), cmp.Compare(place[a.Excerpt], place[b.Excerpt]),
			cmp.Compare(uint32(siteOf(l.ev, a)), uint32(siteOf(l.ev, b))), cmp.Compare(uint32(a.Participant), uint32(b.Participant)),
			cmp.Compare(a.Excerpt, b.Excerpt), cmp.Compare(uint32(a.Question), uint32(b.Question)))
	})
}

// byID lists excerpts in the order given, each once, with the coding that fits best. Those the actor may not see are
// as if they were not there; where none is left, that is not found.
func (l *evidenceLister) byID(ids []crosscase.ExcerptID, want *evidencePick) (*EvidenceList, error) {
	best := map[crosscase.ExcerptID]int32{}
	for _, id := range ids {
		best[id] = -1
	}
	for i := range l.ev.Codings {
		at, wanted := best[l.ev.Codings[i].Excerpt]
		if wanted && (at < 0 || l.rank(want, int32(i)) < l.rank(want, at)) {
			best[l.ev.Codings[i].Excerpt] = int32(i)
		}
	}
	l.measure(slices.DeleteFunc(slices.Collect(maps.Values(best)), func(i int32) bool { return i < 0 }))
	rows, err := l.rowsOf(ids)
	if err != nil {
		return nil, err
	}
	listed, heard := map[crosscase.ExcerptID]bool{}, map[int32]bool{}
	for _, id := range ids {
		if rows[id] == nil || listed[id] {
			continue
		}
		listed[id] = true
		l.Total++
		var c *crosscase.EvidenceCoding
		if at := best[id]; at >= 0 {
			if c = &l.ev.Codings[at]; c.Participant >= 0 {
				heard[c.Participant] = true
			}
		}
		if len(l.Items) < l.limit {
			l.add(id, c)
		}
	}
	if l.Total == 0 {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "there are no such excerpts")
	}
	l.Voices = len(heard)
	return l.EvidenceList, l.fill(rows)
}

// rank says how well a coding stands for its excerpt: 0 is best. It is the one asked for, else one with an answer.
func (l *evidenceLister) rank(want *evidencePick, coding int32) int {
	c := &l.ev.Codings[coding]
	r := 0
	if !want.fits(c) {
		r += 2
	}
	if !answers(c) {
		r++
	}
	return r
}

// know notes what the sites show on questions.
func (l *evidenceLister) know(results []agreement.QuestionResult) {
	l.results = make(map[column]*agreement.QuestionResult, len(results))
	for i := range results {
		l.results[column{results[i].QuestionIndex, results[i].AspectIndex}] = &results[i]
	}
}

// measure finds what the sites show on the questions of codings, where it is not known.
func (l *evidenceLister) measure(codings []int32) {
	if !l.v.access.Limited() {
		return
	}
	opts := agreement.Options{Questions: []int32{}}
	for _, i := range codings {
		if q := l.ev.Codings[i].Question; q >= 0 && !slices.Contains(opts.Questions, q) {
			opts.Questions = append(opts.Questions, q)
		}
	}
	l.know(agreement.Analyse(l.ev, opts))
}

// dissents says whether a coding is the answer of a voice off the position that leads at its site.
func (l *evidenceLister) dissents(c *crosscase.EvidenceCoding) bool {
	r, site := l.results[column{c.Question, c.Aspect}], siteOf(l.ev, c)
	if r == nil || site < 0 || c.Participant < 0 || !answers(c) {
		return false
	}
	s := &r.Sites[site]
	return len(s.Leading) == 1 && slices.ContainsFunc(s.Minority, func(v agreement.Voice) bool { return v.ParticipantIndex == c.Participant })
}

// add begins an item with what its coding says; c is nil where the excerpt is not coded.
func (l *evidenceLister) add(id crosscase.ExcerptID, c *crosscase.EvidenceCoding) {
	item := EvidenceItem{Excerpt: id, Withheld: !l.tell.plain}
	source := int32(-1)
	if c != nil {
		source = c.Source
		item.Dissent, item.Position = l.dissents(c), answerOf(l.ev, c)
		if site := siteOf(l.ev, c); site >= 0 {
			item.Site = l.ev.Sites[site].Letter
		}
		if c.Theme >= 0 {
			item.Theme, item.ThemeName = l.ev.Themes[c.Theme].Key, l.ev.Themes[c.Theme].Name
		}
		if c.Question >= 0 {
			q := &l.ev.Questions[c.Question]
			item.Question, item.Prompt, item.Aspect = q.Name, q.Prompt, crosscase.Aspects[c.Aspect]
		}
		l.speaker(&item, c)
	}
	l.Items, l.sources = append(l.Items, item), append(l.sources, source)
}

func (l *evidenceLister) speaker(item *EvidenceItem, c *crosscase.EvidenceCoding) {
	group, level := c.Group, c.Level
	if c.Participant >= 0 {
		item.Participant = l.tell.name(c.Participant)
		if l.numbers[c.Participant] == 0 {
			l.numbers[c.Participant] = len(l.numbers) + 1
		}
		item.Voice = l.numbers[c.Participant]
		group, level = l.ev.Participants[c.Participant].Group, l.ev.Participants[c.Participant].Level
	}
	if !l.tell.plain {
		return
	}
	if group >= 0 {
		item.Group = l.ev.Groups[group]
	}
	if level >= 0 {
		item.Level = l.ev.Levels[level]
	}
}

// rowsOf reads excerpts that the actor may see, by id.
func (l *evidenceLister) rowsOf(ids []crosscase.ExcerptID) (map[crosscase.ExcerptID]*crosscase.Excerpt, error) {
	rows, err := seenIn[crosscase.Excerpt](l.v, "id IN (%s)", slices.Compact(slices.Sorted(slices.Values(ids))))
	if err != nil {
		return nil, err
	}
	out := make(map[crosscase.ExcerptID]*crosscase.Excerpt, len(rows))
	for _, e := range rows {
		out[e.ID] = e
	}
	return out, nil
}

// words reads the excerpts of the items begun, and drops what is not there for the actor.
func (l *evidenceLister) words() error {
	ids := make([]crosscase.ExcerptID, len(l.Items))
	for i := range l.Items {
		ids[i] = l.Items[i].Excerpt
	}
	rows, err := l.rowsOf(ids)
	if err != nil {
		return err
	}
	return l.fill(rows)
}

// fill puts words, place and source into the items.
func (l *evidenceLister) fill(rows map[crosscase.ExcerptID]*crosscase.Excerpt) error {
	kept := l.Items[:0]
	letter := lettersByID(l.ev)
	for i, item := range l.Items {
		e := rows[item.Excerpt]
		if e == nil {
			continue
		}
		item.Kind, item.Key = e.Kind, e.Key
		if item.Site == "" {
			item.Site = letter[e.SiteID]
		}
		if l.tell.plain {
			item.Text, item.Measure, item.Source.ID = e.Text, e.Measure, e.SourceID
		} else if at := l.sources[i]; at >= 0 {
			item.Source.Kind, item.Source.Genre = l.ev.Sources[at].Kind, l.ev.Sources[at].Genre
		}
		kept = append(kept, item)
	}
	l.Items = kept
	if !l.tell.plain {
		return nil
	}
	return l.place(rows)
}

// place names the sources and cuts the words around each excerpt out of them.
func (l *evidenceLister) place(rows map[crosscase.ExcerptID]*crosscase.Excerpt) error {
	var ids []crosscase.SourceID
	for i := range l.Items {
		ids = append(ids, l.Items[i].Source.ID)
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	sources, err := seenIn[crosscase.Source](l.v, "id IN (%s)", ids)
	if err != nil {
		return err
	}
	byID := map[crosscase.SourceID]*crosscase.Source{}
	for _, s := range sources {
		byID[s.ID] = s
	}
	shown := make([]*crosscase.Excerpt, 0, len(l.Items))
	for i := range l.Items {
		shown = append(shown, rows[l.Items[i].Excerpt])
	}
	if err := l.v.placedAll(byID, shown); err != nil {
		return err
	}
	texts := map[crosscase.SourceID]*text.Index{}
	for id, src := range byID {
		if src.Version == 0 {
			continue
		}
		t, err := l.v.textAt(src, src.Version)
		if err != nil {
			return err
		}
		texts[id] = t.index
	}
	for i := range l.Items {
		item := &l.Items[i]
		item.Start, item.End = shown[i].Start, shown[i].End
		if s := byID[item.Source.ID]; s != nil {
			item.Source.Name, item.Source.Kind, item.Source.Genre = s.Name, s.Kind, s.Genre
		}
		if body := texts[item.Source.ID]; body != nil && item.Measure == crosscase.CodePoints {
			item.Before, item.After = around(body, int(item.Start), int(item.End))
		}
	}
	return nil
}

// around is the text before and after a span, at most contextLength code points each; empty where the span is outside.
func around(body *text.Index, start, end int) (before, after string) {
	before, err := body.Slice(text.Span{Start: max(start-contextLength, 0), End: start})
	if err != nil {
		return "", ""
	}
	after, err = body.Slice(text.Span{Start: end, End: max(min(end+contextLength, body.Len()), end)})
	if err != nil {
		return "", ""
	}
	if start > contextLength {
		before = afterBlank(before)
	}
	if end+contextLength < body.Len() {
		after = beforeBlank(after)
	}
	return before, after
}

// afterBlank drops the part of a word that a text begins with.
func afterBlank(s string) string {
	if i := strings.IndexAny(s, " \n\t"); i >= 0 {
		return s[i+1:]
	}
	return s
}

// beforeBlank drops the part of a word that a text ends with.
func beforeBlank(s string) string {
	if i := strings.LastIndexAny(s, " \n\t"); i >= 0 {
		return s[:i]
	}
	return s
}
