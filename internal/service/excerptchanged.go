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
	Source  ChangedSource `json:"source"`
	Excerpt DeskExcerpt   `json:"excerpt"`
}

// ChangedSource is where it stands.
type ChangedSource struct {
	ID   crosscase.SourceID `json:"id"`
	Name string             `json:"name"`
	Site string             `json:"site,omitempty" doc:"letter"`
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
	sites, err := rowsOf[crosscase.Site](v, "")
	if err != nil {
		return nil, err
	}
	letter := map[crosscase.SiteID]string{}
	for _, site := range sites {
		letter[site.ID] = site.Letter
	}
	out := []ChangedExcerpt{}
	for id, src := range sources {
		d, err := v.desk(src)
		if err != nil {
			return nil, err
		}
		rows, err := d.excerpts("source_id = $2 AND (lost OR was <> '')", string(id))
		if err != nil {
			return nil, err
		}
		for _, e := range rows {
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
func (s *Service) AcceptExcerpt(ctx context.Context, slug string, id crosscase.ExcerptID) (*Desked, error) {
	v, src, err := s.visitExcerpt(ctx, slug, id)
	if err != nil {
		return nil, err
	}
	return v.deskWrite(src, v.head("excerpt.accept", "excerpt", string(id), "accept the corrected words of an excerpt"), func(tx *store.Tx) (crosscase.ExcerptID, error) {
		e, err := store.GetTx[crosscase.Excerpt](tx, string(id))
		if err != nil {
			return "", err
		}
		switch {
		case e.Lost:
			return "", crosscase.Errorf(crosscase.CodeInvalid, "the words of the excerpt are gone from the text: put it on others, or delete it")
		case e.Was == "":
			return "", crosscase.Errorf(crosscase.CodeInvalid, "the words of the excerpt have not changed")
		}
		e.Was = ""
		return id, tx.Update(e)
	})
}
