package store_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// TestVerifyDetects alters a history behind the store's back, one thing at a time, and puts it right again.
func TestVerifyDetects(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		f := &filler{id: storetest.IDs(0)}
		first := oneOfEach(t, s, study, f)
		site := first["site"].(*crosscase.Site)
		storetest.Insert(t, s, study.ID, f.row("coding", true), f.row("coding", true))
		site.Note = "changed"
		c := storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error { return tx.Update(site) })
		if _, err := revert(s, study.ID, c.Seq); err != nil {
			t.Fatal(err)
		}
		storetest.Insert(t, s, study.ID, f.row("site", true))
		big := storetest.Write(t, s, study.ID, "import", func(tx *store.Tx) error { // several parts of content
			for i := range 60 {
				if err := tx.Insert(&crosscase.Memo{ID: crosscase.MemoID(f.id()), Text: strings.Repeat(unicode, 600) + fmt.Sprint(i)}); err != nil {
					return err
				}
			}
			return nil
		})
		wantVerified(t, s, study.ID)

		check := func(name, want string, sql ...string) {
			t.Run(name, func(t *testing.T) {
				backup := newCopy(t, s, strings.Join(sql, " "))
				for _, text := range sql {
					if n, err := s.Exec(ctx, text); err != nil || n == 0 {
						t.Fatalf("%s: %d rows, %v", text, n, err)
					}
				}
				v, err := s.Verify(ctx, study.ID)
				if err != nil {
					t.Fatal(err)
				}
				if len(v.Faults) == 0 || !strings.Contains(fmt.Sprint(v.Faults), want) {
					t.Errorf("got %+v, want a fault with %q", v.Faults, want)
				}
				backup()
			})
		}
		for _, column := range []string{"actor", "actor_name", "kind", "noun", "entity_id", "about", "digest", "prev", "hash"} {
			check("Entry/"+column, "altered", `UPDATE change SET `+column+` = `+column+` || 'x' WHERE seq = 3`)
		}
		for _, column := range []string{"at", "rows_changed", "undoes", "undone_by"} {
			check("Entry/"+column, "", `UPDATE change SET `+column+` = `+column+` + 1 WHERE seq = 3`)
		}
		check("Entry/seq", "missing", `UPDATE change SET seq = 99 WHERE seq = 3`)
		check("Entry/study", "missing", `UPDATE change SET study_id = 'x' WHERE seq = 3`)
		check("UndoneByForgotten", "undone", `UPDATE change SET undone_by = 0 WHERE seq = 4`)
		check("ContentAltered", "content", fmt.Sprintf(`UPDATE change_content SET body = (SELECT body FROM change_content WHERE seq = %d AND part = 0) WHERE seq = 2`, big.Seq))
		check("ContentSwapped", "content", `UPDATE change_content SET seq = -seq WHERE seq IN (3, 4)`, `UPDATE change_content SET seq = seq + 7 WHERE seq < 0`)
		check("ContentPartRemoved", "content", fmt.Sprintf(`DELETE FROM change_content WHERE seq = %d AND part = 1`, big.Seq))
		check("ContentPartsSwapped", "content", fmt.Sprintf(`UPDATE change_content SET part = -1 - part WHERE seq = %d AND part < 2`, big.Seq), `UPDATE change_content SET part = part + 2 WHERE part < 0`)
		check("SaltAltered", "content", `UPDATE change_content SET salt = salt || 'x' WHERE part = 0 AND seq = 3`)
		check("SaltOfALaterPartAltered", "salt", `UPDATE change_content SET salt = salt || 'x' WHERE part = 1`)
		check("RemovedFirst", "missing", `DELETE FROM change WHERE seq = 1`)
		check("RemovedMiddle", "missing", `DELETE FROM change WHERE seq = 3`)
		check("RemovedLast", "ends at", fmt.Sprintf(`DELETE FROM change WHERE seq = %d`, big.Seq))
		check("RemovedLastWithItsHead", "behind its back", fmt.Sprintf(`DELETE FROM change WHERE seq = %d`, big.Seq),
			fmt.Sprintf(`UPDATE study_head SET seq = seq - 1, hash = (SELECT hash FROM change WHERE seq = %d)`, big.Seq-1))
		check("Swapped", "altered", `UPDATE change SET seq = -seq WHERE seq IN (3, 4)`, `UPDATE change SET seq = seq + 7 WHERE seq < 0`)
		check("RowAltered", "the site rows", `UPDATE site SET note = 'x' WHERE id = '`+string(site.ID)+`'`)
		check("RevisionAltered", "the site rows", `UPDATE site SET revision = revision + 1 WHERE id = '`+string(site.ID)+`'`)
		check("ListAltered", "the coding rows", `UPDATE coding SET position_set = '["x"]' WHERE id = '`+idOf(first["coding"])+`'`)
		check("ListUnreadable", "cannot be read", `UPDATE coding SET position_set = '{' WHERE id = '`+idOf(first["coding"])+`'`)
		check("NumberAltered", "the coding rows", `UPDATE coding SET number = number + 0.001 WHERE id = '`+idOf(first["coding"])+`'`)
		check("RowDeleted", "the memo rows", `DELETE FROM memo WHERE id = (SELECT max(id) FROM memo)`)
		check("RowAdded", "the coder rows", `INSERT INTO coder (study_id, id, revision, name) VALUES ('`+string(study.ID)+`', 'x', 2, 'x')`)
		check("StudyAltered", "the study rows", `UPDATE study SET title = 'x'`)
		check("HeadSeq", "ends at", `UPDATE study_head SET seq = seq + 1`)
		check("HeadHash", "ends at", `UPDATE study_head SET hash = 'x'`)

		wantVerified(t, s, study.ID)

		t.Run("ErasedStillVerifies", func(t *testing.T) {
			if _, err := s.Exec(ctx, `DELETE FROM change_content WHERE seq = 3`); err != nil {
				t.Fatal(err)
			}
			v, err := s.Verify(ctx, study.ID)
			if err != nil || len(v.Faults) > 0 || v.Erased != 1 || v.Changes != big.Seq {
				t.Errorf("got %+v, %v", v, err)
			}
			erased, err := s.Content(ctx, study.ID, 3, func(store.RowChange) error { t.Error("there is content"); return nil })
			if err != nil || !erased {
				t.Errorf("erased %v, %v", erased, err)
			}
			s.Exec(ctx, `UPDATE change SET about = 'x' WHERE seq = 3`)
			if v, err := s.Verify(ctx, study.ID); err != nil || len(v.Faults) == 0 {
				t.Errorf("an altered entry without content passes: %v", err)
			}
		})
		t.Run("ErrNoSuchStudy", func(t *testing.T) {
			_, err := s.Verify(ctx, "none")
			wantCode(t, err, crosscase.CodeNotFound)
		})
	})
}

var altered = regexp.MustCompile(`(?:UPDATE|FROM|INTO) (\w+)`)

// newCopy keeps the tables that some SQL alters and returns what puts them back.
func newCopy(t *testing.T, s *store.Store, sql string) func() {
	var tables []string
	for _, m := range altered.FindAllStringSubmatch(sql, -1) {
		if !slices.Contains(tables, m[1]) {
			tables = append(tables, m[1])
		}
	}
	run := func(text string) {
		t.Helper()
		if _, err := s.DB().ExecContext(ctx, text); err != nil {
			t.Fatalf("%s: %v", text, err)
		}
	}
	for _, name := range tables {
		run("CREATE TABLE kept_" + name + " AS SELECT * FROM " + name)
	}
	return func() {
		tx, err := s.DB().BeginTx(ctx, nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		for _, name := range tables { // references are deferred
			for _, text := range []string{"DELETE FROM " + name, "INSERT INTO " + name + " SELECT * FROM kept_" + name, "DROP TABLE kept_" + name} {
				if _, err := tx.ExecContext(ctx, text); err != nil {
					t.Fatalf("%s: %v", text, err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
}
