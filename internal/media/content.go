package media

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"regexp"

	"github.com/crosscase/crosscase"
)

// Content is a directory of files under the hashes of what is in them. It is made with its first file.
type Content struct{ dir string }

// NewContent is the content in a directory.
func NewContent(dir string) *Content { return &Content{dir: dir} }

var hashPattern = regexp.MustCompile(`^[0-9a-f]{64}$`)

// Path is where the file of a hash stands or would stand; "" for what is no SHA-256 in hex.
func (c *Content) Path(hash string) string {
	if !hashPattern.MatchString(hash) {
		return ""
	}
	return filepath.Join(c.dir, hash[:2], hash)
}

// Open opens a file for reading; not found where it is not there.
func (c *Content) Open(hash string) (*os.File, error) {
	f, err := os.Open(c.Path(hash))
	if errors.Is(err, os.ErrNotExist) {
		return nil, crosscase.Errorf(crosscase.CodeNotFound, "the file of this source is not in the media directory: bring it back from a backup, or import it again")
	}
	return f, err
}

// Remove deletes the file of a hash and what was computed from it. It is no error where there is none.
func (c *Content) Remove(hash string) error {
	path := c.Path(hash)
	if path == "" {
		return nil
	}
	found, err := filepath.Glob(path + "*")
	for _, name := range found {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

// Staged is a file on its way into the content: read, hashed and not yet kept.
type Staged struct {
	Path  string // where it stands meanwhile
	Hash  string
	Bytes int64

	content *Content
	own     bool // a copy that nobody else knows of
}

// Stage copies what r gives into the media directory. Either Keep or Drop ends it; progress, where it is not
// nil, is told the bytes so far.
func (c *Content) Stage(ctx context.Context, r io.Reader, progress func(int64)) (*Staged, error) {
	f, err := c.temporary()
	if err != nil {
		return nil, err
	}
	s := &Staged{Path: f.Name(), content: c, own: true}
	sum := sha256.New()
	s.Bytes, err = io.Copy(io.MultiWriter(f, sum), &watched{ctx: ctx, r: r, progress: progress})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		s.Drop()
		return nil, err
	}
	s.Hash = sumOf(sum)
	return s, nil
}

// StageFile is Stage of a file that stands on the same disk already, which Keep moves and Drop leaves.
func (c *Content) StageFile(ctx context.Context, path string, progress func(int64)) (*Staged, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	n, err := io.Copy(sum, &watched{ctx: ctx, r: f, progress: progress})
	if err != nil {
		return nil, err
	}
	return &Staged{Path: path, Hash: sumOf(sum), Bytes: n, content: c}, nil
}

// Keep moves the file to its place.
func (s *Staged) Keep() error {
	to := s.content.Path(s.Hash)
	if _, err := os.Stat(to); err == nil {
		return os.Remove(s.Path)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	if err := os.Rename(s.Path, to); err != nil {
		return fmt.Errorf("keep a file: %w", err)
	}
	return syncDirectory(filepath.Dir(to))
}

// Drop forgets a file that is not to be kept. After Keep it does nothing.
func (s *Staged) Drop() {
	if s.own {
		os.Remove(s.Path) //nolint:errcheck // kept, or gone already
	}
}

func (c *Content) temporary() (*os.File, error) {
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "media directory: %v; choose another data directory with --data", err)
	}
	return os.CreateTemp(c.dir, "new-*")
}

// syncDirectory makes a rename outlast a loss of power. Where directories cannot be synced there is nothing to do.
func syncDirectory(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	d.Sync() //nolint:errcheck // Windows has it not
	return nil
}

// watched is a reader that ends with a context and says how far it is.
type watched struct {
	ctx      context.Context
	r        io.Reader
	done     int64
	progress func(int64)
}

func (w *watched) Read(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.r.Read(p)
	if w.done += int64(n); w.progress != nil {
		w.progress(w.done)
	}
	return n, err
}

func sumOf(h hash.Hash) string { return hex.EncodeToString(h.Sum(nil)) }
