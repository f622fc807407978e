package store_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

func TestFailedWriteChangesNothing(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		no := errors.New("no")
		for _, rows := range []int{0, 1, 2000} {
			_, err := s.Write(ctx, study.ID, storetest.Head("x"), func(tx *store.Tx) error {
				for i := range rows {
					if err := tx.Insert(&crosscase.Site{ID: crosscase.SiteID(fmt.Sprint(i)), Letter: fmt.Sprint(i), Note: unicode}); err != nil {
						return err
					}
				}
				return no
			})
			if err != no {
				t.Fatalf("got %v, want the function's own error", err)
			}
		}
		cancelled, cancel := context.WithCancel(ctx)
		_, err := s.Write(cancelled, study.ID, storetest.Head("x"), func(tx *store.Tx) error {
			if err := tx.Insert(&crosscase.Site{ID: "a", Letter: "A"}); err != nil {
				return err
			}
			cancel()
			return tx.Insert(&crosscase.Site{ID: "b", Letter: "B"})
		})
		if !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want cancelled", err)
		}
		if c, err := s.Write(ctx, study.ID, storetest.Head("x"), func(tx *store.Tx) error { return nil }); c != nil || err != nil {
			t.Errorf("a write of nothing gave change %+v, error %v", c, err)
		}
		if c := storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "a", Letter: "A"}); c.Seq != 2 {
			t.Errorf("the next change is %d, want 2", c.Seq)
		}
		if n, _ := s.Count(ctx, study.ID, "site", ""); n != 1 {
			t.Errorf("got %d sites, want 1", n)
		}
		wantVerified(t, s, study.ID)
	})
}

func TestConcurrentWriters(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		const writers, each = 8, 12
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					_, err := s.Write(ctx, study.ID, storetest.Head("site.create"), func(tx *store.Tx) error {
						if _, err := store.ListTx[crosscase.Site](tx, ""); err != nil {
							return err
						}
						if err := tx.Insert(&crosscase.Site{ID: crosscase.SiteID(fmt.Sprint(w, "-", i)), Letter: fmt.Sprint(w, "-", i)}); err != nil {
							return err
						}
						if i%3 == 2 {
							return errors.New("not this one")
						}
						return nil
					})
					if (err != nil) != (i%3 == 2) {
						t.Errorf("writer %d: %v", w, err)
					}
				}
			})
		}
		all.Go(func() {
			for range 10 { // what is read meanwhile is of one moment
				wantVerified(t, s, study.ID)
				if x, err := s.LoadEvidence(ctx, study); err != nil || int64(len(x.Table.Sites)) != x.Table.Revision-1 {
					t.Errorf("%d sites at change %d: %v", len(x.Table.Sites), x.Table.Revision, err)
				}
			}
		})
		all.Wait()
		changes, err := s.Changes(ctx, study.ID, 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if want := writers*each*2/3 + 1; len(changes) != want {
			t.Errorf("got %d changes, want %d", len(changes), want)
		}
		for i, c := range changes {
			if c.Seq != int64(i+1) {
				t.Fatalf("change %d stands at place %d", c.Seq, i+1)
			}
		}
		wantVerified(t, s, study.ID)
	})
}

func TestListChanges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		for i := range 9 {
			head := store.Head{Actor: crosscase.Actor{Account: "account", Name: "Name" + unicode}, At: int64(i), Kind: "site.create", Noun: "site", EntityID: fmt.Sprint(i), About: unicode}
			c, err := s.Write(ctx, study.ID, head, func(tx *store.Tx) error {
				return tx.Insert(&crosscase.Site{ID: crosscase.SiteID(fmt.Sprint(i)), Letter: fmt.Sprint(i)})
			})
			if err != nil {
				t.Fatal(err)
			}
			found, err := s.Changes(ctx, study.ID, c.Seq-1, 0)
			if err != nil || len(found) != 1 {
				t.Fatalf("found %d changes: %v", len(found), err)
			}
			wantSame(t, found[0], c)
		}
		for _, tt := range []struct {
			name string
			list func() ([]*crosscase.Change, error)
			want []int64
		}{
			{"since", func() ([]*crosscase.Change, error) { return s.Changes(ctx, study.ID, 7, 0) }, []int64{8, 9, 10}},
			{"sinceSome", func() ([]*crosscase.Change, error) { return s.Changes(ctx, study.ID, 2, 2) }, []int64{3, 4}},
			{"latest", func() ([]*crosscase.Change, error) { return s.LatestChanges(ctx, study.ID, 0, 2) }, []int64{10, 9}},
			{"latestBefore", func() ([]*crosscase.Change, error) { return s.LatestChanges(ctx, study.ID, 3, 5) }, []int64{2, 1}},
		} {
			found, err := tt.list()
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			for _, c := range found {
				got = append(got, c.Seq)
			}
			t.Run(tt.name, func(t *testing.T) { wantSame(t, got, tt.want) })
		}
	})
}

func TestContent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		before, after := &crosscase.Site{ID: "a", Letter: "A" + unicode}, &crosscase.Site{ID: "a", Letter: "B"}
		storetest.Insert(t, s, study.ID, before)
		c := storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error {
			if err := tx.Update(after); err != nil {
				return err
			}
			return tx.Delete("site", "a")
		})
		var got []store.RowChange
		if _, err := s.Content(ctx, study.ID, c.Seq, func(r store.RowChange) error { got = append(got, r); return nil }); err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, []store.RowChange{{Noun: "site", ID: "a", Before: before, After: after}, {Noun: "site", ID: "a", Before: after}})
	})
}

func revert(s *store.Store, study crosscase.StudyID, seq int64) (*crosscase.Change, error) {
	head := storetest.Head("undo")
	head.Undoes = seq
	return s.Write(ctx, study, head, func(tx *store.Tx) error { return tx.Revert(seq, nil) })
}

// TestRevert undoes a change, undoes that undo, and undoes it once more.
func TestRevert(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		f := &filler{id: storetest.IDs(0)}
		first := oneOfEach(t, s, study, f)
		state := func() map[string][]any {
			out := map[string][]any{}
			for _, noun := range store.Nouns() {
				rows, err := s.Rows(ctx, study.ID, noun, "")
				if err != nil {
					t.Fatal(err)
				}
				for _, row := range rows {
					field(row, "Revision").SetInt(0) // each undo is a change, and so a revision, of its own
				}
				out[noun] = rows
			}
			return out
		}
		theme := f.row("theme", true).(*crosscase.Theme)
		for _, tt := range []struct {
			name string
			fn   func(tx *store.Tx) error
		}{
			{"Create", func(tx *store.Tx) error { return tx.Insert(f.row("coding", true)) }},
			{"Update", func(tx *store.Tx) error {
				row := *first["coding"].(*crosscase.Coding)
				row.Note, row.Number, row.PositionSet, row.CoderID, row.Revision = "other", nil, nil, "", 0
				return tx.Update(&row)
			}},
			{"Delete", func(tx *store.Tx) error { return tx.Delete("coding", idOf(first["coding"])) }},
			{"Many", func(tx *store.Tx) error {
				// A row that is created, changed, deleted and created again, and rows that refer to one another in both orders.
				for _, step := range []func() error{
					func() error { return tx.Insert(theme) },
					func() error { theme.Name = "renamed"; return tx.Update(theme) },
					func() error { return tx.Delete("theme", string(theme.ID)) },
					func() error { theme.Name = "once more"; return tx.Insert(theme) },
					func() error { return tx.Delete("source_text", idOf(first["source_text"])) },
					func() error { return tx.Delete("text_edit", idOf(first["text_edit"])) },
					func() error { return tx.Delete("media", idOf(first["media"])) },
					func() error { return tx.Delete("pass", idOf(first["pass"])) },
					func() error { return tx.Delete("revisit", idOf(first["revisit"])) },
					func() error { return tx.Delete("silence", idOf(first["silence"])) },
					func() error { return tx.Delete("coding", idOf(first["coding"])) },
					func() error { return tx.Delete("source", idOf(first["source"])) },
					func() error { return tx.Delete("excerpt", idOf(first["excerpt"])) },
					func() error { return tx.Insert(f.row("site", false)) },
				} {
					if err := step(); err != nil {
						return err
					}
				}
				return nil
			}},
		} {
			t.Run(tt.name, func(t *testing.T) {
				before := state()
				c := storetest.Write(t, s, study.ID, "x", tt.fn)
				after := state()
				for i, want := range []map[string][]any{before, after, before} {
					undo, err := revert(s, study.ID, c.Seq)
					if err != nil {
						t.Fatalf("undo %d: %v", i, err)
					}
					wantSame(t, state(), want)
					found, err := s.Changes(ctx, study.ID, c.Seq-1, 1)
					if err != nil || found[0].UndoneBy != undo.Seq || undo.Undoes != c.Seq {
						t.Errorf("change %d is undone by %d, change %d undoes %d: %v", c.Seq, found[0].UndoneBy, undo.Seq, undo.Undoes, err)
					}
					c = undo
				}
				wantVerified(t, s, study.ID)
			})
		}

		site := &crosscase.Site{ID: "a", Letter: "A"}
		create := storetest.Insert(t, s, study.ID, site)
		site.Note = "first"
		update := storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error { return tx.Update(site) })
		site.Note = "second"
		storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error { return tx.Update(site) })
		t.Run("ErrChangedSince", func(t *testing.T) {
			_, err := revert(s, study.ID, update.Seq)
			e := wantCode(t, err, crosscase.CodeConflict)
			wantSame(t, e.Details, site)
			_, err = revert(s, study.ID, create.Seq)
			wantCode(t, err, crosscase.CodeConflict)
		})
		t.Run("ErrGone", func(t *testing.T) {
			deletion := storetest.Write(t, s, study.ID, "site.delete", func(tx *store.Tx) error { return tx.Delete("site", "a") })
			_, err := revert(s, study.ID, update.Seq)
			wantCode(t, err, crosscase.CodeConflict)
			storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "a", Letter: "A"})
			_, err = revert(s, study.ID, deletion.Seq)
			wantCode(t, err, crosscase.CodeConflict)
		})
		t.Run("ErrStillReferredTo", func(t *testing.T) {
			c := storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "b", Letter: "B"})
			storetest.Insert(t, s, study.ID, &crosscase.Unit{ID: "u", SiteID: "b", Name: "u"})
			_, err := revert(s, study.ID, c.Seq)
			wantCode(t, err, crosscase.CodeInvalid)
			if get(t, s, study.ID, "site", "b") == nil {
				t.Error("the site is gone all the same")
			}
		})
		t.Run("ErrErased", func(t *testing.T) {
			c := storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "c", Letter: "C"})
			s.Exec(ctx, `DELETE FROM change_content WHERE study_id = $1 AND seq = $2`, string(study.ID), c.Seq)
			_, err := revert(s, study.ID, c.Seq)
			wantCode(t, err, crosscase.CodeConflict)
		})
		t.Run("ErrNoSuchChange", func(t *testing.T) {
			_, err := revert(s, study.ID, 10_000)
			wantCode(t, err, crosscase.CodeNotFound)
		})
	})
}
