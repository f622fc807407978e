package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFilesIn(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.txt", "North/b.txt", "North/deep/c.docx", "North/~$c.docx", ".git/d.txt", "e.exe"} {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Symlink("/etc/hostname", filepath.Join(dir, "link.txt")); err != nil {
		t.Fatal(err)
	}
	files, skipped, err := filesIn([]string{dir, filepath.Join(dir, "e.exe")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range files {
		got = append(got, f.shown+" of "+f.sub)
	}
	if d := cmp.Diff([]string{"North/b.txt of North", "North/deep/c.docx of North", "a.txt of ", "e.exe of "}, got); d != "" {
		t.Error(d)
	}
	want := []string{".git: a hidden or system file", "North/~$c.docx: the lock of a document that is open", "e.exe: a kind that is not read", "link.txt: a link, which is not followed"}
	if d := cmp.Diff(want, skipped); d != "" {
		t.Error(d)
	}
	if _, _, err := filesIn([]string{filepath.Join(dir, "nowhere")}); err == nil || !strings.Contains(err.Error(), "nowhere") {
		t.Errorf("%v", err)
	}
}
