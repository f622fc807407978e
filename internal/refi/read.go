package refi

import (
	"bytes"
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// Read reads a .qdpx, .qde or .qdc, which it knows by content. name is what the person calls the
// file. An error means that nothing was read.
func Read(ctx context.Context, name string, r io.ReaderAt, size int64, limits Limits) (*Project, error) {
	f, err := Open(name, r, size, limits)
	if err != nil {
		return nil, err
	}
	return f.Project(ctx)
}

// File is an opened file whose directory has been looked at.
type File struct {
	name    string
	limits  Limits
	archive *archive // nil for bare XML
	xml     *io.SectionReader
	found   *problems
}

// Open looks at what a file is and at the directory of an archive. It reads no member.
func Open(name string, r io.ReaderAt, size int64, limits Limits) (*File, error) {
	f := &File{name: filepath.Base(name), limits: limits.orDefault()}
	if size == 0 {
		return nil, invalid("%s is empty", f.name)
	}
	head := make([]byte, min(size, 4))
	if n, err := r.ReadAt(head, 0); err != nil && (!errors.Is(err, io.EOF) || n < len(head)) {
		return nil, err
	}
	f.found = newProblems(f.name, f.limits.Problems)
	if strings.HasPrefix(string(head), "PK\x03\x04") || strings.HasPrefix(string(head), "PK\x05\x06") {
		var err error
		if f.archive, err = openArchive(f.name, r, size, f.limits, f.found); err != nil {
			return nil, err
		}
		f.found.entry = f.archive.project.Name
		return f, nil
	}
	if strings.EqualFold(filepath.Ext(name), ".qdpx") && !bytes.ContainsFunc(head, func(r rune) bool { return r == '<' || r >= utf8.RuneSelf }) {
		return nil, invalid("%s is not an archive, which a .qdpx is: export it again, it may have been cut off on the way", f.name)
	}
	if size > f.limits.XML {
		return nil, invalid("%s is %s big, at most %s are read", f.name, bytesText(uint64(size)), bytesText(uint64(f.limits.XML)))
	}
	f.xml = io.NewSectionReader(r, 0, size)
	return f, nil
}

// Project reads the XML and the texts, and says how they hang together.
func (f *File) Project(ctx context.Context) (*Project, error) {
	r := &reading{ctx: ctx, limits: f.limits, archive: f.archive, p: &Project{File: f.name, Entry: f.name, Container: QDE}}
	r.found = newProblems(f.found.entry, f.limits.Problems)
	for _, p := range f.found.all() {
		r.found.append("the archive", p.Where, "%s", p.What)
	}
	if err := f.parse(r); err != nil {
		return nil, err
	}
	r.resolveRefs()
	if err := r.loadTexts(); err != nil {
		return nil, err
	}
	if err := r.placeSelections(); err != nil {
		return nil, err
	}
	r.mergeSelections()
	r.mergeCodes()
	r.moveTwins()
	r.checkReferences()
	r.foldTranscripts()
	r.p.Problems = r.found.all()
	return r.p, nil
}

// Media opens a file of the archive by the name in Ref.Member. The caller closes it. A wrong
// checksum is the last read's error.
func (f *File) Media(member string) (io.ReadCloser, error) {
	if f.archive == nil {
		return nil, invalid("%s is no archive and holds no %s", f.name, show(member))
	}
	m := f.archive.find(member)
	if m == nil {
		return nil, invalid("%s holds no %s", f.name, show(member))
	}
	if why := unreadable(m); why != "" {
		return nil, invalid("%s: %s %s", f.name, show(m.Name), why)
	}
	rc, err := m.Open()
	if err != nil {
		return nil, readError(f.name+": "+show(m.Name), err)
	}
	return rc, nil
}

// reading is a file on its way to a Project.
type reading struct {
	ctx     context.Context
	limits  Limits
	archive *archive
	x       *stream
	p       *Project
	found   *problems

	named       int // files that XML without an archive names
	badGUID     int
	badDate     int
	noteSources map[string]string // note -> source that refers to it
	folders     []string          // codes that held twins of cases alone
}

// everySource is sources and notes.
func (r *reading) everySource() []*Source {
	all := make([]*Source, 0, len(r.p.Sources)+len(r.p.Notes))
	return append(append(all, r.p.Sources...), r.p.Notes...)
}
