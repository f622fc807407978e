package reader

import (
	"archive/zip"
	"errors"
	"io"
	"path"
	"strings"
)

// archive is a zip file whose parts are read within the limits. Names in it are
// only looked up, never used as a path of this machine.
type archive struct {
	name  string
	parts map[string]*zip.File
}

// openArchive reads the directory. kind is what the file should be, for the message.
func openArchive(name string, r io.ReaderAt, size int64, kind string) (*archive, error) {
	head := &headLimit{r: r, left: maxDirectory}
	zr, err := zip.NewReader(head, size)
	switch {
	case head.left < 0:
		return nil, invalid("%s has a directory of more than %s, which no %s has", name, bytesText(maxDirectory), kind)
	case err != nil:
		return nil, invalid("%s is not %s: %v; save it again from its program, it may have been cut off on the way", name, kind, cause(err))
	case len(zr.File) > maxEntries:
		return nil, invalid("%s holds %d files, at most %d are read", name, len(zr.File), maxEntries)
	}
	head.lifted = true
	a := &archive{name: name, parts: make(map[string]*zip.File, len(zr.File))}
	for _, f := range zr.File {
		key := partName(f.Name)
		if _, double := a.parts[key]; !double {
			a.parts[key] = f
		}
	}
	return a, nil
}

func cause(err error) string { return strings.TrimPrefix(err.Error(), "zip: ") }

// partName is the one spelling of a part's name: rooted, with forward slashes, in
// lower case (OPC names are equal whatever their case).
func partName(name string) string {
	return strings.ToLower(path.Clean("/" + strings.ReplaceAll(name, `\`, "/")))
}

func (a *archive) has(part string) bool { return a.parts[partName(part)] != nil }

// errNoPart says that an archive lacks a part, which for most parts is no fault.
var errNoPart = errors.New("no such part")

// open inflates one part of at most so many bytes within the limits, or returns errNoPart.
func (a *archive) open(part string, most uint64) (io.ReadCloser, error) {
	f := a.parts[partName(part)]
	if f == nil {
		return nil, errNoPart
	}
	if f.Flags&1 != 0 {
		return nil, invalid("%s is protected by a password: save it without one", a.name)
	}
	inflated, packed := f.UncompressedSize64, f.CompressedSize64
	if inflated > most {
		return nil, invalid("%s inflates to %s in %s, at most %s are read", a.name, bytesText(int64(min(inflated, 1<<62))), part, bytesText(int64(most)))
	}
	if inflated > freeInflated && inflated/max(packed, 1) > maxRatio {
		return nil, invalid("%s inflates %d-fold in %s, which no document does: it is not read", a.name, inflated/max(packed, 1), part)
	}
	r, err := f.Open()
	if err != nil {
		return nil, invalid("%s is damaged in %s: %v; save it again from its program", a.name, part, cause(err))
	}
	// The reader of the zip package ends with an error where more comes out than was declared.
	return r, nil
}

// headLimit bounds how much of a file is read to learn its directory.
type headLimit struct {
	r      io.ReaderAt
	left   int64
	lifted bool
}

func (h *headLimit) ReadAt(p []byte, at int64) (int, error) {
	if !h.lifted {
		if h.left -= int64(len(p)); h.left < 0 {
			return 0, errors.New("directory too long")
		}
	}
	return h.r.ReadAt(p, at)
}
