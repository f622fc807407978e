package service_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// Two servers on one PostgreSQL correct one text and code in it at the same time. Each carries its corrections over
// those of the other, or is told of the conflict; no coding is lost or on other words.
func TestTwoServersCorrectOneText(t *testing.T) {
	const lines, each = 40, 30
	where := storetest.Where(t, "postgres")
	servers := []*service.Service{service.New(storetest.Open(t, where)), service.New(storetest.Open(t, where))}
	ctx := crosscase.WithActor(t.Context(), storetest.Actor)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(servers[0].CreateStudy(ctx, &crosscase.Study{Slug: "s", Title: "A study"}))
	for _, name := range []string{"T0", "T1"} {
		_, err := servers[0].CreateRecord(ctx, "s", "theme", service.Record{"code": name, "name": "theme " + name})
		must(err)
	}
	_, err := servers[0].CreateRecord(ctx, "s", "site", service.Record{"letter": "A"})
	must(err)
	var body []string
	for i := range lines {
		body = append(body, fmt.Sprintf("%s: They said that word%02d mattered.", []string{"Ann", "Ben"}[i%2], i))
	}
	text := strings.Join(body, "\n")
	made, err := servers[0].Import(ctx, "s", "talk.txt", strings.NewReader(text), int64(len(text)), service.ImportOptions{Site: "A"})
	must(err)
	source := string(made.SourceID)

	var wg sync.WaitGroup
	for n, s := range servers {
		wg.Go(func() {
			var desk *service.DeskSource
			for i := range each {
				if i%3 == 0 { // the other two are made on an older version
					var err error
					if desk, err = s.DeskSource(ctx, "s", source); err != nil {
						t.Error(err)
						return
					}
				}
				word := fmt.Sprintf("word%02d", (i*7+n*20)%lines)
				if err := editAndCode(ctx, s, desk, word, fmt.Sprint("T", n)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()

	var seen []*service.DeskSource
	for n, s := range servers {
		desk, err := s.DeskSource(ctx, "s", source)
		must(err)
		seen = append(seen, desk)
		codings := 0
		for _, e := range desk.Excerpts {
			stands := string([]rune(desk.Text)[e.Start:e.End])
			if e.Lost || e.Was != "" || e.Text != stands || !strings.HasPrefix(stands, "word") {
				t.Errorf("server %d: an excerpt has %q and stands on %q, was %q, lost %v", n, e.Text, stands, e.Was, e.Lost)
			}
			codings += len(e.Codings)
		}
		if codings != 2*each {
			t.Errorf("server %d shows %d codings, want %d", n, codings, 2*each)
		}
		if got := strings.Count(desk.Text, " very"); got != 2*each {
			t.Errorf("server %d: %d corrections are in the text, want %d", n, got, 2*each)
		}
		if len(desk.Turns) != lines {
			t.Errorf("server %d: %d turns, want %d", n, len(desk.Turns), lines)
		}
	}
	if d := cmp.Diff(seen[0].Text, seen[1].Text); d != "" {
		t.Error("the servers show different texts:", d)
	}
	check, err := servers[1].Verify(ctx, "s")
	must(err)
	if len(check.Faults) > 0 {
		t.Error("the history does not verify:", check.Faults)
	}
}

// editAndCode codes a word and puts another in before it, on the text that the server has shown. Told that the other
// server has corrected the same place since, it looks at that and does it again.
func editAndCode(ctx context.Context, s *service.Service, desk *service.DeskSource, word, theme string) error {
	place := func() int { return len([]rune(desk.Text[:strings.Index(desk.Text, word)])) }
	at := int64(place())
	mark := service.Mark{Start: at, End: at + int64(len(word)), Version: desk.Version}
	if _, err := s.ApplyTheme(ctx, "s", string(desk.ID), service.Application{Mark: mark, ThemeID: theme}); err != nil {
		return err
	}
	for {
		before := place() - len(" that ")
		_, err := s.EditText(ctx, "s", string(desk.ID), service.TextRequest{Version: desk.Version, Steps: []crosscase.TextStep{{Start: before, End: before, Text: " very"}}})
		if crosscase.ErrorCode(err) != crosscase.CodeConflict {
			return err
		}
		if desk, err = s.DeskSource(ctx, "s", string(desk.ID)); err != nil {
			return err
		}
	}
}
