package service_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
	"github.com/crosscase/crosscase/internal/service"
	"github.com/crosscase/crosscase/internal/store"
	"github.com/crosscase/crosscase/internal/store/storetest"
)

// rowsOf are all rows of a noun in the study s.
func rowsOf[T any](t *testing.T, s *service.Service, ctx context.Context, noun string) []*T {
	t.Helper()
	rows, err := s.List(ctx, "s", noun, nil)
	if err != nil {
		t.Fatal(err)
	}
	var out []*T
	for _, r := range rows {
		out = append(out, r.(*T))
	}
	return out
}

const commented = `{\rtf1\ansi {\b Anna:} We {\*\atrfstart 1}share it{\*\atrfend 1}{\*\atnauthor Bea}{\*\annotation{\*\atnref 1} sharing; Trust ; sharing}.\par{\b Ben:} Yes{\footnote He laughed.}.\par{\b Anna:} Good.\par` +
	`{\b Ben:} {\*\atrfstart 2}Bye{\*\atrfend 2}{\*\atnauthor Bea}{\*\annotation{\*\atnref 2} This is a remark on what was said that goes on for so long that nobody would take it for the name of a theme.}.{\deleted gone}\par}`

func TestNotesOfDocuments(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		res := importBytes(t, s, ctx, "talk.rtf", []byte(commented), service.ImportOptions{Site: "A"})
		if res.Counts["memo"] != 3 || res.Counts["coding"] != 0 || res.Counts["excerpt"] != 3 {
			t.Errorf("%v", res.Counts)
		}
		if d := cmp.Diff(map[string]int64{"comments": 2, "footnotes": 1, "tracked deletions": 1, "turns": 4, "characters": 50}, res.Loss.In); d != "" {
			t.Error(d)
		}
		if len(res.Loss.NotCarried) != 1 || res.Loss.NotCarried[0].Count != 1 {
			t.Errorf("%+v", res.Loss.NotCarried)
		}
		words := map[string]string{}
		for _, e := range rowsOf[crosscase.Excerpt](t, s, ctx, "excerpt") {
			words[string(e.ID)] = e.Text
		}
		about := map[string]string{}
		for _, m := range rowsOf[crosscase.Memo](t, s, ctx, "memo") {
			about[words[m.About[0].Key]] = m.Title + " " + m.Author
		}
		if d := cmp.Diff(map[string]string{"share it": "Comment Bea", "Yes": "Footnote ", "Bye": "Comment Bea"}, about); d != "" {
			t.Error(d)
		}
	})
}

func TestCommentsAsCodings(t *testing.T) {
	storetest.Each(t, func(t *testing.T, st *store.Store) {
		s, _, ctx := recordings(t, st, media.Tools{})
		o := service.ImportOptions{Site: "A", Comments: service.CommentsCodings, DryRun: true}
		if res := importBytes(t, s, ctx, "talk.rtf", []byte(commented), o); res.Counts["coding"] != 2 || len(rowsOf[crosscase.Theme](t, s, ctx, "theme")) != 0 {
			t.Errorf("the dry run tells of %v", res.Counts)
		}
		o.DryRun = false
		res := importBytes(t, s, ctx, "talk.rtf", []byte(commented), o)
		if d := cmp.Diff([]string{"sharing", "Trust"}, res.Created["theme"]); d != "" {
			t.Error(d)
		}
		codings := rowsOf[crosscase.Coding](t, s, ctx, "coding")
		if len(codings) != 2 || codings[0].ParticipantID == "" || codings[0].CoderID == "" || codings[0].ExcerptID != codings[1].ExcerptID {
			t.Errorf("%+v", codings)
		}
		if res.Counts["memo"] != 2 {
			t.Errorf("the footnote and the long comment are %d memos", res.Counts["memo"])
		}
		wantCode(t, "another word", importError(s, ctx, "x.rtf", commented, service.ImportOptions{Comments: "both"}), crosscase.CodeInvalid)
		wantCode(t, "strict", importError(s, ctx, "y.rtf", `{\rtf1 {\*\atrfstart 1}a{\*\atrfend 1}{\*\annotation{\*\atnref 1} new}}`,
			service.ImportOptions{Site: "A", Comments: service.CommentsCodings, Strict: true}), crosscase.CodeInvalid)
	})
}

// importError is why a file is refused.
func importError(s *service.Service, ctx context.Context, name, body string, o service.ImportOptions) error {
	_, err := s.Import(ctx, "s", name, strings.NewReader(body), int64(len(body)), o)
	return err
}
