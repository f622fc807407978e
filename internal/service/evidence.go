package service

import (
	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// keyExcerpts are the excerpts marked as ones to quote, at the sites the actor may see.
func (v *visit) keyExcerpts() ([]crosscase.ExcerptID, error) {
	found, err := store.List[crosscase.Excerpt](v.ctx, v.s.store, v.study.ID, "key_excerpt")
	if err != nil {
		return nil, err
	}
	var out []crosscase.ExcerptID
	for _, e := range found {
		if v.access.Sees(e.SiteID) {
			out = append(out, e.ID)
		}
	}
	return out, nil
}
