package service

import (
	"archive/zip"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/crosscase/crosscase"
)

// FileSink takes the files of an export, one after the other: the one before is whole when the next is created.
// Names have forward slashes and stay below the sink.
type FileSink interface {
	Create(name string) (io.Writer, error)
	Close() error
}

// zipEpoch is the time of every file in an archive, so that the same study gives the same bytes.
var zipEpoch = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

type zipSink struct{ z *zip.Writer }

// ZipFiles puts files into an archive.
func ZipFiles(w io.Writer) FileSink { return &zipSink{zip.NewWriter(w)} }

func (s *zipSink) Create(name string) (io.Writer, error) {
	method := zip.Deflate
	if filepath.Dir(name) == "media" {
		method = zip.Store // sound does not get smaller
	}
	return s.z.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: zipEpoch})
}

func (s *zipSink) Close() error { return s.z.Close() }

type folderSink struct {
	dir  string
	last *os.File
}

// FolderFiles puts files into a folder, which must not be there or be empty.
func FolderFiles(dir string) (FileSink, error) {
	if found, err := os.ReadDir(dir); err == nil && len(found) > 0 {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%s is not empty: name a folder that is not there yet", dir)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, crosscase.Errorf(crosscase.CodeInvalid, "%v", err)
	}
	return &folderSink{dir: dir}, nil
}

func (s *folderSink) Create(name string) (io.Writer, error) {
	if err := s.Close(); err != nil {
		return nil, err
	}
	path := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, err
	}
	f, err := os.Create(path)
	s.last = f
	return f, err
}

func (s *folderSink) Close() error {
	if s.last == nil {
		return nil
	}
	err := s.last.Close()
	s.last = nil
	return err
}
