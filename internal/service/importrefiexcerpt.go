package service

import (
	"fmt"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/refi"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/text"
)

// putMarked makes the excerpts of what is selected in a source, with their codings, and those of the whole source.
//
// The rules are:
//   - selections of one stretch of one source are one excerpt, whose id is the identifier of the first; it has the
//     others as aliases;
//   - what is coded as a whole is an excerpt from beginning to end;
//   - a selection without codings stays: it is an annotation or a bare quotation.
func (in *refiImport) putMarked(rs *refiSource, selections []*refi.Selection, whole []refi.Coding) error {
	if len(selections) == 0 && len(whole) == 0 {
		return nil
	}
	if rs.excerpts == nil {
		if err := in.openSource(rs, selections, whole); err != nil {
			return err
		}
		in.spanPassages(rs, selections)
	}
	merged := int64(0)
	for _, sel := range selections {
		e, shared, err := in.putSelection(rs, sel)
		if err != nil {
			return err
		}
		if e == nil {
			continue
		}
		if shared {
			merged++
		}
		if in.marked[sel.GUID] == nil {
			in.marked[sel.GUID] = e
		}
		if err := in.putCodings(rs, e, sel.Codings); err != nil {
			return err
		}
	}
	in.mapped.count(merged, "selection joined to another of the same stretch of "+quoted(rs.row.Name), "")
	if len(whole) == 0 {
		return nil
	}
	e := in.wholeExcerpt(rs)
	if e == nil {
		for range whole {
			in.lost.add("coding of a whole source", in.where("source", rs.row.Name, rs.guid, rs.s.Line), "it has neither a text nor pages of known size")
		}
		return nil
	}
	e.SourceID = rs.row.ID
	if err := e.Validate(); err != nil {
		return err
	}
	e, _, err := in.putExcerpt(rs, e, refi.DerivedGUID("whole", rs.guid), nil)
	if err != nil {
		return err
	}
	in.mapped.count(int64(len(whole)), "coding of the whole source became one of all of "+quoted(rs.row.Name), "")
	return in.putCodings(rs, e, whole)
}

// openSource reads what is excerpted and coded in a source already, and which identifiers other sources have taken.
func (in *refiImport) openSource(rs *refiSource, selections []*refi.Selection, whole []refi.Coding) error {
	rs.excerpts, rs.byID, rs.taken = map[string]*crosscase.Excerpt{}, map[string]*crosscase.Excerpt{}, map[string]bool{}
	rs.codings, rs.coding = map[codingSpot]*crosscase.Coding{}, map[string]*crosscase.Coding{}
	if in.fresh {
		return nil
	}
	if !rs.fresh {
		excerpts, err := store.ListTx[crosscase.Excerpt](in.tx, "source_id = $2", string(rs.row.ID))
		if err != nil {
			return err
		}
		if err := in.v.placed(rs.row, excerpts); err != nil {
			return err
		}
		for _, e := range excerpts {
			rs.byID[string(e.ID)] = e
			if key := placeKey(e); rs.excerpts[key] == nil {
				rs.excerpts[key] = e
			}
		}
		codings, err := store.ListTx[crosscase.Coding](in.tx, "excerpt_id IN (SELECT id FROM excerpt WHERE study_id = $1 AND source_id = $2)", string(rs.row.ID))
		if err != nil {
			return err
		}
		for _, c := range codings {
			rs.coding[string(c.ID)] = c
			rs.codings[spotOf(c)] = c
		}
	}
	var excerpts []crosscase.ExcerptID
	var codings []crosscase.CodingID
	of := func(list []refi.Coding) {
		for i := range list {
			if id := list[i].GUID; rs.coding[id] == nil {
				codings = append(codings, crosscase.CodingID(id))
			}
		}
	}
	for _, sel := range selections {
		if rs.byID[sel.GUID] == nil {
			excerpts = append(excerpts, crosscase.ExcerptID(sel.GUID))
		}
		of(sel.Codings)
	}
	of(whole)
	elsewhere, err := rowsIn[crosscase.Excerpt](in.v, "id IN (%s)", excerpts)
	if err != nil {
		return err
	}
	for _, e := range elsewhere {
		rs.taken["excerpt "+string(e.ID)] = true
	}
	coded, err := rowsIn[crosscase.Coding](in.v, "id IN (%s)", codings)
	for _, c := range coded {
		rs.taken["coding "+string(c.ID)] = true
	}
	return err
}

// placeKey tells the excerpts of a source apart by where they stand.
func placeKey(e *crosscase.Excerpt) string {
	key := fmt.Sprintf("%s %d %d", e.Measure, e.Start, e.End)
	if e.Lost {
		key += " lost " + string(e.ID)
	}
	return key + areaKey(e)
}

// putSelection makes the excerpt of a selection; nil where it cannot be placed. shared says that it was there for
// another selection of the same stretch.
func (in *refiImport) putSelection(rs *refiSource, sel *refi.Selection) (e *crosscase.Excerpt, shared bool, err error) {
	e, why := in.draft(rs, sel)
	if e == nil {
		in.lost.add("selection", in.where("selection", "", sel.GUID, sel.Line), why)
		return nil, false, nil
	}
	e.SourceID = rs.row.ID
	if err := e.Validate(); err != nil { // of pages it says which, too
		in.lost.add("selection", in.where("selection", "", sel.GUID, sel.Line), err.Error())
		return nil, false, nil
	}
	return in.putExcerpt(rs, e, sel.GUID, sel)
}

func (in *refiImport) putExcerpt(rs *refiSource, e *crosscase.Excerpt, guid string, sel *refi.Selection) (_ *crosscase.Excerpt, shared bool, err error) {
	key := placeKey(e)
	was, aliased := rs.byID[guid], false
	if a := in.aliases[[2]string{"selection", guid}]; was == nil && a != nil && a.Noun == "excerpt" {
		was, aliased = rs.byID[a.Row], true
	}
	switch {
	case was != nil && (placeKey(was) == key || was.Lost):
		return was, in.claimed["excerpt"][string(was.ID)] != "" && !in.claim("excerpt", string(was.ID), "selection", guid), nil
	case was != nil && !aliased: // the file has it elsewhere now
		next := *was
		next.Start, next.End, next.Version, next.Text, next.Measure, next.Kind, next.Was, next.Revision = e.Start, e.End, e.Version, e.Text, e.Measure, e.Kind, "", 0
		next.Areas = e.Areas
		if err := in.mayPut("excerpt", &next); err != nil {
			return nil, false, err
		}
		in.changed["excerpt"]++
		delete(rs.excerpts, placeKey(was))
		rs.excerpts[key], rs.byID[string(next.ID)] = &next, &next
		return &next, false, in.tx.Update(&next)
	}
	if there := rs.excerpts[key]; there != nil {
		return there, true, in.alias("excerpt", string(there.ID), "selection", guid)
	}
	id := guid
	if !refi.IsGUID(guid) || rs.taken["excerpt "+guid] || rs.byID[guid] != nil || !in.claim("excerpt", guid, "selection", rs.guid+guid) {
		id = refi.DerivedGUID("excerpt", rs.guid, guid, key)
	}
	e.ID, e.SiteID = crosscase.ExcerptID(id), rs.row.SiteID
	if sel != nil && sel.Created.User != "" {
		if e.CoderID, err = in.coder(sel.Created); err != nil {
			return nil, false, err
		}
	}
	in.placeExcerpt(rs, e)
	if rs.byID[id] != nil { // a place it had before another version of the file
		return rs.byID[id], true, in.alias("excerpt", id, "selection", guid)
	}
	rs.excerpts[key], rs.byID[id] = e, e
	if err := in.put("excerpt", e); err != nil {
		return nil, false, err
	}
	return e, false, in.alias("excerpt", id, "selection", guid)
}

// draft is the excerpt of a selection, without ids; nil where there is none, and why.
func (in *refiImport) draft(rs *refiSource, sel *refi.Selection) (*crosscase.Excerpt, string) {
	switch {
	case (sel.Shape == refi.Span || sel.Shape == refi.Synced) && rs.text != nil && sel.Placed:
		return in.textExcerpt(rs, sel)
	case sel.Shape == refi.Span && rs.text == nil:
		return unplacedExcerpt(sel)
	case sel.Shape == refi.Stretch || sel.Shape == refi.Synced:
		if sel.Shape == refi.Synced && sel.Begin == 0 && sel.Finish == 0 {
			return nil, "its sync points are not in the file"
		}
		return stretchExcerpt(rs, sel)
	case sel.Shape == refi.Area:
		return in.areaExcerpt(rs, sel)
	}
	return nil, "it has no place in its source"
}

func (in *refiImport) textExcerpt(rs *refiSource, sel *refi.Selection) (*crosscase.Excerpt, string) {
	span, ok := rs.text.carry(sel.Span)
	if !ok {
		return nil, "its words were deleted from the text here"
	}
	words, err := rs.text.index.Slice(span)
	if err != nil {
		return nil, err.Error()
	}
	e := &crosscase.Excerpt{Kind: crosscase.Verbatim, Measure: crosscase.CodePoints, Start: int64(span.Start), End: int64(span.End), Version: rs.row.Version, Text: words}
	if span.Empty() {
		e.Kind = crosscase.NoteOnly
	}
	e.Areas, _ = in.areasOf(rs, sel)
	return e, ""
}

// unplacedExcerpt keeps where a selection is in a text that is not there, so that a later import finds its words.
func unplacedExcerpt(sel *refi.Selection) (*crosscase.Excerpt, string) {
	if sel.Start < 0 || sel.End < sel.Start {
		return nil, "its offsets are no span"
	}
	return &crosscase.Excerpt{Kind: crosscase.NoteOnly, Measure: crosscase.CodePoints, Start: sel.Start, End: sel.End}, ""
}

// stretchExcerpt is a stretch of a recording, cut to it where its length is known.
func stretchExcerpt(rs *refiSource, sel *refi.Selection) (*crosscase.Excerpt, string) {
	from, to := min(sel.Begin, sel.Finish), max(sel.Begin, sel.Finish)
	if to < 0 {
		return nil, "it is before the beginning of the recording"
	}
	from = max(from, 0)
	if length := rs.row.Length; length > 0 && rs.row.Kind == crosscase.Recording {
		from, to = min(from, length), min(to, length)
	}
	e := &crosscase.Excerpt{Kind: crosscase.NoteOnly, Measure: crosscase.Milliseconds, Start: from, End: to}
	return e, ""
}

// wholeExcerpt is all of a source; nil where it is not known how much that is.
func (in *refiImport) wholeExcerpt(rs *refiSource) *crosscase.Excerpt {
	e := &crosscase.Excerpt{Kind: crosscase.NoteOnly, Measure: crosscase.CodePoints}
	switch {
	case rs.text != nil:
		e.End, e.Version, e.Kind, e.Text = int64(rs.text.index.Len()), rs.row.Version, crosscase.Verbatim, rs.text.index.Text()
		if strings.TrimSpace(e.Text) == "" {
			e.Kind = crosscase.NoteOnly
		}
	case rs.row.Kind == crosscase.Recording:
		e.Measure, e.End = crosscase.Milliseconds, rs.row.Length
	default:
		e.Measure, e.Areas = crosscase.PageBox, in.wholeArea(rs)
		if len(e.Areas) == 0 {
			return nil
		}
	}
	return e
}

// spanPassages finds the spans of the passages of a source that belong to cases.
func (in *refiImport) spanPassages(rs *refiSource, selections []*refi.Selection) {
	p := in.places[rs.s.GUID]
	if p == nil || len(p.passages) == 0 {
		return
	}
	of := make(map[string]*refi.Selection, len(selections))
	for _, sel := range selections {
		of[sel.GUID] = sel
	}
	for i := range p.passages {
		passage := &p.passages[i]
		if sel := of[passage.selection]; sel != nil {
			if e, _ := in.draft(rs, sel); e != nil {
				passage.measure, passage.span = e.Measure, text.Span{Start: int(e.Start), End: int(e.End)}
			}
		}
	}
}

// placeExcerpt gives a new excerpt the site and speaker of the passage it lies in, else of its source.
func (in *refiImport) placeExcerpt(rs *refiSource, e *crosscase.Excerpt) {
	p := in.places[rs.s.GUID]
	if rs.text != nil && e.Measure == crosscase.CodePoints {
		e.ParticipantID = speakerAt(rs.text.turns, int(e.Start))
	}
	if p == nil {
		return
	}
	span := text.Span{Start: int(e.Start), End: int(e.End)}
	for i := range p.passages {
		passage := &p.passages[i]
		if passage.measure != e.Measure || passage.span.Empty() || !passage.span.Contains(span) {
			continue
		}
		if passage.use.noun == asParticipant {
			e.ParticipantID = crosscase.ParticipantID(passage.use.id)
		}
		if e.SiteID == "" {
			e.SiteID = passage.use.site
		}
	}
	if e.ParticipantID == "" && len(p.participants) == 1 {
		e.ParticipantID = crosscase.ParticipantID(p.participants[0].id)
	}
	if who := stands[crosscase.Participant](in, "participant", string(e.ParticipantID)); who != nil && e.SiteID == "" {
		e.SiteID = who.SiteID
	}
}
