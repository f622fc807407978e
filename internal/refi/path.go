package refi

import (
	"net/url"
	"path"
	"strings"
)

// parseRef splits a path into scheme and name. The rules are:
//   - internal:// with any number of slashes, and no scheme at all, is a file of the archive;
//   - relative:// and any other scheme but absolute:// is a file beside it;
//   - a drive letter without a scheme is absolute.
func parseRef(written string) (ref Ref, name string) {
	ref.Written = written
	if written == "" {
		return ref, ""
	}
	scheme, rest, ok := strings.Cut(written, ":/")
	switch {
	case ok && strings.EqualFold(scheme, "internal"):
		ref.Scheme = Internal
	case ok && (strings.EqualFold(scheme, "absolute") || len(scheme) == 1 || strings.EqualFold(scheme, "file")):
		ref.Scheme = Absolute
	case ok && isScheme(scheme):
		ref.Scheme = Relative
	case len(written) > 2 && written[1] == ':' && written[2] == '\\':
		ref.Scheme, rest = Absolute, written
	default:
		ref.Scheme, rest = Internal, written
	}
	return ref, strings.TrimLeft(rest, "/")
}

func isScheme(s string) bool {
	for _, r := range s {
		if (r|0x20 < 'a' || r|0x20 > 'z') && r != '+' {
			return false
		}
	}
	return s != ""
}

// baseName is the last part of a path of any machine.
func baseName(name string) string { return path.Base(slashed(name)) }

// stem is the base name without extension, in lower case: what QualCoder takes for an identifier.
func stem(name string) string {
	base := baseName(name)
	return strings.ToLower(strings.TrimSuffix(base, path.Ext(base)))
}

// resolveRefs looks up every file that sources and notes name.
func (r *reading) resolveRefs() {
	for _, s := range r.everySource() {
		r.resolveRef(&s.Media, elementOf(s), s.GUID, s.Line)
		r.resolveContent(s.Plain, countSpans(s.Selections), elementOf(s), s.GUID, s.Line)
		for _, t := range s.Transcripts {
			r.resolveContent(t.Plain, countSpans(t.Selections), "Transcript", t.GUID, t.Line)
		}
	}
	if r.archive == nil && r.named > 0 {
		r.found.add("files", r.p.Entry, "the XML is here without its archive: %d files it names are not; open the .qdpx to have them", r.named)
	}
}

// resolveContent looks the files of a text up, on which so many selections are spans.
func (r *reading) resolveContent(c *Content, spans int, element, guid string, line int) {
	if c == nil {
		return
	}
	r.resolveRef(&c.File, element, guid, line)
	r.resolveRef(&c.Rich, element, guid, line)
	if c.File.Written == "" && c.inline == nil && spans > 0 {
		r.found.at("a text that is not there", line, element, guid, "it names no text: its selections are kept without words")
	}
}

func (r *reading) resolveRef(ref *Ref, element, guid string, line int) {
	if ref.Written == "" {
		return
	}
	parsed, name := parseRef(ref.Written)
	*ref = parsed
	if ref.Scheme != Internal {
		r.found.at("a file outside the archive", line, element, guid,
			"its file %s is outside the archive (%s) and was not opened: attach it", show(baseName(name)), ref.Scheme)
		return
	}
	if r.archive == nil {
		r.named++
		return
	}
	f := r.archive.find(name)
	if f == nil {
		if plain, err := url.PathUnescape(name); err == nil && plain != name {
			f = r.archive.find(plain)
		}
	}
	if f == nil {
		r.found.at("a file missing in the archive", line, element, guid, "its file %s is not in the archive: attach it", show(baseName(name)))
		return
	}
	ref.Member, ref.Size = f.Name, f.UncompressedSize64
	if why := unreadable(f); why != "" {
		r.found.at("a file that cannot be unpacked", line, element, guid, "its file %s %s", show(f.Name), why)
	} else if ref.Size > maxMember {
		r.found.at("a file over 2 GiB", line, element, guid, "its file %s has %s, more than the standard allows in an archive", show(f.Name), bytesText(ref.Size))
	}
}
