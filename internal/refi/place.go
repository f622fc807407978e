package refi

import "github.com/crosscase/crosscase/internal/text"

// placeSelections decides how the file counts, and finds the text of every selection. It is the last
// to need the texts as they came.
func (r *reading) placeSelections() error {
	r.decideConvention()
	annotated := r.annotated()
	ground := make(map[string]*ground)
	for _, s := range r.p.Sources {
		g := r.ground(s.Plain)
		r.placeAll(g, s.Selections)
		for _, t := range s.Transcripts {
			g := r.ground(t.Plain)
			r.placePoints(g, t)
			r.placeAll(g, t.Selections)
		}
		if g != nil && annotated[s.GUID] {
			ground[s.GUID] = g
		}
		if err := r.ctx.Err(); err != nil {
			return err
		}
	}
	for _, n := range r.p.Notes {
		g := r.ground(n.Plain)
		source := r.noteSource(n.GUID)
		if about := ground[source]; about != nil && isQualCoder(r.p.Origin) {
			g = about
			for _, s := range n.Selections {
				s.On = source
			}
		}
		r.placeAll(g, n.Selections)
	}
	return r.everyContent(func(c *Content, _, _ string, _ int) error {
		c.Text, c.raw = foldBreaks(c.raw), ""
		return nil
	})
}

// ground is a text on which selections are placed.
type ground struct {
	scale *Scale
	index *text.Index
}

func (r *reading) ground(c *Content) *ground {
	if c == nil || !c.Found {
		return nil
	}
	return &ground{scale: NewScale(c.raw, r.p.Convention), index: text.NewIndex(foldBreaks(c.raw))}
}

func (r *reading) placeAll(g *ground, selections []*Selection) {
	for _, s := range selections {
		if s.Shape == Span && !s.bad && g != nil {
			r.place(g, s)
		}
	}
}

func (r *reading) place(g *ground, s *Selection) {
	from, to, within, split := g.scale.span(s.Start, s.End)
	s.Span, s.Placed = text.Span{Start: from, End: to}, true
	passage, err := g.index.Slice(s.Span)
	if err != nil {
		s.Placed = false
		return
	}
	s.Text = passage
	switch {
	case !within:
		r.found.at("a selection out of its text", s.Line, s.element, s.GUID,
			"it runs from %d to %d in a text of %d: what lies outside is cut off", s.Start, s.End, g.scale.Units())
	case split:
		r.found.at("a selection that splits a character", s.Line, s.element, s.GUID,
			"it runs from %d to %d and begins or ends inside a character: the character is taken in", s.Start, s.End)
	case s.Span.Empty():
		r.found.at("a selection of nothing", s.Line, s.element, s.GUID, "it begins and ends at %d and holds nothing", s.Start)
	}
}

// placePoints finds the sync points of a transcript, and what its selections hold between them.
func (r *reading) placePoints(g *ground, t *Transcript) {
	points := make(map[string]*SyncPoint, len(t.Points))
	for i := range t.Points {
		p := &t.Points[i]
		points[p.GUID] = p
		if g == nil || p.Written < 0 {
			continue
		}
		if p.Written > g.scale.Units() {
			r.found.at("a sync point out of its text", t.Line, "SyncPoint", p.GUID, "it is at %d in a text of %d", p.Written, g.scale.Units())
			continue
		}
		p.At, _ = g.scale.CodePoint(p.Written)
		p.Placed = true
	}
	for _, s := range t.Selections {
		if s.Shape != Synced {
			continue
		}
		from, to := points[s.From], points[s.To]
		if from == nil || to == nil {
			r.found.at("a selection without sync points", s.Line, s.element, s.GUID, "the sync points it names are not in its transcript: it is kept without a place")
			continue
		}
		s.Begin, s.Finish = from.Time, to.Time
		if !from.Placed || !to.Placed {
			continue
		}
		s.Span = text.Span{Start: min(from.At, to.At), End: max(from.At, to.At)}
		if passage, err := g.index.Slice(s.Span); err == nil {
			s.Text, s.Placed = passage, true
		}
	}
}

// annotated are the sources that refer to notes with selections of their own.
func (r *reading) annotated() map[string]bool {
	sources := make(map[string]bool)
	for _, n := range r.p.Notes {
		if len(n.Selections) > 0 {
			sources[r.noteSource(n.GUID)] = true
		}
	}
	return sources
}

// noteSource is the first source that refers to a note, "" for none.
func (r *reading) noteSource(note string) string {
	if r.noteSources == nil {
		r.noteSources = make(map[string]string)
		for _, s := range r.p.Sources {
			for _, ref := range s.NoteRefs {
				if r.noteSources[ref] == "" {
					r.noteSources[ref] = s.GUID
				}
			}
		}
	}
	return r.noteSources[note]
}
