package store_test

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// TestMain lets the test binary be a second program on the same database, as CROSSCASE_CHILD says.
func TestMain(m *testing.M) {
	if job := os.Getenv("CROSSCASE_CHILD"); job != "" {
		if err := child(job); err != nil {
			fmt.Println("failed:", err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func child(job string) error {
	s, err := store.Open(ctx, os.Getenv("CROSSCASE_DATABASE"))
	if err != nil {
		return err
	}
	defer s.Close()
	study := crosscase.StudyID(storetest.ID(0))
	switch job {
	case "open":
	case "endless": // writes in one change until it is killed
		_, err = s.Write(ctx, study, storetest.Head("import"), func(tx *store.Tx) error {
			for i := 0; ; i++ {
				id := crosscase.SiteID(fmt.Sprint("endless ", i))
				if err := tx.Insert(&crosscase.Site{ID: id, Letter: string(id), Note: unicode}); err != nil {
					return err
				}
				if i == 50_000 {
					fmt.Println("writing")
				}
			}
		})
	case "many": // writes many changes
		for i := range 40 {
			id := crosscase.SiteID(fmt.Sprint(os.Getenv("CROSSCASE_NAME"), " ", i))
			if _, err = s.Write(ctx, study, storetest.Head("site.create"), func(tx *store.Tx) error {
				return tx.Insert(&crosscase.Site{ID: id, Letter: string(id)})
			}); err != nil {
				return err
			}
		}
	}
	return err
}

func childCommand(where, job, name string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "CROSSCASE_CHILD="+job, "CROSSCASE_DATABASE="+where, "CROSSCASE_NAME="+name)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestKilledWriteLeavesTheStudy(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind, func(t *testing.T) {
			where := storetest.Where(t, kind)
			s := storetest.Open(t, where)
			study := storetest.Study(t, s)
			storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "a", Letter: "A"})
			for range 2 {
				cmd := childCommand(where, "endless", "")
				out, err := cmd.StdoutPipe()
				if err != nil {
					t.Fatal(err)
				}
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				line, err := bufio.NewReader(out).ReadString('\n')
				cmd.Process.Kill()
				cmd.Wait()
				if line != "writing\n" {
					t.Fatalf("the child said %q, %v", line, err)
				}
			}
			other := storetest.Open(t, where) // as after a restart
			if seq, err := other.Seq(ctx, study.ID); err != nil || seq != 2 {
				t.Errorf("the study is at change %d, want 2: %v", seq, err)
			}
			if n, err := other.Count(ctx, study.ID, "site", ""); err != nil || n != 1 {
				t.Errorf("got %d sites, want 1: %v", n, err)
			}
			wantVerified(t, other, study.ID)
			if c := storetest.Insert(t, s, study.ID, &crosscase.Site{ID: "b", Letter: "B"}); c.Seq != 3 {
				t.Errorf("the next change is %d, want 3", c.Seq)
			}
			wantVerified(t, other, study.ID)
		})
	}
}

func TestTwoProgramsOnOneDatabase(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind, func(t *testing.T) {
			where := storetest.Where(t, kind)
			var all sync.WaitGroup
			run := func(job, name string) {
				all.Go(func() {
					if out, err := childCommand(where, job, name).Output(); err != nil {
						t.Errorf("%s %s: %v %s", job, name, err, out)
					}
				})
			}
			for range 3 { // all find it empty
				run("open", "")
			}
			all.Wait()
			s := storetest.Open(t, where)
			study := storetest.Study(t, s)
			run("many", "first")
			run("many", "second")
			for i := range 40 {
				storetest.Insert(t, s, study.ID, &crosscase.Site{ID: crosscase.SiteID(fmt.Sprint(i)), Letter: fmt.Sprint(i)})
			}
			all.Wait()
			if seq, err := s.Seq(ctx, study.ID); err != nil || seq != 121 {
				t.Errorf("the study is at change %d, want 121: %v", seq, err)
			}
			wantVerified(t, s, study.ID)
		})
	}
}

func TestNewerDatabaseIsRefused(t *testing.T) {
	for _, kind := range storetest.Kinds {
		t.Run(kind, func(t *testing.T) {
			where := storetest.Where(t, kind)
			s := storetest.Open(t, where)
			if _, err := s.Exec(ctx, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (999, true)`); err != nil {
				t.Fatal(err)
			}
			_, err := store.Open(ctx, where)
			wantCode(t, err, crosscase.CodeInvalid)
		})
	}
}

func TestMigrationKeepsACopy(t *testing.T) {
	where := storetest.Where(t, "sqlite")
	old, err := store.OpenAt(ctx, where, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := old.Exec(ctx, `INSERT INTO account (id, login, password, admin, created) VALUES ('a', 'a', '', false, 0)`); err != nil {
		t.Fatal(err)
	}
	old.Close()
	s := storetest.Open(t, where)
	if n, err := s.Count(ctx, "none", "site", ""); err != nil || n != 0 {
		t.Errorf("the database was not migrated: %v", err)
	}
	kept, err := store.OpenAt(ctx, where+".v1", 1)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	if found, err := kept.Accounts(ctx); err != nil || len(found) != 1 {
		t.Errorf("the copy has %d accounts, want 1: %v", len(found), err)
	}
	if _, err := kept.Count(ctx, "none", "site", ""); err == nil {
		t.Error("the copy was migrated too")
	}
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(where), ".copy*"))
	if len(names) > 0 {
		t.Errorf("left behind: %q", names)
	}
}

func TestOpenErrors(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "notes.txt")
	if err := os.WriteFile(file, []byte("These are field notes and no database, however long they may be. "+unicode), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, where := range map[string]string{
		"NotADatabase":   file,
		"Directory":      dir,
		"BelowAFile":     filepath.Join(file, "crosscase.db"),
		"NoServer":       "postgres:///none?host=" + dir,
		"NotAnAddress":   "postgres://%zz",
		"NoSuchDatabase": "postgres://user:secret@127.0.0.1:1/none?connect_timeout=2",
	} {
		t.Run("Err"+name, func(t *testing.T) {
			s, err := store.Open(ctx, where)
			if err == nil {
				s.Close()
			}
			e := wantCode(t, err, crosscase.CodeInvalid)
			if name == "NoSuchDatabase" && contains(e.Message, "secret") {
				t.Errorf("the message holds the password: %s", e.Message)
			}
		})
	}
	odd := filepath.Join(dir, "a b?c#d%20e'é.db")
	s := storetest.Open(t, odd)
	storetest.Study(t, s)
	if _, err := os.Stat(odd); err != nil {
		t.Error(err)
	}
}
