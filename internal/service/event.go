package service

import (
	"context"
	"slices"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// Event says that a change was made, and what of it concerns who is told.
type Event struct {
	Seq      int64                `json:"seq" doc:"number of the change"`
	Actor    crosscase.AccountID  `json:"actor,omitempty" doc:"for who may read the history"`
	Name     string               `json:"name,omitempty"`
	Mine     bool                 `json:"mine,omitempty"`
	Kind     string               `json:"kind,omitempty"`
	Noun     string               `json:"noun,omitempty"`
	EntityID string               `json:"entity_id,omitempty"`
	Undoes   int64                `json:"undoes,omitempty"`
	Sources  []crosscase.SourceID `json:"sources" doc:"those whose text, excerpts, codings, silences or memos it touched"`
	Many     bool                 `json:"many,omitempty" doc:"it touched too many rows to list: whatever is shown may have changed"`
	Charted  bool                 `json:"charted,omitempty" doc:"it touched what a matrix shows: texts of cells, or what they rest on"`
	Codebook bool                 `json:"codebook,omitempty" doc:"it touched the codebook"`
}

// another is how often a study is looked at for changes that other processes made.
const another = 500 * time.Millisecond

// mostEventRows is how many rows of a change are looked through for what they touched.
const mostEventRows = 2000

// Events calls tell for each change of a study after number since (below 0: from now on), in order, until ctx
// ends or tell fails. beat is called where there was nothing to tell for a while.
func (s *Service) Events(ctx context.Context, slug string, since int64, beatEvery time.Duration, beat func() error, tell func(*Event) error) error {
	v, err := s.visit(ctx, slug, crosscase.ReadStudy)
	if err != nil {
		return err
	}
	changed, stop := s.store.Watch(v.study.ID)
	defer stop()
	if since < 0 {
		if since, err = s.store.Seq(ctx, v.study.ID); err != nil {
			return err
		}
	}
	ask, pulse := time.NewTicker(another), time.NewTicker(beatEvery)
	defer ask.Stop()
	defer pulse.Stop()
	for {
		changes, err := s.store.Changes(ctx, v.study.ID, since, 200)
		if err != nil {
			return err
		}
		for _, c := range changes {
			since = c.Seq
			e, err := v.event(c)
			if err != nil {
				return err
			}
			if err := tell(e); err != nil {
				return err
			}
		}
		if len(changes) == 200 {
			continue
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-changed:
		case <-ask.C:
			seq, err := s.store.Seq(ctx, v.study.ID)
			if err != nil {
				return err
			}
			if seq == since {
				select {
				case <-pulse.C:
					// Roles end: who may no longer see the study hears no more of it.
					if v, err = s.visit(ctx, slug, crosscase.ReadStudy); err != nil {
						return err
					}
					if err := beat(); err != nil {
						return err
					}
				default:
				}
			}
		}
	}
}

// chartedNoun are the nouns that a matrix shows, or whose rows its texts rest on.
var chartedNoun = map[string]bool{
	"site": true, "unit": true, "participant": true, "interview": true, "excerpt": true, "coding": true, "silence": true, "summary": true, "attribute": true, "attribute_value": true,
	"typology": true, "type_decision": true, "dissent_answer": true,
}

// event is what a visitor is told of a change.
func (v *visit) event(c *crosscase.Change) (*Event, error) {
	e := &Event{Seq: c.Seq, Mine: c.Actor == v.actor.Account, Sources: []crosscase.SourceID{}}
	if v.access.May(crosscase.ReadHistory) && (!v.access.Limited() || e.Mine) {
		e.Actor, e.Name, e.Kind, e.Noun, e.EntityID, e.Undoes = c.Actor, c.Name, c.Kind, c.Noun, c.EntityID, c.Undoes
	}
	if c.Rows > mostEventRows {
		e.Many, e.Codebook, e.Charted = true, true, true
		return e, nil
	}
	excerpts := map[crosscase.ExcerptID]crosscase.SourceID{}
	touch := func(id crosscase.SourceID) {
		if id != "" && !slices.Contains(e.Sources, id) {
			e.Sources = append(e.Sources, id)
		}
	}
	_, err := v.s.store.Content(v.ctx, v.study.ID, c.Seq, func(r store.RowChange) error {
		switch r.Noun {
		case "meta_theme", "theme", "question", "position", "topic", "guide":
			e.Codebook, e.Charted = true, true
			return nil
		}
		for _, row := range []any{r.Before, r.After} {
			if row == nil || !v.access.May(crosscase.Nouns[r.Noun].Read) || v.seesRow(r.Noun, row) != nil {
				continue
			}
			e.Charted = e.Charted || chartedNoun[r.Noun]
			switch row := row.(type) {
			case *crosscase.Source:
				touch(row.ID)
			case *crosscase.TextEdit:
				touch(row.SourceID)
			case *crosscase.Pass:
				touch(row.SourceID)
			case *crosscase.Silence:
				touch(row.SourceID)
			case *crosscase.Excerpt:
				excerpts[row.ID] = row.SourceID
			case *crosscase.Coding:
				if _, ok := excerpts[row.ExcerptID]; !ok {
					excerpts[row.ExcerptID] = ""
				}
			case *crosscase.Memo:
				for _, a := range row.About {
					switch a.Noun {
					case "excerpt":
						excerpts[crosscase.ExcerptID(a.Key)] = ""
					case "source":
						touch(crosscase.SourceID(a.Key))
					}
				}
			}
		}
		return nil
	})
	if err != nil || v.blind() && !e.Mine && len(e.Sources) == 0 {
		return e, err
	}
	for id, source := range excerpts {
		if source == "" {
			row, err := store.Get[crosscase.Excerpt](v.ctx, v.s.store, v.study.ID, string(id))
			if isNotFound(err) {
				continue // taken away since, which a later change tells
			} else if err != nil {
				return nil, err
			}
			source = row.SourceID
		}
		touch(source)
	}
	slices.Sort(e.Sources)
	return e, nil
}
