package media_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/media"
)

func TestContent(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "media")
	content := media.NewContent(dir)
	stage := func(body string) *media.Staged {
		t.Helper()
		s, err := content.Stage(t.Context(), strings.NewReader(body), nil)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := stage("hello")
	if want := "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824"; s.Hash != want || s.Bytes != 5 {
		t.Errorf("%+v", s)
	}
	if _, err := content.Open(s.Hash); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
		t.Errorf("it is there before it is kept: %v", err)
	}
	for range 2 { // the same once more is no error, and still one file
		s := stage("hello")
		if err := s.Keep(); err != nil {
			t.Fatal(err)
		}
		s.Drop()
	}
	s.Drop()
	f, err := content.Open(s.Hash)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(f)
	if f.Close(); err != nil || string(body) != "hello" {
		t.Errorf("%q, %v", body, err)
	}
	if _, err := content.Stage(t.Context(), iotest.ErrReader(errors.New("torn")), nil); err == nil {
		t.Error("a torn file was staged")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, "new-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	if err := content.Remove(s.Hash); err != nil {
		t.Error(err)
	}
	if _, err := content.Open(s.Hash); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
		t.Error("it is still there")
	}
	for _, hash := range []string{"", "..", "../../etc/passwd", strings.Repeat("A", 64)} {
		if _, err := content.Open(hash); err == nil {
			t.Errorf("%q was opened", hash)
		}
	}
}

func TestUploads(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "uploads")
	now := time.Now()
	const id = "01780000-0000-7000-8000-000000000001"
	if err := media.NewUploads(dir).Create(&media.Upload{ID: id, StudyID: "s", Account: "a", Name: "x.mp3", Length: 10}, now); err != nil {
		t.Fatal(err)
	}
	t.Run("Torn", func(t *testing.T) {
		got, err := media.NewUploads(dir).Append(id, 0, io.MultiReader(strings.NewReader("0123"), iotest.ErrReader(io.ErrUnexpectedEOF)))
		if !errors.Is(err, io.ErrUnexpectedEOF) || got != 4 {
			t.Errorf("%d, %v", got, err)
		}
	})
	t.Run("GoOnAfterRestart", func(t *testing.T) {
		uploads := media.NewUploads(dir) // as another server finds it
		up, err := uploads.Get(id)
		if err != nil || up.Offset != 4 || up.Finished() || up.Name != "x.mp3" || up.Account != "a" {
			t.Fatalf("%+v, %v", up, err)
		}
		if _, err := uploads.Append(id, 2, strings.NewReader("x")); crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Errorf("written in the middle: %v", err)
		}
		if got, err := uploads.Append(id, 4, strings.NewReader("456789")); err != nil || got != 10 {
			t.Errorf("%d, %v", got, err)
		}
		body, err := os.ReadFile(uploads.Path(id))
		if err != nil || string(body) != "0123456789" {
			t.Errorf("%q, %v", body, err)
		}
		if _, err := uploads.Append(id, 10, strings.NewReader("x")); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
			t.Errorf("more than it has: %v", err)
		}
	})
	t.Run("OneAtATime", func(t *testing.T) {
		uploads := media.NewUploads(dir)
		release, free := uploads.Hold(id)
		if !free {
			t.Fatal("it is held already")
		}
		if _, err := uploads.Append(id, 10, strings.NewReader("")); crosscase.ErrorCode(err) != crosscase.CodeConflict {
			t.Errorf("written beside another: %v", err)
		}
		release()
	})
	t.Run("GivenUp", func(t *testing.T) {
		uploads := media.NewUploads(dir)
		uploads.Sweep(now.Add(media.UploadLifetime - time.Hour))
		if _, err := uploads.Get(id); err != nil {
			t.Errorf("too early: %v", err)
		}
		uploads.Sweep(now.Add(media.UploadLifetime + time.Hour))
		if _, err := uploads.Get(id); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
			t.Errorf("still there: %v", err)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("left behind: %v", left)
		}
	})
	t.Run("Hostile", func(t *testing.T) {
		uploads := media.NewUploads(dir)
		for _, id := range []string{"../x", "", "a"} {
			if _, err := uploads.Get(id); crosscase.ErrorCode(err) != crosscase.CodeNotFound {
				t.Errorf("%q: %v", id, err)
			}
		}
		for _, length := range []int64{0, -1, media.LargestUpload + 1} {
			if err := uploads.Create(&media.Upload{ID: id, Length: length}, now); crosscase.ErrorCode(err) != crosscase.CodeInvalid {
				t.Errorf("%d bytes: %v", length, err)
			}
		}
	})
}
