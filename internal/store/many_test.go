package store_test

import (
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// A write of many keeps references whole, as any write does, and leaves the database watching them afterwards.
func TestWriteMany(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		next := storetest.IDs(1000)
		site := &crosscase.Site{ID: crosscase.SiteID(next()), Letter: "A"}
		many := func(fn func(*store.Tx) error) error {
			_, err := s.WriteMany(t.Context(), study.ID, storetest.Head("import"), fn)
			return err
		}
		if err := many(func(tx *store.Tx) error {
			if err := tx.Insert(site); err != nil {
				return err
			}
			for range 500 {
				if err := tx.Insert(&crosscase.Unit{ID: crosscase.UnitID(next()), SiteID: site.ID, Name: next()}); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if n, err := s.Count(t.Context(), study.ID, "unit", ""); err != nil || n != 500 {
			t.Errorf("%d units, %v; want 500", n, err)
		}
		before, err := s.Seq(t.Context(), study.ID)
		if err != nil {
			t.Fatal(err)
		}
		stray := func(tx *store.Tx) error {
			return tx.Insert(&crosscase.Unit{ID: crosscase.UnitID(next()), SiteID: crosscase.SiteID(next()), Name: "stray"})
		}
		if err := many(stray); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("a reference to nothing in a write of many: %v", err)
		}
		if _, err := s.Write(t.Context(), study.ID, storetest.Head("unit.create"), stray); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("a reference to nothing in a write after one of many: %v", err)
		}
		if _, err := s.Write(t.Context(), study.ID, storetest.Head("site.delete"), func(tx *store.Tx) error { return tx.Delete("site", string(site.ID)) }); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("a deletion that leaves units without their site: %v", err)
		}
		if after, err := s.Seq(t.Context(), study.ID); err != nil || after != before {
			t.Errorf("the history went from %d to %d, %v", before, after, err)
		}
		if v, err := s.Verify(t.Context(), study.ID); err != nil || len(v.Faults) > 0 {
			t.Errorf("%v %v", v, err)
		}
	})
}
