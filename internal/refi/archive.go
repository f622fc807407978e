package refi

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"
)

// archive is a .qdpx. Names in it are looked up and never used as paths of this machine.
type archive struct {
	file    string
	exact   map[string]*zip.File
	folded  map[string]*zip.File // by lower-case name
	project *zip.File
	folder  string // of the project, with a slash, where it is not at the root
}

// openArchive reads the directory and refuses what no program writes.
func openArchive(file string, r io.ReaderAt, size int64, limits Limits, found *problems) (*archive, error) {
	head := &headLimit{r: r, size: size, left: limits.Directory}
	zr, err := zip.NewReader(head, size)
	switch {
	case head.left < 0:
		return nil, invalid("%s has a directory of more than %s, which no project has", file, bytesText(uint64(limits.Directory)))
	case errors.Is(err, zip.ErrFormat) || errors.Is(err, zip.ErrAlgorithm) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF):
		return nil, invalid("%s is not a whole archive: %s; export it again, it may have been cut off on the way", file, strings.TrimPrefix(err.Error(), "zip: "))
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, err
	case len(zr.File) > limits.Entries:
		return nil, invalid("%s holds %d files, at most %d are read", file, len(zr.File), limits.Entries)
	}
	head.lifted = true
	a := &archive{file: file, exact: make(map[string]*zip.File, len(zr.File)), folded: make(map[string]*zip.File, len(zr.File))}
	for _, f := range zr.File {
		if err := a.add(f, found); err != nil {
			return nil, err
		}
	}
	return a, a.findProject(zr.File, found)
}

func (a *archive) add(f *zip.File, found *problems) error {
	name := slashed(f.Name)
	if why := escapes(name); why != "" {
		return invalid("%s holds %s, a name that %s: it is not read", a.file, show(f.Name), why)
	}
	mode := f.Mode()
	if mode&fs.ModeSymlink != 0 {
		return invalid("%s holds %s, a link to another file: it is not read", a.file, show(f.Name))
	}
	if mode.Type()&^fs.ModeDir != 0 {
		return invalid("%s holds %s, which is no ordinary file: it is not read", a.file, show(f.Name))
	}
	if strings.HasSuffix(name, "/") {
		return nil
	}
	name = path.Clean(name)
	if first := a.exact[name]; first != nil {
		if first.CRC32 != f.CRC32 || first.UncompressedSize64 != f.UncompressedSize64 {
			return invalid("%s holds two different files named %s: it is not read, since nobody can tell which is meant", a.file, show(f.Name))
		}
		found.add("a file that is there twice", f.Name, "the archive holds this file twice; the first is read")
		return nil
	}
	a.exact[name] = f
	if lower := strings.ToLower(name); a.folded[lower] == nil {
		a.folded[lower] = f
	}
	return nil
}

// findProject picks the one .qde: at the root, or anywhere if there is none.
func (a *archive) findProject(files []*zip.File, found *problems) error {
	var root, deeper []*zip.File
	for _, f := range files {
		name := path.Clean(slashed(f.Name))
		base := path.Base(name)
		if !strings.EqualFold(path.Ext(base), ".qde") || strings.HasPrefix(base, "._") || a.exact[name] != f {
			continue
		}
		if strings.Contains(name, "/") {
			deeper = append(deeper, f)
		} else {
			root = append(root, f)
		}
	}
	switch {
	case len(root) > 1:
		return invalid("%s holds %d projects (.qde) where one is expected: %s and %s", a.file, len(root), show(root[0].Name), show(root[1].Name))
	case len(root) == 1:
		a.project = root[0]
	case len(deeper) == 1:
		a.project = deeper[0]
		a.folder = path.Dir(path.Clean(slashed(a.project.Name))) + "/"
		found.add("a project in a folder", a.project.Name, "the project is in a folder of the archive and not at its root, as if packed by hand")
	case len(deeper) > 1:
		return invalid("%s holds %d projects (.qde) in folders where one is expected", a.file, len(deeper))
	default:
		return invalid("%s holds no project (.qde): it is an archive, but not of REFI-QDA; export it again as \"REFI-QDA project\"", a.file)
	}
	return nil
}

func slashed(name string) string { return strings.ReplaceAll(name, `\`, "/") }

// escapes says why a name with forward slashes leads out of the archive, "" where it does not.
func escapes(name string) string {
	drive := len(name) > 1 && name[1] == ':' && (name[0]|0x20 >= 'a' && name[0]|0x20 <= 'z') && (len(name) == 2 || name[2] == '/')
	switch {
	case name == "":
		return "is empty"
	case strings.ContainsRune(name, 0):
		return "holds a zero byte"
	case strings.HasPrefix(name, "/"), drive:
		return "is absolute"
	}
	for part := range strings.SplitSeq(name, "/") {
		if part == ".." {
			return "leads out of the archive"
		}
	}
	return ""
}

// find looks a file up by what a path says after its scheme; nil where it is not there.
func (a *archive) find(name string) *zip.File {
	name = strings.TrimLeft(slashed(name), "/")
	if name == "" || escapes(name) != "" {
		return nil
	}
	base := path.Base(name)
	candidates := []string{"sources/" + name, "Sources/" + name, name, "sources/" + base, "Sources/" + base}
	for i, candidate := range candidates {
		candidates[i] = path.Clean(a.folder + candidate)
		if f := a.exact[candidates[i]]; f != nil {
			return f
		}
	}
	for _, candidate := range candidates {
		if f := a.folded[strings.ToLower(candidate)]; f != nil {
			return f
		}
	}
	return nil
}

// unreadable says why a member cannot be inflated, "" where it can.
func unreadable(f *zip.File) string {
	switch {
	case f.Flags&1 != 0:
		return "is protected by a password: pack it without one"
	case f.Method == zip.Store || f.Method == zip.Deflate:
		return ""
	}
	method := "a method that is not read"
	if name := map[uint16]string{9: "deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "XZ"}[f.Method]; name != "" {
		method = name
	}
	return "is packed with " + method + ": unpack the archive and pack it again with deflate"
}

// open inflates a member of at most so many bytes.
func (a *archive) open(f *zip.File, most int64) (io.ReadCloser, error) {
	if why := unreadable(f); why != "" {
		return nil, invalid("%s: %s %s", a.file, show(f.Name), why)
	}
	inflated, packed := f.UncompressedSize64, f.CompressedSize64
	if inflated > uint64(most) {
		return nil, invalid("%s: %s inflates to %s, at most %s are read", a.file, show(f.Name), bytesText(inflated), bytesText(uint64(most)))
	}
	if inflated > freeInflated && inflated/max(packed, 1) > maxRatio {
		return nil, invalid("%s: %s inflates %d-fold, which no project does: it is not read", a.file, show(f.Name), inflated/max(packed, 1))
	}
	r, err := f.Open()
	if err != nil {
		return nil, readError(a.file+": "+show(f.Name), err)
	}
	// The zip package ends with an error where more comes out than was declared, or its sum is wrong.
	return r, nil
}

// headLimit bounds how much of a file is read to learn its directory, and keeps what the directory
// says of places to those the file has.
type headLimit struct {
	r      io.ReaderAt
	size   int64
	left   int64
	lifted bool
}

func (h *headLimit) ReadAt(p []byte, at int64) (int, error) {
	if !h.lifted {
		if h.left -= int64(len(p)); h.left < 0 {
			return 0, errors.New("directory too long")
		}
	}
	if at < 0 || at > h.size {
		return 0, zip.ErrFormat
	}
	return h.r.ReadAt(p, at)
}
