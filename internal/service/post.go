package service

import (
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
)

// checkPost refuses a post that reports to another site's post, or in a ring.
func checkPost(v *visit, tx *store.Tx, row any) error {
	p := row.(*crosscase.Post)
	posts, err := store.ListTx[crosscase.Post](tx, "site_id = $2", string(p.SiteID))
	if err != nil {
		return err
	}
	found := p.ReportsTo == ""
	others := []*crosscase.Post{p}
	for _, o := range posts {
		found = found || o.ID == p.ReportsTo
		if o.ID != p.ID {
			others = append(others, o)
		}
	}
	if !found {
		return crosscase.Errorf(crosscase.CodeInvalid, "post %q reports to a post that is not at its site", p.Title)
	}
	if ring := crosscase.PostCycle(others); ring != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "posts cannot report to each other in a ring: %s", strings.Join(ring, " -> "))
	}
	return nil
}
