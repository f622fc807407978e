package service

import (
	"fmt"
	"io"
	"io/fs"
	"path"

	"github.com/crosscase/crosscase/internal/foreign"
	"github.com/crosscase/crosscase/internal/refi"
)

// importForeign imports the database in which another program keeps a project. Its media are in the folder that the
// database came from, where the person gave that.
func (v *visit) importForeign(name string, r io.ReaderAt, size int64, opts ImportOptions) (*ImportResult, error) {
	p, err := foreign.Read(v.ctx, name, r, size, opts.Sheet)
	if err != nil {
		return nil, err
	}
	beside := foreignFolder{p: p, files: opts.Beside}
	for _, s := range p.Sources {
		beside.find(s, &s.Media)
		if s.Plain != nil {
			beside.find(s, &s.Plain.Rich)
		}
	}
	f := refiFile{Project: p}
	if opts.Beside != nil {
		f.media = beside.open
	}
	return v.importProject(f, opts)
}

// foreignFolder is the folder of a project with its media; files is nil where there is none.
type foreignFolder struct {
	p     *refi.Project
	files fs.FS
}

// find clears the name of a file that is not in the folder, and says so.
func (b *foreignFolder) find(s *refi.Source, ref *refi.Ref) {
	if ref.Member == "" {
		return
	}
	if b.files != nil && fs.ValidPath(ref.Member) {
		if info, err := fs.Stat(b.files, ref.Member); err == nil && info.Mode().IsRegular() {
			ref.Size = uint64(info.Size())
			return
		}
	}
	ref.Member = ""
	why := "is not in the project's folder: attach it"
	if b.files == nil {
		why = "is in the project's folder and not in its database: import the folder, or attach it"
	}
	if s.Kind == refi.Text {
		return // its text is there
	}
	b.p.Problems = append(b.p.Problems, refi.Problem{Where: fmt.Sprintf("%s, source %q", b.p.File, s.Name), What: fmt.Sprintf("its file %q %s", path.Base(ref.Written), why)})
}

func (b *foreignFolder) open(member string) (io.ReadCloser, error) {
	return b.files.Open(member)
}
