package store_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

var ctx = context.Background()

// filler fills rows by reflection: each field with a value of its own, each reference with a row that is there.
type filler struct {
	id    func() string
	ids   map[string]string // of one row of each noun
	words int
}

// unicode is in every text: letters beyond ASCII, an emoji of several code points, combining and right-to-left signs, and what JSON escapes.
const unicode = " é e\u0301 👩🏽‍⚕️ שלום \u2028 <a href=\"x\">&amp; \\ \t\r\n\x7f 'it''s' $1 ?1"

func (f *filler) text() string {
	f.words++
	return fmt.Sprint("text ", f.words, unicode)
}

func (f *filler) row(noun string, full bool) any {
	row := store.New(noun)
	v := reflect.ValueOf(row).Elem()
	refs := map[string]store.Reference{}
	for _, r := range store.References(noun) {
		refs[r.Field] = r
	}
	for i := range v.NumField() {
		column, opt, _ := strings.Cut(v.Type().Field(i).Tag.Get("db"), ",")
		field := v.Field(i)
		ref, isRef := refs[column]
		switch {
		case column == "study_id" || column == "revision":
		case column == "id":
			field.SetString(f.id())
		case isRef && ref.List:
			if full {
				list := reflect.MakeSlice(field.Type(), 1, 1)
				list.Index(0).SetString(f.ids[ref.Noun])
				field.Set(list)
			}
		case isRef:
			if (full || opt != "null") && ref.Noun != noun { // nothing refers to itself
				field.SetString(f.ids[ref.Noun])
			}
		case !full && !unique(noun, column):
		default:
			f.fill(field)
		}
	}
	return row
}

// unique says whether an empty row still needs a value here, to be another than the row before it.
func unique(noun, column string) bool {
	switch column {
	case "slug", "letter", "name", "key", "title", "pseudonym", "account_id", "owner_id":
		return true
	case "code":
		return noun == "claim"
	case "guid":
		return true
	case "version":
		return noun == "source_text" || noun == "text_edit"
	case "number":
		return noun == "codebook_version"
	case "aspect":
		return noun == "site_position" || noun == "dissent_answer"
	}
	return false
}

func (f *filler) fill(v reflect.Value) {
	f.words++
	switch v.Kind() {
	case reflect.String:
		v.SetString(f.text())
	case reflect.Int, reflect.Int64:
		v.SetInt(math.MaxInt64 - int64(f.words))
	case reflect.Float64:
		v.SetFloat(0.1 + float64(f.words)/3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(v.Elem())
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		f.fill(v.Index(0))
		f.fill(v.Index(1))
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(v.Field(i))
		}
	}
}

func field(row any, name string) reflect.Value { return reflect.ValueOf(row).Elem().FieldByName(name) }

func idOf(row any) string { return field(row, "ID").String() }

// oneOfEach writes one full row of each noun and returns them by noun.
func oneOfEach(t testing.TB, s *store.Store, study *crosscase.Study, f *filler) map[string]any {
	rows := map[string]any{"study": study}
	f.ids = map[string]string{"study": string(study.ID)}
	var list []any
	for _, noun := range store.Nouns()[1:] {
		row := f.row(noun, true)
		rows[noun], f.ids[noun] = row, idOf(row)
		list = append(list, row)
	}
	storetest.Insert(t, s, study.ID, list...)
	return rows
}

func get(t testing.TB, s *store.Store, study crosscase.StudyID, noun, id string) any {
	t.Helper()
	found, err := s.Rows(ctx, study, noun, "id = $2", id)
	if err != nil {
		t.Fatal(err)
	}
	if len(found) == 0 {
		return nil
	}
	return found[0]
}

func wantSame(t testing.TB, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func wantVerified(t testing.TB, s *store.Store, study crosscase.StudyID) {
	t.Helper()
	v, err := s.Verify(ctx, study)
	if err != nil {
		t.Fatal(err)
	}
	if len(v.Faults) > 0 {
		t.Errorf("the history does not verify: %+v", v.Faults)
	}
}

func wantCode(t testing.TB, err error, code crosscase.Code) *crosscase.Error {
	t.Helper()
	if crosscase.ErrorCode(err) != code {
		t.Fatalf("got error %v (%s), want %s", err, crosscase.ErrorCode(err), code)
	}
	e, _ := err.(*crosscase.Error)
	return e
}

func TestEveryNoun(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		f := &filler{id: storetest.IDs(0)}
		first := oneOfEach(t, s, study, f)
		for _, noun := range store.Nouns()[1:] {
			t.Run(noun, func(t *testing.T) {
				wantSame(t, get(t, s, study.ID, noun, idOf(first[noun])), first[noun])

				empty := f.row(noun, false)
				if noun == "site_identity" || noun == "participant_identity" || noun == "type_decision" { // one for each that it is about
					what := map[string]string{"site_identity": "site", "participant_identity": "participant", "type_decision": "site"}[noun]
					other := f.row(what, true)
					storetest.Insert(t, s, study.ID, other)
					about := map[string]string{"site": "SiteID", "participant": "ParticipantID"}[what]
					field(empty, about).SetString(idOf(other))
				}
				c := storetest.Insert(t, s, study.ID, empty)
				if rev := field(empty, "Revision").Int(); rev != c.Seq || c.Rows != 1 {
					t.Errorf("got revision %d of a change %d of %d rows", rev, c.Seq, c.Rows)
				}
				wantSame(t, get(t, s, study.ID, noun, idOf(empty)), empty)

				full := f.row(noun, true)
				field(full, "ID").SetString(idOf(empty))
				field(full, "Revision").SetInt(field(empty, "Revision").Int())
				if key := map[string]string{"site_identity": "SiteID", "participant_identity": "ParticipantID", "type_decision": "SiteID"}[noun]; key != "" {
					field(full, key).SetString(field(empty, key).String())
				}
				storetest.Write(t, s, study.ID, noun+".update", func(tx *store.Tx) error { return tx.Update(full) })
				wantSame(t, get(t, s, study.ID, noun, idOf(empty)), full)

				list, err := s.Rows(ctx, study.ID, noun, "")
				if err != nil {
					t.Fatal(err)
				}
				if n, err := s.Count(ctx, study.ID, noun, ""); err != nil || int(n) != len(list) || n < 2 {
					t.Errorf("counted %d of %d rows: %v", n, len(list), err)
				}

				storetest.Write(t, s, study.ID, noun+".delete", func(tx *store.Tx) error { return tx.Delete(noun, idOf(empty)) })
				if got := get(t, s, study.ID, noun, idOf(empty)); got != nil {
					t.Errorf("still there: %+v", got)
				}
				_, err = s.Write(ctx, study.ID, storetest.Head("again"), func(tx *store.Tx) error { return tx.Delete(noun, idOf(empty)) })
				wantCode(t, err, crosscase.CodeNotFound)
			})
		}
		wantVerified(t, s, study.ID)
	})
}

func TestStudyRow(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		study.Title, study.About, study.Synthetic = "Another"+unicode, unicode, true
		study.Settings.GroupShare = 2.0 / 3
		storetest.Write(t, s, study.ID, "study.update", func(tx *store.Tx) error { return tx.Update(study) })
		got, err := s.StudyBySlug(ctx, study.Slug)
		if err != nil {
			t.Fatal(err)
		}
		wantSame(t, got, study)
		if study.Revision != 2 {
			t.Errorf("got revision %d, want 2", study.Revision)
		}
		again := *study
		_, err = s.Create(ctx, &again, storetest.Head("study.create"), nil)
		wantCode(t, err, crosscase.CodeInvalid)
		again.ID = "other"
		_, err = s.Create(ctx, &again, storetest.Head("study.create"), nil)
		wantCode(t, err, crosscase.CodeInvalid)
		if _, err := s.Seq(ctx, "other"); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			t.Errorf("a study that failed left its head: %v", err)
		}
		_, err = s.Write(ctx, "other", storetest.Head("x"), func(tx *store.Tx) error { return nil })
		wantCode(t, err, crosscase.CodeNotFound)
		wantVerified(t, s, study.ID)
	})
}

func TestValues(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		f := &filler{id: storetest.IDs(0)}
		first := oneOfEach(t, s, study, f)
		coding := first["coding"].(*crosscase.Coding)
		for _, x := range []float64{0, math.Copysign(0, -1), 1, -1, 0.1, 1.0 / 3, math.MaxFloat64, math.SmallestNonzeroFloat64, 1e15 + 0.3, -123456789.123456789} {
			coding.Number = &x
			storetest.Write(t, s, study.ID, "coding.update", func(tx *store.Tx) error { return tx.Update(coding) })
			got, err := store.Get[crosscase.Coding](ctx, s, study.ID, string(coding.ID))
			if err != nil {
				t.Fatal(err)
			}
			if *got.Number != x {
				t.Errorf("wrote %v, read %v", x, *got.Number)
			}
		}
		typology := first["typology"].(*crosscase.Typology)
		typology.Types = []crosscase.Type{}
		topic := first["topic"].(*crosscase.Topic)
		topic.Themes = []crosscase.ThemeID{}
		storetest.Write(t, s, study.ID, "empty lists", func(tx *store.Tx) error {
			if err := tx.Update(typology); err != nil {
				return err
			}
			return tx.Update(topic)
		})
		wantVerified(t, s, study.ID)

		for name, alter := range map[string]func(*crosscase.Coding){
			"NUL":         func(c *crosscase.Coding) { c.Note = "a\x00b" },
			"NotUTF8":     func(c *crosscase.Coding) { c.Note = "a\xff" },
			"NaN":         func(c *crosscase.Coding) { x := math.NaN(); c.Number = &x },
			"Infinite":    func(c *crosscase.Coding) { x := math.Inf(1); c.Number = &x },
			"NULInAList":  func(c *crosscase.Coding) { c.PositionSet = []crosscase.PositionID{"a\x00"} },
			"NULInTheKey": func(c *crosscase.Coding) { c.ID = "\x00" },
		} {
			t.Run("Err"+name, func(t *testing.T) {
				c := *coding
				c.ID = "new"
				alter(&c)
				_, err := s.Write(ctx, study.ID, storetest.Head("coding.create"), func(tx *store.Tx) error { return tx.Insert(&c) })
				wantCode(t, err, crosscase.CodeInvalid)
			})
		}
		wantVerified(t, s, study.ID)
	})
}

func TestViolations(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		f := &filler{id: storetest.IDs(0)}
		first := oneOfEach(t, s, study, f)
		seq, err := s.Seq(ctx, study.ID)
		if err != nil {
			t.Fatal(err)
		}
		site := first["site"].(*crosscase.Site)
		good := &crosscase.Site{ID: "good", Letter: "Good"}
		for name, fn := range map[string]func(*store.Tx) error{
			"SameID":     func(tx *store.Tx) error { return tx.Insert(&crosscase.Site{ID: site.ID, Letter: "other"}) },
			"SameLetter": func(tx *store.Tx) error { return tx.Insert(&crosscase.Site{ID: "other", Letter: site.Letter}) },
			"SameLetterByUpdate": func(tx *store.Tx) error {
				c := *good
				c.Letter, c.Revision = site.Letter, 0
				return tx.Update(&c)
			},
			"NoSuchSite": func(tx *store.Tx) error { return tx.Insert(&crosscase.Unit{ID: "u", SiteID: "none", Name: "u"}) },
			"NoSuchSiteByUpdate": func(tx *store.Tx) error {
				u := *first["unit"].(*crosscase.Unit)
				u.SiteID = "none"
				return tx.Update(&u)
			},
			"StillReferredTo": func(tx *store.Tx) error { return tx.Delete("site", string(site.ID)) },
			"ManyOfThemSame": func(tx *store.Tx) error {
				for i := range store.BulkFrom + store.BulkRows + 7 {
					if err := tx.Insert(&crosscase.Site{ID: crosscase.SiteID(fmt.Sprint(i)), Letter: fmt.Sprint(min(i, store.BulkFrom+5))}); err != nil {
						return err
					}
				}
				return nil
			},
			"ManyOfThemNowhere": func(tx *store.Tx) error {
				for i := range store.BulkFrom + store.BulkRows + 7 {
					u := &crosscase.Unit{ID: crosscase.UnitID(fmt.Sprint(i)), Name: fmt.Sprint(i), SiteID: site.ID}
					if i == store.BulkFrom+2 {
						u.SiteID = "none"
					}
					if err := tx.Insert(u); err != nil {
						return err
					}
				}
				return nil
			},
			"IgnoredByTheCaller": func(tx *store.Tx) error {
				if err := tx.Insert(&crosscase.Site{ID: site.ID, Letter: "other"}); err == nil {
					return fmt.Errorf("no error")
				}
				return tx.Insert(&crosscase.Site{ID: "yet another", Letter: "yet another"})
			},
		} {
			t.Run("Err"+name, func(t *testing.T) {
				_, err := s.Write(ctx, study.ID, storetest.Head("x"), func(tx *store.Tx) error {
					c := *good
					if err := tx.Insert(&c); err != nil {
						return err
					}
					return fn(tx)
				})
				e := wantCode(t, err, crosscase.CodeInvalid)
				if strings.Contains(e.Message, "SQL") || strings.Contains(e.Message, "constraint") {
					t.Errorf("the message speaks of the database: %s", e.Message)
				}
				if n, _ := s.Seq(ctx, study.ID); n != seq {
					t.Errorf("the study is at change %d, want %d", n, seq)
				}
				if get(t, s, study.ID, "site", "good") != nil {
					t.Error("a row of the write that failed is there")
				}
			})
		}
		c := storetest.Insert(t, s, study.ID, good)
		if c.Seq != seq+1 {
			t.Errorf("the next change is %d, want %d", c.Seq, seq+1)
		}
		wantVerified(t, s, study.ID)
	})
}

func TestStaleRevision(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		site := &crosscase.Site{ID: "a", Letter: "A"}
		storetest.Insert(t, s, study.ID, site)
		stale := *site
		site.Note = "first"
		storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error { return tx.Update(site) })
		stale.Note = "second"
		_, err := s.Write(ctx, study.ID, storetest.Head("site.update"), func(tx *store.Tx) error { return tx.Update(&stale) })
		e := wantCode(t, err, crosscase.CodeConflict)
		wantSame(t, e.Details, site)
		stale.Revision = 0
		storetest.Write(t, s, study.ID, "site.update", func(tx *store.Tx) error { return tx.Update(&stale) })
		wantSame(t, get(t, s, study.ID, "site", "a").(*crosscase.Site).Note, "second")
	})
}

func TestManyRowsInOneWrite(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		study := storetest.Study(t, s)
		n := store.BulkFrom + 3*store.BulkRows + 5
		c := storetest.Write(t, s, study.ID, "import", func(tx *store.Tx) error {
			for i := range n {
				site := crosscase.SiteID(storetest.ID(2 * i))
				if err := tx.Insert(&crosscase.Unit{ID: crosscase.UnitID(storetest.ID(2*i + 1)), SiteID: site, Name: "Ward" + unicode}); err != nil {
					return err
				}
				row := &crosscase.Site{ID: site, Letter: fmt.Sprint(i)}
				if err := tx.Insert(row); err != nil {
					return err
				}
				row.Letter = "the caller's again"
				if i%100 == 99 { // what waits is seen by reads and changed by writes
					if sites, err := store.ListTx[crosscase.Site](tx, ""); err != nil || len(sites) != i+1 {
						return fmt.Errorf("read %d of %d sites: %w", len(sites), i+1, err)
					}
					if err := tx.Update(&crosscase.Site{ID: site, Letter: fmt.Sprint(i), Note: "changed"}); err != nil {
						return err
					}
				}
			}
			return tx.Delete("unit", storetest.ID(1))
		})
		if want := int64(2*n + n/100 + 1); c.Rows != want {
			t.Errorf("got %d rows, want %d", c.Rows, want)
		}
		wantVerified(t, s, study.ID)
		storetest.Write(t, s, study.ID, "undo", func(tx *store.Tx) error { return tx.Revert(c.Seq, nil) })
		for _, noun := range []string{"site", "unit"} {
			if left, err := s.Count(ctx, study.ID, noun, ""); err != nil || left != 0 {
				t.Errorf("%d rows of %s left: %v", left, noun, err)
			}
		}
		wantVerified(t, s, study.ID)
	})
}
