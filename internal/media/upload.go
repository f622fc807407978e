package media

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"sync"
	"time"

	"github.com/crosscase/crosscase"
)

const (
	LargestUpload  = 8 << 30        // bytes
	UploadLifetime = 24 * time.Hour // since it last grew
)

// Upload is a file on its way here. It survives a lost connection and a server that is started anew.
type Upload struct {
	ID      string              `json:"id"`
	StudyID crosscase.StudyID   `json:"study_id"`
	Account crosscase.AccountID `json:"account"` // who sends it; nobody else may touch it
	Name    string              `json:"name"`
	Length  int64               `json:"length"` // bytes, all of it
	Offset  int64               `json:"-"`      // bytes that are here
}

// Finished says whether all of it is here.
func (u *Upload) Finished() bool { return u.Offset == u.Length }

// Uploads is the directory of files that are on their way.
//
// The rules are:
//   - ID.json says what it is, ID.part holds the bytes; how many there are is the size of that file;
//   - one request at a time writes to an upload, and only at its end;
//   - what was received is on the disk before it is acknowledged;
//   - what has not grown for UploadLifetime is removed.
type Uploads struct {
	dir string

	mu   sync.Mutex
	busy map[string]bool
}

// NewUploads is the uploads in a directory, which is made with the first.
func NewUploads(dir string) *Uploads { return &Uploads{dir: dir, busy: map[string]bool{}} }

var uploadID = regexp.MustCompile(`^[0-9a-f-]{36}$`)

func (u *Uploads) about(id string) string { return filepath.Join(u.dir, id+".json") }

// Path is where the bytes of an upload stand.
func (u *Uploads) Path(id string) string { return filepath.Join(u.dir, id+".part") }

// Create begins an upload, and removes those that have been given up.
func (u *Uploads) Create(up *Upload, now time.Time) error {
	if !uploadID.MatchString(up.ID) {
		return errors.New("media: an upload needs a UUID")
	}
	if up.Length < 1 || up.Length > LargestUpload {
		return crosscase.Errorf(crosscase.CodeInvalid, "a file of %d bytes cannot be uploaded: it may have 1 byte to %d GiB", up.Length, LargestUpload>>30)
	}
	if err := os.MkdirAll(u.dir, 0o700); err != nil {
		return crosscase.Errorf(crosscase.CodeInvalid, "upload directory: %v; choose another data directory with --data", err)
	}
	u.Sweep(now)
	body, err := json.Marshal(up)
	if err != nil {
		return err
	}
	if err := os.WriteFile(u.Path(up.ID), nil, 0o600); err != nil {
		return err
	}
	return os.WriteFile(u.about(up.ID), body, 0o600)
}

// NoUpload is the error that there is no such upload.
func NoUpload() error {
	return crosscase.Errorf(crosscase.CodeNotFound, "there is no such upload: it may have been given up, or imported already; begin it again")
}

// Get is an upload; not found where there is none.
func (u *Uploads) Get(id string) (*Upload, error) {
	none := NoUpload()
	if !uploadID.MatchString(id) {
		return nil, none
	}
	body, err := os.ReadFile(u.about(id))
	info, err2 := os.Stat(u.Path(id))
	if errors.Is(err, os.ErrNotExist) || errors.Is(err2, os.ErrNotExist) {
		return nil, none
	}
	if err := errors.Join(err, err2); err != nil {
		return nil, err
	}
	up := &Upload{}
	if err := json.Unmarshal(body, up); err != nil {
		return nil, none // torn when the power went: nothing of it was acknowledged
	}
	up.Offset = info.Size()
	return up, nil
}

// Append adds what r gives from offset on, which must be the end of what is here, and says where that is now.
// What came before r failed is kept.
func (u *Uploads) Append(id string, offset int64, r io.Reader) (int64, error) {
	if !u.take(id) {
		return 0, crosscase.Errorf(crosscase.CodeConflict, "this upload is being written to by another request: wait until that has ended")
	}
	defer u.release(id)
	up, err := u.Get(id)
	if err != nil {
		return 0, err
	}
	if offset != up.Offset {
		return up.Offset, crosscase.Errorf(crosscase.CodeConflict, "%d bytes of this upload are here: go on from there and not from %d", up.Offset, offset)
	}
	f, err := os.OpenFile(u.Path(id), os.O_WRONLY, 0o600)
	if err != nil {
		return up.Offset, err
	}
	if _, err := f.Seek(offset, io.SeekStart); err != nil {
		return up.Offset, errors.Join(err, f.Close())
	}
	n, err := io.Copy(f, io.LimitReader(r, up.Length-offset))
	if err == nil && offset+n == up.Length {
		if more, _ := io.ReadFull(r, make([]byte, 1)); more > 0 {
			err = crosscase.Errorf(crosscase.CodeInvalid, "more bytes were sent than the upload has (%d)", up.Length)
		}
	}
	return offset + n, errors.Join(err, f.Sync(), f.Close())
}

// Remove ends an upload, finished or not.
func (u *Uploads) Remove(id string) error {
	if !uploadID.MatchString(id) {
		return nil
	}
	err := os.Remove(u.about(id))
	if gone := os.Remove(u.Path(id)); !errors.Is(gone, os.ErrNotExist) {
		err = errors.Join(err, gone)
	}
	return err
}

// Sweep removes the uploads that have been given up.
func (u *Uploads) Sweep(now time.Time) {
	entries, err := os.ReadDir(u.dir)
	if err != nil {
		return // there is none yet
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || now.Sub(info.ModTime()) < UploadLifetime || filepath.Ext(e.Name()) != ".part" {
			continue
		}
		id := e.Name()[:len(e.Name())-len(".part")]
		if u.take(id) {
			u.Remove(id) //nolint:errcheck // what cannot be removed now is tried again with the next upload
			u.release(id)
		}
	}
}

// Hold keeps others from writing to an upload until release is called; false where somebody else does.
func (u *Uploads) Hold(id string) (release func(), free bool) {
	return func() { u.release(id) }, u.take(id)
}

func (u *Uploads) take(id string) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.busy[id] {
		return false
	}
	u.busy[id] = true
	return true
}

func (u *Uploads) release(id string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.busy, id)
}
