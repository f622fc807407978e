package service

import (
	"cmp"
	"context"
	"slices"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// ChangedExcerpt is an excerpt that a correction of its text has changed or lost.
type ChangedExcerpt struct {
	Source  ChangedSource      `json:"source"`
	Excerpt *crosscase.Excerpt `json:"excerpt"`
}

// ChangedSource is where it stands.
type ChangedSource struct {
	ID   crosscase.SourceID `json:"id"`
	Name string             `json:"name"`
	Site string             `json:"site,omitempty" doc:"letter"`
}

// ExcerptWritten is an excerpt after a change of it.
type ExcerptWritten struct {
	Seq     int64              `json:"seq" doc:"number of the change"`
	Excerpt *crosscase.Excerpt `json:"excerpt"`
}

// ChangedExcerpts lists the excerpts whose words a correction has changed or deleted, and that nobody has looked at
// since: the lost first, then by source and place.
func (s *Service) ChangedExcerpts(ctx context.Context, slug string) ([]ChangedExcerpt, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	excerpts, err := seen[crosscase.Excerpt](v, "(lost OR was <> '')")
	if err != nil {
		return nil, err
	}
	sources, err := v.sourcesOf(excerpts)
	if err != nil {
		return nil, err
	}
	if err := v.placedAll(sources, excerpts); err != nil {
		return nil, err
	}
	sites, err := rowsOf[crosscase.Site](v, "")
	if err != nil {
		return nil, err
	}
	letter := map[crosscase.SiteID]string{}
	for _, site := range sites {
		letter[site.ID] = site.Letter
	}
	out := []ChangedExcerpt{}
	for _, e := range excerpts {
		if src := sources[e.SourceID]; src != nil {
			out = append(out, ChangedExcerpt{Source: ChangedSource{ID: src.ID, Name: src.Name, Site: letter[src.SiteID]}, Excerpt: e})
		}
	}
	slices.SortStableFunc(out, func(a, b ChangedExcerpt) int {
		if a.Excerpt.Lost != b.Excerpt.Lost {
			if a.Excerpt.Lost {
				return -1
			}
			return 1
		}
		return cmp.Or(store.NaturalCompare(a.Source.Site, b.Source.Site), store.NaturalCompare(a.Source.Name, b.Source.Name), cmp.Compare(a.Excerpt.Start, b.Excerpt.Start))
	})
	return out, nil
}

// AcceptExcerpt notes that a person has looked at an excerpt whose words were changed: those it has are its words.
func (s *Service) AcceptExcerpt(ctx context.Context, slug, id string) (*ExcerptWritten, error) {
	v, err := s.visit(ctx, slug, crosscase.ReadCodings)
	if err != nil {
		return nil, err
	}
	if err := v.may(crosscase.WriteCodings); err != nil {
		return nil, err
	}
	if id, err = v.find("excerpt", id, nil); err != nil {
		return nil, err
	}
	out := &ExcerptWritten{}
	c, err := v.write(v.head("excerpt.accept", "excerpt", id, "accept the corrected words of an excerpt"), func(tx *store.Tx) error {
		w := v.in(tx)
		e, err := store.GetTx[crosscase.Excerpt](tx, id)
		if err != nil {
			return err
		}
		switch {
		case e.Lost:
			return crosscase.Errorf(crosscase.CodeInvalid, "the words of the excerpt are gone from the text: put it on others, or delete it")
		case e.Was == "":
			return crosscase.Errorf(crosscase.CodeInvalid, "the words of the excerpt have not changed")
		}
		e.Was = ""
		if err := tx.Update(e); err != nil {
			return err
		}
		src, err := w.sourceNow(e.SourceID)
		if err != nil {
			return err
		}
		out.Excerpt = e
		return w.placed(src, []*crosscase.Excerpt{e})
	})
	if err != nil {
		return nil, err
	}
	out.Seq = c.Seq
	return out, nil
}
