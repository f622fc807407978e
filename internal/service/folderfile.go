package service

import (
	"encoding/csv"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/crosscase/crosscase"
	"github.com/crosscase/crosscase/internal/text"
)

// texts writes the texts in force, the long ones each to its file, in the order of the sources.
func (w *folderWriter) texts(fn func(row any) error) error {
	ids := make([]crosscase.SourceID, 0, len(w.sources))
	for id, src := range w.sources {
		if src.Version > 0 {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for part := range slices.Chunk(ids, sourcesAtOnce) {
		texts, err := w.v.textsOf(w.sources, part)
		if err != nil {
			return err
		}
		for _, id := range part {
			t := texts[id]
			if t == nil {
				continue
			}
			row, name := &folderText{SourceText: *t.SourceText}, w.keys[w.mask.id(string(id))]
			if w.mask != nil {
				w.mask.text(&row.SourceText, name)
			}
			if text.Len(row.Text) > shortText {
				row.File = w.fileName("texts", name, ".txt")
				f, err := w.to.Create(row.File)
				if err != nil {
					return err
				}
				if _, err := io.WriteString(f, row.Text); err != nil {
					return err
				}
				row.Text = ""
				w.loss.Out["text files"]++
			}
			if err := fn(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// fileName is a name that every system takes, and no other file of the folder has.
func (w *folderWriter) fileName(dir, name, ext string) string {
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`/\:*?"<>|`, r) || r < ' ' || r == 0x7f {
			return '-'
		}
		return r
	}, name)
	for len(name) > 100 {
		runes := []rune(name)
		name = string(runes[:len(runes)-1])
	}
	name = strings.Trim(name, " .")
	if name == "" {
		name = "source"
	}
	for n := 1; ; n++ {
		full := path.Join(dir, name+ext)
		if n > 1 {
			full = path.Join(dir, name+" "+strconv.Itoa(n)+ext)
		}
		if low := strings.ToLower(full); !w.used[low] {
			w.used[low] = true
			return full
		}
	}
}

// mediaRow says where a recording will stand in the folder.
func (w *folderWriter) mediaRow(m *crosscase.Media) *folderMedia {
	row := &folderMedia{Media: *m}
	if name := w.keys[string(m.SourceID)]; name != "" && !w.opts.NoMedia {
		ext := w.endings[string(m.SourceID)]
		row.File = w.fileName("media", strings.TrimSuffix(name, ext), ext)
	}
	return row
}

// recordings copies the files of recordings. They are named as the rows were before, in the same order.
func (w *folderWriter) recordings() error {
	for name := range w.used {
		if strings.HasPrefix(name, "media/") {
			delete(w.used, name)
		}
	}
	left := int64(0)
	if w.mask != nil {
		w.mask.quiet = true
		defer func() { w.mask.quiet = false }()
	}
	err := w.pages("media", func(row any) error {
		m := w.mediaRow(row.(*crosscase.Media))
		if m.File == "" {
			left++
			return nil
		}
		library, err := w.v.s.library()
		if err != nil {
			return err
		}
		from, err := library.Content.Open(m.Hash)
		if err != nil {
			w.notCarried(1, "a recording", m.File, "its file is not in the media directory")
			return nil
		}
		defer from.Close()
		f, err := w.to.Create(m.File)
		if err != nil {
			return err
		}
		w.loss.Out["recordings"]++
		_, err = io.Copy(f, from)
		return err
	})
	w.notCarried(left, "recordings", "media/", "they were to be left out")
	return err
}

// spool is a table on its way.
type spool struct {
	f   *os.File
	csv *csv.Writer
}

func newSpool() (*spool, error) {
	f, err := os.CreateTemp("", "crosscase-table-*")
	if err != nil {
		return nil, err
	}
	return &spool{f, csv.NewWriter(f)}, nil
}

func (s *spool) copyTo(w io.Writer) error {
	s.csv.Flush()
	if err := s.csv.Error(); err != nil {
		return err
	}
	if _, err := s.f.Seek(0, io.SeekStart); err != nil {
		return err
	}
	if _, err := io.Copy(w, s.f); err != nil {
		return fmt.Errorf("write a table: %w", err)
	}
	return nil
}

func (s *spool) drop() {
	s.f.Close()           //nolint:errcheck // it has served its turn
	os.Remove(s.f.Name()) //nolint:errcheck
}
