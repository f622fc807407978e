package store_test

import (
	"fmt"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

func TestPages(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		study := storetest.Study(t, st)
		for i := range 25 {
			storetest.Insert(t, st, study.ID, &crosscase.Site{ID: crosscase.SiteID(fmt.Sprintf("site-%02d", i)), Letter: fmt.Sprint(i)})
		}
		var read []string
		err := st.Read(t.Context(), study.ID, func(tx *store.Tx) error {
			if n, err := tx.Count("site"); err != nil || n != 25 {
				t.Errorf("%d sites are counted: %v", n, err)
			}
			if err := tx.Insert(&crosscase.Site{ID: "new", Letter: "new"}); err == nil {
				t.Error("a reading wrote a row")
			}
			return tx.Pages("site", 4, func(rows []any) error {
				if len(rows) > 4 {
					t.Errorf("%d rows in a page", len(rows))
				}
				for _, row := range rows {
					site := row.(*crosscase.Site)
					read = append(read, site.Letter)
					site.ID = "altered" // it goes on all the same
				}
				return nil
			})
		})
		if err != nil {
			t.Fatal(err)
		}
		for i := range 25 {
			if len(read) != 25 || read[i] != fmt.Sprint(i) {
				t.Fatalf("read %v", read)
			}
		}
	})
}
